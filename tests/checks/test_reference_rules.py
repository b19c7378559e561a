"""Rules of references: misnomers, and numbers in what is printed."""

from __future__ import annotations

import pytest

from check_examples import DESK, Example, codes, figure, problems_of, records


def test_a_misnomer_as_a_reference_is_found_and_told() -> None:
    (problem,) = problems_of(
        DESK,
        Example("", False, False, records("borders", "between: [AFG, Tadzhikia], length: 5 km, source: wire-2021-08")),
    )
    assert (problem.code, problem.suggestion) == ("misnomer", "TJK")


@pytest.mark.parametrize(
    "text",
    [
        records("countries", 'id: ARM, name: Armenia, note: "Some 5,700 since 2021 <b>so</b>"'),
        records("borders", 'between: [AFG, TJK], length: 5 km, note: "two of them, in 1895", source: wire-2021-08'),
        records("borders", 'between: [AFG, TJK], length: 5 km, disputed: "12 km of it", source: wire-2021-08'),
        figure("source: wire-2021-08, value: 3, inferred: from 12 reports"),
    ],
)
def test_a_remark_that_no_page_prints_may_hold_numbers(text: str) -> None:
    assert codes(text) == []


def test_the_note_of_a_correction_is_printed_and_may_not() -> None:
    claims = ("id: a, source: wire-2021-08, value: 3", "corrects: a, source: press-2021-09, value: 4, note: not 12")
    assert codes(figure(*claims)) == ["bare-number"]


def test_a_remark_that_a_narrative_quotes_is_printed_and_may_not() -> None:
    text = figure("source: wire-2021-08, value: 3, note: of 12")
    assert codes(text) == []
    quoting = 'issues:\n  - {id: 2021-W37, bottom_line: \'So {{ fact("x", "note") }}.\'}\n'
    assert codes(text + quoting) == ["bare-number"]


def test_a_remark_is_read_all_the_same() -> None:
    assert codes(records("countries", "id: ARM, name: Armenia, note: 'Of {{ cite(\"nobody\") }}'")) == ["unknown-id"]
