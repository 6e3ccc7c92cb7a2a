"""What became of goals, measures and KPIs: the types, the hard negatives, splits and mergers, and bad input."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.labelled import load_labelled
from benchmarks.made_versions import made_versions
from corpus.errors import RefusedError
from corpus.ingested import Ingested
from corpus.pages import Problem
from corpus.records import Correspondence, Document
from index.library import Library
from search.compare import compare, compare_versions, matched
from search.versions import Version
from tests.search.versions_made import goal, kpi, measure, measures, version

OLD, NEW = "old", "new"


def links(old: Version, new: Version) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    """Names of both sides → type."""
    found = compare_versions(old, new)
    names = {id_: getattr(r, "name", getattr(r, "indicator", "")) for id_, r in {**old.by_id, **new.by_id}.items()}
    return {(tuple(names[i] for i in c.old), tuple(names[i] for i in c.new)): str(c.type) for c in found}


def test_support_for_moving_is_not_support_for_starting_a_business() -> None:
    found = links(
        measures(OLD, "地方創生移住支援事業", "地域おこし協力隊の拡充"), measures(NEW, "地方創生起業支援事業")
    )
    assert found == {
        ((), ("地方創生起業支援事業",)): "added",
        (("地方創生移住支援事業",), ()): "dropped",
        (("地域おこし協力隊の拡充",), ()): "dropped",
    }


def test_the_reason_for_no_match_names_the_words_that_differ() -> None:
    old, new = measures(OLD, "地方創生移住支援事業"), measures(NEW, "地方創生起業支援事業")
    reasons = next(c.reasons for c in compare_versions(old, new) if c.type == "dropped")
    assert "「地方創生起業支援事業」" in reasons[0]
    assert "「移住」と「起業」" in reasons[0]


def test_each_finds_its_own_among_look_alikes() -> None:
    old = measures(OLD, "地方創生移住支援事業", "地方創生起業支援事業")
    new = measures(NEW, "地方創生起業支援事業", "地方創生移住支援事業")
    assert set(links(old, new).values()) == {"unchanged"}


def test_notation_alone_is_no_change_of_name() -> None:
    old, new = (
        measures(OLD, "「転職なき移住」の推進", "か所づけの見直し"),
        measures(NEW, "転職なき移住の推進", "箇所づけの見直し"),
    )
    assert set(links(old, new).values()) == {"unchanged"}


def test_moved_and_renamed_is_both() -> None:
    goals = ("地方に仕事をつくる", "魅力的な地域をつくる")
    old = version(
        OLD,
        tuple(goal(OLD, n, g) for n, g in enumerate(goals, 1)),
        (
            measure(OLD, 1, "空き家バンクの運営", 1),
            measure(OLD, 2, "企業誘致の推進", 1),
            measure(OLD, 3, "地域公共交通の再編", 1),
        ),
    )
    new = version(
        NEW,
        tuple(goal(NEW, n, g) for n, g in enumerate(goals, 1)),
        (
            measure(NEW, 1, "空き家バンクの運営", 2),
            measure(NEW, 2, "企業誘致の促進", 1),
            measure(NEW, 3, "地域公共交通の再編・維持", 2),
        ),
    )
    found = links(old, new)
    assert found[("空き家バンクの運営",), ("空き家バンクの運営",)] == "moved"
    assert found[("企業誘致の推進",), ("企業誘致の促進",)] == "renamed"
    assert found[("地域公共交通の再編",), ("地域公共交通の再編・維持",)] == "moved+renamed"


def test_two_made_into_one() -> None:
    old = measures(OLD, "移住支援金の支給", "起業支援金の支給", "港の改修")
    new = measures(NEW, "移住・起業支援金の支給", "港の改修")
    assert links(old, new)[("移住支援金の支給", "起業支援金の支給"), ("移住・起業支援金の支給",)] == "merged"


def test_one_made_into_two() -> None:
    old = measures(OLD, "観光と農業の担い手の育成", "港の改修")
    new = measures(NEW, "観光の担い手の育成", "農業の担い手の育成", "港の改修")
    assert links(old, new)[("観光と農業の担い手の育成",), ("観光の担い手の育成", "農業の担い手の育成")] == "split"


def test_one_made_into_two_by_words_it_lacks() -> None:
    old = version(OLD, (), (), (kpi(OLD, 1, "観光入込客数", "100万人(2024年)"),))
    new = version(
        NEW,
        (),
        (),
        (kpi(NEW, 1, "日帰り観光客数", "80万人(2029年)"), kpi(NEW, 2, "宿泊観光客数", "30万人(2029年)")),
    )
    assert links(old, new)[("観光入込客数",), ("日帰り観光客数", "宿泊観光客数")] == "split"
    assert links(new, old)[("日帰り観光客数", "宿泊観光客数"), ("観光入込客数",)] == "merged"


def test_each_of_two_things_listed_has_its_own_measure() -> None:
    old = measures(OLD, "いじめ・不登校対策", "港の改修")
    new = measures(NEW, "いじめの防止", "不登校児童生徒への支援", "港の改修")
    assert links(old, new)[("いじめ・不登校対策",), ("いじめの防止", "不登校児童生徒への支援")] == "split"


def test_a_goal_taken_apart_with_its_measures() -> None:
    first = ("保育所の増設", "児童クラブの運営", "母子保健の充実")
    second = ("介護施設の増設", "特定健診の受診勧奨", "診療所の運営")
    old = version(
        OLD,
        (goal(OLD, 1, "健やかに暮らせるまち"), goal(OLD, 2, "活力ある産業のまち")),
        tuple(measure(OLD, n, m, 1) for n, m in enumerate((*first, *second))),
    )
    new = version(
        NEW,
        (goal(NEW, 1, "こどもが輝くまち"), goal(NEW, 2, "生涯健やかに暮らせるまち"), goal(NEW, 3, "産業のまち")),
        (
            *(measure(NEW, n, m, 1) for n, m in enumerate(first)),
            *(measure(NEW, 10 + n, m, 2) for n, m in enumerate(second)),
        ),
    )
    found = links(old, new)
    assert found[("健やかに暮らせるまち",), ("こどもが輝くまち", "生涯健やかに暮らせるまち")] == "split"
    assert found[("保育所の増設",), ("保育所の増設",)] == "unchanged"


def test_the_name_of_a_thing_is_more_than_its_words() -> None:
    assert not matched(
        compare_versions(measures(OLD, "二地域居住等の推進"), measures(NEW, "地域暮らしサービス拠点の形成"))
    )


def test_a_new_neighbour_is_not_a_split() -> None:
    old, new = measures(OLD, "文化財の保存"), measures(NEW, "文化財の保存", "文化財の活用")
    assert links(old, new)[("文化財の保存",), ("文化財の保存",)] == "unchanged"


def test_the_text_that_tells_of_the_change_is_found_and_quoted() -> None:
    old = version(OLD, (), (measure(OLD, 1, "高齢者向けスマホ教室", description="公民館で使い方を教える。"),))
    new = version(
        NEW,
        (),
        (
            measure(
                NEW,
                1,
                "デジタル活用支援員の派遣",
                description="高齢者向けスマホ教室を改め、支援員が集落に出向いて教える。",
            ),
        ),
    )
    found = next(c for c in compare_versions(old, new) if c.old and c.new)
    assert any("高齢者向けスマホ教室を改め" in reason for reason in found.reasons)


def test_goals_whose_measures_went_together_correspond() -> None:
    names = ("空き家バンクの運営", "移住相談窓口の設置", "関係人口の登録")
    old = version(OLD, (goal(OLD, 1, "人の流れをつくる"),), tuple(measure(OLD, n, m, 1) for n, m in enumerate(names)))
    new = version(
        NEW,
        (goal(NEW, 1, "強い経済"), goal(NEW, 2, "選ばれる地方")),
        tuple(measure(NEW, n, m, 2) for n, m in enumerate(names)),
    )
    found = links(old, new)
    assert found[("人の流れをつくる",), ("選ばれる地方",)] == "renamed"
    assert found[("空き家バンクの運営",), ("空き家バンクの運営",)] == "unchanged"


def test_changes_of_kpis_are_told_with_the_measure_they_belong_to() -> None:
    old = version(
        OLD,
        (),
        (measure(OLD, 1, "空き家バンクの運営"),),
        (kpi(OLD, 1, "成約件数", "15件(2019年度)", of="old:measure:1"),),
    )
    new = version(
        NEW,
        (),
        (measure(NEW, 1, "空き家バンクの運営"),),
        (kpi(NEW, 1, "成約件数", "20件(2024年度)", of="new:measure:1"),),
    )
    found = compare_versions(old, new)
    assert [[str(k.change) for k in c.kpi_changes] for c in found] == [["raised"], ["raised"]]
    assert any("同じKPI: 成約件数" in reason for reason in found[0].reasons)


def test_every_record_is_in_a_correspondence_and_nothing_is_made_up() -> None:
    for pair in load_labelled()[::5]:
        found = compare_versions(pair.old, pair.new)
        assert {i for c in found for i in c.old} == set(pair.old.by_id)
        assert {i for c in found for i in c.new} == set(pair.new.by_id)
        assert all(0 <= c.score <= 1 and c.reasons for c in found)
        assert all((c.type == "added") == (not c.old) and (c.type == "dropped") == (not c.new) for c in found)
        assert all(len(c.old) > 1 and len(c.new) == 1 for c in found if c.type == "merged")


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_order_is_not_assumed(chance: random.Random) -> None:
    old, new = made_versions(24)
    shuffled = list(new.measures)
    chance.shuffle(shuffled)
    assert as_sets(compare_versions(old, replace(new, measures=tuple(shuffled)))) == as_sets(compare_versions(old, new))


def as_sets(found: list[Correspondence]) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(str(c.type), tuple(sorted(c.old)), tuple(sorted(c.new))) for c in found}


def test_a_version_against_itself_is_unchanged() -> None:
    for pair in load_labelled()[:3]:
        found = compare_versions(pair.new, pair.new)
        assert {(str(c.type), c.old == c.new) for c in found} == {("unchanged", True)}
        assert {str(k.change) for c in found for k in c.kpi_changes} <= {"unchanged"}


def test_a_copy_of_a_version_is_unchanged_too() -> None:
    """The same content under another id, as when a file was saved again."""
    for pair in load_labelled()[:8]:
        again = replace(pair.old, document=replace(pair.old.document, id="again"))
        assert {str(c.type) for c in compare_versions(pair.old, again)} == {"unchanged"}


def test_versions_without_records() -> None:
    assert compare_versions(version(OLD), version(NEW)) == []
    assert not matched(compare_versions(measures(OLD, "空き家バンクの運営"), version(NEW)))


def test_unrelated_plans_do_not_match() -> None:
    old = measures(OLD, "休日夜間診療所の運営", "認知症サポーターの養成", "文化財の保存")
    new = measures(NEW, "スマート農業の実証", "庁内システムのクラウド移行", "マイナンバーカードの普及")
    assert not matched(compare_versions(old, new))


@pytest.fixture
def scans(tmp_path: Path) -> Library:
    """A library with a scan (no text on any page) and a text without records."""
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.4\n")
    library = Library.create_or_open(tmp_path / "library")
    scan = Document("aaaaaaaaaaaa", "a" * 64, "scan.pdf", "", 2)
    problems = tuple(Problem("no_text_layer", n, "文字データがありません。") for n in (1, 2))
    library.add(Ingested(scan, (), (), (), (), (), problems), pdf)
    library.add(Ingested(Document("bbbbbbbbbbbb", "b" * 64, "hakusho.pdf", "白書", 2), (), (), (), (), (), ()), pdf)
    return library


def test_a_scan_is_declined_with_the_reason(scans: Library) -> None:
    with pytest.raises(RefusedError, match="スキャン") as refused:
        compare(scans, "hakusho", "scan")
    assert refused.value.code == "no_text"


def test_a_text_without_goals_is_compared_and_matches_nothing(scans: Library) -> None:
    assert compare(scans, "hakusho", "hakusho") == []
