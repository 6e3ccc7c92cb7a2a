from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.adding import refresh_index
from app.cli import main
from app.desk_html import phrased_html
from app.endpoint import Endpoint, phrased
from app.replies import ask_reply
from corpus.errors import EndpointError
from index.library import Library
from index.settings import PhrasingSettings
from search.answer import answer
from search.phrasing import PhrasedSentence
from tests.app.made import GOAL, MEASURES

SAID = f"「{MEASURES[0]}」があります[1]。予算は900億円です[1]。"


class Stub(BaseHTTPRequestHandler):
    """Answers as an OpenAI-compatible server does."""

    asked: list[tuple[str, str | None, dict[str, object]]] = []  # noqa: RUF012
    reply = b""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers["Authorization"], body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.reply)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def stub() -> Iterator[str]:
    Stub.asked.clear()
    Stub.reply = json.dumps({"choices": [{"message": {"content": SAID}}]}).encode()
    with HTTPServer(("127.0.0.1", 0), Stub) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(library: Library, stub: str) -> Iterator[Path]:
    """The library's settings name the stub."""
    refresh_index(library)
    path = library.folder / "settings.toml"
    path.write_text(f'[phrasing]\nurl = "{stub}"\nmodel = "m"\nkey_variable = "A_KEY"\n', encoding="utf-8")
    yield path
    path.unlink()


def test_without_an_endpoint_nothing_is_asked(library: Library) -> None:
    refresh_index(library)
    assert phrased(library, answer(library, f"{GOAL}になるための施策は？")) == ()


def test_only_what_is_cited_is_kept_of_what_the_model_says(
    library: Library, settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "secret")
    assert main(["--library", str(library.folder), "ask", f"{GOAL}になるための施策は？", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["phrased"] == [{"text": f"「{MEASURES[0]}」があります。", "citation": 0}]
    assert [item["text"] for item in given["items"]] == list(MEASURES)
    ((path, key, body),) = Stub.asked
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "m")


@pytest.mark.parametrize("reply", [b"", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}'])
def test_a_reply_that_cannot_be_read_leaves_the_answer(
    library: Library, settings: Path, capsys: pytest.CaptureFixture[str], reply: bytes
) -> None:
    Stub.reply = reply
    assert main(["--library", str(library.folder), "ask", f"{GOAL}になるための施策は？", "--json"]) == 0
    printed = capsys.readouterr()
    given, message = json.loads(printed.out), printed.err
    assert given["answered"]
    assert "phrased" not in given
    assert "言語モデル" in message


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "file:///etc"])
def test_an_endpoint_that_is_not_there_is_told(url: str) -> None:
    with pytest.raises(EndpointError):
        Endpoint(PhrasingSettings(url)).complete("", "")


def test_the_api_gives_the_wording_too_or_says_that_there_was_none(library: Library, settings: Path) -> None:
    question = f"{GOAL}になるための施策は？"
    assert ask_reply(library, question)["phrased"] == [{"text": f"「{MEASURES[0]}」があります。", "citation": 0}]
    Stub.reply = b"[]"
    told = ask_reply(library, question)
    assert told["answered"]
    assert "phrased" not in told
    assert "言語モデル" in told["phrasing_problem"]


def test_the_desk_shows_the_wording_with_its_citation() -> None:
    shown = phrased_html((PhrasedSentence("<支援>があります。", 0),))
    assert "&lt;支援&gt;があります。" in shown
    assert 'data-place="0"' in shown
    assert phrased_html(()) == ""
