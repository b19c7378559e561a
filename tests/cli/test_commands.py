"""The commands as a person runs them, and what they leave behind."""

from __future__ import annotations

import hashlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent

import pytest

from briefings.core.markings import Marking
from conftest import COMMAND, SmallDesk

EVERY = [
    "countries/afghanistan", "countries/tajikistan", "countries/kyrgyzstan", "countries/armenia",
    "topics/refugees", "weekly/2021-W33", "weekly/2021-W37",
]  # fmt: skip


def made(desk: SmallDesk, folder: str = "build") -> set[str]:
    """The documents in a build folder, without what stands beside them."""
    return {name for name in desk.files(folder) if re.match(r"(countries|topics|weekly)/", name)}


def manifest(desk: SmallDesk) -> dict[str, dict[str, object]]:
    data = json.loads((desk.root / "build/manifest.json").read_text(encoding="utf-8"))
    return {document["id"]: document for document in data["documents"]}


# ---------------------------------------------------------------- build


def test_build_makes_every_document_in_both_forms(built: SmallDesk) -> None:
    assert made(built) == {f"{id}.{form}" for id in EVERY for form in ("html", "pdf")}
    names = set(built.files("build"))
    assert {"index.html", "manifest.json", "assets/briefing.css", "assets/screen.css"} < names


def test_a_build_says_a_plain_line_a_document_and_a_sum(desk: SmallDesk) -> None:
    run = desk.run("build", "--html")
    assert (run.code, run.err) == (0, "")
    assert sorted(run.lines[:-1]) == sorted(f"built     {id}" for id in EVERY)
    assert run.lines[-1] == f"7 documents built, 0 unchanged, 0 failed: {desk.root}/build/index.html"
    assert "\x1b" not in run.out and "\r" not in run.out


def test_quiet_says_nothing(desk: SmallDesk) -> None:
    run = desk.run("build", "--html", "--quiet", "topics/refugees")
    assert (run.code, run.out, run.err) == (0, "", "")


def test_a_glob_builds_those_it_names_and_no_other(desk: SmallDesk) -> None:
    run = desk.run("build", "--html", "countries/a*", "topics/refugees")
    assert run.code == 0
    assert made(desk) == {"countries/afghanistan.html", "countries/armenia.html", "topics/refugees.html"}


@pytest.mark.parametrize(("option", "form"), [("--html", "html"), ("--pdf", "pdf")])
def test_one_form_only(desk: SmallDesk, option: str, form: str) -> None:
    assert desk.run("build", option, "countries/armenia").code == 0
    assert made(desk) == {f"countries/armenia.{form}"}


def test_an_unknown_document_suggests_the_nearest_and_writes_nothing(desk: SmallDesk) -> None:
    run = desk.run("build", "countries/tajikstan")
    assert (run.code, run.out) == (1, "")
    assert run.err == "error: no document 'countries/tajikstan'\n  did you mean 'countries/tajikistan'?\n"
    assert not (desk.root / "build").exists()


def test_a_second_build_changes_no_file(desk: SmallDesk) -> None:
    assert desk.run("build", "topics/*", "countries/armenia").code == 0

    def stamps() -> dict[str, int]:
        return {str(p): p.stat().st_mtime_ns for p in (desk.root / "build").rglob("*") if p.is_file()}

    before = stamps()
    assert len(before) > 8
    run = desk.run("build", "topics/*", "countries/armenia")
    assert run.lines[-1].startswith("0 documents built, 2 unchanged, 0 failed")
    assert stamps() == before


