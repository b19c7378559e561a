"""The state of each item in a view, as values that can be compared: no wording, no place in a file, no order.

Two views differ exactly in the items whose states differ; `classification` says how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from ..core.dates import Day, PartialDate
from ..core.grades import Grade
from ..core.markings import Marking
from ..core.quantities import Quantity
from ..facts.agreement import main_quantity, with_default_unit
from ..facts.claims import Fact, known_by
from ..facts.disputes import number_dispute
from ..facts.measures import unit_of
from ..facts.origins import origin_count
from ..facts.outcomes import has_ended, outcome_of
from ..facts.staleness import latest_bottom_line, latest_observation, overdue
from ..facts.view import View
from ..records.base_record import Record
from ..records.entities import Country, Source
from ..records.fact_records import ClaimRecord, ComparedPart, compared_fields
from ..records.field_types import Places
from ..records.judgements import Issue, Signpost, Topic
from ..records.weeks import week_by_id

Value = Quantity | PartialDate | Grade | bool | int | str | tuple[str, ...]
State = Mapping[str, Value]


@dataclass(frozen=True, eq=False)
class TrackedItem:
    """A fact, judgement, signpost, country, topic or source (the `subject`) as one view shows it.

    `of` is its kind of record; `_by_day` holds the parts of a fact's state that follow from the view's day.
    """

    of: str
    id: str
    subject: Any
    _state: Callable[[], State] = field(repr=False)
    _by_day: tuple[bool, ...] = ()

    @cached_property
    def state(self) -> State:
        """The comparable values by field."""
        return self._state()

    def surely_same(self, other: TrackedItem) -> bool:
        """Return True if a fact is certainly the same in both views, without computing its states."""
        return (
            isinstance(self.subject, Fact) and self.subject == other.subject and self._by_day == other._by_day
        )


def tracked_items(view: View) -> dict[tuple[str, str], TrackedItem]:
    """Every item of a view that can change, by kind of record and id, in a stable order."""
    kinds = (_facts, _judgements, _signposts, _countries, _topics, _sources)
    return {(item.of, item.id): item for items in kinds for item in items(view)}


def _item(of: str, id: str, state: State, subject: Record) -> TrackedItem:
    return TrackedItem(of, id, subject, lambda: state)


# ---------------------------------------------------------------- facts


def claim_values(record: ClaimRecord, unit: str = "") -> dict[str, Value]:
    """The comparable values of one claim by YAML key; `unit` is for numbers without one."""
    fields = compared_fields(type(record)).items()
    return {key: value for key, name in fields if (value := comparable(getattr(record, name), unit))}


def _facts(view: View) -> Iterator[TrackedItem]:
    return (fact_item(view, fact) for fact in view.facts.values())


def fact_item(view: View, fact: Fact) -> TrackedItem:
    """A fact as an item whose state is computed when asked for."""
    unit = unit_of(view, fact)  # looked up in any case: the page depends on it
    by_day = view.is_over(fact), overdue(view, fact) is not None
    return TrackedItem(fact.kind, fact.id, fact, lambda: _fact(fact, unit, *by_day), by_day)


def _fact(fact: Fact, unit: str, over: bool, overdue: bool) -> State:
    state: dict[str, Value] = {}
    for claim in fact.claims:  # best first: others fill in what the headline leaves out
        for key, value in claim_values(claim.record, unit).items():
            better = state.get(key)
            if isinstance(better, tuple) and isinstance(value, tuple):  # absence from a list asserts nothing
                state[key] = tuple(sorted({*better, *value}))
            elif key not in ("negated", "open") or claim is fact.headline:
                state.setdefault(key, value)
    amount = main_quantity(fact.headline)
    if amount is not None and not amount.stated:
        state["not stated"] = True
    state["grade"] = fact.headline.grade
    state["origins"] = origin_count(fact.claims)
    state["sources"] = tuple(sorted({claim.source.id for claim in fact.claims}))
    state["disputed"] = number_dispute(fact.claims) is not None
    state["over"] = over
    state["overdue"] = overdue
    return {key: value for key, value in state.items() if value is not False}


def comparable(value: object, unit: str = "") -> Value | None:
    """A field's value without its wording, lists sorted; None for no value."""
    match value:
        case Quantity():
            return (
                replace(with_default_unit(value, unit), text="", times="", number="")
                if value.stated
                else None
            )
        case PartialDate():
            return replace(value, text="")
        case tuple():
            return tuple(sorted({_item_text(item) for item in value}))
        case Places():
            return tuple(sorted(str(place) for place in value.all))
        case bool() | None:
            return value
    return str(value)


