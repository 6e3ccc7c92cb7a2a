"""pdfium's functions, called by the thousand.

ctypes takes a fifth of a microsecond and more for one call, several times as long as pdfium itself. `_each` (a small C
module, built where there is a compiler when Shirube is installed) makes all calls of a column at once; without it
`each` makes them one by one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from importlib import import_module
from itertools import repeat
from typing import Any

import numpy as np

from ingest.marks import Numbers

try:
    _each = import_module("ingest._each").each
except ImportError:
    _each = None

ADDRESS = ctypes.c_void_p
"""Type of a handle or of where to put a result, as a plain integer."""

HANDLE = ctypes.c_size_t
"""Type of a handle as a result."""

_RESULTS = {ctypes.c_int: ord("i"), ctypes.c_uint: ord("I"), HANDLE: ord("P")}


def address_of(handle: Any) -> int:
    """A handle or function of pypdfium2 as a plain integer."""
    return ctypes.cast(handle, ADDRESS).value or 0


class Call:
    """A pdfium function, to be called `one` time or for `each` row of arguments.

    Handles are plain integers, and the interpreter lock is kept.
    """

    __slots__ = ("_address", "_result", "one")

    def __init__(self, function: Any, result: Any, *arguments: Any) -> None:
        self._address, self._result = address_of(function), _RESULTS[result]
        self.one: Callable[..., int] = ctypes.PYFUNCTYPE(result, *arguments)(self._address)

    def each(self, count: int, *columns: int | Numbers) -> Numbers:
        """Results of `count` calls; each argument is a column of as many integers, or the same for all."""
        found = np.empty(count, np.int64)
        rows = [c if isinstance(c, int) else np.ascontiguousarray(c, np.int64) for c in columns]
        if _each is not None:
            _each(self._address, self._result, found, *rows)
        else:
            found[:] = list(map(self.one, *(repeat(c, count) if isinstance(c, int) else c.tolist() for c in rows)))
        return found


def places(cells: np.ndarray[Any, Any]) -> Numbers:
    """Addresses of the rows of an array (contiguous), where pdfium is to put its results."""
    found: Numbers = cells.ctypes.data + cells.strides[0] * np.arange(len(cells))
    return found
