"""Parts of charts: dots, bars, arrows and text as SVG, the key that explains them, and scales.

WeasyPrint styles an inline SVG by its attributes alone, so these carry the colours of print; the classes
beside them are for a browser's stylesheet, which overrides attributes. Shape repeats what colour says: filled
for actual, outlined for intended, dashed for feared, struck for cancelled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from html import escape
from itertools import accumulate, pairwise
from typing import Literal

from .letter_widths import BOLD_WIDTH_RATIO, text_width

DEEP, SOFT, RULE, HAIR, ALARM = "#12456a", "#44525b", "#c9d1d5", "#e3e8ea", "#9a2a1c"
INK, PALE, PAPER = "#16232b", "#c3d3dd", "#ffffff"
NARROW = 272  # px: what is drawn for a phone; its text is 10 px on a screen of 320
_LONGEST_SIGN = 3  # letters of a unit that is a sign and no word
TEXT, SMALL, LINE = 10.5, 9.5, 12.5  # px at 640 to 170 mm: 7.9 and 7.2 pt in print; line height

_KINDS = {
    "solid": "done ongoing counted estimate",
    "dashed": "feared forecast unknown",
    "struck": "cancelled suspended",
}
_STYLES = {kind: style for style, kinds in _KINDS.items() for kind in kinds.split()}
_ORDER = ("solid", "outlined", "dashed", "struck")

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

Bound = Decimal | None
Symbol = Callable[[float, float], str]  # drawn around a point


def status_style(kind: str) -> str:
    """Return the style of a status's marks: solid, outlined, dashed or struck."""
    return _STYLES.get(kind, "outlined")


def element(name: str, kind: str, inside: str = "", /, **attributes: object) -> str:
    """Return an element of class `kind`; floats are cut to a tenth of a pixel, `inside` is markup."""

    def shown(value: object) -> str:
        return f"{round(value, 1) + 0.0:g}" if isinstance(value, float) else escape(str(value))

    text = "".join(f' {key.replace("_", "-")}="{shown(value)}"' for key, value in attributes.items())
    return f'<{name} class="{kind}"{text}' + (f">{inside}</{name}>" if inside else "/>")


def text(
    kind: str,
    x: float,
    y: float,
    words: str,
    size: float = SMALL,
    fill: str = SOFT,
    anchor: str = "",
    bold: bool = False,
) -> str:
    """Return a text element; "" without words."""
    more = ({"text_anchor": anchor} if anchor else {}) | ({"font_weight": "600"} if bold else {})
    return element("text", kind, escape(words), x=x, y=y, font_size=size, fill=fill, **more) if words else ""


def rule(kind: str, x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, wide: str = "0.6") -> str:
    """Return a line."""
    return element("line", kind, x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=wide)


def _paint(style: str) -> dict[str, str]:
    paint = {"fill": DEEP if style == "solid" else PAPER, "stroke": ALARM if style == "rival" else DEEP}
    return paint | {"stroke_width": "1.3"} | ({"stroke_dasharray": "2 1.5"} if style == "dashed" else {})


def _about(name: str, **attributes: float) -> str:
    return element(name, "chart-about", **attributes, fill="none", stroke=SOFT, stroke_width="0.8")


def dot(style: str, x: float, y: float, about: bool = False, radius: float = 3.7) -> str:
    """Return the mark of one number, a diamond for a rival's; `about` puts a ring around it."""
    if style == "rival":
        return element("path", "chart-rival", d=f"M{x:.1f} {y - 4:.1f}l4 4-4 4-4-4z", **_paint(style))
    ring = _about("circle", cx=x, cy=y, r=radius + 2.9) if about else ""
    mark = element("circle", f"chart-dot chart-{style}", cx=x, cy=y, r=radius, **_paint(style))
    strike = rule("chart-strike", x - 6.5, y, x + 6.5, y, DEEP, "1.2") if style == "struck" else ""
    return ring + mark + strike


def bar(style: str, x1: float, x2: float, y: float, about: bool = False, high: float = 7.0) -> str:
    """Return a bar from one number or day to another, never too short to be seen."""
    wide, high = max(4.0, x2 - x1), 3.4 if style == "rival" else high
    x, top = (x1 + x2 - wide) / 2, y - high / 2
    ring = (
        _about("rect", x=x - 2.6, y=top - 2.6, width=wide + 5.2, height=high + 5.2, rx=2.6) if about else ""
    )
    kind = "chart-rival" if style == "rival" else f"chart-range chart-{style}"
    mark = element("rect", kind, x=x, y=top, width=wide, height=high, **_paint(style))
    strike = rule("chart-strike", x - 3, y, x + wide + 3, y, DEEP, "1.2") if style == "struck" else ""
    return ring + mark + strike


