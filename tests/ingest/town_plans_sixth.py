"""Layouts of plans, sixth set: projects beside their KPIs, targets written out, plain lists, tables set by white alone.

All places, measures and figures are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.ingest.town_plan import TownPlan, cover
from tests.pdfs import GOTHIC
from tests.plans import Paper


def beside_kpis(path: Path) -> Path:
    """主な事業|KPI under each measure: projects in the left cell, KPIs written out in the right one."""
    paper = Paper()
    cover(paper, "はなぞの市デジタル田園都市構想総合戦略", "はなぞの市", "令和５年度～令和９年度")
    paper.heading("第４章　施策の展開", 16)
    paper.heading("基本目標１：働く場をつくる", 14)
    paper.heading("（１）中小企業の生産性の向上", 12)
    paper.words("　商工会と連携し、事業者の声を聞きながら取組を進めます。")
    kpis = "・支援企業数：累計18社（R5～R9）\n・無料公衆無線の整備箇所数：25箇所（R9）"
    paper.table((230, 230), [("主な事業", "KPI"), ("・省力化設備の補助\n・専門家の派遣", kpis)])
    paper.heading("（２）農業のスマート化", 12)
    paper.words("　省力化の機器を広めます。")
    paper.table((230, 230), [("主な事業", "KPI"), ("・スマート農機の導入支援", "・導入経営体数：35経営体（R9）")])
    return paper.save(path, "はなぞの市デジタル田園都市構想総合戦略")


BESIDE_KPIS = TownPlan(
    "beside_kpis.pdf",
    beside_kpis,
    [("1", "働く場をつくる")],
    [
        ("1", "(1)", "中小企業の生産性の向上", (), ("省力化設備の補助", "専門家の派遣")),
        ("1", "(2)", "農業のスマート化", (), ("スマート農機の導入支援",)),
    ],
    [
        ("中小企業の生産性の向上", "支援企業数", None, ((18, "社", 2027),)),
        ("中小企業の生産性の向上", "無料公衆無線の整備箇所数", None, ((25, "か所", 2027),)),
        ("農業のスマート化", "導入経営体数", None, ((35, "経営体", 2027),)),
    ],
)


def targets_written_out(path: Path) -> Path:
    """取組|実施主体|R7|R8|R9|達成目標 under titles: each row a measure, its KPI written out in the last column."""
    paper = Paper()
    cover(paper, "観光振興行動計画", "うみべ県", "令和７年３月")
    paper.heading("第３　具体的な取組", 15)
    head = ("取組", "実施主体", "R7", "R8", "R9", "達成目標")
    paper.heading("１　受入環境の整備", 13)
    paper.table(
        (115, 75, 50, 50, 50, 130),
        [
            head,
            ("案内表示の多言語化", "県、市町村", ("整備", 1, 2), None, "完了", "整備箇所数：150箇所（R9）"),
            ("二次交通の充実", "県、交通事業者", "実証運行", ("本格運行", 1, 2), None, "路線数：6路線（R9）"),
        ],
    )
    paper.heading("２　魅力の発信", 13)
    paper.table(
        (115, 75, 50, 50, 50, 130),
        [head, ("海外向け情報の発信", "県", ("発信", 1, 3), None, None, "閲覧数：年60万件（R9）")],
    )
    return paper.save(path, "観光振興行動計画")


TARGETS_WRITTEN_OUT = TownPlan(
    "targets_written_out.pdf",
    targets_written_out,
    [],
    [
        ("", "", "案内表示の多言語化", ("県", "市町村"), ()),
        ("", "", "二次交通の充実", ("県", "交通事業者"), ()),
        ("", "", "海外向け情報の発信", ("県",), ()),
    ],
    [
        ("案内表示の多言語化", "整備箇所数", None, ((150, "か所", 2027),)),
        ("二次交通の充実", "路線数", None, ((6, "路線", 2027),)),
        ("海外向け情報の発信", "閲覧数", None, ((600000, "件", 2027),)),
    ],
    [
        ("案内表示の多言語化", "整備", 2025, 2026),
        ("案内表示の多言語化", "完了", 2027, 2027),
        ("二次交通の充実", "実証運行", 2025, 2025),
        ("二次交通の充実", "本格運行", 2026, 2027),
        ("海外向け情報の発信", "発信", 2025, 2027),
    ],
)


def plain_lists(path: Path) -> Path:
    """Projects in a list right under the measure, without a title; lists of problems and of sentences are none."""
    paper = Paper()
    cover(paper, "第２期ゆきの市総合戦略", "ゆきの市", "令和２年度～令和６年度")
    paper.heading("第３章　施策の展開", 16)
    for goal, measures in [
        (
            "基本目標１　しごとをつくる",
            [
                ("（１）地場産業の育成", ["・地場産品の販路開拓", "・後継者育成塾の開催"]),
                ("（２）雇用の確保", ["・若い働き手の不足", "・事業所の減少"]),
            ],
        ),
        (
            "基本目標２　ひとの流れをつくる",
            [
                ("（１）移住の促進", ["・お試し住宅の整備", "・移住支援金の交付"]),
                ("（２）観光の振興", ["・案内所を設けます。", "・宿泊客を増やします。"]),
            ],
        ),
    ]:
        paper.heading(goal, 14)
        paper.words("　市の強みを活かして取り組みます。")
        for name, items in measures:
            paper.heading(name, 12)
            paper.words("　関係機関と連携し、市民の声を聞きながら取組を進めます。")
            paper.items(items)
            paper.words("　毎年度、進み具合を確かめます。")
    return paper.save(path, "第２期ゆきの市総合戦略")


PLAIN_LISTS = TownPlan(
    "plain_lists.pdf",
    plain_lists,
    [("1", "しごとをつくる"), ("2", "ひとの流れをつくる")],
    [
        ("1", "(1)", "地場産業の育成", (), ("地場産品の販路開拓", "後継者育成塾の開催")),
        ("1", "(2)", "雇用の確保", (), ()),
        ("2", "(1)", "移住の促進", (), ("お試し住宅の整備", "移住支援金の交付")),
        ("2", "(2)", "観光の振興", (), ()),
    ],
    [],
)


def _white(paper: Paper, cells: Sequence[str], step: float = 18) -> None:
    """A row of a table that nothing but white divides."""
    for x, words in zip((70, 250, 370), cells, strict=True):
        paper.sheet.text(x, paper.y + 10, words, 10)
    paper.y += step


def by_white_alone(path: Path) -> Path:
    """KPI tables without a single ruling; an indicator in two lines ends its table, for its name is not certain."""
    paper = Paper()
    cover(paper, "きりしま町総合戦略", "きりしま町", "令和７年度～令和11年度")
    paper.heading("基本目標１　安心して働ける町をつくる", 14)
    paper.words("　町の産業を支え、若い世代の働く場をつくります。")
    paper.heading("数値目標", 12)
    for row in (
        ("指標", "現状値（R5）", "目標値（R11）"),
        ("新規就農者数", "12人", "20人"),
        ("創業件数", "３件", "10件"),
    ):
        _white(paper, row)
    paper.gap(10)
    paper.heading("（１）農業の振興", 12)
    paper.words("　担い手を育てます。")
    paper.heading("重要業績評価指標（KPI）", 11)
    _white(paper, ("指標", "基準値", "目標値"))
    _white(paper, ("農地の集積率", "41.2％（R5）", "60.0％（R11）"))
    _white(paper, ("認定農業者のうち経営", "58人（R5）", "70人（R11）"), 13)
    paper.words("改善計画を立てた者の数", 10, x=70)
    paper.gap(20)
    paper.heading("基本目標２　人が集う町をつくる", 14)
    paper.words("　人の流れをつくります。")
    paper.heading("（１）観光の振興", 12)
    paper.words("　観光を広げます。")
    paper.heading("重要業績評価指標（KPI）", 11)
    _white(paper, ("指標", "基準値", "目標値"))
    _white(paper, ("観光入込客数", "12万人（R5）", "15万人（R11）"))
    return paper.save(path, "きりしま町総合戦略")


BY_WHITE_ALONE = TownPlan(
    "by_white_alone.pdf",
    by_white_alone,
    [("1", "安心して働ける町をつくる"), ("2", "人が集う町をつくる")],
    [("1", "(1)", "農業の振興", (), ()), ("2", "(1)", "観光の振興", (), ())],
    [
        ("安心して働ける町をつくる", "新規就農者数", (12, "人", 2023), ((20, "人", 2029),)),
        ("安心して働ける町をつくる", "創業件数", (3, "件", 2023), ((10, "件", 2029),)),
        ("農業の振興", "農地の集積率", (41.2, "%", 2023), ((60, "%", 2029),)),
        ("観光の振興", "観光入込客数", (120000, "人", 2023), ((150000, "人", 2029),)),
    ],
)


def on_the_road_map(path: Path) -> Path:
    """A short policy whose measures are the rows of its 工程表, each a band over the list of its projects elsewhere."""
    paper = Paper()
    cover(paper, "みなみ市ＤＸ推進方針", "みなみ市", "令和４年３月")
    paper.heading("取組の全体像", 14)
    for name, items in [
        ("人材の育成", ["・職員研修の実施", "・専門人材の登用"]),
        ("窓口の改革", ["・オンライン申請の拡大", "・書かない窓口の導入"]),
        ("地域の情報化", ["・公衆無線の整備"]),
    ]:
        paper.banner(name, 12)
        paper.items(items)
    paper.heading("工程", 14)
    paper.table(
        (120, 70, 70, 70, 70),
        [
            ("施策　　年度", "令和４年度", "令和５年度", "令和６年度", "令和７年度"),
            ("人材の育成", "研修計画の策定", ("研修の実施", 1, 3), None, None),
            ("窓口の改革", ("試行", 1, 2), None, ("全庁展開", 1, 2), None),
            ("地域の情報化", "調査", ("整備", 1, 3), None, None),
        ],
    )
    return paper.save(path, "みなみ市ＤＸ推進方針")


ON_THE_ROAD_MAP = TownPlan(
    "on_the_road_map.pdf",
    on_the_road_map,
    [],
    [
        ("", "", "人材の育成", (), ("職員研修の実施", "専門人材の登用")),
        ("", "", "窓口の改革", (), ("オンライン申請の拡大", "書かない窓口の導入")),
        ("", "", "地域の情報化", (), ("公衆無線の整備",)),
    ],
    [],
    [
        ("人材の育成", "研修計画の策定", 2022, 2022),
        ("人材の育成", "研修の実施", 2023, 2025),
        ("窓口の改革", "試行", 2022, 2023),
        ("窓口の改革", "全庁展開", 2024, 2025),
        ("地域の情報化", "調査", 2022, 2022),
        ("地域の情報化", "整備", 2023, 2025),
    ],
)


def lettered_sheets(path: Path) -> Path:
    """Slides that tell of one measure, or of two lettered A. and B.; a name's last line may be very short."""
    paper = Paper(width=842, height=595, right=800)
    for i, (names, ministry) in enumerate(
        [
            (["A．港湾の電子化推進事業", "B．船員の働き方改革支援事業"], "国土交通省"),
            (["中小企業の省力化投資支援事業"], "経済産業省"),
            (["（A）こどもの居場所づくり", "の推進", "（B）相談員の配置"], "こども家庭庁"),
        ]
    ):
        if i:
            paper.new_page()
        sheet = paper.sheet
        for k, name in enumerate(names):
            sheet.text(40, 34 + 18 * k, name, 15, GOTHIC)
        sheet.text(640, 48, "令和７年度補正予算案 12億円", 10)
        sheet.text(720, 66, ministry, 11)
        for x, title, words in ((40, "①施策の目的", "不足に対応する。"), (430, "②施策の概要", "・導入を支援する。")):
            sheet.box(x, 90, x + 370, 112, "f", "0.8 0.88 0.95 rg")
            sheet.text(x + 8, 106, title, 12, GOTHIC)
            sheet.text(x + 8, 134, words, 11)
    return paper.save(path, "経済対策の施策例")


