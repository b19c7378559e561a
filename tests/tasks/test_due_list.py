"""What is to be looked at next: the ranking as it is stated, and everything that a day makes due."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.grades import CREDIBILITY, RELIABILITY, Grade
from briefings.tasks.due_list import SCORE_FORMULA, due_score, grade_weight
from conftest import SmallDesk

REVIEW = "today: 2021-11-05\n  review: [{kind: displacement, after: 10 days}, {kind: forces, after: 20 days}]"
GRADES = st.builds(Grade, st.sampled_from([*RELIABILITY]), st.sampled_from([*CREDIBILITY]))


def due(desk: SmallDesk, *args: str) -> dict[str, Any]:
    run = desk.run("due", "--format", "json", *args)
    assert (run.code, run.err) == (0, "")
    told: dict[str, Any] = json.loads(run.out)
    return told


@pytest.fixture
def later(desk: SmallDesk) -> SmallDesk:
    """The small desk seven weeks on, with review periods."""
    desk.edit("desk.yaml", "today: 2021-09-17", REVIEW)
    return desk


# ---------------------------------------------------------------- the ranking


def test_the_doubt_of_a_grade_is_by_its_number_and_not_judged_counts_as_the_middle() -> None:
    assert [grade_weight(Grade("B", number)) for number in "123456"] == [1, 1.25, 1.5, 1.75, 2, 1.5]


@given(st.floats(1, 100), st.integers(0, 50), GRADES)
def test_the_rank_is_age_times_documents_times_doubt_and_rises_with_each(age: float, documents: int, g: Grade) -> None:
    assert due_score(age, documents, g) == pytest.approx(age * (1 + documents) * grade_weight(g))
    assert due_score(age, documents, g) < due_score(age + 0.1, documents, g)
    assert due_score(age, documents, g) < due_score(age, documents + 1, g)


def test_the_formula_is_stated_in_the_help_and_the_readme(desk: SmallDesk) -> None:
    told = " ".join(desk.run("due", "--help").out.split())
    assert "age in review periods, times one more than the documents of the day that show them, times the doubt" in told
    assert SCORE_FORMULA == "age in review periods x (1 + documents of today that show it) x doubt of its grade"


def test_the_less_reliable_source_goes_first_where_scores_are_the_same(later: SmallDesk) -> None:
    later.add("more.yaml", "displacement:\n" + "".join(
        f"  - {{id: {id}, leaving: ARM, measure: fleeing, value: 5 people, as_of: 2021-08-01, source: {source}, "
        "credibility: 2}\n"
        for id, source in (("a", "factbook-2021"), ("b", "press-2021-09"), ("c", "wire-2021-08"))
    ))  # fmt: skip
    found = due(later)["stale"]
    order = [item["id"] for item in found if item["id"] in "abc"]
    assert len({item["score"] for item in found if item["id"] in "abc"}) == 1
    assert order == ["b", "a", "c"]


# ---------------------------------------------------------------- what is due


def test_what_is_due_is_told_with_its_place_its_reason_and_the_documents(later: SmallDesk) -> None:
    run = later.run("due")
    assert (run.code, run.err) == (0, "")
    assert (
        run.out
        == """\
Stale facts, by age x documents x doubt: 3
  facts/2021-W33.yaml:2:5: tjk-offer-2021 [38.5]
    Afghan refugees to be hosted in Tajikistan (pledged by Tajikistan)
    last told 2021-08-20, 77 days ago; review after 10; graded B2
    shown in countries/afghanistan, countries/tajikistan, topics/refugees
  facts/2021-W33.yaml:13:5: afg-arrived-tajikistan [28.0]
    Afghan refugees arrived in Tajikistan
    last told 2021-09-10, 56 days ago; review after 10; graded C2
    shown in countries/afghanistan, countries/tajikistan, topics/refugees
  facts/2021-W33.yaml:23:5: csto-base-tajikistan [11.6]
    Collective Security Treaty Organization base in Tajikistan
    last told 2021-08-20, 77 days ago; review after 20; graded B3
    shown in countries/tajikistan

Planned dates passed without outcome: 1
  facts/2021-W37.yaml:21:13: csto-exercise-2021-10
    Collective Security Treaty Organization exercise in Tajikistan
    scheduled for 2021-10-23, and no outcome is held, 13 days ago
    shown in countries/tajikistan

