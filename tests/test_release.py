"""What is marked above a release is as if it had never been written: no output of a lower edition depends on it."""

from __future__ import annotations

import itertools
from pathlib import Path
from string import ascii_lowercase as LETTERS

import pytest
from conftest import SmallDesk

from briefings.reading import KINDS
from briefings.values import Marking

RESTRICTED = Path(__file__).parent / "restricted" / "secret.yaml"
BELOW = [(mark, release) for mark in Marking for release in Marking if mark > release]
# The small desk holds a cable that is AMBER: what its own marking hides is the same with and without the secrets.


def secrets(marking: Marking, seed: str) -> tuple[str, list[str]]:
    """A file of restricted records of every kind, each text with a word of its own; and those words."""
    text, words = RESTRICTED.read_text(encoding="utf-8").replace("MARK", marking.value), []
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    names: dict[str, str] = {}
    numbers = itertools.count()
    parts = text.split("CANARY")
    for before in parts[:-1]:
        # an id is the same word wherever it is named
        prefix = before.rsplit(" ", 1)[-1].lstrip("[\"'")
        key = prefix if prefix and prefix.isalpha() else str(next(numbers))
        words.append(names.setdefault(key, seed + LETTERS[len(names) // 26] + LETTERS[len(names) % 26]))
    return "".join(a + b for a, b in itertools.zip_longest(parts, words, fillvalue="")), sorted(set(words))


def build(desk: SmallDesk, release: Marking, folder: str) -> dict[str, bytes]:
    run = desk.run("build", "--release", release.value, "--html", "--out", folder, "--quiet")
    assert run.code == 0, run.out + run.err
    return {name: data for name, data in desk.files(folder).items() if "/." not in f"/{name}"}


def test_the_secrets_are_of_every_kind_that_can_be_marked() -> None:
    text = RESTRICTED.read_text(encoding="utf-8")
    marked = {kind for kind in KINDS if f"\n{kind}:\n" in text}
    unmarked = {"desk", "measures", "matters", "countries"}  # a country is of the region or not: it is no secret
    assert set(KINDS) - marked == unmarked


@pytest.mark.parametrize(("marking", "release"), [(Marking.RED, Marking.GREEN), (Marking.GREEN, Marking.CLEAR)])
def test_an_edition_is_the_same_bytes_whatever_is_withheld_from_it(
    desk: SmallDesk, marking: Marking, release: Marking
) -> None:
    """Non-interference: without the secrets, with these and with others, every file is the same."""
    without = build(desk, release, "without")
    assert len(without) > 10
    for seed in ("xyzzyk", "plughv"):
        text, words = secrets(marking, seed)
        place = desk.root / "facts" / "secret.yaml"
        place.write_text(text, encoding="utf-8")
        assert len(words) > 60
        edition = build(desk, release, seed)
        assert edition.keys() == without.keys()
        assert [name for name in edition if edition[name] != without[name]] == []


def test_the_secrets_are_on_the_pages_of_a_release_that_holds_them(desk: SmallDesk) -> None:
    """Else the test above would pass with secrets that nothing prints."""
    text, words = secrets(Marking.AMBER, "xyzzyk")
    desk.add("secret.yaml", text)
    built = build(desk, Marking.AMBER, "amber")
    pages = "".join(data.decode() for name, data in built.items() if name.endswith(".html"))
    assert sum(word in pages for word in words) > 25
    for number in ("8,888", "4,242", "7,777", "5,150", "9,999"):
        assert number in pages, number


@pytest.mark.parametrize(("marking", "release"), BELOW)
def test_no_view_below_holds_a_canary(desk: SmallDesk, marking: Marking, release: Marking) -> None:
    """Every marking against every lower release: the linked base of an edition has lost every word of them."""
    text, words = secrets(marking, "xyzzyk")
    desk.add("secret.yaml", text)
    base = desk.facts()
    told = "\n".join(
        repr((entry.id, entry.record, entry.claims))
        for kind in base.edition(release).entries.values()
        for entry in kind.values()
    )
    whole = "\n".join(
        repr((e.id, e.record, e.claims)) for k in base.edition(Marking.RED).entries.values() for e in k.values()
    )
    assert [word for word in words if word not in whole] == []
    assert [word for word in words if word in told] == []


def test_a_sentence_copied_into_a_public_place_removes_the_edition(desk: SmallDesk) -> None:
    """What the gate cannot know: a template that types out what a restricted record says."""
    sentence = "The convoy of the envoy crosses near Panj at the end of the month"
    event = f"{{id: convoy, type: other, title: {sentence}, date: 2021-09-15, in: TJK, source: press-2021-09"
    desk.add("secret.yaml", f'events:\n  - {event}, marking: "TLP:RED"}}\n')
    assert desk.run("build", "--html", "--quiet").code == 0
    before = desk.files("build")
    assert desk.run("build", "--html", "--quiet").code == 0  # looked at once and found clean
    assert desk.files("build") == before
    desk.run("templates", "copy", "country.html.j2")
    path = desk.root / "templates" / "country.html.j2"
    text = path.read_text(encoding="utf-8")
    # in two pieces the wrong way round, so that the template itself is no permitted input that holds the sentence
    pieces = ["near Panj at the end of the month", "The convoy of the envoy crosses"]
    path.write_text(text.replace("</h1>", f'</h1><p>{{{{ {pieces}|reverse|join(" ") }}}}</p>'), encoding="utf-8")
    run = desk.run("build", "--html")
    assert run.code == 1
    assert "told what is withheld from it and was removed" in run.err
    assert "facts/secret.yaml:2:" in run.err and "countries/tajikistan.html" in run.err
    assert sentence not in run.err + run.out
    assert desk.files("build") == {}
    assert sentence.encode() not in b"".join(desk.files("build").values())
    path.write_text(text, encoding="utf-8")
    assert desk.run("build", "--html", "--quiet").code == 0
    assert {n: d for n, d in desk.files("build").items() if n.endswith(".html")} == {
        n: d for n, d in before.items() if n.endswith(".html")
    }


def test_an_edition_of_pdfs_is_read_too(desk: SmallDesk) -> None:
    desk.add("secret.yaml", 'people:\n  - {id: hidden-one, name: Hidden Personage of Panj, marking: "TLP:RED"}\n')
    run = desk.run("build", "countries/tajikistan", "--quiet")
    assert run.code == 0, run.err
    shipped = (Path(__file__).parent.parent / "templates/country.html.j2").read_text(encoding="utf-8")
    desk.template("country.html.j2", shipped.replace("</h1>", "</h1><p>{{ ['hidden', 'one']|join('-') }}</p>"))
    run = desk.run("build", "countries/tajikistan", "--quiet")
    assert run.code == 1
    assert "countries/tajikistan.html" in run.err and "countries/tajikistan.pdf" in run.err
