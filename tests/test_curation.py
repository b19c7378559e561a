"""The curation tables are made from the facts, and every line of every article is accounted for."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

from briefings.checks import desk_loading
from briefings.facts.fact_base import FactBase
from briefings.files.desk_files import decoded

DESK = Path(__file__).parents[1]
TABLES = DESK / "docs" / "curation"
LINED = """\
desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}
countries: [{id: AFG, name: Afghanistan}]
measures: [{id: m, label: M, unit: people}]
sources: [{id: s, publisher: P, title: T, published: 2021, medium: press, reliability: B, lines: 3}]
figures:
  - {id: b, subject: AFG, measure: m, value: 1, source: s, at: [1, 3], context: 2}
  - {id: a, subject: AFG, measure: m, value: 2, status: feared, source: s, at: 1}
"""
PAGE = """\
# Curation

| line | facts | why |
|---|---|---|
| 1 | `gone` | kept |
| 2 | - | a byline |

The end.
"""


@cache
def curation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("curation", DESK / "tools/curation.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def shipped() -> FactBase:
    base: FactBase = curation().base_of(DESK)
    return base


def test_the_tables_are_as_the_facts_are() -> None:
    """Fix it with .venv/bin/python tools/curation.py."""
    pages = curation().made(shipped())
    assert len(pages) == 6
    assert [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text] == []
    assert sum(text.count("\n| ") for text in pages.values()) > 150


def test_a_line_without_facts_says_why() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in TABLES.glob("*.md")}
    assert len(re.findall(r"^\| \d+ \| - \| \w", "\n".join(pages.values()), re.MULTILINE)) > 40
    assert curation().without_reason(pages) == []


def test_a_table_is_made_from_the_facts_and_keeps_the_reasons() -> None:
    base = desk_loading.load([decoded("facts/a.yaml", LINED.encode())]).base
    text = curation().article(base, "s", PAGE)
    assert text.splitlines() == [
        *PAGE.splitlines()[:4],
        "| 1 | `a`, `b` | kept |",
        "| 2 | - | a byline |",
        "| 3 | `b` | |",
        "",
        "The end.",
    ]
    again = curation().article(base, "s", text.replace("a byline", ""))
    assert curation().without_reason({Path("s.md"): again}) == ["s.md: line 2"]


def test_every_claim_of_an_article_gives_its_line() -> None:
    base, articles = shipped(), curation().ARTICLES
    claims = [(entry.id, claim) for entry in base.all for claim in entry.claims if claim.source in articles]
    assert len(claims) > 200
    assert [id for id, claim in claims if not claim.at] == []


def test_the_reference_table_names_facts_that_exist() -> None:
    rows = [r.split(" | ") for r in (TABLES / "reference.md").read_text(encoding="utf-8").splitlines() if " - " in r]
    ids = [id for row in rows if len(row) >= 3 for id in re.findall(r"`([^`]+)`", row[1])]
    assert len(ids) > 100
    assert sorted(set(ids) - {str(entry.id) for entry in shipped().all}) == []
