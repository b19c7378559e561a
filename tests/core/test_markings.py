"""The five markings and their order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.markings import Marking
from briefings.core.parse_errors import ValueParseError

MARKINGS = [Marking.CLEAR, Marking.GREEN, Marking.AMBER, Marking.AMBER_STRICT, Marking.RED]


def test_the_markings_are_tlp_two() -> None:
    assert [m.value for m in MARKINGS] == ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert [Marking.parse(m.value) for m in MARKINGS] == MARKINGS
    with pytest.raises(ValueParseError):
        Marking.parse("TLP:WHITE")


def test_markings_are_ordered_by_how_much_they_restrict() -> None:
    for (i, one), (j, other) in itertools.product(enumerate(MARKINGS), repeat=2):
        assert (one < other, one <= other, one > other, one >= other) == (i < j, i <= j, i > j, i >= j), (one, other)


def test_the_highest_of_markings_is_the_most_restricted() -> None:
    for held in itertools.permutations(MARKINGS, 3):
        assert max(held) == MARKINGS[max(map(MARKINGS.index, held))]
    assert sorted(reversed(MARKINGS)) == MARKINGS


def test_a_marking_names_files_without_signs_that_file_systems_refuse() -> None:
    assert [marking.file_name for marking in Marking] == [
        "TLP-CLEAR", "TLP-GREEN", "TLP-AMBER", "TLP-AMBER-STRICT", "TLP-RED",
    ]  # fmt: skip
    assert [marking.word for marking in Marking] == ["CLEAR", "GREEN", "AMBER", "AMBER-STRICT", "RED"]


@given(st.text(max_size=20))
def test_any_text_is_a_marking_or_told_why_not(text: str) -> None:
    try:
        marking = Marking.parse(text)
    except ValueParseError as error:
        assert error.expected
    else:
        assert marking.value == text
