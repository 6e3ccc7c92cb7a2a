"""Layouts of plans, fifth set: the manual's order of chapters, directions between goal and measure, years in heads.

All places, measures and figures are invented.
"""

from __future__ import annotations

from pathlib import Path

from tests.ingest.town_plan import TownPlan, cover
from tests.pdfs import GOTHIC
from tests.plans import Paper


def by_the_manual(path: Path) -> Path:
    """(1) 数値目標, (2) 講ずべき施策に関する基本的方向, (3) 具体的な施策と客観的な指標 with (ア) measures."""
    paper = Paper()
    cover(paper, "たにがわ町まち・ひと・しごと創生総合戦略", "たにがわ町", "平成27年10月")
    paper.heading("Ⅲ　今後の施策の方向", 16)
    for goal, targets, directions, measures in [
        (
            "１　基本目標①　町に安定した雇用を創出する",
            ["・雇用創出数　５年間で100人", "・町民所得　250万円（平成25年度）→265万円（平成31年度）"],
            "　農業と観光を結び、町の強みを活かした仕事を増やす。",
            [
                (
                    "（ア）農業の６次産業化",
                    "加工品の開発を支える。",
                    "加工品の開発数　５年間で20品",
                    ["加工施設の整備", "商品開発の支援"],
                ),
                ("（イ）観光の振興", "滞在型の観光を広げる。", "観光入込客数　年間12万人（H31）", ["観光案内板の整備"]),
            ],
        ),
        (
            "２　基本目標②　町への新しいひとの流れをつくる",
            ["・転入者数　年間150人（平成31年度）"],
            "　移住を望む人の不安を減らし、暮らしを支える。",
            [
                (
                    "（ア）移住の促進",
                    "相談の窓口を設ける。",
                    "移住者数　５年間で60人",
                    ["移住相談会の開催", "空き家の紹介"],
                )
            ],
        ),
    ]:
        paper.heading(goal, 14)
        paper.heading("（１）数値目標", 12)
        paper.items(targets)
        paper.heading("（２）講ずべき施策に関する基本的方向", 12)
        paper.words(directions)
        paper.heading("（３）具体的な施策と客観的な指標", 12)
        for name, told, kpi, projects in measures:
            paper.heading(name, 11)
            paper.words("　" + told)
            paper.words(f"重要業績評価指標（KPI）：{kpi}", 10.5)
            paper.words("【具体的な事業】", 10.5, font=GOTHIC)
            paper.items([f"・{project}" for project in projects])
    return paper.save(path, "たにがわ町まち・ひと・しごと創生総合戦略")


BY_THE_MANUAL = TownPlan(
    "by_the_manual.pdf",
    by_the_manual,
    [("①", "町に安定した雇用を創出する"), ("②", "町への新しいひとの流れをつくる")],
    [
        ("①", "(ア)", "農業の6次産業化", (), ("加工施設の整備", "商品開発の支援")),
        ("①", "(イ)", "観光の振興", (), ("観光案内板の整備",)),
        ("②", "(ア)", "移住の促進", (), ("移住相談会の開催", "空き家の紹介")),
    ],
    [
        ("町に安定した雇用を創出する", "雇用創出数", None, ((100, "人", None),)),
        ("町に安定した雇用を創出する", "町民所得", (2.5e6, "円", 2013), ((2.65e6, "円", 2019),)),
        ("農業の6次産業化", "加工品の開発数", None, ((20, "品", None),)),
        ("観光の振興", "観光入込客数", None, ((120000, "人", 2019),)),
        ("町への新しいひとの流れをつくる", "転入者数", None, ((150, "人", 2019),)),
        ("移住の促進", "移住者数", None, ((60, "人", None),)),
    ],
)


def directions_between(path: Path) -> Path:
    """The goal's name in the line below its label; 基本的方向１ between goal and measures (1), (2)."""
    paper = Paper()
    cover(paper, "第２期すずかぜ市総合戦略", "すずかぜ市", "令和２年度～令和６年度")
    paper.heading("第３章　基本目標と施策", 17)
    for label, name, directions in [
        (
            "基本目標１",
            "産業が育ち、働く人が集うまち",
            [
                ("基本的方向１　地域産業の成長を支える", ["（１）中小企業の設備投資の支援", "（２）後継者の育成"]),
                ("基本的方向２　新しい産業を育てる", ["（１）創業の支援"]),
            ],
        ),
        (
            "基本目標２",
            "こどもの声が響くまち",
            [("基本的方向１　子育てを支える", ["（１）相談体制の充実", "（２）保育の充実"])],
        ),
    ]:
        paper.banner(label, 14, "0.15 0.35 0.25 rg")
        paper.words(name, 16, font=GOTHIC)
        for direction, measures in directions:
            paper.heading(direction, 13)
            for measure in measures:
                paper.heading(measure, 11.5)
                paper.words("　関係者とともに、計画的に進めます。")
                if measure == "（１）創業の支援":
                    paper.table(
                        (200, 120, 120),
                        [("指標", "令和元年度（実績）", "令和６年度（目標）"), ("創業件数", "９件", "年20件")],
                    )
    return paper.save(path, "第２期すずかぜ市総合戦略")


DIRECTIONS_BETWEEN = TownPlan(
    "directions_between.pdf",
    directions_between,
    [("1", "産業が育ち、働く人が集うまち"), ("2", "こどもの声が響くまち")],
    [
        ("1", "(1)", "中小企業の設備投資の支援", (), ()),
        ("1", "(2)", "後継者の育成", (), ()),
        ("1", "(1)", "創業の支援", (), ()),
        ("2", "(1)", "相談体制の充実", (), ()),
        ("2", "(2)", "保育の充実", (), ()),
    ],
    [("創業の支援", "創業件数", (9, "件", 2019), ((20, "件", 2024),))],
)


