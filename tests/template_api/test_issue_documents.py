"""Documents as issues: their names, their series, and ledgers that claim to be of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from briefings.core.markings import Marking
from briefings.core.problems import BriefingsError
from briefings.facts.claims import Viewpoint
from briefings.facts.published_issues import IssueFile, IssueInputs, Ledger
from briefings.records.weeks import Week
from briefings.template_api.documents import Document, Publication
from briefings.template_api.issue_documents import as_issue, as_published, series_of, with_issues
from conftest import SmallDesk

DAY = date(2021, 9, 17)
AT = Viewpoint(DAY, DAY, Marking.GREEN)


def document(id: str, each: str, week: Week | None = None) -> Document:
    return Document(id, id.partition("/")[0], "Title", "x.html.j2", "", lambda: None, AT, week, each=each)


@pytest.mark.parametrize(
    ("id", "each", "issue", "series"),
    [
        ("weekly/2021-W37", "issue", "weekly/2021-W37", "weekly"),
        ("letters/2021-W37", "issue", "letters/2021-W37", "letters"),
        ("daily/2021-09-17", "day", "daily/2021-09-17", "daily"),
        ("flash/raid", "event", "flash/raid-2021-09-17", "flash"),
        ("countries/armenia", "country", "countries/armenia-2021-09-17", "countries/armenia"),
        ("record/record", "desk", "record/record-2021-09-17", "record/record"),
    ],
)
def test_an_issue_has_a_name_and_a_series(id: str, each: str, issue: str, series: str) -> None:
    named = as_issue(document(id, each, Week("x", DAY) if each in ("issue", "day") else None), DAY)
    assert (named.id, series_of(named)) == (issue, series)
    assert series_of(document(id, each)) == series


def ledger(issue: str, series: str = "weekly", about: str = "") -> Ledger:
    file = IssueFile(name="x", sha256="", bytes=0)
    inputs = IssueInputs(document={}, reads={}, sources={}, files={}, shape={})
    return Ledger(
        issue=issue, series=series, about=about, number=1, revision=1, reason=None, title="T", first=DAY, cutoff=DAY,
        as_of=DAY, known=DAY, since=None, release=Marking.GREEN, marking=Marking.CLEAR, published=DAY, html=file,
        pdf=file, pages=1, facts=(), judgements=(), corrections=(), inputs=inputs,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("issue", "series"),
    [
        ("weekly/2021-W37", "letters"), ("weekly/2021-W37", "weekly/2021"), ("flash/raid-2021-09-17", "daily"),
        ("2021-W99", "weekly"), ("flash/raid", "flash"), ("flash/raid-2021-13-01", "flash"),
    ],
)  # fmt: skip
def test_no_issue_passes_for_one_of_another_series_or_of_no_day(issue: str, series: str) -> None:
    """Another series may ask for fewer approvals."""
    with pytest.raises(ValidationError):
        ledger(issue, series)


def test_a_weekly_that_says_no_more_is_written_as_before_there_were_series() -> None:
    assert not {"series", "about"} & ledger("2021-W37")._content().keys()
    assert ledger("flash/raid-2021-09-17", "flash")._content()["series"] == "flash"


@pytest.mark.parametrize(
    ("of", "name", "document"),
    [
        (ledger("2021-W37"), "No. 1 (2021-W37)", "weekly/2021-W37"),
        (ledger("daily/2021-09-17", "daily"), "Daily No. 1 (2021-09-17)", "daily/2021-09-17"),
        (ledger("flash/raid-2021-09-17", "flash"), "Flash No. 1 (raid-2021-09-17)", "flash/raid"),
        (ledger("topics/x-2021-09-17", "topics/x"), "No. 1 (x-2021-09-17)", "topics/x"),
    ],
)
def test_a_ledger_names_its_issue_and_the_document_that_goes_on(of: Ledger, name: str, document: str) -> None:
    assert (of.name, of.of_document) == (name, document)


def test_an_issue_about_what_an_edition_withholds_is_not_there_to_be_named(desk: SmallDesk) -> None:
    out = ledger("profiles/rahmon-2021-09-17", "profiles/rahmon", "people/rahmon")
    shown = desk.facts().beside((out,)).edition(Marking.GREEN)
    assert [one.id for one in with_issues(shown, [], AT, fixed=False)] == ["profiles/rahmon-2021-09-17"]
    desk.edit("entities.yaml", "{id: rahmon,", "{id: rahmon, marking: TLP:AMBER,")
    hidden = desk.facts().beside((out,)).edition(Marking.GREEN)
    assert with_issues(hidden, [], AT, fixed=False) == []


def test_a_document_leads_to_its_latest_issues_up_to_the_day_asked_for(desk: SmallDesk) -> None:
    later = ledger("countries/armenia-2021-09-17", "countries/armenia", "countries/ARM")
    base = desk.facts().beside((later,)).edition(Marking.GREEN)
    page = document("countries/armenia", "country")
    leading, issue = with_issues(base, [page], AT, fixed=False)
    assert [way.label for way in leading.ways] == ["Published"] and issue.out_of == "countries/armenia"
    before = replace(AT, as_of=date(2021, 9, 1), known=date(2021, 9, 1))
    assert with_issues(base, [page], before, fixed=True) == [page]


def test_an_issue_is_made_again_at_its_clocks_unless_its_document_is_gone(desk: SmallDesk) -> None:
    again = as_published(desk.facts(), ledger("countries/armenia-2021-09-17", "countries/armenia"))
    assert (again.id, again.at, again.publication) == ("countries/armenia-2021-09-17", AT, Publication(1, 1, None, DAY))
    with pytest.raises(BriefingsError, match="no document flash/raid"):
        as_published(desk.facts(), ledger("flash/raid-2021-09-17", "flash"))
