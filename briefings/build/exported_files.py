"""The exports in a build folder, which a build removes once its edition is another than they were made of."""

from __future__ import annotations

from collections.abc import Collection

from ..files.atomic_folder import NOTES_FOLDER, Output, is_inside
from ..files.checksummed import unwrap_json, wrap_json

EXPORTED_FILE = f"{NOTES_FOLDER}/exported.json"


def note_exports(output: Output, state: str, names: Collection[str]) -> None:
    """Note the names of exports that were written to a build folder, and the state of their edition."""
    output.write(EXPORTED_FILE, wrap_json({"state": state, "files": sorted(names)}))


def remove_stale_exports(output: Output, state: str) -> None:
    """Remove the exports that were made of another state of the edition: they may tell what it may not."""
    noted = unwrap_json(output.read(EXPORTED_FILE), {"state": str, "files": [is_inside]})
    if noted and noted["state"] != state:
        for name in noted["files"]:
            output.remove(name)
        output.remove(EXPORTED_FILE)
