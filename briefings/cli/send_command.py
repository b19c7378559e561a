"""The command that drafts the mails of an issue; it sends none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import BriefingsError
from .desk_access import checked_facts, day_of, desk_folder, output_folder, templates
from .option_types import OutOption
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..facts.fact_base import FactBase
    from ..facts.published_issues import Ledger
    from ..tasks.mail_drafts import MailDraft

OUTBOX = "outbox"


def send(
    issue: Annotated[
        str, typer.Argument(help="A published issue, or a document for its last: flash/ID, weekly/2021-W37.")
    ],
    correction: Annotated[
        bool, typer.Option("--correction", help="Draft what was wrong in it, for the groups that hold it.")
    ] = False,
    out: OutOption = Path("build"),
) -> None:
    """Draft the mails of a published issue, each group's with the edition that its clearance allows.

    Nothing is sent. Who was drafted an issue is noted beside it.
    """
    from ..files import atomic_folder

    base = checked_facts(quiet=True)
    editions = _editions(base, issue)
    drafts = list(_corrections(base, editions) if correction else _issues(base, editions))
    output = atomic_folder.Output(output_folder(out))
    for draft in drafts:
        kind = "correction-" if correction else ""
        name = f"{OUTBOX}/{draft.ledger.issue}-r{draft.ledger.revision}/{kind}{draft.group.id}.eml"
        output.write(name, draft.data)
        if not correction:
            _note(draft, day_of(base))
        print(f"drafted {name}: {draft.ledger.name}, {draft.ledger.release.value}, for {draft.group.name}")
    print(f"{count_text(len(drafts), 'draft')}; nothing was sent")
    if drafts and not correction:
        print(f"next: git add {Path(drafts[0].ledger.folder).parent} && git commit")


def _editions(base: FactBase, issue: str) -> list[Ledger]:
    """Return the latest revision of an issue in each edition; raises BriefingsError without any."""
    named = [one for one in base.ledgers if issue in (one.document, one.of_document)]
    own = [one for one in named if one.document == named[-1].document]  # they are by cut-off
    if not own:
        known = ", ".join(dict.fromkeys(ledger.document for ledger in base.ledgers))
        raise BriefingsError(f"{issue!r} is not published", f"published: {known or 'nothing'}")
    latest = {ledger.release: ledger for ledger in own}
    return list(latest.values())


def _issues(base: FactBase, editions: Iterable[Ledger]) -> Iterator[MailDraft]:
    """Yield the draft of an issue for each group that subscribes to it."""
    from ..files.desk_files import edition_files
    from ..records.recipients import RecipientGroup
    from ..tasks import mail_drafts

    editions = list(editions)
    groups = base.records("recipients", RecipientGroup)
    if not groups:
        raise BriefingsError("this desk has no recipients", "add a group: briefings new recipients")
    for group in groups:
        ledger = mail_drafts.edition_for(group, editions)
        if ledger is None:
            print(f"none for {group.name}: no edition up to {group.clearance.value} that it subscribes to")
            continue
        if all(told.seal != ledger.seal for told in base.edition(ledger.release).ledgers):
            raise BriefingsError(
                f"{ledger.name} printed what {ledger.release.value} may not tell today",
                "publish a revision without it: briefings publish --reason",
            )
        digests = {file.name: file.sha256 for file in (ledger.html, ledger.pdf)}
        files = edition_files(ledger.place, ledger.folder, digests)
        yield mail_drafts.issue_draft(group, ledger, files)


def _corrections(base: FactBase, editions: Iterable[Ledger]) -> Iterator[MailDraft]:
    """Yield the draft of a correction for each group that holds something wrong of an issue."""
    from ..build.build_plan import BuildOrder, BuildPlan
    from ..files import atomic_folder
    from ..tasks import issue_corrections, mail_drafts

    day = day_of(base)
    for ledger in editions:
        order = BuildOrder(as_of=day, known=day, release=ledger.release)
        plan = BuildPlan(base, order, templates(), atomic_folder.Output(desk_folder()))
        for wrong in issue_corrections.corrections_by_group(base, plan.at, ledger):
            plan.withheld.refuse({f"{wrong.group.id}.eml": "\n".join(wrong.lines).encode()})
            yield mail_drafts.correction_draft(wrong, ledger, base.desk)


def _note(draft: MailDraft, today: datetime.date) -> None:
    """Note beside the issue that a group was drafted it, unless that is noted already."""
    from ..core.digests import sha256
    from ..facts.sent_issues import SentNote
    from ..files import atomic_folder
    from ..files.ledger_files import SENT_PREFIX

    ledger, group = draft.ledger, draft.group.id
    if group in ledger.sent_to:
        return
    note = SentNote(
        group=group, drafted=today, html=ledger.html.sha256, pdf=ledger.pdf.sha256, mail=sha256(draft.data)
    )
    atomic_folder.Output(desk_folder()).write(f"{ledger.folder}/{SENT_PREFIX}{group}.json", note.text())
