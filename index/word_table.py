"""What the words of the language mean, before a library has been read: the word vectors of the `ja_ginza` package.

chiVe vectors (Manabe et al., "Japanese Word Embedding based on Multi-granular Tokenization Results", 2019), trained on
the same units that Sudachi cuts; in `ja_ginza` 480,000 words share 20,000 vectors. Only its files are read: neither it
nor spaCy is imported. The layout of the files is spaCy's `Vectors.to_disk`.

<folder>/keys.npy      hashes of the words, ascending
<folder>/numbers.npy   the row of each
<folder>/rows.npy      the vectors, in steps of <folder>/steps.npy
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

Matrix = NDArray[np.float32]

_WIDTH = 2**64 - 1


class WordTable:
    """Vectors of words: `keys` (n,) ascending; `numbers` (n,) into `rows` (m, d), which count in `steps` (m,)."""

    def __init__(
        self,
        keys: NDArray[np.uint64],
        numbers: NDArray[np.uint16],
        rows: NDArray[np.int8],
        steps: Matrix,
    ) -> None:
        self._keys = keys
        self._numbers = numbers
        self._rows = rows
        self._steps = steps

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    def rows(self, words: Sequence[str]) -> Matrix:
        """(len(words), d); 0 for words that the table does not have."""
        found: Matrix = np.zeros((len(words), self.dimensions), np.float32)
        if len(self._keys) and words:
            wanted = np.array([word_hash(word) for word in words], np.uint64)
            places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            known = np.flatnonzero(self._keys[places] == wanted)
            numbers = self._numbers[places[known]]
            found[known] = self._rows[numbers] * self._steps[numbers, None]
        return found

    def turned(self, matrix: Matrix) -> WordTable:
        """The table with every vector multiplied by `matrix` (d, d)."""
        vectors: Matrix = (self._rows * self._steps[:, None]).astype(np.float32) @ matrix
        return WordTable(self._keys, self._numbers, *_in_steps(vectors))

    def save(self, folder: Path) -> None:
        """Write one file per part."""
        folder.mkdir(parents=True)
        np.save(folder / "keys.npy", self._keys, allow_pickle=False)
        np.save(folder / "numbers.npy", self._numbers, allow_pickle=False)
        np.save(folder / "rows.npy", self._rows, allow_pickle=False)
        np.save(folder / "steps.npy", self._steps, allow_pickle=False)


def empty_table(dimensions: int) -> WordTable:
    """A table that has no word."""
    return WordTable(
        np.zeros(0, np.uint64), np.zeros(0, np.uint16), np.zeros((0, dimensions), np.int8), np.zeros(0, np.float32)
    )


def load_table(folder: Path) -> WordTable:
    """Open what `WordTable.save` wrote, memory-mapped. Raises OSError, ValueError when damaged."""
    names = ("keys", "numbers", "rows", "steps")
    keys, numbers, rows, steps = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names)
    if len(keys) != len(numbers) or len(rows) != len(steps):
        raise ValueError(f"{len(keys)} keys, {len(numbers)} numbers, {len(rows)} rows")
    return WordTable(keys, numbers, rows, steps)


@cache
def ginza_table() -> WordTable | None:
    """The table of the installed `ja_ginza`, its vectors brought to length 1; None when it is not installed.

    Raises EncoderError when its files are not as expected.
    """
    package = find_spec("ja_ginza")
    if package is None or package.origin is None:
        return None
    try:
        (folder,) = Path(package.origin).parent.glob("ja_ginza-*/vocab")
        keys, numbers = _read_numbers((folder / "key2row").read_bytes())
        with (folder / "vectors").open("rb") as file:
            vectors = np.load(file, allow_pickle=False)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
        order = np.argsort(keys)
        return WordTable(keys[order], numbers[order].astype(np.uint16), *_in_steps(vectors))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise EncoderError(
            f"単語ベクトル(ja_ginza)を読み込めません。ja_ginza を入れ直してください。({type(error).__name__}: {error})"
        ) from error


def word_hash(word: str) -> int:
    """64-bit MurmurHash2 (A. Appleby, variant A) of the word's UTF-8 with seed 1, as spaCy's StringStore has it."""
    data = word.encode("utf-8", "surrogatepass")
    factor = 0xC6A4A7935BD1E995
    value = (1 ^ len(data) * factor) & _WIDTH
    whole = len(data) - len(data) % 8
    for i in range(0, whole, 8):
        part = int.from_bytes(data[i : i + 8], "little") * factor & _WIDTH
        value = (value ^ (part ^ part >> 47) * factor & _WIDTH) * factor & _WIDTH
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * factor & _WIDTH
    value = (value ^ value >> 47) * factor & _WIDTH
    return value ^ value >> 47


def _in_steps(vectors: Matrix) -> tuple[NDArray[np.int8], Matrix]:
    """Each row as 8-bit counts of a step of its own: a quarter of the space, with no loss that can be measured."""
    steps = np.maximum(np.abs(vectors).max(axis=1), np.float32(1e-9)) / np.float32(127)
    return np.rint(vectors / steps[:, None]).astype(np.int8), steps


def _read_numbers(data: bytes) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Keys and values of a MessagePack map of unsigned integers (github.com/msgpack/msgpack/blob/master/spec.md)."""
    sizes = {0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q"}
    readers = {mark: struct.Struct(form) for mark, form in sizes.items()}
    if data[0] != 0xDF:
        raise ValueError("key2row is not a map")
    numbers = array("Q")
    at = 5
    for _ in range(2 * int.from_bytes(data[1:5], "big")):
        mark = data[at]
        at += 1
        if mark < 0x80:
            numbers.append(mark)
            continue
        if mark not in readers:
            raise ValueError(f"key2row has an item of kind {mark:#x}")
        reader = readers[mark]
        numbers.append(reader.unpack_from(data, at)[0])
        at += reader.size
    pairs = np.frombuffer(numbers, np.uint64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].astype(np.int64)
