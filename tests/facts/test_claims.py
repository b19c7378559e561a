"""Ends and beginnings of facts by any of their claims, and what held before it was measured."""

from __future__ import annotations

import pytest

from conftest import SmallDesk

SOURCES = """
sources:
  - {id: old-2012, publisher: Old, title: Old, published: 2012-12-20, medium: press, reliability: B}
  - {id: new-2020, publisher: New, title: New, published: 2020-05-05, medium: press, reliability: B}
  - {id: poor-2020, publisher: Poor, title: Poor, published: 2020-05-05, medium: press, reliability: D}
  - {id: roll-2021, publisher: Roll, title: Roll, published: 2021, medium: reference, reliability: B}
"""
OFFICES = {
    "memberships": "member: ARM, of: SCO, role: full",
    "offices": "holder: rahmon, of: TJK, office: chair",
    "forces": "type: deployment, of: CSTO, in: ARM, status: ongoing",
    "designations": "by: TJK, of: taliban, as: listed",
}


@pytest.mark.parametrize("kind", sorted(OFFICES))
@pytest.mark.parametrize("ending", ["source: new-2020", "source: poor-2020, credibility: 5", "source: old-2012"])
def test_an_end_that_another_source_reports_ends_it(desk: SmallDesk, kind: str, ending: str) -> None:
    """Also where it is filed apart and gives nothing else."""
    desk.add(
        "more.yaml",
        f"{SOURCES}{kind}:\n  - {{id: it, {OFFICES[kind]}, from: 2001, source: old-2012, credibility: 1}}\n",
    )
    desk.add("apart.yaml", f"claims:\n  - {{fact: it, until: 2012-12-19, {ending}}}\n")
    view = desk.view()
    fact = view.facts["it"]
    assert view.is_over(fact)
    assert fact.end is not None and fact.end[1].text == "2012-12-19"
    assert "it" not in {other.id for other in view.of_kind(kind)}


@pytest.mark.parametrize(
    ("claims", "end"),
    [
        (["from: 2001, source: old-2012"], None),
        (["from: 2001, source: old-2012", "until: 2012-12-19, source: new-2020"], "2012-12-19"),
        (["from: 2001, source: old-2012", "until: 2012-12-19, negated: true, source: new-2020"], None),
        # a better claim of a later day still has it so
        (["as_of: 2020-05, from: 2001, source: new-2020", "until: 2012-12, as_of: 2012-12, source: old-2012"], None),
        (["as_of: 2012-12-19, from: 2001, source: new-2020", "until: 2012-12-19, source: old-2012"], "2012-12-19"),
        # of two ends that of the better claim
        (["until: 2012, source: poor-2020", "until: 2013, source: new-2020"], "2013"),
        (["until: 2012, as_of: 2010, source: new-2020", "until: 2013, as_of: 2019, source: new-2020"], "2013"),
        # an interval without an end is the whole period, unless it is doubt about the beginning
        (["from: 2001/2012, source: new-2020"], "2012"),
        (["from: 2001/2012, throughout: false, source: new-2020"], None),
        (["from: 2001/.., source: new-2020"], None),
    ],
)  # fmt: skip
def test_the_end_is_that_of_the_best_claim_with_one(desk: SmallDesk, claims: list[str], end: str | None) -> None:
    listed = "".join(f"      - {{{claim}}}\n" for claim in claims)
    desk.add(
        "more.yaml",
        f"{SOURCES}memberships:\n  - id: it\n    member: ARM\n    of: SCO\n    role: full\n    claims:\n{listed}",
    )
    fact = desk.view().facts["it"]
    assert (fact.end and fact.end[1].text) == end


BORDER = "borders:\n  - {id: it, between: [AFG, KGZ], length: 9 km,"
MEMBERSHIP = "memberships:\n  - {id: it, member: ARM, of: SCO, role: full,"


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        (BORDER + " as_of: 2021, source: roll-2021}", True),
        (BORDER + " source: roll-2021}", True),
        (BORDER + " as_of: 2021, from: 2005, source: roll-2021}", True),
        (BORDER + " from: 2016, source: roll-2021}", False),
        (BORDER + " as_of: 2021, source: new-2020}", False),  # not known
        (MEMBERSHIP + " as_of: 2021, source: roll-2021}", True),
        (MEMBERSHIP + " as_of: 2021, from: 2015-06, source: roll-2021}", True),
        (MEMBERSHIP + " from: 2015-06-02, source: roll-2021}", False),
        (MEMBERSHIP + " until: 2021, as_of: 2021, source: roll-2021}", False),
        (MEMBERSHIP + " as_of: 2021, source: new-2020}", False),
        ("offices:\n  - {id: it, holder: rahmon, of: TJK, office: chair, as_of: 2021, source: roll-2021}", False),
        ("events:\n  - {id: it, type: founding, title: F, date: 2001, as_of: 2021, source: roll-2021}", True),
        ("events:\n  - {id: it, type: summit, title: F, date: 2001, as_of: 2021, source: roll-2021}", False),
        ("figures:\n  - {id: it, subject: AFG, measure: killed, value: 9, as_of: 2021, source: roll-2021}", False),
    ],
)  # fmt: skip
def test_what_stands_held_before_it_was_measured(desk: SmallDesk, fact: str, shown: bool) -> None:
    desk.add("more.yaml", f"{SOURCES}{fact}\n")
    assert ("it" in desk.view("2015-06-01").facts) == shown


@pytest.mark.parametrize(
    ("claim", "key"),
    [
        ("date: 2021-09-01, as_of: 2021-09-02", "as_of"),
        ("date: 2021-09-01", "date"),
        ("from: 2021-09-01", "from"),
        ("until: 2021-09-10", "until"),
        ("until: 2031", "published"),  # an end to come is no day of the claim
        ("in: TJK", "published"),
    ],
)
def test_the_day_that_a_claim_is_of_names_its_field(desk: SmallDesk, claim: str, key: str) -> None:
    desk.add("more.yaml", f"events:\n  - {{id: it, type: talks, title: T, {claim}, source: press-2021-09}}\n")
    (held,) = desk.facts().claims(desk.facts().all[[e.id for e in desk.facts().all].index("it")])
    assert held.dated_by == key


@pytest.mark.parametrize(
    ("source", "claim", "grade"),
    [("", "", "B6"), ("", ", credibility: 2", "B2"), (", credibility: 2", "", "B2"),
     (", credibility: 2", ", credibility: 3", "B3"), (", credibility: 2", ", credibility: 6", "B6")],
)  # fmt: skip
def test_a_claim_without_a_grade_has_the_one_that_its_source_gives_its_claims(
    desk: SmallDesk, source: str, claim: str, grade: str
) -> None:
    told = f"{{id: yearbook, publisher: Yearbook, title: T, published: 2020, medium: press, reliability: B{source}}}"
    desk.add(
        "more.yaml",
        f"sources: [{told}]\nborders:\n  - {{between: [ARM, KGZ], length: 5 km, source: yearbook{claim}}}\n",
    )
    assert str(desk.view().facts["border:ARM-KGZ"].headline.grade) == grade


def test_an_unfounded_1_of_a_source_is_reported_of_each_claim(desk: SmallDesk) -> None:
    desk.add(
        "more.yaml",
        "sources: [{id: yearbook, publisher: Yearbook, title: T, published: 2020, medium: press, credibility: 1}]\n"
        "borders:\n  - {between: [ARM, KGZ], length: 5 km, source: yearbook}\n",
    )
    assert [(p.code, p.mark.line) for p in desk.problems() if p.code == "single-origin"] == [("single-origin", 3)]
