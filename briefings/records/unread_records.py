"""Records that are in the files but could not be read, and the references to them.

What stands in a broken file is unknown: a reference that leads there is not wrong, and one slip must not be
reported once for each reference. All names and texts are given as `folded_name` folds them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..core.problems import Mark, Problem


@dataclass
class UnreadRecords:
    """What could not be read, by the place of the mistake, and how often it was referred to."""

    _texts: list[tuple[str | None, Mark]] = field(default_factory=list)
    _names: dict[str, Mark] = field(default_factory=dict)
    _nameless: dict[str, Mark] = field(default_factory=dict)
    _references: Counter[Mark] = field(default_factory=Counter)
    last_cause: Mark | None = None

    def add_text(self, text: str | None, cause: Mark) -> None:
        """A text of which no records were made, or None for one that is not even known."""
        self._texts.append((text, cause))

    @property
    def number(self) -> int:
        """The number of texts of which no records were made."""
        return len(self._texts)

    def add_record(self, kind: str, names: Iterable[str], has_id: bool, cause: Mark) -> None:
        """A record with a mistake in it; one without an id may be what any reference to its kind means."""
        for name in names:
            self._names.setdefault(name, cause)
        if not has_id:
            self._nameless.setdefault(kind, cause)

    def count(self, kinds: Iterable[str], name: str) -> bool:
        """Return True, and count the reference, if a name may lead to an unread record of these kinds."""
        cause = self._cause(kinds, name)
        if cause is not None:
            self._references[cause] += 1
            self.last_cause = cause
        return cause is not None

    def _cause(self, kinds: Iterable[str], name: str) -> Mark | None:
        if name in self._names:
            return self._names[name]
        nameless = next((self._nameless[kind] for kind in kinds if kind in self._nameless), None)
        texts = (cause for text, cause in self._texts if text is None or name in text)
        return nameless or next(texts, None)

    def problems(self) -> Iterator[Problem]:
        """For each mistake, the number of references that it leaves unknown."""
        for cause, number in self._references.items():
            counted = "1 reference" if number == 1 else f"{number:,} references"
            yield Problem(
                "not-looked-at",
                f"{counted} to what could not be read here: not looked at",
                cause,
                expected="the mistake here mended first",
            )
