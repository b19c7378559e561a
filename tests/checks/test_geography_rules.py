"""Codes and borders that geography does not have."""

from __future__ import annotations

import pytest

from briefings.core.geography import LAND_BORDERS, MAPPED, code_of
from check_examples import codes, records


@pytest.mark.parametrize(
    ("country", "found"),
    [
        ("id: XKX, name: Kosovo", ["not-iso"]),
        ("id: UNK, name: Kosovo", ["not-iso"]),
        ("id: GBX, name: Northern Ireland", ["not-iso"]),
        ("id: kgz, name: Kyrgyzstan", ["not-iso"]),
        ("id: XKX, name: Kosovo, code: user-assigned", []),
        ("id: KGZ, name: Kyrgyzstan, code: user-assigned", ["not-iso"]),
        ("id: SUN, name: Soviet Union", []),
        ("id: TUV, name: Tuvalu", []),
        ("id: AUT, name: Australia", ["not-iso"]),
        ("id: KOR, name: North Korea", ["not-iso"]),
        ("id: SUN, name: Russia", ["not-iso"]),
        ("id: GB, name: United Kingdom", ["value"]),
    ],
)
def test_a_code_that_iso_does_not_have_is_declared(country: str, found: list[str]) -> None:
    assert codes(records("countries", country)) == found


@pytest.mark.parametrize(("text", "code"), [("UK", "GBR"), ("gb", "GBR"), ("Germany", "DEU"), ("", ""), ("X", "")])
def test_a_country_is_known_by_another_code_and_by_its_name(text: str, code: str) -> None:
    assert code_of(text) == code


def test_kosovo_is_on_the_map_with_its_neighbours() -> None:
    assert "XKX" in MAPPED
    assert [pair for pair in sorted(LAND_BORDERS) if "XKX" in pair] == ["ALB-XKX", "MKD-XKX", "MNE-XKX", "SRB-XKX"]


@pytest.mark.parametrize(
    ("length", "found"),
    [
        ("8891 km", []), ("~8900 km", []), ("8892 km", ["long-border"]), ("13570 km", ["long-border"]),
        ("9000000 m", ["long-border"]), ("1357000 m", []), (">= 9000 km", ["long-border"]), ("<= 9000 km", []),
        ("not-stated", []),
    ],
)  # fmt: skip
def test_no_border_is_longer_than_the_longest(length: str, found: list[str]) -> None:
    new = records("countries", "id: CAN, name: Canada", "id: USA, name: United States")
    border = records("borders", f'between: [CAN, USA], length: "{length}", source: wire-2021-08')
    assert codes(new + border) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("AFG", "KGZ", ["no-border"]),
        ("FRA", "GBR", ["no-border"]),
        ("IRN", "SAU", ["no-border"]),
        ("BRA", "FRA", []),  # French Guiana
        ("ESP", "MAR", []),  # too short for the map
        ("BWA", "ZMB", []),
        ("DJI", "SOM", []),  # where Somaliland is
        ("SUN", "FIN", []),  # not on the map
        ("TUV", "FJI", []),
    ],
)
def test_a_border_is_between_countries_that_touch(one: str, other: str, found: list[str]) -> None:
    new = [f"id: {code}, name: Country {code}" for code in (one, other) if code != "AFG"]
    border = records("borders", f"between: [{one}, {other}], length: 5 km, source: wire-2021-08")
    assert codes(records("countries", *new) + border) == found


TOTAL = """
countries: [{id: LSO, name: Lesotho}, {id: ZAF, name: South Africa}, {id: NAM, name: Namibia}]
measures: [{id: land, label: Land borders, unit: km, total_of: borders}]
figures: [{id: t, subject: %s, measure: land, value: "%s", as_of: 2021, source: wire-2021-08}]
borders:
  - {between: [LSO, ZAF], length: "%s", source: wire-2021-08}
"""


@pytest.mark.parametrize(
    ("country", "total", "length", "found"),
    [
        ("LSO", "1106 km", "1106 km", []),
        ("LSO", "~1100 km", "1106 km", []),
        ("LSO", "1160 km", "1106 km", ["borders-total"]),  # its only border, so the total is too large
        ("LSO", "1060 km", "1106 km", ["borders-total"]),
        ("LSO", "1106", "687 mi", []),
        ("LSO", "1106", "> 1000 km", []),
        ("LSO", "900", "> 1000 km", ["borders-total"]),
        ("LSO", "not-stated", "1106 km", []),
        ("ZAF", "5244 km", "1106 km", []),  # most of its borders are not on record
        ("ZAF", "1000 km", "1106 km", ["borders-total"]),
    ],
)
def test_the_borders_of_a_country_are_held_against_their_total(
    country: str, total: str, length: str, found: list[str]
) -> None:
    assert codes(TOTAL % (country, total, length)) == found