Assessments with an outcome due or a stale basis: 1
  facts/judgements.yaml:5:5: arrivals-go-on
    Arrivals in Tajikistan go on through the autumn.
    judged 2021-09-17; of 2 it rests on: afg-arrived-tajikistan (last told 2021-09-10), tjk-offer-2021 (last told \
2021-08-20)

Issues coming due: 1
  facts/desk.yaml:3:3: 2021-W44
    closes 2021-11-05, today; no text yet

Facts that no document prints: 1
  facts/2021-W37.yaml:47:6: kgz-killed-2021-09
    People killed, Kyrgyzstan
    it has no tags

7 things to look at as of 2021-11-05
"""
    )


def test_the_list_of_stale_facts_is_that_of_check(later: SmallDesk) -> None:
    stale = {(p.mark.file.path, p.mark.line) for p in later.problems() if p.code == "stale"}
    found = due(later)["stale"]
    assert {(item["file"], item["line"]) for item in found} == stale and len(found) == 3
    plans = {(p.mark.file.path, p.mark.line) for p in later.problems() if p.code == "past-plan"}
    assert {(item["file"], item["line"]) for item in due(later)["plans"]} == plans and len(plans) == 1


def test_of_a_plan_that_was_put_off_check_page_weekly_and_due_name_its_successor_only(desk: SmallDesk) -> None:
    plan = "type: talks, status: planned, in: TJK, source: wire-2021-08"
    desk.add(
        "talks.yaml",
        f"""\
events:
  - {{id: talks-old, title: Talks, date: 2021-09-10, {plan}}}
  - {{id: talks-new, title: Talks put off, date: 2021-09-15, supersedes: [talks-old], {plan}}}
""",
    )
    file = desk.root / "facts/talks.yaml"
    assert [p.mark.line for p in desk.problems() if p.code == "past-plan"] == [3]
    assert [item["id"] for item in due(desk)["plans"]] == ["talks-new"]
    run = desk.run("weekly", "2021-W37", "--html")
    assert "  no outcome held: talks-new" in run.lines, run.out + run.err
    gap = desk.page("weekly/2021-W37").split("Date passed, outcome not reported")[1].split("</li>")[0]
    assert gap.count("Talks") == 1 and "Talks put off" in gap
    file.write_text(file.read_text().replace("supersedes: [talks-old], ", ""))
    assert [item["id"] for item in due(desk)["plans"]] == ["talks-old", "talks-new"]


def test_a_later_observation_does_not_say_since_when_a_signpost_is_as_it_is(later: SmallDesk) -> None:
    seen = "observations: [{date: 2021-09-10, state: not}, {date: 2021-09-17, state: not}, " \
           "{date: 2022-01-01, state: tripped}]"  # fmt: skip
    later.add("more.yaml", f"signposts:\n  - {{id: s, text: A thing., for: arrivals-go-on, about: TJK, "
                           f"recorded: 2021-09-17, due: 2021-10, {seen}}}\n")  # fmt: skip
    told = {item["id"]: item["why"] for item in due(later)["signposts"]}
    assert told["s"] == "due 2021-10, 5 days ago; not seen as of 2021-09-10"


def test_a_claim_that_is_newer_takes_a_fact_off_the_list(later: SmallDesk) -> None:
    later.add("more.yaml", """\
sources:
  - {id: new-2021-11, publisher: P, title: T, published: 2021-11-04, medium: press, reliability: B}
claims:
  - {fact: tjk-offer-2021, value: "<= 100000 people", status: pledged, source: new-2021-11}
  - {fact: csto-exercise-2021-10, status: done, source: new-2021-11}
