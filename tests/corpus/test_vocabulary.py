"""The vocabulary as data: its file, what a library adds to it, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.text import normalise
from corpus.vocabulary import extend, load_vocabulary, vocabulary
from index.library import Library
from ingest.list_items import bodies
from ingest.numbers import find_numbers
from search.names import units_of
from search.other_names import names_in, other_names
from search.words import keys_of


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    extend(None)
    yield
    extend(None)


def test_every_word_of_the_bundled_vocabulary_is_normalised_and_in_one_place() -> None:
    words = vocabulary()
    names = [name for body in words.bodies for name in body.names]
    assert len(names) == len(set(names))
    spelled = [s for unit in words.units for s in (unit.name, *unit.spelled)]
    assert len(spelled) == len(set(spelled))
    groups = (*words.same, *words.names, *words.lines, *words.aliases, *words.apart)
    assert all(w == normalise(w) for w in [*(w for group in groups for w in group), *names, *spelled])
    exact = [w for group in words.names for w in group]
    assert len(exact) == len(set(exact))
    assert not set(exact) & set(names)


def test_no_pair_of_exact_names_is_said_again_as_another_kind() -> None:
    words = vocabulary()
    exact = [set(group) for group in words.names]
    for group in (*words.lines, *words.aliases):
        assert all(len(one & set(group)) < 2 for one in exact), group
    assert not [group for group in words.same if any(set(group) <= one for one in exact)]


def test_what_looks_alike_and_is_not_the_same() -> None:
    words = vocabulary()
    assert words.told_apart("ふるさと納税の寄附件数", "企業版ふるさと納税の寄附件数")
    assert not words.told_apart("ふるさと納税の寄附件数", "ふるさと納税の件数")
    assert not words.told_apart("企業版ふるさと納税の活用", "企業版ふるさと納税の活用団体数")
    assert words.told_apart("男性の健康寿命", "女性の健康寿命")
    assert not words.told_apart("移住者数", "出生数")


def test_a_library_adds_words_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "vocabulary.toml").write_text(
        """
[[same]]
words = ["森の学校", "木育拠点"]
[[name]]
words = ["みどり町農業支援センター", "農支C"]
[[line]]
words = ["みどり基金", "若葉基金"]
[[body]]
name = "みどり町振興公社"
short = ["公社"]
[[unit]]
name = "俵"
spelled = ["たわら"]
""",
        encoding="utf-8",
    )
    assert bodies("みどり町振興公社") == ()
    with Library.create_or_open(folder):
        assert bodies("みどり町振興公社") == ("みどり町振興公社",)
        assert [(c.number, c.unit) for c in find_numbers("30たわら")] == [(30.0, "俵")]
        assert keys_of("森の学校") & keys_of("木育拠点")
        assert names_in("農支Cの講座") == ("みどり町農業支援センター",)
        assert other_names("農支C") == ("みどり町農業支援センター",)
        assert units_of("農支Cの講座").keys() == units_of("みどり町農業支援センターの講座").keys()
        assert names_in("若葉基金の額") == ("みどり基金",)
        assert other_names("若葉基金") == ()
    with Library.create_or_open(tmp_path / "other"):
        assert bodies("みどり町振興公社") == ()
        assert not keys_of("森の学校") & keys_of("木育拠点")
        assert names_in("農支Cと若葉基金") == ()
        assert other_names("農支C") == ()


def test_ministries_over_time_are_one_word_for_search() -> None:
    assert keys_of("経産省") & keys_of("経済産業省") & keys_of("通商産業省")
    assert bodies("公取委、経産省") == ("公取委", "経産省")
    assert units_of("向上") == units_of("高める") or units_of("向上").keys() == units_of("高める").keys()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[same]\n", "TOML"),
        ("[[other]]\nwords = []\n", "知らない項目"),
        ("[[same]]\nwords = 3\n", "words"),
        ('[[same]]\nwords = ["a"]\nnote = "b"\n', "知らない項目"),
        ("[[body]]\nshort = []\n", "name"),
        ('[[body]]\nname = "a"\nformer = [{ name = "b", until = "x" }]\n', "until"),
        ("same = 3\n", "節"),
    ],
)
def test_mistakes_are_told_with_the_file(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "vocabulary.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told) as error:
        load_vocabulary(path)
    assert "vocabulary.toml" in str(error.value)
