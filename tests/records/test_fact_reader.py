"""Reading files to records: in which order, and that a claim says what it says itself."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.facts.view import View
from briefings.records import fact_reader
from briefings.records.fact_kinds import EventClaim
from conftest import at, base_of

GROUND = """\
desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}
countries: [{id: AFG, name: Afghanistan}]
sources:
  - {id: one, publisher: A, title: T, published: 2021-07-01, medium: press, reliability: A}
  - {id: two, publisher: B, title: T, published: 2021-07-02, medium: press, reliability: C}
"""
HEAD = "events:\n  - id: x\n    type: meeting\n    title: A meeting\n"
OWN_CLAIM = HEAD + "    date: 2021-06-20\n    in: AFG\n    note: N\n    source: one\n"
LISTED = HEAD + "    claims:\n      - {date: 2021-06-20, in: AFG, note: N, source: one}\n"


@pytest.mark.parametrize("fact", [OWN_CLAIM, LISTED])
@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        pytest.param("source: two", ("None", "None", "()"), id="nothing of another claim"),
        pytest.param("source: two, note: O", ("None", "O", "()"), id="its own words"),
        pytest.param("source: two, in: AFG, date: 2021", ("2021", "None", "('AFG',)"), id="its own day and place"),
    ],
)
def test_table_of_what_a_filed_claim_says(fact: str, filed: str, expected: tuple[str, str, str]) -> None:
    text = f"{GROUND}{fact}claims:\n  - {{fact: x, {filed}}}\n"
    read = View(base_of([TextFile("facts/a.yaml", text)]), at("2022-01-01")).fact("x")
    assert read is not None
    (claim,) = [claim.record for claim in read.claims if claim.source.id == "two"]
    assert isinstance(claim, EventClaim)
    assert (claim.date.text if claim.date else "None", str(claim.note), str(tuple(map(str, claim.in_)))) == expected


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        ("", None),
        ("what", None),
        ("tags", None),
        ("date", "unclaimed-field"),
        ("source", "unclaimed-field"),
        ("credibility", "unclaimed-field"),
        ("preferred", "unclaimed-field"),
        ("origin", "unclaimed-field"),
    ],
)
def test_beside_a_list_of_claims_stand_identity_links_and_label(beside: str, code: str | None) -> None:
    values = {"what": "A count", "tags": "[t]", "date": "2021-06-20", "source": "one", "credibility": "1",
              "preferred": "true", "origin": "AFG"}  # fmt: skip
    own = f"    {beside}: {values[beside]}\n" if beside else ""
    head = "figures:\n  - id: x\n    subject: AFG\n    measure: dead\n"
    text = f"{GROUND}measures: [{{id: dead, label: Dead, unit: people}}]\n{head}{own}"
    text += "    claims:\n      - {value: 3 people, date: 2021-06-20, source: one}\n"
    _, problems = fact_reader.read([TextFile("facts/a.yaml", text)])
    assert [problem.code for problem in problems] == ([code] if code else [])
    if code:
        assert problems[0].mark.file.text[problems[0].mark.offset :].startswith(f"{beside}:")


def test_an_entity_is_found_in_a_file_that_does_not_look_as_if_it_held_one() -> None:
    """Such files are told apart by a glance at their text, which an escaped key escapes."""
    files = [
        TextFile("facts/a.yaml", "sources:\n  - {id: s, publisher: P, title: T, published: 2021, grade: A}\n"),
        TextFile("facts/b.yaml", '? "\\x63ountries"\n: - {id: QQQ, name: Q}\n'),
    ]
    entries, _ = fact_reader.read(files)
    assert "QQQ" in {entry.id for entry in entries}


def test_a_claim_filed_apart_needs_a_source_although_its_fact_has_one_as_its_own_claim() -> None:
    text = """\
countries: [{id: AFG, name: Afghanistan}]
sources: [{id: s, publisher: P, title: T, published: 2021-07-01, medium: press, reliability: B}]
displacement: [{id: flow, leaving: AFG, measure: hosted, value: 10 people, as_of: 2021-05-01, source: s}]
claims: [{fact: flow, value: 12 people, as_of: 2021-06-01}]
"""
    _, found = fact_reader.read([TextFile("facts/a.yaml", text)])
    assert [problem.code for problem in found] == ["missing-key"]
