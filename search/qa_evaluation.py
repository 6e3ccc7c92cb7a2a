"""How many questions are answered right or declined, with every citation checked again on its page."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.errors import UnreadableFile
from corpus.records import JsonObject
from corpus.text import squeeze
from index.library import Library
from search.answer import answer
from search.citations import Answer, stands
from search.metrics import interval

UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with what its answer must say and where.

    `kind` is set, value, fact, passage, or `unanswerable` when the documents do not tell. `pages` are those of
    `document` (a file stem) of which one must be cited; `style` is its category.
    """

    id: str
    question: str
    kind: str
    answer: tuple[str, ...]
    document: str
    pages: frozenset[int]
    style: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the answer given and what is wrong with it: nothing when `fault` is empty."""

    asked: AskedQuestion
    given: Answer
    fault: str


def read_questions(path: Path) -> list[AskedQuestion]:
    """Questions from JSON lines of the fields of `AskedQuestion`. Raises UnreadableFile."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise UnreadableFile(f"「{path}」がありません。", code="missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"「{path}」を読めません（UTF-8 のテキストか、ご確認ください）。") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            questions.append(
                AskedQuestion(
                    id=str(row["id"]),
                    question=str(row["question"]),
                    kind=str(row["kind"]),
                    answer=tuple(map(str, row["answer"])),
                    document=str(row["document"]),
                    pages=frozenset([*row["pages"], *row.get("also_pages", [])]),
                    style=str(row.get("style") or row["kind"]),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableFile(
                f"「{path}」の{number}行目が id・question・kind・answer・document・pages のある JSON ではありません。",
                code="malformed",
            ) from error
    return questions


def fault_of(asked: AskedQuestion, given: Answer) -> str:
    """What is wrong with an answer: `answered`, `declined`, `missing`, `more`, `page`, or nothing.

    A set must be exactly the list: every part of the answer said, and no item that is none of them. Of everything
    that is answered one of the right pages must be cited.
    """
    if asked.kind == UNANSWERABLE:
        return "answered" if given.answered else ""
    if not given.answered:
        return "declined"
    said = squeeze("\n".join([given.text, *(item.text for item in given.items)]))
    wanted = [squeeze(words) for words in asked.answer]
    if any(words not in said for words in wanted):
        return "missing"
    if asked.kind == "set":
        items = [squeeze(item.text) for item in given.items]
        if any(not any(words in item or item in words for words in wanted) for item in items):
            return "more"
    cited = {(PurePath(c.file).stem, c.page) for c in given.citations}
    return "" if any((asked.document, page) in cited for page in asked.pages) else "page"


def judge_answers(library: Library, questions: Iterable[AskedQuestion]) -> list[Judged]:
    """Ask them all and judge the answers."""
    return [Judged(q, given := answer(library, q.question), fault_of(q, given)) for q in questions]


def evaluate_qa(library: Library, questions: Path) -> JsonObject:
    """Shares of the questions answered right and declined, by kind and category, and of the citations that stand.

    `questions` is a JSON lines file, see `read_questions`. `wrong` lists what went wrong. Raises UnreadableFile.
    """
    started = time.perf_counter()
    judged = judge_answers(library, read_questions(questions))
    told, declined = _parts(judged)
    citations = {c for j in judged for c in j.given.citations}
    standing = sum(stands(library, c) for c in citations)
    return {
        "answered_right": _share(told),
        "declined": _share(declined),
        "answerable": len(told),
        "unanswerable": len(declined),
        "citations": len(citations),
        "citations_standing": standing,
        "seconds": round(time.perf_counter() - started, 2),
        "intervals": {"answered_right": _interval(told), "declined": _interval(declined)},
        "by_kind": _by(judged, [j.asked.kind for j in judged]),
        "by_category": _by(judged, [j.asked.style for j in judged]),
        "wrong": [
            {"id": j.asked.id, "question": j.asked.question, "fault": j.fault, "given": j.given.text}
            for j in judged
            if j.fault
        ],
    }


def _parts(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """The answerable and the unanswerable ones."""
    told = [j for j in judged if j.asked.kind != UNANSWERABLE]
    return told, [j for j in judged if j.asked.kind == UNANSWERABLE]


def _share(judged: Sequence[Judged]) -> float:
    return round(sum(not j.fault for j in judged) / len(judged), 4) if judged else 0.0


def _interval(judged: Sequence[Judged]) -> list[float]:
    return [round(end, 4) for end in interval([float(not j.fault) for j in judged])]


def _by(judged: Sequence[Judged], names: Sequence[str]) -> JsonObject:
    found: dict[str, list[Judged]] = {}
    for name, j in zip(names, judged, strict=True):
        found.setdefault(name, []).append(j)
    return {name: {"questions": len(of), "right": _share(of), "interval": _interval(of)} for name, of in found.items()}
