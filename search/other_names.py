"""Names that mean the same: abbreviations, former names of ministries and programmes, words of the law and the street.

General knowledge of Japanese administration, none of it of one document.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_GROUPS: Final = """
文部科学省|文科省
厚生労働省|厚労省
農林水産省|農水省
経済産業省|経産省
通商産業省|通産省
国土交通省|国交省
こども家庭庁|子ども家庭庁
公正取引委員会|公取委
国家公安委員会|国公委
経済財政諮問会議|諮問会議
国土地理院|地理院
ハローワーク|公共職業安定所|職安
産業技術総合研究所|産総研|AIST
理化学研究所|理研|RIKEN
情報通信研究機構|NICT
科学技術振興機構|JST
新エネルギー・産業技術総合開発機構|NEDO
宇宙航空研究開発機構|JAXA
国際協力機構|JICA
日本貿易振興機構|ジェトロ|JETRO
都市再生機構|UR都市機構
中小企業基盤整備機構|中小機構
地域経済活性化支援機構|REVIC
情報処理推進機構|IPA
国立社会保障・人口問題研究所|社人研
日本銀行|日銀
経済協力開発機構|OECD
国際連合|国連
欧州連合|EU
世界貿易機関|WTO
骨太の方針|骨太方針|経済財政運営と改革の基本方針
重要業績評価指標|KPI|Key Performance Indicator
重要目標達成指標|KGI
デジタル・トランスフォーメーション|デジタルトランスフォーメーション|DX
グリーン・トランスフォーメーション|グリーントランスフォーメーション|GX
コーポレート・トランスフォーメーション|コーポレートトランスフォーメーション|CX
人工知能|AI
モノのインターネット|IoT
第5世代移動通信システム|5G
Public Medical Hub|PMH|自治体・医療機関等をつなぐ情報連携
証拠に基づく政策立案|EBPM
ロボティック・プロセス・オートメーション|RPA
最高情報責任者|最高情報統括責任者|CIO
最高情報セキュリティ責任者|CISO
持続可能な開発目標|SDGs
環境・社会・ガバナンス|ESG
二酸化炭素|CO2
温室効果ガス|GHG
再生可能エネルギー|再エネ
省エネルギー|省エネ
蓄電池|蓄エネ
電気自動車|EV
プラグインハイブリッド車|PHEV|PHV
燃料電池自動車|FCV|燃料電池車
ネット・ゼロ・エネルギー・ハウス|ネットゼロエネルギーハウス|ZEH
ネット・ゼロ・エネルギー・ビル|ネットゼロエネルギービル|ZEB
固定価格買取制度|FIT
電力購入契約|PPA
液化天然ガス|LNG
地球温暖化対策の推進に関する法律|地球温暖化対策推進法|温対法
個人情報の保護に関する法律|個人情報保護法
行政手続における特定の個人を識別するための番号の利用等に関する法律|番号法|マイナンバー法
観光地域づくり法人|DMO
次世代型路面電車|LRT|路面電車
バス高速輸送システム|BRT
無人航空機|ドローン
全地球測位システム|GPS
地理情報システム|GIS
高等学校|高校
高等専門学校|高専
幼稚園・保育所|幼保
保育所|保育園
放課後児童クラブ|学童保育|学童クラブ
特別養護老人ホーム|特養
国民健康保険|国保
後期高齢者医療|長寿医療
生活保護|生保
少額投資非課税制度|NISA
個人型確定拠出年金|iDeCo
財政投融資|財投
国内総生産|GDP
消費者物価指数|CPI
環太平洋パートナーシップ|TPP
経済連携協定|EPA
自由貿易協定|FTA
政府開発援助|ODA
特定非営利活動法人|NPO法人|NPO
非政府組織|NGO
学習指導要領|指導要領
住民基本台帳|住基
個人番号カード|マイナンバーカード
デジタルデバイド|デジタル・デバイド|情報格差
アンコンシャス・バイアス|無意識の思い込み
ワーク・ライフ・バランス|仕事と生活の調和
ユニバーサルデザイン|UD
企業版ふるさと納税|地方創生応援税制
地域おこし協力隊|協力隊
二地域居住|デュアルライフ|二拠点居住
農業の6次産業化|6次産業化|六次産業化
建築物情報モデリング|BIM
事業継続計画|BCP
障害者|障がい者
地方公共団体|地方自治体|自治体
訪日外国人旅行者|訪日客|インバウンド
アドレス・ベース・レジストリ|ABR
デジタル田園都市国家構想|デジ田
デジタル田園都市国家構想交付金|デジ田交付金
20歳未満|未成年者|未成年|二十歳未満
認知症|痴呆
看護師|看護婦
新型コロナウイルス感染症|新型コロナ|COVID-19
情報通信技術|ICT
サービス付き高齢者向け住宅|サ高住
"""
"""One thing under several names."""

_LINES: Final = """
総務庁|自治省|郵政省|総務省
大蔵省|財務省
文部省|科学技術庁|文部科学省
厚生省|労働省|厚生労働省
通商産業省|経済産業省
運輸省|建設省|国土庁|北海道開発庁|国土交通省
環境庁|環境省
経済企画庁|総理府|内閣府
防衛庁|防衛省
社会保険庁|日本年金機構
市町村|市区町村|基礎自治体
生涯活躍のまち|日本版CCRC|CCRC
地方創生推進交付金|地方創生拠点整備交付金|デジタル田園都市国家構想交付金|新しい地方経済・生活環境創生交付金|第2世代交付金
デジタル・ガバメント実行計画|デジタル社会の実現に向けた重点計画
まち・ひと・しごと創生本部|デジタル田園都市国家構想実現会議|新しい地方経済・生活環境創生本部|地域未来戦略本部
まち・ひと・しごと創生総合戦略|デジタル田園都市国家構想総合戦略|地方創生に関する総合戦略
ベース・レジストリ|アドレス・ベース・レジストリ
業務改革|BPR
官民連携|PPP|PFI
IT|ICT
スタートアップ|ベンチャー企業
"""
"""What followed what, or is part of it: worth finding, but not the same, so no answer takes one for the other."""

_FOLDED: Final = re.compile(r"[\s・･\-/]")


def _fold(name: str) -> str:
    return _FOLDED.sub("", name).lower()


def _read(groups: str) -> dict[str, tuple[str, ...]]:
    """Folded name → the other names of its groups."""
    found: dict[str, tuple[str, ...]] = {}
    for line in groups.strip().splitlines():
        names = line.split("|")
        for name in names:
            others = (*found.get(_fold(name), ()), *(other for other in names if other != name))
            found[_fold(name)] = tuple(dict.fromkeys(others))
    return found


_SAME: Final = _read(_GROUPS)
_RELATED: Final = _read(_GROUPS + _LINES.lstrip())
_LATIN: Final = r"(?<![a-z0-9]){}(?![a-z0-9])"
_ANY: Final = re.compile(
    "|".join(
        _LATIN.format(re.escape(name)) if name.isascii() else re.escape(name)
        for name in sorted(_RELATED, key=len, reverse=True)
    )
)


@lru_cache(maxsize=10_000)
def other_names(word: str) -> tuple[str, ...]:
    """Other names of what a word or name means; none when it is not known."""
    return _SAME.get(_fold(word), ())


def names_in(text: str) -> tuple[str, ...]:
    """Other, former and later names of everything named in normalised text, without those that stand in it."""
    folded = re.sub(r"[・･]", "", text).lower()
    found = [other for match in _ANY.finditer(folded) for other in _RELATED[_fold(match.group(0))]]
    return tuple(name for name in dict.fromkeys(found) if _fold(name) not in folded)
