"""The inputs and the result of a PDF: all that can be imported without the typesetter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..core.digests import digest
from ..core.fonts import print_fonts
from ..files.desk_files import STYLE as STYLE
from ..files.fingerprint import BuildInputs

_WOFF2 = re.compile(r'url\("([^"]+)\.woff2"\) format\("woff2"\)')
STYLESHEET = f"assets/{STYLE}"


def print_assets(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the stylesheet and fonts of PDFs; a font that is there as TrueType is read as such."""
    fonts = {f"assets/{name}": templates[name] for name in print_fonts(templates)}

    def face(source: re.Match[str]) -> str:
        has_truetype = f"assets/{source[1]}.ttf" in fonts
        return f'url("{source[1]}.ttf") format("truetype")' if has_truetype else source[0]

    sheet = _WOFF2.sub(face, templates[STYLE].decode())
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
    """A PDF, its number of pages and, for a one-pager, the facts that it left out for want of room."""

    data: bytes
    pages: int
    left_out: tuple[str, ...] = ()


def pdf_assets(templates: Mapping[str, bytes]) -> PdfAssets:
    """Return what every PDF of a build is made with."""
    files = print_assets(templates)
    style = digest(*(part for item in sorted(files.items()) for part in item))
    return PdfAssets(BuildInputs.of({}, style).printing, style, STYLESHEET, files)
