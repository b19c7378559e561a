"""Write briefings/core/geography.py from pycountry and the map data: python tools/geography.py."""

from __future__ import annotations

import sys
import textwrap
from itertools import combinations
from pathlib import Path

import pycountry
from babel import Locale

from briefings.pictures.country_shapes import Atlas

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "briefings" / "core" / "geography.py"
HEAD = '''"""Codes of countries in ISO 3166, and countries that touch on the map. By tools/geography.py."""

from __future__ import annotations

from functools import cache

_CODES = """
{codes}
"""
_MAPPED = """
{mapped}
"""
_BORDERS = """
{borders}
"""
_NAMES = """
{names}
"""
# Alpha-3 codes of the countries that are, and of those that were.
ISO_CODES = frozenset(_CODES.split())
# Countries with a shape in the map data: of the others it does not say what they touch.
MAPPED = frozenset(_MAPPED.split())
# Pairs, in the order of their codes, whose shapes share a line: AFG-CHN.
LAND_BORDERS = frozenset(_BORDERS.split())


@cache
def country_names() -> dict[str, str]:
    """The name in English of each country that is, by its alpha-3 code."""
    return {{one[:3]: one[7:] for one in " ".join(_NAMES.split()).split("; ")}}


@cache
def _codes() -> tuple[dict[str, str], dict[str, str]]:
    """The alpha-3 codes of countries by their alpha-2 codes, and by their names in small letters."""
    by_code = {{one[4:6]: one[:3] for one in " ".join(_NAMES.split()).split("; ")}} | {{"UK": "GBR"}}
    return by_code, {{name.casefold(): code for code, name in country_names().items()}}


def code_of(text: str) -> str:
    """The alpha-3 code of a country by its alpha-2 code or its name in English; "" for another text."""
    by_code, by_name = _codes()
    return by_code.get(text.upper(), "") or by_name.get(text.casefold(), "")
'''
# The code in use for a country of the map that ISO gives none.
UNCODED = {"Kosovo": "XKX"}


def iso_codes() -> list[str]:
    """The alpha-3 codes of countries that are, and of those that were."""
    present = sorted(country.alpha_3 for country in pycountry.countries)
    return present + sorted({country.alpha_3 for country in pycountry.historic_countries} - set(present))


def mapped_arcs() -> dict[str, set[int]]:
    """The arcs around each country of the map data, by its alpha-3 code."""
    atlas = Atlas.of((ROOT / "templates/maps/countries-50m.json").read_bytes())
    arcs: dict[str, set[int]] = {}
    for land in atlas.territories:
        country = pycountry.countries.get(numeric=land.code) if land.code else None
        code = country.alpha_3 if country is not None else UNCODED.get(land.name)
        if code:
            rings = [ring for polygon in land.polygons for ring in polygon]
            arcs.setdefault(code, set()).update(max(n, ~n) for ring in rings for n in ring)
    return arcs


def page() -> str:
    """The module's text."""
    arcs = mapped_arcs()
    borders = [f"{one}-{other}" for one, other in combinations(sorted(arcs), 2) if arcs[one] & arcs[other]]

    territories = Locale("en").territories
    names = [f"{c.alpha_3} {c.alpha_2} {territories.get(c.alpha_2, c.name)}" for c in pycountry.countries]

    def lines(words: list[str]) -> str:
        return textwrap.fill(" ".join(words), 110, break_on_hyphens=False)

    return HEAD.format(
        codes=lines(iso_codes()),
        mapped=lines(sorted(arcs)),
        borders=lines(borders),
        names=lines(["; ".join(sorted(names))]),
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
