"""Rules across records at their edges: what is told, and what just is not."""

from __future__ import annotations

import pytest

from check_examples import PAGE, Example, blocks, problems_of

DESK, _ = blocks(PAGE.read_text(encoding="utf-8"))
PART = "leaving: AFG, into: TJK, measure: arrived, as_of: 2021-08-15, source: wire-2021-08"
ASSESSED = "likelihood: likely, confidence: low, basis: arrived-2021, about: TJK, author: A, date: 2021-09-17"
PLEDGE = "leaving: AFG, into: TJK, by: TJK, measure: hosted, status: pledged, tags: [r], source: wire-2021-08"


def codes(text: str) -> list[str]:
    """The codes of the problems of a file beside the small desk, in order of place."""
    return [problem.code for problem in problems_of(DESK, Example("", False, False, text))]


def records(kind: str, *items: str) -> str:
    return f"{kind}:\n" + "".join(f"  - {{{item}}}\n" for item in items)


def role(role: str, dates: str) -> str:
    return f"member: TJK, of: CSTO, role: {role}, {dates}, source: press-2021-09"


def test_an_id_is_a_name_that_no_other_entity_may_bear() -> None:
    """Which of two it led to would depend on which file was read first."""
    assert codes(records("countries", "id: ARM, name: Armenia, aliases: [Cis, arm]")) == []
    assert codes(records("countries", "id: ARM, name: Armenia, aliases: [csto]")) == ["duplicate-name"]


@pytest.mark.parametrize("begun", ["1992", "1992-05", "1992-05-15", "1992/..", "1991/1993"])
def test_a_membership_that_may_have_begun_with_the_body_is_fine(begun: str) -> None:
    assert codes(records("memberships", role("full", f"from: {begun}"))) == []


@pytest.mark.parametrize("begun", ["1991", "1992-04", "1992-05-14", "../1992-05-14"])
def test_a_membership_before_its_body_is_not(begun: str) -> None:
    assert codes(records("memberships", role("full", f"from: {begun}"))) == ["before-founding"]


def test_a_denied_membership_has_no_beginning() -> None:
    assert codes(records("memberships", role("full", "from: 1990, negated: true"))) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("observer", "from: 1995"), ("candidate", "from: 2000"), []),
        (("full", "from: 1995"), ("suspended", "from: 2000"), []),
        (("founding", "from: 1993"), ("suspended", "from: 2000"), []),
        (("observer", "from: 1995"), ("suspended", "from: 2000"), ["overlapping-roles"]),
        (("observer", "from: 1995"), ("full", "from: 2000"), ["overlapping-roles"]),
        (("full", "from: 1995"), ("full", "from: 2000"), ["overlapping-roles"]),
        (("full", "from: 1995, until: 1999-04-02"), ("full", "from: 2000"), []),
        (("observer", "from: 1995, until: 2000-06-15"), ("full", "from: 2000-06-15"), []),
        (("observer", "from: 1995, until: 2000-06-16"), ("full", "from: 2000-06-15"), ["overlapping-roles"]),
        (("observer", "from: 1995, until: 2000"), ("full", "from: 2000-06-15"), []),
        (("observer", "from: 1995"), ("full", "from: 2000, negated: true"), []),
        (("observer", "from: 1995"), ("full", "from: 2022, status: planned"), []),
    ],
)
def test_roles_overlap_where_they_surely_share_more_than_a_day(
    one: tuple[str, str], other: tuple[str, str], found: list[str]
) -> None:
    assert codes(records("memberships", role(*one), role(*other))) == found


def test_a_later_claim_ends_a_role() -> None:
    text = (
        "memberships:\n  - member: TJK\n    of: CSTO\n    role: observer\n    from: 1995\n    claims:\n"
        "      - {source: wire-2021-08}\n      - {until: 2000-06-15, as_of: 2000-06-15, source: press-2021-09}\n"
        "  - {member: TJK, of: CSTO, role: full, from: 2000-06-15, source: press-2021-09}\n"
    )
    assert codes(text) == []


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (["5700 people"], []),
        (["5702 people"], ["parts-beyond-total"]),
        (["3000 people", "2700 people"], []),
        (["3000 people", "2800 people"], ["parts-beyond-total"]),
        (["~3000 people", "2800 people"], []),
        (["3000 people", "> 2800 people"], ["parts-beyond-total"]),
        ([">= 3000 people", ">= 2700 people"], []),
        (["3000 people"], []),
        (["3000 people", "2000 people"], ["parts-gap"]),
        (["3000 people", "not-stated"], []),
        (["3000 people", "<= 2700 people"], []),
        (["tens people", "hundreds people"], ["parts-gap"]),
        (["6000 km"], []),
    ],
)
def test_parts_are_held_against_their_total(parts: list[str], found: list[str]) -> None:
    items = [f'id: p{n}, {PART}, value: "{value}", part_of: arrived-2021' for n, value in enumerate(parts)]
    assert codes(records("displacement", *items)) == found


