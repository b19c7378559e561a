"""Rules of what analysts write against the facts: likelihood, basis, positions, trends, markings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from ..core.problems import Mark, Problem, one_of
from ..core.yardsticks import AMBIGUOUS, TERMS, YARDSTICKS
from ..facts.claims import known_on
from ..facts.computed_numbers import ComputationError, computed_number
from ..facts.fact_base import Claim, Fact, View, Viewpoint
from ..facts.staleness import review_schedules, unreviewed
from ..records.entities import Country, Matter
from ..records.fact_kinds import Displacement, Statement
from ..records.fact_reader import Entry
from ..records.field_types import FactRef, Prose, free_texts
from ..records.judgements import Assessment, Issue, Signpost
from ..records.narrative import FORMULAS, readable_calls
from ..records.weeks import week_by_id
from ..records.yaml_tree import ScalarNode
from .rule_context import Mention, RuleContext, claim_mark

# Longest first, so that "highly likely" is not read as "likely".
_TERMS = re.compile(
    r"\b(?:" + "|".join(sorted(set(TERMS) - set(AMBIGUOUS), key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t|tly)\b", re.IGNORECASE)
# "May" with a capital is a month
_HEDGE = re.compile(r"\b(?:[Cc]ould|[Mm]ight|may)\b")
_TLP = re.compile(r"\bTLP ?: ?(?:CLEAR|WHITE|GREEN|AMBER(?: ?\+ ?STRICT)?|RED)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
PLEDGE_STATUSES = ("offered", "pledged")
_SHOWN = 20  # of one kind of mistake in one narrative
_COMPARED = 200  # pledges of one holder that a stance is held against


def yardstick(held: RuleContext) -> Iterator[Problem]:
    """All likelihoods of a desk are terms of one row of its yardstick."""
    scale = YARDSTICKS[held.desk.yardstick]
    judged = list(held.records(Assessment))
    row = scale.row(record.likelihood for _, record in judged)
    for entry, record in judged:
        if record.likelihood not in row:
            other = scale.place(record.likelihood) is not None
            what = (
                f"in the row of {scale.title} that the others use"
                if other
                else f"a term of the {scale.title}"
            )
            yield Problem(
                "off-yardstick",
                f"'{record.likelihood}' is not {what}",
                entry.at("likelihood"),
                expected=one_of(row),
            )


def likelihood(held: RuleContext) -> Iterator[Problem]:
    """The words of an assessment say its likelihood, and say it apart from confidence."""
    for entry, record in held.records(Assessment):
        for term in dict.fromkeys(found[0].casefold() for found in _TERMS.finditer(record.text)):
            if term != record.likelihood:
                yield Problem(
                    "likelihood-mismatch",
                    f"the text says '{term}'",
                    word_mark(record.text, term),
                    expected=f"'{record.likelihood}', as 'likelihood' has it, or the other way round",
                    related=((entry.at("likelihood"), "the likelihood"),),
                )
        for prose in (record.text, record.confidence_reason, *record.alternatives):
            for sentence in _SENTENCE.findall(prose or ""):
                likely, sure = _TERMS.search(sentence), _CONFIDENCE.search(sentence)
                if prose is not None and likely and sure:
                    message = f"'{likely[0]}' and '{sure[0]}' in one sentence"
                    yield Problem(
                        "likelihood-with-confidence",
                        message,
                        word_mark(prose, sure[0]),
                        expected="a sentence for each: how likely it is, and how good its basis is",
                    )


def hedges(held: RuleContext) -> Iterator[Problem]:
    """Could, may and might say neither how likely nor how sure."""
    for _, record in held.records(Assessment):
        for word in dict.fromkeys(_HEDGE.findall(record.text)):
            yield Problem(
                "hedge",
                f"'{word}' in an assessment",
                word_mark(record.text, word),
                expected="a term of the yardstick, and 'will'",
            )


def basis_in_time(held: RuleContext) -> Iterator[Problem]:
    """An assessment rests on what was known by its date and not replaced by then."""
    for _, record in held.records(Assessment):
        for ref in record.basis:
            entry = held.ids.get(ref)
            if entry is None:
                continue
            known = _known(held, entry)
            if known is not None and known > record.date.last:
                yield Problem(
                    "basis-not-known",
                    f"{ref} was not known on {record.date.text}",
                    ref.mark,
                    expected="what was known by then",
                    related=((entry.mark, f"known from {known}"),),
                )
            for newer in held.superseded.get(ref, ()):
                since = min((claim.known_on or date.min for claim in newer.claims), default=date.max)
                if since <= record.date.last:
                    yield Problem(
                        "basis-superseded",
                        f"{ref} was superseded by {newer.id}",
                        ref.mark,
                        expected=f"{newer.id}",
                        related=((newer.entry.mark, "superseded here"),),
                    )


def _known(held: RuleContext, entry: Entry) -> date | None:
    """The day from which a record was known; None where it always was."""
    claims = held.claims.get(entry.id)
    if claims:
        days = [claim.known_on for claim in claims]
        return None if None in days else min(day for day in days if day is not None)
    return known_on(entry.record)


def stale_basis(held: RuleContext) -> Iterator[Problem]:
    """A standing judgement rests on nothing that is long due to be looked at again."""
    today = held.today
    if today is None:
        return
    overdue = {due.fact.id: due for due in review_schedules(held.now) if due.days_overdue(today) > 0}
    standing = {record.id for record in held.now.assessments()}
    for _, record in held.records(Assessment) if overdue else ():
        for ref in record.basis if record.id in standing else ():
            if due := overdue.get(ref):
                yield Problem(
                    "basis-stale",
                    f"{ref} was last told {due.told}, and {record.id} still rests on it",
                    ref.mark,
                    expected="a newer claim of it, or the judgement made anew",
                )


def signposts(held: RuleContext) -> Iterator[Problem]:
    """A signpost that is seen moves its judgement, or the desk says that it does not: either is a judgement
    anew."""
    if held.today is None:
        return
    for entry, record in held.records(Signpost):
        if found := unreviewed(held.now, record):
            latest, judged = found
            number = record.observations.index(latest)
            yield Problem(
                "signpost-unreviewed",
                f"seen on {latest.date.text}, and {judged.id} is of {judged.date.text}",
                entry.at("observations", number, "state"),
                expected=f"a judgement that supersedes {judged.id}",
                related=((held.ids[judged.id].mark, "the judgement"),),
            )


def positions(held: RuleContext) -> Iterator[Problem]:
    """A stance against what its holder pledges is linked by `tension`: both may be true."""
    pledges: dict[tuple[str, str], list[Fact]] = {}
    for fact in held.all_time_view.facts.values():
        if isinstance(fact.record, Displacement) and fact.headline.record.status in PLEDGE_STATUSES:
            for holder in fact.record.by:
                for tag in fact.record.tags:
                    pledges.setdefault((str(holder), tag), []).append(fact)
    matters = {record.id: {str(ref) for ref in record.about} for _, record in held.records(Matter)}
    for fact in held.all_time_view.facts.values() if pledges else ():
        if isinstance(fact.record, Statement):
            yield from _tensions(fact, pledges, matters)


def _tensions(
    said: Fact, pledges: dict[tuple[str, str], list[Fact]], matters: dict[str, set[str]]
) -> Iterator[Problem]:
    claim, stances = said.told("positions")
    for number, position in enumerate(stances):
        if position.stance != "against":
            continue
        tagged = [
            fact
            for tag in said.record.tags
            for fact in pledges.get((str(position.holder), tag), ())[:_COMPARED]
        ]
        for pledge in {fact.id: fact for fact in tagged}.values():
            about = matters.get(position.on, set()) - {str(position.holder)}
            linked = pledge.id in said.record.tension or said.id in pledge.record.tension
            if about & pledge.entities and not linked:
                yield Problem(
                    "position-against-pledge",
                    f"{position.holder} is against what it pledges in {pledge.id}",
                    _at_item(claim, number),
                    expected=f"'tension: [{pledge.id}]', where both are meant",
                    suggestion=f"tension: [{pledge.id}]",
                    related=((pledge.entry.mark, "the pledge"),),
                )


def _at_item(claim: Claim, number: int) -> Mark:
    return claim_mark(claim, "positions", number, "holder")


def trends(held: RuleContext) -> Iterator[Problem]:
    """A trend is printed with its reason; `unknown` needs none."""
    expected = "reason: what shows it"
    for entry, issue in held.records(Issue):
        for number, trend in enumerate(issue.trends):
            if trend.reason is None and trend.trend != "unknown":
                where = entry.at("trends", number, "trend")
                yield Problem(
                    "trend-without-reason",
                    f"the trend of {trend.country} has no reason",
                    where,
                    expected=expected,
                )
    for entry, country in held.records(Country):
        for number, line in enumerate(country.bottom_lines):
            if line.reason is None and line.trend != "unknown":
                where = entry.at("bottom_lines", number, "trend")
                yield Problem(
                    "trend-without-reason",
                    f"the trend of {country.id} has no reason",
                    where,
                    expected=expected,
                )


def markings_in_text(held: RuleContext) -> Iterator[Problem]:
    """A marking stands under `marking`; in a text it would look like one on the page and mark nothing."""
    files = {entry.node.file for entry in held.entries}
    suspect = {file for file in files if "tlp" in file.text.casefold() and _TLP.search(file.text)}
    for entry in held.entries:
        if entry.node.file not in suspect:
            continue
        for text in (text for record in (entry.record, *entry.claims) for text in free_texts(record)):
            if found := _TLP.search(text):
                yield Problem(
                    "marking-in-text",
                    f"'{found[0]}' in a text",
                    word_mark(text, found[0]),
                    expected="the key 'marking' on the record or the part",
                )


def quoted_markings(held: RuleContext) -> Iterator[Problem]:
    """What a narrative or basis quotes is not marked higher than the record it stands in."""
    for mention in held.mentions:
        if isinstance(mention.value, Prose):
            quoted = (name for name in _quoted(mention.value) if _hidden(held, name, mention))
            for name in islice(quoted, _SHOWN):
                yield _bypass(held, mention, name, word_mark(mention.value, name))
        elif (
            isinstance(mention.value, FactRef)
            and mention.field == "basis"
            and _hidden(held, mention.value, mention)
        ):
            yield _bypass(held, mention, str(mention.value), mention.value.mark)


def _quoted(prose: Prose) -> Iterable[str]:
    """The ids that a narrative quotes, each once."""
    quoted = (call.args[:1] if call.name == "cite" else call.facts for call in readable_calls(prose))
    return dict.fromkeys(id for ids in quoted for id in ids)


def _hidden(held: RuleContext, id: str, mention: Mention) -> bool:
    return id in held.ids and held.level(held.ids[id]) > mention.marking


def _bypass(held: RuleContext, mention: Mention, id: str, mark: Mark) -> Problem:
    entry = held.ids[id]
    level = held.level(entry)
    return Problem(
        "marking-bypass",
        f"{id} is {level.value}, and what quotes it {mention.marking.value}",
        mark,
        expected=f"'marking: {level.value}' here, or another fact",
        related=(
            (entry.at("marking") if getattr(entry.record, "marking", None) else entry.mark, "marked here"),
        ),
    )


def computable_numbers(held: RuleContext) -> Iterator[Problem]:
    """A computed number can honestly be computed, on the day of the text that gives it."""
    for mention in held.mentions:
        prose = mention.value
        if not isinstance(prose, Prose) or not any(f"{name}(" in prose for name in FORMULAS):
            continue
        view = _view_of(held, mention.entry)
        for call in dict.fromkeys(call for call in readable_calls(prose) if call.name in FORMULAS):
            facts = [fact for id in call.facts if (fact := view.fact(id)) is not None]
            if len(facts) < len(call.facts):
                continue  # not told or not true by then: a document that prints it says so
            try:
                computed_number(view, call.name, facts)
            except ComputationError as refusal:
                yield Problem(
                    refusal.code,
                    str(refusal),
                    word_mark(prose, refusal.near),
                    expected=refusal.expected,
                    related=tuple((fact.entry.mark, fact.id) for fact in facts),
                )


def _view_of(held: RuleContext, entry: Entry) -> View:
    """What was known when a text was printed: an issue's at its cut-off, all others today."""
    if not isinstance(entry.record, Issue):
        return held.now
    day = week_by_id(entry.id, held.desk).cutoff
    return held.now.beside(Viewpoint(day, day, held.now.at.release))


def word_mark(prose: ScalarNode, near: str) -> Mark:
    """The place of a word inside a narrative, looked up in the file's own lines; else the narrative's."""
    whole = prose.mark
    if near:
        edge = (r"(?<![\w-])", r"(?![\w-])") if near[0].isalnum() else ("", "")
        pattern = re.compile(edge[0] + re.escape(near) + edge[1], re.IGNORECASE)
        for number in range(whole.line, whole.end_line + 1):
            start = whole.column - 1 if number == whole.line else 0
            found = pattern.search(whole.file.line(number), start)
            if found:
                return Mark(whole.file, number, found.start() + 1, number, found.end() + 1)
    return whole


RULES = (
    yardstick, likelihood, hedges, basis_in_time, stale_basis, signposts, positions, trends, markings_in_text, quoted_markings,
    computable_numbers,
)  # fmt: skip
