"""Pages as files for mail: whole in themselves, small, and named as the desk wants."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from briefings.core import filenames
from briefings.core.problems import BriefingsError
from briefings.files import desk_files
from briefings.pages import embedded_data, single_file
from conftest import ROOT, SmallDesk

SMALL = ["2021-W37-afghanistan-CLEAR", "2021-W37-armenia-CLEAR", "2021-W37-kyrgyzstan-CLEAR",
         "2021-W37-tajikistan-CLEAR", "2021-W37-refugees-CLEAR", "2021-W33-weekly-CLEAR",
         "2021-W37-weekly-CLEAR"]  # fmt: skip


@pytest.fixture(scope="module")
def assets() -> dict[str, bytes]:
    kept = (".css", ".js", ".ttf", ".woff2")
    return {f"assets/{n}": data for n, data in desk_files.template_files(ROOT).items() if n.endswith(kept)}


LOADED = "document.fonts.ready.then(fonts => [...fonts].filter(font => font.status === 'loaded').length)"


def test_every_shipped_document_is_one_file_under_300_kb_that_asks_for_nothing(mailed: Path, browser: Browser) -> None:
    found = sorted(path for path in mailed.glob("*.html") if not path.name.endswith(".body.html"))
    assert len(found) == 26
    assert {"2021-W37-weekly-CLEAR.html", "2022-W18-tajikistan-CLEAR.html"} <= {path.name for path in found}
    context = browser.new_context(viewport={"width": 800, "height": 700})
    for path in found:
        # The last weekly has 35 statements and 82 sources on screen, refugees six maps: the build says what they hold.
        large = path.name in ("2022-W18-weekly-CLEAR.html", "2022-W18-refugees-CLEAR.html")
        assert path.stat().st_size <= single_file.MOST_BYTES + 60_000 * large, path.name
        wrong: list[str] = []
        page = context.new_page()
        page.on("console", lambda message, wrong=wrong: wrong.append(message.text))
        page.on("request", lambda request, wrong=wrong: wrong.append(request.url.partition(",")[0]))
        page.goto(path.as_uri())
        loaded = page.evaluate(
            "document.fonts.ready.then(fonts => [...fonts].filter(f => f.status === 'loaded').length)"
        )
        assert loaded >= 2, path.name
        assert [url for url in wrong if not url.startswith("data:font/")] == [path.as_uri()]
        assert page.eval_on_selector_all(
            "a[href]", "all => all.every(a => /^(#|https?:|mailto:)/.test(a.getAttribute('href')))"
        )
        page.close()
    context.close()


def test_a_mailed_page_answers_at_its_numbers_and_looks_as_the_page_does(
    mailed: Path, site: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    shapes = []
    for path in (site / "countries/tajikistan.html", mailed / "2022-W18-tajikistan-CLEAR.html"):
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        shapes.append(page.eval_on_selector_all(
            "main h1, main h2:not(#ways), main td, main li",
            "all => all.map(e => [e.textContent, e.offsetWidth, e.offsetHeight])"
        ))  # fmt: skip
    assert shapes[0] == shapes[1] != []
    page.locator(".figures .fact").first.hover()
    page.locator("#note").wait_for(state="visible")
    page.close()


def test_a_build_for_mail_writes_named_copies_beside_the_documents(desk: SmallDesk) -> None:
    run = desk.run("build", "--single")
    assert run.code == 0, run.err
    files = desk.files("build")
    assert sorted(name for name in files if name.startswith("mail/")) == sorted(
        f"mail/{name}.{form}" for name in SMALL for form in ("html", "pdf", "body.html")
    )
    assert files["mail/2021-W37-weekly-CLEAR.pdf"] == files["weekly/2021-W37.pdf"]
    again = desk.run("build", "--single")
    assert again.code == 0 and desk.files("build") == files


def test_a_page_with_copies_is_known_to_the_next_build(desk: SmallDesk) -> None:
    """The notes of a page with copies for mail are read: it is not made anew for nothing."""
    assert desk.run("build", "--html", "--single").code == 0
    desk.edit("borders.yaml", "984 km", "985 km")
    run = desk.run("explain", "countries/armenia", "--html")
    assert run.lines[0] == "countries/armenia: up to date" and "not built before" not in run.out


def test_one_document_is_mailed_by_its_own_command(desk: SmallDesk) -> None:
    assert desk.run("weekly", "2021-W37", "--single", "--html").code == 0
    assert [name for name in desk.files("build") if name.startswith("mail/")] == [
        "mail/2021-W37-weekly-CLEAR.body.html", "mail/2021-W37-weekly-CLEAR.html",
    ]  # fmt: skip
    assert desk.run("country", "Tajikistan", "--single", "--pdf").code == 0
    assert "mail/2021-W37-tajikistan-CLEAR.pdf" in desk.files("build")


def test_no_copy_outlives_what_it_copied(desk: SmallDesk) -> None:
    """A number that was corrected since must not be waiting there to be sent."""

    def length_told() -> bool:
        mails = [
            data.decode("utf-8", "replace") for name, data in desk.files("build").items() if name.startswith("mail/")
        ]
        return any(re.search(r"984(\s|&nbsp;)km", mail) for mail in mails)

    assert desk.run("build", "--html", "--single").code == 0
    assert length_told()
    desk.edit("borders.yaml", "984 km", "972 km")
    assert desk.run("build", "--html").code == 0
    assert not length_told()


def test_the_desk_names_its_files(desk: SmallDesk) -> None:
    desk.edit(
        "desk.yaml", "  release: TLP:GREEN", '  release: TLP:GREEN\n  files: "desk_{date}.{kind}-{name}.{marking}"'
    )
    assert desk.run("weekly", "2021-W37", "--single", "--html").code == 0
    assert "mail/desk_2021-09-17.weekly-weekly.CLEAR.html" in desk.files("build")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{week}-{topic}", "no placeholder {topic}"),
        ("{week}/{name}", "'/' in a file name"),
        ("{week} {name}", "' ' in a file name"),
        ("{week:>20}-{name}", "in a file name"),
        ("../{week}-{name}", "'/' in a file name"),
        (".{week}-{name}", "begins or ends in '.' or '-'"),
        ("{name}", "countries/afghanistan"),
        ("{week}-{kind}", "countries/afghanistan and countries/tajikistan would both be mailed as …-country"),
        ("{name}-{marking}", "weekly/2021-W33 and weekly/2021-W37 would both be mailed as weekly-…"),
    ],
)
def test_a_pattern_that_cannot_name_files_is_a_problem_in_its_place(desk: SmallDesk, pattern: str, said: str) -> None:
    if pattern == "{name}":
        desk.add("topic.yaml", "topics: [{id: afghanistan, title: A, question: B, scope: {tags: [refugees]}}]")
    desk.edit("desk.yaml", "  release: TLP:GREEN", f'  release: TLP:GREEN\n  files: "{pattern}"')
    told = [problem for problem in desk.problems() if problem.code in ("file-name", "file-name-clash")]
    assert told and said in str(told[0])
    assert told[0].mark.file.line(told[0].mark.line).strip().startswith("files:")
    assert desk.run("build").code == 1 and not (desk.root / "build").exists()


def test_the_shipped_pattern_has_no_fault() -> None:
    assert filenames.pattern_fault(filenames.DEFAULT_PATTERN) == ("", "")
    assert filenames.from_pattern(filenames.DEFAULT_PATTERN, **filenames.PLACEHOLDERS) == "2021-W37-weekly-GREEN"


@pytest.mark.parametrize("size", [300_000, 300_001])
def test_a_file_larger_than_a_mailbox_takes_gladly_says_of_what_it_consists(size: int) -> None:
    data = b'<script type="application/json" id="facts">' + b"a" * 120_000 + b"</script>"
    page = data + b"<svg>" + b"b" * 60_000 + b"</svg>" + b'url("data:font/woff2;base64,' + b"c" * 40_000 + b'")'
    note = single_file.size_note("mail/x.html", page.ljust(size, b"d"))
    assert note == "" if size == 300_000 else note == (
        "mail/x.html: 301 kB, over the 300 kB of a file for mail: "
        "data on its facts 121 kB, text 80 kB, pictures 61 kB, fonts 41 kB"
    )  # fmt: skip


def test_a_large_file_is_told_in_each_build_for_mail_and_made_all_the_same(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add("long.yaml", "statements:\n" + "".join(
        f"- {{id: long-{n}, speaker: TJK, date: 2021-09-{n % 9 + 1:02}, text: {'Long words about the border. ' * 60}, "
        "source: factbook-2021}\n" for n in range(150)
    ))  # fmt: skip
    for _ in range(2):
        run = desk.run("country", "Tajikistan", "--single", "--html")
        assert run.code == 0, run.err
        assert "note: mail/2021-W37-tajikistan-CLEAR.html: " in run.out and " kB, over the 300 kB" in run.out
    assert "mail/2021-W37-tajikistan-CLEAR.html" in desk.files("build")


PAGE = (
    '<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="x">{}</head><body>{}</body></html>'
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="stylesheet" href="../assets/none.css">', ""),
        ("", '<img src="../assets/map.png" alt="">'),
        ("", '<script src="other.js"></script>'),
        ("", '<object data="../../secret.svg"></object>'),
    ],
)
def test_what_cannot_be_put_into_one_file_is_told(assets: dict[str, bytes], head: str, body: str) -> None:
    with pytest.raises(BriefingsError, match=r"^countries/x\.html: "):
        single_file.self_contained_page(PAGE.format(head, body), assets, "countries/x.html")


def test_all_but_what_is_loaded_stays_byte_for_byte(assets: dict[str, bytes]) -> None:
    kept = '<script type="application/json" id="facts">{"a":"\\u003c/b>&amp;"}</script>'
    body = (
        '<p class=a>5 &lt; 6 &#8212; <br/>ҷ<!-- gone --></p><nav><a href="../index.html">All</a>'
        f'<a href="#x">X</a></nav><p><a href="../topics/y.html">Y</a></p>{kept}'
        '<nav class="ways"><h2>Z</h2><p>Topics: <a href="../topics/z.html">Z</a></p></nav><p>end</p>'
    )
    made = single_file.self_contained_page(PAGE.format("<title>T</title>", body), assets, "countries/x.html")
    policy = re.search(r'content="([^"]*)"', made)
    assert policy and policy[1].startswith("default-src 'none'; style-src 'none'; script-src 'none'; font-src data:")
    assert embedded_data.embedded_data(made) == {"a": "</b>&amp;"}
    assert embedded_data.html_without_data(made).partition("<body>")[2] == (
        '<p class=a>5 &lt; 6 &#8212; <br/>ҷ</p><nav><a href="#x">X</a></nav><p><a>Y</a></p><p>end</p></body></html>'
    )
    assert single_file.self_contained_page(PAGE.format("<title>T</title>", body), assets, "countries/x.html") == made


STYLE = b"""@font-face { font-family: F; src: url("f.woff2"); font-weight: 600; font-style: italic }
p { margin: 0 } .a, .b { color: red } .c .a { color: blue } p:not(.b) { color: green } .told { top: 0 }
@media print { .a { color: black } .b { color: white } }"""


def test_a_large_page_has_just_the_rules_that_it_or_its_script_may_use(assets: dict[str, bytes]) -> None:
    page = PAGE.format('<link rel="stylesheet" href="../s.css"><script src="../s.js"></script>', '<p class="a">{}</p>')
    font = assets["assets/fonts/BriefingSans-SemiboldItalic.ttf"]
    given = {"s.css": STYLE, "s.js": b"x.classList.add('told')", "f.woff2": font, "f.ttf": font}
    small, large = (
        single_file.self_contained_page(page.replace("{}", text), given, "countries/x.html")
        for text in ("A", '<b data-as-of="2021" data-fact="f">A</b>' * 8_000)
    )
    assert "@font-face" in small and ".c .a" in small and ".b { color: white }" in small
    style = large.partition("<style>")[2].partition("</style>")[0]
    rules = ["p { margin: 0 }", ".a, .b { color: red }", "p:not(.b) { color: green }", ".told { top: 0 }"]
    assert " ".join(style.split()) == " ".join([*rules, "@media print { .a { color: black } }"])
    assert large.count('<b data-fact="f">') == 8_000
