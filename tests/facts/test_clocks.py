"""Two clocks: nothing is seen before it was known; a past view is what one would have had without what came later."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.checks import desk_loading
from briefings.core.dates import PartialDate
from briefings.core.markings import Marking
from briefings.facts import staleness
from briefings.facts.claims import Viewpoint, known_by, known_on
from briefings.facts.disputes import within_fact
from briefings.facts.fact_base import FactBase
from briefings.facts.view import View
from briefings.files import desk_files
from briefings.records.base_record import Record
from briefings.records.entities import Country, Source
from briefings.records.judgements import Assessment, Signpost, Topic
from briefings.template_api import documents
from conftest import SmallDesk, at

HELD = desk_loading.load(desk_files.fact_files(Path(__file__).parent.parent.parent))
assert HELD.base is not None
BASE: FactBase = HELD.base
DAYS = st.integers(0, 500).map(lambda days: date(2021, 6, 1) + timedelta(days))


def shown(view: View) -> dict[str, object]:
    """What a view shows of each fact, and which of it is in dispute."""
    return {
        id: (fact.digest, [claim.digest for claim in fact.claims], [len(found.claims) for found in within_fact(fact)])
        for id, fact in view.facts.items()
    }


@given(DAYS, DAYS)
@settings(max_examples=15)
def test_the_view_at_a_cut_off_is_the_view_with_all_later_claims_deleted(as_of: date, known: date) -> None:
    at = Viewpoint(as_of, known, Marking.GREEN)
    entries = []
    for entry in BASE.all:
        told = BASE.claims(entry)
        keep = [n for n, claim in enumerate(told) if claim.known_on is None or claim.known_on <= known]
        if told and not keep:
            continue
        if len(keep) < len(told):
            entry = replace(
                entry,
                claims=tuple(entry.claims[n] for n in keep),
                claim_nodes=tuple(entry.claim_nodes[n] for n in keep),
            )
        entries.append(entry)
    assert shown(View(FactBase.of(entries), at)) == shown(View(BASE, at))


@given(DAYS, DAYS)
@settings(max_examples=15)
def test_no_claim_is_seen_before_it_was_known(as_of: date, known: date) -> None:
    facts = View(BASE, Viewpoint(as_of, known, Marking.RED)).facts.values()
    early = [c for fact in facts for c in fact.claims if c.known_on is not None and c.known_on > known]
    assert early == []
    assert len(list(facts)) > 10


# ---------------------------------------------------------------- what a page as known on a day prints

LATER = ("--as-of", "2021-12-01", "--known", "2021-09-17")


@pytest.fixture
def later(desk: SmallDesk) -> SmallDesk:
    """A desk that has written down things of 17 September and of 20 November."""
    desk.edit("judgements.yaml", "{date: 2021-09-17, state: not, facts: [afg-arrived-tajikistan]}",
              "{date: 2021-09-17, state: not}, {date: 2021-11-20, state: tripped}")  # fmt: skip
    entities = desk.root / "facts/entities.yaml"
    before, after = entities.read_text().split("    bottom_lines:\n", 1)
    line = "{as_of: 2021-11-20, text: Later., trend: worsening, reason: Seen.}"
    entities.write_text(f"{before}    bottom_lines:\n      - {line}\n{after}")
    desk.add("2021-W47.yaml", "issues:\n  - {id: 2021-W47, bottom_line: [Later.]}\n")
    return desk


def test_the_shipped_page_prints_the_observation_that_was_known(later: SmallDesk) -> None:
    assert later.run("country", "Tajikistan", *LATER, "--html").code == 0
    page = later.page("countries/tajikistan")
    assert "not observed" in page
    assert "tripped" not in page and ">observed<" not in page
    assert "20 Nov" not in page


def test_whatever_a_template_asks_for_was_known(later: SmallDesk) -> None:
    later.template("country.html.j2", dedent("""\
        {% for signpost in facts.signposts() %}<p>latest: {{ signpost.latest.state }}</p>
        {% for seen in signpost.observations %}<p>seen: {{ seen.state }}</p>{% endfor %}{% endfor %}
        <p>line: {{ facts.bottom_line(country).text }}</p>
        {% for line in country.bottom_lines %}<p>each: {{ line.text }}</p>{% endfor %}
        <p>{{ "an issue" if facts.issue("2021-W47") else "no issue" }}</p>
        """))  # fmt: skip
    run = later.run("country", "Tajikistan", *LATER, "--html")
    assert run.code == 0, run.err
    page = later.page("countries/tajikistan")
    assert re.search("<p[^>]*>latest: not</p>", page)
    assert len(re.findall("<p[^>]*>seen:", page)) == 1
    assert re.search("<p[^>]*>line: .* is the thing to watch", page)
    assert len(re.findall("<p[^>]*>each:", page)) == 1
    assert re.search("<p[^>]*>no issue</p>", page)


def test_changes_are_since_an_issue_that_was_known_and_later_issues_are_left_out(later: SmallDesk) -> None:
    found = documents.all_documents(later.facts(), at("2021-12-01", "2021-09-18"), fixed=True)
    since = {document.since.known for document in found if document.each == "country" and document.since}
    assert since == {date(2021, 9, 17)}
    assert [document.id for document in found if document.each == "issue"] == ["weekly/2021-W33", "weekly/2021-W37"]


@pytest.mark.parametrize(
    ("as_of", "known", "overdue"),
    [
        ("2021-09-20", "2021-09-20", False),
        ("2021-09-21", "2021-09-21", True),
        ("2021-12-01", "2021-09-20", False),  # nobody could know yet what came of it
        ("2021-12-01", "2021-09-21", True),
        ("2021-09-20", "2021-12-01", False),
    ],
)
def test_a_plan_is_overdue_once_its_day_has_passed_by_both_clocks(
    desk: SmallDesk, as_of: str, known: str, overdue: bool
) -> None:
    desk.add("plan.yaml", "events:\n  - {id: p, type: call, title: A call, date: 2021-09-20, status: planned, in: TJK, "
                          "source: wire-2021-08}\n")  # fmt: skip
    view = desk.view(as_of, known)
    fact = view.fact("p")
    assert fact is not None
    assert (staleness.overdue(view, fact) is not None) is overdue


SOURCE = {"id": "s", "publisher": "P", "title": "T", "published": PartialDate.parse("2021-09"), "medium": "press"}
WATCHED = {"id": "w", "text": "T", "for_": "a", "about": (), "recorded": PartialDate.parse("2021-09-30")}


@pytest.mark.parametrize(
    ("record", "known"),
    [
        (Source.model_construct(**SOURCE), "2021-09-30"),  # the last day of its month
        (Source.model_construct(**{**SOURCE, "medium": "reference"}), None),
        (Assessment.model_construct(date=PartialDate.parse("2021-09-30")), "2021-09-30"),
        (Signpost.model_construct(**WATCHED), "2021-09-30"),
        (Topic.model_construct(recorded=PartialDate.parse("2021-09-30")), "2021-09-30"),
        (Topic.model_construct(recorded=None), None),
        (Country.model_construct(id="TJK"), None),
    ],
)
def test_a_record_is_known_from_the_last_day_its_date_may_mean(record: Record, known: str | None) -> None:
    assert str(known_on(record)) == str(known)
    assert known_by(record, date(2021, 9, 30))
    assert known_by(record, date(2021, 9, 29)) is (known is None)
