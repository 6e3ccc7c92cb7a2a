"""Scores of the reading stage against hand-made answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.pages import Block, BlockKind, Table
from corpus.text import squeeze


@dataclass(frozen=True, slots=True)
class HeadingScores:
    """Headings found against headings wanted; `missed` and `false` tell which, as (page, text)."""

    precision: float
    recall: float
    f1: float
    nested: float
    missed: tuple[tuple[int, str], ...]
    false: tuple[tuple[int, str], ...]
    misplaced: tuple[tuple[int, str], ...]


def heading_scores(found: Sequence[Block], gold: Sequence[Mapping[str, Any]]) -> HeadingScores:
    """F1 of headings whose text, page and nesting are right.

    A heading is right when a wanted heading has the same squeezed text (NFKC, no spaces) and page, and its level is the
    wanted `level`. `optional` ones count neither way, and where the answers call an entry `doubtful` its nesting is not
    judged. Blocks of other kinds are ignored. `nested` is the share with the right nesting among those with text and
    page right.
    """
    open_ones = [dict(entry) for entry in gold]
    right = placed = 0
    false: list[tuple[int, str]] = []
    misplaced: list[tuple[int, str]] = []
    for block in found:
        if block.kind is not BlockKind.HEADING:
            continue
        key = (block.page, squeeze(block.text))
        match = next((e for e in open_ones if (e["page"], squeeze(e["text"])) == key), None)
        if match is None:
            false.append((block.page, block.text))
            continue
        open_ones.remove(match)
        if match.get("optional"):
            continue
        placed += 1
        if block.level == match["level"] or match.get("doubtful"):
            right += 1
        else:
            misplaced.append((block.page, f"{block.text} ({block.level} for {match['level']})"))
    missed = tuple((e["page"], e["text"]) for e in open_ones if not e.get("optional"))
    precision = right / (placed + len(false)) if placed or false else 0.0
    wanted = placed + len(missed)
    recall = right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return HeadingScores(
        precision, recall, f1, right / placed if placed else 0.0, missed, tuple(false), tuple(misplaced)
    )


CellKey = tuple[int, int, int, int, str]
"""Row, column, rowspan, colspan and squeezed text of a cell."""

_ALIKE = 0.5
"""Share of common cell texts from which on two tables are the same one."""


@dataclass(frozen=True, slots=True)
class TableScores:
    """Tables found against tables wanted.

    `detection` is the F1 of whole tables, `cells` the strict F1 over the cells of all tables (row, column, spans and
    text), `merged` the share of merged cells found in place with their spans, `headers` the share of the tables found
    whose number of header rows is right. `wrong` lists cells that differ, as (table, cell) with `+` found, `-` wanted.
    """

    detection: float
    cells: float
    merged: float
    headers: float
    found: int
    wanted: int
    wrong: tuple[str, ...]


def wanted_tables(answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Tables of a file of answers: `joined` ones (over several pages) in place of the parts they consist of."""
    joined = list(answers.get("joined", ()))
    pages = {page for table in joined for page in table["pages"]}
    return joined + [t for t in answers["tables"] if t["page"] not in pages]


