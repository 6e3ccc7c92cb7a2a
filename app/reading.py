"""Reading files in processes of their own, so that no file can take the program, or another file, down.

One process per file, a few at a time. The parent hears of every page, and of the end; a process that dies or falls
silent becomes a problem of its file alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal, TypeAlias

from corpus.errors import ShirubeError
from corpus.ingested import Ingested
from corpus.pages import Problem, Severity
from corpus.vocabulary import extend, extension

SILENCE_SECONDS = 900.0
"""A process that reports nothing for so long is given up."""
AHEAD = 16
"""How many files may be read, and kept in memory, before the one that is due next is done."""

Progress: TypeAlias = Callable[[Path, int, int], None]
"""Called with the file, pages done and pages in all."""

_Message: TypeAlias = (
    tuple[Literal["page"], int, int] | tuple[Literal["read"], Ingested] | tuple[Literal["refused"], Problem]
)


@dataclass(slots=True)
class _Running:
    order: int
    path: Path
    process: BaseProcess
    heard: float


def read_files(
    paths: Sequence[Path], *, jobs: int, progress: Progress, silence_seconds: float = SILENCE_SECONDS
) -> Generator[tuple[Path, Ingested | Problem]]:
    """What each file yields, in the order given; a Problem where nothing could be read.

    Leaves no process behind, whichever way it ends.
    """
    running: dict[Connection, _Running] = {}
    ready: dict[int, Ingested | Problem] = {}
    started = 0
    children = 2 if min(jobs, len(paths)) == 1 else 1
    try:
        for due, path in enumerate(paths):
            while due not in ready:
                while len(running) < jobs and started < min(len(paths), due + AHEAD):
                    pipe, file = _start(started, paths[started], children)
                    running[pipe] = file
                    started += 1
                _listen(running, ready, progress, silence_seconds)
            yield path, ready.pop(due)
    finally:
        for pipe, file in running.items():
            _stop(pipe, file.process)


def _listen(
    running: dict[Connection, _Running],
    ready: dict[int, Ingested | Problem],
    progress: Progress,
    silence_seconds: float,
) -> None:
    """Hear what the processes have to say for a moment; those that have come to an end move to `ready`."""
    speaking = wait(list(running), timeout=1.0)
    for pipe, file in list(running.items()):
        outcome: Ingested | Problem | None = None
        if pipe in speaking:
            outcome = _hear(pipe, file, progress)
        elif time.monotonic() - file.heard > silence_seconds:
            outcome = _problem("timeout", f"「{file.path.name}」の読み取りが終わらないため中止しました。")
        if outcome is not None:
            del running[pipe]
            _stop(pipe, file.process)
            ready[file.order] = outcome


def _start(order: int, path: Path, children: int) -> tuple[Connection, _Running]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_read, args=(path, sender, extension(), children), name=f"shirube-read {path.name}"
    )
    with _without_interrupts():
        process.start()
    sender.close()
    return receiver, _Running(order, path, process, time.monotonic())


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back, for this thread until the end of the block and for processes started in it for good.

    A Ctrl-C at the terminal goes to all processes; one that is still starting would end with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hear(pipe: Connection, file: _Running, progress: Progress) -> Ingested | Problem | None:
    """The file's outcome when its process has told it, or has ended without; None while it is at work."""
    try:
        message: _Message = pipe.recv()
    except (EOFError, OSError):
        file.process.join(5)
        return _problem(
            "crashed",
            f"「{file.path.name}」の読み取り処理が異常終了しました（終了コード {file.process.exitcode}）。"
            "ファイルが破損しているか、メモリが不足しています。",
        )
    file.heard = time.monotonic()
    if message[0] == "page":
        progress(file.path, message[1], message[2])
        return None
    return message[1]


def _stop(pipe: Connection, process: BaseProcess) -> None:
    pipe.close()
    process.terminate()
    process.join(5)
    if process.is_alive():
        process.kill()
        process.join()


def _read(path: Path, pipe: Connection, words: Path | None, children: int) -> None:
    """Body of the process: the parent alone hears Ctrl-C, and ends this process by SIGTERM.

    `words` adds to the vocabulary as it does in the parent.
    """
    extend(words)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with suppress(BrokenPipeError):  # the parent has gone
        pipe.send(_outcome(path, lambda done, total: pipe.send(("page", done, total)), children))


def _outcome(path: Path, progress: Callable[[int, int], None], children: int) -> _Message:
    from ingest.pipeline import ingest

    try:
        return "read", ingest(path, progress=progress, children=children)
    except ShirubeError as error:
        return "refused", _problem(error.code, str(error))
    except MemoryError:
        return "refused", _problem("too_much_memory", f"「{path.name}」の読み取り中にメモリが不足しました。")
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("SHIRUBE_DEBUG"):
            traceback.print_exc()
        return "refused", _problem(
            "failed", f"「{path.name}」の読み取り中に想定外のエラーが起きました（{type(error).__name__}: {error}）。"
        )


def _problem(code: str, message: str) -> Problem:
    return Problem(code, None, message, Severity.ERROR)
