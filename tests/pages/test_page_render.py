"""An error that rises through a template names its line, and blames the template only for what is its fault."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

from briefings.core.problems import BriefingsError
from briefings.pages.page_render import template_errors
from conftest import SmallDesk


def fails() -> None:
    raise ZeroDivisionError("division by zero")


def error_of(folder: Path, text: str) -> BriefingsError:
    (folder / "country.html.j2").write_text(f"first line\n{text}", encoding="utf-8")
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), undefined=jinja2.StrictUndefined, autoescape=True)
    with pytest.raises(BriefingsError) as caught, template_errors("countries/x"):
        env.get_template("country.html.j2").render(fails=fails)
    return caught.value


@pytest.mark.parametrize(
    "text", ["{{ one two }}", "{% if %}", "{{ nobody }}", "{{ fails.nothing.more }}", "{{ 1 | no }}"]
)
def test_a_mistake_in_a_template_is_to_be_mended_there(tmp_path: Path, text: str) -> None:
    error = error_of(tmp_path, text)
    assert "country.html.j2:2: " in str(error) and error.remedy == "mend the template"


@pytest.mark.parametrize("text", ["{{ fails() }}", "{{ [].pop() }}", "{{ fails(1) }}", "{{ {}.popitem() }}"])
def test_any_other_fault_may_be_the_programs(tmp_path: Path, text: str) -> None:
    error = error_of(tmp_path, text)
    assert "country.html.j2:2: " in str(error)
    assert error.remedy.startswith("look at that line of the template") and error.remedy.endswith("report it")


def test_a_fault_outside_all_templates_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), template_errors("countries/x"):
        fails()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def built(desk: SmallDesk, *names: str) -> list[str]:
    run = desk.run("build", *names, "--html")
    assert run.code == 0, run.out + run.err
    return [desk.page(name) for name in names]


def test_an_issue_that_is_not_published_says_so_at_head_and_foot(desk: SmallDesk) -> None:
    """So does every document that the desk makes of an issue; a country's page is never published as one."""
    desk.edit("desk.yaml", "  today:", "  documents: [{template: card.html.j2, each: issue, folder: cards}]\n  today:")
    desk.template("card.html.j2", "<h1>{{ doc.title }}</h1>")
    weekly, card, country = built(desk, "weekly/2021-W37", "cards/2021-W37", "countries/tajikistan")
    for page in (weekly, card):
        assert words(page.split("<main")[1]).partition(">")[2].split("·")[0].strip().startswith("DRAFT, not published")
        assert "DRAFT, not published" in words(page.split("<footer")[1])
    assert "DRAFT" not in country


def test_every_foot_has_the_id_and_the_day_of_its_document(desk: SmallDesk) -> None:
    names = ("weekly/2021-W33", "countries/tajikistan", "topics/refugees")
    pages = built(desk, *names)
    for name, page in zip(names, pages, strict=True):
        day = "20 August 2021" if name.startswith("weekly") else "17 September 2021"
        assert f"{name}, as of {day}" in words(page.split("<footer")[1]).replace("\xa0", " ")
        assert "canonical" not in page and "http" not in page.split("<footer")[1].split("<script")[0]


@pytest.mark.parametrize(
    ("release", "folder", "address"),
    [
        ("", "build", "https://desk.example/b/countries/tajikistan.html"),
        ("TLP:CLEAR", "build/TLP-CLEAR", "https://desk.example/b/TLP-CLEAR/countries/tajikistan.html"),
    ],
)
def test_a_page_names_its_own_address_where_the_desk_has_one(
    desk: SmallDesk, release: str, folder: str, address: str
) -> None:
    desk.edit("desk.yaml", "  region:", "  address: https://desk.example/b/\n  region:")
    run = desk.run("build", "countries/tajikistan", "--html", *(["--release", release] if release else []))
    assert run.code == 0, run.out + run.err
    page = (desk.root / folder / "countries" / "tajikistan.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}">' in page.split("</head>")[0]
    assert f'<a href="{address}">{address}</a>' in page.split("<footer")[1]


@pytest.mark.parametrize(
    "address",
    ["desk.example", "ftp://desk.example", "https://", "https://desk.example/?page=x", "https://desk.example/#top",
     "https://me@desk.example", "https://desk.example/a b", 'https://desk.example/"x', "//desk.example", "https:///x"],
)  # fmt: skip
def test_an_address_is_that_of_a_folder_on_the_web(desk: SmallDesk, address: str) -> None:
    desk.edit("desk.yaml", "  region:", f"  address: '{address}'\n  region:")
    assert [(problem.code, problem.mark.line) for problem in desk.problems()] == [("value", 6)]


@pytest.mark.parametrize("address", ["http://intranet", "https://desk.example:8080/a/b_c/", "https://бюро.example/x"])
def test_addresses_of_folders_are_taken(desk: SmallDesk, address: str) -> None:
    desk.edit("desk.yaml", "  region:", f"  address: {address}\n  region:")
    assert desk.problems() == ()


def test_the_masthead_says_to_which_day_there_is_reporting_or_that_there_is_none(desk: SmallDesk) -> None:
    desk.add(
        "x.yaml",
        "events:\n"
        "  - {id: x, type: meeting, title: Talks, in: TJK, status: done, date: 2021-09-14, source: press-2021-09}\n"
        "  - {id: y, type: meeting, title: Talks, in: KGZ, status: done, date: 2020-12-14, source: wire-2021-08}\n",
    )
    desk.edit("desk.yaml", "  today:", "  review: [{kind: forces, after: 90 days}]\n  today:")
    names = ("countries/tajikistan", "countries/kyrgyzstan", "topics/refugees", "weekly/2021-W37")
    tajik, kyrgyz, refugees, weekly = (
        words(page.split("<main")[1]).replace("\xa0", " ") for page in built(desk, *names)
    )
    for page in (tajik, refugees, weekly):
        assert "Reporting to 16 September 2021; before that, 20 August 2021" in page.replace(" ;", ";")
        assert "No reporting since" not in page
    assert "No reporting since 14 December 2020" in kyrgyz and "Reporting to" not in kyrgyz
