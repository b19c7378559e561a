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
        records("countries", 'id: ARM, name: Armenia, internal: "Some 5,700 since 2021 <b>so</b>"'),
        records("borders", 'between: [AFG, TJK], length: 5 km, internal: "two of them, in 1895", source: wire-2021-08'),
        figure("source: wire-2021-08, value: 3, internal: from 12 reports"),
    ],
)
def test_a_remark_that_no_page_prints_may_hold_numbers(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        records("borders", 'between: [AFG, TJK], length: 5 km, disputed: "12 km of it", source: wire-2021-08'),
        records("borders", 'between: [AFG, TJK], length: 5 km, note: "two of them, in 1895", source: wire-2021-08'),
        figure("source: wire-2021-08, value: 3, inferred: from 12 reports"),
        figure("source: wire-2021-08, value: 3, outcome: 12 went home"),
    ],
)
def test_what_is_noted_for_readers_may_not(text: str) -> None:
    assert set(codes(text)) == {"bare-number"}


def test_a_remark_that_a_narrative_quotes_is_printed_and_may_not() -> None:
    text = figure("source: wire-2021-08, value: 3, internal: of 12")
    assert codes(text) == []
    quoting = 'issues:\n  - {id: 2021-W37, bottom_line: \'So {{ fact("x", "internal") }}.\'}\n'
    assert codes(text + quoting) == ["bare-number"]


def test_a_remark_is_read_all_the_same() -> None:
    assert codes(records("countries", "id: ARM, name: Armenia, internal: 'Of {{ cite(\"nobody\") }}'")) == [
        "unknown-id"
    ]
