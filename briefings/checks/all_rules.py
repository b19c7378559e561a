"""All rules across records, and which of them an edit can be followed with by its dependencies alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..core.problems import Problem, ProblemList
from ..records.desk_settings import Desk
from ..records.entries import Entry
from . import (
    analysis_rules,
    citation_rules,
    date_rules,
    dependencies,
    editorial_rules,
    fact_rules,
    geography_rules,
    identity_rules,
    judgement_rules,
    key_figure_rules,
    link_rules,
    reference_rules,
    review_rules,
    text_rules,
    unit_rules,
)
from .rule_context import CheckScope, RuleContext

_MODULES = (
    fact_rules, citation_rules, unit_rules, date_rules, text_rules, review_rules, analysis_rules,
    judgement_rules,
    geography_rules, key_figure_rules, link_rules, editorial_rules,
)  # fmt: skip
# The incremental load covers these itself: by the names that documents have, and by references to sources.
_ALWAYS_COVERED = (reference_rules.unused_sources, identity_rules.file_names)
# Problems that leave a reference ambiguous, or a fact too large to compare its claims.
_STOPPING = ("unknown-id", "duplicate-id", "too-many-claims")


def check(
    entries: Iterable[Entry], today: date | None = None, judged: CheckScope | None = None
) -> list[Problem]:
    """Return every problem across records; `today` defaults to the day that the desk pins.

    If only some records are `judged`, the result also has some problems of the others, but not all.
    """
    entries = list(entries)
    problems = ProblemList()
    problems += identity_rules.duplicate_ids(entries)
    problems += identity_rules.duplicate_names(entries)
    problems += identity_rules.too_many_claims(entries)
    desk = next((entry.record for entry in entries if isinstance(entry.record, Desk)), None)
    if desk is None:
        if entries:
            mark = entries[0].node.mark
            problems.append(Problem("no-desk", "no desk settings in any file", mark, "one record 'desk:'"))
        return problems
    context = RuleContext.of(entries, desk, today or (desk.today.last if desk.today else None), judged)
    problems += identity_rules.duplicate_claims(context)
    problems += reference_rules.unknown_corrections(context, problems)
    problems += identity_rules.natural_ids(context)
    reference_rules.check_mentions(context, problems)
    if not any(problem.code in _STOPPING for problem in problems):
        for rule in (*(rule for module in _MODULES for rule in module.RULES), *_ALWAYS_COVERED):
            problems += rule(context)
    return problems


def untied() -> list[str]:
    """The names of the rules outside `dependencies.TIED`: after an edit, they must judge all records."""
    rules = (rule for module in _MODULES for rule in module.RULES)
    return [rule.__name__ for rule in rules if rule not in dependencies.TIED]
