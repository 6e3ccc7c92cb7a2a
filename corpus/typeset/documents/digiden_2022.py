"""デジタル田園都市国家構想総合戦略（2022）の見本: 第１章／１．／（１）／①／ⅰ、【具体的取組】⒜⒝、KPI表、工程表。"""

from corpus.typeset.documents import digiden_kpis as kpi
from corpus.typeset.documents.digiden_kpis import B1, B2, B3, P1, P2, P3, P4
from corpus.typeset.elements import (
    About,
    Element,
    Goal,
    Heading,
    Item,
    KpiBox,
    KpiLine,
    Label,
    Look,
    Measure,
    Paper,
    Paragraph,
    Roadmap,
    RoadmapRow,
    Step,
)
from corpus.typeset.tables import kpi_grid

TRIAL = "「転職なき移住」の推進"
BASES = "地域の拠点づくり"


def _measure(marker: str, name: str, goal: Goal | None, level: int = 4) -> Heading:
    return Heading(level, marker, name, measure=Measure(name, goal.name if goal else None, None, (), marker))


def _task(marker: str, name: str, text: str, goal: Goal, group: str, charge: tuple[str, ...]) -> tuple[Element, ...]:
    """⒜ heading of a task, its ・ line, and the bodies in charge in brackets on the next line."""
    measure = Measure(name, goal.name, group, charge, marker)
    return (Item(marker, name, measure=measure), Item("・", text, level=1, charge="、".join(charge)))


KPI_TABLE = kpi_grid(
    "表１　施策の方向ごとの重要業績評価指標（ＫＰＩ）",
    (
        (P1.name, (kpi.FOUNDERS, kpi.STARTUP_AREAS, kpi.PRODUCTIVITY, kpi.FARMERS, kpi.DMO)),
        (
            P2.name,
            (kpi.BALANCE, kpi.MOVERS, kpi.SATELLITE, kpi.DONATION, kpi.RELATED, kpi.REVITALISERS),
        ),
        (P3.name, (kpi.WARM_SOCIETY, kpi.FAMILY_CENTRES)),
        (
            P4.name,
            (kpi.TABLETS, kpi.MOBILITY, kpi.LOGISTICS, kpi.CITY_MODELS, kpi.LIFELONG, kpi.SELF_DRIVING),
        ),
    ),
    head=("施策の方向", "指標", "現状値", "目標値"),
    note="※「－」は、見本の作成に当たり現状値を確かめられなかったもの。",
)

ROADMAP = Roadmap(
    caption="表２　工程表（デジタル実装の基礎条件整備）",
    years=(2023, 2024, 2025, 2026, 2027),
    rows=(
        RoadmapRow(
            "光ファイバの整備",
            (Step("地方公共団体等による整備の支援", 2023, 2027),),
        ),
        RoadmapRow(
            "５Ｇの整備",
            (
                Step("2023年度の目標に向けた整備", 2023, 2023),
                Step("2025年度の目標に向けた整備", 2024, 2025),
                Step("2030年度の目標に向けた整備", 2026, 2027),
            ),
        ),
        RoadmapRow(
            "日本周回の海底ケーブルの整備",
            (
                Step("敷設の完成", 2023, 2025),
                Step("運用", 2026, 2027, filled=False),
            ),
        ),
        RoadmapRow(
            "デジタル推進人材の育成",
            (
                Step("育成（2022年度から2026年度までの累計で目標を達成）", 2023, 2026),
                Step("効果の検証", 2027, 2027, filled=False),
            ),
        ),
        RoadmapRow(
            "デジタル推進委員の取組",
            (
                Step("委員の任命と活動の支援", 2023, 2027),
                Step("活動状況の把握", 2023, 2024, filled=False),
                Step("結果を踏まえた見直し", 2025, 2027, filled=False),
            ),
        ),
    ),
    note="※ 矢印の文言と区切りは、目標の年度に合わせて見本として置いたもの。",
)

