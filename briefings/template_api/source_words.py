"""The words that claims quote from their sources, as far as readers may see them, and where they stand."""

from __future__ import annotations

import re
from urllib.parse import quote

from ..facts.claims import Claim
from ..facts.view import View
from ..records.entities import Source

_MARKS = "\"'“”"
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`]+")


def shown_quote(view: View, claim: Claim) -> str:
    """Return the words that a claim quotes; "" for none, and where they may not be shown.

    They stay within the desk's own release: an edition for others has none, nor has any if the source is not
    quotable.
    """
    may = claim.source.quotable and view.at.release >= view.desk.release
    return str(claim.record.quote or "") if may else ""


def shown_readings(view: View, claim: Claim) -> list[str]:
    """Return what a claim reads as what: "188 counties" as 188 districts; without the source's words if they
    may not be shown."""
    may = claim.source.quotable and view.at.release >= view.desk.release
    readings = [tuple(map(str.strip, text.split("->", 1))) for text in claim.record.read_as]
    return [f"“{words.strip(_MARKS)}” as {reading}" if may else reading for words, reading in readings]


def address(source: Source) -> str:
    """Return the address of a source for a link; "" for none, or one that no browser fetches."""
    return str(source.url) if source.url and is_web_address(source.url) else ""


def is_web_address(text: str) -> bool:
    """Return True for an address that a page may link to."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def address_of_words(source: Source, words: str) -> str:
    """Return a source's address that leads a browser to some words of it; "" for a source without."""
    whole = address(source)
    if not whole or not words:
        return whole
    # in https://wicg.github.io/scroll-to-text-fragment a hyphen, comma or ampersand has a meaning
    text = quote(words, safe="").replace("-", "%2D")
    return f"{whole}{'' if '#' in whole else '#'}:~:text={text}"
