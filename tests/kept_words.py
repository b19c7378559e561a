"""The made-up desk of `tests/words`, whose claims are true to its kept texts."""

from __future__ import annotations

from pathlib import Path

from briefings.checks import desk_loading, source_rules
from briefings.core.problems import Problem, TextFile
from briefings.files.desk_files import fact_files
from briefings.files.text_folder import text_files

WORDS = Path(__file__).parent / "words"
TEXTS = text_files(WORDS, "texts")


def problems_of(*edits: tuple[str, str]) -> list[Problem]:
    """What is found of the claims when texts that stand once in them are replaced."""
    files = fact_files(WORDS)
    for old, new in edits:
        changed = [TextFile(file.path, file.text.replace(old, new)) for file in files if old in file.text]
        assert sum(file.text.count(old) for file in files) == 1, old
        files = [*(file for file in files if old not in file.text), *changed]
    loaded = desk_loading.load(files)
    assert loaded.base, "\n".join(map(str, loaded.problems))
    return [*loaded.problems, *source_rules.source_problems(loaded.base, TEXTS)]
