"""Rules of texts as they stand in YAML: whether all that was written was read, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.problems import Problem
from ..records.base_record import Record
from ..records.entries import Entry
from ..records.yaml_slips import CURLY_PAIRS
from ..records.yaml_tree import ScalarNode, span_bounds
from .rule_context import Rule, RuleContext

# Of these, one alone begins a name: ‘Abd al-Rahman.
_ALSO_LETTERS = "‘‚"
# Two spaces, # and a space begin a comment as people write one; anything else may be a part of the text.
_CUT = re.compile(r" #[^\r\n]*| {2,}#(?! )[^\r\n]*")


def cut_texts(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A plain text ends before a space and #, and what follows is a comment, whatever was meant."""
    for text in _plain_texts(context, entry):
        _, end = span_bounds(text.span)
        cut = _CUT.match(text.file.text, end) if text.file.text.startswith(" ", end) else None
        if cut is not None:
            lost = cut[0].strip()
            yield Problem(
                "cut-text",
                f"the text ends before '{lost}'",
                text.file.mark(end + cut[0].index("#"), cut.end()),
                expected="quotes around the whole text; before a comment, two spaces, and one behind the #",
            )


def curly_quotes(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """Curly quotes around a plain text are letters of it to YAML: they are printed, and end nothing."""
    for text in _plain_texts(context, entry):
        closing = CURLY_PAIRS.get(text[0], "")
        if not closing or any(sign in text[1:-1] for sign in closing):
            continue  # no quotation, or one within the text
        if text[0] in _ALSO_LETTERS and text[-1] not in closing:
            continue
        if text[-1] in closing:
            message = f"the quotes {text[0]}{text[-1]} are part of the text"
        else:
            message = f"the quote {text[0]} is not closed"
        expected = f"straight quotes, or none; to print curly ones: '{text[0]}…{closing[-1]}'"
        yield Problem("curly-quotes", message, text.mark, expected=expected)


def _plain_texts(context: RuleContext, entry: Entry) -> Iterator[ScalarNode]:
    """Every text of a record that a person worded and wrote without quotes."""
    return (text for text in context.texts_of(entry) if text.plain and text)


RULES = tuple(Rule(Record, rule) for rule in (cut_texts, curly_quotes))
