"""What changed between two views, thing by thing: computed from what they say, never from files.

`between` finds for each thing the steps that lead from one view's state of it to the other's, and the one
class that tells most of them. docs/changes.md states the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ..core.units import UnitMismatchError, conversion_factor
from ..core.values import Grade, PartialDate, Quantity
from ..facts.fact_base import Claim, Fact, View
from ..facts.measures import measure_of, unit_of
from ..facts.ranking import may_be_equal
from ..records.entities import Source
from ..records.fact_kinds import PROSPECTIVE_STATUSES
from .amount_change import difference
from .snapshot import TrackedItem, Value, claim_values, fact_item, tracked_items


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """A class of changes: how it is called in print and what it means."""

    name: str
    meaning: str
    plural: str = ""

    def counted(self, number: int) -> str:
        """The class after a number: "3 judgements moved"."""
        return self.plural if self.plural and number != 1 else self.name


# In the order in which a reader is told of them.
CHANGE_CLASSES = {
    kind.name: kind
    for kind in (
        ChangeClass("corrected", "what was told before was wrong"),
        ChangeClass("withdrawn", "it is no longer held, or its only source was withdrawn"),
        ChangeClass(
            "source withdrawn", "a source of it was withdrawn; others still tell it", "sources withdrawn"
        ),
        ChangeClass(
            "judgement moved",
            "the likelihood or the confidence of a judgement is another one",
            "judgements moved",
        ),
        ChangeClass(
            "signpost moved", "a thing watched for is now seen, not seen or unknown", "signposts moved"
        ),
        ChangeClass("trend moved", "a country's trend is another one", "trends moved"),
        ChangeClass(
            "updated", "a number, a date, a status or a list is another one: a newer state of things"
        ),
        ChangeClass("contradicted", "sources now give numbers that cannot all be right"),
        ChangeClass("no longer disputed", "the numbers that could not all be right now can"),
        ChangeClass(
            "due, outcome unknown", "the day of a plan has passed, and nothing tells what came of it"
        ),
        ChangeClass("new", "told for the first time"),
        ChangeClass("expired", "its time is over"),
        ChangeClass("downgraded", "what is printed now rests on a worse grade"),
        ChangeClass("upgraded", "what is printed now rests on a better grade"),
        ChangeClass(
            "judgement renewed", "a judgement was made anew and stays the same", "judgements renewed"
        ),
        ChangeClass("restated", "the same within what rounding and 'about' allow, or told more fully"),
        ChangeClass("further source", "another source says what was known", "further sources"),
        ChangeClass("fewer sources", "a source is no longer among those that say it"),
        ChangeClass("rewritten", "a bottom line was written anew"),
    )
}
_MINOR = ("judgement renewed", "restated", "further source", "fewer sources", "rewritten")
# Told for the first time, these stand elsewhere in an issue or are no news at all.
_QUIET = ("sources", "signposts", "countries", "topics")
BACKGROUND_AGE = timedelta(
    days=21
)  # what happened longer than this before the last issue is told as background


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a thing before and after; None where it was not told."""

    key: str
    old: Value | None
    new: Value | None


@dataclass(frozen=True, eq=False)
class Change:
    """One thing's change: `before` is None for what is new, `after` for what is gone."""

    kind: str
    steps: tuple[FieldChange, ...]
    before: TrackedItem | None
    after: TrackedItem | None
    substantive: bool
    # The claims that brought it: newly known ones, or those that are gone.
    claims: tuple[Claim, ...] = ()

    @property
    def thing(self) -> TrackedItem:
        thing = self.after or self.before
        assert thing is not None
        return thing

    @property
    def of(self) -> str:
        return self.thing.of

    @property
    def id(self) -> str:
        return self.thing.id

    @property
    def fact(self) -> Fact | None:
        subject = self.thing.subject
        return subject if isinstance(subject, Fact) else None

    @property
    def number(self) -> FieldChange | None:
        """The step of the number a fact is chiefly about."""
        numbers = self.fact.headline.record.numbers if self.fact else ()
        return next((step for key in numbers for step in self.steps if step.key == key), None)

    @property
    def rank(self) -> int:
        return list(CHANGE_CLASSES).index(self.kind)

    @property
    def entities(self) -> frozenset[str]:
        """The entities it speaks of."""
        if self.fact is not None:
            return self.fact.entities
        if self.of == "countries":
            return frozenset([self.id])
        return frozenset(str(ref) for ref in getattr(self.thing.subject, "about", ()))


def changes_between(before: View, after: View) -> list[Change]:
    """Every thing's change, in the order of the later view; nothing for what says the same in both."""
    return _changes(before, tracked_items(before), after, tracked_items(after))


