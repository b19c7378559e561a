"""Rules of references: every id leads to a record, every narrative can be read, every source is cited."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ..core.dates import PartialDate
from ..core.parse_errors import ValueParseError
from ..core.problems import Mark, Problem
from ..facts.lookup_keys import MISNOMERS, references_in
from ..records.base_record import Record
from ..records.entities import Source
from ..records.entries import Entry
from ..records.fact_reader import reading_place
from ..records.fact_records import FactRecord
from ..records.name_register import folded_name
from ..records.narrative import (
    Call,
    NarrativeError,
    markup_faults_of,
    near_calls,
    number_findings,
    readable_calls,
)
from ..records.prose_fields import Prose, Remark
from ..records.references import FactRef
from .date_rules import is_odd, latest_year, year_problem
from .rule_context import AnyRule, Rule, RuleContext, word_mark

_LONGEST_NAME = 100  # characters of a misnomer that is looked for in narratives
_MOST_WORDS = 20  # bare numbers, or wrong quotations, reported of one narrative


def unknown_corrections(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """A claim corrects one that is there."""
    for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
        if claim.corrects and not context.exists(f"claim {claim.corrects}"):
            every = [claim for fact in context.facts.values() for claim in fact.claims]
            known = [claim.id for claim in every if claim.id]
            yield _unknown(context, node.mark, claim.corrects, known, "claim")


def mentions(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """Every reference leads to a record, by its id, and every narrative can be read."""
    for mention in context.mentions_of(entry):
        value = mention.value
        if isinstance(value, FactRef):
            if context.entry(value) is None:
                yield _unknown(context, value.mark, str(value), context.ids)
        elif isinstance(value, Prose):
            printed = not isinstance(value, Remark) or _is_quoted(context, entry.id, mention.field)
            yield from _narrative_problems(value, context, printed)
            if entry.kind != Source.kind:  # a source's record may explain a misnomer
                yield from _misnomer_problems(value, context)
        elif value.written != value and value.written.casefold() != value.casefold():
            is_wrong = (folded_name(value.written), str(value)) in _wrong_names(context).folded
            code, what = ("misnomer", "a wrong name") if is_wrong else ("alias", "another name")
            message = f"'{value.written}' is {what} of '{value}'"
            yield Problem(code, message, value.mark, expected="its id", suggestion=str(value))


def _is_quoted(context: RuleContext, id: str, field: str) -> bool:
    """True if a narrative prints a field of a fact, which may be a remark."""

    def fields() -> set[str]:
        quoting = context.found(f"quoted {id}")
        values = (
            value
            for entry in quoting
            for part in (entry.record, *entry.claims)
            for value in references_in(part)
        )
        quotations = (call for value in values if isinstance(value, Prose) for call in readable_calls(value))
        return {call.args[1] for call in quotations if call.args[0] == id and len(call.args) == 2}

    return field in context.shared(("quoted", id), fields)


@dataclass(frozen=True)
class _WrongNames:
    """The wrong names of entities: whose each is, the same folded, and the lengths by first word."""

    owners: Mapping[str, str]
    folded: frozenset[tuple[str, str]]
    lengths: Mapping[str, set[int]]


def _wrong_names(context: RuleContext) -> _WrongNames:
    def found() -> _WrongNames:
        entities = sorted(context.found(MISNOMERS), key=reading_place, reverse=True)  # the first read counts
        names = ((name, entry.id) for entry in entities for name in getattr(entry.record, "misnomers", ()))
        owners = dict(names)
        folded = frozenset((folded_name(name), id) for name, id in owners.items())
        return _WrongNames(owners, folded, _lengths_by_first_word(owners))

    return context.shared("wrong names", found)


def _lengths_by_first_word(names: Iterable[str]) -> dict[str, set[int]]:
    """The lengths of names by their first word, so that one pass over a text finds any number of names."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        word = re.match(r"\w+", name)
        if word and len(name) <= _LONGEST_NAME:
            lengths.setdefault(word[0], set()).add(len(name))
    return lengths


