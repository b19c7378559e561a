"""WeasyPrint, with what this project changes in it until it does the same itself.

**Import.** WeasyPrint looks up each C library under several names, the exact one among them. For every name
that fails, `ctypes.util.find_library` runs ldconfig, the compiler and the linker, some fifty processes in
all: without it, the import takes little more than half the time and finds the same libraries.

**Fonts.** Fontconfig would offer every font of the machine for letters that the page's own fonts lack, and
apply the machine's rules for choosing and hinting. It is given an empty configuration while WeasyPrint is
imported and whenever a `BundledFonts` is made, so that a PDF knows the fonts of its stylesheet and no others.

**Columns.** WeasyPrint balances columns by laying out all entries anew for each height that it tries, up to
twenty times, which was most of the time of a document with a long list of sources. Entries that are kept
whole need one layout: here they are laid out below each other and then moved to their columns, with the same
result. This replaces `layout.block.columns_layout` and uses the private `layout.column._create_column_box`,
so it applies to the one version in which these were read. Any other version lays out its own columns.

**Lines.** Where a text fits on its line but for the space at its end, WeasyPrint breaks it behind its first
word. Here it stays whole. This replaces `layout.inline.split_first_line`, in the same version.

**Pictures.** WeasyPrint sets the text of an SVG letter by letter: Arabic letters would not join and stand in
the wrong order, Indic ones not form their ligatures. Here a text without a place for each letter is shaped as
a whole, as browsers do it, which also takes less time. This replaces `svg.TAGS["text"]`, in the same version.
"""

from __future__ import annotations

import ctypes.util
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Any

_NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><reset-dirs/><cachedir>{folder}</cachedir><config><rescan><int>0</int></rescan></config></fontconfig>
"""


@contextmanager
def _no_machine_fonts() -> Iterator[None]:
    """Let Fontconfig read an empty configuration; it looks for its file whenever one is loaded."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="briefings-fonts-") as folder:
        path = os.path.join(folder, "fonts.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(_NO_FONTS.format(folder=folder))
        os.environ["FONTCONFIG_FILE"] = path
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
                yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


_find_library = ctypes.util.find_library
if sys.platform.startswith("linux"):
    ctypes.util.find_library = lambda name: None
try:
    with _no_machine_fonts():
        import weasyprint as weasyprint
        import weasyprint.layout.block
        import weasyprint.layout.column
        import weasyprint.layout.inline
        import weasyprint.svg
        import weasyprint.text.line_break
        from weasyprint.formatting_structure.boxes import LineBox as LineBox
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
        from weasyprint.urls import URLFetcher as URLFetcher
        from weasyprint.urls import URLFetcherResponse as URLFetcherResponse
finally:
    ctypes.util.find_library = _find_library


class BundledFonts(FontConfiguration):
    """The fonts of stylesheets alone, none of the machine's."""

    def __init__(self) -> None:
        with _no_machine_fonts():
            super().__init__()

    @property
    def is_empty(self) -> bool:
        """True while no stylesheet has loaded a font: Pango would crash over the first letter."""
        return self._folder is None


Private = Any  # these modules have no types
css: Private = weasyprint.css
block: Private = weasyprint.layout.block
column: Private = weasyprint.layout.column
inline: Private = weasyprint.layout.inline
line_break: Private = weasyprint.text.line_break
svg: Private = weasyprint.svg
draw_svg_text: Private = svg.text

Document = Private  # laid out, with its pages and boxes
Box = Private
Style = Private  # of a box: a dict that works out what it is asked for

VERSION = "70.0"


def install() -> None:
    """Let columns and lines be laid out here; do nothing for another version, or the second time."""
    if weasyprint.__version__ == VERSION:
        block.columns_layout = _columns_layout
        inline.split_first_line = split_first_line
        svg.text = svg.TAGS["text"] = _draw_text  # it is asked for under both names


def split_first_line(
    text: str, style: Any, context: Any, most: float | None, *rest: Any, **options: Any
) -> Any:
    """Split a text as WeasyPrint does, but leave one whole that fits without the space at its end."""
    line = line_break.split_first_line(text, style, context, most, *rest, **options)
    _, length, resume, *_ = line
    kept = text.rstrip(" ")
    has_words = b" " in text.encode()[:length].strip()
    if resume is None or has_words or most is None or kept == text or style["white_space"] != "normal":
        return line
    whole = line_break.split_first_line(kept, style, context, most, *rest, **options)
    return whole if whole[2] is None and whole[3] <= most else line


class _OneLetter(str):
    """A text whose only letter is the text, to one who takes it letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _draw_text(drawing: Any, node: Any, font_size: float) -> None:
    """Draw the text of an SVG node in one piece, unless its letters have places of their own."""
    has_places = any(" " in node.get(key, "").strip() for key in ("x", "y", "dx", "dy", "rotate"))
    if node.text and not has_places and not node.get("letter-spacing"):
        node._etree_node.text = _OneLetter(node.text)
    draw_svg_text(drawing, node, font_size)


def _columns_layout(*arguments: Any) -> Any:
    """Lay out a box with columns; return it with what fits on the page, and where the next page continues.

    Takes and returns the same as WeasyPrint's function, which is called for columns that are not plain.
    """
    context, box, bottom_space, skip_stack, within, empty, absolute, fixed, margins, *firsts = arguments
    start, inner = next(iter((skip_stack or {0: None}).items()))
    if inner or not _is_plain(box, box.children[start:]):
        return column.columns_layout(*arguments)
    next_page = {"break": "any", "page": None}  # one for each call: WeasyPrint writes into it
    new = box.copy_with_children(())
    new.position_y += block.collapse_margin(list(margins))
    block.block_level_width(new, within)
    gap = column.percentage(new.style["column_gap"], new.style, new.width)
    width = (new.width + gap) / new.style["column_count"] - gap
    top = new.content_box_y()
    copies = [entry.copy() for entry in box.children[start:]]
    whole = column._create_column_box(new, within, copies, width, top)
    context.in_column = True
    whole, *_ = block.block_box_layout(
        context, whole, -inf, None, within, True, absolute, fixed, [], *firsts, False, None
    )
    context.in_column = False
    entries = whole.children
    starts = [entry.position_y for entry in entries]
    ends = [entry.position_y + entry.margin_height() for entry in entries]
    room = context.page_bottom - bottom_space - top
    columns = balanced_columns(starts, ends, new.style["column_count"], room)
    placed = columns[-1].stop if columns else 0
    block.remove_placeholders(context, entries[placed:], absolute, fixed)
    if not placed and empty:  # an entry higher than a page
        return column.columns_layout(*arguments)
    if not placed:
        return None, (0, None), next_page, [], False
    for number, share in enumerate(columns):
        if share.stop < len(entries):
            entries[share.stop - 1].margin_bottom = 0  # nothing is below it any more
        part = column._create_column_box(new, within, entries[share.start : share.stop], width, top)
        part.position_x += number * (width + gap)
        new.children += (part,)
    _move(new, top)
    return new, {start + placed: None} if placed < len(entries) else None, next_page, [], False


def _move(box: Box, top: float) -> None:
    """Move the entries to where their columns are, and make all columns as high as the highest."""
    for part in box.children:
        first, last = part.children[0], part.children[-1]
        right, up = part.position_x - first.position_x, first.position_y - top
        for entry in part.children:
            entry.translate(right, -up)
        part.height = last.position_y + last.margin_height() - top
    box.height = max(part.height for part in box.children)
    for part in box.children:
        part.height = box.height


def _is_plain(box: Box, entries: Sequence[Box]) -> bool:
    """Return True if columns are balanced, as many as stated, and hold only blocks kept whole."""
    style = box.style
    return (
        (style["column_width"], style["column_fill"], style["height"]) == ("auto", "balance", "auto")
        and style["column_gap"] != "normal"
        and (style["direction"], style["position"]) == ("ltr", "static")
        and bool(entries)
        and all(map(_is_kept_whole, entries))
    )


def _is_kept_whole(entry: Box) -> bool:
    style = entry.style
    return (
        entry.is_in_normal_flow()
        and (style["break_inside"], style["column_span"]) == ("avoid", "none")
        and (style["break_before"], style["break_after"]) == ("auto", "auto")
    )


def balanced_columns(starts: Sequence[float], ends: Sequence[float], count: int, most: float) -> list[range]:
    """Return the numbers of the entries in each column, the columns as short as can be.

    `starts` and `ends` are the positions of the entries below each other, `most` is the greatest height of a
    column. Entries for which there is no room are left out.
    """
    height = min(most, (ends[-1] - starts[0]) / count)
    while True:
        columns, higher = _filled(starts, ends, count, height)
        if not higher:
            return columns
        if higher > most:  # the rest goes to the next page: all of it if some column has no entry
            return columns if len(columns) == count else []
        height = higher


def _filled(
    starts: Sequence[float], ends: Sequence[float], count: int, height: float
) -> tuple[list[range], float]:
    """Fill columns of a height; return them and the next height at which one holds more, 0 if all fit."""
    columns: list[range] = []
    first, more = 0, inf
    while first < len(ends) and len(columns) < count:
        end = first
        while end < len(ends) and ends[end] - starts[first] <= height * (1 + 1e-9):
            end += 1
        if end < len(ends):
            more = min(more, ends[end] - starts[first])
        if end == first:
            break
        columns.append(range(first, end))
        first = end
    return columns, more if first < len(ends) else 0
