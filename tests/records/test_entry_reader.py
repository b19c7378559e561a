"""`from:` at the top of a file: what every claim in it has unless it has its own."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import Problem, TextFile
from briefings.records import fact_reader
from briefings.records.entries import Entry
from conftest import EXAMPLE, SmallDesk

FILES = SmallDesk(EXAMPLE).texts()
HEAD = "from: {source: press-2021-09, as_of: 2021-09-10, credibility: 3}\n"
BODY = """
events:
  - {id: talks, type: talks, title: Talks, date: 2021-09-10, in: TJK}
  - {id: clash, type: clash, title: Clash, date: 2021-09-09, in: TJK, source: factbook-2021, credibility: 2}
figures:
  - id: dead
    subject: TJK
    measure: killed
    claims:
      - {value: 5 people}
      - {value: 6 people, as_of: 2021-09-11}
claims:
  - {fact: kgz-killed-2021-09, value: 33 people}
"""


def read(text: str) -> tuple[dict[str, Entry], list[Problem]]:
    entries, problems = fact_reader.read([*FILES, TextFile("facts/zz.yaml", text)])
    return {entry.id: entry for entry in entries}, problems


@pytest.mark.parametrize("text", [HEAD + BODY, BODY + HEAD], ids=["above", "below"])
def test_a_claim_has_what_its_file_says_once_unless_it_says_otherwise(text: str) -> None:
    entries, problems = read(text)
    assert problems == []

    def told(id: str, number: int = 0) -> tuple[str, str, str | None]:
        claim = entries[id].claims[number]
        return claim.source, claim.as_of.text if claim.as_of else "", claim.credibility

    assert told("talks") == ("press-2021-09", "2021-09-10", "3")
    assert told("clash") == ("factbook-2021", "2021-09-10", "2")
    assert told("dead") == ("press-2021-09", "2021-09-10", "3")
    assert told("dead", 1) == ("press-2021-09", "2021-09-11", "3")
    assert told("kgz-killed-2021-09", -1) == ("press-2021-09", "2021-09-10", "3")


def test_places_are_those_in_the_file() -> None:
    entries, _ = read(HEAD + BODY)
    talks, dead = entries["talks"], entries["dead"]
    assert (talks.mark.line, talks.claim_nodes[0].first.line) == (4, 4)
    assert [talks.claim_nodes[0].at(key).line for key in ("title", "source")] == [4, 1]
    assert [node.at("source").line for node in dead.claim_nodes] == [1, 1]
    assert [node.at("value").line for node in dead.claim_nodes] == [11, 12]
    filed = entries["kgz-killed-2021-09"].claim_nodes[-1]
    assert (filed.at("value").line, filed.at("source").line, filed.first.line) == (14, 1, 14)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("from: {source: pres-2021-09}", [("unknown-id", 1, 16)]),
        ("from: {source: press-2021-09, as_of: lately}", [("not-a-date", 1, 38)]),
        ("from: {sourc: press-2021-09}", [("unknown-key", 1, 8), ("missing-key", 4, 26)]),
        ("from: {source: press-2021-09, value: 5}", [("unknown-key", 1, 31)]),
        ("from: {source: press-2021-09, id: x}", [("unknown-key", 1, 31)]),
        ("from: press-2021-09", [("shape", 1, 7), ("missing-key", 4, 26)]),
    ],
)
def test_a_mistake_in_it_is_reported_once_at_its_place(head: str, expected: list[tuple[str, int, int]]) -> None:
    body = "\nevents:\n  - {id: a, type: talks, date: 2021-09-10}\n"
    more = "  - {id: b, type: talks, date: 2021-09-11}\n" if expected[-1][0] != "missing-key" else ""
    _, problems = read(f"{head}\n{body}{more}")
    assert [(one.code, one.mark.line, one.mark.column) for one in problems] == expected


def test_a_desk_with_heads_is_sound_and_another_file_has_none_of_it() -> None:
    loaded = desk_loading.load([*FILES, TextFile("facts/zz.yaml", HEAD + BODY.replace(", credibility: 2", ""))])
    assert loaded.errors == []
    _, problems = fact_reader.read([*FILES, TextFile("facts/y.yaml", HEAD), TextFile("facts/zz.yaml", BODY)])
    assert {problem.code for problem in problems} == {"missing-key"}


def test_a_command_on_kept_records_sees_what_a_fresh_one_sees(desk: SmallDesk) -> None:
    desk.add("zz.yaml", HEAD + BODY)
    assert desk.run("check").code == 0
    desk.run("build", "--html", "countries/tajikistan")
    desk.edit("zz.yaml", "credibility: 3", "credibility: 4")
    assert desk.run("build", "--html", "countries/tajikistan").code == 0
    assert "B4" in desk.page("countries/tajikistan") or "4<" in desk.page("countries/tajikistan")
