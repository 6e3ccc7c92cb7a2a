"""Families of papers made at random: strategies and plans of towns, of goals and measures."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.made_papers import SANS, SERIF, MadePaper, Paper, as_page, cover, numbered, put_contents_before, set_off
from benchmarks.made_words import OFFICES, Words


def goals(lot: random.Random) -> MadePaper:
    """基本目標１, 施策１, 具体的事業 with 【…】, ◆, ■, ○ before them, and tables of goals: plans of towns."""
    size = lot.choice([10.0, 10.5, 11.0])
    font = lot.choice(SANS + SERIF)
    colour = lot.choice(["#1f4e79", "#c55a11", "#385723"])
    paper = Paper(Words(lot), ())
    words = paper.words
    one = lot.choice(["第{w}章　{t}", "{r}　{t}", "{w}　{t}"])
    goal = lot.choice(["基本目標{w}　{t}", "基本目標{c}　{t}", "【基本目標{w}】{t}", "基本目標{w}：{t}"])
    measure = lot.choice(["施策{w}　{t}", "（{w}）{t}", "施策{1w}-{2w}　{t}", "{c}　{t}"])
    part = lot.choice(["【{t}】", "◆{t}", "■{t}", "＜{t}＞", "◆　{t}", "■ {t}"])
    inner = lot.choice(["○{t}", "＜{t}＞", "◎{t}", "□ {t}"])
    if inner[0] == part[0]:
        inner = "◎{t}"
    bar = lot.choice(
        [f"background:{colour};color:#fff;padding:3pt 8pt", f"border-left:8pt solid {colour};padding-left:6pt"]
    )
    s1 = f"font-size:{size + 6}pt;font-weight:bold;margin:12pt 0 6pt"
    s2 = f"font-size:{size + 4}pt;font-weight:bold;margin:10pt 0 5pt;{bar}"
    s3 = f"font-size:{size + lot.choice([1, 2])}pt;font-weight:bold;margin:8pt 0 3pt" + lot.choice(
        ["", f";border-bottom:1pt solid {colour}"]
    )
    s4 = f"font-weight:bold;margin-top:5pt;color:{lot.choice([colour, '#000'])}"
    s5 = "margin-top:3pt;" + (lot.choice(["", "font-weight:bold"]) if inner[0] == "＜" else "font-weight:bold")
    number = 0

    def top(text: str) -> None:
        nonlocal number
        number += 1
        printed = numbered(one, (number,), text)
        paper.heading(1, text, printed, s1)
        paper.listed.append((0, printed))

    top("総合戦略の基本的な考え方")
    for title in lot.sample(["策定の趣旨", "計画期間", "人口ビジョンとの関係", "推進体制"], 2):
        paper.heading(
            2, title, {"【": f"【{title}】", "＜": f"＜{title}＞"}.get(part[0], part.replace("{t}", title)), s4
        )
        paper.paragraph(words.text(3))
    top("基本目標と具体的な施策")
    names = lot.choice([
        ("現状と課題", "基本的方向", "具体的な事業"), ("施策の概要", "主な取組", "重要業績評価指標（KPI）"),
        ("目指す姿", "施策の展開", "評価指標"),
    ])  # fmt: skip
    for a in range(1, lot.randint(3, 4)):
        title = words.title("tvl")
        printed = numbered(goal, (a,), title)
        lead = printed.split("】")[0] if goal[0] == "【" else ""
        text = printed if lead else title
        paper.heading(2, text, printed, s2)
        paper.listed.append((1, printed))
        paper.heading(3, "数値目標", numbered(part, (), "数値目標"), s4)
        paper.kpis()
        for b in range(1, lot.randint(3, 4)):
            title = words.title("tl")
            paper.heading(3, title, numbered(measure, (a, b), title), s3)
            for name in names:
                paper.heading(4, name, numbered(part, (), name), s4)
                if name == names[0]:
                    paper.paragraph(words.text(2))
                elif name == names[1]:
                    if lot.random() < 0.5:
                        for _ in range(2):
                            title = words.title("t")
                            paper.heading(5, title, numbered(inner, (), title), s5)
                            paper.paragraph(words.text(2))
                    else:
                        paper.projects("・")
                elif "事業" in name:
                    paper.projects("・")
                else:
                    paper.kpis()
    if lot.random() < 0.4:
        put_contents_before(paper, size, 470, "目次", "font-size:16pt;font-weight:bold;text-align:center", True)
    paper.parts.insert(0, cover(paper, "第３期東浜町まち・ひと・しごと創生総合戦略"))
    return as_page(paper, size, font)


def towns(lot: random.Random) -> MadePaper:
    """Strategies of villages: Roman chapters, titles without numbers, each goal on its page under a coloured box."""
    size, font = lot.choice([10.5, 11.0, 12.0]), lot.choice(SANS)
    colour = lot.choice(["#ed7d31", "#00b0f0", "#70ad47", "#7030a0"])
    paper = Paper(Words(lot), ())
    words = paper.words
    chapter = lot.choice(["{r}　{t}", "{r}．{t}", "第{w}章　{t}"])
    open_, close = lot.choice([("［", "］"), ("【", "】"), ("〔", "〕"), ("■", " ")])
    small = lot.choice(["◎{t}", "＜{t}＞", "◇{t}"])
    bar = lot.choice(
        [f"background:{colour};color:#fff;border-radius:8pt;padding:6pt", f"border:2pt solid {colour};padding:6pt"]
    )
    big = (
        f"font-size:{size + 8}pt;font-weight:bold;text-align:{lot.choice(['center', 'left'])};{bar};margin-bottom:10pt"
    )
    title_style = f"font-size:{size + 2}pt;font-weight:bold;margin:10pt 0 3pt"
    part = f"font-weight:bold;margin:{size}pt 0 2pt"
    for number, (name, titles) in enumerate(
        (
            ("総合戦略について", ("策定の趣旨", "対象期間", "評価・検証の仕組み")),
            ("基本的な視点", ("村の強みと課題", "人口の将来展望")),
        )
        , start=1
    ):  # fmt: skip
        paper.heading(1, name, numbered(chapter, (number,), name), big + ";break-before:page")
        paper.listed.append((0, numbered(chapter, (number,), name)))
        for title in titles:
            paper.heading(2, title, title, title_style)
            paper.listed.append((1, title))
            for _ in range(lot.randint(1, 3)):
                paper.paragraph(words.text(3))
            if lot.random() < 0.5:
                paper.figure()
    name = "村の総合戦略"
    paper.heading(1, name, numbered(chapter, (3,), name), big + ";break-before:page")
    paper.paragraph(words.text(3))
    for number in range(1, lot.randint(3, 5)):
        title = words.title("tv")
        goal = f"{big};font-size:{size + 5}pt;break-before:page"
        paper.parts.append(f'<div style="{goal};color:{"#fff" if "#fff" in bar else "#000"}">')
        paper.heading(2, title, numbered("{w}．{t}", (number,), title), "")
        paper.parts.append(
            f'<div style="font-size:{size}pt">{words.item()}　{number}0件（2024年度）→{number}5件（2029年度）</div>'
            "</div>"
        )
        for name in ("現状と課題", "具体的な施策", "期待される主な効果"):
            paper.heading(3, name, f"{open_}{name}{close}".strip(), part)
            if name != "具体的な施策":
                paper.parts += [f'<p class="item">○{words.text(1)}</p>' for _ in range(lot.randint(2, 3))]
                continue
            for inner in range(1, lot.randint(2, 4)):
                title = words.title("tl")
                paper.heading(4, title, numbered("{c}　{t}", (inner,), title), f"{part};padding-left:1em")
                paper.paragraph(words.text(2), "padding-left:1em")
                paper.heading(5, "施策の目標", small.replace("{t}", "施策の目標"), "padding-left:1em;margin-top:4pt")
                paper.kpis()
                paper.heading(5, "主な事業", small.replace("{t}", "主な事業"), "padding-left:1em;margin-top:4pt")
                paper.projects("・")
    if lot.random() < 0.6:
        put_contents_before(
            paper, size, 470, "目　　　次", f"font-size:{size + 4}pt;text-align:center", lot.random() < 0.6
        )
    paper.parts.insert(0, cover(paper, "東浜村まち・ひと・しごと創生総合戦略"))
    return as_page(paper, size, font)


def sheets(lot: random.Random) -> MadePaper:
    """Plans of measure sheets: a bar with the measure over a form whose labels stand in its cells."""
    size, font = lot.choice([10.0, 10.5]), lot.choice(SANS + SERIF)
    colour = lot.choice(["#1f4e79", "#c55a11", "#d9e2f3"])
    white = "#000" if colour == "#d9e2f3" else "#fff"
    goal = lot.choice(["基本目標{w}　{t}", "第{w}章　{t}", "政策{w}　{t}"])
    measure = lot.choice(["施策{1w}－{2w}　{t}", "{1d}-{2d}　{t}", "施策{w}　{t}"])
    paper = Paper(Words(lot), ())
    words = paper.words
    for a in range(1, lot.randint(3, 4)):
        title = words.title("tv")
        paper.heading(
            1,
            title,
            numbered(goal, (a,), title),
            f"font-size:{size + 6}pt;font-weight:bold;break-before:page;margin-bottom:6pt",
        )
        paper.listed.append((0, numbered(goal, (a,), title)))
        paper.paragraph(words.text(3))
        for b in range(1, lot.randint(3, 5)):
            title = words.title("tl")
            style = f"font-size:{size + 2}pt;font-weight:bold;background:{colour};color:{white}"
            style += ";padding:3pt 6pt;margin:10pt 0 4pt"
            paper.heading(2, title, numbered(measure, (a, b), title), style)
            paper.listed.append((1, numbered(measure, (a, b), title)))
            rows = "".join(
                f'<tr><th style="width:22%;background:#eee">{label}</th><td>{text}</td></tr>'
                for label, text in (
                    ("現状と課題", words.text(2)),
                    ("取組内容", "<br>".join(f"{'①②③'[n]}　{words.item()}" for n in range(3))),
                    ("担当課", lot.choice(OFFICES)),
                )
            )  # fmt: skip
            paper.parts.append(f"<table>{rows}</table>")
            paper.heading(3, "評価指標", lot.choice(["【評価指標】"]), "font-weight:bold;margin-top:4pt")
            paper.kpis()
    if lot.random() < 0.5:
        put_contents_before(paper, size, 470, "目次", f"font-size:{size + 4}pt;font-weight:bold", True)
    paper.parts.insert(0, cover(paper, "東浜町総合計画実施計画"))
    return as_page(paper, size, font)


def decorated(lot: random.Random) -> MadePaper:
    """Chapters with a page of their own, labels in boxes beside the titles, tabs at the side, letters set apart."""
    size, font = lot.choice([10.0, 10.5, 11.0]), lot.choice(SERIF + SANS)
    colour = lot.choice(["#1f4e79", "#548235", "#c55a11"])
    paper = Paper(Words(lot), (), distractors="btfgg")
    words = paper.words
    apart, title_page, tabs = lot.random() < 0.4, lot.random() < 0.5, lot.random() < 0.5
    label = lot.choice(["基本目標{w}", "第{w}節", "施策{w}", "{1w}－{2w}"])
    box = lot.choice([f"background:{colour};color:#fff;padding:3pt 8pt", f"border:1pt solid {colour};padding:3pt 8pt"])
    part = lot.choice(
        [
            f"color:{colour};font-weight:bold",
            "font-weight:bold;text-decoration:underline",
            f"font-weight:bold;border-left:4pt solid {colour};padding-left:5pt",
        ]
    )
    for a in range(1, lot.randint(3, 4)):
        title = words.title("s")
        shown = " ".join(title) if apart and len(title) < 8 else title
        page = ";break-after:page;padding-top:80mm;text-align:center" if title_page else ""
        lead = lot.choice(["第 {1w} 章　", "第{1w}章　"]) if apart else "第{1w}章　"
        paper.parts.append(f'<div class="c{a}">')
        paper.heading(
            1,
            title,
            numbered(lead, (a,), "") + shown,
            f"font-size:{size + 9}pt;font-weight:bold;break-before:page;margin-bottom:10pt{page}",
        )
        paper.listed.append((0, numbered("第{1w}章　", (a,), "") + title))
        for b in range(1, lot.randint(3, 4)):
            title = words.title("tsv")
            printed = numbered(label, (a, b), "")
            paper.heading(
                2,
                title,
                f'<span style="{box};margin-right:8pt">{printed}</span>{title}',
                f"font-size:{size + 3}pt;font-weight:bold;margin:12pt 0 6pt",
            )
            paper.listed.append((1, f"{printed}　{title}"))
            for _ in range(lot.randint(2, 3)):
                title = words.title("ts")
                paper.heading(3, title, title, f"{part};font-size:{size + 1}pt;margin:6pt 0 2pt")
                paper.matter()
        paper.parts.append("</div>")
    rules = ""
    if tabs:
        rules = "".join(
            f"@page c{a}{{@right-top{{content:'第{a}章';writing-mode:vertical-rl;background:{colour};color:#fff;"
            f"font-size:10pt}}}}.c{a}{{page:c{a}}}"
            for a in (1, 2, 3)
        )
    if lot.random() < 0.5:
        put_contents_before(paper, size, 470, "目　　次", "font-size:16pt;text-align:center", True)
    paper.parts.insert(0, cover(paper, "東浜町まちづくりビジョン"))
    return as_page(paper, size, font, rules)


def annotated(lot: random.Random) -> MadePaper:
    """Titles with marks behind them (（新規）, ～subtitle～), items as text, offices in charge, indicators in lines."""
    size = lot.choice([10.5, 11.0])
    font, head = lot.choice(SERIF + SANS), lot.choice(SANS)
    first, second, third = lot.choice([
        ("{w}　{t}", "（{w}）{t}", "{c}　{t}"), ("{r}　{t}", "{w}　{t}", "（{w}）{t}"),
        ("第{w}　{t}", "{w}　{t}", "（{w}）{t}"),
    ])  # fmt: skip
    heavy = set_off(lot, font, head)
    s1 = f"font-size:{size + lot.choice([0, 2, 4])}pt;margin:12pt 0 4pt;{heavy}"
    s2 = f"margin:8pt 0 2pt;{heavy};padding-left:{lot.choice([0, 0.5])}em"
    s3 = f"margin:5pt 0 0;padding-left:1em;{lot.choice(['', heavy])}"
    paper = Paper(Words(lot), (), distractors="btgudqn")
    words = paper.words
    sign = lot.choice(["○", "・", "◇", "●"])
    for a in range(1, lot.randint(3, 5)):
        title = words.title("tv")
        tail = lot.choice(["", f"～{words.title('v')}～"]) if lot.random() < 0.4 else ""
        printed = numbered(first, (a,), title)
        paper.heading(
            1, title + tail, printed + (f"<br>　　{tail}" if tail else ""), s1 if not tail else s1 + ";font-weight:bold"
        )
        paper.listed.append((0, printed))
        for b in range(1, lot.randint(3, 4)):
            title = words.title("tl")
            paper.heading(2, title, numbered(second, (a, b), title), s2)
            paper.parts += [f'<p class="item">{sign}{words.text(1)}</p>' for _ in range(lot.randint(1, 3))]
            for c in range(1, lot.randint(3, 4)):
                title = words.title("t")
                mark = lot.choice(["（新規）", "（拡充）", "", ""])
                paper.heading(3, title + mark, numbered(third, (a, b, c), title) + mark, s3)
                paper.paragraph(words.text(2))
                paper.parts.append(f'<p style="text-align:right;text-indent:0">【担当課：{lot.choice(OFFICES)}】</p>')
                paper.parts.append(
                    f"<p>ＫＰＩ：{words.item()}の件数　{lot.randint(2, 9)}件（R6）→{lot.randint(10, 99)}件（R11）</p>"
                )
            if lot.random() < 0.4:
                paper.matter()
    if lot.random() < 0.5:
        put_contents_before(paper, size, 470, "目次", f"font-size:{size + 3}pt;{heavy}", lot.random() < 0.7)
    paper.parts.insert(0, cover(paper, "東浜町総合戦略"))
    return as_page(paper, size, font, "@page{@top-left{content:'東浜町総合戦略';font-size:8pt}}")


TOWN_FAMILIES: Final[Mapping[str, Callable[[random.Random], MadePaper]]] = {
    "goals": goals, "towns": towns, "sheets": sheets, "decorated": decorated, "annotated": annotated,
}  # fmt: skip
