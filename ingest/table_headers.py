"""Header rows and captions: which rows name the columns, and which line above names the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.pages import Box, Line, Page
from corpus.text import squeeze
from ingest.table_bands import is_amount, is_numeric
from ingest.table_piece import Piece, PieceCell
from ingest.table_text import tidy

DEEPEST = 5
"""A header has at most this many rows."""
CAPTION_GAP = 42.0
"""A caption stands at most this far above its table (points)."""
_WORDS = re.compile(
    r"指標|KPI|現状|基準|目標|年度|^年$|番号|^No\.?$|区分|項目|名称?$|内容|事業|施策|担当|主管|所管|課$|備考|単位|数値|割合|合計|計$"
    r"|概要|年月日|日付|箇所|場所|事項|件名|摘要|額$|期間|時期|実績|スケジュール|金額|予算|^款$|^節$|説明|根拠|役職|氏名|所属|構成|種別|分類|対象|主体|取組|課題|方向|分野|事例|機関$|方法|効果|役割|理由|特徴"
)
_YEAR = re.compile(
    r"→?(?:(?:令和|平成|昭和|[RHS])\s?(?:\d{1,4}|元)(?:年度?|\.\d+)?|\d{1,4}(?:年度?)?|(?:19|20)\d\d\.\d{1,2})"
    r"(?:\([^)]*\)年?度?)?末?(?:実績|目標)?"
)
_ASKED = re.compile(r"[^(]{1,8}:")
"""What a form asks for (氏名:), to be written beside it."""
_LABEL = re.compile(
    r"(?:名称?|番号|主体|担当者?|作成者|所管|部署|課|目的|目標|指標|内容|概要|期間|時期|対象者?|予算|備考|効果|課題|方法|場所|住所|所在地|連絡先|区分|種別"
    r"|[額費日]|実績|理由|特徴|根拠|体制|取組)$"
)
"""What a row of a form is named."""
_BARE = re.compile(r"(?:(?:取組|事業|実施|記載|記入)の?)?(?:内容|概要|説明|定義|意味|回答|備考|事項|例|欄)")
"""The head of the column that a form's values stand in."""
_UNIT = re.compile(r"[(（]?\s*単\s*位\s*[:：]")
_NUMBER = r"\s*[\d０-９\-－.．一二三四五六七八九十]+"
_NUMBERED = re.compile(rf"(?:図?表|別表|様式|第){_NUMBER}表?")
_TITLE = re.compile(rf"(?:図?表|別表|様式|資料|第){_NUMBER}|[◎○●◇◆■□▼【《〈＜<［\[「]|[(（][\d０-９]+[)）]")


def header_rows(piece: Piece) -> int:
    """How many rows at the top of a table name its columns; 0 when nothing tells them from the body.

    Told by colour or weight that the body lacks, by the words of column heads, or by text above columns of figures.
    Merged heads pull in the rows they span and the rows that divide them.
    """
    if piece.n_rows < 2:
        return 0
    top = piece.row(0)
    if len(top) == 1 and piece.n_rows > 2:
        depth = _depth_below_title(piece, top)
    elif _is_form(piece):
        return 0
    else:
        depth = _depth(piece, top)
        depth = 1 if depth >= piece.n_rows else depth
        depth = depth if _names_columns(piece, top, depth) else 0
    if not depth:
        return 0
    while depth < min(DEEPEST, piece.n_rows - 1) and _continues(piece, depth):
        depth += 1
    return depth


def _is_form(piece: Piece) -> bool:
    """Whether rows are labels with their values beside them, and the first row is one like the others."""
    top = piece.row(0)
    labels, values = [c.text for c in top[::2]], [c.text for c in top[1::2]]
    left = [c.text for c in piece.cells if c.col == 0 and c.text]
    if piece.n_rows < 3 or len(labels) != len(values) or any(c.rowspan > 1 for c in top):
        return False
    if not all(map(_is_label, labels)) or sum(map(_is_label, left)) < 0.6 * len(left):
        return False
    body = [c for c in piece.cells if c.row and c.text]
    if any(_BARE.fullmatch(v) or (_is_year(v) and not is_numeric(v)) for v in values) or _stands_out(top, body):
        return False
    if piece.n_cols > 2:
        return 2 * sum(map(_is_label, values)) <= len(values)
    figures = [is_amount(c.text) for c in body if c.col == 1]
    return 2 * sum(figures) <= len(figures) or is_amount(values[0])


