"""Text → index tokens, by Sudachi. The only module that imports sudachipy.

Every long unit (Sudachi mode C: 労働生産性) is indexed together with its short units (mode A: 労働, 生産, 性), each
in its normalised form (引越し → 引っ越し, サーヴァ → サーバ), so that a question meets the text however it was
compounded or spelt (Takaoka et al., "Sudachi: a Japanese Tokenizer for Business", LREC 2018).
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import metadata
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from corpus.text import normalise_with_offsets

if TYPE_CHECKING:
    from sudachipy import Dictionary, Morpheme, Tokenizer

_CHUNK = 12_000
"""Characters per call: Sudachi takes 49,149 bytes, and a character has at most 4."""

_LONGEST = 64
"""Characters of a token."""

_SENTENCE_END = re.compile(r"[。\n!?]")
_PRINTED_END = re.compile(r"[。\n!?！？]")
_DROPPED = frozenset({"助詞", "助動詞", "補助記号", "空白"})
_QUESTION_WORDS = frozenset(
    {"何", "どこ", "いつ", "誰", "どれ", "どちら", "何故", "幾ら", "幾つ", "どう", "どの", "どんな", "どのような"}
    | {"教える", "下さる", "知る", "聞く", "為る", "居る", "有る", "成る", "出来る", "言う", "欲しい", "願う"}
    | {"つく", "よる", "おく", "関する", "こと", "物", "為", "其の", "此の", "其れ", "此れ", "御", "御願い"}
)
"""Normalised forms that carry a question but not its subject."""

_MUNICIPAL = frozenset("都道府県市区町村")

_thread = threading.local()


class Token(NamedTuple):
    """An index token and the characters [start, end) of the given text that it came from."""

    text: str
    start: int
    end: int


@cache
def _dictionary() -> Dictionary:
    from sudachipy import Dictionary

    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    """The tokenizer of this thread: the dictionary may be shared between threads, a tokenizer may not."""
    tokenizer: Tokenizer | None = getattr(_thread, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _thread.tokenizer = _dictionary().create()
    return tokenizer


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that Sudachi accepts, cut after a sentence where there is one; with their starts."""
    start = 0
    while len(text) - start > _CHUNK:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + _CHUNK)]
        end = ends[-1] if ends else start + _CHUNK
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _form(morpheme: Morpheme) -> str:
    """Normalised form in lower case; ① keeps its ring, 04 loses its nought, and a run of junk is cut."""
    surface = str(morpheme.surface())
    if len(surface) == 1 and surface.isdigit() and not surface.isdecimal():
        return surface
    form = str(morpheme.normalized_form()).lower()
    if form.isdecimal():
        return form.lstrip("0") or "0"
    return intern(form[:_LONGEST])


def analyse(text: str) -> list[Token]:
    """Index tokens of `text` in order, long units before their short units, with offsets into `text`.

    Particles, auxiliaries, symbols and blanks are dropped. Numbers are resolved (1,000万 → 10000000). Never fails on
    any string; may be called from any thread.
    """
    from sudachipy import SplitMode

    normalised = normalise_with_offsets(text)
    offsets = (*normalised.offsets, len(text))
    tokens: list[Token] = []

    def add(morpheme: Morpheme, base: int) -> None:
        form = _form(morpheme)
        begin, end = base + morpheme.begin(), base + morpheme.end()
        if form and not form.isspace() and begin < end:
            tokens.append(Token(form, offsets[begin], offsets[end - 1] + 1))

    for base, piece in _pieces(normalised.text):
        for morpheme in _tokenizer().tokenize(piece, SplitMode.C):
            if morpheme.part_of_speech()[0] in _DROPPED:
                continue
            add(morpheme, base)
            short = morpheme.split(SplitMode.A)
            if len(short) > 1:
                for part in short:
                    add(part, base)
    return tokens


def tokenise(text: str) -> list[str]:
    """The tokens of `analyse` without their offsets."""
    return [token.text for token in analyse(text)]


def tokenise_sentences(text: str) -> list[list[str]]:
    """The tokens of `tokenise`, sentence by sentence; sentences without a token are left out."""
    ends = [m.end() for m in _PRINTED_END.finditer(text)]
    sentences: list[list[str]] = [[] for _ in range(len(ends) + 1)]
    for token in analyse(text):
        sentences[bisect_right(ends, token.start)].append(token.text)
    return [sentence for sentence in sentences if sentence]


def tokenise_query(text: str) -> list[str]:
    """Tokens of a question, without the words that only make it a question (何, どこ, 教えて…).

    A question made of nothing else keeps them all.
    """
    return list(_query_tokens(text))


@lru_cache(maxsize=16)
def _query_tokens(text: str) -> tuple[str, ...]:
    """The same; kept for a moment, for a search asks for them several times."""
    tokens = analyse(text)
    kept, dropped_to = [], 0
    for token in tokens:
        if token.text in _QUESTION_WORDS:
            dropped_to = token.end
        elif token.end > dropped_to:  # else a short unit of a dropped word
            kept.append(token.text)
    return tuple(kept or [token.text for token in tokens])


def reading(word: str) -> str:
    """How a word is read, in katakana; empty where the dictionary does not say."""
    from sudachipy import SplitMode

    return "".join(str(m.reading_form()) for m in _tokenizer().tokenize(word[:_LONGEST], SplitMode.C))


def place_names(text: str) -> list[str]:
    """Prefectures and municipalities named in the text, by the dictionary, in order, each once."""
    from sudachipy import SplitMode

    found: dict[str, None] = {}
    for _, piece in _pieces(normalise_with_offsets(text).text):
        for morpheme in _tokenizer().tokenize(piece, SplitMode.C):
            if morpheme.part_of_speech()[1:3] == ("固有名詞", "地名") and morpheme.surface()[-1:] in _MUNICIPAL:
                found[str(morpheme.surface())] = None
    return list(found)


def dictionary_version() -> str:
    """Version of the dictionary: indexes made with another one may cut words in other places."""
    return metadata.version("sudachidict_core")
