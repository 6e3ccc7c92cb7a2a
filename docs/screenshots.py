"""Pictures of the desk for the documentation: `python docs/screenshots.py` writes `docs/images/*.png`.

Reads the sample documents into a library of its own and drives a headless Chromium (environment variable CHROMIUM, or
the one on the path).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from app.adding import add_files, refresh_index
from app.server import serving
from index.library import Library

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SAMPLES = ROOT / "corpus" / "samples"
COLOURS = 255
WIDE, NARROW = (1280, 900), (390, 844)
QUESTION = "選ばれる地方になるための施策は？"


def main() -> int:
    """Write every picture; 1 when there is no Chromium."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium がありません。環境変数 CHROMIUM で指定してください。", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        downloads = Path(folder, "downloads")
        downloads.mkdir()
        with Library.create_or_open(Path(folder, "library")) as library:
            with library.writing():
                for _ in add_files(
                    library, sorted(SAMPLES.glob("*.pdf")), jobs=1, progress=lambda path, done, total: None
                ):
                    pass
                refresh_index(library)
            with (
                serving(library, downloads, host="127.0.0.1", port=None) as url,
                sync_playwright() as driver,
            ):
                browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                for name, size, scheme in (("", WIDE, "light"), ("-390", NARROW, "light"), ("-dark", WIDE, "dark")):
                    page = browser.new_page(
                        viewport={"width": size[0], "height": size[1]}, locale="ja-JP", color_scheme=scheme
                    )
                    page.set_default_timeout(60_000)
                    _views(page, url, library, name)
                    _versions(page, url, library, name)
                    page.close()
                browser.close()
    return 0


def _views(page: Page, url: str, library: Library, suffix: str) -> None:
    page.goto(url)
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-page .copy")
    _shoot(page, f"desk{suffix}")

    page.goto(f"{url}?show=records")
    page.wait_for_selector(".tree .node")
    page.locator(".tree .kpi .node").first.click()
    page.wait_for_selector("#records-page .copy")
    _shoot(page, f"records{suffix}")
    page.goto(f"{url}?show=records&document={library.document('2022_digiden_sogosenryaku').id}")
    page.wait_for_selector(".tree .node")
    for name, tab, ready in (("roadmap", "工程表", "#roadmap .gantt"), ("targets", "KPIの目標", "#targets .node")):
        page.get_by_role("tab", name=tab, exact=True).click()
        page.wait_for_selector(ready)
        page.locator(f"#{name} [data-place]").nth(1).click()
        page.wait_for_selector("#records-page .copy")
        _shoot(page, f"{name}{suffix}")

    page.goto(f"{url}?show=tables")
    page.set_input_files("#tables-file input[type=file]", SAMPLES / "2023_digiden_kaitei.pdf")
    page.wait_for_selector("#tables-page .sheet img")
    _shoot(page, f"tables{suffix}")

    page.goto(f"{url}?show=documents")
    page.wait_for_selector("#documents .title")
    page.locator("#documents .title").nth(2).click()
    page.wait_for_selector("#documents-page .sheet img")
    _shoot(page, f"documents{suffix}")


def _versions(page: Page, url: str, library: Library, suffix: str) -> None:
    """Two versions side by side, and the flow through all of the samples."""
    old, new = (library.document(stem).id for stem in ("2019_dai2ki_sogosenryaku", "2022_digiden_sogosenryaku"))
    also = ",".join(d.id for d in library.documents() if d.id not in (old, new))
    page.goto(f"{url}?show=compare&document={old}&new={new}&also={also}")
    page.wait_for_selector("#pairs .pair")
    page.locator("#pairs .new .cell").first.click()
    page.wait_for_selector("#compare-page .copy")
    _shoot(page, f"compare{suffix}")
    page.get_by_role("tab", name="流れの図").click()
    page.wait_for_selector("#flow svg")
    _shoot(page, f"flow{suffix}")


def _shoot(page: Page, name: str) -> None:
    """The window from its top, in few colours, so that the file stays small."""
    page.wait_for_timeout(1500)
    page.evaluate("window.scrollTo(0, 0)")
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS, kmeans=1).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
