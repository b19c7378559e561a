"""Changes between two views, item by item: computed from their content, never from files.

Each change has the fields that differ and one class, the first that applies of docs/changes.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.dates import PartialDate
from ..core.grades import Grade
from ..core.quantities import Quantity
from ..core.units import UnitMismatchError, conversion_factor
from ..facts.agreement import may_be_equal
from ..facts.claims import Claim, Fact
from ..facts.measures import measure_of, unit_of
from ..facts.view import View
from ..records.entities import Source
from ..records.fact_records import PROSPECTIVE_STATUSES
from .amount_change import difference
from .change import Change, FieldChange
from .change_classes import BACKGROUND_AGE, MINOR_CLASSES, QUIET_KINDS
from .snapshot import State, TrackedItem, claim_values, fact_item, tracked_items


def changes_between(before: View, after: View) -> list[Change]:
    """The changed items, in the order of the later view, then those that are gone."""
    old, new = tracked_items(before), tracked_items(after)
    changes = (_change(before, old.get(key), after, new.get(key)) for key in dict.fromkeys((*new, *old)))
    return [change for change in changes if change is not None]


class ViewComparison:
    """Two views whose facts are compared one by one, each once however often a page asks."""

    def __init__(self, before: View, after: View) -> None:
        self.before, self.after = before, after
        self._changes: dict[str, Change | None] = {}

    def of(self, id: str) -> Change | None:
        """The change of one fact; None if it is the same in both views."""
        if id not in self._changes:
            old, new = _item(self.before, id), _item(self.after, id)
            self._changes[id] = _change(self.before, old, self.after, new)
        return self._changes[id]

    def among(self, earlier: Iterable[Fact], facts: Iterable[Fact]) -> list[Change]:
        """The changes of the facts that a query finds in either view."""
        ids = dict.fromkeys(fact.id for fact in (*earlier, *facts))
        return [change for id in ids if (change := self.of(id))]


def _item(view: View, id: str) -> TrackedItem | None:
    fact = view.fact(id)
    return fact_item(view, fact) if fact else None


def _change(before: View, old: TrackedItem | None, after: View, new: TrackedItem | None) -> Change | None:
    if old and new and old.surely_same(new):
        return None
    steps = _steps(old.state if old else {}, new.state if new else {})
    if not steps:
        return None
    kind, substantive = _class(before, after, old, new, steps)
    gone, added = _claim_changes(_claims(old), _claims(new))
    return Change(kind, steps, old, new, substantive, tuple(added or gone))


def _steps(old: State, new: State) -> tuple[FieldChange, ...]:
    keys = dict.fromkeys([*old, *new])
    return tuple(FieldChange(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))


def _claims(item: TrackedItem | None) -> tuple[Claim, ...]:
    return item.subject.claims if item and isinstance(item.subject, Fact) else ()


def _claim_changes(old: Iterable[Claim], new: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims that are gone and those that were added, by their content."""
    before, after = ({claim.record.digest for claim in claims} for claims in (old, new))
    gone = [claim for claim in old if claim.record.digest not in after]
    return gone, [claim for claim in new if claim.record.digest not in before]


# ---------------------------------------------------------------- classes


def _class(
    before: View,
    after: View,
    old: TrackedItem | None,
    new: TrackedItem | None,
    steps: tuple[FieldChange, ...],
) -> tuple[str, bool]:
    """The class of a change, and True if a reader must know of it."""
    if old is None:
        assert new is not None
        return "new", _is_news(before, new)
    if new is None:
        return "withdrawn", old.of not in QUIET_KINDS
    if isinstance(new.subject, Fact):
        kind = _fact_class(before, after, old.subject, new.subject, steps)
        if kind in ("upgraded", "downgraded"):
            return kind, _grade_matters(steps)
        return kind, kind not in MINOR_CLASSES
    kind = _other_class(new.of, steps)
    return kind, kind not in MINOR_CLASSES


def _other_class(of: str, steps: tuple[FieldChange, ...]) -> str:
    keys = {step.key for step in steps}
    if of == "assessments":
        return _judgement_class(keys)
    if of == "signposts":
        return "signpost moved"
    if of == "sources":
        return "source withdrawn" if "withdrawn" in keys else _graded(steps, "reliability")
    return "trend moved" if "trend" in keys else "rewritten"


def _judgement_class(keys: set[str]) -> str:
    """The class of a judgement's change: it moved only if it still answers one question by one day."""
    if keys & {"question", "until"}:
        return "judgement replaced"
    if "outcome" in keys:
        return "judgement ended"
    return "judgement moved" if keys & {"likelihood", "confidence"} else "judgement renewed"


