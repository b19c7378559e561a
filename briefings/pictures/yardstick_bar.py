"""The yardstick of one judgement: its band filled, an earlier one outlined, and confidence as dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import svg_marks

_WIDTH, _HEIGHT = 150.0, 13.0  # px
_SCALE = 110.0  # px from 0 to 100%
_DOT, _APART = 3.2, 11.0  # px
CONFIDENCE = ("low", "moderate", "high")


def yardstick_bar(
    bands: Mapping[str, tuple[int, int]], term: str, confidence: str, key: str, earlier: str = ""
) -> str:
    """Return the picture of a judgement on bands of per cent by term; `key` makes its ids unique on a page.

    A term that is no band is not drawn.
    """
    title = f"{term.capitalize()}{f', before: {earlier}' if earlier else ''}; confidence {confidence}"
    parts = [_band("chart-row", 0, 100, svg_marks.PAPER, svg_marks.RULE, "0.8")]
    parts += [_band("chart-row", *band, svg_marks.HAIR, svg_marks.RULE, "0.8") for band in bands.values()]
    if term in bands:
        parts.append(_band("chart-solid", *bands[term], svg_marks.DEEP, svg_marks.DEEP, "1"))
    if earlier in bands and earlier != term:
        parts.append(_band("chart-outlined", *bands[earlier], svg_marks.PAPER, svg_marks.DEEP, "1.3"))
    parts += _dots(CONFIDENCE.index(confidence) + 1 if confidence in CONFIDENCE else 0)
    return svg_marks.chart_svg("yardstick", f"yardstick-{key}", title, "", _WIDTH, _HEIGHT, parts)


def _band(kind: str, low: int, high: int, fill: str, stroke: str, wide: str) -> str:
    x, width = 0.5 + _SCALE * low / 100, max(_SCALE * (high - low) / 100, 2.0)
    return svg_marks.element(
        "rect", kind, x=x, y=2.5, width=width, height=_HEIGHT - 5, fill=fill, stroke=stroke, stroke_width=wide
    )


def _dots(filled: int) -> Iterator[str]:
    for number in range(len(CONFIDENCE)):
        style = "chart-solid" if number < filled else "chart-outlined"
        fill = svg_marks.DEEP if number < filled else svg_marks.PAPER
        yield svg_marks.element(
            "circle",
            style,
            cx=_SCALE + 12 + number * _APART,
            cy=_HEIGHT / 2,
            r=_DOT,
            fill=fill,
            stroke=svg_marks.DEEP,
            stroke_width="1",
        )
