"""Lists as people type them, brought into the parser's form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.records.markdown_lists import depth, normalized, without_numbering


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The posts are:\n- a\n- b", "The posts are:\n\n- a\n- b"),
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("- a\n    - b\n        - c", "- a\n    - b\n        - c"),
        ("* a\n   + b", "- a\n    - b"),
        ("Words\n1) a\n2) b", "Words\n\n1. a\n2. b"),
        ("1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
        ("- a\n1. b", "- a\n\n1. b"),
        ("- a\n  wrapped\n\n  more\n- b", "- a\nwrapped\n\n    more\n\n- b"),
        ("> so:\n> - a", "> so:\n>\n> - a"),
        ("It ended in\n2021. Then", "It ended in\n2021. Then"),
        ("- a\n\nWords", "- a\n\nWords"),
        ("a - b", "a - b"),
        ("-a", "-a"),
    ],
)
def test_lists_come_out_in_the_form_that_the_parser_reads(text: str, expected: str) -> None:
    assert normalized(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a\n2. b\n10) c", "   a\n   b\n    c"),
        ("> 1. a", ">    a"),
        ("2021. The year", "2021. The year"),
        ("3. a\n4. b", "3. a\n   b"),
        ("in\n5. May", "in\n5. May"),
    ],
)
def test_only_the_numbering_of_a_list_from_one_is_no_number(text: str, expected: str) -> None:
    assert without_numbering(text) == expected


def test_the_depth_is_that_of_the_deepest_list() -> None:
    assert [depth(text) for text in ("words", "- a", "- a\n  - b\n- c", "- a\n    - b\n      - c")] == [0, 1, 2, 3]


_LINES = st.sampled_from(["", "a", "- a", "  - b", "    1. c", "1) d", "2. e", "> q", "> - r", "      f", "9. g"])


@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_no_word_is_lost_and_places_stay(text: str) -> None:
    letters = "abcdefgqr"
    assert [c for c in normalized(text) if c in letters] == [c for c in text if c in letters]
    assert len(without_numbering(text)) == len(text)
