"""HTML from a document's templates and its view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import jinja2
from markupsafe import Markup

from ..changes import classification
from ..changes.change_classes import CHANGE_CLASSES
from ..changes.reader_classes import READER_CLASSES
from ..core import printed_dates
from ..core.dates import PartialDate
from ..core.grades import CREDIBILITY, RELIABILITY
from ..core.json_types import JsonObject
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..core.yardsticks import YARDSTICKS
from ..facts.claims import Claim, Fact, Viewpoint
from ..facts.computed_numbers import ComputationError, computed_number
from ..facts.fact_base import FactBase
from ..facts.labels import FactSummary, fact_summary
from ..facts.view import LookupLog, View
from ..records.base_record import Record
from ..records.entities import Organization
from ..records.narrative import (
    FORMULAS,
    Call,
    NarrativeError,
    NarrativeHtml,
    bare_numbers,
    narrative_html,
    readable_calls,
)
from ..records.prose_fields import Prose, Remark
from ..template_api import template_corrections
from ..template_api.cited_dates import uncited_date
from ..template_api.cited_values import CitedComputation
from ..template_api.documents import ENTITIES, Document
from ..template_api.escaped_names import EscapedName
from ..template_api.page_context import PageContext
from ..template_api.template_changes import ChangeTags, ShownChange
from ..template_api.template_facts import ShownAnalysis, ShownDesk, ShownEntity, ShownFact
from ..template_api.template_queries import Facts
from ..template_api.template_source_base import SOURCE_BASE_PLACE, shown_source_base
from ..template_api.template_weekly import Weekly
from . import embedded_data, page_anchors, page_data
from .document_head import DocumentHead
from .portion_marks import with_portion_marks
from .script_isolation import with_isolated_scripts
from .short_names import FullName, with_short_names_spelt_out
from .source_list import left_out, listed_sources
from .template_environment import TemplateEnvironment

if TYPE_CHECKING:
    from ..pictures.country_shapes import Atlas


T = TypeVar("T")
LONG = 5  # sections, from which on a document has a list of contents
COUNTRY_SHAPES = "maps/countries-50m.json"
MAP_GROUND = "maps/ground-50m.json"


def map_atlas(templates: Mapping[str, bytes]) -> Atlas | None:
    """Return the atlas that maps are drawn from; None without its data."""
    from ..pictures.country_shapes import Atlas

    data = templates.get(COUNTRY_SHAPES)
    return Atlas.of(data, templates.get(MAP_GROUND, b"")) if data else None


@dataclass(frozen=True)
class RenderedDocument:
    """A document as HTML with its trace: what it printed, cited and queried."""

    document: Document
    html: str
    marking: Marking
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    queries: Mapping[str, str]
    reads: LookupLog
    templates: frozenset[str]
    # Texts printed or cited of each claim, by fact: a ledger keeps them.
    claims: Mapping[str, Mapping[Claim, Mapping[str, str]]]
    gists: Mapping[str, FactSummary]
    # Corrections of issues that it states: issue, fact and digest of what holds.
    stated: tuple[tuple[str, str, str], ...] = ()
    # What was looked up in the base less all that is marked above a marking, to settle the page's own.
    lower_reads: Mapping[Marking, LookupLog] = field(default_factory=dict)


def compile_prose(page: PageContext, prose: Prose) -> NarrativeHtml:
    """Return a narrative as HTML; quoted facts print and cite as anywhere else. Raise BriefingsError.

    A text that quotes what this view does not hold is left out, and that is said: its author wrote it
    knowing more than was known on the day that the page is of.
    """
    if reason := _unprintable(page, prose):
        left_out = f"Left out: this text {reason}."
        return narrative_html(
            left_out, lambda call: uncited_date(page.locale, PartialDate.parse(call.args[0]))
        )

    def quote(call: Call) -> Markup:
        if call.name == "text":
            return Markup(EscapedName(call.args[0]).__html__())
        if call.name == "date":
            return uncited_date(page.locale, PartialDate.parse(call.args[0]))
        if call.name == "cite":
            return page.cite(page.view.source(call.args[0]))
        facts = [page.view.facts[id] for id in call.facts]
        if call.name in FORMULAS:
            return Markup(CitedComputation(page, computed_number(page.view, call.name, facts)).__html__())
        return _quoted_fact(page, call, *facts)

    try:
        return narrative_html(prose, quote)
    except NarrativeError as mistake:
        raise BriefingsError(f"{prose.mark}: {mistake}", mistake.expected) from None


def _unprintable(page: PageContext, prose: Prose) -> str:
    """The reason why this view cannot print a narrative, after "this text"; "" if it can."""
    if isinstance(prose, Remark) and bare_numbers(prose):
        return "holds a number that no source stands behind"
    on_day = f'on {{{{ date("{page.view.at.last_day.isoformat()}") }}}}'
    for call in readable_calls(prose) if "{{" in prose else ():
        facts = [fact for id in call.facts if (fact := page.view.fact(id)) is not None]
        if len(facts) < len(call.facts):
            return f"rests on what was not known {on_day}"
        if call.name in FORMULAS:
            try:
                computed_number(page.view, call.name, facts)
            except ComputationError:
                return f"rests on a number that cannot be computed from what was known {on_day}"
        elif len(call.args) == 2 and not hasattr(_field(page, facts[0], call.args[1]), "__html__"):
            return f"rests on what no source had reported {on_day}"
    return ""


def _field(page: PageContext, fact: Fact, key: str) -> object:
    """A field of a fact as a template sees it; None if the fact does not give it."""
    return getattr(ShownFact(page, fact), key, None)


def _quoted_fact(page: PageContext, call: Call, fact: Fact) -> Markup:
    if len(call.args) == 2:
        return Markup(_field(page, fact, call.args[1]).__html__())  # type: ignore[attr-defined]
    shown = ShownFact(page, fact)
    return Markup(shown.amount.__html__()) if shown.amount is not None else shown.cite


def rendered_document(
    base: FactBase,
    doc: Document,
    env: TemplateEnvironment,
    style: str,
    atlas: Callable[[], Atlas | None] = lambda: None,
    floor: Marking | None = None,
) -> RenderedDocument:
    """Render one document, marked `floor` at least; raise BriefingsError with the template and line."""
    view = View(base, doc.at)
    env.used = {doc.template}

    def shapes() -> Atlas | None:
        env.used.update((COUNTRY_SHAPES, MAP_GROUND))
        return atlas()

    def shown_changes() -> list[ShownChange]:
        changes = classification.changes_between(since, view) if since else []
        return [ShownChange(page, change) for change in changes]

    page = PageContext(view, compile_prose, shapes)
    page.marked(floor)
    since = view.beside(doc.since) if doc.since else None
    compared = classification.ViewComparison(since, view) if since else None
    if compared and doc.kind != "weekly":  # nearly all that a weekly prints is new
        page.change_tags = ChangeTags(compared, page)
    context = {
        "desk": ShownDesk(view.desk),
        "doc": DocumentHead(doc, page),
        "facts": Facts(page),
        "changes": LazySequence(shown_changes),
        "corrections": LazySequence(lambda: template_corrections.shown_corrections(page, doc, compared)),
        "weekly": Weekly(page, doc.subject, since, shown_changes) if doc.each == "issue" else None,
        "first_issue": since is None,
        doc.each: _subject(page, doc),
    }
    with template_errors(doc.id):
        text = _with_source_base(env.get_template(doc.template).render(context), page, env)
        body, headings = page_anchors.anchored(text)
        if not doc.one_page and len(headings) >= LONG:
            contents = env.get_template("contents.html.j2").render(headings=headings)
            body = Markup(str(body).replace("</header>", f"</header>\n{contents}", 1))
        sources = listed_sources(page, body, one_page=doc.one_page)
        data = page_data.printed_data(page, document_properties(doc, page), doc.subject, compared)
        # what readers are shown goes before the finer class of the same name
        kinds = CHANGE_CLASSES | {kind.name: kind for kind in READER_CLASSES}
        page_html = env.get_template("page.html.j2").render(
            context,
            body=body,
            data=embedded_data.script_text(data),
            style=style,
            marking=page.marking,
            marking_class=marking_class(page.marking),
            sources=sources,
            left_out=left_out(sources),
            reliability={letter: RELIABILITY[letter] for letter in sorted({g[0] for g in page.grades})},
            credibility={EscapedName(n): CREDIBILITY[n] for n in sorted({g[1] for g in page.grades})},
            marks=[(name.capitalize(), kind.meaning) for name, kind in kinds.items() if name in page.marks],
            likelihoods=_yardstick(page, whole=not doc.one_page),
            yardstick=EscapedName(YARDSTICKS[base.desk.yardstick].title),
        )
    html = finished_page(page_html, page)
    return RenderedDocument(
        doc,
        html,
        page.marking,
        tuple(sorted(page.facts)),
        tuple(page.sources),
        page.queries,
        view.reads,
        frozenset(env.used),
        page.claims,
        {fact.id: fact_summary(view, fact) for fact in page.facts.values()},
        tuple(page.stated),
    )


def finished_page(html: str, page: PageContext) -> str:
    """Return a rendered page with short names spelt out, its portions marked and other scripts set apart."""
    named = with_short_names_spelt_out(html, lambda short: _name_of_body(page, short))
    return with_isolated_scripts(with_portion_marks(named, page))


def _name_of_body(page: PageContext, short: str) -> FullName | None:
    """Return the name of the body that a short name is of; None if it is of none, or is marked higher."""
    body = page.view.entity(page.view.resolve(short) or "")
    if not isinstance(body, Organization) or body.short != short or body.name == short:
        return None
    if body.marking is not None and body.marking > page.view.desk.marking:
        return None
    return FullName(body.name, body.type in ("bloc", "international organization"))


def _with_source_base(body: str, page: PageContext, env: TemplateEnvironment) -> str:
    """Return the body with its source base in the place that its template gives it, now that all is cited."""
    if str(SOURCE_BASE_PLACE) not in body:
        return body
    base = shown_source_base(page)
    line = env.get_template("source_base.html.j2").render(base=base) if base else ""
    return body.replace(str(SOURCE_BASE_PLACE), line)


class LazySequence(Sequence[T]):
    """A list made when a template first looks at it: a page depends only on what it prints."""

    def __init__(self, make: Callable[[], list[T]]) -> None:
        self._make = make

    @cached_property
    def _items(self) -> list[T]:
        return self._make()

    def __getitem__(self, at: Any) -> Any:
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)


def document_properties(doc: Document, page: PageContext) -> dict[str, str]:
    """Return which document it is, from when, and for whom, as data."""
    desk = page.view.desk
    data = {"id": doc.id, "kind": doc.kind, "title": doc.title, "desk": desk.title}
    data |= {"publisher": desk.publisher, "contact": desk.contact}
    data |= {"as_of": doc.at.as_of.isoformat(), "known": doc.at.known.isoformat()}
    data["release"] = doc.at.release.value
    if doc.week:
        data["week"] = doc.week.id
    if doc.since:
        data["since"] = doc.since.as_of.isoformat()
        data["since_on"] = printed_dates.date_or_interval(PartialDate.of(doc.since.as_of), page.locale)
    return data


@contextmanager
def template_errors(name: str) -> Iterator[None]:
    """Turn any error of a template into a BriefingsError with its file and line, and its page."""
    try:
        yield
    except BriefingsError:
        raise
    except jinja2.TemplateNotFound as error:
        raise BriefingsError(
            f"{name}: no template {error.name!r}", "name one that is in templates/"
        ) from error
    except Exception as error:
        where = _where(error)
        if not where:
            raise
        message = getattr(error, "message", None) or str(error) or type(error).__name__
        ours = "look at that line of the template; if it is right, this is a fault of the program: report it"
        remedy = "mend the template" if isinstance(error, jinja2.TemplateError) else ours
        raise BriefingsError(f"{name}: {where}{message}", remedy) from error


def _where(error: Exception) -> str:
    """Return `country.html.j2:12: `, from the error or the innermost template it rose through; else ""."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.name}:{error.lineno}: "
    place, trace = "", error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}: "
        trace = trace.tb_next
    return place


