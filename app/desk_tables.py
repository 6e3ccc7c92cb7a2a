"""The view 「表を取り出す」: a PDF in, its tables outlined on the pages, the chosen ones out as XLSX. No library."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument.

from dataclasses import dataclass, replace
from pathlib import Path
from shutil import make_archive
from tempfile import TemporaryDirectory
from typing import Any

from app.desk_html import notice_html
from app.desk_saving import save_button
from app.desk_tables_html import NO_FILE, preview_html, tables_html
from app.desk_viewer import QUIET, Opened, Viewer
from corpus.errors import RefusedError, ShirubeError
from corpus.pages import Problem, Table

_LIST = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-place]');
  if (!button) return;
  for (const other of element.querySelectorAll('[data-place]')) other.toggleAttribute('aria-current', other === button);
  trigger('click', {place: button.dataset.place});
});
element.addEventListener('change', (event) => {
  event.stopPropagation();
  const ticked = [...element.querySelectorAll('[data-tick]:checked')].map((box) => Number(box.dataset.tick));
  trigger('select', {ticked});
});
"""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The tables of a file, and what could not be read of it surely."""

    pdf: Path
    pages: int
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...] = ()

    def opened(self, n: int) -> Opened:
        """The page of the n-th table, with all tables outlined by their numbers."""
        places = [(e, str(i)) for i, table in enumerate(self.tables, start=1) for e in table.boxes]
        first = self.tables[n].pages[0] if self.tables else 1
        return Opened(
            self.pdf, self.pdf.name, self.pages, first, tuple(e for e, _ in places), tuple(label for _, label in places)
        )


def tables_view(downloads: Path) -> None:
    """Lay the view out in the current Gradio context; `downloads` takes the workbooks made for download."""
    import gradio as gr

    extracted = gr.State(None)
    ticked = gr.State(())
    current = gr.State(0)
    file = gr.File(
        file_count="single", file_types=[".pdf"], label="PDF", elem_id="tables-file", height=150, show_label=False
    )
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=5, min_width=340):
            listed = gr.HTML(NO_FILE, js_on_load=_LIST, elem_id="tables")
            with gr.Row(elem_classes="turn", visible=False) as choosing:

                def write(out: Path, found: Extracted, chosen: tuple[int, ...]) -> None:
                    from ingest.table_export import write_csv, write_xlsx

                    if not chosen:
                        raise RefusedError("保存する表を選んでください。", code="nothing_chosen")
                    tables = [found.tables[n] for n in chosen]
                    if out.suffix == ".zip":
                        with TemporaryDirectory(prefix="shirube-") as folder:
                            write_csv(tables, Path(folder))
                            make_archive(str(out.with_suffix("")), "zip", folder)
                    else:
                        write_xlsx(tables, out, found.pdf)

                for label, name, elem_id in (
                    ("選んだ表をExcelで保存", "shirube_表.xlsx", "save-tables"),
                    ("CSVで保存", "shirube_表.zip", "save-tables-csv"),
                ):
                    save_button(label, name, downloads, elem_id, write, [extracted, ticked], visible=True)
                every = gr.Button("すべて選ぶ", size="sm", min_width=90)
                none = gr.Button("選択を外す", size="sm", min_width=90)
            with gr.Column(elem_classes="after-viewer"):
                preview = gr.HTML("", elem_id="preview")
                heads = gr.Number(
                    label="この表の見出しの行数（違うときは直してください）", precision=0, minimum=0, visible=False,
                    elem_id="heads",
                )  # fmt: skip
        viewer = Viewer("tables", downloads / "pages")
    shown = [listed, choosing, preview, heads, current, extracted, ticked, *viewer.outputs]

    def preview_of(found: Extracted, n: int) -> tuple[Any, Any]:
        if not found.tables:
            return "", gr.update(visible=False)
        table = found.tables[n]
        return preview_html(table), gr.update(visible=True, value=table.header_rows, maximum=table.n_rows)

    def extract(path: str | None, progress: gr.Progress = gr.Progress()) -> tuple[Any, ...]:  # noqa: B008
        from ingest.reader import page_count
        from ingest.reading import read_tables

        hidden = gr.update(visible=False)
        if path is None:
            return NO_FILE, hidden, "", hidden, 0, None, (), *viewer.show(None)
        pdf = Path(path)
        try:
            read = read_tables(
                pdf, progress=lambda done, total: progress((done, total), desc="読み取り中", unit="ページ")
            )
            found = Extracted(pdf, page_count(pdf), read.tables, read.problems)
        except ShirubeError as error:
            return notice_html(str(error)), hidden, "", hidden, 0, None, (), *viewer.show(None)
        all_of_them = tuple(range(len(found.tables)))
        return (
            tables_html(pdf.name, found.tables, all_of_them, problems=found.problems),
            gr.update(visible=bool(found.tables)),
            *preview_of(found, 0),
            0,
            found,
            all_of_them,
            *viewer.show(found.opened(0)),
        )

    def open_table(found: Extracted | None, event: gr.EventData) -> tuple[Any, ...]:
        place = str(event.place)
        if found is None or not place.isdecimal() or int(place) >= len(found.tables):
            return *(gr.skip(),) * 3, *viewer.show(None)
        return *preview_of(found, int(place)), int(place), *viewer.show(found.opened(int(place)))

    def set_heads(found: Extracted | None, n: int, rows: float | None) -> tuple[Any, ...]:
        """The table on view with another number of header rows."""
        if found is None or rows is None or not 0 <= rows <= found.tables[n].n_rows:
            return gr.skip(), gr.skip()
        new = replace(found.tables[n], header_rows=int(rows))
        return preview_html(new), replace(found, tables=(*found.tables[:n], new, *found.tables[n + 1 :]))

    def tick(found: Extracted | None, event: gr.EventData) -> tuple[int, ...]:
        count = len(found.tables) if found else 0
        return tuple(n for n in event.ticked if isinstance(n, int) and 0 <= n < count)

    def tick_all(found: Extracted | None, wanted: bool) -> tuple[str, tuple[int, ...]]:
        tables = found.tables if found else ()
        chosen = tuple(range(len(tables))) if wanted else ()
        told = found.problems if found else ()
        return tables_html(found.pdf.name if found else "", tables, chosen, problems=told), chosen

    file.change(extract, file, shown, api_visibility="private", show_progress_on=listed, concurrency_limit=2)
    viewer.scroll_after(listed.click(open_table, extracted, [preview, heads, current, *viewer.outputs], **QUIET))
    heads.input(set_heads, [extracted, current, heads], [preview, extracted], **QUIET)
    listed.select(tick, extracted, ticked, **QUIET)
    every.click(lambda found: tick_all(found, True), extracted, [listed, ticked], **QUIET)
    none.click(lambda found: tick_all(found, False), extracted, [listed, ticked], **QUIET)
    viewer.on_turn()
