"""A desk that is taken up again is the desk that loading all its files gives: the same records, the same problems."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefings.build import incremental_load
from briefings.build.record_index import RecordIndex
from briefings.checks import desk_loading, fact_rules
from briefings.checks.rule_context import Rule, RuleContext
from briefings.core.problem_codes import CODES, Severity
from briefings.core.problems import Problem, TextFile
from briefings.facts import lookup_keys
from briefings.records import desk_settings as settings_of
from briefings.records.entities import Measure
from briefings.records.entries import Entry
from briefings.records.fact_kinds import Event
from briefings.records.fact_records import FactRecord
from briefings.records.judgements import Assessment
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
    """The index that one command leaves to the next, which has to give what loading gives.

    So has the one with which a preview goes on from save to save, whose records were read before.
    """

    of: str
    data: bytes | None = None
    held: RecordIndex | None = None

    def step(self, texts: list[TextFile], day: date = DAY) -> bool:
        """False where the texts have errors; then nothing is kept of them."""
        whole, found = desk_loading.load(texts, day), incremental_load.updated_load(self.data, texts, day)
        FOLLOWED[f"{self.of}: {'followed' if found else 'loaded' if whole.base else 'refused'}"] += 1
        if self.held is not None:
            continued = incremental_load.continued_load(self.held, texts, day)
            assert (continued is None) == (found is None)
            if continued is not None:
                FOLLOWED[f"{self.of}: continued"] += 1
                same(continued.held, whole)
                self.held = continued.index
            elif whole.base is not None:
                self.held = None
        if found is not None:
            same(found.held, whole)
            self.data, self.held = found.index.written, self.held or found.index
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


RICH_STEPS = st.lists(st.tuples(
    st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 3_000)), min_size=1, max_size=4), st.integers(0, 9)
), min_size=1, max_size=8)  # fmt: skip


def follow(desk: RichDesk, steps: list[tuple[list[tuple[Change, int]], int]], of: str) -> None:
    """Change a desk and take it up, step by step. Some steps are of a later day."""
    day, kept = DAY, Kept(of)
    assert kept.step(desk.texts())
    for changes, later in steps:
        before = copy.deepcopy(desk)
        day += timedelta(later == 9)
        for change, number in changes:
            change(desk, number)
        if not kept.step(desk.texts(), day):
            desk = before


@law(30)
@given(pinned=st.booleans(), steps=RICH_STEPS)
def test_where_the_rules_have_much_to_look_at_too(
    pinned: bool, steps: list[tuple[list[tuple[Change, int]], int]]
) -> None:
    """What depends on an edit stands in other files, at two or three removes."""
    follow(RichDesk.beginning(pinned), steps, "rich")


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


# ---------------------------------------------------------------- rules that nobody has told of what they look at


def added(*rules: Rule[Any]) -> AbstractContextManager[object]:
    """The shipped rules and others, each in its one place."""
    return mock.patch.object(fact_rules, "RULES", (*fact_rules.RULES, *rules))


def same_title(context: RuleContext, entry: Entry, event: Event) -> Iterator[Problem]:
    """Two events have one title: each looks at all."""
    titles = [(other.id, fact.get("title")) for other, _ in context.records(Event)
              if (fact := context.all_time_view.fact(other.id))]  # fmt: skip
    title = dict(titles).get(entry.id)
    for id, other in titles:
        if title and other == title and id < entry.id:
            yield Problem("stale", f"{entry.id} and {id} have one title", entry.mark)


def neighbours(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
    """How many facts there are today about the same entities, and where the last of them stands."""
    for id in sorted({str(id) for id in lookup_keys.mentioned_entities(fact)}):
        others = context.now.about(id)
        if others:
            message = f"{entry.id} is one of {len(others)} about {id}: {others[-1].headline.outlet}"
            yield Problem("stale", message, entry.mark, related=((others[-1].headline.node.at("source"), "the last"),))


def of_everything(context: RuleContext, entry: Entry, desk: settings_of.Desk) -> Iterator[Problem]:
    """How much there is in all."""
    words = sum(len(text) for other in context.entries for text in context.texts_of(other))
    yield Problem("stale", f"{len(context.entries)} records, {len(context.facts)} facts, {words} letters", entry.mark)


def at_two_removes(context: RuleContext, entry: Entry, judgement: Assessment) -> Iterator[Problem]:
    """The measures of what a judgement rests on, and the topics that show it."""
    for ref in judgement.basis:
        fact = context.all_time_view.fact(ref)
        measure = context.record(Measure, getattr(fact.record, "measure", None)) if fact else None
        topics = context.now.topics_of(fact) if fact else ()
        if measure or topics:
            what = f"{measure.label if measure else ''} {[topic.title for topic in topics]}"
            yield Problem("stale", f"{entry.id} rests on {what}", ref.mark, context.level(entry).value)


ADDED: tuple[Rule[Any], ...] = (
    Rule(Event, same_title), Rule(FactRecord, neighbours), Rule(settings_of.Desk, of_everything),
    Rule(Assessment, at_two_removes),
)  # fmt: skip


@law(15)
@given(chosen=st.sets(st.sampled_from(ADDED), min_size=1), steps=RICH_STEPS)
def test_rules_that_are_added_in_one_place_are_right_after_every_edit(
    chosen: set[Rule[Any]], steps: list[tuple[list[tuple[Change, int]], int]]
) -> None:
    with added(*sorted(chosen, key=ADDED.index)):
        follow(RichDesk.beginning(True), steps, "rich, with rules added")


def test_an_edit_asks_a_rule_of_those_records_alone_that_looked_at_it() -> None:
    asked: list[str] = []

    def noting(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
        asked.append(entry.id)
        yield from (Problem("stale", "seen", entry.mark) for part in context.found(f"part {entry.id}") if part is None)

    with added(Rule(FactRecord, noting)):
        desk = RichDesk.beginning()
        before = desk.texts()
        kept = written(before, desk_loading.load(before, DAY))
        everything = sorted(asked)
        desk.chosen["figures", "part-b"] = (1, desk.chosen["figures", "part-b"][1])
        asked.clear()
        found = incremental_load.updated_load(kept, desk.texts(), DAY)
    assert found is not None
    assert {"dead", "part-b"} <= set(asked) < set(everything)  # the part, and what looked for its parts
    assert len(asked) < len(everything) / 2


def test_a_line_above_what_was_looked_up_asks_no_rule_again() -> None:
    """What was looked up says the same, and no problem points to it; a stale fact points to where it stands."""
    asked: list[str] = []

    def noting(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
        asked.append(entry.id)
        yield from (Problem("stale", "seen", context.published_here(claim)[0][0])
                    for claim in context.claims(entry) if entry.id == "part-a")  # fmt: skip

    with added(Rule(FactRecord, noting)):
        desk = RichDesk.beginning()
        source = next(key for key in desk.chosen if key[0] == "sources")
        desk.chosen = {key: (form, 1 if key[0] == "sources" else 11 if place == 1 else place)
                       for key, (form, place) in desk.chosen.items()}  # fmt: skip
        before = desk.texts()
        kept = written(before, desk_loading.load(before, DAY))
        everything = set(asked)
        asked.clear()
        desk.above[desk.chosen[source][1]] += "# a line\n"
        after = desk.texts()
        found = incremental_load.updated_load(kept, after, DAY)
        again = set(asked)
        assert found is not None
        same(found.held, desk_loading.load(after, DAY))
    assert "part-a" in again
    assert len(again) < len(everything) / 2


def test_the_laws_are_tried_on_desks_that_are_taken_up() -> None:
    """Where every file were read, they would say nothing. Where only one of them was run, so is this."""
    for of in {key.partition(":")[0] for key in FOLLOWED}:
        assert FOLLOWED[f"{of}: followed"] > FOLLOWED[f"{of}: loaded"] / 2, FOLLOWED
        assert FOLLOWED[f"{of}: continued"], FOLLOWED
