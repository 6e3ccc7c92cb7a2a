"""The words of policy documents and of the questions put to them, as data.

Everything here is the language of the kind of document, none of it of one document. Matched on normalised text
(corpus.text.normalise: half-width digits and brackets, circled numbers kept).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Asked(StrEnum):
    """The kind of record a question asks for."""

    GOALS = "goals"
    MEASURES = "measures"
    PROJECTS = "projects"
    KPIS = "kpis"
    MINISTRIES = "ministries"
    ROLES = "roles"
    BODIES = "bodies"
    SHIFTS = "shifts"


class Aspect(StrEnum):
    """What an answer must show to be one: an amount, a count, a date, a name, a place, a reason, a meaning."""

    MONEY = "money"
    PERCENT = "percent"
    QUANTITY = "quantity"
    WHEN = "when"
    PERIOD = "period"
    WHO = "who"
    NAME = "name"
    MINISTRY = "ministry"
    WHERE = "where"
    REASON = "reason"
    MEANING = "meaning"


ASKED_WORDS: Final[dict[Asked, str]] = {
    Asked.SHIFTS: r"考え方の転換"
    r"|これまで.{0,24}(?:これから|今後|から)|従来.{0,24}(?:今後|これから)|反省.{0,16}(?:今後|方向|転換)"
    r"|転換(?:点|前)|(?:どう|どのように)(?:変わ|転換|見直)|変更(?:点|前後)|方向転換",
    Asked.BODIES: r"本部員|構成員|メンバー|委員(?!会)|本部長|副本部長|議長|座長|会長|推進体制|構成(?:は|を|メンバー)",
    Asked.ROLES: r"役割|責務|果たすべき",
    Asked.MINISTRIES: r"(?:担当|所管|主管|主務)(?:する|の|省|府|課|部|は|官庁)?|(?:どの|どこの|何)(?:省|府省|省庁"
    r"|役所|課|部署)"
    r"|(?:府省庁?|省庁|課)(?:名)?は|[省庁]はどこ",
    Asked.KPIS: r"KPI|重要業績評価指標|数値目標|目標値|目標年|基準値|現状値|実績値|達成目標|成果指標|指標",
    Asked.PROJECTS: r"主な事業|事業名|(?:具体的な|どんな|どのような|すべての|全)事業|事業(?:は|を|の一覧|一覧"
    r"|に(?:は|何))",
    Asked.MEASURES: r"施策|取り?組み?|対策|具体策|メニュー|支援策|打ち手",
    Asked.GOALS: r"(?:基本|政策|重点|個別|戦略|大|横断的な?|まちづくり|行動)目標"
    r"|目標(?:は何|を(?:すべて|全て|教え|挙げ|列挙)|一覧|は\??$)"
    r"|施策の柱|(?:\d+|[二三四五六七])つの(?:目標|柱)",
}
"""Words that ask for a kind of record, the rarer kinds first."""

ASPECT_WORDS: Final[dict[Aspect, str]] = {
    Aspect.MONEY: r"いくら|何(?:万|億|兆|千)?円|金額|(?:寄附|寄付|補助|助成|交付|予算|事業|支給|総)額|予算(?:は"
    r"|規模|総額)|費用は|料金は|授業料",
    Aspect.PERCENT: r"何(?:%|パーセント|割)|割合は|(?:率|比率|補助率)(?:は|$|\?)|補助率",
    Aspect.WHEN: r"いつ|何年(?!間)|何月|(?<!延べ)(?<!年)何日(?=に|から|まで|で)|年月日|日付|時期は|時期を|期限"
    r"|締め?切|までに実行|目標年度?(?:は|$)|(?:決定|施行|設置|策定|公表)(?:された|した)?日|何年度",
    Aspect.PERIOD: r"期間|何年間|何(?:か|カ|ヶ|箇)月|いつから|いつまで",
    Aspect.MINISTRY: r"(?:どの|どこの|何|担当|所管)(?:の|する)?(?:の)?(?:省|府省|省庁|官庁)|何省"
    r"|(?:府省庁?|省庁|官庁|省|庁)はどこ",
    Aspect.WHO: r"(?:誰|だれ)(?!で?も|一人|ひとり)|どなた|何という人",
    Aspect.NAME: r"氏名|(?:大臣|長官|知事|[市区町村校社局部課所]長|教授|総裁|員|アドバイザー|リーダー|補佐官"
    r"|責任者|CIO|マネージャー|コーディネーター)のお?名前|何という名",
    Aspect.WHERE: r"(?<!庁は)(?<!省は)(?<!課は)(?<!局は)どこ(?!の?(?:省|府|庁|部|課|局))"
    r"|どの(?:自治体|都市|市|町|村|県|地域|国)|場所は|所在地",
    Aspect.QUANTITY: r"(?:何|いくつ)(?:人|名|件|か所|箇所|ヶ所|カ所|団体|社|校|施設|戸|台|回|日間|倍|自治体|市町村"
    r"|都道府県|機関|世帯|個|つ|種|地域|歳|時間|t|トン|kW|床|ha)"
    r"|何(?![年月日時故者処省課部円曜度割])[一-龥]|(?:延べ|年間?)何日|いくつ"
    r"|どれ(?:だけ|くらい|ぐらい|ほど)|どの(?:くらい|ぐらい|程度)|(?:人|者|件|団体|施設"
    r"|利用者|登録者|回|世帯|校|社)数(?!では)|の数(?:は|を|が|\?|$)",
    Aspect.MEANING: r"(?<!取組)(?<!取り組み)(?<!施策)(?<!事業)(?<!制度)とは(?:何|なに|どのような|どんな"
    r"|どういう|\?|$)|意味|定義",
    Aspect.REASON: r"なぜ|どうして|理由|原因|要因|背景",
}

ASPECT_EVIDENCE: Final[dict[Aspect, str]] = {
    Aspect.MONEY: r"[\d,.]+\s*(?:兆|億|百万|千万|万|千)*\s*円|円\)?[:|｜]?\s*[\d,]+",
    Aspect.PERCENT: r"[\d.]+\s*(?:%|パーセント|割|ポイント)|\d+\s*/\s*\d+|\d+分の\d+|[全半]額",
    Aspect.WHEN: r"(?:19|20)\d\d|(?:令和|平成|昭和|[RHS])\s*(?:\d+|元)|\d+\s*月|\d+\s*年|年度|毎年|当面|速やか|\d+時",
    Aspect.PERIOD: r"\d+\s*(?:年|か月|カ月|ヶ月|箇月|日|週)|(?:19|20)\d\d|年度",
    Aspect.WHO: r"大臣|長官|知事|市長|村長|町長|区長|総裁|理事|会長|社長|教授|局長|課長|者|人|員|長\s",
    Aspect.NAME: r"[一-龥々]{2,5}\s?氏(?!名)|氏名[:|]",
    Aspect.MEANING: r"とは|という|をいう|をいい|指す|指し|こと。|である|です|略|すなわち|定義|(?:概要|内容|説明):"
    r"|\(.{2,}\)",
    Aspect.MINISTRY: r"【[^】]*(?:省|庁|府|委員会|人事院)[^】]*】|\([^()]*(?:省|庁|内閣府|委員会)\)"
    r"|(?:省|庁|府|委員会|局|部|課|室)等?(?:が|は|を中心|において|、|・|及び|と)"
    r"|(?:担当|所管|主管|府省)[^。:]{0,12}:|^[一-龥]{1,12}(?:省|庁|府|委員会|局|部|課|室)$",
    Aspect.WHERE: r"[一-龥ぁ-んァ-ヶー]{1,8}(?:都|道|府|県|市|区|町|村|島|国|圏)|[ァ-ヶー]{3,}",
    Aspect.QUANTITY: r"\d|毎[年月日週回]|[一二三四五六七八九十百千]+(?:つ|人|回|団体|か所)",
}
"""What the evidence must contain when the aspect is asked for; a reason has no form of its own."""

OFFICES: Final = (
    r"(?:大臣|長官|知事|市長|村長|町長|区長|部長|課長|局長|総理|次官|教授|委員|理事|氏|博士|社長|代表取締役)(?!等|会)"
)
"""Posts by which the members of a body are named."""

UNITS: Final = (
    r"何(?:(?P<people>人|名)|(?P<places>か所|箇所|ヶ所|カ所|団体|自治体|市町村|社|校|施設|機関|地域|拠点)"
    r"|(?P<times>回)|(?P<days>日間|(?<=延べ何)日|(?<=年何)日)|(?P<cases>件)|(?P<homes>戸|世帯))"
)
"""Counting words of a question, by what they count."""

COUNTED: Final = r"何(?![年月日時故者処省課部円曜度割])([一-龥]{1,3}|[a-zA-Z%]{1,3})"
"""Any other counting word of a question, which evidence must print as it is."""

PERSONAL_POSTS: Final = (
    r"[一-龥々ァ-ヶーA-Za-z・]{0,16}(?:大臣|長官|知事|市長|区長|町長|村長|校長|社長|学長|所長|局長|部長|課長|室長|園長|院長"
    r"|総裁|理事長|教授|アドバイザー|リーダー|補佐官|責任者|CIO|マネージャー|コーディネーター)(?!会議|官房|等)"
)
"""Posts whose holder is told by a person's name."""

