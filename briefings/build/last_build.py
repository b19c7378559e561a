"""The record of the last build that went well: what went in, and which files came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..files.background import start_in_background
from ..files.checksummed import unwrap_json, wrap_json
from ..files.desk_files import NOTES_FOLDER, Output

LAST_BUILD_FILE = f"{NOTES_FOLDER}/last.json"
_MANY = 200  # files that are read in the time that a second process takes to begin


@dataclass(frozen=True)
class LastBuild:
    """A build that went well: what went in, which files came out, and what was told of it."""

    inputs: str
    outputs: Mapping[str, str]
    documents: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def holds(self, output: Output) -> Callable[[], bool]:
        """Whether every file still lies there as it was written; where there are many, a second process looks
        now."""
        told = (
            start_in_background(lambda: str(self._whole(output)).encode())
            if len(self.outputs) > _MANY
            else lambda: None
        )
        return lambda: told() == b"True" or self._whole(output)

    def _whole(self, output: Output) -> bool:
        return all(output.digest(name) == wanted for name, wanted in self.outputs.items())


def last_build(output: Output) -> LastBuild | None:
    """The record of the last build, where it is whole."""
    held = unwrap_json(output.read(LAST_BUILD_FILE))
    if held is None:
        return None
    return LastBuild(held["inputs"], held["outputs"], tuple(held["documents"]), tuple(held["notes"]))


def save_last_build(output: Output, done: LastBuild) -> None:
    output.write(LAST_BUILD_FILE, wrap_json(vars(done)))
