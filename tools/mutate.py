"""Count the random faults in a module that its own tests find.

    python tools/mutate.py [--seed 1] [--count 30] [MODULE …]     (MODULE: a key of OWN)

Each mutant changes one place of the module in a copy of the tree, where the module's own tests then run, one
process at a time. A run that takes longer than two minutes counts as killed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The tests of each module, as arguments for pytest: no subprocess, a few seconds.
OWN = {
    "facts/withheld_records": ["tests/facts/test_withheld_records.py", "-k", "table"],
    "facts/claim_ranking": ["tests/facts/test_claim_ranking.py", "tests/facts/test_disputes.py"],
    "facts/origins": ["tests/facts/test_origins.py"],
    "facts/agreement": ["tests/facts/test_agreement.py"],
    "facts/disputes": ["tests/facts/test_disputes.py"],
    "records/fact_reader": ["tests/records/test_fact_reader.py"],
    "changes/classification": ["tests/changes/test_classification.py"],
}
FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}


def mutations(node: ast.AST) -> Iterator[ast.AST]:
    """Return the mutated forms of one node."""
    new = copy.deepcopy(node)
    match new:
        case ast.Compare(ops=[op, *_]):
            new.ops[0] = FLIPPED[type(op)]()
            yield new
        case ast.BoolOp():
            new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
            yield new
        case ast.UnaryOp(op=ast.Not()):
            yield new.operand
        case ast.Constant(value=int() as value):
            yield ast.Constant(not value if isinstance(value, bool) else value + 1)
        case ast.Name(id=name) if name in SWAPPED:
            yield ast.Name(SWAPPED[name], new.ctx)
        case ast.IfExp() | ast.If():
            new.test = ast.UnaryOp(ast.Not(), new.test)
            yield new
        case ast.Return(value=ast.expr()):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield ast.Pass()
        case ast.AugAssign() | ast.Continue() | ast.Break() | ast.Raise():
            yield ast.Pass()


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Return the line, the change and the source of each mutant."""
    whole = ast.unparse(ast.parse(source))
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for new in mutations(node):
            tree = ast.parse(source)
            old = list(ast.walk(tree))[number]
            change = f"{ast.unparse(old).splitlines()[0]}  ->  {ast.unparse(new).splitlines()[0]}"
            mutated = ast.unparse(ast.fix_missing_locations(_Replace(old, new).visit(tree)))
            if mutated != whole:  # `return None` stays itself
                yield getattr(node, "lineno", 0), change, mutated


def survives(tree: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(command, cwd=tree, capture_output=True, timeout=120).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description="Count the random faults that a module's own tests find.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("modules", nargs="*", metavar="MODULE", default=[*OWN])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache"))
        for module in given.modules:
            path = tree / "briefings" / f"{module}.py"
            source = path.read_text(encoding="utf-8")
            if not survives(tree, OWN[module]):
                sys.exit(f"the tests of {module} fail without a fault")
            every = list(mutants(source))
            chosen = random.Random(given.seed).sample(every, min(given.count, len(every)))
            killed = 0
            for line, change, mutated in chosen:
                path.write_text(mutated, encoding="utf-8")
                killed += not (alive := survives(tree, OWN[module]))
                print("survived" if alive else "killed  ", f"{module}.py:{line}", change, flush=True)
            path.write_text(source, encoding="utf-8")
            print(f"{module}: {killed} of {len(chosen)} killed\n", flush=True)


if __name__ == "__main__":
    main()
