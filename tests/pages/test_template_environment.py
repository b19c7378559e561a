"""No bare number is printed from a template, by whatever way; what a template names is checked before it is used."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from briefings.core.problems import TextFile
from briefings.files import desk_files, template_bytecode
from briefings.pages import template_check
from briefings.pages.template_environment import TemplateEnvironment, literal_numbers
from briefings.template_api.escaped_names import EscapedName
from conftest import SmallDesk

ROOT = Path(__file__).parent.parent.parent
FACT = Markup('<data class="fact">1,357</data>')


class Border:
    """What prints like a fact."""

    name = EscapedName("201st base")
    plain = FACT
    _secret = "hidden"

    def __html__(self) -> str:
        return FACT


def rendered(text: str) -> str:
    return (
        TemplateEnvironment({"t": text})
        .get_template("t")
        .render(border=Border(), number=7, text="7", label=EscapedName("7 up"))
    )


NUMBERS = [
    "{{ 5 }}", '{{ "5" }}', "{{ 5 // 2 }}", "{{ 2.5|round }}", "{{ [1, 2]|length }}", "{{ -number }}",
    "{{ number }}", "{{ text }}", "{{ number|string }}", "{{ number|e }}", "{{ number|escape }}",
    '{{ "5"|safe }}', "{{ text|safe }}", "{{ number|forceescape }}", '{{ {"a": number}|tojson }}',
    '{{ {"title": number}|xmlattr }}', '{{ "%s"|format(number) }}', '{{ "%s" % number }}', '{{ "{}".format(number) }}',
    "{{ [border, number]|join }}", '{{ [border, border]|join("5") }}', "{{ [border.plain, text]|join }}",
    "{{ border ~ number }}", '{{ "x" ~ 5 }}', '{{ border.plain ~ "5" }}', "{{ border.plain + text }}",
    '{{ text + border.plain }}', "{{ border.plain * 2 }}", '{{ border.plain[0:24] }}', "{{ border.plain[20] }}",
    '{{ border.plain.replace("1", "2") }}', '{{ border.plain|replace("1", "2") }}', '{{ border|replace("1", "2") }}',
    '{{ "five"|replace("five", "5") }}', "{{ border.plain.format(5) }}", "{{ border.plain.join([text]) }}",
    '{{ border.plain|attr("striptags")() }}', "{{ border.plain.striptags() }}", "{{ border.plain|reverse }}",
    "{{ border.plain|truncate(25) }}", "{{ border.plain|list|join }}", "{{ border|string }}",
    '{{ [border.plain]|map("replace", "1", "2")|join }}', "{{ [border.plain]|map(attribute='format')|join }}",
    "{% for one in [1] %}{{ loop.index }}{% endfor %}", "{% for one in [1] %}{{ loop.length }}{% endfor %}",
    "{% set x %}5{% endset %}{{ x }}",
    "{% set x %}{{ number }}{% endset %}{{ x }}", "{% filter upper %}5{% endfilter %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(5) }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}5{% endcall %}",
    "{{ None or 5 }}", "{{ number if number else border }}", "{{ range(7)|sum }}", "{{ namespace(a=5).a }}",
    '{{ "½" }}', "{{ lipsum() }}", "{% autoescape false %}{{ number }}{% endautoescape %}",
    # in a template's own text
    "<p>1,300 refugees</p>", "<p>thirteen hundred refugees, seven of them here</p>", "&#49;0 men", "<p>1</p>",
    '<p title="5 men">x</p>', "<img alt='5 men'>", '<p aria-label="seven men">x</p>', "{% raw %}5 men{% endraw %}",
    "<p>{% if number %}1{% else %}2{% endif %}</p>", "{{ 'seven men' }}", "{{ 'seven' }}",
    "{{ 'seven' if number else 'x' }}", "½ of them",
    "{{ border.chart('x', 'Some 1,300 refugees') }}", "<b>1</b>300", "<p>up < 5</p>", "a <!-- b --> 5",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_no_way_leads_a_bare_number_onto_a_page(text: str) -> None:
    with pytest.raises((jinja2.TemplateError, TypeError)):
        rendered(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ border }}, {{ border.plain }}", f"{FACT}, {FACT}"),
        ('{{ [border, border]|join(" and ") }}', f"{FACT} and {FACT}"),
        ("{{ border ~ ' of ' ~ border }}", f"{FACT} of {FACT}"),
        ("{{ 'a' + 'b' }}", "ab"),
        ("{{ label }}", "7 up"),
        ("{{ label|replace('up', 'down') }}", "7 down"),
        ("{{ 'dialogue-partner'|replace('-', ' ')|capitalize }}", "Dialogue partner"),
        ('<h1 class="col-2" id="s1">Borders</h1>', '<h1 class="col-2" id="s1">Borders</h1>'),
        ("<style>p { margin: 5px }</style><!-- 5 men -->{# 5 men #}", "<style>p { margin: 5px }</style><!-- 5 men -->"),
        ('<a href="x/2021.html">older</a>', '<a href="x/2021.html">older</a>'),
        ('<ul class="of-{{ {1: "one", 2: "two"}.get(2) }}">', '<ul class="of-two">'),
        ("{% if number > 5 %}many{% endif %}", "many"),
        ("{% if [1, 2, 3][:2]|length == 2 %}yes{% endif %}", "yes"),
        ("<p>one of the first</p>", "<p>one of the first</p>"),
        ("{% for one in [border] %}{{ one }}{{ '; ' if not loop.last }}{% endfor %}", str(FACT)),
    ],
)
def test_what_is_no_number_of_the_templates_own_is_printed(text: str, printed: str) -> None:
    assert rendered(text) == printed


INSIDES = ("__class__", "__doc__", "_secret", "__init__.__globals__", "name.__class__", "__class__.__mro__")
WAYS = [
    "{{ [border]|join('', attribute='%s') }}", "{{ [border]|map(attribute='%s')|join }}",
    "{{ border|attr('%s') }}", "{{ border['%s'] }}", "{{ [border]|groupby('%s') }}",
    "{{ [border]|sort(attribute='%s')|map('string')|join }}", "{{ [border]|sum(attribute='%s', start='') }}",
    "{{ [border]|map('attr', '%s')|join }}", "{{ ([border]|max(attribute='%s')) }}",
    "{%% for a in [border]|selectattr('%s') %%}{{ a }}{%% endfor %%}", "{{ [border]|unique(attribute='%s')|join }}",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_no_filter_reaches_pythons_insides(way: str) -> None:
    """What comes of it is nothing, an error of the sandbox, or the object itself."""
    for inside in INSIDES:
        try:
            printed = rendered(way % inside)
        except (jinja2.TemplateError, TypeError) as error:
            printed = str(error)
        assert "class '" not in printed and "What prints like a fact" not in printed and "hidden" not in printed
        assert "<function" not in printed


def test_the_shipped_templates_hold_no_number_of_their_own() -> None:
    own = desk_files.desk_templates(ROOT)
    assert len(own) >= 6
    assert {file.path: list(literal_numbers(file.text)) for file in own} == {file.path: [] for file in own}
    assert list(template_check.template_problems(own, {f.path.removeprefix("templates/"): f.text for f in own})) == []


def test_a_literal_number_fails_the_documents_of_that_template_and_no_others(desk: SmallDesk) -> None:
    shipped = (ROOT / "templates" / "country.html.j2").read_text(encoding="utf-8")
    desk.template("country.html.j2", f"{shipped}<p>1,300 refugees</p>\n")
    run = desk.run("build", "--html")
    assert run.code == 1
    assert f"country.html.j2:{len(shipped.splitlines()) + 1}: a number in the template's own text: '1,300'" in run.err
    assert "built     topics/refugees" in run.out
    assert not (desk.root / "build" / "countries").exists()


# ---------------------------------------------------------------- read before use

OTHERS = {"parts.html.j2": "{% macro borders(rows) %}{% endmacro %}{% set gap = 'none' %}"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ facts.borders(of=country) }}", []),
        ("{{ facts.bordrs(of=country) }}", [("template-unknown", "bordrs", "borders")]),
        ("{% for b in facts.borders(of=country) %}{{ b.length }}{{ b.from }}{{ b.moved }}{% endfor %}", []),
        ("{% for b in facts.borders(of=country) %}{{ b.strength }}{% endfor %}",
         [("template-unknown", "strength", "length")]),
        ("{% set rows = facts.forces()[:3] %}{% for f in rows %}{{ f.strenght }}{% endfor %}",
         [("template-unknown", "strenght", "strength")]),
        ("{% for f in facts.scope(topic, 'events') %}{{ f.parties }}{{ f.lenght }}{% endfor %}",
         [("template-unknown", "lenght", "")]),
        ("{% for f in facts.about(country) %}{{ f.anything }}{% endfor %}", []),  # of which kind cannot be known
        ("{{ doc.titel }}", [("template-unknown", "titel", "title")]),
        ("{{ desk.publisher }}{{ desk.cutof }}", [("template-unknown", "cutof", "cutoff")]),
        ("{{ contry.name }}", [("template-unknown", "contry", "country")]),
        ("{% set doc2 = doc %}{{ doc2.title }}", []),
        ("{{ doc.title|uper }}", [("template-unknown", "uper", "upper")]),
        ('{% include "missing.j2" %}', [("template-unknown", "missing.j2", "")]),
        ('{% import "parts.html.j2" as parts %}{{ parts.borders([]) }}{{ parts.gap }}', []),
        ('{% import "parts.html.j2" as parts %}{{ parts.boders([]) }}', [("template-unknown", "boders", "borders")]),
        ("{% macro m(facts) %}{{ facts.own_name }}{% endmacro %}", []),  # whatever the macro is given
        ("line\n{% for x in %}", [("template-syntax", "{% for x in %}", "")]),
        ("<p>\n  Some 1,300 refugees</p>", [("template-number", "1,300", "")]),
    ],
)  # fmt: skip
def test_what_a_template_names_is_checked_with_its_place(text: str, found: list[tuple[str, str, str]]) -> None:
    file = TextFile("templates/x.html.j2", text)
    told = [
        (p.code, file.line(p.mark.line)[p.mark.column - 1 : p.mark.end_column - 1], p.suggestion)
        for p in template_check.template_problems([file], {"x.html.j2": text, **OTHERS})
    ]
    assert told == found


def test_check_tells_of_the_desks_own_templates(desk: SmallDesk) -> None:
    desk.template("country.html.j2", "<h1>{{ country.name }}</h1>\n<p>{{ doc.titel }}</p>\n")
    run = desk.run("check")
    assert run.code == 1
    assert "templates/country.html.j2:2:11: no field 'titel' [template-unknown]" in run.err
    assert "did you mean 'title'?" in run.err


# ---------------------------------------------------------------- bytecode of the shipped templates


@pytest.fixture
def bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(template_bytecode, "FOLDER", tmp_path / "cache")
    return tmp_path / "cache"


def shipped() -> dict[str, str]:
    files = desk_files.shipped_template_files()
    return {name: data.decode() for name, data in files.items() if name.endswith(".j2")}


def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that are compiled from now on."""
    names: list[str] = []
    compile_it = TemplateEnvironment._compile

    def noted(env: TemplateEnvironment, source: str, filename: str) -> object:
        names.append(filename)
        return compile_it(env, source, filename)

    monkeypatch.setattr(TemplateEnvironment, "_compile", noted)
    return names


