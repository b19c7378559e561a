"""Problems kept between commands: what a check finds in all fact files, and in each template of the desk.

The file is kept beside the facts and never in a build folder, as a problem names the records it is about,
restricted ones too. One that was forged on purpose could hide problems until an input changes, no more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..core.digests import digest
from ..core.json_types import Json
from ..core.problems import Mark, Problem, TextFile
from ..files.atomic_folder import Output
from .kept_results import KeptResults

KEPT_FILE = "check.json"
_PLACE = (str, int, int, int, int)
_PROBLEM = (str, str, _PLACE, str, str, [(_PLACE, str)])

# What a computation gives: the problems, and what it read: names of inputs with their digests.
Found = tuple[Iterable[Problem], Mapping[str, str]]


class KeptProblems:
    """The problems kept among a desk's notes. A computation that is not asked for again is forgotten."""

    def __init__(self, notes: Output) -> None:
        self._results = KeptResults(notes, KEPT_FILE)

    def of(
        self,
        name: str,
        files: Iterable[TextFile],
        now: Callable[[str], str],
        found: Callable[[], Found],
    ) -> tuple[Problem, ...]:
        """Return the problems of a computation by its name, as kept or else as `found` now.

        `now` gives the digest of an input by its name; `files` are those that problems may be in.
        """
        kept = self._results.of(name, [_PROBLEM], now)
        if kept is not None:
            names = {file.path: file for file in files}
            with contextlib.suppress(KeyError):  # no such code, or no such file
                return tuple(problem_from_data(item, names) for item in kept)
        made, reads = found()
        problems = tuple(made)
        self._results.keep(name, reads, list(map(problem_data, problems)))
        return problems

    def write(self) -> None:
        """Keep what was asked for."""
        self._results.write(forget=True)


class NotedTexts(Mapping[str, str]):
    """Texts by name that note what is read of them: each name asked for, and the list of all names."""

    _ALL = "*"

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.reads: dict[str, str] = {}

    def digest(self, name: str) -> str:
        """The digest of a text, "" without one; by "*" of the list of names."""
        if name == self._ALL:
            return digest(*sorted(self._texts))
        return digest(self._texts[name]) if name in self._texts else ""

    def __getitem__(self, name: str) -> str:
        self.reads[name] = self.digest(name)
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        self.reads[self._ALL] = self.digest(self._ALL)
        return iter(self._texts)

    def __len__(self) -> int:
        self.reads[self._ALL] = self.digest(self._ALL)
        return len(self._texts)


def inputs_digest(files: Iterable[TextFile], fonts: Mapping[str, bytes]) -> str:
    """Return a digest of all that a check of the facts reads, apart from the program and the day."""
    parts = (part for file in files for part in (file.path, file.digest))
    return digest(*(part for item in sorted(fonts.items()) for part in item), *parts)


def problem_data(problem: Problem) -> list[Json]:
    """Return a problem as JSON data."""
    related = [[_place(mark), label] for mark, label in problem.related]
    return [
        problem.code,
        problem.message,
        _place(problem.mark),
        problem.expected,
        problem.suggestion,
        related,
    ]


def _place(mark: Mark) -> list[Json]:
    return [mark.file.path, mark.line, mark.column, mark.end_line, mark.end_column]


def problem_from_data(item: Json, files: Mapping[str, TextFile]) -> Problem:
    """Return a problem from JSON data; `files` are those of the desk by path."""
    code, message, place, expected, suggestion, related = item
    others = tuple((_mark(mark, files), str(label)) for mark, label in related)
    return Problem(str(code), str(message), _mark(place, files), str(expected), str(suggestion), others)


def _mark(place: Json, files: Mapping[str, TextFile]) -> Mark:
    path, *numbers = place
    line, column, end_line, end_column = (int(number) for number in numbers)
    return Mark(files[path], line, column, end_line, end_column)
