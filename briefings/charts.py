"""Charts as inline SVG: amounts and their ranges, timelines, sparklines, grids of membership; values in, text out.

WeasyPrint styles an inline SVG by its attributes alone, so these carry the colours of print; the classes beside them
are for a browser's stylesheet, which overrides attributes. A width of 640 px is meant for 170 mm: text of 7 to 8 pt.
Shape tells what colour tells: filled is what is, outlined what is meant to be, dashed what is feared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import Literal

from .visuals import text_width

_DEEP, _SOFT, _RULE, _HAIR, _ALARM = "#1f4e6b", "#44525b", "#c9d1d5", "#e3e8ea", "#9a2a1c"
_INK, _PALE, _PAPER = "#16232b", "#c3d3dd", "#ffffff"
_TEXT, _SMALL, _LINE = 10.5, 9.5, 12.5  # px: 7.9 and 7.2 pt in print; from line to line
_STYLES = {
    "solid": "done ongoing counted estimate",
    "dashed": "feared forecast unknown",
    "struck": "cancelled suspended",
}
_STYLE = {kind: style for style, kinds in _STYLES.items() for kind in kinds.split()}  # any other kind is outlined
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_GRADES = ("full", "founding", "associate", "observer", "guest", "candidate", "dialogue-partner", "suspended")

Bound = Decimal | None
Symbol = Callable[[float, float], str]  # drawn about a point


@dataclass(frozen=True, slots=True)
class Row:
    """One amount: `low` and `high` as in Quantity, `text` as printed, `kind` a status, `rivals` what others state."""

    label: str
    low: Bound
    high: Bound
    approximate: bool
    text: str
    kind: str = "done"
    rivals: tuple[tuple[Bound, Bound, str], ...] = ()
    note: str = ""

    @property
    def bounds(self) -> list[Decimal]:
        return [
            n
            for low, high in ((self.low, self.high), *(r[:2] for r in self.rivals))
            for n in (low, high)
            if n is not None
        ]


@dataclass(frozen=True, slots=True)
class Item:
    """Something on a timeline, on one day or from `first` through `last`; items of one `lane` stand together."""

    label: str
    first: date
    last: date
    lane: str = ""
    kind: str = "done"


def _tag(name: str, kind: str, inside: str = "", /, **attributes: object) -> str:
    def shown(value: object) -> str:
        return str(round(value, 1) + 0.0).removesuffix(".0") if isinstance(value, float) else escape(str(value))

    text = "".join(f' {name.replace("_", "-")}="{shown(value)}"' for name, value in attributes.items())
    return f'<{name} class="{kind}"{text}' + (f">{inside}</{name}>" if inside else "/>")


def _text(
    kind: str,
    x: float,
    y: float,
    text: str,
    size: float = _SMALL,
    fill: str = _SOFT,
    anchor: str = "",
    bold: bool = False,
) -> str:
    more = ({"text_anchor": anchor} if anchor else {}) | ({"font_weight": 600} if bold else {})
    return _tag("text", kind, escape(text), x=x, y=y, font_size=size, fill=fill, **more) if text else ""


def _rule(kind: str, x1: float, y1: float, x2: float, y2: float, stroke: str = _RULE, wide: float = 0.6) -> str:
    return _tag("line", kind, x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=str(wide))


def _paint(style: str) -> dict[str, object]:
    paint: dict[str, object] = {"fill": _DEEP if style == "solid" else _PAPER, "stroke": _DEEP, "stroke_width": "1.3"}
    if style == "rival":
        paint |= {"stroke": _ALARM}
    return paint | ({"stroke_dasharray": "2 1.5"} if style == "dashed" else {})


def _dot(style: str, x: float, y: float, about: bool = False, radius: float = 3.7) -> str:
    if style == "rival":
        return _tag("path", "chart-rival", d=f"M{x:.1f} {y - 4:.1f}l4 4-4 4-4-4z", **_paint(style))
    ring = _tag("circle", "chart-about", cx=x, cy=y, r=radius + 2.9, fill="none", stroke=_SOFT, stroke_width="0.8")
    dot = _tag("circle", f"chart-dot chart-{style}", cx=x, cy=y, r=radius, **_paint(style))
    strike = _rule("chart-strike", x - 6, y, x + 6, y, _DEEP, 1.2) if style == "struck" else ""
    return (ring if about else "") + dot + strike


def _bar(style: str, x1: float, x2: float, y: float, about: bool = False) -> str:
    middle, wide, high = (x1 + x2) / 2, max(4.0, x2 - x1), 3.4 if style == "rival" else 7.0
    x, kind = middle - wide / 2, "chart-rival" if style == "rival" else f"chart-range chart-{style}"
    ring = {"x": x - 2.6, "y": y - high / 2 - 2.6, "width": wide + 5.2, "height": high + 5.2, "rx": 2.6}
    halo = _tag("rect", "chart-about", **ring, fill="none", stroke=_SOFT, stroke_width="0.8") if about else ""
    bar = _tag("rect", kind, x=x, y=y - high / 2, width=wide, height=high, **_paint(style))
    strike = _rule("chart-strike", x - 3, y, x + wide + 3, y, _DEEP, 1.2) if style == "struck" else ""
    return halo + bar + strike


def _arrow(x: float, y: float, length: float, colour: str) -> str:
    head, kind = -3.5 if length > 0 else 3.5, "chart-rival-open" if colour == _ALARM else "chart-open"
    path = f"M{x:.1f} {y:.1f}h{length:.1f}m{head} -3l{-head} 3{head} 3"
    return _tag("path", kind, d=path, fill="none", stroke=colour, stroke_width="1.3")


def _fitted(text: str, room: float, size: float) -> str:
    """As much of it as there is room for, with an ellipsis where it was cut."""
    if text_width(text) * size <= room:
        return text
    while text and text_width(text + "…") * size > room:
        text = text[:-1]
    return text.rstrip(" ,;–-") + "…"


def _wrapped(text: str, room: float, size: float, most: int = 2) -> list[str]:
    lines: list[str] = []
    words = text.split(" ") if text else []
    while words:
        count = 1
        while count < len(words) and text_width(" ".join(words[: count + 1])) * size <= room:
            count += 1
        count = len(words) if len(lines) == most - 1 else count
        lines.append(_fitted(" ".join(words[:count]), room, size))
        words = words[count:]
    return lines


def _svg(kind: str, key: str, title: str, description: str, width: float, height: float, parts: Iterable[str]) -> str:
    key = "chart-" + re.sub(r"[^A-Za-z0-9_-]+", "-", key)
    named = f"{key}-title {key}-desc" if description else f"{key}-title"
    about = f'<desc id="{key}-desc">{escape(description)}</desc>' if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" viewBox="0 0 {width:g} {height:g}" role="img"'
        f' aria-labelledby="{named}" font-family="Briefing Sans"><title id="{key}-title">{escape(title)}</title>{about}'
        f"{''.join(parts)}</svg>"
    )


def _legend(entries: Iterable[tuple[Symbol, str]], width: float, y: float) -> tuple[str, float]:
    """What the marks mean, flowing from the left; and the baseline of its last line."""
    parts, x = [], 0.0
    for symbol, words in entries:
        words = _fitted(words, width - 26, _SMALL)
        wide = 22 + text_width(words) * _SMALL
        if x and x + wide > width:
            x, y = 0.0, y + _LINE + 2
        parts += [symbol(x + 9, y - 3.3), _text("chart-key", x + 22, y, words)]
        x += wide + 12
    return "".join(parts), y


def _statuses(kinds: Iterable[str], words: Callable[[Sequence[str]], str] = ", ".join) -> list[tuple[Symbol, str]]:
    styles: dict[str, dict[str, None]] = {style: {} for style in ("solid", "outlined", "dashed", "struck")}
    for kind in kinds:
        styles[_STYLE.get(kind, "outlined")][kind] = None
    return [((lambda x, y, s=style: _dot(s, x, y)), words(list(found))) for style, found in styles.items() if found]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Amounts to pixels, with the amounts that get a tick; `logarithmic` ones start at a power of ten."""

    ticks: tuple[Decimal, ...]
    end: Decimal
    logarithmic: bool
    left: float
    right: float

    @classmethod
    def of(cls, bounds: Sequence[Decimal], log: bool | Literal["auto"], left: float, right: float) -> _Scale:
        low, high = min(bounds), max(bounds)
        if low > 0 and (high > 100 * low if log == "auto" else log):
            tens = range(low.adjusted(), high.adjusted() + 2)
            rounds = [Decimal(n).scaleb(e) for e in tens for n in (1, 2, 5)]
            end = min(n for n in rounds if n >= high and n > rounds[0])
            ticks = [n for n in rounds if n <= end and (n.normalize().as_tuple().digits == (1,) or len(tens) < 4)]
        else:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
            span = (high - low) or Decimal(1)
            step = min(
                n for e in (-1, 0) for n in (Decimal(m).scaleb(span.adjusted() + e) for m in (1, 2, 5)) if span <= 5 * n
            )
            first, last = low // step - (low % step != 0), max(high // step + (high % step != 0), Decimal(1))
            ticks = [step * n for n in range(int(first), int(last) + 1)]
            end, log = ticks[-1], False
        scale = cls(tuple(ticks), end, bool(log), left, right)
        return cls(tuple(scale._apart()), end, bool(log), left, right)

    def _apart(self) -> Sequence[Decimal]:
        """The ticks whose labels do not meet: all, every second, every third, …"""
        for n in range(1, len(self.ticks)):
            some = self.ticks[::n]
            room = [(self.x(t), text_width(f"{t:,f}") * _SMALL / 2) for t in some]
            if all(x + half + 4 <= right - other for (x, half), (right, other) in pairwise(room)):
                return some
        return self.ticks[:1]

    def x(self, amount: Decimal) -> float:
        start, end = self.ticks[0], self.end
        if self.logarithmic:
            part = float((max(amount, start) / start).log10() / (end / start).log10())
        else:
            part = float((amount - start) / (end - start))
        return self.left + part * (self.right - self.left)

    def words(self, unit: str) -> str:
        if not self.logarithmic:
            return unit[:1].upper() + unit[1:]
        steps = {b / a for a, b in pairwise(self.ticks)}
        each = f": each line is {steps.pop():,f} times the one before" if len(steps) == 1 else ""
        return f"{unit[:1].upper()}{unit[1:]}, logarithmic scale{each}".removeprefix(", ")

    def mark(self, y: float, low: Bound, high: Bound, style: str, about: bool = False) -> str:
        """A dot for one number, a bar between two, a dot and an arrow for one that only bounds; nothing for none."""
        if low is not None and high is not None and low != high:
            return _bar(style, self.x(low), self.x(high), y, about)
        bound = high if low is None else low
        if bound is None:
            return ""
        x, colour = self.x(bound), _ALARM if style == "rival" else _DEEP
        left, right = (-max(14.0, min(28.0, x - self.left)), max(14.0, min(28.0, self.right - x)))
        arrow = "" if low == high else _arrow(x, y, left if low is None else right, colour)
        stem = "" if self.logarithmic or style == "rival" or arrow else self._stem(x, y)
        return stem + arrow + _dot(style, x, y, about)

    def _stem(self, x: float, y: float) -> str:
        left, right = sorted((self.x(Decimal(0)), x))
        return _tag("rect", "chart-bar", x=left, y=y - 1.5, width=right - left, height=3, fill=_PALE)
