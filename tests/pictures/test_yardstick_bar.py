"""The yardstick of a judgement: its own band filled, the earlier one outlined, confidence in dots."""

from __future__ import annotations

import re

import pytest

from briefings.core.yardsticks import YARDSTICKS
from briefings.pictures.yardstick_bar import yardstick_bar

BANDS = YARDSTICKS["phia"].bands("likely")


@pytest.mark.parametrize("scale", list(YARDSTICKS))
def test_the_bands_of_a_yardstick_rise_from_0_to_100(scale: str) -> None:
    rows = YARDSTICKS[scale].rows
    assert rows
    for row in rows:
        bands = list(YARDSTICKS[scale].bands(next(iter(row))).values())
        assert len(bands) == len(row) == 7
        assert bands == sorted(bands) and all(0 <= low < high <= 100 for low, high in bands)


def test_the_judgements_band_is_filled_and_the_earlier_one_outlined() -> None:
    drawn = yardstick_bar(BANDS, "highly likely", "moderate", "x", "likely")
    rects = re.findall(r'<rect class="(chart-solid|chart-outlined)" x="([\d.]+)"', drawn)
    assert rects == [("chart-solid", "88.5"), ("chart-outlined", "61")]
    assert "Highly likely, before: likely; confidence moderate</title>" in drawn


@pytest.mark.parametrize(("confidence", "filled"), [("low", 1), ("moderate", 2), ("high", 3)])
def test_confidence_fills_dots(confidence: str, filled: int) -> None:
    drawn = yardstick_bar(BANDS, "likely", confidence, "x")
    assert len(re.findall(r'<circle class="chart-solid"', drawn)) == filled
    assert len(re.findall(r"<circle", drawn)) == 3


def test_a_term_of_another_yardstick_is_left_out() -> None:
    assert "chart-solid" not in yardstick_bar(BANDS, "probable", "odd", "x")
