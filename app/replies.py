"""What programs are told, as JSON: the HTTP API and the MCP server reply as the command line prints with `--json`.

Every function raises UnknownDocument for a document that is not there, and LibraryBroken.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.cli_compare import correspondence_json
from app.json_output import answer_json, document_json, headings_json, hit_json, record_json
from corpus.errors import EndpointError
from corpus.records import JsonObject
from index.library import Library


def documents_reply(library: Library) -> JsonObject:
    """`{"documents": […]}`."""
    old = {document.id for document in library.outdated()}
    return {"documents": [document_json(d, outdated=d.id in old) for d in library.documents()]}


def outline_reply(library: Library, document: str) -> JsonObject:
    """`{"headings": […]}` of one document."""
    return {"headings": headings_json(library.headings(library.document(document).id))}


def records_reply(library: Library, document: str | None, kind: str | None) -> JsonObject:
    """`{"records": […]}`, of one document and one kind where given."""
    chosen = library.document(document).id if document else None
    return {"records": [record_json(record) for record in library.records(chosen, kind)]}


def search_reply(library: Library, query: str, k: int, document: str | None) -> JsonObject:
    """`{"query", "hits": […]}`. Raises UsageError for a query with nothing in it."""
    from search.retrieve import search

    return {"query": query, "hits": [hit_json(hit) for hit in search(library, query, k=k, document=document or None)]}


def ask_reply(library: Library, question: str) -> JsonObject:
    """An answer, or `"answered": false`; with the wording of a language model where the settings name one.

    When that cannot be reached, `phrasing_problem` says so: the answer stands without it. Raises UsageError for a
    question with nothing in it, SettingsError.
    """
    from app.endpoint import phrased
    from search.answer import answer

    given = answer(library, question)
    told: JsonObject = {}
    try:
        if worded := phrased(library, given):
            told = {"phrased": [{"text": sentence.text, "citation": sentence.citation} for sentence in worded]}
    except EndpointError as error:
        told = {"phrasing_problem": str(error)}
    return answer_json(given) | {"question": question} | told


def tables_reply(library: Library, document: str) -> JsonObject:
    """`{"tables": […]}` that were found in a document of the library."""
    from ingest.table_export import tables_json

    return tables_json(library.tables(library.document(document).id))


def compare_reply(library: Library, old: str, new: str) -> JsonObject:
    """`{"correspondences": […]}` between two documents."""
    from search.compare import compare

    found = compare(library, library.document(old).id, library.document(new).id)
    records = library.records_by_id(sorted({id_ for c in found for id_ in (*c.old, *c.new)}))
    return {"correspondences": [correspondence_json(c, records) for c in found]}


def lineage_reply(library: Library, documents: Sequence[str]) -> JsonObject:
    """`{"documents", "histories": […]}` through two or more documents, by their dates. Raises RefusedError."""
    from app.cli_lineage import lineage_json
    from search.lineage import lineage

    return lineage_json(lineage(library, documents))
