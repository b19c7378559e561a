"""An issue to be published: its page, its PDF and the ledger that vouches for both. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..build import build_trace
from ..build.build_plan import STYLESHEET, BuildPlan
from ..build.build_trace import RebuildReason, Trace, TraceDetails
from ..changes.corrections import claim_texts, outstanding
from ..core.digests import sha256
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..facts import published_issues
from ..facts.claims import Claim, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.lookup_keys import FACTS
from ..facts.measures import unit_of
from ..facts.published_issues import (
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
from ..records.weeks import Week
from ..template_api.documents import Document, Publication, weekly
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


def next_publication(base: FactBase, week: Week, release: Marking, reason: str, today: date) -> Publication:
    """Under which number and as which revision an issue would go out; raises BriefingsError where it must
    not.

    `base` is the whole fact base: every edition of an issue has its number.
    """
    if week.cutoff > today:
        raise BriefingsError(f"{week.id} closes on {week.cutoff}, which is still to come", "publish it then")
    own = [ledger for ledger in base.ledgers if ledger.issue == week.id]
    if not own:
        later = [ledger for ledger in base.ledgers if ledger.cutoff > week.cutoff]
        if later:
            raise BriefingsError(
                f"{later[-1].name} is out already, and an earlier week cannot be numbered after it",
                "tell what it held in the next issue",
            )
        if reason:
            raise BriefingsError(
                f"{week.id} was not published before", "leave out --reason: it is for a revision"
            )
        return Publication(max((ledger.number for ledger in base.ledgers), default=0) + 1, 1, None, today)
    last = max(ledger.revision for ledger in own)
    latest = [ledger for ledger in own if ledger.revision == last]
    if reason:
        return Publication(own[0].number, last + 1, reason, today)
    if any(ledger.release == release for ledger in latest):
        folder = published_issues.edition_folder(week.id, last, release)
        raise BriefingsError(
            f"{latest[0].name} is published as {release.value}: {folder}",
            'what was published stays; to issue it anew say why: --reason "…"',
        )
    if latest[0].published != today:
        raise BriefingsError(
            f"revision {last} of {week.id} went out on {latest[0].published}, without this edition",
            'editions of one revision go out on one day; for another revision say why: --reason "…"',
        )
    return Publication(own[0].number, last, latest[0].reason, today)


REPRODUCED_FOLDER = "reproduced"  # the folder of a build for issues that were made again


def new_edition(work: BuildPlan, week: Week, publication: Publication) -> IssueEdition:
    """The issue as it is to be recorded; raises BriefingsError where nobody can have read it as it would come
    out.

    That is a draft that was built; of an issue that is out already, the page that was made again.
    """
    document = next((d for d in work.chosen if d.week == week and d.kind == "weekly"), None)
    if document is None:
        raise BriefingsError(
            f"no issue {week.id} in the facts", f"add it under 'issues:' with 'id: {week.id}'"
        )
    latest = published_issues.latest_of_issue(work.base.ledgers, week.id, work.order.release)
    if latest is None:
        read, fresh = work.output.read(f"{document.id}.html"), work.rendered(document).html.encode()
        command = f"briefings weekly {week.id}"
    else:
        read = work.output.read(f"{REPRODUCED_FOLDER}/{document.id}.html")
        fresh = rendered_edition(work, _as_published(work, latest, week)).html
        command = f"briefings build --reproduce {document.id}"
    if read != fresh:
        what = "is not built" if read is None else "is not built as the facts are now"
        raise BriefingsError(f"{document.id} {what}", f"build it and read it before it goes out: {command}")
    ready = rendered_edition(work, replace(document, publication=publication))
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
    pdf = PdfRenderer(work.print, STYLESHEET).pdf(document.id, rendered.html, False)
    return IssueEdition(_ledger(work, rendered, html, pdf.data, pdf.pages), html, pdf.data)


def _ledger(work: BuildPlan, rendered: RenderedDocument, html: bytes, pdf: bytes, pages: int) -> Ledger:
    document, base = rendered.document, work.base
    view = View(base, document.at)
    week, publication = document.week, document.publication
    assert week is not None and publication is not None
    name = document.id.rpartition("/")[2]
    trace = build_trace.document_trace(rendered, base, work.inputs, sha256(html), {})
    facts = tuple(_facts(view, rendered))
    # some facts are cited by what they rest on only: what is corrected of them is theirs to tell
    return Ledger(
        issue=week.id, number=publication.number, revision=publication.revision, reason=publication.reason,
        title=document.title, first=week.first, cutoff=week.cutoff, as_of=document.at.as_of,
        known=document.at.known,
        since=document.since.as_of if document.since else None, release=document.at.release,
        marking=rendered.marking,
        published=publication.published,
        html=IssueFile(name=f"{name}.html", sha256=sha256(html), bytes=len(html)),
        pdf=IssueFile(name=f"{name}.pdf", sha256=sha256(pdf), bytes=len(pdf)), pages=pages,
        facts=facts,
        judgements=tuple(
            PrintedJudgement(id=a.id, likelihood=a.likelihood, confidence=a.confidence)
            for a in view.assessments()
        ),
        corrections=tuple(
            Correction(issue=key[0], fact=key[1], now=key[2])
            for key in dict.fromkeys(item.key for item in outstanding(view, view.published))
        ),
        inputs=IssueInputs(
            document=trace.document, reads=trace.details.reads, shape=trace.shape,
            files={**trace.files, **work.print_files},
            sources={id: view.source(id).digest for id in rendered.sources},
        ),
        signed=publication.signed, reviewed=publication.reviewed,
    ).with_seal()  # fmt: skip


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


def reproduction(work: BuildPlan, ledger: Ledger, week: Week) -> Reproduction:
    """Make an issue again; raises BriefingsError if today's facts do not give a page."""
    document = _as_published(work, ledger, week)
    again = rendered_edition(work, document)
    work.withheld.refuse(again.files)
    return Reproduction(ledger, again, tuple(_differing(work, document, ledger, again.ledger)))


def _as_published(work: BuildPlan, ledger: Ledger, week: Week) -> Document:
    """The document at the clocks and under the number of its ledger."""
    document = weekly(work.base, week, Viewpoint(ledger.as_of, ledger.known, ledger.release))
    since = Viewpoint(ledger.since, ledger.since, ledger.release) if ledger.since else None
    publication = Publication(
        ledger.number, ledger.revision, ledger.reason, ledger.published, ledger.signed, ledger.reviewed
    )
    return replace(document, since=since, publication=publication)


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