def implementation(path: Path) -> Path:
    """An implementation plan: 1-1 numbering, targets as R7目標, R8目標, projects with ○ for each year."""
    paper = Paper()
    cover(paper, "とびうめ市まちづくり実施計画", "とびうめ市", "令和７年度～令和９年度")
    plan: dict[str, list[tuple[str, tuple[str, ...], list[tuple[str, str, str]]]]] = {
        "基本目標１　環境と調和したまち": [
            (
                "１－１　脱炭素の推進",
                ("公用車の電動化率", "8％", "15％", "22％", "30％"),
                [
                    ("公用車更新事業", "電気自動車を購入する。", "環境課"),
                    ("太陽光発電補助事業", "住宅への設置費用を補助する。", "環境課"),
                ],
            ),
            (
                "１－２　緑の保全",
                ("緑化活動の参加者数（人）", "310", "330", "350", "370"),
                [("街路樹管理事業", "街路樹を計画的に手入れする。", "公園緑地課")],
            ),
        ],
        "基本目標２　安全なまち": [
            (
                "２－１　防災体制の強化",
                ("防災士の数", "45人", "55人", "65人", "75人"),
                [("防災士育成事業", "受講料を補助する。", "防災課")],
            )
        ],
    }
    for goal, measures in plan.items():
        paper.heading(goal, 15)
        for name, indicator, projects in measures:
            paper.heading(name, 12.5)
            paper.table((155, 80, 80, 80, 80), [("成果指標", "R5実績", "R7目標", "R8目標", "R9目標"), indicator])
            paper.table(
                (110, 185, 30, 30, 30, 90),
                [
                    ("事業名", "事業概要", "R7", "R8", "R9", "担当課"),
                    *[(a, b, "○", "○", "○", c) for a, b, c in projects],
                ],
            )
    return paper.save(path, "とびうめ市まちづくり実施計画")


IMPLEMENTATION = TownPlan(
    "implementation.pdf",
    implementation,
    [("1", "環境と調和したまち"), ("2", "安全なまち")],
    [
        ("1", "1-1", "脱炭素の推進", ("環境課",), ("公用車更新事業", "太陽光発電補助事業")),
        ("1", "1-2", "緑の保全", ("公園緑地課",), ("街路樹管理事業",)),
        ("2", "2-1", "防災体制の強化", ("防災課",), ("防災士育成事業",)),
    ],
    [
        ("脱炭素の推進", "公用車の電動化率", (8, "%", 2023), ((15, "%", 2025), (22, "%", 2026), (30, "%", 2027))),
        (
            "緑の保全",
            "緑化活動の参加者数(人)",
            (310, "人", 2023),
            ((330, "人", 2025), (350, "人", 2026), (370, "人", 2027)),
        ),
        ("防災体制の強化", "防災士の数", (45, "人", 2023), ((55, "人", 2025), (65, "人", 2026), (75, "人", 2027))),
    ],
)


def kpi_slides(path: Path) -> Path:
    """Slides of a national strategy: one goal a page, measures in boxes, KPIs with 現状 → 目標 at the right."""
    paper = Paper(width=842, height=595, right=800)
    pages = [
        (
            "政策目標１　地方の稼ぐ力を高める",
            [
                ("① 農林水産物の輸出の拡大", "産地の輸出の体制を整える。"),
                ("② 地方発のスタートアップの支援", "大学の研究の事業化を支える。"),
            ],
            ["・農林水産物の輸出額：1.5兆円（2024年）→５兆円（2030年）", "・支援した企業数：300社（2027年度まで）"],
        ),
        (
            "政策目標２　安心できる暮らしを守る",
            [("① 地域交通の確保", "自動運転の導入を進める。"), ("② 医療の提供体制の維持", "遠隔診療を広げる。")],
            ["・自動運転の運行地域：100か所以上（2027年度）"],
        ),
    ]
    for i, (goal, measures, kpis) in enumerate(pages):
        if i:
            paper.new_page()
        sheet = paper.sheet
        sheet.box(0, 30, 842, 66, "f", "0.1 0.2 0.5 rg")
        sheet.text(30, 56, goal, 20, GOTHIC, colour="1 g")
        sheet.text(40, 100, "【主な施策】", 14, GOTHIC)
        for k, (name, told) in enumerate(measures):
            sheet.text(50, 132 + 70 * k, name, 13, GOTHIC)
            sheet.text(64, 156 + 70 * k, told, 11)
        sheet.box(460, 84, 810, 180)
        sheet.text(470, 102, "＜KPI＞", 13, GOTHIC)
        for k, kpi in enumerate(kpis):
            sheet.text(470, 126 + 20 * k, kpi, 10.5)
    return paper.save(path, "地方創生の新たな戦略（概要）")


KPI_SLIDES = TownPlan(
    "kpi_slides.pdf",
    kpi_slides,
    [("1", "地方の稼ぐ力を高める"), ("2", "安心できる暮らしを守る")],
    [
        ("1", "①", "農林水産物の輸出の拡大", (), ()),
        ("1", "②", "地方発のスタートアップの支援", (), ()),
        ("2", "①", "地域交通の確保", (), ()),
        ("2", "②", "医療の提供体制の維持", (), ()),
    ],
    [
        ("地方の稼ぐ力を高める", "農林水産物の輸出額", (1.5e12, "円", 2024), ((5e12, "円", 2030),)),
        ("地方の稼ぐ力を高める", "支援した企業数", None, ((300, "社", 2027),)),
        ("安心できる暮らしを守る", "自動運転の運行地域", None, ((100, "か所", 2027),)),
    ],
)
