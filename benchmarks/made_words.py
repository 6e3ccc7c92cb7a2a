"""Words for papers made at random: titles and sentences as plans of towns and programmes of ministries have them."""

from __future__ import annotations

import random
from typing import Final

TOPICS: Final = (
    "地域産業", "観光交流", "農林水産業", "子ども・子育て", "若者の定住", "移住・定住", "防災・減災", "地域公共交通",
    "医療・介護", "障がい者福祉", "学校教育", "生涯学習", "脱炭素", "再生可能エネルギー", "循環経済", "創業・起業",
    "空き家", "中心市街地", "道路・橋りょう", "上下水道", "デジタル人材", "行政手続", "文化財", "関係人口",
    "健康づくり", "森林資源", "水産資源", "多文化共生", "女性活躍", "働き方",
)  # fmt: skip
DEEDS: Final = (
    "の振興", "の推進", "の確保", "の育成", "の強化", "の活用", "の充実", "の見直し", "の整備", "に関する支援",
    "の適正管理", "の普及啓発",
)  # fmt: skip
SHORT: Final = (
    "計画の目的", "計画の位置付け", "計画の期間", "策定の背景", "策定の経緯", "現状と課題", "基本的な考え方",
    "基本方針", "将来像", "推進体制", "進行管理", "財源の確保", "人口の推移", "産業構造の変化", "財政の状況",
    "住民意識調査の結果", "対象地域", "実施主体", "スケジュール", "費用の見込み", "関連計画との関係", "国・県の動向",
    "目標値の設定", "評価の方法", "用語の定義", "これまでの取組", "今後の方向性", "情報の公開", "見直しの考え方",
    "役割分担", "賑わいの創出", "匠の里づくり", "地域の絆づくり", "まちの礎となる人",
)  # fmt: skip
_LONG: Final = (
    "{0}と{1}の一体的な推進による持続可能な地域社会の実現",
    "{0}を担う人材の確保・育成と{1}に関する相談支援体制の強化（市町村との連携を含む）",
    "2030年度に向けた{0}の目標及び{1}に関する施策の基本的な方向",
    "地域の実情に応じた{0}の推進と広域的な{1}ネットワークの構築",
    "「選ばれるまち」の実現に向けた{0}の高度化と{1}の再構築",
    "{0}・{1}等の分野における官民連携（PPP/PFI）の導入促進",
    "デジタル技術（AI・IoT等）を活用した{0}の効率化及び{1}の質の向上",
)
_VERBS: Final = (
    "{0}を支える仕組みをつくる", "安心して{0}に取り組めるまちにする", "{0}で新しい人の流れを生み出す",
    "なぜ今、{0}が必要なのか", "{0}は地域の成長の原動力となる", "一人一人が{0}の主役となる", "{0}を次の世代につなぐ",
)  # fmt: skip
_SENTENCES: Final = (
    "本市では、{0}{d}を重点的に進めてきたが、人口減少と高齢化の進行により担い手の不足が深刻化している。",
    "このため、{0}{d}と{1}{e}を両輪として、住民、事業者及び行政が一体となった取組を展開する。",
    "令和{n}年度の調査によれば、{0}に満足していると回答した住民の割合は{p}％であり、前回調査から{m}ポイント上昇した。",
    "また、国の総合戦略及び県の基本計画を踏まえ、{0}に係る施策を効果的かつ効率的に実施する必要がある。",
    "特に、{0}については、関係機関との連携を密にし、計画的な{1}の整備に努めることとする。",
    "具体的には、{0}に関する相談窓口を設置するとともに、{1}の担い手に対する研修を年{m}回実施する。",
    "{0}をめぐる環境は大きく変化しており、従来の手法のみでは十分な成果を上げることが難しくなっている。",
    "さらに、{0}の分野においては、デジタル技術の活用により業務の効率化と利便性の向上を図る。",
    "これらの取組を通じて、令和{n}年度までに{0}に係る利用者数を{q}人とすることを目指す。",
    "なお、{0}の実施に当たっては、個人情報の保護及び情報セキュリティの確保に十分留意するものとする。",
    "{0}{d}は、地域経済の活性化のみならず、住民の生活の質の向上にも資するものである。",
    "今後は、{0}{d}の成果を検証し、その結果を次年度以降の予算及び事業に反映させていく。",
)
_ITEMS: Final = (
    "{0}補助金の交付", "{0}アドバイザーの派遣", "{0}推進協議会の開催", "{0}に関する情報発信事業",
    "{0}モデル事業（令和{n}年度～）", "{0}ガイドラインの作成", "{0}拠点施設の改修", "{0}セミナーの開催",
)  # fmt: skip
_DUTIES: Final = (
    "{0}に関する調査を行い、その結果を公表すること。", "{0}の担い手を育成するため、必要な研修を実施するものとする。",
    "関係部局は、{0}に係る予算の執行状況を定期的に報告する。",
    "{0}の対象となる者は、次のいずれにも該当する者とする。",
)  # fmt: skip
OFFICES: Final = ("企画政策課", "総務課", "産業振興課", "農林水産課", "福祉課", "建設課", "環境課")
MINISTRIES: Final = ("環境省", "国土交通省", "農林水産省", "経済産業省", "総務省", "文部科学省", "関係省庁")


class Words:
    """Words drawn by lot."""

    def __init__(self, lot: random.Random) -> None:
        self.lot = lot
        self._used: set[str] = set()

    def _filled(self, pattern: str) -> str:
        lot = self.lot
        first, second = lot.sample(TOPICS, 2)
        return pattern.format(
            first, second, d=lot.choice(DEEDS), e=lot.choice(DEEDS), n=lot.randint(5, 12), m=lot.randint(2, 9),
            p=lot.randint(20, 89), q=lot.randint(1, 99) * 100,
        )  # fmt: skip

    def title(self, kinds: str) -> str:
        """A title of one of the kinds: s(hort), t(opic), l(ong), v(erb); none twice in a document."""
        while True:
            kind = self.lot.choice(kinds)
            if kind == "s":
                found = self.lot.choice(SHORT)
            elif kind == "t":
                found = self.lot.choice(TOPICS) + self.lot.choice(DEEDS)
            else:
                found = self._filled(self.lot.choice(_LONG if kind == "l" else _VERBS))
            if found not in self._used:
                self._used.add(found)
                return found

    def text(self, sentences: int) -> str:
        """So many sentences."""
        return "".join(map(self._filled, self.lot.sample(_SENTENCES, sentences)))

    def item(self) -> str:
        """A project in a few words."""
        return self._filled(self.lot.choice(_ITEMS))

    def duty(self) -> str:
        """A sentence as numbered ones in rules."""
        return self._filled(self.lot.choice(_DUTIES))
