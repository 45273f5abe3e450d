"""Who may talk to the workbench: one browser on this machine, from the workbench's own page.

Any page in the browser can send requests to 127.0.0.1, and a name it owns can be made to point
there (DNS rebinding). So every request must name us as its host, must not come from another origin,
and must carry a cookie that only the holder of the one-time address was given.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_PATH = "/open/"
"""The one-time address is this path and the token."""

MAXIMUM_BODY = 32 * 1024 * 1024
"""Bytes of a request at most: a glossary to import is the largest thing anybody sends."""

_SAFE_METHODS = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class Access:
    """The token, the cookie it is exchanged for, and the hosts we answer to.

    Args:
        port: what the server listens on.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._token: str | None = secrets.token_urlsafe(32)
        self._secret = secrets.token_urlsafe(32)
        # Cookies are shared between ports, so that two workbenches need two names.
        self._cookie = f"translator-{port}"

    @property
    def address(self) -> str:
        """The one-time address, empty once it was used."""
        return f"http://{self.hosts[0]}{OPEN_PATH}{self._token}" if self._token else ""

    def exchange(self, token: str) -> str | None:
        """Returns the cookie header for a right token and makes the token useless."""
        if self._token is None or not _equal(token, self._token):
            return None
        self._token = None
        return f"{self._cookie}={self._secret}; Path=/; HttpOnly; SameSite=Strict"

    def admits(self, cookies: str) -> bool:
        """Whether a Cookie header holds ours."""
        pairs = (pair.strip().partition("=") for pair in cookies.split(";"))
        return any(name == self._cookie and _equal(value, self._secret) for name, _, value in pairs)

    def refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """Returns status and reason if a request must not be answered at all."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return 421, "This address is not served here."
        origins = headers.getlist("origin")
        own = f"http://{hosts[0].lower()}"
        if any(origin.lower() != own for origin in origins):
            return 403, "Requests from other pages are refused."
        if method not in _SAFE_METHODS:
            if not origins:
                return 403, "A change must come from the workbench's own page."
            if headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return 403, "Requests from other pages are refused."
        return None


class Guard:
    """ASGI middleware that lets through what `Access` admits, and sets the safety headers.

    Args:
        app: what is guarded.
        access: see `Access`.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        app = self._gate(scope)
        limited = _Limited(receive)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, limited, guarded)

    def _gate(self, scope: Scope) -> ASGIApp:
        """Returns what answers the request: the app, or a refusal."""
        headers = Headers(scope=scope)
        refusal = self._access.refusal(scope["method"], headers)
        if refusal:
            return PlainTextResponse(refusal[1], refusal[0])
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > MAXIMUM_BODY:
            return PlainTextResponse("The request is too large.", 413)
        path = scope["path"]
        if path.startswith(OPEN_PATH):
            return self._open(scope["method"], path[len(OPEN_PATH) :])
        if not self._access.admits(headers.get("cookie", "")):
            text = (
                "Open the workbench with the address that `translator review` printed. "
                "It works once; after that only the browser that used it is admitted."
            )
            return PlainTextResponse(text, 403)
        return self._app

    def _open(self, method: str, token: str) -> ASGIApp:
        cookie = self._access.exchange(token) if method == "GET" else None
        if cookie is None:
            text = (
                "This address was used already, or is not the one that was printed. "
                "Start `translator review` again for a new one."
            )
            return PlainTextResponse(text, 403)
        return RedirectResponse("/", 303, headers={"set-cookie": cookie})


class _Limited:
    """Receives a body and breaks off when more comes than was announced or allowed."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = MAXIMUM_BODY

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            return {"type": "http.disconnect"}
        return message


def _equal(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
