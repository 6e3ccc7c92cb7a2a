"""pdfium's functions for whole columns of arguments: by the C module and without it, the same."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np
import pytest

from ingest import pdfium_calls
from ingest.marks import Glyphs
from ingest.pdfium import PdfiumReader
from ingest.pdfium_calls import ADDRESS, HANDLE, Call, places

built = pytest.mark.skipif(pdfium_calls._each is None, reason="ingest._each was not built: there was no C compiler")
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "corpus" / "samples").glob("*.pdf"))


@pytest.fixture(params=[pytest.param("built", marks=built), "interpreted"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls by the C module, and one by one."""
    if request.param == "interpreted":
        monkeypatch.setattr(pdfium_calls, "_each", None)


@pytest.mark.usefixtures("way")
def test_each_row_of_arguments_is_one_call() -> None:
    seen: list[tuple[int, int]] = []

    def multiply(a: int, b: int) -> int:
        seen.append((a, b))
        return a * b

    call = Call(
        ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int)(multiply), ctypes.c_int, *[ctypes.c_int] * 2
    )
    assert call.each(3, -7, np.array([1, 2, 3])).tolist() == [-7, -14, -21]
    assert seen == [(-7, 1), (-7, 2), (-7, 3)]
    assert call.each(0, 1, np.arange(0)).tolist() == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("kind", "value"), [(ctypes.c_int, -2), (ctypes.c_uint, 2**32 - 2), (HANDLE, 0x7F12_3456_789A)]
)
def test_results_keep_their_sign_and_length(kind: type[ctypes._SimpleCData[int]], value: int) -> None:
    call = Call(ctypes.PYFUNCTYPE(kind, ADDRESS)(lambda _: value), kind, ADDRESS)
    assert call.each(2, np.array([1, 2])).tolist() == [value, value]


@pytest.mark.usefixtures("way")
def test_results_are_put_where_the_places_are() -> None:
    cells = np.zeros((3, 2), np.float32)

    def put(at: int) -> int:
        ctypes.c_float.from_address(at).value = 1.5
        return 1

    call = Call(ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_size_t)(put), ctypes.c_int, ctypes.c_size_t)
    call.each(3, places(cells) + cells.itemsize)
    assert cells.tolist() == [[0, 1.5]] * 3


@built
def test_columns_must_be_as_long_as_the_results() -> None:
    call = Call(ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n), ctypes.c_int, ctypes.c_int)
    with pytest.raises(ValueError, match="as long as"):
        call.each(3, np.array([1, 2]))
    with pytest.raises(TypeError, match="1 to 5"):
        call.each(1)


@built
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_pages_are_the_same_without_the_module(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [PdfiumReader(str(path)).marks(number) for number in (1, 3, 5)]
    monkeypatch.setattr(pdfium_calls, "_each", None)
    for one in quick:
        other = PdfiumReader(str(path)).marks(one.number)
        assert list(Glyphs.of(one.glyphs)) == list(Glyphs.of(other.glyphs))
        assert one._replace(glyphs=()) == other._replace(glyphs=())
