"""The preview over HTTP, to browsers on this machine only.

Nothing is served but plain files below the build folder, a script and a style of our own under `/-/`, sources
line by line under `/-/sources/`, and news of changes. Script and style are added to a page as it is sent; no
file in the build folder knows of them.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from urllib.parse import parse_qs, unquote, urlsplit

from ..core.digests import sha256
from ..core.problems import BriefingsError
from .preview_pages import Preview, error_text

HOST = "127.0.0.1"
PORTS = range(8000, 8050)
PREVIEW_FILES = {"preview.js": "text/javascript; charset=utf-8", "preview.css": "text/css; charset=utf-8"}
# Beside the policy that a page has in itself: on everything that is sent, whatever it says of itself.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_KEPT = "private, max-age=31536000, immutable"
_ASKED_FOR = "no-store"
# Of a page's head; what the index searches is made of the pages, and no browser keeps these.
_LOOKS = r"(?P<name>assets/(?!search-data)[\w.-]+\.(?:css|js))"
_ASSET = re.compile(rf"(?<=\")(?:\.\./)*{_LOOKS}(?=\")")
_KEPT_ASSET = re.compile(_LOOKS)
_FRAMES = "frame-ancestors 'none'"  # alone on a PDF, which the browser shows by a page of its own
_SOURCES = "-/sources/"
_BEAT = (
    10.0  # seconds after which a waiting browser is sent a sign of life, to learn whether it is still there
)


class PreviewServer(ThreadingHTTPServer):
    """Serves one preview at a port of this machine that nothing else uses."""

    daemon_threads = True  # a browser that waits for news does not keep the command from ending
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, preview: Preview, port: int | None) -> None:
        self.preview = preview
        for candidate in [port] if port is not None else PORTS:
            try:
                super().__init__((HOST, candidate), PreviewRequestHandler)
                return
            except OSError as error:
                refused = error
        where = f"port {port}" if port is not None else f"ports {PORTS[0]} to {PORTS[-1]}"
        raise BriefingsError(f"cannot serve at {where}: {refused.strerror}", "give another: --port 8080")

    @property
    def address(self) -> str:
        """The URL of the index, with the port that was free."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away in the middle of an answer is no event."""


