"""第2期「まち・ひと・しごと創生総合戦略」（2019）の見本: 帯の見出し、二行の見出し、第1期の実績の表（統合セル）。"""

from corpus.typeset.elements import (
    About,
    Figure,
    Goal,
    Grid,
    GridCell,
    Heading,
    Indicator,
    Item,
    KpiBox,
    KpiLine,
    Label,
    Look,
    Measure,
    Paper,
    Paragraph,
)
from corpus.typeset.tables import value_lines

G1 = Goal("1", "稼ぐ地域をつくるとともに、安心して働けるようにする")
G2 = Goal("2", "地方とのつながりを築き、地方への新しいひとの流れをつくる")
G3 = Goal("3", "結婚・出産・子育ての希望をかなえる")
G4 = Goal("4", "ひとが集う、安心して暮らすことができる魅力的な地域をつくる")
X1 = Goal("1", "多様な人材の活躍を推進する")
X2 = Goal("2", "新しい時代の流れを力にする")

BALANCE = Indicator(
    "地方と東京圏との転入・転出",
    (Figure("均衡（2024年度）", None, None, 2024, True, kind="qualitative"),),
    Figure("135,600人（2018年）", 135_600, "人", 2018, False),
    of=G2.name,
)
SDGS = Indicator(
    "SDGsの達成に向けた取組を行う地方公共団体の割合",
    (Figure("60％以上（2024年度末）", 60, "%", 2024, True, "以上"),),
    Figure("13％（2019年）", 13, "%", 2019, False),
    of=X2.name,
)


def _six_years(text: str, number: float) -> Figure:
    return Figure(text, number, "人", 2024, True, kind="cumulative", period=(2019, 2024), duration=6)


MOVERS = Indicator("UIJターンによる起業・就業者創出", (_six_years("６年間で６万人（2019～2024年度累計）", 60_000),))
NEWCOMERS = Indicator(
    "女性・高齢者等の新規就業者の掘り起こし", (_six_years("６年間で24万人（2019～2024年度累計）", 240_000),)
)
REVITALISERS = Indicator(
    "地域おこし協力隊員数",
    (Figure("8,000人（2024年度）", 8000, "人", 2024, True),),
    Figure("5,530人（2018年度）", 5530, "人", 2018, True),
)

_FOLLOWED: tuple[tuple[str, tuple[tuple[Indicator, str], ...]], ...] = (
    (
        "しごとづくり",
        (
            (
                Indicator(
                    "女性（25～44歳）の就業率",
                    (Figure("77％（2020年）", 77, "%", 2020, False),),
                    Figure("70.8％（2014年）", 70.8, "%", 2014, False),
                ),
                "71.6％（2015年）",
            ),
        ),
    ),
    (
        "ひとの流れ",
        (
            (
                Indicator(
                    "自県大学進学者の割合（全国平均）",
                    (Figure("36％（2020年）", 36, "%", 2020, False),),
                    Figure("32.9％（策定時）", 32.9, "%"),
                ),
                "32.7％（2017年速報）",
            ),
            (
                Indicator(
                    "新規学卒者の道府県内就職の割合（平均）",
                    (Figure("80％（2020年）", 80, "%", 2020, False),),
                    Figure("71.9％（策定時）", 71.9, "%"),
                ),
                "66.1％（2015年度）",
            ),
            (
                Indicator(
                    "企業の地方拠点の機能強化（移転と拡充）の件数",
                    (Figure("2020年までの5年間で7,500件", 7500, "件", 2020, False, kind="cumulative", duration=5),),
                ),
                "税制の利用74件（2015～2017年度）",
            ),
        ),
    ),
    (
        "結婚・出産・子育て",
        (
            (
                Indicator(
                    "第１子出産前後の女性の継続就業率",
                    (Figure("55％（2020年）", 55, "%", 2020, False),),
                    Figure("38％（2010年）", 38, "%", 2010, False),
                ),
                "53.1％（2015年）",
            ),
        ),
    ),
    (
        "まちづくり",
        (
            (
                Indicator(
                    "小さな拠点の形成数",
                    (Figure("1,000か所（2020年）", 1000, "か所", 2020, False),),
                ),
                "908か所（2017年5月）",
            ),
            (
                Indicator(
                    "地域運営組織の形成数",
                    (Figure("5,000団体（2020年）", 5000, "団体", 2020, False),),
                ),
                "3,071団体（2016年10月）",
            ),
        ),
    ),
)


