"""What passes the check is judged again as each edition has it."""

from __future__ import annotations

import pytest

from briefings.checks import edition_rules
from briefings.core.markings import Marking
from conftest import SmallDesk

ROLE = "member: KGZ, of: SCO, role: observer, claims: [{from: 2003, source: press-2021-09, credibility: 2"
FULL = "{member: KGZ, of: SCO, role: full, from: 2011, source: press-2021-09, credibility: 2}"
SURE = "{date: 2021-08-10, in: TJK, status: done, source: press-2021-09, credibility: 1}"
CASES = {
    "a role that the other follows without its end": (
        f"memberships: [{{{ROLE}}}, {{until: 2010, source: wire-2021-08, credibility: 2, MARK}}]}}, {FULL}]",
        ["in the edition TLP:GREEN: KGZ has two roles in SCO at one time"]),
    "a certainty whose second origin is withheld": (
        f"events: [{{id: e, type: attack, title: An attack, claims: [{SURE}, "
        "{date: 2021-08-10, in: TJK, status: done, source: wire-2021-08, credibility: 2, MARK}]}]",
        ["in the edition TLP:GREEN: credibility 1, and one origin: daily press"]),
    "nothing that depends on what is withheld": (
        f"events: [{{id: e, type: attack, title: An attack, claims: [{SURE.replace('1}', '2}')}, "
        "{date: 2021-08-10, in: TJK, status: done, source: press-2021-09, credibility: 2, MARK}]}]", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_edition_is_judged_as_a_desk_of_its_own(desk: SmallDesk, case: str) -> None:
    written, messages = CASES[case]
    desk.add("more.yaml", written.replace("MARK", 'marking: "TLP:RED"') + "\n")
    problems = desk.problems()
    assert [p.message for p in problems if p.severity.name == "ERROR"] == []
    base = desk.facts()
    found = list(edition_rules.edition_problems(base, [Marking.GREEN, Marking.RED], None, problems))
    assert [p.message for p in found] == messages
    assert {p.code for p in found} <= {"edition-fault"}


def test_check_judges_the_releases_that_the_desk_makes_and_one_that_is_asked_for(desk: SmallDesk) -> None:
    written, _ = CASES["a role that the other follows without its end"]
    desk.add("more.yaml", written.replace("MARK", 'marking: "TLP:GREEN"') + "\n")
    assert "[edition-fault]" not in desk.run("check").out
    assert "in the edition TLP:CLEAR" in desk.run("check", "--release", "TLP:CLEAR").out
    said = "in the edition TLP:CLEAR"
    assert said in desk.run("country", "Tajikistan", "--html", "--release", "TLP:CLEAR").out
    assert said not in desk.run("country", "Tajikistan", "--html").out
    desk.edit("more.yaml", "TLP:GREEN", "TLP:AMBER")
    assert "in the edition TLP:GREEN" in desk.run("check").out
