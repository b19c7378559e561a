"""Rules of references: every id leads to a record, every narrative can be read, every source is cited."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from ..core.dates import PartialDate
from ..core.parse_errors import ValueParseError
from ..core.problems import Mark, Problem, ProblemList
from ..records.entities import Entity, Source
from ..records.field_types import FactRef, Prose, Ref, Remark
from ..records.name_register import folded_name
from ..records.narrative import (
    Call,
    NarrativeError,
    calls,
    markup_faults_of,
    near_calls,
    number_findings,
    readable_calls,
)
from .analysis_rules import word_mark
from .date_rules import is_odd, latest_year, year_problem
from .rule_context import RuleContext

_LONGEST_NAME = 100  # characters of a misnomer that is looked for in narratives
_MOST_WORDS = 20  # bare numbers, or wrong quotations, reported of one narrative


def unknown_corrections(context: RuleContext, problems: ProblemList) -> Iterator[Problem]:
    """A claim corrects one that is there."""
    entries = context.facts.values()
    known = {claim.id: claim for entry in entries for claim in entry.claims if claim.id}
    for entry in filter(context.is_judged, entries):
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
            if claim.corrects and claim.corrects not in known:
                yield _unknown(node.mark, claim.corrects, known, problems, "claim")


def check_mentions(context: RuleContext, problems: ProblemList) -> None:
    """Append a problem for each reference that leads nowhere or uses a name, and for each bad narrative."""
    misnomers = {
        name: entry.id
        for entry in reversed(context.entries)  # of two entities, the first counts, as in reading
        if isinstance(entry.record, Entity)
        for name in entry.record.misnomers
    }
    wrong_names = {(folded_name(name), id) for name, id in misnomers.items()}
    lengths = _lengths_by_first_word(misnomers)
    quoted_fields = _quoted_fields(context)
    for mention in context.mentions:
        value = mention.value
        if isinstance(value, Ref) and value.written == value:
            continue
        if not context.is_judged(mention.entry) or problems.full(value.file):
            continue
        if isinstance(value, FactRef):
            if value not in context.ids:
                problems.append(_unknown(value.mark, str(value), context.ids, problems))
        elif isinstance(value, Prose):
            printed = not isinstance(value, Remark) or (mention.entry.id, mention.field) in quoted_fields
            problems += _narrative_problems(value, context, problems, printed)
            if mention.entry.kind != "sources":  # a source's record may explain a misnomer
                problems += _misnomer_problems(value, lengths, misnomers)
        elif value.written.casefold() != value.casefold():
            is_wrong = (folded_name(value.written), str(value)) in wrong_names
            code, what = ("misnomer", "a wrong name") if is_wrong else ("alias", "another name")
            message = f"'{value.written}' is {what} of '{value}'"
            problems.append(Problem(code, message, value.mark, expected="its id", suggestion=str(value)))


def _quoted_fields(context: RuleContext) -> set[tuple[str, ...]]:
    """The ids and fields that narratives print of facts, so that a remark may be among them."""
    narratives = (mention.value for mention in context.mentions if isinstance(mention.value, Prose))
    likely = (value for value in narratives if "fact(" in value and "," in value)
    return {call.args for value in likely for call in readable_calls(value) if len(call.args) == 2}


def _lengths_by_first_word(names: Iterable[str]) -> dict[str, set[int]]:
    """The lengths of names by their first word, so that one pass over a text finds any number of names."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        word = re.match(r"\w+", name)
        if word and len(name) <= _LONGEST_NAME:
            lengths.setdefault(word[0], set()).add(len(name))
    return lengths


def _misnomer_problems(
    prose: Prose, lengths: dict[str, set[int]], misnomers: dict[str, str]
) -> Iterator[Problem]:
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
    mark: Mark, id: str, known: Collection[str], problems: ProblemList, what: str = "fact"
) -> Problem:
    suggestion = problems.nearest(id, known)
    return Problem("unknown-id", f"no {what} has the id '{id}'", mark, f"the id of a {what}", suggestion)


def _narrative_problems(
    prose: Prose, context: RuleContext, problems: ProblemList, printed: bool
) -> Iterator[Problem]:
    """The problems of a narrative; those of its wording only if a page prints it."""
    try:
        unquoted = list(near_calls(prose))
        quoted = calls(prose)
        bare = number_findings(prose) if printed else []
    except NarrativeError as mistake:
        yield _unreadable(prose, mistake)
        return
    if unquoted:  # what stands in them would be taken for bare numbers
        yield from (_unreadable(prose, mistake) for mistake in unquoted[:_MOST_WORDS])
        return
    for fault in markup_faults_of(prose) if printed else ():
        mark = word_mark(prose, fault.near)
        yield Problem("markup", f"{fault.form} in a narrative", mark, expected=fault.remedy)
    expected = 'a quoted fact {{ fact("id") }}, a {{ date("…") }}, or {{ text("…") }} for a name'
    for number in list(dict.fromkeys(bare))[:_MOST_WORDS]:
        message = f"a bare number in a narrative: '{number.text}'"
        yield Problem("bare-number", message, word_mark(prose, number.text), expected, number.call)
    wrong = (
        problem for call in dict.fromkeys(quoted) for problem in _quotation(prose, call, context, problems)
    )
    yield from islice(wrong, _MOST_WORDS)


def _unreadable(prose: Prose, mistake: NarrativeError) -> Problem:
    mark = word_mark(prose, mistake.near)
    return Problem("bad-prose", str(mistake), mark, mistake.expected, mistake.suggestion)


def _quotation(prose: Prose, call: Call, context: RuleContext, problems: ProblemList) -> Iterator[Problem]:
    name = call.args[0]
    for id in call.facts:
        if id not in context.facts:
            yield _unknown(word_mark(prose, id), id, context.facts, problems)
    if call.name == "cite" and name not in context.sources:
        yield _unknown(word_mark(prose, name), name, context.sources, problems, "source")
    elif call.name == "date":
        try:
            written = PartialDate.parse(name)
            near = latest_year(context)
            for year in sorted({day.year for day in (written.start, written.end) if day}):
                if is_odd(year, near):
                    yield year_problem(year, near, word_mark(prose, name))
        except ValueParseError as problem:
            yield Problem("not-a-date", str(problem), word_mark(prose, name), expected=problem.expected)


def unused_sources(context: RuleContext) -> Iterator[Problem]:
    """Every source is cited by a claim, an instrument, a rendering or a narrative."""
    cited: set[str] = set()
    for mention in context.mentions:
        value = mention.value
        if isinstance(value, Ref) and "sources" in value.kinds:
            cited.add(str(value))
        elif isinstance(value, Prose) and "cite" in value:
            cited |= {call.args[0] for call in readable_calls(value) if call.name == "cite"}
    for entry, source in context.records(Source):
        if source.id not in cited:
            message, expected = f"nothing cites '{source.id}'", "a claim, or no such source"
            yield Problem("unused-source", message, entry.mark, expected)
