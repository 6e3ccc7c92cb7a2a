"""Families of papers made at random: ladders of chapters and numbers, programmes, memos, slides, newsletters."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.made_papers import (
    SANS,
    SERIF,
    MadePaper,
    Paper,
    Rung,
    as_page,
    cover,
    falling_sizes,
    numbered,
    put_contents_before,
    set_off,
    unnumbered_part,
)
from benchmarks.made_words import MINISTRIES, Words


def chapters(lot: random.Random) -> MadePaper:
    """第１章, 第１節, １, （１）, ①, ア, (ア), with or without contents; running heads repeat the chapter."""
    size, serif = lot.choice([10.0, 10.5, 11.0]), lot.random() < 0.7
    font, head = lot.choice(SERIF if serif else SANS), lot.choice(SANS)
    gap = lot.choice(["　", " ", "　　"])
    ladder = [
        "第{w}章" + gap + "{t}", "第{w}節" + gap + "{t}", lot.choice(["{w}　{t}", "{w}．{t}", "{d}\u2002{t}"]),
        lot.choice(["（{w}）{t}", "（{w}）　{t}", "({d}) {t}"]), lot.choice(["{c}　{t}", "{c}{t}"]), "{k}　{t}",
        "({k})　{t}",
    ]  # fmt: skip
    if lot.random() < 0.4:
        del ladder[1]
    ladder = ladder[: lot.randint(3, len(ladder))]
    strong = lot.randint(2, len(ladder))
    sizes = falling_sizes(lot, size, len(ladder))
    indent = lot.choice([0.0, 0.5, 1.0])
    rungs = []
    for k, printed in enumerate(ladder):
        weight = set_off(lot, font, head)
        style = f"font-size:{sizes[k]}pt;margin-top:{10 - k}pt;padding-left:{max(0, k - 1) * indent}em;"
        style += weight if k < strong else ""
        if k == 0:
            style += lot.choice(["", "", ";text-align:center", ";border-bottom:1pt solid #000", ";break-before:page"])
        rungs.append(Rung(printed, style, "tsl" if k < 3 else "tsv", (2, 3) if k < 4 else (2, 2)))
    paper = Paper(Words(lot), rungs)
    if lot.random() < 0.4:
        unnumbered_part(paper, 1, "はじめに", rungs[0].style, lot.choice(["はじめに", "は　じ　め　に"]))
    rules: list[str] = []
    if lot.random() < 0.5:

        def chapter(number: int, printed: str) -> tuple[str, str]:
            rules.append(
                f'@page c{number}{{@top-right{{content:"{printed}";font-size:9pt}}}}.c{number}{{page:c{number}}}'
            )
            return f'<div class="c{number}">', "</div>"

        paper.chapter = chapter
    paper.sections()
    paper.chapter = None
    if lot.random() < 0.4:
        unnumbered_part(paper, 1, "おわりに", rungs[0].style)
    if lot.random() < 0.6:
        put_contents_before(
            paper, size, 470, lot.choice(["目次", "目　次"]), "font-size:14pt;text-align:center", lot.random() < 0.7
        )
    paper.parts.insert(0, cover(paper, "東浜町総合計画後期基本計画"))
    return as_page(paper, size, font, "".join(rules))


def romans(lot: random.Random) -> MadePaper:
    """Ⅰ, １, (1), ①."""
    size = lot.choice([10.0, 10.5, 12.0])
    font, head = lot.choice(SERIF + SANS), lot.choice(SANS)
    sep = lot.choice(["　", "．", "．　", " "])
    ladder = [
        "{r}" + sep + "{t}",
        lot.choice(["{w}　{t}", "{w}．{t}", "{d}. {t}"]),
        lot.choice(["({d}) {t}", "（{w}）{t}"]),
        "{c} {t}",
    ]
    sizes = falling_sizes(lot, size, 4)
    strong = lot.randint(2, 4)
    rungs = [
        Rung(
            printed,
            f"font-size:{sizes[k]}pt;margin-top:{9 - k}pt;padding-left:{lot.choice([0, k]) / 2}em;"
            + (set_off(lot, font, head) if k < strong else "")
            + (lot.choice(["", ";background:#dbe5f1", ";border-bottom:1.5pt solid #1f4e79"]) if k == 0 else ""),
            "sl" if k < 2 else "tsv",
        )
        for k, printed in enumerate(ladder[: lot.randint(3, 4)])
    ]
    paper = Paper(Words(lot), rungs)
    paper.sections()
    if lot.random() < 0.5:
        put_contents_before(paper, size, 470, "目　次", "font-size:14pt", lot.random() < 0.5)
    title = "デジタル田園都市構想総合戦略"
    if lot.random() < 0.5:
        paper.parts.insert(0, cover(paper, title))
    else:
        paper.parts.insert(0, f'<p style="font-size:18pt;text-align:center;text-indent:0">{title}</p>')
        paper.headings.insert(0, paper.optional(1, title))
    return as_page(paper, size, font)


def decimals(lot: random.Random) -> MadePaper:
    """1., 1-1, 1-1-1, (1)."""
    size = lot.choice([9.5, 10.5, 11.0])
    font, head = lot.choice(SERIF + SANS), lot.choice(SANS)
    dash, gap = lot.choice(["-", "－", ".", "．", "‐"]), lot.choice(["　", " ", "．", ". "])
    if dash in ".．" and gap[0] in ".．":
        gap = "　"
    digit = lot.choice("wd")
    one = f"{{1{digit}}}"
    two, three = f"{one}{dash}{{2{digit}}}", f"{one}{dash}{{2{digit}}}{dash}{{3{digit}}}"
    first = lot.choice([one + "．{t}", one + "　{t}", one + ". {t}"])
    ladder = [first, two + gap + "{t}", three + gap + "{t}", lot.choice(["({d}) {t}", "（{w}）{t}", "{c} {t}"])]
    sizes = falling_sizes(lot, size, 4)
    strong = lot.randint(3, 4)
    rungs = [
        Rung(
            printed,
            f"font-size:{sizes[k]}pt;margin-top:{9 - k}pt;"
            + (set_off(lot, font, head) + lot.choice(["", ";color:#1f4e79"]) if k < strong else ""),
            "sl" if k < 2 else "tslv",
        )
        for k, printed in enumerate(ladder[: lot.randint(2, 4)])
    ]
    paper = Paper(Words(lot), rungs)
    paper.sections()
    if lot.random() < 0.5:
        put_contents_before(paper, size, 470, "目次", "font-size:14pt;font-weight:bold", lot.random() < 0.7)
    paper.parts.insert(0, cover(paper, "地域公共交通計画"))
    return as_page(paper, size, font)


def programmes(lot: random.Random) -> MadePaper:
    """National programmes: 1., 1-1., (1), ①, ○ in bold, 【ministry】 behind items, notes at the foot, framed lines."""
    size = lot.choice([10.5, 11.0, 12.0])
    font = lot.choice(SERIF + SANS)
    two = lot.choice(["{1w}－{2w}．{t}", "{1d}-{2d}. {t}", ""])
    bracket = lot.choice(["（{w}）{t}", "({d}) {t}"])
    ladder = [
        lot.choice(["{w}．{t}", "{d}. {t}", "第{w}　{t}"]),
        two,
        bracket,
        "{c}　{t}",
        lot.choice(["○ {t}", "・ {t}", "{k}　{t}"]),
    ]
    ladder = [printed for printed in ladder if printed]
    line = lot.choice(["", "text-decoration:underline;"])
    rungs = [
        Rung(
            printed,
            f"font-size:{size + (lot.choice([0, 2]) if k == 0 else 0)}pt;font-weight:bold;{line if k == 0 else ''}"
            f"margin-top:8pt;padding-left:{max(0, k - 1) / 2}em",
            "ltv" if k < 3 else "tlv",
        )
        for k, printed in enumerate(ladder[: lot.randint(3, len(ladder))])
    ]
    paper = Paper(Words(lot), rungs)

    def matter(made: Paper) -> None:
        made.matter()
        if made.leaf and lot.random() < 0.4:
            made.heading(
                len(made.stack) + 1,
                "主要な政策対応",
                "＜主要な政策対応＞",
                f"font-weight:bold;margin-top:6pt;padding-left:{len(made.stack) / 2}em",
            )
            for _ in range(lot.randint(2, 4)):
                bodies = "・".join(lot.sample(MINISTRIES, lot.randint(1, 2)))
                made.parts.append(f'<p class="item">● {made.words.item()}に向けた検討を進める【{bodies}】</p>')

    paper.body = matter
    paper.sections()
    if lot.random() < 0.5:
        put_contents_before(paper, size, 470, "目 次", f"font-size:{size}pt;text-align:center", True)
    paper.parts.insert(0, cover(paper, "地域脱炭素推進プログラム"))
    return as_page(paper, size, font, margin=lot.choice(["25mm", "30mm 25mm"]))


def memos(lot: random.Random) -> MadePaper:
    """Memos in one type throughout: 第１, １, （１）, ア by indents only, among sentences that are numbered, too."""
    size = lot.choice([10.5, 11.0, 12.0])
    font = lot.choice(SERIF)
    ladder = lot.choice(
        [
            ["第{w}　{t}", "{w}　{t}", "（{w}）{t}"],
            ["{w}　{t}", "（{w}）　{t}", "{k}　{t}"],
            ["{w}．{t}", "（{w}）{t}", "{c}　{t}"],
        ]
    )
    ladder = ladder[: lot.randint(2, 3)]
    step = lot.choice([0.5, 1.0])
    gap = lot.choice([0, 0, 6])
    rungs = [
        Rung(printed, f"padding-left:{k * step}em;margin-top:{gap}pt", "st", (3, 5) if k == 0 else (2, 3))
        for k, printed in enumerate(ladder)
    ]
    paper = Paper(Words(lot), rungs, distractors="slqtn")
    paper.sections()
    title = f"{paper.words.title('t')}に関する実施要領について（通知）"
    paper.parts.insert(
        0,
        '<p style="text-align:right">事務連絡</p><p style="text-align:right">令和６年４月１日</p>'
        '<p style="text-indent:0">各市町村企画担当課長　殿</p><p style="text-align:right">東浜県企画部長</p>'
        f'<p style="text-align:center;margin:12pt 0">{title}</p><p>{paper.words.text(2)}</p>'
        '<p style="text-align:center;margin:10pt 0">記</p>',
    )
    paper.headings.insert(0, paper.optional(1, title))
    paper.headings.insert(0, paper.optional(1, "記"))
    return as_page(paper, size, font, margin="25mm", foot=lot.random() < 0.7)


def slides(lot: random.Random) -> MadePaper:
    """Landscape slides: a title in a bar on each, a box with its message, headed boxes."""
    size = lot.choice([12.0, 13.0, 14.0])
    font = lot.choice(SANS)
    paper = Paper(Words(lot), ())
    colour = lot.choice(["#1f4e79", "#2e75b6", "#385723"])
    bar = lot.choice(
        [f"background:{colour};color:#fff;padding:4pt 10pt", f"border-bottom:3pt solid {colour}", f"color:{colour}"]
    )
    head = lot.choice([f"background:{colour};color:#fff;padding:2pt 6pt", f"color:{colour}", ""])
    style = f"font-size:{size + 8}pt;font-weight:bold;{bar};margin-bottom:8pt"
    for number in range(1, lot.randint(6, 9)):
        title = paper.words.title("tslv")
        printed = f"{number}．{title}" if lot.random() < 0.3 else title
        paper.parts.append('<div style="break-after:page">')
        paper.heading(1, title, printed, style)
        paper.parts.append(
            f'<div class="box" style="background:{lot.choice(["#fff", "#fff2cc"])}">{paper.words.text(2)}</div>'
        )
        for _ in range(lot.randint(0, 2)):
            inner = paper.words.title("ts")
            lead = lot.choice(["■", "◆", "【", ""])
            shown = f"【{inner}】" if lead == "【" else lead + inner
            paper.heading(2, inner, shown, f"font-size:{size + 1}pt;font-weight:bold;margin-top:8pt;{head}")
            paper.projects("・", 4)
        paper.parts.append("</div>")
    paper.parts.insert(
        0, '<div style="break-after:page;text-align:center;padding-top:50mm;font-size:32pt">地域未来戦略の概要</div>'
    )
    return as_page(paper, size, font, sheet="297mm 210mm", margin="12mm 15mm")


def newsletters(lot: random.Random) -> MadePaper:
    """Two columns under a masthead."""
    size = lot.choice([9.0, 10.0])
    font, head = lot.choice(SERIF + SANS), lot.choice(SANS)
    colour = lot.choice(["#c00000", "#1f4e79", "#000"])
    bar = lot.choice(["", f"border-bottom:1pt solid {colour}", f"background:{colour if colour != '#000' else '#ddd'}"])
    white = "#fff" if bar.startswith("background") and colour != "#000" else colour
    rungs = [
        Rung(
            lot.choice(["{t}", "■{t}", "{t}"]),
            f"font:bold {size + 4}pt '{head}';margin:8pt 0 4pt;{bar};color:{white}", "tsv", (5, 7),
        ),
        Rung(lot.choice(["{t}", "◆{t}", "●{t}"]), f"font:bold {size + 1}pt '{head}';margin:5pt 0 2pt", "ts"),
    ]  # fmt: skip
    paper = Paper(Words(lot), rungs, distractors="bb")
    paper.sections()
    paper.parts.insert(0, '<div style="columns:2;column-gap:9mm">')
    paper.parts.append("</div>")
    mast = '<div style="border-bottom:2pt solid #000;margin-bottom:8pt;display:flex;justify-content:space-between">'
    paper.parts.insert(
        0, f'{mast}<span style="font-size:24pt">広報ひがしはま</span><span>令和６年７月号　第812号</span></div>'
    )
    paper.headings.insert(0, paper.optional(1, "広報ひがしはま"))
    return as_page(paper, size, font, margin="16mm")


def mixed(lot: random.Random) -> MadePaper:
    """Headings over two lines, in bars, boxes, white on dark, centred, with ruby; unnumbered parts and appendices."""
    size = lot.choice([10.0, 10.5, 11.0])
    font, head = lot.choice(SERIF + SANS), lot.choice(SANS)
    colour = lot.choice(["#1f4e79", "#7f6000", "#385723"])
    looks = [
        f"background:{colour};color:#fff;padding:4pt 8pt", f"border:1.5pt solid {colour};padding:4pt 8pt",
        "text-align:center",
        f"border-left:6pt solid {colour};padding-left:6pt", f"border-bottom:2pt double {colour}",
        "background:#e2efd9;padding:2pt 6pt",
    ]  # fmt: skip
    lot.shuffle(looks)
    first, second = lot.choice(
        [
            ("第{w}章　{t}", "{w}　{t}"),
            ("{w}　{t}", "（{w}）{t}"),
            ("{r}　{t}", "{w}．{t}"),
            ("{t}", "{t}"),
            ("第{w}部　{t}", "{w}．{t}"),
        ]
    )
    third = lot.choice(["（{w}）{t}", "【{t}】", "■{t}", "{t}"]) if second[0] != "（" else "{c}　{t}"
    rungs = [
        Rung(first, f"font:bold {size + 6}pt/1.4 '{head}';margin:12pt 0 6pt;{looks[0]}", "slv"),
        Rung(second, f"font:bold {size + 3}pt/1.4 '{head}';margin:9pt 0 4pt;{looks[1]}", "slt"),
        Rung(third, f"font:bold {size + lot.choice([0, 1])}pt '{head}';margin:6pt 0 2pt", "stv"),
    ]
    paper = Paper(Words(lot), rungs)
    unnumbered_part(paper, 1, "はじめに", rungs[0].style, lot.choice(["はじめに", "は　じ　め　に"]))
    paper.sections()
    unnumbered_part(paper, 1, lot.choice(["おわりに", "むすび"]), rungs[0].style)
    lead = lot.choice(["資料", "参考資料", "別紙"])
    for number in range(1, lot.randint(2, 4)):
        text = paper.words.title("s")
        paper.parts.append('<div style="break-before:page"></div>')
        unnumbered_part(paper, 1, text, rungs[0].style, numbered(lead + "{w}　{t}", (number,), text))
    if lot.random() < 0.6:
        put_contents_before(paper, size, 470, "目　　次", "font-size:16pt;text-align:center", lot.random() < 0.8)
    paper.parts.insert(0, cover(paper, "東浜町人口ビジョン"))
    return as_page(paper, size, font, margin=lot.choice(["20mm", "25mm 20mm"]))


FAMILIES: Final[Mapping[str, Callable[[random.Random], MadePaper]]] = {
    "chapters": chapters, "romans": romans, "decimals": decimals, "programmes": programmes, "memos": memos,
    "slides": slides, "newsletters": newsletters, "mixed": mixed,
}  # fmt: skip
