"""Columns of entries for WeasyPrint, in which each entry is laid out once.

WeasyPrint finds how high balanced columns are by laying all of them out anew for each height that it tries,
up to twenty times; for a long list of sources that was most of a document. Entries that do not break need no
trying: here they are laid out below each other and then moved to their columns. This stands in for one
function of WeasyPrint's, so it does with the version that it was read in only; any other version lays out its
own columns, which look the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from .weasyprint_import import block, column, weasyprint

VERSION = "70.0"
_ANYWHERE = {"break": "any", "page": None}  # where the next page may begin


def install() -> None:
    """Let columns be laid out here; does nothing for another version of WeasyPrint, or the second time."""
    if weasyprint.__version__ == VERSION:
        block.columns_layout = _laid_out


def _laid_out(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, within: Any, empty: bool,
    absolute: Any, fixed: Any, margins: Any, *firsts: Any,
) -> Any:  # fmt: skip
    """WeasyPrint's `columns_layout`: the box with what fits on the page, and where the next page goes on."""
    own = (context, box, bottom_space, skip_stack, within, empty, absolute, fixed, margins, *firsts)
    ((start, inner),) = (skip_stack or {0: None}).items()
    if inner or not _is_plain(box, box.children[start:]):
        return column.columns_layout(*own)
    new = box.copy_with_children(())
    new.position_y += block.collapse_margin(list(margins))
    block.block_level_width(new, within)
    gap = column.percentage(new.style["column_gap"], new.style, new.width)
    width = (new.width + gap) / new.style["column_count"] - gap
    top = new.content_box_y()
    whole = column._create_column_box(
        new, within, [entry.copy() for entry in box.children[start:]], width, top
    )
    context.in_column = True
    whole, *_ = block.block_box_layout(
        context, whole, -inf, None, within, True, absolute, fixed, [], *firsts, False, None
    )
    context.in_column = False
    entries = whole.children
    ends = [entry.position_y + entry.margin_height() for entry in entries]
    room = context.page_bottom - bottom_space - top
    shares = balanced_columns([entry.position_y for entry in entries], ends, new.style["column_count"], room)
    placed = shares[-1].stop if shares else 0
    block.remove_placeholders(context, entries[placed:], absolute, fixed)
    if not placed and empty:  # an entry higher than a page
        return column.columns_layout(*own)
    if not placed:
        return None, (0, None), _ANYWHERE, [], False
    for share in shares:
        if share.stop < len(entries):
            entries[share.stop - 1].margin_bottom = 0  # nothing is below it any more
    for number, share in enumerate(shares):
        part = column._create_column_box(new, within, entries[share.start : share.stop], width, top)
        part.position_x += number * (width + gap)
        new.children += (part,)
    _move(new, top)
    return new, {start + placed: None} if placed < len(entries) else None, _ANYWHERE, [], False


def _move(box: Any, top: float) -> None:
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


def _is_plain(box: Any, entries: Sequence[Any]) -> bool:
    """Whether columns hold nothing but blocks that are kept whole, and as many columns as stated are
    balanced."""
    style = box.style
    return (
        (style["column_width"], style["column_fill"], style["height"]) == ("auto", "balance", "auto")
        and style["column_gap"] != "normal"
        and (style["direction"], style["position"]) == ("ltr", "static")
        and bool(entries)
        and all(
            entry.is_in_normal_flow()
            and (entry.style["break_inside"], entry.style["column_span"]) == ("avoid", "none")
            and {entry.style["break_before"], entry.style["break_after"]} == {"auto"}
            for entry in entries
        )
    )


def balanced_columns(starts: Sequence[float], ends: Sequence[float], count: int, most: float) -> list[range]:
    """Which entries stand in which column, the columns as short as can be; what is too much for all is left
    out.

    `starts` and `ends` are where entries stand below each other, `most` is how high a column may be.
    """
    height = min(most, (ends[-1] - starts[0]) / count)
    while True:
        shares, higher = _filled(starts, ends, count, height)
        if not higher:
            return shares
        if higher > most:  # the rest goes to the next page, all of it where not even each column has an entry
            return shares if len(shares) == count else []
        height = higher


def _filled(
    starts: Sequence[float], ends: Sequence[float], count: int, height: float
) -> tuple[list[range], float]:
    """Columns of a height, each with all that it has room for; and the next height at which one takes more,
    if any."""
    shares: list[range] = []
    first, more = 0, inf
    while first < len(ends) and len(shares) < count:
        end = first
        while end < len(ends) and ends[end] - starts[first] <= height * (1 + 1e-9):
            end += 1
        if end < len(ends):
            more = min(more, ends[end] - starts[first])
        if end == first:
            break
        shares.append(range(first, end))
        first = end
    return shares, more if first < len(ends) else 0
