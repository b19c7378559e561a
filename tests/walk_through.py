"""What a page of the documentation has its reader do, step by step, and what it says is printed then."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from conftest import SmallDesk


@dataclass(frozen=True)
class Command:
    """A line that a reader types at `$`, and what the page shows below it."""

    line: str
    said: str

    @property
    def words(self) -> list[str]:
        """Return the words of the line without the program's own name, and without `; true` behind it."""
        program, *words = shlex.split(self.line.removesuffix("; true"))
        assert program == "briefings", self.line
        return words

    def is_what(self, printed: str) -> bool:
        """True if the page shows what was printed; `…` stands for some words, or alone for any lines."""
        rows = self.said.splitlines()
        pattern = "".join(r"(?:.*\n)*" if row == "…" else re.escape(row).replace("…", ".*") + r"\n" for row in rows)
        return re.fullmatch(pattern, printed) is not None


@dataclass(frozen=True)
class Edit:
    """A line of a fact file that a reader changes."""

    name: str
    old: str
    new: str

    def make(self, desk: SmallDesk) -> None:
        desk.edit(self.name, self.old, self.new)


def steps(page: str) -> Iterator[Command | Edit]:
    """Return the steps of a page, from its blocks marked as a console or a diff, in order."""
    for kind, block in re.findall(r"^```(console|diff)\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        if kind == "diff":
            name, old, new = (line[1:] for line in block.splitlines())
            yield Edit(name.removeprefix("# facts/"), old, new)
            continue
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            yield Command(*step.split("\n", 1))
