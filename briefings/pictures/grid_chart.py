"""Grids of membership as inline SVG: who is in which body, in pieces that a page has room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from . import svg_marks
from .letter_widths import BOLD_WIDTH_RATIO, text_width
from .svg_marks import LINE, NARROW, SMALL, TEXT, chart_svg, dot, legend, narrow_svg, rule, text, truncated

MOST_ROWS, MOST_COLUMNS = 20, 9  # of a piece: half a page, so that one begins where there is room
# The letter in the mark of a role; a filled mark is a full say.
_ROLES = {
    "full": "F",
    "founding": "F",
    "associate": "A",
    "observer": "O",
    "guest": "G",
    "candidate": "C",
    "dialogue-partner": "D",
    "suspended": "S",
    "withdrawing": "W",
}


def membership_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], str],
    *,
    key: str,
    title: str,
    description: str,
    heading: str = "",
    counted: str = "",
    width: int = 640,
    narrow: bool = False,
) -> str:
    """Return a grid of roles below a heading and what it shows; "" if empty.

    `cells` has the roles by row and column, none for no membership.

    The narrow form has as many columns as fit on a phone, and the others in a further grid below.
    """
    if not rows or not columns:
        return ""
    if narrow:
        return _narrow_grid(rows, columns, cells, heading, counted)

    def mark(role: str, x: float, y: float) -> str:
        if not role:
            return svg_marks.element("circle", "chart-none", cx=x, cy=y, r=1.2, fill=svg_marks.SOFT)
        whole, barred = role in ("full", "founding"), role == "suspended"
        strike = rule("chart-strike", x - 10.0, y, x + 10.0, y, svg_marks.DEEP, "1.3") if barred else ""
        disc = dot("solid" if whole else "outlined", x, y, radius=6.6)
        kind, ink = ("chart-inside", svg_marks.PAPER) if whole else ("chart-value", svg_marks.DEEP)
        return strike + disc + text(kind, x, y + 3.2, _letter(role), 9.4, ink, "middle", True)

    used = {cells.get((row, column), "") for row in rows for column in columns}
    order = [*_ROLES, *sorted(used - _ROLES.keys() - {""})]
    by_letter: dict[str, list[str]] = {}
    for role in order:
        roles = by_letter.setdefault(_letter(role), [])  # unused roles too: they keep the letters' order
        roles += [role] * (role in used)
    entries = [(partial(mark, r[0]), " or ".join(r).replace("-", " ")) for r in by_letter.values() if r]
    entries += [(partial(mark, ""), "none known")] if "" in used else []
    head, down = svg_marks.chart_head(heading, counted, "", width)
    key_line, base = legend(entries, width, down + 10)
    left, y = 0.26 * width, max(base, down) + 8
    room = (width - left) / len(columns)
    heads = [svg_marks.wrapped_lines(column, room - 6, SMALL / BOLD_WIDTH_RATIO) for column in columns]
    y += LINE * max(map(len, heads)) + 4
    parts = [*head, key_line]
    for n, lines in enumerate(heads):
        x, top = left + room * (n + 0.5), y - LINE * len(lines) + 6
        parts += [
            text("chart-head", x, top + LINE * m, line, SMALL, svg_marks.SOFT, "middle", True)
            for m, line in enumerate(lines)
        ]
    for row in rows:
        parts.append(rule("chart-row", 0, y, width, y, svg_marks.HAIR))
        parts.append(text("chart-label", 0, y + 13.6, truncated(row, left - 8, TEXT), TEXT, svg_marks.INK))
        parts += [
            mark(cells.get((row, c), ""), left + room * (n + 0.5), y + 10) for n, c in enumerate(columns)
        ]
        y += 20
    return chart_svg("chart-grid", key, title, description, width, round(y + 2), parts)


_NARROW_NAMES, _NARROW_COLUMNS = 100.0, 5  # px for the names of rows; columns beside them


def _narrow_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], str],
    heading: str,
    counted: str,
) -> str:
    """Return the grid in the width of a phone: a letter for each role, a dot for none."""
    order = [*_ROLES, *sorted(set(cells.values()) - _ROLES.keys())]
    used: dict[str, list[str]] = {}
    for role in order:
        if role in cells.values():
            used.setdefault(_letter(role), []).append(role.replace("-", " "))
    key_words = [f"{letter} {' or '.join(words)}" for letter, words in used.items()]
    parts, y = svg_marks.chart_head(heading, counted, "", NARROW)
    for line in _filled_lines([*key_words, "· none known"], NARROW):
        y += LINE
        parts.append(text("chart-key", 0, y, line))
    room = (NARROW - _NARROW_NAMES) / _NARROW_COLUMNS
    for start in range(0, len(columns), _NARROW_COLUMNS):
        shown = columns[start : start + _NARROW_COLUMNS]
        heads = [svg_marks.wrapped_lines(column, room - 3, SMALL / BOLD_WIDTH_RATIO) for column in shown]
        middles = [_NARROW_NAMES + room * (n + 0.5) for n in range(len(shown))]
        y += LINE * max(map(len, heads)) + 10
        for x, lines in zip(middles, heads, strict=True):
            top = y - LINE * len(lines) + 6
            parts += [
                text("chart-head", x, top + LINE * m, line, SMALL, svg_marks.SOFT, "middle", True)
                for m, line in enumerate(lines)
            ]
        for row in rows:
            name = truncated(row, _NARROW_NAMES - 4, TEXT)
            parts.append(rule("chart-row", 0, y, NARROW, y, svg_marks.HAIR))
            parts.append(text("chart-label", 0, y + 13.6, name, TEXT, svg_marks.INK))
            letters = [
                (x, _letter(cells[row, c])) for x, c in zip(middles, shown, strict=True) if (row, c) in cells
            ]
            blanks = [(x, "·") for x, c in zip(middles, shown, strict=True) if (row, c) not in cells]
            parts += [
                svg_marks.letters("chart-value", letters, y + 13.6, TEXT, svg_marks.DEEP),
                svg_marks.letters("chart-note", blanks, y + 13.6, TEXT, svg_marks.SOFT),
            ]
            y += 20
    return narrow_svg("chart-grid", NARROW, round(y + 2), parts)


def _filled_lines(words: Sequence[str], room: float) -> list[str]:
    """Return entries of a key as lines, each as long as there is room."""
    lines: list[str] = []
    for entry in words:
        longer = f"{lines[-1]}; {entry}" if lines else ""
        if longer and text_width(longer) * SMALL <= room:
            lines[-1] = longer
        else:
            lines.append(truncated(entry, room))
    return lines


def _letter(role: str) -> str:
    return _ROLES.get(role, role[:1].upper())
