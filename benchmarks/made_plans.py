"""Plans made at random with known headings and tables, as documents of the web: the source of `made_tables`."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, TypeAlias

Entry: TypeAlias = tuple[str, int, int]
"""Text, rowspan and colspan of a cell."""

FIELDS: Final = (
    "地域", "産業", "観光", "農業", "林業", "水産業", "子育て", "若者", "移住", "定住", "防災", "交通", "医療",
    "福祉", "教育", "環境", "創業", "空き家", "商店街", "道路",
)  # fmt: skip
DEEDS: Final = (
    "の振興", "の推進", "の確保", "の育成", "支援事業", "活性化事業", "補助金", "ネットワークの構築", "環境の整備",
    "プロジェクト",
)  # fmt: skip
BODIES: Final = (
    "企画政策課", "総務課", "産業振興課", "農林水産課", "福祉課", "教育委員会", "建設課", "環境課",
    "デジタル推進室",
)  # fmt: skip
UNITS: Final = (
    "人", "件", "世帯", "か所", "％", "千円", "社", "団体", "回",
)  # fmt: skip
SENTENCES: Final = (
    "{0}{1}に取り組み、定住人口の増加を図る。",
    "関係機関と連携し、{0}{1}を進めるとともに住民福祉の向上につなげる。",
    "本市では{0}{1}が課題となっていることから、生活利便性の向上に向けた取組を強化する。",
)
RULED: Final = ("full", "full shade", "full dark", "double", "dotted shade", "open shade", "white")
ACROSS: Final = ("across", "across shade")

_STYLE: Final = """@page{size:%s;margin:%s} body{font:10.5pt/1.6 '%s'} h1{font-size:18pt} h2{font-size:14pt}
h3{font-size:12pt} p{text-indent:1em;margin:2pt 0} .cap{text-align:center;text-indent:0;font-size:9.5pt}
table{border-collapse:collapse;width:100%%;font-size:%spt;line-height:1.35;margin:6pt 0 10pt} tr{break-inside:%s}
td,th{padding:2pt 4pt;vertical-align:%s;font-weight:normal;text-align:left} th{text-align:center}
.full td,.full th,.double td,.double th,.open td,.open th{border:0.5pt solid #000} .dotted{border:1.5pt solid #000}
.dotted td,.dotted th{border:0.5pt dotted #555} .double tr.last th{border-bottom:2pt double #000} .open{border:0}
.open td:first-child,.open th:first-child{border-left:0} .open td:last-child,.open th:last-child{border-right:0}
.across td,.across th{border-top:0.5pt solid #333;border-bottom:0.5pt solid #333} .shade th{background:#deeaf6}
.dark th{background:#1f4e79;color:#fff} .white td,.white th{border:1.5pt solid #fff;background:#e7eef7}
.box{border:1pt solid #2e75b6;padding:4pt 8pt;margin:6pt 0} .flow{display:flex;gap:12pt;margin:6pt 0}
.flow div{flex:1;border:1pt solid #555;padding:4pt;background:#f2f2f2} .bar{font-size:8pt;margin:2pt 0}
.bar span{background:#4472c4;height:9pt;display:inline-block;margin:0 4pt} thead{display:table-header-group}"""


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A table as it is set: its rows of cells, how many of them are heads, and how it is ruled."""

    rows: tuple[tuple[Entry, ...], ...]
    heads: int
    ruled: str

    def answer(self, pages: Sequence[int]) -> dict[str, object]:
        """The table in the form of answers for `evaluate tables`, somewhere on these pages."""
        places: dict[tuple[int, int], Entry] = {}
        covered: set[tuple[int, int]] = set()
        for r, row in enumerate(self.rows):
            col = 0
            for entry in row:
                while (r, col) in covered:
                    col += 1
                places[r, col] = entry
                covered |= {(r + i, col + j) for i in range(entry[1]) for j in range(entry[2])}
        width = 1 + max(col for _, col in covered)
        return {
            "pages": list(pages),
            "rows": [
                [places[r, c][0] if (r, c) in places else None for c in range(width)] for r in range(len(self.rows))
            ],
            "spans": [
                {"row": r, "col": c, "rowspan": down, "colspan": over}
                for (r, c), (_, down, over) in places.items()
                if down * over > 1
            ],
            "header_rows": self.heads,
        }


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A document of the web, its headings and its tables in order."""

    html: str
    headings: tuple[str, ...]
    tables: tuple[MadeTable, ...]


def made_plan(seed: int, ruled: Sequence[str]) -> MadePlan:
    """A plan of chapters and sections with text, boxes, bars and tables ruled in one of the given ways."""
    draw = _Draw(random.Random(seed))
    pick = draw.random.choice
    style = _STYLE % (
        pick(["A4", "A4", "A4 landscape"]), pick(["20mm", "25mm 22mm", "18mm"]),
        pick(["Noto Sans CJK JP", "Noto Serif CJK JP"]), pick(["8.5", "9", "10"]), pick(["auto", "avoid"]),
        pick(["top", "middle"]),
    )  # fmt: skip
    chapter, section = pick([("第{}章　", "第{}節　"), ("{}．", "（{}）")])
    parts = [f"<h1>第{draw.random.randint(2, 3)}期{pick(FIELDS)}総合戦略</h1>"]
    headings: list[str] = []
    tables: list[MadeTable] = []
    for a in range(1, draw.random.randint(3, 4)):
        headings.append(chapter.format(a) + draw.name())
        parts += [f"<h2>{headings[-1]}</h2>", f"<p>{draw.text(2)}</p>"]
        for b in range(1, draw.random.randint(3, 4)):
            headings.append(section.format(b) + draw.name())
            parts += [f"<h3>{headings[-1]}</h3>", f"<p>{draw.text(draw.random.randint(1, 4))}</p>", draw.figure()]
            for _ in range(draw.random.randint(0, 2)):
                tables.append(draw.table(pick(ruled)))
                caption = (
                    f'<p class="cap">表{len(tables)}　{draw.name()}の状況</p>' if draw.random.random() < 0.6 else ""
                )
                parts += [caption, _html(tables[-1]), f"<p>{draw.text(draw.random.randint(1, 3))}</p>"]
    page = f"<html><head><meta charset=utf-8><style>{style}</style></head><body>{''.join(parts)}</body></html>"
    return MadePlan(page, tuple(headings), tuple(tables))


def _html(table: MadeTable) -> str:
    rows: list[str] = []
    for r, row in enumerate(table.rows):
        tag = "th" if r < table.heads else "td"
        cells = "".join(f'<{tag} rowspan="{down}" colspan="{over}">{escape(text)}</{tag}>' for text, down, over in row)
        rows.append(f"<tr{' class=last' if r == table.heads - 1 else ''}>{cells}</tr>")
    head, body = "".join(rows[: table.heads]), "".join(rows[table.heads :])
    return f'<table class="{table.ruled}"><thead>{head}</thead><tbody>{body}</tbody></table>'


class _Draw:
    """What is drawn by lot."""

    def __init__(self, lot: random.Random) -> None:
        self.random = lot

    def name(self) -> str:
        return self.random.choice(FIELDS) + self.random.choice(DEEDS)

    def text(self, sentences: int) -> str:
        return "".join(
            self.random.choice(SENTENCES).format(self.random.choice(FIELDS), self.random.choice(DEEDS[:4]))
            for _ in range(sentences)
        )

    def figure(self) -> str:
        """A box, boxes side by side, the bars of a chart, or nothing."""
        kind = self.random.random()
        if kind < 0.15:
            return f'<div class="box">{self.text(2)}</div>'
        if kind < 0.3:
            return '<div class="flow">' + f"<div>{self.name()}<br>{self.text(1)}</div>" * 3 + "</div>"
        if kind < 0.4:
            return "".join(
                f'<div class="bar">{body}<span style="width:{20 + 9 * k * k}pt"></span>{self.number()}</div>'
                for k, body in enumerate(BODIES[:5])
            )
        return ""

    def number(self) -> str:
        whole = self.random.randint(1, 99_999)
        return self.random.choice([f"{whole % 1000}", f"{whole:,}", f"{whole / 1000:.1f}"])

    def table(self, ruled: str) -> MadeTable:
        kinds: tuple[Callable[[], tuple[int, list[list[Entry]]]], ...] = (
            self._kpis, self._goals, self._budget, self._statistics,
        )  # fmt: skip
        heads, rows = self.random.choice(kinds)()
        return MadeTable(tuple(map(tuple, rows)), heads, ruled)

    def _kpis(self) -> tuple[int, list[list[Entry]]]:
        rows = [_plain("区分", "重要業績評価指標（KPI）", "現状値", "目標値（令和10年度）", "担当課")]
        for _ in range(self.random.randint(2, 4)):
            size = self.random.randint(1, 3)
            for k in range(size):
                value = [self.number() + self.random.choice(UNITS) for _ in range(2)]
                row = _plain(self.name() + "の件数", *value, self.random.choice(BODIES))
                rows.append([(self.random.choice(FIELDS) + "分野", size, 1), *row] if k == 0 else row)
        return 1, rows

    def _goals(self) -> tuple[int, list[list[Entry]]]:
        rows = [_plain("基本目標", "施策", "主な事業", "担当")]
        for _ in range(self.random.randint(2, 4)):
            sizes = [self.random.randint(1, 3) for _ in range(self.random.randint(1, 3))]
            goal: list[Entry] = [(self.random.choice(FIELDS) + "で選ばれるまちをつくる", sum(sizes), 1)]
            for size in sizes:
                measure: list[Entry] = [(self.name(), size, 1)]
                for _ in range(size):
                    rows.append([*goal, *measure, *_plain(self.name(), self.random.choice(BODIES))])
                    goal, measure = [], []
        return 1, rows

    def _budget(self) -> tuple[int, list[list[Entry]]]:
        sources = self.random.sample(["国庫", "県費", "地方債", "一般財源"], self.random.randint(2, 4))
        two = [(text, 2, 1) for text in ("番号", "事業名", "事業費", "事業内容")]
        rows: list[list[Entry]] = [[*two[:3], ("財源内訳", 1, len(sources)), two[3]], _plain(*sources)]
        for number in range(1, self.random.choice([6, 9, 25, 40])):
            shares = [self.number() if self.random.random() < 0.5 else "" for _ in sources]
            words = self.text(self.random.randint(1, 2))
            rows.append(_plain(str(number), self.name(), self.number(), *shares, words))
        return 2, rows

    def _statistics(self) -> tuple[int, list[list[Entry]]]:
        areas: list[Entry] = [(self.random.choice(FIELDS) + "地区", 1, 2) for _ in range(self.random.randint(2, 3))]
        rows: list[list[Entry]] = [[("年次", 2, 1), *areas], _plain(*["世帯", "面積"] * len(areas))]
        for year in range(1, self.random.randint(4, 12)):
            rows.append(_plain(f"令和{year}年", *(self.number() for _ in range(2 * len(areas)))))
        return 2, rows


def _plain(*texts: str) -> list[Entry]:
    return [(text, 1, 1) for text in texts]
