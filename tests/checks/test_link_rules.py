"""No link leads back to where it began, however many records lie between."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.files import desk_files
from conftest import EXAMPLE

REST = "subject: TJK, measure: killed, value: 3, as_of: 2021-09-01, source: press-2021-09, credibility: 2"
FIGURES = "figures:\n" + "".join(f"  - {{id: k{n}, {REST}, MORE{n}}}\n" for n in (1, 2, 3))


def circles(text: str) -> list[str]:
    for number in (1, 2, 3):
        text = text.replace(f", MORE{number}", "")
    files = [*desk_files.fact_files(EXAMPLE), TextFile("facts/more.yaml", text)]
    return [problem.message for problem in desk_loading.load(files).problems if problem.code == "link-circle"]


def figures(*more: str) -> str:
    text = FIGURES
    for number, links in enumerate(more, 1):
        text = text.replace(f"MORE{number}", links)
    return text


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (["supersedes: [k1]"], "'supersedes' goes in a circle: k1 -> k1"),
        (["supersedes: [k3]", "supersedes: [k1]", "supersedes: [k2]"],
         "'supersedes' goes in a circle: k1 -> k3 -> k2 -> k1"),
        (["part_of: k2", "part_of: k1"], "'part_of' goes in a circle: k1 -> k2 -> k1"),
        (["rivals: [k1]"], "'rivals' goes in a circle: k1 -> k1"),
    ],
)  # fmt: skip
def test_a_circle_is_an_error_at_a_link_of_it(links: list[str], message: str) -> None:
    assert circles(figures(*links)) == [message]


@pytest.mark.parametrize(
    "links",
    [
        ["supersedes: [k2, k3]", "supersedes: [k3]"],
        ["rivals: [k2]", "rivals: [k1, k3]", "rivals: [k1]"],
        ["part_of: k3, supersedes: [k2]", "part_of: k3"],
    ],
)
def test_what_only_meets_again_is_no_circle(links: list[str]) -> None:
    assert circles(figures(*links)) == []


def test_each_circle_is_told_once() -> None:
    links = ["supersedes: [k2], part_of: k1", "supersedes: [k1]"]
    assert sorted(circles(figures(*links))) == [
        "'part_of' goes in a circle: k1 -> k1", "'supersedes' goes in a circle: k1 -> k2 -> k1",
    ]  # fmt: skip


def test_measures_are_not_parts_of_each_other() -> None:
    text = "measures:\n  - {id: a, label: A, unit: people, parts: [b, killed]}\n"
    text += "  - {id: b, label: B, unit: people, parts: [a, killed]}\n"
    assert circles(text) == ["'parts' goes in a circle: a -> b -> a"]


def test_claims_do_not_correct_each_other() -> None:
    claim = "{id: %s, corrects: %s, value: %d, as_of: 2021-09-01, source: press-2021-09, credibility: 2}"
    claims = f"claims: [{claim % ('one', 'other', 3)}, {claim % ('other', 'one', 4)}]"
    text = f"figures: [{{id: k, subject: TJK, measure: killed, {claims}}}]\n"
    assert circles(text) == ["'corrects' goes in a circle: one -> other -> one"]
