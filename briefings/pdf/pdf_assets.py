"""The inputs and the result of a PDF: all that can be imported without the typesetter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.digests import digest
from ..files.fingerprint import BuildInputs

STYLE = "briefing.css"
STYLESHEET = f"assets/{STYLE}"


def print_assets(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the stylesheet and fonts of PDFs: TrueType, as unpacking WOFF2 takes a third of a second."""
    fonts = {f"assets/{name}": data for name, data in templates.items() if name.endswith(".ttf")}
    sheet = templates[STYLE].decode().replace('.woff2") format("woff2")', '.ttf") format("truetype")')
    return {STYLESHEET: sheet.encode(), **fonts}


@dataclass(frozen=True)
class PdfAssets:
    """Stylesheet and fonts by name; `digest` is of them and of the code and libraries that use them."""

    digest: str
    style: str
    stylesheet: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class PdfJob:
    """A PDF to make: a document's name and its page."""

    name: str
    html: str
    one_page: bool


@dataclass(frozen=True)
class RenderedPdf:
    """A PDF, its number of pages and, for a one-pager, the density step that it took."""

    data: bytes
    pages: int
    step: int


def pdf_assets(templates: Mapping[str, bytes]) -> PdfAssets:
    """Return what every PDF of a build is made with."""
    files = print_assets(templates)
    style = digest(*(part for item in sorted(files.items()) for part in item))
    return PdfAssets(BuildInputs.of({}, style).printing, style, STYLESHEET, files)
