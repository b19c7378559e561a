"""Problems, their places in files, and how they are shown.

An author's mistake is a value, a `Problem`; checks return all of them. `BriefingsError` is for what stops a
command; it knows nothing of the command line.
"""

from __future__ import annotations

import difflib
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, count
from operator import add

from .digests import digest
from .problem_codes import CODES
from .problem_codes import Severity as Severity

MAX_FILE = 1_000_000  # bytes
SPLIT = f"at most {MAX_FILE:,} bytes: split the file"
# A file that is wrong throughout is not worth more: what stands beyond is told as one problem.
MAX_PROBLEMS = 100
_WIDE = 240  # characters of a line that are shown
# Looking for what was meant takes time where there is much to choose from; a few times is help enough.
MAX_SUGGESTIONS = 25
_MOST_PLACES = 3  # where one slip is wrong too


class BriefingsError(Exception):
    """Something the user must know of and can mend. `remedy` says how, in one line."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not read, and at which character of what can be shown of it."""

    code: str
    message: str
    expected: str
    offset: int = 0


@dataclass(frozen=True, eq=False)
class TextFile:
    """A file as read: `path` relative to the desk, as printed in problems. A `refused` one is shown, never
    parsed."""

    path: str
    text: str
    refused: Refusal | None = None

    @cached_property
    def digest(self) -> str:
        """Of all that may be known of it, but for its path."""
        return digest(self.text, repr(self.refused))

    @cached_property
    def _starts(self) -> array[int]:
        """The offset at which each line begins; computed only for a file with problems."""
        lines = self.text.split("\n")
        del lines[-1]
        return array("L", [0, *map(add, accumulate(map(len, lines)), count(1))])

    def line(self, number: int) -> str:
        """A line by its number from 1, without its end; "" beyond the last."""
        if not 0 < number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None].rstrip("\r")

    def offset(self, line: int, column: int) -> int:
        """The number of characters before a place."""
        return self._starts[line - 1] + column - 1

    def mark(self, start: int, end: int) -> Mark:
        """The stretch between two characters of the text, counted from 0; `end` is exclusive."""
        line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Mark(
            self, line, start - self._starts[line - 1] + 1, end_line, end - self._starts[end_line - 1] + 1
        )

    def __reduce__(self) -> tuple[type[TextFile], tuple[str, str, Refusal | None]]:
        return (TextFile, (self.path, self.text, self.refused))


