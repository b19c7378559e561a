"""The law of growth: for eight times as much of anything no rule and no query makes over ten times as many calls.

Calls are the same on every machine. What C does within one is not counted; `make bench` takes the time of that too.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import growth
from briefings.checks import fact_rules
from briefings.checks.rule_context import Rule, RuleContext
from briefings.core.problems import Problem
from briefings.facts.lookup_keys import FACTS
from briefings.records.entries import Entry
from briefings.records.fact_records import FactRecord

MOST = 10.0


@pytest.mark.parametrize("grown", growth.GROWN)
def test_eight_times_as_much_costs_ten_times_at_most(grown: str) -> None:
    ratios = growth.by_calls(growth.GROWN[grown])
    assert sum(name.startswith("facts.") for name in ratios) > 10  # queries
    assert sum("_rules." in name for name in ratios) > 30
    assert {name: ratio for name, ratio in ratios.items() if ratio > MOST} == {}


def test_a_rule_that_compares_each_with_all_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def compared(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
        assert sum(other.id == entry.id for other in context.found(FACTS)) == 1
        yield from ()

    monkeypatch.setattr(fact_rules, "RULES", (*fact_rules.RULES, Rule(FactRecord, compared)))
    ratios = growth.by_calls(growth.grown_facts)
    assert ratios.pop("test_growth.compared") > 50
    assert [name for name, ratio in ratios.items() if ratio > MOST] == ["all rules and what notes their lookups"]
