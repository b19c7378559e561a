"""Narratives: facts quoted in text, and nothing else but text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefings.core.problems import BriefingsError
from briefings.files import desk_files
from briefings.pages import page_render
from briefings.pages.template_environment import TemplateEnvironment
from briefings.records import narrative
from briefings.records.narrative import (
    ARGUMENT_COUNTS,
    FORMULAS,
    Call,
    NarrativeError,
    bare_numbers,
    calls,
    narrative_html,
    near_calls,
    pieces,
)
from briefings.template_api import documents
from conftest import SmallDesk, at


def quoted(call: Call) -> Markup:
    return Markup("<b>{}</b>").format(" ".join((call.name, *call.args)))


def html(text: str) -> str:
    return str(narrative_html(text, quoted).block)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Some 5,700 came", ["5,700"]),
        ("1357 km and 843.5 mi", ["1357", "843.5"]),
        ("Article 5", ["Article 5"]),
        ("the 201st base", ["201st base"]),
        ("A4", ["A4"]),
        ("two men, Three women and SEVENTY-FIVE children", ["two", "Three", "SEVENTY", "FIVE"]),
        ("a dozen, dozens, hundreds of thousands, a million", ["dozen", "dozens", "hundreds", "thousands", "million"]),
        ("half of it, doubled, twice, a third of them", ["half", "doubled", "twice", "third"]),
        ("forty.", ["forty"]),
        ('{{ fact("a") }} of 12', ["12"]),
        ("١٢ people", ["١٢"]),
    ],
)
def test_numbers_in_digits_and_in_words_are_found(text: str, found: list[str]) -> None:
    assert bare_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "One of them came first, often alone; the sixth, in a tent of canvas, weighed tons.",
        "A third country",
        '{{ fact("border:AFG-TJK") }} since {{ date("2021-07-07") }} by {{ text("Article 5") }}',
        'He said so {{ cite("wire-2021-08") }}.',
        "",
    ],
)
def test_what_gives_no_number_is_left_alone(text: str) -> None:
    assert bare_numbers(text) == []


@pytest.mark.parametrize(
    "text", ["½ of the districts", "12² posts"[2:], "the Ⅳ corps", "twentyone men", "zero arrivals"]
)
def test_other_ways_to_write_a_number_are_found(text: str) -> None:
    assert len(bare_numbers(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ fact("a") }}', [Call("fact", ("a",))]),
        ("{{fact('a')}}", [Call("fact", ("a",))]),
        ('{{ fact("a", "from") }}', [Call("fact", ("a", "from"))]),
        ('x {{ cite("a") }} y', ["x ", Call("cite", ("a",)), " y"]),
        ('{{ text("Article 5") }}{{ date("2021") }}', [Call("text", ("Article 5",)), Call("date", ("2021",))]),
        ("no call }} at all", ["no call }} at all"]),
    ],
)
def test_quotations_are_read(text: str, expected: list[object]) -> None:
    assert list(pieces(text)) == expected
    assert list(calls(text)) == [piece for piece in expected if isinstance(piece, Call)]
    assert {call.name for call in calls(text)} <= set(ARGUMENT_COUNTS) == {"fact", "cite", "text", "date", *FORMULAS}


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("{% for x in y %}{% endfor %}", "{%"),
        ("{% include 'x' %}", "{%"),
        ("{# hidden #}", "{#"),
        ("{{ x }}", "{{"),
        ("{{ 5 }}", "{{"),
        ('{{ "text" }}', "{{"),
        ("{{ config.items() }}", "{{"),
        ('{{ fact("a").value }}', "{{"),
        ('{{ fact("a")["value"] }}', "{{"),
        ('{{ fact("a")|safe }}', "{{"),
        ('{{ fact("a") if x }}', "{{"),
        ('{{ fact("a"), fact("b") }}', "{{"),
        ('{{ ().__class__.__base__.__subclasses__() }}', "{{"),
        ("{{ range(3) }}", "{{"),
        ("{{ fact(x) }}", "fact"),
        ("{{ fact(5) }}", "fact"),
        ('{{ fact(id="a") }}', "fact"),
        ("{{ fact(*x) }}", "fact"),
        ('{{ fact("a" ~ "b") }}', "fact"),
        ('{{ fact("a"|upper) }}', "fact"),
        ('{{ fact("a", "b", "c") }}', "fact"),
        ("{{ fact() }}", "fact"),
        ('{{ cite("a", "b") }}', "cite"),
        ("open {{", "{{"),
        ('{{ fact("a" }}', "{{"),
    ],
)  # fmt: skip
def test_everything_else_between_braces_is_refused(text: str, near: str) -> None:
    with pytest.raises(NarrativeError) as told:
        pieces(text)
    assert told.value.near == near
    assert told.value.expected.startswith('only {{ fact("id") }}')


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ('runs for {fact("a")}.', '{{ fact("a") }}'),
        ('{ { fact("a") } }', '{{ fact("a") }}'),
        ('{{ Fact("a") }}', '{{ fact("a") }}'),
        ('{{fact("a", "from")}', '{{ fact("a", "from") }}'),
        ('{% cite("a") %}', '{{ cite("a") }}'),
        ("so fact(a)", '{{ fact("a") }}'),
        ("{{ date(2021-08-15) }}", '{{ date("2021-08-15") }}'),
        ('{{ fact("b") }} of {{ SUM("a", "b") }}', '{{ sum("a", "b") }}'),
        ("so cite(“a”)", '{{ cite("a") }}'),
        ("so text('Article 5')", '{{ text("Article 5") }}'),
    ],
)
def test_a_near_miss_of_a_quotation_is_an_error_with_the_finished_call(text: str, finished: str) -> None:
    try:
        (mistake,) = near_calls(text)
    except NarrativeError as error:
        mistake = error
    assert mistake.suggestion == finished
    assert mistake.near in text


@pytest.mark.parametrize("count", [2, 13, narrative.MOST_SUMMED])
def test_a_sum_of_many_facts_is_read(count: int) -> None:
    ids = ", ".join(f'"f{number}"' for number in range(count))
    (call,) = calls(f"{{{{ sum({ids}) }}}}")
    assert len(call.facts) == count


@pytest.mark.parametrize("count", [1, 101])
def test_a_sum_beyond_its_limit_is_told_the_limit(count: int) -> None:
    ids = ", ".join(f'"f{number}"' for number in range(count))
    with pytest.raises(NarrativeError, match=re.escape("sum() with other than 2 to 100 texts")):
        pieces(f"{{{{ sum({ids}) }}}}")


@pytest.mark.parametrize("text", ["a } b", "{x}", "gone }}", "{border:KGZ-TJK}"])
def test_braces_that_quote_nothing_are_an_error(text: str) -> None:
    (mistake,) = near_calls(text)
    assert mistake.near in text


@pytest.mark.parametrize(
    "text", ["the text (in Russian)", "on the date(s) of it", 'of {{ fact("a") }}', "a share (part)"]
)
def test_words_that_are_also_calls_pass(text: str) -> None:
    assert list(near_calls(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "<p>plain</p>"),
        ("*one* **two**", "<p><em>one</em> <strong>two</strong></p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<script>alert()</script>", "<p>&lt;script&gt;alert()&lt;/script&gt;</p>"),
        ("<b onclick='x'>bold</b>", "<p>&lt;b onclick='x'&gt;bold&lt;/b&gt;</p>"),
        ("a & b &lt; &#60;c", "<p>a &amp; b &amp;lt; &amp;#60;c</p>"),
        ("[x](https://desk.example/)", '<p><a href="https://desk.example/">x</a></p>'),
        ("[x](javascript:alert)", "<p><a>x</a></p>"),
        ("[x](JAVASCRIPT:alert)", "<p><a>x</a></p>"),
        ("[x](data:text/html,y)", "<p><a>x</a></p>"),
        ('{{ fact("a") }}', "<p><b>fact a</b></p>"),
        ('**{{ fact("a", "from") }}** {{ cite("b") }}', "<p><strong><b>fact a from</b></strong> <b>cite b</b></p>"),
        ('{{ text("<script>") }}', "<p><b>text &lt;script&gt;</b></p>"),
    ],
)
def test_text_becomes_clean_html_in_which_hostile_markup_can_be_seen(text: str, expected: str) -> None:
    assert html(text) == expected


def test_one_paragraph_prints_without_its_paragraph() -> None:
    assert str(narrative_html("a *b*", quoted)) == "a <em>b</em>"
    assert str(narrative_html("a\n\nb", quoted)) == "<p>a</p>\n<p>b</p>"
    assert str(narrative_html("- a", quoted)) == "<ul>\n<li>a</li>\n</ul>"


@pytest.mark.parametrize("text", ['[x]({{ text("javascript:alert") }})', '[x]({{ fact("a") }})'])
def test_a_quotation_cannot_be_an_address(text: str) -> None:
    with pytest.raises(NarrativeError, match="within a link's address"):
        html(text)


def test_an_image_is_not_lost_without_a_word() -> None:
    assert "a map" in html("![a map](map.png)")


_SENTENCES = st.text(st.sampled_from("abzAZéш漢059 .,;:()?%'\"’“”–—-*_`#>\\\n\ue000\ue001"), min_size=1, max_size=16)
_STARTS = st.sampled_from(["", "A", "1. ", "- ", "I. ", "www.a.b ", "mailto:a ", "Note: ", "a)"])


@given(st.tuples(_STARTS, _SENTENCES).map("".join))
def test_a_sentence_needs_no_parser_to_come_out_as_if_parsed(text: str) -> None:
    if narrative._PLAIN.fullmatch(text):
        assert narrative._clean(text) == narrative._parsed_and_cleaned(text)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


_HOSTILE = st.sampled_from(
    [
        "<", ">", "</p>", "<script>", "<!--", "-->", "<img src=x onerror=y>", "&", "&lt;", "`", "*", "_",
        "[", "](", ")", "\n", "\n\n", "# ", "> ", "- ", "'", '"', "a", "\\", "javascript:", "http://x",
        "<![CDATA[",
    ]
)  # fmt: skip


@given(st.lists(_HOSTILE, max_size=20).map("".join))
def test_no_text_brings_in_an_element_or_an_attribute_of_its_own(text: str) -> None:
    seen = Tags()
    seen.feed(html(text))
    allowed = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br", "h3", "h4"}
    assert {tag for tag, _ in seen.seen} <= allowed
    assert {name for tag, names in seen.seen for name in names} <= {"href"}
    assert not re.search(r'href="\s*(?!https?:|mailto:|[^":]*")', str(narrative_html(text, quoted).block))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co")), max_size=40))
def test_any_text_is_a_narrative_or_a_mistake(text: str) -> None:
    try:
        assert narrative_html(text, quoted).block is not None
    except NarrativeError as mistake:
        assert mistake.expected


_ODDS = (
    '{{ fact("a") }}', '{{fact("é", "b")}}', '{{ sum("a", "b") }}', "{{ fact('a') }}", '{{- fact("a") }}',
    '{{ text("}}") }}', '{{ text("{{") }}', '{{ text("a", ) }}', '{{ share("a") }}',
    "{{", "}}", "{", '"', "\\", "\n", "\r", " ", "a",
)  # fmt: skip


@given(st.lists(st.sampled_from(_ODDS), max_size=6).map("".join))
def test_the_short_way_reads_a_narrative_as_the_long_one_does(text: str) -> None:
    found = narrative._plainly(text)
    assert not found or found == narrative._thoroughly(text)
    assert narrative._plainly(f'{text}{{{{ fact("a") }}}}') or "{" in text or "\r" in text


def rendered(desk: SmallDesk, id: str, as_of: str = "2021-09-17") -> page_render.RenderedDocument:
    """One document of the desk, in process."""
    base = desk.facts()
    (document,) = [d for d in documents.all_documents(base, at(as_of)) if d.id == id]
    templates = desk_files.template_files(desk.root)
    env = TemplateEnvironment({name: data.decode() for name, data in templates.items() if name.endswith(".j2")})
    return page_render.rendered_document(base, document, env, "assets/briefing.css")


def test_hostile_names_and_prose_are_escaped_on_the_page(desk: SmallDesk) -> None:
    desk.edit(
        "entities.yaml",
        "name: Shanghai Cooperation Organization, short: SCO",
        "name: SCO, short: \"<script>alert('sco')</script>\"",
    )
    desk.edit("2021-W37.yaml", "title: CSTO summit in Dushanbe", "title: 'Summit <img src=x onerror=alert()>'")
    desk.edit("sources.yaml", "title: Report of September", 'title: "Report </li><script>"')
    page = rendered(desk, "countries/tajikistan").html
    seen = Tags()
    seen.feed(page)
    # the page's own scripts, which are files, and its data, which no browser runs
    own = [("src", "defer"), ("src", "defer"), ("type", "id")]
    assert [attrs for tag, attrs in seen.seen if tag == "script"] == own
    assert "img" not in {tag for tag, _ in seen.seen}
    assert "Summit <img src=x onerror=alert()>" in seen.text
    assert "Report </li><script>" in seen.text
    assert "<script>alert('sco')</script>" in seen.text


def test_a_text_that_quotes_what_was_not_known_yet_is_left_out_and_that_is_said(desk: SmallDesk) -> None:
    topic = "topics/refugees"
    assert "Tajikistan pledged to take in" in rendered(desk, topic).html
    earlier = rendered(desk, topic, "2021-07-01").html
    assert "Tajikistan pledged to take in" not in earlier
    note = re.search(r"Left out: this text rests on what was not known on <time[^>]*>([^<]*)</time>", earlier)
    assert note
    assert note[1] == "1\N{NO-BREAK SPACE}July\N{NO-BREAK SPACE}2021"


def test_a_template_that_prints_a_bare_number_is_stopped(desk: SmallDesk) -> None:
    desk.template("country.html.j2", "<h1>{{ country.name }}</h1>\n<p>{{ country.name|length }}</p>\n")
    with pytest.raises(BriefingsError, match=r"^countries/tajikistan: .*: a bare number: 10; print a fact"):
        rendered(desk, "countries/tajikistan")


@pytest.mark.parametrize(
    "value",
    ["facts.borders(of=country)[0].headline", "facts.borders(of=country)[0].day", '"since %s" % (country.name|length)'],
)
def test_a_template_cannot_print_what_holds_a_number_unmarked(desk: SmallDesk, value: str) -> None:
    desk.template("country.html.j2", f"<h1>{{{{ country.name }}}}</h1>\n<p>{{{{ {value} }}}}</p>\n")
    with pytest.raises(BriefingsError, match="a bare number"):
        rendered(desk, "countries/tajikistan")


@pytest.mark.parametrize(
    "body", [
        "{{ facts.nothing(of=country) }}", "{{ country.nothing }}", "{{ unknown }}",
        '{{ facts.fact("border:AFG-TJK").lenght }}',
    ],
)  # fmt: skip
def test_a_template_that_asks_for_what_is_not_there_is_named_with_the_line(desk: SmallDesk, body: str) -> None:
    desk.template("country.html.j2", f"<h1>{{{{ country.name }}}}</h1>\n{body}\n")
    with pytest.raises(BriefingsError, match=r"^countries/tajikistan: country\.html\.j2:2: "):
        rendered(desk, "countries/tajikistan")


def test_a_template_that_cannot_be_read_is_named_with_the_line(desk: SmallDesk) -> None:
    desk.template("country.html.j2", "<h1>{{ country.name }}</h1>\n{% if %}\n")
    with pytest.raises(BriefingsError, match=r"^countries/tajikistan: country\.html\.j2:2: "):
        rendered(desk, "countries/tajikistan")


@pytest.mark.parametrize(
    "body", ["{{ facts.borders(size=country) }}", "{{ facts.count() }}", "{{ facts.count([]) / 0 }}"]
)
def test_a_template_that_breaks_a_query_is_a_message_and_no_traceback(desk: SmallDesk, body: str) -> None:
    desk.template("country.html.j2", f"<h1>{{{{ country.name }}}}</h1>\n{body}\n")
    with pytest.raises(BriefingsError, match=r"^countries/tajikistan: "):
        rendered(desk, "countries/tajikistan")


def test_a_narrative_that_cannot_be_read_is_parsed_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser takes long over it, and a megabyte of such texts was parsed by each of six rules."""
    parsed: list[str] = []
    thoroughly = narrative._thoroughly
    monkeypatch.setattr(narrative, "_thoroughly", lambda text: parsed.append(text) or thoroughly(text))
    text = 'Of {{ fact("asked-by-many") }} and {{ fact('
    for _ in range(3):
        assert narrative.readable_calls(text) == ()
        with pytest.raises(narrative.NarrativeError, match="not readable"):
            list(narrative.near_calls(text))
    assert parsed == [text]
