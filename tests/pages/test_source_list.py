"""The sources at the end of a document: on paper those of what stands on it, and the rest is said."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from briefings.pages.source_list import SourceLine, cited_on_paper, left_out


def cite(number: int) -> str:
    return f'<a class="cite" href="#source-{number}">[{number}]</a>'


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        (f"<p>A{cite(1)} b{cite(2)}</p>", {1, 2}),
        (f'<ul><li>A{cite(1)}</li><li class="beyond">B<br>{cite(2)}</li></ul>', {1}),
        (f'<section class="prose beyond"><p>A<b>{cite(1)}</b></p></section><p>{cite(2)}</p>', {2}),
        (f'<p class="beyond">{cite(1)}</p><p>{cite(1)}</p>', {1}),  # once on paper is enough
        (f'<p class="beyonds">{cite(1)}</p><p title=" class beyond">{cite(2)}</p>', {1, 2}),
        ("<p>None</p>", set()),
    ],
)
def test_a_source_is_on_paper_if_anything_there_refers_to_it(html: str, numbers: set[int]) -> None:
    assert cited_on_paper(html) == numbers


def test_sources_that_only_the_screen_cites_are_counted() -> None:
    def lines(*on_paper: bool) -> Sequence[SourceLine]:
        return cast(Sequence[SourceLine], [SimpleNamespace(on_paper=one) for one in on_paper])

    assert left_out(lines(True, True)) == left_out([]) == ""
    assert left_out(lines(True, False, True)) == (
        "2 of 3 sources listed, those of what is on paper; all of them on screen."
    )