def band(x1: float, x2: float, y: float, high: float = 7.0, style: str = "solid") -> str:
    """Return a pale bar of days, for an event on an unknown one of them; its edge tells its status."""
    edge = {} if style == "solid" else {key: value for key, value in _paint(style).items() if key != "fill"}
    wide = max(4.0, x2 - x1)
    mark = element("rect", "chart-within", x=x1, y=y - high / 2, width=wide, height=high, fill=PALE, **edge)
    strike = rule("chart-strike", x1 - 3, y, x1 + wide + 3, y, DEEP, "1.2") if style == "struck" else ""
    return mark + strike


def arrow(x: float, y: float, length: float, colour: str = DEEP) -> str:
    """Return an arrow for a side without a bound."""
    back, kind = -3.5 if length > 0 else 3.5, "chart-rival-open" if colour == ALARM else "chart-open"
    path = f"M{x:.1f} {y:.1f}h{length:.1f}m{back} -3l{-back} 3 {back} 3"
    return element("path", kind, d=path, fill="none", stroke=colour, stroke_width="1.3")


def truncated(words: str, room: float, size: float = SMALL) -> str:
    """Return the words, cut with an ellipsis if they are wider than `room` pixels."""
    if text_width(words) * size <= room:
        return words
    ends = accumulate(map(text_width, words), initial=text_width("…"))
    return words[: sum(end * size <= room for end in ends) - 1].rstrip(" ,;–-") + "…"


def wrapped_lines(words: str, room: float, size: float = SMALL, most: int = 2) -> list[str]:
    """Return one line, or two of similar width if one has no room; cut if two have none."""
    parts = words.split()
    splits = [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, len(parts))]
    if most == 1 or not splits or text_width(" ".join(parts)) * size <= room:
        return [truncated(" ".join(parts), room, size)] if parts else []
    even = min(splits, key=lambda split: max(map(text_width, split)))
    if max(map(text_width, even)) * size > room:
        even = max(
            (s for s in splits if text_width(s[0]) * size <= room), key=lambda s: len(s[0]), default=splits[0]
        )
    return [truncated(line, room, size) for line in even]


def capitalised(unit: str) -> str:
    """Return a unit as the first word of a line: "People", but "km"."""
    return unit if len(unit) <= _LONGEST_SIGN else unit[:1].upper() + unit[1:]


def chart_head(heading: str, counted: str, period: str, width: float) -> tuple[list[str], float]:
    """Return the title of a chart and below it what it counts and when, and their lower end; 0 without."""
    if not heading:
        return [], 0.0
    lines = filled_lines(heading, width / BOLD_WIDTH_RATIO, TEXT)
    parts = [text("chart-title", 0, 10 + LINE * n, line, TEXT, INK, "", True) for n, line in enumerate(lines)]
    below = truncated(", ".join(filter(None, [counted, period])), width)
    return [*parts, text("chart-note", 0, 10 + LINE * len(lines), below)], 6 + LINE * (len(lines) + 1)


def filled_lines(words: str, room: float, size: float = SMALL) -> list[str]:
    """Return words as lines, each as long as there is room for."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer) * size <= room:
            lines[-1] = longer
        else:
            lines.append(truncated(word, room, size))
    return lines


def chart_svg(
    kind: str, key: str, title: str, description: str, width: float, height: float, parts: Iterable[str]
) -> str:
    """Return an image with a name and description for screen readers; `key` makes ids unique on a page."""
    key = "chart-" + re.sub(r"[^A-Za-z0-9_-]+", "-", key)
    named = f"{key}-title {key}-desc" if description else f"{key}-title"
    about = f'<desc id="{key}-desc">{escape(description)}</desc>' if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width:g} {height:g}"'
        f' role="img" aria-labelledby="{named}" font-family="Briefing Sans">'
        f'<title id="{key}-title">{escape(title)}</title>{about}'
        f"{''.join(parts)}</svg>"
    )


def narrow_svg(kind: str, width: float, height: float, parts: Iterable[str]) -> str:
    """Return the form for a phone of an image, which screen readers pass over: they read the other form."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind} narrow-form"'
        f' viewBox="0 0 {width:g} {height:g}" aria-hidden="true" font-family="Briefing Sans">'
        f"{''.join(parts)}</svg>"
    )


def letters(kind: str, placed: Sequence[tuple[float, str]], y: float, size: float, fill: str) -> str:
    """Return letters of one line, each in the middle of its own place; "" without any."""
    if not placed:
        return ""
    lefts = " ".join(f"{x - text_width(letter) * size / 2:.1f}" for x, letter in placed)
    words = escape("".join(letter for _, letter in placed))
    return (
        f'<text class="{kind}" x="{lefts}" y="{y:.1f}" font-size="{size}" fill="{fill}"'
        f' font-weight="600">{words}</text>'
    )


def legend(entries: Iterable[tuple[Symbol, str]], width: float, y: float = 10) -> tuple[str, float]:
    """Return the key, flowing from the left, and the baseline of its last line, 0 without entries."""
    parts, x, base = [], 0.0, 0.0
    for symbol, words in entries:
        words = truncated(words, width - 24)
        wide = 23 + text_width(words) * SMALL
        if x and x + wide > width:
            x, y = 0.0, y + LINE + 2
        parts += [symbol(x + 10, y - 3.3), text("chart-key", x + 23, y, words)]
        x, base = x + wide + 11, y
    return "".join(parts), base


