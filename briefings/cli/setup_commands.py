"""Commands that give a desk its files."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .desk_access import desk_folder
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..core.problems import Problem, TextFile
    from ..records.desk_settings import Desk
    from ..records.entries import Entry
    from ..tasks.source_document import SourceDocument


def init(
    folder_: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that is empty or does not exist yet.")
    ],
    region: Annotated[
        str,
        typer.Option(metavar="COUNTRIES", help="Its countries, such as AFG,TJK or Afghanistan,Tajikistan."),
    ] = "",
    title: Annotated[str, typer.Option(help="With --region: the title of the desk.")] = "",
) -> None:
    """Make a new desk: for a region with what every desk needs of its countries, else a small example."""
    from ..tasks import new_desk, region_desk

    if not region and sys.stdin.isatty():
        region = input("Countries (AFG,TJK or their names; nothing for an example of two): ").strip()
    facts = None
    if region:
        codes = region_desk.region_codes(region.split(","))
        facts = region_desk.region_files(codes, title, datetime.date.today())
    for name in new_desk.create_desk(folder_, facts):
        print(f"wrote {folder_ / name}")
    print(f"next: cd {folder_} && briefings build")


def new(
    kind: Annotated[str, typer.Argument(help="A kind of record, such as events or event; or 'document'.")],
    name: Annotated[
        str,
        typer.Argument(
            help="Of a document: flash, daily, profile, or a name of your own.", show_default=False
        ),
    ] = "",
    id: Annotated[str, typer.Option("--id", help="Its id; default: a fresh one.")] = "",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A key to fill in; may be repeated."),
    ] = None,
    document: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Of a source: the text to keep (plain, HTML, MHTML, WARC); - for what is piped in.",
        ),
    ] = "",
    file_: Annotated[
        str,
        typer.Option(
            "--file", metavar="FILE", help="The file below facts/; default: that of the fact's week."
        ),
    ] = "",
) -> None:
    """Append a stub of a record to its week's file, or a kind of document to the desk's settings."""
    from ..core.problems import BriefingsError, TextFile
    from ..files import atomic_folder, desk_files
    from ..records import fact_reader, weeks, yaml_tree
    from ..records.desk_settings import Desk
    from ..tasks import new_record, source_document

    if kind == "document":
        _new_document(name, values or [])
        return
    if name:
        raise BriefingsError(f"{name!r} is one word too many", f"briefings new {kind} --set KEY=VALUE")
    kind = new_record.kind_of(kind)
    files = fact_reader.fact_texts(desk_files.fact_files(desk_folder()))
    entries, _ = fact_reader.read(files)
    desk = next((e.record for e in entries if isinstance(e.record, Desk)), None)
    if desk is None:
        raise BriefingsError("no desk settings in the facts", "see what is wrong with them: briefings check")
    today = desk.today.last if desk.today else datetime.date.today()
    week = weeks.week_of(today, desk).id
    told = {**new_record.dated_values(kind, today), **new_record.given_values(values or [], kind)}
    kept = _document(document, kind, desk) if document else None
    if kept is not None:
        told = {**source_document.record_values(kept), **told}
    used = new_record.used_ids(yaml_tree.parse(file)[0] for file in files)
    if id in used:
        raise BriefingsError(f"the id {id!r} is taken: {used[id]}", "give another, or none")
    own_id = id or new_record.unused_id(kind, told, today, week, used)
    offered = _offered(kind, told, desk, entries)
    stub = new_record.new_stub(kind, own_id, told, offered)
    if stub.blank and sys.stdin.isatty() and sys.stdout.isatty():
        told |= _asked(kind, stub.blank, entries, offered)
        stub = new_record.new_stub(kind, own_id, told, _offered(kind, told, desk, entries))
    name = _fact_file(file_) or f"weeks/{new_record.week_of_values(told, week, desk)}.yaml"
    output = atomic_folder.Output(desk_folder() / "facts")
    file = next((file for file in files if file.path == f"facts/{name}"), None)
    text, line = new_record.text_with_stub(file or TextFile(f"facts/{name}", ""), stub)
    if refused := new_record.refusals(files, TextFile(f"facts/{name}", text), line, stub):
        raise BriefingsError("\n".join(_in_a_line(problem) for problem in refused), "nothing was written")
    if kept is not None:
        print(f"wrote {_keep(kept, stub.id or '', str(desk.texts))}: {count_text(kept.lines, 'line')}")
    output.write(name, text.encode())
    print(f"wrote facts/{name}:{line}: {new_record.SINGULAR[kind]}" + (f" {stub.id}" if stub.id else ""))
    if stub.blank:
        print(f"fill in or delete: {', '.join(stub.blank)}; then: briefings check")


def _offered(kind: str, told: dict[str, str], desk: Desk, entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return what the kept text of the record's source offers for its keys; nothing where it is not here."""
    from ..checks.kept_texts import texts_of
    from ..files import text_folder
    from ..records.entities import Source
    from ..tasks import kept_proposals

    named = told.get("source", "").strip("'\"")
    source = next((e.record for e in entries if e.id == named and isinstance(e.record, Source)), None)
    if source is None or not desk.texts:
        return {}
    text = texts_of([source], text_folder.text_files(desk_folder(), desk.texts)).get(named)
    if text is None or text.file.refused:
        return {}
    return kept_proposals.proposals(kind, told, text, source.published.last)