MEASURE_VERBS: Final = (
    r"支援|推進|促進|実施(?!して(?:い)?な)|整備|創設|設置|強化|育成|導入|拡充|拡大|開催|策定|普及|提供|活用|構築|後押し"
    r"|取り?組[みむ]|進め|支え|助成|補助|交付|募集|開設|配布|派遣|配置|見直|講じ|行う"
)
"""Words of a sentence that tells what is to be done."""

DOCUMENT_WORDS: Final = (
    r"(?:戦略|計画|ビジョン|方針|ロードマップ|構想|予算案?|白書|大綱|プラン|報告書|指針|ガイドライン)$"
)
"""What documents are called: a topic with such a word may name one."""

TOPICAL: Final = r"に関する|に関連|関わる|かかわる|に係る|に役立|に資する|につなが|に向けた|のための|分野の|についての"
"""Words that make what stands before them a topic rather than the name of a document."""

UNSPECIFIC: Final = _set(
    """
    予算 総額 予算総額 予算額 金額 補助率 補助 割合 率 決定 閣議決定 策定 公表 施行 期間 期限 対象 目的 担当 費用
    料金 件数 人数 回数 総数 合計 全体 時期 開始 終了 実施 規模 事業費 年間 上限 上限額 補助額 支給額 担当者 連絡先 場所
    """
)
"""Words that ask for something of anything: with nothing else, a question names no subject."""