class ViewComparison:
    """Two views whose facts are compared one by one, each once however often a page asks."""

    def __init__(self, before: View, after: View) -> None:
        self.before, self.after = before, after
        self._found: dict[str, Change | None] = {}

    def of(self, id: str) -> Change | None:
        """The change of one fact."""
        if id not in self._found:
            views = (self.before, self.after)
            one, other = (fact_item(view, fact) if (fact := view.fact(id)) else None for view in views)
            self._found[id] = _change(self.before, one, self.after, other)
        return self._found[id]

    def among(self, earlier: Iterable[Fact], facts: Iterable[Fact]) -> list[Change]:
        """The changes of some facts, given as each view finds them; one that only one of them finds is looked
        up."""
        held = {fact.id: fact for fact in (*earlier, *facts)}
        return [change for id in held if (change := self.of(id))]


TrackedItems = Mapping[tuple[str, str], TrackedItem]


def _changes(before: View, old: TrackedItems, after: View, new: TrackedItems) -> list[Change]:
    keys = [*new, *(key for key in old if key not in new)]
    return [change for key in keys if (change := _change(before, old.get(key), after, new.get(key)))]


def _change(before: View, one: TrackedItem | None, after: View, other: TrackedItem | None) -> Change | None:
    if one and other and one.surely_same(other):
        return None
    steps = _steps(one, other)
    if not steps:
        return None
    kind, substantive = _class(before, after, one, other, steps)
    return Change(kind, steps, one, other, substantive, _claims(one, other))


def _steps(before: TrackedItem | None, after: TrackedItem | None) -> tuple[FieldChange, ...]:
    old, new = (thing.state if thing else {} for thing in (before, after))
    keys = dict.fromkeys([*old, *new])
    return tuple(FieldChange(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))


def _claims(before: TrackedItem | None, after: TrackedItem | None) -> tuple[Claim, ...]:
    """The claims of a fact that only the later view has, else those that only the earlier one has."""
    old, new = (
        [*thing.subject.claims] if thing and isinstance(thing.subject, Fact) else []
        for thing in (before, after)
    )
    held = {claim.record.digest for claim in old}
    added = tuple(claim for claim in new if claim.record.digest not in held)
    kept = {claim.record.digest for claim in new}
    return added or tuple(claim for claim in old if claim.record.digest not in kept)


# ---------------------------------------------------------------- classes


def _class(
    before: View,
    after: View,
    old: TrackedItem | None,
    new: TrackedItem | None,
    steps: tuple[FieldChange, ...],
) -> tuple[str, bool]:
    """The class of a change and whether a reader must know of it."""
    if old is None:
        assert new is not None
        return "new", _is_news(before, new)
    if new is None:
        return "withdrawn", old.of not in _QUIET
    if isinstance(new.subject, Fact):
        kind = _fact_class(before, after, old.subject, new.subject, steps)
        if kind in ("upgraded", "downgraded"):
            return kind, _grade_matters(steps)
        return kind, kind not in _MINOR
    kind = _other_class(new.of, steps)
    return kind, kind not in _MINOR


def _other_class(of: str, steps: tuple[FieldChange, ...]) -> str:
    keys = {step.key for step in steps}
    if of == "assessments":
        return "judgement moved" if keys & {"likelihood", "confidence"} else "judgement renewed"
    if of == "signposts":
        return "signpost moved"
    if of == "sources":
        return "source withdrawn" if "withdrawn" in keys else _graded(steps, "reliability")
    return "trend moved" if "trend" in keys else "rewritten"


def _is_news(before: View, new: TrackedItem) -> bool:
    """Whether what is told for the first time happened lately, or holds since lately."""
    if not isinstance(new.subject, Fact):
        return new.of not in _QUIET
    day = new.subject.stated_date
    if new.subject.record.lasting:
        return day is not None and day.last > before.at.as_of
    if day is None or not new.subject.record.is_occurrence():
        return True
    return day.last > before.at.as_of - BACKGROUND_AGE


def _fact_class(before: View, after: View, old: Fact, new: Fact, steps: tuple[FieldChange, ...]) -> str:
    keys = {step.key: step for step in steps}
    if _corrected(old, new):
        return "corrected"
    if any(_is_withdrawn(claim.source, after) for claim in old.claims):
        return "source withdrawn"
    if "overdue" in keys and keys["overdue"].new:
        return "due, outcome unknown"
    if "over" in keys and keys["over"].new:
        return "expired"
    told = [step for step in steps if step.key not in _ABOUT_SOURCES]
    if any(not _same(after, new, step) for step in told):
        return "updated"
    if "disputed" in keys:
        return "contradicted" if keys["disputed"].new else "no longer disputed"
    if "grade" in keys:
        return _graded(steps, "grade")
    if told or keys.keys() & {"over", "overdue", "not stated"}:
        return "restated"
    return "further source" if _grew(keys) else "fewer sources"


_ABOUT_SOURCES = ("grade", "origins", "sources", "disputed", "over", "overdue")


