"""Problems for machines; and constants in templates, which are guarded like all else."""

from __future__ import annotations

import json
import re

import jinja2
import pytest

from briefings.pages.template_environment import TemplateEnvironment
from conftest import SmallDesk

CONSTANTS = [
    "{{ 5 }}",
    '{{ "5" }}',
    "{{ 5 // 2 }}",
    "{{ [1, 2]|length }}",
    '{{ "x" ~ 5 }}',
    '{{ "5"|safe }}',
    "{{ 5|e }}",
    "{{ None or 5 }}",
]


@pytest.mark.parametrize("text", CONSTANTS)
def test_a_constant_number_is_stopped_like_any_other(text: str) -> None:
    with pytest.raises(jinja2.TemplateError):
        TemplateEnvironment({"t": text}).get_template("t").render()


def test_check_as_json_has_all_that_is_known_of_each_problem(desk: SmallDesk) -> None:
    desk.edit("borders.yaml", "length: 984 km", "lenght: 984 km")
    run = desk.run("check", "--format", "json")
    assert (run.code, run.err) == (1, "")
    told = json.loads(run.out)
    assert told.keys() == {"problems", "errors", "warnings", "notes"}
    assert told["errors"] == 1
    (problem,) = [item for item in told["problems"] if item["severity"] == "error"]
    line = next(
        n for n, text in enumerate((desk.root / "facts/borders.yaml").read_text().split("\n"), 1) if "lenght" in text
    )
    assert problem == {
        "code": "unknown-key", "severity": "error", "file": "facts/borders.yaml", "line": line,
        "column": problem["column"], "end": {"line": line, "column": problem["column"] + len("lenght")},
        "message": "unknown key 'lenght'", "expected": problem["expected"], "suggestion": "length", "related": [],
    }  # fmt: skip
    assert problem["expected"].startswith("one of: ")


def test_json_gives_related_places(desk: SmallDesk) -> None:
    desk.add("again.yaml", "countries:\n  - {id: ARM, name: Armenia again}\n")
    told = json.loads(desk.run("check", "--format", "json").out)
    (problem,) = [item for item in told["problems"] if item["code"] == "duplicate-id"]
    (related,) = problem["related"]
    assert related.keys() == {"file", "line", "column", "end", "message"}
    assert related["message"] == "first defined here"


def test_check_as_annotations_for_github_escapes_what_would_end_them(desk: SmallDesk) -> None:
    desk.add("odd,100%:name.yaml", "borders:\n  - {between: [TJK, ARM], lenght: 5 km, source: factbook-2021}\n")
    run = desk.run("check", "--format", "github")
    assert run.code == 1
    lines = [line for line in run.lines if "unknown-key" in line]
    assert len(lines) == 1
    place = "::error file=facts/odd%2C100%25%3Aname.yaml,line=2,endLine=2,col=27,endColumn=32,title=unknown-key::"
    assert lines[0].startswith(f"{place}unknown key 'lenght'%0Aexpected one of: ")
    assert lines[0].endswith("%0Adid you mean 'length'?")
    assert all(re.match("::(error|warning|notice) file=", line) for line in run.lines)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_strict_makes_warnings_errors_in_every_format(desk: SmallDesk, form: str) -> None:
    desk.add("unused.yaml", "sources:\n  - {id: idle, publisher: X, title: T, published: 2021, medium: press}\n")
    assert desk.run("check", "--format", form).code == 0
    run = desk.run("check", "--format", form, "--strict")
    assert run.code == 1
    assert "unused-source" in run.out


def test_no_problem_is_an_empty_answer(desk: SmallDesk) -> None:
    assert desk.run("check", "--format", "github").out.strip() == ""
    assert json.loads(desk.run("check", "--format", "json").out) == {
        "problems": [], "errors": 0, "warnings": 0, "notes": 0,
    }  # fmt: skip