def test_shipped_templates_are_compiled_once(bytecode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = compiling(monkeypatch)
    for _ in range(2):
        TemplateEnvironment(shipped()).get_template("country.html.j2")
    assert names == ["country.html.j2"]
    assert len(list(bytecode.iterdir())) == 1


def test_a_desks_own_template_is_checked_and_never_written_to_disk(bytecode: Path) -> None:
    TemplateEnvironment(shipped()).get_template("country.html.j2")
    before = [(path.name, path.read_bytes()) for path in bytecode.iterdir()]
    own = {**shipped(), "country.html.j2": "<p>42 dead</p>", "own.html.j2": "<p>own</p>"}
    env = TemplateEnvironment(own)
    assert env.get_template("own.html.j2").render() == "<p>own</p>"
    with pytest.raises(jinja2.TemplateSyntaxError, match="42"):
        env.get_template("country.html.j2")
    assert [(path.name, path.read_bytes()) for path in bytecode.iterdir()] == before


def test_bytecode_of_another_program_is_replaced(bytecode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(template_bytecode, "program_digest", lambda: "another program")
        TemplateEnvironment(shipped()).get_template("country.html.j2")
    names = compiling(monkeypatch)
    for _ in range(2):
        TemplateEnvironment(shipped()).get_template("country.html.j2")
    assert names == ["country.html.j2"]
    assert len(list(bytecode.iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_only_time(bytecode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(template_bytecode.os, "makedirs", refuse)
    assert TemplateEnvironment(shipped()).get_template("country.html.j2").name == "country.html.j2"
    assert not bytecode.exists()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("documents: {template: sheet.html.j2, each: country, folder: sheets}", []),
        ("documents: [{template: sheet.html.j2, each: country, folder: sheets}]", []),
        ("documents: [{template: any.html.j2, each: desk, folder: sheets}]", []),
        ("documents: [{template: either.html.j2, each: topic, folder: sheets}]", []),
        ("documents: [{template: sheet.html.j2, each: topic, folder: sheets}]", ["sheet.html.j2"]),
        ("documents: [{template: sheet.html.j2, each: desk, folder: sheets}]", ["sheet.html.j2"]),
        ("documents: [{template: week.html.j2, each: country, folder: sheets}]", ["week.html.j2"]),
        ("documents: [{template: nosuch.html.j2, each: country, folder: sheets}]", ["nosuch.html.j2"]),
        ("documents: [{template: nosuch.html.j2, each: countries, folder: Fact Sheets}]", ["nosuch.html.j2"]),
        ("locale: de_DE, documents: [{template: nosuch.html.j2, each: country}]", ["nosuch.html.j2"]),
        ("documents: [{template: parts.html.j2, each: country, folder: sheets}]", ["parts.html.j2"]),
        ("documents: [{template: one.html.j2, each: person, folder: sheets}]", []),
        ("documents: [{template: one.html.j2, each: topic, folder: sheets}]", []),
        ("documents: [{template: one.html.j2, each: matter, folder: sheets}]", ["one.html.j2"]),
        ("documents: [{each: country}, words, {template: }]", []),
        ("documents: ", []),
    ],
)
def test_documents_name_a_template_that_is_there_and_of_their_subject(settings: str, expected: list[str]) -> None:
    """Read from the text, so that it is reported beside a slip in another setting."""
    templates = {
        "sheet.html.j2": "{{ country.name }}",
        "week.html.j2": "{% for trend in issue.trends %}{{ trend.country }}{% endfor %}",
        "any.html.j2": "{{ desk.title }}",
        "parts.html.j2": "{% macro list() %}{% endmacro %}",
        "one.html.j2": "{% set it = topic if topic is defined else person if person is defined %}{{ it.name }}",
        "either.html.j2": "{% if country is defined %}{{ country.name }}{% endif %}",
    }
    text = f"desk: {{{settings}}}"
    kinds = template_check.desk_documents([TextFile("facts/desk.yaml", text)])
    problems = list(template_check.document_problems(kinds, templates))
    assert {p.code for p in problems} <= {"template-unknown"}
    assert [text[p.mark.column - 1 : p.mark.end_column - 1] for p in problems] == expected
