"""The record of the last build that went well: what went in, and which files came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .companion import beside
from .seals import opened, sealed
from .workspace import OWN, Output

LAST = f"{OWN}/last.json"
_MANY = 200  # files that are read in the time that a second process takes to begin


@dataclass(frozen=True)
class Last:
    """A build that went well: what went in, which files came out, and what was told of it."""

    inputs: str
    outputs: Mapping[str, str]
    documents: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def holds(self, output: Output) -> Callable[[], bool]:
        """Whether every file still lies there as it was written; where there are many, a second process looks now."""
        told = beside(lambda: str(self._whole(output)).encode()) if len(self.outputs) > _MANY else lambda: None
        return lambda: told() == b"True" or self._whole(output)

    def _whole(self, output: Output) -> bool:
        return all(output.digest(name) == wanted for name, wanted in self.outputs.items())


def last(output: Output) -> Last | None:
    """The record of the last build, where it is whole."""
    held = opened(output.read(LAST))
    if held is None:
        return None
    return Last(held["inputs"], held["outputs"], tuple(held["documents"]), tuple(held["notes"]))


def settle(output: Output, done: Last) -> None:
    output.write(LAST, sealed(vars(done)))
