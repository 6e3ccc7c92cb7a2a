"""Layouts of plans, third set: prefectures and reviews, systems of measures, other words for goals, notes beside KPIs.

All places, measures and figures are invented.
"""

from __future__ import annotations

from pathlib import Path

from tests.ingest.town_plan import TownPlan, cover
from tests.plans import LEFT, Paper


def prefecture(path: Path) -> Path:
    """基本目標 in words, 数値目標 in a box of lines, measures as (1) with (ア) below, KPIs behind ★."""
    paper = Paper()
    cover(paper, "第２期あおば県まち・ひと・しごと創生総合戦略", "あおば県", "令和２年３月")
    paper.heading("Ⅱ　基本目標と講ずべき施策", 16)
    paper.heading("基本目標１　魅力ある雇用の場をつくる", 14)
    top = paper.y
    paper.sheet.box(LEFT, top, 535, top + 58)
    paper.sheet.text(LEFT + 8, top + 15, "【数値目標】", 10.5)
    paper.sheet.text(LEFT + 8, top + 32, "・雇用創出数　令和２年度から令和６年度までの５年間で5,000人", 10)
    paper.sheet.text(LEFT + 8, top + 48, "・県民所得　２８８万円（平成28年度）→３１０万円（令和６年度）", 10)
    paper.y = top + 70
    paper.heading("（１）ものづくり産業の振興", 12)
    paper.words("　県内企業の技術の高度化と販路の開拓を支えるとともに、成長が見込まれる分野への参入を促す。")
    paper.items(["（ア）デジタル技術の導入支援", "（イ）企業間の連携による新製品の開発"])
    paper.words("★重要業績評価指標：製造業の付加価値額　１兆2,400億円（H30）→１兆3,000億円（R6）", 10)
    paper.heading("（２）農林水産業の成長産業化", 12)
    paper.words("　担い手への農地の集積と輸出の拡大に取り組む。")
    paper.items(["（ア）担い手の育成", "（イ）農産物の輸出の拡大"])
    paper.words("★重要業績評価指標：農産物の輸出額　8.5億円（H30）→20億円（R6）", 10)
    paper.heading("基本目標２　県への人の流れをつくる", 14)
    top = paper.y
    paper.sheet.box(LEFT, top, 535, top + 42)
    paper.sheet.text(LEFT + 8, top + 15, "【数値目標】", 10.5)
    paper.sheet.text(LEFT + 8, top + 32, "・社会増減　▲3,200人（令和元年）→均衡（令和６年）", 10)
    paper.y = top + 54
    paper.heading("（１）移住・定住の促進", 12)
    paper.words("　県外に住む若者に向けて、県内の企業と暮らしの情報を届ける。")
    paper.words("★重要業績評価指標：移住者数　年880人（H30）→年1,500人（R6）", 10)
    return paper.save(path, "第２期あおば県まち・ひと・しごと創生総合戦略")


PREFECTURE = TownPlan(
    "prefecture.pdf",
    prefecture,
    [("1", "魅力ある雇用の場をつくる"), ("2", "県への人の流れをつくる")],
    [
        ("1", "(1)", "ものづくり産業の振興", (), ()),
        ("1", "(2)", "農林水産業の成長産業化", (), ()),
        ("2", "(1)", "移住・定住の促進", (), ()),
    ],
    [
        ("魅力ある雇用の場をつくる", "雇用創出数", None, ((5000, "人", 2024),)),
        ("魅力ある雇用の場をつくる", "県民所得", (2.88e6, "円", 2016), ((3.1e6, "円", 2024),)),
        ("ものづくり産業の振興", "製造業の付加価値額", (1.24e12, "円", 2018), ((1.3e12, "円", 2024),)),
        ("農林水産業の成長産業化", "農産物の輸出額", (8.5e8, "円", 2018), ((2e9, "円", 2024),)),
        ("県への人の流れをつくる", "社会増減", (-3200, "人", 2019), ((None, None, 2024),)),
        ("移住・定住の促進", "移住者数", (880, "人", 2018), ((1500, "人", 2024),)),
    ],
)


