"""What an analyst records reaches a reader: each text of a fact stands on a page, or in a list of those that do not."""

from __future__ import annotations

import re

import pytest
from test_portion_marks import edition

from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.records.fact_kinds import FACT_KINDS
from secrets_desk import fields_of

# A word for each text, "kind.key" or "kind.key.key of the part": on the page it says where it came from.
FACTS = """\
desk: {title: T, publisher: P, contact: c, region: [TJK, AFG], release: TLP:CLEAR, today: 2021-09-17}
countries: [{id: TJK, name: Tajikistan, adjective: Tajik}, {id: AFG, name: Afghanistan, adjective: Afghan}]
people: [{id: rahmon, name: Emomali Rahmon}]
organizations: [{id: CSTO, name: CSTO, type: bloc}]
matters: [{id: m, question: Whether}]
measures: [{id: camps, label: Camps, unit: camps}]
sources: [{id: s, publisher: Wire, title: T, published: 2021-09-16, medium: wire, reliability: B, note: sources.note.}]
topics: [{id: t, title: T, question: Q?, scope: {tags: [t]}, bottom_line: [Quiet.], recorded: 2021-09-16}]
issues: [{id: 2021-W37, bottom_line: [Quiet.]}]
borders: [{between: [AFG, TJK], length: 90 km, disputed: borders.disputed, OWN(borders)}]
memberships: [{member: TJK, of: CSTO, role: full, from: 2002, OWN(memberships)}]
forces:
  - {id: f, type: base, of: TJK, in: TJK, name: forces.name, place: forces.place, sites: [forces.sites],
     equipment: [{what: forces.equipment.what, count: 4}], distance: 7 km, duration: 3 months, cost: 50 USD,
     OWN(forces)}
  - {id: g, type: base, of: TJK, in: TJK, what: forces.what, source: s, tags: [t]}
displacement:
  - {id: d, leaving: AFG, into: TJK, measure: hosted, value: 90 people, what: displacement.what, duration: 5 months,
     OWN(displacement)}
events:
  - {id: e, type: meeting, title: events.title, date: 2021-09-14, in: TJK, place: events.place, sites: [events.sites],
     parties: [{named: events.parties.named, level: events.parties.level, note: events.parties.note,
                inferred: events.parties.inferred}], OWN(events)}
statements:
  - {id: q, speaker: rahmon, text: statements.text, topic: statements.topic, date: 2021-09-15, about: TJK,
     positions: [{holder: rahmon, on: m, stance: for, if: statements.positions.if,
                  inferred: statements.positions.inferred}],
     renderings: [{text: statements.renderings.text, source: s}], OWN(statements)}
figures: [{id: n, subject: TJK, measure: camps, what: figures.what, value: 4, as_of: 2021-09-15, OWN(figures)}]
designations: [{by: TJK, of: CSTO, as: designations.as, from: 2003, OWN(designations)}]
"""
OWN = (
    "source: s, tags: [t], note: KIND.note, outcome: KIND.outcome, inferred: KIND.inferred,"
    " internal: KIND.internal, because: KIND.because, preferred: true"
)
# Ids are for references, a tag chooses the topic, a reason for preferring a claim stands beside its rivals, and the
# source's own words in the note at the number.
UNPRINTED = {"id", "source", "corrects", "tags", "internal", "because", "quote", "read_as"}
WITHOUT_ROWS = {"offices"}  # an office stands beside its holder's name


def words(page: str) -> str:
    """The page without its data and its tags."""
    return re.sub("<[^>]*>", "", re.sub("<script.*?</script>", "", page, flags=re.DOTALL))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    filled = re.sub(r"OWN\((\w+)\)", lambda kind: OWN.replace("KIND", kind[1]), FACTS)
    files = [TextFile("facts/all.yaml", filled)]
    return {name: words(page) for name, page in edition(files, Marking.CLEAR, tmp_path_factory.mktemp("keys")).items()}


def printed_keys() -> list[str]:
    """Every key of a fact that holds a text of its author: "forces.name", "events.parties.note"."""
    kinds = [model for model in FACT_KINDS if model.kind not in WITHOUT_ROWS]
    paths = [(model.kind, *path) for model in kinds for path in fields_of(model.kind)]
    return [".".join(path) for path in paths if path[-1] not in UNPRINTED]


@pytest.mark.parametrize("key", printed_keys())
def test_every_text_of_a_fact_stands_on_a_page(key: str, pages: dict[str, str]) -> None:
    """A key that is added tomorrow fails here until a page prints it."""
    found = [name for name, page in pages.items() if key in page]
    assert found, f"{key} is on no page"


def test_a_remark_for_colleagues_is_on_no_page(pages: dict[str, str]) -> None:
    assert [name for name, page in pages.items() if ".internal" in page] == []
