"""The kept text of a source: its lines, as `at` counts them, and their places in its file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from ..core.problems import Mark, TextFile
from ..records.entities import Source

_LINE = re.compile(r"[^\n\r]*\S[^\n\r]*")
_FOLDED = str.maketrans({
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-"),
})  # fmt: skip


def folded(text: str) -> str:
    """Return a text with one kind of space, quotation mark and dash, and letters with marks in one form."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLDED).split())


def has_words(line: str, words: str) -> bool:
    """True if a line has some words, but for spaces, quotation marks and dashes, and not within others.

    "500 people" is not in "2,500 people". Words of scripts without capitals may begin within a word.
    """
    line, words = folded(line), folded(words)
    start = line.find(words)
    while start >= 0:
        end = start + len(words)
        if not (_one_word(line[max(0, start - 2) : start], words) or _one_word(words, line[end : end + 2])):
            return True
        start = line.find(words, start + 1)
    return False


def _one_word(before: str, after: str) -> bool:
    """True if a word or number goes on from one text into the other."""
    if not (before and after):
        return False
    if after[0].isdigit() or (after[0] in ".," and after[1:2].isdigit()):
        return before[-1].isdigit() or bool(re.search(r"\d[.,]\Z", before))
    return _has_case(before[-1]) and _has_case(after[0])


def _has_case(letter: str) -> bool:
    return letter.lower() != letter.upper()


@dataclass(frozen=True, eq=False)
class KeptText:
    """A source's text as kept; its file's `digest` is the SHA-256 of the bytes, as `decoded` has it."""

    file: TextFile

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _LINE.finditer(self.file.text))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that are not blank."""
        return tuple(self.file.text[start:end] for start, end in self._spans)

    def line(self, number: int) -> str:
        """A line by its number from 1; "" beyond the last."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def mark(self, number: int, start: int = 0, end: int = 1) -> Mark:
        """The place of a stretch of a line, of which there must be one of that number."""
        begin, last = self._spans[number - 1]
        return self.file.mark(begin + start, min(begin + end, last))

    def lines_with(self, words: str) -> list[int]:
        """The numbers of the lines that have some words, but for spaces, quotation marks and dashes."""
        return self.lines_where(lambda line: has_words(line, words))

    def lines_where(self, holds: Callable[[str], bool]) -> list[int]:
        """The numbers of the lines of which something holds."""
        return [number for number, line in enumerate(self.lines, 1) if holds(line)]


def texts_of(sources: Iterable[Source], files: Iterable[TextFile]) -> dict[str, KeptText]:
    """Return the kept texts by source: the file `<source id>.txt`, else one with the recorded digest."""
    files = list(files)
    names = {file.path.rpartition("/")[2]: file for file in files}
    digests = {file.digest: file for file in files}
    found: dict[str, KeptText] = {}
    for source in sources:
        file = names.get(f"{source.id}.txt") or digests.get(source.sha256 or "")
        if file is not None:
            found[str(source.id)] = KeptText(file)
    return found
