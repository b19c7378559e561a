"""Codes and borders that geography does not have."""

from __future__ import annotations

import pytest

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
    ],
)
def test_a_code_that_iso_does_not_have_is_declared(country: str, found: list[str]) -> None:
    assert codes(records("countries", country)) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("AFG", "KGZ", ["no-border"]),
        ("FRA", "GBR", ["no-border"]),
        ("IRN", "SAU", ["no-border"]),
        ("BRA", "FRA", []),  # French Guiana
        ("ESP", "MAR", []),  # too short for the map
        ("BWA", "ZMB", []),
        ("SUN", "FIN", []),  # not on the map
        ("TUV", "FJI", []),
    ],
)
def test_a_border_is_between_countries_that_touch(one: str, other: str, found: list[str]) -> None:
    new = [f"id: {code}, name: Country {code}" for code in (one, other) if code != "AFG"]
    border = records("borders", f"between: [{one}, {other}], length: 5 km, source: wire-2021-08")
    assert codes(records("countries", *new) + border) == found
