"""Building around broken files: which documents one may touch, told from its text alone.

A file with an error holds records that cannot be trusted, or not even be read. A document is built without it
only where nothing that the document looked up could find a record of that file: neither by an entity, tag, id
or matter whose name stands anywhere in its text, nor by a kind of record that it holds. That errs on the safe
side: a name in a comment counts. What a file held before it broke cannot be known from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..core.problems import TextFile
from ..facts.lookup_keys import FACTS
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_reader import FILED_CLAIMS, RECORD_MODELS, folded_name
from ..records.field_types import ENTITY_KINDS

_FACTS = {kind.kind for kind in FACT_KINDS}
_TOLD = _FACTS | {"assessments", "signposts"}
# The kinds of record that a sort of key can find.
_OF: dict[str, set[str]] = {
    FACTS: _FACTS,
    "fact": _FACTS,
    "entity": {*ENTITY_KINDS},
    "name": {*ENTITY_KINDS},
    "about": _TOLD,
    "tag": _TOLD,
    "matter": _TOLD,
    "replaces": _TOLD,
    "rivals": _TOLD,
}


@dataclass(frozen=True)
class BrokenFiles:
    """Files with errors; `names` gives everything an entity is called, by its id."""

    files: tuple[TextFile, ...]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first_matching(self, keys: Iterable[str]) -> str | None:
        """The first file that any of the keys of `index.py` may find a record in; None where none can."""
        asked = sorted(set(keys))
        return next(
            (file.path for file in self.files if any(self._may_hold(file, key) for key in asked)), None
        )

    def _may_hold(self, file: TextFile, key: str) -> bool:
        if file.refused:  # who knows what stands in it
            return True
        kinds, text = self._read[file.path]
        if key == FACTS or key in RECORD_MODELS:
            return bool(kinds & _OF.get(key, {key}))
        how, space, rest = key.partition(" ")
        if space:  # "about TJK borders", "tag camps", "name tojikiston"
            what, _, last = rest.rpartition(" ")
            what, wanted = (what, {last}) if what and last in RECORD_MODELS else (rest, _OF[how])
        else:  # "borders/border:AFG-TJK", "entity/TJK"; other keys are of what no fact file holds
            how, _, what = key.partition("/")
            wanted = _OF.get(how, {how} & RECORD_MODELS.keys())
        return bool(kinds & wanted) and self._called(what, text)

    def _called(self, what: str, text: str) -> bool:
        return any(folded_name(name) in text for name in (what, *self.names.get(what, ())))

    @cached_property
    def _read(self) -> dict[str, tuple[frozenset[str], str]]:
        """The kinds of record that each file speaks of, and its text for looking up names."""
        return {file.path: (_kinds(file.text), folded_name(file.text)) for file in self.files}


def _kinds(text: str) -> frozenset[str]:
    """Kinds named anywhere in a text; claims filed apart may be of any kind of fact."""
    words = set(re.findall(r"[a-z]+", text))
    return frozenset(words & RECORD_MODELS.keys()) | (_FACTS if FILED_CLAIMS in words else frozenset())
