"""An issue to be published: its page, its PDF and the ledger that vouches for both. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..build import build_trace
from ..build.build_plan import STYLESHEET, BuildPlan
from ..build.build_trace import RebuildReason, Trace, TraceDetails
from ..changes.corrections import claim_texts
from ..core.digests import sha256
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..facts import published_issues
from ..facts.claims import Claim
from ..facts.fact_base import FactBase
from ..facts.lookup_keys import FACTS
from ..facts.measures import unit_of
from ..facts.published_issues import (
    WEEKLY,
    Correction,
    IssueFile,
    IssueInputs,
    Ledger,
    PrintedClaim,
    PrintedFact,
    PrintedJudgement,
    PrintedValue,
)
from ..facts.view import View
from ..files.ledger_files import LEDGER_NAME
from ..pages import single_file
from ..pages.page_render import RenderedDocument, compile_prose
from ..pdf.pdf_renderer import PdfRenderer
from ..template_api.documents import Document, Publication
from ..template_api.issue_documents import as_issue, as_published, issue_name, series_of
from ..template_api.page_context import PageContext
from ..template_api.template_facts import ShownFact
from ..template_api.template_queries import Facts


@dataclass(frozen=True)
class IssueEdition:
    """One edition of an issue as it goes into the record."""

    ledger: Ledger
    html: bytes
    pdf: bytes
    signed: Mapping[str, bytes] = field(default_factory=dict)  # its approvals and signatures, by name

    @property
    def files(self) -> dict[str, bytes]:
        """By name, the ledger last."""
        return {**self.signed, **self.documents, LEDGER_NAME: self.ledger.text().encode()}

    @property
    def documents(self) -> dict[str, bytes]:
        """Its page and its PDF by name."""
        return {self.ledger.html.name: self.html, self.ledger.pdf.name: self.pdf}


def issue_to_publish(
    base: FactBase, document: Document, name: str, reason: str, today: date
) -> tuple[Document, list[Ledger]]:
    """Return a document under the name of its issue that is meant, and the ledgers of that issue.

    It is `name`, if that is the name of an issue; else, with a reason for a revision, the last that went out;
    else that of today.
    """
    own = [ledger for ledger in base.ledgers if ledger.of_document == document.id]
    named = [ledger for ledger in own if name == ledger.document]
    days = [ledger.cutoff for ledger in (named or own if reason else named)]
    issue = as_issue(document, max(days, default=today))
    return issue, [ledger for ledger in own if ledger.document == issue.id]


def next_publication(
    base: FactBase, issue: Document, own: Sequence[Ledger], release: Marking, reason: str, today: date
) -> Publication:
    """Return the number and revision under which an issue goes out; raises BriefingsError where it must not.

    `base` is the whole fact base: every edition of an issue has its number. `own` are the issue's ledgers.
    """
    name, series, last_day = issue_name(issue), series_of(issue), issue.last_day
    if last_day > today:
        raise BriefingsError(f"{name} closes on {last_day}, which is still to come", "publish it then")
    if not own:
        before = [ledger for ledger in base.ledgers if ledger.series == series]
        if later := [ledger for ledger in before if ledger.cutoff > last_day]:
            period = "week" if series == WEEKLY else "day"
            raise BriefingsError(
                f"{later[-1].name} is out already, and an earlier {period} cannot be numbered after it",
                "tell what it held in the next issue",
            )
        if reason:
            raise BriefingsError(
                f"{name} was not published before", "leave out --reason: it is for a revision"
            )
        return Publication(max((ledger.number for ledger in before), default=0) + 1, 1, None, today)
    last = max(ledger.revision for ledger in own)
    latest = [ledger for ledger in own if ledger.revision == last]
    if reason:
        return Publication(own[0].number, last + 1, reason, today)
    if any(ledger.release == release for ledger in latest):
        folder = published_issues.edition_folder(own[0].issue, last, release)
        raise BriefingsError(
            f"{latest[0].name} is published as {release.value}: {folder}",
            'what was published stays; to issue it anew say why: --reason "…"',
        )
    if latest[0].published != today:
        raise BriefingsError(
            f"revision {last} of {name} went out on {latest[0].published}, without this edition",
            'editions of one revision go out on one day; for another revision say why: --reason "…"',
        )
    return Publication(own[0].number, last, latest[0].reason, today)


REPRODUCED_FOLDER = "reproduced"  # the folder of a build for issues that were made again


def new_edition(work: BuildPlan, issue: Document, publication: Publication) -> IssueEdition:
    """The issue as it is to be recorded; raises BriefingsError where nobody can have read it as it would come
    out.

    That is a draft that was built; of an issue that is out already, the page that was made again.
    """
    latest = published_issues.latest_of_document(work.base.ledgers, issue.id, work.order.release)
    draft = issue.out_of or issue.id
    if latest is None:
        what, document = draft, next(one for one in work.every if one.id == draft)  # with its ways
        read, fresh = work.output.read(f"{draft}.html"), work.rendered(document).html.encode()
        folder, _, own = draft.partition("/")
        command = f"briefings weekly {own}" if folder == WEEKLY else f"briefings build {draft}"
    else:
        what, issue = issue.id, as_published(work.base, latest)
        read = work.output.read(f"{REPRODUCED_FOLDER}/{issue.id}.html")
        fresh = rendered_edition(work, issue).html
        command = f"briefings build --reproduce {issue.id}"
    if read != fresh:
        what += " is not built" if read is None else " is not built as the facts are now"
        raise BriefingsError(what, f"build it and read it before it goes out: {command}")
    ready = rendered_edition(work, replace(issue, publication=publication))
    work.withheld.refuse(ready.files)  # the reason of a revision is no fact, and could tell anything
    return ready


def rendered_edition(work: BuildPlan, document: Document) -> IssueEdition:
    """The page, PDF and ledger of a document that has its number."""
    rendered = work.rendered(replace(document, ways=()))  # an issue is whole in itself
    if rendered.marking > work.order.release:
        raise BriefingsError(
            f"{document.id} is {rendered.marking.value}, above {work.order.release.value}",
            "take out what is marked higher, or publish a higher edition",
        )
    html = single_file.self_contained_page(
        rendered.html, {**work.print, **work.assets}, f"{document.id}.html"
    ).encode()
    pdf = PdfRenderer(work.print, STYLESHEET).pdf(document.id, rendered.html, document.one_page)
    return IssueEdition(_ledger(work, rendered, html, pdf.data, pdf.pages), html, pdf.data)


def _ledger(work: BuildPlan, rendered: RenderedDocument, html: bytes, pdf: bytes, pages: int) -> Ledger:
    document, base = rendered.document, work.base
    view = View(base, document.at)
    publication, series = document.publication, series_of(document)
    assert publication is not None
    name = document.id.rpartition("/")[2]
    trace = build_trace.document_trace(rendered, base, work.inputs, sha256(html), {})
    facts = tuple(_facts(view, rendered))
    # some facts are cited by what they rest on only: what is corrected of them is theirs to tell
    return Ledger(
        issue=issue_name(document),
        series=series,
        number=publication.number,
        revision=publication.revision,
        reason=publication.reason,
        title=document.title,
        about="" if series == WEEKLY else document.about,
        after=published_issues.page_before(base.ledgers, series, publication.number, document.at.release),
        first=document.week.first if document.week else document.last_day,
        cutoff=document.last_day,
        as_of=document.at.as_of,
        known=document.at.known,
        since=document.since.as_of if document.since else None,
        release=document.at.release,
        marking=rendered.marking,
        published=publication.published,
        html=IssueFile(name=f"{name}.html", sha256=sha256(html), bytes=len(html)),
        pdf=IssueFile(name=f"{name}.pdf", sha256=sha256(pdf), bytes=len(pdf)),
        pages=pages,
        facts=facts,
        judgements=tuple(
            PrintedJudgement(id=a.id, likelihood=a.likelihood, confidence=a.confidence)
            for a in view.assessments()
            if series == WEEKLY or f'data-record="{a.id}"' in rendered.html
        ),
        corrections=tuple(
            Correction(issue=issue, fact=fact, now=now) for issue, fact, now in rendered.stated
        ),
        inputs=IssueInputs(
            document=trace.document,
            reads=trace.details.reads,
            shape=trace.shape,
            files={**trace.files, **work.print_files},
            sources={id: view.source(id).digest for id in rendered.sources},
        ),
        signed=publication.signed,
        reviewed=publication.reviewed,
    ).with_seal()


def _facts(view: View, rendered: RenderedDocument) -> Iterator[PrintedFact]:
    page = PageContext(view, compile_prose)
    for id in rendered.facts:
        fact = view.fact(id)
        if fact is None:  # told as withdrawn: nothing of it is stood by
            continue
        claims = rendered.claims.get(id, {})
        order = [claim for claim in fact.claims if claim in claims]
        yield PrintedFact(
            id=id,
            kind=fact.kind,
            label=str(Facts(page).label(ShownFact(page, fact)).striptags()),
            about=tuple(sorted(fact.entities)),
            marking=view.marking_of(fact),
            digest=fact.digest,
            claims=tuple(_claim(claim, claim_texts(claim.record, unit_of(view, fact))) for claim in order),
            printed=tuple(
                PrintedValue(field=key, text=text, claim=place)
                for place, claim in enumerate(order)
                for key, text in claims[claim].items()
            ),
        )


def _claim(claim: Claim, says: dict[str, str]) -> PrintedClaim:
    record = claim.record
    return PrintedClaim(
        id=record.id,
        source=claim.source.id,
        publisher=claim.source.publisher,
        at=record.at,
        origin=tuple(map(str, record.origin)),
        as_of=record.as_of.text if record.as_of else None,
        grade=str(claim.grade),
        said=says,
    )


@dataclass(frozen=True)
class Reproduction:
    """A published issue made again from today's facts at its two clocks: what of its inputs is not as it
    was."""

    ledger: Ledger
    again: IssueEdition
    changed_inputs: tuple[str, ...]

    @property
    def same(self) -> tuple[bool, bool]:
        """Two flags: True if the HTML, and the PDF, are the same bytes."""
        old, new = self.ledger, self.again.ledger
        return old.html.sha256 == new.html.sha256, old.pdf_made.sha256 == new.pdf_made.sha256


def reproduction(work: BuildPlan, ledger: Ledger) -> Reproduction:
    """Make an issue again; raises BriefingsError if today's facts do not give a page."""
    document = as_published(work.base, ledger)
    again = rendered_edition(work, document)
    work.withheld.refuse(again.files)
    return Reproduction(ledger, again, tuple(_differing(work, document, ledger, again.ledger)))


