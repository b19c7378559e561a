"""Records as plain data, for whoever reads an export: nothing in it that was not known on the view's day.

Markings are the edition's matter: what is above the release is not in the view's base at all. What the clocks
hide is left out of links too, and a narrative that quotes it reads LATER in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..core.dates import PartialDate
from ..core.json_types import JsonObject
from ..core.quantities import Quantity
from ..facts.claims import Viewpoint, known_by
from ..facts.fact_base import FactBase
from ..facts.view import View
from ..records.base_record import Record
from ..records.entities import BASE_KINDS, Named
from ..records.entries import Entry
from ..records.judgements import JUDGEMENT_KINDS, Issue
from ..records.narrative import Call, pieces
from ..records.prose_fields import Prose
from ..records.references import FactRef
from ..records.weeks import week_by_id

LATER_PLACEHOLDER = "…"
# Keys that stay in the desk: others' words are for its readers alone, and remarks for its colleagues.
NOT_EXPORTED = ("quote", "read_as", "internal")


@dataclass(frozen=True)
class DisclosedRecords:
    """The records that a viewpoint may show: by its release, and on its days."""

    base: FactBase
    at: Viewpoint

    @cached_property
    def view(self) -> View:
        """The base as seen from the viewpoint."""
        return View(self.base, self.at)

    def entries(self, kind: str) -> list[Entry]:
        """The records of a kind that are no facts, in the order of their ids."""
        return [
            entry for entry in self.base.edition(self.at.release).found(kind) if self._known(entry.record)
        ]

    def _known(self, record: Record) -> bool:
        """True if it was written by the view's day; entities, measures and matters have no day."""
        if isinstance(record, Issue):
            return week_by_id(record.id, self.view.desk).cutoff <= self.at.known
        return known_by(record, self.at.known)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that may be named."""
        kinds = [model.kind for model in (*BASE_KINDS, *JUDGEMENT_KINDS)]  # type: ignore[attr-defined]
        named = {entry.id for kind in kinds for entry in self.entries(kind)}
        return frozenset(named | self.view.facts.keys())

    def record(self, record: Record) -> JsonObject:
        """A record by its YAML keys, quantities left whole; keys without a value are left out."""
        if isinstance(record, Named) and record.formerly:
            record = record.named_as(self.at.as_of, self.at.known)
        found = {}
        for name, field in type(record).model_fields.items():
            value = self._value(getattr(record, name))
            later = name == "withdrawn" and value is not None and getattr(record, name).last > self.at.known
            if name in NOT_EXPORTED:
                continue
            if value is not None and value != [] and value != {} and not later:
                found[field.alias or name] = value
        return found

    def _value(self, value: object) -> Any:
        match value:
            case FactRef():
                return str(value) if value in self.ids else None
            case Prose():
                return self._prose(value)
            case PartialDate():
                return value.text
            case Record():
                return self.record(value) if self._shows(value) else None
            case tuple():
                return [plain for item in value if (plain := self._value(item)) is not None]
            case bool() | int() | Quantity() | None:
                return value
            case _:
                return str(value)

    def _shows(self, part: Record) -> bool:
        """True if a part with its own day (a bottom line, an observation) was written by the view's day."""
        day = getattr(part, "as_of", None) or getattr(part, "date", None)
        return not isinstance(day, PartialDate) or day.last <= self.at.last_day

    def _prose(self, prose: Prose) -> str:
        if "{{" not in prose:
            return str(prose)
        return "".join(piece if isinstance(piece, str) else self._quotation(piece) for piece in pieces(prose))

    def _quotation(self, call: Call) -> str:
        if not self.ids.issuperset(call.args if call.name == "cite" else call.facts):
            return LATER_PLACEHOLDER
        args = ", ".join(f'"{arg}"' for arg in call.args)
        return f"{{{{ {call.name}({args}) }}}}"
