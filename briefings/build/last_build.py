"""The record of the last build without failures: what went in, and which files came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..files.atomic_folder import NOTES_FOLDER, Output, is_inside
from ..files.checksummed import unwrap_json, wrap_json

LAST_BUILD_FILE = f"{NOTES_FOLDER}/last.json"
_SHAPE = {"inputs": str, "outputs": {str: str}, "documents": [str], "notes": [str]}


@dataclass(frozen=True)
class LastBuild:
    """A build without failures: the digest of its inputs, its files by SHA-256, and what was reported."""

    inputs: str
    outputs: Mapping[str, str]
    documents: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def holds(self, output: Output) -> bool:
        """Return True if every file is still there as it was written."""
        return all(output.digest(name) == wanted for name, wanted in self.outputs.items())


def last_build(output: Output) -> LastBuild | None:
    """Return the record of the last build; None if there is none or it is damaged."""
    record = unwrap_json(output.read(LAST_BUILD_FILE), _SHAPE)
    if record is None or not all(map(is_inside, record["outputs"])):
        return None
    return LastBuild(record["inputs"], record["outputs"], tuple(record["documents"]), tuple(record["notes"]))


def save_last_build(output: Output, done: LastBuild) -> None:
    """Write the record; raises BriefingsError if the folder cannot be written to."""
    output.write(LAST_BUILD_FILE, wrap_json(vars(done)))