def _is_label(text: str) -> bool:
    return len(text) <= 12 and _LABEL.search(text) is not None


def is_sure_header(piece: Piece, rows: int) -> bool:
    """Whether a header is told by its looks, or by every one of its words."""
    top = [c for c in piece.row(0) if c.text]
    body = [c for c in piece.cells if c.row >= rows and c.text]
    return rows > 0 and (_stands_out(piece.row(0), body) or worded(top) == len(top))


def caption_of(page: Page, piece: Piece, others: Sequence[Box]) -> str:
    """The line that names a table: the nearest one above it that is no sentence, with a note of the unit after it."""
    x0, top, x1, _ = piece.box
    above = [
        line
        for line in page.lines
        if 0 < top - (line.box[1] + line.box[3]) / 2 < CAPTION_GAP
        and not line.vertical
        and line.box[0] < x1
        and line.box[2] > x0
        and not any(_inside(line.box, other) for other in others)
    ]
    above.sort(key=lambda line: -line.box[3])
    units = [tidy(line.text) for line in above if _UNIT.match(line.text.strip())]
    named = [line for line in above if not _UNIT.match(line.text.strip()) and line.text.strip()]
    unit = units[0] if units else ""
    if not named:
        return unit
    near = next((n for n in named if _NUMBERED.match(n.text.strip())), named[0])
    row = sorted((n for n in named if _beside(n, near)), key=lambda n: n.box[0])
    titles = [n for n in row if _TITLE.match(n.text.strip())] or row
    text = tidy(titles[0].text)
    if _NUMBERED.fullmatch(text):
        text = " ".join([text, *(tidy(n.text) for n in row[row.index(titles[0]) + 1 :])])
    if not _is_title(text, near, piece):
        return unit
    return f"{text} {unit}".strip()


def _is_year(text: str) -> bool:
    return _YEAR.fullmatch(squeeze(text)) is not None


def worded(cells: Sequence[PieceCell]) -> int:
    """How many of the cells hold words that name columns, or years."""
    return sum(bool(_WORDS.search(c.text) or _is_year(c.text)) for c in cells)


def _is_title(text: str, line: Line, piece: Piece) -> bool:
    if len(text) > 60 or text.endswith(("。", "、", ",")) or re.fullmatch(r"[-\d\s.]+", text):
        return False
    if _TITLE.match(text):
        return True
    return piece.box[1] - line.box[3] <= 2.0 * line.size and not re.match(r"[・※*注]", text)


def _beside(a: Line, b: Line) -> bool:
    return abs((a.box[1] + a.box[3]) - (b.box[1] + b.box[3])) < a.size


def _depth(piece: Piece, top: Sequence[PieceCell]) -> int:
    """Rows under the merged heads of the first row."""
    depth = max((c.rowspan for c in top if c.rowspan < piece.n_rows), default=1)
    wide = [c for c in top if c.colspan > 1]
    if depth == 1 and wide and len(top) > 1:
        below = piece.row(1)
        divided = all(
            sum(1 for c in below if w.col <= c.col < w.col + w.colspan and c.text) >= 2 for w in wide if w.text
        )
        labels = any(c.rowspan > 2 for c in below)
        if divided and not labels and not any(is_numeric(c.text) for c in below if c.text):
            return 2
    return min(depth, DEEPEST)


def _depth_below_title(piece: Piece, top: Sequence[PieceCell]) -> int:
    """Header rows of a table whose first row is one cell, its title; those below it may name the columns."""
    second = piece.row(1)
    depth = 1 + max((c.rowspan for c in second if c.rowspan < piece.n_rows - 1), default=1)
    if _names_columns(piece, second, depth, alike=True):
        return min(depth, DEEPEST)
    others = [c for c in piece.cells if c.row and c.colspan == piece.n_cols]
    return int(not others and _stands_out(top, [c for c in piece.cells if c.row and c.text]))


