"""Exact inner-product search over unit vectors, by FAISS. The only module that imports faiss."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Vectors:
    """An index of vectors, numbered from 0 as they were given."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(
        self, query: Matrix, n: int, keep: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Numbers and inner products of the n vectors nearest to `query` (d,), best first; of those kept, if given.

        `keep` is (size,).
        """
        import faiss

        wanted = min(n, self.size if keep is None else int(keep.sum()))
        if wanted == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        chosen = None
        if keep is not None:
            bits = np.packbits(keep, bitorder="little")
            # the stubs know the C++ signature only
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]
        products, numbers = self._index.search(np.ascontiguousarray(query[None], np.float32), wanted, params=chosen)
        return numbers[0], products[0]

    def rows(self, numbers: NDArray[np.int64]) -> Matrix:
        """The vectors with these numbers, (len(numbers), d)."""
        rows: Matrix = self._index.reconstruct_batch(numbers)
        return rows

    def save(self, path: Path) -> None:
        """Write the index. FAISS itself cannot open paths outside the code page on Windows, so Python writes."""
        import faiss

        faiss.serialize_index(self._index).tofile(path)


def build_vectors(matrix: Matrix) -> Vectors:
    """Index the rows of (n, d).

    Flat: exact, and at 100,000 × 256 a search takes some 4 ms on one core, which no approximate index need better.
    """
    import faiss

    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(np.ascontiguousarray(matrix, np.float32))
    return Vectors(index)


def load_vectors(path: Path) -> Vectors:
    """Open a saved index, memory-mapped where the system allows. Raises OSError, ValueError when damaged."""
    import faiss

    try:
        if sys.platform == "win32":
            return Vectors(faiss.deserialize_index(np.fromfile(path, np.uint8)))
        return Vectors(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
    except RuntimeError as error:
        raise ValueError(f"{path.name}: {error}") from error
