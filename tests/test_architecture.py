"""Imports go one way: a module sees only those listed before it in the package's docstring."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import briefings

PACKAGE = Path(briefings.__file__).parent
LISTED = re.findall(r"^    (\w+)  ", briefings.__doc__ or "", re.MULTILINE)
# A folder of modules, such as the command line, counts as one.
FILES = {path.stem: [path] for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "__main__")} | {
    path.parent.name: sorted(path.parent.glob("*.py")) for path in PACKAGE.glob("*/__init__.py")
}
FOUND = set(FILES)


class Imports(ast.NodeVisitor):
    """Modules of the package that a module imports, wherever it does, but for `if TYPE_CHECKING:`."""

    def __init__(self, depth: int) -> None:
        self.found: set[str] = set()
        self.depth = depth  # dots that lead to the top of the package

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level == self.depth or (node.module or "").split(".")[0] == "briefings":
            inner = (node.module or "").removeprefix("briefings").strip(".")
            names = {inner.split(".")[0]} if inner else {alias.name for alias in node.names}
            self.found |= names & FOUND

    def visit_Import(self, node: ast.Import) -> None:
        parts = [alias.name.split(".") for alias in node.names]
        self.found |= {part[1] for part in parts if part[0] == "briefings" and len(part) > 1}


def imports() -> dict[str, set[str]]:
    """Every module with those it imports."""
    found = {}
    for module, paths in sorted(FILES.items()):
        found[module] = set()
        for path in paths:
            seen = Imports(len(path.relative_to(PACKAGE).parts))
            seen.visit(ast.parse(path.read_text(encoding="utf-8")))
            found[module] |= seen.found
    return found


def test_the_docstring_lists_every_module_once() -> None:
    assert sorted(LISTED) == sorted(FOUND)


def test_modules_import_only_from_those_listed_before_them() -> None:
    place = {module: n for n, module in enumerate(LISTED)}
    pairs = [(module, other) for module, others in imports().items() for other in sorted(others)]
    assert len(pairs) > 60
    assert {"cli", "build", "render", "factbase", "reading"} < {module for module, _ in pairs}
    assert [f"{m} imports {o}" for m, o in pairs if place.get(o, 0) >= place.get(m, len(place))] == []


def test_the_core_knows_neither_command_line_nor_pdf() -> None:
    """Values in, values out: the terminal, the disk and processes are for the last modules only."""
    outside = {"typer", "rich", "subprocess", "multiprocessing", "weasyprint", "tempfile", "shutil"}
    found = {}
    core = LISTED[: LISTED.index("typesetting")]
    assert len(core) > 15
    for module in core:
        tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
        names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        names |= {
            (n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and not n.level
        }
        if names & outside:
            found[module] = names & outside
    assert found == {}
