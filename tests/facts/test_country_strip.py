"""A country at a glance: who heads it on a day, and the latest number of each measure."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.facts.country_strip import capital_place, heads, strip_figures
from briefings.facts.view import View
from conftest import at, base_of
from facts_desk import GROUND

GROUND_OF_STRIP = """\
people: [{id: a, name: Ann}, {id: b, name: Ben}, {id: c, name: Cem}]
measures:
  - {id: population, label: Population, unit: people}
  - {id: area, label: Area, unit: km²}
  - {id: gdp, label: Economy (GDP), unit: USD}
  - {id: armed-forces, label: Armed forces, unit: people}
"""


def seen(text: str, day: str = "2022-01-01") -> View:
    ground = GROUND.replace("measures:\n", GROUND_OF_STRIP.split("measures:\n")[1].join(["measures:\n", ""]))
    people = GROUND_OF_STRIP.split("measures:")[0]
    return View(base_of([TextFile("facts/a.yaml", ground + people), TextFile("facts/b.yaml", text)]), at(day))


def office(holder: str, name: str, more: str = "", of: str = "AFG") -> str:
    return f"  - {{holder: {holder}, of: {of}, office: {name}, source: wire-1{f', {more}' if more else ''}}}\n"


@pytest.mark.parametrize(
    ("offices", "expected"),
    [
        (office("a", "prime-minister") + office("b", "president"), ["b", "a"]),
        (office("a", "president") + office("b", "supreme-leader"), ["b", "a"]),
        (office("a", "foreign-minister") + office("b", "vice-president"), []),
        (office("a", "president", of="TJK") + office("b", "president", of="ministry"), []),
        (office("a", "acting-prime-minister"), ["a"]),
        (office("a", "chairman-of-the-cabinet") + office("b", "president"), ["b", "a"]),
        # of two, the one who came last; who has left is none
        (office("a", "president", "from: 2001-01-01") + office("b", "president", "from: 2019-01-01"), ["b"]),
        (office("a", "president", "from: 2001-01-01") + office("b", "acting-president", "from: 2019-01-01"), ["b"]),
        (office("a", "president", "from: 2001-01-01, until: 2020-01-01"), []),
        (office("a", "president", "negated: true"), []),
    ],
)
def test_the_heads_of_a_country_are_those_of_the_day(offices: str, expected: list[str]) -> None:
    assert [str(fact.record.holder) for fact in heads(seen(f"offices:\n{offices}"), "AFG")] == expected  # type: ignore[attr-defined]


def test_a_head_of_later_is_not_known_before() -> None:
    text = "offices:\n" + office("a", "president", "from: 2001-01-01") + office("b", "president", "from: 2021-06-30")
    assert [str(f.record.holder) for f in heads(seen(text, "2021-07-01"), "AFG")] == ["b"]  # type: ignore[attr-defined]
    assert heads(seen(text, "2021-06-29"), "AFG") == []  # the wire of July was not out


def figure(id: str, measure: str, value: str, more: str = "date: 2020") -> str:
    return f"  - {{id: {id}, subject: AFG, measure: {measure}, value: {value}, source: wire-1, {more}}}\n"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (figure("f", "armed-forces", "9500 people") + figure("p", "population", "37000000 people"), ["p", "f"]),
        (figure("g", "gdp", "2 million USD") + figure("a", "area", "652230 km²"), ["a", "g"]),
        (figure("old", "area", "1 km²", "date: 2019") + figure("new", "area", "2 km²"), ["new"]),
        (figure("own", "area", "9 km²", "by: ministry, date: 2021") + figure("all", "area", "90 km²"), ["all"]),
        (figure("unsaid", "gdp", "not-stated"), []),
        (figure("k", "killed", "9 people"), []),
    ],
)  # fmt: skip
def test_of_each_measure_the_latest_figure_that_gives_a_number(figures: str, expected: list[str]) -> None:
    assert [fact.id for fact in strip_figures(seen(f"figures:\n{figures}"), "AFG")] == expected


@pytest.mark.parametrize(
    ("capital", "places", "expected"),
    [
        ("Kabul", ["x: Kabul/AFG"], "x"),
        ("Kabul", ["x: Kabul/TJK", "y: Kabul/AFG"], "y"),  # of places of one name, that in the country
        ("Kabul", ["x: Kandahar/AFG"], None),
        (None, ["x: Kabul/AFG"], None),
    ],
)
def test_the_place_of_a_capital(capital: str | None, places: list[str], expected: str | None) -> None:
    rows = ""
    for place in places:
        id, _, named = place.partition(": ")
        name, _, country = named.partition("/")
        rows += f"  - {{id: {id}, name: {name}, country: {country}, latitude: 34.5, longitude: 69.2, source: wire-1}}\n"
    about = f"name: Afghanistan, capital: {capital}" if capital else "name: Afghanistan"
    base = base_of([TextFile("facts/a.yaml", GROUND.replace("name: Afghanistan", about) + f"places:\n{rows}")])
    view = View(base, at("2022-01-01"))
    found = capital_place(view, view.country("AFG"))
    assert (found and found.id) == expected
