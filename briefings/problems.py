"""Where a problem is, what it is, and how it is shown.

An author's mistake is a value, a `Problem`; checks return all of them. `BriefingsError` is for what stops a
command; it knows nothing of the command line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class BriefingsError(Exception):
    """Something the user must know of and can mend. `remedy` says how, in one line."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, eq=False)
class TextFile:
    """A file as read: `path` relative to the desk, as printed in problems."""

    path: str
    text: str

    def line(self, number: int) -> str:
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


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

    def excerpt(self) -> str:
        """The line and a caret under the stretch, as two indented lines."""
        text = self.file.line(self.line)
        last = self.end_column if self.end_line == self.line else len(text) + 1
        pad = "".join("\t" if char == "\t" else " " for char in text[: self.column - 1])
        gutter = f"{self.line:5} | "
        return f"{gutter}{text}\n{' ' * (len(gutter) - 2)}| {pad}{'^' * max(1, last - self.column)}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place. `code` is stable and is what tools and tests match on."""

    code: str
    message: str
    mark: Mark
    severity: Severity = Severity.ERROR
    expected: str = ""
    suggestion: str = ""
    related: tuple[tuple[Mark, str], ...] = field(default=())

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
    def order(self) -> tuple[str, int, int, str]:
        return (self.mark.file.path, self.mark.line, self.mark.column, self.code)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line, column and code, each place and code once."""
    unique = {problem.order: problem for problem in problems}
    return [unique[key] for key in sorted(unique)]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" when none is close: case and hyphens count little."""

    def folded(text: str) -> str:
        return re.sub(r"[\s_-]+", "-", text.casefold())

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
