"""An error that rises through a template names its line, and blames the template only for what is its fault."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from briefings.core.problems import BriefingsError
from briefings.pages.page_render import template_errors


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