def test_a_build_is_the_same_twice_and_in_two_folders(built: SmallDesk, desk: SmallDesk) -> None:
    """Bytes of HTML and PDF, with one worker and with several, wherever the desk lies."""
    run = desk.run("build", "--jobs", "1", "--out", "elsewhere/deep")
    assert run.code == 0, run.err
    one, other = built.files("build"), desk.files("elsewhere/deep")
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_a_page_does_not_depend_on_the_order_of_sets(built: SmallDesk, desk: SmallDesk, hash_seed: str) -> None:
    assert (
        desk.run("build", "--html", env={"PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}).code
        == 0
    )
    pages = [name for name in made(desk) if name.endswith(".html")]
    assert len(pages) == 7
    assert [name for name in pages if desk.files()[name] != built.files("build")[name]] == []


def test_out_writes_there_and_nowhere_else(desk: SmallDesk, tmp_path: Path) -> None:
    before = set(desk.files("."))
    assert desk.run("build", "--html", "countries/armenia", "--out", str(tmp_path / "made")).code == 0
    assert (tmp_path / "made/countries/armenia.html").is_file()
    assert set(desk.files(".")) == before


def test_a_command_finds_the_desk_from_a_folder_below(desk: SmallDesk) -> None:
    assert desk.run("build", "--html", "countries/armenia", cwd=desk.root / "facts").code == 0
    assert made(desk) == {"countries/armenia.html"}


def test_a_command_outside_any_desk_says_so(desk: SmallDesk, tmp_path: Path) -> None:
    run = desk.run("build", cwd=tmp_path)
    assert run.code == 1
    assert (
        run.err
        == f"error: no facts/ in {tmp_path} or above it\n  run in a desk's folder, or make one: briefings init DIR\n"
    )


def test_as_of_hides_later_facts(desk: SmallDesk) -> None:
    assert desk.run("build", "--html", "--as-of", "2021-08-20").code == 0
    page = desk.page("countries/tajikistan")
    assert "5,700" in page
    assert "9,400" not in page and "CSTO summit" not in page
    assert re.search(r'[Aa]s of <time datetime="2021-08-20">', page)
    documents = manifest(desk)
    assert [id for id in documents if id.startswith("weekly/")] == ["weekly/2021-W33"]
    assert {(d["as_of"], d["known"]) for d in documents.values()} == {("2021-08-20", "2021-08-20")}


def test_known_lets_hindsight_in(desk: SmallDesk) -> None:
    """What was true on 10 September, as the desk knew a week later."""
    desk.run("build", "--html", "--as-of", "2021-09-10", "countries/tajikistan")
    assert "9,400" not in desk.page("countries/tajikistan")
    desk.run("build", "--html", "--as-of", "2021-09-10", "--known", "2021-09-17", "countries/tajikistan")
    assert "9,400" in desk.page("countries/tajikistan")


def test_a_corrected_number_stands_in_the_next_build(desk: SmallDesk) -> None:
    desk.run("build", "--html")
    before = desk.files()
    desk.edit("borders.yaml", "984 km", "991 km")
    run = desk.run("build", "--html")
    assert run.code == 0
    changed = {name for name, data in desk.files().items() if before.get(name) != data} & made(desk)
    assert changed == {"countries/tajikistan.html", "countries/kyrgyzstan.html"}
    assert {line.split()[1] for line in run.lines if line.startswith("built")} == {
        "countries/tajikistan",
        "countries/kyrgyzstan",
    }
    assert "991" in desk.page("countries/tajikistan") and "984" not in desk.page("countries/tajikistan")


def test_a_page_that_fails_is_named_and_the_others_are_built(desk: SmallDesk) -> None:
    desk.template("topic.html.j2", "<h1>{{ topic.title }}</h1>{{ nothing }}")
    run = desk.run("build", "--html")
    assert run.code == 1
    assert run.err.startswith("error: topics/refugees: ")
    assert made(desk) == {f"{id}.html" for id in EVERY if id != "topics/refugees"}
    assert run.lines[-1].startswith("6 documents built, 0 unchanged, 1 failed")


def test_a_damaged_cache_is_a_clean_build(built: SmallDesk, desk: SmallDesk) -> None:
    desk.run("build", "countries/armenia")
    (desk.root / "build/.briefings/traces-0").write_text('{"documents": ', encoding="utf-8")
    (desk.root / "build/countries/armenia.pdf").write_bytes(b"%PDF cut off")
    assert desk.run("build", "countries/armenia").code == 0
    assert desk.files()["countries/armenia.pdf"] == built.files("build")["countries/armenia.pdf"]


@pytest.mark.parametrize("name", ["traces-0", "last.json", "written.json"])
@pytest.mark.parametrize(
    "text",
    ["", "[]", "5", "\ufeff\0", '{"format": 1}',
     '{"format": 1, "digest": "", "documents": {"shapes": [], "traces-0": 5}}',
     '{"inputs": 5, "outputs": [], "documents": [5]}'],
)  # fmt: skip
def test_a_foreign_cache_is_a_clean_build(desk: SmallDesk, name: str, text: str) -> None:
    (desk.root / "build/.briefings").mkdir(parents=True)
    (desk.root / "build/.briefings" / name).write_text(text, encoding="utf-8")
    run = desk.run("build", "countries/armenia", "--html")
    assert (run.code, run.err) == (0, "")
    assert made(desk) == {"countries/armenia.html"}


def test_a_link_in_the_build_folder_does_not_lead_out_of_it(desk: SmallDesk, tmp_path: Path) -> None:
    (desk.root / "build").mkdir()
    (tmp_path / "outside").mkdir()
    (desk.root / "build/countries").symlink_to(tmp_path / "outside")
    run = desk.run("build", "--html", "countries/armenia")
    assert run.code == 1
    assert "leads out of the output folder" in run.err
    assert list((tmp_path / "outside").iterdir()) == []


# ---------------------------------------------------------------- weekly, country, list


def test_weekly_makes_the_issue_that_is_due(desk: SmallDesk) -> None:
    assert desk.run("weekly", "--html").code == 0
    assert made(desk) == {"weekly/2021-W37.html"}


def test_weekly_makes_the_issue_of_the_last_cutoff_before_today(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "today: 2021-09-17", "today: 2021-08-26")
    assert desk.run("weekly", "--html").code == 0
    assert made(desk) == {"weekly/2021-W33.html"}


def test_weekly_makes_the_issue_of_a_week(desk: SmallDesk) -> None:
    assert desk.run("weekly", "2021-W33", "--html").code == 0
    assert made(desk) == {"weekly/2021-W33.html"}
    page = desk.page("weekly/2021-W33")
    assert "14–20\N{NO-BREAK SPACE}August\N{NO-BREAK SPACE}2021" in page
    assert "What moved" not in page  # the first issue, with which nothing is compared


@pytest.mark.parametrize(
    ("week", "error"),
    [
        (
            "2021-W38",
            "error: no issue 2021-W38: its week has not begun\n  a week up to 2021-W37; did you mean '2021-W37'?\n",
        ),
        ("W37", "error: 'W37' is not a week\n  a year and an ISO week, such as 2021-W37\n"),
    ],
)
def test_a_week_that_has_not_begun_or_is_none_says_what_to_do(desk: SmallDesk, week: str, error: str) -> None:
    run = desk.run("weekly", week)
    assert (run.code, run.out, run.err) == (1, "", error)


@pytest.mark.parametrize("name", ["TJK", "tajikistan", "Тоҷикистон"])
def test_country_makes_one_page_by_id_name_or_alias(desk: SmallDesk, name: str) -> None:
    assert desk.run("country", name, "--html").code == 0
    assert made(desk) == {"countries/tajikistan.html"}


def test_an_unknown_country_suggests_the_nearest(desk: SmallDesk) -> None:
    run = desk.run("country", "Tajikstan")
    assert (run.code, run.err) == (1, "error: no country 'Tajikstan'\n  did you mean 'Tajikistan'?\n")


def test_list_tells_each_document_and_what_is_built(desk: SmallDesk) -> None:
    desk.run("build", "--html", "countries/armenia")
    run = desk.run("list")
    assert run.code == 0
    assert [(line.split()[0], "not built" in line) for line in run.lines] == [
        (id, id != "countries/armenia") for id in EVERY
    ]
    assert run.lines[3].split() == ["countries/armenia", "Armenia", "html"]


# ---------------------------------------------------------------- check and broken facts


def test_check_of_sound_facts(desk: SmallDesk) -> None:
    run = desk.run("check")
    assert (run.code, run.out, run.err) == (0, "0 errors, 0 warnings\n", "")


def test_check_of_a_warning_passes_unless_strict(desk: SmallDesk) -> None:
    desk.add("w.yaml", "borders:\n  - {between: [AFG, Kirghizia], length: 5 km, source: wire-2021-08}\n")
    loose, strict = desk.run("check"), desk.run("check", "--strict")
    assert (loose.code, strict.code) == (0, 1)
    assert "facts/w.yaml:2:21: warning: 'Kirghizia' is another name of 'KGZ' [alias]" in loose.lines
    assert loose.lines[-1] == "0 errors, 2 warnings"  # and they do not touch


@pytest.fixture
def broken(desk: SmallDesk) -> SmallDesk:
    """Mistakes in two files."""
    desk.edit("borders.yaml", "length: 984 km", "length: 984km")
    desk.edit("2021-W37.yaml", "type: summit", "type: sumit")
    return desk


def test_an_id_renamed_in_one_place_is_one_error_with_its_other_places(desk: SmallDesk) -> None:
    """Machines are given each place; a person mends the one id, or replaces it in the files named."""
    uses = sum(path.read_text().count("source: factbook-2021") for path in (desk.root / "facts").glob("*.yaml"))
    assert uses > 3
    desk.edit("sources.yaml", "id: factbook-2021", "id: factbook-of-2021")
    run = desk.run("check")
    assert run.code == 1 and run.out.endswith("1 error, 0 warnings\n")
    assert run.err.count("[unknown-id]") == 1 and run.err.count(": here too") == 3
    assert (
        f"'factbook-2021' among sources; {uses} references use it" in run.err
        and "did you mean 'factbook-of-2021'?" in run.err
    )
    assert json.loads(desk.run("check", "--format", "json").out)["errors"] == uses
    assert desk.run("build").err.endswith("1 error; nothing was written\n")


ERRORS = [
    "facts/2021-W37.yaml:3:11: 'sumit' is not a type of event [unknown-word]",
    "facts/borders.yaml:7:35: no space before the unit in '984km' [not-a-quantity]",
]


def test_check_prints_every_mistake_of_every_file(broken: SmallDesk) -> None:
    run = broken.run("check")
    assert run.code == 1
    assert [line for line in run.err.splitlines() if re.match(r"\S", line)] == ERRORS
    assert run.out == "2 errors, 0 warnings\n"


@pytest.mark.parametrize("command", [["build"], ["weekly"], ["country", "TJK"]])
def test_broken_facts_stop_a_build_before_anything_is_written(broken: SmallDesk, command: list[str]) -> None:
    run = broken.run(*command)
    assert run.code == 1
    assert [line for line in run.err.splitlines() if re.match(r"\S", line)] == [
        *ERRORS,
        "2 errors; nothing was written",
    ]
    assert run.out == ""
    assert not (broken.root / "build").exists()


def test_facts_that_are_no_text_are_named(desk: SmallDesk) -> None:
    (desk.root / "facts/latin.yaml").write_bytes("a: 1\nb: é\n".encode("latin-1"))
    run = desk.run("check")
    assert run.code == 1
    assert "Traceback" not in run.err
    assert re.match(r"facts/latin\.yaml:2:4: .* \[not-utf8\]\n", run.err)


@pytest.mark.parametrize(
    "args",
    [
        ["bild"], ["build", "--colour"], ["build", "--as-of", "yesterday"], ["build", "--as-of"],
        ["build", "--jobs", "-1"], ["country"], ["init"], ["weekly", "2021-W33", "x"],
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_code_two(desk: SmallDesk, args: list[str]) -> None:
    run = desk.run(*args)
    assert run.code == 2
    assert "Error: " in run.err
    assert "Traceback" not in run.err
    assert not (desk.root / "build").exists()


@pytest.mark.parametrize("args", [["--help"], ["build", "--help"], ["--version"]])
def test_help_and_version_are_exit_code_nought(desk: SmallDesk, args: list[str]) -> None:
    run = desk.run(*args)
    assert (run.code, run.err) == (0, "")
    assert run.out


# ---------------------------------------------------------------- init


def test_init_makes_a_desk_that_builds_at_once(desk: SmallDesk, tmp_path: Path) -> None:
    run = desk.run("init", "fresh", cwd=tmp_path)
    assert run.code == 0
    fresh = SmallDesk(tmp_path / "fresh")
    assert run.lines == [f"wrote fresh/{name}" for name in sorted(fresh.files("."))] + [
        "next: cd fresh && briefings build"
    ]
    assert fresh.run("check", "--strict").out == "0 errors, 0 warnings\n"
    assert fresh.run("build").code == 0
    documents = ["countries/kyrgyzstan", "countries/tajikistan", "topics/borders", "weekly/2021-W37"]
    assert made(fresh) == {f"{id}.{form}" for id in documents for form in ("html", "pdf")}


def test_init_fills_an_empty_folder(desk: SmallDesk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert desk.run("init", "empty", cwd=tmp_path).code == 0
    assert (tmp_path / "empty/facts/desk.yaml").is_file()


def test_init_leaves_a_folder_that_holds_something_alone(desk: SmallDesk) -> None:
    before = desk.files(".")
    run = desk.run("init", ".")
    assert (run.code, run.out) == (1, "")
    assert run.err == "error: . is not empty\n  name a folder that is empty or does not exist yet\n"
    assert desk.files(".") == before


# ---------------------------------------------------------------- what is built


def test_the_manifest_tells_each_document_with_true_digests(built: SmallDesk) -> None:
    documents = manifest(built)
    assert list(documents) == EVERY
    for id, document in documents.items():
        assert set(document) == {
            "id", "kind", "title", "marking", "as_of", "known", "html", "pdf", "pages", "facts", "sources",
            "summary", "sha256",
        }  # fmt: skip
        assert (document["html"], document["pdf"]) == (f"{id}.html", f"{id}.pdf")
        digests = {form: hashlib.sha256(built.files("build")[f"{id}.{form}"]).hexdigest() for form in ("html", "pdf")}
        assert document["sha256"] == digests
    assert documents["countries/armenia"]["facts"] == ["membership:ARM@CSTO/full-1992", "summit-2021-09"]
    assert documents["countries/armenia"]["sources"] == ["press-2021-09", "factbook-2021"]
    assert documents["weekly/2021-W33"]["as_of"] == "2021-08-20"


class Marks(HTMLParser):
    """What a page tags, cites and says; `bare` is every text with a figure that stands in nothing that explains it."""

    VOID = frozenset({"meta", "link", "br", "col", "path", "circle", "rect", "line", "polyline", "use"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.facts: set[str] = set()
        self.cited: list[str] = []
        self.sources: list[str] = []
        self.addresses: set[str] = set()
        self.bare: list[str] = []
        self.seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if "data-fact" in held:
            self.facts.add(held["data-fact"])
        if held.get("class") == "cite":
            self.cited.append(held["href"])
        if held.get("id", "").startswith("source-"):
            self.sources.append("#" + held["id"])
        self.addresses |= {held[name] for name in ("href", "src") if name in held}
        if tag not in self.VOID:
            self.stack.append((tag, held))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        if "main" not in tags or not re.search(r"\d", data):
            return
        self.seen += 1
        classes = {word for _, held in self.stack for word in held.get("class", "").split()}
        explained = "time" in tags or any("data-fact" in held for _, held in self.stack)
        if not explained and not classes & {"cite", "grade", "sources", "legend", "locator", "source-base"}:
            self.bare.append(data.strip())


def marks(desk: SmallDesk, id: str) -> Marks:
    found = Marks()
    found.feed(desk.page(id))
    assert found.seen > 5
    return found


@pytest.mark.parametrize("id", EVERY)
def test_every_fact_and_source_on_a_page_is_in_the_manifest(built: SmallDesk, id: str) -> None:
    page, document = marks(built, id), manifest(built)[id]
    facts, sources = document["facts"], document["sources"]
    assert isinstance(facts, list) and isinstance(sources, list)
    assert page.facts
    assert page.facts <= set(facts)
    assert page.cited
    assert set(page.cited) == set(page.sources)
    assert page.sources == [f"#source-{n}" for n in range(1, len(sources) + 1)]


@pytest.mark.parametrize("id", [id for id in EVERY if id.startswith("countries/")])
def test_every_number_on_a_one_pager_is_explained_where_it_stands(built: SmallDesk, id: str) -> None:
    """In a tagged fact, a date, a citation, a grade or the list of sources; else only a count of gaps, or a week."""
    bare = marks(built, id).bare
    assert [
        text
        for text in bare
        if not re.fullmatch(r"(Single source:)?\s*\d+ of the \d+ key figures\..*", text)
        and not re.fullmatch(r".*-W\d\d\)|[^\d]*\bW\d\d", text)
    ] == []


def test_the_law_of_numbers_sees_a_bare_one(built: SmallDesk) -> None:
    found = Marks()
    found.feed("<main><p>Some 57 came, <data data-fact='x'>9</data> left <time>2021</time></p></main>")
    assert (found.bare, found.seen) == (["Some 57 came,"], 3)


@pytest.mark.parametrize("id", [*EVERY, "index"])
def test_no_request_leaves_a_page(built: SmallDesk, id: str) -> None:
    found = Marks()
    found.feed(built.page(id))
    assert found.addresses
    folder = (built.root / "build" / f"{id}.html").parent
    for address in found.addresses:
        assert not re.match(r"[a-z]+:|//|/", address), address
        target = address.partition("#")[0]
        assert not target or (folder / target).resolve().is_file(), address
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/)", built.page(id))


def test_the_index_leads_to_every_document(built: SmallDesk) -> None:
    found = Marks()
    found.feed(built.page("index"))
    assert {f"{id}.{form}" for id in EVERY for form in ("html", "pdf")} <= found.addresses


def test_every_page_says_its_title_marking_and_day(built: SmallDesk) -> None:
    documents = manifest(built)
    assert len(documents) == 7
    for id, document in documents.items():
        page = built.page(id)
        assert f"<title>{document['title']} · Test desk</title>" in page
        assert str(document["marking"]) in page
        assert f'<time datetime="{document["as_of"]}">' in page


def test_a_restricted_fact_is_in_no_byte_of_a_lower_edition(built: SmallDesk) -> None:
    assert built.facts().desk.release is Marking.GREEN
    leaks = [
        name
        for name, data in built.files("build").items()
        if b"kgz-killed" in data or b"Embassy" in data or b"cable-2021" in data
    ]
    assert leaks == []


def test_a_command_is_found_where_it_was_installed(desk: SmallDesk) -> None:
    """The script of the package does what the tests' own way of calling it does."""
    script = Path(COMMAND[0]).parent / "briefings"
    assert os.access(script, os.X_OK)
    assert "from briefings.cli import main" in script.read_text(encoding="utf-8")


def test_a_fact_that_names_a_week_in_its_file_may_lie_anywhere(built: SmallDesk, desk: SmallDesk) -> None:
    """Moving facts between files moves no byte of any page."""
    facts = desk.root / "facts"
    (facts / "weeks/2021").mkdir(parents=True)
    (facts / "2021-W37.yaml").rename(facts / "weeks/2021/zz.yml")
    (facts / "borders.yaml").rename(facts / "zz-borders.yaml")
    assert desk.run("build", "--html").code == 0
    pages = {name: data for name, data in desk.files().items() if name.endswith(".html")}
    assert len(pages) == 8
    expected = built.files("build")
    assert [name for name in pages if name != "index.html" and pages[name] != expected[name]] == []


def test_a_template_of_the_desk_is_used_in_place_of_the_shipped_one(desk: SmallDesk) -> None:
    desk.template("country.html.j2", dedent("""\
        <h1>{{ country.name }}</h1>
        {% for border in facts.borders(of=country) %}<p>{{ border.other(country) }}: {{ border.length }}</p>{% endfor %}
        """))  # fmt: skip
    assert desk.run("build", "--html", "countries/tajikistan").code == 0
    page = desk.page("countries/tajikistan")
    row = r'<p[^>]*>(\w+): <data class="fact" value="(\d+)" data-fact="([^"]+)" data-field="length"'
    assert re.findall(row, page) == [
        ("Afghanistan", "1357", "border:AFG-TJK"), ("Kyrgyzstan", "984", "border:KGZ-TJK"),
    ]  # fmt: skip
    assert page.count('class="cite"') == 2


def test_a_copied_template_goes_first_and_tells_when_the_shipped_one_has_moved_on(desk: SmallDesk) -> None:
    assert desk.run("build", "countries/armenia", "--html", "--out", "before").code == 0
    copied = desk.run("templates", "copy", "country.html.j2")
    assert (copied.code, copied.out) == (0, "wrote templates/country.html.j2: it goes before the shipped one\n")
    run = desk.run("build", "countries/armenia", "--html")
    assert run.code == 0 and "note:" not in run.err
    assert desk.files()["countries/armenia.html"] == desk.files("before")["countries/armenia.html"]
    path = desk.root / "templates" / "country.html.j2"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Country brief", "A brief of our own"), encoding="utf-8")
    assert desk.run("build", "countries/armenia", "--html").code == 0
    assert "A brief of our own" in desk.page("countries/armenia")
    path.write_text(re.sub("shipped file [0-9a-f]{8}", "shipped file 00000000", text), encoding="utf-8")
    run = desk.run("build", "countries/armenia", "--html")
    assert run.err == ("note: templates/country.html.j2: the shipped file has changed since this was copied from it\n")


def test_templates_copy_overwrites_nothing_and_knows_what_there_is(desk: SmallDesk) -> None:
    desk.template("briefing.css", "/* ours */")
    assert desk.run("templates", "copy", "briefing.css").err.startswith(
        "error: templates/briefing.css is there already"
    )
    run = desk.run("templates", "copy", "contry.html.j2")
    assert (run.code, run.err) == (
        1, "error: no shipped template 'contry.html.j2'\n  did you mean 'country.html.j2'?\n"
    )  # fmt: skip
    assert desk.run("templates", "copy", "../../x.css").code == 1


def test_a_figure_in_the_desk_s_own_title_is_printed_and_a_broken_index_is_told(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "title: Test desk", "title: Desk 24/7")
    assert desk.run("build", "countries/armenia", "--html").code == 0
    assert "Desk 24/7" in desk.page("countries/armenia") and "Desk 24/7" in desk.page("index")
    desk.template("index.html.j2", "<p>\n{{ nothing.at.all }}</p>\n")
    run = desk.run("build", "countries/armenia", "--html")
    assert run.code == 1
    assert run.err.startswith("error: index.html: index.html.j2:2: 'nothing' is undefined")
