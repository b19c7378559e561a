"""What each thing in a view says, as values that can be compared: no wording, no place in a file, no order.

Two views differ exactly where these states differ; `changes` tells how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..core.values import Grade, Marking, PartialDate, Quantity
from ..facts.claims import known_by
from ..facts.disputes import number_dispute
from ..facts.fact_base import Fact, View
from ..facts.measures import unit_of
from ..facts.ranking import main_quantity, origin_count, with_default_unit
from ..facts.staleness import latest_bottom_line, latest_observation, overdue
from ..records.entities import Country, Source
from ..records.fact_kinds import ClaimRecord, ComparedPart, compared_fields
from ..records.field_types import Places
from ..records.judgements import Issue, Signpost, Topic
from ..records.weeks import week_by_id

Value = Quantity | PartialDate | Grade | bool | int | str | tuple[str, ...]
State = Mapping[str, Value]


@dataclass(frozen=True, eq=False)
class TrackedItem:
    """A fact, judgement, signpost, country, topic or source as one view shows it; `subject` is what it is
    made from."""

    of: str
    id: str
    subject: Any
    _state: Callable[[], State] = field(repr=False)
    # What is told of a fact by the view's day, apart from what is claimed of it.
    _by_day: tuple[bool, ...] = ()

    @cached_property
    def state(self) -> State:
        return self._state()

    def surely_same(self, other: TrackedItem) -> bool:
        """Whether two views surely show the same, which of most facts need no state to tell."""
        return isinstance(self.subject, Fact) and (self.subject, self._by_day) == (
            other.subject,
            other._by_day,
        )


def tracked_items(view: View) -> dict[tuple[str, str], TrackedItem]:
    """Everything in a view that can change, by kind of record and id, in a stable order."""
    found = [
        *_facts(view),
        *_judgements(view),
        *_signposts(view),
        *_countries(view),
        *_topics(view),
        *_sources(view),
    ]
    return {(thing.of, thing.id): thing for thing in found}


def _thing(of: str, id: str, state: State, subject: Any) -> TrackedItem:
    return TrackedItem(of, id, subject, lambda: state)


# ---------------------------------------------------------------- facts


def claim_values(record: ClaimRecord, unit: str = "") -> dict[str, Value]:
    """What one claim says; `unit` is that of its measure, for numbers that name none."""
    fields = compared_fields(type(record)).items()
    return {key: value for key, name in fields if (value := comparable(getattr(record, name), unit))}


def _facts(view: View) -> Iterator[TrackedItem]:
    return (fact_item(view, fact) for fact in view.facts.values())


def fact_item(view: View, fact: Fact) -> TrackedItem:
    unit = unit_of(view, fact)  # looked up whether or not anybody asks for the state: a page is made from it
    by_day = view.is_over(fact), overdue(view, fact) is not None
    return TrackedItem(fact.kind, fact.id, fact, lambda: _fact(fact, unit, *by_day), by_day)


def _fact(fact: Fact, unit: str, over: bool, overdue: bool) -> State:
    state: dict[str, Value] = {}
    for claim in fact.claims:  # best first: another claim fills in what the headline leaves out
        for key, value in claim_values(claim.record, unit).items():
            held = state.get(key)
            if isinstance(held, tuple) and isinstance(value, tuple):  # absence from a list asserts nothing
                state[key] = tuple(sorted({*held, *value}))
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


def comparable(value: Any, unit: str = "") -> Value | None:
    """A field's value without how it was written: lists in one order, since theirs is the file's; None for
    nothing."""
    if isinstance(value, Quantity):
        return replace(with_default_unit(value, unit), text="") if value.stated else None
    if isinstance(value, PartialDate):
        return replace(value, text="")
    if isinstance(value, tuple):
        return tuple(sorted({_item(item) for item in value}))
    if isinstance(value, Places):
        return tuple(sorted(str(place) for place in value.all))
    return value if isinstance(value, bool) or value is None else str(value)


def value_text(value: Value) -> str:
    """A value as one text, the same for the same value however it was written."""
    if isinstance(value, Quantity):
        low, high = ("" if bound is None else f"{bound.normalize():f}" for bound in (value.low, value.high))
        about, strict = "~" if value.approximate else "", "strictly " if value.strict else ""
        return (
            f"{about}{strict}{value.word or (low if low == high else f'{low}..{high}')} {value.unit}".rstrip()
        )
    if isinstance(value, PartialDate):
        start, end = (
            f"{day.first}/{day.last}{'~' * day.approximate}{'?' * day.uncertain}" if day else ".."
            for day in (value.start, value.end)
        )
        return start if start == end else f"{start} to {end}"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _item(item: Any) -> str:
    """One item of a list as a word: a party with its capacity, a position with its stance."""
    return item.summary if isinstance(item, ComparedPart) else str(item)


# ---------------------------------------------------------------- judgements


def _judgements(view: View) -> Iterator[TrackedItem]:
    for held in sorted(view.assessments(), key=lambda a: a.id):
        state: dict[str, Value] = {
            "judgement": held.id,
            "likelihood": held.likelihood,
            "confidence": held.confidence,
        }
        # by the first of the line, so that what it judges is one thing however often it is judged anew
        yield _thing("assessments", view.history(held)[0].id, state, held)


def _signposts(view: View) -> Iterator[TrackedItem]:
    for signpost in view.signposts():
        latest = latest_observation(signpost, view.at.last_day)
        yield _thing("signposts", signpost.id, {"state": latest.state if latest else "unknown"}, signpost)


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
            yield _thing("countries", id, state, record)


def underlying_markings(view: View, subject: Any) -> Iterator[Marking | None]:
    """The markings of a record that is no fact, and of the parts that its states are taken from."""
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


def _issue_trends(view: View, country: str) -> Iterator[tuple[Any, str]]:
    for issue in view.records("issues", Issue):
        cutoff = week_by_id(issue.id, view.desk).cutoff
        if cutoff <= view.at.last_day:
            yield from ((cutoff, row.trend) for row in issue.trends if row.country == country)


def _topics(view: View) -> Iterator[TrackedItem]:
    for topic in sorted(view.records("topics", Topic), key=lambda t: t.id):
        if topic.recorded and known_by(topic, view.at.known):
            yield _thing("topics", topic.id, {"bottom line": comparable(topic.recorded) or ""}, topic)


def _sources(view: View) -> Iterator[TrackedItem]:
    """The sources known by the view's day: how reliable each is held to be, and whether it was withdrawn."""
    for source in sorted(view.records("sources", Source), key=lambda s: s.id):
        if known_by(source, view.at.known):
            state: dict[str, Value] = {"reliability": source.reliability}
            if source.withdrawn and source.withdrawn.last <= view.at.known:
                state["withdrawn"] = comparable(source.withdrawn) or ""
            yield _thing("sources", source.id, state, source)