def _names_columns(piece: Piece, row: Sequence[PieceCell], depth: int, *, alike: bool = False) -> bool:
    """Whether a row holds the heads of the columns below `depth`; `alike`: short words alone do not tell."""
    row = row[1:] if row and row[0].rowspan == piece.n_rows else row
    filled = [c for c in row if c.text]
    body = [c for c in piece.cells if c.row >= depth and c.text]
    if len(filled) == 1 and depth == 2 and filled[0].colspan > 1:
        row = [*(c for c in row if not c.text), *piece.row(1)]
        filled = [c for c in row if c.text]
    if len(filled) < 2 or any(len(c.text) > 40 or _ASKED.match(c.text) for c in filled):
        return False
    if any(is_numeric(c.text) and not _is_year(c.text) for c in filled):
        return False
    if not body:
        return worded(filled) >= 0.5 * len(filled)
    if _stands_out(row, body):
        return True
    if any(_is_value_among(c, body) for c in filled if not _is_year(c.text)):
        return False
    if not row[0].text and len(filled) == len(row) - 1 and len(filled) >= 2:
        return True
    if worded(filled) >= 0.5 * len(filled) and len(filled) >= 0.5 * len(row):
        return True
    if not alike and _is_terse(filled, body, len(row)):
        return True
    right = [c for c in body if c.col > 0]
    figures = sum(is_amount(c.text) for c in right)
    return bool(right) and figures >= 0.6 * len(right)


def _is_value_among(cell: PieceCell, body: Sequence[PieceCell]) -> bool:
    """Whether a cell is an amount (10人) like others below it; over bare figures it may be a head (1人, 2人)."""
    if not is_amount(cell.text):
        return False
    under = [c.text for c in body if c.col == cell.col and re.search(r"\d", c.text)]
    return not under or not all(is_numeric(t) for t in under)


def _is_terse(heads: Sequence[PieceCell], body: Sequence[PieceCell], n_heads: int) -> bool:
    """Three or more short words over columns of much longer text."""
    if n_heads < 3 or len(heads) < n_heads or any(len(c.text) > 10 for c in heads):
        return False
    for head in heads[1:]:
        under = [len(c.text) for c in body if c.col == head.col]
        if not under or sum(under) < 2 * len(head.text) * len(under):
            return False
    return True


def _stands_out(row: Sequence[PieceCell], body: Sequence[PieceCell]) -> bool:
    """Coloured, bold or white as a whole where the body is not."""
    shades = {c.shade for c in row if c.colspan or c.text}
    if None not in shades and len(shades) <= 2 and sum(c.shade in shades for c in body) <= 0.4 * len(body):
        return True
    heads, rest = [f for c in row for f in c.fragments], [f for c in body for f in c.fragments]
    if not heads or not rest:
        return False
    if all(f.white for f in heads) and sum(f.white for f in rest) < 0.2 * len(rest):
        return True
    return all(f.bold for f in heads) and sum(f.bold for f in rest) < 0.3 * len(rest)


def _continues(piece: Piece, depth: int) -> bool:
    """Whether the next row still belongs to the header: of its colour and without figures, or spanned from it."""
    row = piece.row(depth)
    reaching = [c for c in piece.cells if c.row < depth < c.row + c.rowspan]
    if reaching:
        return len(reaching) >= 1 and not any(is_numeric(c.text) for c in row if c.text)
    head = {c.shade for c in piece.row(0)}
    body = [c for c in piece.cells if c.row > depth and c.text]
    filled = [c for c in row if c.text]
    return (
        None not in head
        and bool(filled)
        and all(c.shade in head for c in row)
        and not any(is_numeric(c.text) for c in filled)
        and sum(c.shade in head for c in body) <= 0.4 * len(body)
    )


def _inside(line: Box, table: Box) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return table[0] <= x <= table[2] and table[1] <= y <= table[3]
