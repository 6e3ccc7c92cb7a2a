"""Commands that need no library: tables of a file, official documents from the network."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.arguments import Commands, command, page_list
from app.console import clip, print_json, print_table, say
from corpus.errors import UsageError
from corpus.pages import Table

OFFICIAL_FOLDER = "official"
"""Folder of the library for what `fetch` downloads."""


def add_commands(commands: Commands) -> None:
    """Register the commands."""
    parser = command(commands, "tables", "PDFの表を取り出します（ライブラリは要りません）")
    parser.add_argument("file", metavar="FILE", type=Path, help="PDFファイル")
    parser.add_argument("--pages", metavar="3-5", type=page_list, help="対象のページ（例: 3-5 や 2,4）")
    parser.add_argument("--xlsx", metavar="OUT", type=Path, help="Excelファイルに書き出します")
    parser.add_argument("--csv", metavar="DIR", type=Path, help="フォルダに表ごとのCSVを書き出します")
    parser.set_defaults(run=tables)

    parser = command(commands, "fetch", "公式文書を出典のサイトから取得します（ネットワークが要ります）")
    parser.add_argument("ids", metavar="ID", nargs="*", help="文書の番号（省略するとすべて）")
    parser.set_defaults(run=fetch)


def tables(arguments: argparse.Namespace) -> int:
    """Show or write the tables of a file; 1 when it has none."""
    from ingest.reader import page_count
    from ingest.reading import read_tables
    from ingest.table_export import tables_json, write_csv, write_xlsx

    path: Path = arguments.file
    if arguments.pages and arguments.pages[-1] > (last := page_count(path)):
        raise UsageError(f"「{path.name}」は{last}ページまでです。--pages の指定をご確認ください。")
    read = read_tables(path, pages=arguments.pages)
    found = read.tables
    for problem in read.problems:
        say(f"・{problem.message}")
    if arguments.json:
        print_json(tables_json(found, read.problems))
    elif found:
        print_table(
            ("表", "ページ", "行", "列", "表題"),
            [
                (str(n), _pages(table), str(table.n_rows), str(table.n_cols), clip(table.caption, 80))
                for n, table in enumerate(found, start=1)
            ],
        )
    if not found:
        say(f"「{path.name}」に表は見つかりませんでした。")
        return 1
    if arguments.xlsx:
        write_xlsx(found, arguments.xlsx, path)
        say(f"{len(found)}個の表を「{arguments.xlsx}」に書き出しました。")
    if arguments.csv:
        write_csv(found, arguments.csv)
        say(f"{len(found)}個の表をフォルダ「{arguments.csv}」に書き出しました。")
    return 0


def _pages(table: Table) -> str:
    from ingest.table_export import is_ocr

    return ",".join(map(str, table.pages)) + (" OCR" if is_ocr(table) else "")


def fetch(arguments: argparse.Namespace) -> int:
    """Download what sources.toml lists; 1 when something could not be had."""
    from corpus.fetch import Status
    from corpus.fetch import fetch as download
    from corpus.sources import load_sources

    listed = load_sources()
    known = {source.id for source in listed}
    if unknown := [wanted for wanted in arguments.ids if wanted not in known]:
        raise UsageError(f"一覧にない文書です: {', '.join(unknown)}\n取得できる文書: {', '.join(sorted(known))}")
    folder = arguments.library / OFFICIAL_FOLDER
    wanted = [source for source in listed if not arguments.ids or source.id in arguments.ids]
    results = []
    for result in download(wanted, folder):
        results.append(result)
        say(f"{result.id}: {result.message}")
    if arguments.json:
        print_json(
            {
                "files": [
                    {
                        "id": result.id,
                        "status": result.status.value,
                        "file": None if result.file is None else str(result.file),
                        "sha256": result.sha256,
                        "message": result.message,
                    }
                    for result in results
                ]
            }
        )
    failed = any(result.status is Status.FAILED for result in results)
    if not failed:
        say(f"保存先: {folder}（shirube add {folder} でライブラリに追加できます）")
    return 1 if failed else 0
