"""Records by the million, without the garbage collector going over them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the collector of reference cycles; also a decorator. Nested use is fine.

    What is read of a document holds no cycles, but the collector looks through all of it each time that it has grown by
    a quarter.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
