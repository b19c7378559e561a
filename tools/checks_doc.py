"""Write docs/checks.md from the table of codes and the examples in tests/checks: python
tools/checks_doc.py."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings.core import problem_codes  # noqa: E402
from briefings.records.narrative import bare_numbers  # noqa: E402

TITLES = {
    "Files": problem_codes.FILES,
    "Records": problem_codes.RECORDS,
    "Names and identity": problem_codes.NAMES,
    "Facts against facts": problem_codes.FACTS,
    "What analysts write": problem_codes.ANALYSIS,
    "Claims against the words of their sources": problem_codes.SOURCES,
    "Published issues": problem_codes.LEDGERS,
    "Templates": problem_codes.TEMPLATES,
}


def examples() -> dict[str, tuple[str, str]]:
    """For each code how to mend it, and its two blocks as Markdown."""
    text = (ROOT / "tests/checks/examples.txt").read_text(encoding="utf-8")
    found = {}
    for section in text.split("@@ ")[1:]:
        code, mend, *rest = re.split(r"\n(?:-- (?=bad|good))?", section, maxsplit=2)
        # what is published is no YAML to be shown in a line: docs/publishing.md goes through these
        parts = re.findall(
            r"(bad|good)( alone| template)?\n(.*?)(?=^-- |\Z)", "".join(rest), re.MULTILINE | re.DOTALL
        )
        found[code] = (mend, "\n".join(map(_block, parts)))
    return found


def _block(part: tuple[str, str, str]) -> str:
    kind, how, body = part
    return f"```{'jinja' if how == ' template' else 'yaml'} {kind}{how}\n{body}```\n"


def rates(marked: list[str], clean: list[str]) -> tuple[int, int, str, str]:
    """How many sentences hold a number and how many none; the shares found and falsely found."""
    found, false = (
        sum(map(bool, map(bare_numbers, sentences))) / len(sentences) for sentences in (marked, clean)
    )
    return len(marked), len(clean), f"{found:.1%}", f"{false:.1%}"


def sentences() -> tuple[list[str], list[str]]:
    """Those with a bare number, those without."""
    lines = (ROOT / "tests/numbers/sentences.txt").read_text(encoding="utf-8").splitlines()
    return tuple([line[2:] for line in lines if line.startswith(sign)] for sign in ("+ ", "- "))  # type: ignore[return-value]


def held_out(name: str) -> tuple[list[str], list[str]]:
    """The same of those written before the detector was seen."""
    lines = (ROOT / "tests/numbers" / name).read_text(encoding="utf-8").splitlines()
    marked: tuple[list[str], list[str]] = ([], [])
    for line in lines:
        if line and not line.startswith("#"):
            marked["⟦" not in line].append(re.sub("[⟦⟧]", "", line))
    return marked


def page() -> str:
    head = (ROOT / "tests/checks/head.md").read_text(encoding="utf-8")
    desk = (ROOT / "tests/checks/desk.yaml").read_text(encoding="utf-8")
    tail = (ROOT / "tests/checks/tail.md").read_text(encoding="utf-8")
    keys = (
        ("with_number", "without", "found", "false"),
        ("held_with", "held_without", "held_found", "held_false"),
        ("unseen_with", "unseen_without", "unseen_found", "unseen_false"),
    )
    measured = (rates(*sentences()), rates(*held_out("held-out.txt")), rates(*held_out("unseen.txt")))
    tail = tail.format(**{key: value for names, values in zip(keys, measured, strict=True)
                          for key, value in zip(names, values, strict=True)})  # fmt: skip
    for name in ("words/audit", "words/audit-own", "editorial/audit"):
        tail = tail.replace(f"⟨{name}⟩\n", (ROOT / f"tests/{name}.md").read_text(encoding="utf-8"))
    shown = examples()
    assert list(shown) == list(problem_codes.CODES), set(shown) ^ set(problem_codes.CODES)
    table = ["| code | severity | what it means |", "|---|---|---|"]
    sections = []
    for title, group in TITLES.items():
        sections.append(f"## {title}\n")
        for code, row in group.items():
            table.append(f"| `{code}` | {row.severity} | [{row.meaning}](#{code}) |")
            mend, blocks = shown[code]
            sections.append(f"### `{code}`\n\n{row.severity.capitalize()}: {row.meaning}. {mend}\n\n{blocks}")
    kept = (ROOT / "tests/checks/kept-2021-08.txt").read_text(encoding="utf-8")
    beside = [
        "", "The examples are read beside this small desk:", "", f"```yaml desk\n{desk}```\n",
        "and the kept text of the source `kept-2021-08`:", "", f"```text\n{kept}```\n",
    ]  # fmt: skip
    return "\n".join([head, *table, *beside, *sections, tail])


if __name__ == "__main__":
    (ROOT / "docs/checks.md").write_text(page(), encoding="utf-8")
