"""Commands that keep and check the record of published issues."""

from __future__ import annotations

import datetime
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import BriefingsError
from .desk_access import (
    checked_facts,
    day_of,
    desk_folder,
    hold_against_texts,
    output_folder,
    templates,
)
from .option_types import CertificateOption, KeyOption, OutOption, ReasonOption, ReleaseOption
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..build.build_plan import BuildPlan
    from ..core.markings import Marking
    from ..facts.claims import Viewpoint
    from ..facts.fact_base import FactBase
    from ..tasks.issue_publication import IssueEdition
    from ..template_api.documents import Document


def publish(
    doc: Annotated[
        str,
        typer.Argument(
            help="A document, as weekly/2021-W37, flash/ID, countries/tajikistan; default: the weekly due."
        ),
    ] = "",
    reason: ReasonOption = "",
    release: ReleaseOption = None,
    key: KeyOption = None,
    pdf_certificate: CertificateOption = None,
    out: OutOption = Path("build"),
) -> None:
    """Record a document as it goes out: page, PDF and ledger, under a number; nothing is ever overwritten.

    One-pagers and others that go on are recorded as of today: another day's is the next number.
    """
    from ..files import atomic_folder

    with atomic_folder.alone_in_record(desk_folder()):
        made = _published(doc, reason.strip(), release, key, pdf_certificate, out)
    print(
        f"published {made.ledger.document} as {made.ledger.name}, {made.ledger.release.value}, "
        f"{count_text(made.ledger.pages, 'page')}"
    )
    for file in made.files:
        print(f"wrote {made.ledger.folder}/{file}")
    print(f"next: git add {made.ledger.folder} && git commit")


def _published(
    name: str, reason: str, release: Marking | None, key: Path | None, certificate: Path | None, out: Path
) -> IssueEdition:
    """Add an issue to the record, under the number that follows from those in it; return what was added."""
    from ..files import atomic_folder, desk_files
    from ..tasks import issue_signing

    base, signers = facts_to_sign(key)
    made = as_it_goes_out(base, name, reason, release, out)
    if certificate:
        made = issue_signing.with_pdf_signature(made, certificate, _passphrase(certificate))
    if key and signers is not None:
        approvals = desk_files.approval_files(desk_folder() / issue_signing.approvals_folder(made.ledger))
        made = issue_signing.signed_edition(made, key, signers, approvals, base.desk.approvals)
    atomic_folder.add_issue_folder(desk_folder(), made.ledger.folder, made.files)
    return made


def _passphrase(certificate: Path) -> str:
    """The passphrase of a certificate's key: from the environment, else typed on the terminal, else none."""
    if "BRIEFINGS_PDF_PASSPHRASE" in os.environ or not sys.stdin.isatty():
        return os.environ.get("BRIEFINGS_PDF_PASSPHRASE", "")
    return str(typer.prompt(f"Passphrase of {certificate}", default="", hide_input=True, show_default=False))


def facts_to_sign(key: Path | None) -> tuple[FactBase, bytes | None]:
    """Return the facts, held against the kept texts, and the desk's list of signers; raises BriefingsError
    if it and the key do not go together."""
    from ..files import desk_files
    from ..tasks import issue_signing

    base, signers = checked_facts(quiet=True), desk_files.signers(desk_folder())
    issue_signing.refuse_without_signers(signers, key, base.desk.approvals)
    hold_against_texts(base)
    return base, signers


def as_it_goes_out(
    base: FactBase, name: str, reason: str, release: Marking | None, out: Path
) -> IssueEdition:
    """Return a document as it would be published now, which is also what is approved."""
    from ..facts.claims import Viewpoint
    from ..files import desk_files
    from ..tasks import issue_publication
    from ..template_api.issue_documents import series_of

    today, signers, policy = day_of(base), desk_files.signers(desk_folder()), base.desk.approvals
    level = release or base.desk.release
    document = _document(base, name, Viewpoint(today, today, level))
    issue, own = issue_publication.issue_to_publish(base, document, name, reason, today)
    publication = issue_publication.next_publication(base, issue, own, level, reason, today)
    if signers is not None:
        word = policy.word(publication.published, series_of(issue)) if policy else ""
        publication = replace(publication, signed=True, reviewed=word)
    work = _work(base, document.id, today, level, output_folder(out, release))
    return issue_publication.new_edition(work, issue, publication)


def _document(base: FactBase, name: str, at: Viewpoint) -> Document:
    """The document that is to go out: the weekly due, or that of a name, also of an issue of it."""
    from ..records import weeks
    from ..template_api import documents

    if not name or name.startswith("weekly/") or "/" not in name:
        id = name.removeprefix("weekly/")
        week = weeks.week_by_id(id, base.desk) if id else weeks.week_due(at.last_day, base.desk)
        return documents.weekly(base, week, at)
    goes_on = next((one.of_document for one in base.ledgers if one.document == name), name)
    every = documents.all_documents(base, at, days=documents.asked_days([name]))
    found = documents.matching_documents(every, [goes_on])
    if len(found) > 1:
        raise BriefingsError(f"{name!r} names {len(found)} documents", "one at a time: each has a number")
    return found[0]


def reproduce(base: FactBase, wanted: list[str], release: Marking | None, out: Path) -> None:
    """Make published issues again at their clocks, say what differs; exits 1 where the bytes are not the
    same."""
    from ..facts import published_issues
    from ..tasks import issue_publication

    level = release or base.desk.release
    today = day_of(base)
    record = {ledger.document: ledger for ledger in published_issues.latest_of_each(base.ledgers, level)}
    chosen = [record[name] for name in wanted if name in record] if wanted else list(record.values())
    missing = [name for name in wanted if name not in record]
    if missing or not chosen:
        what = (
            f"{missing[0]!r} is not published as {level.value}"
            if missing
            else f"nothing is published as {level.value}"
        )
        raise BriefingsError(
            what, f"published: {', '.join(record)}" if record else "see: briefings publish --help"
        )
    differing = False
    for ledger in chosen:
        work = _work(base, ledger.document, today, level, output_folder(out, release))
        again = issue_publication.reproduction(work, ledger)
        for form, data in (("html", again.again.html), ("pdf", again.again.pdf)):
            work.output.write(f"{issue_publication.REPRODUCED_FOLDER}/{ledger.document}.{form}", data)
        print(f"{ledger.name}: as of {ledger.as_of}, known {ledger.known}, {ledger.release.value}")
        for form, same in zip(("HTML", "PDF"), again.same, strict=True):
            print(f"  {form}: {'the same bytes' if same else 'not the same bytes'}")
        for line in again.changed_inputs:
            print(f"  differs: {line}")
        if not again.changed_inputs:
            print("  every input is as it was")
        differing = differing or again.same != (True, True)
    print(
        f"{count_text(len(chosen), 'issue')} made again in "
        f"{output_folder(out, release) / issue_publication.REPRODUCED_FOLDER}"
    )
    if differing:
        raise typer.Exit(1)


def _work(base: FactBase, document: str, today: datetime.date, release: Marking, place: Path) -> BuildPlan:
    from ..build.build_plan import BuildOrder, BuildPlan
    from ..files import atomic_folder
    from ..template_api.documents import asked_days

    wanted = (document,)
    order = BuildOrder(as_of=today, known=today, release=release, wanted=wanted, days=asked_days(wanted))
    return BuildPlan(base, order, templates(), atomic_folder.Output(place))
