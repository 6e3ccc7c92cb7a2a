from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from index import word_table
from index.word_table import ginza_table, load_table, word_hash

WORDS = ["引っ越し", "転居", "犬", "手続きについて"]


def write_package(folder: Path, marks: bytes = b"\xdf") -> None:
    """A package laid out as ja_ginza is, of four words that share three vectors."""
    vocab = folder / "ja_ginza-5.0.0" / "vocab"
    vocab.mkdir(parents=True)
    (folder / "__init__.py").touch()
    rows = [0, 0, 1, 2]
    pairs = b"".join(b"\xcf" + struct.pack(">Q", word_hash(w)) + bytes([r]) for w, r in zip(WORDS, rows, strict=True))
    (vocab / "key2row").write_bytes(marks + struct.pack(">I", len(WORDS)) + pairs)
    with (vocab / "vectors").open("wb") as file:
        np.save(file, np.array([[3, 4], [0, 2], [1, 0]], np.float32))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the table is looked for, while a test runs."""

    class Spec:
        origin = str(tmp_path / "ja_ginza" / "__init__.py")

    monkeypatch.setattr(word_table, "find_spec", lambda name: Spec())
    ginza_table.cache_clear()
    yield tmp_path / "ja_ginza"
    ginza_table.cache_clear()


def test_words_have_unit_vectors(package: Path, tmp_path: Path) -> None:
    write_package(package)
    table = ginza_table()
    assert table is not None
    expected = [[0.6, 0.8], [0.6, 0.8], [0, 1], [1, 0], [0, 0]]
    assert table.rows([*WORDS, "ない"]) == pytest.approx(np.array(expected), abs=5e-3)
    table.save(tmp_path / "table")
    assert np.array_equal(load_table(tmp_path / "table").rows(WORDS), table.rows(WORDS))
    half_turn = table.turned(-np.eye(2, dtype=np.float32))
    assert half_turn.rows(WORDS) == pytest.approx(-table.rows(WORDS), abs=1e-2)


def test_files_that_are_not_as_expected_are_told(package: Path) -> None:
    write_package(package, marks=b"\x93")
    with pytest.raises(EncoderError, match="ja_ginza"):
        ginza_table()


def test_the_hash_is_murmurs() -> None:
    """Values of spaCy's StringStore."""
    assert word_hash("coffee") == 3197928453018144401
    assert word_hash("") == 14313749767032693980
    assert word_hash("手続きについて") == 14543537866376403666


@pytest.mark.skipif(ginza_table() is None, reason="ja_ginza がないため省略")
def test_the_installed_table_knows_words_by_their_normalised_form() -> None:
    table = ginza_table()
    assert table is not None
    move, moved, dog, unknown = table.rows(["引っ越し", "転居", "犬", "ない単語ない単語"])
    assert move @ moved > 0.7 > 0.3 > move @ dog
    assert not unknown.any()
