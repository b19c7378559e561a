"""Write the tables of docs/curation from the facts: python tools/curation.py.

Each line of an article has a row with the facts that cite it, as `briefings source ID` lists them. A person
writes the column `why`, which stays as it is. A line without facts needs one: the tool names those without,
and exits 1.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings.checks import desk_loading  # noqa: E402
from briefings.facts.fact_base import FactBase  # noqa: E402
from briefings.files.desk_files import fact_files  # noqa: E402
from briefings.records.fact_kinds import FACT_KINDS  # noqa: E402
from briefings.tasks.source_report import cited_lines, source_named  # noqa: E402

TABLES = ROOT / "docs/curation"
ARTICLES = ("inforos-2021-07", "irish-times-2021-08", "cnbc-2021-08", "rferl-2021-09", "aop-2022-04")
KINDS = tuple(kind.kind for kind in FACT_KINDS)
_ROW = re.compile(r"\| (?P<line>\d+) \| .*? \| (?P<why>.*) \|")
_OF_THE_LINE = ("", "rendering")  # a line that is context alone gave no fact


def base_of(desk: Path) -> FactBase:
    """The facts of a desk; its errors end the run."""
    loaded = desk_loading.load(fact_files(desk))
    if loaded.base is None:
        sys.exit("\n".join(map(str, loaded.errors)))
    return loaded.base


def article(base: FactBase, source: str, text: str) -> str:
    """The page of an article with its rows made anew, and the reasons of the rows that it had."""
    why = {int(row["line"]): row["why"].strip() for row in _ROW.finditer(text)}
    rows = []
    for line in cited_lines(base, source_named(base, source), None):
        ids = dict.fromkeys(cited.id for cited in line.citations if cited.how in _OF_THE_LINE)
        facts = ", ".join(f"`{id}`" for id in ids) or "-"
        rows.append(f"| {line.number} | {facts} | {why.get(line.number, '')} |".replace("|  |", "| |"))
    return _with_table(text, "| line | facts | why |", rows)


def readme(base: FactBase, text: str) -> str:
    """The overview with its tables made anew: claims by article and kind, and facts of several sources."""
    counts = Counter(
        (str(claim.source), entry.kind) for entry in base.all for claim in entry.claims if entry.kind in KINDS
    )
    kinds = [kind for kind in KINDS if any(counts[source, kind] for source in ARTICLES)]
    rows = []
    for source in ARTICLES:
        lines = cited_lines(base, source_named(base, source), None)
        ids = {cited.id for line in lines for cited in line.citations if cited.how in _OF_THE_LINE}
        numbers = [counts[source, kind] for kind in kinds]
        rows.append(_cells(f"`{source}`", len(ids), *numbers, sum(numbers)))
    sums = [sum(counts[source, kind] for source in ARTICLES) for kind in kinds]
    rows.append(_cells("together", "", *sums, sum(sums)))
    text = _with_table(text, _cells("article", "facts", *kinds, "claims"), rows)
    return _with_table(text, "| fact | sources |", list(_of_several(base)))


def _of_several(base: FactBase) -> Iterator[str]:
    """A row for each fact that an article and another source report.

    Memberships, offices and borders are left out: rolls and reference works list all of them.
    """
    for entry in sorted(base.all, key=lambda entry: str(entry.id)):
        sources = list(dict.fromkeys(str(claim.source) for claim in entry.claims))
        ordered = [*(id for id in ARTICLES if id in sources), *(id for id in sources if id not in ARTICLES)]
        if (
            len(ordered) > 1
            and ordered[0] in ARTICLES
            and entry.kind not in ("memberships", "offices", "borders")
        ):
            yield f"| `{entry.id}` | {', '.join(ordered)} |"


def _cells(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |".replace("|  |", "| |")


def _with_table(text: str, head: str, rows: list[str]) -> str:
    """A page with the rows of the table of a heading replaced; KeyError if it has none."""
    lines = text.splitlines()
    start = lines.index(head) + 2
    end = next((n for n in range(start, len(lines)) if not lines[n].startswith("|")), len(lines))
    return "\n".join([*lines[:start], *rows, *lines[end:]]) + "\n"


def made(base: FactBase) -> dict[Path, str]:
    """Every page with tables as it should be."""
    pages = {TABLES / f"{source}.md": source for source in ARTICLES}
    found = {path: article(base, source, path.read_text(encoding="utf-8")) for path, source in pages.items()}
    path = TABLES / "README.md"
    return {**found, path: readme(base, path.read_text(encoding="utf-8"))}


def without_reason(pages: dict[Path, str]) -> list[str]:
    """The lines that gave no fact, and of which nobody has said why."""
    return [
        f"{path.name}: line {row['line']}"
        for path, text in pages.items()
        for row in re.finditer(r"^\| (?P<line>\d+) \| - \| +\|$", text, re.MULTILINE)
    ]


def main() -> None:
    pages = made(base_of(ROOT))
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    if lacking := without_reason(pages):
        sys.exit("no reason for: " + "; ".join(lacking))


if __name__ == "__main__":
    main()
