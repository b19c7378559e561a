"""A new desk from the shipped example."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from ..core.problems import BriefingsError
from ..records import json_schema

HOOK_FILE = ".githooks/pre-commit"


def create_desk(folder: Path, facts: Mapping[str, str] | None = None) -> list[str]:
    """Copy the example desk to `folder`, whole or not at all; returns the files written, relative to it.

    `facts` are texts by path that stand in the place of the example's facts.

    Raises BriefingsError if the folder is not empty or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BriefingsError(f"{folder} is not empty", "name a folder that is empty or does not exist yet")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # beside it, so that a rename is enough; within one that is there, which may be a mount
        with tempfile.TemporaryDirectory(dir=folder if folder.exists() else folder.parent) as scratch:
            copy = Path(scratch) / "desk"
            _write_desk(copy, facts or {})
            if folder.exists():
                for part in sorted(copy.iterdir()):
                    part.replace(folder / part.name)
            else:
                copy.replace(folder)
    except OSError as error:
        raise BriefingsError(
            f"cannot write {folder}: {error.strerror}", "check the folder's rights"
        ) from None
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _write_desk(folder: Path, facts: Mapping[str, str]) -> None:
    shutil.copytree(Path(str(resources.files("briefings"))) / "tasks" / "example_desk", folder)
    (folder / ".vscode" / json_schema.FILE).write_bytes(json_schema.as_json())
    if facts:
        shutil.rmtree(folder / "facts")
    for name, text in facts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / HOOK_FILE).chmod(0o755)  # whatever installed the program may have lost that
