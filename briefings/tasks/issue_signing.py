"""Signatures and approvals of an issue that goes out: for desks that list who may sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..core.digests import digest, sha256
from ..core.filenames import slug
from ..core.problems import BriefingsError
from ..facts.issue_approvals import Approval, missing_approvals, void_because
from ..facts.published_issues import IssueFile, Ledger
from ..files.ledger_files import APPROVAL_PREFIX, ISSUES_FOLDER, LEDGER_NAME, SIGNERS
from ..files.pdf_signatures import signed_pdf
from ..files.ssh_signatures import APPROVAL, ENDING, ISSUE, SignatureFault, signatures, signer
from ..records.desk_settings import Approvals
from .issue_publication import IssueEdition

APPROVALS_FOLDER = "facts/approvals"
_NO_KEY = "an OpenSSH key of your own: --key ~/.ssh/id_ed25519, or its path in BRIEFINGS_KEY"


def approvals_folder(ledger: Ledger) -> str:
    """The folder of the approvals of an edition until it goes out, relative to the desk's."""
    return ledger.folder.replace(ISSUES_FOLDER, APPROVALS_FOLDER, 1)


def refuse_without_signers(signers: bytes | None, key: Path | None, policy: Approvals | None) -> None:
    """Raise BriefingsError if a desk's signers, its approvals and a key for signing do not go together."""
    if signers is None and (key or policy):
        what = "a key is of no use" if key else "its approvals cannot be signed"
        raise BriefingsError(f"this desk lists no signers, so {what}", f"a list of who may sign: {SIGNERS}")
    if signers is not None and key is None:
        raise BriefingsError(f"this desk has signers ({SIGNERS}), and no key was named", _NO_KEY)


def approval(edition: IssueEdition, key: Path, signers: bytes) -> tuple[str, dict[str, bytes]]:
    """Return who approves an issue, and the files of the approval by name; raises BriefingsError."""
    statement, day = Approval.of(edition.ledger).text(), edition.ledger.published
    made = signatures({"approval": statement}, key, APPROVAL)[f"approval{ENDING}"]
    person = _signer(statement, made, signers, APPROVAL, day)
    name = f"{slug(person) or 'person'}-{digest(person)[:8]}.json"  # two persons may have one slug
    return person, {name: statement, f"{name}{ENDING}": made}


def signed_edition(
    edition: IssueEdition, key: Path, signers: bytes, approvals: Mapping[str, bytes], policy: Approvals | None
) -> IssueEdition:
    """Return an issue with its signatures and the approvals that hold for it; raises BriefingsError without
    those that the desk asks for."""
    persons, kept, void = valid_approvals(edition.ledger, signers, approvals)
    ledger = edition.ledger.model_copy(update={"approved_by": tuple(sorted(persons))}).with_seal()
    files = {**edition.documents, LEDGER_NAME: ledger.text().encode()}
    made = signatures(files, key, ISSUE)
    author = _signer(files[LEDGER_NAME], made[f"{LEDGER_NAME}{ENDING}"], signers, ISSUE, ledger.published)
    if missing := missing_approvals(policy, ledger, author, persons):
        reasons = "; ".join(void) or "there is none" + (" but the author's own" if persons else "")
        raise BriefingsError(
            f"{ledger.document} lacks {missing} of the approvals that the desk asks for: {reasons}",
            f"let another person read and approve it: briefings approve {ledger.document}",
        )
    return replace(edition, ledger=ledger, signed={**kept, **made})


def with_pdf_signature(edition: IssueEdition, certificate: Path, passphrase: str) -> IssueEdition:
    """Return an issue with a signature within its PDF; the ledger keeps the digest of it without. Raises
    BriefingsError."""
    pdf, made = signed_pdf(edition.pdf, certificate, passphrase), edition.ledger.pdf
    signed = IssueFile(name=made.name, sha256=sha256(pdf), bytes=len(pdf))
    ledger = edition.ledger.model_copy(update={"pdf": signed, "pdf_unsigned": made}).with_seal()
    return replace(edition, ledger=ledger, pdf=pdf)


def valid_approvals(
    ledger: Ledger, signers: bytes, approvals: Mapping[str, bytes]
) -> tuple[set[str], dict[str, bytes], list[str]]:
    """Return who approved an issue, the files of those approvals, and why each other one is void."""
    persons: set[str] = set()
    kept: dict[str, bytes] = {}
    void: list[str] = []
    for name, statement in sorted(approvals.items()):
        if name.endswith(ENDING):
            continue
        made = approvals.get(f"{name}{ENDING}", b"")
        why = void_because(statement, ledger)
        if not why:
            try:
                persons.add(signer(statement, made, signers, APPROVAL, ledger.published))
            except SignatureFault as fault:
                why = str(fault)
        if why:
            void.append(f"{name} is void, {why}")
        else:
            kept |= {f"{APPROVAL_PREFIX}{name}": statement, f"{APPROVAL_PREFIX}{name}{ENDING}": made}
    return persons, kept, void


def _signer(data: bytes, made: bytes, signers: bytes, purpose: str, day: date) -> str:
    """Return who has just signed; raises BriefingsError if the desk does not list them for the day."""
    try:
        return signer(data, made, signers, purpose, day)
    except SignatureFault as fault:
        remedy = f"your public key with your name in {SIGNERS}, valid on {day}, by a colleague"
        raise BriefingsError(f"this desk does not take your signature: {fault}", remedy) from None
