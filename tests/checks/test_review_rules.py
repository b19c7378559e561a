"""Rules that ask the desk to look again: past plans, single origins, disagreements, stale facts."""

from __future__ import annotations

import pytest

from check_examples import codes, figure, records


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
        head = "events:\n  - id: x\n    type: attack\n    claims:\n"
        return (
            head
            + "      - {status: done, date: 2021-08-02, source: wire-2021-08}\n"
            + f"      - {{status: done, date: {day}, source: press-2021-09}}\n"
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
