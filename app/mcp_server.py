"""The MCP server: an assistant on this machine finds, asks and cites what the library says (Model Context Protocol)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

from app import replies
from corpus.errors import ShirubeError
from corpus.records import JsonObject
from index.library import Library

if TYPE_CHECKING:
    from mcp.server import MCPServer

P = ParamSpec("P")

_INSTRUCTIONS = """政策文書（閣議決定など）の蔵書です。答えるときは、必ず文書名・ページ・引用を添えてください。
ask が answered: false を返したら、その蔵書には書かれていません。引用は一字一句そのまま使ってください。"""


def build_server(library: Library) -> MCPServer[Any]:
    """The server over an open library; it only reads. What goes wrong is told to the assistant in Japanese."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    server: MCPServer[Any] = MCPServer("shirube", title="標 Shirube", instructions=_INSTRUCTIONS, log_level="ERROR")
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    def tool(function: Callable[P, JsonObject]) -> None:
        @wraps(function)
        def told(*args: P.args, **kwargs: P.kwargs) -> JsonObject:
            try:
                return function(*args, **kwargs)
            except ShirubeError as error:
                raise ToolError(str(error)) from error

        server.tool(annotations=reads)(told)

    def documents() -> dict[str, Any]:
        """蔵書の文書の一覧（id、文書名、策定者、決定日、期間、ページ数）。"""
        return replies.documents_reply(library)

    def search(query: str, k: int = 10, document: str = "") -> dict[str, Any]:
        """言葉や文で、本文の該当箇所を探す。document は文書のid、その先頭、またはファイル名。"""
        return replies.search_reply(library, query, min(max(k, 1), 50), document)

    def ask(question: str) -> dict[str, Any]:
        """質問に、根拠のページと引用を示して答える。書かれていなければ answered が false になる。"""
        return replies.ask_reply(library, question)

    def records(
        document: str = "",
        kind: Literal["goal", "measure", "kpi", "roadmap", "shift", "role", "body"] | None = None,
    ) -> dict[str, Any]:
        """読み取った目標・施策・KPI・工程・転換・役割・体制の記録を、根拠のページとともに返す。"""
        return replies.records_reply(library, document, kind)

    def tables(document: str) -> dict[str, Any]:
        """文書の表を、結合セルとページつきで返す。"""
        return replies.tables_reply(library, document)

    def compare(old: str, new: str) -> dict[str, Any]:
        """新旧2つの文書の目標・施策・KPIを対応づけ、変わった所を返す。"""
        return replies.compare_reply(library, old, new)

    def lineage(documents: list[str]) -> dict[str, Any]:
        """2つ以上の文書を決定日の順に並べ、目標・施策・KPIがどう受け継がれ、変わったかを返す。"""
        return replies.lineage_reply(library, documents)

    for function in (documents, search, ask, records, tables, compare, lineage):
        tool(function)
    return server


def serve_mcp(library: Library) -> None:
    """Speak MCP on standard input and output until they are closed."""
    build_server(library).run("stdio")
