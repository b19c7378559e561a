"""Which threats the tests hold the product against, and the table of `docs/security.md` that says so.

`--threats=check`, as `make test` runs it, fails where the page's numbers are not those of the run; `--threats=write`
(`make security`) writes them. A test is one case; one that tries many says how many: `record_property("cases", 20)`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "security.md"
HEAD = "| Threat | Defence | Tests | Cases | Result |\n| --- | --- | --- | ---: | --- |\n"


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

cases: Counter[str] = Counter()
failed: Counter[str] = Counter()
skipped: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--threats", choices=("check", "write"), help="Hold docs/security.md to this run's numbers.")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    module = Path(report.nodeid.partition("::")[0]).stem
    if report.when == "call" or report.outcome != "passed":
        told = dict(report.user_properties).get("cases", 1)
        assert isinstance(told, int)
        cases[module] += told
        failed[module] += report.outcome == "failed"
        skipped[module] += report.outcome == "skipped"


def table() -> str:
    rows = []
    for threat in THREATS:
        tried, wrong = (sum(count[module] for module in threat.modules) for count in (cases, failed))
        tests = ", ".join(f"[{module}](../tests/{module}.py)" for module in threat.modules)
        result = "all held" if not wrong else f"{wrong} failed"
        rows.append(f"| {threat.name} | {threat.defence} | {tests} | {tried} | {result} |\n")
    return HEAD + "".join(rows)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Only where the tests were run to their end, and not in the workers that ran them."""
    wanted = session.config.getoption("--threats")
    if wanted is None or hasattr(session.config, "workerinput") or session.exitstatus not in (0, 1):
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
    held, _, after = rest.partition("\n\n")
    if wanted == "write":
        PAGE.write_text(f"{before}{table()}\n{after}", encoding="utf-8")
    elif table() != f"{HEAD}{held}\n":
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    wanted = terminalreporter.config.getoption("--threats")
    if wanted is None:
        return
    names = {module for threat in THREATS for module in threat.modules}
    passed_over = sum(skipped[module] for module in names)
    terminalreporter.write_line(f"threats: {sum(cases[name] for name in names)} cases, {passed_over} skipped here")
    if wanted == "check" and table() not in PAGE.read_text(encoding="utf-8"):
        terminalreporter.write_line("docs/security.md does not tell these numbers: make security", red=True)
