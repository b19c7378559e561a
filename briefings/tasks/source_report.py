"""A source line by line: what each line gave, and which lines gave nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..checks.kept_texts import KeptText, texts_of
from ..core.problems import BriefingsError, TextFile, nearest
from ..facts.agreement import main_quantity
from ..facts.fact_base import FactBase
from ..records.entities import Organization, Source
from ..records.fact_kinds import StatementClaim


@dataclass(frozen=True)
class Citation:
    """A record that cites a line: its id, the amount and the words that it takes from there, and how."""

    id: str
    amount: str = ""
    quote: str = ""
    how: str = ""

    def __str__(self) -> str:
        said = f"{self.id}: {self.amount}" if self.amount else self.id
        return f"{said}{f' “{self.quote}”' if self.quote else ''}{f' ({self.how})' if self.how else ''}"


@dataclass(frozen=True)
class CitedLine:
    """A line of a source: its number and text ("" where the text is not here), what cites it, and doubts."""

    number: int
    text: str
    citations: tuple[Citation, ...]
    doubts: tuple[str, ...]


def source_named(base: FactBase, id: str) -> Source:
    """Return a source by id; raises BriefingsError with the nearest."""
    source = base.record(Source.kind, id, Source)
    if source is None:
        near = nearest(id, [entry.id for entry in base.found(Source.kind)])
        raise BriefingsError(f"no source {id!r}", f"did you mean {near!r}?" if near else "an id of sources")
    return source


def report(base: FactBase, source: Source, texts: Iterable[TextFile]) -> Iterator[str]:
    """Yield the lines of a source's report as they are printed."""
    text = texts_of([source], texts).get(source.id)
    if text is not None and text.file.refused:
        text = None
    lines = cited_lines(base, source, text)
    yield f"{source.id}: {source.publisher}, {source.title}"
    yield f"{source.published.text}; {source.medium}, {source.reliability}"
    yield f"text: {text.file.path if text else 'not here'}"
    for line in lines:
        yield ""
        yield f"{line.number:4} {line.text}".rstrip()
        yield from (f"     ! {doubt}" for doubt in line.doubts)
        yield from (f"     - {cited}" for cited in line.citations)
        if not line.citations:
            yield "     cited by none"
    none = [str(line.number) for line in lines if not line.citations]
    records = len({cited.id for line in lines for cited in line.citations})
    yield ""
    yield f"lines: {len(lines)}; records that cite them: {records}"
    yield f"cited by none: {', '.join(none) or 'no line'}"


def cited_lines(base: FactBase, source: Source, text: KeptText | None) -> list[CitedLine]:
    """Return every line of a source, with the records that cite it."""
    by_line: dict[int, list[Citation]] = {}
    for numbers, citation in _citations(base, source.id):
        for number in numbers:
            if citation not in by_line.setdefault(number, []):
                by_line[number].append(citation)
    doubts: dict[int, list[str]] = {}
    for passage in source.passages:
        for number in passage.at:
            doubts.setdefault(number, []).append(str(passage.note))
    last = max(len(text.lines) if text else 0, source.lines or 0, *by_line, 0)
    return [
        CitedLine(
            number,
            text.line(number) if text else "",
            tuple(sorted(by_line.get(number, ()), key=lambda citation: (citation.how, citation.id))),
            tuple(doubts.get(number, ())),
        )
        for number in range(1, last + 1)
    ]


def _citations(base: FactBase, source: str) -> Iterator[tuple[tuple[int, ...], Citation]]:
    """The lines of a source that each record cites, with what it takes from there."""
    for entry in base.all:
        for claim in entry.claims:
            if claim.source == source:
                amounts = [each for each in base.claims(entry) if each.record is claim]
                amount = main_quantity(amounts[0])
                said = amount.text if amount and amount.stated else ""
                yield claim.at, Citation(entry.id, said, str(claim.quote or ""))
                yield claim.context, Citation(entry.id, how="context")
            for rendering in claim.renderings if isinstance(claim, StatementClaim) else ():
                if rendering.source == source:
                    yield rendering.at, Citation(entry.id, how="rendering")
        if isinstance(entry.record, Organization):
            for instrument in entry.record.founding:
                if instrument.source == source:
                    yield instrument.at, Citation(entry.id, how="founding")
