"""Names as weighted units, and wordings compared word by word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from search.names import Rarity, common_run, name_of_text, plain
from search.text_diff import word_diff, words


def test_names_differ_by_more_than_signs() -> None:
    assert plain("「デジ活」中山間地域") == plain("デジ活中山間地域")
    assert plain("拠点の箇所数") == plain("拠点のか所数") == plain("拠点のヶ所数")
    assert plain("Ｄ Ｘ") == plain("DX")
    assert plain("移住支援") != plain("起業支援")


def test_common_words_weigh_little() -> None:
    rarity = Rarity({}, 300, [name_of_text("地方創生移住支援事業")])
    assert rarity("事業") < 0.2 < 0.8 < rarity("移住")


def test_what_is_done_and_what_is_in_brackets_is_told_apart() -> None:
    name = name_of_text("スマート農業の普及(実証を含む)")
    assert "農業" in name.units
    assert name.acts == {"普及"}
    assert "実証" in name.asides


def test_common_run() -> None:
    assert common_run("東京圏から地方への移住者", "東京圏から地方への移住者数") == 12
    assert common_run("観光", "観光") == 0


def test_changed_words_are_whole_words() -> None:
    old, new = word_diff("地方創生移住支援事業を行う。", "地方創生起業支援事業を行う。")
    assert [(s.text, s.changed) for s in old] == [("地方創生", False), ("移住", True), ("支援事業を行う。", False)]
    assert [s.text for s in new if s.changed] == ["起業"]


def test_numbers_change_as_wholes() -> None:
    old, new = word_diff("目標値: 1,000団体(2024年度)", "目標値: 1,200団体(2027年度)")
    assert [s.text for s in old if s.changed] == ["1,000", "2024"]
    assert [s.text for s in new if s.changed] == ["1,200", "2027"]


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_joined_the_spans_are_the_texts(old: str, new: str) -> None:
    before, after = word_diff(old, new)
    assert "".join(s.text for s in before) == old == "".join(words(old))
    assert "".join(s.text for s in after) == new
    if old == new:
        assert not any(s.changed for s in (*before, *after))
