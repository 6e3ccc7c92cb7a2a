from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.tokens import analyse, tokenise, tokenise_query


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("労働生産性は", ["労働生産性", "労働", "生産", "性"]),
        ("引越しと引っ越し", ["引っ越し", "引っ越し"]),
        ("サーヴァ", ["サーバ"]),
        ("ＫＰＩ", ["kpi"]),
        ("1,000人", ["1000", "人"]),
        ("１，０００万人", ["10000000", "人"]),
        ("04月", ["4", "月"]),
        ("③の施策", ["③", "施策"]),
        ("⽅⾔", ["方言"]),  # Kangxi radicals
        ("", []),
        ("\0\0", []),
        ("😀、😀。", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


def test_a_question_keeps_its_subject_only() -> None:
    assert tokenise_query("ふるさと納税について教えてください") == tokenise("ふるさと納税")


PHRASES = """何ですか/どこで、いつ、誰が/どれとどちら/なぜ、どうして/いくらで、いくつ/どの、どんな、どのような
教えてください/知りたい/聞きたい/できる/なるもの/いること/これについて/それによって/そのために/このもの/とされている/に関する
あるという/してほしい/お願いします""".replace("\n", "/")


@pytest.mark.parametrize("phrase", PHRASES.split("/"))
def test_phrases_that_only_make_a_question(phrase: str) -> None:
    assert tokenise_query(f"予算。{phrase}") == ["予算"]


def test_a_question_of_question_words_keeps_them() -> None:
    assert tokenise_query("何ですか") == ["何"]


def test_offsets_point_at_the_words_as_given() -> None:
    text = "か\u3099っこうで㌔、１，０００部の引越し"
    assert [text[t.start : t.end] for t in analyse(text)] == ["か\u3099っこう", "㌔", "１，０００", "部", "引越し"]


@pytest.mark.parametrize("sentence", ["労働生産性を上げる。", "労働生産性を上げる", "😀"])
def test_text_beyond_the_limit_of_sudachi(sentence: str) -> None:
    text = sentence * 6000
    tokens = analyse(text)
    assert [text[t.start : t.end] for t in tokens[:1]] == [text[:5]] * bool(tokens)
    assert sum(t.text == "労働生産性" for t in tokens) >= 5990 * ("労" in sentence)
    assert all(a.start <= b.start for a, b in pairwise(tokens))


def test_a_run_of_junk_is_cut() -> None:
    assert max(map(len, tokenise("a" * 30_000))) <= 64


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=40))
def test_any_text_can_be_tokenised(text: str) -> None:
    for token in analyse(text):
        assert token.text.strip()
        assert 0 <= token.start < token.end <= len(text)
        token.text.encode("utf-8")


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"第{n}回の労働生産性向上会議と地方創生の総合戦略について" * 5 for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tokenise, texts)) == [tokenise(text) for text in texts]
