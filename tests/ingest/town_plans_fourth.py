"""Layouts of plans, fourth set: goals told in a line or a list, action plans without goals, sheets of a ministry.

All names and figures are invented.
"""

from __future__ import annotations

from pathlib import Path

from tests.ingest.town_plan import TownPlan, cover
from tests.pdfs import GOTHIC
from tests.plans import LEFT, Paper


def listed_goals(path: Path) -> Path:
    """A 基本構想 that lists its goals in lines and describes each under a heading of its name, with 基本施策 below."""
    paper = Paper()
    cover(paper, "第３次はまなす市総合計画基本構想", "はまなす市", "令和７年12月")
    paper.heading("第１章　まちの将来像", 15)
    paper.words("　市民とともに、海と森を次の世代に引き継ぐまちをめざします。")
    paper.heading("第２章　まちづくりの目標", 15)
    paper.words("　将来像の実現に向けて、三つの目標を定めます。")
    for line in (
        "基本目標１　海と森を守るまち",
        "基本目標２　いきいきと働けるまち",
        "基本目標３　みんなで支え合うまち",
    ):
        paper.words(line, x=LEFT + 20)
    paper.heading("第３章　施策の大綱", 15)
    for number, (goal, measures) in enumerate(
        [
            ("海と森を守るまち", ["沿岸環境の保全", "森林の整備", "防災力の向上"]),
            ("いきいきと働けるまち", ["水産業の振興", "企業の誘致"]),
            ("みんなで支え合うまち", ["地域福祉の充実", "市民活動の支援"]),
        ],
        start=1,
    ):
        paper.heading(f"{number}　{goal}", 13)
        paper.words("　市民、事業者、行政が力を合わせて取り組みます。")
        for k, measure in enumerate(measures, start=1):
            paper.heading(f"（{k}）{measure}", 11.5)
            paper.words("　計画的に取組を進めます。")
    return paper.save(path, "第３次はまなす市総合計画基本構想")


LISTED_GOALS = TownPlan(
    "listed_goals.pdf",
    listed_goals,
    [("1", "海と森を守るまち"), ("2", "いきいきと働けるまち"), ("3", "みんなで支え合うまち")],
    [
        ("1", "(1)", "沿岸環境の保全", (), ()),
        ("1", "(2)", "森林の整備", (), ()),
        ("1", "(3)", "防災力の向上", (), ()),
        ("2", "(1)", "水産業の振興", (), ()),
        ("2", "(2)", "企業の誘致", (), ()),
        ("3", "(1)", "地域福祉の充実", (), ()),
        ("3", "(2)", "市民活動の支援", (), ()),
    ],
    [],
)


def goals_with_targets(path: Path) -> Path:
    """An overall table whose first column tells each goal with its numeric targets beneath the name."""
    paper = Paper()
    cover(paper, "もみじ町まち・ひと・しごと創生総合戦略", "もみじ町", "平成28年３月")
    paper.heading("５　総合戦略の全体像", 14)
    paper.table(
        (190, 280),
        [
            ("基本目標（数値目標、平成31年度）", "具体的な施策"),
            ("１．働く場をつくる\n◇新規雇用者数　５年間で60人\n◇町内総生産　120億円", "①産業の振興\n②起業の支援"),
            ("２．人を呼び込む\n◇移住者数　５年間で40人", "①移住の促進\n②交流の拡大"),
            ("３．子育てを支える\n◇出生数　年35人", "①子育ての支援"),
        ],
    )
    return paper.save(path, "もみじ町まち・ひと・しごと創生総合戦略")


GOALS_WITH_TARGETS = TownPlan(
    "goals_with_targets.pdf",
    goals_with_targets,
    [("1", "働く場をつくる"), ("2", "人を呼び込む"), ("3", "子育てを支える")],
    [
        ("1", "①", "産業の振興", (), ()),
        ("1", "②", "起業の支援", (), ()),
        ("2", "①", "移住の促進", (), ()),
        ("2", "②", "交流の拡大", (), ()),
        ("3", "①", "子育ての支援", (), ()),
    ],
    [
        ("働く場をつくる", "新規雇用者数", None, ((60, "人", 2019),)),
        ("働く場をつくる", "町内総生産", None, ((1.2e10, "円", 2019),)),
        ("人を呼び込む", "移住者数", None, ((40, "人", 2019),)),
        ("子育てを支える", "出生数", None, ((35, "人", 2019),)),
    ],
)


def ministries(path: Path) -> Path:
    """A national package without goals: headings and items that close with 【…省】, targets behind KPI：."""
    paper = Paper()
    cover(paper, "地域の人材確保に向けた総合対策", "関係府省庁連絡会議", "令和７年７月１日")
    paper.heading("１．働き手の確保", 14)
    for name, told, kpi in [
        (
            "（１）地域の企業への就職支援【厚生労働省】",
            "都市で働く者に地域の企業の情報を届ける。",
            "支援した求職者数：5,000人（2027年度）",
        ),
        (
            "（２）副業人材の活用【内閣府、経済産業省】",
            "地域の企業と副業を望む者を結ぶ窓口を設ける。",
            "成約件数：年600件（2027年度）",
        ),
        (
            "（３）農業の担い手の育成【農林水産省】",
            "農業を学ぶ者への給付を拡充する。",
            "新規就農者数：４万人（2028年度）",
        ),
    ]:
        paper.heading(name, 12)
        paper.words("　" + told)
        paper.words(f"KPI：{kpi}", 10.5)
    paper.heading("２．働きやすい環境の整備", 14)
    paper.words("　次の取組を速やかに進める。")
    paper.items(
        [
            "○保育の受け皿の整備【こども家庭庁】",
            "○テレワークの普及に向けた相談体制の整備【総務省・厚生労働省】",
            "○地域の医療を担う人材の確保【厚生労働省】",
        ]
    )
    return paper.save(path, "地域の人材確保に向けた総合対策")


