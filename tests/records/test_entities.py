"""Names of their time, as the two clocks read them."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts import labels
from briefings.facts.claims import Viewpoint
from briefings.facts.view import View
from briefings.records.entities import Place
from conftest import base_of

DESK = """
desk: {title: T, publisher: P, contact: c, region: [KAZ], today: 2025-01-01}
sources:
  - {id: s, publisher: P, title: S, published: 2018, medium: reference, reliability: A}
countries:
  - {id: KAZ, name: Kazakhstan, capital: Astana, formerly: {capital: Nur-Sultan, from: 2019-03-23, until: 2022-09-16}}
  - id: MKD
    name: North Macedonia
    adjective: North Macedonian
    formerly: [{name: Macedonia, adjective: Macedonian, until: 2019-02-11}]
  - id: LKA
    name: Sri Lanka
    formerly: [{name: Dominion of Ceylon, until: 1950}, {name: Ceylon, until: 1972-05-21}]
organizations:
  - {id: AU, name: African Union, short: AU, type: bloc,
     formerly: {name: Organisation of African Unity, short: OAU, until: 2002-07-08}}
places:
  - {id: seat, name: Astana, latitude: 51.18, longitude: 71.45, source: s,
     formerly: {name: Nur-Sultan, from: 2019-03-23, until: 2022-09-16}}
"""


def view(as_of: str, known: str = "") -> View:
    day = date.fromisoformat(as_of)
    at = Viewpoint(day, date.fromisoformat(known) if known else day, Marking.RED)
    return View(base_of([TextFile("facts/a.yaml", DESK)]), at)


@pytest.mark.parametrize(
    ("as_of", "known", "capital"),
    [
        ("2019-03-22", "", "Astana"),
        ("2019-03-23", "", "Nur-Sultan"),
        ("2022-09-16", "", "Nur-Sultan"),
        ("2022-09-17", "", "Astana"),
        ("2022-09-17", "2022-09-16", "Nur-Sultan"),  # nobody could know
        ("2021-09-03", "2024-01-01", "Nur-Sultan"),
    ],
)
def test_a_capital_has_the_name_of_its_time(as_of: str, known: str, capital: str) -> None:
    seen = view(as_of, known)
    assert seen.country("KAZ").capital == capital
    assert [place.name for place in seen.records("places", Place)] == [capital]


@pytest.mark.parametrize(
    ("id", "as_of", "name"),
    [
        ("MKD", "2019-02-11", "Macedonia"),
        ("MKD", "2019-02-12", "North Macedonia"),
        ("LKA", "1950-12-31", "Dominion of Ceylon"),
        ("LKA", "1951-01-01", "Ceylon"),
        ("LKA", "1972-05-22", "Sri Lanka"),
        ("AU", "2002-07-08", "OAU"),
        ("AU", "2002-07-09", "AU"),
    ],
)
def test_a_name_is_printed_as_it_was(id: str, as_of: str, name: str) -> None:
    assert labels.entity_name(view(as_of), id) == name


def test_a_name_that_is_over_still_leads_to_its_bearer() -> None:
    assert [view("2024-01-01").resolve(name) for name in ("Ceylon", "OAU", "macedonia")] == ["LKA", "AU", "MKD"]


def test_what_a_key_finds_differs_where_the_name_does() -> None:
    old, new = view("2019-02-11"), view("2019-02-12")
    assert old.digest("entity/MKD") != new.digest("entity/MKD")
    assert old.digest("entity/AU") == new.digest("entity/AU")


def test_a_view_of_the_past_does_not_tell_which_names_will_end() -> None:
    assert view("2018-01-01").country("MKD").formerly == ()
    assert [former.name for former in view("1960-01-01").country("LKA").formerly] == ["Dominion of Ceylon"]
    assert view("2019-03-22").digest("entity/KAZ") != view("2019-03-23").digest("entity/KAZ")


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("latitude", "42°52'N", "42.8667"), ("latitude", "33.9 S", "-33.9"), ("latitude", "N 42.52", "42.52"),
        ("latitude", "41,43", "41.43"), ("latitude", "42.49°", "42.49"), ("latitude", "−33.9", "-33.9"),
        ("latitude", "42 E", "degrees from -90 to 90"),
        ("longitude", "74°34'15\"E", "74.5708"), ("longitude", "46°38′W", "-46.6333"), ("longitude", "0,12 W", "-0.12"),
        ("latitude", "400.06", "degrees from -90 to 90"), ("longitude", "east", "degrees from -180 to 180"),
    ],
)  # fmt: skip
def test_degrees_written_otherwise_are_refused_with_their_form(key: str, text: str, expected: str) -> None:
    degrees = {"latitude": "1", "longitude": "1"} | {key: "'" + text.replace("'", "''") + "'"}
    more = ", ".join(f"{name}: {number}" for name, number in degrees.items())
    place = f"places:\n  - {{id: x, name: X, source: s, {more}}}"
    problems = list(desk_loading.load([TextFile("facts/a.yaml", DESK), TextFile("facts/b.yaml", place)]).problems)
    assert [problem.expected.partition(",")[0] for problem in problems if "place on a map" in problem.message] == [
        expected
    ]
