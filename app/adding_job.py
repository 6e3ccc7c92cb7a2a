"""Reading files into the library in the background, so that it can be watched and stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.adding import Outcome, refresh_index
from app.reading import Progress
from corpus.errors import ShirubeError
from index.library import Library

Reading = Callable[[Progress], Iterator[Outcome]]
"""Reads and adds, telling of every page; gives each file's outcome."""


class _Stopped(Exception):
    """Raised in the reading thread to leave it."""


@dataclass
class AddingJob:
    """What is known of it so far: outcomes of files that are done, (pages done, pages) of those being read.

    A file is added in one transaction or not at all, so that stopping leaves the library whole; the index is always
    built for what is in it.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    reading: dict[str, tuple[int, int]] = field(default_factory=dict)
    stage: str = ""
    error: str = ""
    stopped: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Ask it to end; the file being read is given up at its next page."""
        self.stopped = True

    def run(self, library: Library, read: Reading) -> None:
        """Read, add and build the index. Errors are kept in `error`."""
        try:
            with library.writing():
                try:
                    for outcome in read(self._page):
                        self.outcomes.append(outcome)
                        self.reading.pop(Path(outcome.file).name, None)
                        if self.stopped:
                            break
                except _Stopped:
                    pass
                self.reading.clear()
                refresh_index(library, self._stage)
        except ShirubeError as error:
            self.error = str(error)
        except Exception as error:  # the thread would die unheard
            self.error = f"想定外のエラーが起きました（{type(error).__name__}: {error}）。"
        finally:
            self.stage = ""
            self.done.set()

    def _page(self, path: Path, done: int, total: int) -> None:
        if self.stopped:
            raise _Stopped
        self.reading[path.name] = (done, total)

    def _stage(self, stage: str, done: int, total: int) -> None:
        self.stage = f"{stage}（{done}/{total}）" if total else stage


def start(library: Library, read: Reading) -> AddingJob:
    """Begin in a thread of its own, which ends with the job."""
    job = AddingJob()
    threading.Thread(target=job.run, args=(library, read), daemon=True).start()
    return job
