"""Snapshots: the derived indexes of a library, immutable, swapped in by one rename.

    library/current                    the name of the snapshot in use
    library/snapshots/<name>/
        manifest.json                  what it was built from, and size and sha256 of every file
        passages/, records/            index/collection.py
        places/                        index/places.py
        encoder/                       the fitted encoder, when the default one is used

A snapshot is written beside the old one and named in `current` when it is whole, so a writer killed at any moment
leaves the old one. Readers hold a shared lock on their manifest; a replaced snapshot that is held is left for the next
build to remove. The caller builds inside `Library.writing()` or lets `build_snapshot` take that lock.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryBroken
from index import lock, tokens
from index.collection import Collection, Found, Progress, broken, build_collection, intact
from index.database import writable
from index.encoders import Encoder, sentence_encoder
from index.entries import passage_entries, record_entries
from index.library import Library
from index.places import Places, find_places, load_places
from index.settings import BUILTIN, EncoderSettings, load_settings
from index.word_encoder import WordEncoder, load_word_encoder
from index.word_training import fit_word_encoder

Part = Literal["passages", "records"]

FORMAT = 3
"""Raised when the files of a snapshot change; a snapshot of another format is built anew."""

_CURRENT = "current"
_FOLDER = "snapshots"
_UNFINISHED = ".building-"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was built from."""

    format: int
    generation: int
    dictionary: str
    encoder: EncoderSettings
    passages: int
    records: int
    files: dict[str, tuple[int, str]]
    """Path below the snapshot → (bytes, sha256)."""


class Snapshot:
    """An open snapshot; its parts are loaded when first needed. Any thread may ask it.

    Its methods raise LibraryBroken (`snapshot_broken`) when a part is damaged.
    """

    def __init__(self, folder: Path, manifest: Manifest, held: int) -> None:
        self.folder = folder
        self.manifest = manifest
        self._release = weakref.finalize(self, os.close, held)

    @property
    def name(self) -> str:
        """Name of the snapshot, unique in its library."""
        return self.folder.name

    def ids(self, of: Part = "passages") -> list[str]:
        """Ids of all passages or records, in document order."""
        return self._collection(of).ids

    def documents(self, of: Part = "passages") -> list[str]:
        """Document id of each of `ids`."""
        return self._collection(of).documents

    def find(
        self,
        text: str,
        n: int,
        *,
        of: Part = "passages",
        keep: NDArray[np.bool_] | None = None,
        others: Sequence[str] = (),
    ) -> Found:
        """The n best by words and the n nearest in meaning; see Collection.find. Raises EncoderError."""
        return self._collection(of).find(text, n, self.encoder, keep=keep, others=others)

    def judge(self, text: str, numbers: NDArray[np.int64], *, of: Part = "passages") -> Found:
        """What some entries have by words and by meaning; see Collection.judge. Raises EncoderError."""
        return self._collection(of).judge(text, numbers, self.encoder)

    def likeness(self, text: str, numbers: NDArray[np.int64], *, of: Part = "passages") -> NDArray[np.float32] | None:
        """How far what `find` brought has the question's words or their like; None where the encoder knows no words."""
        if not isinstance(self.encoder, WordEncoder):
            return None
        return self._collection(of).likeness(text, numbers, self.encoder)

    def frequency(self, word: str) -> int:
        """How many passages have the word in their text."""
        return self._passages.frequency(word)

    def present(self, words: Iterable[str], numbers: NDArray[np.int64]) -> list[frozenset[str]]:
        """Which of the words each of these passages has in its headings or text."""
        return self._passages.present(words, numbers)

    def having(self, terms: Sequence[str], field: str) -> NDArray[np.bool_]:
        """Which passages, (passages,), have all these terms in a field of index/lexical.py."""
        return self._passages.having(terms, field)

    @cached_property
    def places(self) -> Places:
        """Where the passages and records stand."""
        with intact(self.folder):
            return load_places(self.folder / "places")

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the snapshot was built with. Raises EncoderError."""
        if self.manifest.encoder.name == BUILTIN:
            with intact(self.folder):
                return load_word_encoder(self.folder / "encoder")
        return sentence_encoder(self.manifest.encoder)

    @cached_property
    def _passages(self) -> Collection:
        return Collection(self.folder / "passages")

    @cached_property
    def _records(self) -> Collection:
        return Collection(self.folder / "records")

    def _collection(self, of: Part) -> Collection:
        return self._passages if of == "passages" else self._records

    def close(self) -> None:
        """Let the snapshot be removed once it has been replaced."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def build_snapshot(library: Library, progress: Progress | None = None) -> Snapshot:
    """Index all passages and records of the library anew, swap the snapshot in, and open it.

    Raises LibraryLocked, LibraryBroken, SettingsError, EncoderError; the old snapshot is then still the current one.
    """
    with library.writing(), writable(library.folder):
        home = library.folder / _FOLDER
        home.mkdir(exist_ok=True)
        _sweep(home, keep=current_name(library))
        name = f"{library.generation:06d}-{secrets.token_hex(4)}"
        building = home / f"{_UNFINISHED}{name}"
        try:
            _write_snapshot(library, building, progress or (lambda stage, done, total: None))
            building.rename(home / name)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        _point(library.folder / _CURRENT, name)
        snapshot = _open(home / name)
        _sweep(home, keep=name)
        return snapshot


