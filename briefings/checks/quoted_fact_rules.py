"""Rules of the facts that a text quotes: what it may not show, what was not known, what can be worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from ..core.dates import PartialDate
from ..core.markings import Marking
from ..core.problems import Mark, Problem, TextFile
from ..core.quantities import Quantity
from ..facts.agreement import main_quantity
from ..facts.claims import Fact
from ..facts.computed_numbers import ComputationError, computed_number
from ..facts.view import View
from ..facts.withheld_records import printed_fields
from ..records.base_record import Record
from ..records.entities import Source
from ..records.entries import Entry
from ..records.fact_records import ClaimRecord, FactRecord, field_of
from ..records.judgements import Assessment
from ..records.narrative import FORMULAS, Call, readable_calls
from ..records.prose_fields import Prose
from ..records.references import FactRef
from .rule_context import AnyRule, Mention, Rule, RuleContext, word_mark
from .text_views import view_of

_TLP = re.compile(r"\bTLP ?: ?(?:CLEAR|WHITE|GREEN|AMBER(?: ?\+ ?STRICT)?|RED)\b", re.IGNORECASE)
_MOST_QUOTED = 20  # hidden records reported of one narrative


def markings_in_text(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A marking is given under `marking`; in a text it would look like one on the page and mark nothing."""
    expected = "the key 'marking' on the record or the part"
    if not any(_may_hold_marking(node.file) for node in (entry.node, *entry.claim_nodes)):
        return
    for text in context.texts_of(entry):
        if match := _TLP.search(text):
            message = f"'{match[0]}' in a text"
            yield Problem("marking-in-text", message, word_mark(text, match[0]), expected)


@lru_cache(maxsize=64)  # asked for every record of a file
def _may_hold_marking(file: TextFile) -> bool:
    return "tlp" in file.text.casefold() and _TLP.search(file.text) is not None


