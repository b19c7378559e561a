"""The scan of an edition finds what is withheld wherever it is planted, and nothing else."""

from __future__ import annotations

import base64
import gzip
import io
import json
import urllib.parse
import zlib
from collections.abc import Callable
from html import escape

import pikepdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from briefings.build.leak_scan import SHORTEST_TEXT, Leak, WithheldTexts, letters_and_digits
from briefings.core.markings import Marking
from briefings.core.problems import BriefingsError
from briefings.facts.withheld_records import permitted
from briefings.records.entries import Entry
from briefings.records.fact_reader import read
from conftest import SmallDesk

SENTENCE = "The envoy's convoy will cross near Panj before the end of the month of Mizan"
FACTS = f"""
events:
  - {{id: panj-convoy, type: other, title: "{SENTENCE}", date: 2021-09-15, in: TJK,
     source: press-2021-09, marking: "TLP:RED"}}
people:
  - {{id: iskandarov, name: Iskandar Iskandarov, marking: "TLP:RED"}}
"""


def withheld_by(desk: SmallDesk, release: Marking = Marking.GREEN) -> WithheldTexts:
    held, problems = read(desk.texts())
    assert list(problems) == []
    return of(held, desk, release)


def of(held: list[Entry], desk: SmallDesk, release: Marking) -> WithheldTexts:
    let = permitted(held, desk.facts().desk, release)
    return WithheldTexts.of(held, let, ["A template's own words"])


@pytest.fixture
def withheld(desk: SmallDesk) -> WithheldTexts:
    desk.add("secret.yaml", FACTS)
    return withheld_by(desk)


def json_escaped(text: str) -> bytes:
    return "".join(f"\\u{ord(char):04x}" for char in text).encode()


PLACES: dict[str, Callable[[str], bytes]] = {
    "as it stands": lambda text: f"<p>{text}</p>".encode(),
    "in an attribute": lambda text: f'<img alt="{escape(text)}">'.encode(),
    "in a comment": lambda text: f"<!-- {text} -->".encode(),
    "escaped for HTML": lambda text: escape(text).encode(),
    "as character references": lambda text: "".join(f"&#{ord(char)};" for char in text).encode(),
    "as hexadecimal references": lambda text: "".join(f"&#x{ord(char):X};" for char in text).encode(),
    "broken by tags": lambda text: f"<p>{text[:9]}<b>{text[9:20]}</b>{text[20:]}</p>".encode(),
    "broken by lines and hyphens": lambda text: f"{text[:6]}-\n{text[6:18]}\n   {text[18:]}".encode(),
    "in capitals": lambda text: text.upper().encode(),
    "as JSON": lambda text: json.dumps({"text": [text]}).encode(),
    "as JSON escapes": json_escaped,
    "in a script": lambda text: f"var index = {json.dumps([text])};".encode(),
    "percent-encoded": lambda text: urllib.parse.quote(text).encode(),
    "as a data address": lambda text: b'<a href="data:;base64,' + base64.b64encode(text.encode()) + b'">',
    "as URL-safe base64": lambda text: base64.urlsafe_b64encode(b"??>>" + text.encode()),
    "as base64 of zlib": lambda text: base64.b64encode(zlib.compress(text.encode())),
    "in hexadecimal": lambda text: text.encode().hex().encode(),
    "compressed": lambda text: gzip.compress(text.encode()),
    "as UTF-16": lambda text: text.encode("utf-16-be"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_sentence_is_found(withheld: WithheldTexts, place: str) -> None:
    leaks = withheld.leaks("page.html", PLACES[place](SENTENCE))
    assert [leak.withheld.line for leak in leaks] == [3], place
    assert "secret.yaml:3" in str(leaks[0]) and "page.html" in str(leaks[0])
    assert SENTENCE not in str(leaks[0])  # the message must not be the next leak


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("in capitals", "broken by tags")])
@pytest.mark.parametrize("word", ["panj-convoy", "Iskandar Iskandarov", "iskandarov"])
def test_a_planted_id_or_name_is_found(withheld: WithheldTexts, place: str, word: str) -> None:
    if place == "broken by lines and hyphens":
        return
    assert withheld.leaks("page.html", PLACES[place](f"see {word}, there")), place


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda held: None, page: str = "<p>Nothing", **meta: str) -> bytes:
    """A PDF of one page, changed after."""
    head = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in meta.items())
    made = weasyprint.HTML(string=f"<html lang=en><title>A title</title>{head}<h1>One</h1>{page}").write_pdf(
        pdf_tags=True
    )
    with pikepdf.open(io.BytesIO(made)) as held:
        change(held)
        out = io.BytesIO()
        held.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def attached(held: pikepdf.Pdf) -> None:
    held.attachments["facts.json"] = json.dumps({"text": SENTENCE}).encode()


def with_alt_text(held: pikepdf.Pdf) -> None:
    held.Root.Hidden = pikepdf.Dictionary(Alt=pikepdf.String(SENTENCE))


def with_xmp(held: pikepdf.Pdf) -> None:
    with held.open_metadata() as metadata:
        metadata["dc:description"] = SENTENCE


PDFS: dict[str, Callable[[], bytes]] = {
    "on the page": lambda: pdf(page=f"<p style='width: 30mm'>{SENTENCE}"),
    "as a bookmark": lambda: pdf(page=f"<h2 style='font-size: 0'>{SENTENCE}</h2>"),
    "in the metadata": lambda: pdf(description=SENTENCE),
    "as an alternative text": lambda: pdf(with_alt_text),
    "in an attachment": lambda: pdf(attached),
    "in the XMP": lambda: pdf(with_xmp),
    "as a link": lambda: pdf(page=f'<a href="https://x.example/{urllib.parse.quote(SENTENCE)}">x</a>'),
}


