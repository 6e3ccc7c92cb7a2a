"""Tiny ONNX models written by hand: protobuf wire format by https://protobuf.dev, messages by onnx.proto3."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

WORDS = ["[UNK]", "起業", "支援", "道路", "整備", "質問"]
_FLOAT, _INT64 = 1, 7


def model(folder: Path, weights: list[list[float]], *, summed: bool) -> Path:
    """A folder as models are published: the vector of each word of WORDS, or with `summed` their sum for each text."""
    (folder / "onnx").mkdir(parents=True)
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "onnx" / "model_qint8_avx512.onnx").write_bytes(_graph(np.array(weights, np.float32), summed=summed))
    return folder


def _graph(weights: np.ndarray, *, summed: bool) -> bytes:
    nodes = _part(1, _text(1, "w") + _text(1, "input_ids") + _text(2, "rows") + _text(4, "Gather"))
    if summed:
        axes = _text(1, "axes") + _number(8, 1) + _number(20, 7)
        keep = _text(1, "keepdims") + _number(3, 0) + _number(20, 2)
        nodes += _part(1, _text(1, "rows") + _text(2, "out") + _text(4, "ReduceSum") + _part(5, axes) + _part(5, keep))
    table = b"".join(_number(1, n) for n in weights.shape) + _number(2, _FLOAT) + _text(8, "w")
    table += _part(9, weights.tobytes())
    graph = nodes + _text(2, "made") + _part(5, table) + _part(11, _value("input_ids", _INT64, 2))
    graph += _part(12, _value("out" if summed else "rows", _FLOAT, 2 if summed else 3))
    return _number(1, 6) + _part(7, graph) + _part(8, _text(1, "") + _number(2, 11))


def _value(name: str, kind: int, dimensions: int) -> bytes:
    shape = b"".join(_part(1, _text(2, f"d{i}")) for i in range(dimensions))
    return _text(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, shape)))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _part(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _part(field, text.encode())
