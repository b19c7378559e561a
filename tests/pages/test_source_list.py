"""The sources at the end of a document: on paper those of what stands on it, and the rest is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from briefings.pages.source_list import SourceLine, cited_on_paper, left_out
from conftest import SmallDesk


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


def test_what_the_note_on_a_source_cites_is_listed_too_and_so_is_what_the_next_note_cites(desk: SmallDesk) -> None:
    sources = [
        f"  - {{id: s{n}, publisher: P{n}, title: T, published: 2021-09-01, medium: press, reliability: B{note}}}\n"
        for n, note in ((1, ", note: 'After {{ cite(\"s2\") }}.'"), (2, ", note: 'After {{ cite(\"s3\") }}.'"), (3, ""))
    ]
    event = "events: [{id: x, type: meeting, title: Talks, in: TJK, date: 2021-09-02, source: s1, credibility: 2}]\n"
    desk.add("zz.yaml", f"sources:\n{''.join(sources)}{event}")
    built = desk.run("build", "countries/tajikistan", "--html")
    assert built.code == 0, built.err
    page = desk.page("countries/tajikistan")
    referred = set(re.findall(r'href="#(source-\d+)"', page))
    listed = re.findall(r'<li[^>]* id="(source-\d+)"', page)
    assert referred == set(listed) and len(listed) > 3
    assert all(f"P{n}" in page for n in (1, 2, 3))
