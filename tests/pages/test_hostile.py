"""Any text in any field comes out escaped and visible, or is refused: it never becomes markup, a link or a program."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser

import pikepdf
import pytest

from briefings.records.narrative import markup_faults_of, narrative_html
from conftest import SmallDesk
from odd_labels import desk_with

# What the desk's own pages are made of; nothing else may come out of a text.
BENIGN = "ordinary words of a desk"
INERT = {
    "script": "<script>alert(document)</script>",
    "handler": "<img src=x onerror=alert(document)>",
    "broken attribute": '"><svg onload=alert(document)>',
    "single quotes": "' onmouseover='alert(document)",
    "closed style": "</style></title></svg></script><iframe src=x>",
    "comment": "--><b>bold</b><!--",
    "entity": "&lt;script&gt; &amp;amp; &lbrace;",
    "style breakout": "red;background:url(https://x.example/a)",
    "svg": "<svg><foreignObject><body onload=x></foreignObject></svg>",
    "cdata": "<![CDATA[<b>x</b>]]>",
}
REFUSED = {
    "expression": "{{ desk }}",
    "statement": "{% for a in b %}",
    "comment": "{# hidden #}",
    "attribute": "{{ fact.__class__ }}",
    "marking": "TLP:CLEAR",
    "bidi": "safe \\u202e efas",
    "zero width": "mi\\u200bnister",
    "control": "a\\u0007b",
    "long run": "x" * 201,
}


class Elements(HTMLParser):
    """A page as a browser would take it apart, pictures left out: their words wrap by length."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self._picture = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._picture += tag == "svg"
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if not self._picture:
            self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._picture -= tag == "svg"

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def write_labels(desk: SmallDesk, text: str) -> None:
    """Records of every kind, each name and label of which ends with a text."""
    for file in desk_with(text):
        (desk.root / file.path).write_text(file.text, encoding="utf-8")


def pages(desk: SmallDesk, text: str) -> dict[str, Elements]:
    write_labels(desk, text)
    run = desk.run("build", "--html", "--quiet")
    assert run.code == 0, run.out + run.err
    found = {name: Elements(data.decode()) for name, data in desk.files("build").items() if name.endswith(".html")}
    assert len(found) > 6
    return found


def scripts_and_links(page: Elements) -> Iterator[str]:
    for tag, name, value in page.attributes:
        if name.startswith("on") or name in ("srcdoc", "formaction", "style"):
            yield f"{tag} {name}={value}"
        if name in ("href", "src", "action", "data", "xlink:href") and re.match(r"\s*[a-z][a-z0-9+.-]*:", value, re.I):
            yield value


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Elements]:
    import shutil

    from conftest import EXAMPLE

    root = tmp_path_factory.mktemp("ordinary") / "desk"
    shutil.copytree(EXAMPLE, root)
    return pages(SmallDesk(root), BENIGN)


@pytest.mark.parametrize("first", [0, 1, 2])
def test_markup_in_any_label_is_text_on_the_page(desk: SmallDesk, ordinary: dict[str, Elements], first: int) -> None:
    """The pages have the same elements as with ordinary words, no handler and no link more, and show the text."""
    text = " ".join([*INERT.values()][first::3])
    hostile = pages(desk, text)
    assert hostile.keys() == ordinary.keys()
    shown = 0
    for name, page in hostile.items():
        assert page.tags == ordinary[name].tags, name
        assert sorted(scripts_and_links(page)) == sorted(scripts_and_links(ordinary[name])), name
        shown += sum(text in word for word in page.words)
    assert shown > 15


@pytest.mark.parametrize("kind", INERT)
def test_markup_in_a_narrative_is_refused_and_would_be_text(kind: str) -> None:
    text = f"Said so. {INERT[kind]}"
    assert list(markup_faults_of(text)) or kind in ("single quotes", "style breakout", "broken attribute", "cdata")
    page = Elements(str(narrative_html(text, lambda call: pytest.fail(str(call))).block))
    assert set(page.tags) <= {"p"}
    assert list(scripts_and_links(page)) == []


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_shown_is_refused_in_narratives(desk: SmallDesk, kind: str) -> None:
    desk.edit("2021-W37.yaml", "text: Repeated that his country would take in refugees.", f'text: "{REFUSED[kind]}"')
    run = desk.run("check")
    assert run.code == 1
    assert "2021-W37.yaml:" in run.err and "Traceback" not in run.err


