"""The desk a command is run in: its folder, its output folder, its checked facts."""

from __future__ import annotations

import contextlib
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..problems import BriefingsError
from .showing import counted, print_problems

if TYPE_CHECKING:
    from ..breakage import Broken
    from ..factbase import FactBase
    from ..problems import Problem, TextFile
    from ..values import Marking


def folder() -> Path:
    """The nearest folder upwards that holds `facts/`."""
    from .. import workspace

    return workspace.find_desk(Path.cwd())


def templates() -> dict[str, bytes]:
    """Templates and assets by name, to render with; what is compiled of them already is taken over."""
    from .. import guarding, precompiled, workspace

    guarding.remember(precompiled.held())
    return workspace.template_files(folder())


def output_folder(out: Path, release: Marking | None = None) -> Path:
    """Where to write: `build/` of the desk, or the folder asked for, from where the command is run.

    An edition that was asked for has a folder of its own in it, named for its marking.
    """
    place = out if out.is_absolute() else folder() / out if out == Path("build") else Path.cwd() / out
    return place / release.file_name if release else place


def day_of(base: FactBase, as_of: datetime.datetime | None = None) -> datetime.date:
    """The day a command is for: the one asked for, else the one the desk pins, else today."""
    from .. import documents

    return documents.as_of_day(base, as_of.date() if as_of else None, datetime.date.today())


def found() -> tuple[Problem, ...]:
    """Every problem of the facts; as the last check found them, where nothing has changed since."""
    from .. import findings, workspace

    files, today = workspace.fact_files(folder()), datetime.date.today()
    output = workspace.notes(folder())
    key = findings.key(files)
    problems = findings.kept(output.read(findings.RECORD), key, files, today)
    if problems is None:
        from .. import companion, resuming

        # what was found is kept anyway; the catalogue is for those who go on to make something of the facts
        held = resuming.take_up(files, today, output, companion.beside, new=False)
        problems = held.problems
        with contextlib.suppress(BriefingsError):  # a folder that cannot be written to only costs time
            output.write(findings.RECORD, findings.written(key, problems, today, held.pinned))
    return problems


def checked(quiet: bool, files: list[TextFile] | None = None) -> FactBase:
    """The checked fact base; prints the problems and exits 1 where errors stop it.

    `files` where they are read already.
    """
    from .. import companion, resuming, workspace

    read = files or workspace.fact_files(folder())
    held = resuming.take_up(read, datetime.date.today(), workspace.notes(folder()), companion.beside)
    shown = held.errors if quiet else held.problems
    if held.base is None:
        print_problems(shown)
        print(f"{counted(len(held.errors), 'error')}; nothing was written", file=sys.stderr)
        raise typer.Exit(1)
    return held.base


def around(quiet: bool, files: list[TextFile]) -> tuple[FactBase, Broken | None]:
    """The fact base without the files that have errors, and those files; the whole one where none has.

    Prints the problems; exits 1 where the desk's own record is in a broken file.
    """
    from .. import loading

    held = loading.load(files, datetime.date.today())
    if held.base is not None:
        if not quiet:
            print_problems(held.problems)
        return held.base, None
    print_problems(held.errors if quiet else held.problems)
    partly = loading.load_around(files, held, datetime.date.today())
    if partly is None:
        print("the desk's own record is broken, or rests on a broken file; nothing was written", file=sys.stderr)
        raise typer.Exit(1)
    return partly.base, partly.broken
