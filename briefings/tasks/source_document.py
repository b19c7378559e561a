"""The readable text of a document that somebody keeps: plain text, a web page, an MHTML file, a WARC record.

Nothing is fetched. What the document tells of itself (title, author, day, address) is taken as it says, to be
looked at by whoever reads it.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from ..core.digests import sha256
from ..core.problems import MAX_FILE, BriefingsError

MOST = 50_000_000  # bytes of a page as saved, with its pictures
_BEGINNING = 20_000  # bytes in which it is seen what a document is
_FORMATS = "plain text in UTF-8, a web page (HTML), an MHTML file or a WARC record"
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta|title)\b", re.I)
_DECLARATION = re.compile(rb"<\?xml[^>]*>")
_MHTML = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type: *multipart/related)", re.I
)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(?P<url>\S+) -->")


@dataclass(frozen=True)
class SourceDocument:
    """The text of a document, a passage a line, and what it tells of itself; "" for what it does not."""

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    accessed: str = ""

    @property
    def lines(self) -> int:
        """The number of its lines that are not blank."""
        return sum(bool(line.strip()) for line in self.text.splitlines())


def record_values(document: SourceDocument) -> dict[str, str]:
    """Return what a document tells, as YAML values by the keys of a source's record."""
    keys = ("publisher", "title", "author", "published", "url", "accessed")
    told = {key: value for key in keys if (value := getattr(document, key))}
    quoted = {key: "'" + value.replace("'", "''") + "'" for key, value in told.items()}
    return {**quoted, "lines": str(document.lines), "sha256": sha256(document.text.encode())}


def source_document(data: bytes) -> SourceDocument:
    """Return the text of a document, by what it holds; raises BriefingsError for none that can be read."""
    if len(data) > MOST:
        raise BriefingsError(f"more than {MOST:,} bytes", "the page alone, without its pictures")
    if data.startswith((b"WARC/", b"\x1f\x8b")):
        found = _of_warc(data if data.startswith(b"WARC/") else _unpacked(data))
    elif _MHTML.match(data[:4_000]):
        found = _of_mhtml(data)
    elif _is_html(data):
        found = _of_html(data)
    else:
        found = SourceDocument(_decoded(data))
    text = "\n".join(line for line in map(_line, found.text.splitlines()) if line) + "\n"
    if not text.strip():
        raise BriefingsError("no readable text in it", f"{_FORMATS} with the article itself")
    if len(text.encode()) > MAX_FILE:
        raise BriefingsError(f"more than {MAX_FILE:,} bytes of text", "the article alone")
    return replace(found, text=text)


def _is_html(data: bytes) -> bool:
    """True for a web page, which may begin with a declaration and comments."""
    rest = data[:_BEGINNING].lstrip()
    rest = rest[match.end() :].lstrip() if (match := _DECLARATION.match(rest)) else rest
    while rest.startswith(b"<!--") and b"-->" in rest:
        rest = rest.partition(b"-->")[2].lstrip()
    return bool(_HTML.match(rest))


def _line(line: str) -> str:
    """A line without what cannot be printed and without space at its ends."""
    return "".join(char if char.isprintable() else " " for char in line).strip()


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BriefingsError("no document that can be read", _FORMATS) from None


def _of_html(data: bytes, url: str = "") -> SourceDocument:
    """The article of a web page, without its navigation, and what its metadata say."""
    import trafilatura  # takes a second to load

    saved = _SAVED_FROM.search(data[:2_000].decode("latin-1"))
    url = url or (saved["url"] if saved else "")
    text = trafilatura.extract(data, url=url or None, include_comments=False, favor_recall=True) or ""
    told = trafilatura.extract_metadata(data, default_url=url or None)
    title = _told(told, "title")
    return SourceDocument(
        _with_headline(data, title, text),
        title=title,
        author=_told(told, "author"),
        publisher=_told(told, "sitename") or _told(told, "hostname"),
        published=_told(told, "date"),
        url=url or _told(told, "url"),
    )


def _with_headline(data: bytes, title: str, text: str) -> str:
    """The text of a page with its headline as the first line, which the extraction sometimes leaves out."""
    from trafilatura.utils import load_html

    tree = load_html(data)
    headings = () if tree is None else tree.iter("h1", "h2")
    headline = next((line for each in headings if (line := " ".join(each.text_content().split()))), "")
    if not headline or headline != title or headline in map(str.strip, text.splitlines()):
        return text
    return f"{headline}\n{text}"


def _told(metadata: object, key: str) -> str:
    return " ".join(str(getattr(metadata, key, None) or "").split())


def _of_mhtml(data: bytes) -> SourceDocument:
    """The first page of a saved web archive, with the address that it was saved from."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise BriefingsError("an MHTML file without a page", _FORMATS)
    url = str(message["Snapshot-Content-Location"] or pages[0]["Content-Location"] or "")
    return _of_html(pages[0].get_payload(decode=True), url)  # type: ignore[arg-type]


def _of_warc(data: bytes) -> SourceDocument:
    """The first page that a WARC file has an answer for, with its address and the day it was fetched."""
    for url, day, body in _responses(data):
        if _is_html(body):
            return replace(_of_html(body, url), accessed=day)
    raise BriefingsError("a WARC file without a page", "one with the response of the article's address")


def _unpacked(data: bytes) -> bytes:
    """The bytes of a WARC file packed by gzip, whole or in parts; raises BriefingsError for too many."""
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = file.read(MOST + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise BriefingsError(f"a packed WARC file that cannot be read: {error}", _FORMATS) from None
    if len(unpacked) > MOST:
        raise BriefingsError(f"more than {MOST:,} bytes when it is unpacked", "the page alone")
    return unpacked


def _responses(data: bytes) -> Iterator[tuple[str, str, bytes]]:
    from warcio.archiveiterator import ArchiveIterator

    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type in ("response", "resource"):
                headers = record.rec_headers
                url, day = headers.get_header("WARC-Target-URI") or "", headers.get_header("WARC-Date") or ""
                yield url, day[:10], record.content_stream().read(MOST)
    except Exception as error:  # warcio raises whatever a damaged record makes it run into
        raise BriefingsError(f"a WARC file that cannot be read: {error}", _FORMATS) from None
