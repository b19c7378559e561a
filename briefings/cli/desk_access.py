"""The desk a command is run in: its folder, its output folder, its checked facts."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..core.problems import BriefingsError, Severity
from .terminal_output import count_text, print_problems

if TYPE_CHECKING:
    from ..build.kept_problems import Found, KeptProblems
    from ..checks.broken_files import BrokenFiles
    from ..checks.desk_loading import LoadResult
    from ..core.markings import Marking
    from ..core.problems import Problem, TextFile
    from ..facts.fact_base import FactBase
    from ..files.atomic_folder import Output


def desk_folder() -> Path:
    """The nearest folder upwards that holds `facts/`."""
    from ..files import desk_files

    return desk_files.find_desk(Path.cwd())


def templates() -> dict[str, bytes]:
    """Templates and assets by name, to render with."""
    from ..files import desk_files

    return desk_files.template_files(desk_folder())


def output_folder(out: Path, release: Marking | None = None) -> Path:
    """The folder to write to: `build/` of the desk, or the one asked for, from where the command is run.

    An edition that was asked for has a folder of its own in it, named for its marking. Raises BriefingsError
    where a link stands for `build/`.
    """
    place = Path.cwd() / out
    if out == Path("build"):  # the desk's own, which may have come with it
        place = desk_folder() / out
        if place.is_symlink():
            raise BriefingsError("build is a link to another folder", "remove it, or name that folder: --out")
    return place / release.file_name if release else place


def day_of(base: FactBase, as_of: datetime.datetime | None = None) -> datetime.date:
    """The day a command is for: the one asked for, else the one the desk pins, else today."""
    from ..template_api import documents

    return documents.as_of_day(base, as_of.date() if as_of else None, datetime.date.today())


def found_problems(kept: KeptProblems, files: list[TextFile]) -> tuple[Problem, ...]:
    """Every problem of the facts; as the last check found them, where nothing has changed since."""
    from ..build import kept_problems
    from ..core.fonts import is_font
    from ..files import text_folder

    today = datetime.date.today()
    texts = text_folder.text_files(desk_folder(), text_folder.folder_in(files))
    fonts = {name: data for name, data in templates().items() if is_font(name)}
    everything = [*files, *texts]
    inputs = kept_problems.inputs_digest(everything, fonts)
    now = {"inputs": inputs, "day": today.isoformat()}

    def found() -> Found:
        problems, pinned = _checked(files, texts, today)
        return problems, {name: now[name] for name in (("inputs",) if pinned else ("inputs", "day"))}

    return kept.of("facts", everything, lambda name: now.get(name, ""), found)


def _checked(
    files: list[TextFile], texts: list[TextFile], today: datetime.date
) -> tuple[list[Problem], bool]:
    """Every problem of the facts, and whether the desk pins its day, so that no other matters."""
    from ..build import incremental_load
    from ..core.problems import in_order

    held = incremental_load.load_incrementally(files, today, desk_notes())
    further = [
        *_edition_problems(held, today),
        *_misplaced(held.base),
        *_missing_glyphs(files),
        *_against_texts(held.base, texts),
    ]
    return in_order([*held.problems, *further]) if further else list(held.problems), held.pinned


def desk_notes() -> Output:
    """The folder of notes beside the facts."""
    from ..files import atomic_folder

    return atomic_folder.notes_folder(desk_folder())


def _edition_problems(held: LoadResult, today: datetime.date) -> list[Problem]:
    """The errors that only an edition of the desk has; a desk that withholds nothing is not kept waiting."""
    if held.base is None:
        return []
    from ..checks import edition_rules

    day = None if held.pinned else today
    releases = edition_rules.own_releases(held.base)
    return list(edition_rules.edition_problems(held.base, releases, day, held.problems))


def _misplaced(base: FactBase | None) -> list[Problem]:
    """The places far outside their country; a desk without places is not kept waiting for the maps."""
    if base is None or not base.found("places"):
        return []
    from ..pages.page_render import map_atlas
    from ..pictures import place_distances

    atlas = map_atlas(templates())
    return list(place_distances.misplaced(base, atlas)) if atlas else []


def _against_texts(base: FactBase | None, texts: list[TextFile]) -> list[Problem]:
    """The problems of claims that the kept texts of sources do not bear out; none for a desk without."""
    if base is None or base.desk.texts is None:
        return []
    from ..checks import source_rules

    return list(source_rules.source_problems(base, texts))


def hold_against_texts(base: FactBase) -> None:
    """Print what kept texts of sources do not bear out, or that they are not here; exits 1 for an error.

    No build depends on texts that others do not have; what goes out for good is held against them again.
    """
    from ..files import text_folder

    if base.desk.texts is None:
        return
    shown = [
        problem
        for problem in _against_texts(base, text_folder.text_files(desk_folder(), base.desk.texts))
        if problem.severity is not Severity.WARNING
    ]
    if errors := print_problems(shown)[Severity.ERROR]:
        print(f"{count_text(errors, 'error')}; nothing goes out", file=sys.stderr)
        raise typer.Exit(1)


def _missing_glyphs(files: Iterable[TextFile]) -> list[Problem]:
    """Return the problems of texts with letters that are in no font of the desk."""
    from ..build.kept_letters import covered_letters
    from ..checks import font_rules

    covered = cache(lambda: covered_letters(desk_notes(), templates()))
    return list(font_rules.missing_glyphs(files, covered))


def document_problems(files: Iterable[TextFile]) -> list[Problem]:
    """Return the problems of `documents:`; a desk without that key is not kept waiting for them."""
    asking = [file for file in files if "documents:" in file.text]
    if not asking:
        return []
    from ..core import filenames
    from ..pages import template_check

    known = filenames.templates(templates())
    return list(template_check.document_problems(template_check.desk_documents(asking), known))


def _with_further_errors(held: LoadResult, files: Sequence[TextFile]) -> LoadResult:
    """Return a loaded desk without its fact base if a letter, or a kind of document, could not be printed."""
    from ..checks.desk_loading import LoadResult
    from ..core.problems import in_order

    if not (further := [*_missing_glyphs(files), *document_problems(files)]):
        return held
    return LoadResult(None, tuple(in_order([*held.problems, *further])), held.pinned)


def checked_facts(quiet: bool, files: list[TextFile] | None = None) -> FactBase:
    """The checked fact base; prints the problems and exits 1 where errors stop it.

    `files` where they are read already.
    """
    from ..build import incremental_load
    from ..files import desk_files

    read = files or desk_files.fact_files(desk_folder())
    held = incremental_load.load_incrementally(read, datetime.date.today(), desk_notes(), of_issues=False)
    held = _with_further_errors(held, read)
    shown = held.errors if quiet else held.problems
    if held.base is None:
        errors = print_problems(shown)[Severity.ERROR]
        print(f"{count_text(errors, 'error')}; nothing was written", file=sys.stderr)
        raise typer.Exit(1)
    return held.base


def intact_facts(quiet: bool, files: list[TextFile]) -> tuple[FactBase, BrokenFiles | None]:
    """The fact base without the files that have errors, and those files; the whole one where none has.

    Prints the problems; exits 1 where the desk's own record is in a broken file.
    """
    from ..checks import desk_loading

    held = _with_further_errors(desk_loading.load(files, datetime.date.today()), files)
    if held.base is not None:
        if not quiet:
            print_problems(held.problems)
        return held.base, None
    print_problems(held.errors if quiet else held.problems)
    partly = desk_loading.load_without(files, held, datetime.date.today())
    if partly is None:
        print(
            "the desk's own record is broken, or rests on a broken file; nothing was written", file=sys.stderr
        )
        raise typer.Exit(1)
    return partly.base, partly.broken
