from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from index.settings import EncoderSettings, Settings, load_settings


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings(EncoderSettings("builtin", "", ""))


def test_an_encoder_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        '[encoder]\nname = "モデル"\nquery_prompt = "検索クエリ: "\n', encoding="utf-8"
    )
    assert load_settings(tmp_path).encoder == EncoderSettings("モデル", "検索クエリ: ", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[encoder", "TOML"),
        ("[encorder]", "encorder"),
        ('encoder = "x"', r"\[encoder\]"),
        ('[encoder]\nmodel = "x"', "model"),
        ("[encoder]\nname = 3", "name"),
        ("\udc82\udca0", "TOML"),
    ],
)
def test_what_cannot_be_understood_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=told):
        load_settings(tmp_path)
