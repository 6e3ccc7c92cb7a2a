"""Is the library on disk what was written to it?"""

from __future__ import annotations

from corpus.errors import LibraryBroken
from corpus.pages import Problem, Severity
from index.library import Library, holds
from index.snapshot import Snapshot, file_sums, is_current, open_snapshot

_LISTED = 5


def verify(library: Library) -> list[Problem]:
    """Check the database, the copies of the PDFs, and the current snapshot, all by content.

    Returns what is wrong, each with what to do about it; empty when all is well. What is whole but was read by an older
    version of the reader is told as INFO. Reads every file, so takes a while.
    """
    problems = [
        Problem("database_damaged", None, f"データベースが壊れています: {found}", Severity.ERROR)
        for found in library.integrity()
    ]
    if problems:
        return problems
    if old := library.outdated():
        names = "、".join(f"「{document.file}」" for document in old[:_LISTED]) + ("ほか" if len(old) > _LISTED else "")
        message = (
            f"{len(old)}件の文書（{names}）は、以前の版の Shirube で読み取ったままです。"
            "shirube reread を実行すると、今の版で読み直します。"
        )
        problems.append(Problem("outdated_reading", None, message, Severity.INFO))
    for document in library.documents():
        copy = library.pdf(document.id)
        if not holds(copy, document.sha256):
            message = f"「{document.file}」の控え「{copy}」がないか、壊れています。もとのPDFを add し直してください。"
            problems.append(Problem("pdf_damaged", None, message, Severity.ERROR))
    try:
        snapshot = open_snapshot(library)
    except LibraryBroken as error:
        return [*problems, Problem(error.code, None, str(error), Severity.ERROR)]
    if snapshot is None:
        message = "索引がまだありません。add を実行すると作られます。"
        return [*problems, Problem("no_snapshot", None, message, Severity.ERROR)] if library.documents() else problems
    with snapshot:
        return problems + _check_snapshot(library, snapshot)


def _check_snapshot(library: Library, snapshot: Snapshot) -> list[Problem]:
    problems = []
    found = {path: (size, sha256) for path, size, sha256 in file_sums(snapshot.folder)}
    for path in sorted(set(found) | set(snapshot.manifest.files)):
        if found.get(path) != snapshot.manifest.files.get(path):
            message = f"索引のファイル「{path}」が壊れています。add をもう一度実行すると作り直されます。"
            problems.append(Problem("snapshot_broken", None, message, Severity.ERROR))
    if problems:
        return problems
    if not is_current(library, snapshot):
        message = "索引がライブラリより古くなっています。add をもう一度実行すると新しくなります。"
        return [Problem("snapshot_outdated", None, message, Severity.WARNING)]
    wanted = ([p.id for p in library.passages()], [r.id for r in library.records()])
    if wanted != (snapshot.ids("passages"), snapshot.ids("records")):
        message = "索引の中身がライブラリと合いません。add をもう一度実行すると作り直されます。"
        problems.append(Problem("snapshot_disagrees", None, message, Severity.ERROR))
    return problems
