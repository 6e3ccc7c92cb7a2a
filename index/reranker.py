"""A cross-encoder that reads the question and a passage together and judges how well the one answers the other.

None is used unless the settings name one (index/settings.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.encoders import model_folder
from index.onnx_model import OnnxModel, quantized_file

Scores = NDArray[np.float32]


class Reranker(Protocol):
    """Judges texts for a question."""

    def judge(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each text answers the question, (len(texts),); only their order means anything."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder on the CPU."""

    def __init__(self, name_or_folder: str) -> None:
        from sentence_transformers import CrossEncoder

        self._model = CrossEncoder(name_or_folder, device="cpu")

    def judge(self, question: str, texts: Sequence[str]) -> Scores:
        """See Reranker."""
        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32).reshape(len(texts), -1)[
            :, -1
        ]


@lru_cache(maxsize=2)
def load_reranker(name_or_folder: str) -> Reranker:
    """The cross-encoder of a folder or hub name, as int8 ONNX where it has that. Raises EncoderError."""
    try:
        folder = model_folder(name_or_folder)
        file = quantized_file(folder)
        return OnnxModel(folder, file) if file else CrossEncoderReranker(str(folder))
    except Exception as error:  # whatever the libraries below find wrong with the model or the network
        raise EncoderError(
            f"並べ替えのモデル「{name_or_folder}」を読み込めません。"
            "settings.toml の [reranker] name を確かめてください。"
            f"オフラインのときは、モデルのフォルダを指定します。({type(error).__name__}: {error})"
        ) from error