def _follow_up() -> Grid:
    rows: list[tuple[GridCell, ...]] = []
    indicators: list[tuple[int, Indicator]] = []
    for area, members in _FOLLOWED:
        for i, (indicator, result) in enumerate(members):
            lead = (GridCell(area, rowspan=len(members)),) if i == 0 else ()
            start = (
                GridCell(value_lines(indicator.baseline.text)) if indicator.baseline else GridCell("－", align="center")
            )
            rows.append(
                (
                    *lead,
                    GridCell(indicator.name),
                    start,
                    GridCell(value_lines(result)),
                    GridCell(value_lines(indicator.targets[0].text)),
                )
            )
            indicators.append((len(rows) - 1, indicator))
    return Grid(
        caption="表２　第１期の主な指標の動き",
        widths=(14, 32, 18, 20, 22),
        header=(tuple(GridCell(words) for words in ("分野", "指標", "基準値", "実績値", "目標値")),),
        rows=tuple(rows),
        indicators=tuple(indicators),
        note="※「－」は、見本の作成に当たり基準値を確かめられなかったもの。",
    )


INFLOW = Grid(
    caption="表１　東京圏への転入超過数",
    widths=(30, 23, 23, 24),
    header=((GridCell("区分"), GridCell("2014年"), GridCell("2018年"), GridCell("2019年")),),
    rows=(
        (
            GridCell("東京圏への転入超過数"),
            GridCell("約10.9万人", align="right"),
            GridCell("135,600人", align="right"),
            GridCell("約14.6万人", align="right"),
        ),
    ),
    note="※ 2018年は総合戦略が現状値として示した数。ほかの年とは集計の範囲が異なることがある。",
)


