"""One bar on stderr for every file being read; nothing but messages where stderr is not a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

_LONGEST_NAME = 40


class Bars:
    """Bars of the files at work; a file's bar goes away when it is done."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("ページ"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[Path, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def page(self, path: Path, done: int, total: int) -> None:
        """`done` of `total` pages of a file have been read."""
        if path not in self._tasks:
            self._tasks[path] = self._progress.add_task(escape(path.name[:_LONGEST_NAME]), total=total)
        self._progress.update(self._tasks[path], completed=done, total=total)

    def finish(self, path: Path, message: str) -> None:
        """The file is done: its bar makes way for a line."""
        if (task := self._tasks.pop(path, None)) is not None:
            self._progress.remove_task(task)
        self._progress.console.print(message, markup=False, highlight=False, soft_wrap=True)
