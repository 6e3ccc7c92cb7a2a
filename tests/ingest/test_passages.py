"""Passages: whole sentences and rows, with path, size and evidence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pages import Block, BlockKind, Cell, Evidence, Table
from ingest.passages import make_passages

BOX = (50.0, 50.0, 500.0, 60.0)


def block(
    words: str, kind: BlockKind = BlockKind.PARAGRAPH, page: int = 1, path: tuple[str, ...] = (), **more: object
) -> Block:
    return Block(kind, words, (Evidence(page, (BOX,), words),), path=path, **more)  # type: ignore[arg-type]


def test_small_neighbours_under_one_path_are_one_passage() -> None:
    blocks = [
        block("短い文。", path=("1 趣旨",)),
        block("次の文。", path=("1 趣旨",)),
        block("別の章。", path=("2 取組",)),
    ]
    found = make_passages("d", blocks, [])
    assert [(p.id, p.path, p.text) for p in found] == [
        ("d:p:1", ("1 趣旨",), "短い文。\n次の文。"),
        ("d:p:2", ("2 取組",), "別の章。"),
    ]


@settings(max_examples=50)
@given(st.lists(st.integers(3, 180), min_size=1, max_size=20))
def test_sentences_are_never_cut_and_all_are_kept(lengths: list[int]) -> None:
    sentences = ["文" * n + "。" for n in lengths]
    found = make_passages("d", [block("".join(sentences))], [])
    assert "".join(p.text for p in found) == "".join(sentences)
    assert all(p.text.endswith("。") for p in found)
    assert all(len(p.text) <= 700 for p in found)


def test_passage_over_a_page_break_has_evidence_on_both_pages() -> None:
    both = Block(
        BlockKind.PARAGRAPH, "前半は後半へ続く。", (Evidence(1, (BOX,), "前半は"), Evidence(2, (BOX,), "後半へ続く。"))
    )
    assert [e.page for e in make_passages("d", [both], [])[0].evidence] == [1, 2]


def test_notes_stand_alone_and_furniture_is_left_out() -> None:
    blocks = [
        block("本文。"), block("※注である。", BlockKind.NOTE), block("図表1推移", BlockKind.CAPTION),
        block("目次…1", BlockKind.TOC), block("計画", BlockKind.RUNNING_HEAD), block("3", BlockKind.PAGE_NUMBER),
        block("▲"),
    ]  # fmt: skip
    assert sorted((p.kind, p.text) for p in make_passages("d", blocks, [])) == [
        ("body", "本文。"),
        ("note", "※注である。"),
        ("note", "図表1推移"),
    ]


def test_heading_without_text_gives_a_heading_passage() -> None:
    blocks = [
        block("基盤的施策", BlockKind.HEADING, number="4", level=1),
        block("体制", BlockKind.HEADING, path=("4 基盤的施策",), number="4-1", level=2),
        block("体制を整える。", path=("4 基盤的施策", "4-1 体制")),
    ]
    assert [(p.kind, p.text) for p in make_passages("d", blocks, [])] == [
        ("heading", "4 基盤的施策"),
        ("body", "体制を整える。"),
    ]


def cell(row: int, col: int, words: str, rowspan: int = 1, page: int = 1) -> Cell:
    box = (50.0 + 100 * col, 100.0 + 20 * row, 150.0 + 100 * col, 120.0 + 20 * row)
    return Cell(row, col, rowspan, 1, words, page, box, (Evidence(page, (box,), words),) if words else ())


def test_table_rows_say_what_their_columns_are() -> None:
    table = Table(
        (1,), "", 1, 3, 2,
        (
            cell(0, 0, "指標"), cell(0, 1, "目標値"), cell(1, 0, "校数", rowspan=2),
            cell(1, 1, "年111校"), cell(2, 1, "年120校"),
        ),
        path=("1 取組",),
    )  # fmt: skip
    (found,) = make_passages("d", [block("本文。")], [table])[1:]
    assert (found.kind, found.path) == ("table", ("1 取組",))
    assert found.text == "指標: 校数｜目標値: 年111校\n指標: 校数｜目標値: 年120校"
    assert [e.quote for e in found.evidence] == ["校数", "年111校", "年120校"]


def test_a_long_table_is_cut_between_rows_only() -> None:
    rows = [cell(0, 0, "指標"), *(cell(r, 0, f"第{r}の" + "指" * 60) for r in range(1, 31))]
    table = Table((1,), "", 1, 31, 1, tuple(rows))
    found = make_passages("d", [], [table])
    assert len(found) > 3
    assert [line for p in found for line in p.text.split("\n")] == [f"指標: 第{r}の" + "指" * 60 for r in range(1, 31)]


def test_table_stands_among_the_text_around_it() -> None:
    above = block("表の前。")
    table = Table((1,), "", 0, 1, 1, (cell(0, 0, "値"),))
    below = Block(BlockKind.PARAGRAPH, "表の後。", (Evidence(1, ((50.0, 400.0, 500.0, 410.0),), "表の後。"),))
    assert [p.text for p in make_passages("d", [above, below], [table])] == ["表の前。", "値", "表の後。"]
