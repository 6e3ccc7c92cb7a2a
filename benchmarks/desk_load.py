"""How fast the desk is for one, and whether it holds for many: `python -m benchmarks.desk_load [--people 20]`.

A desk is served over the sample documents. One headless Chromium (environment variable CHROMIUM, or the one on the
path) measures what one person waits for, warm: first paint, Enter to answer, a page's picture drawn and fetched again.
Then as many people as asked for put questions at once, by the requests that the browser makes, each in a session of
their own. Times are wall time and tell of the machine as much as of the desk: read them beside `load` (processes
wanting to run, for each core) and `answer_processor_ms`. Results go to `benchmarks/results/desk_load.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import sync_playwright

from app.adding import add_files, refresh_index
from app.server import serving
from index.library import Library

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "desk_load.json"
QUESTIONS = (
    "選ばれる地方になるための施策は？",
    "東京圏以外の労働生産性のKPIは？",
    "デジタル人材に関する施策は？",
    "地方創生の政策目標は？",
    "女性の起業を支援する施策は？",
)
EACH = 5
"""Questions that each person puts, one after the other."""


def main() -> int:
    """Measure and write the results; 1 when there is no Chromium, or when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    people: int = parser.parse_args().people
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium がありません。環境変数 CHROMIUM で指定してください。", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, Library.create_or_open(Path(folder, "library")) as library:
        downloads = Path(folder, "downloads")
        downloads.mkdir()
        samples = sorted((ROOT / "corpus" / "samples").glob("*.pdf"))
        with library.writing():
            for _ in add_files(library, samples, jobs=1, progress=lambda path, done, total: None):
                pass
            refresh_index(library)
        with serving(library, downloads, host="127.0.0.1", port=None) as url:
            spent = _processor_ms(library)
            one = _one(url, chromium) | {"answer_processor_ms": spent}
            many = _many(url, people)
    result = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0] / (os.cpu_count() or 1), 2)} | one | many
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 1 if many["errors"] else 0


def _processor_ms(library: Library) -> int:
    """Processor time of this process for one answer with its hits, warm: the median."""
    from app.desk_scope import Scope, look_up

    times = []
    for question in (*QUESTIONS, *QUESTIONS):
        began = time.thread_time()
        look_up(library, question, Scope())
        times.append((time.thread_time() - began) * 1000)
    return round(statistics.median(times[len(QUESTIONS) :]))


def _one(url: str, chromium: str) -> dict[str, Any]:
    """What one person waits for, medians in milliseconds."""
    paints, answers, drawn, again = [], [], [], []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="ja-JP")
        page.set_default_timeout(120_000)
        for _ in range(4):
            page.goto(url)
            page.wait_for_selector("#question input")
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        for question in (QUESTIONS[0], *QUESTIONS):
            page.goto(url)
            page.wait_for_selector("#question input")
            page.wait_for_timeout(1500)  # a person types a question longer than the page needs to settle
            page.fill("#question input", question)
            began = time.perf_counter()
            page.keyboard.press("Enter")
            page.wait_for_selector("#answer .answer")
            answers.append((time.perf_counter() - began) * 1000)
        page.goto(f"{url}?show=documents")
        page.locator("#documents .title").first.click()
        for times in (drawn, again):
            for name in ("次のページ", "前のページ"):
                for _ in range(4):
                    before = page.inner_text("#documents-page .page-head b")
                    began = time.perf_counter()
                    page.get_by_role("button", name=name).locator("visible=true").click()
                    page.wait_for_function(
                        """(before) => {
                          const image = document.querySelector('#documents-page img');
                          return document.querySelector('#documents-page .page-head b').innerText !== before
                            && image.complete && image.naturalWidth;
                        }""",
                        arg=before,
                    )
                    times.append((time.perf_counter() - began) * 1000)
        browser.close()
    return {
        "first_paint_ms": round(statistics.median(paints[1:])),
        "answer_ms": round(statistics.median(answers[1:])),
        "page_drawn_ms": round(statistics.median(drawn[:4])),
        "page_again_ms": round(statistics.median(again)),
    }


def _many(url: str, people: int) -> dict[str, Any]:
    """People asking at once."""
    config = json.load(urlopen(f"{url}config"))
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
    asking = next(d for d in config["dependencies"] if [box, "submit"] in [list(t) for t in d["targets"]])
    given = {c["id"]: c["props"].get("value") for c in config["components"]}
    rest = [given[i] for i in asking["inputs"] if i != box]
    began = time.perf_counter()
    with ThreadPoolExecutor(people) as pool:
        found = [one for of in pool.map(lambda n: _person(url, asking["id"], rest, n), range(people)) for one in of]
    seconds = time.perf_counter() - began
    times = sorted(ms for ms, _ in found)
    return {
        "people": people,
        "questions": len(found),
        "errors": sum(1 for _, well in found if not well),
        "questions_per_second": round(len(found) / seconds, 1),
        "p50_ms": round(times[len(times) // 2]),
        "p95_ms": round(times[int(len(times) * 0.95)]),
    }


def _person(url: str, asking: int, rest: list[Any], n: int) -> list[tuple[float, bool]]:
    """(Milliseconds, whether an answer came) for each question; `rest` are the filters as the page begins."""
    session, found = uuid.uuid4().hex, []
    for i in range(EACH):
        data = [QUESTIONS[(n + i) % len(QUESTIONS)], *rest]
        body = json.dumps({"fn_index": asking, "data": data, "session_hash": session}).encode()
        headers = {"Content-Type": "application/json", "x-gradio-user": "app"}
        began = time.perf_counter()
        try:
            with urlopen(Request(f"{url}gradio_api/run/predict", body, headers), timeout=120) as reply:
                well = 'class=\\"answer' in reply.read().decode()
        except OSError as error:
            print(error, file=sys.stderr)
            well = False
        found.append(((time.perf_counter() - began) * 1000, well))
    return found


if __name__ == "__main__":
    sys.exit(main())
