"""Restricted records in which every word is a canary: found in an output, it is a leak."""

from __future__ import annotations

import itertools
from pathlib import Path
from string import ascii_lowercase as LETTERS

from briefings.core.markings import Marking
from briefings.core.problems import TextFile

FOLDER = Path(__file__).parent / "restricted"
SEED = "xyzzyk"  # the first letters of every canary

Texts = list[TextFile]


def secrets(marking: Marking, seed: str = SEED) -> tuple[Texts, list[str]]:
    """Restricted records of every kind and restricted parts of public ones, each text with a word of its own."""
    words: list[str] = []
    names: dict[str, str] = {}
    numbers = itertools.count()
    made = []
    for name in ("secret", "partly"):
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").replace("MARK", marking.value)
        text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        here = []
        parts = text.split("CANARY")
        for before in parts[:-1]:
            # an id is the same word wherever it is named
            prefix = before.rsplit(" ", 1)[-1].lstrip("[\"'")
            key = f"{name} {prefix}" if prefix and prefix.isalpha() else str(next(numbers))
            here.append(names.setdefault(key, seed + LETTERS[len(names) // 26] + LETTERS[len(names) % 26]))
        text = "".join(a + b for a, b in itertools.zip_longest(parts, here, fillvalue=""))
        made.append(TextFile(f"facts/{name}.yaml", text))
        words += here
    return made, sorted(set(words))
