"""What becomes of each form of Markdown, as docs/narratives.md tells it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from briefings.records.forbidden_markup import FORMS
from briefings.records.narrative import markup_faults_of, narrative_html

PAGE = (Path(__file__).parent.parent.parent / "docs" / "narratives.md").read_text(encoding="utf-8")


def rows(title: str) -> list[tuple[str, str]]:
    """The two cells of each row below a heading; the first without its backticks."""
    section = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (`+)(.+?)\1 \| (.+) \|$", section, re.MULTILINE)
    return [(_text(ticks, cell), _text("`", result)) for ticks, cell, result in found]


def _text(ticks: str, cell: str) -> str:
    inner = cell[1:-1] if len(ticks) > 1 else cell
    return inner.replace("⏎", "\n").replace("\\|", "|")


PRINTED, REFUSED = rows("What prints"), rows("What is refused")


def html(text: str) -> str:
    return str(narrative_html(text, lambda call: Markup("<b>{}</b>").format(call.name)).block)


def test_the_page_has_a_row_for_each_form() -> None:
    assert len(PRINTED) >= 12
    named = {form for _, form in REFUSED}
    assert named == {form for form, _, _ in FORMS} | {"`**` without its second", "`*` without its second"}


@pytest.mark.parametrize(("text", "expected"), PRINTED)
def test_what_prints_is_printed_as_the_page_says(text: str, expected: str) -> None:
    assert html(text) == expected.strip("`")
    assert list(markup_faults_of(text)) == []


@pytest.mark.parametrize(("text", "form"), REFUSED)
def test_what_is_refused_is_named_with_its_remedy(text: str, form: str) -> None:
    (fault,) = markup_faults_of(text)
    assert fault.form == form.replace("`", "")
    assert fault.near in text
    assert fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        "R&D; AT&T; a < b and c > d; 5 * 3 * 2",
        "snake_case and __init__ and [sic] and (so)",
        r"\# \| \~~ \`quoted\` \[^a\] \<b\> \**",
        '**{{ fact("a|b") }}** is {{ text("<x>") }}',
        "[https://a.example](https://a.example) and a@b.example",
        "so – he said -- it went: - no list",
        "`<b> & [a][b]` in code",
        "It was long\n– too long –\nand a) dull and • so on\no brother",
        "He said:\n- a **bold** item\n- another",
    ],
)
def test_what_only_looks_like_markup_passes(text: str) -> None:
    assert list(markup_faults_of(text)) == []
