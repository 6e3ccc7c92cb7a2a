"""Reading order, kinds of blocks, lines joined to paragraphs; nothing lost, every quote on its page."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pages import Block, BlockKind, Line, Page
from corpus.text import squeeze
from ingest.blocks import find_blocks
from ingest.evidence import verified
from ingest.reader import read_pdf
from ingest.tables import find_tables
from tests.ingest.drawn import arrow, frame, page, text

WIDE = "あ" * 40


def texts(blocks: list[Block], *kinds: BlockKind) -> list[str]:
    return [b.text for b in blocks if not kinds or b.kind in kinds]


def test_wrapped_lines_are_one_paragraph_and_an_indent_starts_the_next() -> None:
    sheet = page([text(WIDE, 70, 50), text(WIDE + "あ", 60, 66), text("終わる。", 60, 82), text("次の段落。", 70, 98)])
    assert texts(find_blocks([sheet])) == ["あ" * 81 + "終わる。", "次の段落。"]


def test_latin_words_keep_their_space_and_japanese_gets_none() -> None:
    sheet = page([text("Power Purchase", 60, 50), text("Agreement の 略", 60, 66)])
    sheet = page([*sheet.lines, text(WIDE, 60, 150)])
    joined = "".join(texts(find_blocks([sheet])))
    assert "Agreementの略" in joined
    assert "Power Purchase" in joined


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("evidence-", "based policy", "evidence-based policy"), ("infor\u00ad", "mation model", "information model")],
)
def test_words_broken_at_a_hyphen_are_one(first: str, second: str, joined: str) -> None:
    lines = [text("あ" * 35 + first, 60, 50), text(second + "を用いる。", 60, 66), text(WIDE, 60, 150)]
    assert joined in texts(find_blocks([page(lines)]))[0]


def test_text_going_on_over_the_page_break_is_one_block_with_two_boxes() -> None:
    first = page([text(WIDE, 70, 50), text(WIDE + "あ", 60, 66)])
    second = page([text("続きである。", 60, 50), text("新しい段落。", 70, 66), text(WIDE + "あ", 60, 82)], number=2)
    block = find_blocks([first, second])[0]
    assert [e.page for e in block.evidence] == [1, 2]
    assert block.text.endswith("続きである。")


def test_two_columns_of_prose_never_interleave() -> None:
    left = [text("左" * 20, 50, 50 + 16 * i) for i in range(6)]
    right = [text("右" * 20, 310, 50 + 16 * i) for i in range(6)]
    sheet = page([line for pair in zip(left, right, strict=True) for line in pair])
    joined = "".join(texts(find_blocks([sheet])))
    assert joined == "左" * 120 + "右" * 120


def test_titles_in_the_margin_are_read_with_the_text_beside_them() -> None:
    lines = []
    for n, top in ((1, 50), (2, 150), (3, 250)):
        lines += [text(f"{n}　余白の", 50, top, bold=True), text("見出し", 50, top + 15, bold=True)]
        lines += [text(f"{n}" + "文" * 29, 180, top + 15 * i) for i in range(5)]
    joined = "".join(texts(find_blocks([page(lines)])))
    assert joined == "".join("余白の見出し" + (f"{n}" + "文" * 29) * 5 for n in (1, 2, 3))


def test_a_column_may_begin_above_the_one_to_its_left() -> None:
    labels = [text(f"図の語{i}", 60, 82 + 15 * i, 8) for i in range(4)]
    right = [text("右の見出し", 300, 50, bold=True), *(text("右の本文" * 5, 300, 66 + 16 * i) for i in range(5))]
    joined = "".join(texts(find_blocks([page([*labels, *right])])))
    assert joined == "".join(f"図の語{i}" for i in range(4)) + "右の見出し" + "右の本文" * 25


def test_the_second_line_of_a_value_begins_no_column() -> None:
    first, second = text("対象：" + "調" * 30, 60, 50), text("査を行った案件", 130, 66)
    label, value = text("補助率", 60, 82), text("：二分の一", 130, 82)
    joined = "".join(texts(find_blocks([page([first, second, label, value])])))
    assert joined.index("査を行った案件") < joined.index("補助率") < joined.index("二分の一")


def test_two_lines_run_on_at_the_head_of_the_next_column() -> None:
    left = [*(text("左" * 20, 50, 50 + 16 * i) for i in range(3)), text("左" * 9 + "。", 50, 98)]
    left += [text("続" * 19, 60, 114), text("続" * 20, 50, 130)]
    right = [text("右" * 20, 310, 50), text("右" * 9 + "。", 310, 66)]
    assert "続" * 39 + "右" * 29 + "。" in texts(find_blocks([page([*left, *right])]))


def test_a_paragraph_with_the_indent_of_a_list_item_is_no_part_of_it() -> None:
    item = [text("・" + "項" * 29, 50, 50), text("項" * 20 + "。", 60, 66)]
    body = [text("文" * 29, 60, 82), text("文" * 30, 50, 98), text("文" * 10 + "。", 50, 114)]
    assert texts(find_blocks([page([*item, *body])])) == ["項" * 49 + "。", "文" * 69 + "。"]


def test_columns_of_boxes_are_read_down_and_pairs_with_arrows_across() -> None:
    columns = page(
        [
            text("見出しA", 60, 60), text("中身A", 60, 120), text("見出しB", 360, 60), text("中身B", 360, 120),
        ],
        shapes=[
            frame((50, 50, 300, 90)), frame((50, 100, 300, 200)),
            frame((350, 50, 600, 90)), frame((350, 100, 600, 180)),
        ],
        size=(842.0, 595.0),
    )  # fmt: skip
    assert texts(find_blocks([columns])) == ["見出しA", "中身A", "見出しB", "中身B"]
    pairs = page(
        [text("前1", 60, 60), text("後1", 360, 60), text("前2", 60, 120), text("後2", 360, 120)],
        shapes=[
            frame((50, 50, 300, 90)), frame((350, 50, 600, 90)),
            frame((50, 110, 300, 150)), frame((350, 110, 600, 150)),
            arrow((310, 60, 340, 80)), arrow((310, 120, 340, 140)),
        ],
        size=(842.0, 595.0),
    )  # fmt: skip
    assert texts(find_blocks([pairs])) == ["前1", "後1", "前2", "後2"]


def vertical(words: str, x: float, top: float, size: float = 10.0) -> Line:
    spans = array("d")
    for i in range(len(words)):
        spans.extend((top + size * i, top + size * (i + 1)))
    return Line(words, spans, (x, top, x + size, top + size * len(words)), size, vertical=True)


def test_vertical_writing_is_read_from_the_right() -> None:
    sheet = page([vertical("左" * 30, 200, 50), vertical("中" * 30, 220, 50), vertical("右" * 30, 240, 50)])
    assert "".join(texts(find_blocks([sheet]))) == "右" * 30 + "中" * 30 + "左" * 30


def test_furniture_is_kept_apart() -> None:
    sheets = [
        page(
            [text("○○計画", 450, 20, 8), text(f"本文の{'一二三四'[n - 1]}である。", 60, 100), text(str(n), 290, 810)],
            number=n,
        )
        for n in range(1, 5)
    ]
    blocks = find_blocks(sheets)
    assert [b.kind for b in blocks] == [BlockKind.RUNNING_HEAD, BlockKind.PARAGRAPH, BlockKind.PAGE_NUMBER] * 4


def test_amounts_at_the_edge_of_slides_are_no_running_head() -> None:
    sheets = [
        page([text(f"補正予算額 {amount}億円", 450, 20, 8), text("事業の目的を述べる。", 60, 100)], number=n)
        for n, amount in enumerate((29, 25, 13, 8), start=1)
    ]
    assert [b.kind for b in find_blocks(sheets)] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH] * 4


def test_table_of_contents_notes_and_captions() -> None:
    contents = page(
        [text("目　次", 250, 50, 14)]
        + [text(f"{n}．取組その{n}" + "・" * 20 + f" {n}", 60, 80 + 20 * n) for n in range(1, 5)],
        number=1,
    )
    sheet = page(
        [
            text("図表１　人口の推移", 60, 50), text("本文である。これは本文の段落である。", 60, 100),
            text("※出典：総務省「国勢調査」", 60, 130, 8), text("注）速報値", 60, 160),
            text("1 脚注として添える。", 60, 760, 7),
        ],
        number=2,
    )  # fmt: skip
    kinds = {b.text: b.kind for b in find_blocks([contents, sheet])}
    assert Counter(kinds.values())[BlockKind.TOC] == 4
    assert kinds["目次"] is BlockKind.HEADING
    assert kinds["図表1人口の推移"] is BlockKind.CAPTION
    assert [k for t, k in kinds.items() if t.startswith(("※", "1脚", "注"))] == [BlockKind.NOTE] * 3


def test_lead_set_apart_by_a_tab_belongs_to_its_text() -> None:
    blocks = find_blocks([page([text("○", 60, 50), text("人材を育てる取組を進める", 90, 50), text("本文。", 60, 90)])])
    assert (blocks[0].kind, blocks[0].marker, blocks[0].text) == (BlockKind.BULLET, "○", "人材を育てる取組を進める")


def test_raised_note_numbers_are_left_out_of_the_text_but_not_of_the_quote() -> None:
    line = text("支援能力の向上5を図る。", 60, 50)
    i = line.text.index("5")
    for k in range(2 * i + 1, len(line.spans)):
        line.spans[k] -= 2.0
    block = find_blocks([page([line])])[0]
    assert block.text == "支援能力の向上を図る。"
    assert "5" in block.evidence[0].quote


def test_raised_figures_and_daggers_point_at_notes_whatever_their_width() -> None:
    line = text("センター３の設立とALM†の高度化", 60, 50)
    raised = tuple(line.text.index(c) for c in "３†")
    block = find_blocks([page([replace(line, raised=raised)])])[0]
    assert block.text == "センターの設立とALMの高度化"


def test_the_cover_above_the_contents_is_no_entry() -> None:
    sheet = page(
        [
            text("基本調査の概況", 200, 60, 16),
            text("担当課　世帯統計室　７５８７", 320, 90),
            text("目　次", 250, 140, 14),
        ]
        + [text(f"{n}．取組その{n}" + "・" * 20 + f" {n}", 60, 160 + 20 * n) for n in range(1, 5)]
    )
    kinds = {b.text: b.kind for b in find_blocks([sheet])}
    assert list(kinds.values()).count(BlockKind.TOC) == 4
    assert kinds["基本調査の概況"] is not BlockKind.TOC


def accounted(pages: list[Page], blocks: list[Block]) -> None:
    """Every character of the pages stands in exactly one block."""
    for sheet in pages:
        printed = Counter(c for line in sheet.lines for c in squeeze(line.text))
        quoted = Counter(c for b in blocks for e in b.evidence if e.page == sheet.number for c in squeeze(e.quote))
        assert quoted == printed


PLACE = st.tuples(
    st.integers(0, 40), st.integers(0, 50), st.sampled_from(["①項目", "本文である。", "＜題＞※注", "12", "○", "A b"])
)


@settings(max_examples=60)
@given(st.lists(PLACE, max_size=25), st.lists(PLACE, max_size=6))
def test_no_line_is_lost_wherever_it_stands(
    places: list[tuple[int, int, str]], boxes: list[tuple[int, int, str]]
) -> None:
    sheet = page(
        [text(words, 40 + 12 * x, 40 + 14 * y) for x, y, words in places],
        shapes=[frame((40 + 10 * x, 40 + 14 * y, 240 + 10 * x, 140 + 14 * y)) for x, y, _ in boxes],
    )
    accounted([sheet], find_blocks([sheet]))


@pytest.mark.parametrize("file", ["seeds/overview", "corpus/cloud_policy_2021", "corpus/kampo_tategaki"])
def test_every_quote_of_a_real_document_is_on_its_page_in_its_boxes(shared: Path, file: str) -> None:
    pages = list(read_pdf(shared / f"{file}.pdf"))
    by_number = {p.number: p for p in pages}
    tables = find_tables(pages)
    blocks = find_blocks(pages, tables)
    assert all(verified(by_number[e.page], e) for b in blocks for e in b.evidence)
    if not tables:
        accounted(pages, blocks)


def test_columns_of_the_strategy_deck_do_not_interleave(shared: Path) -> None:
    blocks = find_blocks(list(read_pdf(shared / "seeds" / "overview.pdf")))
    bullets = [b for b in blocks if b.page == 5 and b.kind is BlockKind.BULLET and b.marker == "・"]
    goals = [b.path[1] for b in bullets]
    assert Counter(goals) == {"政策目標① 強い経済": 5, "政策目標② 豊かな生活環境": 6, "政策目標③ 選ばれる地方": 5}
    assert goals == sorted(goals)


def test_a_heading_below_a_chart_stands_over_the_whole_page() -> None:
    chart = [text(name, 57, 300 + 15 * i, 8) for i, name in enumerate(["企画課", "福祉課", "環境課", "住民課"])]
    chart += [text(figure, 200 + 10 * i, 300 + 15 * i, 8) for i, figure in enumerate(["37.2", "29", "51", "88"])]
    body = "関係機関と連携し、地域の活性化を進めるとともに持続可能なまちづくりにつなげる取組を続ける。"
    lines = [
        text("Ⅰ　産業の振興", 57, 100, 14, bold=True),
        text(body, 57, 130),
        *chart,
        text("Ⅱ　教育の振興", 57, 370, 14, bold=True),
        text(body, 57, 400),
    ]
    blocks = find_blocks([page(lines)])
    assert texts(blocks, BlockKind.HEADING) == ["産業の振興", "教育の振興"]
