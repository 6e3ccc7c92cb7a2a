from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.encoders import (
    Encoder,
    LatentSemanticEncoder,
    SentenceTransformerEncoder,
    fit_latent_semantics,
    load_latent_semantics,
)

TEXTS = [
    "保育所の入所の申込み",
    "保育所と幼稚園の入所",
    "幼稚園の申込み",
    "引越しの届出と転入届",
    "転入届の窓口",
    "引越しの窓口",
]


def cosines(encoder: Encoder, query: str) -> NDArray[np.float32]:
    product: NDArray[np.float32] = encoder.encode(TEXTS, "passage") @ encoder.encode([query], "query")[0]
    return product


def test_words_that_go_together_are_near() -> None:
    near = cosines(fit_latent_semantics(TEXTS), "転入届の窓口はどこですか")
    assert near[5] > near[:3].max()  # 引越しの窓口, which lacks 転入届
    assert near[4] == near.max()


def test_rows_have_length_one_or_nought() -> None:
    rows = fit_latent_semantics(TEXTS).encode(["保育所", "", "😀\0", "未知語ばかり"], "passage")
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0, 0], abs=1e-5)


def test_a_saved_encoder_is_the_same(tmp_path: Path) -> None:
    fitted = fit_latent_semantics(TEXTS)
    fitted.save(tmp_path / "encoder")
    loaded = load_latent_semantics(tmp_path / "encoder")
    assert np.array_equal(loaded.encode(TEXTS, "passage"), fitted.encode(TEXTS, "passage"))


def test_the_same_texts_give_the_same_encoder() -> None:
    assert np.array_equal(
        fit_latent_semantics(TEXTS).encode(TEXTS, "query"), fit_latent_semantics(TEXTS).encode(TEXTS, "query")
    )


@pytest.mark.parametrize("texts", [[], ["一つだけ"], ["東", "西"], ["", ""]])
def test_too_little_to_learn_from(texts: list[str], tmp_path: Path) -> None:
    encoder: LatentSemanticEncoder = fit_latent_semantics(texts)
    encoder.save(tmp_path / "encoder")
    assert not load_latent_semantics(tmp_path / "encoder").encode(["東", "一つだけ"], "query").any()


def test_a_damaged_encoder_is_told(tmp_path: Path) -> None:
    fit_latent_semantics(TEXTS).save(tmp_path / "encoder")
    (tmp_path / "encoder" / "terms.json").write_text("[]")
    with pytest.raises(ValueError, match="rows"):
        load_latent_semantics(tmp_path / "encoder")


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
    rows = encoder.encode(["起業", "起業 支援", "ない"], "passage")
    assert rows.dtype == np.float32
    assert rows @ rows[0] == pytest.approx([1, 0.5**0.5, 0], abs=1e-5)


def test_prompts_stand_before_questions_and_passages(model: Path) -> None:
    encoder = SentenceTransformerEncoder(str(model), query_prompt="query ", passage_prompt="text ")
    question, passage = encoder.encode(["起業"], "query")[0], encoder.encode(["起業"], "passage")[0]
    assert question == pytest.approx([0, 0.5**0.5, 0, 0.5**0.5, 0], abs=1e-5)
    assert passage == pytest.approx([0, 0, 0.5**0.5, 0.5**0.5, 0], abs=1e-5)


def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"settings\.toml"):
        SentenceTransformerEncoder(str(tmp_path))
