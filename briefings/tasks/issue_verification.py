"""What a signed file of an issue is worth: for anybody with the list of signers, without the desk."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import date

from ..checks.signature_rules import approving_persons, issue_signer, refuse_changed_pdf
from ..core.digests import sha256
from ..core.json_types import Json
from ..core.problems import BriefingsError
from ..facts import published_issues
from ..facts.published_issues import Ledger
from ..files.ledger_files import LEDGER_NAME, LedgerFile
from ..files.ssh_signatures import ENDING, ISSUE, SignatureFault, signer
from ..pages import embedded_data


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


def own_words(name: str, data: bytes) -> list[str]:
    """Return what a signed page or PDF says that it is, and that its name says something else if it does.

    A signature is of the bytes and not of the name: a page of last year holds under the name of today's.
    Empty for a document without data of its own.
    """
    document = None
    with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):  # whatever was signed
        document = _document(data)
    if not isinstance(document, dict):
        return []
    title, marking, id = (document.get(key) for key in ("title", "marking", "id"))
    if not (isinstance(title, str) and isinstance(marking, str) and isinstance(id, str)):
        return []
    named = id.rpartition("/")[2]
    lines = [f"it says that it is: {title}, {marking}"]
    if named not in name:
        lines.append(f"its name is not that under which it was published, {named}: somebody renamed it")
    return lines


def _document(data: bytes) -> Json:
    """Return what the data of a page, or those attached to a PDF, say of the document; None if nothing."""
    if not data.startswith(b"%PDF-"):
        return embedded_data.document_data(data.decode())
    import pypdf
    from pypdf.errors import PyPdfError

    with suppress(PyPdfError):
        for attached in pypdf.PdfReader(io.BytesIO(data)).attachments.get(embedded_data.DATA_FILE, ()):
            return json.loads(attached)["document"]
    return None