def quoted_markings(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A record quoted by a narrative or a basis is not marked higher than the record that quotes it."""
    for mention in context.mentions_of(entry):
        value = mention.value
        if isinstance(value, Prose):
            found = [(id, key, context.entry(id)) for id, key in _quoted(value)]
            levels = [(quoted, _level(context, quoted, key)) for _, key, quoted in found if quoted]
            above = ((quoted, level) for quoted, level in levels if level > mention.marking)
            for quoted, level in islice(above, _MOST_QUOTED):
                yield _bypass(mention, quoted, level, word_mark(value, quoted.id))
        elif _is_basis(mention) and isinstance(value, FactRef) and (basis := context.entry(value)):
            level = _level(context, basis, None)
            if level > mention.marking:
                yield _bypass(mention, basis, level, value.mark)


def _quoted(prose: Prose) -> list[tuple[str, str | None]]:
    """The ids that a narrative quotes, each with the field that it prints: "" for the number, None for none.

    Of several fields of a fact the last counts: one problem for each id is enough.
    """
    quoted: dict[str, str | None] = {}
    for call in readable_calls(prose):
        quoted |= {call.args[0]: None} if call.name == "cite" else dict(printed_fields(call))
    return list(quoted.items())


def _level(context: RuleContext, entry: Entry, key: str | None) -> Marking:
    """The lowest release in which a record, and a field of it, appear: below it a text would print a gap."""
    level = context.level(entry)
    claims = context.claims(entry) if key is not None else ()
    giving = [claim.marking for claim in claims if _gives_field(claim.record, key or "")]
    return max(level, min(mark or level for mark in giving)) if giving else level


def _gives_field(record: ClaimRecord, key: str) -> bool:
    """True if a claim gives a field, or for "" a number."""
    name = field_of(type(record), key) if key else None
    names = (name,) if name else () if key else record.numbers
    return any(getattr(record, name) is not None for name in names)


def _is_basis(mention: Mention) -> bool:
    """True for the basis of a judgement whose author does not say why it may be less marked than that."""
    record = mention.entry.record
    cleared = isinstance(record, Assessment) and record.marking_reason
    return mention.field == "basis" and not cleared


def _bypass(mention: Mention, entry: Entry, level: Marking, mark: Mark) -> Problem:
    marked = entry.at("marking") if getattr(entry.record, "marking", None) else entry.mark
    return Problem(
        "marking-bypass",
        f"{entry.id} is {level.value}, and what quotes it {mention.marking.value}",
        mark,
        expected=f"'marking: {level.value}' here, or another fact"
        + ("; or 'marking_reason:', if the text gives nothing away" if mention.field == "basis" else ""),
        related=((marked, "marked here"),),
    )


def quoted_in_time(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A narrative quotes facts, and fields of them, that are true and known on the day it is printed."""
    if isinstance(record, FactRecord):
        return
    for mention in context.mentions_of(entry):
        prose = mention.value
        if not isinstance(prose, Prose) or "{{" not in prose:
            continue
        view = view_of(context, entry)
        for call in dict.fromkeys(readable_calls(prose)):
            for id in call.facts:
                if quoted := context.fact(id):
                    yield from _quoted_amiss(quoted, view, prose, call)


def _quoted_amiss(entry: Entry, view: View, prose: Prose, call: Call) -> Iterator[Problem]:
    """Yield the problem of a quotation that the day of its text cannot print."""
    fact, key = view.fact(entry.id), call.args[-1] if call.name == "fact" and len(call.args) == 2 else ""
    related = ((entry.mark, entry.id),)
    if key and not _is_printable(entry, key):
        message = f"{entry.id} gives no {key!r} that can be printed"
        yield Problem(
            "quoted-field", message, word_mark(prose, key), "a field that the fact has", related=related
        )
    elif fact is None and _is_withdrawn(entry, view):
        return  # the page leaves the text out, and issues that printed it are corrected
    elif fact is None or (key and not _gives(fact, key)):
        what = entry.id if fact is None else f"the {key!r} of {entry.id}"
        message = f"{what} was not true and known on {view.at.last_day}"
        expected = "what was true and known that day"
        yield Problem("quoted-not-known", message, word_mark(prose, entry.id), expected, related=related)


def _is_withdrawn(entry: Entry, view: View) -> bool:
    """True if a claim of a fact is of a source that was withdrawn by the day of a view."""
    sources = (view.record("sources", str(claim.source), Source) for claim in entry.claims)
    return any(
        source is not None and source.withdrawn is not None and source.withdrawn.last <= view.at.known
        for source in sources
    )


# What a quotation may name beside the keys of a fact.
_COMPUTED_FIELDS = frozenset({"true_on", "when", "grade", "cite", "amount"})
_PRINTABLE = (Quantity, PartialDate, str)


def _is_printable(entry: Entry, key: str) -> bool:
    """True if any claim of a fact gives a field that fits a sentence: a number, date, name or text."""
    names = [(part, field_of(type(part), key)) for part in (entry.record, *entry.claims)]
    values = [getattr(part, name) for part, name in names if name is not None]
    return key in _COMPUTED_FIELDS or any(isinstance(value, _PRINTABLE) for value in values)


def _gives(fact: Fact, key: str) -> bool:
    """True if a visible claim of a fact gives a field."""
    if key == "amount":
        return main_quantity(fact.headline) is not None
    return key in _COMPUTED_FIELDS or isinstance(fact.get(key), _PRINTABLE)


def computable_numbers(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A formula in a narrative can honestly be computed, on the day of the narrative."""
    for mention in context.mentions_of(entry):
        prose = mention.value
        if not isinstance(prose, Prose) or not any(f"{name}(" in prose for name in FORMULAS):
            continue
        view = view_of(context, entry)
        for call in dict.fromkeys(call for call in readable_calls(prose) if call.name in FORMULAS):
            facts = [fact for id in call.facts if (fact := view.fact(id)) is not None]
            if len(facts) < len(call.facts):
                continue  # a fact is not known or not true by then: a document that prints it says so
            try:
                computed_number(view, call.name, facts)
            except ComputationError as refusal:
                yield Problem(
                    refusal.code,
                    str(refusal),
                    word_mark(prose, refusal.near),
                    expected=refusal.expected,
                    related=tuple((fact.entry.mark, fact.id) for fact in facts),
                )


RULES: tuple[AnyRule, ...] = tuple(
    Rule(Record, rule) for rule in (markings_in_text, quoted_markings, quoted_in_time, computable_numbers)
)
