from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.vectors import build_vectors, load_vectors

ROWS = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)


def test_search_is_exact_and_survives_saving(tmp_path: Path) -> None:
    path = tmp_path / "語のベクトル.faiss"
    build_vectors(ROWS).save(path)
    loaded = load_vectors(path)
    numbers, scores = loaded.search(ROWS[3], 5)
    products = ROWS @ ROWS[3]
    assert numbers.tolist() == np.argsort(-products)[:5].tolist()
    assert scores == pytest.approx(np.sort(products)[::-1][:5], abs=1e-5)


def test_only_those_kept_are_found() -> None:
    keep = np.zeros(50, dtype=bool)
    keep[[1, 20, 49]] = True
    numbers, _ = build_vectors(ROWS).search(ROWS[3], 10, keep)
    assert sorted(numbers.tolist()) == [1, 20, 49]
    assert len(build_vectors(ROWS).search(ROWS[3], 10, np.zeros(50, dtype=bool))[0]) == 0


def test_no_vectors(tmp_path: Path) -> None:
    build_vectors(np.zeros((0, 1), np.float32)).save(tmp_path / "v")
    assert len(load_vectors(tmp_path / "v").search(np.ones(1, np.float32), 3)[0]) == 0


@pytest.mark.parametrize("content", [b"", b"junk", b"IxFI" + b"\0" * 8])
def test_a_damaged_index_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "v").write_bytes(content)
    with pytest.raises((ValueError, OSError), match=r"."):
        load_vectors(tmp_path / "v")
