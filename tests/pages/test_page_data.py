"""What a page prints, as data: in the page, beside the PDF, and nothing that the page may not tell."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefings.pages import embedded_data
from conftest import SmallDesk

DOCUMENTS = [
    "countries/afghanistan", "countries/armenia", "countries/kyrgyzstan", "countries/tajikistan", "topics/refugees",
    "weekly/2021-W33", "weekly/2021-W37",
]  # fmt: skip


def held(desk: SmallDesk, id: str) -> dict[str, Any]:
    """The data of a page; numbers and units kept on one line are told apart by plain spaces here."""
    data = embedded_data.embedded_data(desk.page(id).replace("\N{NO-BREAK SPACE}", " "))
    assert data is not None
    return data


class Tagged(HTMLParser):
    """The numbers and dates that a page tags, each with its text, and the references that vouch for facts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.numbers: set[tuple[str, int, str, str]] = set()
        self.vouched: set[str] = set()
        self.cited: set[tuple[str, int, str]] = set()
        self._open: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("class") == "fact":
            self._open = found
        if found.get("class") == "cite" and found.get("data-fact"):
            self.vouched.add(str(found["data-fact"]))
            place, number = int(found.get("data-claim") or 0), str(found["href"]).removeprefix("#source-")
            self.cited.add((str(found["data-fact"]), place, number))

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            found, self._open = self._open, None
            place = int(found.get("data-claim") or 0)
            self.numbers.add((str(found["data-fact"]), place, str(found["data-field"]), data))


@pytest.mark.parametrize("id", DOCUMENTS)
def test_the_data_tells_each_number_on_the_page_and_no_other(built: SmallDesk, id: str) -> None:
    page, facts = Tagged(built.page(id).replace("\N{NO-BREAK SPACE}", " ")), held(built, id)["facts"]
    told = {
        (fact, printed.get("claim", 0), printed["field"], printed["text"])
        for fact, entry in facts.items()
        for printed in entry["printed"]
    }
    assert page.numbers == told != set()


@pytest.mark.parametrize("id", DOCUMENTS)
def test_every_reference_leads_to_the_source_of_the_claim_it_vouches_for(built: SmallDesk, id: str) -> None:
    data = held(built, id)
    cited = Tagged(built.page(id)).cited
    assert cited
    for fact, place, number in cited:
        claim = data["facts"][fact]["claims"][place]
        assert data["sources"][claim["source"]]["number"] == int(number), fact


@pytest.mark.parametrize("id", DOCUMENTS)
def test_each_fact_with_a_number_has_a_reference_that_a_keyboard_reaches(built: SmallDesk, id: str) -> None:
    page = Tagged(built.page(id))
    assert {fact for fact, *_ in page.numbers} - page.vouched == set()


def test_the_data_answers_for_every_number_and_reference_of_the_shipped_pages(site: Path) -> None:
    seen = 0
    for path in sorted(site.glob("*/*.html")):
        html = path.read_text(encoding="utf-8")
        page, data = Tagged(html), embedded_data.embedded_data(html)
        assert data is not None, path.name
        for fact, place, *_ in (*page.numbers, *page.cited):
            claim = data["facts"][fact]["claims"][place]
            assert claim["source"] in data["sources"] and set(claim["grade"]) <= set(data["grades"]), (path.name, fact)
            seen += 1
        assert {fact for fact, *_ in page.numbers} - page.vouched == set(), path.name
    assert seen > 1500


def test_a_computed_number_is_told_with_its_formula(site: Path) -> None:
    data = embedded_data.embedded_data((site / "topics/refugees.html").read_text(encoding="utf-8"))
    assert data is not None
    assert data["derived"][0] == {
        "formula": "share(afg-arrived-iran, afg-arrived-neighbours)", "printed": "55%", "value": "55", "unit": "%",
    }  # fmt: skip


def test_a_fact_is_told_whole(built: SmallDesk) -> None:
    assert held(built, "countries/tajikistan")["facts"]["border:AFG-TJK"] == {
        "kind": "borders",
        "label": "Border Afghanistan–Tajikistan",
        "printed": [
            {"text": "1,357 km", "field": "length", "value": "1357", "unit": "km"},
            {"text": "1,357", "field": "length", "value": "1357", "unit": "km"},
            {"text": "2021", "field": "as_of", "value": "2021"},
        ],
        "claims": [
            {
                "says": "1,357 km", "value": "1357", "unit": "km", "as_of": "2021", "on": "2021",
                "source": "factbook-2021", "grade": "B1",
            },
            {
                "says": "843 mi (1,357 km)", "value": "843", "unit": "mi", "as_of": "2021-08-20",
                "on": "20 August 2021", "reported": True, "source": "wire-2021-08", "at": [19], "grade": "B2",
                "agrees": True,
            },
        ],
    }  # fmt: skip


def test_rival_claims_are_told_with_their_origin_and_the_reason_for_the_one_printed(built: SmallDesk) -> None:
    claims = held(built, "countries/afghanistan")["facts"]["afg-districts-taliban"]["claims"]
    assert [(c["says"], c.get("rival", False), c["origin"], c["grade"], c.get("because")) for c in claims] == [
        ("188 districts", False, ["Map project"], "B3", "The later report quotes it from memory."),
        ("210 districts", True, ["Map project"], "C4", None),
    ]


