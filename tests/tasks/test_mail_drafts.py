"""Drafts of mails: which edition a group gets, and what it is sent of it."""

from __future__ import annotations

import email.policy
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_issue_signing import edition

from briefings.core.markings import Marking
from briefings.facts.published_issues import Ledger, groups_holding
from briefings.facts.sent_issues import SentNote, holding_groups
from briefings.records.recipients import RecipientGroup
from briefings.tasks.mail_drafts import edition_for, issue_draft

ISSUE = edition(b"<html lang=en><title>Weekly</title><main><p>Text</p></main></html>")
FILES = {**ISSUE.documents, "2021-W33.pdf.sig": b"signature"}
markings = st.sampled_from(list(Marking))


def group(clearance: Marking = Marking.AMBER, **more: object) -> RecipientGroup:
    given = {"id": "readers", "name": "Readers", "to": None, "subscriptions": ("weekly/*",), "format": "pdf"}
    return RecipientGroup.model_construct(clearance=clearance, **{**given, **more})  # type: ignore[arg-type]


def released(release: Marking) -> Ledger:
    return ISSUE.ledger.model_copy(update={"release": release})


@given(markings, st.sets(markings))
def test_no_group_gets_an_edition_above_its_clearance_nor_a_lower_one_than_it_may_read(
    clearance: Marking, releases: set[Marking]
) -> None:
    chosen = edition_for(group(clearance), map(released, releases))
    allowed = {release for release in releases if release.rank <= clearance.rank}
    assert (chosen.release if chosen else None) == max(allowed, key=lambda release: release.rank, default=None)


@pytest.mark.parametrize(
    ("subscriptions", "gets"),
    [(("weekly/*",), True), (("weekly/2021-W33",), True), (("topics/*", "weekly/2021-W*"), True),
     (("weekly/2021-W34",), False), (("topics/*",), False)],
)  # fmt: skip
def test_a_group_gets_what_it_subscribes_to(subscriptions: tuple[str, ...], gets: bool) -> None:
    assert (edition_for(group(subscriptions=subscriptions), [ISSUE.ledger]) is not None) is gets


@pytest.mark.parametrize(
    ("format", "names"),
    [
        ("pdf", ["2021-W33.pdf", "2021-W33.pdf.sig"]),
        ("html", ["2021-W33.html"]),
        ("both", ["2021-W33.pdf", "2021-W33.html", "2021-W33.pdf.sig"]),
    ],
)
def test_a_draft_has_the_published_bytes_and_their_signatures(format: str, names: list[str]) -> None:
    draft = issue_draft(group(format=format), ISSUE.ledger, FILES)
    mail = BytesParser(policy=email.policy.default).parsebytes(draft.data)
    attached = {str(part.get_filename()): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert attached == {name: FILES[name] for name in names}
    assert (mail["Subject"], mail["To"], mail["X-Unsent"]) == ("[TLP:GREEN] Weekly", "undisclosed-recipients:;", "1")
    assert draft.data == issue_draft(group(format=format), ISSUE.ledger, FILES).data


def test_a_name_cannot_add_a_line_to_the_head_of_a_mail() -> None:
    named = group(name='Readers "of" <ours>, all', to="readers@desk.example")
    mail = BytesParser(policy=email.policy.default).parsebytes(issue_draft(named, ISSUE.ledger, FILES).data)
    (address,) = mail["To"].addresses
    assert (address.display_name, address.addr_spec) == ('Readers "of" <ours>, all', "readers@desk.example")


def test_a_note_of_other_bytes_is_no_note_of_an_issue() -> None:
    html, pdf = ISSUE.ledger.html.sha256, ISSUE.ledger.pdf.sha256
    note = SentNote(group="readers", drafted=ISSUE.ledger.published, html=html, pdf=pdf, mail="")
    other = note.model_copy(update={"pdf": "0"})
    notes = {"sent-readers.json": note.text(), "sent-b.json": other.text(), "sent-c.json": b"{}"}
    assert holding_groups(notes, html, pdf) == (("readers",), ["sent-b.json", "sent-c.json"])
    assert groups_holding([ISSUE.ledger], ISSUE.ledger, "tjk-offer-2021", "") == []
