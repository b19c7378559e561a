"""The lines that a claim cites have its words: another line with far more of them is likely the one meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log

from ..core.problems import Problem
from .cited_words import CitedWords

# By the audit in docs/checks.md: a higher share finds a little more, and gives false alarms.
_SHARE = 1 / 3
_FEWEST = 3  # words of a claim by which its line can be told
_STEM = 5  # letters: "refugees" and "refugee", "evacuation" and "evacuate"
_KEYS = ("title", "what", "text", "topic", "outcome", "name", "place")
_WORD = re.compile(r"[^\W\d_]{4,}")
_CALL = re.compile(r"\{\{.*?\}\}")
_COMMON = frozenset(
    """
    about after against also among because been before being between could during every first from
    have into more most other over said says should since some than that their them then there these
    they this those through under until very were what when where which while with would
    """.split()
)


def passage_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem if a line that is not cited has far more of a claim's words than those that are.

    Words count by how rare they are in the text. A claim with a quote tells its line by that.
    """
    record = cited.claim.record
    prose = " ".join(str(getattr(record, key, None) or "") for key in _KEYS)
    words = _stems(_CALL.sub(" ", prose))
    if not record.at or record.quote or len(words) < _FEWEST:
        return
    lines = [words & _stems(line) for line in cited.text.lines]
    counts = Counter(word for line in lines for word in line)

    def weight(found: set[str]) -> float:
        return sum(log(1 + len(lines) / counts[word]) for word in found)

    own = weight(set().union(*(lines[number - 1] for number in cited.around)))
    best = max(range(len(lines)), key=lambda place: weight(lines[place]))
    if own < _SHARE * weight(lines[best]):
        message = f"{cited.where()} has few of the claim's words"
        expected = "the line that the claim is from; context: names a further one"
        yield cited.problem("source-passage", message, ("at",), expected, cited.lines, [best + 1])


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _COMMON}
