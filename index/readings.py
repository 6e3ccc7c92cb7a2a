"""Words by their readings, so that a question typed in kana finds what is printed in kanji (こうれいしゃ → 高齢者)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from index.tokens import reading

FILE: Final = "readings.json"
_KANJI: Final = re.compile(r"[一-龥々]")
_KANA: Final = re.compile(r"[ぁ-んァ-ヶー]{4,}")
_SHORTEST: Final = 3
"""Kana of a word's reading at least: shorter ones are anywhere."""

Readings = dict[str, list[str]]
"""Reading in katakana → words with kanji."""


def find_readings(words: Iterable[str]) -> Readings:
    """The words that have kanji, by their readings."""
    found: Readings = {}
    for word in words:
        if _KANJI.search(word) and len(said := reading(word)) >= _SHORTEST:
            found.setdefault(said, []).append(word)
    return found


def save_readings(readings: Readings, folder: Path) -> None:
    """Write into the folder."""
    (folder / FILE).write_text(json.dumps(readings, ensure_ascii=False), encoding="utf-8")


def load_readings(folder: Path) -> Readings:
    """What was written; nothing for an index that was made without. Raises ValueError when damaged."""
    path = folder / FILE
    if not path.is_file():
        return {}
    readings = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(readings, dict):
        raise ValueError(path.name)
    return readings


def kana_runs(text: str) -> list[str]:
    """Runs of kana in normalised text that may be words, in katakana."""
    return [run.translate(_TO_KATAKANA) for run in _KANA.findall(text)]


def in_kanji(run: str, readings: Readings) -> list[str]:
    """The fewest words whose readings, put together, are the whole run; none when there are no such words."""
    best: list[list[str] | None] = [[]] + [None] * len(run)
    for end in range(_SHORTEST, len(run) + 1):
        for start in range(end - _SHORTEST + 1):
            before, words = best[start], readings.get(run[start:end])
            now = best[end]
            if before is not None and words and (now is None or len(before) + len(words) < len(now)):
                best[end] = [*before, *words]
    return best[-1] or []


_TO_KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
