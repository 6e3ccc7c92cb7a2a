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
from pathlib import Path
from types import TracebackType
from typing import IO

import corpus
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
) -> Iterator[Page]:
    """Pages of a PDF file in order, as they are read; `pages` (1-based) asks for some of them only.

    A page that cannot be read comes as a Page without lines and with a Problem: page_failed, page_missing,
    page_crashed, page_timeout or too_much_memory; after five in a row the file is given up. `progress` is called with
    the pages done and the pages to do.

    Raises UnreadableFile (missing, not_pdf, encrypted, broken, empty) and LimitExceeded (too_many_pages,
    too_much_memory, timeout).
    """
    limits = limits or Limits()
    path = Path(path)
    _check_file(path)
    deadline = time.monotonic() + limits.seconds
    todo: tuple[int, ...] | None = None if pages is None else tuple(sorted(set(pages)))
    done, total, lost = 0, 0, 0
    while todo is None or done < total or not total:
        request = Request(str(path), None if todo is None else todo[done:], limits.pages, limits.memory_mb)
        with _Child(request) as child:
            opened = _opened(child, path, limits)
            if todo is None:
                todo = tuple(range(1, opened.pages + 1))
            elif not total:
                todo = tuple(n for n in todo if 1 <= n <= opened.pages)
            total = len(todo)
            while done < total:
                page = _next_page(child, todo[done], path, limits, deadline, first=not done)
                fatal = next((p.code for p in page.problems if p.code in _FATAL), None)
                if fatal is not None and (lost := lost + 1) >= _LOST_IN_A_ROW:
                    raise _error(_FATAL[fatal], path, limits)
                yield page
                done += 1
                if progress is not None:
                    progress(done, total)
                if fatal is not None:
                    break
                lost = 0
        if not total:
            return


def page_count(path: Path) -> int:
    """Number of pages of a PDF file. Raises as read_pdf."""
    return _look(Path(path)).pages


def pdf_metadata(path: Path) -> dict[str, str]:
    """Document information of a PDF file (Title, Author, …), without empty entries. Raises as read_pdf."""
    return dict(_look(Path(path)).metadata)


def _look(path: Path) -> Opened:
    limits = Limits()
    _check_file(path)
    with _Child(Request(str(path), None, limits.pages, limits.memory_mb, text=False)) as child:
        return _opened(child, path, limits)


# ---------------------------------------------------------------- the child


class _Closed(Exception):
    """The child has ended."""


class _Late(Exception):
    """The child said nothing in time."""


class _Child:
    """A running worker; used as a context manager, and killed on leaving."""

    def __init__(self, request: Request) -> None:
        root = str(Path(corpus.__file__).resolve().parent.parent)
        paths = [root, *(p for p in sys.path if p)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from ingest.worker import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._messages: queue.Queue[Message | None] = queue.Queue(maxsize=4)
        self._closed = False
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._reader = threading.Thread(target=self._receive, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        with contextlib.suppress(OSError):
            pickle.dump(request, self._process.stdin)
            self._process.stdin.close()

    def __enter__(self) -> _Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        while self._reader.is_alive():
            with contextlib.suppress(queue.Empty):
                self._messages.get(timeout=0.05)
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

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


def _opened(child: _Child, path: Path, limits: Limits) -> Opened:
    try:
        message = child.next(_START_SECONDS)
    except _Late:
        raise _error("timeout", path, limits) from None
    except _Closed:
        raise _error("too_much_memory" if child.exit_code() == OUT_OF_MEMORY else "broken", path, limits) from None
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
