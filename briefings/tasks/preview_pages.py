"""A desk while it is edited: rebuilt on every save, the pages as they last came out, and what is wrong now.

One thread rebuilds; others ask for pages and wait for news. A save builds HTML only; a PDF is made when asked
for.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..build import build_steps, incremental_load
from ..build.build_steps import BuildOrder
from ..core.fonts import screen_fonts
from ..core.problems import BriefingsError
from ..facts.fact_base import FactBase
from ..files import atomic_folder, desk_files, text_folder
from ..files.atomic_folder import Output
from ..files.output_folder import OutputFolder
from ..records.entities import Source

_COURTESY = 0.2  # seconds in which a browser loads what it was told of, before the rest takes the processor
_OF_EDITORS = ("~", ".swp", ".tmp", ".part")
EVERY_PAGE = "*"  # stands for every page


def concerns_pages(path: Path) -> bool:
    """Return True unless a file is one that editors keep beside the files they save."""
    return not path.name.startswith((".", "~", "#")) and not path.name.endswith(_OF_EDITORS)


class Preview:
    """The pages of one desk. `order` tells what to build of a fact base; `out` is the folder that holds the
    pages.

    `mistakes` are texts to show, empty if all is well.
    """

    def __init__(self, desk: Path, out: Path, order: Callable[[FactBase], BuildOrder]) -> None:
        self._desk, self._order, self.out = desk, order, Output(out)
        self.mistakes: tuple[str, ...] = ()
        self.number = 0
        self.epoch = secrets.token_hex(
            4
        )  # of this server: numbers of an earlier one on the same port say nothing
        self._changed: dict[str, int] = {}  # the last rebuilding that changed a page, by its name
        self._told = threading.Condition()
        self._building = threading.Lock()
        self._base: FactBase | None = None
        self._looks: dict[str, bytes] = {}
        self._ids: frozenset[str] = frozenset()
        self._looked_at: Counter[str] = Counter()  # pages that somebody waits for
        self._last: dict[str, bytes] = {}  # pages as they last came out, of those looked at

    def watched_folders(self) -> list[Path]:
        """The folders whose files the pages are made of, as far as they are there now."""
        folders = (self._desk / "facts", self._desk / "templates", desk_files.shipped_templates_folder())
        return [folder for folder in folders if folder.is_dir()]

    def rebuild(self) -> int:
        """Build all pages from what lies on the disk now, and tell those who wait; how many documents came
        out new.

        The pages that are looked at come first, and are told of before the others are made. These are left
        to the next rebuilding as soon as files were saved again.
        """
        with self._building:
            try:
                state = self._saved_state()
                files = desk_files.fact_files(self._desk)
                loaded = incremental_load.load_incrementally(
                    files, date.today(), atomic_folder.notes_folder(self._desk), self._base, of_issues=False
                )
                if loaded.base is None:
                    self._tell(set(), map(str, loaded.errors))
                    return 0
                templates = desk_files.template_files(self._desk)
                self._base = loaded.base
                changed, told = self._new_looks(templates), set[str]()
                first = self._looked_at_now()
                for wanted in [first, ()] if first else [()]:
                    mistakes: list[str] = []
                    with contextlib.closing(self._built(loaded.base, templates, wanted, mistakes)) as pages:
                        for page in pages:
                            changed.add(page)
                            if first and not wanted and self._saved_state() != state:
                                self._tell(changed, self.mistakes)
                                return _documents(told | changed)
                    # what is wrong with the other pages stands until these are made
                    known = dict.fromkeys((*self.mistakes, *mistakes)) if wanted else mistakes
                    self._tell(changed, known)
                    if wanted:
                        time.sleep(_COURTESY)
                    told, changed = told | changed, set()
            except BriefingsError as error:
                self._tell(set(), [error_text(error)])
                return 0
        return _documents(told)

    def _saved_state(self) -> dict[Path, tuple[int, int]]:
        """The files that pages are made of, each with its time and size."""
        state = {}
        for path in (inside for folder in self.watched_folders() for inside in folder.rglob("*")):
            if concerns_pages(path):
                with contextlib.suppress(OSError):  # gone meanwhile
                    found = path.stat()
                    state[path] = (found.st_mtime_ns, found.st_size)
        return state

    def _new_looks(self, templates: Mapping[str, bytes]) -> set[str]:
        fonts = set(screen_fonts(templates))
        looks = {n: data for n, data in templates.items() if n.endswith((".css", ".js")) or n in fonts}
        changed = {EVERY_PAGE} if looks != self._looks else set()
        self._looks = looks
        return changed

    def _built(
        self, base: FactBase, templates: Mapping[str, bytes], wanted: tuple[str, ...], mistakes: list[str]
    ) -> Generator[str]:
        """The names of pages that came out new; what went wrong is put to the mistakes."""
        order = replace(self._order(base), html=True, pdf=False, wanted=wanted)
        ids = set()
        for event in build_steps.build(base, order, templates, self.out):
            if isinstance(event, build_steps.FailedDocument):
                mistakes.append(error_text(event.error))
                ids.add(event.document)
            elif isinstance(event, build_steps.DocumentBuilt):
                ids.add(event.document.id)
                if event.changed:
                    yield f"{event.document.id}.html"
                    yield "index.html"
        if not wanted:  # which means all
            self._ids = frozenset(ids)

    def _looked_at_now(self) -> tuple[str, ...]:
        with self._told:
            return tuple(sorted({page.removesuffix(".html") for page in self._looked_at} & self._ids))

    def _tell(self, changed: set[str], mistakes: Iterable[str]) -> None:
        found = tuple(mistakes)
        with self._told:
            self.number += 1
            other = {EVERY_PAGE} if found != self.mistakes else set()
            self._changed.update(dict.fromkeys(changed | other, self.number))
            self.mistakes = found
            self._told.notify_all()

    @property
    def state(self) -> tuple[str, tuple[str, ...]]:
        """Return an id of this state and its mistakes."""
        with self._told:
            return f"{self.epoch}-{self.number}", self.mistakes

    def wait(self, page: str, state: str, seconds: float) -> bool:
        """True if a page, or the mistakes it shows, differ from `state`; waits at most `seconds` for that."""
        epoch, _, last = state.partition("-")
        number = int(last) if epoch == self.epoch and last.isdecimal() and len(last) < 20 else -1

        def moved() -> bool:
            return max(self._changed.get(EVERY_PAGE, 0), self._changed.get(page, 0)) > number

        with self._told:
            self._looked_at[page] += 1
            try:
                return self._told.wait_for(moved, seconds)
            finally:
                self._looked_at[page] -= 1
                self._looked_at += Counter()  # without those that nobody waits for

    def file(self, name: str) -> bytes | None:
        """A plain file that builds wrote here; None for any other, which may have come with the folder."""
        try:
            return self.out.read(name) if name in (OutputFolder(self.out.root).written or ()) else None
        except BriefingsError:  # it would lead out of the folder
            return None

    def page(self, name: str) -> bytes | None:
        """Return a page as it was last built without error; None if it never was."""
        data = self.file(name)
        if data is not None:
            self._last[name] = data
        return self._last.get(name)

    def source(self, id: str) -> list[str] | None:
        """Return a source's report, line by line; None for what is no source of the last good facts."""
        from .source_report import report

        with self._building:
            source = self._base.record(Source.kind, id, Source) if self._base else None
            if self._base is None or source is None:
                return None
            files = text_folder.text_files(self._desk, str(self._base.desk.texts or ""))
            return list(report(self._base, source, files))

    def pdf(self, name: str) -> bytes | None:
        """A document's PDF, made now where it is not there or older than its page; None for what is no
        document.

        Raises BriefingsError if it cannot be made. While the facts are broken it is that of the last good
        ones.
        """
        id = name.removesuffix(".pdf")
        with self._building:
            if id not in self._ids or self._base is None:
                return None
            order = replace(self._order(self._base), html=True, pdf=True, wanted=(id,), jobs=1)
            for event in build_steps.build(
                self._base, order, desk_files.template_files(self._desk), self.out
            ):
                if isinstance(event, build_steps.FailedDocument):
                    raise event.error
            return self.file(name)


def _documents(pages: set[str]) -> int:
    return len(pages - {EVERY_PAGE, "index.html"})


def error_text(error: BriefingsError) -> str:
    """Return an error and its remedy as the command line prints them."""
    return f"{error}\n  {error.remedy}" if error.remedy else str(error)
