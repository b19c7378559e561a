"""Charts as inline SVG: amounts with ranges, timelines, sparklines; values in, text out.

Drawn to be 170 mm wide at 640 px. Screen readers read the title; the page prints its own caption. A chart
that would be too small on a phone has a second form, drawn for one: `narrow` asks for it. It has no name or
description, as those of the first form stand for both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Literal

from . import svg_marks
from .letter_widths import BOLD_WIDTH_RATIO, text_width
from .svg_marks import (
    LINE,
    NARROW,
    SMALL,
    TEXT,
    Bound,
    Scale,
    bar,
    chart_svg,
    dot,
    legend,
    narrow_svg,
    rule,
    status_style,
    text,
    truncated,
)

_TALLEST, _PITCH, _LANES = 260, 15.0, 7  # px: height of a timeline, from row to row; lanes with names
# Px for a whole and for a cut label, tried in turn.
_ROOMS = ((300, 300), (300, 180), (300, 130), (230, 100), (130, 100), (100, 100))
_APART = 7.0  # px between what stands side by side in a row
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ChartRow:
    """An amount: bounds as in Quantity, `text` as printed, `kind` a status, `rivals` from other sources."""

    label: str
    low: Bound
    high: Bound
    approximate: bool
    text: str
    kind: str = "done"
    rivals: tuple[tuple[Bound, Bound, str], ...] = ()
    note: str = ""

    @property
    def pairs(self) -> list[tuple[Bound, Bound]]:
        """Return the bounds of the amount, then those of its rivals."""
        return [(self.low, self.high), *((low, high) for low, high, _ in self.rivals)]


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """An event from `first` through `last`, or `within` them on an unknown day.

    Items of a lane stand together.
    """

    label: str
    first: date
    last: date
    lane: str = ""
    kind: str = "done"
    within: bool = False


def range_chart(
    rows: Sequence[ChartRow],
    *,
    key: str,
    title: str,
    description: str,
    unit: str,
    heading: str = "",
    period: str = "",
    width: int = 640,
    log: bool | Literal["auto"] = "auto",
    narrow: bool = False,
) -> str:
    """Return amounts on one axis, label left, printed amount right; "" if no row has a number.

    The narrow form has each label above its mark, and is as wide as `NARROW`. Above the rows stand `heading`
    and what is counted, with its `period`.

    "auto" is logarithmic if the largest number is over 100 times the smallest. With a number of 0 or below
    the axis is always linear.
    """
    pairs = [pair for row in rows for pair in row.pairs]
    amounts = [bound for pair in pairs for bound in pair if bound is not None]
    if not amounts:
        return ""
    width = NARROW if narrow else width
    names, most = (width, 0.3 * width) if narrow else (0.42 * width, 0.2 * width)
    values = [svg_marks.wrapped_lines(row.text, most / BOLD_WIDTH_RATIO, TEXT) for row in rows]
    others = [[truncated(words, most) for _, _, words in row.rivals] for row in rows]
    widths = [text_width(line) * TEXT * BOLD_WIDTH_RATIO for lines in values for line in lines]
    widths += [text_width(line) * SMALL for lines in others for line in lines]
    start = 20 if narrow else names + 24
    scale = Scale.of(amounts, log, start, width - max(20, *widths, 0) - (12 if narrow else 24))
    kinds = {row.kind: None for row in rows if row.low is not None or row.high is not None}
    entries = svg_marks.status_entries(kinds) if [*kinds] != ["done"] else []
    if any(row.approximate for row in rows):
        entries.append((partial(dot, "solid", about=True), "about"))
    if any(low is not None and high is not None and low != high for low, high in pairs):
        entries.append((lambda x, y: bar("solid", x - 8, x + 8, y), "from … to"))
    if any((low is None) != (high is None) for low, high in pairs):
        entries.append((lambda x, y: svg_marks.arrow(x - 8, y, 16), "at least, at most"))
    if any(row.rivals for row in rows):
        entries.append((partial(dot, "rival"), "another source"))
    head, down = svg_marks.chart_head(heading, svg_marks.capitalised(unit), period, width)
    words, base = legend(entries, width, down + 10)
    top = y = max(base, down) + 8
    parts = [*head, words]
    for row, value, other in zip(rows, values, others, strict=True):
        base = y + 14
        label, note = svg_marks.wrapped_lines(row.label, names, TEXT), truncated(row.note, names)
        parts += [
            text("chart-label", 0, base + n * LINE, line, TEXT, svg_marks.INK) for n, line in enumerate(label)
        ]
        parts.append(text("chart-note", 0, base + len(label) * LINE, note))
        above = (len(label) + bool(note)) if narrow else 0
        base += above * LINE
        parts += [
            text("chart-value", width, base + n * LINE, v, TEXT, svg_marks.DEEP, "end", True)
            for n, v in enumerate(value)
        ]
        parts.append(scale.mark(base - 3.6, row.low, row.high, status_style(row.kind), row.approximate))
        for n, (line, (low, high, _)) in enumerate(zip(other, row.rivals, strict=True), max(1, len(value))):
            parts.append(
                text("chart-rival-value", width, base + n * LINE, line, SMALL, svg_marks.ALARM, "end")
            )
            parts.append(scale.mark(base + n * LINE - 3.3, low, high, "rival"))
        beside = 0 if narrow else len(label) + bool(note)
        lines = max(1, beside, max(1, len(value)) + len(other) if other else len(value))
        y = base + (lines - 1) * LINE + 6
        parts.append(rule("chart-row", 0, y, width, y, svg_marks.HAIR))
    grid = [rule("chart-gridline", scale.x(tick), top, scale.x(tick), y + 4) for tick in scale.ticks]
    axis = [rule("chart-axis", scale.left, y, scale.right, y, svg_marks.SOFT, "0.8")]
    axis += [text("chart-tick", scale.x(tick), y + 14, f"{tick:,f}", anchor="middle") for tick in scale.ticks]
    axis.append(text("chart-unit", scale.left, y + 27, truncated(scale.words(unit), width - scale.left)))
    whole = [*grid, *parts, *axis]
    if narrow:
        return narrow_svg("chart-ranges", width, round(y + 31), whole)
    return chart_svg("chart-ranges", key, title, description, width, round(y + 31), whole)


@dataclass(frozen=True)
class _PlacedItem:
    """An item with its mark and its label, in pixels."""

    item: TimelineItem
    mark: Span
    label: str
    x: float
    inside: bool

    def svg(self, y: float) -> str:
        (a, b), style = self.mark, status_style(self.item.kind)
        day = self.item.first == self.item.last
        mark = dot(style, (a + b) / 2, y) if day else bar(style, a, b, y, high=12.0 if self.inside else 7.0)
        if self.item.within and not day:
            mark = svg_marks.band(a, b, y, 12.0 if self.inside else 7.0, style)
        kind, ink = (
            ("chart-inside", svg_marks.PAPER)
            if self.inside and style == "solid" and not self.item.within
            else ("chart-event", svg_marks.INK)
        )
        return mark + text(kind, self.x, y + 3.3, self.label, SMALL, ink)

    @cached_property
    def extent(self) -> Span:
        """Return the left and right end of mark and label; cached, as later items compare with it."""
        return min(self.mark[0], self.x), max(self.mark[1], self.x + text_width(self.label) * SMALL)


def _places(item: TimelineItem, mark: Span, frame: Span, room: float) -> list[_PlacedItem]:
    """Return the places for a label: inside its bar, right of it, left of it; else cut on the wider side."""
    a, b = mark
    label = truncated(item.label, room)
    wide = text_width(label) * SMALL
    if item.first != item.last and wide + 8 <= b - a:
        return [_PlacedItem(item, mark, label, a + 4, True)]
    sides = [
        x for x, fits in ((b + 5, b + 5 + wide <= frame[1]), (a - 5 - wide, a - 5 - wide >= frame[0])) if fits
    ]
    if not sides:
        inner, after, before = b - a - 8, frame[1] - b - 5, a - 5 - frame[0]
        label = truncated(label, max(inner, after, before))
        wide = text_width(label) * SMALL
        if inner >= max(after, before):
            return [_PlacedItem(item, mark, label, a + 4, True)]
        sides = [b + 5 if after >= before else a - 5 - wide]
    return [_PlacedItem(item, mark, label, x, False) for x in sides]


class _Row:
    """A row of a lane: what was placed in it, and how far to the right it reaches."""

    def __init__(self, first: _PlacedItem) -> None:
        self.places = [first]
        self._end = first.extent[1]

    def takes(self, place: _PlacedItem) -> bool:
        """Put a place into the row; return False if there is no room for it."""
        # as items come by their days, most are free of all before or hit one of the last
        free = self._end + _APART <= place.extent[0]
        if free or all(_clear(place.extent, other.extent) for other in reversed(self.places)):
            self.places.append(place)
            self._end = max(self._end, place.extent[1])
            return True
        return False


def _stacked(
    items: Sequence[TimelineItem],
    x: Callable[[int], float],
    frame: Span,
    rooms: tuple[float, float],
    most: int,
    cut: bool,
) -> list[list[_PlacedItem]]:
    """Return at most so many rows of items, each in the first row with room for its mark and label.

    A label is cut before a row is added; `rooms` are the pixels for a whole and for a cut label. When all
    rows are there, an item that fits none is left out if the lane is to be cut; else stacking ends with it.
    """
    rows: list[_Row] = []
    for item in items:
        start, end = x(item.first.toordinal()), x(item.last.toordinal() + 1)
        mark = (start - 4, start + 4) if item.first == item.last else (start, max(end, start + 4))
        places = [place for room in rooms for place in _places(item, mark, frame, room)]
        if any(row.takes(place) for place in places for row in rows):
            continue
        if len(rows) < most:
            rows.append(_Row(places[0]))
        elif not cut:
            break
    return [row.places for row in rows]


def _clear(one: Span, other: Span) -> bool:
    return one[1] + _APART <= other[0] or other[1] + _APART <= one[0]


def _left_out(count: int) -> tuple[svg_marks.Symbol, str]:
    return lambda x, y: text("chart-key", x, y + 3.3, "…", anchor="middle"), f"{count} more not shown"


def _form_entries(items: Sequence[TimelineItem]) -> list[tuple[svg_marks.Symbol, str]]:
    """The entries of the key for the forms of the marks: a dot, a bar, a pale band."""
    entries: list[tuple[svg_marks.Symbol, str]] = []
    if any(item.first == item.last for item in items):
        entries.append((lambda x, y: dot("solid", x, y), "on that day"))
    if any(item.first != item.last and not item.within for item in items):
        entries.append((lambda x, y: bar("solid", x - 8, x + 8, y), "on all these days"))
    if any(item.first != item.last and item.within for item in items):
        entries.append((lambda x, y: svg_marks.band(x - 8, x + 8, y), "on a day within"))
    return entries


def timeline(
    items: Sequence[TimelineItem],
    *,
    key: str,
    title: str,
    describe: Callable[[Sequence[TimelineItem]], str],
    first: date,
    last: date,
    heading: str = "",
    period: str = "",
    note: str = "",
    width: int = 640,
) -> str:
    """Return events on a time axis: a dot for a day, a bar for more, lane by lane; "" if there are none.

    Above them stand `heading` and `period`; `describe` makes the text alternative of those that were drawn.
    Labels never meet. If 260 px are too few, labels are cut; then items are left out and counted in the key.
    """
    shown = [item for item in items if item.first <= last and item.last >= first]
    if not shown or last <= first:
        return ""
    names = list(dict.fromkeys(item.lane for item in shown))
    lanes: dict[str, list[TimelineItem]] = {}
    for item in sorted(shown, key=lambda item: (names.index(item.lane), item.first, item.last, item.label)):
        lanes.setdefault(item.lane if names.index(item.lane) < _LANES else "Other", []).append(item)
    left = 0.16 * width if any(lanes) else 8.0
    days, span = (last - first).days + 1, width - left - 8

    def x(day: int) -> float:
        return left + span * max(0, min(days, day - first.toordinal())) / days

    entries = svg_marks.status_entries(item.kind for item in shown)
    entries += [*_form_entries(shown), _left_out(len(shown))]
    most = _TALLEST - 25 - 6 * len(lanes) - legend(entries, width)[1]
    rows = int(most // _PITCH) + 1  # of which a lane cannot have as many
    for rooms in _ROOMS:
        cut = rooms is _ROOMS[-1]
        stacks = [_stacked(lane, x, (left, width), rooms, rows, cut) for lane in lanes.values()]
        if _PITCH * sum(map(len, stacks)) <= most:
            break
    while _PITCH * sum(map(len, stacks)) > most:
        max(stacks, key=len).pop()  # its last row, which has the fewest
    drawn = [place.item for stack in stacks for row in stack for place in row]
    kinds = [item.kind for item in drawn]
    entries = svg_marks.status_entries(kinds) if any(status_style(kind) != "solid" for kind in kinds) else []
    entries += _form_entries(drawn)
    entries += [_left_out(len(shown) - len(kinds))] if len(kinds) < len(shown) else []
    head, down = svg_marks.chart_head(heading, period, "", width)
    words, base = legend(entries, width, down + 10)
    top = y = max(base, down) + 8
    parts = [*head, words]
    for name, stack in zip(lanes, stacks, strict=True):
        parts.append(rule("chart-row", 0, y, width, y, svg_marks.HAIR))
        lines = svg_marks.wrapped_lines(name, left - 12, TEXT, 2 if len(stack) > 1 else 1)
        parts += [
            text("chart-label", 0, y + 14.6 + n * LINE, line, TEXT, svg_marks.INK)
            for n, line in enumerate(lines)
        ]
        parts += [place.svg(y + 11 + _PITCH * n) for n, row in enumerate(stack) for place in row]
        y += _PITCH * len(stack) + 6
    ticks = [
        (x(day.toordinal()), words)
        for day, words in svg_marks.date_ticks(first, last, max(1, int(span // 54)))
    ]
    grid = [rule("chart-gridline", at, top, at, y + 12, svg_marks.HAIR) for at, _ in ticks]
    axis = [rule("chart-axis", left, y, width, y, svg_marks.SOFT, "0.8")]
    axis += [
        text("chart-tick", at + 3, y + 12, w) for at, w in ticks if at + 3 + text_width(w) * SMALL <= width
    ]
    foot = [text("chart-note", 0, y + 27, note)] if note else []
    high = round(y + 17 + 15 * bool(note))
    whole = [*grid, *parts, *axis, *foot]
    return chart_svg("chart-timeline", key, title, describe(drawn), width, high, whole)


def sparkline(values: Sequence[tuple[date, Decimal]], *, key: str, title: str) -> str:
    """Return a line of 60 by 14 px through the numbers, with a dot at the last; "" without numbers."""
    if not values:
        return ""
    days, amounts = zip(*sorted(values), strict=True)
    span, low, high = (days[-1] - days[0]).days, min(amounts), max(amounts)
    xs = [3 + 53 * ((day - days[0]).days / span if span else 1.0) for day in days]
    ys = [11 - 8 * (float((amount - low) / (high - low)) if high > low else 0.5) for amount in amounts]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    paint = {"fill": "none", "stroke": svg_marks.DEEP, "stroke_width": "1.2", "stroke_linejoin": "round"}
    line = svg_marks.element("polyline", "chart-line", points=points, **paint) if span else ""
    return chart_svg("chart-spark", key, title, "", 60, 14, [line, dot("solid", xs[-1], ys[-1], radius=1.8)])
