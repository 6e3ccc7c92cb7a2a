"""Which document staff mean: by its id, by the start of it, or by the name of its file."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from corpus.errors import UnknownDocument
from corpus.records import Document


def document_named(key: str, documents: Sequence[Document]) -> Document:
    """The document with this id, this file name or stem, or else the only one whose id starts with it.

    Raises UnknownDocument, naming candidates, when there is none or more than one.
    """
    wanted = _folded(key)
    named = [d for d in documents if wanted in (_folded(d.file), _folded(PurePath(d.file).stem))]
    begun = [d for d in documents if key and d.id.startswith(key.lower())]
    found = [d for d in documents if d.id == key.lower()] or named or begun
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownDocument(
            f"「{key}」に当たる文書が{len(found)}件あります。idで指定してください。\n{_listed(found)}",
            code="ambiguous_document",
        )
    near = _nearest(key, documents)
    raise UnknownDocument(
        f"「{key}」という文書はライブラリにありません。" + (f"次の文書があります。\n{_listed(near)}" if near else "")
    )


def _folded(name: str) -> str:
    """File names compare in one Unicode form (macOS decomposes them) and without regard to case."""
    return unicodedata.normalize("NFC", name).casefold()


def _nearest(key: str, documents: Sequence[Document]) -> list[Document]:
    """At most ten documents, those whose file or title is most like the key first."""

    def likeness(document: Document) -> float:
        names = (PurePath(document.file).stem, document.title)
        return max(difflib.SequenceMatcher(None, _folded(key), _folded(name)).ratio() for name in names)

    return sorted(documents, key=likeness, reverse=True)[:10]


def _listed(documents: Iterable[Document]) -> str:
    return "\n".join(f"  {d.id}  {d.file}  {d.title}" for d in documents)
