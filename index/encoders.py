"""Text → vectors. Anything that does what Encoder says is one; the default is in `index/word_encoder.py`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.entries import Entry
from index.settings import EncoderSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Matrix = NDArray[np.float32]

_BATCH = 32


class Encoder(Protocol):
    """Turns entries and questions into vectors whose inner product says how much they have in common, -1..1."""

    def encode_entries(self, entries: Sequence[Entry]) -> Matrix:
        """(len(entries), d) float32; all 0 for an entry that says nothing to the encoder."""
        ...

    def encode_questions(self, questions: Sequence[str]) -> Matrix:
        """(len(questions), d) float32; rows of length 1, or all 0."""
        ...


class SentenceTransformerEncoder:
    """Any sentence-transformers bi-encoder, on the CPU, from a folder or by its hub name.

    What the machine has is used without asking the network; a hub name that it does not have is downloaded when there
    is a network. Raises EncoderError when the model cannot be had or loaded.
    """

    def __init__(self, name_or_folder: str, query_prompt: str = "", passage_prompt: str = "") -> None:
        self._query_prompt = query_prompt or None
        self._passage_prompt = passage_prompt or None
        self._model = _load_model(name_or_folder)

    def encode_entries(self, entries: Sequence[Entry]) -> Matrix:
        """See Encoder. Where no prompt is set, the model's own for documents is used, if it has one."""
        texts = [entry.whole for entry in entries]
        return _unit(
            self._model.encode_document(texts, prompt=self._passage_prompt, batch_size=_BATCH, show_progress_bar=False)
        )

    def encode_questions(self, questions: Sequence[str]) -> Matrix:
        """See Encoder. Where no prompt is set, the model's own for questions is used, if it has one."""
        texts = list(questions)
        return _unit(
            self._model.encode_query(texts, prompt=self._query_prompt, batch_size=_BATCH, show_progress_bar=False)
        )


def _unit(rows: object) -> Matrix:
    """Rows brought to length 1; rows of 0 stay."""
    found = np.atleast_2d(np.array(rows, dtype=np.float32))
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found


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
