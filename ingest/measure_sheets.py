"""One measure a page: sheets with 施策の目的, 施策の概要, their name at the top and the ministry in the corner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.pages import Evidence, Line, Page
from corpus.text import normalise, squeeze
from ingest.found_measures import FoundMeasure
from ingest.list_items import bodies, take_bodies
from ingest.rules import Rule

_PURPOSE = re.compile(r"^(?:[①-⑳■●○◆]|[1-9][.．]?|\(1\))?(?:施策|事業)の?目的$")
_OUTLINE = re.compile(r"^(?:[①-⑳■●○◆]|[1-9][.．]?|\([1-9]\))?(?:施策|事業)の?概要$")
_NEXT = re.compile(r"^(?:[②-⑳■●◆]|[2-9][.．]?|\([2-9]\))?(?:施策|事業)の?(?:具体的内容|内容|スキーム|イメージ)")
_MONEY = re.compile(r"予算|億円|百万円|制度・規制改革|^【制度】$")
_SIGN = re.compile(r"^[○●・◯]")
_LETTER = re.compile(r"^(?:(?P<letter>[A-Z])[.．、)]|\((?P<round>[A-Z])\))\s*(?=\S)")


def sheet_measures(pages: Sequence[Page]) -> Iterator[FoundMeasure]:
    """The measure of every sheet; one each where its head lists sums beside several names or letters them A., B."""
    for page in pages:
        purpose = _first(page, _PURPOSE)
        outline = _first(page, _OUTLINE)
        if purpose is None or outline is None or purpose.box[1] > page.height / 3:
            continue
        head = [line for line in page.lines if line.box[3] <= purpose.box[1] + 2]
        in_charge = next(((line, names) for line in head if (names := bodies(squeeze(line.text)))), None)
        titles = _titles(head, page)
        if not titles or in_charge is None:
            continue
        sums = [line for line in head if _MONEY.search(squeeze(line.text)) and line not in titles]
        apart = len(titles) > 1 and all(any(abs(s.box[1] - t.box[1]) < 4 for s in sums) for t in titles)
        parts = [[t] for t in titles] if apart else _lettered(titles) or [titles]
        entries = [line for line in head if _SIGN.match(squeeze(line.text))]
        for part in parts:
            evidence = [*part, in_charge[0]]
            name = "".join(" ".join(normalise(line.text).split()) for line in part)
            letter = _LETTER.match(name) if len(parts) > 1 and not apart else None
            yield FoundMeasure(
                letter["letter"] or letter["round"] if letter else None,
                name[letter.end() :] if letter else name,
                tuple(Evidence(page.number, (line.box,), line.text) for line in evidence),
                Rule.MEASURE_SHEET,
                description=_between(page, outline),
                ministries=in_charge[1],
                projects=tuple(take_bodies(_SIGN.sub("", normalise(e.text)).strip())[0] for e in entries),
            )


def _lettered(titles: Sequence[Line]) -> list[list[Line]]:
    """Titles that count A., B., … from their first line on, each with the lines that it runs on in; else nothing."""
    parts: list[list[Line]] = []
    for line in titles:
        letter = _LETTER.match(normalise(line.text).strip())
        if letter and (letter["letter"] or letter["round"]) == chr(ord("A") + len(parts)):
            parts.append([line])
        elif parts:
            parts[-1].append(line)
        else:
            return []
    return parts if len(parts) > 1 else []


def is_sheet_collection(pages: Sequence[Page]) -> bool:
    """Whether the first page is such a sheet and others follow: its name is that of a measure, not of the document."""
    labelled = (page.number for page in pages if _first(page, _PURPOSE) and _first(page, _OUTLINE))
    first = next(labelled, None)
    return first == 1 and sum(1 for _ in labelled) > 1


def _first(page: Page, pattern: re.Pattern[str]) -> Line | None:
    return next((line for line in page.lines if pattern.match(squeeze(line.text))), None)


def _titles(head: Sequence[Line], page: Page) -> list[Line]:
    """The lines of the name, from the top; however short a line is, it belongs to the line of its size right above."""
    titles: list[Line] = []
    for line in sorted(head, key=lambda line: line.box[1]):
        above = titles[-1] if titles else None
        runs_on = (
            above is not None
            and abs(line.size - above.size) < 0.5
            and line.box[1] - above.box[3] < 0.6 * line.size
            and abs(line.box[0] - above.box[0]) < 2 * line.size
            and line.bold == above.bold
        )
        if _is_title(line, page, fewest=1 if runs_on else 4):
            titles.append(line)
    return titles


def _is_title(line: Line, page: Page, *, fewest: int = 4) -> bool:
    words = squeeze(line.text)
    if line.box[0] > 0.3 * page.width or _SIGN.match(words) or len(words) < fewest:
        return False
    return not _MONEY.search(words) and not bodies(words)


def _between(page: Page, outline: Line) -> str:
    """The words from 施策の概要 down to the next label."""
    below = _first(page, _NEXT)
    end = below.box[1] if below is not None and below.box[1] > outline.box[1] else page.height / 2
    lines = [line for line in page.lines if outline.box[3] - 1 <= line.box[1] < end - 1 and line is not outline]
    lines.sort(key=lambda line: (round(line.box[1]), line.box[0]))
    return "".join("".join(normalise(line.text).split("\u3000")) for line in lines)
