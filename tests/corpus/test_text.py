"""Normalisation and its offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import text
from corpus.text import normalise, normalise_with_offsets, squeeze


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("地⽅創⽣", "地方創生"),
        ("住⺠", "住民"),
        ("まち‧ひと‧しごと", "まち・ひと・しごと"),
        ("目標︓７７％", "目標:77%"),
        ("政策目標①", "政策目標①"),
        ("⒜ 取組", "(a) 取組"),
        ("㈱", "(株)"),
        ("か\u3099", "が"),
        ("ﾃﾞｼﾞﾀﾙ", "デジタル"),
        ("a\u200bb\x00c", "abc"),
    ],
)
def test_printed_forms_become_one(printed: str, expected: str) -> None:
    assert normalise(printed) == expected


@given(st.text())
def test_every_character_knows_its_origin(printed: str) -> None:
    normalised = normalise_with_offsets(printed)
    assert len(normalised.offsets) == len(normalised.text)
    assert list(normalised.offsets) == sorted(normalised.offsets)
    assert all(0 <= offset < len(printed) for offset in normalised.offsets)


@given(st.text(alphabet=st.characters() | st.sampled_from("か\u3099ﾃﾞ⽣①㈱")))
def test_text_is_the_same_with_and_without_offsets(printed: str) -> None:
    assert normalise(printed) == normalise_with_offsets(printed).text


@given(st.text())
def test_normalising_twice_changes_nothing(printed: str) -> None:
    once = normalise(printed)
    assert normalise(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=0x3040, max_codepoint=0x30FF)))
def test_agrees_with_nfkc_on_kana(printed: str) -> None:
    expected = "".join(c for c in unicodedata.normalize("NFKC", printed) if unicodedata.category(c) != "Cn")
    assert squeeze(printed) == "".join(expected.split())


def test_text_taken_as_a_whole_normalises_to_itself() -> None:
    """The pattern of plain characters holds none that folds, composes or is replaced."""
    plain = [c for c in map(chr, range(0x10000)) if (part := text._PARTS.match(c)) and part[1]]
    assert len(plain) > 20_000
    assert all(text.normalise_char(c) == c and not text._combines(c) for c in plain)