def test_facts_that_rival_each_other_are_told_at_each_other(desk: SmallDesk) -> None:
    desk.add("rival.yaml", """
figures:
  - {id: kgz-killed-officials, subject: KGZ, measure: killed, value: 46, as_of: 2021-09-09, source: press-2021-09,
     credibility: 3, rivals: [kgz-killed-wire]}
  - {id: kgz-killed-wire, subject: KGZ, measure: killed, value: 31, as_of: 2021-09-09, source: factbook-2021,
     credibility: 2, rivals: [kgz-killed-officials]}
""")  # fmt: skip
    run = desk.run("build", "countries/kyrgyzstan", "--html")
    assert run.code == 0, run.err
    facts = held(desk, "countries/kyrgyzstan")["facts"]
    assert [(r["fact"], r["says"], r["source"]) for r in facts["kgz-killed-officials"]["rivals"]] == [
        ("kgz-killed-wire", "31 people", "factbook-2021")
    ]


def test_the_head_tells_the_document_its_viewpoint_and_what_it_is_about(built: SmallDesk) -> None:
    assert held(built, "countries/tajikistan")["document"] == {
        "id": "countries/tajikistan",
        "kind": "country",
        "title": "Tajikistan",
        "desk": "Test desk",
        "publisher": "Test publisher",
        "synonyms": [
            ["Collective Security Treaty Organization", "CSTO"],
            ["Kyrgyzstan", "Kirghizia"],
            ["Shanghai Cooperation Organization", "SCO"],
            ["Tajikistan", "Tojikiston", "Тоҷикистон"],
        ],
        "contact": "desk@test.example",
        "as_of": "2021-09-17",
        "known": "2021-09-17",
        "release": "TLP:GREEN",
        "since": "2021-08-20",
        "since_on": "20 August 2021",
        "marking": "TLP:CLEAR",
        "countries": {"TJK": "Tajikistan"},
        "bodies": {"CSTO": "CSTO", "SCO": "SCO"},
        "names": ["TJK", "Tojikiston", "Тоҷикистон", "Tajik"],
    }
    armenia = held(built, "countries/armenia")["document"]
    assert (armenia["countries"], armenia["bodies"]) == ({"ARM": "Armenia"}, {"CSTO": "CSTO"})


def test_what_moved_is_told_with_what_was_printed_before(built: SmallDesk) -> None:
    facts = held(built, "countries/tajikistan")["facts"]
    assert [facts[id].get("moved") for id in ("afg-arrived-tajikistan", "summit-2021-09", "border:AFG-TJK")] == [
        {"kind": "updated", "before": "5,700 people"},
        {"kind": "new"},
        None,
    ]


@pytest.mark.parametrize("id", DOCUMENTS)
def test_the_pdf_carries_the_same_data_as_its_associated_file(built: SmallDesk, id: str) -> None:
    with pikepdf.open(built.root / "build" / f"{id}.pdf") as pdf:
        assert list(pdf.attachments) == ["facts.json"]
        assert len(pdf.Root.AF) == 1
        file = pdf.Root.AF[0]
        assert str(file.AFRelationship) == "/Data"
        assert str(file.EF.F.Subtype) == "/application/json"
        day = held(built, id)["document"]["known"].replace("-", "")
        assert str(file.EF.F.Params.ModDate) == str(file.EF.F.Params.CreationDate) == f"D:{day}000000Z"
        assert json.loads(file.EF.F.read_bytes()) == embedded_data.embedded_data(built.page(id))


def test_a_rival_above_the_release_is_not_told(desk: SmallDesk) -> None:
    desk.add("secret.yaml", """
claims:
  - {fact: "border:KGZ-TJK", length: 777 km, source: cable-2021-09, credibility: 2}
""")  # fmt: skip
    run = desk.run("build")
    assert run.code == 0, run.err
    for name, data in desk.files("build").items():
        assert b"cable-2021-09" not in data and b"Embassy" not in data, name
        assert b"777 km" not in data.replace("\N{NO-BREAK SPACE}".encode(), b" "), name
    shown = subprocess.run(
        ["qpdf", "--show-attachment=facts.json", str(desk.root / "build/countries/tajikistan.pdf")],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert b"984" in shown and b"777" not in shown and b"cable" not in shown


def test_no_text_of_a_fact_can_end_the_data(desk: SmallDesk) -> None:
    desk.edit("sources.yaml", "Daily Press", "'</script><script>alert(1)</script><!--'")
    assert desk.run("build", "countries/tajikistan", "--html").code == 0
    page = desk.page("countries/tajikistan")
    assert page.count("<script") == page.count("</script>") == 3
    sources = held(desk, "countries/tajikistan")["sources"]
    assert sources["press-2021-09"]["publisher"] == "</script><script>alert(1)</script><!--"


def test_a_page_without_data_has_none_to_read() -> None:
    assert embedded_data.embedded_data("<html><body><p>Nothing</p></body></html>") is None
