"""Series as inline SVG: a small line chart for each fact with several dated values, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from . import svg_marks
from .letter_widths import BOLD_WIDTH_RATIO
from .line_geometry import Line
from .svg_marks import LINE, NARROW, SMALL, chart_svg, dot, element, narrow_svg, rule, text

_COLUMNS, _GAP, _HIGH = 3, 18.0, 58.0  # side by side; px between two; px of the plot


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of a day; `source` tells whose series it belongs to, and `text` is what is printed of it."""

    day: date
    value: Decimal
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """A fact's values by day, and those of the same days that gave way to them."""

    label: str
    counted: str  # unit and period
    values: tuple[DatedValue, ...]
    replaced: tuple[DatedValue, ...] = ()

    @property
    def listing(self) -> str:
        """Return the label and the values in words."""
        return f"{self.label}: {', '.join(value.text for value in self.values)}"


def series_chart(series: Sequence[Series], *, key: str, title: str, narrow: bool = False) -> str:
    """Return a panel for each series, its first and last value labelled; "" without any.

    Each axis begins at nothing. A stretch between values of two sources is dashed, as they may count
    otherwise; a value that another of its day replaced is an open diamond.
    """
    if not series:
        return ""
    columns = 1 if narrow else _COLUMNS
    width = float(NARROW) if narrow else 640.0
    room = (width - _GAP * (columns - 1)) / columns
    entries: list[tuple[svg_marks.Symbol, str]] = []
    if any(_breaks(one) for one in series):
        entries.append((partial(_dash), "between two sources"))
    if any(one.replaced for one in series):
        entries.append((partial(dot, "rival"), "replaced or disputed"))
    words, base = svg_marks.legend(entries, width)
    parts, top = [words], base + (8 if entries else 0)
    for start in range(0, len(series), columns):
        row = series[start : start + columns]
        lines = [svg_marks.wrapped_lines(one.label, room / BOLD_WIDTH_RATIO, SMALL) for one in row]
        head = max(map(len, lines)) * LINE + LINE
        for n, (one, names) in enumerate(zip(row, lines, strict=True)):
            left = n * (room + _GAP)
            parts += [
                text("chart-title", left, top + LINE * (m + 0.8), name, SMALL, svg_marks.INK, "", True)
                for m, name in enumerate(names)
            ]
            counted = svg_marks.truncated(one.counted, room)
            parts.append(text("chart-note", left, top + LINE * (len(names) + 0.8), counted))
            parts += _panel(one, left, top + head + 14, room)
        top += head + 14 + _HIGH + 24
    if narrow:
        return narrow_svg("chart-series", width, round(top), parts)
    description = f"{title}. {'; '.join(one.listing for one in series)}."
    return chart_svg("chart-series", key, title, description, width, round(top), parts)


def _breaks(one: Series) -> bool:
    return len({value.source for value in one.values}) > 1


def _dash(x: float, y: float) -> str:
    return rule("chart-line", x - 9, y, x + 9, y, svg_marks.DEEP, "1.4").replace(
        "/>", ' stroke-dasharray="3 2"/>'
    )


def _panel(one: Series, left: float, top: float, room: float) -> list[str]:
    """Return the plot of a series: its line, its values, and the days of the first and the last."""
    days = [value.day.toordinal() for value in one.values]
    most = max(value.value for value in (*one.values, *one.replaced)) or Decimal(1)

    def at(value: DatedValue) -> tuple[float, float]:
        part = (value.day.toordinal() - days[0]) / max(1, days[-1] - days[0])
        return left + 5 + part * (room - 10), top + _HIGH * (1 - float(value.value / most))

    points = [at(value) for value in one.values]
    parts = [rule("chart-axis", left, top + _HIGH, left + room, top + _HIGH, svg_marks.SOFT, "0.8")]
    for before, after, a, b in zip(one.values, one.values[1:], points, points[1:], strict=False):
        line = _line([a, b])
        parts.append(
            line if before.source == after.source else line.replace("/>", ' stroke-dasharray="3 2"/>')
        )
    parts += [dot("rival", *at(value)) for value in one.replaced]
    parts += [dot("solid", x, y, radius=2.6) for x, y in points]
    (_, y), (_, v) = points[0], points[-1]
    first, last = one.values[0].text.split(" on ")[0], one.values[-1].text.split(" on ")[0]
    parts.append(
        text("chart-value", left, min(y, top + _HIGH - 4) - 6, first, SMALL, svg_marks.DEEP, "", True)
    )
    parts.append(text("chart-value", left + room, v - 6, last, SMALL, svg_marks.DEEP, "end", True))
    begun, ended = one.values[0].text.split(" on ")[-1], one.values[-1].text.split(" on ")[-1]
    parts.append(text("chart-tick", left, top + _HIGH + 12, begun))
    parts.append(text("chart-tick", left + room, top + _HIGH + 12, ended, anchor="end"))
    return parts


def _line(points: Line) -> str:
    words = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element(
        "polyline", "chart-line", points=words, fill="none", stroke=svg_marks.DEEP, stroke_width="1.4"
    )
