"""Rules of analysis at their edges."""

from __future__ import annotations

import pytest

from check_examples import DESK, Example, codes, figure, problems_of, records

ASSESSED = (
    "question: arrivals, until: 2021-12-31, "
    "likelihood: likely, confidence: low, basis: arrived-2021, about: TJK, author: A, date: 2021-09-17"
)


PLEDGE = "leaving: AFG, into: TJK, by: TJK, measure: hosted, status: pledged, tags: [r], source: wire-2021-08"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("positions: [{holder: TJK, on: host-refugees, stance: against}], tags: [r]", ["position-against-pledge"]),
        ("positions: [{holder: TJK, on: host-refugees, stance: for}], tags: [r]", []),
        ("positions: [{holder: CSTO, on: host-refugees, stance: against}], tags: [r]", []),
        ("positions: [{holder: TJK, on: host-refugees, stance: against}]", []),
        ("positions: [{holder: TJK, on: host-refugees, stance: against}], tags: [r], tension: offer", []),
    ],
)
def test_a_stance_against_ones_own_pledge_wants_tension(said: str, found: list[str]) -> None:
    text = records("displacement", f"id: offer, value: 9 people, {PLEDGE}")
    text += records("statements", f"id: x, speaker: zas, text: No., source: press-2021-09, {said}")
    problems = problems_of(DESK, Example("", False, False, text))
    assert [p.code for p in problems] == found
    assert {p.suggestion for p in problems} <= {"tension: [offer]"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Arrivals will likely go on.", []),
        ("It is LIKELY that arrivals go on.", []),
        ("Arrivals will highly likely go on.", ["likelihood-mismatch"]),
        ("It is unlikely that they end.", ["likelihood-mismatch"]),
        ("There is a realistic possibility of more.", ["likelihood-mismatch"]),
        ("Arrivals will likely go on, we say with high confidence.", ["likelihood-with-confidence"]),
        ("Arrivals will likely go on. Confidence is low.", []),
        ("Arrivals may go on.", ["hedge"]),
        ("Arrivals could and might go on.", ["hedge", "hedge"]),
        ("Arrivals go on in May.", []),
        ("Arrivals from Mayfair go on.", []),
    ],
)
def test_an_assessment_says_its_likelihood_and_nothing_that_blurs_it(text: str, found: list[str]) -> None:
    assert codes(records("assessments", f"id: x, text: '{text}', {ASSESSED}")) == found


def test_the_basis_may_be_a_standing_reference_of_any_date() -> None:
    text = "sources:\n  - {id: atlas, publisher: P, title: Atlas, published: 2021-12, medium: reference}\n"
    text += records("borders", "between: [AFG, TJK], length: 5 km, source: atlas")
    basis = ASSESSED.replace("arrived-2021", '"border:AFG-TJK"')
    assert codes(text + records("assessments", f"id: x, text: So it is., {basis}")) == []


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("issues:\n  - {id: 2021-W37, bottom_line: 'See {{ fact(\"s\") }}.'}\n", ["marking-bypass"]),
        (
            "issues:\n  - {id: 2021-W37, bottom_line: 'See {{ fact(\"s\") }}.', marking: TLP:GREEN}\n",
            ["marking-bypass"],
        ),
        ("issues:\n  - {id: 2021-W37, bottom_line: 'See {{ fact(\"s\") }}.', marking: TLP:RED}\n", []),
        (
            records("assessments", f"id: x, text: So it is., {ASSESSED.replace('arrived-2021', 's')}"),
            ["marking-bypass"],
        ),
        (
            records(
                "assessments",
                f"id: x, text: So it is., marking_reason: No number., {ASSESSED.replace('arrived-2021', 's')}",
            ),
            [],
        ),
        (
            records(
                "assessments",
                "id: x, text: 'So it is: {{ fact(\"s\") }}.', marking_reason: No number., "
                + ASSESSED.replace("arrived-2021", "s"),
            ),
            ["marking-bypass"],  # the reason clears the basis, not a quotation
        ),
        (
            records("events", "id: e, type: call, note: 'See {{ fact(\"s\") }}.', source: press-2021-09"),
            ["marking-bypass"],
        ),
        (
            records(
                "events", "id: e, type: call, note: 'See {{ fact(\"s\") }}.', source: press-2021-09, marking: TLP:AMBER"
            ),
            [],
        ),
    ],
)
@pytest.mark.parametrize("marked", ["fact", "claim"])
def test_nothing_restricted_is_quoted_in_what_is_open(where: str, found: list[str], marked: str) -> None:
    head = "figures:\n  - id: s\n    subject: AFG\n    measure: killed\n"
    own = "    date: 2021-08-01\n    value: 31\n    marking: TLP:AMBER\n    source: wire-2021-08\n"
    claims = "    claims:\n      - {date: 2021-08-01, value: 31, source: wire-2021-08, marking: TLP:AMBER}\n"
    assert codes(head + (own if marked == "fact" else claims) + where) == found


def test_a_fact_with_one_open_claim_can_be_quoted() -> None:
    text = figure("value: 31, source: wire-2021-08, marking: TLP:AMBER", "value: 31, source: press-2021-09")
    assert codes(text + "issues:\n  - {id: 2021-W37, bottom_line: 'See {{ fact(\"x\") }}.'}\n") == []


@pytest.mark.parametrize(
    ("published", "claim", "judged", "found"),
    [
        ("2021-08", "", "2021-08-15", []),
        ("2021-08", "", "2021-08", []),
        ("2021-08-09/2021-08-20", "", "2021-08-09", []),
        ("2021-08", "", "2021-07-31", ["basis-not-known"]),
        ("2021-08-20", "", "2021-08-15", ["basis-not-known"]),
        ("2021-08", ", recorded: 2021-08-25", "2021-08-15", ["basis-not-known"]),
        ("2021-08-20", ", recorded: 2021-08-12", "2021-08-15", []),
    ],
)
def test_what_came_out_within_a_month_is_known_for_a_judgement_of_it(
    published: str, claim: str, judged: str, found: list[str]
) -> None:
    text = records(
        "sources", f"id: monthly, publisher: M, title: T, published: {published}, medium: press, reliability: B"
    )
    text += records("events", f"id: seen, type: call, in: AFG, date: 2021-07-20, source: monthly{claim}")
    basis = ASSESSED.replace("arrived-2021", "seen").replace("2021-09-17", judged)
    assert codes(text + records("assessments", f"id: x, text: So it is., {basis}")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('It is {{ fact("border:AFG-TJK") }} long.', ["marking-bypass"]),
        ('It is {{ fact("border:AFG-TJK", "length") }} long.', ["marking-bypass"]),
        ('It is disputed: {{ fact("border:AFG-TJK", "disputed") }}.', []),
    ],
)
def test_a_text_is_marked_as_the_number_that_it_quotes(text: str, found: list[str]) -> None:
    """A fact that has another claim is in the edition, and the number is not: it would print a gap."""
    claims = "[{length: 5 km, source: press-2021-09, marking: TLP:RED}, {disputed: By both., source: press-2021-09}]"
    border = records("borders", f"between: [AFG, TJK], claims: {claims}")
    issue = f"issues:\n  - {{id: 2021-W37, bottom_line: '{text}'}}\n"
    assert [code for code in codes(border + issue) if code == "marking-bypass"] == found
