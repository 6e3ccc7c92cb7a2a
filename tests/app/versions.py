"""Two versions of a made-up plan in a library, with evidence on the pages of their PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.ingested import Ingested
from corpus.pages import Evidence
from corpus.records import Document, Goal, Kpi, Measure, Record
from index.library import Library
from ingest.values import parse_value
from tests.app.pdfs import write_pdf

Plan = tuple[str, str, Sequence[str], str]
GOAL = "<i>住み続けられるまち</i>"
OLD: Plan = ("2020-03-01", "前期計画", ("空き家の利活用の支援", "港湾の改修", "地域公共交通の維持"), "20件(2024年度)")
NEW: Plan = (
    "2025-03-01",
    "後期計画",
    ("空き家の利活用の促進", "みなとのにぎわいづくり", "地域公共交通の維持"),
    "30件(2029年度)",
)


def add_versions(library: Library, folder: Path) -> tuple[str, str]:
    """Add both; the ids of the old and the new one."""
    return _add(library, folder / "前期.pdf", 2, OLD), _add(library, folder / "後期.pdf", 3, NEW)


def _add(library: Library, path: Path, pages: int, plan: Plan) -> str:
    decided, title, names, target = plan
    sha256 = hashlib.sha256(write_pdf(path, pages=pages).read_bytes()).hexdigest()
    id_ = sha256[:12]

    def at(page: int, line: int, words: str) -> tuple[Evidence, ...]:
        return (Evidence(page, ((10.0, 10.0 + 20 * line, 190.0, 25.0 + 20 * line),), words),)

    goal = Goal(f"{id_}:goal:1", id_, "1", GOAL, at(1, 0, GOAL))
    measures = [
        Measure(f"{id_}:measure:{n}", id_, None, name, at(2, n, name), goal.id) for n, name in enumerate(names, 1)
    ]
    kpi = Kpi(
        f"{id_}:kpi:1", id_, "空き家の成約件数", at(1, 2, "空き家の成約件数"), goal.id, None, (parse_value(target),)
    )
    records: tuple[Record, ...] = (goal, *measures, kpi)
    document = Document(id_, sha256, path.name, title, pages, decided_on=decided, decision="町長決定")
    library.add(Ingested(document, (), (), (), records, (), ()), path)
    return id_
