"""The HTTP API, 源内's form and the MCP server: they reply as the command line prints, and refuse in Japanese."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from pydantic import BaseModel

from app import api_models as shapes
from app.adding import refresh_index
from app.api import build_api
from app.body_limit import BodyLimit
from app.cli import main
from app.mcp_server import build_server
from app.server import serve
from app.users import Users, with_key, with_password
from corpus.errors import UsageError
from index.library import Library
from ingest.reader import read_pdf
from ingest.table_export import tables_json
from ingest.tables import find_tables
from tests.app.made import MEASURES
from tests.app.versions import add_versions
from tests.scans import write_scan

STRATEGY = "2022_digiden_sogosenryaku.pdf"
QUESTION = "選ばれる地方になるための施策は？"


@pytest.fixture
def indexed(library: Library) -> Library:
    with library.writing():
        refresh_index(library)
    return library


@pytest.fixture
def api(indexed: Library) -> Iterator[TestClient]:
    with TestClient(build_api(indexed, None)) as client:
        yield client


SHAPES: list[tuple[str, type[BaseModel], list[str]]] = [
    ("/api/documents", shapes.Documents, ["documents"]),
    ("/api/outline?document=machi", shapes.Outline, ["outline", "--document", "machi"]),
    ("/api/search?q=起業&k=3", shapes.Hits, ["search", "起業", "-k", "3"]),
    (f"/api/ask?q={QUESTION}", shapes.Answer, ["ask", QUESTION]),
    ("/api/compare?old=machi&new=machi", shapes.Comparison, ["compare", "machi", "machi"]),
]


@pytest.mark.parametrize(("path", "shape", "command"), SHAPES, ids=[path.split("?")[0] for path, *_ in SHAPES])
def test_replies_are_what_the_command_line_prints_in_the_documented_shape(
    api: TestClient,
    indexed: Library,
    capsys: pytest.CaptureFixture[str],
    path: str,
    shape: type[BaseModel],
    command: list[str],
) -> None:
    reply = api.get(path)
    assert reply.status_code == 200
    shape.model_validate(reply.json())
    main(["--library", str(indexed.folder), *command, "--json"])
    assert reply.json() == json.loads(capsys.readouterr().out)


def test_records_and_tables_of_a_document(api: TestClient) -> None:
    records = api.get("/api/records", params={"document": "machi", "kind": "measure"}).json()
    shapes.Records.model_validate(records)
    assert [record["name"] for record in records["records"]][:2] == list(MEASURES)
    assert {record["kind"] for record in records["records"]} == {"measure"}
    tables = api.get("/api/tables", params={"document": "machi"}).json()
    assert len(shapes.Tables.model_validate(tables).tables) == 1


def test_tables_of_a_file_that_is_sent(api: TestClient, samples: Path, indexed: Library) -> None:
    pdf = samples / STRATEGY
    reply = api.post("/api/tables", files={"file": (STRATEGY, pdf.read_bytes(), "application/pdf")})
    shapes.Tables.model_validate(reply.json())
    assert reply.json() == json.loads(json.dumps(tables_json(find_tables(read_pdf(pdf)))))
    assert reply.json()["tables"]
    assert len(indexed.documents()) == 1


def test_tables_of_a_scan_are_read_by_ocr_or_say_what_is_missing(
    api: TestClient, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = write_scan(samples / STRATEGY, [1], tmp_path / "scan.pdf", dpi=72)
    monkeypatch.setenv("SHIRUBE_TESSERACT", str(tmp_path / "nowhere"))
    reply = api.post("/api/tables", files={"file": ("scan.pdf", scan.read_bytes(), "application/pdf")})
    told = shapes.Tables.model_validate(reply.json())
    assert "ocr_not_installed" in [problem.code for problem in told.problems]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/outline?document=無い文書", 404, "unknown_document"),
        ("/api/search?q=", 400, "empty_question"),
        ("/api/search", 400, "usage"),
        ("/api/search?q=起業&k=0", 400, "usage"),
        ("/api/records?kind=x", 400, "usage"),
    ],
)
def test_refusals_are_told_in_japanese_with_a_code(api: TestClient, path: str, status: int, code: str) -> None:
    reply = api.get(path)
    failure = shapes.Failure.model_validate(reply.json())
    assert (reply.status_code, failure.code) == (status, code)
    assert any("ぁ" <= char <= "ん" for char in failure.message)


def test_what_is_no_pdf_is_refused(api: TestClient) -> None:
    reply = api.post("/api/tables", files={"file": ("t.pdf", b"text", "application/pdf")})
    assert (reply.status_code, reply.json()["code"]) == (400, "not_pdf")


def test_the_documentation_comes_from_this_machine(api: TestClient) -> None:
    page = api.get("/api/docs").text
    assert "https://" not in page.replace("https://spec.openapis.org", "")
    assert api.get("/api/static/swagger-ui-bundle.js").status_code == 200
    described = api.get("/api/openapi.json").json()["paths"]
    assert {"/api/documents", "/api/search", "/api/ask", "/api/compare", "/api/tables", "/invoke"} <= set(described)


class TestUsers:
    """With a users file, nobody else is let in."""

    @pytest.fixture
    def guarded(self, indexed: Library) -> Iterator[tuple[TestClient, str]]:
        listed, key = with_key(with_password((), "yamada", "12345678"), "源内")
        with TestClient(build_api(indexed, Users(tuple(listed)))) as client:
            yield client, key

    def test_nobody_without_a_key_or_password(self, guarded: tuple[TestClient, str]) -> None:
        client, _ = guarded
        for path in ("/api/documents", "/api/ask?q=施策"):
            assert client.get(path).status_code == 401
        assert client.get("/api/documents", headers={"x-api-key": "違う鍵".encode()}).status_code == 401
        assert client.get("/api/documents", auth=("yamada", "87654321")).status_code == 401
        assert client.post("/invoke", json={"inputs": {"input_text": "施策"}}).status_code == 401

    def test_a_key_or_a_password(self, guarded: tuple[TestClient, str]) -> None:
        client, key = guarded
        assert client.get("/api/documents", headers={"x-api-key": key}).status_code == 200
        assert client.get("/api/documents", auth=("yamada", "12345678")).status_code == 200

    def test_another_host_needs_users(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="--auth"):
            serve(tmp_path / "library", host="0.0.0.0", port=None, users_file=None)
        (tmp_path / "users").write_text("# まだいない\n", encoding="utf-8")
        with pytest.raises(UsageError, match="いません"):
            serve(tmp_path / "library", host="0.0.0.0", port=None, users_file=tmp_path / "users")


class TestInvoke:
    """源内's form."""

    def test_a_question_is_answered_from_the_library_with_its_sources(self, api: TestClient) -> None:
        said = api.post("/invoke", json={"inputs": {"input_text": QUESTION}}).json()
        assert all(name in said["outputs"] for name in MEASURES)
        assert "**出典**" in said["outputs"]
        assert "machi.pdf p.1" in said["outputs"]
        assert said["artifacts"] == []

    def test_a_pdf_gives_its_tables_as_a_workbook_and_an_answer(
        self, api: TestClient, samples: Path, indexed: Library
    ) -> None:
        """A question that comes with a PDF is answered from it; a bad file beside it is told and stops no other."""
        bad = {"filename": "<b>bad.pdf", "content": base64.b64encode(b"no pdf").decode()}
        good = {
            "filename": f"../../{STRATEGY}",
            "content": base64.b64encode((samples / STRATEGY).read_bytes()).decode(),
        }
        files = [{"key": "pdf", "files": [bad, good]}]
        said = api.post("/invoke", json={"inputs": {"input_text": "基本目標は？", "files": files}}).json()
        names = [artifact["display_name"] for artifact in said["artifacts"]]
        assert names == [f"{Path(STRATEGY).stem}_表.xlsx", f"{Path(STRATEGY).stem}_施策・KPI.xlsx"]
        book = load_workbook(io.BytesIO(base64.b64decode(said["artifacts"][0]["content"])))
        tables = find_tables(read_pdf(samples / STRATEGY))
        assert len(book.worksheets) == len(tables)
        cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
        assert {cell.text for cell in tables[0].cells if cell.text} <= cells
        assert "bad" in said["outputs"]
        assert "<b>" not in said["outputs"]
        assert "**出典**" in said["outputs"]
        assert len(indexed.documents()) == 1

    @pytest.mark.parametrize(
        "inputs",
        [
            {},
            {"input_text": "  "},
            {"files": [{"files": [{"filename": "a.pdf", "content": "これはbase64ではない"}]}]},
            {"files": [{"files": [{"filename": "a.pdf", "content": ""}] * 21}]},
        ],
    )
    def test_nothing_to_do_or_too_much_is_refused(self, api: TestClient, inputs: dict[str, Any]) -> None:
        reply = api.post("/invoke", json={"inputs": inputs})
        assert (reply.status_code, reply.json()["code"]) == (400, "usage")