def _write_snapshot(library: Library, folder: Path, progress: Progress) -> None:
    settings = load_settings(library.folder).encoder
    generation = library.generation
    read, known = library.passages(), library.records()
    passages, records = passage_entries(read), record_entries(known)
    folder.mkdir()
    find_places(read, known).save(folder / "places")
    encoder: Encoder
    if settings.name == BUILTIN:
        fitted = fit_word_encoder(passages or records, partial(progress, "意味の学習"))
        fitted.save(folder / "encoder")
        encoder = fitted
    else:
        encoder = sentence_encoder(settings)
    build_collection(passages, encoder, folder / "passages", progress)
    build_collection(records, encoder, folder / "records", progress)
    manifest = Manifest(
        format=FORMAT,
        generation=generation,
        dictionary=tokens.dictionary_version(),
        encoder=settings,
        passages=len(passages),
        records=len(records),
        files={str(path): (size, sha256) for path, size, sha256 in file_sums(folder)},
    )
    _write(folder / _MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def open_snapshot(library: Library) -> Snapshot | None:
    """The current snapshot, or None when none has been built.

    Raises LibraryBroken (`snapshot_broken`) when its files are not those that were written, by name and size, or are
    of another version of Shirube.
    """
    while (name := current_name(library)) is not None:
        try:
            snapshot = _open(library.folder / _FOLDER / name)
        except LibraryBroken:
            if name != current_name(library):
                continue  # replaced and removed since `current` was read
            raise
        if name == current_name(library):  # held from before it was replaced, so nobody removes it
            return snapshot
        snapshot.close()
    return None


def current_name(library: Library) -> str | None:
    """Name of the current snapshot, read from disk: a Snapshot of another name has been replaced."""
    try:
        return (library.folder / _CURRENT).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise broken(library.folder, str(error)) from error


def is_current(library: Library, snapshot: Snapshot | None) -> bool:
    """Whether the snapshot was built from the library as it is, with its settings and this dictionary; None was not.

    Raises SettingsError.
    """
    if snapshot is None:
        return False
    manifest = snapshot.manifest
    return (manifest.generation, manifest.encoder, manifest.dictionary) == (
        library.generation,
        load_settings(library.folder).encoder,
        tokens.dictionary_version(),
    )


def file_sums(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Path below `folder` (with /), bytes and sha256 of every file in it but the manifest, in order of path."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p != folder / _MANIFEST):
        with path.open("rb") as file:
            yield path.relative_to(folder).as_posix(), path.stat().st_size, file_digest(file, "sha256").hexdigest()


def _open(folder: Path) -> Snapshot:
    """Hold and open a snapshot."""
    with intact(folder):
        held = lock.share(folder / _MANIFEST)
    try:
        with intact(folder):
            manifest = _manifest(folder)
            for path, (size, _) in manifest.files.items():
                if (folder / path).stat().st_size != size:
                    raise ValueError(path)
    except BaseException:
        os.close(held)
        raise
    return Snapshot(folder, manifest, held)


def _manifest(folder: Path) -> Manifest:
    given = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    if given["format"] != FORMAT:
        raise ValueError(f"format {given['format']}")
    files = {path: (size, sha256) for path, (size, sha256) in given["files"].items()}
    return Manifest(**given | {"files": files, "encoder": EncoderSettings(**given["encoder"])})


def _sweep(home: Path, keep: str | None) -> None:
    """Remove what killed writers left, and the snapshots but `keep` that no reader holds. The caller is the writer."""
    for folder in home.iterdir():
        if folder.name == keep:
            continue
        if not folder.name.startswith(_UNFINISHED):
            try:
                with lock.exclusive(folder / _MANIFEST):
                    pass
                folder = folder.rename(home / f"{_UNFINISHED}{folder.name}")
            except OSError:  # a reader holds it: the next build will look again
                continue
        shutil.rmtree(folder, ignore_errors=True)


def _point(pointer: Path, name: str) -> None:
    """Name the snapshot in `current`, in one step. On Windows that must wait while a reader has the file open."""
    new = pointer.with_suffix(".new")
    _write(new, name)
    for pause in (0.05, 0.2, 0.5, 1.0):
        try:
            new.replace(pointer)
            return
        except PermissionError:
            time.sleep(pause)
    new.replace(pointer)


def _write(path: Path, text: str) -> None:
    """Write a file down to the disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
