"""Commands that make documents."""

from __future__ import annotations

import contextlib
import datetime
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .desk_access import (
    checked_facts,
    day_of,
    desk_folder,
    desk_notes,
    intact_facts,
    output_folder,
    templates,
)
from .option_types import (
    AsOfOption,
    ExecutorOption,
    HtmlOption,
    JobsOption,
    KnownOption,
    OutOption,
    PdfOption,
    QuietOption,
    ReleaseOption,
    SingleOption,
)
from .terminal_output import (
    BuildResult,
    print_explanation,
    print_plan,
    print_problems,
    show_build,
    show_unchanged_build,
    write_receipt,
)

if TYPE_CHECKING:
    from ..build.build_plan import BuildOrder, FailedDocument, PlannedDocument
    from ..checks.broken_files import BrokenFiles
    from ..core.markings import Marking
    from ..core.problems import TextFile
    from ..facts.fact_base import FactBase
    from ..pdf.pdf_pool import PdfPool
    from ..template_api.documents import Document

_MOST_EARLY = 4  # workers for PDFs that are started before it is known whether a page needs one


def build(
    doc: Annotated[
        list[str] | None, typer.Argument(help="Names or globs: 'countries/*', topics/refugees.")
    ] = None,
    as_of: AsOfOption = None,
    known: KnownOption = None,
    release: ReleaseOption = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    single: SingleOption = False,
    jobs: JobsOption = 0,
    executor: ExecutorOption = "",
    again: Annotated[
        bool,
        typer.Option(
            "--reproduce", help="Make published issues again at their clocks, and say what differs."
        ),
    ] = False,
    except_broken: Annotated[
        bool,
        typer.Option(
            "--except-broken", help="Build what no file with an error can touch, and list the rest."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be built and why; write nothing.")
    ] = False,
    receipt: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what was rebuilt and why, as JSON; '-' prints it."),
    ] = None,
    out: OutOption = Path("build"),
    quiet: QuietOption = False,
) -> None:
    """Build all documents, or those named."""
    wish = BuildRequest(
        as_of, known, release, html, pdf, jobs, executor, out, quiet, receipt, single, around=except_broken
    )
    if again:
        from .publish_command import reproduce

        reproduce(checked_facts(quiet), doc or [], release, out)
    elif dry_run:
        run_dry(wish, lambda base: doc or [])
    else:
        run_build(wish, lambda base: doc or [], "build", *(doc or []))


def country(
    name: Annotated[str, typer.Argument(help="A country by id, name or alias.")],
    as_of: AsOfOption = None,
    known: KnownOption = None,
    release: ReleaseOption = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    single: SingleOption = False,
    out: OutOption = Path("build"),
    quiet: QuietOption = False,
) -> None:
    """Build one country's one-pager."""
    wish = BuildRequest(as_of, known, release, html, pdf, 1, "", out, quiet, single=single, alone=True)

    def pick(base: FactBase) -> list[str]:
        from ..template_api import documents

        return [f"countries/{documents.slug(base.country(name).name)}"]

    run_build(wish, pick, "country", name)


def explain(
    doc: Annotated[list[str], typer.Argument(help="Names or globs of documents.")],
    as_of: AsOfOption = None,
    known: KnownOption = None,
    release: ReleaseOption = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    out: OutOption = Path("build"),
) -> None:
    """Say what documents are made from, and why they would be rebuilt."""
    wish = BuildRequest(as_of, known, release, html, pdf, 0, "", out, quiet=True)
    for item in planned_documents(wish, checked_facts(quiet=True), doc):
        print_explanation(item)


def list_documents(
    as_of: AsOfOption = None, release: ReleaseOption = None, out: OutOption = Path("build")
) -> None:
    """List the documents and whether each is built, approved, published."""
    from ..facts.claims import Viewpoint
    from ..files import atomic_folder
    from ..template_api import documents, issue_documents

    base = checked_facts(quiet=True)
    day, level = day_of(base, as_of), release or base.desk.release
    at, fixed = Viewpoint(day, day, level), as_of is not None
    output = atomic_folder.Output(output_folder(out, release))
    made = documents.all_documents(base, at, fixed)
    for document in issue_documents.with_issues(base.edition(level), made, at, fixed):
        forms = [form for form in ("html", "pdf") if output.read(f"{document.id}.{form}") is not None]
        state = _published(base, document, level) or _approved(base, document, release, day, out)
        print(f"{document.id:32} {document.title:44} {'+'.join(forms) or 'not built'}{state}")


