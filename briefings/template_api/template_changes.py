"""Changes as a page tells them: what it was, what it is, how far apart, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from ..changes import classification
from ..changes.amount_change import difference, in_words
from ..changes.change import Change, FieldChange
from ..changes.change_classes import CHANGE_CLASSES
from ..changes.classification import ViewComparison
from ..changes.reader_classes import ReaderClass, reader_class
from ..changes.snapshot import underlying_markings
from ..core.dates import PartialDate
from ..core.grades import Grade
from ..core.markings import Marking, highest
from ..core.quantities import Quantity
from ..core.wording import listed
from ..facts import labels
from ..facts.claims import Claim, Fact
from ..records.entities import Country, Source
from ..records.fact_records import field_of
from ..records.judgements import Assessment, Signpost, Topic
from .cited_dates import CitedDate, uncited_date
from .cited_values import CitedAmount
from .escaped_names import EscapedName
from .page_context import PageContext, citation
from .template_facts import ShownFact
from .template_queries import Facts

# Steps that are told in words of their own or say nothing to a reader.
_UNTOLD = (
    "sources",
    "origins",
    "disputed",
    "over",
    "overdue",
    "not stated",
    "judgement",
    "question",
    "open",
    "bottom line",
)
_LABELS = {
    "from": "begins",
    "until": "ends",
    "in": "where",
    "near": "near",
    "with": "with",
    "to": "to",
    "negated": "reported as not so",
    "denied_by": "denied",
    "reliability": "source reliability",
    "value": "number",
}


@dataclass(frozen=True)
class ShownStep:
    """One field before and after: `label`, `old` and `new` as they print, `difference` in words."""

    key: str
    label: str
    old: Markup
    new: Markup
    difference: Markup

    @property
    def is_list(self) -> bool:
        """True if the step fills in a list that had no earlier value."""
        return not self.old and self.key in (
            "parties",
            "positions",
            "in",
            "near",
            "with",
            "to",
            "items",
            "equipment",
        )


class ShownChange:
    """A change in a template or a listing."""

    def __init__(self, page: PageContext, change: Change) -> None:
        self._page, self._change = page, change
        self.change = change
        self.kind = change.kind
        self.of, self.id = change.of, EscapedName(change.id)
        self.substantive = change.substantive
        self.new = change.before is None
        self.rank = change.rank
        self.fact = ShownFact(page, change.fact) if change.fact else None
        self.before = ShownFact(page, change.before.subject) if change.before and change.fact else None
        touched = change.entities
        self.countries = [id for id in page.view.desk.region if id in touched]

    @property
    def mark(self) -> Markup:
        """The class as a tag, with its meaning for those who ask."""
        self._page.marks.add(self.kind)
        return change_tag(self._change)

    @cached_property
    def label(self) -> Markup:
        """The name of what changed, escaped."""
        subject = self._change.thing.subject
        if isinstance(subject, Fact):
            return Facts(self._page).label(ShownFact(self._page, subject))
        assert isinstance(subject, Assessment | Signpost | Source | Country | Topic)
        self._page.marked(self.handling)
        if isinstance(subject, Assessment | Signpost):
            return Markup(self._page.compile(self._page, subject.text))
        if isinstance(subject, Source):
            return Markup("{}, <cite>{}</cite>").format(subject.publisher, subject.title)
        return escape(subject.title if isinstance(subject, Topic) else subject.name)

    @property
    def handling(self) -> Marking | None:
        """The highest marking of what changed, as it was and as it is; None if nothing has one."""
        marks: list[Marking | None] = []
        for thing in (self._change.before, self._change.after):
            subject = thing.subject if thing else None
            if isinstance(subject, Fact):
                marks.append(self._page.view.marking_of(subject))
            elif subject is not None:
                marks += underlying_markings(self._page.view, subject)
        return highest(marks)

    @cached_property
    def steps(self) -> list[ShownStep]:
        """The fields that moved and are printed; the number of a fact that is new or gone."""
        steps = [step for step in self._change.steps if step.key not in _UNTOLD]
        if self._change.before is None or self._change.after is None:
            number = self._change.number
            steps = [number] if number else []
        elif self._change.fact and self.kind not in ("upgraded", "downgraded"):
            steps = [step for step in steps if step.key != "grade"]
        return [self._step(step) for step in steps]

    @property
    def difference(self) -> Markup:
        """How far the number moved: "up 3,700 (+65%)"; empty where it did not."""
        number = self._change.number
        return self._difference(number) if number else Markup("")

    @property
    def cites(self) -> Markup:
        """The sources that brought it, or those of what is gone, and of what is printed of it; each once."""
        claims = self._change.claims or (self._change.fact.claims[:1] if self._change.fact else ())
        if self._change.kind == "source withdrawn" and self._change.before and self._change.fact:
            claims = self._change.fact.claims[:1]
        return Markup("").join(_cited(self._page, self._change, (*claims, *self._printed_claims())))

    def _printed_claims(self) -> Iterator[Claim]:
        """The claims that state the label and the new values, as the change's fact now stands."""
        fact = self._change.after.subject if self._change.after else None
        if isinstance(fact, Fact):
            for key in labels.label_keys(fact):
                yield fact.told(key)[0]
            for step in self._change.steps:
                if step.key not in _UNTOLD and isinstance(step.new, Quantity | PartialDate):
                    yield _told(fact, step.key)[0]

    @property
    def why(self) -> EscapedName:
        """Why a fact is gone or marked, where its source is the reason."""
        if self.kind == "source withdrawn" or (self.kind == "withdrawn" and self._change.fact):
            before = self._change.before
            claims = self._change.claims or (before.subject.claims if before else ())
            lost = [claim.source for claim in claims]
            gone = [s for s in lost if (now := self._now(s)) and now.withdrawn]
            if gone:
                return EscapedName(f"withdrawn by {gone[0].publisher}")
            return EscapedName("no longer reported by us" if self.kind == "withdrawn" else "")
        return EscapedName("")

    def _now(self, source: Source) -> Source | None:
        return self._page.view.record("sources", source.id, Source)

    def _step(self, step: FieldChange) -> ShownStep:
        label = _LABELS.get(step.key, step.key)
        if isinstance(step.old or (), tuple) and isinstance(step.new or (), tuple) and (step.old or step.new):
            return ShownStep(step.key, label, Markup(""), self._lists(step), Markup(""))
        return ShownStep(
            step.key, label, self._value(step, old=True), self._value(step, old=False), self._difference(step)
        )

    def _lists(self, step: FieldChange) -> Markup:
        old, new = (set(value) if isinstance(value, tuple) else set() for value in (step.old, step.new))
        changes = (("now also", sorted(new - old)), ("no longer", sorted(old - new)))
        parts = [
            f"{word} {listed([_named(self._page, item) for item in items])}"
            for word, items in changes
            if items
        ]
        return escape("; ".join(parts))

    def _value(self, step: FieldChange, old: bool) -> Markup:
        value = step.old if old else step.new
        thing = self._change.before if old else self._change.after
        if value is None or thing is None:
            if step.key == "status":
                return Markup("no status")
            return Markup("not reported") if step.key not in ("negated", "denied_by") else Markup("no")
        if isinstance(value, bool):
            return Markup("yes")
        if isinstance(thing.subject, Fact) and isinstance(value, Quantity | PartialDate):
            claim, raw = _told(thing.subject, step.key)
            kind = CitedAmount if isinstance(value, Quantity) else CitedDate
            shown: Any = kind(self._page, thing.subject, claim, step.key, raw)
            shown.former = old
            return Markup(shown.plain if isinstance(value, Quantity) else shown.short)
        if isinstance(value, PartialDate):
            return uncited_date(self._page.locale, value, short=True)
        if isinstance(value, Grade):
            self._page.grades.add(str(value))
        if step.key == "likelihood":
            self._page.likelihoods.add(str(value))
        return escape(str(value))

    def _difference(self, step: FieldChange) -> Markup:
        """How far apart two values are, in the direction that matters, tagged with the fact it belongs to."""
        text = difference_words(self._page.view.desk.locale, step)
        if not text:
            return Markup("")
        worse = {True: "worse", False: "better", None: "plain"}[self._worse(step)]
        return Markup('<span class="difference difference-{}" data-fact="{}">{}</span>').format(
            worse, self.id, text
        )

    def _worse(self, step: FieldChange) -> bool | None:
        return classification.is_worse(self._page.view, self._change) if step == self._change.number else None


