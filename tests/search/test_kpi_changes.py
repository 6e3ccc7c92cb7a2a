"""Kinds of change of an indicator, with values normalised before they are compared."""

from __future__ import annotations

import pytest

from corpus.records import Kpi, KpiChange
from search.kpi_changes import changes, dropped
from tests.search.versions_made import kpi


def change(before: Kpi, after: Kpi) -> list[str]:
    return [str(k.change) for k in changes(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("8,000人(2024年度)", "1万人(2026年度)", "raised"),
        ("1,000団体(2024年度)", "1,000団体(2024年度)、1,500団体(2027年度)", "raised"),
        ("1,000団体(2024年度)、1,200団体(2027年度)", "900団体(2024年度)、1,200団体(2027年度)", "lowered"),
        ("35%(2022年度)", "32%(2026年度)", "lowered"),
        ("年間6万人減(2020年)", "年間8万人減(2024年)", "raised"),
        ("40%(2022年度)", "40%(2026年度)", "postponed"),
        ("均衡(2024年度)", "均衡(2027年度)", "postponed"),
        ("100%(2027年度)", "100%(2025年度)", "advanced"),
        ("1,000か所(2020年)", "千箇所(2020年)", "notation_only"),
        ("1,000か所(2020年)", "1,000カ所(2020年)", "unchanged"),
        ("2万1千人(2020年度)", "21,000人(2020年度)", "notation_only"),
        ("年間1万人(2027年度)", "1万人(2027年度)", "notation_only"),
        ("1,000団体(2024年度まで)", "1,000団体(2024年度)", "unchanged"),
        ("年60件(2019年度)", "年80人(2024年度)", "definition_changed"),
        ("年間6万人減(2020年)", "均衡(2024年度)", "definition_changed"),
        ("40%以上(2020年)", "向上(2024年)", "definition_changed"),
        ("900グラム(2022年度)", "880g(2026年度)", "lowered"),
        ("完成(2025年度)", "完成(2025年度)", "unchanged"),
    ],
)
def test_targets(before: str, after: str, kind: str) -> None:
    assert change(kpi("a", 1, "指標", before), kpi("b", 1, "指標", after))[0] == kind


def test_values_are_told_with_their_years() -> None:
    found = changes(kpi("a", 1, "隊員数", "8,000人(2024年度)"), kpi("b", 1, "隊員数", "1万人(2026年度)"))
    assert found == (KpiChange("隊員数", "8,000人(2024年度)", "1万人(2026年度)", "raised"),)


def test_an_updated_baseline_is_told_beside_the_target() -> None:
    before = kpi("a", 1, "転入・転出", "均衡(2024年度)", "135,600人(2018年)")
    after = kpi("b", 1, "転入・転出", "均衡(2027年度)", "83,827人(2021年度)")
    target, baseline = changes(before, after)
    assert target.change == "postponed"
    assert baseline.change == "baseline_updated"
    assert (baseline.before, baseline.after) == ("135,600人(2018年)", "83,827人(2021年度)")


def test_only_the_baseline_moved() -> None:
    assert change(
        kpi("a", 1, "率", "60%(2026年度)", "38%(2018年度)"), kpi("b", 1, "率", "60%(2026年度)", "41%(2022年度)")
    ) == ["baseline_updated"]


def test_a_figure_per_head_is_another_figure() -> None:
    assert change(kpi("a", 1, "観光消費額", "30億円(2020年)"), kpi("b", 1, "1人当たり観光消費額", "2万円(2027年)")) == [
        "definition_changed"
    ]


def test_who_signed_up_are_not_those_who_came() -> None:
    before = kpi("a", 1, "デマンドタクシーの登録者数", "600人(2024年度)")
    assert change(before, kpi("b", 1, "デマンド交通の利用者数", "6,000人(2029年度)")) == ["definition_changed"]


def test_all_of_something_is_words_and_not_a_number() -> None:
    before, after = (
        kpi(key, 1, "こども食堂の数", t) for key, t in (("a", "全中学校区(2025年)"), ("b", "全小学校区(2029年)"))
    )
    assert change(before, after)[0] == "definition_changed"


def test_cubic_metres_are_one_unit_however_written() -> None:
    before = kpi("a", 1, "素材生産量", "60万立方メートル(2023年)")
    assert change(before, kpi("b", 1, "素材生産量", "60万m3(2028年)")) == ["postponed"]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("観光入込客数は20万人に達したため、別の指標に置き換える。", "reached_and_dropped"),
        ("観光入込客数は20万人に達しなかった。", "dropped"),
        ("第1期の観光入込客数は21万人となり、目標を達成したため指標から外した。", "reached_and_dropped"),
        ("観光入込客数の実績は21万人であった。", "reached_and_dropped"),
        ("観光入込客数の実績は18万人であった。", "dropped"),
        ("観光入込客数は目標を達成できなかった。", "dropped"),
        ("観光入込客数は21万人まで増えたものの、目標は未達であった。", "dropped"),
        ("宿泊者数は目標を達成した。", "dropped"),
    ],
)
def test_reached_only_where_the_new_version_says_so(sentence: str, kind: str) -> None:
    found = dropped(kpi("a", 1, "観光入込客数", "20万人(2019年度)"), [sentence])
    assert found.change == kind
    assert found.after == (sentence if kind == "reached_and_dropped" else "")
