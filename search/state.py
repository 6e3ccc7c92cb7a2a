"""What answering needs of one state of a library, loaded once and kept until the library changes."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from weakref import WeakKeyDictionary, proxy

from corpus.records import Document
from index.library import Library
from index.snapshot import current_name
from search.lists import Listing, find_lists
from search.retrieve import Searcher
from search.structure import Structure


class State:
    """The documents of a library with their records and printed lists, and a searcher; any thread may ask it.

    It lives no longer than the library that it was made of.
    """

    def __init__(self, library: Library) -> None:
        self._library: Library = proxy(library)
        self.documents = library.documents()
        self._structures: dict[str, Structure] = {}
        self._lists: dict[str, tuple[Listing, ...]] = {}

    @cached_property
    def searcher(self) -> Searcher:
        """The searcher of the current snapshot. Raises LibraryBroken when there is none."""
        return Searcher(self._library)

    def structure(self, document: Document) -> Structure:
        """The records of a document."""
        if document.id not in self._structures:
            self._structures[document.id] = Structure(document, tuple(self._library.records(document.id)))
        return self._structures[document.id]

    def lists(self, document: str) -> tuple[Listing, ...]:
        """The lists that the document of this id prints."""
        if document not in self._lists:
            self._lists[document] = tuple(find_lists(self._library.blocks(document)))
        return self._lists[document]


_kept: WeakKeyDictionary[Library, tuple[object, State]] = WeakKeyDictionary()
_guard = Lock()


def state_of(library: Library) -> State:
    """The library as it is now: the state kept from before when neither documents, corrections nor index changed."""
    key = (library.generation, current_name(library), library.corrections())
    with _guard:
        kept = _kept.get(library)
        if kept is None or kept[0] != key:
            kept = (key, State(library))
            _kept[library] = kept
    return kept[1]
