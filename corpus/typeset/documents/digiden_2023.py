"""デジタル田園都市国家構想総合戦略（2023改訂版）の見本: 二段の見出しの表、横向きの工程表。"""

from corpus.typeset.documents import digiden_kpis as kpi
from corpus.typeset.documents.digiden_kpis import B1, B2, B3, P1, P2, P3, P4, by_fy
from corpus.typeset.elements import (
    About,
    Element,
    Figure,
    Goal,
    Grid,
    GridCell,
    Heading,
    Indicator,
    Item,
    Look,
    Measure,
    Paper,
    Paragraph,
    Roadmap,
    RoadmapRow,
    Step,
)
from corpus.typeset.tables import two_year_grid

YEARS = (2023, 2024, 2025, 2026, 2027)


TARGETS = two_year_grid(
    "表１　2022年の戦略で定めた主な目標",
    ("2024年度", "2027年度"),
    (
        Indicator(kpi.DIGITAL.name, (by_fy("1,000団体", 1000, "団体", 2024), by_fy("1,500団体", 1500, "団体", 2027))),
        Indicator(
            kpi.SATELLITE.name,
            (by_fy("1,000団体", 1000, "団体", 2024), by_fy("1,200団体", 1200, "団体", 2027)),
            kpi.SATELLITE.baseline,
        ),
        Indicator(kpi.MOVERS.name, (Figure("年間1万人", 10_000, "人", 2027, True, kind="rate"),)),
        Indicator(kpi.DONATION.name, (by_fy("1,500団体", 1500, "団体", 2027),), kpi.DONATION.baseline),
        Indicator(kpi.RELATED.name, (by_fy("1,200団体", 1200, "団体", 2027),), kpi.RELATED.baseline),
        Indicator(kpi.STARTUP_AREAS.name, (by_fy("900地域", 900, "地域", 2027),), kpi.STARTUP_AREAS.baseline),
        Indicator(kpi.LIFELONG.name, (by_fy("200団体", 200, "団体", 2024),), kpi.LIFELONG.baseline),
        Indicator(kpi.FIBRE.name, (by_fy("99.9％", 99.9, "%", 2027),)),
        Indicator(kpi.HELPERS.name, (by_fy("5万人", 50_000, "人", 2027),), kpi.HELPERS.baseline),
    ),
    note="※「－」は、その年度の目標を置いていないか、見本の作成に当たり基準値を確かめられなかったもの。",
)

STATE = Grid(
    caption="表２　地域の動き",
    widths=(18, 42, 22, 18),
    header=((GridCell("区分"), GridCell("項目"), GridCell("値"), GridCell("時点")),),
    rows=(
        (
            GridCell("ひとの流れ", rowspan=3),
            GridCell("東京圏への転入超過数"),
            GridCell("約8万人"),
            GridCell("2021年"),
        ),
        (GridCell("同上"), GridCell("約9.4万人"), GridCell("2022年")),
        (GridCell("関係人口の創出・拡大に取り組む自治体の割合"), GridCell("78％"), GridCell("2022年度")),
        (
            GridCell("暮らしの拠点", rowspan=3),
            GridCell("総合戦略に位置付けた小さな拠点"),
            GridCell("1,510か所"),
            GridCell("2022年5月"),
        ),
        (GridCell("地域運営組織"), GridCell("7,207団体"), GridCell("2022年度")),
        (GridCell("立地適正化計画を作成した市町村"), GridCell("504市町村"), GridCell("2023年3月")),
    ),
)


def _listed(goal: Goal, *names: str) -> tuple[Element, ...]:
    """The measures of a goal as a list."""
    return tuple(
        Item(marker, name, measure=Measure(name, goal.name, None, (), marker))
        for marker, name in zip("①②③④⑤⑥", names, strict=False)
    )


def _row(name: str, *steps: Step, remark: str = "") -> RoadmapRow:
    return RoadmapRow(name, steps, remark)


ROADMAP = Roadmap(
    caption="表３　工程表（地方の社会課題解決）",
    years=YEARS,
    rows=(
        _row(
            "官民連携によるスタートアップ支援",
            Step("地域の支援体制づくり", 2023, 2024),
            Step("事業化と横展開", 2025, 2027),
            remark="900地域（2027年度まで）",
        ),
        _row(
            "スマート農林水産業・食品産業",
            Step("データを生かした農業の普及", 2023, 2025),
            Step("定着と成果の検証", 2026, 2027, filled=False),
            remark="担い手のほぼ全て（2025年）",
        ),
        _row(
            "観光ＤＸ",
            Step("戦略の策定の支援", 2023, 2027),
            remark="90団体（2027年度）",
        ),
        _row(
            "「転職なき移住」の推進",
            Step("サテライトオフィス等の整備の支援", 2023, 2027),
            Step("2024年度の目標の確認", 2024, 2024, filled=False),
            remark="1,200団体（2027年度まで）",
        ),
        _row(
            "教育ＤＸ",
            Step("端末の日常的な活用の定着", 2023, 2025),
            Step("学びの質の向上", 2026, 2027, filled=False),
            remark="100％（2025年度）",
        ),
        _row(
            "地域交通のリ・デザイン・ＭａａＳ・自動運転",
            Step("実証と計画づくり", 2023, 2024),
            Step("社会への実装", 2025, 2027),
            remark="100か所以上（2027年度まで）",
        ),
    ),
    remark="KPI",
    note="※ 矢印の文言と区切りは、目標の年度に合わせて見本として置いたもの。",
    landscape=True,
)