@pytest.mark.parametrize(
    "address", ["javascript:alert(x)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "//x.example"]
)
@pytest.mark.parametrize("form", ["[here]({})", "<{}>", "![here]({})", "[here]: {}", '<a href="{}">here</a>'])
def test_a_link_in_a_narrative_leads_to_the_web_or_nowhere(desk: SmallDesk, address: str, form: str) -> None:
    from briefings.core.problems import Mark, TextFile
    from briefings.records.narrative import narrative_html
    from briefings.records.prose_fields import Prose

    text = Prose(form.format(address), Mark(TextFile("a.yaml", ""), 1, 1, 1, 1), True)
    page = Elements(str(narrative_html(text, lambda call: pytest.fail(str(call))).block))
    assert [value for tag, name, value in page.attributes if name in ("href", "src")] == []
    assert "script" not in page.tags and "img" not in page.tags


def test_a_link_in_a_pdf_leads_to_the_web_or_within(desk: SmallDesk) -> None:
    write_labels(desk, "[here](javascript:alert) <a href='file:///etc/passwd'>x</a>")
    run = desk.run("build", "topics/refugees", "--quiet")
    assert run.code == 0, run.out + run.err
    with pikepdf.open(desk.root / "build/topics/refugees.pdf") as held:
        actions = [annotation.A for page in held.pages for annotation in page.get("/Annots", []) if "/A" in annotation]
        assert (
            "/OpenAction" not in held.Root
            and "/AA" not in held.Root
            and "/JavaScript" not in held.Root.get("/Names", {})
        )
        assert {str(action.S) for action in actions} <= {"/URI", "/GoTo"}
        assert [
            uri for action in actions if (uri := str(action.get("/URI", "https:"))) and not uri.startswith("https:")
        ] == []


def test_a_reference_typed_by_hand_is_no_citation(desk: SmallDesk) -> None:
    """In a narrative its number is refused; in a name it is text and leads nowhere."""
    desk.edit("2021-W37.yaml", "would take in refugees.", "would take in refugees [1].")
    assert "[bare-number]" in desk.run("check").err
    desk.edit("2021-W37.yaml", "would take in refugees [1].", "would take in refugees.")
    desk.edit("entities.yaml", "name: Collective Security Treaty Organization", 'name: "Treaty [1]"')
    assert desk.run("build", "topics/*", "countries/*", "--html", "--quiet").code == 0
    for name in ("countries/tajikistan", "topics/refugees"):
        assert not re.search(r"Treaty <a", desk.page(name))


DEEP = {
    "quotations": "> " * 30 + "deep",
    "lists": "\n".join("    " * level + "- item" for level in range(30)),
    "one line of lists": "- " * 30 + "deep",
    "numbered lists": "a. " + "\n\n" + "7. " * 30 + "deep",
    "as many lists as a text holds": "\n".join("    " * level + "- item" for level in range(45)),
}
MANY = {
    "words": "word " * 2000,
    "emphasis": "*a " * 3300,
    "strong emphasis": "**a ** " * 1400,
    "nested emphasis": "*a **b " * 1400 + "c** d* " * 1400,
    "brackets": "[ " * 5000,
    "half links": "[a]( " * 2000,
    "half pictures": "![a " * 2500,
    "half elements": "<a " * 3300,
    "code": "` " * 5000,
    "entities": "&amp; " * 1600,
    "backslashes": "\\ " * 5000,
    "braces": "{ " * 5000,
    "paragraphs": "a\n\n" * 3000,
    "addresses set apart": "[a]: b\n" * 1400,
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_nested_deeply_is_refused_at_its_place(desk: SmallDesk, kind: str) -> None:
    block = "|\n" + "\n".join("          " + line for line in DEEP[kind].splitlines())
    desk.edit("judgements.yaml", "    narrative:\n", f"    narrative:\n      - heading: Deep\n        text: {block}\n")
    (problem,) = [problem for problem in desk.problems() if problem.code == "bad-prose"]
    assert problem.mark.line >= 29 and problem.expected == "at most 8 levels"


def test_what_is_nested_as_far_as_may_be_is_printed() -> None:
    from briefings.records.narrative import NESTING, narrative_html

    for deepest in ("> " * NESTING + "deep", "\n".join("    " * level + "- item" for level in range(NESTING))):
        assert (
            narrative_html(deepest, lambda call: pytest.fail(str(call))).block.count(
                "<li>" if "-" in deepest else "<bl"
            )
            == 8
        )


@pytest.mark.parametrize("kind", MANY)
def test_ten_thousand_characters_are_printed_every_word(kind: str) -> None:
    """Nothing an author typed vanishes, and no mark is worth more than one pass over it."""
    from briefings.records.narrative import NarrativeError, narrative_html

    if any(MANY[kind].count(sign) > 200 for sign in "[`"):  # more of them than Markdown reads in time
        with pytest.raises(NarrativeError):
            narrative_html(MANY[kind], lambda call: pytest.fail(str(call)))
        return
    page = Elements(str(narrative_html(MANY[kind], lambda call: pytest.fail(str(call))).block))
    typed, shown = (re.findall(r"\w+", text) for text in (MANY[kind].replace("&amp;", ""), "".join(page.words)))
    assert [word for word in shown if word != "amp"] == typed
    assert len(page.tags) <= len(MANY[kind]) / 2


def test_words_that_no_line_holds_stay_on_the_page(desk: SmallDesk) -> None:
    """A word of 150 letters in every field of every kind, in print; and a narrative as long as one may be."""
    write_labels(desk, "w" * 150)
    more = "{heading: Long, text: " + "w" * 150 + " word" * 960 + "}"
    desk.edit("judgements.yaml", "    narrative:\n", f"    narrative:\n      - {more}\n")
    run = desk.run("build", "topics/refugees", "weekly/2021-W37", "--pdf", "--quiet")
    assert run.code == 0, run.out + run.err
    for name in ("topics/refugees", "weekly/2021-W37"):
        command = ["pdftotext", "-bbox", str(desk.root / f"build/{name}.pdf"), "-"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        sides = [
            (float(left), float(right)) for left, right in re.findall(r'<word xMin="(.*?)" .*? xMax="(.*?)"', told)
        ]
        assert len(sides) > 100 and "wwwwwwwwwwwwwwwwwwww" in told
        assert min(left for left, _ in sides) > 28 and max(right for _, right in sides) < 595 - 28
