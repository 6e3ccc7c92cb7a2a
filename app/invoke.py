"""`POST /invoke`: the form in which the government's AI platform 源内 calls an outside application.

Its request is `{"inputs": {"input_text": …, "files": [{"key": …, "files": [{"filename": …, "content": <base64>}]}]}}`,
its reply `{"outputs": <Markdown>, "artifacts": [{"display_name": …, "content": <base64>}]}`. A question alone is put to
the library. PDFs are read for this request alone, in processes of their own: their tables and records come back as
workbooks, and a question that comes with them is answered from them.
"""

from __future__ import annotations

import base64
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from pydantic import BaseModel, Field

from app.adding import refresh_index
from app.answer_lines import answer_lines
from app.reading import read_files
from corpus.errors import UsageError
from corpus.ingested import Ingested
from corpus.pages import Problem
from index.library import Library

MAX_FILES = 20
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~$:/-])")


class File(BaseModel):
    """A file that was sent: `content` in base64."""

    filename: str
    content: str = Field(description="base64")


class FileGroup(BaseModel):
    """The files of one input field."""

    key: str = ""
    files: list[File] = []


class Inputs(BaseModel):
    """A question, PDFs, or both."""

    input_text: str = ""
    files: list[FileGroup] = []


class Request(BaseModel):
    """What 源内 sends."""

    inputs: Inputs


class Artifact(BaseModel):
    """A file that is handed back: `content` in base64."""

    display_name: str
    content: str = Field(description="base64")


class Reply(BaseModel):
    """What 源内 shows: `outputs` in Markdown."""

    outputs: str
    artifacts: list[Artifact] = []


def invoke(library: Library, inputs: Inputs) -> Reply:
    """Answer the question, from the files when there are any.

    Raises UsageError for neither question nor files, too many of them, or what is not base64; LibraryBroken.
    """
    files = [file for group in inputs.files for file in group.files]
    question = inputs.input_text.strip()
    if not files and not question:
        raise UsageError("質問（input_text）かPDF（files）を送ってください。")
    if len(files) > MAX_FILES:
        raise UsageError(f"一度に送れるPDFは{MAX_FILES}個までです（{len(files)}個ありました）。")
    if not files:
        return Reply(outputs=_answered(library, question))
    with tempfile.TemporaryDirectory(prefix="shirube-") as folder:
        return _from_files(Path(folder), files, question)


def _from_files(folder: Path, files: Sequence[File], question: str) -> Reply:
    paths = []
    for number, file in enumerate(files):
        # A folder of its own for each: names may be the same.
        path = folder / str(number) / _safe_name(file.filename)
        path.parent.mkdir()
        try:
            path.write_bytes(base64.b64decode(file.content, validate=True))
        except ValueError as error:
            raise UsageError(f"「{path.name}」の内容（content）がbase64ではありません。") from error
        paths.append(path)
    said: list[str] = []
    artifacts: list[Artifact] = []
    with Library.create_or_open(folder / "library") as library, library.writing():
        for path, read in read_files(paths, jobs=1, progress=lambda *_: None):
            said.append(f"### {_plain(path.name)}\n")
            if isinstance(read, Problem):
                said.append(f"{_plain(read.message)}\n")
                continue
            library.add(read, path)
            made, lines = _workbooks(read, path, folder)
            artifacts += made
            said += lines
        if question and library.documents():
            refresh_index(library)
            said.insert(0, _answered(library, question) + "\n")
    return Reply(outputs="\n".join(said), artifacts=artifacts)


def _workbooks(read: Ingested, path: Path, folder: Path) -> tuple[list[Artifact], list[str]]:
    """The tables and the records of a file as workbooks, and what to say of them."""
    from app.export import write_records
    from ingest.table_export import write_xlsx

    made, lines = [], []
    if read.tables:
        out = folder / f"{path.stem}_表.xlsx"
        write_xlsx(read.tables, out, path)
        made.append(_artifact(out))
        lines.append(f"- 表{len(read.tables)}個（{_plain(out.name)}）")
    if read.records:
        out = folder / f"{path.stem}_施策・KPI.xlsx"
        write_records(read.records, [read.document], out)
        made.append(_artifact(out))
        lines.append(f"- 目標・施策・KPIなど{len(read.records)}件（{_plain(out.name)}）")
    if not made:
        lines.append(f"{read.document.pages}ページを読みましたが、表も施策・KPIも見つかりませんでした。")
    lines += [f"- 注意: {_plain(problem.message)}" for problem in read.problems]
    return made, [*lines, ""]


def _answered(library: Library, question: str) -> str:
    from search.answer import answer

    given = answer(library, question)
    lines = []
    for line in answer_lines(given):
        marks = "".join(f" [{n + 1}]" for n in line.marks)
        lines.append(f"{'- ' if line.item else ''}{_plain(line.text)}{marks} {_plain(line.why)}".rstrip())
    if given.citations:
        lines += ["", "**出典**", ""]
    lines += [
        f"{n}. {_plain(citation.file)} p.{citation.page} 「{_plain(' '.join(citation.quote.split()))}」"
        for n, citation in enumerate(given.citations, start=1)
    ]
    return "\n".join(lines) + "\n"


def _artifact(path: Path) -> Artifact:
    return Artifact(display_name=path.name, content=base64.b64encode(path.read_bytes()).decode())


def _safe_name(name: str) -> str:
    """The last part of a file name from outside, fit for every file system and ending with .pdf."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    kept = "".join("_" if unicodedata.category(c)[0] == "C" or c in '<>:"/\\|?*' else c for c in last).strip(" .")
    return f"{kept.removesuffix('.pdf').removesuffix('.PDF')[:80] or '無題'}.pdf"


def _plain(text: str) -> str:
    """Text that neither Markdown nor HTML takes for anything but text (CommonMark's backslash escapes)."""
    return _MARKUP.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