def status_entries(kinds: Iterable[str]) -> list[tuple[Symbol, str]]:
    """Return entries of the key for the statuses used: one for each style, with all their words."""
    used = list(dict.fromkeys(kinds))
    groups = [(style, [kind for kind in used if status_style(kind) == style]) for style in _ORDER]
    return [(partial(dot, style), ", ".join(words)) for style, words in groups if words]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from amounts to pixels, from the first tick to `end`; if logarithmic, from a power of ten."""

    ticks: tuple[Decimal, ...]
    end: Decimal
    logarithmic: bool
    left: float
    right: float

    @classmethod
    def of(cls, amounts: Sequence[Decimal], log: bool | Literal["auto"], left: float, right: float) -> Scale:
        """Return a scale for the amounts between two pixels, with ticks whose labels do not meet."""
        low, high = min(amounts), max(amounts)
        logarithmic = low > 0 and (high > 100 * low if log == "auto" else log)
        if logarithmic:
            tens = range(low.adjusted(), high.adjusted() + 2)
            rounds = [Decimal(n).scaleb(e) for e in tens for n in (1, 2, 5)]
            end = next(n for n in rounds[1:] if n >= high)
            ticks = [n for n in (rounds[::3] if len(tens) > 3 else rounds) if n <= end]
        else:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
            span = high - low or Decimal(1)
            whole = all(amount == int(amount) for amount in amounts)  # nobody counts half a person
            sizes = [Decimal(n).scaleb(span.adjusted() + e) for e in (-1, 0) for n in (1, 2, 5)]
            step = next(size for size in sizes if span <= 5 * size and size >= whole)
            first = int((low / step).to_integral_value("ROUND_FLOOR"))
            last = max(first + 1, int((high / step).to_integral_value("ROUND_CEILING")))
            ticks = [step * n for n in range(first, last + 1)]
            end = ticks[-1]
        scale = cls(tuple(ticks), end, logarithmic, left, right)
        return replace(scale, ticks=next(t for n in range(1, 99) if scale._apart(t := scale.ticks[::n])))

    def _apart(self, ticks: Sequence[Decimal]) -> bool:
        labels = [(self.x(tick), text_width(f"{tick:,f}") * SMALL / 2) for tick in ticks]
        return all(x + half + 6 <= right - other for (x, half), (right, other) in pairwise(labels))

    def x(self, amount: Decimal) -> float:
        """Return the pixel of an amount."""
        start = self.ticks[0]
        if self.logarithmic:
            part = (amount / start).log10() / (self.end / start).log10()
        else:
            part = (amount - start) / (self.end - start)
        return self.left + float(part) * (self.right - self.left)

    def words(self, unit: str) -> str:
        """Return what the axis counts, and how if it is logarithmic."""
        words = capitalised(unit)
        if not self.logarithmic:
            return words
        steps = {after / before for before, after in pairwise(self.ticks)}
        each = f": each line is {steps.pop():,f} times the one before" if len(steps) == 1 else ""
        return f"{words}, logarithmic scale{each}" if words else f"Logarithmic scale{each}"

    def mark(self, y: float, low: Bound, high: Bound, style: str, about: bool = False) -> str:
        """Return a dot for a number, a bar for two, a dot and an arrow for one bound; "" for None."""
        bound = high if low is None else low
        if bound is None:
            return ""
        x, colour = self.x(bound), ALARM if style == "rival" else DEEP
        if low is None or high is None:
            room = min(26.0, max(14.0, x - self.left if low is None else self.right - x))
            return arrow(x, y, -room if low is None else room, colour) + dot(style, x, y, about)
        if low != high:
            return bar(style, x, self.x(high), y, about)
        stem = ""
        if not self.logarithmic and style != "rival":
            start, end = sorted((self.x(Decimal(0)), x))
            stem = element("rect", "chart-bar", x=start, y=y - 2.5, width=end - start, height=5, fill=PALE)
        return stem + dot(style, x, y, about)


def date_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """Return round dates with labels, some `most` of them: days, weeks, months or years apart."""
    days = (last - first).days
    step = next((n for n in (1, 2, 7, 14) if days < 70 and days < n * most), 0)
    if step:
        ticks = [first + timedelta(n) for n in range(0, days + 1, step)]
        return [
            (d, f"{d.day} {_MONTHS[d.month - 1]}" + ("" if n else f" {d.year}")) for n, d in enumerate(ticks)
        ]
    start, end = first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240) if end - start <= n * most), 1200)
    months = [divmod(n, 12) for n in range(start + -start % step, end, step)]
    names = [
        f"{y}" if step > 6 or (n and not m) else _MONTHS[m] + ("" if n else f" {y}")
        for n, (y, m) in enumerate(months)
    ]
    return [(date(y, m + 1, 1), name) for (y, m), name in zip(months, names, strict=True)]
