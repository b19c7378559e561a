"""No list of any document is cut silently on paper, whatever kind of document it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from briefings.pages.page_tree import PageElement, page_tree
from conftest import SmallDesk

SAID = re.compile(r"\b(?:\d+ of \d+|\d+ (?:judgements?|that moved)\b)")
ROWS = ("li", "tr", "section")


def cut(part: PageElement, above: tuple[PageElement, ...] = ()) -> Iterator[tuple[PageElement, PageElement]]:
    """Each row or section that paper leaves out, with the nearest section, or the page, that it stands in."""
    section = next((one for one in reversed(above) if one.tag in ("section", "main")), part)
    if part.tag in ROWS and "beyond" in part.classes:
        yield part, section
        return
    for child in part.children:
        if isinstance(child, PageElement):
            yield from cut(child, (*above, part))


def sentences(part: PageElement) -> str:
    """What a part says on paper of its cut lists."""
    return " ".join(one.text for one in part.all() if {"cut", "on-paper"} <= {*one.classes})


def silent(html: str) -> tuple[int, list[str]]:
    """The number of rows that paper leaves out, and the words of those of which it does not say so."""
    main = page_tree(html).first("main")
    assert main is not None
    found = list(cut(main))
    return len(found), [row.text[:80] for row, section in found if not SAID.search(sentences(section))]


def test_law_every_row_that_paper_leaves_out_is_counted_where_it_is_missed(site: Path) -> None:
    left_out: Counter[str] = Counter()
    for path in sorted(site.glob("*/*.html")):
        rows, untold = silent(path.read_text(encoding="utf-8"))
        assert untold == [], path.name
        left_out[path.parent.name] += rows
    assert left_out["topics"] > 20 and left_out["weekly"] > 50
    assert left_out["countries"] == 0  # they are cut by what fits: tests/pdf/test_one_page.py


def test_law_the_documents_of_a_desks_own_say_what_they_cut(desk: SmallDesk) -> None:
    """A day, an event, a profile: the kinds of document that come with a desk's settings."""
    said = "".join(
        f"  - {{id: s{n}, speaker: rahmon, topic: T{n}, about: [CSTO], text: Word., date: 2021-09-{n % 9 + 1:02}, "
        "source: press-2021-09}\n"
        for n in range(30)
    )
    desk.add("said.yaml", f"statements:\n{said}")
    text = (desk.root / "facts/desk.yaml").read_text(encoding="utf-8")
    kinds = "  documents:\n" + "".join(
        f"    - {{template: {name}.html.j2, each: {each}, folder: {name}, {further}}}\n"
        for name, each, further in (
            ("daily", "day", 'hour: "16:00"'),
            ("flash", "event", "one_page: true"),
            ("profile", "organization", "only: [CSTO]"),
        )
    )
    (desk.root / "facts/desk.yaml").write_text(text.rstrip("\n") + "\n" + kinds, encoding="utf-8")
    run = desk.run("build", "--html")
    assert run.code == 0, run.err
    seen: Counter[str] = Counter()
    for path in sorted((desk.root / "build").glob("*/*.html")):
        rows, untold = silent(path.read_text(encoding="utf-8"))
        assert untold == [], path.name
        seen[path.parent.name] += rows
    assert seen["profile"] > 10, seen
