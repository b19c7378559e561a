"""A source line by line."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.checks.kept_texts import texts_of
from briefings.core.problems import BriefingsError
from briefings.facts.fact_base import FactBase
from briefings.files.desk_files import fact_files
from briefings.tasks.source_report import Citation, cited_lines, source_named
from kept_words import TEXTS, WORDS


@pytest.fixture(scope="module")
def base() -> FactBase:
    base = desk_loading.load(fact_files(WORDS)).base
    assert base
    return base


def test_each_line_has_the_facts_that_cite_it_with_their_amounts_and_words(base: FactBase) -> None:
    source = source_named(base, "valley-2023-05")
    lines = cited_lines(base, source, texts_of([source], TEXTS)[source.id])
    assert [line.number for line in lines] == list(range(1, 10))
    assert [line.number for line in lines if not line.citations] == [2]
    assert lines[3].text.startswith("The reservoir is 64 miles long")
    assert lines[4].citations == (
        Citation("deadline"),
        Citation("mers-moves"),
        Citation("tarn-moves"),
        Citation("to-move", "<= 90000 people", "up to 90,000 people"),
        Citation("to-move-mers", ">= 75000 people", "at least seventy-five thousand"),
    )
    assert Citation("tarn-moves", how="context") in lines[2].citations


def test_without_its_text_a_source_has_its_lines_by_number(base: FactBase) -> None:
    lines = cited_lines(base, source_named(base, "rtl-2023-06"), None)
    assert [(line.number, line.text, bool(line.citations)) for line in lines] == [
        (1, "", False),
        (2, "", True),
        (3, "", True),
    ]


def test_an_unknown_source_is_told_with_the_nearest(base: FactBase) -> None:
    with pytest.raises(BriefingsError) as caught:
        source_named(base, "valley-2023-06")
    assert caught.value.remedy == "did you mean 'valley-2023-05'?"