UNIT_EVIDENCE: Final[dict[str, str]] = {
    "people": r"人|名|者",
    "places": r"か所|箇所|ヶ所|カ所|ケ所|団体|自治体|市|町|村|都|道|府|県|社|校|施設|機関|地域|区域|拠点|地区|園",
    "times": r"回",
    "days": r"日",
    "cases": r"件|事業|例",
    "homes": r"戸|世帯",
}
"""The units in which evidence counts the same."""

NO_COUNT: Final = (
    r"\d+\s?(?:人|世帯|戸|件|社|日|校|団体)(?:当たり|あたり)|第\s?\d+|(?:19|20)\d\d年?度?"
    r"|(?:令和|平成|昭和)\s?\d+年?度?|\d+月(?:\d+日)?|図表?\s?[\d-]+|表\s?[\d-]+"
)
"""Numbers that count nothing: ordinals, dates, figure numbers."""

TAILS: Final = (
    r"(?:を|について|に関して|が)?(?:すべて|全て|全部|一覧で|一覧を|リストで|列挙して|具体的に|簡単に|詳しく"
    r"|セットで|それぞれ)*"
    r"(?:教えて|知りたい|説明して|挙げて|あげて|列挙して|示して|調べて|まとめて|見せて|出して|答えて|述べて|紹介して)"
    r"(?:ください|下さい|ほしい|欲しい|くれ(?:ますか|ませんか)?|もらえますか|いただけますか|いただきたい"
    r"|頂けないでしょうか)?"
    r"(?:です|のですが)?"
)
"""Polite endings of a question that say nothing about its subject."""

FILLERS: Final = _set(
    """
    割合 付ける 主な おもな どのような どういう どんな 普通 頻度 かける 掛ける 幾 氏名 名前
    為 成る 事 物 者 所 為る 居る 有る 在る 言う 何 何れ 何処 誰 何時 幾つ 幾ら どう どの どれ 此れ 其れ この
    その 下さる 教える 知る 説明 挙げる 上げる 具体的 具体 全て 一覧 列挙 それぞれ 主 主要 等 など 中 内 場合
    関する 対する 就く 因る 於く 向ける 付く 役立つ 目指す 掲げる 示す 行う 図る 取る 出来る 様 どんな 様々 内容
    詳細 概要 予定 現在 今 今回 今後 為さる 思う 考える 求める 頃 方 点 うち 一つ つ セット 教え 要る 下さい 時
    年 年度 月 日 人 数 額 国 用 名 個 以 約 目 達成 設定 決める 定める 述べる 達する 書く 載る 記載 記述 紹介
    比べる 比較 違う 違い 変わる 増やす 減らす 成果 意味 定義 理由 原因 背景 質問 回答 役職名 役職
    氏名 順 本 当該 時点 最低 最大 少なくとも 年間 延べ 別 毎 各 期待 予想 呼ぶ 含む 受ける 使う 必要 其々 何故
    いつ頃 いつ 何人 何日 何回 何年 何月 何社 何名 何件 今年 本年 第 % 回 件 お 御 くらい ほど 程度 ため 務める
    西暦 件数 前後 後 前 人数 個数 回数 略 略称 正式 応じる きちんと 年月日 何年 何万 何千
    """
)
"""Normalised words that carry no subject: their absence from the evidence means nothing."""

ASKING: Final = _set(
    """
    施策 取り組み 対策 事業 kpi 重要業績評価指標 指標 数値 目標 目標値 目標年 基準値 現状値 実績値 値 政策 基本
    重点 役割 責務 担当 所管 主管 省 府省 省庁 府省庁 課 リスト 具体策 メニュー 本部員 員 メンバー 構成員 反省
    方向性 方向 考え方 此れ迄 今後 此れから 従来 転換 部 局 名称 期間 対象期間 箇所 か所 団体
    """
)
"""Normalised words that name the kind of thing asked for rather than its subject."""
