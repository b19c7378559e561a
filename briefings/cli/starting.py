"""Commands that give a desk its files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or does not exist yet.")],
) -> None:
    """Make a new desk with a small working example."""
    from .. import starting

    for name in starting.make(folder):
        print(f"wrote {folder / name}")
    print(f"next: cd {folder} && briefings build")


def schema(
    out: Annotated[Path, typer.Option(help="The folder to write to, from where the command is run.")] = Path(".vscode"),
) -> None:
    """Write the JSON Schema of fact files, for completion, hover and checking in editors."""
    from .. import workspace
    from ..schema import FILE, as_json

    workspace.Output(Path.cwd() / out).write(FILE, as_json())
    print(f"wrote {out / FILE}")
