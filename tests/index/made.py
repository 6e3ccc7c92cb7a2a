"""Documents made by hand, and a second process to meet them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from array import array
from pathlib import Path

from corpus.ingested import Ingested
from corpus.pages import Block, BlockKind, Cell, Evidence, Line, Page, Passage, Problem, Table
from corpus.records import Document, Goal, Kpi, Measure, Value, ValueKind

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (
    "東京圏以外の労働生産性を東京圏以上にする。",
    "女性の起業を支援し、選ばれる地方をつくる。",
    "引越しの手続きはオンラインで受け付ける。",
)


def pdf(folder: Path, name: str = "総合戦略.pdf", content: bytes = b"%PDF-1.7 a") -> Path:
    """A file to be added; only its bytes matter here."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def ingested(source: Path, texts: tuple[str, ...] = TEXTS) -> Ingested:
    """What reading `source` might have yielded: one page, a heading, a table, two records, a passage per text."""
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    id_ = sha256[:12]
    here = (Evidence(1, ((10.5, 20.0, 90.25, 32.0),), "目標"),)
    line = Line(
        "目標", array("d", [10.5, 50.0, 50.0, 90.25]), (10.5, 20.0, 90.25, 32.0), 10.5, "明朝", True, (0.0, 0.5, 1.0)
    )
    goal = Goal(f"{id_}:goal:1", id_, "①", "選ばれる地方", here)
    return Ingested(
        document=Document(id_, sha256, source.name, "まちの総合戦略", 1, period=(2025, 2029)),
        pages=(Page(1, 595.3, 841.9, (line,)),),
        blocks=(
            Block(BlockKind.HEADING, "目標", here, level=1, number="1"),
            Block(BlockKind.PARAGRAPH, texts[0] if texts else "", here),
        ),
        tables=(Table((1,), "表1", 1, 1, 1, (Cell(0, 0, 1, 1, "率", 1, (0.0, 0.0, 1.0, 1.0)),)),),
        records=(
            goal,
            Measure(f"{id_}:measure:1", id_, "(1)", "起業の支援", here, goal.id, ministries=("総務省",)),
            Kpi(
                f"{id_}:kpi:1", id_, "労働生産性", here, goal.id, None, (Value("東京圏以上", kind=ValueKind.RELATIVE),)
            ),
        ),
        passages=tuple(
            Passage(f"{id_}:passage:{n}", id_, "paragraph", ("第１章 目標",), text, here)
            for n, text in enumerate(texts)
        ),
        problems=(Problem("no_text_layer", 1, "1ページに文字がありません。"),),
    )


def elsewhere(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs the script, waited for until it has printed a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    """End the process without letting it tidy up."""
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
