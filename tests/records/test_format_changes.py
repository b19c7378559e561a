"""Fact files of 0.1.0 in the form of today, with their comments and layout."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.records.format_changes import CLAIMED, REMARK, changed_file
from conftest import SmallDesk

OLD = """\
# Bases and people.
forces:
  - id: base
    type: base
    of: KGZ
    in: TJK  # since when is not said
    what: A base
    note: >-
      It is old,
      and large: two sites.
    tags: [bases]
    claims:
      - {source: press-2021-09, strength: 10 people}
      - source: wire-2021-08
        in: ARM
        # by its own word
        strength: 12 people
  - {type: base, id: other, of: KGZ, claims: [{source: press-2021-09}], from: "2021-08"}
events:
  - date: 2021-09-10
    id: talks
    type: talks
    title: Talks
    parties: [{who: TJK, capacity: host}]
    claims:
      - {source: press-2021-09,
         credibility: 3}
people:
  - {id: rahmon, name: Rahmon, note: "A remark: kept."}
statements:
  - {id: said, speaker: TJK, date: 2021-09-10, text: So., note: For readers., source: press-2021-09}
"""
NEW = """\
# Bases and people.
forces:
  - id: base
    type: base
    of: KGZ
    what: A base
    tags: [bases]
    claims:
      - {source: press-2021-09, strength: 10 people, in: TJK, note: "It is old, and large: two sites."}
      - source: wire-2021-08
        in: ARM
        # by its own word
        strength: 12 people
        note: "It is old, and large: two sites."
  - {type: base, id: other, of: KGZ, claims: [{source: press-2021-09, from: 2021-08}]}
events:
  - id: talks
    type: talks
    title: Talks
    claims:
      - {source: press-2021-09,
         credibility: 3, date: 2021-09-10, parties: [{who: TJK, capacity: host}]}
people:
  - {id: rahmon, name: Rahmon, internal: "A remark: kept."}
statements:
  - {id: said, speaker: TJK, date: 2021-09-10, text: So., note: For readers., source: press-2021-09}
"""


def test_what_stood_beside_claims_stands_in_each_and_remarks_have_their_name() -> None:
    changed = changed_file(TextFile("facts/a.yaml", OLD))
    assert changed is not None
    assert changed.text == NEW
    assert changed.changes == {CLAIMED: 4, REMARK: 1}
    assert changed_file(TextFile("facts/a.yaml", changed.text)) is None


@pytest.mark.parametrize("text", ["", "# nothing\n", "events: [", "a: &x b\n", "desk: {title: T}\n", "events: x\n"])
def test_what_needs_no_change_or_cannot_be_read_is_left_alone(text: str) -> None:
    assert changed_file(TextFile("facts/a.yaml", text)) is None


def test_the_command_says_what_it_would_do_does_it_and_names_what_is_left(desk: SmallDesk) -> None:
    desk.add("old.yaml", """\
people:
  - {id: rahmon, name: Emomali Rahmon, note: A remark.}
assessments:
  - {id: soon, text: It is likely that talks fail., likelihood: likely, confidence: low, basis: [border:AFG-TJK],
     about: [TJK], author: Desk, date: 2021-09-10}
""")  # fmt: skip
    before = desk.files("facts")
    run = desk.run("migrate")
    assert run.code == 0 and desk.files("facts") == before
    assert run.lines[:2] == [
        "would change facts/old.yaml: 'note' is 'internal', 1 time",
        "1 file to change: --write does it",
    ]
    assert run.lines[2:5] == [
        "left to you: 2 times [missing-key], a judgement names its question and the day it runs to; a claim its source",
        "  facts/old.yaml:4:6: no 'question': write 'question: asked-soon' here, and below 'questions:' "
        '- {id: asked-soon, text: "…?", about: [TJK], yes_if: "It is likely that talks fail."}',
        "  facts/old.yaml:4:6: no 'until': the key 'until', such as 'until: 2021-12-31'",
    ]
    assert desk.run("migrate", "--write").lines[:2] == [
        "changed facts/old.yaml: 'note' is 'internal', 1 time",
        "1 file changed",
    ]
    assert "internal: A remark." in (desk.root / "facts/old.yaml").read_text(encoding="utf-8")
    assert {name for name, data in desk.files("facts").items() if before[name] != data} == {"old.yaml"}
    assert desk.run("migrate").lines[0] == "0 files to change: --write does it"
