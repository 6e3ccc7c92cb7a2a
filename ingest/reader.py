"""PDF file → pages, read in a child process with limits on time, memory and pages."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path
from types import TracebackType
from typing import IO, ClassVar

import corpus
from corpus.collection import uncollected
from corpus.errors import LimitExceeded, UnreadableFile
from corpus.pages import Page, Problem, Severity
from ingest.worker import OUT_OF_MEMORY, Failed, Message, Opened, Refused, Request

_A4 = (595.28, 841.89)
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost: pages in the file, seconds for a page and for all of them, megabytes of memory."""

    pages: int = 3000
    seconds_per_page: float = 60.0
    seconds: float = 3600.0
    memory_mb: int = 2000


def read_pdf(
    path: Path,
    *,
    limits: Limits | None = None,
    pages: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
    children: int = 2,
) -> Iterator[Page]:
    """Pages of a PDF file in order, as they are read; `pages` (1-based) asks for some of them only.

    A page that cannot be read comes as a Page without lines and with a Problem: page_failed, page_missing,
    page_crashed, page_timeout or too_much_memory; after five in a row the file is given up. A long file is read by two
    `children` side by side; one is enough where other files are read at the same time. `progress` is called with the
    pages done and the pages to do.

    Raises UnreadableFile (missing, not_pdf, encrypted, broken, empty) and LimitExceeded (too_many_pages,
    too_much_memory, timeout).
    """
    limits = limits or Limits()
    path = Path(path)
    _check_file(path)
    deadline = time.monotonic() + limits.seconds
    with uncollected(), contextlib.ExitStack() as open_lanes:
        lane = open_lanes.enter_context(_Lane(path, limits, deadline))
        there = range(1, lane.opened.pages + 1)
        todo = tuple(there) if pages is None else tuple(n for n in sorted(set(pages)) if n in there)
        lanes = [lane]
        if len(todo) > _SHARED and children > 1:
            lanes.append(open_lanes.enter_context(_Lane(path, limits, deadline)))
        for i, each in enumerate(lanes):
            each.ask(tuple(n for k, n in enumerate(todo) if k // _STRETCH % len(lanes) == i))
        lost = 0
        for done, number in enumerate(todo, start=1):
            page = lanes[(done - 1) // _STRETCH % len(lanes)].page(number, first=done == 1)
            fatal = next((p.code for p in page.problems if p.code in _FATAL), None)
            lost = lost + 1 if fatal is not None else 0
            if fatal is not None and lost >= _LOST_IN_A_ROW:
                raise _error(_FATAL[fatal], path, limits)
            yield page
            if progress is not None:
                progress(done, len(todo))


def page_count(path: Path) -> int:
    """Number of pages of a PDF file. Raises as read_pdf."""
    return _look(Path(path)).pages


def pdf_metadata(path: Path) -> dict[str, str]:
    """Document information of a PDF file (Title, Author, …), without empty entries. Raises as read_pdf."""
    return dict(_look(Path(path)).metadata)


def _look(path: Path) -> Opened:
    limits = Limits()
    _check_file(path)
    with _Lane(path, limits, time.monotonic() + limits.seconds) as lane:
        lane.ask(())
        return lane.opened


# ---------------------------------------------------------------- the lanes

_SHARED = 64
"""Pages from which on a file is read by two children."""

_STRETCH = 8
"""Pages that one child reads before it is the other one's turn."""


class _Lane:
    """The pages that one child reads after another; a page that ends its child does not end the lane."""

    def __init__(self, path: Path, limits: Limits, deadline: float) -> None:
        self._path, self._limits, self._deadline = path, limits, deadline
        self._numbers: tuple[int, ...] = ()
        self._left: int | None = None
        self._child, self.opened = self._start(reference_only=False)

    def __enter__(self) -> _Lane:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._left == 0:
            self._child.rest()
        else:
            self._child.close()

    def ask(self, numbers: tuple[int, ...]) -> None:
        """Have the child read these pages."""
        self._numbers, self._left = numbers, len(numbers)
        self._child.tell(numbers)

    def page(self, number: int, *, first: bool) -> Page:
        """The next page of those asked for. A page on which the child crashed is read again, without pdfium."""
        page = self._next(number, first=first)
        codes = {problem.code for problem in page.problems}
        if "page_crashed" in codes:
            self._restart((number,), reference_only=True)
            page = self._next(number, first=False)
        left = self._numbers[self._numbers.index(number) + 1 :]
        self._left = len(left)
        if codes & _FATAL.keys():
            self._left = None
            if left:
                self._restart(left)
        return page

    def _next(self, number: int, *, first: bool) -> Page:
        return _next_page(self._child, number, self._path, self._limits, self._deadline, first=first)

    def _restart(self, numbers: tuple[int, ...], *, reference_only: bool = False) -> None:
        self._child.close()
        self._child, _ = self._start(reference_only=reference_only)
        self._child.tell(numbers)

    def _start(self, *, reference_only: bool) -> tuple[_Child, Opened]:
        """A child that has opened the file: one that has read another file before, or a new one."""
        request = Request(str(self._path), self._limits.pages, self._limits.memory_mb, reference_only)
        while True:
            child = _Child.rested(request.memory_mb)
            new = child is None
            child = child or _Child(request.memory_mb)
            try:
                child.tell(request)
                return child, _opened(child, self._path, self._limits)
            except _Closed:
                child.close()
                if new:
                    code = "too_much_memory" if child.exit_code() == OUT_OF_MEMORY else "broken"
                    raise _error(code, self._path, self._limits) from None
            except BaseException:
                child.close()
                raise


# ---------------------------------------------------------------- the child


_REST_SECONDS = 20.0
"""How long a child waits for another file."""


_GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "4194304"}
"""Has glibc give large pieces of freed memory back: else each file that pdfium closes leaves holes behind (mallopt(3)).

A few megabytes are kept, since each page needs them again.
"""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""NumPy's algebra library is not used here, and threads that wait for it cost as much as reading several pages."""


class _Closed(Exception):
    """The child has ended."""


class _Late(Exception):
    """The child said nothing in time."""


class _Child:
    """A running worker. One that has read all that it was asked for waits for a while, to be given another file."""

    _resting: ClassVar[list[_Child]] = []
    _lock: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        root = str(Path(corpus.__file__).resolve().parent.parent)
        paths = [root, *(p for p in sys.path if p)]
        environment = {
            **os.environ,
            **_GIVE_BACK,
            **_ONE_THREAD,
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
            "PYTHONUTF8": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", "from ingest.worker import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._end = Finalize(None, self.close, exitpriority=1)  # with this process, if not before
        self._alarm = threading.Timer(_REST_SECONDS, self._dismiss)
        self._messages: queue.Queue[Message | None] = queue.Queue(maxsize=_STRETCH)
        self._closed = False
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._reader = threading.Thread(target=self._receive, args=(self._process.stdout,), daemon=True)
        self._reader.start()

    @classmethod
    def rested(cls, memory_mb: int) -> _Child | None:
        """A child that waits for work and has this limit."""
        with cls._lock:
            child = next((c for c in cls._resting if c._memory_mb == memory_mb), None)
            if child is not None:
                cls._resting.remove(child)
                child._alarm.cancel()
        return child

    def rest(self) -> None:
        """Wait for another file, and end when none comes."""
        self._alarm = threading.Timer(_REST_SECONDS, self._dismiss)
        self._alarm.daemon = True
        self._alarm.start()
        with self._lock:
            self._resting.append(self)

    def _dismiss(self) -> None:
        with self._lock:
            if self not in self._resting:
                return
            self._resting.remove(self)
        self._alarm.cancel()
        self.close()

    @classmethod
    def dismiss_all(cls) -> None:
        """End the children that wait."""
        for child in tuple(cls._resting):
            child._dismiss()

    def tell(self, what: Request | tuple[int, ...]) -> None:
        """Have a file opened, or pages of the opened file read."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            pickle.dump(what, self._process.stdin)
            self._process.stdin.flush()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._end.cancel()
        self._process.kill()
        while self._reader.is_alive():
            with contextlib.suppress(queue.Empty):
                self._messages.get(timeout=0.05)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _receive(self, stream: IO[bytes]) -> None:
        try:
            with contextlib.suppress(OSError, EOFError, struct.error, pickle.UnpicklingError, ValueError):
                while header := stream.read(4):
                    (length,) = struct.unpack(">I", header)
                    self._messages.put(pickle.loads(stream.read(length)))
        finally:
            self._messages.put(None)

    def next(self, seconds: float) -> Message:
        """Next message. Raises _Late after `seconds`, _Closed when there will be none."""
        if self._closed:
            raise _Closed
        try:
            message = self._messages.get(timeout=max(seconds, 0.01))
        except queue.Empty:
            raise _Late from None
        if message is None:
            self._closed = True
            raise _Closed
        return message

    def exit_code(self) -> int:
        """Exit code of the ended child."""
        return self._process.wait()


if hasattr(os, "register_at_fork"):  # a forked process has no claim to its parent's children
    os.register_at_fork(after_in_child=_Child._resting.clear)


def _opened(child: _Child, path: Path, limits: Limits) -> Opened:
    """What the child says of the file. Raises _Closed when the child has ended."""
    try:
        message = child.next(_START_SECONDS)
    except _Late:
        raise _error("timeout", path, limits) from None
    if isinstance(message, Opened):
        return message
    if isinstance(message, Refused):
        raise _error(message.code, path, limits, message.pages)
    raise _error("broken", path, limits)


def _next_page(child: _Child, number: int, path: Path, limits: Limits, deadline: float, *, first: bool) -> Page:
    """The next page the child sends, or a page with the problem that kept it from being read."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise _error("timeout", path, limits)
    try:
        message = child.next(min(limits.seconds_per_page, left))
    except _Late:
        if time.monotonic() >= deadline:
            raise _error("timeout", path, limits) from None
        return _unread(number, "page_timeout", limits)
    except _Closed:
        code = child.exit_code()
        if code == 0 and first:
            raise _error("broken", path, limits) from None
        if code == 0:
            return _unread(number, "page_missing", limits)
        return _unread(number, "too_much_memory" if code in (OUT_OF_MEMORY, -9) else "page_crashed", limits)
    if isinstance(message, Page):
        return message
    if isinstance(message, Failed):
        if first and message.reason == "page_missing":
            raise _error("broken", path, limits)
        return _unread(message.number, message.reason, limits)
    if isinstance(message, Refused):
        raise _error(message.code, path, limits, message.pages)
    raise _error("broken", path, limits)


# ---------------------------------------------------------------- what staff are told

_FATAL = {"page_timeout": "timeout", "too_much_memory": "too_much_memory", "page_crashed": "broken"}
"""Problems after which a new child reads on, and the error of the file when there is no end of them."""

_LOST_IN_A_ROW = 5
"""Pages in a row that end their child, after which the file is given up."""


def _unread(number: int, code: str, limits: Limits) -> Page:
    reasons = {
        "page_failed": "の内容が壊れていて読み取れませんでした",
        "page_timeout": f"の読み取りが{limits.seconds_per_page:g}秒で終わらず、打ち切りました",
        "too_much_memory": f"の読み取りに{limits.memory_mb}MBを超えるメモリが必要になり、打ち切りました",
        "page_missing": "はファイルの中に見つかりませんでした",
        "page_crashed": "の読み取り中に読み取り処理が異常終了しました",
    }
    message = (
        f"{number}ページ{reasons[code]}。ほかのページは読み取りを続けました。"
        "元の文書から PDF を作り直して、もう一度追加してください。"
    )
    return Page(number, *_A4, (), problems=(Problem(code, number, message, Severity.ERROR),))


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise UnreadableFile(
            f"{path} はフォルダーです。PDF ファイルを指定してください。",
            code="not_pdf",
        )
    if not path.exists():
        raise _error("missing", path, Limits())


def _error(code: str, path: Path, limits: Limits, pages: int = 0) -> UnreadableFile | LimitExceeded:
    unreadable = {
        "missing": "が見つかりません。ファイル名と場所を確かめてください。",
        "not_pdf": "は PDF ではありません。PDF ファイルを指定してください。",
        "encrypted": "はパスワードで保護されています。保護を解除した PDF を指定してください。",
        "broken": "は壊れていて開けません。ファイルをもう一度入手してください。",
        "empty": "は空のファイルです。ファイルをもう一度入手してください。",
    }
    exceeded = {
        "too_many_pages": f"は{pages}ページあり、上限の{limits.pages}ページを超えています。"
        "ファイルを分割してください。",
        "too_much_memory": f"の読み取りに{limits.memory_mb}MBを超えるメモリが必要になり、中止しました。"
        "ファイルを分割するか、元の文書から PDF を作り直してください。",
        "timeout": f"の読み取りが制限時間（{limits.seconds:g}秒）で終わらず、中止しました。"
        "ファイルを分割してください。",
    }
    if code in exceeded:
        return LimitExceeded(f"{path} {exceeded[code]}", code=code)
    return UnreadableFile(f"{path} {unreadable[code]}", code=code)