def _published(base: FactBase, document: Document, release: Marking) -> str:
    """The number under which a document went out, for its line in the list; "" if it did not."""
    from ..facts.published_issues import latest_of_document

    ledger = latest_of_document(base.ledgers, document.id, release)
    return f"  published as {ledger.name}" if ledger else ""


def _approved(
    base: FactBase, document: Document, release: Marking | None, day: datetime.date, out: Path
) -> str:
    """Who approved what would go out of a document now, for its line in the list; "" if nobody tried."""
    from ..core.problems import BriefingsError
    from ..files import desk_files
    from ..tasks import issue_signing
    from ..template_api.issue_documents import as_issue, issue_name
    from .publish_command import as_it_goes_out

    signers, desk = desk_files.signers(desk_folder()), desk_folder()
    name = issue_name(as_issue(document, day))
    if signers is None or not (desk / issue_signing.APPROVALS_FOLDER / name).is_dir():
        return ""
    try:
        made = as_it_goes_out(base, document.id, "", release, out)
    except BriefingsError as error:
        return f"  approval void: {error}"
    files = desk_files.approval_files(desk / issue_signing.approvals_folder(made.ledger))
    persons, _, void = issue_signing.valid_approvals(made.ledger, signers, files)
    if persons:
        return f"  approved by {', '.join(sorted(persons))}"
    return f"  approval void: {void[0]}" if void else ""


@dataclass(frozen=True)
class BuildRequest:
    """The options of a build on the command line, apart from the documents."""

    as_of: datetime.datetime | None
    known: datetime.datetime | None
    release: Marking | None
    html: bool
    pdf: bool
    jobs: int
    executor: str
    out: Path
    quiet: bool
    receipt: Path | None = None
    single: bool = False
    alone: bool = False  # whether one document is asked for by its name
    around: bool = False  # whether to build what broken files cannot touch
    drafts: bool = False  # whether issues that are asked for need no record

    @property
    def place(self) -> Path:
        """The folder that the documents go to, which depends on the release."""
        return output_folder(self.out, self.release)

    @property
    def early_workers(self) -> int:
        """How many workers for PDFs to start before it is known whether a page needs one."""
        if self.executor or (self.html and not self.pdf):
            return 0
        if self.alone:
            return 1
        from ..files.processors import processes

        workers = processes(self.jobs)
        return workers if workers <= _MOST_EARLY else 0

    def words(self, asked: Sequence[str]) -> tuple[object, ...]:
        """Return what decides on the documents besides files: the command's words and options, today."""
        clocks = (self.as_of, self.known, self.release)
        forms = (self.html, self.pdf, self.single)
        return (asked, *clocks, *forms, datetime.date.today())

    def order(self, base: FactBase, wanted: Iterable[str], broken: BrokenFiles | None = None) -> BuildOrder:
        """Return the order for a build: options left out take the desk's settings and its day."""
        from ..build.build_plan import BuildOrder
        from ..template_api.documents import asked_days

        day = day_of(base, self.as_of)
        return BuildOrder(
            as_of=day,
            known=self.known.date() if self.known else day,
            release=self.release or base.desk.release,
            fixed=self.as_of is not None,
            wanted=(wanted := tuple(wanted)),
            drafts=tuple(name.removeprefix("weekly/") for name in wanted) if self.drafts else (),
            days=asked_days(wanted),
            html=self.html or not self.pdf,
            pdf=self.pdf or not self.html,
            single=self.single,
            jobs=self.jobs,
            executor=self.executor,
            around=broken,
            notes=desk_notes(),
        )


