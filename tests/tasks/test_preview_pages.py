"""A preview's rebuilding: the pages that are looked at first, the others unless files were saved again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from briefings.build.build_steps import BuildOrder
from briefings.facts.fact_base import FactBase
from briefings.tasks.preview_pages import EVERY_PAGE, Preview, concerns_pages
from conftest import SmallDesk

LOOKED_AT = "countries/tajikistan.html"
TITLE = ("desk.yaml", "title: ", "title: Renamed ")


def order(base: FactBase) -> BuildOrder:
    day = date(2021, 9, 17)
    return BuildOrder(as_of=day, known=day, release=base.desk.release)


@pytest.fixture
def preview(desk: SmallDesk) -> Preview:
    """A preview of the small desk, all pages built, of which one is looked at."""
    found = Preview(desk.root, desk.root / "build", order)
    assert found.rebuild() > 2
    state, _ = found.state
    threading.Thread(target=found.wait, args=(LOOKED_AT, state, 60), daemon=True).start()
    for _ in range(200):
        if found._looked_at:
            break
        time.sleep(0.01)
    return found


def renamed(desk: SmallDesk) -> set[str]:
    pages = {name: data for name, data in desk.files().items() if name.endswith(".html")}
    assert LOOKED_AT in pages
    return {name for name, data in pages.items() if b"Renamed " in data}


def test_every_page_is_made_where_no_file_was_saved_meanwhile(desk: SmallDesk, preview: Preview) -> None:
    desk.edit(*TITLE)
    assert preview.rebuild() == len(renamed(desk) - {"index.html"}) > 2


def test_a_page_is_told_of_once(desk: SmallDesk, preview: Preview) -> None:
    """The page that is looked at is loaded as soon as it is made, and not again with the others."""
    before = preview.number
    desk.edit(*TITLE)
    preview.rebuild()
    told = {page: number - before for page, number in preview._changed.items() if number > before}
    assert told.pop(LOOKED_AT) == 1
    assert set(told.values()) == {2} and "index.html" in told


def test_pages_that_nobody_looks_at_wait_where_files_were_saved_meanwhile(
    desk: SmallDesk, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.edit(*TITLE)
    saves = count()
    with monkeypatch.context() as busy:
        busy.setattr(preview, "_saved_state", lambda: {Path("facts"): (next(saves), 0)})
        preview.rebuild()
    assert LOOKED_AT in renamed(desk)
    left = renamed(desk)
    preview.rebuild()
    assert left < renamed(desk)
    assert preview.mistakes == ()


def test_what_is_wrong_with_another_page_stands_while_the_first_is_made(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built(base: object, templates: object, wanted: tuple[str, ...], mistakes: list[str]) -> Iterator[str]:
        mistakes += [] if wanted else ["a topic cannot be rendered"]
        yield from ()

    monkeypatch.setattr(preview, "_built", built)
    preview.rebuild()
    assert preview.mistakes == ("a topic cannot be rendered",)
    while preview._looked_at:  # until who waited was told
        time.sleep(0.01)
    preview._looked_at[LOOKED_AT] = 1  # and looks at it again
    before, told = preview.number, preview._changed[EVERY_PAGE]
    preview.rebuild()
    assert preview.number == before + 2
    assert preview._changed[EVERY_PAGE] == told  # or every page that is open would be loaded again


@pytest.mark.parametrize(
    ("name", "concerns"),
    [
        ("a.yaml", True), ("country.html.j2", True), (".a.yaml.swp", False), ("a.yaml~", False),
        ("#a.yaml#", False), ("~a.yaml", False), ("a.yaml.tmp", False), ("a.yaml.part", False),
    ],
)  # fmt: skip
def test_files_that_editors_keep_beside_concern_no_page(name: str, concerns: bool) -> None:
    assert concerns_pages(Path("facts") / name) is concerns
