"""pdfium against the reference reader: the same characters, rulings and boxes, on made pages and on real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.pages import Box, Page, Ruling
from corpus.text import normalise
from ingest.marks import Marks
from ingest.page import page_from_marks
from ingest.pdfium import PdfiumReader
from ingest.plumber import PlumberReader
from tests.pdfs import BOLD, LATIN, UPRIGHT, Sheet, stream, write_objects, write_pdf

HALF = 0.5
"""Points by which positions may differ."""


def both(path: Path, number: int = 1) -> tuple[Marks, Marks]:
    """Marks of a page by pdfium and by pdfplumber."""
    return PdfiumReader(str(path)).marks(number), PlumberReader(str(path)).marks(number)


def far(a: Box, b: Box) -> float:
    return max(abs(p - q) for p, q in zip(a, b, strict=True))


def ends(ruling: Ruling) -> Box:
    return (ruling.x0, ruling.top, ruling.x1, ruling.bottom)


def assert_alike(found: Page, wanted: Page) -> None:
    """The same lines in the same order, at the same places, and the same rulings.

    Inside a line, pdfium lets the box of a glyph whose ink is wider than its advance end with the ink.
    """
    assert [normalise(line.text) for line in found.lines] == [normalise(line.text) for line in wanted.lines]
    for a, b in zip(found.lines, wanted.lines, strict=True):
        assert far(a.box, b.box) <= HALF, (a.text, a.box, b.box)
        assert (a.vertical, a.bold, a.raised) == (b.vertical, b.bold, b.raised), a.text
        assert a.size == pytest.approx(b.size, abs=0.1)
        assert max(abs(p - q) for p, q in zip(a.spans, b.spans, strict=True)) <= max(HALF, 0.1 * a.size), a.text
    for some, others in ((found.rulings, wanted.rulings), (wanted.rulings, found.rulings)):
        assert not [r for r in some if all(far(ends(r), ends(o)) > HALF for o in others)]
    assert (found.width, found.height) == pytest.approx((wanted.width, wanted.height), abs=0.01)
    assert len(found.images) == len(wanted.images)


def samples() -> list[Path]:
    return sorted((Path(__file__).parent.parent.parent / "corpus" / "samples").glob("*.pdf"))


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.stem)
def test_the_readers_agree_on_the_samples(path: Path) -> None:
    for number in (1, 3, 5):
        quick, slow = both(path, number)
        assert quick.whole
        assert_alike(page_from_marks(quick), page_from_marks(slow))


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("cloud_policy_2021", 7),
        ("datsutanso_roadmap", 20),
        ("fsa_hoken_monitoring", 3),
        ("keizai_taisaku_sesaku_2023", 25),
        ("meti_seni_2030", 5),
        ("mext_hakusho_r6_ch2", 5),  # a "j" whose ink reaches out before it
        ("mhlw_kokumin_seikatsu_2023", 5),
        ("mie_iryou_keikaku", 18),
        ("nta_shurui_kanri", 4),
        ("otoineppu_jinkovision", 6),
        ("otoineppu_sogosenryaku", 15),
        ("otoineppu_sogosenryaku", 16),  # a bracket printed twice
        ("setagaya_yosan_r8", 120),
        ("soumu_cloud_guideline", 22),
    ],
)
def test_the_readers_agree_on_real_pages(shared: Path, name: str, number: int) -> None:
    quick, slow = both(shared / "corpus" / f"{name}.pdf", number)
    assert quick.whole
    assert_alike(page_from_marks(quick), page_from_marks(slow))


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet().text(100, 100, "縦に書く「文」。", 12, UPRIGHT),
        Sheet().text(100, 100, "横", 12).text(300, 100, "縦", 12, UPRIGHT).text(300, 112, "書", 12, UPRIGHT),
        Sheet().text(100, 200, "上へ向く2024", matrix="0 1 -1 0").text(200, 200, "下へ", matrix="0 -1 1 0"),
        Sheet().text(100, 200, "逆さ", matrix="-1 0 0 -1").text(300, 300, "大きく", 6, matrix="2 0 0 2"),
        Sheet().text(100, 200, "斜めの字", 12, matrix="1 0 0.33 1"),
        Sheet(rotate=90).text(100, 200, "回した頁").line(100, 300, 200, 300),
        Sheet(crop=(50, 50, 500, 800)).text(100, 200, "切り取った頁").box(100, 300, 200, 400),
        Sheet().text(100, 100, "間をあけた字", spacing=2).text(100, 130, "Wide apart", 10, LATIN, spacing=1),
        Sheet().text(100, 100, "枠線", mode=2).text(100, 130, "Heavy", 10, BOLD).text(100, 160, "隠れた字", mode=3),
        Sheet().box(10, 10, 200, 100, "B").box(20, 20, 90, 21, "f").line(10, 300, 400, 300, 2).image(10, 400, 90, 500),
    ],
)
def test_the_readers_agree_on_every_way_to_set_text(tmp_path: Path, sheet: Sheet) -> None:
    quick, slow = both(write_pdf(tmp_path / "a.pdf", sheet))
    assert quick.whole
    assert_alike(page_from_marks(quick), page_from_marks(slow))
    assert [g.turn for g in quick.glyphs] == [g.turn for g in slow.glyphs]
    assert [g.invisible for g in quick.glyphs] == [g.invisible for g in slow.glyphs]
    for a, b in zip(quick.glyphs, slow.glyphs, strict=True):
        assert far(a[1:5], b[1:5]) <= HALF


def test_painting_order_and_printed_spaces_are_kept(tmp_path: Path) -> None:
    sheet = Sheet().text(300, 100, "後").text(100, 100, "前 ").text(120, 100, " ").text(140, 100, "中")
    quick, slow = both(write_pdf(tmp_path / "a.pdf", sheet))
    assert [g.text for g in quick.glyphs] == [g.text for g in slow.glyphs] == ["後", "前", " ", " ", "中"]


def test_each_print_of_an_overprinted_heading_is_told(tmp_path: Path) -> None:
    sheet = Sheet().text(100, 100, "基本目標", 12)
    for shift in (0.24, 0.48):
        sheet.text(100 + shift, 100, "基本目標", 12, colour="1 0 0 rg")
    quick, slow = both(write_pdf(tmp_path / "a.pdf", sheet))
    assert quick.whole
    assert sorted((g.text, round(g.x0, 1), g.colour) for g in quick.glyphs) == sorted(
        (g.text, round(g.x0, 1), g.colour) for g in slow.glyphs
    )
    assert page_from_marks(quick).lines[0].bold


def test_overprinted_punctuation_is_told_though_its_ink_is_narrow(tmp_path: Path) -> None:
    sheet = Sheet()
    for shift in (0.0, 0.24, 0.48):
        for i, char in enumerate("年）。．"):
            sheet.text(100 + 12 * i + shift, 100, char, 12)
    quick, slow = both(write_pdf(tmp_path / "a.pdf", sheet))
    assert quick.whole
    assert sorted((g.text, round(g.x0, 1)) for g in quick.glyphs) == sorted(
        (g.text, round(g.x0, 1)) for g in slow.glyphs
    )


def test_white_words_tell_a_gradient_from_paper(tmp_path: Path) -> None:
    shading = "/Shading << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 0 842] /Function << /FunctionType 2"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /H << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
        b"/Pattern << /P << /PatternType 2 "
        + shading.encode()
        + b" /Domain [0 1] /C0 [0 0 1] /C1 [0 0 .5] /N 1 >> >> >> >> >> >>",
        stream(
            b"q 1 g 0 0 595 842 re f /Pattern cs /P scn 100 700 200 30 re f Q q 1 g 100 600 200 30 re f Q "
            b"BT 1 g /H 12 Tf 1 0 0 1 110 710 Tm (Aims) Tj 0 g 1 0 0 1 110 610 Tm (Text) Tj ET"
        ),
    ]
    quick, slow = both(write_objects(tmp_path / "a.pdf", objects))
    areas = [(shape.box, shape.fill) for shape in page_from_marks(quick).shapes]
    assert areas == [((100.0, 112.0, 300.0, 142.0), (0.0, 0.0, 0.0))]
    assert areas == [(shape.box, shape.fill) for shape in page_from_marks(slow).shapes]


def type3(folder: Path) -> Path:
    """A page set in a Type 3 font whose codes map to 地⽅ (a radical in place of 方)."""
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <5730> <42> <2F45> endbfchar"
    glyph = b"1000 0 0 0 800 800 d1 0 0 800 800 re f"
    return write_objects(
        folder / "a.pdf",
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /T 5 0 R >> >> >>",
            stream(b"BT /T 12 Tf 1 0 0 1 100 700 Tm (AB) Tj ET"),
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0] "
            b"/FirstChar 65 /LastChar 66 /Widths [1000 1000] /Encoding << /Differences [65 /a /b] >> "
            b"/CharProcs << /a 6 0 R /b 6 0 R >> /ToUnicode 7 0 R >>",
            stream(glyph),
            stream(b"/CIDInit /ProcSet findresource begin begincmap " + cmap + b" endcmap end"),
        ],
    )


def test_a_nameless_font_is_not_trusted(tmp_path: Path) -> None:
    quick, slow = both(type3(tmp_path))
    assert not quick.whole
    assert "".join(g.text for g in slow.glyphs) == "地⽅"


def test_text_that_cannot_be_told_is_not_trusted(shared: Path) -> None:
    quick = PdfiumReader(str(shared / "corpus" / "scan_foodkaku5.pdf")).marks(3)
    assert not quick.whole


def test_memory_is_let_go_of(tmp_path: Path) -> None:
    sheets = [Sheet().text(100, 100, f"{n}枚目") for n in range(40)]
    reader = PdfiumReader(str(write_pdf(tmp_path / "a.pdf", *sheets)))
    words = ["".join(g.text for g in reader.marks(n).glyphs) for n in range(1, 41)]
    assert words == [f"{n}枚目" for n in range(40)]
