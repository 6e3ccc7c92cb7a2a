"""The desk: Shirube in the browser (Gradio). It shows what search/ answers; what to say is never decided here.

Works without any outside connection: fonts are the system's, telemetry is off.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.desk_ask import ask_view
from app.desk_compare import compare_view
from app.desk_documents import documents_view
from app.desk_link import VIEWS, Link, link_of
from app.desk_records import records_view
from app.desk_tables import tables_view
from app.desk_viewer import QUIET
from app.users import Users
from index.library import Library

if TYPE_CHECKING:
    from fastapi import FastAPI

_FONTS = ("Hiragino Sans", "Yu Gothic UI", "Yu Gothic", "Meiryo", "Noto Sans CJK JP", "Noto Sans JP", "sans-serif")
_WORDS = {
    "upload_text.drop_file": "ファイルをここにドロップ",
    "upload_text.click_to_upload": "クリックしてアップロード",
    "common.or": "または",
    "common.loading": "読み込み中",
    "common.error": "エラー",
    "common.download": "ダウンロード",
    "common.clear": "クリア",
}
"""Gradio's own words on these pages, for browsers set to English; for Japanese ones it has them itself."""
_SHOW_ADDRESS = "(query) => { history.replaceState(null, '', query); }"
_LOGIN = "利用者名とパスワードを入れてください。"
_HERE = Path(__file__).parent
_BRAND = (
    '<header class="brand"><span class="seal" aria-hidden="true">標</span>'
    "<div><h1>Shirube</h1><p>政策文書から、根拠のページを示して答えます</p></div></header>"
)


def mount_desk(app: FastAPI, library: Library, downloads: Path, *, users: Users | None, upload_limit: int) -> FastAPI:
    """The application with the desk at its root; `downloads` holds the files that staff download.

    With `users`, only they get past the login page. `upload_limit` is in bytes.
    """
    desk = build_desk(library, downloads)
    import gradio as gr

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        desk,
        "/",
        auth=users.admits if users else None,
        auth_message=_LOGIN if users else None,
        ssr_mode=False,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=upload_limit,
        allowed_paths=[str(downloads / "pages")],
        theme=_theme(),
        i18n=gr.I18n(en=_WORDS),
        css_paths=_HERE / "desk.css",
        head=f"<script>{(_HERE / 'desk.js').read_text(encoding='utf-8')}</script>",
    )
    return mounted


def build_desk(library: Library, downloads: Path) -> Any:
    """The Gradio Blocks of the desk over an open library."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import gradio as gr

    with gr.Blocks(title="標 Shirube", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86_400)) as desk:
        desk.queue(default_concurrency_limit=8)
        gr.HTML(_BRAND)
        arrived = gr.Textbox(visible="hidden")
        addresses = {view: gr.Textbox(Link(view).query(), visible="hidden") for view in VIEWS}
        with gr.Tabs(elem_id="views", overflow_behavior="wrap") as tabs:
            loaded = desk.load(_arrive, arrived, [arrived, tabs], js="() => window.arrivedAt", **QUIET)
            with gr.Tab("調べる", id="ask") as ask:
                ask_view(library, downloads, addresses["ask"], arrived, loaded)
            with gr.Tab("施策・KPI", id="records") as records:
                pass
            with gr.Tab("版を比べる", id="compare") as compare:
                pass
            with gr.Tab("表を取り出す", id="tables") as tables:
                tables_view(downloads)
            with gr.Tab("文書", id="documents") as documents:
                refresh_on = (documents.select, desk.load)
                changed = documents_view(library, downloads, addresses["documents"], arrived, loaded, refresh_on)
        with records:
            refresh_on = (records.select, changed.change)
            records_view(library, downloads, addresses["records"], arrived, loaded, refresh_on)
        with compare:
            compare_view(library, downloads, addresses["compare"], arrived, loaded, (compare.select, changed.change))
        for tab, address in zip((ask, records, compare, tables, documents), addresses.values(), strict=True):
            tab.select(None, address, js=_SHOW_ADDRESS, **QUIET)
            address.change(None, address, js=_SHOW_ADDRESS, **QUIET)
    return desk


def _arrive(query: str) -> tuple[str, Any]:
    """Keep the link that was opened, and turn to its view when it is not the first, which is on view already."""
    import gradio as gr

    view = link_of(query).show
    return query, gr.skip() if view == VIEWS[0] else gr.Tabs(selected=view)


def _theme() -> Any:
    """One calm theme: indigo (藍) on paper, vermilion for what is cited. Fonts of the system only."""
    import gradio as gr
    from gradio.themes.utils.fonts import Font

    indigo = gr.themes.Color(
        c50="#f2f5fa",
        c100="#e1e8f2",
        c200="#c3d1e4",
        c300="#9bb1d0",
        c400="#6a88b3",
        c500="#3f6395",
        c600="#2c4d7c",
        c700="#213e66",
        c800="#1b3353",
        c900="#152843",
        c950="#0d1a2d",
        name="ai",
    )
    fonts = [Font(name) for name in _FONTS]
    theme = gr.themes.Base(
        primary_hue=indigo,
        secondary_hue=indigo,
        neutral_hue="stone",
        radius_size="md",
        text_size="lg",
        font=fonts,
        font_mono=[Font("monospace")],
    )
    return theme.set(
        body_background_fill="#f8f7f4",
        body_background_fill_dark="#14171c",
        block_background_fill_dark="#1b1f26",
        input_background_fill_dark="#232b38",
        block_border_width="0px",
        block_shadow="none",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_600",
        button_primary_text_color="white",
        button_primary_background_fill_dark="*primary_500",
        input_border_color="#c9c5bc",
        input_border_color_dark="*neutral_600",
    )
