"""The command that brings the facts of an earlier version to the form of today."""

from __future__ import annotations

from typing import Annotated

import typer

from .desk_access import desk_folder
from .terminal_output import count_text

# Problems that a file of 0.1.0 may have, and that need to be settled by a person.
BY_HAND = {
    "missing-key": "a judgement names its question and the day it runs to; a claim its source",
    "unclaimed-field": "what stands beside 'claims' is said by no source",
    "relative-horizon": "a judgement runs to a day",
    "movement": "people who move within a country are internally displaced",
    "unknown-unit": "units are a vocabulary; a desk adds its own below 'units:'",
    "bad-locale": "pages are in English",
    "markup": "Markdown that would print raw is refused",
}

MOST = 30  # places of one kind of problem that are listed


def migrate(
    write: Annotated[
        bool, typer.Option("--write", help="Change the files; without it, only say what would change.")
    ] = False,
) -> None:
    """Bring fact files of an earlier version to the form of today, and say what is left to you.

    Comments and layout stay. Commit your files before; `git diff` shows what was done.
    """
    from ..checks import desk_loading
    from ..core.problems import TextFile
    from ..files import atomic_folder, desk_files
    from ..records import format_changes

    files = {file.path: file for file in desk_files.fact_files(desk_folder())}
    changed = {path: made for path, file in files.items() if (made := format_changes.changed_file(file))}
    output = atomic_folder.Output(desk_folder())
    for path, made in changed.items():
        if write:
            output.write(path, made.text.encode())
        for change, number in made.changes.items():
            print(f"{'changed' if write else 'would change'} {path}: {change}, {count_text(number, 'time')}")
    print(f"{count_text(len(changed), 'file')} {'changed' if write else 'to change: --write does it'}")
    files |= {path: TextFile(path, made.text) for path, made in changed.items()}
    left = [problem for problem in desk_loading.load(list(files.values())).errors if problem.code in BY_HAND]
    stubs = {path: format_changes.question_stubs(file) for path, file in files.items()}
    for code in dict.fromkeys(problem.code for problem in left):
        found = [problem for problem in left if problem.code == code]
        print(f"left to you: {count_text(len(found), 'time')} [{code}], {BY_HAND[code]}")
        for problem in found[:MOST]:
            stub = stubs[problem.mark.file.path].get(problem.mark.line, "")
            wanted = stub if problem.message == "no 'question'" and stub else problem.expected
            print(f"  {problem.mark}: {problem.message}: {wanted}")
        if len(found) > MOST:
            print(f"  and {len(found) - MOST} more: briefings check")
    print("next: briefings check; docs/upgrading.md of the project says what has changed, and why")
