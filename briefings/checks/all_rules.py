"""All rules across records, and the judgement of a desk by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..core.problems import Problem
from ..facts.fact_base import FactBase
from ..records.base_record import Record
from ..records.desk_settings import Desk
from ..records.entries import Entry
from ..records.record_models import RECORD_MODELS
from . import (
    analysis_rules,
    citation_rules,
    date_rules,
    editorial_rules,
    fact_rules,
    geography_rules,
    identity_rules,
    judgement_rules,
    key_figure_rules,
    link_rules,
    quoted_fact_rules,
    reference_rules,
    review_rules,
    text_rules,
    unit_rules,
)
from .rule_context import AnyRule, Judgement, RuleContext

_MODULES = (
    fact_rules, citation_rules, unit_rules, date_rules, text_rules, review_rules, analysis_rules,
    quoted_fact_rules, judgement_rules, geography_rules, key_figure_rules, link_rules, editorial_rules,
    reference_rules, identity_rules,
)  # fmt: skip
# Problems that leave a reference ambiguous, or a fact too large to compare its claims.
_STOPPING = frozenset(("unknown-id", "duplicate-id", "too-many-claims"))


@dataclass(frozen=True)
class JudgedDesk:
    """All problems across the records of a desk; `base` is None without the desk's own record.

    `judgements` has one for each record, or none if a problem kept rules from being asked.
    """

    problems: tuple[Problem, ...]
    base: FactBase | None = None
    judgements: tuple[Judgement, ...] = ()


def judge(
    entries: Iterable[Entry],
    today: date | None = None,
    elsewhere: Callable[[], Sequence[Judgement] | None] | None = None,
) -> JudgedDesk:
    """Judge all records of a desk; `today` defaults to the day that it pins.

    `elsewhere` gives what `last_half_judged` does in another process, or None.
    """
    entries = list(entries)
    unclear = [*identity_rules.duplicate_ids(entries), *identity_rules.duplicate_names(entries)]
    desk = next((entry for entry in entries if isinstance(entry.record, Desk)), None)
    if desk is None:
        if entries:
            mark = entries[0].node.mark
            unclear.append(Problem("no-desk", "no desk settings in any file", mark, "one record 'desk:'"))
        return JudgedDesk(tuple(unclear))
    if unclear:
        first_of = {entry.id: entry for entry in reversed(entries)} | {desk.id: desk}
        entries = [entry for entry in entries if first_of[entry.id] is entry]
        elsewhere = None  # where they are all
    base = FactBase.of(entries)
    context = RuleContext(base, today)
    rules = {kind: _rules_of(kind) for kind in {entry.kind for entry in entries}}
    named = [context.judged(entry, rules[entry.kind][0]) for entry in entries]
    problems = [*unclear, *(problem for one in named for problem in one.problems)]
    if any(problem.code in _STOPPING for problem in problems):
        return JudgedDesk(tuple(problems), base)
    here, rest = halves(entries) if elsewhere else (entries, ())
    further = [context.judged(entry, rules[entry.kind][1]) for entry in here]
    found = elsewhere() if elsewhere else None
    if found is None:
        found = [context.judged(entry, rules[entry.kind][1]) for entry in rest]
    further += found
    problems += [problem for one in further for problem in one.problems]
    judgements = [one.and_also(other) for one, other in zip(named, further, strict=True)]
    return JudgedDesk(tuple(problems), base, tuple(judgements))


def halves(entries: Sequence[Entry]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Return the records that are judged here, and those that another process may judge meanwhile."""
    middle = len(entries) // 2
    return entries[:middle], entries[middle:]


def last_half_judged(entries: Sequence[Entry], today: date | None) -> list[Judgement] | None:
    """Judge the last half of all records by further rules, beside a process that judges the first.

    None if ids were suggested: there are only so many for a whole desk, and the other suggests them in order.
    """
    context = RuleContext(FactBase.of(entries), today)
    rules = {kind: _rules_of(kind)[1] for kind in {entry.kind for entry in entries}}
    found = [context.judged(entry, rules[entry.kind]) for entry in halves(entries)[1]]
    return None if context.has_suggested else found


def judge_again(base: FactBase, entries: Iterable[Entry], today: date | None) -> Iterator[Judgement]:
    """Judge some records of a base whose other records are judged already."""
    context = RuleContext(base, today)
    for entry in entries:
        yield context.judged(entry, [rule for rules in _rules_of(entry.kind) for rule in rules])


def _rules_of(kind: str) -> tuple[list[AnyRule], list[AnyRule]]:
    """The rules for records of a kind: of what others are asked about, and all others."""
    model = RECORD_MODELS[kind]
    first = (*identity_rules.FIRST, *reference_rules.FIRST)
    others = (rule for module in _MODULES for rule in module.RULES)
    return _for_model(first, model), _for_model(others, model)


def _for_model(rules: Iterable[AnyRule], model: type[Record]) -> list[AnyRule]:
    return [rule for rule in rules if issubclass(model, rule.model)]
