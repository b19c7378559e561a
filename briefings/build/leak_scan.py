"""A last check of an edition: that no byte of what was written discloses what is withheld from it.

The release gate takes restricted records out before anything is made. This scan searches for what may have
got through all the same: a sentence copied into a public record, a quotation typed into a template, a fault
of ours. It searches for the ids of withheld records, the names of withheld entities, and every withheld text
of at least `SHORTEST_TEXT` letters and digits, whole or six words of it in a row, unless an input that the
edition may use holds it too. It reads files as bytes and as what they decode to: escapes, percent signs,
base64, compression, and in a PDF the objects, streams, attachments and the text of the pages.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import unicodedata
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..core.digests import digest
from ..core.problems import Mark
from ..records.entities import Entity
from ..records.entries import Entry
from ..records.field_types import free_texts
from ..records.yaml_tree import ScalarNode

SHORTEST_TEXT = 12  # letters and digits: shorter texts are in every page by chance
_WINDOW, _LEAST = 6, 24  # words in a row of a long text, and the letters and digits they have at least
_LONG_WORD = 8  # characters of an id from which on it is no part of another word by chance
_DEPTH = 4  # encodings within encodings


def letters_and_digits(text: str) -> str:
    """Return the letters and digits in one case: line breaks, tags and hyphens do not change them."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True)
class Leak:
    """Something withheld that is in a file: how it is encoded there, and the place of its record."""

    file: str
    hidden: str
    withheld: Mark

    def __str__(self) -> str:
        return f"{self.file} ({self.hidden}) tells what is withheld: see {self.withheld}"


class WithheldTexts:
    """Words, and texts as letters and digits only, that an edition must not disclose, with their places."""

    def __init__(self, words: Mapping[str, Mark], texts: Mapping[str, Mark]) -> None:
        self._words = words
        self._texts: dict[str, list[tuple[str, Mark]]] = {}
        for text, mark in texts.items():
            self._texts.setdefault(text[:SHORTEST_TEXT], []).append((text, mark))

    @classmethod
    def of(
        cls, everything: Iterable[Entry], released: Iterable[Entry], inputs: Iterable[str]
    ) -> WithheldTexts:
        """The texts in `everything` that are neither in `released` nor in `inputs`, such as the templates."""
        everything, released = list(everything), list(released)
        released_texts, released_ids = list(_texts(released)), [word for word, _ in _ids(released)]
        allowed = "\n".join([*released_texts, *released_ids, *inputs])
        words = {}
        for word, mark in _ids(everything):
            if letters_and_digits(word) and not _is_in(word, allowed):
                words[word] = mark
        allowed_letters = letters_and_digits(allowed)
        same = set(map(id, released_texts))
        texts: dict[str, Mark] = {}
        for text in _texts(everything):
            if id(text) not in same:
                texts |= {part: text.mark for part in _parts(text) if part not in allowed_letters}
        return cls(words, texts)

    @cached_property
    def digest(self) -> str:
        """A digest of all that is withheld, which discloses none of it."""
        texts = sorted(text for group in self._texts.values() for text, _ in group)
        return digest(*sorted(self._words), "", *texts)

    def __bool__(self) -> bool:
        return bool(self._words or self._texts)

    def leaks(self, file: str, data: bytes) -> list[Leak]:
        """Return what a file discloses, each withheld thing once."""
        leaks: dict[Mark, Leak] = {}
        for encoding, text in _readings(file, data):
            for mark in self._found(text):
                leaks.setdefault(mark, Leak(file, encoding, mark))
        return list(leaks.values())

    def _found(self, text: str) -> Iterator[Mark]:
        yield from (mark for word, mark in self._words.items() if _is_in(word, text))
        if self._texts:
            plain = letters_and_digits(text)
            for at in range(len(plain) - SHORTEST_TEXT + 1):
                if (start := plain[at : at + SHORTEST_TEXT]) in self._texts:
                    yield from (mark for whole, mark in self._texts[start] if plain.startswith(whole, at))


def _is_in(word: str, text: str) -> bool:
    """Return True if a word is in a text: a short one as a word, a long one anywhere, as the text of a PDF's
    page runs its pieces together."""
    if word not in text:
        return False
    return len(word) >= _LONG_WORD or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _parts(text: str) -> Iterator[str]:
    """Yield a text's letters and digits and those of each six of its words, as a part of it may leak."""
    whole = letters_and_digits(text)
    if len(whole) >= SHORTEST_TEXT:
        yield whole
    words = text.split()
    for start in range(len(words) - _WINDOW):
        part = letters_and_digits(" ".join(words[start : start + _WINDOW]))
        if len(part) >= _LEAST:
            yield part


def _ids(entries: Iterable[Entry]) -> Iterator[tuple[str, Mark]]:
    """Yield the ids of entries and claims and the names of entities, with their places."""
    for entry in entries:
        yield entry.id, entry.mark
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
            if claim.id:
                yield claim.id, node.mark
        if isinstance(entry.record, Entity):
            yield from ((name, entry.mark) for name in entry.record.names)


def _texts(entries: Iterable[Entry]) -> Iterator[ScalarNode]:
    """Yield every free text of the entries; words of a vocabulary and references are none."""
    for entry in entries:
        for part in (entry.record, *entry.claims):
            yield from free_texts(part)


# ---------------------------------------------------------------- what bytes can be read as

_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4,6}) ?)"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")


def _readings(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield everything that a file can be read as: how it is encoded, and the text."""
    if data.startswith(b"%PDF-"):
        yield from _pdf_readings(name, data, depth)
        return
    if depth < _DEPTH and (unpacked := _unpacked(data)) is not None:
        yield from _inner("compressed", name, unpacked, depth)
        return
    text = data.decode("utf-8", "replace")
    yield "as it stands", text
    yield from _decoded(name, text, depth)
    if data.count(0) * 4 > len(data):  # UTF-16, as PDF strings are
        for coding in ("utf-16-le", "utf-16-be"):
            yield coding, data.decode(coding, "replace")


def _inner(encoding: str, name: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """Yield everything that decoded data can be read as."""
    yield from ((f"{encoding}, {how}", text) for how, text in _readings(name, data, depth + 1))


def _decoded(name: str, text: str, depth: int) -> Iterator[tuple[str, str]]:
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
                yield from _inner("base64", name, inner, depth)
        for run in _HEX.findall(text):
            yield from _inner("hexadecimal", name, bytes.fromhex(run), depth)


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


def _pdf_readings(name: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """Yield a PDF's bytes, the strings and streams of all its objects, and the text of its pages."""
    import pypdf  # only editions from which something is withheld are scanned

    yield "as it stands", data.decode("latin-1")
    reader = pypdf.PdfReader(io.BytesIO(data))
    numbers = set(reader.xref_objStm).union(*reader.xref.values())
    for number in sorted(numbers):
        yield from _object_readings(name, reader.get_object(number), depth)
    for number, page in enumerate(reader.pages, 1):
        yield f"text of page {number}", page.extract_text()


def _object_readings(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    import pypdf.generic as kinds

    if isinstance(value, kinds.StreamObject):
        yield from _inner("a stream", name, value.get_data(), depth)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield "a name", str(key)
            yield from _object_readings(name, inner, depth)
    elif isinstance(value, list):
        for inner in value:
            yield from _object_readings(name, inner, depth)
    elif isinstance(value, kinds.ByteStringObject):
        yield from _inner("a string", name, bytes(value), depth)
    elif isinstance(value, str):
        yield "a string", str(value)