MINISTRIES = TownPlan(
    "ministries.pdf",
    ministries,
    [],
    [
        ("", "(1)", "地域の企業への就職支援", ("厚生労働省",), ()),
        ("", "(2)", "副業人材の活用", ("内閣府", "経済産業省"), ()),
        ("", "(3)", "農業の担い手の育成", ("農林水産省",), ()),
        ("", "", "保育の受け皿の整備", ("こども家庭庁",), ()),
        ("", "", "テレワークの普及に向けた相談体制の整備", ("総務省", "厚生労働省"), ()),
        ("", "", "地域の医療を担う人材の確保", ("厚生労働省",), ()),
    ],
    [
        ("地域の企業への就職支援", "支援した求職者数", None, ((5000, "人", 2027),)),
        ("副業人材の活用", "成約件数", None, ((600, "件", 2027),)),
        ("農業の担い手の育成", "新規就農者数", None, ((40000, "人", 2028),)),
    ],
)


def one_page_each(path: Path) -> Path:
    """Slides of measures: the name and the ministry at the top, ①施策の目的, ②施策の概要 in boxes."""
    paper = Paper(width=842, height=595, right=800)
    for i, (name, ministry, why, what) in enumerate(
        [
            (
                "地域交通の再構築支援事業",
                "国土交通省",
                "地域の足を確保する。",
                "・事業者間の連携計画の作成を支援する。",
            ),
            (
                "遠隔医療の基盤整備事業",
                "厚生労働省",
                "身近な場所で医療を受けられるようにする。",
                "・機器の導入費用を補助する。",
            ),
            (
                "農業用ドローンの導入促進事業",
                "農林水産省",
                "農作業の負担を減らす。",
                "・共同利用の体制づくりを支援する。",
            ),
            ("公立学校の情報端末整備事業", "文部科学省", "学びの環境を整える。", "・端末の更新費用を補助する。"),
        ]
    ):
        if i:
            paper.new_page()
        sheet = paper.sheet
        sheet.text(40, 50, name, 18, GOTHIC)
        sheet.text(640, 48, "令和７年度補正予算案 12億円", 10)
        sheet.text(720, 66, ministry, 11)
        for x, title, words in ((40, "①施策の目的", why), (430, "②施策の概要", what)):
            sheet.box(x, 90, x + 370, 112, "f", "0.8 0.88 0.95 rg")
            sheet.text(x + 8, 106, title, 12, GOTHIC)
            sheet.text(x + 8, 134, words, 11)
        sheet.box(40, 230, 800, 252, "f", "0.8 0.88 0.95 rg")
        sheet.text(48, 246, "③施策の具体的内容", 12, GOTHIC)
        sheet.text(48, 280, "国から事業者に直接補助する。", 11)
    return paper.save(path, "経済対策の施策例")


ONE_PAGE_EACH = TownPlan(
    "one_page_each.pdf",
    one_page_each,
    [],
    [
        ("", "", "地域交通の再構築支援事業", ("国土交通省",), ()),
        ("", "", "遠隔医療の基盤整備事業", ("厚生労働省",), ()),
        ("", "", "農業用ドローンの導入促進事業", ("農林水産省",), ()),
        ("", "", "公立学校の情報端末整備事業", ("文部科学省",), ()),
    ],
    [],
)


def in_one_line(path: Path) -> Path:
    """A deck that names its goals in one line and says nothing more of them; measures as headings of a plan."""
    paper = Paper(width=842, height=595, right=800)
    sheet = paper.sheet
    sheet.text(40, 50, "デジタル行政推進計画の概要", 20, GOTHIC)
    sheet.text(40, 90, "政策目標：①便利な窓口、②効率的な行政、③誰も取り残さない支援、④安全な情報基盤", 12)
    sheet.text(40, 130, "具体的な施策", 15, GOTHIC)
    for i, name in enumerate(
        ("（１）オンライン手続の拡大", "（２）業務の見直し", "（３）相談窓口の設置", "（４）情報セキュリティの強化")
    ):
        sheet.text(50, 165 + 70 * i, name, 13, GOTHIC)
        sheet.text(60, 190 + 70 * i, "全ての部局で計画的に取り組み、毎年度その結果を公表する。", 11)
    return paper.save(path, "デジタル行政推進計画の概要")


IN_ONE_LINE = TownPlan(
    "in_one_line.pdf",
    in_one_line,
    [
        ("①", "便利な窓口"),
        ("②", "効率的な行政"),
        ("③", "誰も取り残さない支援"),
        ("④", "安全な情報基盤"),
    ],
    [
        ("", "(1)", "オンライン手続の拡大", (), ()),
        ("", "(2)", "業務の見直し", (), ()),
        ("", "(3)", "相談窓口の設置", (), ()),
        ("", "(4)", "情報セキュリティの強化", (), ()),
    ],
    [],
)
