"""The data that a page carries within it: put in, and read from it again by whatever makes something of the
page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from ..files.checksummed import compact

DATA_FILE = "facts.json"
_EMBEDDED = re.compile(r'<script type="application/json" id="facts">(.*?)</script>', re.DOTALL)
_DOCUMENT = re.compile(r'<script type="application/json" id="facts">{"document":(?={)')
_JSON = json.JSONDecoder()
_TOLD = re.compile(r'(<[a-z][^<>]*?)(?: data-[\w-]+="[^"]*")+')


def script_text(data: Mapping[str, Any]) -> Markup:
    """The data as text of a script element: without the one character that could end it."""
    text = compact(data).replace("<", "\\u003c")
    return Markup(text)


def embedded_data(html: str) -> dict[str, Any] | None:
    """The data that a page holds; None for a page without."""
    found = _EMBEDDED.search(html)
    return json.loads(found[1]) if found else None


def document_data(html: str) -> dict[str, Any]:
    """What a page's data tells of the document itself, for which the rest need not be read."""
    found = _DOCUMENT.search(html)
    told: dict[str, Any] = (
        _JSON.raw_decode(html, found.end())[0] if found else (embedded_data(html) or {}).get("document", {})
    )
    return told


def html_without_data(html: str) -> str:
    """The page without the data, which is none of what it shows and takes a parser as long as the rest."""
    return _EMBEDDED.sub("", html)


def html_without_attributes(html: str) -> str:
    """The page without the attributes that tell scripts what an element is about."""
    return _TOLD.sub(r"\1", html)


def attachment(data: Mapping[str, Any]) -> bytes:
    """The data as the file that goes with a PDF, laid out for people."""
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
