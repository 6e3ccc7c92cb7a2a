"""The vocabulary: words and names that mean the same, those that do not, bodies and their names over time, units.

As data that staff can see and correct: `corpus/vocabulary.toml`, and the `vocabulary.toml` of a library, which adds to
it. docs/vocabulary.md tells the format. Words are in the form that `corpus.text.normalise` gives.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from corpus.errors import SettingsError
from corpus.text import normalise, squeeze

FILE: Final = "vocabulary.toml"
_BASE: Final = Path(__file__).parent / FILE


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A ministry, agency or headquarters: its name today, short ones, and former ones with their last year."""

    name: str
    short: tuple[str, ...] = ()
    former: tuple[tuple[str, int | None], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, today's first."""
        return (self.name, *self.short, *(name for name, _ in self.former))


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit and its other spellings."""

    name: str
    spelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`same` are groups of words used for one another, `names` exact names of one thing (its proper name first),
    `lines` names of what followed what or is part of it, `aliases` what one thing is loosely called (the name to
    compare it by first), `apart` groups of words that look alike and are not the same.
    """

    same: tuple[tuple[str, ...], ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    bodies: tuple[NamedBody, ...] = ()
    units: tuple[NamedUnit, ...] = ()

    def synonyms(self) -> tuple[frozenset[str], ...]:
        """The groups of `same`, and the names of each body that has several."""
        named = (body.names for body in self.bodies if len(body.names) > 1)
        return tuple(frozenset(group) for group in (*self.same, *named))

    def exact_names(self) -> tuple[tuple[str, ...], ...]:
        """The groups of `names`, and of each body its name with the short ones: the same wherever they stand."""
        return (*self.names, *((body.name, *body.short) for body in self.bodies if body.short))

    def related_names(self) -> tuple[tuple[str, ...], ...]:
        """The groups of `lines`, and of each body its name with the former ones: worth finding, but not the same."""
        formerly = ((*(name for name, _ in body.former), body.name) for body in self.bodies if body.former)
        return (*self.lines, *formerly)

    def told_apart(self, first: str, second: str) -> bool:
        """Whether two names differ in words that are not the same: ふるさと納税 here, 企業版ふるさと納税 there."""
        a, b = squeeze(first), squeeze(second)
        return any(said(group, a) != said(group, b) for group in self.apart if said(group, a) and said(group, b))

    def plus(self, other: Vocabulary) -> Vocabulary:
        """Both together."""
        return Vocabulary(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def said(group: Sequence[str], words: str) -> frozenset[str]:
    """The words of the group that are said, without those that are only part of a longer one said."""
    found = set()
    for word in sorted(group, key=len, reverse=True):
        if word in words:
            found.add(word)
            words = words.replace(word, "\n")
    return frozenset(found)


def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of a file; empty where there is none.

    Raises SettingsError: not TOML, an unknown key, a value of the wrong kind.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Vocabulary()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"語彙「{path}」が読めません。TOMLの書き方を確かめてください。({error})") from error
    except OSError as error:
        raise SettingsError(f"語彙「{path}」を開けません。({error.strerror})") from error
    if unknown := set(given) - {"same", "name", "line", "alias", "apart", "body", "unit", "units"}:
        raise SettingsError(f"語彙「{path}」に知らない項目があります: {'、'.join(sorted(unknown))}")
    entries = _Entries(path, given)
    plain = (NamedUnit(name) for entry in entries.of("units", {"names"}) for name in entries.words(entry, "names"))
    groups = {
        kind: tuple(entries.words(e, "words") for e in entries.of(kind, {"words"}))
        for kind in ("same", "name", "line", "alias", "apart")
    }
    return Vocabulary(
        groups["same"],
        groups["name"],
        groups["line"],
        groups["alias"],
        groups["apart"],
        tuple(entries.body(e) for e in entries.of("body", {"name", "short", "former"})),
        (
            *(
                NamedUnit(entries.word(e, "name"), entries.words(e, "spelled", required=False))
                for e in entries.of("unit", {"name", "spelled"})
            ),
            *plain,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Entries:
    """The tables of a vocabulary file, checked."""

    path: Path
    given: Mapping[str, Any]

    def of(self, kind: str, keys: set[str]) -> Iterator[Mapping[str, Any]]:
        listed = self.given.get(kind, [])
        if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
            raise self._wrong(f"{kind} は [[{kind}]] という節で書いてください。")
        for entry in listed:
            if unknown := set(entry) - keys:
                raise self._wrong(f"[[{kind}]] に知らない項目があります: {'、'.join(sorted(unknown))}")
            yield entry

    def word(self, entry: Mapping[str, Any], key: str) -> str:
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(f'{key} = "…" を書いてください。')
        return normalise(value).strip()

    def words(self, entry: Mapping[str, Any], key: str, *, required: bool = True) -> tuple[str, ...]:
        value = entry.get(key, None if required else [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self._wrong(f'{key} = ["…", "…"] の形で書いてください。')
        return tuple(normalise(v).strip() for v in value)

    def body(self, entry: Mapping[str, Any]) -> NamedBody:
        former = entry.get("former", [])
        if not isinstance(former, list) or not all(isinstance(f, dict) for f in former):
            raise self._wrong('former = [{ name = "…", until = 2000 }] の形で書いてください。')
        return NamedBody(
            self.word(entry, "name"),
            self.words(entry, "short", required=False),
            tuple((self.word(f, "name"), self._year(f)) for f in former),
        )

    def _year(self, entry: Mapping[str, Any]) -> int | None:
        year = entry.get("until")
        if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
            raise self._wrong("until は西暦の年を数字で書いてください。")
        return year

    def _wrong(self, what: str) -> SettingsError:
        return SettingsError(f"語彙「{self.path}」: {what}")


_extension: Path | None = None
_changed: list[Callable[[], None]] = []


def extend(path: Path | None) -> None:
    """Add the words of this file (that of the library in use) to what `vocabulary` gives from now on.

    Raises SettingsError when the file cannot be understood. None takes an earlier addition away.
    """
    global _extension
    _extension = path
    for forget in (_loaded.cache_clear, *_changed):
        forget()
    vocabulary()


def extension() -> Path | None:
    """The file that adds to the vocabulary, for a process that is to use the same words."""
    return _extension


def when_changed(forget: Callable[[], None]) -> None:
    """Call `forget` whenever the vocabulary changes: for caches that hold what was made of it."""
    _changed.append(forget)


def vocabulary() -> Vocabulary:
    """The vocabulary in use."""
    return _loaded(_extension)


@lru_cache(maxsize=4)
def _loaded(added: Path | None) -> Vocabulary:
    base = load_vocabulary(_BASE)
    return base.plus(load_vocabulary(added)) if added else base
