"""Results kept in a folder of notes between commands, each with the digests of what it was computed from.

A computation is a function of what it reads: while each of its inputs has the digest that it had, its result
stands and nothing is computed. The program and its libraries are an input of all.

A file of results is JSON: reading it runs no code, whoever wrote it. One that is damaged, foreign or of
another program counts as empty.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

from ..core.digests import digest
from ..core.json_types import Json, JsonObject
from ..core.problems import BriefingsError
from ..files.atomic_folder import Output
from ..files.checksummed import fits, unwrap_json, wrap_json
from ..files.fingerprint import library_versions, program_digest

_SHAPE = {"program": str, "results": dict}  # each result is looked at when it is asked for


class KeptResults:
    """The results in one file of notes, by the names of their computations."""

    def __init__(self, notes: Output, file: str) -> None:
        self._notes, self._file = notes, file
        self._program = digest(program_digest(), repr(library_versions()))
        record = unwrap_json(notes.read(file), _SHAPE)
        same = record is not None and record["program"] == self._program
        self._before: Mapping[str, Json] = record["results"] if record is not None and same else {}
        self._now: JsonObject = {}

    def of(self, name: str, shape: object, now: Callable[[str], str | None]) -> Json:
        """Return a result that still stands; None if there is none of the shape that `fits` judges.

        `now` gives the digest of an input by its name.
        """
        kept = self._before.get(name)
        if not isinstance(kept, dict) or not fits(kept.get("result"), shape):
            return None
        reads = kept.get("reads")  # by hand, as there may be thousands of results
        if not isinstance(reads, dict) or not reads:
            return None
        if any(held is None or now(key) != held for key, held in reads.items()):  # None is no digest
            return None
        self._now[name] = kept
        return kept["result"]

    def keep(self, name: str, reads: Mapping[str, str], result: Json) -> None:
        """Take a result in place of an earlier one of its name."""
        self._now[name] = {"reads": dict(reads), "result": result}

    def write(self, *, forget: bool = False) -> None:
        """Write the results; without those that were neither asked for nor made, if they are to be forgotten.

        A folder that cannot be written to only costs time.
        """
        results = self._now if forget else {**self._before, **self._now}
        if results != self._before:
            with contextlib.suppress(BriefingsError):
                self._notes.write_sealed(
                    self._file, wrap_json({"program": self._program, "results": results})
                )
