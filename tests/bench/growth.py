"""The growth of what each rule, and each query of templates, costs: on a desk, and with eight times as much.

A desk grows by its facts, by its countries, or by the links between facts: chains of what replaces what, rows of
rivals, parts of one whole, and judgements of as many days. What a function calls is counted with it.
"""

from __future__ import annotations

import functools
import gc
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from types import FrameType, FunctionType, GeneratorType
from typing import Any
from unittest.mock import patch

import yaml

from briefings.checks import all_rules
from briefings.checks.all_rules import judge
from briefings.checks.rule_context import AnyRule
from briefings.core import filenames
from briefings.core.problems import TextFile
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.files import desk_files
from briefings.pages import page_render
from briefings.pages.template_environment import TemplateEnvironment
from briefings.pdf.pdf_assets import STYLESHEET
from briefings.records.fact_reader import read
from briefings.template_api import documents
from briefings.template_api.template_queries import Facts

from .synthetic import FIRST, TODAY, desk

TIMES = 8
# What costs less on the large desk, in seconds or calls, is lost in what else happens.
WORTH, WORTH_CALLS = 0.04, 2_000
Clock = Callable[[], float]
_WITH_IDS = ("figures", "displacement", "forces", "events", "statements", "claims")
_PAPER = "paper-0000"
_MOVED = {"leaving": "ABW", "who": "refugees", "source": _PAPER}
_HOSTED = {"into": "AFG", "measure": "hosted", **_MOVED}
_REGISTERED = {"into": "AGO", "measure": "registered", **_MOVED}
_HELD = {
    "until": "2027-12-31",
    "likelihood": "unlikely",
    "confidence": "moderate",
    "author": "Synthetic Desk",
}
_ROW = 25  # rivals, each of the one before: of more than a hundred the checks want none
_ALL = "all rules and what notes their lookups"


def grown_facts(size: int) -> dict[str, str]:
    """A desk of ten countries with more and more facts of each: the same ones over again, under other ids."""
    once = desk(files=10, facts_per_file=40, countries=10)
    weeks = {name: text for name, text in once.items() if name.startswith("facts/weeks/")}
    return once | {
        name.replace(".yaml", f"-{number}.yaml"): _again(text, number)
        for number in range(1, size)
        for name, text in weeks.items()
    }


def _again(text: str, number: int) -> str:
    """A file's facts that have an id of their own, under another one."""
    sections = re.split(r"^(?=\w+:$)", text, flags=re.MULTILINE)
    kept = [part for part in sections if part.partition(":")[0] in _WITH_IDS]
    return re.sub(r"\b[a-z]{3}-(?:figure|flight|force|event|said)-\d+\b", rf"\g<0>-{number}", "".join(kept))


def grown_countries(size: int) -> dict[str, str]:
    """A desk of more and more countries with few facts of each."""
    return desk(files=30 * size, facts_per_file=8, countries=30 * size)


