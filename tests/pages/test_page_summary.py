"""What the index repeats of each page: question, bottom line, trend; and how it marks drafts and earlier issues."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from briefings.core.markings import Marking
from briefings.facts.claims import Viewpoint
from briefings.pages.page_render import index_context
from briefings.pages.page_summary import page_summary
from briefings.pages.page_tree import page_tree
from conftest import SmallDesk

CITE = '<a class="cite" href="#source-1">[1]</a>'
MARK = '<small class="portion portion-amber">(AMBER)</small>'


def lead(text: str) -> str:
    return f'<section class="bottom-line"><h2 class="hidden">Bottom line</h2><p class="lead">{text}</p></section>'


def test_a_country_is_summed_up_by_its_trend_and_first_sentence() -> None:
    page = lead(f"It took <data>5,300 people</data>{CITE} &amp; more. It will stay.").replace(
        "</section>", '<p class="why"><span class="trend trend-mixed">◆ mixed</span> Why.</p></section>'
    )
    assert page_summary(page) == {
        "question": "",
        "bottom_line": ["It took 5,300 people & more. It will stay."],
        "sentence": "It took 5,300 people & more.",
        "trend": "mixed",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One only", "One only"),
        ('He said "No." Then he left.', 'He said "No."'),
        ("It fell by 1.5 km. So it is.", "It fell by 1.5 km."),
        ("Up to approx. 5 men came. More came.", "Up to approx. 5 men came."),
        ("Ведёт ОДКБ. Она молчит.", "Ведёт ОДКБ."),
        (f"Secret{CITE}. Public. {MARK}", "Secret. (AMBER)"),
        (f"Secret {MARK}", "Secret (AMBER)"),
    ],
)  # fmt: skip
def test_the_first_sentence_keeps_the_mark_of_its_portion(text: str, sentence: str) -> None:
    assert page_summary(lead(text))["sentence"] == sentence


def test_a_page_without_an_opening_has_an_empty_summary() -> None:
    assert page_summary("<main><p>x</p></main>") == {"question": "", "bottom_line": [], "sentence": "", "trend": ""}


def test_the_index_begins_with_the_newest_issue_and_its_bottom_line(site: Path) -> None:
    index = page_tree((site / "index.html").read_text(encoding="utf-8"))
    groups = [one for one in index.all() if one.tag == "section"]
    assert [one.given["id"] for one in groups] == ["newest", "kind-country", "kind-topic", "kind-record", "earlier"]
    newest, countries, topics, _, earlier = groups
    assert "Weekly security brief, 6 May 2022 (2022-W18)" in newest.text and "draft, not published" in newest.text
    bottom_line = newest.first("ul", "bottom-line")
    assert bottom_line is not None
    weekly = page_summary((site / "weekly/2022-W18.html").read_text(encoding="utf-8"))
    assert [one.text for one in bottom_line.all() if one.tag == "li"] == weekly["bottom_line"] != []
    said = [one.text for one in countries.all() if "says" in one.classes]
    assert len(said) == 12 and all(re.match("[▼▲▶◆○] .*[.]$", text) for text in said)
    assert len([one for one in topics.all() if "says" in one.classes and one.text.endswith("?")]) == 7
    assert earlier.text.startswith("Earlier issues, superseded by the newest") and earlier.text.count("2021-W") == 5


def test_a_revised_issue_says_what_it_replaces(desk: SmallDesk) -> None:
    record = {
        "id": "weekly/2021-W33", "kind": "weekly", "title": "W", "marking": "TLP:CLEAR", "as_of": "2021-08-20",
        "summary": page_summary(""), "number": 1, "revision": 2, "published": "2021-08-21",
    }  # fmt: skip
    day = Viewpoint(date(2021, 9, 17), date(2021, 9, 17), Marking.CLEAR)
    (shown,) = index_context(desk.facts(), day, [record])["groups"]["weekly"]
    assert (str(shown["number"]), shown["revised"], str(shown["revision"])) == ("1", True, "2")
    assert "2021" in shown["published"]
