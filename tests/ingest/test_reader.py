"""Reading files whole: what good ones give, and what broken and hostile ones cost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.errors import LimitExceeded, RefusedError, UnreadableFile
from corpus.pages import Page
from ingest.reader import Limits, page_count, pdf_metadata, read_pdf
from tests.pdfs import Sheet, stream, write_objects, write_pdf


def codes(pages: list[Page]) -> list[list[str]]:
    return [[p.code for p in page.problems] for page in pages]


def refused(path: Path, limits: Limits | None = None) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        list(read_pdf(path, limits=limits or Limits()))
    assert str(path) in str(caught.value)
    return caught.value


def three_pages(folder: Path) -> Path:
    return write_pdf(folder / "三.pdf", *(Sheet().text(100, 100, f"{n}枚目") for n in "一二三"), title="総合戦略")


def test_pages_come_in_order_with_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    pages = list(read_pdf(three_pages(tmp_path), progress=lambda done, total: seen.append((done, total))))
    assert [(p.number, p.lines[0].text) for p in pages] == [(1, "一枚目"), (2, "二枚目"), (3, "三枚目")]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_only_the_pages_asked_for(tmp_path: Path) -> None:
    pages = list(read_pdf(three_pages(tmp_path), pages=[3, 1, 7]))
    assert [(p.number, p.lines[0].text) for p in pages] == [(1, "一枚目"), (3, "三枚目")]


def test_page_count_and_metadata(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    assert page_count(path) == 3
    assert pdf_metadata(path)["Title"] == "総合戦略"


def test_reading_can_be_left_at_any_page(tmp_path: Path) -> None:
    pages = read_pdf(write_pdf(tmp_path / "a.pdf", *[Sheet().text(100, 100, "頁")] * 40))
    assert next(pages).number == 1
    pages.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "missing"),
        (b"", "empty"),
        ("これは文章です。".encode(), "not_pdf"),
        (b"\0" * 5000, "not_pdf"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "broken"),
        (b"%PDF-1.7\n1 0 obj <<", "broken"),
    ],
)
def test_files_that_are_no_pdf(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "文書.pdf"
    if content is not None:
        path.write_bytes(content)
    error = refused(path)
    assert isinstance(error, UnreadableFile)
    assert error.code == code


def test_a_folder_is_no_pdf(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "not_pdf"


def test_an_encrypted_file(tmp_path: Path) -> None:
    password = "<" + "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a" + ">"
    path = three_pages(tmp_path)
    data = path.read_bytes().replace(
        b"trailer\n<<",
        b"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O "
        + password.encode()
        + b" /U "
        + password.encode()
        + b" >> /ID [<00> <00>]",
    )
    path.write_bytes(data)
    assert refused(path).code == "encrypted"


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", *[Sheet().text(100, 100, "切れる")] * 20).read_bytes()
    cut = tmp_path / "b.pdf"
    cut.write_bytes(whole[: len(whole) // 2])
    assert refused(cut).code == "broken"


def test_too_many_pages_are_refused_at_once(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", *[Sheet()] * 20_000)
    started = time.monotonic()
    error = refused(path)
    assert isinstance(error, LimitExceeded)
    assert error.code == "too_many_pages"
    assert "20000" in str(error)
    assert time.monotonic() - started < 10


def test_a_circular_page_tree_ends(tmp_path: Path) -> None:
    path = write_objects(
        tmp_path / "a.pdf",
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 900 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ],
    )
    pages = list(read_pdf(path, limits=Limits(seconds=20)))
    assert len(pages) == 900
    assert codes(pages)[:3] == [[], ["page_missing"], ["page_missing"]]


def test_a_page_tree_without_pages_is_broken(tmp_path: Path) -> None:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 2 >>"]
    assert refused(write_objects(tmp_path / "a.pdf", objects)).code == "broken"


def bomb(folder: Path, megabytes: int) -> Path:
    """A good page, a page whose content unpacks to `megabytes`, and a good page."""
    path = write_pdf(folder / "bomb.pdf", *(Sheet().text(100, 100, f"{n}枚目") for n in "一二三"))
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    packed = zlib.compress(packed, 9)
    body = (
        f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"
    )
    objects: list[bytes] = []
    rest = path.read_bytes()
    while (head := f"{len(objects) + 1} 0 obj\n".encode()) in rest:
        start = rest.index(head) + len(head)
        objects.append(rest[start : rest.index(b"\nendobj", start)])
    objects.pop()  # the document information, which write_objects adds again
    objects[-3] = body  # each page is followed by its content
    return write_objects(path, objects)


def test_a_decompression_bomb_costs_its_page_only(tmp_path: Path) -> None:
    pages = list(read_pdf(bomb(tmp_path, 400), limits=Limits(memory_mb=300, seconds_per_page=20)))
    assert [p.number for p in pages] == [1, 2, 3]
    assert codes(pages)[0] == codes(pages)[2] == []
    assert pages[2].lines[0].text == "三枚目"
    assert codes(pages)[1] in (["too_much_memory"], ["page_timeout"])


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    slow = Sheet().raw("0 0 m 1 1 l S\n" * 1_000_000)
    path = write_pdf(tmp_path / "a.pdf", Sheet().text(100, 100, "一枚目"), slow, Sheet().text(100, 100, "三枚目"))
    pages = list(read_pdf(path, limits=Limits(seconds_per_page=1.5)))
    assert codes(pages) == [[], ["page_timeout"], []]
    assert pages[2].lines[0].text == "三枚目"


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", Sheet().raw("0 0 m 1 1 l S\n" * 1_000_000))
    assert refused(path, Limits(seconds=1.0)).code == "timeout"


def test_a_page_that_raises_is_told_and_the_others_read(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", Sheet().text(100, 100, "一枚目"), Sheet(), Sheet().text(100, 100, "三枚目"))
    path.write_bytes(path.read_bytes().replace(b"/Contents 13 0 R", b"/Contents (oops) ", 1))
    pages = list(read_pdf(path))
    assert [p.number for p in pages] == [1, 2, 3]
    assert pages[0].lines[0].text == "一枚目"
    assert pages[2].lines[0].text == "三枚目"
    assert not pages[1].lines


def test_no_child_is_left_behind(tmp_path: Path) -> None:
    import threading

    from ingest import reader

    reader._Child.dismiss_all()
    before = threading.active_count()
    for _ in range(3):
        list(read_pdf(three_pages(tmp_path)))
        assert len(reader._Child._resting) == 1
    next(read_pdf(three_pages(tmp_path)))
    reader._Child.dismiss_all()
    until = time.monotonic() + 10  # a cancelled timer takes a moment to end
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_a_child_reads_one_file_after_another_and_is_replaced_when_it_has_gone(tmp_path: Path) -> None:
    from ingest import reader

    reader._Child.dismiss_all()
    path = three_pages(tmp_path)
    for ended in (False, False, True):
        assert [p.lines[0].text for p in read_pdf(path)] == ["一枚目", "二枚目", "三枚目"]
        (child,) = reader._Child._resting
        if ended:
            child._process.kill()
            child._process.wait()
    assert [p.lines[0].text for p in read_pdf(path)] == ["一枚目", "二枚目", "三枚目"]
    assert reader._Child._resting[0] is not child


def test_the_scan_is_told_page_by_page(shared: Path) -> None:
    pages = list(read_pdf(shared / "corpus" / "scan_foodkaku5.pdf", pages=[1, 3, 17]))
    assert codes(pages) == [["no_text_layer"]] * 3
    assert not any(page.lines for page in pages)


def test_fourfold_headings_of_a_real_strategy_are_read_once(shared: Path) -> None:
    (page,) = read_pdf(shared / "corpus" / "otoineppu_sogosenryaku.pdf", pages=[12])
    lines = [line for line in page.lines if "現状値" in line.text or "具体的な施策" in line.text]
    assert [line.text for line in lines] == ["［具体的な施策］", "現状値"]
    assert all(line.bold for line in lines)


def test_empty_streams_and_nul_bytes(tmp_path: Path) -> None:
    path = write_objects(
        tmp_path / "a.pdf",
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(b"\0" * 10_000),
        ],
    )
    assert codes(list(read_pdf(path))) == [[]]


def test_a_page_on_which_pdfium_crashes_is_read_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest import reader

    asked: list[tuple[int, bool]] = []
    whole = reader._next_page

    def crashing(child: reader._Child, number: int, *rest: object, **named: object) -> Page:
        again = (number, True) in asked or (number, False) in asked
        asked.append((number, again))
        page = whole(child, number, *rest, **named)  # type: ignore[arg-type]
        return reader._unread(2, "page_crashed", Limits()) if (number, again) == (2, False) else page

    monkeypatch.setattr(reader, "_next_page", crashing)
    pages = list(read_pdf(three_pages(tmp_path)))
    assert [(p.number, p.lines[0].text) for p in pages] == [(1, "一枚目"), (2, "二枚目"), (3, "三枚目")]
    assert asked == [(1, False), (2, False), (2, True), (3, False)]
    assert codes(pages) == [[], [], []]


@pytest.mark.parametrize("children", [1, 2])
def test_a_long_file_is_read_by_so_many_children_in_order(
    children: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import reader

    lanes: list[object] = []
    opened = reader._Lane.__enter__
    monkeypatch.setattr(reader._Lane, "__enter__", lambda lane: lanes.append(lane) or opened(lane))
    path = write_pdf(tmp_path / "a.pdf", *(Sheet().text(100, 100, f"{n}枚目") for n in range(1, 101)))
    pages = list(read_pdf(path, children=children))
    assert [(p.number, p.lines[0].text) for p in pages] == [(n, f"{n}枚目") for n in range(1, 101)]
    assert len(lanes) == children
