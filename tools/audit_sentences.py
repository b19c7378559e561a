"""Count how well the editorial rules judge what other people wrote: the articles of the shipped desk.

Each sentence stands twice as a bottom line of a topic: without a source, where a rule should miss one, and
beside a citation of its own article, where only the labels in tests/editorial/articles.txt are to be said.
`make audit-words` writes the result into docs/checks.md; `--list` prints what is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings.checks import desk_loading  # noqa: E402
from briefings.checks.kept_texts import texts_of  # noqa: E402
from briefings.core.problems import TextFile  # noqa: E402
from briefings.files.desk_files import fact_files  # noqa: E402
from briefings.files.text_folder import folder_in, text_files  # noqa: E402
from briefings.records.entities import Source  # noqa: E402
from briefings.records.narrative import NarrativeError, number_findings  # noqa: E402

LABELS = ROOT / "tests/editorial/articles.txt"
CODES = {"attribution", "one-source", "uncited", "avoided-word"}
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")
_FEWEST = 6  # words of what is counted as a sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article: its source, its place as "line.number", its words and what it deserves."""

    source: str
    place: str
    text: str
    label: str

    def topic(self, cited: bool) -> TextFile:
        """A file with a topic whose bottom line is the sentence, its numbers quoted."""
        prose = self.text
        for number in dict.fromkeys(found.text for found in number_findings(prose)):
            prose = re.sub(
                rf"(?<!\w){re.escape(number)}s?(?!\w)", lambda found: f'{{{{ text("{found[0]}") }}}}', prose
            )
        if cited:
            prose += f' {{{{ cite("{self.source}") }}}}'
        id = f"audit-{self.source}-{self.place.replace('.', '-')}-{'cited' if cited else 'bare'}"
        head = f"id: {id}, title: {id}, question: Q, scope: {{tags: x}}"
        record = f"topics:\n  - {{{head}, bottom_line: [{json.dumps(prose)}]}}\n"
        return TextFile(f"facts/audit/{id}.yaml", record)


def sentences(desk: Path) -> Iterator[Sentence]:
    """The sentences of a desk's kept texts with their labels; none where the texts are not here."""
    files = fact_files(desk)
    base = desk_loading.load(files).base
    assert base
    lines = (
        line.split("|")
        for line in LABELS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    labels = {place.strip(): label.strip() for place, label in lines}
    for source, text in texts_of(base.records("sources", Source), text_files(desk, folder_in(files))).items():
        for number, line in enumerate(text.lines, 1):
            for place, words in enumerate(_END.split(line.strip()), 1):
                if len(words.split()) >= _FEWEST and _can_be_read(words):
                    yield Sentence(
                        source, f"{number}.{place}", words, labels.get(f"{source} {number}.{place}", "")
                    )


def _can_be_read(words: str) -> bool:
    try:
        number_findings(words)
    except NarrativeError:
        return False
    return True


def judged(desk: Path, found: list[Sentence]) -> dict[tuple[str, str, bool], set[str]]:
    """The codes that the rules have for each sentence, bare and cited."""
    topics = {sentence.topic(cited).path: (sentence, cited) for sentence in found for cited in (False, True)}
    files = [*fact_files(desk), *(sentence.topic(cited) for sentence, cited in topics.values())]
    said: dict[tuple[str, str, bool], set[str]] = {(s.source, s.place, c): set() for s, c in topics.values()}
    loaded = desk_loading.load(files)
    assert loaded.base, "\n".join(map(str, loaded.errors))
    for problem in loaded.problems:
        if problem.mark.file.path in topics and problem.code in CODES:
            sentence, cited = topics[problem.mark.file.path]
            said[sentence.source, sentence.place, cited].add(problem.code)
    return said


def report(desk: Path, shown: bool) -> str:
    """What the rules said of the sentences as Markdown; "" where the texts are not here."""
    found = [sentence for sentence in sentences(desk) if sentence.label != "x"]
    if not found:
        return ""
    said = judged(desk, found)
    told = [s for s in found if s.label != "j"]
    missed = [s for s in told if "uncited" not in said[s.source, s.place, False]]
    false = [s for s in found if s.label == "j" and "uncited" in said[s.source, s.place, False]]
    wanted = {s: {s.label} & CODES for s in found}
    beside = {s: said[s.source, s.place, True] for s in found}
    lacking = [s for s in found if wanted[s] - beside[s]]
    extra = [s for s in found if beside[s] - wanted[s]]
    if shown:
        for what, which in (("missed", missed), ("false", false), ("lacking", lacking), ("extra", extra)):
            for s in which:
                print(f"{what}: {s.source} {s.place}: {s.label} {beside[s] or ''} {s.text[:160]}")
    deserving, counted = sum(map(bool, wanted.values())), len(told) - len(missed)
    ahead, right, wrong = len(found) - len(told), deserving - len(lacking), len(extra) / len(found)
    return (
        f"Of the {len(told)} sentences that tell of the world, {counted} ({counted / len(told):.0%}) are"
        f" reported where they have no source;\nof the {ahead} that only look ahead or judge, {len(false)}."
        f" Beside a citation of their own article, {right} of the {deserving}\nthat deserve a warning have"
        f" it, and {len(extra)} of all {len(found)} ({wrong:.1%}) one that they do not deserve.\n"
    )


if __name__ == "__main__":
    print(report(ROOT, "--list" in sys.argv) or "the articles are not here")
