"""What a command loads: nothing heavy before it is needed, told by what is imported and not by a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SmallDesk

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = {
    "pydantic", "yaml", "jinja2", "markdown", "babel", "pycountry", "weasyprint", "rich", "trafilatura", "warcio"
}  # fmt: skip


def loaded(*args: str, folder: Path = ROOT) -> set[str]:
    """Which of the heavy libraries a command has imported by its end."""
    code = (
        "import sys\nfrom briefings.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], cwd=folder, capture_output=True, text=True, check=True)
    return HEAVY & set(done.stderr.split())  # which has a library with any part of it


def test_facts_are_read_without_the_reader_of_package_metadata() -> None:
    """Pydantic would load it to look for plugins, and the mail library with it."""
    code = (
        "import sys; from briefings.cli import _without_plugins; _without_plugins()\n"
        "import briefings.build.incremental_load; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    names = set(done.stdout.split())
    assert "pydantic" in names
    assert not names & {"importlib.metadata", "email.message"}


@pytest.mark.parametrize("args", [("--help",), ("--version",)])
def test_help_and_version_load_nothing_heavy(args: tuple[str, ...]) -> None:
    assert loaded(*args) == set()


def test_a_one_pager_in_html_loads_no_typesetter_and_no_unit_library(tmp_path: Path) -> None:
    needed = {"pydantic", "yaml", "jinja2", "babel", "pycountry"}
    assert loaded("country", "Tajikistan", "--html", "--out", str(tmp_path)) == needed


@pytest.mark.parametrize("args", [("build", "--html"), ("country", "Tajikistan", "--out", "one"), ("check",)])
def test_where_nothing_changed_no_library_is_loaded(desk: SmallDesk, args: tuple[str, ...]) -> None:
    """Neither for the work nor for reading what was typed."""
    assert loaded(*args, folder=desk.root) > {"pydantic", "yaml"}
    assert loaded(*args, folder=desk.root) == set()
