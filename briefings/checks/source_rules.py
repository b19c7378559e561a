"""All that is held against the kept texts of sources; pure: the texts are arguments.

What is found here stops `check`, and no build: a page never depends on texts that others do not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.problems import Problem, TextFile
from ..facts.fact_base import FactBase
from ..records.desk_settings import Desk
from ..records.entities import Source
from ..records.entries import Entry
from .cited_words import CitedWords, cited_words
from .kept_texts import KeptText, texts_of
from .source_dates import date_problems
from .source_names import name_problems
from .source_numbers import number_problems
from .source_passages import passage_problems
from .source_quotes import quote_problems


def line_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for lines beyond the text's last, if the source's record does not count its lines."""
    last = len(cited.text.lines)
    for key in ("at", "context") if cited.claim.source.lines is None else ():
        if beyond := [number for number in getattr(cited.claim.record, key) if number > last]:
            message = f"line {max(beyond)} of {cited.claim.source.id}, whose kept text has {last}"
            expected = f"a line up to {last}, counting those that are not blank"
            yield cited.problem("source-line", message, (key,), expected, (last,), [])


RULES = (
    line_problems,
    number_problems,
    quote_problems,
    date_problems,
    name_problems,
    passage_problems,
)


def source_problems(base: FactBase, files: Iterable[TextFile]) -> Iterator[Problem]:
    """Yield the problems of claims whose sources' texts are among the files of the desk's folder of texts.

    Texts that are recorded and not here are one note, at the desk's record.
    """
    entries = [entry for entry in base.found(Source.kind) if isinstance(entry.record, Source)]
    sources = [entry.record for entry in entries if isinstance(entry.record, Source)]
    texts = texts_of(sources, files)
    missing = [source.id for source in sources if source.sha256 and source.id not in texts]
    if missing:
        whose = missing[0] if len(missing) == 1 else f"{len(missing)} sources"
        yield Problem(
            "source-text",
            f"kept texts are not here, of {whose}: no claim is held against them",
            base.found(Desk.kind)[0].at("texts"),
            "nothing, unless you have them: the folder with <source id>.txt",
        )
    intact = dict(texts)
    for entry, source in zip(entries, sources, strict=True):
        if source.id in texts and (problem := _changed(entry, source, texts[source.id])):
            yield problem
            del intact[source.id]  # every line after the change would be reported
    for cited in cited_words(base, intact):
        for rule in RULES:
            yield from rule(cited)


def _changed(entry: Entry, source: Source, text: KeptText) -> Problem | None:
    """The problem of a text that is not the one recorded, or that cannot be read; None if it is."""
    file = text.file
    related = ((file.mark(0, 0), "the kept text"),)
    if file.refused:
        message = f"the kept text of {source.id} cannot be read: {file.refused.message}"
        return Problem("source-changed", message, entry.mark, file.refused.expected, related=related)
    expected = "the text as it was read, or its own lines and digest and every `at` looked at again"
    if source.sha256 and source.sha256 != file.digest:
        message = f"the kept text of {source.id} has the digest {file.digest}"
        return Problem("source-changed", message, entry.at("sha256"), expected, related=related)
    if source.lines and source.lines != len(text.lines):
        message = f"the kept text of {source.id} has {len(text.lines)} lines"
        return Problem("source-changed", message, entry.at("lines"), expected, related=related)
    return None
