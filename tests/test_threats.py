"""The threats that the tests try, and the table of `docs/security.md` that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"
HEAD = "| Threat | Defence | Tests |\n| --- | --- | --- |\n"


@dataclass(frozen=True)
class Threat:
    name: str
    defence: str
    modules: tuple[str, ...]


THREATS = (
    Threat(
        "A restricted fact, claim, source, entity or judgement tells on a lower edition",
        "taken out of the fact base before anything is linked, with all that names it",
        ("test_release", "test_markings"),
    ),
    Threat(
        "A restricted text gets out by another way",
        "every output byte is read again, also decoded; a hit removes the edition",
        ("test_scanning",),
    ),
    Threat(
        "A text becomes markup, a link or a program",
        "escaped in pages, parsed and never run in narratives, cleaned by a browser-grade parser",
        ("test_hostile", "test_prose"),
    ),
    Threat(
        "A fact file that is odd, huge or deep stops or fools the reader",
        "refused with its place; sizes and depth bounded; nothing resolved to a type",
        ("test_strict_yaml", "test_yamltree", "test_bad_input"),
    ),
    Threat(
        "A link, pipe or name leads out of the desk or makes the command wait",
        "not followed, not opened, told; outputs are written below one folder only",
        ("test_odd_files",),
    ),
    Threat(
        "A build is killed, runs out of room, meets another or finds its notes damaged",
        "files are replaced whole, notes are sealed, one build a folder; what is not sure is made anew",
        ("test_faults",),
    ),
    Threat(
        "A build reads the network or the machine, or tells of it",
        "the typesetter is given assets and can fetch nothing; no date, path or name is written",
        ("test_reproducible",),
    ),
    Threat(
        "What is installed or bundled is not what it was, or not free to be used",
        "locked by hashes; licences listed and checked; `make audit` looks up known weaknesses",
        ("test_supply",),
    ),
)


def _row(threat: Threat) -> str:
    tests = ", ".join(f"[{module}](../tests/{module}.py)" for module in threat.modules)
    return f"| {threat.name} | {threat.defence} | {tests} |\n"


def test_the_page_lists_every_threat_with_its_defence_and_its_tests() -> None:
    _, head, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
    table, _, _ = rest.partition("\n\n")
    assert head
    assert f"{table}\n" == "".join(map(_row, THREATS))


def test_every_threat_has_test_modules_that_exist() -> None:
    assert all(threat.modules for threat in THREATS)
    modules = {module for threat in THREATS for module in threat.modules}
    assert {module for module in modules if not (TESTS / f"{module}.py").is_file()} == set()
