"""Text → vectors. Anything with `encode` is an Encoder; two are here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.lexical import bigrams
from index.settings import EncoderSettings
from index.tokens import tokenise, tokenise_query

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Kind = Literal["query", "passage"]
Matrix = NDArray[np.float32]

_DIMENSIONS = 256
_VOCABULARY = 60_000
_SAMPLE = 20_000
"""Texts that the default encoder is fitted on, at most: evenly spaced ones of a larger library."""
_BATCH = 32


class Encoder(Protocol):
    """Turns texts into vectors whose inner product says how much they have in common."""

    def encode(self, texts: Sequence[str], kind: Kind) -> Matrix:
        """(len(texts), d) float32; rows of length 1, or all 0 for a text that says nothing to the encoder."""
        ...


class LatentSemanticEncoder:
    """The default: vectors fitted on the library's own texts, so that nothing need be downloaded.

    A text is the sum of the rows of its words and character bigrams, each weighted by 1 + log(frequency); a row is the
    term's place in the latent space, times its idf (Deerwester et al., "Indexing by Latent Semantic Analysis", 1990).
    """

    def __init__(self, terms: dict[str, int], rows: NDArray[np.float16]) -> None:
        self._terms = terms
        self._rows = rows

    def encode(self, texts: Sequence[str], kind: Kind) -> Matrix:
        """See Encoder. Queries are encoded without their question words."""
        out = np.zeros((len(texts), self._rows.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            known = Counter(number for t in _terms(text, kind) if (number := self._terms.get(t)) is not None)
            if known:
                weights = 1 + np.log(np.fromiter(known.values(), np.float32, len(known)))
                rows = self._rows[np.fromiter(known, np.int64, len(known))]
                out[i] = weights @ rows.astype(np.float32)
        return _unit(out)

    def save(self, folder: Path) -> None:
        """Write `terms.json` and `rows.npy`."""
        folder.mkdir(parents=True)
        (folder / "terms.json").write_text(json.dumps(list(self._terms), ensure_ascii=False), encoding="utf-8")
        np.save(folder / "rows.npy", self._rows, allow_pickle=False)


def fit_latent_semantics(texts: Sequence[str]) -> LatentSemanticEncoder:
    """Fit the default encoder on `texts`: tf-idf (sublinear, smoothed), then a truncated SVD of 256 dimensions.

    The same texts give the same encoder (fixed seed). Fewer than two texts, or no term common to two, give an encoder
    to which every text says nothing.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    step = -(-len(texts) // _SAMPLE) or 1
    documents = [_terms(text, "passage") for text in texts[::step]]
    frequencies = Counter(term for document in documents for term in set(document))
    common = [term for term, n in frequencies.most_common(_VOCABULARY) if n > 1]
    dimensions = min(_DIMENSIONS, len(documents) - 1, len(common) - 1)
    if dimensions < 1:
        return LatentSemanticEncoder({}, np.zeros((0, 1), dtype=np.float16))
    terms = {term: i for i, term in enumerate(common)}
    weighing = TfidfVectorizer(analyzer=list, vocabulary=terms, sublinear_tf=True, dtype=np.float32)
    weighted = weighing.fit_transform(documents)
    space = TruncatedSVD(dimensions, n_iter=4, random_state=0).fit(weighted).components_
    rows = space.T * weighing.idf_[:, None]
    return LatentSemanticEncoder(terms, (rows / np.abs(rows).max()).astype(np.float16))


def load_latent_semantics(folder: Path) -> LatentSemanticEncoder:
    """Open what `LatentSemanticEncoder.save` wrote, memory-mapped. Raises OSError, ValueError when damaged."""
    terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    rows = np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False)
    if len(terms) != len(rows):
        raise ValueError(f"{len(terms)} terms, {len(rows)} rows")
    return LatentSemanticEncoder({term: i for i, term in enumerate(terms)}, rows)


def _terms(text: str, kind: Kind) -> list[str]:
    words = tokenise_query(text) if kind == "query" else tokenise(text)
    return words + ["#" + pair for pair in bigrams(text)]


def _unit(rows: Matrix) -> Matrix:
    """Rows brought to length 1, in place; rows of 0 stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows


class SentenceTransformerEncoder:
    """Any sentence-transformers bi-encoder, on the CPU, from a folder or by its hub name.

    What the machine has is used without asking the network; a hub name that it does not have is downloaded when there
    is a network. Raises EncoderError when the model cannot be had or loaded.
    """

    def __init__(self, name_or_folder: str, query_prompt: str = "", passage_prompt: str = "") -> None:
        self._prompts: dict[Kind, str] = {"query": query_prompt, "passage": passage_prompt}
        self._model = _load_model(name_or_folder)

    def encode(self, texts: Sequence[str], kind: Kind) -> Matrix:
        """See Encoder. Where no prompt is set, the model's own for questions or documents is used, if it has one."""
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        if prompt := self._prompts[kind]:
            rows = encode(list(texts), prompt=prompt, batch_size=_BATCH, show_progress_bar=False)
        else:
            rows = encode(list(texts), batch_size=_BATCH, show_progress_bar=False)
        return _unit(np.array(rows, dtype=np.float32).reshape(len(texts), -1))


def _load_model(name_or_folder: str) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(name_or_folder, device="cpu", local_files_only=True)
        except (OSError, ValueError):
            if Path(name_or_folder).exists():
                raise
            return SentenceTransformer(name_or_folder, device="cpu")
    except Exception as error:  # whatever the libraries below find wrong with the model or the network
        raise EncoderError(
            f"埋め込みモデル「{name_or_folder}」を読み込めません。settings.toml の name を確かめてください。"
            f"オフラインのときは、モデルのフォルダを指定します。({type(error).__name__}: {error})"
        ) from error


def sentence_encoder(settings: EncoderSettings) -> SentenceTransformerEncoder:
    """The model that the settings name."""
    return SentenceTransformerEncoder(settings.name, settings.query_prompt, settings.passage_prompt)
