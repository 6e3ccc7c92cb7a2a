"""Documents of the web, typeset by a browser: where Chromium is, and how it prints."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from pathlib import Path


def find_chromium(parser: argparse.ArgumentParser) -> str:
    """The program on PATH, or the one that the variable CHROMIUM names; without one the parser ends with an error."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        parser.error("Chromium がありません。入れるか、変数 CHROMIUM で場所を指定してください。")
    return chromium


def print_pdf(html: str, target: Path, chromium: str) -> Path:
    """Write a document as a PDF file with an outline of its headings; its source stays beside it."""
    source = target.with_suffix(".html")
    source.write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    options += ["--generate-pdf-document-outline", f"--print-to-pdf={target}"]
    subprocess.run([chromium, *options, str(source)], check=True, capture_output=True)
    return target
