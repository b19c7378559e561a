"""Fonts among the templates: the characters they cover, and the faces of those that a desk has added.

Read from the bytes of the files; the fonts of the machine are never asked. fontTools is loaded only if a desk
has added a font or a text goes beyond ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from .problems import BriefingsError

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDER = "fonts/"
_FORMATS = {".ttf": "truetype", ".otf": "opentype", ".woff2": "woff2"}  # by suffix, as CSS names them
_GENERIC = re.compile(r",\s*sans-serif\b")
_REMEDY = "a TrueType (.ttf), OpenType (.otf) or WOFF2 (.woff2) file of one font in its place"


def is_font(name: str) -> bool:
    """Return True if a template's name is that of a font."""
    return name.startswith(FOLDER) and name.endswith(tuple(_FORMATS))


def print_fonts(names: Iterable[str]) -> list[str]:
    """Return the fonts among the names that PDFs are made with: of WOFF2 and TrueType, TrueType.

    Unpacking WOFF2 takes a third of a second.
    """
    fonts = sorted(filter(is_font, names))
    return [
        name for name in fonts if name.removesuffix(".woff2") + ".ttf" not in fonts or name.endswith(".ttf")
    ]


def screen_fonts(names: Iterable[str]) -> list[str]:
    """Return the fonts among the names that pages load: of WOFF2 and TrueType, WOFF2."""
    fonts = sorted(filter(is_font, names))
    return [
        name for name in fonts if name.removesuffix(".ttf") + ".woff2" not in fonts or name.endswith(".woff2")
    ]


def covered_characters(templates: Mapping[str, bytes]) -> frozenset[int]:
    """Return the code points that some font has a glyph for; raises BriefingsError for a damaged font."""
    return frozenset[int]().union(*(_characters(name, templates[name]) for name in print_fonts(templates)))


@lru_cache(maxsize=64)
def _characters(name: str, data: bytes) -> frozenset[int]:
    return frozenset(_opened(name, data).getBestCmap() or ())


def with_added_fonts(templates: Mapping[str, bytes], style: str) -> dict[str, bytes]:
    """Return the templates, with each font that the stylesheet does not name as a further family of it.

    Added families come before `sans-serif`, by file name, so that they serve for letters the others lack.
    """
    sheet = templates.get(style, b"")
    added = [name for name in screen_fonts(templates) if name.encode() not in sheet]
    if not added:
        return dict(templates)
    families: dict[str, None] = {}
    faces = []
    for name in added:
        font = _opened(name, templates[name])
        family = _in_css(font["name"].getBestFamilyName() or name)
        families[family] = None
        faces.append(_face(name, family, font))
    text = _GENERIC.sub(lambda found: f", {', '.join(families)}{found[0]}", sheet.decode())
    return {**templates, style: f"{text}\n{''.join(faces)}".encode()}


def _face(name: str, family: str, font: TTFont) -> str:
    weight = min(900, max(100, round(font["OS/2"].usWeightClass, -2)))
    slant = "; font-style: italic" if font["OS/2"].fsSelection & 1 else ""
    kind = _FORMATS[name[name.rindex(".") :]]
    source = f'url({_in_css(name)}) format("{kind}")'
    return f"@font-face {{ font-family: {family}; src: {source}; font-weight: {weight}{slant} }}\n"


def _in_css(text: str) -> str:
    """Return a text as a quoted string of CSS."""
    return '"' + re.sub(r'[\\"\n\r<]', lambda char: f"\\{ord(char[0]):x} ", text) + '"'


def _opened(name: str, data: bytes) -> TTFont:
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), lazy=True)
        missing = [table for table in ("cmap", "name", "OS/2", "head") if table not in font]
        if missing:
            raise BriefingsError(f"templates/{name}: has no table {missing[0]!r}", _REMEDY)
        if 0x20 not in (font.getBestCmap() or ()):  # Pango draws a space in the font of the word before it
            raise BriefingsError(
                f"templates/{name}: has no space", "a whole font, not one cut for a web page"
            )
    except BriefingsError:
        raise
    except Exception as error:  # fontTools raises whatever a damaged table runs into
        raise BriefingsError(f"templates/{name}: not a font that can be read: {error}", _REMEDY) from None
    return font
