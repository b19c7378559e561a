"""A small desk in a folder of its own, edited and built as a person would."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import hypothesis
import pytest

from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import Problem, TextFile
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.facts.view import View
from briefings.files import atomic_folder, desk_files
from briefings.files.ledger_files import LedgerFile
from briefings.records import fact_reader
from command_server import run_forked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FULL = "FULL" in os.environ  # as `make test-long` runs the tests

# No deadline: two test workers share two cores with whatever else runs. Derandomized: a red run is red again.
hypothesis.settings.register_profile("desk", deadline=None, derandomize=True, max_examples=80 if FULL else 30)
hypothesis.settings.load_profile("desk")

# A fault that only costs time fails the tests; the commands that they run inherit it.
os.environ["BRIEFINGS_STRICT"] = "1"

# The files that take longest are begun first, so that no worker is left alone with one at the end.
LONGEST = {
    f"test_{name}.py"
    for name in (
        "strict_yaml", "commands", "faults", "issue_publication", "single_file", "pages", "pdf_pool", "record_index",
        "laws", "hostile", "serve", "broken_files", "regenerate", "withheld_records", "docs",
    )
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)


T = TypeVar("T")
EXAMPLE = Path(__file__).parent / "desk"
COMMAND = [sys.executable, "-c", "from briefings.cli import main; main()"]


def some(cases: Iterable[T], every: int) -> list[T]:
    """Return each so-many-th of the cases of a test that takes long; `make test-long` tries all."""
    return list(cases)[:: 1 if FULL else every]


def with_ctrl_c() -> None:
    """Hear Ctrl-C in a process about to begin, also where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ends_within(folder: Path, seconds: float, *words: str) -> bool:
    """Run a command and kill it after so many seconds; True if it ended before."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*COMMAND, *words], cwd=folder, stdout=quiet, stderr=quiet)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait() != -signal.SIGKILL
    return True


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True)
class SmallDesk:
    """A desk's folder, with what a person does to it."""

    root: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file below facts/."""
        path = self.root / "facts" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, name: str, text: str) -> None:
        """A new file below facts/."""
        path = self.root / "facts" / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def template(self, name: str, text: str) -> None:
        """A template of the desk's own."""
        path = self.root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *args: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Run:
        """The command as from a shell whose output goes to a pipe; with `env`, in a Python that is started for it."""
        if env is None:
            return Run(*run_forked(args, cwd or self.root, os.environ))
        done = subprocess.run(
            [*COMMAND, *args],
            cwd=cwd or self.root,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def files(self, folder: str = "build") -> dict[str, bytes]:
        """Every file below a folder with its bytes, but for what builds keep for themselves."""
        top = self.root / folder
        found = (p for p in sorted(top.rglob("*")) if p.is_file() and atomic_folder.NOTES_FOLDER not in p.parts)
        return {str(p.relative_to(top)): p.read_bytes() for p in found}

    def page(self, name: str) -> str:
        return (self.root / "build" / f"{name}.html").read_text(encoding="utf-8")

    def texts(self) -> list[TextFile]:
        return desk_files.fact_files(self.root)

    def problems(self) -> tuple[Problem, ...]:
        return desk_loading.load(self.texts()).problems

    def facts(self) -> FactBase:
        return base_of(self.texts())

    def view(self, as_of: str = "2021-09-17", known: str = "", release: Marking = Marking.GREEN) -> View:
        return View(self.facts(), at(as_of, known, release))


def base_of(files: list[TextFile]) -> FactBase:
    """The fact base of files that can be read; the rules across facts are not asked, they have their own tests."""
    entries, problems = fact_reader.read([file for file in files if not isinstance(file, LedgerFile)])
    assert list(problems) == [], "\n".join(map(str, problems))
    return FactBase.of(entries)


def at(as_of: str, known: str = "", release: Marking = Marking.GREEN) -> Viewpoint:
    return Viewpoint(date.fromisoformat(as_of), date.fromisoformat(known or as_of), release)


def _copy(root: Path) -> SmallDesk:
    shutil.copytree(EXAMPLE, root)
    return SmallDesk(root)


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    """A desk of this test's own, nothing built."""
    return _copy(tmp_path / "desk")


@pytest.fixture(scope="session")
def _made_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = _copy(tmp_path_factory.mktemp("paged") / "desk")
    assert desk.run("build", "--html").code == desk.run("check").code == 0
    return desk.root


@pytest.fixture
def paged(_made_pages: Path, tmp_path: Path) -> SmallDesk:
    """A desk of this test's own, checked and with all its pages built."""
    shutil.copytree(_made_pages, tmp_path / "desk")
    return SmallDesk(tmp_path / "desk")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDesk]:
    """A desk with everything built, shared: only to be looked at."""
    shared = _copy(tmp_path_factory.mktemp("built") / "desk")
    run = shared.run("build", env={})
    assert run.code == 0, run.out + run.err
    before = shared.files(".")
    yield shared
    assert shared.files(".") == before, "a test changed the shared desk"


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """What only costs time is no fault, as for users."""
    monkeypatch.setenv("BRIEFINGS_STRICT", "0")


ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def unpublished(folder: Path) -> SmallDesk:
    """A copy of the shipped desk in a folder that has published nothing and lists no signers."""
    shutil.copytree(ROOT / "facts", folder / "facts", ignore=shutil.ignore_patterns("issues", "signers"))
    settings = folder / "facts/desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"^  approvals: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    return SmallDesk(folder)


@pytest.fixture(scope="session")
def shipped_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped desk's HTML in `site` and its files for mail in `mail`, made once for all test workers.

    Its weeklies are drafts of the templates as they are, not copies of the published issues.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "shipped-build"
    with (shared / "shipped-build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = tmp_path_factory.mktemp("shipped") / "site"
            drafts = unpublished(tmp_path_factory.mktemp("drafts"))
            run = drafts.run("build", "--html", "--single", "--quiet", "--out", str(made))
            assert run.code == 0, run.err
            assert (made / "index.html").is_file()
            (made / "mail").rename(made.parent / "mail")
            made.parent.rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(shipped_build: Path) -> Path:
    """The shipped desk's HTML, as of the day the desk pins: only to be looked at."""
    return shipped_build / "site"


@pytest.fixture(scope="session")
def mailed(shipped_build: Path) -> Path:
    """The shipped desk's files for mail: only to be looked at."""
    return shipped_build / "mail"


@pytest.fixture(scope="module")  # not the session: its event loop would be in the way of other tests
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "Chromium is missing: make test installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()
