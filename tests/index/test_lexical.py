from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from index.lexical import BIGRAMS, BODY, FIELDS, TITLE, Lexical, bigrams, build_lexical, load_lexical

TITLES = [["手続き"], [], ["起業", "支援"], ["引っ越し", "手続き"]]
BODIES = [["窓口", "手続き", "手続き"], ["起業"], ["地方", "起業", "支援", "起業"], ["窓口"]]
TEXTS = ["手続きの窓口", "起業", "地方で起業", "引越しの窓口"]


def expected(name: str, field: list[list[str]], words: list[str]) -> list[float]:
    """Lucene's BM25, as its definition has it, by the weight of the field."""
    k1, b, weight = FIELDS[name]
    mean = sum(map(len, field)) / len(field)
    scores = [0.0] * len(field)
    for word in words:
        having = sum(word in entry for entry in field)
        idf = math.log(1 + (len(field) - having + 0.5) / (having + 0.5))
        for i, entry in enumerate(field):
            tf = Counter(entry)[word]
            scores[i] += weight * idf * tf / (tf + k1 * (1 - b + b * len(entry) / mean))
    return scores


@pytest.fixture(params=["built", "loaded"])
def lexical(request: pytest.FixtureRequest, tmp_path: Path) -> Lexical:
    built = build_lexical(TITLES, BODIES, TEXTS)
    if request.param == "built":
        return built
    built.save(tmp_path / "lexical")
    assert {path.suffix for path in (tmp_path / "lexical").rglob("*.*")} == {".npy", ".json"}
    return load_lexical(tmp_path / "lexical", 4)


@pytest.mark.parametrize("words", [["起業"], ["手続き", "窓口"], ["起業", "起業", "支援"], ["ない"], []])
def test_scores_are_those_of_bm25_over_title_and_body(lexical: Lexical, words: list[str]) -> None:
    by_hand = np.add(expected(TITLE, TITLES, words), expected(BODY, BODIES, words))
    assert lexical.scores(words, "") == pytest.approx(by_hand, abs=1e-5)


def test_bigrams_count_less(lexical: Lexical) -> None:
    by_hand = expected(BIGRAMS, [bigrams(t) for t in TEXTS], bigrams("引越し"))
    assert lexical.scores([], "引越し") == pytest.approx(by_hand, abs=1e-5)


def test_frequency_counts_entries(lexical: Lexical) -> None:
    assert [lexical.frequency(word) for word in ("起業", "窓口", "手続き", "ない")] == [2, 2, 1, 0]


def test_bigrams_do_not_span_symbols() -> None:
    assert bigrams("Ａb、方⽅ 1") == ["ab", "方方"]


@pytest.mark.parametrize("entries", [[], [[]], [[], []]])
def test_nothing_to_index(entries: list[list[str]], tmp_path: Path) -> None:
    build_lexical(entries, entries, [""] * len(entries)).save(tmp_path / "lexical")
    assert load_lexical(tmp_path / "lexical", len(entries)).scores(["語"], "語句").tolist() == [0.0] * len(entries)


def test_some_entries_have_the_scores_that_they_have_among_all() -> None:
    built = build_lexical(TITLES, BODIES, TEXTS)
    words, text = ["起業", "手続き", "起業", "火星"], "起業の手続き"
    some = np.array([0, 2, 3])
    assert built.scores_of(some, words, text) == pytest.approx(built.scores(words, text)[some])


def test_which_words_entries_have_in_title_or_body() -> None:
    built = build_lexical(TITLES, BODIES, TEXTS)
    assert built.present(["起業", "手続き", "窓口", "火星"], np.array([3, 1])) == [
        frozenset({"手続き", "窓口"}),
        frozenset({"起業"}),
    ]
