"""Text → vectors. Anything that does what Encoder says is one; the default is in `index/word_encoder.py`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.entries import Entry
from index.onnx_model import OnnxModel, quantized_file
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


class OnnxEncoder:
    """A bi-encoder as int8 ONNX, from its folder. Prompts are put before the texts as they are given."""

    def __init__(self, folder: Path, file: Path, query_prompt: str = "", passage_prompt: str = "") -> None:
        self._model = OnnxModel(folder, file)
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt

    def encode_entries(self, entries: Sequence[Entry]) -> Matrix:
        """See Encoder."""
        return _unit(self._model.embed([self._passage_prompt + entry.whole for entry in entries]))

    def encode_questions(self, questions: Sequence[str]) -> Matrix:
        """See Encoder."""
        return _unit(self._model.embed([self._query_prompt + question for question in questions]))


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
        raise _unusable(name_or_folder, error) from error


def _unusable(name_or_folder: str, error: Exception) -> EncoderError:
    return EncoderError(
        f"埋め込みモデル「{name_or_folder}」を読み込めません。settings.toml の name を確かめてください。"
        f"オフラインのときは、モデルのフォルダを指定します。({type(error).__name__}: {error})"
    )


def model_folder(name_or_folder: str) -> Path:
    """The folder of a model: itself, or where the hub's download of that name is kept, which is made where absent.

    Raises what huggingface_hub raises when it cannot be had.
    """
    folder = Path(name_or_folder)
    if folder.exists():
        return folder
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name_or_folder, local_files_only=True))
    except OSError:
        return Path(snapshot_download(name_or_folder))


def sentence_encoder(settings: EncoderSettings) -> Encoder:
    """The model that the settings name, as int8 ONNX where it has that. Raises EncoderError."""
    folder = Path(settings.name)
    file = quantized_file(folder) if folder.is_dir() else None
    if file is None:
        return SentenceTransformerEncoder(settings.name, settings.query_prompt, settings.passage_prompt)
    try:
        return OnnxEncoder(folder, file, settings.query_prompt, settings.passage_prompt)
    except Exception as error:  # whatever onnxruntime finds wrong with the file
        raise _unusable(settings.name, error) from error
