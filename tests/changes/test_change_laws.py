"""Laws of changes: nothing differs from itself, the changes explain all that differs, and files do not matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.changes.change import Change
from briefings.changes.change_classes import CHANGE_CLASSES
from briefings.changes.classification import changes_between
from briefings.changes.snapshot import State, tracked_items
from briefings.core.problems import TextFile
from briefings.facts.view import View
from conftest import EXAMPLE, SmallDesk, at, base_of

DAYS = ["2021-08-19", "2021-08-20", "2021-09-09", "2021-09-16", "2021-09-17", "2021-10-31", "2022-03-01"]
TEXTS = SmallDesk(EXAMPLE).texts()

values = st.sampled_from(
    ["188", "~190", "210", "180..200", "190..195", "<= 250", ">= 100", "not-stated", "tens-of-thousands", "0"]
)
dates = st.sampled_from(["2021-07", "2021-07-31", "2021-08-01/2021-08-20", "2021-08~", "2021-09-10", "2021-10-18"])
sources = st.sampled_from(["wire-2021-08", "press-2021-09", "factbook-2021", "late-2021-10"])
grades = st.sampled_from("12346")
statuses = st.sampled_from(["planned", "scheduled", "ongoing", "done", "cancelled", "unknown"])


@st.composite
def claims(draw: st.DrawFn, *fields: tuple[str, st.SearchStrategy[str]]) -> list[dict[str, str]]:
    """One to four claims with some of the fields, some of which correct an earlier one."""
    made: list[dict[str, str]] = []
    for number in range(draw(st.integers(1, 4))):
        claim = {"source": draw(sources), "credibility": draw(grades), "id": f"c{draw(st.integers(0, 10**6))}-{number}"}
        claim |= {key: draw(strategy) for key, strategy in fields if draw(st.booleans())}
        if made and draw(st.integers(0, 3)) == 0:
            claim["corrects"] = draw(st.sampled_from([c["id"] for c in made]))
        made.append(claim)
    return made


@st.composite
def files(draw: st.DrawFn) -> list[TextFile]:
    """The small desk with drawn claims, judgements, observations, trends and grades of sources."""
    extra: dict[str, Any] = {
        "sources": [
            {"id": "late-2021-10", "publisher": "Late", "title": "Late", "published": "2021-10-20", "medium": "press",
             "reliability": draw(st.sampled_from("ABCF"))}
            | ({"withdrawn": "2021-10-25"} if draw(st.booleans()) else {})
        ],
        "figures": [
            {"id": "drawn-figure", "subject": "AFG", "measure": "districts-held",
             "claims": draw(claims(("value", values), ("as_of", dates)))}
        ],
        "events": [
            {"id": "drawn-event", "type": "meeting",
             "claims": draw(claims(("date", dates), ("status", statuses)))}
        ],
    }  # fmt: skip
    if draw(st.booleans()):
        extra["assessments"] = [
            {"id": "arrivals-end", "question": "arrivals", "until": draw(st.sampled_from(["2021-10-10", "2021-12-31"])),
             "text": "They end.", "likelihood": draw(st.sampled_from(["likely", "unlikely"])),
             "confidence": "low", "basis": ["tjk-offer-2021"], "about": ["TJK"], "author": "A",
             "date": draw(st.sampled_from(["2021-10-01", "2021-10-15"])), "supersedes": "arrivals-go-on"}
        ]  # fmt: skip
    return [*TEXTS, TextFile("facts/drawn.yaml", yaml.safe_dump(extra))]


@st.composite
def views(draw: st.DrawFn) -> View:
    return View(base_of(draw(files())), at(draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))


Summary = dict[tuple[str, str], State]


def summary(view: View) -> Summary:
    return {key: dict(thing.state) for key, thing in tracked_items(view).items()}


def replayed(start: Summary, found: Iterable[Change]) -> Summary:
    """A summary after every step of every change."""
    result = {key: dict(state) for key, state in start.items()}
    for change in found:
        key = (change.of, change.id)
        state = result.setdefault(key, {})
        assert (change.before is None) == (key not in start)
        for step in change.steps:
            assert state.get(step.key) == step.old
            state.pop(step.key, None)
            if step.new is not None:
                state[step.key] = step.new
        if change.after is None:
            assert result.pop(key) == {}
    return result


@given(views())
def test_nothing_differs_from_itself(view: View) -> None:
    assert changes_between(view, view) == []


@settings(max_examples=40)
@given(views(), views())
def test_the_changes_lead_from_one_view_to_the_other(before: View, after: View) -> None:
    """Each thing that differs has exactly one change, of a class there is, and replaying them gives the later view."""
    found = changes_between(before, after)
    assert len({(change.of, change.id) for change in found}) == len(found)
    assert all(change.steps and change.kind in CHANGE_CLASSES for change in found)
    assert replayed(summary(before), found) == summary(after)


@settings(max_examples=40)
@given(views(), views())
def test_what_is_new_one_way_is_gone_the_other_way(one: View, other: View) -> None:
    there, back = changes_between(one, other), changes_between(other, one)
    assert {(c.of, c.id) for c in there} == {(c.of, c.id) for c in back}
    assert {c.id for c in there if c.before is None} == {c.id for c in back if c.after is None}


PROSE = {"text", "title", "note", "reason", "because", "bottom_line", "question", "confidence_reason", "name", "label"}


def reworded(value: Any, key: str = "") -> Any:
    """Every text that is wording in other words."""
    if isinstance(value, dict):
        return {k: reworded(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [reworded(item, key) for item in value]
    is_id = key == "question" and " " not in value  # of a judgement, which names the record of its question
    return f"{value} Said otherwise" if key in PROSE and not is_id else value


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_neither_order_nor_layout_nor_wording_of_files_is_a_change(random: Any, day: str) -> None:
    """Every record in a file of its own, keys and lists in another order, every text said otherwise."""
    loaded = [(kind, record) for file in TEXTS for kind, records in yaml.load(file.text, yaml.BaseLoader).items()
              for record in (records if isinstance(records, list) else [records])]  # fmt: skip
    assert len(loaded) > 30
    random.shuffle(loaded)
    moved = []
    for number, (kind, record) in enumerate(loaded):
        keys = list(record)
        random.shuffle(keys)
        for key in ("claims", "parties", "about", "tags", "basis"):
            if isinstance(record.get(key), list):
                random.shuffle(record[key])
        shuffled = {key: record[key] for key in keys}
        told = shuffled if kind in ("countries", "organizations", "people") else reworded(shuffled)
        moved.append(TextFile(f"facts/{number:03}.yaml", yaml.safe_dump({kind: told if kind == "desk" else [told]})))
    here, there = View(base_of(TEXTS), at(day)), View(base_of(moved), at(day))
    assert changes_between(here, there) == changes_between(there, here) == []


@pytest.mark.parametrize("kind", sorted(CHANGE_CLASSES))
def test_every_class_is_explained_in_the_docs(kind: str) -> None:
    page = (EXAMPLE.parent.parent / "docs" / "changes.md").read_text(encoding="utf-8")
    assert f"| {kind} | " in page
