"""The built pages in a real browser: the shipped desk, at several widths, in light and dark, and on paper."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from briefings.pages.page_tree import PageElement, page_tree
from briefings.pdf import page_rows
from conftest import ROOT, SmallDesk


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) == 27, "12 countries, 7 topics, 6 weeklies, the record and the index"
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


@dataclass(frozen=True)
class Seen:
    """What the browser finds on a page; each page is opened once, as that takes most of the time."""

    path: Path
    wrong: list[str]  # all that went wrong while it loaded
    titles: int
    ids: list[str]
    links: list[str]
    cited: set[str]
    listed: list[str]
    missing: list[str]
    reach: dict[int, tuple[float, float]]  # by the width of the screen, that of the page and of its tables
    pictures: dict[int, dict[str, Any]]  # by the width of a phone


PICTURES = """() => {
    const shown = [...document.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 1);
    const size = (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
    return {
        kinds: shown.map((svg) => svg.getAttribute("class")),
        smallest: Math.min(99, ...shown.flatMap((svg) => [...svg.querySelectorAll("text")]).map(size)),
        right: Math.max(0, ...shown.map((svg) => svg.getBoundingClientRect().right)),
        scrolled: [...document.querySelectorAll("main *")].filter((e) => e.scrollWidth > e.clientWidth
            && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)).length,
        unnamed: [...document.querySelectorAll("figure.chart, figure.picture")].filter((e) => e.offsetWidth
            && e.querySelectorAll("svg:not(.narrow-form)[role=img]").length
            !== (e.querySelectorAll("svg:not(.narrow-form)").length || 1)).length,
    };
}"""
# What assistive software needs of a page, as far as a page can be asked: the list of what is missing.
MISSING = """() => {
    const wrong = [], named = (e) => (e.getAttribute("aria-label") || e.textContent).trim();
    if (!document.documentElement.lang) wrong.push("no language");
    if (document.querySelectorAll("main").length !== 1) wrong.push("not one main part");
    let level = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) wrong.push(`skips to ${heading.tagName}: ${heading.textContent}`);
        level = next;
    }
    for (const link of document.querySelectorAll("a[href], button")) if (!named(link)) wrong.push(link.outerHTML);
    for (const e of document.querySelectorAll("input, select")) if (!e.labels.length) wrong.push(e.outerHTML);
    for (const picture of document.querySelectorAll("svg")) {
        const told = picture.getAttribute("aria-labelledby") || "";
        const texts = told.split(" ").map((id) => document.getElementById(id)?.textContent.trim());
        const is = (name, value) => picture.getAttribute(name) === value;
        if (!is("aria-hidden", "true") && !(is("role", "img") && texts.every(Boolean))) wrong.push(picture.id);
    }
    for (const cell of document.querySelectorAll("th")) if (!cell.scope) wrong.push(cell.outerHTML);
    for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) wrong.push(e.outerHTML.slice(0, 80));
    for (const e of document.querySelectorAll("[style], [onclick], [onload]")) wrong.push(e.outerHTML.slice(0, 80));
    const first = document.querySelector("a[href]");
    if (!document.getElementById(first.hash.slice(1))) wrong.push("the first link skips nothing");
    return wrong;
}"""


def look(path: Path, page: Page, wrong: list[str]) -> Seen:
    def all_of(selector: str, what: str) -> list[Any]:
        found: list[Any] = page.eval_on_selector_all(selector, f"all => all.map(e => e.{what})")
        return found

    links, cited = all_of("a[href]", "href"), {name[1:] for name in all_of("a.cite", "hash")}
    ids, listed = all_of("[id]", "id"), all_of(".sources li", "id")
    titles, missing = page.locator("h1").count(), page.evaluate(MISSING)
    reach, pictures = {}, {}
    for width in (1280, 768, 375, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("innerWidth") == width
        right = all_of("main table", "getBoundingClientRect().right")
        reach[width] = page.evaluate("document.documentElement.scrollWidth"), max(right, default=0)
        if width in PHONES:
            pictures[width] = page.evaluate(PICTURES)
    return Seen(path, list(wrong), titles, ids, links, cited, listed, missing, reach, pictures)


PHONES = (375, 320)


@pytest.fixture(scope="module")
def seen(site: Path, browser: Browser) -> list[Seen]:
    return [look(*visit) for visit in visits(browser, pages(site))]


def test_every_page_opens_from_disk_without_an_error_or_a_foreign_request(seen: list[Seen]) -> None:
    for page in seen:
        assert page.wrong == [], page.path.name
        assert page.titles == 1, page.path.name


def test_every_internal_link_and_anchor_of_the_whole_build_holds(seen: list[Seen]) -> None:
    ids = {page.path: set(page.ids) for page in seen}
    links = [(page.path, href) for page in seen for href in page.links]
    assert len(links) > 1000
    for path, href in links:
        where = urlparse(href)
        if where.scheme in ("http", "https"):  # the address of a source
            continue
        target = Path(unquote(where.path))
        if target.suffix == ".pdf":  # this build made no PDFs; the name must be the page's own
            assert target.with_suffix(".html") in ids, (path.name, href)
            continue
        assert where.scheme == "file" and target in ids, (path.name, href)
        assert not where.fragment or unquote(where.fragment) in ids[target], (path.name, href)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_its_screen(seen: list[Seen], width: int) -> None:
    for page in seen:
        whole, tables = page.reach[width]
        assert whole <= width, page.path.name
        assert tables <= width - 15, page.path.name  # nor does a table leave the margin


@pytest.mark.parametrize("width", PHONES)
def test_on_a_phone_pictures_are_read_without_scrolling_sideways(seen: list[Seen], width: int) -> None:
    """And in letters that a reader can make out; a timeline gives way to the list of the same events."""
    kinds: set[str] = set()
    for page in seen:
        found = page.pictures[width]
        kinds |= set(found["kinds"])
        assert found["smallest"] >= 9, (page.path.name, found)  # px; 8 on paper are 6 pt
        fits = found["right"] <= width and not found["scrolled"] and not found["unnamed"]
        assert fits, (page.path.name, found)
    assert {"chart-grid narrow-form", "chart-ranges narrow-form", "map bodies narrow-form"} <= kinds
    assert "map flows narrow-form" in kinds and "chart-timeline" not in kinds


def test_the_ids_of_a_page_are_unique(seen: list[Seen]) -> None:
    for page in seen:
        assert len(page.ids) == len(set(page.ids)) > 0 or page.path.name == "index.html", page.path.name


def test_every_cited_source_is_listed_and_every_listed_source_is_cited(seen: list[Seen]) -> None:
    for page in seen:
        if page.path.name != "index.html":
            assert page.cited == set(page.listed) and len(page.listed) == len(page.cited) > 0, page.path.name


def test_every_page_has_what_assistive_software_needs(seen: list[Seen]) -> None:
    for page in seen:
        assert page.missing == [], page.path.name


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


CUT = re.compile(r"(\d+) of (\d+)(?: [a-z ]+)? shown; all of them on screen\.")


def printed(page: Page) -> list[str]:
    """The text of each page that the browser prints, as readers have it set: without backgrounds."""
    data = page.pdf(prefer_css_page_size=True, print_background=False)
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("width", [375, 1280])
def test_a_one_pager_printed_from_the_browser_is_one_page_that_says_what_was_cut(
    site: Path, browser: Browser, width: int
) -> None:
    cut = 0
    for path, page, wrong in visits(browser, sorted((site / "countries").glob("*.html")), width, "dark"):
        before = page.locator("main").inner_html()
        sheets = printed(page)
        assert len(sheets) == 1 and wrong == [], path.name
        assert sheets[0].count("TLP:CLEAR") == 2 and "All briefings" not in sheets[0]
        for shown, total in CUT.findall(sheets[0]):
            assert int(shown) < int(total), path.name
            cut += 1
        rows = page.locator("[data-row]").count()
        assert "Sources" in sheets[0] and (CUT.search(sheets[0]) or rows < 40), path.name
        assert page.locator("main").inner_html() == before  # the screen has everything back
        assert page.evaluate("document.documentElement.className") == "js"
    assert cut > 12


def test_the_browser_cuts_by_the_ranks_that_the_pdf_cuts_by(site: Path, browser: Browser) -> None:
    _, page, _ = next(visits(browser, [site / "countries/afghanistan.html"]))
    kept = page.evaluate("""() => {
        dispatchEvent(new Event("beforeprint"));
        const lists = [...document.querySelectorAll("[data-list]")].map((list) =>
            [...list.querySelectorAll("[data-row]")].map((row) => [Number(row.dataset.row), !row.hidden]));
        dispatchEvent(new Event("afterprint"));
        return lists;
    }""")
    assert len(kept) > 5
    for rows in kept:
        shown = [rank for rank, on_paper in rows if on_paper]
        left = [rank for rank, on_paper in rows if not on_paper]
        assert not (shown and left) or max(shown) < min(left)


def test_every_page_that_the_browser_prints_bears_its_marking_in_its_colours(
    site: Path, mailed: Path, browser: Browser
) -> None:
    paths = [site / name for name in ("weekly/2022-W18.html", "topics/blocs.html", "index.html")]
    paths += [mailed / f"2022-W18-{name}-CLEAR.html" for name in ("armenia", "blocs")]  # a small copy, a cut one
    for path, page, _ in visits(browser, paths):
        sheets = printed(page)
        assert all(text.count("TLP:CLEAR") >= 2 and "Page" in text for text in sheets) and sheets, path.name
        assert not any("Skip to the text" in text or "Search in all" in text for text in sheets), path.name
        page.emulate_media(media="print")
        kept = page.eval_on_selector_all(
            ".tlp, .state", "all => all.map(e => getComputedStyle(e).printColorAdjust)"
        )  # fmt: skip
        assert set(kept) == {"exact"}, path.name


def test_the_words_of_a_cut_list_are_those_of_the_pdf() -> None:
    words = (ROOT / "templates/print.js").read_text()
    own = Path(page_rows.__file__).read_text()
    assert "of ${total} ${noun}shown; ${elsewhere(list)}." in words
    assert "of {len(rows)} {noun}shown; {self._elsewhere(rows)}." in own
    for same in (
        "all of them on screen",
        "No room on this page for: ",
        "; all of it is on screen.",
        "the rest in “",
        "” and on screen",
    ):
        assert same in words and same in own, same


def test_every_link_of_a_build_with_pdfs_leads_to_a_file_that_is_there(built: SmallDesk, browser: Browser) -> None:
    folder = built.root / "build"
    found: dict[str, int] = {}
    for path, page, wrong in visits(browser, sorted(folder.rglob("*.html"))):
        assert wrong == [], path.name
        for href in page.eval_on_selector_all("a[href]", "all => all.map(e => e.href)"):
            where = urlparse(href)
            if where.scheme in ("http", "https"):  # the address of a source
                continue
            target = Path(unquote(where.path))
            assert where.scheme == "file" and target.is_file(), (path.name, href)
            found[target.suffix] = found.get(target.suffix, 0) + 1
    assert found[".pdf"] == 2 * 7, "one from each page and one from the index"
    assert found[".html"] > 50


def test_forced_colours_and_reduced_motion_leave_everything_readable(site: Path, browser: Browser) -> None:
    context = browser.new_context(
        forced_colors="active", reduced_motion="reduce", viewport={"width": 320, "height": 700}
    )
    page = context.new_page()
    for name in ("index.html", "countries/tajikistan.html", "topics/refugees.html"):
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        moving = page.evaluate("document.getAnimations().length")
        assert moving == 0 and page.locator("h1").is_visible()
    context.close()


def test_the_content_policy_stops_whatever_is_no_file_of_the_build(
    site: Path, browser: Browser, tmp_path: Path
) -> None:
    """Seen to work on a page that somebody wrote more into."""
    for name in ("assets/briefing.css", "countries/tajikistan.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((site / name).read_bytes())
    page_file = tmp_path / "countries/tajikistan.html"
    text = page_file.read_text(encoding="utf-8")
    more = (
        '<script>document.title = "run"</script><img src="https://leak.invalid/x.png" alt="">'
        '<p onclick="document.title = 1" style="color: red">x</p><link rel="stylesheet" href="https://leak.invalid/x.css">'
    )
    page_file.write_text(text.replace("<h1>", f"{more}<h1>", 1), encoding="utf-8")
    page, stopped, said = browser.new_page(), dict[str, str | None](), list[str]()
    page.on("requestfailed", lambda request: stopped.update({request.url: request.failure}))
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    assert page.title().startswith("Tajikistan")
    foreign = {url: why for url, why in stopped.items() if not url.startswith("file:")}
    assert foreign == {"https://leak.invalid/x.png": "csp", "https://leak.invalid/x.css": "csp"}
    assert sum("Content Security Policy" in text for text in said) >= 4
    assert page.evaluate("getComputedStyle(document.querySelector('p[onclick]')).color") != "rgb(255, 0, 0)"
    page.close()


# ---------------------------------------------------------------- what paper leaves out

SAID = re.compile(r"\b(?:\d+ of \d+|\d+ (?:judgements?|that moved)\b)")
LEFT_OUT = ("li", "tr", "section")


def cut(part: PageElement, above: tuple[PageElement, ...] = ()) -> Iterator[tuple[PageElement, PageElement]]:
    """Each row or section that paper leaves out, with the nearest section, or the page, that it stands in."""
    section = next((one for one in reversed(above) if one.tag in ("section", "main")), part)
    if part.tag in LEFT_OUT and "beyond" in part.classes:
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