def _asked(
    kind: str, blank: Sequence[str], entries: Sequence[Entry], offered: dict[str, list[str]]
) -> dict[str, str]:
    """Ask on the terminal for the keys that are still empty, and return the answers."""
    from ..tasks import new_record
    from .record_questions import answers

    ids = [entry.id for entry in entries]
    sources = [entry.id for entry in entries if entry.kind == "sources"]
    choices = {key: sources if key == "source" else new_record.words_of(kind, key) or ids for key in blank}
    choices |= {key: forms for key, forms in offered.items() if key in choices}
    hints = {**new_record.hints_of(kind, blank), **{key: "; ".join(forms) for key, forms in offered.items()}}
    given = answers({key: hints[key] for key in blank if key in hints}, choices)
    return new_record.given_values((f"{key}={value}" for key, value in given.items()), kind)


def _fact_file(name: str) -> str:
    """The name of a fact file below facts/; raises BriefingsError for one that would not be read."""
    from ..core.problems import BriefingsError
    from ..files import atomic_folder

    name = name.removeprefix("facts/")
    if name and not (atomic_folder.is_inside(name) and name.endswith((".yaml", ".yml"))):
        raise BriefingsError(f"{name!r} is no fact file", "a name that ends in .yaml, below facts/")
    return name


def _in_a_line(problem: Problem) -> str:
    remedy = f"did you mean {problem.suggestion!r}?" if problem.suggestion else problem.expected
    return f"{problem.message}: {remedy}"


def _new_document(name: str, values: list[str]) -> None:
    """Write the entry of a kind of document, and a template to begin with unless one ships or is there."""
    from ..core.problems import BriefingsError, TextFile
    from ..files import atomic_folder, desk_files
    from ..tasks import new_document

    if not name:
        remedy = f"briefings new document NAME: {', '.join(new_document.SHIPPED)}, or one of your own"
        raise BriefingsError("a document without a name", remedy)
    settings = dict(text.partition("=")[::2] for text in values)
    if wrong := settings.keys() - {"each", "only"}:
        raise BriefingsError(f"a document has no {min(wrong)!r} to set", "--set each=event --set only=ID,ID")
    only = [id for id in settings.get("only", "").split(",") if id]
    desk = desk_folder()
    entry, template, text = new_document.new_document(
        name, settings.get("each", ""), only, list(desk_files.template_files(desk))
    )
    files = desk_files.fact_files(desk)
    file = new_document.desk_file(files)
    written = new_document.text_with_document(file, entry)
    _refuse_unknown(files, TextFile(file.path, written), only)
    atomic_folder.Output(desk).write(file.path, written.encode())
    print(f"wrote {file.path}: documents: {entry}")
    if text:
        atomic_folder.Output(desk / "templates").write(template, text.encode())
        print(f"wrote templates/{template}")
    print("next: briefings build")


