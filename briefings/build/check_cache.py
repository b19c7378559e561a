"""What the last check found, kept while nothing that shapes it has changed: then nothing need be parsed.

A record holds the key of what it was found in (every fact file with its name, this program's code, the
libraries that decide what is a problem), the day it was found on, whether the desk pins its day so that no
other matters, and the problems. It is JSON: reading it runs nothing, whoever wrote it. Anything damaged, cut
short or foreign is no record. It lies beside the facts and never in a build folder: a problem names the
records it is about, restricted ones too. A record that somebody forged on purpose could hide problems until a
fact file changes; it can do nothing else.
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


def cache_key(files: Sequence[TextFile]) -> str:
    """Changes with anything that may change what a check finds, but for the day."""
    return digest(
        program_digest(),
        repr(library_versions()),
        *(part for file in files for part in (file.path, file.digest)),
    )


def cache_content(key: str, problems: Sequence[Problem], today: date, pinned: bool) -> bytes:
    """The record of a check."""
    found = [problem_data(problem) for problem in problems]
    return wrap_json({"key": key, "today": today.isoformat(), "pinned": pinned, "problems": found})


def cached_problems(
    record: bytes | None, key: str, files: Sequence[TextFile], today: date
) -> tuple[Problem, ...] | None:
    """The problems of an earlier check of the same; None where there is no such record."""
    held = unwrap_json(record)
    if held is None or held["key"] != key or not (held["pinned"] or held["today"] == today.isoformat()):
        return None
    names = {file.path: file for file in files}
    return tuple(problem_from_data(item, names) for item in held["problems"])


def problem_data(problem: Problem) -> list[Any]:
    """A problem as plain data."""
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
    """A problem from plain data, and the files that it is in."""
    code, message, place, expected, suggestion, related = item
    others = tuple((_mark(mark, files), str(label)) for mark, label in related)
    return Problem(str(code), str(message), _mark(place, files), str(expected), str(suggestion), others)


def _mark(place: Any, files: Mapping[str, TextFile]) -> Mark:
    path, *numbers = place
    line, column, end_line, end_column = (int(number) for number in numbers)
    return Mark(files[path], line, column, end_line, end_column)
