"""Rules of facts against facts at their edges."""

from __future__ import annotations

import pytest

from check_examples import codes, records

PART = "leaving: AFG, into: TJK, measure: arrived, as_of: 2021-08-15, source: wire-2021-08"


def role(role: str, dates: str) -> str:
    return f"member: TJK, of: CSTO, role: {role}, {dates}, source: press-2021-09"


@pytest.mark.parametrize("begun", ["1992", "1992-05", "1992-05-15", "1992/..", "1991/1993"])
def test_a_membership_that_may_have_begun_with_the_body_is_fine(begun: str) -> None:
    assert codes(records("memberships", role("full", f"from: {begun}"))) == []


@pytest.mark.parametrize("begun", ["1991", "1992-04", "1992-05-14", "../1992-05-14"])
def test_a_membership_before_its_body_is_not(begun: str) -> None:
    assert codes(records("memberships", role("full", f"from: {begun}"))) == ["before-founding"]


def test_a_denied_membership_has_no_beginning() -> None:
    assert codes(records("memberships", role("full", "from: 1990, negated: true"))) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("observer", "from: 1995"), ("candidate", "from: 2000"), []),
        (("full", "from: 1995"), ("suspended", "from: 2000"), []),
        (("founding", "from: 1993"), ("suspended", "from: 2000"), []),
        (("observer", "from: 1995"), ("suspended", "from: 2000"), ["overlapping-roles"]),
        (("observer", "from: 1995"), ("full", "from: 2000"), ["overlapping-roles"]),
        (("full", "from: 1995"), ("full", "from: 2000"), ["overlapping-roles"]),
        (("full", "from: 1995, until: 1999-04-02"), ("full", "from: 2000"), []),
        (("observer", "from: 1995, until: 2000-06-15"), ("full", "from: 2000-06-15"), []),
        (("observer", "from: 1995, until: 2000-06-16"), ("full", "from: 2000-06-15"), ["overlapping-roles"]),
        (("observer", "from: 1995, until: 2000"), ("full", "from: 2000-06-15"), []),
        (("observer", "from: 1995"), ("full", "from: 2000, negated: true"), []),
        (("observer", "from: 1995"), ("full", "from: 2022, status: planned"), []),
    ],
)
def test_roles_overlap_where_they_surely_share_more_than_a_day(
    one: tuple[str, str], other: tuple[str, str], found: list[str]
) -> None:
    assert codes(records("memberships", role(*one), role(*other))) == found


def test_a_later_claim_ends_a_role() -> None:
    text = (
        "memberships:\n  - member: TJK\n    of: CSTO\n    role: observer\n    claims:\n"
        "      - {from: 1995, source: wire-2021-08}\n"
        "      - {until: 2000-06-15, as_of: 2000-06-15, source: press-2021-09}\n"
        "  - {member: TJK, of: CSTO, role: full, from: 2000-06-15, source: press-2021-09}\n"
    )
    assert codes(text) == []


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (["5700 people"], []),
        (["5702 people"], ["parts-beyond-total"]),
        (["3000 people", "2700 people"], []),
        (["3000 people", "2800 people"], ["parts-beyond-total"]),
        (["~3000 people", "2800 people"], []),
        (["3000 people", "> 2800 people"], ["parts-beyond-total"]),
        ([">= 3000 people", ">= 2700 people"], []),
        (["3000 people"], []),
        (["3000 people", "2000 people"], ["parts-gap"]),
        (["3000 people", "not-stated"], []),
        (["3000 people", "<= 2700 people"], []),
        (["tens people", "hundreds people"], ["parts-gap"]),
        (["6000 families"], ["not-compared"]),
    ],
)
def test_parts_are_held_against_their_total(parts: list[str], found: list[str]) -> None:
    items = [f'id: p{n}, {PART}, value: "{value}", part_of: arrived-2021' for n, value in enumerate(parts)]
    assert codes(records("displacement", *items)) == found


@pytest.mark.parametrize("other", ["measure: hosted", "as_of: 2021-08-16"])
def test_a_part_of_another_measure_or_day_is_not_summed(other: str) -> None:
    key = other.split(":")[0]
    fields = ", ".join(field for field in PART.split(", ") if not field.startswith(key))
    assert codes(records("displacement", f"id: p, {fields}, {other}, value: 9000 people, part_of: arrived-2021")) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("date: 2021-08-20, status: done", []),
        ("date: 2021-08-21, status: done", []),
        ("date: 2021-08-22, status: done", ["published-before"]),
        ("date: 2021-08, status: done", []),
        ("date: 2021-10, status: scheduled", []),
        ("date: 2021-10, certainty: forecast", []),
        ("date: 2021-09-24, status: cancelled", []),
    ],
)
def test_a_source_reports_what_was_and_only_plans_what_will_be(told: str, found: list[str]) -> None:
    assert codes(records("events", f"id: x, type: call, {told}, source: wire-2021-08")) == found


@pytest.mark.parametrize(
    ("offices", "found"),
    [
        (["from: 2020-01-01"], ["out-of-office"]),
        (["from: 2010, until: 2018"], ["out-of-office"]),
        (["from: 2010, until: 2019-05-01"], []),
        (["from: 2020-01-01", "until: 2019-12-31"], []),
        (["as_of: 2021"], []),
        (["from: 2020-01-01", "as_of: 2021"], []),
        ([], []),
    ],
)
def test_who_speaks_is_in_an_office_of_that_day(offices: list[str], found: list[str]) -> None:
    held = [f"holder: zas, of: CSTO, office: o{n}, {dates}, source: press-2021-09" for n, dates in enumerate(offices)]
    said = records("statements", "id: x, speaker: zas, date: 2019-05, text: No., source: press-2021-09")
    assert codes((records("offices", *held) if held else "") + said) == found
