"""Settings of a library: `settings.toml` in its folder, all of it optional.

[encoder]
name = "builtin"          # or the folder or hub name of a sentence-transformers model
query_prompt = ""         # put before questions and passages, where the model wants it
passage_prompt = ""

[reranker]
name = ""                 # folder or hub name of a cross-encoder that judges the best hits anew; none when empty

[phrasing]
url = ""                  # an OpenAI-compatible endpoint that may word answers from their citations; none when empty
model = ""
key_variable = ""         # the environment variable that holds its key, where it wants one
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

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
class RerankerSettings:
    """Which cross-encoder judges the best hits anew; none when the name is empty."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class PhrasingSettings:
    """The language model that may word answers from their citations; none when the address is empty."""

    url: str = ""
    model: str = ""
    key_variable: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a library."""

    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    reranker: RerankerSettings = field(default_factory=RerankerSettings)
    phrasing: PhrasingSettings = field(default_factory=PhrasingSettings)


Section = TypeVar("Section", EncoderSettings, RerankerSettings, PhrasingSettings)


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
    if unknown := set(given) - {f.name for f in fields(Settings)}:
        raise SettingsError(f"設定ファイル「{path}」に知らない項目があります: {'、'.join(sorted(unknown))}")
    return Settings(
        encoder=_section(EncoderSettings, "encoder", given, path),
        reranker=_section(RerankerSettings, "reranker", given, path),
        phrasing=_section(PhrasingSettings, "phrasing", given, path),
    )


def _section(cls: type[Section], name: str, everything: dict[str, object], path: Path) -> Section:
    given = everything.get(name, {})
    if not isinstance(given, dict):
        raise SettingsError(f"設定ファイル「{path}」の {name} は [{name}] という節で書いてください。")
    known = {f.name for f in fields(cls)}
    if unknown := set(given) - known:
        raise SettingsError(
            f"設定ファイル「{path}」の [{name}] に知らない項目があります: {'、'.join(sorted(unknown))}"
            f"(使えるもの: {'、'.join(sorted(known))})"
        )
    for key, value in given.items():
        if not isinstance(value, str):
            raise SettingsError(f"設定ファイル「{path}」の {key} は引用符で囲んだ文字で書いてください。")
    return cls(**given)
