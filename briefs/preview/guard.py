"""The guard: lets nobody in but a browser that was sent to this very address.

A page of any other site can make a browser ask 127.0.0.1, and, by a name of its own that comes to
mean 127.0.0.1 (DNS rebinding), even read the answer. What it cannot do is to send our own name as
Host, or to leave out its own as Origin.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD")

_POLICY = (
    b"default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; "
    b"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: Nothing is loaded from elsewhere, and nobody else may load or frame what is ours.
HEADERS = (
    (b"content-security-policy", _POLICY),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Guard:
    """Refuses requests to other hosts, from other origins, or that want to change something."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._against(scope)
        if refusal:
            await PlainTextResponse(*refusal)(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self._app(scope, receive, hardened)

    def _against(self, scope: Scope) -> tuple[str, int] | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return "this preview is not at that host\n", 421
        if not set(headers.getlist("origin")) <= self._origins:
            return "this preview answers its own pages alone\n", 403
        if scope["method"] not in METHODS:
            return "nothing can be changed here\n", 405
        return None
