"""Facts that are one thing under two names are listed once, in a time that grows with their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from briefings.template_api.page_queries import each_once
from steps import steps


@dataclass
class Named:
    same_as: tuple[str, ...] = ()


@dataclass
class Stub:
    id: str
    record: Named = field(default_factory=Named)


def listed(*facts: tuple[str, tuple[str, ...]]) -> str:
    stubs: Any = [Stub(id, Named(same)) for id, same in facts]
    return "".join(fact.id for fact in each_once(stubs))


def test_the_one_that_does_not_say_that_it_is_another_stays() -> None:
    assert listed(("a", ()), ("b", ("a",)), ("c", ())) == "ac"
    assert listed(("b", ("a",)), ("c", ()), ("a", ())) == "ca"
    assert listed(("a", ("b",)), ("b", ("a",)), ("c", ())) == "ac"
    assert listed(("b", ("a",)), ("d", ("a",)), ("a", ())) == "a"
    assert listed(("a", ()), ("b", ("x",))) == "ab"


def test_law_eight_times_the_facts_are_at_most_ten_times_the_steps() -> None:
    def facts(number: int) -> Any:
        return [Stub(f"e{n}", Named((f"e{n - 1}",) if n % 2 else ())) for n in range(number)]

    assert steps(lambda: each_once(facts(1600))) < 10 * steps(lambda: each_once(facts(200)))
