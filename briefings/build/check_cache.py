"""The problems of the last check, kept while nothing that shapes them changes: then nothing is parsed.

A record holds a digest of what was checked (every fact file with its name, this program's code, the libraries
that decide what is a problem), the day of the check, whether the desk pins its day so that no other matters,
and the problems. It is JSON: reading it runs no code, whoever wrote it. What is damaged or foreign is
ignored. It is kept beside the facts and never in a build folder, as a problem names the records it is about,
restricted ones too. A record that was forged on purpose could hide problems until a fact file changes, and
nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..core.digests import digest
from ..core.problems import Mark, Problem, TextFile
from ..files.checksummed import unwrap_json, wrap_json
from ..files.fingerprint import library_versions, program_digest

CACHE_FILE = "check.json"


def cache_key(files: Sequence[TextFile], fonts: Mapping[str, bytes]) -> str:
    """Return a digest of everything that may change what a check finds, apart from the day."""
    return digest(
        program_digest(),
        repr(library_versions()),
        *(part for item in sorted(fonts.items()) for part in item),
        *(part for file in files for part in (file.path, file.digest)),
    )


_PLACE = (str, int, int, int, int)
_PROBLEM = (str, str, _PLACE, str, str, [(_PLACE, str)])
_SHAPE = {"key": str, "today": str, "pinned": bool, "problems": [_PROBLEM]}


def cache_content(key: str, problems: Sequence[Problem], today: date, pinned: bool) -> bytes:
    """Return the record of a check, as bytes to be written."""
    found = [problem_data(problem) for problem in problems]
    return wrap_json({"key": key, "today": today.isoformat(), "pinned": pinned, "problems": found})


def cached_problems(
    record: bytes | None, key: str, files: Sequence[TextFile], today: date
) -> tuple[Problem, ...] | None:
    """Return the problems of an earlier check of the same files; None if there is no such record."""
    cached = unwrap_json(record, _SHAPE)
    if (
        cached is None
        or cached["key"] != key
        or not (cached["pinned"] or cached["today"] == today.isoformat())
    ):
        return None
    names = {file.path: file for file in files}
    try:
        return tuple(problem_from_data(item, names) for item in cached["problems"])
    except KeyError:  # no such code, or no such file
        return None


def problem_data(problem: Problem) -> list[Any]:
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


def _place(mark: Mark) -> list[Any]:
    return [mark.file.path, mark.line, mark.column, mark.end_line, mark.end_column]


def problem_from_data(item: Any, files: Mapping[str, TextFile]) -> Problem:
    """Return a problem from JSON data; `files` are those of the desk by path."""
    code, message, place, expected, suggestion, related = item
    others = tuple((_mark(mark, files), str(label)) for mark, label in related)
    return Problem(str(code), str(message), _mark(place, files), str(expected), str(suggestion), others)


def _mark(place: Any, files: Mapping[str, TextFile]) -> Mark:
    path, *numbers = place
    line, column, end_line, end_column = (int(number) for number in numbers)
    return Mark(files[path], line, column, end_line, end_column)
