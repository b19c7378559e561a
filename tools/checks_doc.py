"""Write docs/checks.md from the table of codes and the examples in tests/checks: python tools/checks_doc.py."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings import codes  # noqa: E402
from briefings.prose import bare_numbers  # noqa: E402

TITLES = {
    "Files": codes.FILES,
    "Records": codes.RECORDS,
    "Names and identity": codes.NAMES,
    "Facts against facts": codes.FACTS,
    "What analysts write": codes.ANALYSIS,
}


def examples() -> dict[str, tuple[str, str]]:
    """For each code how to mend it, and its two blocks as Markdown."""
    text = (ROOT / "tests/checks/examples.txt").read_text(encoding="utf-8")
    found = {}
    for section in text.split("@@ ")[1:]:
        code, mend, *rest = re.split(r"\n(?:-- (?=bad|good))?", section, maxsplit=2)
        parts = re.findall(r"(bad|good)( alone)?\n(.*?)(?=^-- |\Z)", rest[0], re.MULTILINE | re.DOTALL)
        found[code] = (mend, "\n".join(f"```yaml {kind}{alone}\n{body}```\n" for kind, alone, body in parts))
    return found


def rates() -> tuple[int, int, float, float]:
    """How many sentences hold a number and how many none; the shares found and falsely found."""
    lines = (ROOT / "tests/numbers/sentences.txt").read_text(encoding="utf-8").splitlines()
    held = [bool(bare_numbers(line[2:])) for line in lines if line.startswith("+ ")]
    clean = [bool(bare_numbers(line[2:])) for line in lines if line.startswith("- ")]
    return len(held), len(clean), sum(held) / len(held), sum(clean) / len(clean)


def page() -> str:
    head = (ROOT / "tests/checks/head.md").read_text(encoding="utf-8")
    desk = (ROOT / "tests/checks/desk.yaml").read_text(encoding="utf-8")
    tail = (ROOT / "tests/checks/tail.md").read_text(encoding="utf-8")
    with_number, without, found, false = rates()
    tail = tail.format(with_number=with_number, without=without, found=f"{found:.1%}", false=f"{false:.1%}")
    shown = examples()
    assert list(shown) == list(codes.CODES), set(shown) ^ set(codes.CODES)
    table = ["| code | severity | what it means |", "|---|---|---|"]
    sections = []
    for title, group in TITLES.items():
        sections.append(f"## {title}\n")
        for code, row in group.items():
            table.append(f"| `{code}` | {row.severity} | [{row.meaning}](#{code}) |")
            mend, blocks = shown[code]
            sections.append(f"### `{code}`\n\n{row.severity.capitalize()}: {row.meaning}. {mend}\n\n{blocks}")
    beside = ["", "The examples are read beside this small desk:", "", f"```yaml desk\n{desk}```\n"]
    return "\n".join([head, *table, *beside, *sections, tail])


if __name__ == "__main__":
    (ROOT / "docs/checks.md").write_text(page(), encoding="utf-8")
