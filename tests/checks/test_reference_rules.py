"""Rules of references: misnomers."""

from __future__ import annotations

from check_examples import DESK, Example, problems_of, records


def test_a_misnomer_as_a_reference_is_found_and_told() -> None:
    (problem,) = problems_of(
        DESK,
        Example("", False, False, records("borders", "between: [AFG, Tadzhikia], length: 5 km, source: wire-2021-08")),
    )
    assert (problem.code, problem.suggestion) == ("misnomer", "TJK")