""")  # fmt: skip
    found = due(later)
    assert [item["id"] for item in found["stale"]] == ["afg-arrived-tajikistan", "csto-base-tajikistan"]
    assert found["plans"] == []
    assert "tjk-offer-2021" not in found["assessments"][0]["why"]


def test_another_day_is_asked_for(later: SmallDesk) -> None:
    found = due(later, "--as-of", "2021-09-17")
    assert (found["as_of"], found["formula"]) == ("2021-09-17", SCORE_FORMULA)
    assert [(item["id"], item["score"]) for item in found["stale"]] == [
        ("tjk-offer-2021", 17.5), ("csto-base-tajikistan", 4.2),
    ]  # fmt: skip
    # the issue of that very day is one of its documents; earlier ones tell of their own day
    assert found["stale"][0]["documents"][-1] == "weekly/2021-W37"
    assert [item["why"] for item in found["issues"]] == ["closes 2021-09-17, today; its text is held"]


def test_the_limit_cuts_each_group_and_says_so(later: SmallDesk) -> None:
    run = later.run("due", "--limit", "2")
    assert "  and 1 more: --limit 3\n" in run.out and "csto-base-tajikistan" not in run.out
    assert len(due(later, "--limit", "1")["stale"]) == 1


@pytest.mark.parametrize(
    ("signpost", "why"),
    [
        ("due: 2021-10, observations: [{date: 2021-09-17, state: not}]",
         "due 2021-10, 5 days ago; not seen as of 2021-09-17"),
        ("due: 2021-10", "due 2021-10, 5 days ago; never looked at"),
        ("due: 2022-01", "never looked at"),
        ("observations: [{date: 2021-09-17, state: not}, {date: 2021-10-01, state: unknown}, {date: 2021-10-09, "
         "state: unknown}]", "unknown since 2021-10-01"),
        ("due: 2022-01, observations: [{date: 2021-09-17, state: not}]", None),
        ("due: 2021-10, observations: [{date: 2021-09-17, state: tripped}]", None),
        ("due: 2021-10, marking: TLP:RED", "due 2021-10, 5 days ago; never looked at"),
    ],
)  # fmt: skip
def test_signposts_that_nobody_can_tell_of_are_due(later: SmallDesk, signpost: str, why: str | None) -> None:
    later.add("more.yaml", f"signposts:\n  - {{id: s, text: A thing., for: arrivals-go-on, about: TJK, "
                           f"recorded: 2021-09-17, {signpost}}}\n")  # fmt: skip
    assert [item["why"] for item in due(later)["signposts"] if item["id"] == "s"] == ([why] if why else [])


def test_issues_that_close_next_or_closed_unwritten_are_due(later: SmallDesk) -> None:
    later.edit("desk.yaml", "today: 2021-11-05", "today: 2021-11-07")
    assert [(i["id"], i["why"]) for i in due(later)["issues"]] == [
        ("2021-W44", "closed 2021-11-05; no text yet"), ("2021-W45", "closes 2021-11-12, in 5 days; no text yet"),
    ]  # fmt: skip
    later.add(
        "issues.yaml", "issues:\n  - {id: 2021-W44, bottom_line: Quiet.}\n  - {id: 2021-W45, bottom_line: Quiet.}\n"
    )
    assert [(i["id"], i["file"], i["line"], i["why"]) for i in due(later)["issues"]] == [
        ("2021-W45", "facts/issues.yaml", 3, "closes 2021-11-12, in 5 days; lacks trends")
    ]


def test_a_desk_without_anything_due_is_told_so(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "- id: 2021-W37", "- id: 2021-W37\n    notes: Quiet.")
    run = desk.run("due")
    assert run.lines[-1] == "2 things to look at as of 2021-09-17"
    assert "its text is held" in run.out


def test_a_fact_that_no_document_prints_is_listed_with_the_reason(desk: SmallDesk) -> None:
    desk.add(
        "more.yaml",
        """events:
  - {id: yurts, type: meeting, title: Yurts, date: 2020-02-03, status: done, source: press-2021-09, tags: [yurts, huts]}
  - {id: tents, type: meeting, title: Tents, date: 2020-02-03, status: done, source: press-2021-09}
  - {id: roofs, type: meeting, title: Roofs, date: 2020-02-03, status: done, source: press-2021-09, tags: [refugees]}
""",
    )
    listed = {item["id"]: item["why"] for item in due(desk)["unprinted"]}
    assert listed["yurts"] == "no topic asks for yurts or huts"
    assert listed["tents"] == "it has no tags"
    assert "roofs" not in listed
    assert not [id for id in listed if id.startswith("office:")]


def test_a_judgement_whose_end_has_come_is_due_until_its_outcome_is_recorded(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "until: 2021-12-31", "until: 2021-09-17")
    assert "    ran to 2021-09-17: record below arrivals what came" in desk.run("due").lines
    outcome = "outcomes: [{until: 2021-09-17, outcome: unclear, date: 2021-09-17}]"
    desk.edit("judgements.yaml", "about: [TJK, AFG]}\n", f"about: [TJK, AFG], {outcome}}}\n")
    assert not [line for line in desk.run("due").lines if "record below" in line]
