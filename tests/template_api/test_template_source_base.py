"""The line on a document's sources: beside its bottom line, over all that this edition of it cites."""

from __future__ import annotations

import re

from briefings.template_api.template_source_base import SOURCE_BASE_PLACE
from conftest import SmallDesk

RAID = "type: attack, title: A raid, in: ARM, status: done, date: 2021-09-05"


def line(desk: SmallDesk, name: str, *options: str, folder: str = "build") -> str:
    run = desk.run("build", name, "--html", *options)
    assert run.code == 0, run.out + run.err
    page = (desk.root / folder / f"{name}.html").read_text(encoding="utf-8")
    assert SOURCE_BASE_PLACE not in page
    (found,) = re.findall(r'<p class="source-base"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found in page.split('class="bottom-line"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", found).split())


def test_it_counts_what_the_edition_cites_and_nothing_that_it_withholds(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "release: TLP:GREEN", "release: TLP:AMBER")
    desk.add("x.yaml", "events:\n" + "".join(f"  - {{id: e{n}, {RAID}, source: cable-2021-09}}\n" for n in range(40)))
    whole = line(desk, "countries/armenia")
    assert "from one source: Embassy, official, A" in whole and "A 4" in whole
    green = line(desk, "countries/armenia", "--release", "TLP:GREEN", folder="build/TLP-GREEN")
    assert "Embassy" not in green and " A " not in green
    assert re.fullmatch(r"Source base: \d+% from one source: [^.]+, [B-F]\. Citations by source grade: .+\.", green)


def test_every_kind_of_document_says_it(desk: SmallDesk) -> None:
    for name in ("countries/tajikistan", "topics/refugees", "weekly/2021-W37"):
        assert line(desk, name).startswith("Source base: "), name


def test_a_document_that_cites_nothing_has_no_such_line(desk: SmallDesk) -> None:
    desk.edit(
        "desk.yaml", "  today:", "  documents: [{template: card.html.j2, each: country, folder: cards}]\n  today:"
    )
    desk.template("card.html.j2", "<h1>{{ country.name }}</h1>{{ doc.source_base }}")
    run = desk.run("build", "cards/armenia", "--html")
    assert run.code == 0, run.err
    assert "source-base" not in desk.page("cards/armenia") and SOURCE_BASE_PLACE not in desk.page("cards/armenia")
