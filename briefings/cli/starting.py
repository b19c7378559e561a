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
