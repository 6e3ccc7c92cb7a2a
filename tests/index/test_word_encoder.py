from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import word_training
from index.entries import Entry
from index.word_encoder import load_word_encoder
from index.word_table import ginza_table
from index.word_training import fit_word_encoder

TEXTS = [
    "保育所の入所の申込み",
    "保育所と幼稚園の入所",
    "幼稚園の申込み",
    "引越しの届出と転入届",
    "転入届の窓口",
    "引越しの窓口",
]

needs_ginza = pytest.mark.skipif(ginza_table() is None, reason="ja_ginza がないため省略")


def entries(texts: list[str], title: str = "") -> list[Entry]:
    return [Entry(str(i), "d", title, text) for i, text in enumerate(texts)]


@pytest.fixture(params=["with the table", "without"])
def _table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without":
        monkeypatch.setattr(word_training, "ginza_table", lambda: None)


@pytest.mark.usefixtures("_table")
def test_words_that_go_together_are_near() -> None:
    encoder = fit_word_encoder(entries(TEXTS))
    near = encoder.encode_entries(entries(TEXTS)) @ encoder.encode_questions(["転入届の窓口はどこですか"])[0]
    assert near[5] > near[:3].max()  # 引越しの窓口, which lacks 転入届
    assert near[4] == near.max()


@pytest.mark.usefixtures("_table")
def test_questions_have_length_one_or_nought() -> None:
    rows = fit_word_encoder(entries(TEXTS)).encode_questions(["保育所", "", "😀\0"])
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0], abs=1e-5)


@pytest.mark.usefixtures("_table")
def test_a_saved_encoder_is_the_same(tmp_path: Path) -> None:
    fitted = fit_word_encoder(entries(TEXTS, "窓口"))
    fitted.save(tmp_path / "encoder")
    loaded = load_word_encoder(tmp_path / "encoder")
    for questions in (TEXTS, ["起業の支援"]):  # words of the library, and others
        assert np.array_equal(loaded.encode_questions(questions), fitted.encode_questions(questions))
    asked, texts = ["転居", "引っ越し"], [fitted.numbers(["引っ越し"]), fitted.numbers([])]
    assert np.array_equal(loaded.likeness(asked, texts), fitted.likeness(asked, texts))


@pytest.mark.usefixtures("_table")
@pytest.mark.parametrize("texts", [[], ["一つだけ"], ["東", "西"], ["", ""]])
def test_too_little_to_learn_from(texts: list[str], tmp_path: Path) -> None:
    encoder = fit_word_encoder(entries(texts))
    encoder.save(tmp_path / "encoder")
    loaded = load_word_encoder(tmp_path / "encoder")
    assert np.isfinite(loaded.encode_entries(entries(texts))).all()
    assert np.isfinite(loaded.encode_questions(["東", "一つだけ"])).all()


def made(size: int) -> list[Entry]:
    """Each title goes with the text below it, though they share no word."""
    names = ["転居", "出産", "起業", "解雇"]
    texts = ["住民票の写し。", "母子手帳の交付。", "融資の相談。", "保険の給付。"]
    return [Entry(str(i), "d", f"{names[i % 4]}{i}番", texts[i % 4]) for i in range(size)]


@pytest.mark.usefixtures("_table")
def test_titles_teach_what_their_texts_are_about(monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(80)
    texts = entries([e.text for e in library[:4]])

    def own_less_others() -> float:
        encoder = fit_word_encoder(library)
        cosines = encoder.encode_questions(["転居", "出産", "起業", "解雇"]) @ encoder.encode_entries(texts).T
        return float(np.diag(cosines).mean() - cosines.mean())

    taught = own_less_others()
    monkeypatch.setattr(word_training, "_ROUNDS", 0)
    assert taught > own_less_others() + 0.01


@pytest.mark.usefixtures("_table")
def test_the_same_entries_give_the_same_encoder() -> None:
    library = made(40)
    first, second = fit_word_encoder(library), fit_word_encoder(library)
    assert np.array_equal(first.encode_entries(library), second.encode_entries(library))


def test_a_heading_above_many_passages_teaches_nothing_but_their_sentences_do() -> None:
    library = [Entry(str(i), "d", "第1章", f"保育所を{i}か所つくる計画です。窓口は{i}番にあります。") for i in range(5)]
    alone = Entry("x", "d", "第2章", "終わり。")
    pairs = word_training._pairs([*library, alone], np.random.default_rng(0))
    assert pairs[-1] == (alone.title_words, alone.text_words)
    for entry, (left, right) in zip(library, pairs, strict=False):
        assert left in entry.sentences
        assert sorted([*left, *right]) == sorted([*entry.title_words, *entry.text_words])


def test_the_gradient_is_that_of_the_loss() -> None:
    """Against differences, through sums, unit vectors, the common part and the cross entropies."""
    dice = np.random.default_rng(1)
    left, right = (dice.normal(size=(4, 5)).astype(np.float32) for _ in range(2))
    common = np.full(5, 0.1, np.float32)
    said = np.ones(4, dtype=bool)

    def loss(a: np.ndarray) -> float:
        x, y = (word_training._Pass(side, common).vectors.astype(np.float64) for side in (a, right))
        logits = x @ y.T / word_training._TEMPERATURE
        there = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        back = logits - np.log(np.exp(logits).sum(axis=0))
        return float(-(np.diag(there) + np.diag(back)).mean() / 2)

    passed = word_training._Pass(left, common)
    slope, _ = word_training._slopes(passed.vectors, word_training._Pass(right, common).vectors, said)
    by_sum, _ = passed.back(slope, common)
    for place in ((0, 0), (1, 3), (3, 4)):
        step = np.zeros_like(left)
        step[place] = 1e-2
        assert by_sum[place] == pytest.approx((loss(left + step) - loss(left - step)) / 2e-2, abs=2e-3)


@needs_ginza
def test_words_that_the_library_lacks_are_understood() -> None:
    encoder = fit_word_encoder(entries(TEXTS))
    near = encoder.encode_entries(entries(TEXTS)) @ encoder.encode_questions(["転居"])[0]
    assert near.argmax() in (3, 5)  # 引越し
    likeness = encoder.likeness(["転居"], [encoder.numbers(e.text_words) for e in entries(TEXTS)])
    assert likeness[5] > 0.7
    assert likeness[0] == 0


def test_a_text_with_the_very_words_is_like_the_question() -> None:
    encoder = fit_word_encoder(entries(TEXTS))
    texts = [encoder.numbers(["転入届", "窓口", "引っ越し"]), encoder.numbers(["窓口"]), encoder.numbers([])]
    alike = encoder.likeness(["転入届", "窓口"], texts)
    assert alike[0] == pytest.approx(1, abs=1e-3)
    assert alike[0] > alike[1] > alike[2] == 0
    assert encoder.likeness([], texts).tolist() == [0, 0, 0]
    assert len(encoder.likeness(["窓口"], [])) == 0


@pytest.mark.parametrize("name", ["terms.json", "rows.npy", "unseen/keys.npy"])
def test_a_damaged_encoder_is_told(name: str, tmp_path: Path) -> None:
    fit_word_encoder(entries(TEXTS)).save(tmp_path / "encoder")
    path = tmp_path / "encoder" / name
    if path.suffix == ".npy":
        np.save(path, np.load(path)[:-1] if len(np.load(path)) else np.zeros(3, np.uint64))
    else:
        path.write_text('{"terms": [], "unseen_weight": 1}')
    with pytest.raises(ValueError, match="rows"):
        load_word_encoder(tmp_path / "encoder")
