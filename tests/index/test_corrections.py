"""Corrections by hand: laid over what was read, kept when it is read again, never applied to another record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.pages import Evidence
from corpus.records import Action, Goal, Kpi, Measure, Record, RoadmapStep, Value
from index.corrections import Correction, Edit, corrections_of, overlay
from index.library import Library
from tests.index.made import ingested, pdf

BY, AT = "山田", "2026-11-24T10:00:00+09:00"


def place(page: int) -> tuple[Evidence, ...]:
    return (Evidence(page, ((0.0, 0.0, 9.0, 9.0),), "言葉"),)


def goal(n: int, name: str, page: int = 1) -> Goal:
    return Goal(f"d:goal:{n}", "d", f"{n}", name, place(page))


def measure(n: int, name: str, page: int = 1, of: str | None = "d:goal:1", **more: Any) -> Measure:
    return replace(Measure(f"d:measure:{n}", "d", None, name, place(page), of), **more)


def changed(record: Record, **values: Any) -> Record:
    return replace(record, **values)


def made(records: list[Record], *edits: Edit) -> list[Correction]:
    return corrections_of(records, edits, by=BY, at=AT)


RECORDS: list[Record] = [goal(1, "甲"), goal(2, "乙"), measure(1, "起業"), measure(2, "移住", 2)]


def test_a_changed_field_tells_who_and_when() -> None:
    wanted = changed(RECORDS[2], description="支援する")
    [correction] = made(RECORDS, Edit(RECORDS[2], wanted))
    assert correction.edit.before == RECORDS[2]
    found, problems = overlay(RECORDS, [correction])
    assert not problems
    assert replace(found[2], corrected=None) == wanted
    assert found[2].corrected is not None
    assert (found[2].corrected.by, found[2].corrected.at, found[2].corrected.fields) == (BY, AT, ("description",))
    assert [r for i, r in enumerate(found) if i != 2] == [r for i, r in enumerate(RECORDS) if i != 2]


def test_only_the_corrected_fields_are_kept_when_read_again() -> None:
    corrections = made(RECORDS, Edit(RECORDS[2], changed(RECORDS[2], description="支援する")))
    again: list[Record] = [*RECORDS[:2], measure(1, "起業", ministries=("総務省",)), RECORDS[3]]
    found = overlay(again, corrections).records[2]
    assert isinstance(found, Measure)
    assert (found.description, found.ministries) == ("支援する", ("総務省",))


def test_a_record_is_found_under_another_id() -> None:
    corrections = made(RECORDS, Edit(RECORDS[2], changed(RECORDS[2], group="区分")), Edit(RECORDS[3], None))
    again: list[Record] = [goal(1, "甲"), measure(1, "新規", 1), measure(2, "起 業", 1), measure(3, "移住", 3)]
    found, problems = overlay(again, corrections)
    assert not problems
    assert [getattr(r, "group", None) for r in found] == [None, None, "区分"]


def test_another_record_of_the_same_id_is_left_alone_and_told() -> None:
    corrections = made(RECORDS, Edit(RECORDS[2], changed(RECORDS[2], group="区分")))
    again: list[Record] = [measure(1, "別の施策")]
    found, [problem] = overlay(again, corrections)
    assert found == again
    assert problem.code == "correction_unmatched"
    assert "起業" in problem.message


def test_what_is_read_right_by_now_still_gets_its_other_fields() -> None:
    wanted = changed(RECORDS[2], name="女性の起業", group="区分")
    again: list[Record] = [measure(5, "女性の起業")]
    found, problems = overlay(again, made(RECORDS, Edit(RECORDS[2], wanted)))
    assert not problems
    assert getattr(found[0], "group", None) == "区分"


def test_a_dropped_record_leaves_no_reference_behind() -> None:
    step = RoadmapStep("d:roadmap:1", "d", "d:measure:1", "設計", place(1))
    records = [*RECORDS, step]
    found, problems = overlay(records, made(records, Edit(RECORDS[0], None), Edit(RECORDS[2], None)))
    assert not problems
    assert [r.id for r in found] == ["d:goal:2", "d:measure:2", "d:roadmap:1"]
    assert [getattr(r, "goal", None) for r in found] == [None, None, None]
    assert [getattr(r, "measure", None) for r in found] == [None, None, "起業"]


def test_a_dropped_original_leaves_no_repeat_behind() -> None:
    records: list[Record] = [*RECORDS, measure(3, "再掲", repeats=("d:measure:1", "d:measure:2"))]
    found = overlay(records, made(records, Edit(RECORDS[2], None))).records[-1]
    assert isinstance(found, Measure)
    assert found.repeats == ("d:measure:2",)


def test_a_dropped_record_that_is_not_read_any_more_is_as_wanted() -> None:
    corrections = made(RECORDS, Edit(RECORDS[3], None))
    assert overlay(RECORDS[:3], corrections) == (RECORDS[:3], [])


def test_of_two_alike_the_wrong_one_is_never_dropped() -> None:
    twins: list[Record] = [measure(1, "起業"), measure(2, "起業")]
    corrections = made(twins, Edit(twins[1], None))
    assert [r.id for r in overlay(twins, corrections).records] == ["d:measure:1"]
    assert overlay(twins[:1], corrections) == (twins[:1], [])  # read once by now: the good one
    assert overlay([measure(1, "起業")], made(twins, Edit(twins[0], None))).records == [measure(1, "起業")]
    thrice: list[Record] = [*twins, measure(3, "起業")]
    found, problems = overlay(thrice, corrections)
    assert (found, len(problems)) == (thrice, 1)


def test_a_reference_follows_its_record() -> None:
    corrections = made(RECORDS, Edit(RECORDS[2], changed(RECORDS[2], goal="d:goal:2")))
    assert getattr(overlay(RECORDS, corrections).records[2], "goal", "") == "d:goal:2"
    again: list[Record] = [goal(1, "新"), goal(2, "甲"), goal(3, "乙"), measure(1, "起業", of="d:goal:2")]
    assert getattr(overlay(again, corrections).records[3], "goal", "") == "d:goal:3"
    gone: list[Record] = [goal(1, "甲"), measure(1, "起業")]
    found, problems = overlay(gone, corrections)
    assert (getattr(found[1], "goal", ""), len(problems)) == ("d:goal:1", 1)


def test_a_reference_follows_a_record_that_is_renamed_later() -> None:
    corrections = made(RECORDS, Edit(RECORDS[2], changed(RECORDS[2], goal="d:goal:2")))
    now = overlay(RECORDS, corrections).records
    corrections += made(now, Edit(now[1], changed(now[1], name="丙")))
    found, problems = overlay(RECORDS, corrections)
    assert not problems
    assert (getattr(found[1], "name", ""), getattr(found[2], "goal", "")) == ("丙", "d:goal:2")


def test_an_added_record_stands_with_its_kind_and_may_be_corrected_and_dropped() -> None:
    new = replace(goal(9, "丁"), id="d:goal:added-1")
    below = replace(measure(9, "新事業", of=new.id), id="d:measure:added-1")
    corrections = made(RECORDS, Edit(None, new), Edit(None, below))
    found, problems = overlay(RECORDS, corrections)
    assert not problems
    assert [r.id for r in found] == [
        "d:goal:1", "d:goal:2", "d:goal:added-1", "d:measure:1", "d:measure:2", "d:measure:added-1",
    ]  # fmt: skip
    assert getattr(found[5], "goal", "") == new.id
    assert found[5].corrected is not None
    assert found[5].corrected.action is Action.ADDED
    corrections += made(found, Edit(found[2], changed(found[2], name="戊")))
    found = overlay(RECORDS, corrections).records
    assert getattr(found[2], "name", "") == "戊"
    assert found[2].corrected is not None
    assert found[2].corrected.action is Action.ADDED
    corrections += made(found, Edit(found[2], None))
    found = overlay(RECORDS, corrections).records
    assert [r.id for r in found if isinstance(r, Goal)] == ["d:goal:1", "d:goal:2"]
    assert getattr(found[4], "goal", "") is None


def test_a_record_may_be_corrected_again() -> None:
    corrections = made(RECORDS, Edit(RECORDS[2], changed(RECORDS[2], name="起業支援")))
    now = overlay(RECORDS, corrections).records
    corrections += corrections_of(now, [Edit(now[2], changed(now[2], group="区分"))], by="佐藤", at=AT)
    found = overlay(RECORDS, corrections).records[2]
    assert (getattr(found, "name", ""), getattr(found, "group", "")) == ("起業支援", "区分")
    assert found.corrected is not None
    assert (found.corrected.by, found.corrected.fields) == ("佐藤", ("name", "group"))


def test_the_library_keeps_corrections_over_removal_and_new_reading(tmp_path: Path) -> None:
    source = pdf(tmp_path)
    read = ingested(source)
    id_ = read.document.id
    with Library.create_or_open(tmp_path / "library") as library:
        library.add(read, source)
        generation = library.generation
        before = library.records(kind="kpi")[0]
        assert isinstance(before, Kpi)
        after = replace(before, targets=(Value("120", 120.0, "円", 2029, True),))
        library.correct(corrections_of(library.records(id_), [Edit(before, after)], by=BY, at=AT))
        assert library.generation > generation
        [kpi] = library.records(id_, "kpi")
        assert isinstance(kpi, Kpi)
        assert kpi.targets == after.targets
        assert library.records_by_id([before.id, f"{id_}:goal:1", f"{id_}:goal:9"]) == {
            before.id: kpi,
            f"{id_}:goal:1": read.records[0],
        }
        library.remove(id_)
        assert library.records() == library.records(id_) == []
        library.add(replace(read, records=(*read.records[:2], replace(before, id=f"{id_}:kpi:7"))), source)
        [again] = library.records(id_, "kpi")
        assert again == replace(kpi, id=f"{id_}:kpi:7")
        library.add(replace(read, records=read.records[:2]), source)
        assert [p.code for p in library.problems(id_)] == ["no_text_layer", "correction_unmatched"]
        [correction] = library.corrections(id_)[id_]
        assert correction.edit == Edit(before, after)


def test_a_library_made_before_there_were_corrections(tmp_path: Path) -> None:
    source = pdf(tmp_path)
    with Library.create_or_open(tmp_path / "library") as library:
        library.add(ingested(source), source)
        with closing(sqlite3.connect(tmp_path / "library" / "library.sqlite")) as db:
            assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'corrections'").fetchall()
        assert library.corrections() == {}
        records = library.records()
        library.correct(corrections_of(records, [Edit(records[0], None)], by=BY, at=AT))
        assert [r.id for r in library.records()] == [r.id for r in records[1:]]
