"""A last check of an edition: that no byte of what was written discloses what is withheld from it.

The release gate takes restricted records out before anything is made. This scan searches for what may have
got through all the same: withheld words that a page puts together of several public ones, a fault of ours. A
sentence that somebody copied whole into a public record or a template is theirs to publish, and passes. It
searches for the ids of withheld records, the names of withheld entities, and every withheld text of at least
`SHORTEST_TEXT` letters and digits, whole or six words of it in a row, unless an input that the edition may
use holds it too. Six words that each stand in such an input are no sign: a page puts them beside each other
by chance. Nor is the id of an issue, which is a week of the calendar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from ..core.digests import digest
from ..core.geography import country_names
from ..core.printed_amounts import amount
from ..core.problems import BriefingsError, Mark
from ..core.quantities import Quantity
from ..facts.fact_base import FactBase
from ..records.entities import Entity
from ..records.entries import Entry
from ..records.judgements import Issue
from ..records.references import free_texts
from ..records.yaml_tree import ScalarNode
from .file_readings import readings

SHORTEST_TEXT = 12  # letters and digits: shorter texts are in every page by chance
_WINDOW, _LEAST = 6, 24  # words in a row of a long text, and the letters and digits they have at least
_FEW = 100  # beginnings: so many are looked for one by one, which is quicker than to list all that a text has
_LONG_WORD = 8  # letters and digits of an id from which on it is no part of another word by chance
_WORD = re.compile(r"\w+")
_MAP_NAME = re.compile(r'"([^"\\]*[^\W\d_]{2}[^"\\]*)"')  # a text of JSON with letters in it
_BETWEEN = re.compile(r"[\W_]+")


def letters_and_digits(text: str) -> str:
    """Return the letters and digits in one case: line breaks, tags and hyphens do not change them."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True)
class Leak:
    """Something withheld that is in a file: how it is encoded there, and the place of its record."""

    file: str
    hidden: str
    withheld: Mark

    def __str__(self) -> str:
        return f"{self.file} ({self.hidden}) tells what is withheld: see {self.withheld}"


