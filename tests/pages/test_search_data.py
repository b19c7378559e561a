"""The index page: every document as a link, and found by words, names, week, country, bloc and kind."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from briefings.core.digests import digest
from briefings.pages import search_data
from conftest import SmallDesk

PAGE = """<!doctype html><html><body><nav><a href="../index.html">All briefings</a></nav><main id="content">
<h1>Tajikistan</h1>
<p class="lead" id="bottom-line-1">It pledged to host <data class="fact">up to&nbsp;100,000 people</data><a class="cite"
href="#source-1">[1]</a>; others <em>did not</em>.</p>
<ul>
<li id="fact-tents"><span class="value" data-fact="tents">57</span><span class="label">Tents</span> <span class="basis">May · <abbr class="grade">B2</abbr></span></li>
<li><p>One more</p><p>Two &amp; three</p></li>
</ul>
<svg><title>Not this</title><g data-fact="drawn"></g></svg>
<table><thead><tr><th>Border</th></tr></thead><tbody><tr><th>China</th><td>477 km</td></tr></tbody></table>
<p class="legend">Grades</p><p>It pledged to host up to 100,000 people; others did not.</p></main>
<footer><p>Nor this</p></footer>
<script type="application/json" id="facts">{"document":{"title":"Tajikistan","countries":{"TJK":"Tajikistan"},
"bodies":{"SCO":"SCO"},"names":["Tojikiston"],"synonyms":[["Islamic State","Daesh"]],
"week":"2021-W37"}}</script></body></html>"""  # noqa: E501


def test_many_pages_are_read_in_several_processes_and_give_the_same() -> None:
    pages = {f"countries/{number}": PAGE.replace("Tojikiston", f"Name {number}").encode() for number in range(410)}
    known = [(id, sha256(html).hexdigest()) for id, html in pages.items()]
    here: list[str] = []

    def noted(id: str) -> bytes:
        here.append(id)  # in another process it is another list
        return pages[id]

    one = search_data.current_script(b"", known, noted, 1)
    assert len(here) == 410
    several = search_data.current_script(b"", known, noted, 2)
    assert len(here) == 410
    assert one == several
    assert one.count(b'"Name ') == 410
    read: list[str] = []
    changed = [*known[:-1], ("countries/new", sha256(PAGE.encode()).hexdigest())]
    again = search_data.current_script(one, changed, lambda id: read.append(id) or PAGE.encode(), 2)  # type: ignore[func-returns-value]
    assert read == ["countries/new"]
    assert again.count(b'"Name ') == 409


def test_a_page_is_searched_by_its_passages_names_and_week() -> None:
    assert search_data.page_entry(PAGE) == {
        "title": "Tajikistan",
        "countries": {"TJK": "Tajikistan"},
        "bodies": {"SCO": "SCO"},
        "names": ["Tojikiston", "2021-W37"],
        "synonyms": [("Islamic State", "Daesh")],
        "facts": ["tents"],
        "passages": [
            ("It pledged to host up to 100,000 people; others did not.", "bottom-line-1"),
            ("57 · Tents · May", "fact-tents"), ("One more", "fact-tents"),
            ("Two & three", "fact-tents"), ("China · 477 km", "fact-tents"),
            ("It pledged to host up to 100,000 people; others did not.", "fact-tents"),
        ],
    }  # fmt: skip


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
NAMED = st.dictionaries(TEXT, TEXT, max_size=3)
ENTRY = st.fixed_dictionaries({
    "title": TEXT, "countries": NAMED, "bodies": NAMED, "names": st.lists(TEXT, max_size=3),
    "synonyms": st.lists(st.tuples(TEXT, TEXT), max_size=2, unique=True),
    "passages": st.lists(st.tuples(TEXT, TEXT), max_size=4, unique=True),
    "facts": st.lists(TEXT, max_size=3, unique=True),
})  # fmt: skip
PAGES = st.lists(st.tuples(TEXT, TEXT, ENTRY), max_size=4, unique_by=lambda page: page[1])


def test_a_desks_own_markup_is_read_as_a_browser_reads_it() -> None:
    """Comments, self-closing and upper-case tags, unquoted and odd attributes, and a script within the text."""
    told = search_data.page_entry(
        """<main><P CLASS=lead title="a > b">First &lt;b&gt;<!-- <p>not</p> -->, and 1 < 2</P>
        <script>document.write("<p>nor this</p>")</script><svg viewBox='0 0'><path d="M0"/><text>no</text></svg>
        <p><span class='x cite'>[1]<br>no</span>Second<br/> line</p></main><p>outside</p>"""
    )
    assert told["passages"] == [("First <b>, and 1 < 2", ""), ("Second line", "")]


@given(PAGES)
def test_the_last_script_gives_back_what_it_was_made_from(pages: list[tuple[str, str, dict[str, Any]]]) -> None:
    """So a build that takes unchanged pages from it writes the bytes of one that reads every page."""
    script = search_data.new_script(pages)
    assert search_data.script_entries(script) == {digest: entry for _, digest, entry in pages}
    assert search_data.matches_pages(script, [(id, digest) for id, digest, _ in pages])


@given(PAGES, st.data())
def test_a_damaged_script_is_no_store(pages: list[tuple[str, str, dict[str, Any]]], drawn: st.DataObject) -> None:
    script = search_data.new_script(pages)
    cut = drawn.draw(st.integers(0, len(script) - 1))
    damaged = script[:cut] + bytes([script[cut] ^ 1]) + script[cut + 1 :]
    assert search_data.script_entries(damaged) == {} or search_data.script_entries(
        damaged
    ) == search_data.script_entries(script)
    assert not search_data.matches_pages(damaged, [(id, digest) for id, digest, _ in pages])
    assert search_data.script_entries(script[:cut]) == {}


def searched(desk: SmallDesk) -> dict[str, Any]:
    text = desk.files("build")["assets/search-data.js"].decode()
    found = re.fullmatch(r"/\*.*\*/\nself\.BRIEFINGS = (\{.*\});\n", text)
    assert found
    held: dict[str, Any] = json.loads(found[1])
    return held


def test_a_build_searches_what_its_pages_print_and_nothing_else(built: SmallDesk) -> None:
    held = searched(built)
    pages = {id: search_data.page_entry(built.page(id)) for id, *_ in held["documents"]}
    assert [id for id, *_ in held["documents"]] == [
        "countries/afghanistan", "countries/tajikistan", "countries/kyrgyzstan", "countries/armenia", "topics/refugees",
        "weekly/2021-W33", "weekly/2021-W37",
    ]  # fmt: skip
    for id, _, title, _, _, _, _, places, _ in held["documents"]:
        assert [tuple(held["passages"][place]) for place in places] == pages[id]["passages"] != []
        assert title == pages[id]["title"]
    assert len(held["passages"]) == len(set(map(tuple, held["passages"])))


def test_a_correction_changes_the_search_as_a_clean_build_would(desk: SmallDesk) -> None:
    assert desk.run("build", "--html").code == 0
    desk.edit("borders.yaml", "984 km", "972 km")
    assert desk.run("build", "--html").code == 0
    changed = desk.files("build")["assets/search-data.js"]
    assert b"972 km" in changed and b"984 km" not in changed, "with the unit, as digests may hold any digits"
    assert desk.run("build", "--html", "--out", str(desk.root / "clean")).code == 0
    assert changed == desk.files("clean")["assets/search-data.js"]


def test_damaged_search_data_is_made_anew(desk: SmallDesk) -> None:
    assert desk.run("build", "--html").code == 0
    place = desk.root / "build/assets/search-data.js"
    whole = place.read_bytes()
    for damage in (b"", whole[:-40], whole.replace(b"Tajikistan", b"Tadjikistan", 1)):
        place.write_bytes(damage)
        assert desk.run("build", "--html").code == 0
        assert place.read_bytes() == whole


# ---------------------------------------------------------------- in a browser


@contextmanager
def opened(browser: Browser, site: Path, width: int = 1280, scripts: bool = True, at: str = "") -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    page.goto((site / "index.html").as_uri() + at)
    yield page
    context.close()
    assert wrong == []


def ask(page: Page, words: str) -> list[str]:
    """The titles found for some words, best first."""
    page.fill("#q", words)
    page.wait_for_function("words => new URLSearchParams(location.hash.slice(1)).get('q') === words", arg=words)
    return page.locator("#results > li > a").all_inner_texts()


def listed(page: Page) -> list[str]:
    return page.locator(".documents > li:visible > a:first-child").all_inner_texts()


def test_a_word_inside_a_page_finds_it_and_shows_where(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        assert ask(page, "kabul airport bombing")[0] == "Afghanistan", "whose key figure it is, and whose airport"
        assert {"Bombing", "Kabul"} <= set(page.locator("#results li").first.locator("mark").all_inner_texts())
        assert not page.locator(".group").first.is_visible()
        assert page.locator("#found").inner_text() == f"{page.locator('#results > li').count()} documents found."
        page.locator("#results a").first.click()
        assert page.locator("h1").count() == 1 and "Kabul airport" in page.inner_text("main")


def test_every_word_must_be_in_a_page(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        both = ask(page, "mosque bombing")
        assert 0 < len(both) < len(ask(page, "bombing"))
        assert ask(page, "mosque zebra") == []
        assert page.locator("#found").inner_text() == "No document found. Did you mean: mosque?"


def test_an_alias_a_week_a_number_and_a_beginning_find_their_page(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        assert ask(page, "Тоҷикистон")[0] == "Tajikistan"
        assert ask(page, "tojikiston")[0] == "Tajikistan"
        assert ask(page, "2021-W37")[0] == "Weekly security brief, 17 September 2021 (2021-W37)"
        assert ask(page, "w28")[0] == "Weekly security brief, 16 July 2021 (2021-W28)"
        assert "Tajikistan" in ask(page, "1357") and "Tajikistan" in ask(page, "1,357")
        assert ask(page, "kyrgyzs")[0] == "Kyrgyzstan"
        assert ask(page, "O'zbekiston")[0] == "Uzbekistan"


W18, W28 = "Weekly security brief, 6 May 2022 (2022-W18)", "Weekly security brief, 16 July 2021 (2021-W28)"
W35, PLEDGE = "Weekly security brief, 3 September 2021 (2021-W35)", "fact-tjk-offer-2021"
# What is asked, the document found first (or one of several as good), and the beginning of the place on it to which its
# first passage leads; "" where that may change with every issue.
FIRST_HITS = [
    ("week 18", W18, ""),
    ("wk 28", W28, ""),
    ("2022-W18", W18, ""),
    ("30 April 2022", W18, ""),
    ("2022-04-30", W18, ""),
    ("April 30, 2022", W18, ""),
    ("1.4 million", "Pakistan", "fact-afg-registered-pakistan"),
    ("2.2 million", "Afghan refugees", "fact-afg-registered-region"),
    ("100 000", ("Tajikistan", "Afghan refugees", W35), PLEDGE),
    ("100,000", ("Tajikistan", "Afghan refugees", W35), PLEDGE),
    ("١٠٠٠٠٠", ("Tajikistan", "Afghan refugees", W35), PLEDGE),
    ("1357 km", "Borders with Afghanistan", "fact-border:AFG-TJK"),
    ("Bishkek", "Kyrgyzstan", ""),
    ("Termez", ("Terrorism and drugs", "Borders with Afghanistan"), "fact-ro"),
    ("Nur Sultan", "Kazakhstan", ""),
    ("Таджикистан", "Tajikistan", ""),
    ("ایران", "Iran", ""),
    ("ОДКБ", "Security blocs: CSTO, SCO, CIS, EAEU", ""),
    ("IS", (W18, "Terrorism and drugs"), "fact-"),
    ("mosque bombing", "Terrorism and drugs", "fact-afg-mosque-bombing-killed-2022-04-29"),
    ("Astana", "Kazakhstan", ""),  # by the name of its capital before and after
    ("migrants", "Afghan refugees", ""),
    ("Putin", W18, "fact-"),  # not an issue that others followed
    ("Manas", "Troop movements, bases and exercises", "fact-manas-transit-centre"),  # not a map that names it
]


def test_searches_find_their_document_and_passage_first(site: Path, browser: Browser) -> None:
    """Weeks, dates and numbers as people write them, places of the gazetteer, names in every script."""
    assert len(FIRST_HITS) == 24
    with opened(browser, site) as page:
        for words, documents, place in FIRST_HITS:
            assert ask(page, words)[0] in (documents if isinstance(documents, tuple) else (documents,)), words
            if place:
                for first in ("#results .snippet a", "#results a"):  # and the document's own link leads there
                    href = page.locator(first).first.get_attribute("href") or ""
                    assert href.partition("#")[2].startswith(place), (words, href)


def test_one_thing_is_found_by_each_of_its_names_and_a_short_name_is_no_verb(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        named = {words: ask(page, words) for words in ("Daesh", "ISIL", "IS", "is")}
        assert named["Daesh"] == named["ISIL"] == named["IS"] == named["is"]
        assert 0 < len(named["IS"]) < 20, "not every page with a verb in it"
        assert ask(page, "Taleban") == ask(page, "Taliban") != []
        for native, name in (
            ("Лавров", "Lavrov"),
            ("Путин", "Putin"),
            ("习近平", "Xi Jinping"),
            ("اشرف غنی", "Ashraf Ghani"),
        ):
            assert ask(page, native) == ask(page, name) != [], name


def test_a_hit_opens_the_passage_that_it_shows(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        ask(page, "1.4 million")
        page.locator("#results .snippet a").first.click()
        assert "#fact-afg-registered-pakistan" in page.url
        assert "1,400,000" in page.locator(":target").inner_text().replace("\N{NO-BREAK SPACE}", " ")
        assert page.locator(":target").bounding_box()["y"] < 800  # type: ignore[index]


def test_near_words_are_offered_where_nothing_is_found(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        assert ask(page, "kabol") == []
        assert page.locator("#found").inner_text() == "No document found. Did you mean: kabul?"
        page.locator("#found a").click()
        assert page.input_value("#q") == "kabul" and page.locator("#results > li").count() > 3
        assert ask(page, "qqqqqqqq") == [] and page.locator("#found").inner_text() == "No document found."


def test_filters_by_country_bloc_and_kind_narrow_the_list_and_a_search(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        whole = listed(page)
        assert len(whole) == 26
        page.select_option("#body", label="CSTO")
        page.select_option("#kind", label="Country one-pager")
        members = listed(page)
        assert {"Tajikistan", "Kyrgyzstan", "Kazakhstan", "Russia", "Armenia", "Belarus"} == set(members)
        assert page.locator("#found").inner_text() == "6 documents found."
        assert page.locator(".group:visible").count() == 1
        page.select_option("#country", label="Armenia")
        assert listed(page) == ["Armenia"]
        page.select_option("#body", "")
        page.select_option("#kind", label="Topic briefing")
        page.select_option("#country", label="China")
        assert ask(page, "border") and set(page.locator("#results .kind").all_inner_texts()) == {"Topic briefing"}
        page.click("button[type=reset]")
        page.wait_for_function("() => location.hash === ''")
        assert listed(page) == whole


def test_a_search_is_kept_in_the_address_and_found_again(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        page.select_option("#kind", label="Weekly brief")
        found = ask(page, "refugees")
        address = page.url
        page.locator("#results a").first.click()
        page.go_back()
        assert page.url == address
        assert page.locator("#results > li > a").all_inner_texts() == found
    with opened(browser, site, at="#" + address.partition("#")[2]) as page:
        assert page.locator("#results > li > a").all_inner_texts() == found
        assert page.input_value("#q") == "refugees"


def test_a_keyboard_searches_and_reaches_the_first_result(site: Path, browser: Browser) -> None:
    with opened(browser, site) as page:
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "q":
                break
        page.keyboard.type("tajikistan border")
        page.keyboard.press("Enter")
        focused = page.evaluate("document.activeElement.textContent")
        assert focused == page.locator("#results > li > a").first.inner_text()


def test_without_scripts_every_document_is_a_link_and_no_dead_control_is_shown(site: Path, browser: Browser) -> None:
    with opened(browser, site, scripts=False) as page:
        assert not page.locator("#search").is_visible()
        assert len(listed(page)) == 26
        page.locator(".documents a", has_text="Tajikistan").first.click()
        assert page.inner_text("h1") == "Tajikistan"


def test_results_fit_a_narrow_screen(site: Path, browser: Browser) -> None:
    with opened(browser, site, width=320) as page:
        assert ask(page, "collective security treaty")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("notes", [True, False], ids=["with the notes of the build", "without"])
def test_a_script_that_vouches_for_itself_is_made_anew(desk: SmallDesk, notes: bool) -> None:
    """Its first line may name the right pages and the right digest: whoever wrote the script wrote that line."""
    assert desk.run("build", "--html", "-q").code == 0
    path = desk.root / "build" / search_data.SEARCH_DATA_FILE
    made = path.read_bytes()
    code = b'(alert("owned"),{documents:[],countries:[],bodies:[],passages:[]})'
    vouched = search_data._HEAD.format(pages=search_data._MADE.fullmatch(made)[1].decode(), data=digest(code))  # type: ignore[index]
    path.write_bytes(vouched.encode() + code + b";\n")
    assert search_data._MADE.fullmatch(path.read_bytes())
    if not notes:
        shutil.rmtree(desk.root / "build" / ".briefings")
    assert desk.run("build", "--html", "-q").code == 0
    assert path.read_bytes() == made


def test_a_place_is_an_id_and_no_attribute_whose_name_ends_like_it() -> None:
    page = '<ul><li id="fact-a" data-fact="a">A</li><li data-id="fact-b" data-fact="b">B</li></ul>'
    assert search_data.page_entry(page)["facts"] == ["a"]
