"""The rules on who signed and approved a published issue: for desks that list who may sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from ..core.problems import Problem
from ..facts.issue_approvals import missing_approvals, void_because
from ..facts.published_issues import Ledger, ledger_mark
from ..files.ledger_files import LEDGER_NAME, SIGNERS, LedgerFile
from ..files.ssh_signatures import APPROVAL, ENDING, ISSUE, SignatureFault
from ..records.desk_settings import Approvals

LEDGER_SIGNATURE = f"{LEDGER_NAME}{ENDING}"
_RESTORE = "the files as published: git checkout them; only publish signs an issue"


def signature_problems(
    files: Iterable[LedgerFile], ledgers: Iterable[Ledger], policy: Approvals | None
) -> Iterator[Problem]:
    """A problem for each issue that nobody signed who was allowed to, or that lacks the desk's approvals."""
    by_folder = {ledger.folder: ledger for ledger in ledgers}
    found = [(file, by_folder.get(file.path.removesuffix(f"/{LEDGER_NAME}"))) for file in files]
    # one without its ledger was edited or moved, which is a problem already
    pairs = [(file, ledger) for file, ledger in found if ledger is not None]
    if not pairs:
        return
    from concurrent.futures import ThreadPoolExecutor  # a desk without issues does without

    with ThreadPoolExecutor() as pool:  # which waits for ssh-keygen, twice for each signature
        faults = list(pool.map(partial(_signature_fault, policy), pairs))
    for (file, ledger), fault in zip(pairs, faults, strict=True):
        if fault:
            yield Problem(
                "published-unsigned", f"{ledger.name}: {fault}", ledger_mark(file), expected=fault.remedy
            )


def _signature_fault(policy: Approvals | None, pair: tuple[LedgerFile, Ledger]) -> SignatureFault | None:
    """Return what is wrong with an issue's signatures; None if they hold."""
    try:
        _refuse_unless_signed(*pair, policy)
    except SignatureFault as fault:
        return fault
    return None


def _refuse_unless_signed(file: LedgerFile, ledger: Ledger, policy: Approvals | None) -> None:
    refuse_changed_pdf(file, ledger)
    if file.signers is None:
        if ledger.signed or LEDGER_SIGNATURE in file.signed:
            raise SignatureFault(f"it is signed, and {SIGNERS} is gone", f"the list of signers: {SIGNERS}")
        if policy and policy.asked_of(ledger.series) and policy.hold_on(ledger.published):
            remedy = f"{SIGNERS}, or 'since:' in the desk's approvals, their first day"
            raise SignatureFault(f"the desk asks for approvals, and there is no {SIGNERS}", remedy)
        return
    for name in (ledger.html.name, ledger.pdf.name):
        if f"{name}{ENDING}" not in file.signed:
            raise SignatureFault(f"{name}{ENDING} is not there", _RESTORE)
    signer = issue_signer(file, ledger)
    persons = approving_persons(file, ledger)
    if set(ledger.approved_by) != persons:
        raise SignatureFault("its ledger names other persons than approved it", _RESTORE)
    if missing := missing_approvals(policy, ledger, signer, persons):
        remedy = "a revision that was approved, or 'since:' in the desk's approvals, its first day"
        raise SignatureFault(f"{missing} of the desk's approvals is missing", remedy)


def refuse_changed_pdf(file: LedgerFile, ledger: Ledger) -> None:
    """Raise SignatureFault if the signature within an issue's PDF came with a change of it."""
    made = ledger.pdf_unsigned
    if made and file.unsigned_digest(ledger.pdf.name, made.bytes) != made.sha256:
        raise SignatureFault("its PDF holds another one than was signed", _RESTORE)


def issue_signer(file: LedgerFile, ledger: Ledger) -> str:
    """Return who published an issue; raises SignatureFault unless they were allowed to on its day."""
    if ledger.published < ledger.first_day:
        raise SignatureFault(
            f"it says that it went out on {ledger.published}, before the day that it is of", _RESTORE
        )
    try:
        return file.signer(LEDGER_SIGNATURE, file.text.encode(), ISSUE, ledger.published)
    except SignatureFault as fault:
        raise SignatureFault(f"the ledger's signature does not hold: {fault}", _RESTORE) from None


def approving_persons(file: LedgerFile, ledger: Ledger) -> set[str]:
    """Return who approved an issue; raises SignatureFault for an approval that does not hold."""
    persons = set()
    for name, statement in file.signed.items():
        if name.endswith(ENDING):
            continue
        if why := void_because(statement, ledger):
            raise SignatureFault(f"{name} does not hold: {why}", _RESTORE)
        try:
            persons.add(file.signer(f"{name}{ENDING}", statement, APPROVAL, ledger.published))
        except SignatureFault as fault:
            raise SignatureFault(f"{name} does not hold: {fault}", _RESTORE) from None
    return persons
