"""Histories through three and more versions: their order, gaps, mergers, and the values of KPIs over the years."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_versions import made_versions
from corpus.errors import RefusedError
from corpus.records import Document, name_of
from index.library import Library
from search.lineage import Lineage, by_date, lineage, lineage_of, series_of
from tests.search.versions_made import kpi, measure, measures, version


def named(found: Lineage, kind: str) -> list[list[str]]:
    """Names by document of every history of a kind; mergers with a slash."""
    return [
        ["/".join(name_of(found.records[i]) for i in ids) for ids in h.records]
        for h in found.histories
        if h.kind == kind
    ]


def test_a_measure_is_followed_through_its_names() -> None:
    found = lineage_of(
        [
            measures("a", "空き家バンクの運営", "港湾の改修"),
            measures("b", "空き家バンクの運営と改修補助", "スマート農業の実証"),
            measures("c", "空き家バンクの改修補助", "文化財の保存"),
        ]
    )
    assert named(found, "measure") == [
        ["空き家バンクの運営", "空き家バンクの運営と改修補助", "空き家バンクの改修補助"],
        ["", "", "文化財の保存"],
        ["", "スマート農業の実証", ""],
        ["港湾の改修", "", ""],
    ]
    assert [(s.start, s.end, s.found.type) for s in found.steps("measure")] == [(0, 1, "renamed"), (1, 2, "renamed")]


def test_what_one_version_leaves_out_is_found_again_in_the_next() -> None:
    found = lineage_of(
        [measures("a", "移住支援金の支給"), measures("b", "港湾の改修"), measures("c", "移住支援金の支給")]
    )
    assert ["移住支援金の支給", "", "移住支援金の支給"] in named(found, "measure")
    assert [(s.start, s.end) for s in found.steps("measure")] == [(0, 2)]


def test_a_sure_step_over_a_gap_goes_before_an_unsure_one_between_neighbours() -> None:
    a, b, c = (
        version(key, (), (), (kpi(key, 1, name, target),))
        for key, name, target in (
            ("a", "東京圏から地方への移住者", "年間1万人(2027年度)"),
            ("b", "東京圏から地方への若者の流れ", "2倍(2035年)"),
            ("c", "東京圏から地方への移住者数", "1万人(2027年度)"),
        )
    )
    assert ["東京圏から地方への移住者", "", "東京圏から地方への移住者数"] in named(lineage_of([a, b, c]), "kpi")


def test_what_was_merged_is_one_history() -> None:
    found = lineage_of(
        [
            measures("a", "移住支援金の支給", "起業支援金の支給"),
            measures("b", "移住・起業支援金の支給"),
            measures("c", "移住・起業支援金の支給"),
        ]
    )
    assert named(found, "measure") == [
        ["移住支援金の支給/起業支援金の支給", "移住・起業支援金の支給", "移住・起業支援金の支給"]
    ]


def test_targets_and_actuals_over_the_years() -> None:
    a, b, c = (
        version(key, (), (), (kpi(key, 1, "移住相談件数", target, baseline),))
        for key, target, baseline in (
            ("a", "60件(2019年度)", "12件(2014年度)"),
            ("b", "80件(2024年度)", "41件(2019年度)"),
            ("c", "100件(2024年度)、120件(2029年度)", "70件(2024年度)"),
        )
    )
    found = lineage_of([a, b, c])
    series = series_of(found, found.histories[0])
    assert series is not None
    assert (series.name, series.unit) == ("移住相談件数", "件")
    assert series.targets == {0: ((2019, 60.0),), 1: ((2024, 80.0),), 2: ((2024, 100.0), (2029, 120.0))}
    assert series.actuals == [(2014, 12.0), (2019, 41.0), (2024, 70.0)]


def test_values_of_another_definition_are_no_part_of_the_line() -> None:
    a = version("a", (), (), (kpi("a", 1, "移住者数", "60件(2019年度)", "12件(2014年度)"),))
    b = version("b", (), (), (kpi("b", 1, "移住者数", "80人(2024年度)", "41人(2019年度)"),))
    found = lineage_of([a, b])
    series = series_of(found, found.histories[0])
    assert series is not None
    assert series.targets == {1: ((2024, 80.0),)}


def test_documents_stand_by_their_dates_and_undated_ones_where_they_are_given() -> None:
    def document(id_: str, decided: str | None, period: tuple[int, int] | None = None) -> Document:
        return Document(id_, id_, f"{id_}.pdf", id_, 1, decided_on=decided, period=period)

    given_ = [
        document("c", "2022-12-23"),
        document("undated", None),
        document("b", None, (2020, 2024)),
        document("a", "2014-12-27"),
    ]
    assert [d.id for d in by_date(given_)] == ["a", "undated", "b", "c"]


def test_one_document_is_no_lineage(tmp_path: pytest.TempPathFactory) -> None:
    with Library.create_or_open(tmp_path / "library") as library, pytest.raises(RefusedError, match="2つ以上"):  # type: ignore[operator]
        lineage(library, [])


@settings(max_examples=10)
@given(st.integers(2, 5))
def test_every_record_is_in_exactly_one_history(n: int) -> None:
    old, new = made_versions(12)
    versions = [
        replace(
            v,
            document=replace(v.document, id=f"{v.document.id}{i}"),
            measures=tuple(replace(m, id=f"{m.id}.{i}", goal=None) for m in v.measures),
            goals=(),
        )
        for i, v in enumerate([old, new, old, new, old][:n])
    ]
    found = lineage_of(versions)
    ids = [id_ for h in found.histories for part in h.records for id_ in part]
    assert sorted(ids) == sorted(id_ for v in versions for id_ in v.by_id)
    for h in found.histories:
        assert all(s.start < s.end for s in h.steps)


def test_a_measure_in_charge_of_nobody_has_no_series() -> None:
    found = lineage_of([version("a", (), (measure("a", 1, "港の改修"),)), measures("b", "港の改修")])
    assert series_of(found, found.histories[0]) is None
