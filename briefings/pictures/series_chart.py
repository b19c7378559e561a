"""Series as inline SVG: a small chart for each fact with several dated values, side by side.

Few values are columns, each with its number; more are a line, with the numbers of the first and the last.
"""

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
_FEW, _WIDE = 5, 14.0  # values up to which a series is columns; px of one


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of a day, both also as they are printed; `source` tells whose series it belongs to."""

    day: date
    value: Decimal
    number: str
    spoken_day: str
    source: str

    @property
    def text(self) -> str:
        """Return all that is said of it."""
        return f"{self.number} on {self.spoken_day}"


@dataclass(frozen=True, slots=True)
class Series:
    """A fact's values by day, and those of the same days that gave way to them."""

    label: str
    counted: str  # unit and period
    values: tuple[DatedValue, ...]
    replaced: tuple[DatedValue, ...] = ()
    scale: str = ""  # series of the same have one axis

    @property
    def most(self) -> Decimal:
        """Return the largest of its values."""
        return max(value.value for value in (*self.values, *self.replaced))

    @property
    def change(self) -> str:
        """Return how the last value differs from the first, in words."""
        first, last = self.values[0], self.values[-1]
        if first.value == last.value:
            return f"{last.number} at both ends"
        return f"{'up' if last.value > first.value else 'down'} from {first.number} to {last.number}"

    @property
    def listing(self) -> str:
        """Return the label and the values in words."""
        return f"{self.label}: {', '.join(value.text for value in self.values)}"


def series_chart(series: Sequence[Series], *, key: str, title: str, narrow: bool = False) -> str:
    """Return a panel for each series; "" without any.

    Each axis begins at nothing; series of one `scale` share it. Columns of another source than the last one's
    are open, and a stretch of a line between values of two sources is dashed, as they may count otherwise. A
    value that another of its day replaced is an open diamond.
    """
    if not series:
        return ""
    columns = 1 if narrow else _COLUMNS
    width = float(NARROW) if narrow else 640.0
    room = (width - _GAP * (columns - 1)) / columns
    entries: list[tuple[svg_marks.Symbol, str]] = []
    if any(_breaks(one) and not _is_few(one) for one in series):
        entries.append((partial(_dash), "between two sources"))
    if any(_breaks(one) and _is_few(one) for one in series):
        entries.append((lambda x, y: _column(x, y + 4, 8, False), "another source than the last"))
    if any(one.replaced for one in series):
        entries.append((partial(dot, "rival"), "replaced or disputed"))
    words, base = svg_marks.legend(entries, width)
    parts, top = [words], base + (8 if entries else 0)
    for start in range(0, len(series), columns):
        row = series[start : start + columns]
        lines = [svg_marks.filled_lines(one.label, room / BOLD_WIDTH_RATIO) for one in row]
        below = [svg_marks.filled_lines(f"{one.counted}: {one.change}", room) for one in row]
        head = max(len(a) + len(b) for a, b in zip(lines, below, strict=True)) * LINE
        for n, (one, names, notes) in enumerate(zip(row, lines, below, strict=True)):
            left = n * (room + _GAP)
            parts += [
                text("chart-title", left, top + LINE * (m + 0.8), name, SMALL, svg_marks.INK, "", True)
                for m, name in enumerate(names)
            ]
            parts += [
                text("chart-note", left, top + LINE * (len(names) + m + 0.8), note)
                for m, note in enumerate(notes)
            ]
            most = max(other.most for other in series if other.scale == one.scale or other is one)
            panel = _columns if _is_few(one) else _panel
            parts += panel(one, most or Decimal(1), left, top + head + 14, room)
        top += head + 14 + _HIGH + 24 + LINE * any(map(_is_few, row))
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


def _is_few(one: Series) -> bool:
    return len(one.values) <= _FEW


def _column(x: float, foot: float, high: float, filled: bool) -> str:
    paint = {"fill": svg_marks.DEEP if filled else svg_marks.PAPER, "stroke": svg_marks.DEEP}
    kind = "chart-dot chart-solid" if filled else "chart-dot chart-outlined"
    return element(
        "rect", kind, x=x - _WIDE / 2, y=foot - high, width=_WIDE, height=high, **paint, stroke_width="1"
    )


def _columns(one: Series, most: Decimal, left: float, top: float, room: float) -> list[str]:
    """Return the plot of a series of few values: a column each, its number above, its day below."""
    foot, step = top + _HIGH, room / len(one.values)
    parts = [rule("chart-axis", left, foot, left + room, foot, svg_marks.SOFT, "0.8")]
    for n, value in enumerate(one.values):
        x, high = left + step * (n + 0.5), _HIGH * float(value.value / most)
        parts.append(_column(x, foot, high, value.source == one.values[-1].source))
        parts += [
            dot("rival", x, foot - _HIGH * float(other.value / most))
            for other in one.replaced
            if other.day == value.day
        ]
        number = svg_marks.truncated(value.number, step - 2, SMALL / BOLD_WIDTH_RATIO)
        parts.append(text("chart-value", x, foot - high - 4, number, SMALL, svg_marks.DEEP, "middle", True))
        for m, line in enumerate(svg_marks.wrapped_lines(value.spoken_day, step - 2)):
            parts.append(text("chart-tick", x, foot + 12 + LINE * m, line, anchor="middle"))
    return parts


def _panel(one: Series, most: Decimal, left: float, top: float, room: float) -> list[str]:
    """Return the plot of a series: its line, its values, and the days of the first and the last."""
    days = [value.day.toordinal() for value in one.values]

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
    first, last = one.values[0].number, one.values[-1].number
    parts.append(
        text("chart-value", left, min(y, top + _HIGH - 4) - 6, first, SMALL, svg_marks.DEEP, "", True)
    )
    parts.append(text("chart-value", left + room, v - 6, last, SMALL, svg_marks.DEEP, "end", True))
    begun, ended = one.values[0].spoken_day, one.values[-1].spoken_day
    parts.append(text("chart-tick", left, top + _HIGH + 12, begun))
    parts.append(text("chart-tick", left + room, top + _HIGH + 12, ended, anchor="end"))
    return parts


def _line(points: Line) -> str:
    words = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element(
        "polyline", "chart-line", points=words, fill="none", stroke=svg_marks.DEEP, stroke_width="1.4"
    )
