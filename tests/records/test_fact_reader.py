"""Reading files to records: in which order, and what a claim that is filed apart takes over from its fact."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.records import fact_reader
from conftest import at, base_of

GROUND = """\
desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}
countries: [{id: AFG, name: Afghanistan}]
sources:
  - {id: one, publisher: A, title: T, published: 2021-07-01, medium: press, reliability: A}
  - {id: two, publisher: B, title: T, published: 2021-07-02, medium: press, reliability: C}
"""
HEAD = "events:\n  - id: x\n    type: meeting\n    title: A meeting\n    date: 2021-06-20\n    in: AFG\n    note: N\n"
OWN_CLAIM = HEAD + "    source: one\n"
LISTED = HEAD + "    claims:\n      - {source: one}\n"


@pytest.mark.parametrize(
    ("fact", "filed", "expected"),
    [
        pytest.param(OWN_CLAIM, "source: two", ("None", "None"), id="nothing from a fact that is its own claim"),
        pytest.param(LISTED, "source: two", ("2021-06-20", "N"), id="what stands beside a list of claims"),
        pytest.param(LISTED, "source: two, note: O", ("2021-06-20", "O"), id="but for what it says itself"),
        pytest.param(OWN_CLAIM, "source: two, note: O", ("None", "O"), id="its own words in any case"),
    ],
)
def test_table_of_what_a_filed_claim_inherits(fact: str, filed: str, expected: tuple[str, str]) -> None:
    text = f"{GROUND}{fact}claims:\n  - {{fact: x, {filed}}}\n"
    read = base_of([TextFile("facts/a.yaml", text)]).view(at("2022-01-01")).fact("x")
    assert read is not None
    (claim,) = [claim for claim in read.claims if claim.source.id == "two"]
    assert (claim.record.date.text if claim.record.date else "None", str(claim.record.note)) == expected


def test_an_entity_is_found_in_a_file_that_does_not_look_as_if_it_held_one() -> None:
    """Such files are told apart by a glance at their text, which an escaped key escapes."""
    files = [
        TextFile("facts/a.yaml", "sources:\n  - {id: s, publisher: P, title: T, published: 2021, grade: A}\n"),
        TextFile("facts/b.yaml", '? "\\x63ountries"\n: - {id: QQQ, name: Q}\n'),
    ]
    entries, _ = fact_reader.read(files)
    assert "QQQ" in {entry.id for entry in entries}


DISPLACEMENT = "leaving: AFG, measure: hosted, certainty: claimed"
FIRST = "value: 10 people, as_of: 2021-05-01, source: s"


@pytest.mark.parametrize(
    ("fact", "certainties"),
    [
        pytest.param(f"{DISPLACEMENT}, claims: [{{{FIRST}}}]", ["claimed", "claimed"],
                     id="takes over what stands beside a list of claims"),
        pytest.param(f"{DISPLACEMENT}, claims: [{{{FIRST}, certainty: estimated}}]", ["estimated", "claimed"],
                     id="takes over nothing of another claim"),
        pytest.param(f"{DISPLACEMENT}, {FIRST}", ["claimed", "stated"],
                     id="takes over nothing of a fact that is its own claim"),
    ],
)  # fmt: skip
def test_a_claim_filed_apart(fact: str, certainties: list[str]) -> None:
    text = f"""\
countries: [{{id: AFG, name: Afghanistan}}]
sources: [{{id: s, publisher: P, title: T, published: 2021-07-01, medium: press, reliability: B}}]
displacement: [{{id: flow, {fact}}}]
claims: [{{fact: flow, value: 12 people, as_of: 2021-06-01, source: s}}]
"""
    entries, found = fact_reader.read([TextFile("facts/a.yaml", text)])
    assert list(found) == []
    (flow,) = [entry for entry in entries if entry.id == "flow"]
    assert [claim.certainty for claim in flow.claims] == certainties


def test_a_claim_filed_apart_needs_a_source_although_its_fact_has_one_as_its_own_claim() -> None:
    text = f"""\
countries: [{{id: AFG, name: Afghanistan}}]
sources: [{{id: s, publisher: P, title: T, published: 2021-07-01, medium: press, reliability: B}}]
displacement: [{{id: flow, {DISPLACEMENT}, {FIRST}}}]
claims: [{{fact: flow, value: 12 people, as_of: 2021-06-01}}]
"""
    _, found = fact_reader.read([TextFile("facts/a.yaml", text)])
    assert [problem.code for problem in found] == ["missing-key"]


def test_a_name_is_the_same_with_and_without_the_joiners_of_its_spelling() -> None:
    assert fact_reader.folded_name("ශ්\u200dරී ලංකාව") == fact_reader.folded_name("ශ්රී ලංකාව")
    assert fact_reader.folded_name("گفت\u200cوگو") == fact_reader.folded_name("گفتوگو")
    assert fact_reader.folded_name("ប្រទេស\u200bកម្ពុជា") == fact_reader.folded_name("ប្រទេសកម្ពុជា")
