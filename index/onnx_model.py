"""Transformer models as int8 ONNX: a quarter of the size and about twice the speed on a CPU, where a model has it.

The only module that imports onnxruntime. Read are the files that models on the hub are published with: `onnx/*.onnx`,
`tokenizer.json`, and for encoders `1_Pooling/config.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_QUANTIZED: Final = ("model_quint8*.onnx", "model_qint8*.onnx", "model_int8.onnx", "model_quantized.onnx")
_LONGEST: Final = 512
"""Tokens of a text at most."""

_BATCH: Final = 16


def quantized_file(folder: Path) -> Path | None:
    """The int8 ONNX file of a model in a folder, None where it has none or onnxruntime is not installed."""
    if find_spec("onnxruntime") is None or not (folder / "tokenizer.json").is_file():
        return None
    return next((path for name in _QUANTIZED for path in sorted((folder / "onnx").glob(name))), None)


class OnnxModel:
    """A model on the CPU. Raises OSError, ValueError, RuntimeError when its files are not what they should be."""

    def __init__(self, folder: Path, file: Path) -> None:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer

        self._session = InferenceSession(str(file), providers=["CPUExecutionProvider"])
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._pooling = _pooling(folder)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of texts, (len(texts), d), pooled as the model says (mean, or the first token)."""
        rows = []
        for output, mask in self._run(list(texts)):
            if output.ndim == 2:
                rows.append(output)
            elif self._pooling == "cls":
                rows.append(output[:, 0])
            else:
                rows.append((output * mask[..., None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None])
        return np.concatenate(rows).astype(np.float32) if rows else np.zeros((0, 1), np.float32)

    def judge(self, question: str, texts: Sequence[str]) -> Matrix:
        """How well each text answers the question, (len(texts),): the model's one logit, or its last."""
        rows = [output.reshape(len(output), -1)[:, -1] for output, _ in self._run([(question, text) for text in texts])]
        return np.concatenate(rows).astype(np.float32) if rows else np.zeros(0, np.float32)

    def _run(self, texts: Sequence[Any]) -> list[tuple[Any, Any]]:
        """The model's first output for each batch, with the mask of its tokens."""
        found = []
        for start in range(0, len(texts), _BATCH):
            encoded = self._tokenizer.encode_batch(list(texts[start : start + _BATCH]))
            given = {
                "input_ids": np.array([e.ids for e in encoded], np.int64),
                "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
                "token_type_ids": np.array([e.type_ids for e in encoded], np.int64),
            }
            output = self._session.run(None, {name: part for name, part in given.items() if name in self._inputs})[0]
            found.append((output, given["attention_mask"]))
        return found


def _pooling(folder: Path) -> str:
    path = folder / "1_Pooling" / "config.json"
    if not path.is_file():
        return "mean"
    return "cls" if json.loads(path.read_text(encoding="utf-8")).get("pooling_mode_cls_token") else "mean"
