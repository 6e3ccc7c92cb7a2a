"""The HTTP API: the functions of the command line for other programs, with the JSON that `--json` prints.

`/api/docs` documents it from the machine's own files; `/api/openapi.json` is for programs. Where users are required, a
program sends a key (`x-api-key`), a person name and password (HTTP Basic).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, UploadFile
from fastapi import Request as HttpRequest
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader, HTTPBasic, HTTPBasicCredentials
from fastapi_offline import FastAPIOffline

from app import api_models as shapes
from app import replies
from app.invoke import Reply, Request, invoke
from app.users import Users
from corpus.errors import LibraryLocked, ShirubeError, UnknownDocument
from corpus.records import JsonObject
from index.library import Library

_MOST_HITS = 200
_STATUS: tuple[tuple[type[ShirubeError], int], ...] = ((UnknownDocument, 404), (LibraryLocked, 503))
_DESCRIPTION = """政策文書を探し、答え、比べ、取り出します。結果はコマンド `shirube … --json` と同じです。
枠（boxes）はページ左上を原点とするPDFポイント、ページは1からの番号です。"""

Document = Annotated[str, Query(description="文書のid、その先頭の数文字、またはファイル名")]
Kind = Literal["goal", "measure", "kpi", "roadmap", "shift", "role", "body"]


def build_api(library: Library, users: Users | None) -> FastAPI:
    """The application with all routes of the API; everybody may call them when `users` is None."""
    api = FastAPIOffline(
        docs_url="/api/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
        static_url="/api/static",
        title="標 Shirube API",
        description=_DESCRIPTION,
        version="1",
    )
    api.add_exception_handler(ShirubeError, _refused)
    api.add_exception_handler(RequestValidationError, _misused)
    api.include_router(_routes(library), dependencies=[Depends(_gate(users))] if users else [])
    return api


def _routes(library: Library) -> APIRouter:
    router = APIRouter(responses={code: {"model": shapes.Failure} for code in (400, 401, 404, 413, 503)})

    @router.get("/api/documents", summary="文書の一覧", responses=_as(shapes.Documents))
    def documents() -> JSONResponse:
        return _reply(replies.documents_reply(library))

    @router.get("/api/outline", summary="文書の見出し", responses=_as(shapes.Outline))
    def outline(document: Document) -> JSONResponse:
        return _reply(replies.outline_reply(library, document))

    @router.get("/api/records", summary="目標・施策・KPIなどの記録", responses=_as(shapes.Records))
    def records(document: Document = "", kind: Kind | None = None) -> JSONResponse:
        return _reply(replies.records_reply(library, document, kind))

    @router.get("/api/search", summary="本文の該当箇所を探す", responses=_as(shapes.Hits))
    def search(
        q: Annotated[str, Query(description="探す言葉または文")],
        k: Annotated[int, Query(ge=1, le=_MOST_HITS, description="件数")] = 10,
        document: Document = "",
    ) -> JSONResponse:
        return _reply(replies.search_reply(library, q, k, document))

    @router.get("/api/ask", summary="質問に、根拠のページを示して答える", responses=_as(shapes.Answer))
    def ask(q: Annotated[str, Query(description="質問")]) -> JSONResponse:
        return _reply(replies.ask_reply(library, q))

    @router.get("/api/compare", summary="新旧2つの文書を対応づける", responses=_as(shapes.Comparison))
    def compare(old: Document, new: Document) -> JSONResponse:
        return _reply(replies.compare_reply(library, old, new))

    @router.get("/api/lineage", summary="2つ以上の文書を通した系譜", responses=_as(shapes.Lineage))
    def lineage(
        document: Annotated[
            list[str], Query(description="文書のid、その先頭の数文字、またはファイル名。繰り返し指定する")
        ],
    ) -> JSONResponse:
        return _reply(replies.lineage_reply(library, document))

    @router.get("/api/tables", summary="蔵書の文書の表", responses=_as(shapes.Tables))
    def tables(document: Document) -> JSONResponse:
        return _reply(replies.tables_reply(library, document))

    @router.post("/api/tables", summary="送ったPDFの表を取り出す（蔵書には加えない）", responses=_as(shapes.Tables))
    def tables_of_file(file: UploadFile) -> JSONResponse:
        return _reply(_tables(file))

    @router.post("/invoke", summary="源内から呼び出す", response_model=Reply)
    def invoked(request: Request) -> Reply:
        return invoke(library, request.inputs)

    return router


def _tables(file: UploadFile) -> JsonObject:
    from ingest.reading import read_tables
    from ingest.table_export import tables_json

    with tempfile.TemporaryDirectory(prefix="shirube-") as folder:
        path = Path(folder) / "file.pdf"
        with path.open("wb") as out:
            while part := file.file.read(2**20):
                out.write(part)
        read = read_tables(path)
        return tables_json(read.tables, read.problems)


def _as(model: type[Any]) -> dict[int | str, dict[str, Any]]:
    """The shape of a reply for the documentation; what is sent is not filtered by it."""
    return {200: {"model": model}}


def _reply(value: JsonObject) -> JSONResponse:
    return JSONResponse(value)


def _gate(users: Users) -> Any:
    """Lets in who has a key or a password of the users file; others get 401."""

    def gate(
        key: Annotated[str | None, Depends(APIKeyHeader(name="x-api-key", auto_error=False))],
        person: Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))],
    ) -> None:
        if key is not None and users.admits_key(key):
            return
        if person is not None and users.admits(person.username, person.password):
            return
        raise HTTPException(401, "鍵（x-api-key）か、利用者名とパスワードが要ります。", {"WWW-Authenticate": "Basic"})

    return gate


def _refused(_: HttpRequest, error: Exception) -> JSONResponse:
    """What Shirube refuses, in its own words."""
    assert isinstance(error, ShirubeError)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    return JSONResponse({"code": error.code, "message": str(error)}, status)


def _misused(_: HttpRequest, error: Exception) -> JSONResponse:
    """A request that lacks something, or has something of the wrong kind."""
    assert isinstance(error, RequestValidationError)
    wrong = "、".join(dict.fromkeys(".".join(str(part) for part in e["loc"]) for e in error.errors()))
    return JSONResponse({"code": "usage", "message": f"次の指定をご確認ください: {wrong}"}, 400)