_NO_TAB = re.compile(r"[^\t]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a file. Lines and columns count from 1 in characters; `end_column` is exclusive."""

    file: TextFile
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file.path}:{self.line}:{self.column}"

    @property
    def offset(self) -> int:
        """The number of characters in the file before the mark."""
        return self.file.offset(self.line, self.column)

    def excerpt(self) -> str:
        """The line and a caret under the stretch, as two indented lines."""
        text, before = self.file.line(self.line), self.column - 1
        last = min(self.end_column, len(text) + 1) if self.end_line == self.line else len(text) + 1
        if len(text) > _WIDE:
            start = max(0, before - _WIDE // 2)
            text = (
                ("…" if start else "")
                + text[start : start + _WIDE]
                + ("…" if start + _WIDE < len(text) else "")
            )
            before, last = before - start + bool(start), min(last - start + bool(start), len(text) + 1)
        pad = _NO_TAB.sub(" ", text[:before])
        gutter = f"{self.line:5} | "
        return f"{gutter}{text}\n{' ' * (len(gutter) - 2)}| {pad}{'^' * max(1, last - before - 1)}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place. `code` is stable and is what tools and tests match on; raises KeyError for
    another."""

    code: str
    message: str
    mark: Mark
    expected: str = ""
    suggestion: str = ""
    related: tuple[tuple[Mark, str], ...] = field(default=())

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(self.code)

    @property
    def marks(self) -> Iterator[Mark]:
        """All places that it points to."""
        yield self.mark
        yield from (mark for mark, _ in self.related)

    @property
    def severity(self) -> Severity:
        """How bad it is, by its code."""
        return CODES[self.code].severity

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        kind = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        yield f"{self.mark}: {kind}{self.message} [{self.code}]"
        yield self.mark.excerpt()
        if self.expected:
            yield f"  expected {self.expected}"
        if self.suggestion:
            yield f"  did you mean {self.suggestion!r}?"
        for mark, label in self.related:
            yield f"  {mark}: {label}"
            yield mark.excerpt()

    @property
    def order(self) -> tuple[str, int, int, bool, str]:
        """Sort key: by file and place, errors first."""
        follows = self.code == "not-looked-at"  # follows the mistake that it is about
        return (self.mark.file.path, self.mark.line, self.mark.column, follows, self.code)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line, column and code, each once; of a file at most MAX_PROBLEMS errors, and one that
    says so: warnings stop nothing, so no number of them does.

    Files with mistakes that leave references unknown come first: mending them comes first.
    """
    problems = list(problems)
    causes = {problem.mark.file.path for problem in problems if problem.code == "not-looked-at"}
    unique = {
        (problem.mark.file.path not in causes, *problem.order, problem.message): problem
        for problem in problems
    }
    shown: list[Problem] = []
    counts: Counter[str] = Counter()
    for key in sorted(unique):
        problem = unique[key]
        counts[problem.mark.file.path] += problem.severity is Severity.ERROR
        if counts[problem.mark.file.path] <= MAX_PROBLEMS:
            shown.append(problem)
        elif counts[problem.mark.file.path] == MAX_PROBLEMS + 1 and problem.severity is Severity.ERROR:
            shown.append(
                Problem(
                    "too-many",
                    f"more than {MAX_PROBLEMS} errors in this file; the rest is not shown",
                    problem.mark,
                    expected="the problems above mended first",
                )
            )
    return shown


def by_slip(problems: Iterable[Problem]) -> list[Problem]:
    """Problems for a person to read: an id that leads nowhere is told once, with the other places of it."""
    first: dict[tuple[str, str], Problem] = {}
    elsewhere: dict[tuple[str, str], list[Mark]] = {}
    shown: list[Problem | tuple[str, str]] = []
    for problem in problems:
        if problem.code != "unknown-id":
            shown.append(problem)
            continue
        slip = (problem.message, problem.expected)
        if slip in first:
            elsewhere.setdefault(slip, []).append(problem.mark)
        else:
            first[slip] = problem
            shown.append(slip)
    return [
        _with_places(first[item], elsewhere.get(item, [])) if isinstance(item, tuple) else item
        for item in shown
    ]


def _with_places(problem: Problem, others: list[Mark]) -> Problem:
    """The problem with the first of the other places where the same is wrong, and how many there are."""
    if not others:
        return problem
    message = f"{problem.message}; {len(others) + 1} references use it"
    places = tuple((mark, "here too") for mark in others[:_MOST_PLACES])
    return replace(problem, message=message, related=(*problem.related, *places))


class ProblemList(list[Problem]):
    """Problems as they are found, with what bounds the search for more."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[int] = Counter()
        self._counted = 0
        self._suggested = 0

    def full(self, file: TextFile) -> bool:
        """Return True if a file has too many problems already to look for more."""
        for problem in self[self._counted :]:
            self._counts[id(problem.mark.file)] += 1
        self._counted = len(self)
        return self._counts[id(file)] > MAX_PROBLEMS

    def nearest(self, word: str, known: Collection[str]) -> str:
        """As `nearest`, a bounded number of times where there is much to choose from."""
        if len(known) > 200:
            self._suggested += 1
            if self._suggested > MAX_SUGGESTIONS:
                return ""
        return nearest(word, known)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" when none is close: case and hyphens count little."""
    from .scripts import without_joiners  # here, as commands that find no mistake need no scripts

    def folded(text: str) -> str:
        return re.sub(r"[\s_-]+", "-", without_joiners(text).casefold())

    if len(word) > 200:
        return ""
    choices: dict[str, str] = {}
    for item in known:
        choices.setdefault(folded(item), item)
    found = difflib.get_close_matches(folded(word), list(choices), n=1, cutoff=0.6)
    return choices[found[0]] if found else ""


def one_of(words: Iterable[str], limit: int = 14) -> str:
    """`one of: a, b, c, …` for the expected line of a problem."""
    items = list(words)
    shown = ", ".join(items[:limit])
    return f"one of: {shown}{', …' if len(items) > limit else ''}"
