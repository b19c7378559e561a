"""Reading files to records: in which order, and that a claim says what it says itself."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.facts.view import View
from briefings.files.ledger_files import LedgerFile
from briefings.records import fact_reader
from briefings.records.fact_kinds import EventClaim
from briefings.records.name_register import NameRegister
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


# ---------------------------------------------------------------- what is left of what cannot be read

REFERS = "borders:\n  - {between: [AFG, QQQ], length: 1 km, as_of: 2021, source: one}\n"
NAMED = "borders:\n  - {between: [AFG, Quux], length: 1 km, as_of: 2021, source: one}\n"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["from: {}\n"], [], id="a head without keys"),
        pytest.param(["from: [one]\n"], [("shape", 1, 1)], id="a head that is a list"),
        pytest.param(["from: {author: A}\n"], [("unknown-key", 1, 1)], id="a key that claims have not in common"),
        pytest.param([REFERS], [("unknown-id", 1, 2)], id="a reference to nothing"),
        pytest.param([REFERS, "[QQQ]\n"], [("shape", 2, 1), ("not-looked-at", 2, 1)],
                     id="a file that is a list, with what is referred to"),
        pytest.param([REFERS, "- other\n"], [("shape", 2, 1), ("unknown-id", 1, 2)],
                     id="a file that is a list, without it"),
        pytest.param([REFERS, "countrys: [{id: QQQ, name: Q}]\n"], [("unknown-kind", 2, 1), ("not-looked-at", 2, 1)],
                     id="a kind that is misspelt"),
        pytest.param([REFERS, "countrys: [{id: QQR, name: Q}]\n"], [("unknown-kind", 2, 1), ("unknown-id", 1, 2)],
                     id="a kind that is misspelt, of another record"),
        pytest.param([REFERS, "countries: {id: QQQ, name: Q}\n"], [("shape", 2, 1), ("not-looked-at", 2, 1)],
                     id="a kind that holds no list"),
        pytest.param([REFERS, "countries: [QQQ]\n"], [("shape", 2, 1), ("not-looked-at", 2, 1)],
                     id="an item that is no mapping"),
        pytest.param([REFERS, "countries:\n"], [("empty-value", 2, 1), ("unknown-id", 1, 2)], id="a kind of nothing"),
        pytest.param([REFERS, "countries: [~]\n"], [("empty-value", 2, 1), ("unknown-id", 1, 2)],
                     id="an item that is nothing"),
        pytest.param([REFERS, "countries:\n  - {id: QQQ, name: Q,\n     neme: Q}\n"],
                     [("unknown-key", 2, 3), ("not-looked-at", 2, 3)], id="a record with a mistake"),
        pytest.param([NAMED, "countries: [{id: QQQ, name: Q, aliases: [Quux], neme: Q}]\n"],
                     [("unknown-key", 2, 1), ("not-looked-at", 2, 1)], id="a record with a mistake, by its alias"),
        pytest.param([NAMED, "countries: [{id: QQQ, name: Q, neme: Quux}]\n"],
                     [("unknown-key", 2, 1), ("unknown-id", 1, 2)], id="what only the mistake would name"),
        pytest.param([REFERS, "countries: [{name: Q, neme: Q}]\n"],
                     [("unknown-key", 2, 1), ("missing-key", 2, 1), ("not-looked-at", 2, 1)],
                     id="a record with a mistake and no id may be any"),
        pytest.param([REFERS, "countries:\n  - {id: QQR, name: Q, neme: Q}\n"],
                     [("unknown-key", 2, 2), ("unknown-id", 1, 2)], id="a record with a mistake and another id"),
        pytest.param([REFERS, "countries: [{id: QQQ, name: Q}\n"], [("syntax", 2, 1), ("not-looked-at", 2, 1)],
                     id="a file that is no YAML"),
        pytest.param([REFERS, "organizations: [{id: o, name: O, type: bloc}\n"],
                     [("syntax", 2, 1), ("unknown-id", 1, 2)], id="a file that is no YAML, of other things"),
        pytest.param([REFERS, "countries: [{keys: [id, name], rows: [[QQQ]]}]\n"],
                     [("shape", 2, 1), ("not-looked-at", 2, 1)], id="a table with a short row"),
    ],
)  # fmt: skip
def test_table_of_what_cannot_be_read(texts: list[str], expected: list[tuple[str, int, int]]) -> None:
    """The codes, with the number of the file and the line; a reference into it is unknown, not wrong."""
    files = [TextFile(f"facts/{number}.yaml", text) for number, text in enumerate((GROUND, *texts))]
    _, problems = fact_reader.read(files)
    found = [(one.code, int(one.mark.file.path[6]), one.mark.line) for one in problems]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_measures_may_name_each_other_wherever_they_stand(order: tuple[int, ...]) -> None:
    texts = [
        GROUND,
        "measures:\n  - {id: a, label: A, unit: people, parts: [b]}\n",
        "measures:\n  - {id: b, label: B, unit: people}\n",
    ]
    _, problems = fact_reader.read([TextFile(f"facts/{n}.yaml", texts[which]) for n, which in enumerate(order)])
    assert list(problems) == []


def test_a_mistake_that_all_claims_share_is_told_once() -> None:
    text = "from: {source: nobody}\n" + HEAD + "    claims: [{date: 2021-06-20}, {date: 2021-06-21}]\n"
    _, problems = fact_reader.read([TextFile("facts/a.yaml", GROUND), TextFile("facts/b.yaml", text)])
    assert [(one.code, one.mark.line) for one in problems] == [("unknown-id", 1)]


def test_a_record_read_again_from_its_stretch_is_the_same() -> None:
    apart = "claims:\n  - {fact: x, source: two, date: 2021}\n"
    entries, problems = fact_reader.read([TextFile("facts/a.yaml", GROUND + LISTED), TextFile("facts/b.yaml", apart)])
    names = NameRegister()
    for entry in entries:
        names.add(entry)
    assert list(problems) == [] and {"AFG", "one", "x"} <= {entry.id for entry in entries}
    for entry in entries:
        filed = [(node.file, node.span) for node in entry.claim_nodes if node.file is not entry.node.file]
        assert len(filed) == (entry.id == "x")
        again = fact_reader.reread(entry.node.file, entry.kind, entry.node.span, filed, names)
        assert (again.id, again.record.digest) == (entry.id, entry.record.digest)
        assert [claim.digest for claim in again.claims] == [claim.digest for claim in entry.claims]


def test_a_published_issue_is_read_as_no_record_of_the_desk() -> None:
    """What its ledger names would pass for a record that could not be read, and a reference to it for no mistake."""
    wrong = TextFile("facts/a.yaml", GROUND + HEAD + "    date: 2021-06-20\n    in: VEN\n    source: one\n")
    issued = LedgerFile("facts/issues/2021-W33/r1/TLP-GREEN/ledger.json", '{"facts": [{"id": "VEN"}]}')
    alone, with_issue = (fact_reader.read(files)[1] for files in ([wrong], [issued, wrong]))
    assert [one.code for one in alone] == ["unknown-id"]
    assert [(one.code, one.message) for one in with_issue] == [(one.code, one.message) for one in alone]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("leaving: unknown, measure: hosted", "the id of one of countries, organizations, people"),
        ("leaving: AFG, measure: n/a", "one of: registered, "),
        ("leaving: AFG, measure: hosted, who: n/a", "one of: refugees, "),
    ],
)
def test_a_key_that_a_record_needs_is_not_to_be_left_out(record: str, expected: str) -> None:
    needed = "who" not in record
    text = f"displacement: [{{{record}, value: 5 people, as_of: 2021, source: one}}]\n"
    _, (problem,) = fact_reader.read([TextFile("facts/a.yaml", GROUND), TextFile("facts/b.yaml", text)])
    assert problem.code == "empty-value" and problem.expected.startswith(expected)
    assert problem.expected.endswith("or no such key at all") is not needed
