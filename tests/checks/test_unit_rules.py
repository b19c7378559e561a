"""Units against measures, and the desk's own units."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from conftest import EXAMPLE, SmallDesk

VERST = "units: [{id: verst, plural: versts, kind: length, factor: 1066.8 m, aliases: [v.]}]\n"


def codes(text: str) -> list[str]:
    """The codes of what is said of one file beside those of the small desk, with their lines."""
    files = [*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", text)]
    return [f"{p.mark.line} {p.code}" for p in desk_loading.load(files).problems]


def figure(value: str, unit: str = "people") -> str:
    return (
        f"measures: [{{id: m, label: Something, unit: {unit}}}]\n"
        f'figures: [{{id: f, subject: AFG, measure: m, value: "{value}", as_of: 2021-08-01, source: wire-2021-08}}]\n'
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("5 soldiers", "people", []), ("5", "people", []), ("500 km", "people", ["2 unit-mismatch"]),
        ("5 families", "people", ["2 unit-mismatch"]), ("5 mi", "km", []), ("5 km²", "km", ["2 unit-mismatch"]),
        ("5 EUR", "USD", ["2 unit-mismatch"]), ("5 US$", "USD", []), ("3 points", "'%'", ["2 unit-mismatch"]),
        ("1.400", "people", ["2 not-a-quantity"]), ("1.4 thousand", "people", []), ("1.4", "km", []),
        ("0.5", "families", ["2 not-a-quantity"]), ("-3.2 %", "'%'", []), ("-1200", "people", []),
        ("12 per 100,000 people", "'per 1,000 people'", []), ("12 people per km²", "people", ["2 unit-mismatch"]),
        ("50 °F", "'°C'", ["2 unit-mismatch"]), ("-5 °C", "'°C'", []),
        ("5 peopel", "people", ["2 unknown-unit"]), ("not-stated", "km", []),
    ],
)  # fmt: skip
def test_a_figure_is_in_a_unit_of_its_measures_kind(value: str, unit: str, expected: list[str]) -> None:
    assert codes(figure(value, unit)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [("50 °F", "'°C'", "is not converted to °C"), ("5 EUR", "USD", "is not converted to USD"),
     ("5 km", "people", "does not measure what m does")],
)  # fmt: skip
def test_what_would_need_a_rate_or_a_formula_is_said_to_be_not_converted(value: str, unit: str, words: str) -> None:
    files = [*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", figure(value, unit))]
    (problem,) = desk_loading.load(files).problems
    assert words in problem.message


def test_a_measure_has_a_unit_of_the_vocabulary_or_of_the_desk() -> None:
    assert codes(figure("5", "peopel")) == ["1 unknown-unit"]
    assert codes(VERST + figure("5 v.", "verst")) == []
    assert codes(VERST + figure("5 km", "versts")) == []
    assert codes(VERST + figure("5 people", "versts")) == ["3 unit-mismatch"]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("{id: x}", []), ("{id: x, kind: length}", ["1 unit-mismatch"]),
        ("{id: x, kind: length, factor: 5 kg}", ["1 unit-mismatch"]),
        ("{id: x, kind: length, factor: 1..2 m}", ["1 unit-mismatch"]),
        ("{id: x, kind: people, factor: 5 people}", []),
        ("{id: x, kind: scale}", []), ("{id: x, kind: lenght}", ["1 unknown-word"]),
        ("{id: x, kind: mass, factor: 1 t}", []),
        ("{id: x, kind: length, factor: 0 m}", ["1 unit-mismatch"]),
        ("{id: x, kind: counted, factor: 2 km}", ["1 unit-mismatch"]),
    ],
)  # fmt: skip
def test_a_unit_of_the_desk_says_what_it_measures(record: str, expected: list[str]) -> None:
    assert codes(f"units: [{record}]\n") == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("length: 1357", ["unit-missing"]), ("length: 5 people", ["unit-mismatch"]), ("length: 5 mi", []),
        ("length: -5 km", ["not-a-quantity"]), ("length: not-stated", []),
    ],
)  # fmt: skip
def test_a_border_has_a_length(field: str, expected: list[str]) -> None:
    found = codes(f"borders:\n  - {{between: [AFG, TKM], {field}, source: wire-2021-08}}\n")
    assert [code.split()[1] for code in found if "unknown-id" not in code] == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("strength: 9000", []), ("strength: 9000 soldiers", []), ("strength: 9000 km", ["1 unit-mismatch"]),
        ("strength: 1.5", ["1 not-a-quantity"]), ("count: 3 battalions", []), ("count: 3", []),
        ("count: 3 km", ["1 unit-mismatch"]), ("duration: 18 months", []), ("duration: 3", ["1 unit-missing"]),
        ("duration: 3 people", ["1 unit-mismatch"]), ("distance: 20 km", []), ("distance: 20 kg", ["1 unit-mismatch"]),
        ("cost: 2 mn USD", []), ("cost: 2 tanks", ["1 unit-mismatch"]), ("cost: 2 USD per day", ["1 unit-mismatch"]),
        ("equipment: [{what: tanks, count: 3 T-72}]", []),
        ("equipment: [{what: fuel, count: 3 t}]", ["1 unit-mismatch"]),
    ],
)  # fmt: skip
def test_a_field_of_a_force_is_in_a_unit_of_its_kind(field: str, expected: list[str]) -> None:
    record = f"{{id: x, type: base, of: ARM, in: [TJK], as_of: 2021-08-01, source: wire-2021-08, {field}}}"
    assert codes(f"forces: [{record}]\n") == expected


def test_claims_that_cannot_be_compared_are_named() -> None:
    claims = "{count: 3 battalions, as_of: 2021-08-01, source: wire-2021-08}"
    claims += ", {count: 2 brigades, as_of: 2021-08-01, source: press-2021-09}"
    assert codes(f"forces: [{{id: x, type: deployment, of: ARM, claims: [{claims}]}}]\n") == ["1 not-compared"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("500", []), ("500 people", []), ("500 refugees", []), ("500 families", []), ("500 Afghan households", []),
        ("500 tanks", ["1 unit-mismatch"]), ("500 flights", ["1 unit-mismatch"]), ("12 %", ["1 unit-mismatch"]),
    ],
)  # fmt: skip
def test_people_who_move_are_counted_as_people_or_families(value: str, expected: list[str]) -> None:
    moved = (
        f"{{id: d, leaving: AFG, into: TJK, measure: arrived, value: {value}, as_of: 2021-08, source: wire-2021-08}}"
    )
    assert codes(f"displacement: [{moved}]\n") == expected


@pytest.mark.parametrize(
    ("total", "part", "expected"),
    [
        ("measure: killed, value: 5", "measure: killed, value: 3", []),
        ("measure: killed, value: 5", "measure: killed, value: 3 soldiers", []),
        ("measure: killed, value: 5", "measure: districts-held, value: 3", ["3 not-compared"]),
    ],
)
def test_a_part_is_in_units_of_its_total(total: str, part: str, expected: list[str]) -> None:
    same = "subject: AFG, as_of: 2021-08-01, source: wire-2021-08"
    assert codes(f"figures:\n- {{id: a, {total}, {same}}}\n- {{id: b, part_of: a, {part}, {same}}}\n") == expected
