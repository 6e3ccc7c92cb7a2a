"""The shapes of the API's replies, for its documentation; tests hold the replies to them.

Boxes are `[x0, top, x1, bottom]` in PDF points from the top left of the page; pages are 1-based.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Box = tuple[float, float, float, float]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Evidence(_Shape):
    """Where something is said."""

    page: int
    boxes: list[Box]
    quote: str
    ocr: bool = Field(default=False, description="画像から文字認識（OCR）で読み取った文字。該当するときだけ付きます")


class Period(_Shape):
    """Fiscal years, both included."""

    start_fy: int
    end_fy: int


class Document(_Shape):
    """A document of the library."""

    id: str
    title: str
    publisher: str
    decided_on: str | None
    period: Period | None
    pages: int
    file: str
    decision: str | None
    series: str | None
    edition: str | None
    source_url: str | None
    lineage: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    outdated: bool = Field(default=False, description="以前の版で読み取ったまま。該当するときだけ付きます")


class Documents(_Shape):
    """The documents in the order in which they were added."""

    documents: list[Document]


class Heading(_Shape):
    """A heading; level 1 is the highest."""

    level: int | None
    number: str
    text: str
    page: int


class Outline(_Shape):
    """The headings in reading order."""

    headings: list[Heading]


class Records(_Shape):
    """Records as `docs/schema/records.schema.json` has them, one object each."""

    records: list[dict[str, Any]]


class Hit(_Shape):
    """A passage found."""

    rank: int
    score: float
    document: str
    file: str
    title: str
    page: int
    path: list[str] = Field(description="見出しの階層")
    text: str
    boxes: list[Box]
    ocr: bool = Field(default=False, description="画像から文字認識（OCR）で読み取った文字。該当するときだけ付きます")


class Hits(_Shape):
    """What a search found, best first."""

    query: str
    hits: list[Hit]


class Citation(_Shape):
    """A place that bears an answer out."""

    document: str
    file: str
    page: int
    boxes: list[Box]
    quote: str
    ocr: bool = Field(default=False, description="画像から文字認識（OCR）で読み取った文字。該当するときだけ付きます")


class Item(_Shape):
    """One of the things asked for; `record` is its id where it is a record."""

    text: str
    record: str | None
    citations: list[Citation]


class Phrased(_Shape):
    """A sentence of the language model of the settings that one citation bears out, by its place in `citations`."""

    text: str
    citation: int


class Answer(_Shape):
    """An answer; where the library does not say, `answered` is false and `kind` is none."""

    question: str
    answered: bool
    kind: Literal["set", "value", "passage", "none"]
    text: str
    items: list[Item]
    citations: list[Citation]
    phrased: list[Phrased] = Field(default=[], description="設定した言語モデルによる言い換え。あるときだけ付きます")
    phrasing_problem: str = Field(default="", description="言語モデルから返事がなかったときだけ付きます")


class Problem(_Shape):
    """What could not be read, or not surely; the page is null when the whole file is meant."""

    code: str
    page: int | None
    message: str


class Cell(_Shape):
    """A cell; rows and columns from 0."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box
    ocr: bool = Field(default=False, description="画像から文字認識（OCR）で読み取った文字。該当するときだけ付きます")


class Table(_Shape):
    """A table, which may go over several pages."""

    pages: list[int]
    caption: str
    header_rows: int
    n_rows: int
    n_cols: int
    ocr: bool = Field(default=False, description="OCRで読み取ったページにかかる表。該当するときだけ付きます")
    cells: list[Cell]


class Tables(_Shape):
    """Tables in reading order."""

    tables: list[Table]
    problems: list[Problem] = Field(default=[], description="読み取りの注意。送ったPDFにあるときだけ付きます")


class Named(_Shape):
    """A record by name."""

    id: str
    name: str
    page: int | None


class KpiChange(_Shape):
    """What became of a KPI; before and after as printed."""

    indicator: str
    before: str | None
    after: str | None
    change: str


class Decided(_Shape):
    """Who decided about a correspondence by hand."""

    verdict: str
    by: str
    at: str


class Correspondence(_Shape):
    """What became of records of the old document in the new one; renamed in JSON from Python's `from`."""

    type: str
    old: list[Named] = Field(alias="from")
    new: list[Named] = Field(alias="to")
    score: float
    reasons: list[str]
    kpi_changes: list[KpiChange]
    related: list[Named] = []
    decided: Decided | None = None


class Comparison(_Shape):
    """All correspondences of two documents."""

    correspondences: list[Correspondence]


class Step(Correspondence):
    """A correspondence between two of the documents, by their numbers (0-based)."""

    start: int
    end: int


class History(_Shape):
    """A goal, measure or KPI through the documents: its records in each, and what became of it between them."""

    kind: str
    name: str
    records: list[list[Named]]
    steps: list[Step]


class Lineage(_Shape):
    """Documents by their dates, and everything through them."""

    documents: list[Document]
    histories: list[History]


class Failure(_Shape):
    """Why nothing came of a request: a stable code, and a message for staff."""

    code: str
    message: str
