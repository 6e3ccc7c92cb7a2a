"""Which entry of the list of official documents a document is, by its title and the day of its decision."""

from __future__ import annotations

import re
from functools import cache

from corpus.sources import Part, Source, Standing, load_sources
from corpus.text import squeeze

_SUBTITLE = re.compile(r"[~―—][^~―—]{4,}[~―—]")
_OVERVIEW = re.compile(r"(?:の|\()?概要(?:版|資料)?\)?(?:について)?$|\((?:本文|案|概要)\)$")
_QUOTES = str.maketrans("", "", "「」『』 ")


def find_source(title: str, decided_on: str | None) -> Source | None:
    """The one official document of that title and day of decision (ISO 8601); None without one.

    Titles are compared without quotation marks, subtitle and 概要. A document that prints no day is none of them:
    towns give their own strategies the same title.
    """
    wanted = _plain(title)
    found = [s for s in _sources() if s.decided_on and s.decided_on.isoformat() == decided_on]
    found = [s for s in found if _plain(s.title) == wanted]
    return found[0] if len(found) == 1 else None


def address_of(source: Source, title: str) -> str | None:
    """Where the official file is: an address that was seen printed, of the body, or of the overview for an overview."""
    part = Part.OVERVIEW if _OVERVIEW.search(squeeze(title)) else Part.BODY
    seen = (a.url for a in source.pdfs if a.part is part and a.standing is Standing.READ)
    return next(seen, None)


@cache
def _sources() -> tuple[Source, ...]:
    return load_sources()


def _plain(title: str) -> str:
    return _SUBTITLE.sub("", _OVERVIEW.sub("", squeeze(title).translate(_QUOTES)))
