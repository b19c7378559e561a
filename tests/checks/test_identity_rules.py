"""Rules of identity: names and natural ids."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from check_examples import codes, records


def test_an_id_is_a_name_that_no_other_entity_may_bear() -> None:
    """Which of two it led to would depend on which file was read first."""
    assert codes(records("countries", "id: ARM, name: Armenia, aliases: [Cis, arm]")) == []
    assert codes(records("countries", "id: ARM, name: Armenia, aliases: [csto]")) == ["duplicate-name"]


GUARD = "organizations:\n  - {id: %s, type: armed force, %s}\n  - {id: %s, type: armed force, %s}\n"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("a", "name: Guard"), ("b", "name: Guard"), []),
        (("a", "name: Guard A, short: BG"), ("b", "name: Guard B, short: BG"), []),
        (("a", "name: Guard A, aliases: [BG]"), ("b", "name: bg"), []),
        (("BG", "name: Guard A"), ("b", "name: Guard B, short: BG"), []),
        (("BG", "name: Guard A"), ("b", "name: Guard B, aliases: [BG]"), ["duplicate-name"]),
        (("a", "name: Afghanistan"), ("b", "name: Guard"), ["duplicate-name"]),
    ],
)
def test_bodies_may_share_a_name_but_no_id_and_no_countrys(
    one: tuple[str, str], other: tuple[str, str], expected: list[str]
) -> None:
    assert codes(GUARD % (*one, *other)) == expected


@pytest.mark.parametrize(
    ("who", "expected"), [("Guard", ["ambiguous-name"]), ("GUARD", ["ambiguous-name"]), ("a", []), ("Watch", ["alias"])]
)
def test_a_shared_name_leads_to_nobody(who: str, expected: list[str]) -> None:
    event = f"events: [{{id: x, type: talks, date: 2021-09-15, parties: [{{who: {who}}}], source: press-2021-09}}]\n"
    assert codes(GUARD % ("a", "name: Guard", "b", "name: Watch, aliases: [guard]") + event) == expected


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


def test_a_fact_of_too_many_claims_is_told_so_and_no_more() -> None:
    """Each claim would be looked for among all of them: a thousand times a thousand, where ten thousand stand."""
    claims = ", ".join("{id: c, value: 5, source: wire-2021-08}" for _ in range(101))
    assert codes(records("figures", f"id: x, subject: AFG, measure: killed, claims: [{claims}]")) == ["too-many-claims"]


@pytest.mark.parametrize("rival", [lambda number: 0, lambda number: number - 1], ids=["star", "chain"])
def test_a_hundred_facts_may_be_rivals_and_no_more(rival: Callable[[int], int]) -> None:
    def facts(number: int) -> str:
        fact = "  - {{id: f{0}, subject: AFG, measure: killed, value: 5, source: wire-2021-08{1}}}\n"
        rows = (fact.format(one, f", rivals: [f{rival(one)}]" if one else "") for one in range(number))
        return f"figures:\n{''.join(rows)}"

    assert "too-many-claims" not in codes(facts(100))
    assert "too-many-claims" in codes(facts(101))
