"""Places far outside their country."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import Problem, TextFile
from briefings.pictures import place_distances
from check_examples import ATLAS, DESK


def problems(place: str, more: str = "") -> list[Problem]:
    """The problems of one place in the desk of the examples."""
    text = f"places:\n  - {{id: here, name: Here, source: wire-2021-08, {place}}}\n{more}"
    base = desk_loading.load([TextFile("facts/desk.yaml", DESK), TextFile("facts/zz.yaml", text)]).base
    assert base is not None
    return list(place_distances.misplaced(base, ATLAS))


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("latitude: 68.78, longitude: 38.54", "latitude: 38.54, longitude: 68.78"),
        ("latitude: 38.54, longitude: -68.78", "latitude: 38.54, longitude: 68.78"),
        ("latitude: -38.54, longitude: 68.78", "latitude: 38.54, longitude: 68.78"),
        ("latitude: -68.78001, longitude: 38.54", "latitude: 38.54, longitude: 68.78"),
        ("latitude: 51.5, longitude: -0.12", ""),
    ],
)
def test_a_place_far_outside_is_told_with_what_may_be_meant(written: str, suggestion: str) -> None:
    (problem,) = problems(f"country: TJK, {written}")
    assert (problem.code, problem.suggestion, problem.mark.line) == ("misplaced", suggestion, 2)
    assert "100 km outside Tajikistan" in problem.message


@pytest.mark.parametrize(
    "written",
    [
        "country: TJK, latitude: 38.54, longitude: 68.78",
        "country: TJK, latitude: 37.47011, longitude: 69.38089",
        "country: TJK, latitude: 36.9, longitude: 68.0",  # beyond the border, and near it
        "latitude: 51.5, longitude: -0.12",  # of no country
    ],
)
def test_a_place_in_or_near_its_country_or_of_none_is_not(written: str) -> None:
    assert problems(written) == []


def test_a_capital_is_of_its_country_without_saying_so() -> None:
    armenia = "countries:\n  - {id: ARM, name: Armenia, capital: Here}\n"
    assert len(problems("latitude: 38.54, longitude: 68.78", armenia)) == 1
    assert problems("latitude: 40.18, longitude: 44.51", armenia) == []


@pytest.mark.parametrize(
    ("country", "point"),
    [
        ("RUS", (-175.0, 66.0)),
        ("FJI", (-179.9, -16.9)),
        ("USA", (-149.9, 61.2)),
        ("ATA", (0.0, -89.0)),
        ("KIR", (173.0, 1.4)),
    ],
)
def test_the_antimeridian_the_poles_and_islands_are_no_trap(country: str, point: tuple[float, float]) -> None:
    lands = place_distances.lands_of(ATLAS, country)
    assert lands
    assert place_distances.is_near(ATLAS, lands, point)


@pytest.mark.parametrize(
    ("country", "name", "point"),
    [
        ("ESH", "Western Sahara", "latitude: 27.14, longitude: -13.19"),  # its capital, which Morocco holds
        ("UKR", "Ukraine", "latitude: 44.61, longitude: 33.52"),
        ("RUS", "Russia", "latitude: 44.61, longitude: 33.52"),
    ],
)
def test_what_is_in_dispute_lies_in_each_country_that_it_can_be_drawn_with(country: str, name: str, point: str) -> None:
    assert problems(f"country: {country}, {point}", f"countries:\n  - {{id: {country}, name: {name}}}\n") == []
