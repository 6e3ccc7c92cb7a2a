from __future__ import annotations

import numpy as np
import pytest

from search.fusion import SEMANTIC, above_least, compared, fuse, share


def floats(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_what_both_bring_comes_before_what_one_brings() -> None:
    scores = fuse(floats(10, 9, 0), floats(0, 0.9, 0.2))
    assert scores == pytest.approx([1, 0.9 + 0.9 * SEMANTIC, 0.2 * SEMANTIC])


def test_where_one_leg_is_silent_the_others_order_stands() -> None:
    assert np.argsort(-fuse(floats(0, 0), floats(0.2, 0.9))).tolist() == [1, 0]
    assert fuse(floats(4, 2), floats(0, 0)).tolist() == [1, 0.5]


def test_what_all_have_in_meaning_does_not_count() -> None:
    assert fuse(floats(4, 2), floats(0.8, 0.8)).tolist() == [1, 0.5]
    assert above_least(floats(-0.1, 0.2)) == pytest.approx([0, 0.3])


def test_nothing_found() -> None:
    nothing = floats()
    assert (
        len(fuse(nothing, nothing)) == len(share(nothing)) == len(above_least(nothing)) == len(compared(nothing)) == 0
    )


def test_ties_keep_their_order() -> None:
    assert compared(floats(1, 3, 3, 2)).tolist() == [1, 2, 3, 0]
