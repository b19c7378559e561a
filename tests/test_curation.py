"""The curation tables agree with the facts: every line of every article is accounted for, in both directions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from briefings.files.desk_files import fact_files
from briefings.records.entities import Source
from briefings.records.entries import Entry
from briefings.records.fact_kinds import FACT_KINDS
from briefings.records.fact_reader import read

DESK = Path(__file__).parents[1]
TABLES = DESK / "docs" / "curation"
ARTICLES = ("inforos-2021-07", "irish-times-2021-08", "cnbc-2021-08", "rferl-2021-09", "aop-2022-04")
KINDS = tuple(kind.kind for kind in FACT_KINDS)

_ROW = re.compile(r"\| (?P<line>\d+) \| (?P<facts>.*?) \| (?P<why>.*) \|\Z")


@cache
def entries() -> tuple[Entry, ...]:
    found, problems = read(fact_files(DESK))
    assert not problems
    return tuple(found)


def facts() -> dict[str, Entry]:
    return {entry.id: entry for entry in entries() if entry.kind in KINDS}


def lines(article: str) -> int:
    """How many lines the article has, by its source record."""
    (source,) = (e.record for e in entries() if e.kind == "sources" and e.id == article)
    assert isinstance(source, Source) and source.lines
    return source.lines


def cited(article: str) -> Iterator[tuple[int, str]]:
    """Each line of the article that a claim or a rendering cites, with the fact's id."""
    for fact in facts().values():
        for claim in fact.claims:
            if claim.source == article:
                yield from ((line, fact.id) for line in claim.at)
            for rendering in getattr(claim, "renderings", ()):
                if rendering.source == article:
                    yield from ((line, fact.id) for line in rendering.at)


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def table(article: str) -> dict[int, tuple[list[str], str]]:
    """Line -> the facts its row names and why, with every row once and in order."""
    rows = {}
    for row in (TABLES / f"{article}.md").read_text(encoding="utf-8").splitlines():
        if found := _ROW.match(row):
            line = int(found["line"])
            assert line not in rows, f"two rows for line {line}"
            rows[line] = (named(found["facts"]), found["why"].strip())
    assert list(rows) == sorted(rows)
    return rows


@pytest.mark.parametrize("article", ARTICLES)
def test_every_line_of_an_article_has_its_row(article: str) -> None:
    assert list(table(article)) == list(range(1, lines(article) + 1))


@pytest.mark.parametrize("article", ARTICLES)
def test_a_line_without_facts_says_why(article: str) -> None:
    barren = {line: why for line, (ids, why) in table(article).items() if not ids}
    assert barren, "no line without facts: the table was not read"
    assert all(barren.values()), [line for line, why in barren.items() if not why]


@pytest.mark.parametrize("article", ARTICLES)
def test_rows_and_claims_name_each_other(article: str) -> None:
    """A fact in a row cites that line, and a fact that cites a line stands in its row."""
    said = {(line, id) for line, (ids, _) in table(article).items() for id in ids}
    held = set(cited(article))
    assert len(held) > 20, "hardly any claim cites this article: the facts were not read"
    assert {id for _, id in said} <= set(facts())
    assert sorted(said - held) == [], "in a row, but no claim cites the line"
    assert sorted(held - said) == [], "cited, but not in the line's row"


@pytest.mark.parametrize("article", ARTICLES)
def test_every_claim_of_an_article_gives_its_line(article: str) -> None:
    claims = [(fact.id, claim) for fact in facts().values() for claim in fact.claims if claim.source == article]
    assert claims
    assert [id for id, claim in claims if not claim.at] == []
    assert [id for id, claim in claims if not all(1 <= line <= lines(article) for line in claim.at)] == []


def test_the_reference_table_names_facts_that_exist() -> None:
    rows = [r.split(" | ") for r in (TABLES / "reference.md").read_text(encoding="utf-8").splitlines() if " - " in r]
    ids = [id for row in rows if len(row) >= 3 for id in named(row[1])]
    assert len(ids) > 100
    assert sorted(set(ids) - set(facts())) == []


def test_the_readme_counts_claims_as_they_are() -> None:
    """The table of coverage: claims by article and kind, with sums."""
    counts = Counter((claim.source, fact.kind) for fact in facts().values() for claim in fact.claims)
    columns = [kind for kind in KINDS if any(counts[a, kind] for a in ARTICLES)]
    expected = [
        [
            f"`{a}`",
            str(len({id for _, id in cited(a)})),
            *(str(counts[a, k]) for k in columns),
            str(sum(counts[a, k] for k in columns)),
        ]
        for a in ARTICLES
    ]
    sums = [sum(int(row[i]) for row in expected) for i in range(2, len(columns) + 3)]
    expected.append(["together", "", *map(str, sums)])
    readme = (TABLES / "README.md").read_text(encoding="utf-8").splitlines()
    printed = [[cell.strip() for cell in row.strip("|").split("|")] for row in readme if row.startswith("| ")]
    assert ["article", "facts", *columns, "claims"] in printed
    assert [row for row in printed if row in expected] == expected, "\n" + "\n".join(
        "| " + " | ".join(row) + " |" for row in [["article", "facts", *columns, "claims"], *expected]
    )
