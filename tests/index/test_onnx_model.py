from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoders import OnnxEncoder, sentence_encoder
from index.entries import Entry
from index.onnx_model import OnnxModel, quantized_file
from index.reranker import load_reranker
from index.settings import EncoderSettings
from tests.index.onnx_made import model

AXES = [[0.0] * 3, [1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0], [0, 0, 1.0], [0, 0, 0]]
WORTH = [[0.0], [3.0], [1.0], [-1.0], [-1.0], [0.0]]


def test_an_encoder_with_an_int8_file_is_read_by_onnxruntime(tmp_path: Path) -> None:
    folder = model(tmp_path / "m", AXES, summed=False)
    encoder = sentence_encoder(EncoderSettings(str(folder)))
    assert isinstance(encoder, OnnxEncoder)
    rows = encoder.encode_entries([Entry("1", "a", "起業", "支援"), Entry("2", "a", "", "道路 整備 道路")])
    assert rows == pytest.approx(np.array([[0.5**0.5, 0.5**0.5, 0], [0, 0, 1]]), abs=1e-6)
    assert encoder.encode_questions(["道路"]) @ rows.T == pytest.approx(np.array([[0, 1]]), abs=1e-6)


def test_the_first_token_stands_for_the_text_where_the_model_says_so(tmp_path: Path) -> None:
    folder = model(tmp_path / "m", AXES, summed=False)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    file = quantized_file(folder)
    assert file is not None
    assert OnnxModel(folder, file).embed(["起業 道路 道路", "道路"]).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_a_reranker_judges_question_and_text_together(tmp_path: Path) -> None:
    reranker = load_reranker(str(model(tmp_path / "m", WORTH, summed=True)))
    assert reranker.judge("質問", ["道路 整備", "起業 支援", "支援"]).tolist() == [-2, 4, 1]
    assert reranker.judge("質問", []).tolist() == []


def test_a_model_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = model(tmp_path / "m", AXES, summed=False)
    (folder / "onnx" / "model_qint8_avx512.onnx").write_bytes(b"no model")
    with pytest.raises(EncoderError, match=r"settings\.toml"):
        sentence_encoder(EncoderSettings(str(folder)))
    with pytest.raises(EncoderError, match="並べ替え"):
        load_reranker(str(folder))


def test_a_folder_without_an_int8_file_has_none(tmp_path: Path) -> None:
    assert quantized_file(tmp_path) is None
