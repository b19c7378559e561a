"""Nothing is never a text, a name, an id or a number; names, codes and words of vocabularies stay what they are."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.records.placeholders import is_no_id, is_no_label, is_no_text, is_no_value
from conftest import EXAMPLE, SmallDesk

# The text, and whether it stands for nothing as a whole text, as a name or label, where a value failed, and as an id.
TABLE = [
    ("null", True, True, True, True),
    ("NULL", True, True, True, True),
    ("~", True, True, True, True),
    ("none", True, True, True, True),
    ("None", True, True, True, True),
    ("n/a", True, True, True, True),
    ("N/A", True, True, True, True),
    ("n.a.", True, True, True, True),
    ("#N/A", True, True, True, True),
    ("(n/a)", True, True, True, True),
    ("*null*", True, True, True, True),
    ("ｎ／ａ", True, True, True, True),
    ("-", True, True, True, True),
    ("--", True, True, True, True),
    ("—", True, True, True, True),
    ("?", True, True, True, True),
    ("???", True, True, True, True),
    (".", True, True, True, True),
    ("…", True, True, True, True),
    (" ", True, True, True, True),
    ("-" * 30, True, True, True, True),
    ("tbd", True, True, True, True),
    ("TBD", True, True, True, True),
    ("TODO", True, True, True, True),
    ("Not  available.", True, True, True, True),
    ("n.d.", True, True, True, True),
    ("unknown", True, True, True, False),
    ("Unknown", True, True, True, False),
    ("NaN", True, True, False, False),
    ("NA", True, False, False, False),
    ("na", True, True, False, False),
    ("TBC", True, False, False, False),
    ("tbc", True, True, False, False),
    ("Nan", False, False, False, False),
    ("NO", False, False, False, False),
    ("0", False, False, False, False),
    ("-1", False, False, False, False),
    ("%", False, False, False, False),
    ("$", False, False, False, False),
    ("°", False, False, False, False),
    ("not-stated", False, False, False, False),
    ("Nulla", False, False, False, False),
    ("Christopher Null", False, False, False, False),
    ("unknown gunmen", False, False, False, False),
    ("None of them came", False, False, False, False),
    ("中", False, False, False, False),
    ("ж", False, False, False, False),
]


@pytest.mark.parametrize(("text", "no_text", "no_label", "no_value", "no_id"), TABLE)
def test_what_stands_for_nothing_depends_on_where_it_stands(
    text: str, no_text: bool, no_label: bool, no_value: bool, no_id: bool
) -> None:
    assert (is_no_text(text), is_no_label(text), is_no_value(text), is_no_id(text)) == (
        no_text, no_label, no_value, no_id,
    )  # fmt: skip


# A record in which one value is written as ⟨⟩, for every type of field.
RECORDS = {
    "name": "countries:\n  - {id: IRN, name: ⟨⟩}\n",
    "alias": "countries:\n  - {id: IRN, name: Iran, aliases: [Persia, ⟨⟩]}\n",
    "id": "events:\n  - {id: ⟨⟩, type: talks, source: wire-2021-08}\n",
    "slug": "people:\n  - {id: ⟨⟩, name: X}\n",
    "prose": "events:\n  - {id: x, type: talks, title: ⟨⟩, source: wire-2021-08}\n",
    "block": "events:\n  - {id: x, type: talks, title: Talks, note: ⟨⟩, source: wire-2021-08}\n",
    "date": "events:\n  - {id: x, type: talks, date: ⟨⟩, source: wire-2021-08}\n",
    "quantity": "borders:\n  - {between: [AFG, KGZ], length: ⟨⟩, source: wire-2021-08}\n",
    "word": "events:\n  - {id: x, type: ⟨⟩, source: wire-2021-08}\n",
    "flag": "events:\n  - {id: x, type: talks, open: ⟨⟩, source: wire-2021-08}\n",
    "line": "events:\n  - {id: x, type: talks, at: ⟨⟩, source: wire-2021-08}\n",
    "marking": "events:\n  - {id: x, type: talks, marking: ⟨⟩, source: wire-2021-08}\n",
    "reference": "people:\n  - {id: x, name: X, country: ⟨⟩}\n",
    "references": "events:\n  - {id: x, type: talks, in: [AFG, ⟨⟩], source: wire-2021-08}\n",
    "fact": "events:\n  - {id: x, type: talks, part_of: ⟨⟩, source: wire-2021-08}\n",
    "places": "displacement:\n  - {id: x, leaving: AFG, into: ⟨⟩, measure: arrived, source: wire-2021-08}\n",
    "records": "events:\n  - {id: x, type: talks, parties: ⟨⟩, source: wire-2021-08}\n",
    "record": "topics:\n  - {id: x, title: X, question: Y, scope: ⟨⟩}\n",
    "claims": "events:\n  - {id: x, type: talks, claims: ⟨⟩}\n",
    "claim": "events:\n  - {id: x, type: talks, claims: [⟨⟩]}\n",
    "kind": "events: ⟨⟩\n",
    "item": "events: [⟨⟩]\n",
}  # fmt: skip


@pytest.mark.parametrize("nothing", ["null", "~", "'null'", '"n/a"', "N/A", "'-'", '""', "'  '", "'?'", "tbd", "none"])
@pytest.mark.parametrize("where", RECORDS)
def test_nothing_is_a_key_without_a_value_wherever_it_stands(where: str, nothing: str) -> None:
    text = RECORDS[where].replace("⟨⟩", nothing)
    (problem,) = desk_loading.load([*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", text)]).problems
    assert problem.code == "empty-value"
    line = text.splitlines()[problem.mark.line - 1]
    assert line[problem.mark.column - 1 : problem.mark.end_column - 1] == nothing
    assert problem.expected


def test_words_that_also_mean_nothing_stay_words_where_they_are_some() -> None:
    """`unknown` is a status and a capacity, `not-stated` a quantity, NA a short name and NO a name."""
    text = """\
countries:
  - {id: NAM, name: NO, aliases: [NA]}
organizations:
  - {id: tbc, name: TBC Bank, short: TBC, type: company}
  - {id: unknown, name: Unknown gunmen, type: armed group}
events:
  - id: x
    type: talks
    status: unknown
    parties: [{who: NAM, capacity: unknown}, {who: tbc}, {who: unknown}]
    title: Unknown gunmen, none of them named
    date: 2021-08-15
    source: wire-2021-08
borders:
  - {between: [NAM, KGZ], length: not-stated, source: wire-2021-08}
"""
    problems = desk_loading.load([*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", text)]).problems
    assert [problem.code for problem in problems] == ["no-border"]