@contextlib.contextmanager
def _staying() -> Iterator[None]:
    """Pause the garbage collector: a million objects are made here, and all stay until the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def run_build(wish: BuildRequest, pick: Callable[[FactBase], Iterable[str]], *asked: str) -> None:
    """Build the documents that `pick` names; `asked` are the words of the command, which stand for them.

    Where no byte has changed since the last time, nothing is even parsed. Exits 1 if a document failed or was
    left out.
    """
    from ..build import last_build
    from ..files import desk_files, fingerprint
    from ..files.output_folder import OutputFolder

    output = OutputFolder(wish.place)
    templates = _current_templates()
    files = desk_files.fact_files(desk_folder())
    inputs = fingerprint.BuildInputs.of(templates)
    made_from = fingerprint.build_digest(files, inputs, wish.words(asked))
    last = last_build.last_build(output, made_from)
    if last and not wish.receipt and last.holds(output):
        show_unchanged_build(last, wish.place, wish.quiet)
        return
    with contextlib.ExitStack() as stack:
        # its workers get ready while the facts are loaded
        workers = wish.early_workers
        pool = stack.enter_context(_new_pool(templates, workers)) if workers else None
        from ..build import build_steps as steps

        with _staying():
            base, broken = _loaded(wish, files)
            _warn_of_edition(base, wish)
        events = steps.build(base, wish.order(base, pick(base), broken), templates, output, pool)

        def settle(result: BuildResult) -> None:
            if not (result.failures or broken):
                last_build.save_last_build(output, made_from, result.build_record)

        result = show_build(events, wish.place, wish.quiet, settle)
    if wish.receipt:
        write_receipt(result, wish.receipt)
    for file in broken.files if broken else ():
        print(f"left out: {file.path}, and every document that it may touch", file=sys.stderr)
    if result.failures or broken:
        raise typer.Exit(1)


def _warn_of_edition(base: FactBase, wish: BuildRequest) -> None:
    """Print what `check --release` would say of the edition, unless `check` by itself says it."""
    if wish.release is None or wish.quiet:
        return
    from ..checks import edition_rules

    today = None if base.desk.today else datetime.date.today()
    print_problems(edition_rules.other_edition(base, wish.release, today))


def _current_templates() -> dict[str, bytes]:
    """Return templates and assets by name; prints a note for each copy older than the shipped file."""
    from ..core.fonts import with_added_fonts
    from ..files import desk_files, template_overrides

    shipped, own = desk_files.shipped_template_files(), desk_files.desk_template_files(desk_folder())
    for name in template_overrides.outdated(own, shipped):
        note = "the shipped file has changed since this was copied from it"
        print(f"note: templates/{name}: {note}", file=sys.stderr)
    return with_added_fonts(shipped | own, desk_files.STYLE)


def _new_pool(templates: Mapping[str, bytes], workers: int) -> PdfPool:
    from ..pdf import pdf_assets, pdf_pool

    return pdf_pool.PdfPool(pdf_assets.pdf_assets(templates), workers)


def _loaded(wish: BuildRequest, files: list[TextFile]) -> tuple[FactBase, BrokenFiles | None]:
    """Return the facts to build from, and the files left out of them, if the order says to leave any out."""
    if wish.around:
        return intact_facts(wish.quiet, files)
    return checked_facts(wish.quiet, files), None


def run_dry(wish: BuildRequest, pick: Callable[[FactBase], Iterable[str]]) -> None:
    """Say what would be built and why, and write nothing."""
    base = checked_facts(wish.quiet)
    if print_plan(planned_documents(wish, base, pick(base)), wish.quiet):
        raise typer.Exit(1)


def planned_documents(
    wish: BuildRequest, base: FactBase, wanted: Iterable[str]
) -> Iterator[PlannedDocument | FailedDocument]:
    """Yield what a build would do with each document, without doing it."""
    from ..build import build_trace
    from ..build.build_plan import BuildPlan
    from ..files import atomic_folder

    work = BuildPlan(base, wish.order(base, wanted), templates(), atomic_folder.Output(wish.place))
    return work.plan(build_trace.stored_traces(work.output))
