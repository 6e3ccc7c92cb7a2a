"""pdfium's functions, called by the thousand.

ctypes takes a fifth of a microsecond and more for one call, several times as long as pdfium itself. `_each` (a small C
module, built where there is a compiler when Shirube is installed) makes all calls of a column at once; without it
`each` makes them one by one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np

from ingest.marks import Numbers

_all_at_once: Callable[..., None] | None
try:
    from ingest._each import each as _all_at_once
except ImportError:
    _all_at_once = None

ADDRESS = ctypes.c_void_p
"""Type of a handle or of where to put a result, as a plain integer."""

HANDLE = ctypes.c_size_t
"""Type of a handle as a result."""

Call: TypeAlias = Callable[..., Any]


def address_of(handle: Any) -> int:
    """A handle or function of pypdfium2 as a plain integer."""
    return ctypes.cast(handle, ADDRESS).value or 0


def fast_call(function: Any, result: Any, *arguments: Any) -> Call:
    """A pdfium function for calls by the thousand: handles are plain integers and the interpreter lock is kept."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def each(function: Call, count: int, *columns: int | Numbers) -> Numbers:
    """Results of `count` calls of a fast_call; each argument is a column of as many integers, or the same for all."""
    found = np.empty(count, np.int64)
    rows = [c if isinstance(c, int) else np.ascontiguousarray(c, np.int64) for c in columns]
    if _all_at_once is not None:
        kind = {ctypes.c_int: "i", ctypes.c_uint: "I", HANDLE: "P"}[getattr(function, "restype")]
        _all_at_once(address_of(function), ord(kind), found, *rows)
        return found
    values = map(function, *(repeat(c, count) if isinstance(c, int) else c.tolist() for c in rows))
    found[:] = np.fromiter(values, np.int64, count)
    return found


def places(cells: np.ndarray[Any, Any]) -> Numbers:
    """Addresses of the rows of an array (contiguous), where pdfium is to put its results."""
    found: Numbers = cells.ctypes.data + cells.strides[0] * np.arange(len(cells))
    return found
