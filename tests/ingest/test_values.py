"""KPI phrases: every printed form, one row each. Names and figures are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Value
from ingest.numbers import find_numbers, kanji_number, resolve
from ingest.value_pieces import tidy
from ingest.values import parse_phrases, parse_targets, parse_value
from ingest.years import Year, find_years, period_of, year_of


def shown(value: Value | None) -> str:
    """`number unit @year[年度] comparator kind period duration`, leaving out what is None and the plain kind."""
    if value is None:
        return "none"
    number = "?" if value.number is None else f"{value.number:.10g}"
    parts = [number + (value.unit or "")]
    if value.year is not None:
        parts.append(f"@{value.year}" + {True: "年度", False: "年", None: ""}[value.fiscal])
    if value.comparator:
        parts.append(value.comparator)
    if value.kind.value != "level":
        parts.append(value.kind.value)
    if value.period:
        parts.append(f"{value.period[0]}-{value.period[1]}")
    if value.duration:
        parts.append(f"{value.duration}y")
    return " ".join(parts)


# phrase, indicator, baseline, targets
PHRASES = [
    # a value and its year, after a colon or not
    ("観光案内所の数：30か所（2027年度）", "観光案内所の数", "none", ["30か所 @2027年度"]),
    ("観光案内所の数：３０箇所（令和９年度）", "観光案内所の数", "none", ["30か所 @2027年度"]),
    ("移住相談件数 450件（2030年）", "移住相談件数", "none", ["450件 @2030年"]),
    ("移住相談件数：450件（R12）", "移住相談件数", "none", ["450件 @2030"]),
    ("空き家バンク登録数 120件（Ｈ３１年度）", "空き家バンク登録数", "none", ["120件 @2019年度"]),
    ("空き家バンク登録数 120件（平成32年度）", "空き家バンク登録数", "none", ["120件 @2020年度"]),
    ("保育所待機児童数：０人（令和元年度）", "保育所待機児童数", "none", ["0人 @2019年度"]),
    ("健康寿命：75.5歳（2028年度末まで）", "健康寿命", "none", ["75.5歳 @2028年度"]),
    ("2028年度末までに防災士の数を60名にする", "防災士の数", "none", ["60名 @2028年度"]),
    ("2028年度までに、防災士の数を60名", "防災士の数", "none", ["60名 @2028年度"]),
    ("２８年度までに防災士 60名", "防災士", "none", ["60名 @2028年度"]),
    ("特産品の販売額 2億5,000万円（2026年度）", "特産品の販売額", "none", ["250000000円 @2026年度"]),
    ("製造品出荷額等：1兆2千億円（2026年）", "製造品出荷額等", "none", ["1.2e+12円 @2026年"]),
    ("製造品出荷額等：500百万円", "製造品出荷額等", "none", ["500000000円"]),
    ("寄附額 3,500千円（2025年度）", "寄附額", "none", ["3500000円 @2025年度"]),
    ("来訪者数：３万５千人（2025年度）", "来訪者数", "none", ["35000人 @2025年度"]),
    ("来訪者数：1.5万人（2025年度）", "来訪者数", "none", ["15000人 @2025年度"]),
    ("宿泊者数 120 万 人泊（2030 年）", "宿泊者数", "none", ["1200000人泊 @2030年"]),
    # several targets
    ("道の駅：5か所（2025年度）、8か所（2030年度）", "道の駅", "none", ["5か所 @2025年度", "8か所 @2030年度"]),
    ("道の駅：5か所（2025年度）,8か所（2030年度）", "道の駅", "none", ["5か所 @2025年度", "8か所 @2030年度"]),
    (
        "普及率：40%（2024年度）、60%（2026年度）、80%（2030年度）",
        "普及率",
        "none",
        ["40% @2024年度", "60% @2026年度", "80% @2030年度"],
    ),
    ("2026年度までに20地区、2029年度までに45地区以上", "", "none", ["20地区 @2026年度", "45地区 @2029年度 以上"]),
    ("2021年：4兆円 2031年：9兆円（2016年の3倍超）", "", "none", ["4e+12円 @2021年", "9e+12円 @2031年"]),
    ("輸出額 2026年：2億円、2031年：5億円", "輸出額", "none", ["200000000円 @2026年", "500000000円 @2031年"]),
    ("【目標：64％】【目標：全事業】【目標：2.4倍】", "", "none", ["64%", "? qualitative", "2.4倍"]),
    ("【目標︓150件】", "", "none", ["150件"]),
    # two brackets, breakdowns
    ("80％（小学校12校、中学校5校）（2026年度）", "", "none", ["80% @2026年度"]),
    ("60%（約2万4千事業者）（2027年度）", "", "none", ["60% @2027年度"]),
    ("整備率：100%（2026年度）（小学校12校）", "整備率", "none", ["100% @2026年度"]),
    ("年25人（延べ400日）", "", "none", ["25人 rate"]),
    ("年4回（5年間で20回）", "", "none", ["4回 rate"]),
    # baselines in brackets
    ("45％以上（2014年度21.3％）", "", "21.3% @2014年度", ["45% 以上"]),
    ("62％（2011年41％）", "", "41% @2011年", ["62%"]),
    ("2020年までに75％（2013年68.2％）", "", "68.2% @2013年", ["75% @2020年"]),
    ("1,500か所（2018年6月：1,204箇所）", "", "1204か所 @2018年", ["1500か所"]),
    ("就業率 80%（現状：72.5%）", "就業率", "72.5%", ["80%"]),
    ("就業率 80%（2029年度）（現状値：72.5%（2023年度））", "就業率", "72.5% @2023年度", ["80% @2029年度"]),
    ("就業率：80%（令和11年度）（基準値：72.5%（令和5年度））", "就業率", "72.5% @2023年度", ["80% @2029年度"]),
    ("2020年までに全国平均と同水準（18～29歳の割合：88.4％（2012年））", "", "88.4% @2012年", ["? @2020年 relative"]),
    ("※現状：38.6%（2018年）", "", "38.6% @2018年", []),
    ("※ 現 状 ： 38.6 % （2018 年）", "", "38.6% @2018年", []),
    ("現状値：210件（2022年度）", "", "210件 @2022年度", []),
    # arrows and から … に
    ("利用者数 50人（2015年度）→80人（2020年度）", "利用者数", "50人 @2015年度", ["80人 @2020年度"]),
    ("利用者数５０人（2015年度）→年８０人（2020年度）", "利用者数", "50人 @2015年度", ["80人 @2020年度 rate"]),
    (
        "起業数０件（2015年度）→５年間で７件（2020年度）",
        "起業数",
        "0件 @2015年度",
        ["7件 @2020年度 cumulative 2016-2020 5y"],
    ),
    ("起業数：－ → 7件（2020年度）", "起業数", "?", ["7件 @2020年度"]),
    ("現在3万人弱⇒6万人（2028年度まで）", "", "30000人 弱", ["60000人 @2028年度"]),
    ("出生数 R5：320人 → R11：350人", "出生数", "320人 @2023", ["350人 @2029"]),
    ("取得率をおよそ3%から15%に", "取得率", "3% 約", ["15%"]),
    ("取得率を3%から15%へ引き上げる", "取得率", "3%", ["15%"]),
    ("地方→都市の転出 3万人減", "地方→都市の転出", "none", ["-30000人 change"]),
    # both values labelled
    ("新規就業者数：基準値120人（H26）→目標値200人（H31）", "新規就業者数", "120人 @2014", ["200人 @2019"]),
    (
        "新規就業者数 現状値（2019年度）：120人 目標値（2024年度）：200人",
        "新規就業者数",
        "120人 @2019年度",
        ["200人 @2024年度"],
    ),
    ("新規就業者数【現状】－【目標】200人（R6）", "新規就業者数", "?", ["200人 @2024"]),
    # cumulative, spans
    ("120万人（2021～2025年度累計）", "", "none", ["1200000人 @2025年度 cumulative 2021-2025"]),
    ("120万人（2021年度から2025年度までの累計）", "", "none", ["1200000人 @2025年度 cumulative 2021-2025"]),
    ("新規就農者数：累計40人（令和3年度～令和7年度）", "新規就農者数", "none", ["40人 @2025年度 cumulative 2021-2025"]),
    ("新規就農者数：40人（R3～R7累計）", "新規就農者数", "none", ["40人 @2025 cumulative 2021-2025"]),
    ("新規就農者数：40人（H27～31年度の合計）", "新規就農者数", "none", ["40人 @2019年度 cumulative 2015-2019"]),
    ("2025年までの5年間で20万人", "", "none", ["200000人 @2025年 cumulative 2021-2025 5y"]),
    ("5年間で3,200件", "", "none", ["3200件 cumulative 5y"]),
    ("3,200件（5年間）", "", "none", ["3200件 cumulative 5y"]),
    ("3,200件（5か年累計）", "", "none", ["3200件 cumulative 5y"]),
    ("5年間の累計で3,200件", "", "none", ["3200件 cumulative 5y"]),
    ("6年間で5万人", "", "none", ["50000人 cumulative 6y"]),
    ("6年後に9千人", "", "none", ["9000人 6y"]),
    ("今後10年間で100地域", "", "none", ["100地域 cumulative 10y"]),
    ("２０２７年度までの３年間で約２万人", "", "none", ["20000人 @2027年度 約 cumulative 2025-2027 3y"]),
    ("十数か所（4年程度）", "", "none", ["?か所 約 4y"]),
    ("数十団体", "", "none", ["?団体 約"]),
    # per year
    ("年３％以上", "", "none", ["3% 以上 rate"]),
    ("年間あっせん件数 9,000件", "年間あっせん件数", "none", ["9000件"]),
    ("相談件数：年間9,000件（2026年度）", "相談件数", "none", ["9000件 @2026年度 rate"]),
    ("講座の開催 毎年12回", "講座の開催", "none", ["12回 rate"]),
    ("受入者数 30人/年（2029年度）", "受入者数", "none", ["30人 @2029年度 rate"]),
    ("受入者数：30人（毎年度）", "受入者数", "none", ["30人 rate"]),
    ("1人1日当たりのごみ排出量：850g/日", "1人1日当たりのごみ排出量", "none", ["850g/日"]),
    # years and units in running words
    ("普及率 2021年度末35%…2028年度末70%", "普及率", "none", ["35% @2021年度", "70% @2028年度"]),
    ("26年度末に1500の地方自治体", "", "none", ["1500地方自治体 @2026年度"]),
    ("3年後に県内で40の展開を目指す", "", "none", ["40 3y"]),
    ("400社支援：雇用者数2万人創出", "", "none", ["400社"]),
    # comparators
    ("満足度：約７割（2027年）", "満足度", "none", ["70% @2027年 約"]),
    ("満足度：3割5分", "満足度", "none", ["35%"]),
    ("登録者数 2千人程度（2027年度）", "登録者数", "none", ["2000人 @2027年度 程度"]),
    ("登録者数 約2千人程度", "登録者数", "none", ["2000人 約"]),
    ("登録者数 2万人強", "登録者数", "none", ["20000人 強"]),
    ("登録者数 2万人超（2028年度）", "登録者数", "none", ["20000人 @2028年度 超"]),
    ("参加率 10%未満", "参加率", "none", ["10% 未満"]),
    ("待機者数 20人以下（2028年度）", "待機者数", "none", ["20人 @2028年度 以下"]),
    ("待機者数 20人以内", "待機者数", "none", ["20人 以下"]),
    ("少なくとも80か所の先行地域", "", "none", ["80か所 以上"]),
    ("先行地域：少なくとも80か所（2030年度）", "先行地域", "none", ["80か所 @2030年度 以上"]),
    ("加入率 95%を超える", "加入率", "none", ["95% 超"]),
    ("おおむね300世帯", "", "none", ["300世帯 約"]),
    # change
    ("温室効果ガス排出量：2013年度比46%削減（2030年度）", "温室効果ガス排出量", "none", ["46% @2030年度 change"]),
    ("東京圏への転入 5万人減（2027年度）", "東京圏への転入", "none", ["-50000人 @2027年度 change"]),
    ("地方への転出 3万人増", "地方への転出", "none", ["30000人 change"]),
    ("認知度 15ポイント向上（2027年度）", "認知度", "none", ["15ポイント @2027年度 change"]),
    ("売上高 +10%（2027年度）", "売上高", "none", ["10% @2027年度 change"]),
    ("人口増減率：▲1.2％（2027年）", "人口増減率", "none", ["-1.2% @2027年"]),
    ("人口増減率：△0.8%", "人口増減率", "none", ["-0.8%"]),
    ("人口増減率：-0.5%（2027年）", "人口増減率", "none", ["-0.5% @2027年"]),
    ("社会増減 ▲150人（令和6年）", "社会増減", "none", ["-150人 @2024年"]),
    ("付加価値額 1.8倍（2030年度）", "付加価値額", "none", ["1.8倍 @2030年度"]),
    ("若者の流れ：倍増（2035年度）", "若者の流れ", "none", ["2倍 @2035年度 change"]),
    # words instead of numbers
    ("完成（2026年度）", "", "none", ["? @2026年度 qualitative"]),
    ("海底ケーブルの整備：完成（2026年度）", "海底ケーブルの整備", "none", ["? @2026年度 qualitative"]),
    ("住民の満足度：向上（2030年）", "住民の満足度", "none", ["? @2030年 qualitative"]),
    (
        "地域で働き続けたいと思う人の割合：維持・向上（2030年度）",
        "地域で働き続けたいと思う人の割合",
        "none",
        ["? @2030年度 qualitative"],
    ),
    ("都市圏以上（2031年）", "", "none", ["? @2031年 以上 relative"]),
    ("県平均以下（2031年度）", "", "none", ["? @2031年度 以下 relative"]),
    ("県平均を上回る（2031年度）", "", "none", ["? @2031年度 超 relative"]),
    ("全国平均並み", "", "none", ["? relative"]),
    ("全国展開（1,718市町村）を目指す", "", "none", ["1718市町村 qualitative"]),
    ("2027年までに農業者のほぼ全てが利用", "農業者", "none", ["? @2027年 ほぼ qualitative"]),
    ("転入と転出：2028年度に均衡", "転入と転出", "none", ["? @2028年度 qualitative"]),
    # chains, two measures in one clause
    ("旅行消費額4兆円へ（2014年2.1兆円）：雇用者数6万人創出", "旅行消費額", "2.1e+12円 @2014年", ["4e+12円"]),
    ("女性（25～44歳）の就業率：82%（2025年）", "女性(25~44歳)の就業率", "none", ["82% @2025年"]),
    ("1人1台端末を活用する学校の割合：100%（2026年度）", "1人1台端末を活用する学校の割合", "none", ["100% @2026年度"]),
    ("若者、女性、高齢者の就業者数：500人（2029年度）", "若者、女性、高齢者の就業者数", "none", ["500人 @2029年度"]),
    # chains of arrows, brackets that tell what a value is, sums, comparisons
    ("窓口 35件（R1）→50件（R6）→80件（R11）", "窓口", "35件 @2019", ["50件 @2024", "80件 @2029"]),
    ("（現状）30件（R5）→（目標）50件（R10）", "", "30件 @2023", ["50件 @2028"]),
    ("窓口：30件（R5実績）→50件（R10目標）", "窓口", "30件 @2023", ["50件 @2028"]),
    ("利用者数 50人（2023年度実績）", "利用者数", "50人 @2023年度", []),
    ("発電施設数を現在の約45施設から倍増（2031年）", "発電施設数", "45施設 約", ["2倍 @2031年 change"]),
    ("2031年までに発電施設数を現在の約45施設から倍増させる", "発電施設数", "45施設 約", ["2倍 @2031年 change"]),
    ("新規雇用者数 年20人×5年=100人", "", "none", []),
    ("2031年度までに2014年度比で40％削減", "", "none", ["40% @2031年度 change"]),
    ("食品の廃棄量：2031年度に2001年度比で半減", "食品の廃棄量", "none", ["? @2031年度 change"]),
    ("1.4倍（2031年度、2021年度比）", "", "none", ["1.4倍 @2031年度 change"]),
    ("売上額：前年比3％増", "売上額", "none", ["3% change"]),
    ("12組以上/年", "", "none", ["12組 以上 rate"]),
    ("4か所以上9か所以下（2028年度）", "", "none", ["?か所 @2028年度"]),
    ("延べ3,000人（2025～2029年度）", "", "none", ["3000人 @2029年度 cumulative 2025-2029"]),
    ("二十数か所（3年程度）", "", "none", ["?か所 約 3y"]),
    ("令和10年度末までに全ての市町村で策定", "", "none", ["? @2028年度 qualitative"]),
    ("２８年度までに…２万人 / ３０年", "", "none", ["20000人 @2028年度"]),
    ("投資額 3兆円規模（2031年）", "投資額", "none", ["3e+12円 @2031年 程度"]),
    ("合計特殊出生率 1.41（2020年）→ 1.55（2025年）", "合計特殊出生率", "1.41 @2020年", ["1.55 @2025年"]),
    ("転出超過数 ▲90人（2020年）→ ▲40人（2025年）", "転出超過数", "-90人 @2020年", ["-40人 @2025年"]),
    ("平成27年から令和元年までの5年間で計300人", "", "none", ["300人 @2019年 cumulative 2015-2019 5y"]),
    ("2026年3月までに200件", "", "none", ["200件 @2026年"]),
    # nothing to take
    ("デジタル人材の育成", "", "none", []),
    ("生活環境の改善に資する取組", "", "none", []),
]


@pytest.mark.parametrize(("phrase", "indicator", "baseline", "targets"), PHRASES, ids=[p[0] for p in PHRASES])
def test_phrase(phrase: str, indicator: str, baseline: str, targets: list[str]) -> None:
    phrases = parse_phrases(phrase, around=2025)
    if not targets and baseline == "none":
        assert phrases == ()
        return
    first = phrases[0]
    assert [shown(v) for v in first.targets] == targets
    assert shown(first.baseline) == baseline
    assert first.indicator == indicator


# cell, year of its column, text, value
CELLS = [
    ("年１２人（延べ３００日）", Year(2019, True), "年12人(延べ300日)", "12人 @2019年度 rate"),
    ("－", Year(2014, True), "-", "? @2014年度"),
    ("―", None, "—", "?"),
    ("東・西・南\n各地区で年１回", Year(2019, True), "東・西・南\n各地区で年1回", "1回 @2019年度 rate"),
    ("１年間撮影し動画化\n学校へ配布", Year(2019, True), "1年間撮影し動画化\n学校へ配布", "? @2019年度 qualitative"),
    (
        "５年間で１組織化\n保護者で希望する方\n※正式な団体ではない",
        Year(2019, True),
        "5年間で1組織化\n保護者で希望する方\n※正式な団体ではない",
        "1組織 @2019年度 cumulative 2015-2019 5y",
    ),
    ("1,200", Year(2027, True), "1,200", "1200 @2027年度"),
    ("85.0%\n(2026年度)", Year(2027, True), "85.0%", "85% @2026年度"),
    ("12件（R5）", None, "12件", "12件 @2023"),
    ("増加", Year(2027, True), "増加", "? @2027年度 qualitative"),
    ("前年度以上", Year(2027, True), "前年度以上", "? @2027年度 以上 relative"),
    ("80～100団体", Year(2027, True), "80~100団体", "?団体 @2027年度"),
    ("約34～72億円", None, "約34~72億円", "?円 約"),
    ("検討中", Year(2027, True), "検討中", "? @2027年度 qualitative"),
    ("男性20人、女性30人", Year(2027, True), "男性20人、女性30人", "?人 @2027年度"),
    ("３か国", None, "3か国", "3か国"),
    ("五十か所", None, "五十か所", "50か所"),
]


@pytest.mark.parametrize(("cell", "year", "text", "value"), CELLS, ids=[c[0] for c in CELLS])
def test_cell(cell: str, year: Year | None, text: str, value: str) -> None:
    parsed = parse_value(cell, year=year, around=2020)
    assert shown(parsed) == value
    assert parsed.text == text.replace("—", parsed.text) if text == "—" else parsed.text == text


def test_value_text_is_the_words_of_the_value_without_its_year() -> None:
    assert [v.text for v in parse_targets("利用者数５０人（2015年度）→年８０人（2020年度）")] == ["年80人"]
    assert parse_phrases("利用者数５０人（2015年度）→年８０人（2020年度）")[0].baseline == Value(
        "50人", 50.0, "人", 2015, True
    )
    assert [v.text for v in parse_targets("80％（小学校12校、中学校5校）（2026年度）")] == [
        "80%(小学校12校、中学校5校)"
    ]
    assert [v.text for v in parse_targets("都市圏以上（2031年）")] == ["都市圏以上"]


def test_chained_indicators_are_two_phrases() -> None:
    second = parse_phrases("旅行消費額4兆円へ（2014年2.1兆円）：雇用者数6万人創出")[1]
    assert (second.indicator, [shown(v) for v in second.targets]) == ("雇用者数", ["60000人"])
    both = parse_phrases("実人数 1,200 万人、延べ人数２億人")
    assert [(p.indicator, shown(p.targets[0])) for p in both] == [("実人数", "12000000人"), ("延べ人数", "200000000人")]


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("目標値\n（2019年度）", Year(2019, True)),
        ("R7", Year(2025, None)),
        ("令和7年度", Year(2025, True)),
        ("Ｈ29", Year(2017, None)),
        ("2027", Year(2027, None)),
        ("目標値", None),
        ("2020～2024年度", None),
        ("平成元年", Year(1989, False)),
        ("2018年8月", Year(2018, False)),
        ("令和6年度末", Year(2024, True)),
    ],
)
def test_year_of_a_header(label: str, year: Year | None) -> None:
    assert year_of(tidy(label)) == year


@pytest.mark.parametrize(
    ("text", "around", "year"),
    [
        ("27年度", 2025, 2027),
        ("27年度", 2015, 2015),
        ("7年度末", 2025, None),
        ("'27年度", 2015, 2027),
        ("12年度", 2026, 2030),
    ],
)
def test_two_digit_years_need_the_time_of_the_document(text: str, around: int, year: int | None) -> None:
    assert [m.year.year for m in find_years(text, around) if m.year] == ([year] if year else [])


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2015年度から2019年度まで", (2015, 2019)),
        ("令和2年度～令和6年度", (2020, 2024)),
        ("2020～24年度", (2020, 2024)),
        ("平成27～31年度", (2015, 2019)),
        ("平成30年度から令和4年度", (2018, 2022)),
        ("25～44歳", None),
        ("5～10年", None),
    ],
)
def test_period(text: str, period: tuple[int, int] | None) -> None:
    assert period_of(tidy(text)) == period


@given(st.integers(min_value=0, max_value=10**13))
def test_grouped_digits_come_back(number: int) -> None:
    assert resolve(f"{number:,}") == number
    found = find_numbers(f"{number:,}件")
    assert [(c.number, c.unit) for c in found] == [(float(number), "件")]


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=1, max_value=9999))
def test_mixed_scales_add_up(upper: int, lower: int) -> None:
    assert resolve(f"{upper}億{lower:,}万") == upper * 10**8 + lower * 10**4


@pytest.mark.parametrize(
    ("body", "number"), [("十", 10), ("二十五", 25), ("三千五百", 3500), ("二万", 20000), ("百", 100)]
)
def test_kanji_numbers(body: str, number: int) -> None:
    assert kanji_number(body) == number


@given(st.text(max_size=60))
def test_any_text_is_read_without_error_and_keeps_its_words(text: str) -> None:
    parse_phrases(text, 2025)
    assert parse_value(text).text


# what each published pattern says: (indicator as [from, to) of the tidied phrase, baseline, targets) per indicator
PUBLISHED: list[list[tuple[int, int, str, list[str]]]] = [
    [(0, 21, "none", ["1000団体 @2024年度", "1200団体 @2027年度"])],
    [(0, 9, "none", ["95% @2023年度", "97% @2025年度", "99% @2030年度"])],
    [(0, 0, "none", ["100% @2025年度"])],
    [(0, 0, "none", ["70% @2025年度"])],
    [(0, 0, "none", ["2300000人 @2026年度 cumulative 2022-2026"])],
    [(0, 0, "20000人 強", ["50000人 @2027年度"])],
    [(0, 0, "none", ["?か所 約 5y"])],
    [(0, 0, "none", ["? @2025年度 qualitative"])],
    [(0, 0, "none", ["1741市区町村 qualitative"])],
    [(0, 0, "none", ["2% 以上 rate"])],
    [(8, 11, "none", ["? @2025年 ほぼ qualitative"])],
    [(0, 0, "none", ["300000人 @2020年 cumulative 2016-2020 5y"])],
    [(0, 0, "92.2% @2013年", ["? @2020年 relative"])],
    [(0, 0, "19.4% @2013年度", ["40% 以上"])],
    [(0, 0, "38% @2010年", ["55%"])],
    [(0, 8, "none", ["-60000人 change"])],
    [(0, 10, "1.4e+12円 @2013年", ["3e+12円"]), (27, 31, "none", ["80000人"])],
    [(0, 0, "none", ["? @2029年 以上 relative"])],
    [(0, 0, "none", ["? @2029年 qualitative"])],
    [(0, 3, "none", ["10000000人"]), (11, 15, "none", ["100000000人"])],
    [(0, 0, "none", ["77%", "? qualitative", "1.6倍"])],
    [(0, 0, "none", ["60000人 cumulative 6y", "8000人 6y"])],
    [(0, 0, "45.2% @2019年", [])],
    [(0, 0, "none", ["8e+12円 @2020年", "1.5e+13円 @2030年"])],
    [(0, 0, "none", ["10000人 @2027年度"])],
    [(0, 0, "908か所 @2017年", ["1000か所"])],
]


def test_every_published_pattern(shared: Path) -> None:
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text(encoding="utf-8"))
    for pattern, wanted in zip(facts["kpi_phrase_patterns"], PUBLISHED, strict=True):
        text = tidy(pattern["example"])
        found = [(p.indicator, shown(p.baseline), [shown(t) for t in p.targets]) for p in parse_phrases(text, 2022)]
        assert found == [(text[a:b], old, new) for a, b, old, new in wanted], pattern["example"]
