"""Commands that ask the facts."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from .showing import counted, print_problems


def check(
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
) -> None:
    """Check all facts and print every problem."""
    from .. import loading, workspace

    desk = workspace.find_desk(Path.cwd())
    held = loading.load(workspace.fact_files(desk), datetime.date.today())
    print_problems(held.problems)
    errors = len(held.errors)
    warnings = len(held.problems) - errors
    print(f"{counted(errors, 'error')}, {counted(warnings, 'warning')}")
    if errors or (strict and warnings):
        raise typer.Exit(1)
