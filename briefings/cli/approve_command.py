"""The command by which a person approves what they have read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import BriefingsError
from .desk_access import day_of, desk_folder
from .option_types import KeyOption, OutOption, ReasonOption, ReleaseOption
from .publish_command import as_it_goes_out, facts_to_sign

if TYPE_CHECKING:
    from ..core.markings import Marking
    from ..facts.fact_base import FactBase


def approve(
    doc: Annotated[list[str], typer.Argument(help="Names or globs of documents, as in `briefings list`.")],
    reason: ReasonOption = "",
    release: ReleaseOption = None,
    key: KeyOption = None,
    out: OutOption = Path("build"),
) -> None:
    """Sign that you have read documents: exactly these bytes, of this day; any change voids it."""
    from ..files import atomic_folder
    from ..tasks import issue_signing

    base, signers = facts_to_sign(key)
    if key is None or signers is None:
        raise BriefingsError(
            "nothing is approved without a key", "--key, and a list of signers: facts/signers"
        )
    output = atomic_folder.Output(desk_folder())
    for name in _names(base, doc, release or base.desk.release):
        made = as_it_goes_out(base, name, reason.strip(), release, out)
        person, files = issue_signing.approval(made, key, signers)
        folder = issue_signing.approvals_folder(made.ledger)
        for file, data in files.items():
            output.write(f"{folder}/{file}", data)
        print(f"{person} approved {made.ledger.document} as {made.ledger.name}, {made.ledger.release.value}")
        print(f"next: git add {folder} && git commit")


def _names(base: FactBase, wanted: Iterable[str], release: Marking) -> list[str]:
    """The documents that names and globs ask for."""
    from ..facts.claims import Viewpoint
    from ..template_api import documents

    day = day_of(base)
    every = documents.all_documents(base, Viewpoint(day, day, release))
    globs = [name for name in wanted if any(sign in name for sign in "*?[")]
    found = [document.id for document in documents.matching_documents(every, globs)] if globs else []
    return list(dict.fromkeys([*(name for name in wanted if name not in globs), *found]))
