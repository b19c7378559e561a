"""The examples of `docs/checks.md`: read from that page, so that what is tested is what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from briefings.checks import desk_loading, font_rules, source_rules
from briefings.core.fonts import covered_characters
from briefings.core.problems import Problem, Refusal, TextFile
from briefings.files import desk_files
from briefings.files.unread_files import UnreadFile
from briefings.pages import template_check
from briefings.pictures import place_distances
from briefings.pictures.country_shapes import Atlas

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "checks.md"
_MAPS = (ROOT / "templates" / "maps" / f"{name}-50m.json" for name in ("countries", "ground"))
ATLAS = Atlas.of(*(file.read_bytes() for file in _MAPS))
KEPT = desk_files.decoded("texts/kept-2021-08.txt", (ROOT / "tests/checks/kept-2021-08.txt").read_bytes())
SHIPPED_LETTERS = covered_characters(desk_files.shipped_template_files())


@dataclass(frozen=True)
class Example:
    """One YAML block: of which code, good or bad, and whether it is read without the small desk."""

    code: str
    good: bool
    alone: bool
    text: str
    template: bool = False


def blocks(page: str) -> tuple[str, list[Example]]:
    """The desk of the examples, and the examples in their order."""
    desk = re.search(r"^```yaml desk\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert desk
    found = []
    for section in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        code = section.split("`")[1]
        for kind, how, text in re.findall(
            r"^```(?:yaml|jinja) (good|bad)( alone| template)?\n(.*?)^```$", section, re.MULTILINE | re.DOTALL
        ):
            found.append(Example(code, kind == "good", how == " alone", text, how == " template"))
    return desk[1], found


def file_of(text: str) -> TextFile:
    """A block as the file it stands for: what cannot be printed is written between ⟨ and ⟩."""
    if "⟨unreadable⟩" in text:
        return TextFile(
            "facts/example.yaml", "", Refusal("unreadable", "Permission denied", "a file that can be opened")
        )
    if "⟨a link⟩" in text:
        return TextFile("facts/example.yaml", "", Refusal("odd-file", "a link, which is not followed", "a plain file"))
    if "⟨example.yaml.txt⟩" in text:
        return UnreadFile("facts/example.yaml.txt", "")
    text = re.sub(r"⟨U\+([0-9A-F]{4,6})⟩", lambda m: chr(int(m[1], 16)), text)
    text = re.sub(r'⟨"([^"]*)" × (\d+)⟩', lambda m: m[1] * int(m[2]), text)
    parts = re.split(r"⟨0x([0-9A-F]{2})⟩", text)
    data = b"".join(bytes.fromhex(part) if number % 2 else part.encode() for number, part in enumerate(parts))
    return desk_files.decoded("facts/example.yaml", data)


def problems_of(desk: str, example: Example) -> list[Problem]:
    if example.template:
        return list(
            template_check.template_problems(
                [TextFile("templates/example.j2", example.text)], {"example.j2": example.text}
            )
        )
    files = [file_of(example.text)] if example.alone else [TextFile("facts/desk.yaml", desk), file_of(example.text)]
    loaded = desk_loading.load(files)
    far = place_distances.misplaced(loaded.base, ATLAS) if loaded.base else ()
    told = source_rules.source_problems(loaded.base, [KEPT]) if loaded.base else ()
    return [*loaded.problems, *far, *told, *font_rules.missing_glyphs(files, lambda: SHIPPED_LETTERS)]


DESK, EXAMPLES = blocks(PAGE.read_text(encoding="utf-8"))


def codes(text: str) -> list[str]:
    """The codes of the problems of a file beside the small desk, in order of place."""
    return [problem.code for problem in problems_of(DESK, Example("", False, False, text))]


def records(kind: str, *items: str) -> str:
    return f"{kind}:\n" + "".join(f"  - {{{item}}}\n" for item in items)


def figure(*claims: str) -> str:
    items = "".join(f"      - {{date: 2021-08-01, {claim}}}\n" for claim in claims)
    return f"figures:\n  - id: x\n    subject: AFG\n    measure: killed\n    claims:\n{items}"
