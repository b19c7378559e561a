"""A desk that is taken up again is the desk that loading all its files gives: the same records, the same problems."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefings.build import incremental_load
from briefings.checks import all_rules, desk_loading, fact_rules
from briefings.checks.rule_context import RuleContext
from briefings.core.problem_codes import CODES, Severity
from briefings.core.problems import Problem, TextFile
from check_examples import PAGE, ROOT, blocks, file_of
from conftest import EXAMPLE
from law_desk import DAY, EDITS, LONG, Desk, Edit, temporary
from loaded_again import same, written
from rich_desk import CHANGES, Change, RichDesk

OF_FACTS = EDITS[: EDITS.index(next(edit for edit in EDITS if edit.__name__ == "template"))]


FOLLOWED: Counter[str] = Counter()
STEPS = st.lists(st.lists(st.tuples(st.sampled_from(OF_FACTS), st.integers(0, 30_000)), min_size=1, max_size=3),
                 min_size=1, max_size=6)  # fmt: skip


@dataclass
class Kept:
    """What one command leaves to the next: the index, which has to give what loading gives."""

    of: str
    data: bytes | None = None

    def step(self, texts: list[TextFile], day: date = DAY) -> bool:
        """False where the texts have errors; then nothing is kept of them."""
        whole, found = desk_loading.load(texts, day), incremental_load.updated_load(self.data, texts, day)
        FOLLOWED[f"{self.of}: {'followed' if found else 'loaded' if whole.base else 'refused'}"] += 1
        if found is not None:
            same(found.held, whole)
            self.data = found.index.written
        elif whole.base is not None:
            self.data = written(texts, whole, day)
            assert self.data
        return whole.base is not None


def law(examples: int) -> settings:
    """So many of them; under LAWS more, and others each time."""
    return settings(
        max_examples=30 * examples if LONG else examples, derandomize=not LONG,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )  # fmt: skip


def taken_through(steps: list[list[tuple[Edit, int]]], example: Path, of: str) -> None:
    with temporary() as folder:
        desk, kept = Desk(folder, example), Kept(of)
        assert kept.step(desk.texts())
        for edits in steps:
            before, known = copy.deepcopy(desk.files), desk.comment
            for edit, number in edits:
                edit(desk, number)
            if not kept.step(desk.texts()):
                desk.files, desk.comment = before, known


@law(15)
@given(STEPS)
def test_after_any_edits_a_desk_taken_up_is_the_desk_loaded(steps: list[list[tuple[Edit, int]]]) -> None:
    taken_through(steps, EXAMPLE, "small")


@law(2)
@given(STEPS)
def test_a_desk_of_real_size_too(steps: list[list[tuple[Edit, int]]]) -> None:
    taken_through(steps, ROOT, "shipped")


@law(30)
@given(pinned=st.booleans(), steps=st.lists(st.tuples(
    st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 3_000)), min_size=1, max_size=4), st.integers(0, 9)
), min_size=1, max_size=8))  # fmt: skip
def test_where_the_rules_have_much_to_look_at_too(
    pinned: bool, steps: list[tuple[list[tuple[Change, int]], int]]
) -> None:
    """What depends on an edit stands in other files, at two or three removes. Some steps are of a later day."""
    desk, day, kept = RichDesk.beginning(pinned), DAY, Kept("rich")
    assert kept.step(desk.texts())
    for changes, later in steps:
        before = copy.deepcopy(desk)
        day += timedelta(later == 9)
        for change, number in changes:
            change(desk, number)
        if not kept.step(desk.texts(), day):
            desk = before


def test_the_laws_are_tried_on_desks_that_are_taken_up() -> None:
    """Where every file were read, they would say nothing. Where only one of them was run, so is this."""
    for of in {key.partition(":")[0] for key in FOLLOWED}:
        assert FOLLOWED[f"{of}: followed"] > FOLLOWED[f"{of}: loaded"] / 2, FOLLOWED


def steps_of_examples() -> Iterator[tuple[str, list[TextFile], list[TextFile]]]:
    """Each example of `docs/checks.md` comes, goes, and takes the place of another of its code; the rest as it was."""
    small, examples = blocks(PAGE.read_text())
    rest = [TextFile("facts/desk.yaml", small), *(TextFile(f"facts/x{n:02}.yaml", f"# {n}\n") for n in range(9))]
    by_code: dict[str, list[TextFile]] = {}
    for example in examples:
        if not (example.alone or example.template):
            by_code.setdefault(example.code, []).append(file_of(example.text))
    for code, files in by_code.items():
        held = [rest, *([rest[0], file, *rest[1:]] for file in files)]
        yield from ((code, one, other) for one in held for other in held if one is not other)


def test_every_example_of_a_problem_is_told_when_it_comes_goes_or_is_mended() -> None:
    """Most warnings are told, and taken back, without all files being read."""
    followed: dict[str, int] = {}
    tried = 0
    for code, before, after in steps_of_examples():
        whole, then = desk_loading.load(after, DAY), desk_loading.load(before, DAY)
        kept = written(before, then)
        found = incremental_load.updated_load(kept, after, DAY)
        tried += kept is not None
        if found is not None:
            same(found.held, whole)
            followed[code] = followed.get(code, 0) + 1
    warnings = {code for code, told in CODES.items() if told.severity is Severity.WARNING}
    assert tried > 300
    with_an_error = {"not-looked-at"}
    with_an_entity = {"not-iso", "no-border", "key-figure-borders"}  # of which names may stand anywhere
    loaded = {code for code in warnings if followed.get(code, 0) < 6}
    of_editions = {"published-corrected", "published-withheld", "edition-fault"}
    assert loaded == {*of_editions, *with_an_error, *with_an_entity}


# ---------------------------------------------------------------- rules without ties


def same_title(held: RuleContext) -> Iterator[Problem]:
    """Two events have one title: a rule as CONTRIBUTING says how to add one, of which `ties.py` knows nothing."""
    seen = {}
    for fact in held.all_time_view.facts.values():
        title = fact.kind == "events" and fact.get("title")
        if title and (first := seen.setdefault(str(title), fact)) is not fact:
            yield Problem("stale", f"{fact.id} and {first.id} have one title", fact.entry.mark)


def test_a_rule_without_ties_is_asked_of_all_records_after_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    event = "events: [{{id: {id}, type: call, title: {title}, date: 2021-09-01, in: AFG, source: press-2021-09}}]\n"
    small, _ = blocks(PAGE.read_text())
    rest = [TextFile("facts/desk.yaml", small), *(TextFile(f"facts/x{n:02}.yaml", f"# {n}\n") for n in range(9))]
    other = TextFile("facts/a.yaml", event.format(id="one", title="A call"))
    before = [*rest, other, TextFile("facts/b.yaml", event.format(id="two", title="Another call"))]
    after = [*rest, other, TextFile("facts/b.yaml", event.format(id="two", title="A call"))]
    assert (
        incremental_load.updated_load(written(before, desk_loading.load(before, DAY)), after, DAY) is not None
    )  # which is quick

    monkeypatch.setattr(fact_rules, "RULES", (*fact_rules.RULES, same_title))
    kept = written(before, desk_loading.load(before, DAY))
    whole = desk_loading.load(after, DAY)
    found = incremental_load.updated_load(kept, after, DAY)
    assert [problem.message for problem in whole.problems] == ["two and one have one title"]
    assert list(map(str, (found.held if found else whole).problems)) == list(map(str, whole.problems))
    assert found is None  # all files are loaded instead
    unchanged = incremental_load.updated_load(kept, before, DAY)
    assert unchanged is not None  # nothing was edited, so nothing need be judged
    same(unchanged.held, desk_loading.load(before, DAY))


def test_every_shipped_rule_has_its_ties_so_that_an_edit_stays_quick() -> None:
    assert all_rules.untied() == []
