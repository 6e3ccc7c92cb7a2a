"""Lines from tiny PDFs, read through the whole reader chain of one page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.pages import Line, Page
from corpus.text import normalise
from ingest.glyphs import is_bold_font
from ingest.page import page_from_marks
from ingest.page_reader import MarksReader
from ingest.pdfium import PdfiumReader
from ingest.plumber import PlumberReader
from ingest.spacing import spaces_before
from tests.pdfs import BOLD, LATIN, UPRIGHT, Sheet, write_pdf

Read = Callable[[Sheet], Page]


@pytest.fixture(params=[PlumberReader, PdfiumReader])
def read(tmp_path: Path, request: pytest.FixtureRequest) -> Read:
    def page_of(sheet: Sheet) -> Page:
        reader: MarksReader = request.param(str(write_pdf(tmp_path / "a.pdf", sheet)))
        return page_from_marks(reader.marks(1))

    return page_of


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_printed_characters_and_their_places(read: Read) -> None:
    page = read(Sheet().text(100, 100, "まち１２", 12))
    (line,) = page.lines
    assert line.text == "まち１２"
    assert line.box == pytest.approx((100, 100 - 0.88 * 12, 148, 100 + 0.12 * 12), abs=0.01)
    assert line.char_box(2) == pytest.approx((124, 89.44, 136, 101.44), abs=0.01)
    assert line.size == pytest.approx(12)


def test_overprinted_glyphs_count_once_and_are_bold(read: Read) -> None:
    sheet = Sheet()
    for shift in (0, 0.24, 0.48):
        sheet.text(100 + shift, 100, "基本目標").text(100, 100 + shift, "基本目標")
    (line,) = read(sheet.text(100, 130, "本文の行")).lines[:1]
    assert line.text == "基本目標"
    assert line.bold
    assert not read(Sheet().text(100, 100, "基本目標").text(100, 100, "基本目標")).lines[0].bold


def test_narrow_twin_letters_are_no_overprint(read: Read) -> None:
    assert texts(read(Sheet().text(100, 100, "ill will 11", 10, LATIN))) == ["ill will 11"]


def test_spread_letters_are_joined_and_words_kept_apart(read: Read) -> None:
    sheet = (
        Sheet().text(100, 100, "目　　次").text(100, 120, "K P I", 10, LATIN).text(100, 140, "Smart City", 10, LATIN)
    )
    sheet.text(100, 160, "は　じ　め　に").text(100, 180, "第１章　総論").text(100, 200, "ア　イノベーション")
    assert texts(read(sheet)) == ["目次", "KPI", "Smart City", "はじめに", "第１章　総論", "ア　イノベーション"]


def test_spread_characters_without_printed_spaces(read: Read) -> None:
    assert texts(read(Sheet().text(100, 100, "区").text(125, 100, "分").text(300, 100, "金額"))) == ["区分", "金額"]


def test_japanese_beside_latin_has_no_space(read: Read) -> None:
    page = read(Sheet().text(100, 100, "令和").text(122.5, 100, "5", 10, LATIN).text(130.5, 100, "年度"))
    assert texts(page) == ["令和5年度"]


def test_a_narrow_gap_parts_a_lead_from_its_words(read: Read) -> None:
    """Spaces of proportional type are narrow, and a wide one before a bracket set solid is half gone."""
    sheet = (
        Sheet()
        .text(100, 100, "１")
        .text(113, 100, "財源の確保")
        .text(100, 120, "ア")
        .text(115, 120, "「選ばれるまち」")
    )
    sheet.text(100, 140, "施策２").text(135, 140, "「まち」").text(100, 160, "12", 10, LATIN).text(114.2, 160, "財源")
    assert texts(read(sheet)) == ["１ 財源の確保", "ア 「選ばれるまち」", "施策２ 「まち」", "12 財源"]
    sheet = Sheet().text(100, 100, "12", 10, LATIN).text(113.5, 100, "財源").text(100, 120, "65", 10, LATIN)
    sheet.text(114.2, 120, "歳以上").text(100, 140, "デ").text(113, 140, "ジタル").text(100, 160, "県").text(
        114, 160, "の財源"
    )
    assert texts(read(sheet)) == ["12財源", "65歳以上", "デジタル", "県の財源"]


def test_a_vertical_ruling_parts_lines_however_close(read: Read) -> None:
    page = read(Sheet().text(100, 100, "現状値").text(130.5, 100, "目標値").line(130.2, 80, 130.2, 110))
    assert texts(page) == ["現状値", "目標値"]


def test_the_side_of_a_box_parts_lines(read: Read) -> None:
    page = read(Sheet().text(100, 100, "枠の外").text(138, 100, "枠の中").box(134, 85, 200, 110))
    assert texts(page) == ["枠の外", "枠の中"]


def test_a_highlighted_word_does_not_part_its_line(read: Read) -> None:
    sheet = Sheet().box(120, 90, 140, 102, "f", "1 1 0 rg").text(100, 100, "これは強調した文である")
    assert texts(read(sheet)) == ["これは強調した文である"]


def test_grid_lines_behind_a_bar_do_not_part_its_text(read: Read) -> None:
    sheet = Sheet()
    for x in (100, 140, 180, 220):
        sheet.line(x, 80, x, 200)
    sheet.box(105, 120, 215, 136, "f", "0.8 0.9 1 rg").text(110, 132, "実証から本格実施へ移行")
    assert texts(read(sheet)) == ["実証から本格実施へ移行"]


def test_a_grid_line_through_a_number_does_not_part_it(read: Read) -> None:
    sheet = Sheet().text(100, 100, "18.8", 10, LATIN).line(105.6, 50, 105.6, 200)
    assert texts(read(sheet)) == ["18.8"]


def test_a_small_bullet_leads_its_item(read: Read) -> None:
    sheet = Sheet().text(100, 98.5, "●", 6).text(110, 100, "通信インフラの高度化", 10)
    assert [normalise(t) for t in texts(read(sheet))] == ["●通信インフラの高度化"]


def test_columns_never_interleave(read: Read) -> None:
    sheet = Sheet().text(50, 100, "左の段の一行目").text(160, 100, "右の段の一行目")
    assert texts(read(sheet)) == ["左の段の一行目", "右の段の一行目"]


def test_a_long_line_does_not_run_on_into_the_next_column(read: Read) -> None:
    """What is left of the white between the columns is no wider than a gap inside a line."""
    sheet = Sheet()
    for i in range(6):
        sheet.text(100, 100 + 16 * i, "左の段の文字が並んで").text(219.5, 100 + 16 * i, "右の段の文字が並んで")
    sheet.text(100, 196, "左の段がはみ出している").text(219.5, 196, "右の段は別の文である")
    found = texts(read(sheet))
    assert found[-2:] == ["左の段がはみ出している", "右の段は別の文である"]


def test_half_width_kerned_brackets_stay(read: Read) -> None:
    assert texts(read(Sheet().text(100, 100, "・").text(105, 100, "「空白」"))) == ["・「空白」"]


def test_superscript_stays_and_is_marked(read: Read) -> None:
    page = read(Sheet().text(100, 100, "改革プログラム").text(170, 95, "8", 5, LATIN).text(173, 100, "」の実行"))
    (line,) = page.lines
    assert line.text == "改革プログラム8」の実行"
    assert line.raised == (7,)
    assert line.size == pytest.approx(10)


def test_brackets_set_solid_do_not_part_their_line(read: Read) -> None:
    """The blank halves of 」「 lie over one another where punctuation is set solid."""
    sheet = Sheet().text(100, 100, "「身近にある」").text(161, 100, "「人があたたかい」など")
    assert texts(read(sheet)) == ["「身近にある」「人があたたかい」など"]


def test_a_footnote_mark_set_off_from_its_word_stays_in_the_line(read: Read) -> None:
    sheet = Sheet().text(100, 100, "改訂の方針").text(155, 96, "12", 5, LATIN).text(160.6, 100, "」に基づく")
    (line,) = read(sheet).lines
    assert line.text == "改訂の方針12」に基づく"
    assert [line.text[i] for i in line.raised] == ["1", "2"]


def test_superscripts_painted_later_come_to_their_place(read: Read) -> None:
    sheet = Sheet().text(100, 100, "マルチモーダル性").text(185, 100, "・汎用性の高い").text(181, 95, "1", 6, LATIN)
    (line,) = read(sheet).lines
    assert line.text == "マルチモーダル性1・汎用性の高い"
    assert line.raised == (8,)


def test_marks_painted_later_come_to_their_places_in_any_order(read: Read) -> None:
    sheet = Sheet().text(100, 100, "利用者").text(135, 100, "と管理者").text(180, 100, "の責務")
    for x, mark in ((176, "3"), (131, "2")):
        sheet.text(x, 95, mark, 5, LATIN)
    (line,) = read(sheet.text(100, 120, "2", 10, LATIN)).lines[:1]
    assert line.text == "利用者2と管理者3の責務"
    assert [line.text[i] for i in line.raised] == ["2", "3"]


def test_spaces_part_words_of_one_line_only() -> None:
    text = "目次" + "KP" + "abc"
    assert spaces_before(text, [0, 2, 4], [(1, 1.0), (3, 0.5), (5, 0.2)]) == {5: " "}
    assert spaces_before(text, [0, 4], [(1, 0.5), (2, 0.7), (3, 0.5), (5, 0.2)]) == {2: "\u3000", 5: " "}


def test_a_footnote_is_led_by_its_number(read: Read) -> None:
    (line,) = read(Sheet().text(100, 696, "12", 5, LATIN).text(125, 700, "経済産業省による定義", 9)).lines
    assert line.text == "12　経済産業省による定義"
    assert line.raised == (0, 1)


def test_ruby_is_out_of_the_line(read: Read) -> None:
    page = read(Sheet().text(100, 100, "音威子府村の戦略", 12).text(100, 88.5, "おといねっぷ", 5))
    assert texts(page) == ["音威子府村の戦略"]


def test_small_kana_line_above_kana_is_no_ruby(read: Read) -> None:
    page = read(Sheet().text(100, 100, "まちづくり", 12).text(100, 88.5, "これから", 5))
    assert texts(page) == ["これから", "まちづくり"]


def test_vertical_writing_right_to_left(read: Read) -> None:
    sheet = Sheet().text(300, 100, "内閣は、道路交通法の", 10, UPRIGHT).text(280, 100, "一部を改正する。", 10, UPRIGHT)
    page = read(sheet)
    assert texts(page) == ["内閣は、道路交通法の", "一部を改正する。"]
    first = page.lines[0]
    assert first.vertical
    assert first.char_box(1) == pytest.approx((295, 110, 305, 120), abs=0.5)


def test_figures_and_words_in_vertical_writing_belong_to_their_line(read: Read) -> None:
    abreast = Sheet().text(300, 100, "計画期間は令和", 10, UPRIGHT).text(295, 178.8, "10", 10, LATIN)
    abreast.text(300, 180, "年度までとする。", 10, UPRIGHT).text(280, 100, "次の行である。", 10, UPRIGHT)
    lines = read(abreast).lines
    assert [line.text for line in lines] == ["計画期間は令和10年度までとする。", "次の行である。"]
    assert lines[0].char_box(7)[1] < lines[0].char_box(8)[1] < lines[0].char_box(9)[1]
    turned = (
        Sheet().text(300, 100, "計画期間は令和", 10, UPRIGHT).text(296.5, 171, "2030", 10, LATIN, matrix="0 -1 1 0")
    )
    turned.text(300, 194, "年度までとする。", 10, UPRIGHT)
    assert texts(read(turned)) == ["計画期間は令和2030年度までとする。"]


def test_stacked_cells_are_not_vertical_writing(read: Read) -> None:
    sheet = Sheet()
    for i, word in enumerate("有無有"):
        sheet.text(100, 100 + 18 * i, word)
    assert texts(read(sheet)) == ["有", "無", "有"]


def test_a_lone_last_character_is_not_stacked_on_the_next_line(read: Read) -> None:
    page = read(Sheet().text(100, 88, "災害復興融資の拡").text(100, 100, "充").text(100, 111, "被災した病院の復旧"))
    assert texts(page) == ["災害復興融資の拡", "充", "被災した病院の復旧"]


def test_characters_spread_to_the_ends_of_the_line_above(read: Read) -> None:
    sheet = Sheet().text(100, 100, "夫婦のみの子世帯").text(100, 111, "世").text(170, 111, "帯").text(300, 111, "計")
    assert texts(read(sheet)) == ["夫婦のみの子世帯", "世帯", "計"]


def test_a_number_and_its_item_are_one_line_over_a_wide_gap(read: Read) -> None:
    sheet = (
        Sheet()
        .text(100, 100, "（１）")
        .text(155, 100, "高校の仕組みの強化")
        .text(100, 120, "１")
        .text(135, 120, "金額")
    )
    assert texts(read(sheet)) == ["（１）　高校の仕組みの強化", "１", "金額"]


def test_fill_and_stroke_in_one_colour_is_bold(read: Read) -> None:
    sheet = (
        Sheet()
        .text(100, 100, "太い見出し", mode=2, colour="0 g 0 G")
        .text(100, 120, "袋文字", mode=2, colour="1 g 0 G")
    )
    assert [line.bold for line in read(sheet).lines] == [True, False]


def test_codes_that_are_no_unicode_are_told_and_not_passed_on(read: Read) -> None:
    sheet = (
        Sheet().text(100, 100, "官報平成").text(142, 100, "\xa1\xa2\xa6\xb9", 10, LATIN).text(300, 100, "金曜日の本文")
    )
    page = read(sheet)
    assert texts(page) == ["官報平成\ufffd\ufffd\ufffd\ufffd", "金曜日の本文"]
    assert [p.code for p in page.problems] == ["garbled_text"]


@pytest.mark.parametrize(("matrix", "ascending"), [("0 -1 1 0", True), ("0 1 -1 0", False)])
def test_turned_text_is_a_vertical_line(read: Read, matrix: str, ascending: bool) -> None:
    (line,) = read(Sheet().text(300, 400, "参考資料", 10, matrix=matrix)).lines
    assert line.text == "参考資料"
    assert line.vertical
    middles = [line.char_box(i)[1] for i in range(4)]
    assert (middles == sorted(middles)) is ascending
    assert line.box[3] - line.box[1] == pytest.approx(40)


def test_white_on_colour_is_kept_with_its_colour(read: Read) -> None:
    page = read(Sheet().box(90, 85, 200, 110, "f", "0 0.4 0.8 rg").text(100, 100, "白い見出し", colour="1 g"))
    assert page.lines[0].text == "白い見出し"
    assert page.lines[0].colour == (1.0, 1.0, 1.0)
    assert page.shapes[0].fill == pytest.approx((0, 0.4, 0.8))


def test_text_off_the_page_is_dropped(read: Read) -> None:
    assert texts(read(Sheet().text(-60, 100, "外").text(100, 900, "下").text(100, 100, "内側の文"))) == ["内側の文"]


def test_invisible_text_is_dropped_unless_it_is_an_ocr_layer(read: Read) -> None:
    assert texts(read(Sheet().text(100, 100, "見える文").text(100, 150, "見えない文", mode=3))) == ["見える文"]
    scan = read(Sheet().image(0, 0, 595, 842).text(100, 150, "読み取った文字", mode=3))
    assert texts(scan) == ["読み取った文字"]
    assert scan.ocr
    assert [p.code for p in scan.problems] == ["ocr_layer"]


def test_a_picture_of_a_page_has_no_text_layer(read: Read) -> None:
    assert [p.code for p in read(Sheet().image(0, 0, 595, 842)).problems] == ["no_text_layer"]
    numbered = read(Sheet().image(0, 0, 595, 842).text(290, 820, "- 3 -", 10, LATIN))
    assert [p.code for p in numbered.problems] == ["no_text_layer"]
    assert read(Sheet()).problems == ()


def test_crop_box_and_rotation_are_as_displayed(read: Read) -> None:
    cropped = read(Sheet(crop=(100, 100, 500, 742)).text(150, 200, "切り抜き"))
    assert (cropped.width, cropped.height) == (400, 642)
    assert cropped.lines[0].box[:2] == pytest.approx((50, 100 - 8.8), abs=0.01)
    turned = read(Sheet(rotate=90).text(200, 300, "横向き", matrix="0 1 -1 0"))
    assert (turned.width, turned.height) == (842, 595)
    assert not turned.lines[0].vertical


def test_symbol_bullets_keep_their_code_and_are_read_as_bullets() -> None:
    assert normalise("\uf06c目標\uf0fc\uf0d8") == "●目標✓➢"


@pytest.mark.parametrize(
    "name", ["Meiryo-Bold", "HG創英角ゴシックUB", "HGP創英角ｺﾞｼｯｸUB", "KozGoPr6N-Heavy", "HiraKakuPro-W6"]
)
def test_bold_fonts(name: str) -> None:
    assert is_bold_font(name)


@pytest.mark.parametrize(
    "name", ["MS-Mincho", "ＭＳ ゴシック", "Ryumin-Light", "HG丸ｺﾞｼｯｸM-PRO", "NotoSansCJKjp-Regular"]
)
def test_other_fonts(name: str) -> None:
    assert not is_bold_font(name)


def test_bold_font_makes_a_bold_line(read: Read) -> None:
    bold: tuple[Line, ...] = read(Sheet().text(100, 100, "Goal", 10, BOLD).text(100, 130, "body", 10, LATIN)).lines
    assert [line.bold for line in bold] == [True, False]


def test_the_white_of_the_rows_below_parts_a_line_at_a_bullet(read: Read) -> None:
    sheet = Sheet()
    for i, (left, right) in enumerate((("左" * 20, "・" + "右" * 15), ("左" * 18, "右" * 14), ("左" * 19, "右" * 14))):
        sheet.text(50, 100 + 16 * i, left).text(257 + (10 if i else 0), 100 + 16 * i, right)
    assert texts(read(sheet))[:2] == ["左" * 20, "・" + "右" * 15]
    alone = Sheet().text(50, 100, "左" * 20).text(257, 100, "・" + "右" * 15)
    assert len(texts(read(alone))) == 1