def difference_words(locale: str, step: FieldChange) -> str:
    """ "up 3,700 (+65%)", "12 days later"; empty where nothing can be said."""
    old, new = step.old, step.new
    if isinstance(old, Quantity) and isinstance(new, Quantity):
        moved = difference(old, new)
        return in_words(moved, old, new, locale) if moved else ""
    if isinstance(old, PartialDate) and isinstance(new, PartialDate) and old.is_day and new.is_day:
        days = (new.first - old.first).days
        return (
            f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'earlier'}"
            if days
            else ""
        )
    return ""


def change_tag(change: Change, shown: ReaderClass | None = None) -> Markup:
    """A small tag that names the class of a change, or the class that readers are `shown` for it."""
    kind = CHANGE_CLASSES[change.kind]
    about = Markup(' data-fact="{}"').format(change.id) if change.fact else Markup("")
    name, meaning = (shown.name, shown.meaning) if shown else (kind.name, kind.meaning)
    return Markup('<span class="moved moved-{}"{} title="{} since the last issue: {}">{}</span>').format(
        kind.name.replace(",", "").replace(" ", "-"), about, name.capitalize(), meaning, name
    )


class ChangeTags(Mapping[str, Markup]):
    """The tag of each fact that changed in a way readers are shown, found when the fact is printed."""

    def __init__(self, compared: ViewComparison, page: PageContext) -> None:
        self._compared, self._view, self._marks = compared, page.view, page.marks

    def __getitem__(self, id: str) -> Markup:
        change = self._compared.of(id)
        first, last = self._compared.before.at.as_of + timedelta(days=1), self._view.at.as_of
        kind = reader_class(change, first, last) if change else None
        if change is None or kind is None:
            raise KeyError(id)
        self._marks.add(kind.name)
        return Markup(" ") + change_tag(change, kind)

    def __iter__(self) -> Iterator[str]:
        return (id for id in self._view.facts if id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _told(fact: Fact, key: str) -> tuple[Claim, Any]:
    """The best claim that states a number for a field as the state has it, and the field's value."""
    for claim in fact.claims:
        name = field_of(type(claim.record), key)
        value = getattr(claim.record, name) if name else None
        if value is not None and getattr(value, "stated", True):
            return claim, value
    return fact.told(key)


def _cited(page: PageContext, change: Change, claims: Iterable[Claim]) -> Iterator[Markup]:
    seen = set()
    for claim in claims:
        if claim.source.id not in seen and change.fact:
            seen.add(claim.source.id)
            page.printed(change.fact)
            yield citation(page, change.fact, claim)


def _named(page: PageContext, item: str) -> str:
    """An item of a list with its ids as names: "ARM (member)" as "Armenia (member)"."""
    words = item.removeprefix("not ").split(" ")
    named = [labels.entity_name(page.view, word) for word in words]
    return ("not " if item.startswith("not ") else "") + " ".join(named).replace(" (unknown)", "")
