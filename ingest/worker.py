"""The child process that opens PDFs, so that a broken or hostile file can take down nothing else.

Started by `ingest.reader`; it reads a pickled Request from stdin, answers whether the file can be opened, reads the
pickled numbers of the pages that are wanted, writes those pages, and waits for the next Request. Its messages are
pickled to stdout, each preceded by its length (4 bytes, big endian).
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from corpus.pages import Page

OUT_OF_MEMORY = 86
"""Exit code of a child that stopped itself at its memory limit."""

_WATCH_SECONDS = 0.05
_COLLECT_EVERY = 16
_LEFT_BEHIND = 250_000_000
"""Resident memory between two files from which on a child ends and another one takes its place."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to open, within which limits; `reference_only` keeps pdfium out of it, after it has crashed on a page."""

    path: str
    max_pages: int
    memory_mb: int
    reference_only: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The file is a PDF with this many pages and this document information."""

    pages: int
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """The file as a whole cannot be read; codes as UnreadableFile and LimitExceeded."""

    code: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """A page that raised; `reason` is page_failed, page_missing or too_much_memory."""

    number: int
    reason: str
    detail: str


Message: TypeAlias = Opened | Refused | Failed | Page


def main() -> None:
    """Serve one request after another, until there are no more, or files have left too much memory behind."""
    out = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    logging.disable(logging.CRITICAL)

    def send(message: Message) -> None:
        data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        out.write(struct.pack(">I", len(data)))
        out.write(data)
        out.flush()

    limit = None
    with contextlib.suppress(EOFError):
        while limit is None or resident_bytes() < _LEFT_BEHIND:
            request: Request = pickle.load(sys.stdin.buffer)
            if limit is None:
                limit = request.memory_mb
                _limit_memory(limit)
            opened = _open(request)
            send(opened)
            if isinstance(opened, Opened) and (numbers := pickle.load(sys.stdin.buffer)):
                serve(request, numbers, send)
                gc.collect()


def serve(request: Request, numbers: Sequence[int], send: Callable[[Message], None]) -> None:
    """Send the pages with these 1-based numbers, or Refused."""
    try:
        for message in _pages(request, numbers):
            send(message)
    except MemoryError:
        send(Refused("too_much_memory"))
    except Exception:
        send(Refused("broken"))


def _open(request: Request) -> Opened | Refused:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        with Path(request.path).open("rb") as file:
            start = file.read(1024)
    except OSError:
        return Refused("missing" if not Path(request.path).exists() else "not_pdf")
    if not start:
        return Refused("empty")
    if b"%PDF-" not in start:
        return Refused("not_pdf")
    try:
        pdf = pypdfium2.PdfDocument(request.path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return Refused("encrypted" if locked else "broken")
    try:
        pages = len(pdf)
        metadata = {key: value for key, value in pdf.get_metadata_dict().items() if value}
    finally:
        pdf.close()
    if pages == 0:
        return Refused("empty")
    if pages > request.max_pages:
        return Refused("too_many_pages", pages)
    return Opened(pages, metadata)


def _pages(request: Request, numbers: Sequence[int]) -> Iterator[Message]:
    from ingest.page_reader import open_pages

    pages = open_pages(request.path, reference_only=request.reference_only)
    gc.disable()  # glyphs by the million hold no cycles; what does is collected between pages
    gc.freeze()  # nor need what is loaded be looked through
    for done, number in enumerate(numbers, start=1):
        if done % _COLLECT_EVERY == 0:
            gc.collect()
        try:
            yield pages.page(number)
        except MemoryError:
            yield Failed(number, "too_much_memory", "")
        except IndexError:
            yield Failed(number, "page_missing", "")
        except Exception as error:
            yield Failed(number, "page_failed", type(error).__name__)


def _limit_memory(megabytes: int) -> None:
    """Ask the system for the limit where it has one, and watch our own size where it has not."""
    limit = megabytes * 1024 * 1024
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit + resident_bytes(), limit + resident_bytes()))
    except (ImportError, OSError, ValueError):
        pass

    def watch() -> None:
        while resident_bytes() <= limit:
            time.sleep(_WATCH_SECONDS)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()


def resident_bytes() -> int:
    """Memory this process holds now (on macOS: has held at most)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return _windows_resident_bytes()
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _windows_resident_bytes() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "working_set", "a", "b", "c", "d", "pagefile", "e")),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    windll: Any = getattr(ctypes, "windll")  # noqa: B009
    process = ctypes.c_void_p(windll.kernel32.GetCurrentProcess())
    if not windll.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb):
        return 0
    return int(counters.working_set)
