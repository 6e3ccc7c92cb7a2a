from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoders import Encoder, SentenceTransformerEncoder
from index.entries import Entry


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of a toy vocabulary, one axis per word."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", "query", "text", "起業", "支援"]
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path_factory.mktemp("models") / "小さなモデル"
    weights = 3 * np.eye(5, dtype=np.float32)
    weights[0] = 0
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


def test_a_sentence_transformers_model_encodes(model: Path) -> None:
    encoder: Encoder = SentenceTransformerEncoder(str(model))
    rows = encoder.encode_entries(
        [Entry("1", "a", "起業", ""), Entry("2", "a", "起業", "支援"), Entry("3", "a", "", "ない")]
    )
    assert rows.dtype == np.float32
    assert rows @ rows[0] == pytest.approx([1, 0.5**0.5, 0], abs=1e-5)


def test_prompts_stand_before_questions_and_passages(model: Path) -> None:
    encoder = SentenceTransformerEncoder(str(model), query_prompt="query ", passage_prompt="text ")
    question, passage = encoder.encode_questions(["起業"])[0], encoder.encode_entries([Entry("1", "a", "起業", "")])[0]
    assert question == pytest.approx([0, 0.5**0.5, 0, 0.5**0.5, 0], abs=1e-5)
    assert passage == pytest.approx([0, 0, 0.5**0.5, 0.5**0.5, 0], abs=1e-5)


def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"settings\.toml"):
        SentenceTransformerEncoder(str(tmp_path))
