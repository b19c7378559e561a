"""What a number tells when it is pointed at, focused or tapped, in a real browser; and what is left without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from briefings.pages import embedded_data
from briefings.pages.page_tree import page_tree
from conftest import SmallDesk

COUNTRY = "countries/tajikistan.html"


@contextmanager
def opened(
    browser: Browser, path: Path, width: int = 1280, touch: bool = False, scripts: bool = True
) -> Iterator[Page]:
    """A page from disk; anything in the console, or any request that leaves the disk, fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=touch, java_script_enabled=scripts, reduced_motion="reduce"
    )
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert wrong == []


def note(page: Page) -> Locator:
    return page.locator("#note")


def told(page: Page) -> str:
    """The note's text, once it is there."""
    note(page).wait_for(state="visible")
    return note(page).inner_text().replace("\N{NO-BREAK SPACE}", " ")


def gone(page: Page) -> bool:
    note(page).wait_for(state="hidden")
    return True


def number(page: Page, fact: str, field: str = "value", within: str = "main") -> Locator:
    return page.locator(f'{within} .fact[data-fact="{fact}"][data-field="{field}"]').first


def test_pointing_at_a_number_shows_source_day_and_grade_in_words(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        assert not note(page).is_visible()
        number(page, "border:AFG-TJK", "length", ".borders").hover()
        lines = told(page).splitlines()
        assert [line for line in lines if line][:2] == ["1,357 km", "Border Afghanistan–Tajikistan"]
        assert "As of" in lines and "2021" in lines
        assert "usually reliable, probably true (B2)" in lines
        held = embedded_data.embedded_data((site / COUNTRY).read_text(encoding="utf-8"))
        assert held is not None
        source = held["sources"][held["facts"]["border:AFG-TJK"]["claims"][0]["source"]]
        whole = f"{source['publisher']}, {source['title']}, {source['on']}"
        assert whole.replace("\N{NO-BREAK SPACE}", " ") in lines
        assert lines[lines.index("Also reported by") + 1] == "CNBC"
        page.mouse.move(5, 790)
        assert gone(page)


def test_a_disputed_number_shows_who_says_otherwise(desk: SmallDesk, browser: Browser) -> None:
    assert desk.run("build", "countries/afghanistan", "--html").code == 0
    with opened(browser, desk.root / "build/countries/afghanistan.html") as page:
        page.locator('.disputed .fact[data-fact="afg-districts-taliban"]').first.hover()
        first = told(page)
        assert "Disputed. Others say:" in first
        assert "210 districts – Map project, in Daily Press, as of July 2021" in first
        assert "Why we print it\nThe later report quotes it from memory." in first
    with opened(browser, desk.root / "build/countries/afghanistan.html") as page:
        page.locator('.disputed .fact[data-claim="1"]').first.hover()
        rival = told(page)
        assert rival.startswith("210 districts") and "188 districts – Map project, in Wire" in rival


def test_a_computed_number_shows_from_what_it_was_computed(site: Path, browser: Browser) -> None:
    with opened(browser, site / "topics/refugees.html") as page:
        page.locator("main [data-formula=share]").first.hover()
        text = told(page)
        assert text.startswith("55%") and "Computed by the desk: 19,300 people as a share of 35,400 people" in text
        lines = page.locator("#note li").all_inner_texts()
        assert [line.replace("\N{NO-BREAK SPACE}", " ").split(" (")[0] for line in lines] == [
            "19,300 people", "35,400 people",
        ]  # fmt: skip
        assert all("usually reliable" in line for line in lines)


def test_a_mark_tells_what_moved_since_which_issue(site: Path, browser: Browser) -> None:
    with opened(browser, site / "topics/terrorism-drugs.html") as page:
        page.locator('.moved-updated[data-fact="kabul-bombing-afghans-killed"]').first.hover()
        assert told(page).endswith("Updated since the issue of 17 September 2021; was 60–95 people.")


def test_a_keyboard_reaches_a_note_and_escape_closes_it(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the text"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.get_attribute("class") == "cite"
        text = told(page)
        held = embedded_data.embedded_data((site / COUNTRY).read_text(encoding="utf-8"))
        fact = str(focused.get_attribute("data-fact"))
        assert held is not None
        assert held["facts"][fact]["label"].replace("\N{NO-BREAK SPACE}", " ") in text
        assert focused.get_attribute("aria-describedby") == "note"
        assert note(page).get_attribute("role") == "tooltip"
        page.keyboard.press("Escape")
        assert gone(page)
        assert page.locator(":focus").get_attribute("aria-describedby") is None
        page.keyboard.press("Tab")
        assert told(page) != text
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash").startswith("#source-")


def test_numbers_do_not_flood_the_order_of_the_tab_key(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        assert page.locator("main .fact").count() > 30
        assert page.locator("main .fact[tabindex]").count() == 0


def test_references_are_named_by_their_source_and_a_keyboard_can_pass_them(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        assert page.get_by_role("link", name="Source 1, ").count() > 1
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip references"
        assert page.locator("button.skip").bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.locator("button.skip").get_attribute("aria-pressed") == "true"
        page.keyboard.press("Tab")
        stops = [page.keyboard.press("Tab") or page.evaluate("document.activeElement.className") for _ in range(12)]
        assert len(stops) == 12 and "cite" not in stops


def test_a_note_leads_to_the_same_number_in_other_documents(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        cite = page.locator('.borders a.cite[data-fact="border:AFG-TJK"]').first
        page.keyboard.press("Tab")
        cite.focus()
        page.locator("#note a").first.wait_for()
        assert page.locator("#note .note-also").inner_text().startswith("Same in Afghanistan, ")
        page.keyboard.press("ArrowDown")
        assert "factbook" in page.evaluate("document.activeElement.textContent")  # the source's address
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Afghanistan"
        page.keyboard.press("Escape")
        assert gone(page) and page.evaluate("document.activeElement.className") == "cite"
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/countries/afghanistan.html#fact-border:AFG-TJK")
        assert "1,357" in page.locator(":target").inner_text()


def test_every_document_leads_to_its_neighbours_and_no_link_is_dead(site: Path, browser: Browser) -> None:
    pages = [page for folder in ("countries", "topics", "weekly") for page in sorted((site / folder).glob("*.html"))]
    for path in pages:
        ways = page_tree(path.read_text(encoding="utf-8")).first("nav", "ways")
        assert ways is not None
        links = [one.given["href"] for one in ways.all() if one.tag == "a"]
        assert len(links) > 1 and all((path.parent / link).is_file() for link in links), path.name
    with opened(browser, site / "weekly/2021-W28.html") as page:
        page.get_by_role("link", name="Next issue").click()
        assert "27 August 2021" in page.inner_text("h1")
        page.get_by_role("link", name="Previous issue").click()
        assert "16 July 2021" in page.inner_text("h1")
        page.get_by_role("link", name="Afghan refugees").click()
        page.get_by_role("link", name="Iran").last.click()
        assert page.inner_text("h1") == "Iran" and page.get_by_role("link", name="Next issue").count() == 0
        page.emulate_media(media="print")
        assert not page.locator(".ways").is_visible()


def test_a_note_stays_while_it_is_pointed_at(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        page.clock.install()  # it stands still while the pointer is on its way, however slow the machine
        number(page, "border:AFG-TJK", "length", ".borders").hover()
        note(page).locator(".note-also").wait_for()  # the last of its lines: what it names loads after the page
        text = told(page)
        note(page).hover()
        page.clock.run_for(2000)
        assert told(page) == text
        page.locator("h1").hover()
        page.clock.run_for(2000)
        assert gone(page)


@pytest.mark.parametrize("width", [320, 768])
def test_a_tap_shows_a_note_inside_the_screen_and_a_second_follows_the_reference(
    site: Path, browser: Browser, width: int
) -> None:
    with opened(browser, site / COUNTRY, width, touch=True) as page:
        cite = page.locator('a.cite[data-fact="border:AFG-TJK"]').first
        cite.tap()
        assert told(page).startswith("1,357 km")
        assert page.evaluate("location.hash") == ""
        box = note(page).bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cite.tap()
        assert page.evaluate("location.hash").startswith("#source-")
        number(page, "border:AFG-TJK", "length", ".borders").tap()
        assert told(page).startswith("1,357 km")
        page.locator("h1").tap()
        assert gone(page)


def test_without_scripts_every_reference_leads_to_its_source(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY, scripts=False) as page:
        assert page.locator("#note").count() == 0
        cite = page.locator('a.cite[data-fact="border:AFG-TJK"]').first
        assert "graded B2" in str(cite.get_attribute("title"))
        cite.click()
        target = page.locator(":target")
        assert target.count() == 1 and target.is_visible()
        assert target.locator(".mark").inner_text() == cite.inner_text().strip("[]")


def test_paper_has_no_note_and_no_link_to_skip(site: Path, browser: Browser) -> None:
    with opened(browser, site / COUNTRY) as page:
        number(page, "border:AFG-TJK", "length", ".borders").hover()
        told(page)
        page.emulate_media(media="print")
        assert not note(page).is_visible()
        assert page.locator(".skip").count() == 2 and page.locator(".skip:visible").count() == 0