LETTERED_SHEETS = TownPlan(
    "lettered_sheets.pdf",
    lettered_sheets,
    [],
    [
        ("", "A", "港湾の電子化推進事業", ("国土交通省",), ()),
        ("", "B", "船員の働き方改革支援事業", ("国土交通省",), ()),
        ("", "", "中小企業の省力化投資支援事業", ("経済産業省",), ()),
        ("", "A", "こどもの居場所づくりの推進", ("こども家庭庁",), ()),
        ("", "B", "相談員の配置", ("こども家庭庁",), ()),
    ],
    [],
)


def years_over_moves(path: Path) -> Path:
    """A chapter 具体的な施策 over the goals; 事業名|概要|指標|現状（R5）→目標（R10） under each measure."""
    paper = Paper()
    cover(paper, "第６次かすみ市総合計画", "かすみ市", "令和６年度～令和10年度")
    paper.heading("第４章　具体的な施策", 17)
    paper.heading("基本目標１　健やかに暮らせるまち", 15)
    for name, rows in [
        ("施策１－１　地域医療の確保", [("在宅医療推進事業", "往診を行う。", "訪問診療の施設数", "8施設→12施設")]),
        (
            "施策１－２　健康づくりの推進",
            [
                ("健診受診率向上事業", "受診を勧める。", "特定健診受診率", "41.5％→60％"),
                ("歩こう運動事業", "歩く習慣を広める。", "参加者数", "320人（R4）→500人（R9）"),
            ],
        ),
    ]:
        paper.heading(name, 13)
        paper.words("　市民が安心して暮らせるようにします。")
        paper.table((120, 120, 120, 110), [("事業名", "概要", "指標", "現状（R5）→目標（R10）"), *rows])
    return paper.save(path, "第６次かすみ市総合計画")


YEARS_OVER_MOVES = TownPlan(
    "years_over_moves.pdf",
    years_over_moves,
    [("1", "健やかに暮らせるまち")],
    [
        ("1", "1-1", "地域医療の確保", (), ("在宅医療推進事業",)),
        ("1", "1-2", "健康づくりの推進", (), ("健診受診率向上事業", "歩こう運動事業")),
    ],
    [
        ("地域医療の確保", "訪問診療の施設数", (8, "施設", 2023), ((12, "施設", 2028),)),
        ("健康づくりの推進", "特定健診受診率", (41.5, "%", 2023), ((60, "%", 2028),)),
        ("健康づくりの推進", "参加者数", (320, "人", 2022), ((500, "人", 2027),)),
    ],
)
