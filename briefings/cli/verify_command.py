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
        typer.Option(
            metavar="FILE",
            help="Who may sign; default: the list of the desk that this is run in, else one beside the file.",
        ),
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
    trusted = signers or _trusted_signers(file)
    allowed = _bytes(trusted)
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
        lines += [] if ledger else issue_verification.own_words(name, data)
    for line in lines:
        print(line)
    print(f"who may sign: {trusted}")
    if not signers and trusted.absolute().is_relative_to(file.absolute().parent):
        print("this list came with the file: whoever made one could make the other; name your own: --signers")


def _ledger(file: Path, signers: bytes) -> tuple[Ledger, list[str]]:
    from ..files import desk_files
    from ..tasks import issue_verification

    _bytes(file)  # which says that it is not there
    return issue_verification.verified_ledger(desk_files.ledger_file(file, signers))


def _trusted_signers(file: Path) -> Path:
    """Return the list of signers of the desk that the command is run in, else that of the file's own desk,
    else one that came with the file; raises BriefingsError if there is none."""
    from ..files.ledger_files import SIGNERS

    here, run_in = file.absolute().parent, Path.cwd()
    places = [folder / SIGNERS for start in (run_in, here) for folder in (start, *start.parents)]
    found = next((place for place in (*places, here / "signers") if place.is_file()), None)
    if found is None:
        raise BriefingsError(
            f"no list of who may sign stands beside {file.name}", "the one that the desk gave you: --signers"
        )
    return found


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
