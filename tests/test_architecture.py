"""The package's rooms: which may import which, and what the inner ones never touch."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

import briefings

PACKAGE = Path(briefings.__file__).parent
TESTS = Path(__file__).parent
# From the ground up: a room imports from itself and from those before it.
ROOMS = (
    "core", "files", "records", "facts", "changes", "checks", "pictures", "template_api", "pages", "pdf", "build",
    "tasks", "cli",
)  # fmt: skip
MODULES = {
    f"{path.parent.name}.{path.stem}": path for room in ROOMS for path in sorted((PACKAGE / room).glob("[!_]*.py"))
}
# The rooms that take values and return values, and what they never import.
PURE = ("core", "records", "facts", "changes", "checks", "pictures", "template_api", "pages")
OUTSIDE = {
    "os", "subprocess", "multiprocessing", "threading", "signal", "socket", "time", "tempfile", "shutil", "typer",
    "rich", "weasyprint", "pebble", "watchfiles",
}  # fmt: skip


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """The dotted names that a module imports: also inside functions and under TYPE_CHECKING.

    Names of this package are given as `room.module` or, for what no module is called, as `room`.
    """
    room = module.partition(".")[0]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = {0: [], 1: [room], 2: []}[node.level] + (node.module.split(".") if node.module else [])
            if node.level == 0 and base[0] != "briefings":
                yield ".".join(base)
                continue
            base = base[1:] if node.level == 0 else base
            for alias in node.names:
                inner = [*base, alias.name] if len(base) < 2 else base
                yield ".".join(inner)


def test_the_top_of_the_package_holds_rooms_and_nothing_else() -> None:
    found = {path.name for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "_templates")}
    assert found == {"__init__.py", *ROOMS}
    assert len(MODULES) > 100


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_something_in_it_and_no_code_of_its_own(room: str) -> None:
    """Start-up depends on `__init__` being empty; the command line's holds the commands."""
    assert len([name for name in MODULES if name.startswith(f"{room}.")]) >= 4
    if room != "cli":
        assert (PACKAGE / room / "__init__.py").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_its_own_room_and_those_below(module: str) -> None:
    own = ROOMS.index(module.partition(".")[0])
    rooms = {name.partition(".")[0] for name in imports(module)} & set(ROOMS)
    assert {room for room in rooms if ROOMS.index(room) > own} == set()


def test_within_a_room_no_module_imports_one_that_imports_it() -> None:
    """No cycle of any length, whoever imports at the top, in a function or for its types."""
    edges = {module: {name for name in imports(module) if name in MODULES} for module in MODULES}
    assert sum(map(len, edges.values())) > 400
    left = dict(edges)
    while left:
        free = [module for module, others in left.items() if not others & left.keys() - {module}]
        assert free, f"a cycle among {sorted(left)}"
        for module in free:
            del left[module]


@pytest.mark.parametrize("module", [name for name in MODULES if name.partition(".")[0] in PURE])
def test_the_pure_rooms_touch_neither_disk_nor_process_nor_clock(module: str) -> None:
    assert {name.partition(".")[0] for name in imports(module)} & OUTSIDE == ALLOWED.get(module, set())
    calls = {ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}
    clocks = {"open", "print", "input", "date.today", "datetime.now", "datetime.today", "datetime.date.today"}
    assert calls & clocks == set()


# Modules of pure rooms that reach out all the same; each is an exception to be argued away.
ALLOWED: dict[str, set[str]] = {}


def test_no_two_modules_and_no_two_classes_share_a_name() -> None:
    """A name leads to one place: also a module of the command line and one of the core."""
    names = defaultdict(list)
    for module in MODULES:
        names[module.partition(".")[2]].append(module)
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef):
                names[f"class {node.name}"].append(module)
    assert {name: found for name, found in names.items() if len(found) > 1} == {}
    assert not {module.partition(".")[2] for module in MODULES} & set(ROOMS)


def test_tests_mirror_the_rooms() -> None:
    """A file of tests in a room's folder is named for a module of that room, or stands in `CONCERNS`."""
    found = sorted(path.relative_to(TESTS) for room in ROOMS for path in (TESTS / room).glob("test_*.py"))
    assert len(found) > 60
    strays = [
        f"{path.parent}/{path.stem}" for path in found
        if f"{path.parent}.{path.stem.removeprefix('test_')}" not in MODULES
    ]  # fmt: skip
    assert sorted(strays) == sorted(CONCERNS)
    assert {path.parent.name for path in found} == set(ROOMS)


def test_pytest_looks_into_the_tests_of_every_room(pytestconfig: pytest.Config) -> None:
    """By itself it passes over folders with the names of what a build leaves, such as `build`."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = [path.name for path in TESTS.rglob("*") if path.is_dir() and list(path.glob("test_*.py"))]
    assert set(ROOMS) <= set(folders)
    assert not [name for name in folders if any(fnmatch(name, pattern) for pattern in passed_over)]


# Tests of what several modules of a room do together, or of a room's commands.
CONCERNS = {
    "pictures/test_text_alternatives",
    "records/test_strict_yaml", "checks/test_bad_input", "files/test_odd_files", "facts/test_reads",
    "facts/test_clocks", "changes/test_change_laws", "cli/test_diff", "cli/test_commands",
    "cli/test_startup", "cli/test_serve", "build/test_regenerate", "build/test_faults", "build/test_laws",
    "build/test_reproducible", "pages/test_pages", "pages/test_notes", "pages/test_any_text",
    "pages/test_extremes", "pages/test_hostile", "pages/test_words", "pages/test_printed_keys",
    "template_api/test_printed_words",
}  # fmt: skip


def test_what_has_no_type_and_what_is_set_by_hand_stays_little() -> None:
    lines = [line for path in PACKAGE.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 10_000
    assert sum(1 for line in lines if re.search(r"\bAny\b", line)) < 120
    assert sum(1 for line in lines if "# fmt: skip" in line) < 30
