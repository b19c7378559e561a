"""The command by which a person approves what they have read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import BriefingsError
from .build_commands import BuildRequest, planned_documents
from .desk_access import checked_facts, day_of, desk_folder, hold_against_texts
from .option_types import KeyOption, OutOption, ReasonOption, ReleaseOption
from .publish_command import as_it_goes_out

if TYPE_CHECKING:
    from ..core.markings import Marking


def approve(
    doc: Annotated[list[str], typer.Argument(help="Issues and other documents, as in `briefings list`.")],
    reason: ReasonOption = "",
    release: ReleaseOption = None,
    key: KeyOption = None,
    out: OutOption = Path("build"),
) -> None:
    """Sign that you have read documents: exactly these bytes, of this day; any change voids it."""
    from ..files import desk_files

    signers = desk_files.signers(desk_folder())
    if key is None or signers is None:
        raise BriefingsError(
            "nothing is approved without a key", "--key, and a list of signers: facts/signers"
        )
    for name in doc:
        if name.startswith("weekly/"):
            _approve_issue(name, reason.strip(), release, key, signers, out)
    if others := [name for name in doc if not name.startswith("weekly/")]:
        _approve_documents(others, release, key, signers, out)


def _approve_issue(
    name: str, reason: str, release: Marking | None, key: Path, signers: bytes, out: Path
) -> None:
    from ..tasks import issue_signing

    made, _ = as_it_goes_out(name.removeprefix("weekly/"), reason, release, key, out)
    person, files = issue_signing.approval(made, key, signers)
    what = f"{made.ledger.document} as {made.ledger.name}, {made.ledger.release.value}"
    _keep_approval(person, what, issue_signing.approvals_folder(made.ledger), files)


def _approve_documents(
    names: list[str], release: Marking | None, key: Path, signers: bytes, out: Path
) -> None:
    from ..tasks import document_approval

    base = checked_facts(quiet=True)
    hold_against_texts(base)
    wish = BuildRequest(None, None, release, False, False, 0, "", out, quiet=True)
    level, day = release or base.desk.release, day_of(base)
    for item in planned_documents(wish, base, names):
        person, files = document_approval.document_approval(item, level, day, key, signers)
        id = item.document if isinstance(item.document, str) else item.document.id
        _keep_approval(person, f"{id} of {day}, {level.value}", document_approval.folder_of(id, level), files)


def _keep_approval(person: str, what: str, folder: str, files: Mapping[str, bytes]) -> None:
    from ..files import atomic_folder

    output = atomic_folder.Output(desk_folder())
    for file, data in files.items():
        output.write(f"{folder}/{file}", data)
    print(f"{person} approved {what}")
    print(f"next: git add {folder} && git commit")
