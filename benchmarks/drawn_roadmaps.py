"""Roadmaps (工程表) made at random with known steps, as documents of the web: the source of `made_roadmaps`."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from benchmarks.made_plans import BODIES, DEEDS, FIELDS, SENTENCES, MadePlan

DRAWN: Final = (
    "rectangle", "rounded", "pentagon", "chevron", "arrow", "captioned", "thin", "led", "merged", "words", "cells",
)  # fmt: skip
HEADS: Final = (
    "wareki", "letter", "western", "both", "halves", "quarters", "terms", "onwards", "until", "under", "era",
)  # fmt: skip
MARKS: Final = "▲★◆▼●"
_TASKS: Final = (
    "計画策定", "検討", "実施", "試行", "設計", "調査・検討", "関係者との調整", "実証事業の実施", "本格実施",
    "運用開始", "効果検証・見直し", "ガイドラインの作成", "対象地域の拡大", "市内全域への展開", "公募・事業者の選定",
    "研修会の開催", "制度の検討及び関係機関との協議", "国の動向を踏まえた見直し", "システムの改修",
    "普及啓発・情報発信", "次期計画への反映",
)  # fmt: skip
_COLOURS: Final = (
    ("#4472c4", "#fff"), ("#1f4e79", "#fff"), ("#ffe699", "#000"), ("#c6e0b4", "#000"), ("#deeaf6", "#000"),
    ("#f8cbad", "#000"), ("#fff", "#000"), ("linear-gradient(90deg,#bdd7ee,#2e75b6)", "#000"),
)  # fmt: skip
_SHAPES: Final = {
    "pentagon": "0,0 {a},0 {w},{m} {a},{h} 0,{h}",
    "chevron": "0,0 {a},0 {w},{m} {a},{h} 0,{h} {n},{m}",
    "arrow": "0,{q} {a},{q} {a},0 {w},{m} {a},{h} {a},{r} 0,{r}",
}
_PARTS: Final = {
    "halves": (["前半", "後半"], ["上期", "下期"], ["上半期", "下半期"]),
    "quarters": (["1Q", "2Q", "3Q", "4Q"], ["4-6", "7-9", "10-12", "1-3"], ["第1", "第2", "第3", "第4"]),
}
_IN_CELLS: Final = ("merged", "cells")
_SIZE: Final = 8
_STYLE: Final = """@page{size:%s;margin:40pt} body{font:10pt/1.5 '%s';margin:0} h2{font-size:14pt;margin:4pt 0}
table{border-collapse:collapse;table-layout:fixed;font-size:8pt;line-height:1.25;margin:6pt 0} tr{break-inside:avoid}
thead{display:table-header-group} td,th{padding:0;font-weight:normal;border:%s} th{background:%s} td{background:%s}
td.y{position:relative;border-left:%s;border-right:%s;vertical-align:%s} td.n{padding:2pt 3pt} p{margin:2pt 0}
.b{position:absolute;top:0;display:flex;align-items:center;justify-content:%s;box-sizing:border-box;z-index:1}
.b span{padding:0 3pt;position:relative} .b svg{position:absolute;left:0;top:0;overflow:visible}
.w{white-space:nowrap} .g{position:absolute;top:0;border-left:0.5pt dotted #555;z-index:%s}
.m{text-align:center;padding:2pt} .legend i{display:inline-block;width:24pt;height:8pt;margin:0 4pt 0 12pt}"""


@dataclass(frozen=True, slots=True, order=True)
class MadeStep:
    """A step as it is drawn: its measure, its words without marks, first and last fiscal year."""

    row: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class MadeRoadmap:
    """A document of the web with one roadmap, and the steps in it."""

    plan: MadePlan
    steps: tuple[MadeStep, ...]


def made_roadmap(seed: int, drawn: str, head: str) -> MadeRoadmap:
    """A roadmap whose steps are drawn in one way, under heads of one kind."""
    return _Draw(seed, drawn, head).roadmap()


class _Draw:
    """A roadmap drawn by lot; columns are counted in the finest parts of its heads, lengths in points."""

    def __init__(self, seed: int, drawn: str, head: str) -> None:
        self.random = random.Random(f"{seed} {drawn} {head}")
        self.drawn, self.head = drawn, head
        pick = self.random.choice
        self.landscape = pick([True, True, False]) or head == "quarters"
        self.parts = {"halves": 2, "quarters": 4}.get(head, 1)
        self.heads, self.years = self._year_heads()
        self.charge = pick([True, False])
        self.group, self.notes = self.landscape and pick([True, False]), pick([0, 0, 1])
        aside = 110 + 60 * (self.charge + self.group + self.notes)
        self.units = len(self.years) * self.parts
        self.width = ((760 if self.landscape else 512) - aside) / self.units
        self.height = pick([18, 24])
        self.open = pick([True, False, False])
        self.steps: list[MadeStep] = []

    def _year_heads(self) -> tuple[list[str], list[tuple[int, int]]]:
        first, pick = self.random.randint(2022, 2027), self.random.choice
        years = [(first + i, first + i) for i in range(3 if self.parts > 1 else self.random.randint(3, 5))]
        if self.head == "terms":
            span = self.random.randint(2, 3)
            years = [(first + span * i, first + span * i + span - 1) for i in range(3)]
            form = pick(["（R{0}～R{1}）", "（{2}～{3}年度）", "<br>（令和{0}年度～{1}年度）", "<br>（{2}～{3}）"])
            names = zip(("短期", "中期", "長期"), years, strict=True)
            return [n + form.format(a - 2018, b - 2018, a, b) for n, (a, b) in names], years
        forms = {
            "wareki": ["令和{0}年度", "令和{0}年"],
            "letter": ["R{0}", "R{0}年度", "Ｒ{0}"],
            "western": ["{1}", "{1}年度", "{1}年"],
            "both": ["{1}年度（令和{0}年度）", "{1}年度<br>（R{0}）", "令和{0}年度<br>（{1}年度）", "R{0}<br>({1})"],
            "era": ["{0}年度", "{0}"],
        }.get(self.head, ["令和{0}年度", "R{0}", "{1}", "{1}年度", "令和{0}年度<br>（{1}年度）"])
        form = pick(forms)
        names = [form.format(y - 2018, y) for y, _ in years]
        if self.head == "onwards":
            names[-1] += pick(["以降", "～"])
        if self.head == "until":
            years[-1] = (years[-1][0], years[-1][0] + 3)
            names[-1] = pick(["～{0}", "～{0}年度"]).format(years[-1][1])
        return names, years

    def roadmap(self) -> MadeRoadmap:
        """The document: a title, a sentence, perhaps a legend, and the roadmap."""
        pick = self.random.choice
        line = pick(["0.5pt solid #000", "0.5pt solid #000", "0.5pt solid #000", "1.5pt solid #fff"])
        inner = line
        if self.open or self.drawn == "words":
            inner = pick(["0.5pt dotted #555", "0.5pt dashed #999", *["0"] * (self.drawn not in _IN_CELLS)])
        ground = pick(["#e7eef7", "#f2f2f2"]) if "#fff" in line else "none"
        style = _STYLE % (
            "A4 landscape" if self.landscape else "A4", pick(["Noto Sans CJK JP", "Noto Serif CJK JP"]), line,
            pick(["#deeaf6", "#d9d9d9", *["#fff"] * (ground == "none")]), ground, inner, inner,
            pick(["top", "middle"]), pick(["center", "flex-start"]), pick([0, 2]),
        )  # fmt: skip
        names = self.random.sample([f + d for f in FIELDS for d in DEEDS], pick([3, 4, 5, 8, 14]))
        rows = "".join(self._rows(names[i : i + 2]) for i in range(0, len(names), 2)) + self._kpi_row()
        sentence = pick(SENTENCES).format(pick(FIELDS), pick(DEEDS[:4]))
        widths = [60] * self.group + [110] + [60] * self.charge + [self.width] * self.units + [60] * self.notes
        columns = "".join(f'<col style="width:{w}pt">' for w in widths)
        title = pick(FIELDS) + pick(["工程表", "ロードマップ", "施策のスケジュール"])
        body = (
            f"<h2>{title}</h2><p>{sentence}</p>{self._legend()}"
            f'<table style="width:{sum(widths)}pt">{columns}<thead>{self._head()}</thead>{rows}</table>{self._legend()}'
        )
        html = f"<html><head><meta charset=utf-8><style>{style}</style></head><body>{body}</body></html>"
        return MadeRoadmap(MadePlan(html, (), ()), tuple(self.steps))

    def _head(self) -> str:
        pick = self.random.choice
        top = {"under": pick(["スケジュール", "実施年度", "年度別計画"]), "era": "令和"}.get(self.head, "")
        deep = 2 if top or self.parts > 1 else 1
        left = (
            ["分野"] * self.group
            + [pick(["施策", "取組", "取組内容", "項目"])]
            + [pick(["担当課", "所管課"])] * self.charge
        )
        heads = "".join(f'<th rowspan="{deep}">{name}</th>' for name in left)
        notes = f'<th rowspan="{deep}">備考</th>' * self.notes
        years = "".join(f'<th colspan="{self.parts}">{name}</th>' for name in self.heads)
        if top:
            return f'<tr>{heads}<th colspan="{self.units}">{top}</th>{notes}</tr><tr>{years}</tr>'
        if self.parts == 1:
            return f"<tr>{heads}{years}{notes}</tr>"
        below = "".join(f"<th>{p}</th>" for p in pick(_PARTS[self.head]) * len(self.heads))
        return f"<tr>{heads}{years}{notes}</tr><tr>{below}</tr>"

    def _rows(self, names: list[str]) -> str:
        """One or two measures of one group, each with one to three levels of steps."""
        levels = [[self._level(name) for _ in range(self.random.choice([1, 1, 2, 2, 3]))] for name in names]
        depths = [len(held) if self.drawn in _IN_CELLS else 1 for held in levels]
        out = ""
        for k, (name, held, deep) in enumerate(zip(names, levels, depths, strict=True)):
            first = f'<td class="n" rowspan="{sum(depths)}">{self.random.choice(FIELDS)}</td>' if k == 0 else ""
            left = first * self.group + f'<td class="n" rowspan="{deep}">{name}</td>'
            left += f'<td class="n" rowspan="{deep}">{self.random.choice(BODIES)}</td>' * self.charge
            notes = f'<td class="n" rowspan="{deep}">{self.random.choice(FIELDS)}計画</td>' * self.notes
            if self.drawn in _IN_CELLS:
                for i, cells in enumerate(held):
                    row = f"{left}{cells}{notes}" if i == 0 else cells
                    out += f'<tr style="height:{self.height + 6}pt">{row}</tr>'
                continue
            tall = len(held) * (self.height + 6) + 4
            tops = range(4, tall, self.height + 6)
            at = '<div style="position:absolute;left:0;top:'
            drawn = "".join(f'{at}{top}pt">{level}</div>' for top, level in zip(tops, held, strict=False))
            cells = f'<td class="y">{drawn}</td>' + '<td class="y"></td>' * (self.units - 1)
            if self.open:
                places = (f"left:{self.width * i}pt;height:{tall}pt" for i in range(1, self.units))
                guides = (f'<div class="g" style="{place}"></div>' for place in places)
                cells = f'<td class="y" colspan="{self.units}">{drawn}{"".join(guides)}</td>'
            out += f'<tr style="height:{tall}pt">{left}{cells}{notes}</tr>'
        return out

    def _level(self, name: str) -> str:
        """Steps after one another on one level."""
        at, out = 0, ""
        while at < self.units:
            gap = self.random.choice([0, 0, 0, 1, 2])
            length = min(self.random.randint(1, max(1, self.units // 2 + 1)), self.units - at - gap)
            gap, length = (gap, length) if length > 0 else (self.units - at, 0)
            if self.drawn in _IN_CELLS:
                out += f'<td class="y m">{self.random.choice(["", "", "－"])}</td>' * gap
            at += gap
            if length:
                out += self._step(name, at, at + length)
                at += length
        return out

    def _step(self, name: str, start: int, end: int) -> str:
        chance = self.random.random
        text = self._text(name, (end - start) * self.width - 12)
        if text is None:
            return f'<td class="y" colspan="{end - start}"></td>' if self.drawn in _IN_CELLS else ""
        if self.drawn == "cells":
            self._keep(name, text, start, end)
            return f'<td class="y m">{text}</td>' + '<td class="y m">→</td>' * (end - start - 1)
        if self.drawn == "merged":
            self._keep(name, text, start, end)
            fill, ink = self.random.choice(_COLOURS)
            ground = f"background:{fill};color:{ink}" if chance() < 0.5 else ""
            return f'<td class="y m" colspan="{end - start}" style="{ground}">{text}</td>'
        if self.drawn == "words":
            text, end = self._across(name, text, start, end)
        elif chance() < 0.12:
            self._keep(name, text, start, start + 1)
            style = f"left:{start * self.width + 2}pt;height:{self.height}pt"
            return f'<div class="b w" style="{style}">{self.random.choice(MARKS)}{text}</div>'
        half = self.parts == 1 and self.head not in ("terms", "until") and self.drawn != "words"
        late = 0.5 if half and end - start > 1 and chance() < 0.25 else 0.0
        loose = (8 * chance() - 4) * (self.drawn != "words")
        width = (end - start - late) * self.width - 4
        if self._needs(text) > width:
            return ""
        self._keep(name, text, start, end)
        return self._bar(text, (start + late) * self.width + 2 + loose, width)

    def _needs(self, text: str) -> float:
        """The least width of a bar with these words."""
        two = self.height > 20 and self.drawn in ("rectangle", "rounded", "pentagon")
        more = {"led": 30, "chevron": 28, "arrow": 18, "pentagon": 16}.get(self.drawn, 8)
        return _SIZE * (-(-len(text) // 2) if two else len(text)) + more

    def _keep(self, name: str, text: str, start: int, end: int) -> None:
        years = self.years[start // self.parts : (end - 1) // self.parts + 1]
        self.steps.append(MadeStep(name, text, years[0][0], years[-1][1]))

    def _text(self, name: str, room: float) -> str | None:
        used = "".join(s.text for s in self.steps if s.row == name)
        fitting = [t for t in _TASKS if len(t) * _SIZE <= room and t not in used]
        return self.random.choice(fitting) if fitting else None

    def _across(self, name: str, text: str, start: int, end: int) -> tuple[str, int]:
        """Words that fill most of their columns, and where they end."""
        used = text + "".join(s.text for s in self.steps if s.row == name)
        while True:
            rest = (end - start - 0.15) * self.width - _SIZE * len(text) - 16
            fitting = [t for t in _TASKS if len(t) * _SIZE <= rest and t not in text and t not in used]
            if not fitting:
                over = _SIZE * len(text) - 0.35 * self.width
                return text, min(end, start + max(1, int(-(-over // self.width))))
            text += "、" + self.random.choice(fitting)

    def _bar(self, text: str, left: float, width: float) -> str:
        height, (fill, ink) = self.height, self.random.choice(_COLOURS)
        edge = "#555" if fill == "#fff" or self.random.random() < 0.4 else "none"
        flat = "#9dc3e6" if fill.startswith("linear") or fill == "#fff" else fill
        place, words = f"left:{left}pt;width:{width}pt;height:{height}pt", f"<span>{text}</span>"
        if self.drawn == "words":
            return f'<div class="b w" style="{place}">{text}</div>'
        if self.drawn == "rounded":
            dash = f'stroke-dasharray="{self.random.choice(["none", "3 2"])}"'
            shape = f'<rect width="{width}" height="{height}" rx="5" fill="{flat}" stroke="{edge}" {dash}/>'
            return f'<div class="b" style="{place};color:{ink}">{_svg(width, height, shape)}{words}</div>'
        if self.drawn == "rectangle":
            border = f";border:0.75pt solid {edge}" if edge != "none" else ""
            return f'<div class="b" style="{place};background:{fill};color:{ink}{border}">{words}</div>'
        if self.drawn in ("thin", "led"):
            x = _SIZE * len(text) + 10 if self.drawn == "led" else 0
            y = height / 2 if x else height - 3
            shape = f'<line x1="{x}" y1="{y}" x2="{width - 5}" y2="{y}" stroke="#000" stroke-width="1"/>'
            shape += f'<polygon points="{width - 6},{y - 3} {width},{y} {width - 6},{y + 3}"/>'
            if not x and self.random.random() < 0.3:
                shape += f'<polygon points="6,{y - 3} 0,{y} 6,{y + 3}"/>'
            place = f"left:{left}pt;width:{width}pt;height:{height if x else height - 7}pt"
            side = ";justify-content:flex-start" if x else ""
            return f'<div class="b w" style="{place}{side}">{words}{_svg(width, height, shape)}</div>'
        if self.drawn == "captioned":
            low = f"0,{height - 5} {width - 8},{height - 5} {width - 8},{height - 7} {width},{height - 2.5} "
            low += f"{width - 8},{height + 2} {width - 8},{height} 0,{height}"
            shape = f'<polygon points="{low}" fill="{flat}"/>'
            place = f"left:{left}pt;width:{width}pt;height:{height - 7}pt"
            return f'<div class="b w" style="{place}">{words}{_svg(width, height, shape)}</div>'
        a = width - min(10, height / 2)
        middle, high, low = height / 2, height * 0.15, height * 0.85
        sizes = {"w": width, "h": height, "m": middle, "a": a, "n": width - a, "q": high, "r": low}
        shape = f'<polygon points="{_SHAPES[self.drawn].format(**sizes)}" fill="{flat}" stroke="{edge}"/>'
        left_of = 13 if self.drawn == "chevron" else 3
        words = f'<span style="padding-left:{left_of}pt;padding-right:8pt">{text}</span>'
        return f'<div class="b" style="{place};color:{ink}">{_svg(width, height, shape)}{words}</div>'

    def _kpi_row(self) -> str:
        """Figures of every year below the steps, or nothing."""
        if self.random.random() < 0.6:
            return ""
        count, unit = self.random.randint(10, 90), self.random.choice(["件", "人", "％", "か所", ""])
        figures = (f"{count + 5 * i}{unit}" for i in range(len(self.years)))
        cells = "".join(f'<td class="m" colspan="{self.parts}">{figure}</td>' for figure in figures)
        left = f'<td class="n" colspan="{1 + self.group + self.charge}">KPI：{self.random.choice(FIELDS)}の件数</td>'
        return f"<tr>{left}{cells}{'<td></td>' * self.notes}</tr>"

    def _legend(self) -> str:
        keys = (f'<i style="background:{_COLOURS[i][0]}"></i>{name}' for i, name in enumerate(("検討", "実施")))
        return f'<p class="legend">凡例{"".join(keys)}</p>' if self.random.random() < 0.2 else ""


def _svg(width: float, height: float, drawn: str) -> str:
    return f'<svg width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">{drawn}</svg>'
