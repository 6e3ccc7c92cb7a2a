"""Requests whose body is too large are refused, as they come in or by what they say of themselves (ASGI)."""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Refuses with 413 what has more than `most` bytes."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        got, refused = 0, False

        async def refuse() -> None:
            nonlocal refused
            refused = True
            message = f"一度に送れるのは{self._most // 2**20}MBまでです。分けて送ってください。"
            await JSONResponse({"code": "too_large", "message": message}, 413)(scope, receive, send)

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got <= self._most:
                return message
            if not refused:
                await refuse()
            return {"type": "http.disconnect"}

        async def sent(message: Message) -> None:
            if not refused:
                await send(message)

        told = dict(scope["headers"]).get(b"content-length", b"")
        if told.isdigit() and int(told) > self._most:
            await refuse()
            return
        try:
            await self._app(scope, counted, sent)
        except ClientDisconnect:
            if not refused:
                raise
