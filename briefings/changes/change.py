"""One item that two views show differently, with its class."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts.claims import Claim, Fact
from .change_classes import CHANGE_CLASSES
from .snapshot import TrackedItem, Value


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an item before and after; None if it had no value."""

    key: str
    old: Value | None
    new: Value | None


@dataclass(frozen=True, eq=False)
class Change:
    """One item's change: `before` is None for a new item, `after` for one that is gone.

    `claims` are the newly known claims behind it, or else those that are gone.
    """

    kind: str
    steps: tuple[FieldChange, ...]
    before: TrackedItem | None
    after: TrackedItem | None
    substantive: bool
    claims: tuple[Claim, ...] = ()

    @property
    def thing(self) -> TrackedItem:
        """The item as it is now, or as it last was."""
        thing = self.after or self.before
        assert thing is not None
        return thing

    @property
    def of(self) -> str:
        """The item's kind of record."""
        return self.thing.of

    @property
    def id(self) -> str:
        """The item's id."""
        return self.thing.id

    @property
    def fact(self) -> Fact | None:
        """The changed fact; None for another kind of item."""
        subject = self.thing.subject
        return subject if isinstance(subject, Fact) else None

    @property
    def number(self) -> FieldChange | None:
        """The change of a fact's main number; None if it is the same."""
        steps = {step.key: step for step in self.steps}
        numbers = self.fact.headline.record.numbers if self.fact else ()
        return next((steps[key] for key in numbers if key in steps), None)

    @property
    def rank(self) -> int:
        """The position of its class in the order of classes."""
        return list(CHANGE_CLASSES).index(self.kind)

    @property
    def entities(self) -> frozenset[str]:
        """Ids of the entities that the item is about."""
        if self.fact is not None:
            return self.fact.entities
        if self.of == "countries":
            return frozenset([self.id])
        return frozenset(str(ref) for ref in getattr(self.thing.subject, "about", ()))
