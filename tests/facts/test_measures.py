"""What counts as a number of people."""

from __future__ import annotations

import pytest

from briefings.facts.measures import counts_people


@pytest.mark.parametrize(
    ("unit", "people"),
    [("people", True), ("", True), ("families", False), ("households", False), ("vehicles", False), ("km", False)],
)
def test_families_are_no_people(unit: str, people: bool) -> None:
    assert counts_people(unit) is people
