"""Words of records, each in a small fact, and the line of a page that it makes."""

from __future__ import annotations

import pytest
from test_template_queries import page_with

from conftest import SmallDesk

CLAIM = "subject: TJK, measure: killed, as_of: 2021-08-10"
TWO = "figures:\n  - id: dead\n    subject: TJK\n    measure: killed\n    claims:\n"


@pytest.mark.parametrize(("about", "stands"), [("", False), ("about: TJK, ", True), ("about: [KGZ, TJK], ", True)])
def test_a_statement_stands_on_the_pages_that_it_is_about(desk: SmallDesk, about: str, stands: bool) -> None:
    said = f"{{id: said, speaker: ARM, date: 2021-09-15, text: The pass is shut., {about}source: press-2021-09}}"
    page = page_with(desk, f"statements: [{said}]\n")
    assert ("Armenia ( 15 Sept 2021 ): The pass is shut." in page) == stands


def test_a_garbled_claim_is_printed_nowhere_compared_with_nothing_and_listed(desk: SmallDesk) -> None:
    page = page_with(desk, TWO + "      - {value: 5, as_of: 2021-08-10, source: press-2021-09}\n"
                   "      - {value: 500, as_of: 2021-08-10, garbled: true, source: wire-2021-08}\n")  # fmt: skip
    assert "500" not in page
    assert "Disputed" not in page
    run = desk.run("check", "--strict")
    assert run.code == 0
    assert "words.yaml:7:50: note: a claim of dead is garbled in wire-2021-08 [garbled]" in run.out
    assert run.lines[-1] == "0 errors, 0 warnings, 1 note"


def test_claims_that_agree_stand_in_one_row_with_all_who_say_so(desk: SmallDesk) -> None:
    source = "sources:\n  - {id: third-2021, publisher: Third, title: T, published: 2021-09-15, medium: press}\n"
    row = "      - {{value: {}, as_of: 2021-08-10, source: {}, credibility: 2}}\n"
    rows = [row.format(31, "press-2021-09"), row.format(55, "wire-2021-08"), row.format(31, "third-2021")]
    page = page_with(desk, source + TWO + "".join(rows))
    line = page.split("Disputed.")[1].split(" ; we print the first")[0]
    assert line.count(" against ") == 1
    assert "(Daily Press; Third," in line or "(Third; Daily Press," in line


@pytest.mark.parametrize(
    ("origin", "who"),
    [
        ("origin: [peskov], ", "Dmitry Peskov, for the Kremlin, in Daily Press"),
        ("origin: [agency, peskov], ", "Dmitry Peskov, for the Kremlin, in Agency, in Daily Press"),
        ("origin: [agency, kremlin], ", "Kremlin, in Agency, in Daily Press"),
        ("", "Daily Press"),
    ],
)
def test_who_says_so_is_the_speaker_with_the_outlet_behind(desk: SmallDesk, origin: str, who: str) -> None:
    text = (
        "people: [{id: peskov, name: Dmitry Peskov}]\n"
        "organizations:\n"
        "  - {id: kremlin, name: Administration, short: Kremlin, article: the, type: government body}\n"
        "  - {id: agency, name: Agency, type: agency}\n"
        "offices: [{holder: peskov, of: kremlin, office: spokesman, source: press-2021-09}]\n" + TWO +
        f"      - {{value: 5, as_of: 2021-08-10, {origin}source: press-2021-09}}\n"
        "      - {value: 9, as_of: 2021-08-10, source: wire-2021-08}\n"
    )  # fmt: skip
    assert f"({who}," in page_with(desk, text).split("Disputed.")[1]


def test_rivals_of_a_curator_are_shown_though_their_numbers_overlap(desk: SmallDesk) -> None:
    one = f"{{id: a, {CLAIM}, value: ~5, source: press-2021-09, rivals: b, what: Dead of one count}}"
    page = page_with(desk, f"figures:\n  - {one}\n  - {{id: b, {CLAIM}, value: 4..6, source: wire-2021-08}}\n")
    assert "Disputed." in page


def test_doubt_of_a_capital_stands_below_the_map(desk: SmallDesk) -> None:
    doubt = "    capital: Dushanbe\n    capital_certainty: claimed\n    capital_note: Others name Khujand.\n"
    desk.edit("entities.yaml", "    adjective: Tajik\n", f"    adjective: Tajik\n{doubt}")
    assert "Capital: Dushanbe (claimed). Others name Khujand." in page_with(desk, "")


def test_a_founding_stands_beside_its_body_with_its_doubt(desk: SmallDesk) -> None:
    topic = "{id: blocs, title: Blocs, question: Who is where?, scope: {kinds: [memberships]}}"
    desk.add("topic.yaml", f"topics:\n  - {topic}\n")
    doubt = "source: press-2021-09, certainty: reported, note: Not published."
    founding = f"founding: [{{name: Pact of Khujand, signed: 2001-02-03, {doubt}}}]"
    text = f"organizations:\n  - {{id: pact, name: The Pact, type: bloc, {founding}}}\n"
    text += "memberships: [{member: TJK, of: pact, role: full, from: 2002, source: press-2021-09}]\n"
    assert "The Pact Pact of Khujand, 3 Feb 2001 (reported); Not published" in page_with(desk, text, "topics/blocs")
