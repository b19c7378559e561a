"""What goes into the making of a PDF and what comes out, apart from what makes it, which takes long to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Assets:
    """Stylesheet and fonts by name; `digest` stands for them and for the code and libraries they are used with."""

    digest: str
    style: str
    stylesheet: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Sheet:
    """A PDF to make: a document's name and its page."""

    name: str
    html: str
    one_page: bool


@dataclass(frozen=True)
class Pdf:
    data: bytes
    pages: int
    step: int
