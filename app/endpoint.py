"""A language model behind an OpenAI-compatible endpoint (`POST <url>/chat/completions`), as the settings name it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from corpus.errors import EndpointError
from index.library import Library
from index.settings import PhrasingSettings, load_settings

if TYPE_CHECKING:
    from search.citations import Answer
    from search.phrasing import PhrasedSentence

_SECONDS: Final = 60
_LONGEST: Final = 1_000_000
"""Bytes of a reply at most."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A `search.phrasing.LanguageModel` over HTTP."""

    settings: PhrasingSettings

    def complete(self, system: str, user: str) -> str:
        """See search.phrasing.LanguageModel."""
        url = self.settings.url.rstrip("/") + "/chat/completions"
        if urlsplit(url).scheme not in ("http", "https"):
            raise EndpointError(f"[phrasing] の url「{self.settings.url}」は http:// か https:// で始めてください。")
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = {"model": self.settings.model, "messages": messages, "temperature": 0}
        headers = {"Content-Type": "application/json"}
        if self.settings.key_variable and (key := os.environ.get(self.settings.key_variable)):
            headers["Authorization"] = f"Bearer {key}"
        try:
            with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=_SECONDS) as reply:
                said = json.loads(reply.read(_LONGEST))["choices"][0]["message"]["content"]
        except (URLError, OSError, ValueError, LookupError, TypeError) as error:
            raise EndpointError(
                f"言語モデル（{self.settings.url}）から返事を得られませんでした。原文による回答はそのまま使えます。"
                f"({type(error).__name__}: {error})"
            ) from error
        if not isinstance(said, str):
            raise EndpointError(f"言語モデル（{self.settings.url}）の返事を読めませんでした。")
        return said


def phrased(library: Library, answer: Answer) -> tuple[PhrasedSentence, ...]:
    """The answer worded by the language model of the library's settings; empty when there is none.

    Raises SettingsError, EndpointError.
    """
    settings = load_settings(library.folder).phrasing
    if not settings.url:
        return ()
    from search.phrasing import phrase

    return phrase(answer, Endpoint(settings))
