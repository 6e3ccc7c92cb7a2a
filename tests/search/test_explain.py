import pytest

from index.library import Library
from search.explain import explain
from search.retrieve import search


def test_marks_are_the_words_as_the_tokenizer_cut_them(library: Library) -> None:
    query = "太陽光発電の導入割合"
    hit = search(library, query)[0]
    told = explain(library, query, hit)
    own = {hit.text[m.start : m.end] for m in told.text_marks if m.likeness == 1}
    assert {"導入", "発電"} <= own
    assert set(told.legs) == {"lexical", "semantic"}
    assert told.lexical + told.semantic == pytest.approx(1)


def test_every_mark_stands_in_its_text_for_a_word_of_the_question(library: Library) -> None:
    query = "みらい市で女性や若者が働く場を広げる施策"
    for hit in search(library, query):
        told = explain(library, query, hit)
        assert len(told.path_marks) == len(hit.path)
        for text, marks in zip([hit.text, *hit.path], [told.text_marks, *told.path_marks], strict=True):
            for mark in marks:
                assert 0 <= mark.start < mark.end <= len(text)
                assert 0 < mark.likeness <= 1
                assert mark.word not in told.missing


def test_words_that_are_nowhere_are_told(library: Library) -> None:
    hit = search(library, "設置 ゾウリムシ")[0]
    assert "ゾウリムシ" in explain(library, "設置 ゾウリムシ", hit).missing
