"""The built pages in a real browser: the shipped desk, at several widths, in light and dark, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from playwright.sync_api import Browser, Page


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) == 26, "12 countries, 7 topics, 6 weeklies and the index"
    return found


def visits(
    browser: Browser, paths: list[Path], width: int = 1280, scheme: str = "light"
) -> Iterator[tuple[Path, Page, list[str]]]:
    """Each page in turn, with all that went wrong while it loaded: console errors, failed and foreign requests."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    for path in paths:
        page.goto(path.as_uri())
        yield path, page, wrong
    context.close()


def test_every_page_opens_from_disk_without_an_error_or_a_foreign_request(site: Path, browser: Browser) -> None:
    for path, page, wrong in visits(browser, pages(site)):
        assert wrong == [], path.name
        assert page.locator("h1").count() == 1, path.name


def test_every_internal_link_and_anchor_of_the_whole_build_holds(site: Path, browser: Browser) -> None:
    ids: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for path, page, _ in visits(browser, pages(site)):
        ids[path] = set(page.eval_on_selector_all("[id]", "all => all.map(e => e.id)"))
        links += [(path, href) for href in page.eval_on_selector_all("a[href]", "all => all.map(e => e.href)")]
    assert len(links) > 1000
    for path, href in links:
        where = urlparse(href)
        target = Path(unquote(where.path))
        if target.suffix == ".pdf":  # this build made no PDFs; the name must be the page's own
            assert target.with_suffix(".html") in ids, (path.name, href)
            continue
        assert where.scheme == "file" and target in ids, (path.name, href)
        assert not where.fragment or unquote(where.fragment) in ids[target], (path.name, href)


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_screen(site: Path, browser: Browser, width: int, scheme: str) -> None:
    for path, page, _ in visits(browser, pages(site), width, scheme):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name


def test_the_ids_of_a_page_are_unique(site: Path, browser: Browser) -> None:
    for path, page, _ in visits(browser, pages(site)):
        found = page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
        assert len(found) == len(set(found)) > 0 or path.name == "index.html", path.name


def test_dark_mode_has_a_dark_ground_and_light_text(site: Path, browser: Browser) -> None:
    def ground(scheme: str) -> str:
        _, page, _ = next(visits(browser, [site / "countries/tajikistan.html"], scheme=scheme))
        found: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        return found

    assert ground("light") == "rgb(255, 255, 255)"
    assert ground("dark") == "rgb(20, 27, 32)"


def test_on_paper_the_browser_leaves_out_what_only_a_screen_needs(site: Path, browser: Browser) -> None:
    _, page, _ = next(visits(browser, [site / "weekly/2021-W37.html"]))
    assert page.locator("nav.top").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav.top").is_visible()
    assert page.locator("h1").is_visible()


def test_every_cited_source_is_listed_and_every_listed_source_is_cited(site: Path, browser: Browser) -> None:
    for path, page, _ in visits(browser, [path for path in pages(site) if path.name != "index.html"]):
        cited = set(page.eval_on_selector_all("a.cite", "all => all.map(e => e.hash.slice(1))"))
        listed = page.eval_on_selector_all(".sources li", "all => all.map(e => e.id)")
        assert cited == set(listed) and len(listed) == len(set(listed)) > 0, path.name
