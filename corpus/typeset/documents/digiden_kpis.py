"""The indicators of the 2022 strategy, which the 2023 sample follows up."""

from corpus.typeset.elements import Figure, Goal, Indicator

P1 = Goal("1", "地方に仕事をつくる")
P2 = Goal("2", "人の流れをつくる")
P3 = Goal("3", "結婚・出産・子育ての希望をかなえる")
P4 = Goal("4", "魅力的な地域をつくる")
B1 = Goal("1", "デジタル基盤整備")
B2 = Goal("2", "デジタル人材の育成・確保")
B3 = Goal("3", "誰一人取り残されないための取組")


def by_fy(text: str, number: float | None, unit: str | None, year: int, comparator: str | None = None) -> Figure:
    """A level to be reached in a fiscal year."""
    return Figure(text, number, unit, year, True, comparator)


DIGITAL = Indicator(
    "デジタル実装に取り組む地方公共団体",
    (
        by_fy("1,000団体（2024年度まで）", 1000, "団体", 2024),
        by_fy("1,500団体（2027年度まで）", 1500, "団体", 2027),
    ),
)
BALANCE = Indicator(
    "地方と東京圏との転入・転出",
    (Figure("均衡（2027年度）", None, None, 2027, True, kind="qualitative"),),
    Figure("83,827人（2021年度）", 83_827, "人", 2021, True),
    of=P2.name,
)
SATELLITE = Indicator(
    "サテライトオフィス等を設置した地方公共団体",
    (
        by_fy("1,000団体（2024年度まで）", 1000, "団体", 2024),
        by_fy("1,200団体（2027年度まで）", 1200, "団体", 2027),
    ),
    Figure("654団体（2022年8月）", 654, "団体", 2022, False),
    of=P2.name,
)
DONATION = Indicator(
    "企業版ふるさと納税を活用したことのある地方公共団体",
    (by_fy("1,500団体（2027年度まで）", 1500, "団体", 2027),),
    Figure("1,028団体（2016～2021年度累計）", 1028, "団体", 2021, True, kind="cumulative", period=(2016, 2021)),
    of=P2.name,
)
RELATED = Indicator(
    "関係人口の創出・拡大に取り組む地方公共団体",
    (by_fy("1,200団体（2027年度）", 1200, "団体", 2027),),
    Figure("893団体（2020年度）", 893, "団体", 2020, True),
    of=P2.name,
)
MOVERS = Indicator(
    "東京圏から地方への移住者",
    (Figure("年間1万人（2027年度）", 10_000, "人", 2027, True, kind="rate"),),
    of=P2.name,
)
REVITALISERS = Indicator(
    "地域おこし協力隊員数",
    (by_fy("1万人（2026年度）", 10_000, "人", 2026),),
    Figure("約6,000人（2021年度）", 6000, "人", 2021, True, "約"),
    of=P2.name,
)
FOUNDERS = Indicator(
    "支援事業による地方での起業",
    (by_fy("1,000件程度（2027年度）", 1000, "件", 2027, "程度"),),
    of=P1.name,
)
STARTUP_AREAS = Indicator(
    "社会課題の解決に向けたスタートアップや中小企業等の取組が見られる地域",
    (by_fy("900地域（2027年度まで）", 900, "地域", 2027),),
    Figure("144地域（2022年6月）", 144, "地域", 2022, False),
    of=P1.name,
)
PRODUCTIVITY = Indicator(
    "地域経済を牽引する中小・中堅企業の生産性の伸び",
    (Figure("年2％以上", 2, "%", None, None, "以上", "rate"),),
    Figure("▲1.2％（2020年度）", -1.2, "%", 2020, True),
    of=P1.name,
)
FARMERS = Indicator(
    "データを活用した農業を実践する担い手の割合",
    (Figure("ほぼ全て（2025年）", None, None, 2025, False, "ほぼ", "qualitative"),),
    Figure("48.6％（2021年）", 48.6, "%", 2021, False),
    of=P1.name,
)
DMO = Indicator("ＤＸ戦略を有する登録ＤＭＯ", (by_fy("90団体（2027年度）", 90, "団体", 2027),), of=P1.name)
WARM_SOCIETY = Indicator(
    "結婚、妊娠、こども・子育てに温かい社会の実現に向かっていると考える人の割合",
    (Figure("50％（2025年）", 50, "%", 2025, False),),
    Figure("33％（2022年3月）", 33, "%", 2022, False),
    of=P3.name,
)
FAMILY_CENTRES = Indicator(
    "デジタル技術も活用し相談援助等を行うこども家庭センターを設置した市区町村",
    (Figure("全国展開（1,741市区町村）", 1741, "市区町村", None, None, None, "qualitative"),),
    of=P3.name,
)
TABLETS = Indicator(
    "１人１台端末を授業でほぼ毎日活用している学校の割合",
    (by_fy("100％（小学校18,805校、中学校9,437校）（2025年度）", 100, "%", 2025),),
    Figure("小学校55.4％、中学校53.6％（2021年度）", None, "%", 2021, True),
    of=P4.name,
)
MOBILITY = Indicator(
    "新たなモビリティサービスに係る取組が行われている地方公共団体",
    (Figure("700団体（2025年まで）", 700, "団体", 2025, False),),
    of=P4.name,
)
LOGISTICS = Indicator(
    "物流ＤＸを実現している物流事業者の割合",
    (by_fy("70％（約3万5千事業者）（2025年度）", 70, "%", 2025),),
    Figure("31％（2021年度）", 31, "%", 2021, True),
    of=P4.name,
)
CITY_MODELS = Indicator(
    "３Ｄ都市モデルの整備都市",
    (by_fy("500都市（2027年度）", 500, "都市", 2027),),
    Figure("約60都市（2021年度）", 60, "都市", 2021, True, "約"),
    of=P4.name,
)
LIFELONG = Indicator(
    "全世代・全員活躍型「生涯活躍のまち」に関する構想等を策定した地方公共団体",
    (by_fy("200団体（2024年度まで）", 200, "団体", 2024),),
    Figure("162団体（2022年11月）", 162, "団体", 2022, False),
    of=P4.name,
)
SELF_DRIVING = Indicator(
    "無人自動運転移動サービスの実現",
    (
        by_fy("50か所（2025年度まで）", 50, "か所", 2025),
        by_fy("100か所以上（2027年度まで）", 100, "か所", 2027, "以上"),
    ),
    of=P4.name,
)
FIBRE = Indicator("光ファイバの世帯カバー率", (by_fy("99.9％（2027年度）", 99.9, "%", 2027),), of=B1.name)
FIVE_G = Indicator(
    "５Ｇの人口カバー率",
    (
        by_fy("95％（2023年度）", 95, "%", 2023),
        by_fy("97％（2025年度）", 97, "%", 2025),
        by_fy("99％（2030年度）", 99, "%", 2030),
    ),
    of=B1.name,
)
DATA_CENTRES = Indicator(
    "地方データセンター拠点の整備",
    (Figure("十数か所（5年程度）", None, "か所", None, None, None, "level", duration=5),),
    of=B1.name,
)
CABLE = Indicator(
    "日本周回の海底ケーブルの整備",
    (Figure("完成（2025年度）", None, None, 2025, True, kind="qualitative"),),
    of=B1.name,
)
EXPERTS = Indicator(
    "デジタル推進人材の育成",
    (Figure("230万人（2022～2026年度累計）", 2_300_000, "人", 2026, True, kind="cumulative", period=(2022, 2026)),),
    of=B2.name,
)
HELPERS = Indicator(
    "デジタル推進委員",
    (by_fy("5万人（2027年度まで）", 50_000, "人", 2027),),
    Figure("2万人強（2022年）", 20_000, "人", 2022, False, "強"),
    of=B3.name,
)