def test_the_mcp_server_tells_what_the_library_says(indexed: Library) -> None:
    from mcp.client import Client

    async def talk() -> tuple[set[str], Any, Any]:
        async with Client(build_server(indexed)) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            answer = await client.call_tool("ask", {"question": QUESTION})
            refused = await client.call_tool("tables", {"document": "無い文書"})
            return tools, answer, refused

    tools, answer, refused = asyncio.run(talk())
    assert tools == {"documents", "search", "ask", "records", "tables", "compare", "lineage"}
    assert [item["text"] for item in answer.structured_content["items"]] == list(MEASURES)
    assert answer.structured_content["citations"][0]["page"] == 1
    assert refused.is_error
    assert "無い文書" in refused.content[0].text


@pytest.mark.parametrize("told", [True, False], ids=["content-length", "chunked"])
def test_a_body_over_the_limit_is_refused(told: bool) -> None:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def length(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    client = TestClient(BodyLimit(Starlette(routes=[Route("/", length, methods=["POST"])]), most=10))
    content: Callable[[int], Any] = (lambda n: b"x" * n) if told else (lambda n: iter([b"x"] * n))
    assert client.post("/", content=content(10)).text == "10"
    refused = client.post("/", content=content(11))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_the_lineage_of_documents(api: TestClient, indexed: Library, tmp_path: Path) -> None:
    old, new = add_versions(indexed, tmp_path)
    reply = api.get("/api/lineage", params={"document": [new, old]})
    assert reply.status_code == 200
    told = shapes.Lineage.model_validate(reply.json())
    assert [d.id for d in told.documents] == [old, new]
    assert any(h.name == "空き家の利活用の促進" and h.steps[0].type == "renamed" for h in told.histories)
    assert api.get("/api/lineage", params={"document": [new]}).status_code == 400
