"""The JSON data embedded in a page: writing it, and reading it from the page's HTML."""

from __future__ import annotations

import base64
import json
import re
import zlib

from markupsafe import Markup

from ..core.json_types import JsonObject
from ..files.checksummed import compact

DATA_FILE = "facts.json"
_EMBEDDED = re.compile(r'<script type="application/(json|zlib)" id="facts">(.*?)</script>', re.DOTALL)
_DOCUMENT = re.compile(r'<script type="application/json" id="facts">{"document":(?={)')
_JSON = json.JSONDecoder()
_DATA_ATTRIBUTES = re.compile(r'(<[a-z][^<>]*?)(?: data-(?!reference=)[\w-]+="[^"]*")+')


def script_text(data: JsonObject) -> Markup:
    """Return the data as JSON for a script element, with `<` escaped, as only that could end the element."""
    text = compact(data).replace("<", "\\u003c")
    return Markup(text)


def embedded_data(html: str) -> JsonObject | None:
    """Return the data embedded in a page; None if there is none."""
    element = _EMBEDDED.search(html)
    if element is None:
        return None
    packed, text = element[1] == "zlib", element[2]
    data: JsonObject = json.loads(zlib.decompress(base64.b64decode(text)) if packed else text)
    return data


def document_data(html: str) -> JsonObject:
    """Return the part of a page's data on the document itself, without parsing the rest."""
    start = _DOCUMENT.search(html)
    document: JsonObject
    if start:
        document, _ = _JSON.raw_decode(html, start.end())
    else:
        document = (embedded_data(html) or {}).get("document", {})
    return document


def html_without_data(html: str) -> str:
    """Return the page without its data, which shows nothing and would take a parser as long as the rest."""
    return _EMBEDDED.sub("", html)


def html_without_names(html: str) -> str:
    """Return the page without the further names, in any script, that its data has for the index's search."""
    data = embedded_data(html) or {}
    document = data.get("document", {})
    if document.keys().isdisjoint(("names", "synonyms")):
        return html
    data["document"] = {key: x for key, x in document.items() if key not in ("names", "synonyms")}
    return _EMBEDDED.sub(lambda element: element[0].replace(element[2], script_text(data)), html)


def html_with_packed_data(html: str) -> str:
    """Return the page with its data compressed (zlib, in base64), a fourth as long; notes.js unpacks it."""

    def packed(element: re.Match[str]) -> str:
        text = base64.b64encode(zlib.compress(element[2].encode(), 9)).decode()
        return f'<script type="application/zlib" id="facts">{text}</script>'

    return _EMBEDDED.sub(packed, html)


def html_without_attributes(html: str) -> str:
    """Return the page without the `data-` attributes, which only scripts read; style prints the reference."""
    return _DATA_ATTRIBUTES.sub(r"\1", html)


def attachment(data: JsonObject) -> bytes:
    """Return the data as the file attached to a PDF, indented for people."""
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
