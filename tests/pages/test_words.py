"""The words that docs/words.md forbids stand on no page of the shipped desk."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import ROOT

GLOSSARY = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
# The desk's own prose: records and narratives are not the program's words.
RECORDS = ("lead", "why", "narrative", "question")


class PrintedWords(HTMLParser):
    """The text of a page, its pictures and text alternatives included, without scripts and the desk's prose."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.parts += [f" {given[key]} " for key in ("title", "aria-label", "alt") if key in given and tag != "a"]
        if tag in ("meta", "link", "br", "col", "input", "img"):
            return
        above = bool(self._open) and self._open[-1][1]
        prose = tag in ("script", "style", "cite") or "data-record" in given
        self._open.append((tag, above or prose or bool({*given.get("class", "").split()} & {*RECORDS})))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.parts.append(data)


def printed(page: str) -> str:
    reader = PrintedWords()
    reader.feed(page)
    return re.sub(r"\s+", " ", " ".join(reader.parts))


def forbidden() -> list[str]:
    rows = re.findall(r"^\| (?!never|---)([^|]+) \|", GLOSSARY, flags=re.MULTILINE)
    return [entry.strip() for row in rows for entry in row.split(";")]


def uses(entry: str, text: str) -> bool:
    """True if a text has an entry of the glossary as words; one with a capital only so."""
    flags = re.IGNORECASE if entry == entry.lower() else 0
    return re.search(rf"(?<!\w){re.escape(entry)}(?!\w)", text, flags) is not None


@pytest.mark.parametrize(
    ("text", "word"),
    [("No data held.", "data held"), ("Who stands where", "who stands where"), ("number not stated", "not stated")],
)
def test_a_forbidden_word_is_found_in_any_case(text: str, word: str) -> None:
    assert word in forbidden() and uses(word, text)


def test_the_text_of_pictures_and_titles_is_read_but_that_of_records_is_not() -> None:
    page = '<p class="lead">own</p><svg><title>a</title><text>b</text></svg><i title="c">d</i><script>e</script>'
    assert printed(page).split() == ["a", "b", "c", "d"]


def test_no_page_of_the_shipped_desk_has_a_word_that_the_glossary_forbids(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20 and len(forbidden()) > 30
    found = {
        (path.stem, entry)
        for path in pages
        for text in [printed(path.read_text(encoding="utf-8"))]
        for entry in forbidden()
        if uses(entry, text)
    }
    assert found == set()


def test_the_notes_on_numbers_use_the_words_of_the_glossary() -> None:
    script = (ROOT / "templates" / "notes.js").read_text(encoding="utf-8")
    labels = re.findall(r'"([^"\n]+)"', script)
    assert len(labels) > 20
    assert [(label, entry) for label in labels for entry in forbidden() if uses(entry, label)] == []