BODY: tuple[Element, ...] = (
    Heading(1, "第１章", "改訂の趣旨"),
    Heading(2, "１．", "総合戦略の一年"),
    Paragraph(
        "2022年12月に定めた総合戦略は、2027年度までの目標に向けて動き出した。地方ではデジタルを使った取組が広がる一方、東京圏への"
        "人の集中は再び強まる兆しがある{1}。取組を単独で終わらせず、互いにつなげて効果を高めることが次の課題である。",
        ("東京圏への転入超過数は、2021年の約8万人に対し、2022年は約9.4万人となった（表２）。",),
    ),
    Heading(2, "２．", "改訂の要点"),
    Paragraph(
        "今回の改訂は、四つの施策の方向と三つの基礎条件整備という枠組み、計画の期間、主な数値目標を引き継ぎ、施策間、地域間、"
        "政策間という三つの連携の進め方を整理する。"
    ),
    TARGETS,
    STATE,
    Heading(1, "第２章", "連携による取組の加速"),
    Heading(2, "１．", "施策間の連携"),
    Paragraph("同じ地域で行われる複数の府省の施策を、申請から実施まで一体で使えるようにする。"),
    Item("ア", "関係する施策を取りまとめて地域に示し、組み合わせて使う際の手引きを整える。"),
    Item("イ", "先導的な地域を選び、複数の施策を集中して投入する。"),
    Heading(2, "２．", "地域間の連携"),
    Paragraph(
        "一つの市町村では賄えない機能を、隣り合う市町村や都道府県が分かち合う。システムの共同利用や人材の共有を進める。"
    ),
    Heading(2, "３．", "政策間の連携"),
    Paragraph("デジタルの基盤、国土の形成、脱炭素など、地域に関わる国の計画どうしの足並みをそろえる。"),
    Heading(1, "第３章", "施策の方向"),
    Heading(2, "１．", "デジタルの力を活用した地方の社会課題解決"),
    Heading(3, "（１）", P1.name, goal=P1),
    Paragraph("2022年の戦略に掲げた次の施策を続け、地域をまたぐ展開に力点を移す。"),
    *_listed(P1, "官民連携によるスタートアップ支援", "スマート農林水産業・食品産業", "観光ＤＸ", "中小・中堅企業ＤＸ"),
    Heading(3, "（２）", P2.name, goal=P2),
    Paragraph("移住、二地域居住、関係人口の取組をつなげ、地域との関わりを段階に応じて深められるようにする。"),
    *_listed(
        P2,
        "「転職なき移住」の推進",
        "オンライン関係人口・かかわりラボ",
        "二地域居住等の推進",
        "地方大学・高校の魅力向上",
        "女性や若者に選ばれる地域づくり",
    ),
    Heading(3, "（３）", P3.name, goal=P3),
    Paragraph("相談と手続の窓口をまとめ、妊娠から子育てまで切れ目なく支える。"),
    *_listed(P3, "地域少子化対策重点推進交付金"),
    Heading(3, "（４）", P4.name, goal=P4),
    Paragraph("教育、医療、交通、物流の分野を横につなぎ、人口が減っても暮らしの機能を保つ。"),
    *_listed(P4, "教育ＤＸ", "医療ＤＸ", "地域交通のリ・デザイン・ＭａａＳ・自動運転", "物流・インフラＤＸ"),
    Heading(2, "２．", "デジタル実装の基礎条件整備"),
    Heading(3, "（１）", B1.name, goal=B1),
    Paragraph("通信の基盤と、データを扱う拠点の分散を進める。"),
    *_listed(B1, "デジタルライフライン全国総合整備計画"),
    Heading(3, "（２）", B2.name, goal=B2),
    Paragraph("地域の企業が変革を担う人材を得られるよう、育成から就業までをつなぐ。"),
    *_listed(B2, "女性デジタル人材育成プラン"),
    Heading(3, "（３）", B3.name, goal=B3),
    Paragraph("身近な場所で学び相談できる機会を広げ、誰もがデジタルの便利さを受け取れるようにする。"),
    Heading(1, "第４章", "工程と検証"),
    Paragraph("施策の方向ごとの工程を次の頁に示す。国は毎年度その進み具合を確かめ、必要に応じて見直す。"),
    ROADMAP,
)

PAPER = Paper(
    about=About(
        file="2023_digiden_kaitei.pdf",
        title="デジタル田園都市国家構想総合戦略（2023改訂版）",
        decided_on="2023-12-26",
        decided_text="原典：令和５年12月26日　閣議決定",
        decision="閣議決定",
        period=(2023, 2027),
        period_text="計画期間：2023年度～2027年度",
    ),
    look=Look(body="Gothic", accent=(0.06, 0.28, 0.52), running="総合戦略（2023改訂版）", number_format="- {} -"),
    body=BODY,
    cover_title="デジタル田園都市国家構想総合戦略\n（2023改訂版）",
)
