"""Settings of a library: `settings.toml` in its folder, all of it optional.

[encoder]
name = "builtin"          # or the folder or hub name of a sentence-transformers model
query_prompt = ""         # put before questions and passages, where the model wants it
passage_prompt = ""
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from corpus.errors import SettingsError

FILE = "settings.toml"
BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """Which encoder makes the vectors, and what it wants before its texts."""

    name: str = BUILTIN
    query_prompt: str = ""
    passage_prompt: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a library."""

    encoder: EncoderSettings = field(default_factory=EncoderSettings)


def load_settings(folder: Path) -> Settings:
    """The settings of the library in `folder`; the defaults where the file, or a key in it, is absent.

    Raises SettingsError: not TOML, a key that does not exist, a value of the wrong type.
    """
    path = folder / FILE
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"設定ファイル「{path}」が読めません。TOMLの書き方を確かめてください。({error})") from error
    except OSError as error:
        raise SettingsError(f"設定ファイル「{path}」を開けません。({error.strerror})") from error
    if unknown := set(given) - {"encoder"}:
        raise SettingsError(f"設定ファイル「{path}」に知らない項目があります: {'、'.join(sorted(unknown))}")
    return Settings(encoder=_encoder(given.get("encoder", {}), path))


def _encoder(given: object, path: Path) -> EncoderSettings:
    if not isinstance(given, dict):
        raise SettingsError(f"設定ファイル「{path}」の encoder は [encoder] という節で書いてください。")
    known = {f.name for f in fields(EncoderSettings)}
    if unknown := set(given) - known:
        raise SettingsError(
            f"設定ファイル「{path}」の [encoder] に知らない項目があります: {'、'.join(sorted(unknown))}"
            f"(使えるもの: {'、'.join(sorted(known))})"
        )
    for key, value in given.items():
        if not isinstance(value, str):
            raise SettingsError(f"設定ファイル「{path}」の {key} は引用符で囲んだ文字で書いてください。")
    return EncoderSettings(**given)
