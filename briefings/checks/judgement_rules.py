"""Rules of judgements over time: what they answer, by which day, why they moved, and what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.dates import PartialDate
from ..core.parse_errors import ValueParseError
from ..core.problems import Problem
from ..facts.outcomes import is_due, is_same_forecast
from ..records.entries import Entry
from ..records.judgements import Assessment, Question, Signpost
from ..records.narrative import readable_calls
from ..records.prose_fields import Prose
from ..records.yaml_tree import ScalarNode
from .rule_context import AnyRule, Rule, RuleContext, word_mark

_UNIT = r"(?:day|week|fortnight|month|quarter|season|half-year|year|decade)s?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_NEXT = r"(?:this|next|the next|the coming|the following|the current|the present|coming)"
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|few|several|some) "
# Spans of time that are counted from the day of the writer, so that no later reader knows where they end.
_RELATIVE = re.compile(
    rf"\b(?:{_NEXT} (?:{_NUMBER})?(?:{_UNIT}|{_SEASON})"
    rf"|(?:within|in) {_NUMBER}{_UNIT}|within {_UNIT}"
    rf"|(?:before|by|until|till|at|towards) (?:the )?end of (?:the|this|next) (?:{_UNIT}|{_SEASON})"
    rf"|(?:before|by|until|till) (?:the )?(?:{_UNIT}(?:['’]s)?[ -]end|{_SEASON})"
    r"|in the (?:near|foreseeable) future|in the (?:short|near|medium|long)(?:er)?[ -]term"
    r"|soon|shortly|imminently|before long|in due course|for the time being|tomorrow)\b",
    re.IGNORECASE,
)


def answers(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """A judgement names the question that it answers."""
    target = context.entry(record.question)
    if target is not None and not isinstance(target.record, Question):
        yield Problem(
            "not-a-question",
            f"{record.question} is no question",
            entry.at("question"),
            expected="the id of a record below 'questions:', with 'text', 'yes_if' and 'about'",
            related=((target.mark, target.kind),),
        )


def horizons(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """A judgement names no span that is counted from the day of its writing, and no day but its own end."""
    day = record.until.last.isoformat()
    yield from _relative(record.text, f"the day of its 'until': by {{{{ date(\"{day}\") }}}}")
    ahead = [named for named in _named_dates(record.text) if named.last > record.date.last]
    latest = max(ahead, key=lambda named: named.last, default=None)
    if latest is not None and latest.last != record.until.last:
        yield Problem(
            "horizon-mismatch",
            f"the text runs to {latest.last}, 'until' to {day}",
            word_mark(record.text, latest.text),
            expected="one end for both",
        )


def horizons_of_questions(context: RuleContext, entry: Entry, question: Question) -> Iterator[Problem]:
    """A question names no span that is counted from the day of its writing."""
    for text in (question.text, question.yes_if):
        assert isinstance(text, ScalarNode)
        yield from _relative(text, "no span: each judgement of a question gives its own end in 'until'")


def _relative(text: ScalarNode, expected: str) -> Iterator[Problem]:
    for span in dict.fromkeys(match[0] for match in _RELATIVE.finditer(text)):
        message = f"'{span}' is counted from the day of writing"
        yield Problem("relative-horizon", message, word_mark(text, span), expected)


def _named_dates(prose: Prose) -> Iterator[PartialDate]:
    for call in readable_calls(prose) if "date(" in prose else ():
        if call.name == "date":
            try:
                yield PartialDate.parse(call.args[0])
            except ValueParseError:  # a problem of its own
                continue


def explained_moves(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """A judgement that moves an earlier one of the same question and end says why."""
    earlier = context.record(Assessment, record.supersedes)
    if earlier is None or not is_same_forecast(record, earlier) or record.because:
        return
    if (record.likelihood, record.confidence) != (earlier.likelihood, earlier.confidence):
        yield Problem(
            "move-without-because",
            f"it moves {earlier.id} from '{earlier.likelihood}', confidence {earlier.confidence}",
            entry.at("likelihood"),
            expected="because: what changed the desk's mind",
        )


def lone_basis(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """Confidence above low rests on more than one source."""
    if record.confidence == "low":
        return
    claims = [claim for ref in record.basis for claim in context.claims(context.fact(ref))]
    outlets = {
        claim.outlet for claim in claims if claim.known_on is None or claim.known_on <= record.date.last
    }
    if len(outlets) == 1:
        yield Problem(
            "lone-basis",
            f"confidence {record.confidence} on one source: {next(iter(outlets))}",
            entry.at("confidence"),
            expected="confidence low, or a fact of another source in its basis",
        )


def outcomes_due(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """A judgement whose end has come wants its outcome."""
    target = context.entry(record.question)
    if context.today is None or target is None or record.until.last > context.today:
        return
    if is_due(context.now, record):
        end = record.until.last.isoformat()
        yield Problem(
            "outcome-due",
            f"it ran to {end}, and no outcome is recorded",
            entry.at("until"),
            expected=f"below the question {record.question}: "
            f"outcomes: [{{until: {end}, outcome: yes, no or unclear, date: the day, facts: […]}}]",
            related=((target.mark, "the question"),),
        )


def shown_outcomes(context: RuleContext, entry: Entry, question: Question) -> Iterator[Problem]:
    """An outcome of yes or no rests on facts; without any it is unclear."""
    for number, outcome in enumerate(question.outcomes):
        if outcome.outcome != "unclear" and not outcome.facts:
            yield Problem(
                "outcome-without-facts",
                f"'{outcome.outcome}' without a fact that shows it",
                entry.at("outcomes", number, "outcome"),
                expected="facts: what shows it; or outcome: unclear",
            )


def supported_states(context: RuleContext, entry: Entry, signpost: Signpost) -> Iterator[Problem]:
    """A signpost is observed, or not, by a fact about what it watches; else there is no reporting."""
    about = {str(ref) for ref in signpost.about}
    for number, seen in enumerate(signpost.observations):
        if seen.state == "unknown":
            continue
        facts = [fact for ref in seen.facts if (fact := context.all_time_view.fact(ref))]
        if not any(about & fact.entities for fact in facts):
            yield Problem(
                "state-without-fact",
                f"'{seen.state}' without a fact about {', '.join(sorted(about))}",
                entry.at("observations", number, "state"),
                expected="facts: one that bears on it; or state: unknown, printed 'no reporting'",
            )


RULES: tuple[AnyRule, ...] = (
    *(Rule(Assessment, rule) for rule in (answers, horizons, explained_moves, lone_basis, outcomes_due)),
    Rule(Question, horizons_of_questions),
    Rule(Question, shown_outcomes),
    Rule(Signpost, supported_states),
)