def _grew(keys: dict[str, FieldChange]) -> bool:
    step = keys.get("sources")
    old, new = (step.old, step.new) if step else (keys["origins"].old, keys["origins"].new)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(new) >= len(old)
    return isinstance(old, int) and isinstance(new, int) and new > old


def _corrected(old: Fact, new: Fact) -> bool:
    """Whether a claim told before was wrong: another corrects it, or its own entry says something else
    now."""
    held = {claim.record.digest for claim in old.claims}
    ids = {claim.record.id for claim in old.claims if claim.record.id}
    added = [claim for claim in new.claims if claim.record.digest not in held]
    if any(claim.record.corrects in ids for claim in added if claim.record.corrects):
        return True
    kept = {claim.record.digest for claim in new.claims}
    lost = [claim for claim in old.claims if claim.record.digest not in kept]
    return any(is_source_edit(one, other) for one in lost for other in added)


def is_source_edit(one: Claim, other: Claim) -> bool:
    """Whether a claim is an earlier one's entry with another number, date or status: the source says what it
    said."""
    if one.record.id or other.record.id:
        same = one.record.id == other.record.id
    else:
        same = (one.record.at, one.record.origin) == (other.record.at, other.record.origin)
    return (
        same
        and one.source.id == other.source.id
        and claim_values(one.record) != claim_values(other.record)
        and _of_one_day(one, other)
    )


def _of_one_day(one: Claim, other: Claim) -> bool:
    """A source that gives a row of numbers by day has a claim for each."""
    return one.record.as_of == other.record.as_of or bool(one.record.id)


def _is_withdrawn(source: Source, view: View) -> bool:
    now = view.record("sources", source.id, Source)
    return now is not None and now.withdrawn is not None and now.withdrawn.last <= view.at.known


def _same(view: View, fact: Fact, step: FieldChange) -> bool:
    """Whether a field says the same within what rounding and 'about' allow, or was not told before.

    A number told first, or told no more, is another matter: it is what a reader came for.
    """
    old, new = step.old, step.new
    if step.key == "not stated":
        return True  # the number's own step tells it
    if step.key in fact.headline.record.numbers:
        if not isinstance(old, Quantity) or not isinstance(new, Quantity):
            return False
        return old.exact is not None and new.exact is not None and _one_amount(view, fact, old, new)
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return _one_date(fact, old, new)
    if step.key == "negated":
        return False
    return old is None or (
        isinstance(old, tuple) and isinstance(new, tuple) and set(old) <= set(new) and _fuller(step)
    )


def _one_date(fact: Fact, old: PartialDate, new: PartialDate) -> bool:
    """The same day told less precisely, or more so of what has happened; a plan's day that is settled is
    news."""
    wider, narrower = _within(old, new), _within(new, old)
    return wider or (narrower and fact.headline.record.status not in PROSPECTIVE_STATUSES)


def _within(one: PartialDate, other: PartialDate) -> bool:
    return other.first <= one.first and one.last <= other.last


def _fuller(step: FieldChange) -> bool:
    """Lists that only name more of what was there all along."""
    return step.key in ("in", "near", "items", "equipment")


def _one_amount(view: View, fact: Fact, old: Quantity, new: Quantity) -> bool:
    """One number told in two units, or one of them "about" and so covering the other."""
    if old.unit == new.unit and not (old.approximate or new.approximate):
        return False
    try:
        conversion_factor(old.unit or unit_of(view, fact), new.unit or unit_of(view, fact))
        return may_be_equal(old, new)
    except UnitMismatchError:
        return False


def _graded(steps: tuple[FieldChange, ...], key: str) -> str:
    step = next(step for step in steps if step.key == key)
    old, new = step.old, step.new
    if isinstance(old, Grade) and isinstance(new, Grade):
        return "upgraded" if new.order < old.order else "downgraded"
    return "upgraded" if str(new) < str(old) else "downgraded"


def _grade_matters(steps: tuple[FieldChange, ...]) -> bool:
    """Down always; up where what was at best possibly true now counts as probably true or confirmed."""
    step = next(step for step in steps if step.key == "grade")
    assert isinstance(step.old, Grade) and isinstance(step.new, Grade)
    worse = step.new.order > step.old.order
    return worse or (step.old.credibility > "2" >= step.new.credibility)


# ---------------------------------------------------------------- which way


def is_worse(view: View, change: Change) -> bool | None:
    """Whether a change of number is bad news by its measure; None where the measure does not say."""
    step, fact = change.number, change.fact
    if (
        step is None
        or fact is None
        or not isinstance(step.old, Quantity)
        or not isinstance(step.new, Quantity)
    ):
        return None
    found = difference(step.old, step.new)
    measure = measure_of(view, fact)
    if found is None or not found.direction or measure is None or measure.worse == "neither":
        return None
    return (found.direction > 0) == (measure.worse == "up")


def corrections_among(found: list[Change]) -> Iterator[Change]:
    """Those of the changes that say that something told before was wrong."""
    return (change for change in found if change.kind == "corrected")
