"""Serves the desk and the HTTP API at one address, to this machine alone unless users are listed."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.body_limit import BodyLimit
from app.desk import mount_desk
from app.users import Users, load_users
from corpus.errors import RefusedError, ShirubeError, UsageError
from index.library import Library

if TYPE_CHECKING:
    import uvicorn

LOCAL = ("127.0.0.1", "localhost", "::1")
UPLOAD_LIMIT = 500 * 2**20
"""Bytes of one request, and of one uploaded file."""
_PORTS = range(7860, 7960)
_STARTUP_SECONDS = 60.0


def serve(folder: Path, *, host: str, port: int | None, users_file: Path | None) -> None:
    """Serve the desk over a library (made when absent) until Ctrl-C, having printed its URL.

    Raises UsageError (another host without users; a users file that will not do), RefusedError (`port_in_use`),
    LibraryBroken, LibraryLocked.
    """
    if users_file is None and host not in LOCAL:
        raise UsageError(
            f"このPCの外（{host}）に開くには、利用者を決める必要があります。"
            "shirube users FILE --add 名前 で利用者ファイルを作り、--auth FILE を付けてください。"
        )
    users = load_users(users_file) if users_file else None
    if users is not None and not users.listed:
        raise UsageError(f"利用者ファイル「{users_file}」に利用者がいません。shirube users で加えてください。")
    with (
        Library.create_or_open(folder) as library,
        tempfile.TemporaryDirectory(prefix="shirube-") as downloads,
        serving(library, Path(downloads), host=host, port=port, users=users) as url,
    ):
        print(f"Shirube を開きました: {url}\n終わるときは Ctrl-C を押してください。", flush=True)
        threading.Thread(target=_warm_up, args=(library,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
        print("終了しました。", flush=True)


@contextmanager
def serving(
    library: Library, downloads: Path, *, host: str, port: int | None, users: Users | None = None
) -> Iterator[str]:
    """Serve in the background; the URL. `downloads` holds the files that staff download.

    `port` None takes the first free one from 7860. Raises RefusedError (`port_in_use`).
    """
    import uvicorn

    with _listening(host, port) as sock:
        config = uvicorn.Config(
            _application(library, downloads, host, users), log_level="error", timeout_graceful_shutdown=3
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            address = f"[{host}]" if ":" in host else host
            yield f"http://{address}:{sock.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(10)


def _application(library: Library, downloads: Path, host: str, users: Users | None) -> Any:
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from app.api import build_api

    api = build_api(library, users)
    api.add_middleware(BodyLimit, most=UPLOAD_LIMIT)
    if host in LOCAL and ":" not in host:
        # Another site's name that is pointed at this machine (DNS rebinding) gets nothing.
        api.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL[:2]))
    return mount_desk(api, library, downloads, users=users, upload_limit=UPLOAD_LIMIT)


def _listening(host: str, port: int | None) -> socket.socket:
    for number in _PORTS if port is None else (port,):
        with contextlib.suppress(OSError):
            return socket.create_server((host, number), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    wanted = f"{_PORTS[0]}〜{_PORTS[-1]}" if port is None else str(port)
    raise RefusedError(
        f"「{host}」のポート{wanted}で待ち受けできません。--port で別の番号を指定してください。", code="port_in_use"
    )


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Until the server answers. Raises RefusedError (`not_started`)."""
    waited = threading.Event()
    for _ in range(int(_STARTUP_SECONDS / 0.05)):
        if server.started:
            return
        if not thread.is_alive():
            break
        waited.wait(0.05)
    raise RefusedError("画面を始められませんでした。もう一度実行してください。", code="not_started")


def _warm_up(library: Library) -> None:
    """Load the dictionary and the index before the first question comes."""
    from search.retrieve import search

    with contextlib.suppress(ShirubeError):
        search(library, "施策", k=1)
