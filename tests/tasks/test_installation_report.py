"""What a machine lacks, and how to get it."""

from __future__ import annotations

import pytest

from briefings.tasks.installation_report import Finding, findings
from conftest import SmallDesk


def report(python: tuple[int, int] = (3, 12), without: str = "", packages: str = "1.0") -> dict[str, Finding]:
    found = findings(
        python,
        lambda name: name != without,
        lambda name: name != without,
        lambda name: "" if name == without else packages,
    )
    return {one.name: one for one in found}


def test_a_whole_machine_lacks_nothing() -> None:
    assert [one.name for one in report().values() if not one.is_there] == []


@pytest.mark.parametrize(
    ("name", "needed", "remedy"),
    [
        ("pango-1.0", True, "apt install libpango-1.0-0, or brew install pango"),
        ("harfbuzz-subset", True, "apt install libharfbuzz-subset0"),
        ("weasyprint", True, "pip install weasyprint"),
        ("ssh-keygen", False, "apt install openssh-client"),
        ("pygls", False, "pip install 'briefings[lsp]'"),
    ],
)
def test_what_is_missing_is_named_with_how_to_get_it(name: str, needed: bool, remedy: str) -> None:
    (missing,) = [one for one in report(without=name).values() if not one.is_there]
    assert (missing.name, missing.needed) == (name, needed)
    assert missing.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("python", "right", "state"),
    [((3, 10), False, "3.10"), ((3, 11), True, "3.11"), ((3, 14), True, "3.14"),
     ((3, 15), True, "3.15 (later than those it was tried on)")],
)  # fmt: skip
def test_the_version_of_python_is_judged(python: tuple[int, int], right: bool, state: str) -> None:
    assert (report(python)["Python"].is_there, report(python)["Python"].state) == (right, state)


def test_the_command_tells_of_this_machine_and_of_the_desk(desk: SmallDesk) -> None:
    run = desk.run("doctor")
    assert run.code == 0, run.out
    assert run.lines[0].startswith("briefings ")
    assert run.lines[-1].startswith("ok      desk")