@pytest.mark.parametrize("other", ["measure: hosted", "as_of: 2021-08-16"])
def test_a_part_of_another_measure_or_day_is_not_summed(other: str) -> None:
    key = other.split(":")[0]
    fields = ", ".join(field for field in PART.split(", ") if not field.startswith(key))
    assert codes(records("displacement", f"id: p, {fields}, {other}, value: 9000 people, part_of: arrived-2021")) == []


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("date: 2021-09-16, status: scheduled", ["past-plan"]),
        ("date: 2021-09-17, status: scheduled", []),
        ("date: 2021-09, status: planned", []),
        ("date: 2021-08, status: planned", ["past-plan"]),
        ("date: 2021-08, status: planned, outcome: Put off.", []),
        ("date: 2021-08, status: unknown", []),
        ("status: planned", []),
    ],
)
def test_a_plan_is_asked_after_once_its_last_day_is_over(plan: str, found: list[str]) -> None:
    assert codes(records("events", f"id: x, type: call, {plan}, source: wire-2021-08")) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("date: 2021-08-20, status: done", []),
        ("date: 2021-08-21, status: done", []),
        ("date: 2021-08-22, status: done", ["published-before"]),
        ("date: 2021-08, status: done", []),
        ("date: 2021-10, status: scheduled", []),
        ("date: 2021-10, certainty: forecast", []),
        ("date: 2021-09-24, status: cancelled", []),
    ],
)
def test_a_source_reports_what_was_and_only_plans_what_will_be(told: str, found: list[str]) -> None:
    assert codes(records("events", f"id: x, type: call, {told}, source: wire-2021-08")) == found


@pytest.mark.parametrize(
    ("offices", "found"),
    [
        (["from: 2020-01-01"], ["out-of-office"]),
        (["from: 2010, until: 2018"], ["out-of-office"]),
        (["from: 2010, until: 2019-05-01"], []),
        (["from: 2020-01-01", "until: 2019-12-31"], []),
        (["as_of: 2021"], []),
        (["from: 2020-01-01", "as_of: 2021"], []),
        ([], []),
    ],
)
def test_who_speaks_is_in_an_office_of_that_day(offices: list[str], found: list[str]) -> None:
    held = [f"holder: zas, of: CSTO, office: o{n}, {dates}, source: press-2021-09" for n, dates in enumerate(offices)]
    said = records("statements", "id: x, speaker: zas, date: 2019-05, text: No., source: press-2021-09")
    assert codes((records("offices", *held) if held else "") + said) == found


def figure(*claims: str) -> str:
    items = "".join(f"      - {{{claim}}}\n" for claim in claims)
    return f"figures:\n  - id: x\n    subject: AFG\n    measure: killed\n    date: 2021-08-01\n    claims:\n{items}"


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        (["value: 31, source: wire-2021-08, credibility: 1"], ["single-origin"]),
        (["value: 31, source: wire-2021-08, credibility: 2"], []),
        (["value: 31, source: wire-2021-08, credibility: 1", "value: 31, source: press-2021-09"], []),
        (["value: 31, source: wire-2021-08, credibility: 1", "value: ~30, source: press-2021-09"], []),
        (
            [
                "value: 31, source: wire-2021-08, origin: newswire, credibility: 1",
                "value: 31, source: press-2021-09, origin: newswire",
            ],
            ["single-origin"],
        ),
        (
            ["value: 31, source: wire-2021-08, credibility: 1", "value: 40, source: press-2021-09"],
            ["disagreement", "single-origin"],
        ),
    ],
)  # fmt: skip
def test_credibility_1_wants_a_second_origin_that_agrees(claims: list[str], found: list[str]) -> None:
    assert sorted(codes(figure(*claims))) == found