def _refuse_unknown(files: Iterable[TextFile], settings: TextFile, only: Iterable[str]) -> None:
    """Raise BriefingsError for a subject of a document that `check` would not find."""
    from ..checks import desk_loading
    from ..core.problems import BriefingsError

    after = [settings if file.path == settings.path else file for file in files]
    for problem in desk_loading.load(after).errors:
        wrong = (id for id in only if problem.mark.file is settings and f"'{id}'" in problem.message)
        if problem.code == "unknown-id" and any(wrong):
            remedy = f"did you mean {problem.suggestion!r}?" if problem.suggestion else problem.expected
            raise BriefingsError(problem.message, remedy)


def _document(name: str, kind: str, desk: Desk) -> SourceDocument:
    """The document in a file, or piped in; raises BriefingsError where it cannot be kept."""
    from ..core.problems import BriefingsError
    from ..files.bounded_process import bounded
    from ..files.plain_files import plain_bytes
    from ..tasks import source_document

    if kind != "sources":
        raise BriefingsError(
            f"--from keeps the text of a source, not of {kind}", "briefings new source --from …"
        )
    if not desk.texts:
        remedy = "name a folder in the desk's record, such as 'texts: ../texts'"
        raise BriefingsError("the desk keeps no texts", remedy)
    try:
        most = source_document.MOST + 1
        data = sys.stdin.buffer.read(most) if name == "-" else plain_bytes(Path.cwd() / name, most)
    except OSError as error:
        raise BriefingsError(f"{name}: {error.strerror}", "a plain file, or - for what is piped in") from None
    return bounded(name, lambda: source_document.source_document(data))


def _keep(document: SourceDocument, id: str, texts: str) -> str:
    """Write a source's text into the folder of texts and return its path; raises BriefingsError."""
    from ..core.problems import BriefingsError
    from ..files import atomic_folder, text_folder

    path = f"{texts.rstrip('/')}/{id}.txt"
    if path in [file.path for file in text_folder.text_files(desk_folder(), texts)]:
        raise BriefingsError(f"{path} is there already", "another --id, or that file moved away first")
    output = atomic_folder.Output(text_folder.place_of(desk_folder(), texts))
    output.write(f"{id}.txt", document.text.encode())
    return path


def schema(
    out: Annotated[Path, typer.Option(help="The folder to write to, from where the command is run.")] = Path(
        ".vscode"
    ),
) -> None:
    """Write the JSON Schema of fact files, for completion, hover and checking in editors."""
    from ..files import atomic_folder
    from ..records.json_schema import FILE, as_json

    atomic_folder.Output(Path.cwd() / out).write(FILE, as_json())
    print(f"wrote {out / FILE}")


def copy(
    name: Annotated[str, typer.Argument(help="A shipped file, such as country.html.j2 or briefing.css.")],
) -> None:
    """Copy a shipped template into the desk's own templates/, to be changed there."""
    from ..core.problems import BriefingsError
    from ..files import atomic_folder, desk_files, template_overrides

    desk = desk_folder()
    if name in desk_files.desk_template_files(desk):
        raise BriefingsError(f"templates/{name} is there already", "edit it, or remove it first")
    own = atomic_folder.Output(desk / "templates")
    if own.root.resolve() == desk_files.shipped_templates_folder().resolve():
        raise BriefingsError("this desk's templates/ is the shipped one", "edit it where it is")
    own.write(name, template_overrides.editable_copy(name, desk_files.shipped_template_files()))
    print(f"wrote templates/{name}: it goes before the shipped one")