def _subject(page: PageContext, doc: Document) -> Any:
    if doc.each in ("desk", "day"):
        return ShownDesk(page.view.desk)
    if isinstance(doc.subject, Fact):
        return ShownFact(page, page.view.fact(doc.subject.id) or doc.subject)  # puts it into the trace
    page.view.record(type(doc.subject).kind, doc.subject.id, Record)  # puts it into the trace
    return ShownEntity(page, doc.subject) if doc.each in ENTITIES else ShownAnalysis(page, doc.subject)


def _yardstick(page: PageContext, whole: bool) -> dict[str, EscapedName]:
    """Return the legend of likelihoods: the whole yardstick, or just the terms printed."""
    if not page.likelihoods:
        return {}
    row = YARDSTICKS[page.view.desk.yardstick].row(page.likelihoods)
    return {term: EscapedName(span) for term, span in row.items() if whole or term in page.likelihoods}


def marking_class(marking: Marking) -> str:
    """Return the name of a marking in the stylesheet."""
    return marking.word.lower()


_DRAFT: JsonObject = {"number": None, "revision": None, "published": None}


def index_context(base: FactBase, at: Viewpoint, records: Sequence[JsonObject]) -> JsonObject:
    """Return the variables of the index page: the documents by kind, weeklies from the newest on."""
    groups: dict[str, list[JsonObject]] = {"weekly": [], "country": [], "topic": []}
    for record in records:
        shown: JsonObject = _shown(_DRAFT | record)
        for key in ("as_of", "published"):
            if record.get(key):
                shown[key] = uncited_date(base.desk.locale, PartialDate.parse(record[key]))
        shown["revised"] = record.get("revision", 1) > 1
        groups.setdefault(record["kind"], []).append(shown)
    groups["weekly"].reverse()
    marking = max((Marking(record["marking"]) for record in records), default=base.desk.marking)
    return {
        "desk": ShownDesk(base.desk),
        "groups": groups,
        "as_of": uncited_date(base.desk.locale, PartialDate.of(at.as_of)),
        "marking": EscapedName(marking.value),
        "marking_class": marking_class(marking),
    }


def _shown(value: Any) -> Any:
    """Return a record of the manifest as a template prints it: texts and numbers escaped, as names are."""
    match value:
        case dict():
            return {key: _shown(x) for key, x in value.items()}
        case list():
            return [_shown(x) for x in value]
        case str() | int():
            return EscapedName(str(value))
    return value
