from pathlib import Path

import numpy as np
import pytest

from corpus.pages import Evidence, Passage
from corpus.records import Goal, Kpi
from index.places import find_places, load_places

BOX = (10.0, 10.0, 110.0, 20.0)
LOWER = (10.0, 40.0, 110.0, 50.0)


def passage(n: int, page: int, box: tuple[float, float, float, float], *path: str, kind: str = "body") -> Passage:
    return Passage(f"d:p:{n}", "d", kind, path, "言葉", (Evidence(page, (box,), "言葉"),))


PASSAGES = [
    passage(1, 1, BOX, "1 暮らし"),
    passage(2, 1, LOWER, "1 暮らし", kind="table"),
    passage(3, 2, BOX, "2 仕事"),
]
RECORDS = [
    Kpi("d:kpi:1", "d", "人数", (Evidence(1, ((20.0, 41.0, 60.0, 49.0),), "人数"),)),
    Goal("d:goal:1", "d", "2", "仕事", (Evidence(9, (BOX,), "仕事"),)),
    Kpi("e:kpi:1", "e", "人数", (Evidence(1, (BOX,), "人数"),)),
]


def test_records_stand_in_the_passages_that_their_boxes_meet_and_goals_above_those_under_them(tmp_path: Path) -> None:
    find_places(PASSAGES, RECORDS).save(tmp_path / "places")
    places = load_places(tmp_path / "places")
    assert [places.of_records([n]).tolist() for n in range(3)] == [
        [False, True, False],
        [False, False, True],
        [False, False, False],
    ]
    assert places.of_records([0, 1]).tolist() == [False, True, True]
    assert places.pages.tolist() == [[1, 1], [1, 1], [2, 2]]
    assert places.kinds.tolist() == ["body", "table", "body"]


def test_nothing_has_no_places(tmp_path: Path) -> None:
    find_places([], []).save(tmp_path / "places")
    assert load_places(tmp_path / "places").of_records([]).tolist() == []


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    find_places(PASSAGES, RECORDS).save(tmp_path / "places")
    np.save(tmp_path / "places" / "kinds.npy", np.array(["body"]))
    with pytest.raises(ValueError, match="passages"):
        load_places(tmp_path / "places")
