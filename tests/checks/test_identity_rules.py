"""Rules of identity: names and natural ids."""

from __future__ import annotations

import pytest

from check_examples import codes, records


def test_an_id_is_a_name_that_no_other_entity_may_bear() -> None:
    """Which of two it led to would depend on which file was read first."""
    assert codes(records("countries", "id: ARM, name: Armenia, aliases: [Cis, arm]")) == []
    assert codes(records("countries", "id: ARM, name: Armenia, aliases: [csto]")) == ["duplicate-name"]


@pytest.mark.parametrize("id", ["border:TJK-AFG", "tajik-border", "border:AFG-KGZ"])
def test_a_record_with_a_natural_id_has_that_one(id: str) -> None:
    assert codes(records("borders", f'id: "{id}", between: [AFG, TJK], length: 5 km, source: wire-2021-08')) == [
        "natural-id"
    ]


def test_an_id_survives_the_correction_of_its_year() -> None:
    kept = (
        'id: "membership:TJK@CSTO/full-1992", ' + "member: TJK, of: CSTO, role: full, from: 1993, source: press-2021-09"
    )
    assert codes(records("memberships", kept)) == []