def _is_news(before: View, new: TrackedItem) -> bool:
    """True if a new item happened, or came to hold, lately."""
    if not isinstance(new.subject, Fact):
        return new.of not in QUIET_KINDS
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
    stated = [step for step in steps if step.key not in _ABOUT_SOURCES]
    if not all(_same(after, new, step) for step in stated):
        return "updated"
    if "disputed" in keys:
        return "contradicted" if keys["disputed"].new else "no longer disputed"
    if "grade" in keys:
        return _graded(steps, "grade")
    if stated or keys.keys() & {"over", "overdue", "not stated"}:
        return "restated"
    return "further source" if _grew(keys.get("sources") or keys["origins"]) else "fewer sources"


_ABOUT_SOURCES = ("grade", "origins", "sources", "disputed", "over", "overdue")


def _grew(step: FieldChange) -> bool:
    """True if the list of sources is no shorter, or the count of origins is higher."""
    if isinstance(step.old, tuple) and isinstance(step.new, tuple):
        return len(step.new) >= len(step.old)
    return isinstance(step.old, int) and isinstance(step.new, int) and step.new > step.old


def _corrected(old: Fact, new: Fact) -> bool:
    """True if an earlier claim was wrong: another corrects it, or its own entry was edited."""
    gone, added = _claim_changes(old.claims, new.claims)
    ids = {claim.record.id for claim in old.claims if claim.record.id}
    if any(claim.record.corrects in ids for claim in added):
        return True
    return any(is_source_edit(one, other) for one in gone for other in added)


def is_source_edit(one: Claim, other: Claim) -> bool:
    """Return True if `other` is the entry of `one`, edited to another number, date or status."""
    if one.record.id or other.record.id:
        same = one.record.id == other.record.id
    else:
        same = (one.record.at, one.record.origin) == (other.record.at, other.record.origin)
    return (
        same
        and one.source.id == other.source.id
        and claim_values(one.record) != claim_values(other.record)
        # a source that gives a series of numbers by day has a claim for each
        and (one.record.as_of == other.record.as_of or bool(one.record.id))
    )


def _is_withdrawn(source: Source, view: View) -> bool:
    now = view.record("sources", source.id, Source)
    return now is not None and now.withdrawn is not None and now.withdrawn.last <= view.at.known


def _same(view: View, fact: Fact, step: FieldChange) -> bool:
    """True if a field says the same, allowing for rounding and "about", or had no value before.

    A main number that appears or disappears is not the same: it is what a reader came for.
    """
    old, new = step.old, step.new
    if step.key == "not stated":
        return True  # the step of the number itself decides
    if step.key in fact.headline.record.numbers:
        if not isinstance(old, Quantity) or not isinstance(new, Quantity):
            return False
        return old.exact is not None and new.exact is not None and _one_amount(view, fact, old, new)
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return _one_date(fact, old, new)
    if step.key == "negated":
        return False
    if isinstance(old, tuple) and isinstance(new, tuple):
        return step.key in _OPEN_LISTS and set(old) <= set(new)
    return old is None


_OPEN_LISTS = ("in", "near", "items", "equipment")  # naming more items says nothing new of the others


def _one_date(fact: Fact, old: PartialDate, new: PartialDate) -> bool:
    """True for the same date less precisely, or more precisely unless a plan's: settling its day is news."""
    wider, narrower = _within(old, new), _within(new, old)
    return wider or (narrower and fact.headline.record.status not in PROSPECTIVE_STATUSES)


def _within(one: PartialDate, other: PartialDate) -> bool:
    return other.first <= one.first and one.last <= other.last


def _one_amount(view: View, fact: Fact, old: Quantity, new: Quantity) -> bool:
    """True for one number in two units, or for an approximate number that covers the other."""
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
    """True for a downgrade, and for an upgrade from possibly true or worse to probably true or better."""
    step = next(step for step in steps if step.key == "grade")
    assert isinstance(step.old, Grade) and isinstance(step.new, Grade)
    worse = step.new.order > step.old.order
    return worse or (step.old.credibility > "2" >= step.new.credibility)


# ---------------------------------------------------------------- which way


def is_worse(view: View, change: Change) -> bool | None:
    """Return True if a change of number is bad news by its measure, False if good; None if neither.

    Another number of the same day is a revision, which is no news of either kind.
    """
    step, fact = change.number, change.fact
    if step is None or fact is None or change.kind == "corrected":
        return None
    if not isinstance(step.old, Quantity) or not isinstance(step.new, Quantity):
        return None
    if change.before is None or change.after is None or _are_of_one_day(change.before, change.after):
        return None
    moved = difference(step.old, step.new)
    measure = measure_of(view, fact)
    if moved is None or not moved.direction or measure is None or measure.worse == "neither":
        return None
    return (moved.direction > 0) == (measure.worse == "up")


def _are_of_one_day(before: TrackedItem, after: TrackedItem) -> bool:
    """True if a fact's number was and is that of one day: of one event, or of one day of counting."""
    was, now = before.subject.headline.true_on, after.subject.headline.true_on
    return bool(was.overlaps(now))


def corrections_among(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes that correct something printed before."""
    return (change for change in changes if change.kind == "corrected")