def review(path: Path) -> Path:
    """A review of a strategy that ends: what was achieved stands in columns headed by years, beside the target."""
    paper = Paper()
    cover(paper, "第１期きたやま町総合戦略の検証報告書", "きたやま町", "令和２年２月")
    paper.heading("３　基本目標ごとの検証", 15)
    paper.heading("基本目標１　しごとをつくる", 13)
    paper.table(
        (120, 55, 50, 50, 50, 50, 50, 50),
        [
            ("指標", "基準値\n（H26）", "H27", "H28", "H29", "H30", "目標値\n（R1）", "達成度"),
            ("新規雇用者数", "8人", "10人", "15人", "14人", "18人", "20人", "A"),
            ("観光消費額（億円）", "9.8", "10.1", "10.4", "10.6", "11.0", "12", "B"),
        ],
    )
    paper.heading("基本目標２　ひとを呼ぶ", 13)
    paper.table(
        (120, 55, 50, 50, 50, 50, 50, 50),
        [
            ("指標", "基準値\n（H26）", "H27", "H28", "H29", "H30", "目標値\n（R1）", "達成度"),
            ("転入者数", "210人", "205人", "220人", "198人", "190人", "240人", "C"),
        ],
    )
    return paper.save(path, "第１期きたやま町総合戦略の検証報告書")


REVIEW = TownPlan(
    "review.pdf",
    review,
    [("1", "しごとをつくる"), ("2", "ひとを呼ぶ")],
    [],
    [
        ("しごとをつくる", "新規雇用者数", (8, "人", 2014), ((20, "人", 2019),)),
        ("しごとをつくる", "観光消費額(億円)", (9.8e8, "円", 2014), ((1.2e9, "円", 2019),)),
        ("ひとを呼ぶ", "転入者数", (210, "人", 2014), ((240, "人", 2019),)),
    ],
)


def other_words(path: Path) -> Path:
    """戦略１, 戦略２ as the goals; 取組１ as measures; KPI tables with 出典 and 考え方 at the right."""
    paper = Paper()
    cover(paper, "まつかぜ市地方創生戦略", "まつかぜ市", "令和７年度～令和11年度")
    paper.heading("第３章　戦略と取組", 16)
    head = ("指標", "現状", "目標", "目標設定の考え方")
    for strategy, target, measures in [
        (
            "戦略１　地域経済を元気にする",
            ("市内総生産", "2,140億円\n(R4)", "2,300億円\n(R11)", "過去10年の伸びを上回る水準とする。"),
            [
                (
                    "取組１　中小企業の経営支援",
                    ("事業承継の支援件数", "９件\n(R5)", "累計60件\n(R7～R11)", "年12件を見込む。"),
                ),
                ("取組２　観光の振興", ("宿泊者数", "6.2万人泊\n(R5)", "8万人泊\n(R11)", "令和元年の水準に戻す。")),
            ],
        ),
        (
            "戦略２　安心して子育てできる環境を整える",
            ("子育てしやすいと感じる保護者の割合", "68.4％\n(R6)", "80％\n(R11)", "市民意識調査による。"),
            [
                (
                    "取組１　保育サービスの充実",
                    ("病児保育の実施箇所", "１箇所\n(R5)", "３箇所\n(R11)", "各地区に１箇所とする。"),
                )
            ],
        ),
    ]:
        paper.heading(strategy, 14)
        paper.table((130, 75, 85, 180), [head, target])
        for name, row in measures:
            paper.heading(name, 12)
            paper.words("　関係機関と連携して取り組みます。")
            paper.table((130, 75, 85, 180), [head, row])
    return paper.save(path, "まつかぜ市地方創生戦略")


OTHER_WORDS = TownPlan(
    "other_words.pdf",
    other_words,
    [("1", "地域経済を元気にする"), ("2", "安心して子育てできる環境を整える")],
    [
        ("1", "1", "中小企業の経営支援", (), ()),
        ("1", "2", "観光の振興", (), ()),
        ("2", "1", "保育サービスの充実", (), ()),
    ],
    [
        ("地域経済を元気にする", "市内総生産", (2.14e11, "円", 2022), ((2.3e11, "円", 2029),)),
        ("中小企業の経営支援", "事業承継の支援件数", (9, "件", 2023), ((60, "件", 2029),)),
        ("観光の振興", "宿泊者数", (62000, "人泊", 2023), ((80000, "人泊", 2029),)),
        (
            "安心して子育てできる環境を整える",
            "子育てしやすいと感じる保護者の割合",
            (68.4, "%", 2024),
            ((80, "%", 2029),),
        ),
        ("保育サービスの充実", "病児保育の実施箇所", (1, "か所", 2023), ((3, "か所", 2029),)),
    ],
)