def _misnomer_problems(prose: Prose, context: RuleContext) -> Iterator[Problem]:
    wrong = _wrong_names(context)
    misnomers, lengths = wrong.owners, wrong.lengths
    names: dict[str, None] = {}
    for word in re.finditer(r"\w+", prose) if lengths else ():
        for length in sorted(lengths.get(word[0], ()), reverse=True):
            end = word.start() + length
            name = prose[word.start() : end]
            if name in misnomers and not re.match(r"\w", prose[end : end + 1]):
                names[name] = None
                break
    expected = 'its name, or {{ text("…") }} where the source is quoted'
    for name in names:
        message = f"'{name}' is a wrong name of '{misnomers[name]}'"
        yield Problem("misnomer", message, word_mark(prose, name), expected)


def _unknown(
    context: RuleContext, mark: Mark, id: str, known: Collection[str], what: str = "fact"
) -> Problem:
    suggestion = context.suggestion(id, known)
    return Problem("unknown-id", f"no {what} has the id '{id}'", mark, f"the id of a {what}", suggestion)


def _narrative_problems(prose: Prose, context: RuleContext, printed: bool) -> Iterator[Problem]:
    """The problems of a narrative; those of its wording only if a page prints it."""
    try:
        unquoted = list(near_calls(prose))
        bare = number_findings(prose) if printed else []
    except NarrativeError as mistake:
        yield _unreadable(prose, mistake)
        return
    if unquoted:  # what stands in them would be taken for bare numbers
        yield from (_unreadable(prose, mistake) for mistake in unquoted[:_MOST_WORDS])
        return
    faults = list(markup_faults_of(prose)) if printed else []
    for fault in faults:
        mark = word_mark(prose, fault.near)
        yield Problem("markup", f"{fault.form} in a narrative", mark, expected=fault.remedy)
    expected = 'a quoted fact {{ fact("id") }}, a {{ date("…") }}, or {{ text("…") }} for a name'
    apart = (number for number in bare if not any(number.text in fault.near for fault in faults))
    for number in list(dict.fromkeys(apart))[:_MOST_WORDS]:
        message = f"a bare number in a narrative: '{number.text}'"
        yield Problem("bare-number", message, word_mark(prose, number.text), expected, number.call)
    quoted = dict.fromkeys(readable_calls(prose))
    wrong = (problem for call in quoted for problem in _quotation(prose, call, context))
    yield from islice(wrong, _MOST_WORDS)


def _unreadable(prose: Prose, mistake: NarrativeError) -> Problem:
    mark = word_mark(prose, mistake.near)
    return Problem("bad-prose", str(mistake), mark, mistake.expected, mistake.suggestion)


def _quotation(prose: Prose, call: Call, context: RuleContext) -> Iterator[Problem]:
    name = call.args[0]
    for id in call.facts:
        if context.fact(id) is None:
            yield _unknown(context, word_mark(prose, id), id, context.facts)
    if call.name == "cite" and context.source(name) is None:
        yield _unknown(context, word_mark(prose, name), name, context.ids_of(Source.kind), "source")
    elif call.name == "date":
        try:
            written = PartialDate.parse(name)
            near = latest_year(context)
            for year in sorted({day.year for day in (written.start, written.end) if day}):
                if is_odd(year, near):
                    yield year_problem(year, near, word_mark(prose, name))
        except ValueParseError as problem:
            yield Problem("not-a-date", str(problem), word_mark(prose, name), expected=problem.expected)


def unused_sources(context: RuleContext, entry: Entry, source: Source) -> Iterator[Problem]:
    """Every source is cited by a claim, an instrument, a rendering or a narrative."""
    if not context.exists(f"cites {source.id}"):
        message, expected = f"nothing cites '{source.id}'", "a claim, or no such source"
        yield Problem("unused-source", message, entry.mark, expected)


FIRST: tuple[AnyRule, ...] = (Rule(FactRecord, unknown_corrections), Rule(Record, mentions))
RULES = (Rule(Source, unused_sources),)