BODY: tuple[Element, ...] = (
    Heading(1, "第１章", "構想の実現のために"),
    Heading(2, "１．", "総合戦略を改める趣旨"),
    Paragraph(
        "デジタルの力は、場所に縛られない働き方や学び方を可能にし、地方の不便を強みに変える手がかりとなる。そこで、第２期の総合戦略を"
        "計画の終わりを待たずに抜本から改め、2023年度から2027年度までの５年間を期間とする新たな総合戦略とする{1}。",
        ("まち・ひと・しごと創生法第８条の規定に基づく総合戦略の変更に当たる。",),
    ),
    Paragraph(
        "本戦略は、2022年６月の基本方針を踏まえ、住む場所によらず便利に暮らせる社会を目指し、地方の社会課題を解く四つの"
        "施策の方向と、それを支える三つの基礎条件の整備に施策をまとめ、それぞれに指標と工程を置く。"
    ),
    Heading(2, "２．", "地域ビジョンと数値目標"),
    Paragraph(
        "各地域は、目指す将来の姿を地域ビジョンとして描き直し、デジタルの活用を含む取組を進める。国は、先導的な取組を支えながら、"
        "同じ課題を抱える地域へ広げる。"
    ),
    KpiBox(
        "〈地方のデジタル実装に向けたＫＰＩ〉",
        (
            KpiLine(
                "デジタル実装に取り組む地方公共団体：1,000団体（2024年度まで）、1,500団体（2027年度まで）", kpi.DIGITAL
            ),
        ),
    ),
    Paragraph("地域ビジョンの実現に向け、国は次の取組を分野を越えて支える。"),
    _measure("①", "スマートシティ／スーパーシティ・デジタル田園健康特区", None),
    Paragraph(
        "都市や地域の機能をデータでつなぎ、暮らしの質を高める先導的な地域を、別々の制度から一つの流れに束ねて支える。"
    ),
    _measure("②", "「デジ活」中山間地域", None),
    Paragraph("中山間地域が、農林水産業を核にデジタルを使って新しい仕事と暮らしをつくる取組を支える。"),
    KPI_TABLE,
    Heading(1, "第２章", "施策の方向"),
    Heading(2, "１．", "デジタルの力を活用した地方の社会課題解決"),
    Heading(3, "（１）", P1.name, goal=P1),
    Paragraph(
        "地域の企業、農林水産業、観光のそれぞれで、データとデジタル技術を使って付加価値を高め、良質な仕事を生む。"
    ),
    _measure("①", "官民連携によるスタートアップ支援", P1),
    Paragraph("地域の課題に挑む新しい企業と、自治体、金融機関、大学などが組み、実証から事業化までを続けて支える。"),
    _measure("②", "スマート農林水産業・食品産業", P1),
    Paragraph("センサーや衛星などのデータを生産に生かし、担い手の不足を補いながら収益を高める。"),
    _measure("③", "観光ＤＸ", P1),
    Paragraph("予約や移動のデータを地域で分かち合い、旅行者の満足と地域の消費をともに高める。"),
    _measure("④", "中小・中堅企業ＤＸ", P1),
    Paragraph("地域の経済を引っ張る企業の変革を、支援機関と人材の両面から後押しする。"),
    Heading(3, "（２）", P2.name, goal=P2),
    Paragraph(
        "離れていても働ける環境を生かし、移住、二地域居住、地域との多様な関わりを広げる。地方と東京圏との転入と転出は、2027年度に"
        "釣り合うことを目指す。"
    ),
    _measure("①", TRIAL, P2),
    Heading(5, "ⅰ", "地方での仕事と暮らしの体験"),
    Label("【具体的取組】"),
    *_task(
        "⒜",
        "地方創生テレワークの推進",
        "企業に勤めながら地方で働く人と、受け入れる地域の双方へ情報を届け、取組の段階に応じた相談に応じる。",
        P2,
        TRIAL,
        ("内閣官房", "内閣府"),
    ),
    *_task(
        "⒝",
        "公営住宅を活用したお試し居住",
        "空いている住戸を移住の希望者が一定の期間使えるようにし、暮らしぶりを確かめたうえで移り住めるようにする。",
        P2,
        TRIAL,
        ("国土交通省住宅局住宅総合整備課",),
    ),
    *_task(
        "⒞",
        "空き家を活用したサテライトオフィス等の整備",
        "空き家を働く場や交流の場へ改める地方公共団体などの取組を支える。",
        P2,
        TRIAL,
        ("国土交通省住宅局住宅総合整備課住環境整備室",),
    ),
    Heading(5, "ⅱ", "政府関係機関の地方移転"),
    Label("【具体的取組】"),
    *_task(
        "⒜",
        "政府関係機関の地方移転の取組",
        "文化庁の京都への移転など、これまでに決めた移転を進め、その効果を確かめる。",
        P2,
        TRIAL,
        ("文化庁ほか",),
    ),
    _measure("②", "オンライン関係人口・かかわりラボ", P2),
    Paragraph("離れた場所からも地域の活動に加われるよう、地域と人を結ぶ場をつくる。"),
    _measure("③", "二地域居住等の推進", P2),
    Paragraph("都市と地方の双方に暮らしの拠点を持つ人を支える仕組みを整える。"),
    _measure("④", "地方大学・高校の魅力向上", P2),
    Paragraph("地域の課題と結び付いた学びを広げ、学ぶ人が地方を選ぶ流れをつくる。"),
    _measure("⑤", "女性や若者に選ばれる地域づくり", P2),
    Paragraph("働き方や地域の慣行を見直し、女性や若者が自らの力を生かせる地域を増やす。"),
    Heading(3, "（３）", P3.name, goal=P3),
    Paragraph("手続や相談を身近にし、子育ての負担を軽くする。結婚を望む人への支援も地域の実情に応じて進める。"),
    _measure("①", "地域少子化対策重点推進交付金", P3),
    Paragraph("地域が行う結婚支援などの取組を支える。"),
    _measure("②", "電子母子健康手帳・オンライン母子相談", P3),
    Paragraph("妊娠から子育てまでの記録と相談を、手元の端末で続けて使えるようにする。"),
    Heading(3, "（４）", P4.name, goal=P4),
    Paragraph("教育、医療、交通、物流など、暮らしを支えるサービスの質をデジタルで保ち、高める。"),
    _measure("①", "教育ＤＸ", P4),
    Paragraph("１人１台の端末を日々の授業で使いこなし、学びの幅を広げる。"),
    _measure("②", "医療ＤＸ", P4),
    Paragraph("医療の情報を全国で分かち合う基盤を整え、住む場所によらず必要な医療を受けられるようにする。"),
    _measure("③", "地域交通のリ・デザイン・ＭａａＳ・自動運転", P4),
    Paragraph("交通の担い手どうし、また医療や教育など他の分野と手を結び、地域の足を組み直す。"),
    _measure("④", "物流・インフラＤＸ", P4),
    Paragraph("ドローンによる配送など、新しい技術で物流と施設の維持管理を支える。"),
    Heading(4, "⑤", BASES),
    Heading(5, "ⅰ", "中山間地域等における拠点の形成"),
    Label("【具体的取組】"),
    *_task(
        "⒜",
        "小さな拠点に関わる多様な主体との連携",
        "暮らしの機能を束ねる小さな拠点の担い手を広げ、優れた取組を各地へ伝える。",
        P4,
        BASES,
        ("内閣官房", "内閣府", "総務省", "農林水産省", "資源エネルギー庁", "環境省"),
    ),
    *_task(
        "⒝",
        "郵便局の拠点機能の活用",
        "全国に広がる郵便局の窓口を、自治体の事務や住民の相談の場として生かす。",
        P4,
        BASES,
        ("内閣官房", "内閣府", "総務省"),
    ),
    *_task(
        "⒞",
        "ＰＰＰ／ＰＦＩの地域プラットフォーム",
        "自治体、地域の企業、金融機関が学び合う場を設け、官民の連携による事業を掘り起こす。",
        P4,
        BASES,
        ("内閣府民間資金等活用事業推進室",),
    ),
    Heading(2, "２．", "デジタル実装の基礎条件整備"),
    Heading(3, "（１）", B1.name, goal=B1),
    KpiBox(
        "〈基礎条件整備に関するＫＰＩ（総務省）〉",
        (
            KpiLine("光ファイバの世帯カバー率：99.9％（2027年度）", kpi.FIBRE),
            KpiLine("５Ｇの人口カバー率：95％（2023年度）、97％（2025年度）、99％（2030年度）", kpi.FIVE_G),
            KpiLine("日本周回の海底ケーブルの整備：完成（2025年度）", kpi.CABLE),
        ),
    ),
    KpiBox(
        "〈拠点の分散に関するＫＰＩ〉",
        (KpiLine("地方データセンター拠点の整備：十数か所（5年程度）", kpi.DATA_CENTRES),),
    ),
    _measure("①", "デジタルライフライン全国総合整備計画", B1),
    Paragraph("自動運転やドローンが日々の暮らしで使えるよう、道路や通信などの基盤を一体で整える計画をつくる。"),
    Heading(3, "（２）", B2.name, goal=B2),
    KpiBox(
        "〈人材の育成に関するＫＰＩ〉",
        (KpiLine("デジタル推進人材の育成：230万人（2022～2026年度累計）", kpi.EXPERTS),),
    ),
    _measure("①", "デジタル人材育成プラットフォームの構築", B2),
    Paragraph("学びの材料と実践の場を一つの入口から使えるようにする。"),
    _measure("②", "職業訓練のデジタル分野の重点化", B2),
    Paragraph("公的な職業訓練でデジタル分野の課程を増やす。"),
    _measure("③", "女性デジタル人材育成プラン", B2),
    Paragraph("学びと就労の支援を一体で進め、女性の仕事と収入の幅を広げる。"),
    Heading(3, "（３）", B3.name, goal=B3),
    KpiBox(
        "〈支え手に関するＫＰＩ〉",
        (KpiLine("デジタル推進委員：現在2万人強（2022年）→5万人（2027年度まで）", kpi.HELPERS),),
    ),
    Paragraph("機器の操作に慣れない人が取り残されないよう、身近な場所で教え、相談に応じる人を増やす。"),
    ROADMAP,
    Heading(1, "第３章", "戦略を進めるために"),
    Heading(2, "１．", "分野を横断する支援"),
    _measure("①", "デジタル田園都市国家構想交付金", None),
    Paragraph("これまでの三つの交付金を一つにまとめ、デジタルの実装と拠点の整備を行う地方公共団体を支える。"),
    Heading(2, "２．", "進み具合の確認"),
    Paragraph("国は毎年度、指標の動きと工程の進み具合を確かめ、その結果を公表し、必要に応じて戦略を改める。"),
)

PAPER = Paper(
    about=About(
        file="2022_digiden_sogosenryaku.pdf",
        title="デジタル田園都市国家構想総合戦略",
        decided_on="2022-12-23",
        decided_text="原典：令和４年12月23日　閣議決定",
        decision="閣議決定",
        period=(2023, 2027),
        period_text="計画期間：2023年度～2027年度",
    ),
    look=Look(
        body="Mincho", accent=(0.06, 0.28, 0.52), running="デジタル田園都市国家構想総合戦略", number_format="－ {} －"
    ),
    body=BODY,
)
