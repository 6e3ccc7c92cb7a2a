from pathlib import Path

import pytest

from index.readings import find_readings, in_kanji, kana_runs, load_readings, save_readings

WORDS = ["高齢者", "支援", "防災", "市", "カーボン", "高齢", "者"]


def test_a_question_in_kana_is_read_as_the_words_that_the_library_has() -> None:
    readings = find_readings(WORDS)
    (run,) = kana_runs("こうれいしゃしえん")
    assert in_kanji(run, readings) == ["高齢者", "支援"]
    assert in_kanji("ボウサイ", readings) == ["防災"]


@pytest.mark.parametrize("text", ["について", "しています", "どのような", "カーボン", "もらえますか"])
def test_grammar_and_words_in_katakana_are_left_alone(text: str) -> None:
    assert [in_kanji(run, find_readings(WORDS)) for run in kana_runs(text)] == [[]]


def test_short_runs_are_no_words() -> None:
    assert kana_runs("市の事業を") == []


def test_readings_are_kept_and_an_index_without_any_has_none(tmp_path: Path) -> None:
    assert load_readings(tmp_path) == {}
    save_readings(find_readings(WORDS), tmp_path)
    assert load_readings(tmp_path) == find_readings(WORDS)
    (tmp_path / "readings.json").write_text("[]")
    with pytest.raises(ValueError, match="readings"):
        load_readings(tmp_path)