class PreviewRequestHandler(BaseHTTPRequestHandler):
    """One request of a browser."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "briefings", ""
    timeout = 60
    # Head and body are sent apart, and the second would wait until the first is confirmed.
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the terminal shows builds, not requests."""

    def do_HEAD(self) -> None:
        """Answer as for GET; `_send` leaves out the body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Send a page, an asset or the state of the build; 421 if the request names another host."""
        # another site's script, or a name that was made to lead here, does not know this address as ours
        if self.headers.get("Host") not in [
            f"{name}:{self.server.server_port}" for name in (HOST, "localhost")
        ]:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"this address is not served here\n", "text/plain")
            return
        name = requested_file(self.path)
        if name is None:
            self._missing("")
        elif name == "-/events":
            self._events()
        elif name.startswith("-/") and name[2:] in PREVIEW_FILES:
            self._send(HTTPStatus.OK, _own_file(name[2:]), PREVIEW_FILES[name[2:]])
        elif name.startswith(_SOURCES):
            self._source(name.removeprefix(_SOURCES))
        elif name.endswith(".html"):
            self._page(name)
        elif name.endswith(".pdf"):
            self._pdf(name)
        else:
            data = self.server.preview.file(name)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            if data is not None:
                kind += "; charset=utf-8" if kind.startswith("text/") else ""
                kept = _KEPT_ASSET.fullmatch(name) and self.path.endswith(f"?{_version(data)}")
                self._send(HTTPStatus.OK, data, kind, kept=bool(kept))
            elif name == "favicon.ico":  # every browser asks for it
                self._send(HTTPStatus.NO_CONTENT, b"", kind)
            else:
                self._missing(name)

    def _page(self, name: str) -> None:
        state = (
            self.server.preview.state
        )  # before the page is read: one that is newer is loaded twice, never missed
        data = self.server.preview.page(name)
        if data is None:
            self._missing(name)
        else:
            self._html(HTTPStatus.OK, data.decode(), *state)

    def _pdf(self, name: str) -> None:
        state = self.server.preview.state
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            self._missing(name)  # a page of another site asks, and nothing is made for it
            return
        try:
            data = self.server.preview.pdf(name)
        except BriefingsError as error:
            self._html(HTTPStatus.INTERNAL_SERVER_ERROR, _bare("No PDF", ""), state[0], (error_text(error),))
            return
        if data is None:
            self._missing(name)
        else:
            self._send(HTTPStatus.OK, data, "application/pdf")

    def _source(self, id: str) -> None:
        """Send a source line by line, as `briefings source` prints it; to no page of another site."""
        apart = self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        try:
            lines = self.server.preview.source(id) if apart else None
        except BriefingsError as error:
            lines = [error_text(error)]
        if lines is None:
            self._missing(f"{_SOURCES}{id}")
        else:
            body = f"<main><h1>{escape(id)}</h1><pre>{escape(chr(10).join(lines))}</pre></main>"
            self._html(HTTPStatus.OK, _bare(id, body), *self.server.preview.state)

    def _missing(self, name: str) -> None:
        body = f'<main><h1>No such page</h1><p>{escape(name)}</p><p><a href="/">All briefings</a></p></main>'
        self._html(HTTPStatus.NOT_FOUND, _bare("No such page", body), *self.server.preview.state)

    def _html(self, status: HTTPStatus, page: str, state: str, mistakes: Sequence[str]) -> None:
        """Send a page with the script that waits for news of it, and with what is wrong now."""
        script = f'<script src="/-/preview.js" data-state="{state}"></script>'
        head = f'<link rel="stylesheet" href="/-/preview.css">{script}'
        # the page forbids itself all connections; here it may ask its own server
        page = page.replace("default-src 'none';", "default-src 'none'; connect-src 'self';", 1)
        top, end_of_head, below = page.partition("</head>")
        page = _ASSET.sub(self._with_version, top) + f"{head}\n" + end_of_head + below
        before, body, after = page.partition("<body")
        tag, end, rest = after.partition(">")
        page = before + body + tag + end + (_panel(mistakes) if mistakes else "") + rest
        self._send(status, page.encode(), "text/html; charset=utf-8")

    def _with_version(self, found: re.Match[str]) -> str:
        """Name a style or script by what it holds, so that a browser need not ask for it again."""
        data = self.server.preview.file(found["name"])
        return found[0] if data is None else f"{found[0]}?{_version(data)}"

    def _events(self) -> None:
        """Waits until the page that asks is another, then says so."""
        asked_for = parse_qs(self.path.partition("?")[2])
        page = requested_file(asked_for.get("page", [""])[0])
        state = asked_for.get("state", [""])[0]
        self._head(HTTPStatus.OK, "text/event-stream", **{"Cache-Control": _ASKED_FOR}, Connection="close")
        if self.command == "HEAD":
            return
        while not self.server.preview.wait(page or "index.html", state, _BEAT):
            self.wfile.write(b": still here\n\n")
        self.wfile.write(b"data: changed\n\n")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request that is none of ours, under the same policy as all that is sent."""
        del message, explain  # which repeat what was asked
        self._send(HTTPStatus(code), b"this is not answered here\n", "text/plain", Connection="close")

    def _send(self, status: HTTPStatus, data: bytes, kind: str, *, kept: bool = False, **more: str) -> None:
        """Send data, which the browser may keep if it has a name of its own; else it asks each time."""
        length = {"Content-Length": str(len(data))}
        self._head(status, kind, **length, **{"Cache-Control": _KEPT if kept else _ASKED_FOR}, **more)
        if self.command != "HEAD":
            self.wfile.write(data)

    def _head(self, status: HTTPStatus, kind: str, **more: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            *more.items(),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Content-Security-Policy", _FRAMES if kind == "application/pdf" else f"{_POLICY}; {_FRAMES}"),
            ("Referrer-Policy", "no-referrer"),
        ):
            self.send_header(name, value)
        self.end_headers()


def requested_file(address: str) -> str | None:
    """The name of the file that an address is about, from the top of the build folder; None where none can
    be."""
    try:
        path = urlsplit(address).path
    except ValueError:  # as of http://[
        return None
    name = unquote(path, errors="replace").removeprefix("/") or "index.html"
    parts = name.split("/")
    odd = "\\" in name or not name.isprintable() or any(part.startswith(".") or not part for part in parts)
    return None if odd else name


def _version(data: bytes) -> str:
    return sha256(data)[:16]


@cache
def _own_file(name: str) -> bytes:
    return (resources.files("briefings") / "tasks" / "preview_client" / name).read_bytes()


def _panel(mistakes: Iterable[str]) -> str:
    """Return the mistakes as HTML to stand above the page, each as the command line prints it."""
    items = "".join(f"<li><pre>{escape(text)}</pre></li>" for text in mistakes)
    heading = "<h2>The page below is the last good one: mend this first</h2>"
    return f'<section class="preview-mistakes" role="alert">{heading}<ol>{items}</ol></section>'


def _bare(title: str, body: str) -> str:
    """A page that is no document's."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