class WithheldTexts:
    """Words, and texts as letters and digits only, that an edition must not disclose, with their places."""

    def __init__(self, words: Mapping[str, Mark], texts: Mapping[str, Mark]) -> None:
        self._words, self._texts = dict(words), dict(texts)
        self._long: dict[str, list[str]] = {}
        self._short: dict[str, str] = {}
        self._tokens: dict[str, list[str]] = {}  # the short ones, by the first of their tokens
        for word in self._words:
            letters = letters_and_digits(word)
            if len(letters) >= _LONG_WORD:
                self._long.setdefault(letters, []).append(word)
            elif tokens := list(_WORD.finditer(word)):
                short = word[tokens[0].start() : tokens[-1].end()]
                self._short[short] = word
                self._tokens.setdefault(tokens[0][0], []).append(short)
        self._sizes: dict[str, set[int]] = {}  # of all that is sought, by its first letters
        for run in (*self._long, *self._texts):
            self._sizes.setdefault(run[:_LONG_WORD], set()).add(len(run))

    @classmethod
    def of(
        cls, everything: Iterable[Entry], released: Iterable[Entry], inputs: Iterable[str]
    ) -> WithheldTexts:
        """The texts in `everything` that are neither in `released` nor in `inputs`, such as the templates."""
        released = list(released)
        released_texts, released_ids = list(_texts(released)), [word for word, _ in _ids(released)]
        allowed = "\n".join(dict.fromkeys([*map(str, released_texts), *released_ids, *inputs]))
        vocabulary = set(_WORD.findall(allowed.casefold()))
        same, everything = set(map(id, released_texts)), list(everything)
        public = set(released_ids)
        words = {word: mark for word, mark in _ids(everything) if word not in public}
        texts: dict[str, Mark] = {}
        for text in _texts(everything):
            if id(text) not in same:
                texts |= dict.fromkeys(_parts(text, vocabulary), text.mark)
        every = cls(words, texts)
        known = set(every._found(allowed))
        return cls(
            {word: mark for word, mark in words.items() if word not in known},
            {text: mark for text, mark in texts.items() if text not in known},
        )

    @classmethod
    def between(cls, whole: FactBase, edition: FactBase, templates: Mapping[str, bytes]) -> WithheldTexts:
        """The texts of the desk that an edition and the templates do not hold; empty if it is the whole."""
        if edition.stock is whole.stock:
            return cls({}, {})
        kinds = (".j2", ".css", ".js")
        inputs = [data.decode() for name, data in templates.items() if name.endswith(kinds)]
        # maps name countries and places by themselves, whether or not the desk has a record of them
        maps = [
            _MAP_NAME.findall(data.decode()) for name, data in templates.items() if name.endswith(".json")
        ]
        named = [*inputs, *country_names().values(), *chain.from_iterable(maps)]
        return cls.of(whole.all, edition.all, [*named, *_amounts(edition)])

    @cached_property
    def digest(self) -> str:
        """A digest of all that is withheld, which discloses none of it."""
        return digest(*sorted(self._words), "", *sorted(self._texts))

    def __bool__(self) -> bool:
        return bool(self._words or self._texts)

    def leaks(self, file: str, data: bytes) -> list[Leak]:
        """Return what a file discloses, each withheld thing once."""
        leaks: dict[Mark, Leak] = {}
        for encoding, text in readings(data):
            for found in self._found(text):
                mark = self._words.get(found) or self._texts[found]
                leaks.setdefault(mark, Leak(file, encoding, mark))
        return list(leaks.values())

    def refuse(self, files: Mapping[str, bytes]) -> None:
        """Raise BriefingsError if one of the files, which are still to be written, discloses anything."""
        if leaks := [leak for name, data in files.items() for leak in self.leaks(name, data)] if self else []:
            raise BriefingsError(
                f"nothing was written: {leaks[0]}", "mark what tells it, or take the words out"
            )

    def _found(self, text: str) -> Iterator[str]:
        """Yield the words and texts in a text, in one go through it however many are sought.

        Short words are found as words; long ones anywhere, as a PDF runs its pieces together.
        """
        if self._tokens:
            for token in sorted(self._tokens.keys() & set(_WORD.findall(text))):
                yield from (self._short[short] for short in self._tokens[token] if _stands(short, text))
        letters = letters_and_digits(text) if self._sizes else ""
        sought = set(self._sizes)
        if len(sought) > _FEW:
            sought &= {letters[at : at + _LONG_WORD] for at in range(len(letters) - _LONG_WORD + 1)}
        runs = {run for start in sought for run in self._runs(start, letters)}
        yield from sorted(runs & self._texts.keys())
        yield from (
            word for run in sorted(runs & self._long.keys()) for word in self._long[run] if word in text
        )

    def _runs(self, start: str, letters: str) -> Iterator[str]:
        """Yield what begins with some letters, wherever it does, in each of the lengths that are sought."""
        at = letters.find(start)
        while at >= 0:
            yield from (letters[at : at + size] for size in self._sizes[start])
            at = letters.find(start, at + 1)


def _stands(short: str, text: str) -> bool:
    """Return True if a short word, of one token or several, stands in a text as a word."""
    return bool(re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text))


def _parts(text: str, vocabulary: set[str]) -> Iterator[str]:
    """Yield a text's letters and digits, and those of each six of its words that are not all in `vocabulary`,
    as a part of it may leak."""
    whole = letters_and_digits(text)
    if len(whole) >= SHORTEST_TEXT:
        yield whole
    words = text.split()
    for start in range(len(words) - _WINDOW):
        window = " ".join(words[start : start + _WINDOW])
        part = letters_and_digits(window)
        if len(part) >= _LEAST and not vocabulary.issuperset(_WORD.findall(window.casefold())):
            yield part


def _ids(entries: Iterable[Entry]) -> Iterator[tuple[str, Mark]]:
    """Yield the ids of entries and claims and the names of entities, with their places."""
    for entry in entries:
        if not isinstance(entry.record, Issue):
            yield entry.id, entry.mark
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
            if claim.id:
                yield claim.id, node.mark
        if isinstance(entry.record, Entity):
            yield from ((name, entry.mark) for name in entry.record.names)


def _amounts(edition: FactBase) -> Iterator[str]:
    """Yield each amount as it is printed: that may be all of what a withheld quotation says."""
    values = (value for entry in edition.all for claim in entry.claims for value in vars(claim).values())
    for each in {value for value in values if isinstance(value, Quantity)}:
        yield amount(each, edition.desk.locale, edition.desk.units)


def _texts(entries: Iterable[Entry]) -> Iterator[ScalarNode]:
    """Yield every free text of the entries; words of a vocabulary and references are none."""
    for entry in entries:
        for part in (entry.record, *entry.claims):
            yield from free_texts(part)