@pytest.mark.parametrize("place", PDFS)
def test_a_sentence_planted_in_a_pdf_is_found(withheld: WithheldTexts, place: str) -> None:
    assert [leak.withheld.line for leak in withheld.leaks("a.pdf", PDFS[place]())] == [3]


def test_a_pdf_without_it_is_clean(withheld: WithheldTexts) -> None:
    assert withheld.leaks("a.pdf", pdf(page="<p>The convoy of another month")) == []


def test_a_text_that_was_cut_short_is_found_too(withheld: WithheldTexts) -> None:
    assert withheld.leaks("map.html", b"<text>envoy's convoy will cross near Panj\xe2\x80\xa6</text>")
    assert withheld.leaks("map.html", b"<text>will cross</text>") == []


def test_what_a_permitted_input_holds_is_no_secret(desk: SmallDesk) -> None:
    """The same words in a public record, or in a template."""
    desk.add("secret.yaml", FACTS.replace(SENTENCE, "Report of September"))
    assert withheld_by(desk).leaks("a.html", b"Report of September") == []
    desk.edit("secret.yaml", "Report of September", "A template's own words")
    assert withheld_by(desk).leaks("a.html", b"A template's own words") == []


CHANCE: dict[str, tuple[str, bytes]] = {
    "a short id in a digest, read as base64": (
        'people: [{id: xi, name: Xi Ja, marking: "TLP:RED"}]', base64.b64encode(b"\xff\x01 xi \x80\xfe" * 4)),
    "a short id among the bytes of a font": (
        'people: [{id: xi, name: Xi Ja, marking: "TLP:RED"}]', base64.b64encode(zlib.compress(b"\xff xi \xfe" * 40))),
    "six words of the desk that a page puts beside each other": (
        'events: [{id: x-1, type: other, title: "A report of September from the borders of Afghanistan and Armenia", '
        'date: 2021-09-15, in: TJK, source: press-2021-09, marking: "TLP:RED"}]',
        b"<td>Report of September</td><td>from the borders of Afghanistan</td>"),
    "the week of an issue": ('issues: [{id: 2021-W38, bottom_line: Quiet., marking: "TLP:RED"}]', b"2021-W38-armenia"),
}  # fmt: skip


@pytest.mark.parametrize("chance", CHANCE)
def test_what_is_there_by_chance_is_no_leak(desk: SmallDesk, chance: str) -> None:
    """Each is a byte string that an edition holds whether or not the record was ever written."""
    facts, data = CHANCE[chance]
    desk.add("secret.yaml", facts)
    held, _ = read(desk.texts())
    let = permitted(held, desk.facts().desk, Marking.GREEN)
    words = ["Report of September from the borders of Armenia"]
    withheld = WithheldTexts.of(held, let, words)
    assert withheld
    assert withheld.leaks("page.html", data) == []


def test_a_file_that_tells_is_not_written(withheld: WithheldTexts) -> None:
    withheld.refuse({"facts.csv": b"nothing"})
    with pytest.raises(BriefingsError, match=r"nothing was written: facts\.csv .* see facts/secret\.yaml:3"):
        withheld.refuse({"sources.json": b"nothing", "facts.csv": SENTENCE.encode()})


def test_nothing_withheld_means_nothing_to_look_for(desk: SmallDesk) -> None:
    desk.edit("sources.yaml", ', marking: "TLP:AMBER"', "")
    assert not withheld_by(desk)


@given(before=st.text(max_size=40), after=st.text(max_size=40), size=st.integers(SHORTEST_TEXT, 60))
def test_any_surroundings_hide_nothing(before: str, after: str, size: int) -> None:
    """A text of letters is found between any others."""
    from briefings.core.problems import Mark, TextFile

    text = ("abcdefghijkl" * 6)[:size]
    mark = Mark(TextFile("a.yaml", ""), 1, 1, 1, 1)
    found = WithheldTexts({}, {letters_and_digits(text): mark}).leaks(
        "x", f"{before} {text} {after}".encode("utf-8", "replace")
    )
    assert [leak.withheld for leak in found] == [mark]


def test_what_a_map_names_by_itself_is_no_sign_of_a_withheld_country(desk: SmallDesk) -> None:
    desk.edit("entities.yaml", "aliases: [Kirghizia]}", 'aliases: [Kirghizia, Land of the Kyrgyz], marking: "TLP:RED"}')
    base = desk.facts()
    withheld = WithheldTexts.between(base, base.edition(Marking.GREEN), {"maps/names.json": b'["Kirghizia"]'})
    assert withheld.leaks("page.html", b"<text>Kyrgyzstan</text><text>Kirghizia</text>") == []
    assert withheld.leaks("page.html", b"<p>In the Land of the Kyrgyz</p>")


def test_an_amount_that_a_page_may_print_is_no_sign_of_a_withheld_quotation(desk: SmallDesk) -> None:
    crowd = "displacement: [{id: x-%s, leaving: AFG, who: people, measure: fleeing, as_of: 2021-08, %s}]\n"

    def leaks() -> list[Leak]:
        base = desk.facts()
        withheld = WithheldTexts.between(base, base.edition(Marking.GREEN), {})
        return withheld.leaks("page.html", b"<p>Tens of thousands of people waited.</p>")

    desk.add(
        "secret.yaml", crowd % (1, 'source: press-2021-09, quote: "Tens of thousands of people", marking: "TLP:RED"')
    )
    assert leaks()
    desk.add("public.yaml", crowd % (2, "source: press-2021-09, value: tens-of-thousands people"))
    assert leaks() == []
