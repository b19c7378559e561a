"""Options that commands share, and how their values are read."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from ..values import Marking, ValueProblem


def day(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day such as 2021-09-17") from None


AsOf = Annotated[
    datetime.datetime | None, typer.Option("--as-of", parser=day, metavar="DAY", help="What was true on this day.")
]
Known = Annotated[
    datetime.datetime | None,
    typer.Option(parser=day, metavar="DAY", help="What could be known on this day; default: --as-of."),
]


def marking(text: str) -> Marking:
    try:
        return Marking.parse(text)
    except ValueProblem as problem:
        raise typer.BadParameter(f"{problem}; {problem.expected}") from None


Release = Annotated[
    Marking | None,
    typer.Option(
        parser=marking, metavar="TLP:…", help="The edition for readers of this marking, in a folder of its own."
    ),
]
Html = Annotated[bool, typer.Option("--html", help="Only HTML.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Only PDF.")]
Single = Annotated[
    bool, typer.Option("--single", help="Also a copy of each document in one file, for mail, in the folder mail/.")
]
Jobs = Annotated[int, typer.Option(min=0, help="PDFs made side by side; 0: one a core.")]
Executor = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Make PDFs on this Dask cluster: tcp://HOST:PORT, its scheduler.")
]
Out = Annotated[Path, typer.Option(help="Where to write; never written outside of.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")]
