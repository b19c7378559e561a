"""The command that verifies what a desk published, for anybody: it needs neither the desk nor a network."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import BriefingsError
from .option_types import parsed_day

if TYPE_CHECKING:
    from ..facts.published_issues import Ledger


def verify(
    file: Annotated[Path, typer.Argument(help="A page, a PDF or a ledger that a desk published.")],
    signers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who may sign; default: signers beside the file, or the desk's."),
    ] = None,
    day: Annotated[
        datetime.datetime | None,
        typer.Option(
            parser=parsed_day,
            metavar="DAY",
            help="The day of issue, for a file without its ledger; default: today.",
        ),
    ] = None,
) -> None:
    """Say who published a file, if not a byte of it is other than they signed."""
    from ..files.ledger_files import LEDGER_NAME
    from ..tasks import issue_verification

    if not file.name:
        raise BriefingsError(f"{file} is no file", "a page, a PDF or a ledger")
    allowed = _signers(file, signers)
    on = (day or datetime.datetime.now()).date()
    beside = file.with_name(LEDGER_NAME)
    ledger: Ledger | None = None
    lines: list[str] = []
    names = [file.name]
    if beside.is_file():
        ledger, lines = _ledger(beside, allowed)
    if ledger and file.name == LEDGER_NAME:
        names = [ledger.html.name, ledger.pdf.name]
    for name in names:
        data, signature = _bytes(file.with_name(name)), _signature(file.with_name(name))
        lines.append(issue_verification.verified_file(name, data, signature, allowed, on, ledger))
    for line in lines:
        print(line)


def _ledger(file: Path, signers: bytes) -> tuple[Ledger, list[str]]:
    from ..files import desk_files
    from ..tasks import issue_verification

    _bytes(file)  # which says that it is not there
    return issue_verification.verified_ledger(desk_files.ledger_file(file, signers))


def _signers(file: Path, given: Path | None) -> bytes:
    """Return the list of signers: the one named, else the one beside the file, else that of its desk."""
    from ..files.ledger_files import SIGNERS

    if given:
        return _bytes(given)
    here = file.absolute().parent
    places = [here / "signers", *(folder / SIGNERS for folder in (here, *here.parents))]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise BriefingsError(
            f"no list of who may sign stands beside {file.name}", "the one that the desk gave you: --signers"
        )
    return _bytes(found)


def _signature(file: Path) -> bytes | None:
    from ..files.ssh_signatures import ENDING

    place = file.with_name(f"{file.name}{ENDING}")
    return _bytes(place) if place.is_file() else None


def _bytes(path: Path) -> bytes:
    from ..files.plain_files import plain_bytes

    try:
        return plain_bytes(path)
    except OSError as error:
        raise BriefingsError(f"cannot read {path}: {error.strerror}", "a plain file") from None