def table_scores(found: Sequence[Table], gold: Sequence[Mapping[str, Any]]) -> TableScores:
    """Detection F1, strict cell F1, merged cells and header rows.

    A wanted table gives `page` or `pages`, `rows` (None where a merged cell covers), `spans` and `header_rows`. Rows
    that it names in `unruled_rows` may be missing, and one with `strips` (rows printed as separate boxes) may come as
    several tables. Tables are paired by the cell texts they share, best pair first. Texts are compared squeezed.
    """
    stacked = _strips_stacked(found, gold)
    keys = [_found_keys(parts) for parts in stacked]
    pairs: list[tuple[float, int, int, frozenset[CellKey]]] = []
    for g, entry in enumerate(gold):
        for variant in _variants(entry):
            for f, parts in enumerate(stacked):
                if _pages(entry) & {p for t in parts for p in t.pages}:
                    pairs.append((_alike(keys[f], variant), f, g, variant))
    pairs.sort(key=lambda p: -p[0])
    of_found: dict[int, tuple[int, frozenset[CellKey]]] = {}
    of_gold: set[int] = set()
    for alike, f, g, variant in pairs:
        if alike >= _ALIKE and f not in of_found and g not in of_gold:
            of_found[f] = (g, variant)
            of_gold.add(g)
    wanted_cells = [v for _, v in of_found.values()]
    wanted_cells += [next(iter(_variants(e))) for g, e in enumerate(gold) if g not in of_gold]
    right = sum(len(keys[f] & variant) for f, (_, variant) in of_found.items())
    wide = sum(1 for v in wanted_cells for k in v if k[2] * k[3] > 1)
    wide_right = sum(
        1 for f, (_, v) in of_found.items() for k in v if k[2] * k[3] > 1 and k[:4] in {x[:4] for x in keys[f]}
    )
    headed = sum(stacked[f][0].header_rows == _header(gold[g], v) for f, (g, v) in of_found.items())
    wrong = [f"{g} + {k}" for f, (g, v) in of_found.items() for k in sorted(keys[f] - v)]
    wrong += [f"{g} - {k}" for f, (g, v) in of_found.items() for k in sorted(v - keys[f])]
    return TableScores(
        detection=_f1(len(of_gold), len(stacked), len(gold)),
        cells=_f1(right, sum(map(len, keys)), sum(map(len, wanted_cells))),
        merged=wide_right / wide if wide else 1.0,
        headers=headed / len(of_found) if of_found else 0.0,
        found=len(stacked),
        wanted=len(gold),
        wrong=tuple(sorted(wrong)),
    )


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def _pages(entry: Mapping[str, Any]) -> set[int]:
    return set(entry["pages"]) if "pages" in entry else {entry["page"]}


def _variants(entry: Mapping[str, Any]) -> list[frozenset[CellKey]]:
    """The wanted cells; also without the rows that have no rulings."""
    unruled = entry.get("unruled_rows", [])
    rows = range(len(entry["rows"]))
    variants = [_gold_keys(entry, list(rows))]
    if unruled:
        variants.append(_gold_keys(entry, [r for r in rows if r not in unruled]))
    return variants


def _gold_keys(entry: Mapping[str, Any], rows: Sequence[int]) -> frozenset[CellKey]:
    spans = {(s["row"], s["col"]): (s["rowspan"], s["colspan"]) for s in entry.get("spans", ())}
    return frozenset(
        (at, col, *spans.get((row, col), (1, 1)), squeeze(text))
        for at, row in enumerate(rows)
        for col, text in enumerate(entry["rows"][row])
        if text is not None
    )


def _header(entry: Mapping[str, Any], variant: frozenset[CellKey]) -> int:
    missing = len(entry["rows"]) - (max(k[0] + k[2] for k in variant) if variant else 0)
    return max(0, int(entry["header_rows"]) - missing)


def _found_keys(parts: Sequence[Table]) -> frozenset[CellKey]:
    keys: list[CellKey] = []
    down = 0
    for table in parts:
        keys += [(c.row + down, c.col, c.rowspan, c.colspan, squeeze(c.text)) for c in table.cells]
        down += table.n_rows
    return frozenset(keys)


def _alike(found: frozenset[CellKey], wanted: frozenset[CellKey]) -> float:
    a, b = Counter(k[4] for k in found if k[4]), Counter(k[4] for k in wanted if k[4])
    return _f1((a & b).total(), a.total(), b.total())


def _strips_stacked(found: Sequence[Table], gold: Sequence[Mapping[str, Any]]) -> list[list[Table]]:
    """Found tables, those that are the strips of one wanted table together."""
    left = list(found)
    out: list[list[Table]] = []
    for entry in gold:
        strips = [_gold_keys(entry, rows) for rows in entry.get("strips", ())]
        parts = [
            next((t for t in left if _pages(entry) & set(t.pages) and _alike(_found_keys([t]), s) >= 0.9), None)
            for s in strips
        ]
        group = [t for t in parts if t is not None]
        if len(group) > 1 and len({id(t) for t in group}) == len(strips):
            out.append(group)
            left = [t for t in left if not any(t is part for part in group)]
    return out + [[t] for t in left]
