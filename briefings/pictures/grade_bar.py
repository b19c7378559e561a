"""A bar of citations by the reliability of their sources: the better, the darker, each with its letter."""

from __future__ import annotations

from collections.abc import Mapping

from . import svg_marks

_WIDTH, _HEIGHT, _GAP = 140.0, 13.0, 1.0  # px
_ROOM = 10.0  # px that a letter takes with its margins
# Ground and ink by letter; what is not usually reliable is outlined, as what is not certain is everywhere.
_PAINT = {
    "A": (svg_marks.DEEP, svg_marks.PAPER),
    "B": ("#46718f", svg_marks.PAPER),
    "C": (svg_marks.PALE, svg_marks.INK),
}
_OUTLINED = (svg_marks.PAPER, svg_marks.INK)


def grade_bar(counts: Mapping[str, int], title: str) -> str:
    """Return the bar, of a fixed width; a part too narrow for its letter goes without."""
    total, x = sum(counts.values()), 0.0
    parts = []
    for letter, count in counts.items():
        wide = _WIDTH * count / total
        ground, ink = _PAINT.get(letter, _OUTLINED)
        parts.append(
            svg_marks.element(
                "rect",
                f"grade-{letter.lower()}",
                x=x + 0.5,
                y=0.5,
                width=max(wide - _GAP, 0.5),
                height=_HEIGHT - 1,
                fill=ground,
                stroke=svg_marks.DEEP,
                stroke_width="1",
            )
        )
        if wide >= _ROOM:
            parts.append(
                svg_marks.text(
                    "grade-letter", x + (wide - _GAP) / 2 + 0.5, 10.0, letter, fill=ink, anchor="middle"
                )
            )
        x += wide
    return svg_marks.chart_svg("grade-bar", "source-base", title, "", _WIDTH, _HEIGHT, parts)