def value_text(value: Value) -> str:
    """A value as one text, equal for equal values however they were written."""
    match value:
        case Quantity():
            low, high = (
                "" if bound is None else f"{bound.normalize():f}" for bound in (value.low, value.high)
            )
            about, strict = "~" if value.approximate else "", "strictly " if value.strict else ""
            amount = value.word or (low if low == high else f"{low}..{high}")
            return f"{about}{strict}{amount} {value.unit}".rstrip()
        case PartialDate():
            start, end = _day_text(value.start), _day_text(value.end)
            return start if start == end else f"{start} to {end}"
        case tuple():
            return "; ".join(value)
    return str(value)


def _day_text(day: Day | None) -> str:
    return f"{day.first}/{day.last}{'~' * day.approximate}{'?' * day.uncertain}" if day else ".."


def _item_text(item: object) -> str:
    """One item of a list: a party with its capacity, a position with its stance."""
    return item.summary if isinstance(item, ComparedPart) else str(item)


# ---------------------------------------------------------------- judgements


def _judgements(view: View) -> Iterator[TrackedItem]:
    for judgement in sorted(view.assessments(), key=lambda a: a.id):
        outcome = outcome_of(view, judgement)
        state: dict[str, Value] = {
            "judgement": judgement.id,
            "question": str(judgement.question),
            "until": comparable(judgement.until) or "",
            "likelihood": judgement.likelihood,
            "confidence": judgement.confidence,
        }
        if has_ended(view, judgement):
            state["outcome"] = outcome.outcome if outcome else "not recorded"
        # by the id of the first judgement, so that renewing it does not make another item
        yield _item("assessments", view.history(judgement)[0].id, state, judgement)


def _signposts(view: View) -> Iterator[TrackedItem]:
    for signpost in view.signposts():
        latest = latest_observation(signpost, view.at.last_day)
        yield _item("signposts", signpost.id, {"state": latest.state if latest else "unknown"}, signpost)


def _countries(view: View) -> Iterator[TrackedItem]:
    """A country's latest bottom line, and its trend there or in a later issue."""
    for id in view.desk.region:
        record = view.record("countries", id, Country)
        if record is None:
            continue
        line = latest_bottom_line(record, view.at.last_day)
        trends = [(line.as_of.last, 1, line.trend)] if line else []
        trends += [(day, 0, trend) for day, trend in _issue_trends(view, id)]
        state: dict[str, Value] = {"bottom line": comparable(line.as_of) or ""} if line else {}
        if trends:
            state["trend"] = max(trends)[2]
        if state:
            yield _item("countries", id, state, record)


def underlying_markings(view: View, subject: Any) -> Iterator[Marking | None]:
    """The markings of a record other than a fact, and of the parts that its state is taken from."""
    yield subject.marking
    if isinstance(subject, Signpost):
        yield from (part.marking for part in subject.observations)
    if isinstance(subject, Country):
        yield from (line.marking for line in subject.bottom_lines)
        yield from (
            row.marking
            for issue in view.records("issues", Issue)
            for row in issue.trends
            if row.country == subject.id
        )


def _issue_trends(view: View, country: str) -> Iterator[tuple[date, str]]:
    """The trends of a country in issues up to the view's day, each with the cut-off."""
    for issue in view.records("issues", Issue):
        cutoff = week_by_id(issue.id, view.desk).cutoff
        if cutoff <= view.at.last_day:
            yield from ((cutoff, row.trend) for row in issue.trends if row.country == country)


def _topics(view: View) -> Iterator[TrackedItem]:
    for topic in sorted(view.records("topics", Topic), key=lambda t: t.id):
        if topic.recorded and known_by(topic, view.at.known):
            yield _item("topics", topic.id, {"bottom line": comparable(topic.recorded) or ""}, topic)


def _sources(view: View) -> Iterator[TrackedItem]:
    """The sources known by the view's day: reliability, and withdrawal."""
    for source in sorted(view.records("sources", Source), key=lambda s: s.id):
        if known_by(source, view.at.known):
            state: dict[str, Value] = {"reliability": source.reliability}
            if source.withdrawn and source.withdrawn.last <= view.at.known:
                state["withdrawn"] = comparable(source.withdrawn) or ""
            yield _item("sources", source.id, state, source)
