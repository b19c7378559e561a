"""What a signed file of an issue is worth: for anybody with the list of signers, without the desk."""

from __future__ import annotations

from datetime import date

from ..checks.signature_rules import approving_persons, issue_signer, refuse_changed_pdf
from ..core.digests import sha256
from ..core.problems import BriefingsError
from ..facts import published_issues
from ..facts.published_issues import Ledger
from ..files.ledger_files import LEDGER_NAME, LedgerFile
from ..files.ssh_signatures import ENDING, ISSUE, SignatureFault, signer


def verified_ledger(file: LedgerFile) -> tuple[Ledger, list[str]]:
    """Return the ledger of an issue, and in lines who published and approved it.

    Raises SignatureFault for any byte of the ledger, its page, its PDF or an approval that is not as signed.
    """
    ledgers, problems = published_issues.read([file])
    # where its folder stands is no matter to who was handed it
    broken = [problem for problem in problems if problem.code != "published-changed"]
    if broken or not ledgers:
        raise SignatureFault(
            f"{LEDGER_NAME} cannot be read: {broken[0].message if broken else 'it is empty'}"
        )
    ledger = ledgers[0]
    if not ledger.is_intact:
        raise SignatureFault(f"{LEDGER_NAME} was edited")
    person = issue_signer(file, ledger)
    lines = [f"{ledger.name}, {ledger.release.value}: published by {person} on {ledger.published}"]
    for copy in (ledger.html, ledger.pdf):
        if file.beside.get(copy.name) != copy.sha256:
            raise SignatureFault(f"{copy.name} is not what was published")
    refuse_changed_pdf(file, ledger)
    persons = approving_persons(file, ledger)
    if persons != set(ledger.approved_by):
        raise SignatureFault(f"{LEDGER_NAME} names other persons than approved it")
    lines += [f"approved by {person}" for person in sorted(persons)]
    return ledger, lines


def verified_file(
    name: str, data: bytes, signature: bytes | None, signers: bytes, day: date, ledger: Ledger | None
) -> str:
    """Return in a line who published a page or a PDF; raises BriefingsError if it is not as it was signed.

    `ledger` is that of its issue, verified, if it was handed on too; else the signers are those of `day`.
    """
    if ledger and sha256(data) not in (ledger.html.sha256, ledger.pdf.sha256):
        raise SignatureFault(f"{name} is not what {ledger.name} published")
    if signature is None:
        raise BriefingsError(
            f"{name}{ENDING} is not there", "the signature that came with the file, beside it"
        )
    on = ledger.published if ledger else day
    try:
        person = signer(data, signature, signers, ISSUE, on)
    except SignatureFault as fault:
        remedy = "" if ledger else "if its signer has left since: --day, the day on which the file was issued"
        raise SignatureFault(f"{name} is not verified: {fault}", remedy) from None
    return f"{name}: signed by {person}, who was allowed to on {on}"
