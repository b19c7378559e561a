"""The map of trends: a shade and a sign for each country that has one."""

from __future__ import annotations

import re

from briefings.pictures.trend_map import SIGNS, trend_map
from check_examples import ATLAS

NAMES = {"AFG": "Afghanistan", "TJK": "Tajikistan", "UZB": "Uzbekistan"}


def test_each_country_with_a_trend_has_its_shade_and_sign() -> None:
    trends = {"AFG": "worsening", "TJK": "mixed"}
    drawn = trend_map(ATLAS, trends, NAMES, key="k", title="Trends")
    assert re.findall(r'class="map-trend-(\w+)"[^>]*data-country="(\w+)"', drawn) == [
        ("worsening", "AFG"),
        ("mixed", "TJK"),
    ]
    signs = re.findall(r'<text class="map-sign"[^>]*>(.)</text>', drawn)
    assert sorted(signs) == sorted([SIGNS["worsening"], SIGNS["mixed"]])
    assert "Uzbekistan" in drawn and "narrow-form" in drawn
