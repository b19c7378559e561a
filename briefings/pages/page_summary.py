"""The first words of a page, which the index repeats: question, bottom line and trend, from its HTML."""

from __future__ import annotations

import re

from ..core.json_types import JsonObject
from .page_tree import PageElement, page_tree

_OPENING = re.compile(r'<p class="question".*?</p>|<section class="bottom-line".*?</section>', re.DOTALL)
_REFERENCE = re.compile(r'<a class="cite".*?</a>', re.DOTALL)
_SENTENCE = re.compile(r".+?[.!?][”\"']?(?=\s+[^\W\d_a-z])")
_TREND = "trend-"


def page_summary(html: str) -> JsonObject:
    """Return the `question`, the lines of the `bottom_line`, its first `sentence` and the `trend` of a page.

    What the page lacks is empty. Each text keeps its portion mark.
    """
    opening = page_tree(_REFERENCE.sub("", "".join(_OPENING.findall(html))))
    question = opening.first("p", "question")
    lines = [one for one in opening.all() if one.tag == "li" or "lead" in one.classes]
    trend = opening.first("span", "trend")
    trends = [name for name in trend.classes if name.startswith(_TREND)] if trend else []
    return {
        "question": question.text if question else "",
        "bottom_line": [line.text for line in lines],
        "sentence": _first_sentence(lines[0]) if lines else "",
        "trend": trends[0].removeprefix(_TREND) if trends else "",
    }


def _first_sentence(line: PageElement) -> str:
    mark = line.first("small", "portion")
    text = line.text.removesuffix(mark.text).rstrip() if mark else line.text
    sentence = _SENTENCE.match(text)
    return " ".join([sentence[0] if sentence else text, *([mark.text] if mark else [])])
