"""Options that commands share, and how their values are read."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from ..core.dates import FIRST_YEAR, LAST_YEAR
from ..core.markings import Marking
from ..core.parse_errors import ValueParseError


def parsed_day(text: str) -> datetime.datetime:
    """Return midnight of a day such as 2021-09-17; raises typer.BadParameter for anything else."""
    try:
        day = datetime.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day such as 2021-09-17") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typer.BadParameter(f"{text} is no day of a desk: between {FIRST_YEAR} and {LAST_YEAR}")
    return day


AsOfOption = Annotated[
    datetime.datetime | None,
    typer.Option("--as-of", parser=parsed_day, metavar="DAY", help="What was true on this day."),
]
KnownOption = Annotated[
    datetime.datetime | None,
    typer.Option(parser=parsed_day, metavar="DAY", help="What could be known on this day; default: --as-of."),
]


def parsed_marking(text: str) -> Marking:
    """Return the marking that a text names; raises typer.BadParameter if it names none."""
    try:
        return Marking.parse(text)
    except ValueParseError as problem:
        raise typer.BadParameter(f"{problem}; {problem.expected}") from None


ReleaseOption = Annotated[
    Marking | None,
    typer.Option(
        parser=parsed_marking,
        metavar="TLP:…",
        help="The edition for readers of this marking, in a folder of its own.",
    ),
]
HtmlOption = Annotated[bool, typer.Option("--html", help="Only HTML.")]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Only PDF.")]
SingleOption = Annotated[
    bool,
    typer.Option("--single", help="Also a copy of each document in one file, for mail, in the folder mail/."),
]
JobsOption = Annotated[
    int, typer.Option(min=0, help="PDFs, or else pages, made side by side; 0: one a core.")
]
ExecutorOption = Annotated[
    str,
    typer.Option(metavar="ADDRESS", help="Make PDFs on this Dask cluster: tcp://HOST:PORT, its scheduler."),
]
OutOption = Annotated[Path, typer.Option(help="Where to write; never written outside of.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        envvar="BRIEFINGS_KEY",
        metavar="FILE",
        help="Your OpenSSH key; needed if the desk lists who may sign.",
    ),
]
CertificateOption = Annotated[
    Path | None,
    typer.Option(
        "--pdf-certificate",
        envvar="BRIEFINGS_PDF_CERTIFICATE",
        metavar="FILE",
        help="Your certificate and key (.p12), for a PAdES signature within the PDF.",
    ),
]
ReasonOption = Annotated[str, typer.Option(help="Why a published issue is issued anew; printed on it.")]