def grown_links(size: int) -> dict[str, str]:
    """A desk of ten countries where more and more facts of one are linked to each other."""
    count = 50 * size
    links: dict[str, list[dict[str, Any]]] = {"events": [], "displacement": [], "assessments": [], "questions": []}
    links["displacement"].append({"id": "whole", "value": f"{count} people", "as_of": str(TODAY), **_HOSTED})
    for n in range(count):
        day = str(FIRST + timedelta(days=n * (TODAY - FIRST).days // count))
        step = {"id": f"step-{n}", "type": "meeting", "date": day, "title": "A step", "in": "ABW", "source": _PAPER}
        part = {"id": f"part-{n}", "value": "1 people", "as_of": day, "part_of": "whole", **_HOSTED}
        row = {"id": f"row-{n}", "value": f"{n + 5} people", "as_of": day, **_REGISTERED}
        if n:
            step["supersedes"] = [f"step-{n - 1}"]
        if n % _ROW:
            row["rivals"] = [f"row-{n - 1}"]
        text = f'It is unlikely that {{{{ fact("row-{n}") }}}} leave.'
        held = {"id": f"held-{n}", "question": f"asked-{n}", "text": text, "basis": [f"row-{n}"], "date": day, **_HELD}
        held["about"] = ["ABW"]
        asked = {"id": f"asked-{n}", "text": "Whether?", "yes_if": "It does.", "about": ["ABW"]}
        links["events"].append(step)
        links["displacement"] += [part, row]
        links["assessments"].append(held)
        links["questions"].append(asked)
    text = yaml.safe_dump(links, sort_keys=False)
    return desk(files=10, facts_per_file=10, countries=10) | {"facts/links.yaml": text}


GROWN: dict[str, Callable[[int], dict[str, str]]] = {
    "facts": grown_facts,
    "countries": grown_countries,
    "links": grown_links,
}


def by_time(grown: Callable[[int], dict[str, str]]) -> dict[str, float]:
    """How many times as long each rule and query takes on a desk grown eightfold; the least of three runs."""

    def least(size: int) -> Costs:
        runs = [_costs(grown(size), time.process_time) for _ in range(3)]
        return Costs({name: min(run.of[name] for run in runs) for name in runs[0].of}, runs[0].asked)

    return _ratios(least(2), least(2 * TIMES), WORTH)


def by_calls(grown: Callable[[int], dict[str, str]]) -> dict[str, float]:
    """How many times as many functions each rule and query calls on a desk grown eightfold: always the same."""
    return _ratios(_calls(grown(1)), _calls(grown(TIMES)), WORTH_CALLS)


@dataclass(frozen=True)
class Costs:
    """The cost of each rule and query on a desk, and the number of records that each rule judged."""

    of: Mapping[str, float]
    asked: Mapping[str, int]


def _ratios(small: Costs, large: Costs, worth: float) -> dict[str, float]:
    """The ratios of what is worth it. Of chance, a larger desk may have more than eight times of a kind: what a
    rule costs is compared by the record."""
    ratios = {name: cost / small.of[name] for name, cost in large.of.items() if cost >= worth and small.of.get(name)}
    more = {name: large.asked[name] / small.asked[name] for name in ratios.keys() & large.asked.keys()}
    return {name: ratio * TIMES / max(TIMES, more.get(name, TIMES)) for name, ratio in ratios.items()}


def _calls(files: dict[str, str]) -> Costs:
    calls = 0

    def count(frame: FrameType, event: str, found: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        return _costs(files, lambda: calls)
    finally:
        sys.setprofile(None)


def _costs(files: dict[str, str], clock: Clock) -> Costs:
    """Return the cost of each rule and query on a desk by a clock."""
    costs, asked = Counter[str](), Counter[str]()
    gc.collect()
    gc.disable()
    try:
        entries, problems = read([TextFile(name, text) for name, text in files.items()])
        assert not problems, str(problems[0])
        with _rules_timed(costs, asked, clock):
            judged = _timed(_ALL, judge, costs, clock)(entries, TODAY)
        assert judged.base is not None
        with _queries_timed(costs, clock):
            _render(judged.base, costs, clock)
    finally:
        gc.enable()
    return Costs(costs, asked)


def _timed(name: str, call: Callable[..., Any], costs: Counter[str], clock: Clock) -> Callable[..., Any]:
    """A function whose cost, with that of what it yields, is added to `costs`."""

    @functools.wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        start = clock()
        try:
            found = call(*args, **kwargs)
            return list(found) if isinstance(found, GeneratorType) else found
        finally:
            costs[name] += clock() - start  # type: ignore[assignment]

    return run


def _rules_timed(costs: Counter[str], asked: Counter[str], clock: Clock) -> AbstractContextManager[object]:
    """A patch under which each rule's cost is added to `costs`, by its name, and its records are counted."""
    ours = all_rules._rules_of

    def timed(kind: str) -> tuple[list[AnyRule], ...]:
        return tuple([one(rule) for rule in rules] for rules in ours(kind))

    def one(rule: AnyRule) -> AnyRule:
        name = _name(rule.problems)
        timed = _timed(name, rule.problems, costs, clock)

        def counted(*args: Any) -> Any:
            asked[name] += 1
            return timed(*args)

        return replace(rule, problems=counted)

    return patch.object(all_rules, "_rules_of", timed)


def _queries_timed(costs: Counter[str], clock: Clock) -> AbstractContextManager[object]:
    """A patch under which the cost of each query that templates ask is added to `costs`, by its name."""
    queries = {
        name: _timed(f"facts.{name}", call, costs, clock)
        for kind in reversed(Facts.__mro__)
        for name, call in vars(kind).items()
        if isinstance(call, FunctionType) and not name.startswith("_")
    }
    return patch.multiple(Facts, **queries)


def _name(call: Callable[..., object]) -> str:
    return f"{call.__module__.rpartition('.')[2]}.{call.__name__}"


def _render(base: FactBase, costs: Counter[str], clock: Clock) -> None:
    """Render the first country, the first topic and the last issue of a desk."""
    at = Viewpoint(TODAY, TODAY, base.desk.release)
    made: dict[str, documents.Document] = {}
    for document in documents.all_documents(base, at):
        if document.kind == "weekly" or document.kind not in made:
            made[document.kind] = document
    templates = desk_files.shipped_template_files()
    env, atlas = TemplateEnvironment(filenames.templates(templates)), page_render.map_atlas(templates)
    for kind, document in made.items():
        render = _timed(f"a page: {kind}", page_render.rendered_document, costs, clock)
        render(base, document, env, STYLESHEET, lambda: atlas)
