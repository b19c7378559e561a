"""Readings of a file: the text that a reader can extract from it, out of escapes, encodings and PDFs too."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import urllib.parse
import zlib
from collections.abc import Iterator

from ..core.json_types import Json

_DEPTH = 4  # encodings within encodings
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4,6}) ?)"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_RUN = re.compile(rb"[\x20-\x7e]{12,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")


def readings(data: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield everything that a file can be read as: how it is encoded, and the text."""
    if data.startswith(b"%PDF-"):
        yield from _pdf_readings(data, depth)
        return
    if depth < _DEPTH and (unpacked := _unpacked(data)) is not None:
        yield from _inner("compressed", unpacked, depth)
        return
    text = data.decode("utf-8", "replace") if depth == 0 else _text(data)
    yield "as it stands", text
    yield from _decoded(text, depth)
    if data.count(0) * 4 > len(data):  # UTF-16, as PDF strings are
        for coding in ("utf-16-le", "utf-16-be"):
            yield coding, data.decode(coding, "replace")


def _inner(encoding: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """Yield everything that decoded data can be read as."""
    yield from ((f"{encoding}, {how}", text) for how, text in readings(data, depth + 1))


def _text(data: bytes) -> str:
    """Return decoded data as text; of what is none, a digest or a font, only the runs of characters."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(run.decode() for run in _RUN.findall(data))


def _decoded(text: str, depth: int) -> Iterator[tuple[str, str]]:
    unescaped = html.unescape(text) if "&" in text else text
    if "<" in unescaped:
        yield "between tags", html.unescape(_TAG.sub("", text))
    if unescaped != text:
        yield "escaped", unescaped
    if "\\" in text:
        yield "escaped", _ESCAPE.sub(lambda found: _character(next(filter(None, found.groups()))), text)
    if "%" in text:
        yield "percent-encoded", urllib.parse.unquote(text)
    if depth < _DEPTH:
        for run in _BASE64.findall(text):
            if (inner := _from_base64(run)) is not None:
                yield from _inner("base64", inner, depth)
        for run in _HEX.findall(text):
            yield from _inner("hexadecimal", bytes.fromhex(run), depth)


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else ""


def _unpacked(data: bytes) -> bytes | None:
    """Return the contents of gzip or zlib data; None for anything else."""
    if not data.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        return None
    try:
        return zlib.decompressobj(wbits=47).decompress(data, 64_000_000)
    except zlib.error:
        return None


def _from_base64(run: str) -> bytes | None:
    run = run.rstrip("=")
    padding = "=" * (-len(run) % 4)
    try:
        return base64.b64decode(run + padding, altchars=b"-_" if set(run) & set("-_") else None)
    except (binascii.Error, ValueError):
        return None


def _pdf_readings(data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """Yield a PDF's bytes, the strings and streams of all its objects, and the text of its pages."""
    import pypdf  # only editions from which something is withheld are scanned

    yield "as it stands", _text(data)
    reader = pypdf.PdfReader(io.BytesIO(data))
    numbers = set(reader.xref_objStm).union(*reader.xref.values())
    for number in sorted(numbers):
        yield from _object_readings(reader.get_object(number), depth)
    for number, page in enumerate(reader.pages, 1):
        yield f"text of page {number}", page.extract_text()


def _object_readings(value: Json, depth: int) -> Iterator[tuple[str, str]]:
    import pypdf.generic as kinds

    if isinstance(value, kinds.StreamObject):
        yield from _inner("a stream", value.get_data(), depth)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield "a name", str(key)
            yield from _object_readings(inner, depth)
    elif isinstance(value, list):
        for inner in value:
            yield from _object_readings(inner, depth)
    elif isinstance(value, kinds.ByteStringObject):
        yield from _inner("a string", bytes(value), depth)
    elif isinstance(value, str):
        yield "a string", str(value)
