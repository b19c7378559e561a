"""Broken files, and the lookups that they may affect, judged by their text alone.

Records of a file with an error cannot be trusted, or not even be read. A document is built without the file
only if none of its lookups could find a record there: neither by an entity, tag, id or matter whose name
occurs anywhere in the text, nor by a kind of record. That errs on the safe side: a name in a comment counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..core.problems import TextFile
from ..facts.lookup_keys import FACTS, PLANS
from ..records.fact_kinds import FACT_KINDS, Membership
from ..records.name_register import folded_name
from ..records.record_models import FILED_CLAIMS, RECORD_MODELS
from ..records.references import ENTITY_KINDS

_FACTS = {kind.kind for kind in FACT_KINDS}
_LINKING = _FACTS | {"assessments", "signposts"}
# The kinds of record that each type of key can find.
_KINDS: dict[str, set[str]] = {
    **{key: _FACTS for key in (FACTS, PLANS, "fact")},
    **{key: {*ENTITY_KINDS} for key in ("entity", "name", "adjective")},
    **{key: _LINKING for key in ("about", "tag", "matter", "names", "replaces", "rivals")},
    "roles": {Membership.kind},
}


@dataclass(frozen=True)
class BrokenFiles:
    """Files with errors; `names` gives the names of each entity by its id."""

    files: tuple[TextFile, ...]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first_matching(self, keys: Iterable[str]) -> str | None:
        """The path of the first file in which any of the keys may find a record; None if none can."""
        keys = sorted(set(keys))
        paths = (file.path for file in self.files if any(self._may_hold(file, key) for key in keys))
        return next(paths, None)

    def _may_hold(self, file: TextFile, key: str) -> bool:
        if file.refused:  # its content is unknown
            return True
        kinds, text = self._contents[file.path]
        if key in (FACTS, PLANS) or key in RECORD_MODELS:
            return bool(kinds & _KINDS.get(key, {key}))
        how, space, rest = key.partition(" ")
        if space:  # "about TJK borders", "tag camps", "name tojikiston"
            what, _, last = rest.rpartition(" ")
            what, wanted = (what, {last}) if what and last in RECORD_MODELS else (rest, _KINDS[how])
        else:  # "borders/border:AFG-TJK", "entity/TJK"; any other key finds no record of a fact file
            how, _, what = key.partition("/")
            wanted = _KINDS.get(how, {how} & RECORD_MODELS.keys())
        what = what.partition("@")[0] if how == "roles" else what  # "roles TJK@CSTO"
        names = (what, *self.names.get(what, ()))
        return bool(kinds & wanted) and any(folded_name(name) in text for name in names)

    @cached_property
    def _contents(self) -> dict[str, tuple[frozenset[str], str]]:
        """For each path, the kinds of record that the file names, and its text for finding names."""
        return {file.path: (_kinds_in(file.text), folded_name(file.text)) for file in self.files}


def _kinds_in(text: str) -> frozenset[str]:
    """The kinds named anywhere in a text; claims filed apart may be of any kind of fact."""
    words = set(re.findall(r"[a-z]+", text))
    return frozenset(words & RECORD_MODELS.keys()) | (_FACTS if FILED_CLAIMS in words else frozenset())