def test_claims_agree_once_converted_and_disagree_where_they_cannot() -> None:
    def border(*claims: str) -> str:
        items = "".join(f"      - {{length: {claim}}}\n" for claim in claims)
        return f"borders:\n  - between: [AFG, TJK]\n    claims:\n{items}"

    assert codes(border("1357 km, source: wire-2021-08", "843 mi, source: press-2021-09")) == []
    assert codes(border("1357 km, source: wire-2021-08", "843 km, source: press-2021-09")) == ["disagreement"]
    preferred = "preferred: true, because: Measured."
    assert codes(border(f"1357 km, source: wire-2021-08, {preferred}", "843 km, source: press-2021-09")) == []


def test_a_corrected_claim_disagrees_with_nothing() -> None:
    assert (
        codes(figure("id: c1, value: 31, source: wire-2021-08", "corrects: c1, value: 36, source: press-2021-09")) == []
    )


def test_rivals_want_a_preferred_one() -> None:
    one = "id: x, subject: AFG, measure: killed, date: 2021-08-01, value: 31, source: wire-2021-08"
    other = "id: y, subject: TJK, measure: killed, date: 2021-08-01, value: 40, source: press-2021-09, rivals: x"
    assert codes(records("figures", one, other)) == ["disagreement"]
    assert codes(records("figures", one, other + ", preferred: true, because: Counted.")) == []


def test_days_of_one_event_that_do_not_meet_are_a_disagreement_and_a_month_holds_its_days() -> None:
    def event(day: str) -> str:
        head = "events:\n  - id: x\n    type: attack\n    status: done\n    claims:\n"
        return (
            head
            + f"      - {{date: 2021-08-02, source: wire-2021-08}}\n      - {{date: {day}, source: press-2021-09}}\n"
        )

    assert codes(event("2021-08-03")) == ["disagreement"]
    assert codes(event("2021-08")) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("as_of: 2021-06-18", ["stale"]),
        ("as_of: 2021-06-19", []),
        ("as_of: 2021-06-18, status: done", []),
        ("as_of: 2021-06-18, until: 2021-07-01", []),
        ("as_of: 2021-06-18, until: 2022", ["stale"]),
    ],
)
def test_only_what_is_still_current_grows_stale(fields: str, found: list[str]) -> None:
    text = records(
        "displacement", f"id: x, leaving: AFG, measure: registered, value: 5 people, source: wire-2021-08, {fields}"
    )
    assert codes(text) == found


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
    head = "figures:\n  - id: s\n    subject: AFG\n    measure: killed\n    date: 2021-08-01\n    value: 31\n"
    own = "    marking: TLP:AMBER\n    source: wire-2021-08\n"
    claims = "    claims:\n      - {source: wire-2021-08, marking: TLP:AMBER}\n"
    assert codes(head + (own if marked == "fact" else claims) + where) == found


def test_a_fact_with_one_open_claim_can_be_quoted() -> None:
    text = figure("value: 31, source: wire-2021-08, marking: TLP:AMBER", "value: 31, source: press-2021-09")
    assert codes(text + "issues:\n  - {id: 2021-W37, bottom_line: 'See {{ fact(\"x\") }}.'}\n") == []


def test_a_misnomer_as_a_reference_is_found_and_told() -> None:
    (problem,) = problems_of(
        DESK,
        Example("", False, False, records("borders", "between: [AFG, Tadzhikia], length: 5 km, source: wire-2021-08")),
    )
    assert (problem.code, problem.suggestion) == ("misnomer", "TJK")


@pytest.mark.parametrize("id", ["border:TJK-AFG", "tajik-border", "border:AFG-KGZ"])
def test_a_record_with_a_natural_id_has_that_one(id: str) -> None:
    assert codes(records("borders", f'id: "{id}", between: [AFG, TJK], length: 5 km, source: wire-2021-08')) == [
        "natural-id"
    ]


def test_an_id_survives_the_correction_of_its_year() -> None:
    kept = 'id: "membership:TJK@CSTO/full-1992", ' + role("full", "from: 1993")
    assert codes(records("memberships", kept)) == []
