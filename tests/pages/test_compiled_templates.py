"""Templates compiled at set-up: run as they are by the program that made them, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.files import desk_files
from briefings.pages import compiled_templates, template_environment

TEXTS = {name: data.decode() for name, data in desk_files.shipped_template_files().items() if name.endswith(".j2")}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and a process that has compiled nothing yet."""
    monkeypatch.setattr(compiled_templates, "_PLACE", desk_files.Output(tmp_path))
    code = template_environment._CodeCache()
    monkeypatch.setattr(template_environment, "_compiled", lambda: code)
    return tmp_path


def test_what_was_compiled_at_set_up_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled_templates.stored_code() == {}
    compiled_templates.main()
    code = compiled_templates.stored_code()
    assert len(code) == len(TEXTS) > 5
    assert not compiled_templates.is_incomplete(code, TEXTS.values())
    fresh = template_environment._CodeCache()
    monkeypatch.setattr(template_environment, "_compiled", lambda: fresh)
    template_environment.add_compiled_code(code)
    monkeypatch.setattr(template_environment.TemplateEnvironment, "compile", None)
    assert template_environment.TemplateEnvironment(TEXTS).get_template("country.html.j2").name == "country.html.j2"


def test_another_text_of_the_same_name_is_looked_through_and_compiled() -> None:
    compiled_templates.main()
    template_environment.add_compiled_code(compiled_templates.stored_code())
    own = {**TEXTS, "country.html.j2": "<p>42 dead</p>"}
    assert compiled_templates.is_incomplete(compiled_templates.stored_code(), own.values())
    with pytest.raises(template_environment.jinja2.TemplateSyntaxError, match="42"):
        template_environment.TemplateEnvironment(own).get_template("country.html.j2")


def test_what_another_program_compiled_is_not_run(place: Path) -> None:
    compiled_templates.main()
    (file,) = place.iterdir()
    maker, _, code = file.read_bytes().partition(b"\n")
    file.write_bytes(b"0" * len(maker) + b"\n" + code)
    assert compiled_templates.stored_code() == {}
