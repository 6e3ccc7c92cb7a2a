"""Papers made at random with known headings, as documents of the web: the source of `made_headings`."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from benchmarks.made_words import OFFICES, Words

SERIF: Final = ("Noto Serif CJK JP", "BIZ UDMincho", "BIZ UDPMincho")
SANS: Final = ("Noto Sans CJK JP", "BIZ UDGothic", "BIZ UDPGothic")
_ROMAN: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
_KANA: Final = "アイウエオカキクケコ"
_KANJI: Final = "一二三四五六七八九十"
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_RUBY: Final = (("匠", "たくみ"), ("賑", "にぎ"), ("礎", "いしずえ"), ("絆", "きずな"))


_BASE: Final = """@font-face{font-family:'BIZ UDMincho';font-weight:bold;src:local('BIZ UDGothic Bold')}
@font-face{font-family:'BIZ UDMincho';src:local('BIZ UDMincho')}
@font-face{font-family:'BIZ UDPMincho';src:local('BIZ UDPMincho')}
@font-face{font-family:'BIZ UDPMincho';font-weight:bold;src:local('Noto Sans CJK JP Bold')}
h1,h2,h3,h4,h5,h6{break-inside:avoid;font-size:1em;font-weight:normal;margin:0;break-after:auto}
p{margin:0;text-indent:1em}
.item{text-indent:-1em;padding-left:2em} .note{font-size:.8em;text-indent:0}
.cap{text-align:center;text-indent:0;font-size:.9em}
.law{text-indent:-1em;padding-left:1em} table{border-collapse:collapse;width:100%;font-size:.9em;margin:4pt 0 8pt}
td,th{border:.5pt solid #000;padding:2pt 4pt;font-weight:normal;text-align:left} .figure{display:flex;gap:30pt;
background:#eee;padding:14pt;margin:6pt 40pt} .figure span{flex:1;border:.5pt solid #555;background:#fff;padding:3pt}
rt{font-size:.45em} .toc{text-indent:0;white-space:nowrap} .cover{height:200mm;padding-top:70mm;text-align:center;
break-after:page} .cover p{text-indent:0} .box{border:1pt solid #333;padding:5pt 8pt;margin:5pt 0}"""


@dataclass(frozen=True, slots=True)
class MadeHeading:
    """A heading as it is set: its level, its words without lead, and whether finding it counts neither way."""

    level: int
    text: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A document of the web and its headings in order; each is an element h1 to h6."""

    html: str
    headings: tuple[MadeHeading, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """Headings of one level: how they are printed ({w} full-width number, {r} roman …, {t} title), set and worded."""

    printed: str
    style: str
    titles: str = "t"
    count: tuple[int, int] = (2, 3)


@dataclass(slots=True)
class Paper:
    """A document while it is being made."""

    words: Words
    rungs: Sequence[Rung]
    parts: list[str] = field(default_factory=list)
    headings: list[MadeHeading] = field(default_factory=list)
    listed: list[tuple[int, str]] = field(default_factory=list)
    distractors: str = "blsntfqeducg"
    captions: int = 0
    body: Callable[[Paper], None] | None = None
    stack: tuple[int, ...] = ()
    leaf: bool = True
    chapter: Callable[[int, str], tuple[str, str]] | None = None

    def heading(self, level: int, text: str, printed: str, style: str, *, optional: bool = False) -> None:
        """Set a heading; `printed` is HTML."""
        self.headings.append(MadeHeading(level, text, optional))
        self.parts.append(f'<h{min(level, 6)} style="{style}">{printed}</h{min(level, 6)}>')

    def paragraph(self, words: str, style: str = "") -> None:
        """Set running text."""
        self.parts.append(f'<p style="{style}">{escape(words)}</p>')

    def sections(self, depth: int = 0, above: tuple[int, ...] = ()) -> None:
        """All headings of a rung under one above, with what stands under each."""
        lot, rung = self.words.lot, self.rungs[depth]
        for number in range(1, lot.randint(*rung.count) + 1):
            counts = (*above, number)
            title = self.words.title(rung.titles)
            opened = closed = ""
            printed = numbered(rung.printed, counts, title)
            if depth == 0 and self.chapter is not None:
                opened, closed = self.chapter(number, printed)
            self.parts.append(opened)
            self.heading(depth + 1, title, _rubied(printed), rung.style)
            self.listed.append((depth, printed))
            deeper = depth + 1 < len(self.rungs) and (depth < 2 or lot.random() < 0.7)
            self.stack, self.leaf = counts, not deeper
            if not deeper or lot.random() < 0.6:
                (self.body or Paper.matter)(self)
            if deeper:
                self.sections(depth + 1, counts)
            self.parts.append(closed)

    def matter(self) -> None:
        """What stands under a heading: text, then maybe a list, a table, a figure, notes."""
        lot, words = self.words.lot, self.words
        for _ in range(lot.randint(1, 2)):
            self.paragraph(words.text(lot.randint(1, 3)))
        if lot.random() < 0.45:
            {
                "b": self.bullets, "l": self.listing, "s": self.duties, "n": self.note, "t": self.table,
                "e": self.stressed, "d": self.dates, "u": self.conditions, "c": self.counted, "g": self.chart,
                "f": self.figure, "q": self.quote,
            }[lot.choice(self.distractors)]()  # fmt: skip

    def optional(self, level: int, text: str) -> MadeHeading:
        """A heading that is no element of the web page's outline, and that counts neither way."""
        return MadeHeading(level, text, True)

    def projects(self, sign: str, most: int = 5) -> None:
        """Projects, each with a sign before it."""
        self.parts += [f'<p class="item">{sign}{self.words.item()}</p>' for _ in range(self.words.lot.randint(2, most))]

    def kpis(self) -> None:
        """A table of indicators."""
        rows = "".join(
            f"<tr><td>{self.words.item()}の件数</td><td>{self.words.lot.randint(1, 99)}件</td>"
            f"<td>{self.words.lot.randint(1, 99)}件</td></tr>"
            for _ in range(self.words.lot.randint(1, 3))
        )
        self.parts.append(
            f"<table><tr><th>指標</th><th>基準値（令和６年度）</th><th>目標値（令和11年度）</th></tr>{rows}</table>"
        )

    def bullets(self) -> None:
        """Projects, each with a sign before it."""
        sign = self.words.lot.choice("・○●◇")
        self.parts += [f'<p class="item">{sign}{self.words.item()}</p>' for _ in range(self.words.lot.randint(2, 5))]

    def listing(self) -> None:
        """Numbered names without text beneath, of a kind of number that leads no heading."""
        lead = self.words.lot.choice(["{c}　{t}", "{d})　{t}", "({e})　{t}"])
        used = "".join(rung.printed for rung in self.rungs)
        if lead[:3] in used or (lead[0] == "(" and "（" in used):
            lead = "{e}）　{t}"
        for number in range(1, self.words.lot.randint(3, 6)):
            self.parts.append(f'<p class="item">{numbered(lead, (number,), self.words.item())}</p>')

    def duties(self) -> None:
        """Numbered sentences."""
        lead = self.words.lot.choice(["{c}　{t}", "（{w}）　{t}", "{w}　{t}", "{k}　{t}"])
        for number in range(1, self.words.lot.randint(3, 5)):
            self.parts.append(f'<p class="item">{numbered(lead, (number,), self.words.duty())}</p>')

    def stressed(self) -> None:
        """A sentence in bold."""
        self.parts.append(f'<p style="font-weight:bold">{self.words.duty()}</p><p>{self.words.text(1)}</p>')

    def dates(self) -> None:
        """What is told in a word and a value."""
        year = self.words.lot.randint(6, 9)
        self.parts.append(
            f"<p>日時　令和{year}年７月12日（金）10時～12時</p><p>場所　東浜町役場　大会議室</p>"
            f"<p>出席者　{'、'.join(self.words.lot.sample(OFFICES, 3))}</p>"
        )

    def conditions(self) -> None:
        """Numbered conditions that end without a full stop."""
        for number in range(1, self.words.lot.randint(3, 5)):
            words = self.words.duty().rstrip("。") + "（前年度に実績のあるものに限り、町長が特に認めるものを含む）"
            self.parts.append(f'<p class="item">{numbered("{c}　{t}", (number,), words)}</p>')

    def counted(self) -> None:
        """Running text that counts."""
        self.parts.append(
            f"<p>主な論点は次の３点である。①{self.words.item()}、②{self.words.item()}、③{self.words.item()}。</p>"
        )

    def note(self) -> None:
        """Notes in small type."""
        self.parts.append(
            f'<p class="note">※１　{self.words.text(1)}</p><p class="note">（注）{self.words.text(1)}</p>'
        )

    def table(self) -> None:
        """A table with its caption, numbers in its cells."""
        self.captions += 1
        caption = f'<p class="cap">表{self.captions}　{self.words.item()}の実績</p>'
        rows = "".join(
            f"<tr><td>{n}　{self.words.item()}</td><td>{self.words.lot.randint(1, 999)}件</td>"
            f"<td>{self.words.lot.randint(1, 999)}件</td><td>{self.words.lot.choice(OFFICES)}</td></tr>"
            for n in range(1, self.words.lot.randint(3, 5))
        )
        head = "<tr><th>事業名</th><th>令和６年度</th><th>令和11年度</th><th>担当</th></tr>"
        self.parts.append(f"{caption}<table>{head}{rows}</table>")

    def figure(self) -> None:
        """A figure (a grey ground with words) and its caption below it."""
        self.captions += 1
        self.parts.append(
            f'<div class="figure"><span>{self.words.item()}</span><span>{self.words.item()}</span></div>'
            f'<p class="cap">図{self.captions}　{self.words.title("t")}の概念図</p>'
        )

    def chart(self) -> None:
        """A chart with its title, its scale and its legend, and the source below it."""
        lot = self.words.lot
        self.captions += 1
        values = [lot.randint(20, 90) for _ in range(6)]
        bars = "".join(
            f'<rect x="{50 + 60 * k}" y="{110 - v}" width="30" height="{v}" fill="#4472c4"/><text x="{52 + 60 * k}" '
            f'y="{106 - v}">{v}.{k}</text><text x="{46 + 60 * k}" y="124">令和{k + 1}年</text>'
            for k, v in enumerate(values)
        )
        scale = "".join(f'<text x="10" y="{112 - 25 * k}">{25 * k}</text>' for k in range(5))
        legend = '<rect x="420" y="40" width="8" height="8" fill="#4472c4"/><text x="432" y="48">総人口</text>'
        label, counted = lot.choice(["図", "図表", "資料"]), lot.choice(["総人口", "就業者数", "観光客数"])
        title = f"{label}{self.captions}　{counted}の推移"
        caption, unit = f'<p class="cap">{title}</p>', '<p style="text-align:right;font-size:.8em">（単位：百人）</p>'
        drawing = f'<svg width="480" height="130" font-size="9">{scale}{bars}{legend}</svg>'
        source = '<p class="note">資料：総務省「国勢調査」、国立社会保障・人口問題研究所推計</p>'
        self.parts.append(
            "".join([caption, unit, drawing, source] if lot.random() < 0.5 else [drawing, caption, source])
        )

    def quote(self) -> None:
        """A law quoted in a frame or indented."""
        style = self.words.lot.choice(["border:0.5pt solid #000;padding:4pt", "margin-left:3em"])
        self.parts.append(
            f'<div style="{style}"><p class="law">（責務）</p><p class="law">第３条　{self.words.duty()}</p>'
            f'<p class="law">２　{self.words.duty()}</p></div>'
        )


def numbered(printed: str, counts: Sequence[int], title: str) -> str:
    """The words of a heading; {1w}, {2d} … are the numbers of the levels, {w} … the innermost one."""

    def number(found: re.Match[str]) -> str:
        value = counts[int(found[1]) - 1] if found[1] else counts[-1]
        return {
            "w": str(value).translate(_WIDE), "d": str(value), "r": _ROMAN[value - 1], "c": _CIRCLED[value - 1],
            "k": _KANA[value - 1], "j": _KANJI[value - 1], "e": "abcdefghij"[value - 1],
        }[found[2]]  # fmt: skip

    return re.sub(r"\{(\d?)([wdrckje])\}", number, printed).replace("{t}", escape(title))


def _rubied(printed: str) -> str:
    for base, above in _RUBY:
        printed = printed.replace(base, f"<ruby>{base}<rt>{above}</rt></ruby>")
    return printed


def as_page(
    paper: Paper, size: float, font: str, rules: str = "", *, sheet: str = "A4", margin: str = "22mm", foot: bool = True
) -> MadePaper:
    """The document as a page of the web."""
    number = "@bottom-center{content:counter(page);font-size:9pt}" if foot else ""
    style = f"@page{{size:{sheet};margin:{margin};{number}}}{_BASE}body{{font:{size}pt/1.65 '{font}'}}{rules}"
    html = f"<html><head><meta charset=utf-8><style>{style}</style></head><body>{''.join(paper.parts)}</body></html>"
    return MadePaper(html, tuple(paper.headings))


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def put_contents_before(paper: Paper, size: float, wide: float, title: str, style: str, leaders: bool) -> None:
    """A table of contents before what is set already; `wide` is the width of the text (points)."""
    lot, set_already, headings = paper.words.lot, paper.parts, paper.headings
    paper.parts, paper.headings = [], []
    paper.heading(1, "目次", title, style)
    number, dot = 1, lot.choice("…・．.")
    for depth, printed in paper.listed:
        if depth > 2:
            continue
        number += lot.randint(0, 2)
        free = wide / size - _width(printed) - depth - 3
        lead = dot * int(free / _width(dot)) if leaders and free > 3 else "　"
        at_end = f"　{number}" if not leaders else f"{lead}{number:>2}"
        flow = "" if leaders else ";display:flex;justify-content:space-between"
        wrapped = ";white-space:normal" if free <= 3 else ""
        words = f"<span>{escape(printed)}</span>" if not leaders else printed
        paper.parts.append(f'<p class="toc" style="padding-left:{depth}em{flow}{wrapped}">{words}{at_end}</p>')
    paper.parts.append('<div style="break-after:page"></div>')
    paper.parts += set_already
    paper.headings += headings


def cover(paper: Paper, title: str) -> str:
    """A cover, to be put before everything."""
    year = paper.words.lot.randint(5, 8)
    return (
        f'<div class="cover"><p style="font-size:26pt">{title}</p>'
        f'<p style="font-size:16pt;margin-top:30mm">令和{year}年３月</p>'
        '<p style="font-size:18pt;margin-top:40mm">東浜町</p></div>'
    )


def unnumbered_part(paper: Paper, level: int, text: str, style: str, printed: str = "") -> None:
    """A part without a number, such as はじめに, and its text; `printed` where it is printed otherwise."""
    paper.heading(level, text, printed or text, style)
    paper.listed.append((level - 1, printed or text))
    for _ in range(2):
        paper.paragraph(paper.words.text(3))


def falling_sizes(lot: random.Random, size: float, levels: int) -> list[float]:
    """Type sizes of headings from the outermost: falling to that of the body, or all alike."""
    if lot.random() < 0.2:
        return [size] * levels
    first = lot.choice([4.0, 6.0, 8.0])
    return [size + max(0.0, first - 2 * k) for k in range(levels)]


def set_off(lot: random.Random, font: str, head: str) -> str:
    """Bold, gothic or both."""
    bold = ["font-weight:bold", f"font-family:'{head}';font-weight:bold"]
    return lot.choice([*bold, f"font-family:'{head}'"] if font in SERIF else bold)