def _differing(work: BuildPlan, document: Document, then: Ledger, now: Ledger) -> Iterator[str]:
    """Return the inputs of an issue that have changed, facts by what they printed."""
    told_facts = set()
    for fact in then.facts:
        other = now.fact(fact.id)
        if other is None:
            yield f"fact {fact.id}: no longer printed"
        elif other.digest != fact.digest:
            yield f"fact {fact.id}{_moved(fact, other)}"
        else:
            continue
        told_facts.add(fact.id)
    yield from (f"fact {fact.id}: not printed then" for fact in now.facts if then.fact(fact.id) is None)
    for id in sorted(then.inputs.sources.keys() | now.inputs.sources.keys()):
        if then.inputs.sources.get(id) != now.inputs.sources.get(id):
            yield f"source {id}"
    details = TraceDetails(then.inputs.reads, {}, {}, {}).packed
    trace = Trace(then.inputs.document, then.inputs.files, then.inputs.shape, "", {}, details)
    for reason in trace.reasons(document, work.base, work.inputs):
        if not _is_told(reason, told_facts):
            yield _NAMES.get(reason.kind, "{}").format(_plainly(reason))


_NAMES = {"facts": "looked up: {}", "file": "file {}", "tool": "program {}"}


def _is_told(reason: RebuildReason, facts: set[str]) -> bool:
    """True if a reason is a fact or source that was named before."""
    kind, _, id = reason.what.partition("/")
    every = reason.what == FACTS and bool(facts)
    return reason.kind == "facts" and (every or id in facts or kind == "sources")


def _plainly(reason: RebuildReason) -> str:
    return (
        f"{reason.what} {reason.before} -> {reason.after}" if reason.before or reason.after else reason.what
    )


def _moved(then: PrintedFact, now: PrintedFact) -> str:
    """Describe what was printed of a fact and would be printed now, if they differ."""
    old, new = ({(item.field, item.text) for item in fact.printed} for fact in (then, now))
    gone = [text for _, text in sorted(old - new)]
    come = [text for _, text in sorted(new - old)]
    difference = f": {', '.join(gone) or 'nothing'} -> {', '.join(come) or 'nothing'}" if gone or come else ""
    return difference.replace("\N{NO-BREAK SPACE}", " ")
