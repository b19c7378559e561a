"""The bar of citations by grade: parts in proportion, each with its letter if it has room, told apart in grey."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from briefings.pictures.grade_bar import grade_bar


@pytest.mark.parametrize(
    ("counts", "letters"),
    [
        ({"A": 1}, "A"),
        ({"A": 3, "B": 3, "C": 1, "D": 31}, "ABD"),
        ({"B": 1, "F": 99}, "F"),
        (dict.fromkeys("ABCDEF", 5), "ABCDEF"),
    ],
)
def test_every_part_with_room_bears_its_letter(counts: dict[str, int], letters: str) -> None:
    drawn = grade_bar(counts, "Citations")
    assert "".join(re.findall(r">([A-F])</text>", drawn)) == letters
    assert re.findall(r'class="grade-([a-f])"', drawn) == [letter.lower() for letter in counts]
    assert "<title" in drawn and 'role="img"' in drawn


def test_the_parts_fill_the_bar_in_proportion_and_never_leave_it() -> None:
    counts = {"A": 1, "B": 2, "C": 400}
    boxes = [
        (float(x), float(w)) for x, w in re.findall(r'x="([\d.]+)" y="0.5" width="([\d.]+)"', grade_bar(counts, "T"))
    ]
    assert len(boxes) == 3
    assert all(x + width <= 140 for x, width in boxes)
    assert boxes[-1][1] == pytest.approx(140 * 400 / 403, abs=1.1)


def test_its_shades_are_told_apart_on_a_grey_copy() -> None:
    drawn = grade_bar(dict.fromkeys("ABCD", 1), "T")
    fills = re.findall(r'<rect[^>]*fill="#(\w\w)(\w\w)(\w\w)"', drawn)
    greys = [0.299 * int(r, 16) + 0.587 * int(g, 16) + 0.114 * int(b, 16) for r, g, b in fills]
    assert len(greys) == 4 and greys == sorted(greys)
    assert all(lighter - darker > 30 for darker, lighter in pairwise(greys))
