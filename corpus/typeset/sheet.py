"""Pages of a document being set: canvas, margins, the label on every page, page numbers and notes."""

from __future__ import annotations

from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from corpus.typeset.elements import LABEL, Look
from corpus.typeset.lines import BLACK, Line, Rgb, Style, break_lines, draw_line, draw_text
from corpus.typeset.truth import Truth

rl_config.useA85 = 0  # plain Flate streams: a quarter smaller

_LABEL_STYLE = Style("Gothic", 7.5, 10.0, (0.62, 0.10, 0.10))
_TOP = 84.0
_BOTTOM = 74.0


class Sheet:
    """A PDF in the making. Positions are points from the top left; `y` is how far down the page is filled."""

    def __init__(self, path: Path, look: Look, truth: Truth, *, unnumbered: int, side: float = 76.0) -> None:
        self.look = look
        self.truth = truth
        self.page = 0
        self.running = ""
        self._unnumbered = unnumbered
        self._side = side
        self._notes: list[tuple[int, str]] = []
        self._note_style = Style(look.body, 8.5, 11.5)
        self._next_note = 1
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1, initialFontName="Gothic")
        self.canvas.setTitle(truth.about.title + "（見本）")
        self.canvas.setAuthor("Shirube")
        self.canvas.setSubject(LABEL)
        self.canvas.setCreator("corpus.typeset")
        self._size = A4

    @property
    def width(self) -> float:
        """Width of the text."""
        return float(self._size[0]) - 2 * self._side

    @property
    def left(self) -> float:
        """Left edge of the text."""
        return self._side

    @property
    def top(self) -> float:
        """Where the text of a page starts."""
        return _TOP

    @property
    def room(self) -> float:
        """Height still free above the foot and the notes already called."""
        return float(self._size[1]) - _BOTTOM - self._note_height(self._notes) - self.y

    def new_page(self, *, wide: bool = False) -> None:
        """End the page, if there is one, and start the next."""
        if self.page:
            self._end_page()
        self._size = landscape(A4) if wide else A4
        self.canvas.setPageSize(self._size)
        self.page += 1
        self.y = _TOP
        width, height = self._size
        draw_text(self.canvas, LABEL, _LABEL_STYLE, width / 2, height - 36, "center")
        if self.page > self._unnumbered:
            if self.running:
                style = Style("Gothic", 8, 10, (0.25, 0.25, 0.25))
                draw_text(self.canvas, self.running, style, width - self._side, height - 56, "right")
                self.rule(self._side, 60, width - self._side, 60, 0.4, (0.45, 0.45, 0.45))
            number = self.look.number_format.format(self.page - self._unnumbered)
            draw_text(self.canvas, number, Style("Mincho", 10, 12), width / 2, 40, "center")

    def finish(self) -> None:
        """Write the file."""
        self._end_page()
        self.truth.pages = self.page
        self.canvas.save()

    def need(self, height: float) -> None:
        """Start a new page unless `height` points are free."""
        if self.room < height:
            self.new_page(wide=self._size[0] > self._size[1])

    def line(self, line: Line, style: Style, x: float, width: float) -> None:
        """Draw a line at the current height and move below it."""
        baseline = self.y + (style.leading + style.size) / 2 - style.size * 0.12
        draw_line(self.canvas, line, style, x, self._size[1] - baseline, fill=width)
        self.y += style.leading

    def text_at(self, text: str, style: Style, x: float, top: float, align: str = "left") -> None:
        """Draw one line whose box starts at `top`."""
        baseline = top + (style.leading + style.size) / 2 - style.size * 0.12
        draw_text(self.canvas, text, style, x, self._size[1] - baseline, align)

    def lines_at(self, lines: list[Line], style: Style, x: float, top: float, width: float, align: str) -> None:
        """Draw lines downwards from `top`, not justified."""
        place = x + {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width
        for i, line in enumerate(lines):
            words = "".join(f"{{{text}}}" if raised else text for text, raised in line.pieces)
            self.text_at(words, style, place, top + i * style.leading, align)

    def rule(self, x0: float, top0: float, x1: float, top1: float, width: float = 0.5, colour: Rgb = BLACK) -> None:
        """Draw a straight line."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self._size[1] - top0, x1, self._size[1] - top1)

    def box(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: Rgb | None = None,
        stroke: Rgb | None = BLACK,
        line: float = 0.6,
        radius: float = 0.0,
    ) -> None:
        """Draw a rectangle, with round corners where `radius` is given."""
        if fill is not None:
            self.canvas.setFillColorRGB(*fill)
        if stroke is not None:
            self.canvas.setStrokeColorRGB(*stroke)
            self.canvas.setLineWidth(line)
        bottom = self._size[1] - top - height
        flags = {"stroke": int(stroke is not None), "fill": int(fill is not None)}
        if radius:
            self.canvas.roundRect(x, bottom, width, height, radius, **flags)
        else:
            self.canvas.rect(x, bottom, width, height, **flags)

    def polygon(self, points: list[tuple[float, float]], fill: Rgb, stroke: Rgb | None = None) -> None:
        """Draw a filled polygon."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], self._size[1] - points[0][1])
        for x, top in points[1:]:
            path.lineTo(x, self._size[1] - top)
        path.close()
        self.canvas.setFillColorRGB(*fill)
        if stroke is not None:
            self.canvas.setStrokeColorRGB(*stroke)
            self.canvas.setLineWidth(0.6)
        self.canvas.drawPath(path, stroke=int(stroke is not None), fill=1)

    def number_notes(self, text: str, notes: tuple[str, ...]) -> tuple[str, dict[int, str]]:
        """`{1}`, `{2}` of a paragraph renumbered through the document, and the notes under those numbers."""
        numbered: dict[int, str] = {}
        for i, note in enumerate(notes, 1):
            text = text.replace(f"{{{i}}}", f"{{{self._next_note}}}")
            numbered[self._next_note] = note
            self._next_note += 1
        return text, numbered

    def call_notes(self, line: Line, notes: dict[int, str], leading: float) -> None:
        """Make room for the line with the notes it calls, and put these at the foot of its page."""
        called = [(number, notes[number]) for number in line.notes]
        height = self._note_height(self._notes + called) - self._note_height(self._notes)
        self.need(leading + height)
        self._notes += called

    def _note_lines(self, notes: list[tuple[int, str]]) -> list[Line]:
        return [
            line
            for number, note in notes
            for line in break_lines(f"{{{number}}} {note}", self._note_style, self.width)
        ]  # fmt: skip

    def _note_height(self, notes: list[tuple[int, str]]) -> float:
        return len(self._note_lines(notes)) * self._note_style.leading + 12 if notes else 0.0

    def _end_page(self) -> None:
        if self._notes:
            top = self._size[1] - _BOTTOM - self._note_height(self._notes) + 8
            self.rule(self.left, top, self.left + 150, top, 0.5)
            self.lines_at(
                self._note_lines(self._notes), self._note_style, self.left, top + 3, self.width, "left"
            )  # fmt: skip
            self._notes = []
        self.canvas.showPage()
