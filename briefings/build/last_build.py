"""The record of the last build without failures: which files came out, and what was reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..files.atomic_folder import NOTES_FOLDER, Output, is_inside
from ..files.checksummed import fits
from .kept_results import KeptResults
from .untouched_files import UntouchedFiles

LAST_BUILD_FILE = f"{NOTES_FOLDER}/last.json"
_BUILD, _INPUTS = "build", "inputs"  # the name of the result, and of what it is from
_SHAPE = {
    "outputs": lambda files: fits(files, {str: str}) and all(map(is_inside, files)),
    "documents": [str],
    "notes": [str],
}


@dataclass(frozen=True)
class LastBuild:
    """A build without failures: its files by SHA-256, and what was reported."""

    outputs: Mapping[str, str]
    documents: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def holds(self, output: Output) -> bool:
        """Return True if every file is still there as it was written."""
        files = UntouchedFiles(output)
        held = all(files.digest(name) == wanted for name, wanted in self.outputs.items())
        if held:
            files.remember()
        return held


def last_build(output: Output, inputs: str) -> LastBuild | None:
    """Return the record of the last build if it was from inputs with this digest; else None."""
    record = KeptResults(output, LAST_BUILD_FILE).of(_BUILD, _SHAPE, {_INPUTS: inputs}.get)
    if record is None:
        return None
    return LastBuild(record["outputs"], tuple(record["documents"]), tuple(record["notes"]))


def save_last_build(output: Output, inputs: str, done: LastBuild) -> None:
    """Keep the record of a build from inputs with a digest."""
    results = KeptResults(output, LAST_BUILD_FILE)
    results.keep(_BUILD, {_INPUTS: inputs}, vars(done))
    results.write()
