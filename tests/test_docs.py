"""The documentation is true: its commands run, its tables are complete, its links and modules exist."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
import typer.main

from briefings.cli import app
from briefings.core.problem_codes import CODES
from conftest import SmallDesk, unpublished

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "templates").rglob("*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_page_of_all_keys_is_what_the_records_give() -> None:
    """Fix it with .venv/bin/python tools/facts_doc.py."""
    spec = importlib.util.spec_from_file_location("facts_doc", ROOT / "tools" / "facts_doc.py")
    assert spec is not None and spec.loader is not None
    facts_doc = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(facts_doc)
    assert read("docs/facts.md") == facts_doc.text()


# ---------------------------------------------------------------- commands


def shell_lines(text: str) -> list[str]:
    """Return the commands that a reader types, from the blocks marked as a console."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    """On a copy of the shipped desk. PDFs, which are slow, are made for the first weekly and one-pager only."""
    folder = tmp_path / "desk"
    folder.mkdir()
    unpublished(folder)
    ran = []
    for line in shell_lines(read("README.md")):
        program, *words = shlex.split(line.replace("/tmp/", f"{tmp_path}/"))
        if program == "cd":
            folder = (folder / words[0]).resolve()
            continue
        assert program == "briefings", line
        if words[0] in ("build", "explain") or words[0] in {"weekly", "country"} & set(ran):
            words.append("--html")
        run = SmallDesk(folder).run(*words)
        assert run.code == 0, f"{line}\n{run.out}{run.err}"
        ran.append(words[0])
        if words[0] == "new":  # a stub waits to be filled in, and would stop what follows
            shutil.rmtree(folder / "facts/weeks")
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    # serve runs until it is stopped; what docs/publishing.md and docs/import.md go through is tested elsewhere
    elsewhere = {"serve", "publish", "approve", "verify", "send", "withdraw", "review", "import", "lsp"}
    assert set(ran) == commands - elsewhere
    made = [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*.pdf"))]
    assert made == ["desk/build/countries/tajikistan.pdf", "desk/build/weekly/2022-W18.pdf"]
    assert (tmp_path / "my-desk/build/index.html").exists()


def test_the_tutorial_runs_from_nothing_in_twenty_commands(tmp_path: Path) -> None:
    """PDFs are made by its first build only; they take longest."""
    folder, built = tmp_path, 0
    lines = shell_lines(read("docs/tutorial.md"))
    assert 8 <= len(lines) <= 20
    for line in lines:
        program, *words = shlex.split(line)
        if program == "cd":
            folder = folder / words[0]
            continue
        built += words[0] == "build"
        run = SmallDesk(folder).run(*words, *(["--html"] if built > 1 and words[0] in ("build", "weekly") else []))
        assert (program, run.code) == ("briefings", 0), f"{line}\n{run.out}{run.err}"
        if words[0] == "build" and built == 1:
            assert (folder / "build/countries/tajikistan.pdf").exists()
    assert "0 errors, 0 warnings" in SmallDesk(folder).run("check").out
    assert "Treaty on the Kyrgyz-Tajik border" in (folder / "build/topics/borders.html").read_text(encoding="utf-8")


def test_the_readme_names_every_command() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert len(commands) >= 6
    assert commands - set(re.findall(r"briefings ([a-z]+)", read("README.md"))) == set()


# ---------------------------------------------------------------- tables


def test_every_code_has_its_row_and_every_row_its_code() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (?:error|warning|note) \|", read("docs/checks.md"), re.MULTILINE)
    assert len(rows) > 50
    assert sorted(rows) == sorted(CODES)


# ---------------------------------------------------------------- code

ROOMS = tuple(re.findall(r"\w+", read("tests/test_architecture.py").partition("ROOMS = (")[2].partition(")")[0]))


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_module_and_name_that_a_page_sends_to_exists(page: str) -> None:
    """Names are written `core/wording.py` (`amount`), or `Trace.reasons` in `build/build_trace.py`."""
    module = rf"`((?:{'|'.join(ROOMS)})/\w+\.py)`"
    text = " ".join(read(page).split())
    modules = set(re.findall(module, text))
    named = re.findall(rf"{module} \(`([\w.]+)`", text)
    named += [(found, name) for name, found in re.findall(rf"`([\w.]+)` (?:in|of) {module}", text)]
    assert len(modules) >= 8 and named
    files = {found: ROOT / "briefings" / found for found in modules}
    assert sorted(found for found, path in files.items() if not path.is_file()) == []
    texts = {found: path.read_text(encoding="utf-8") for found, path in files.items()}
    parts = [(found, part) for found, name in named for part in name.split(".")]
    assert [(found, part) for found, part in parts if not re.search(rf"\b{part}\b", texts[found])] == []


def test_the_import_paths_that_the_changelog_leads_to_exist() -> None:
    rows = re.findall(r"^ *\| `briefings\.\w+`.* \| (`briefings\..+`) \|$", read("CHANGELOG.md"), re.MULTILINE)
    paths = [path for row in rows for path in re.findall(r"`([\w.]+)`", row)]
    assert len(paths) > 8
    assert [path for path in paths if importlib.util.find_spec(path) is None] == []


def test_the_page_of_the_architecture_lists_the_rooms_in_their_order() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \| ", read("docs/architecture.md"), re.MULTILINE)) == ROOMS


def test_every_library_that_the_program_needs_has_its_reason() -> None:
    needed = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    names = {re.split(r"[\[>=]", line)[0] for line in needed}
    assert len(names) > 10
    assert names - set(re.findall(r"^- \*\*([\w.-]+)\*\*", read("docs/decisions.md"), re.MULTILINE)) == set()


# ---------------------------------------------------------------- links


def anchors(page: Path) -> set[str]:
    """Return the fragments that code hosts make of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_between_pages_resolves() -> None:
    broken, seen = [], 0
    for page in PAGES:
        text = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            seen += 1
            name, _, fragment = target.partition("#")
            file = Path(os.path.normpath(page.parent / name)) if name else page
            if not file.exists() or (fragment and fragment not in anchors(file)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert seen > 30
    assert broken == []
