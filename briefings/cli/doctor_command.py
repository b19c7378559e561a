"""The command that tells what the program lacks on a machine."""

from __future__ import annotations

from pathlib import Path

import typer


def doctor() -> None:
    """Tell what the program needs of this machine, what is missing, and how to get it."""
    from importlib.metadata import version

    from ..core.problems import BriefingsError
    from ..files import desk_files
    from ..tasks.installation_report import findings

    print(f"briefings {version('briefings')}")
    found = list(findings())
    for one in found:
        mark = "ok" if one.is_there else "MISSING" if one.needed else "-"
        print(f"{mark:8}{one.name:16} {one.state}" + ("" if one.is_there else f": {one.remedy}"))
    try:
        desk = desk_files.find_desk(Path.cwd())
    except BriefingsError:
        print(f"{'-':8}{'desk':16} none here: briefings init DIR")
    else:
        print(
            f"{'ok':8}{'desk':16} {desk}: {len(desk_files.fact_files(desk))} fact files; see briefings check"
        )
    if any(one.needed and not one.is_there for one in found):
        raise typer.Exit(1)
