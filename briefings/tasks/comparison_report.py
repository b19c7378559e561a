"""Two views side by side: the changes from one to the other as a page, as text and as data."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..changes import classification
from ..changes.change import Change
from ..changes.change_classes import CHANGE_CLASSES
from ..changes.snapshot import value_text
from ..core.grades import CREDIBILITY, RELIABILITY
from ..core.json_types import JsonObject
from ..core.markings import Marking
from ..core.yardsticks import YARDSTICKS
from ..facts.view import View
from ..pages import document_head, embedded_data, page_render
from ..pages.source_list import SourceLine
from ..pages.template_environment import TemplateEnvironment
from ..records.entities import Source
from ..template_api.change_groups import changes_by_country
from ..template_api.documents import Document
from ..template_api.escaped_names import EscapedName
from ..template_api.page_context import PageContext
from ..template_api.page_queries import Count
from ..template_api.template_changes import ShownChange, difference_words
from ..template_api.template_facts import ShownDesk
from ..template_api.template_queries import Facts

TEMPLATE = "changes.html.j2"


@dataclass(frozen=True)
class ComparedView:
    """One side of a comparison: its name and its view."""

    name: str
    view: View


class Comparison:
    """The changes between two views, worded for the page of the later one."""

    def __init__(self, before: ComparedView, after: ComparedView) -> None:
        self.before, self.after = before, after
        self.changes = classification.changes_between(before.view, after.view)
        self.page = PageContext(after.view, page_render.compile_prose)
        # a removed fact is worded by the view that had it; both number their sources together
        self._gone = PageContext(before.view, page_render.compile_prose)
        self._gone.sources, self._gone.grades = self.page.sources, self.page.grades
        self._gone.likelihoods, self._gone.markings = self.page.likelihoods, self.page.markings
        self.shown = [
            ShownChange(self.page if change.after else self._gone, change) for change in self.changes
        ]

    @property
    def sides(self) -> tuple[EscapedName, EscapedName]:
        """The names of the two sides, to be printed."""
        return EscapedName(self.before.name), EscapedName(self.after.name)

    @property
    def title(self) -> str:
        """The heading of the report, with the names of both sides."""
        return f"What changed from {self.before.name} to {self.after.name}"

    @property
    def counts(self) -> list[tuple[Count, str]]:
        """The number of substantive changes of each class, with its words."""
        numbers = Counter(change.kind for change in self.changes if change.substantive)
        return [
            (Count(numbers[kind]), change_class.counted(numbers[kind]))
            for kind, change_class in CHANGE_CLASSES.items()
            if kind in numbers
        ]

    def groups(self, substantive: bool) -> list[tuple[EscapedName, list[ShownChange]]]:
        """The changes by the country of the region they touch; those of several or none come last."""
        changes = [change for change in self.shown if change.substantive == substantive]
        return changes_by_country(self.page, changes, "More than one country, or none")

    def sources(self) -> list[tuple[int, Source]]:
        """The sources cited so far, by number."""
        before, after = self.before.view, self.after.view
        cited = []
        for id in self.page.sources:
            source = after.record("sources", id, Source) or before.record("sources", id, Source)
            assert source is not None
            cited.append(source)
        return list(enumerate(cited, start=1))

    @property
    def marking(self) -> Marking:
        """The highest marking of anything printed from either side."""
        return max(self.page.marking, self._gone.marking)


def as_text(found: Comparison) -> str:
    """Return a line for each change, substantive ones first, and the sources at the end."""
    if not found.changes:
        return f"{found.title}: nothing.\n"
    lines = [found.title, ""]
    for substantive in (True, False):
        for heading, rows in found.groups(substantive):
            lines += [f"{heading}{'' if substantive else ' (minor)'}", *map(change_line, rows), ""]
    sources = [f"[{number}] {source.publisher}, {source.title}" for number, source in found.sources()]
    return "\n".join([*lines, *sources]).rstrip() + "\n"


def change_line(change: ShownChange) -> str:
    """Return a change in a line: its class, what it is of, the old and the new values, its citations."""
    steps = []
    fact = change.change.fact
    unnamed = fact.headline.record.numbers if fact else ("likelihood",)
    for step in change.steps:
        label = "" if step.key in unnamed else f"{step.label} "
        was = f"{step.old} → " if step.old and change.change.before else ""
        steps.append(f"{label}{was}{step.new}" + (f", {step.difference}" if step.difference else ""))
    why = f" ({change.why})" if change.why else ""
    text = f"{change.label}{': ' if steps else ''}{'; '.join(steps)}{why}"
    return f"  {change.kind}: {_plain(text)} {_plain(change.cites)}".rstrip()


def _plain(markup: str) -> str:
    return html.unescape(Markup(markup).striptags()).replace("\N{NO-BREAK SPACE}", " ")


def as_data(found: Comparison) -> str:
    """Return the comparison as JSON: every change with its steps, equal values as equal texts."""
    return json.dumps(_data(found), indent=1, ensure_ascii=False) + "\n"


def _data(found: Comparison) -> JsonObject:
    shown = zip(found.changes, found.shown, strict=True)
    return {
        "from": _side(found.before),
        "to": _side(found.after),
        "changes": [_change(found, *pair) for pair in shown],
    }


def _side(side: ComparedView) -> dict[str, str]:
    at = side.view.at
    return {
        "name": side.name,
        "as_of": at.as_of.isoformat(),
        "known": at.known.isoformat(),
        "release": at.release.value,
    }


def _change(found: Comparison, change: Change, shown: ShownChange) -> JsonObject:
    locale = found.after.view.desk.locale
    worse = classification.is_worse(found.after.view, change)
    return {
        "class": change.kind,
        "substantive": change.substantive,
        "kind": change.of,
        "id": change.id,
        "label": _plain(shown.label),
        "countries": shown.countries,
        "steps": [
            {
                "field": step.key,
                "old": None if step.old is None else value_text(step.old),
                "new": None if step.new is None else value_text(step.new),
            }
            | ({"difference": words} if (words := difference_words(locale, step)) else {})
            for step in change.steps
        ],
        "worse": worse,
        "sources": list(dict.fromkeys(claim.source.id for claim in change.claims)),
    }


def as_page(found: Comparison, env: TemplateEnvironment, style: str) -> str:
    """Return the comparison as an HTML page in the style of every document."""
    doc = Document(
        "changes/changes",
        "changes",
        found.title,
        TEMPLATE,
        "",
        lambda: None,
        found.after.view.at,
        each="desk",
    )
    page = found.page
    page.marking = found.marking
    context: Mapping[str, object] = {
        "desk": ShownDesk(found.after.view.desk),
        "doc": document_head.DocumentHead(doc, page),
        "facts": Facts(page),
        "comparison": found,
    }
    with page_render.template_errors(found.title):
        body = Markup(env.get_template(TEMPLATE).render(context))
        # the changes themselves go with the page and its PDF as data
        data = {
            "document": page_render.document_properties(doc, page),
            "facts": {},
            "sources": {},
            "grades": {},
            **_data(found),
        }
        html = env.get_template("page.html.j2").render(
            context, body=body, data=embedded_data.script_text(data), style=style, **_closing(found, page)
        )
        return page_render.finished_page(html, page)


def _closing(found: Comparison, page: PageContext) -> JsonObject:
    row = YARDSTICKS[found.after.view.desk.yardstick].row(page.likelihoods)
    return {
        "marking": page.marking,
        "marking_class": page_render.marking_class(page.marking),
        "sources": [SourceLine(page, number, source) for number, source in found.sources()],
        "left_out": "",
        "reliability": _used(RELIABILITY, (grade[0] for grade in page.grades)),
        "credibility": _used(CREDIBILITY, (grade[1] for grade in page.grades)),
        "likelihoods": {term: EscapedName(span) for term, span in row.items()} if page.likelihoods else {},
        "yardstick": EscapedName(YARDSTICKS[found.after.view.desk.yardstick].title),
    }


def _used(words: Mapping[str, str], used: Iterable[str]) -> dict[EscapedName, str]:
    return {EscapedName(letter): words[letter] for letter in sorted(set(used))}
