"""Pages that cannot be trusted say so, each kind with a code of its own; honest pages say nothing."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from corpus.pages import Line, Page
from ingest.picture_tables import with_picture_tables
from ingest.pipeline import ingest
from ingest.reader import read_pdf
from ingest.trust import implausible_share, judged
from tests.pdfs import LATIN, Sheet, _page_objects, stream, write_objects, write_pdf

PROSE = "地方創生に関する総合戦略は、人口の減少を和らげ、地域の力を保つために定めるものである。"


def page_of(*texts: str, font: str = "F") -> Page:
    """A page with these lines, all in one font."""
    lines = tuple(
        Line(text, array("d", [0.0] * 2 * len(text)), (50, 50 + 20 * i, 500, 60 + 20 * i), 10, font)
        for i, text in enumerate(texts)
    )
    return Page(1, 595, 842, lines)


@pytest.mark.parametrize(
    "text",
    [
        "\ue001\ue123\ue456" * 10,  # private use
        "(cid:123)(cid:4567)" * 5,
        "7KLV LV D WH[W WKDW KDV EHHQ VKLIWHG E\\ WKUHH SODFHV LQ WKH FRGH DQG FDQQRW EH VSRNHQ DORXG" * 2,
        "!\"#$%&'()*+,/:;<=>?@[]^`{|}",  # codes given out as characters come
        "".join(chr(0x7000 + 37 * i) for i in range(60)),  # kanji as they come in code order
        "".join(chr(c) for c in (*range(0x620, 0x630), *range(0x905, 0x915), *range(0xE01, 0xE11))),  # any script
    ],
    ids=["private use", "cid", "shifted", "signs", "rare kanji", "scripts"],
)
def test_text_that_no_language_has_is_suspicious(text: str) -> None:
    page = judged(page_of(text))
    assert [problem.code for problem in page.problems] == ["suspicious_text"]
    assert "1ページ" in page.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "KPI DX ICT PDCA SDGs EBPM MaaS GIGA " * 3,
        "............ 12 ------ ＝＝＝＝ …………… ・・・・・・ 34 ____________",
        "1,234 (5.6%) 7,890 (12.3%) ▲4.5 +6.7 1/2 3:4",
        "The strategy sets targets for municipalities and their partners until 2029.",
        "지방 창생에 관한 종합 전략은 인구 감소를 완화하고 지역의 힘을 유지하기 위한 것이다.",
        "Стратегия определяет цели для муниципалитетов и их партнёров до 2029 года.",
        "地方创生综合战略是为了缓和人口减少、维持地区活力而制定的，其目标与措施如下所述。",
        "kg mm cm km t kW kWh MW GWh ha km kg mm cm km t kW kWh MW GWh ha kg mm cm km",
        "鷗 薔薇 檸檬 躑躅 齟齬 贔屓 顰蹙 魑魅魍魎 について",
    ],
)
def test_honest_text_is_not(text: str) -> None:
    assert judged(page_of(text)).problems == ()


def test_a_page_in_which_some_of_it_lies_is_told_by_its_share() -> None:
    honest, lie = page_of(PROSE * 4).lines, page_of("\ue001" * 40, font="G").lines
    share = implausible_share(Page(1, 595, 842, (*honest, *lie)))
    assert share == pytest.approx(40 / (40 + 4 * len(PROSE)))


def codes(path: Path) -> list[str]:
    return [problem.code for page in read_pdf(path) for problem in page.problems]


def custom_font_pdf(path: Path) -> Path:
    """A page set in a Type 3 font whose glyphs have names that mean nothing, and no ToUnicode."""
    sheet = Sheet().raw("BT /X 12 Tf 72 700 Td <" + "0102030405060708" * 5 + "> Tj ET")
    objects = _page_objects([sheet])
    names = " ".join(f"/g{n}" for n in range(1, 9))
    square = stream(b"800 0 0 0 800 800 d1 0 0 700 700 re f")
    first = len(objects) + 1
    procedures = " ".join(f"/g{n} {first + 1} 0 R" for n in range(1, 9))
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 800 800] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 "
        f"/LastChar 8 /Widths [{' '.join(['800'] * 8)}] /Encoding << /Type /Encoding /Differences [1 {names}] >> "
        f"/CharProcs << {procedures} >> >>"
    ).encode()
    objects = [part.replace(b"/H 3 0 R", b"/H 3 0 R /X %d 0 R" % first) for part in objects]
    return write_objects(path, [*objects, font, square])


def test_a_font_with_codes_of_its_own_is_told(tmp_path: Path) -> None:
    assert codes(custom_font_pdf(tmp_path / "custom.pdf")) in (["no_text_layer"], ["garbled_text"])


def test_private_use_text_is_told(tmp_path: Path) -> None:
    sheet = Sheet().text(72, 100, PROSE[:30]).text(72, 130, "\ue001\ue002\ue003\ue004" * 10)
    problems = [p for page in read_pdf(write_pdf(tmp_path / "pua.pdf", sheet)) for p in judged(page).problems]
    assert {p.code for p in problems} & {"garbled_text", "suspicious_text", "no_text_layer"}
    assert all("OCR" in p.message for p in problems)


@pytest.mark.parametrize(
    ("matrix", "how"), [("0 -1 1 0", "右に90度"), ("0 1 -1 0", "左に90度"), ("-1 0 0 -1", "上下が逆")]
)
def test_a_page_whose_text_lies_turned_is_told(tmp_path: Path, matrix: str, how: str) -> None:
    sheet = Sheet()
    for i in range(4):
        sheet.text(200 + 20 * i, 420, PROSE[:20], matrix=matrix)
    (page,) = read_pdf(write_pdf(tmp_path / "turned.pdf", sheet))
    assert [problem.code for problem in page.problems] == ["rotated_page"]
    assert how in page.problems[0].message


def test_pages_that_are_displayed_upright_are_not_turned(tmp_path: Path) -> None:
    lying = Sheet(rotate=90)
    for i in range(4):
        lying.text(200 + 20 * i, 700, PROSE[:20], matrix="0 1 -1 0")
    labelled = Sheet().text(30, 400, "縦に置いた見出し", matrix="0 1 -1 0")
    for i in range(4):
        labelled.text(72, 100 + 20 * i, PROSE[:30])
    assert codes(write_pdf(tmp_path / "upright.pdf", lying, labelled)) == []


def table_picture_pdf(path: Path, rows: int, columns: int, *, joined: bool = True) -> Path:
    """A page of prose with a picture in it: a table, or boxes beside one another."""
    width, height = 120 * columns + 1, 48 * rows + 1
    pixels = bytearray(b"\xff" * width * height)
    for y in range(height):
        for x in range(width):
            across, down = x % 120, y % 48
            box = 16 <= across <= 100 and 8 <= down <= 40 and (across in (16, 100) or down in (8, 40))
            if (not across or not down) if joined else box:
                pixels[y * width + x] = 0
    sheet = Sheet().image(72, 300, 520, 600)
    for i in range(6):
        sheet.text(72, 100 + 20 * i, PROSE)
    objects = _page_objects([sheet])
    shape = f"/Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    objects[8] = stream(bytes(pixels), f"/Type /XObject /Subtype /Image {shape}")
    return write_objects(path, objects)


@pytest.mark.parametrize(
    ("rows", "columns", "joined", "told"),
    [(5, 4, True, True), (3, 2, True, True), (5, 4, False, False), (1, 4, True, False), (2, 1, True, False)],
)
def test_a_picture_of_a_table_is_told(tmp_path: Path, rows: int, columns: int, joined: bool, told: bool) -> None:
    path = table_picture_pdf(tmp_path / "picture.pdf", rows, columns, joined=joined)
    (page,) = with_picture_tables(path, list(read_pdf(path)))
    assert [problem.code for problem in page.problems] == (["table_picture"] if told else [])


def test_every_kind_reaches_the_document(tmp_path: Path) -> None:
    path = table_picture_pdf(tmp_path / "picture.pdf", 4, 4)
    assert [problem.code for problem in ingest(path).problems] == ["table_picture"]


def test_samples_are_trusted(samples: Path) -> None:
    for path in sorted(samples.glob("*.pdf")):
        pages = [judged(page) for page in read_pdf(path)]
        assert [p.code for page in with_picture_tables(path, pages) for p in page.problems] == []


def test_a_page_that_is_a_picture_has_no_text_layer(tmp_path: Path) -> None:
    sheet = Sheet().image(0, 0, 595, 842).text(290, 820, "- 3 -", 10, LATIN)
    assert codes(write_pdf(tmp_path / "scan.pdf", sheet)) == ["no_text_layer"]
