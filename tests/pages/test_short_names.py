"""Short names of bodies: each is spelt out once, at its first use in a text, or else in the legend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefings.files.desk_files import fact_files
from briefings.files.ledger_files import LedgerFile
from briefings.pages.page_tree import PageElement, page_tree
from briefings.pages.short_names import LEGEND_PLACE, FullName, with_short_names_spelt_out
from briefings.records.entities import Organization
from briefings.records.fact_reader import read
from conftest import ROOT, SmallDesk

NAMES = {
    "CSTO": FullName("Collective Security Treaty Organization", takes_the=True),
    "SCO": FullName("Shanghai Cooperation Organization", takes_the=True),
    "SCO RATS": FullName("SCO Regional Anti-Terrorist Structure"),
    "EAEU": FullName("Eurasian Economic Union", takes_the=True),
    "UN": FullName("United Nations", takes_the=True),
    "UNHCR": FullName("UN High Commissioner for Refugees", takes_the=True),
    "AP": FullName("Associated Press & Co"),
}
CSTO, SCO = NAMES["CSTO"].text, NAMES["SCO"].text


def spelt(main: str) -> str:
    page = with_short_names_spelt_out(
        f"<title>CSTO</title><main>{main}{LEGEND_PLACE}</main><footer>SCO</footer>", NAMES.get
    )
    assert page.startswith("<title>CSTO</title><main>") and page.endswith("</main><footer>SCO</footer>")
    return page.partition("<main>")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p>It left the CSTO. The CSTO knows.</p>", f"<p>It left the {CSTO} (CSTO). The CSTO knows.</p>"),
        ("<p>A CSTO summit</p>", f"<p>A {CSTO} (CSTO) summit</p>"),
        ("<p>The CSTO's call</p>", f"<p>The {CSTO}'s (CSTO's) call</p>"),
        ("<p>The UN's call</p>", "<p>The United Nations' (UN's) call</p>"),
        ("<p>CSTO-led talks of the CSTO</p>", f"<p>CSTO-led talks of the {CSTO} (CSTO)</p>"),
        ("<p>an SCO observer and a member</p>", f"<p>a {SCO} (SCO) observer and a member</p>"),
        ("<p>an EAEU member</p>", "<p>a Eurasian Economic Union (EAEU) member</p>"),
        ("<p>a UN report</p>", "<p>a United Nations (UN) report</p>"),
        ("<p>an AP report</p>", "<p>an Associated Press &amp; Co (AP) report</p>"),
        ("<p>of UNHCR</p>", "<p>of the UN High Commissioner for Refugees (UNHCR)</p>"),
        ("<p>UNHCR counted them.</p>", "<p>The UN High Commissioner for Refugees (UNHCR) counted them.</p>"),
        ("<li>It met. UNHCR counted.</li>", "<li>It met. The UN High Commissioner for Refugees (UNHCR) counted.</li>"),
        # where a sentence begins, whatever markup stands before it
        ("<p>It met.<a>[1]</a> UN counts.</p>", "<p>It met.<a>[1]</a> The United Nations (UN) counts.</p>"),
        ("<p>On <time>6 May</time> UN met</p>", "<p>On <time>6 May</time> United Nations (UN) met</p>"),
        ("<p>By <time>6 May</time>, UN met</p>", "<p>By <time>6 May</time>, the United Nations (UN) met</p>"),
        ("<p>By <b>6 May</b>,<a>[1]</a> UN met</p>", "<p>By <b>6 May</b>,<a>[1]</a> the United Nations (UN) met</p>"),
        ("<p>Iran, UN observer</p>", "<p>Iran, United Nations (UN) observer</p>"),
        ("<p>It met. By <b>6 May</b>, UN met</p>", "<p>It met. By <b>6 May</b>, the United Nations (UN) met</p>"),
        ("<ul><li>It left,</li><li>UN met</li></ul>", "<ul><li>It left,</li><li>The United Nations (UN) met</li></ul>"),
        ("<p><b>UN</b>: full</p>", "<p><b>United Nations (UN)</b>: full</p>"),
        ("<li>head of SCO RATS</li>", "<li>head of SCO Regional Anti-Terrorist Structure (SCO RATS)</li>"),
        ("<li>SCO EAEU</li>", f"<li>{SCO} (SCO) Eurasian Economic Union (EAEU)</li>"),
        # its author did it
        (f"<p>The {CSTO} (CSTO) met. CSTO.</p>", f"<p>The {CSTO} (CSTO) met. CSTO.</p>"),
        # no short name: other words of capitals, parts of words, attributes, comments, code
        ("<p>NFA, TLP:GREEN, CSTOs, xCSTO</p>", "<p>NFA, TLP:GREEN, CSTOs, xCSTO</p>"),
        ('<p title="SCO">x<!-- SCO --></p>', '<p title="SCO">x<!-- SCO --></p>'),
        ("<script>SCO</script>", "<script>SCO</script>"),
    ],
)  # fmt: skip
def test_the_first_use_in_a_text_is_spelt_out(written: str, expected: str) -> None:
    assert spelt(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "<h1>SCO</h1>",
        "<h2>What the <b>SCO</b> did</h2>",
        "<table><tr><td>SCO</td></tr></table>",
        '<ul class="figures figures-two"><li><span>Members, SCO</span></li></ul>',
        '<svg viewBox="0 0 1 1"><title>SCO</title><path d="M0"/><text>SCO</text></svg>',
        "<figure><figcaption>SCO</figcaption></figure>",
        '<li data-row="3">SCO</li>',
        '<p data-row="3">The SCO<br>met</p>',
        '<header class="masthead"><p>SCO</p></header>',
    ],
)
def test_what_has_no_room_for_a_name_is_left_to_the_legend(written: str) -> None:
    legend = f'<p class="legend">Short names: SCO, {SCO}.</p>'
    assert spelt(written) == written + legend
    assert spelt(f"{written}<p>the SCO</p>") == f"{written}<p>the {SCO} (SCO)</p>"


def test_the_list_of_sources_keeps_the_names_that_publishers_give_themselves() -> None:
    sources = '<ol class="sources"><li><b>SCO</b><cite>CSTO</cite></li></ol>'
    assert spelt(sources) == sources
    assert spelt(f"{sources}<p>the SCO</p>") == f"{sources}<p>the {SCO} (SCO)</p>"


def test_a_name_above_the_marking_of_the_desk_is_not_spelt_out(desk: SmallDesk) -> None:
    desk.add(
        "x.yaml",
        "organizations:\n"
        "  - {id: abc, name: Alpha Beta Corps, short: ABC, type: armed group}\n"
        '  - {id: xyz, name: Xeno Yards, short: XYZ, type: armed group, marking: "TLP:AMBER"}\n'
        "events:\n  - {id: x, type: meeting, title: Talks of ABC and XYZ, in: ARM, status: done, date: 2021-09-14,\n"
        "     source: press-2021-09}\n",
    )
    run = desk.run("build", "countries/armenia", "--html", "--release", "TLP:AMBER")
    assert run.code == 0, run.err
    page = (desk.root / "build" / "TLP-AMBER" / "countries" / "armenia.html").read_text(encoding="utf-8")
    assert "ABC, Alpha Beta Corps" in page and "Xeno Yards" not in page


def read_parts(element: PageElement) -> str:
    """The words that a document prints, its list of sources left out."""
    if element.tag in ("script", "style") or {"sources", "hidden"} & {*element.classes}:
        return ""
    return "".join(part if isinstance(part, str) else f" {read_parts(part)} " for part in element.children)


def short_names() -> dict[str, str]:
    entries, _ = read([file for file in fact_files(ROOT) if not isinstance(file, LedgerFile)])
    bodies = [entry.record for entry in entries if isinstance(entry.record, Organization)]
    short = {str(body.short): str(body.name) for body in bodies if body.short and body.short != body.name}
    return {name: full for name, full in short.items() if re.fullmatch(r"[A-Z]{2,}(?:[ /-][A-Z]+)*", name)}


def test_law_each_short_name_that_a_document_prints_is_spelt_out_once(site: Path) -> None:
    names = short_names()
    assert {"CSTO", "SCO", "EAEU", "UNHCR"} <= names.keys()
    seen = 0
    for path in sorted(site.glob("*/*.html")):
        main = page_tree(path.read_text(encoding="utf-8")).first("main")
        assert main is not None
        words = " ".join(read_parts(main).split())
        for short, full in names.items():
            if not re.search(rf"(?<![\w/-]){re.escape(short)}(?![\w/ -]*[\w/-])", words):
                continue
            seen += 1
            spelt = re.findall(rf"{re.escape(full)}(?:'s)? \({re.escape(short)}(?:'s)?\)", words)
            listed = re.findall(rf"Short names: [^.]*\b{re.escape(short)}, {re.escape(full)}", words)
            assert len(spelt) + len(listed) == 1, (path.name, short, spelt, listed)
    assert seen > 60
