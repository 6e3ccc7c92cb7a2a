"""Years named in text, in either calendar."""

from __future__ import annotations

import re
from typing import Final

_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_ERA_YEAR: Final = re.compile(r"(令和|平成|昭和|(?<![A-Za-z])[RHS])\s?(\d{1,2}|元)(?!\d)(?=\s?年|[^A-Za-z]|$)")
_WESTERN_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d,])")
_LAST_OF_HEISEI: Final = 2018


def years_of(text: str) -> tuple[int, ...]:
    """Western years named in normalised text (令和7年 → 2025), each once, in order."""
    found = [(m.start(), int(m.group(1))) for m in _WESTERN_YEAR.finditer(text)]
    found += [(m.start(), _western(m)) for m in _ERA_YEAR.finditer(text)]
    return tuple(dict.fromkeys(year for _, year in sorted(found)))


def in_western(text: str) -> str:
    """The text with its era years as Western ones (令和7年度 → 2025年度)."""
    return _ERA_YEAR.sub(lambda m: str(_western(m)), text)


def in_era(year: int) -> str:
    """A year from 1989 on in the Japanese calendar (2025 → 令和7年); earlier ones as they are."""
    if year > _LAST_OF_HEISEI:
        return f"令和{year - 2018}年"
    return f"平成{year - 1988}年" if year > 1988 else f"{year}年"


def _western(match: re.Match[str]) -> int:
    return _ERAS[match.group(1)] + (1 if match.group(2) == "元" else int(match.group(2)))
