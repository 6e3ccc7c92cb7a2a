"""Decisions by hand: they win over the machine, outlive a new reading, and teach the threshold a little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import RefusedError
from corpus.ingested import Ingested
from corpus.pages import Evidence
from corpus.records import Correspondence, Document, Goal, Kpi, Measure, Record, name_of
from index.corrections import Edit, corrections_of
from index.decisions import Verdict
from index.library import Library
from search.compare import compare
from search.judging import Judgement, decide, moved, settled, tuned
from search.pair_model import load_model
from search.versions import load_version

OLD, NEW = "a" * 12, "b" * 12
BEFORE = ("地方創生移住支援事業", "地方創生起業支援事業", "空き家の利活用の支援", "港湾の改修", "海岸の清掃")
AFTER = ("地方創生移住支援事業", "空き家の利活用の促進", "みなとのにぎわいづくり", "文化財の保存")


@pytest.fixture
def add(tmp_path: Path) -> Callable[[Library, str, tuple[str, ...]], None]:
    """Adds a document with these measures, in this order, each on a page of its own name."""
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.4\n")

    def added(library: Library, id_: str, names: tuple[str, ...]) -> None:
        measures: tuple[Record, ...] = tuple(
            Measure(f"{id_}:measure:{n}", id_, None, name, (Evidence(1 + len(name), (), name),))
            for n, name in enumerate(names, 1)
        )
        document = Document(id_, id_[0] * 64, f"{id_[0]}.pdf", id_, 99)
        library.add(Ingested(document, (), (), (), measures, (), ()), pdf)

    return added


@pytest.fixture
def library(tmp_path: Path, add: Callable[[Library, str, tuple[str, ...]], None]) -> Library:
    opened = Library.create_or_open(tmp_path / "library")
    add(opened, OLD, BEFORE)
    add(opened, NEW, AFTER)
    return opened


def judge(library: Library, before: str, after: str, verdict: Verdict, old: str = OLD, new: str = NEW) -> None:
    versions = load_version(library, old), load_version(library, new)
    ids = [
        next(id_ for id_, record in version.by_id.items() if name_of(record) == name)
        for version, name in zip(versions, (before, after), strict=True)
    ]
    decide(library, *versions, [Judgement(ids[0], ids[1], verdict)], by="山田", at="2026-04-01T09:00:00+09:00")


def links(library: Library, old: str = OLD, new: str = NEW) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    return {sides(library, c): str(c.type) for c in compare(library, old, new)}


def sides(library: Library, c: Correspondence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    records = library.records_by_id([*c.old, *c.new])
    return tuple(name_of(records[i]) for i in c.old), tuple(name_of(records[i]) for i in c.new)


def test_a_rejected_pair_is_dropped_and_added_with_who_and_when(library: Library) -> None:
    assert links(library)[("空き家の利活用の支援",), ("空き家の利活用の促進",)] == "renamed"
    judge(library, "空き家の利活用の支援", "空き家の利活用の促進", Verdict.REJECTED)
    found = {sides(library, c): c for c in compare(library, OLD, NEW)}
    dropped = found[("空き家の利活用の支援",), ()]
    assert dropped.type == "dropped"
    assert dropped.decided is not None
    assert (dropped.decided.by, dropped.decided.verdict) == ("山田", "rejected")
    assert "「空き家の利活用の促進」とは対応しないと、2026-04-01に山田さんが判断" in dropped.reasons[0]
    assert found[(), ("空き家の利活用の促進",)].decided is not None
    assert found[("港湾の改修",), ()].decided is None


def test_a_drawn_pair_corresponds_and_a_withdrawn_one_no_more(library: Library) -> None:
    pair = ("港湾の改修",), ("みなとのにぎわいづくり",)
    assert pair not in links(library)
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.DRAWN)
    assert links(library)[pair] == "renamed"
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.WITHDRAWN)
    assert pair not in links(library)


def test_what_is_drawn_is_added_to_what_the_machine_found(library: Library) -> None:
    judge(library, "海岸の清掃", "空き家の利活用の促進", Verdict.DRAWN)
    merged = ("空き家の利活用の支援", "海岸の清掃"), ("空き家の利活用の促進",)
    assert links(library)[merged] == "merged"


def test_an_accepted_pair_wins_over_its_rivals(library: Library) -> None:
    judge(library, "地方創生起業支援事業", "地方創生移住支援事業", Verdict.ACCEPTED)
    judge(library, "地方創生移住支援事業", "地方創生移住支援事業", Verdict.REJECTED)
    found = links(library)
    assert found[("地方創生起業支援事業",), ("地方創生移住支援事業",)] == "renamed"
    assert found[("地方創生移住支援事業",), ()] == "dropped"


def test_decisions_hold_whichever_document_is_named_first(library: Library) -> None:
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.DRAWN)
    assert links(library, NEW, OLD)[("みなとのにぎわいづくり",), ("港湾の改修",)] == "renamed"


def test_decisions_outlive_a_new_reading_that_numbers_records_anew(
    library: Library, add: Callable[[Library, str, tuple[str, ...]], None]
) -> None:
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.DRAWN)
    add(library, OLD, ("新しく読めた施策", *reversed(BEFORE)))
    assert links(library)[("港湾の改修",), ("みなとのにぎわいづくり",)] == "renamed"


def test_a_decision_whose_record_is_gone_is_told_and_not_applied_to_another(
    library: Library, add: Callable[[Library, str, tuple[str, ...]], None]
) -> None:
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.DRAWN)
    add(library, OLD, tuple("漁港の整備" if name == "港湾の改修" else name for name in BEFORE))
    assert all(c.decided is None for c in compare(library, OLD, NEW))
    problems = settled(library, load_version(library, OLD), load_version(library, NEW)).problems()
    assert [p.code for p in problems] == ["decision_unmatched"]
    assert "港湾の改修" in problems[0].message


def test_decisions_leave_the_snapshot_as_it_is(library: Library) -> None:
    before = library.generation
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.DRAWN)
    assert library.generation == before


def test_nothing_is_decided_about_what_is_not_there_or_of_another_kind(library: Library) -> None:
    old, new = load_version(library, OLD), load_version(library, NEW)
    with pytest.raises(RefusedError, match="見つかりません"):
        decide(library, old, new, [Judgement("no", f"{NEW}:measure:1", Verdict.DRAWN)], by="山田")
    with pytest.raises(RefusedError, match="同じ文書"):
        decide(library, old, old, [], by="山田")
    goals = replace(new, goals=(Goal(f"{NEW}:goal:1", NEW, None, "港湾の改修", ()),))
    with pytest.raises(RefusedError, match="種類が違う"):
        decide(library, old, goals, [Judgement(f"{OLD}:measure:4", f"{NEW}:goal:1", Verdict.DRAWN)], by="山田")
    assert library.decisions() == []


def test_few_decisions_move_the_threshold_little_and_many_never_far() -> None:
    assert moved(0.42, []) == pytest.approx(0.42)
    assert 0.42 < moved(0.42, [(0.6, False)]) < 0.47
    assert 0.37 < moved(0.42, [(0.3, True)]) < 0.42
    assert moved(0.42, [(0.99, True)] * 5) == pytest.approx(0.42, abs=0.01)
    assert 0.6 < moved(0.42, [(0.6, False)] * 1000) < 0.67


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40), st.floats(0, 1))
def test_a_rejection_never_lowers_the_threshold(seen: list[tuple[float, bool]], p: float) -> None:
    before = moved(0.42, seen)
    assert 0.2 < before < 0.67
    assert moved(0.42, [*seen, (p, False)]) >= before - 1e-6
    assert moved(0.42, [*seen, (p, True)]) <= before + 1e-6


def test_the_library_teaches_the_threshold_of_the_kind_that_was_decided_on(library: Library) -> None:
    judge(library, "空き家の利活用の支援", "空き家の利活用の促進", Verdict.REJECTED)
    model = load_model()
    taught = tuned(model, library.decisions())
    assert taught.kinds[Measure.KIND].threshold > model.kinds[Measure.KIND].threshold
    assert taught.kinds[Kpi.KIND] == model.kinds[Kpi.KIND]
    other = [replace(d, model="other") for d in library.decisions()]
    assert tuned(model, other) == model
    judge(library, "空き家の利活用の支援", "空き家の利活用の促進", Verdict.WITHDRAWN)
    assert tuned(model, library.decisions()) == model


def test_a_decision_holds_after_the_name_of_its_record_was_corrected(library: Library) -> None:
    judge(library, "港湾の改修", "みなとのにぎわいづくり", Verdict.DRAWN)
    records = library.records(OLD)
    before = next(r for r in records if name_of(r) == "港湾の改修")
    assert isinstance(before, Measure)
    edits = [Edit(before, replace(before, name="港湾施設の改修"))]
    library.correct(corrections_of(records, edits, by="山田", at="2026-04-02T09:00:00+09:00"))
    assert links(library)[("港湾施設の改修",), ("みなとのにぎわいづくり",)] == "renamed"