def system(path: Path) -> Path:
    """A 施策体系 table of three levels, then each measure in its own section with one line of KPI."""
    paper = Paper()
    cover(paper, "さくら町第２期総合戦略", "さくら町", "令和２年度～令和６年度")
    paper.heading("１　施策の体系", 14)
    paper.table(
        (130, 150, 190),
        [
            ("基本目標", "基本的方向", "施策"),
            (("１　働く場をつくる", 2, 1), "（１）産業を伸ばす", "①　企業立地の促進\n②　創業者への支援"),
            (None, "（２）人材を育てる", "①　若者の就職支援"),
            ("２　人の流れをつくる", "（１）移住を進める", "①　移住相談の充実\n②　空き家の活用"),
        ],
    )
    paper.heading("２　基本目標と施策の内容", 14)
    for goal, groups in [
        (
            "基本目標１　働く場をつくる",
            [
                (
                    "（１）産業を伸ばす",
                    [
                        ("①　企業立地の促進", "工業団地を整え、企業を呼び込みます。", "立地企業数：累計３社（R6）"),
                        ("②　創業者への支援", "創業の費用の一部を補助します。", "創業者数：累計25人（R6）"),
                    ],
                ),
                (
                    "（２）人材を育てる",
                    [("①　若者の就職支援", "合同説明会を開きます。", "説明会の参加者数：年120人（R6）")],
                ),
            ],
        ),
        (
            "基本目標２　人の流れをつくる",
            [
                (
                    "（１）移住を進める",
                    [
                        ("①　移住相談の充実", "東京の窓口で相談に応じます。", "相談件数：年200件（R6）"),
                        ("②　空き家の活用", "空き家の改修を助けます。", "空き家の成約件数：年15件（R6）"),
                    ],
                )
            ],
        ),
    ]:
        paper.heading(goal, 13)
        for group, measures in groups:
            paper.heading(group, 12)
            for name, told, kpi in measures:
                paper.heading(name, 11)
                paper.words("　" + told)
                paper.words(f"〔KPI〕{kpi}", 10)
    return paper.save(path, "さくら町第２期総合戦略")


SYSTEM = TownPlan(
    "system.pdf",
    system,
    [("1", "働く場をつくる"), ("2", "人の流れをつくる")],
    [
        ("1", "①", "企業立地の促進", (), ()),
        ("1", "②", "創業者への支援", (), ()),
        ("1", "①", "若者の就職支援", (), ()),
        ("2", "①", "移住相談の充実", (), ()),
        ("2", "②", "空き家の活用", (), ()),
    ],
    [
        ("企業立地の促進", "立地企業数", None, ((3, "社", 2024),)),
        ("創業者への支援", "創業者数", None, ((25, "人", 2024),)),
        ("若者の就職支援", "説明会の参加者数", None, ((120, "人", 2024),)),
        ("移住相談の充実", "相談件数", None, ((200, "件", 2024),)),
        ("空き家の活用", "空き家の成約件数", None, ((15, "件", 2024),)),
    ],
)


def loose_table(path: Path) -> Path:
    """KPI rows without rulings between them: the words under each header word tell which value is whose."""
    paper = Paper()
    cover(paper, "いずみ村総合戦略（改訂版）", "いずみ村", "平成30年３月改訂")
    paper.heading("基本目標１　村の仕事をつくる", 14)
    paper.words("　村の仕事を増やし、若者が働き続けられるようにします。")
    paper.heading("（１）特産品の開発", 12)
    paper.words("　ゆずを使った商品を開発します。")
    paper.words("重要業績評価指標（KPI）", 10.5)
    y = paper.y
    sheet = paper.sheet
    sheet.line(LEFT, y, 520, y)
    for x, words in ((LEFT + 4, "指標"), (300, "現状値(H26)"), (420, "目標値(H31)")):
        sheet.text(x, y + 14, words, 10)
    sheet.line(LEFT, y + 20, 520, y + 20)
    for i, row in enumerate([("ゆず商品の売上高", "1,200万円", "3,000万円"), ("新商品の数", "２品", "８品")]):
        for x, words in zip((LEFT + 4, 300, 420), row, strict=True):
            sheet.text(x, y + 36 + 18 * i, words, 10)
    sheet.line(LEFT, y + 62, 520, y + 62)
    return paper.save(path, "いずみ村総合戦略（改訂版）")


LOOSE_TABLE = TownPlan(
    "loose_table.pdf",
    loose_table,
    [("1", "村の仕事をつくる")],
    [("1", "(1)", "特産品の開発", (), ())],
    [
        ("特産品の開発", "ゆず商品の売上高", (1.2e7, "円", 2014), ((3e7, "円", 2019),)),
        ("特産品の開発", "新商品の数", (2, "品", 2014), ((8, "品", 2019),)),
    ],
)
