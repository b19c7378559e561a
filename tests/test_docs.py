"""The documentation is true: its commands run, its tables are complete, its links and modules exist."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

from briefings.cli import app
from briefings.core.problem_codes import CODES
from conftest import SmallDesk, unpublished
from walk_through import Command, Edit, steps

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "templates").rglob("*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tool(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_all_keys_is_what_the_records_give() -> None:
    """Fix it with .venv/bin/python tools/facts_doc.py."""
    assert read("docs/facts.md") == tool("facts_doc").text()


# ---------------------------------------------------------------- commands


# One desk goes through these in this order; a command that stands on several pages is run once.
GUIDES = (
    "README.md", "docs/commands.md", "docs/weekly.md", "docs/one-pager.md", "docs/correcting.md", "docs/building.md",
    "docs/editions.md", "docs/upkeep.md", "docs/writing.md", "docs/exports.md", "docs/upgrading.md", "docs/new-desk.md",
)  # fmt: skip


def test_every_command_of_the_readme_runs_and_every_one_of_the_guides(tmp_path: Path) -> None:
    """And prints what the page shows. PDFs, which are slow, are made for the first weekly and one-pager only."""
    folder = tmp_path / "desk"
    folder.mkdir()
    unpublished(folder)
    ran: dict[str, str] = {}
    printed: set[str] = set()
    for guide in GUIDES:
        for step in steps(read(guide)):
            if isinstance(step, Edit):
                step.make(SmallDesk(folder))
                ran = {line: name for line, name in ran.items() if name not in ("check", "build")}
                continue
            if step.line.startswith("cd "):
                folder = (folder / step.line.removeprefix("cd ")).resolve()
                continue
            name, *words = step.words
            if f"{folder} {step.line}" in ran:
                continue
            if name in ("build", "explain") or name in {"weekly", "country"} & set(ran.values()):
                words.append("--html")
            run = SmallDesk(folder).run(name, *(word.replace("/tmp/", f"{tmp_path}/") for word in words))
            assert run.code == 0, f"{guide}: {step.line}\n{run.out}{run.err}"
            assert step.is_what(run.out), f"{guide}: {step.line}\n{run.out}\nis not\n{step.said}"
            ran[f"{folder} {step.line}"] = name
            printed |= {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.pdf")}
            if name == "new":  # a stub waits to be filled in, and would stop what follows
                shutil.rmtree(folder / "facts/weeks")
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    # serve runs until it is stopped; what docs/publishing.md and docs/import.md go through is tested elsewhere
    elsewhere = {"serve", "publish", "approve", "verify", "send", "withdraw", "review", "import", "lsp"}
    assert set(ran.values()) == commands - elsewhere
    assert printed == {"desk/build/countries/tajikistan.pdf", "desk/build/weekly/2022-W18.pdf"}
    assert (tmp_path / "my-desk/build/index.html").exists()


def test_the_tutorial_runs_from_nothing_in_twenty_commands(tmp_path: Path) -> None:
    """PDFs are made by its first build only; they take longest."""
    folder, built = tmp_path, 0
    commands = [step for step in steps(read("docs/tutorial.md")) if isinstance(step, Command)]
    assert 8 <= len(commands) <= 20
    for step in commands:
        if step.line.startswith("cd "):
            folder = folder / step.line.removeprefix("cd ")
            continue
        words = step.words
        built += words[0] == "build"
        run = SmallDesk(folder).run(*words, *(["--html"] if built > 1 and words[0] in ("build", "weekly") else []))
        assert run.code == 0, f"{step.line}\n{run.out}{run.err}"
        if words[0] == "build" and built == 1:
            assert (folder / "build/countries/tajikistan.pdf").exists()
    assert "0 errors, 0 warnings" in SmallDesk(folder).run("check").out
    assert "Treaty on the Kyrgyz-Tajik border" in (folder / "build/topics/borders.html").read_text(encoding="utf-8")


def test_the_page_of_commands_has_a_row_for_each() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert len(commands) >= 6
    rows = re.findall(r"^\| `briefings ([a-z]+)` \|", read("docs/commands.md"), re.MULTILINE)
    assert sorted(rows) == sorted(commands)


def test_the_first_page_of_the_docs_leads_to_every_page() -> None:
    """The website's sidebar is made of it; pages below a folder's own first page are found from there."""
    links = re.findall(r"^- \[.*?\]\((.*?)\)", read("docs/index.md"), re.MULTILINE)
    listed = {os.path.normpath(f"docs/{name}") for name in links}
    pages = {str(path.relative_to(ROOT)) for path in PAGES if path.parent.name not in ("curation", "fonts", "maps")}
    assert pages - listed == {"docs/index.md", "docs/facts-head.md"}


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
    others = set(re.findall(r"`((?:templates|tools|tests)/[\w./-]+)`", text)) - {"tests/ROOM/test_MODULE.py"}
    assert others and sorted(name for name in others if not (ROOT / name).exists()) == []
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


def test_the_check_of_the_website_finds_what_leads_nowhere_and_what_comes_from_elsewhere(tmp_path: Path) -> None:
    """`make docs` ends with it."""
    pages = {
        "index.html": '<a href="docs/a.html#here">x</a><a href="https://a.example/">x</a><img src="data:,">',
        "docs/a.html": '<p id="here"><a href="../index.html">x</a><a href="#here">x</a><link href="../a.css">',
        "a.css": "@import 'b.css'; p { background: url(data:,) }",
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    faults = tool("site_links").faults
    assert list(faults(tmp_path)) == []
    (tmp_path / "docs/a.html").write_text('<a href="b.html">x</a><script src="//cdn.example/a.js">', encoding="utf-8")
    (tmp_path / "a.css").write_text("@font-face { src: url(https://fonts.example/a.woff2) }", encoding="utf-8")
    assert sorted(faults(tmp_path)) == [
        "a.css: https://fonts.example/a.woff2 is loaded from another place",
        "docs/a.html: //cdn.example/a.js is loaded from another place",
        "docs/a.html: b.html leads nowhere",
        "index.html: docs/a.html#here leads to no place on that page",
    ]