BODY = (
    Heading(1, "", "序論　第１期の歩みとこれからの課題"),
    Heading(2, "１．", "第１期の取組"),
    Paragraph(
        "2014年に始まった地方創生は、2015年度から2019年度までを第１期とし、しごと、ひと、まちの三つの面から取組を重ねてきた。"
        "訪れる外国人の旅行消費は広がった。一方で、東京圏への人の集中は続いており、転入する人が転出する人を"
        "上回る状態はむしろ広がっている。"
    ),
    INFLOW,
    Paragraph(
        "第１期に置いた指標の動きは表２のとおりである。目標に届く見込みのものがある一方、大学への進学や就職に伴う人の流れ、企業の"
        "拠点の移転のように、なお隔たりの大きいものがある{1}。",
        ("実績値は、見本の作成に当たり公開情報で確かめられた時点のもの。最新の値ではない。",),
    ),
    _follow_up(),
    Heading(2, "２．", "第１期の終わりに加わった取組"),
    Paragraph(
        "2018年の改訂では、地方で暮らし働くことを後押しするため、移住して就業・起業する人への支援などをまとめて打ち出した。"
        "第２期は、これらの取組の上に立つ。"
    ),
    KpiBox(
        "■ 2024年度までに目指す数値",
        (
            KpiLine("UIJターンによる起業・就業者創出：６年間で６万人（2019～2024年度累計）", MOVERS),
            KpiLine("女性・高齢者等の新規就業者の掘り起こし：６年間で24万人（2019～2024年度累計）", NEWCOMERS),
            KpiLine("地域おこし協力隊員数：8,000人（2024年度）　※ 現状：5,530人（2018年度）", REVITALISERS),
        ),
    ),
    Heading(1, "", "本論　第２期の基本的な考え方と施策"),
    Heading(2, "第１章", "第２期の基本的な考え方"),
    Heading(3, "（１）", "見直しの視点"),
    Paragraph(
        "第２期は、四つの基本目標の枠組みを保ちながら、その言い方を改めた。地方に「しごとをつくる」ことに加えて地域が自ら「稼ぐ」"
        "ことを、移り住む人だけでなく地域に関わり続ける人を、それぞれ前に出した。若い世代に限らず、誰もが希望をかなえられることも"
        "目指す。"
    ),
    Paragraph(
        "あわせて、四つの基本目標を横に貫く二つの目標を新たに置いた。一つは人の活躍、もう一つは新しい技術やSDGs{1}など時代の流れを"
        "地域の力とすることである。",
        ("持続可能な開発目標。2030年までに達成すべきものとして国際連合で採択された。",),
    ),
    Heading(3, "（２）", "計画の期間と検証"),
    Paragraph(
        "計画の期間は2020年度から2024年度までの５年間とする。第１期から掲げてきた、地方と東京圏との転入と転出を釣り合わせるという"
        "目標は、達成の年を2020年から2024年度へ改めて引き継ぐ。"
    ),
    Heading(2, "第２章", "基本目標ごとの施策"),
    Heading(3, "【基本目標１】", G1.name, goal=G1, band=True),
    Heading(4, "（１）", "地域の資源を生かした産業づくり"),
    Paragraph("地域の企業や農林水産業が、地域の外、さらには海外から稼ぐ力を高め、得たものが地域の中で巡るようにする。"),
    Label("【主な施策】"),
    Item(
        "①",
        "「海外から稼ぐ」地方創生",
        measure=Measure("「海外から稼ぐ」地方創生", G1.name, "地域の資源を生かした産業づくり", (), "①"),
    ),
    Item(
        "②",
        "地域人材支援戦略パッケージ",
        measure=Measure("地域人材支援戦略パッケージ", G1.name, "地域の資源を生かした産業づくり", (), "②"),
    ),
    Paragraph("地域の企業が必要とする人材を、副業や兼業も含めて都市部などから迎え入れられるようにする。"),
    Heading(3, "【基本目標２】", "地方とのつながりを築き、\n地方への新しいひとの流れをつくる", goal=G2, band=True),
    KpiBox(
        "■ 数値目標",
        (KpiLine("地方と東京圏との転入・転出：均衡（2024年度）　※ 現状：135,600人（2018年）", BALANCE),),
    ),
    Heading(4, "（１）", "地方とのつながりの構築"),
    Paragraph(
        "移り住んだ人でも観光で訪れた人でもない、地域に関心を持ち継続して関わる人を「関係人口」と呼び、その輪を広げる。"
        "地域への思いを寄付や人の派遣の形で受け止める仕組みも育てる。"
    ),
    Label("【主な施策】"),
    Item(
        "①",
        "関係人口の創出・拡大",
        measure=Measure("関係人口の創出・拡大", G2.name, "地方とのつながりの構築", (), "①"),
    ),
    Item(
        "②",
        "企業版ふるさと納税の活用促進",
        measure=Measure("企業版ふるさと納税の活用促進", G2.name, "地方とのつながりの構築", (), "②"),
    ),
    Item(
        "③",
        "地方公共団体への民間人材派遣",
        measure=Measure("地方公共団体への民間人材派遣", G2.name, "地方とのつながりの構築", (), "③"),
    ),
    Heading(3, "【基本目標３】", G3.name, goal=G3, band=True),
    Paragraph(
        "結婚や子育てを望む人が、地域の事情に応じた支えを得られるようにする。第１期の目標にあった「若い世代の」という限定を外し、"
        "働き方の見直しや地域ぐるみの支えなど、世代を問わない取組へ広げる。"
    ),
    Heading(3, "【基本目標４】", "ひとが集う、安心して暮らすことができる\n魅力的な地域をつくる", goal=G4, band=True),
    Paragraph(
        "人が集まり、必要な機能がそろい、誰もが役割を持てる地域をつくる。暮らしの機能を束ねる小さな拠点や、住民が自ら営む地域運営"
        "組織の取組を引き続き支える。"
    ),
    Heading(3, "【横断的な目標１】", X1.name, goal=X1, band=True),
    Paragraph("地域に関わる一人一人が、年齢や性別、国籍などにかかわらず居場所と役割を持てるよう、担い手を広げる。"),
    Heading(3, "【横断的な目標２】", X2.name, goal=X2, band=True),
    KpiBox(
        "■ 数値目標",
        (
            KpiLine(
                "SDGsの達成に向けた取組を行う地方公共団体の割合：60％以上（2024年度末）　※ 現状：13％（2019年）", SDGS
            ),
        ),
    ),
    Heading(4, "（１）", "地域における新しい技術の活用"),
    Label("【主な施策】"),
    Item(
        "①",
        "スーパーシティ構想",
        measure=Measure("スーパーシティ構想", X2.name, "地域における新しい技術の活用", (), "①"),
    ),
    Heading(4, "（２）", "持続可能なまちづくり"),
    Label("【主な施策】"),
    Item("①", "地方創生SDGs", measure=Measure("地方創生SDGs", X2.name, "持続可能なまちづくり", (), "①")),
    Heading(1, "", "結び　戦略を進める体制"),
    Paragraph(
        "国は毎年度、指標の動きを確かめ、必要があれば戦略を改める。地方公共団体には、国の戦略と自らの人口の見通しを踏まえ、地方版の"
        "総合戦略を切れ目なく改めることを期待する。"
    ),
)

PAPER = Paper(
    about=About(
        file="2019_dai2ki_sogosenryaku.pdf",
        title="第2期「まち・ひと・しごと創生総合戦略」",
        decided_on="2019-12-20",
        decided_text="原典：令和元年12月20日　閣議決定",
        decision="閣議決定",
        period=(2020, 2024),
        period_text="計画期間：2020年度～2024年度",
    ),
    look=Look(body="Mincho", accent=(0.05, 0.35, 0.30), running="第２期「まち・ひと・しごと創生総合戦略」"),
    body=BODY,
    cover_title="第２期\n「まち・ひと・しごと創生総合戦略」",
)
