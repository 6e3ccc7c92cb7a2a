"""Real files on the command line: good ones and every kind of bad one, in processes as staff run them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import zlib
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook

import corpus.sources
from app.cli import main
from corpus.sources import Address, Source, Standing
from index.library import Library
from tests.app.pdfs import write_pdf
from tests.scans import write_scan

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str) -> subprocess.Popen[str]:
    """`shirube` in a process of its own, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "SHIRUBE_DEBUG": ""},
        start_new_session=True,
    )


@pytest.fixture
def sample(samples: Path) -> Path:
    """The smallest bundled document."""
    return min(samples.glob("*.pdf"), key=lambda path: path.stat().st_size)


def bomb(path: Path, megabytes: int) -> Path:
    """A page whose description unpacks to so much."""
    packer, block = zlib.compressobj(), b" " * (1 << 20)
    return write_pdf(
        path, content=b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush(), deflated=True
    )


def test_a_batch_with_every_kind_of_bad_file(tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "in"
    (folder / "empty").mkdir(parents=True)
    (folder / "text.pdf").write_text("これは文章です。", encoding="utf-8")
    (folder / "nothing.pdf").write_bytes(b"")
    (folder / "truncated.pdf").write_bytes(sample.read_bytes()[:300])
    (folder / "good.pdf").write_bytes(sample.read_bytes())
    write_pdf(folder / "locked.pdf", encrypted=True)
    write_pdf(folder / "long.pdf", pages=20_000)
    bomb(folder / "bomb.pdf", 500)
    library = tmp_path / "library"
    paths = [*sorted(folder.glob("*.pdf")), folder / "missing.pdf", folder / "empty"]
    process = start("add", *map(str, paths), "--library", str(library), "--json")
    out, err = process.communicate(timeout=300)
    lines = {Path(line["file"]).name: line for line in map(json.loads, out.splitlines())}
    assert process.returncode == 1
    assert "Traceback" not in err
    refused = {name: line["problems"][0]["code"] for name, line in lines.items() if line["status"] == "rejected"}
    assert refused.pop("truncated.pdf") in {"broken", "empty"}
    assert refused.pop("bomb.pdf", None) in {None, "too_much_memory", "timeout"}  # or read as the blank page that it is
    assert refused == {
        "text.pdf": "not_pdf",
        "nothing.pdf": "empty",
        "locked.pdf": "encrypted",
        "long.pdf": "too_many_pages",
        "missing.pdf": "missing",
        "empty": "no_pdf",
    }
    assert lines["good.pdf"]["status"] in ("added", "partial")
    assert all(line["problems"][0]["message"] for line in lines.values() if line["status"] == "rejected")
    with Library.open(library) as opened:
        assert lines["good.pdf"]["document"] in [document.id for document in opened.documents()]
    assert main(["--library", str(library), "verify"]) == 0


def test_adding_again_changes_nothing(tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["add", str(sample), "--library", str(tmp_path), "--json"]
    assert main(command) == 0
    first = json.loads(capsys.readouterr().out)
    before = sorted(p for p in (tmp_path / "snapshots").rglob("*"))
    assert main(command) == 0
    again = json.loads(capsys.readouterr().out)
    assert again == first | {"status": "unchanged"}
    assert sorted(p for p in (tmp_path / "snapshots").rglob("*")) == before


def test_add_repairs_a_damaged_index(tmp_path: Path, sample: Path) -> None:
    command = ["add", str(sample), "--library", str(tmp_path)]
    main(command)
    largest = max((p for p in (tmp_path / "snapshots").rglob("*.npy")), key=lambda p: p.stat().st_size)
    content = largest.read_bytes()
    largest.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert main(["verify", "--library", str(tmp_path)]) == 1
    assert main(command) == 0
    assert main(["verify", "--library", str(tmp_path)]) == 0


def test_the_ledger_for_people(tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(sample), str(tmp_path / "無い.pdf"), "--library", str(tmp_path / "l")]) == 1
    out = capsys.readouterr().out
    assert sample.name in out
    assert "受付不可" in out


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT をプロセスに送れないため省略")
def test_ctrl_c_leaves_the_library_whole(tmp_path: Path, sample: Path) -> None:
    library = tmp_path / "library"
    assert main(["add", str(sample), "--library", str(library)]) == 0
    for n in range(3):
        write_pdf(tmp_path / f"{n}.pdf", pages=2_000 + n, content=b"0 0 m 9 9 l S\n" * 2_000)  # minutes of reading
    process = start("add", *(str(tmp_path / f"{n}.pdf") for n in range(3)), "--library", str(library))
    time.sleep(2.0)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "中断" in err
    assert "Traceback" not in err
    assert main(["verify", "--library", str(library)]) == 0


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, sample: Path) -> None:
    assert main(["add", str(sample), "--library", str(tmp_path)]) == 0
    process = start("records", "--library", str(tmp_path), "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() in ("", "該当する記録がありません。\n")
    process.wait(timeout=60)


def test_tables_need_no_library(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = samples / "2022_digiden_sogosenryaku.pdf"
    out, folder = tmp_path / "t.xlsx", tmp_path / "csv"
    assert main(["tables", str(path), "--xlsx", str(out), "--csv", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["tables"]
    assert found
    assert set(found[0]) == {"pages", "caption", "header_rows", "n_rows", "n_cols", "cells"}
    assert set(found[0]["cells"][0]) == {"row", "col", "rowspan", "colspan", "text", "page", "box"}
    assert len(load_workbook(out).sheetnames) == len(found) == len(list(folder.glob("*.csv")))
    first = found[0]["pages"][0]
    assert main(["tables", str(path), "--pages", str(first), "--json"]) == 0
    assert {page for table in json.loads(capsys.readouterr().out)["tables"] for page in table["pages"]} == {first}
    assert main(["tables", str(path), "--pages", "900"]) == 2
    assert main(["tables", str(write_pdf(tmp_path / "blank.pdf"))]) == 1


def test_tables_of_a_scan_tell_what_to_install(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = write_scan(samples / "2022_digiden_sogosenryaku.pdf", [1], tmp_path / "scan.pdf", dpi=72)
    monkeypatch.setenv("SHIRUBE_TESSERACT", str(tmp_path / "nowhere"))
    assert main(["tables", str(scan), "--json"]) == 1
    told = capsys.readouterr()
    assert "ocr_not_installed" in [problem["code"] for problem in json.loads(told.out)["problems"]]
    assert "Tesseract" in told.err


def test_fetch_from_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served = write_pdf(tmp_path / "served.pdf", content=b" " * 2000)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/served.pdf"
    pdfs = (Address(url, Standing.READ),)
    source = Source("machi", "まちの戦略", date(2025, 12, 23), "本部決定", None, "", "", "", pdfs, ())
    monkeypatch.setattr(corpus.sources, "load_sources", lambda: (source,))
    try:
        assert main(["fetch", "machi", "--library", str(tmp_path / "l"), "--json"]) == 0
    finally:
        server.shutdown()
        server.server_close()
    [result] = json.loads(capsys.readouterr().out)["files"]
    assert (result["id"], result["status"]) == ("machi", "fetched")
    assert Path(result["file"]).read_bytes() == served.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT をプロセスに送れないため省略")
def test_the_desk_starts_says_where_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = start("app", "--library", str(tmp_path / "new"), "--port", port)
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        assert said.startswith(f"Shirube を開きました: http://127.0.0.1:{port}")
        with urlopen(f"http://127.0.0.1:{port}", timeout=10) as page:
            assert "Shirube" in page.read().decode("utf-8")
        taken = start("app", "--library", str(tmp_path / "new"), "--port", port)
        assert taken.wait(timeout=60) == 1
        assert taken.stderr is not None
        assert "--port" in taken.stderr.read()
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in err
