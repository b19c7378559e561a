"""Templates compiled at set-up: run as they are by the program that made them, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings import guarding, precompiled, workspace

TEXTS = {name: data.decode() for name, data in workspace.shipped_files().items() if name.endswith(".j2")}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and a process that has compiled nothing yet."""
    monkeypatch.setattr(precompiled, "_PLACE", workspace.Output(tmp_path))
    code = guarding._Compiled()
    monkeypatch.setattr(guarding, "_compiled", lambda: code)
    return tmp_path


def test_what_was_compiled_at_set_up_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert precompiled.held() == {}
    precompiled.main()
    code = precompiled.held()
    assert len(code) == len(TEXTS) > 5
    assert not precompiled.lacks(code, TEXTS.values())
    fresh = guarding._Compiled()
    monkeypatch.setattr(guarding, "_compiled", lambda: fresh)
    guarding.remember(code)
    monkeypatch.setattr(guarding.Environment, "compile", None)
    assert guarding.Environment(TEXTS).get_template("country.html.j2").name == "country.html.j2"


def test_another_text_of_the_same_name_is_looked_through_and_compiled() -> None:
    precompiled.main()
    guarding.remember(precompiled.held())
    own = {**TEXTS, "country.html.j2": "<p>42 dead</p>"}
    assert precompiled.lacks(precompiled.held(), own.values())
    with pytest.raises(guarding.jinja2.TemplateSyntaxError, match="42"):
        guarding.Environment(own).get_template("country.html.j2")


def test_what_another_program_compiled_is_not_run(place: Path) -> None:
    precompiled.main()
    (file,) = place.iterdir()
    maker, _, code = file.read_bytes().partition(b"\n")
    file.write_bytes(b"0" * len(maker) + b"\n" + code)
    assert precompiled.held() == {}
