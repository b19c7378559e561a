"""Rules of analysis against the facts: likelihood, basis, positions, trends, markings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from ..core.dates import PartialDate
from ..core.markings import Marking
from ..core.problems import Mark, Problem, TextFile, one_of
from ..core.quantities import Quantity
from ..core.yardsticks import AMBIGUOUS, TERMS, YARDSTICKS, Yardstick
from ..facts.agreement import main_quantity
from ..facts.claims import Fact, known_on
from ..facts.computed_numbers import ComputationError, computed_number
from ..facts.lookup_keys import PLEDGE_STATUSES
from ..facts.release_gate import printed_fields
from ..facts.staleness import review_schedule, unreviewed
from ..facts.view import View
from ..records.base_record import Record
from ..records.entities import Country, Matter, Source
from ..records.entries import Entry
from ..records.fact_kinds import Statement
from ..records.fact_records import ClaimRecord, FactRecord, field_of
from ..records.judgements import Assessment, Issue, Signpost
from ..records.narrative import FORMULAS, Call, readable_calls
from ..records.prose_fields import Prose
from ..records.references import FactRef
from ..records.yaml_tree import ScalarNode
from .rule_context import Mention, Rule, RuleContext, claim_mark
from .text_views import view_of

# Longest first, so that "highly likely" is not read as "likely".
_TERMS = re.compile(
    r"\b(?:" + "|".join(sorted(set(TERMS) - set(AMBIGUOUS), key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t|tly)\b", re.IGNORECASE)
# "May" with a capital is a month.
_HEDGE = re.compile(r"\b(?:[Cc]ould|[Mm]ight|may)\b")
_TLP = re.compile(r"\bTLP ?: ?(?:CLEAR|WHITE|GREEN|AMBER(?: ?\+ ?STRICT)?|RED)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_MOST_QUOTED = 20  # hidden records reported of one narrative
_MOST_PLEDGES = 200  # of one holder and tag, compared with a stance


def yardstick(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """All likelihoods of a desk are terms of one row of its yardstick."""
    scale = YARDSTICKS[context.desk.yardstick]
    row = context.shared("row", lambda: _row(context, scale))
    if record.likelihood not in row:
        what = f"a term of the {scale.title}"
        if scale.place(record.likelihood) is not None:
            what = f"in the row of {scale.title} that the others use"
        message = f"'{record.likelihood}' is not {what}"
        yield Problem("off-yardstick", message, entry.at("likelihood"), expected=one_of(row))


def _row(context: RuleContext, scale: Yardstick) -> Collection[str]:
    """The row of its yardstick that a desk uses."""
    if len(scale.rows) == 1:
        return scale.row(())
    return scale.row(record.likelihood for _, record in context.records(Assessment))


def likelihood(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """An assessment's text uses its own term of likelihood, and not in one sentence with confidence."""
    for term in dict.fromkeys(match[0].casefold() for match in _TERMS.finditer(record.text)):
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
                yield Problem(
                    "likelihood-with-confidence",
                    f"'{likely[0]}' and '{sure[0]}' in one sentence",
                    word_mark(prose, sure[0]),
                    expected="a sentence for each: how likely it is, and how good its basis is",
                )


def hedges(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """An assessment uses no "could", "may" or "might", which say neither how likely nor how sure."""
    expected = "a term of the yardstick, and 'will'"
    for word in dict.fromkeys(_HEDGE.findall(record.text)):
        yield Problem("hedge", f"'{word}' in an assessment", word_mark(record.text, word), expected)


def basis_in_time(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """An assessment rests on facts that were known by its date and not superseded by then."""
    for ref in record.basis:
        basis = context.entry(ref)
        if basis is None:
            continue
        known = _known(context, basis)
        if known is not None and known > record.date.last and not _may_be_known(context, basis, record.date):
            yield Problem(
                "basis-not-known",
                f"{ref} was not known on {record.date.text}",
                ref.mark,
                expected="what was known by then, or 'recorded:' on its claim: the day the desk had it",
                related=((basis.mark, f"known from {known}"),),
            )
        for newer in context.all_time_view.successors(ref):
            since = min((claim.known_on or date.min for claim in newer.claims), default=date.max)
            if since <= record.date.last:
                message, related = (
                    f"{ref} was superseded by {newer.id}",
                    (newer.entry.mark, "superseded here"),
                )
                yield Problem("basis-superseded", message, ref.mark, newer.id, related=(related,))


def _known(context: RuleContext, entry: Entry) -> date | None:
    """The day from which a record was known; None if it always was."""
    claims = context.claims(entry)
    if claims:
        days = [claim.known_on for claim in claims]
        return None if None in days else min(day for day in days if day is not None)
    return known_on(entry.record)


def _may_be_known(context: RuleContext, entry: Entry, judged: PartialDate) -> bool:
    """True if a judgement is of the days in which a source of its basis came out: a month, or several days.

    What the desk rests a judgement on, it had; where it says when (`recorded`), that counts.
    """
    claims = context.claims(entry)
    undated = (claim.source.published for claim in claims if claim.record.recorded is None)
    return any(published.first <= judged.last for published in undated)


def stale_basis(context: RuleContext, entry: Entry, record: Assessment) -> Iterator[Problem]:
    """A standing judgement rests on no fact that is overdue for review."""
    today = context.today
    if today is None or not context.now.is_standing(record):
        return
    for ref in record.basis:
        fact = context.now.fact(ref)
        due = review_schedule(context.now, fact) if fact else None
        if due is not None and due.days_overdue(today) > 0:
            yield Problem(
                "basis-stale",
                f"{ref} was last told {due.told}, and {record.id} still rests on it",
                ref.mark,
                expected="a newer claim of it, or the judgement made anew",
            )


def signposts(context: RuleContext, entry: Entry, record: Signpost) -> Iterator[Problem]:
    """A tripped signpost wants its judgement made anew, whether or not it moves."""
    pair = unreviewed(context.now, record) if context.today else None
    if pair is None:
        return
    latest, judgement = pair
    standing = context.entry(judgement.id)
    assert standing is not None
    number = record.observations.index(latest)
    yield Problem(
        "signpost-unreviewed",
        f"seen on {latest.date.text}, and {judgement.id} is of {judgement.date.text}",
        entry.at("observations", number, "state"),
        expected=f"a judgement that supersedes {judgement.id}",
        related=((standing.mark, "the judgement"),),
    )


def _pledges(context: RuleContext, holder: str) -> dict[str, list[Fact]]:
    """Return by tag the facts that tell what an entity offers or pledges."""

    def found() -> dict[str, list[Fact]]:
        pledges: dict[str, list[Fact]] = {}
        for fact in context.all_time_view.among(f"pledge {holder}"):
            if fact.headline.record.status in PLEDGE_STATUSES:
                for tag in fact.record.tags:
                    pledges.setdefault(tag, []).append(fact)
        return pledges

    return context.shared(("pledges", holder), found)


def positions(context: RuleContext, entry: Entry, record: Statement) -> Iterator[Problem]:
    """A stance against what its holder pledges is linked by `tension`: both may be true."""
    statement = context.all_time_view.fact(entry.id)
    if statement is None:
        return
    claim, stances = statement.told("positions")
    for number, position in enumerate(stances):
        if position.stance != "against":
            continue
        holder = str(position.holder)
        matter = context.record(Matter, position.on)
        about = {str(ref) for ref in matter.about} - {holder} if matter else set()
        pledges = _pledges(context, holder)
        tagged: dict[str, Fact] = {}
        for tag in statement.record.tags:
            tagged |= {fact.id: fact for fact in pledges.get(tag, ())[:_MOST_PLEDGES]}
        for pledge in tagged.values():
            linked = pledge.id in statement.record.tension or statement.id in pledge.record.tension
            if about & pledge.entities and not linked:
                yield Problem(
                    "position-against-pledge",
                    f"{holder} is against what it pledges in {pledge.id}",
                    claim_mark(claim, "positions", number, "holder"),
                    expected=f"'tension: [{pledge.id}]', where both are meant",
                    suggestion=f"tension: [{pledge.id}]",
                    related=((pledge.entry.mark, "the pledge"),),
                )


def trends(context: RuleContext, entry: Entry, issue: Issue) -> Iterator[Problem]:
    """A trend is printed with its reason; `unknown` needs none."""
    for number, trend in enumerate(issue.trends):
        if trend.reason is None and trend.trend != "unknown":
            yield _no_reason(trend.country, entry.at("trends", number, "trend"))


def trends_of_countries(context: RuleContext, entry: Entry, country: Country) -> Iterator[Problem]:
    """A trend beside a country's bottom line is printed with its reason too."""
    for number, line in enumerate(country.bottom_lines):
        if line.reason is None and line.trend != "unknown":
            yield _no_reason(country.id, entry.at("bottom_lines", number, "trend"))


def _no_reason(country: str, mark: Mark) -> Problem:
    message = f"the trend of {country} has no reason"
    return Problem("trend-without-reason", message, mark, expected="reason: what shows it")


def markings_in_text(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A marking is given under `marking`; in a text it would look like one on the page and mark nothing."""
    expected = "the key 'marking' on the record or the part"
    if not any(_may_hold_marking(node.file) for node in (entry.node, *entry.claim_nodes)):
        return
    for text in context.texts_of(entry):
        if match := _TLP.search(text):
            message = f"'{match[0]}' in a text"
            yield Problem("marking-in-text", message, word_mark(text, match[0]), expected)


@lru_cache(maxsize=64)  # asked for every record of a file
def _may_hold_marking(file: TextFile) -> bool:
    return "tlp" in file.text.casefold() and _TLP.search(file.text) is not None


def quoted_markings(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A record quoted by a narrative or a basis is not marked higher than the record that quotes it."""
    for mention in context.mentions_of(entry):
        value = mention.value
        if isinstance(value, Prose):
            found = [(id, key, context.entry(id)) for id, key in _quoted(value)]
            levels = [(quoted, _level(context, quoted, key)) for _, key, quoted in found if quoted]
            above = ((quoted, level) for quoted, level in levels if level > mention.marking)
            for quoted, level in islice(above, _MOST_QUOTED):
                yield _bypass(mention, quoted, level, word_mark(value, quoted.id))
        elif _is_basis(mention) and isinstance(value, FactRef) and (basis := context.entry(value)):
            level = _level(context, basis, None)
            if level > mention.marking:
                yield _bypass(mention, basis, level, value.mark)


def _quoted(prose: Prose) -> list[tuple[str, str | None]]:
    """The ids that a narrative quotes, each with the field that it prints: "" for the number, None for none.

    Of several fields of a fact the last counts: one problem for each id is enough.
    """
    quoted: dict[str, str | None] = {}
    for call in readable_calls(prose):
        quoted |= {call.args[0]: None} if call.name == "cite" else dict(printed_fields(call))
    return list(quoted.items())


def _level(context: RuleContext, entry: Entry, key: str | None) -> Marking:
    """The lowest release in which a record, and a field of it, appear: below it a text would print a gap."""
    level = context.level(entry)
    claims = context.claims(entry) if key is not None else ()
    giving = [claim.marking for claim in claims if _gives_field(claim.record, key or "")]
    return max(level, min(mark or level for mark in giving)) if giving else level


def _gives_field(record: ClaimRecord, key: str) -> bool:
    """True if a claim gives a field, or for "" a number."""
    name = field_of(type(record), key) if key else None
    names = (name,) if name else () if key else record.numbers
    return any(getattr(record, name) is not None for name in names)


def _is_basis(mention: Mention) -> bool:
    """True for the basis of a judgement whose author does not say why it may be less marked than that."""
    record = mention.entry.record
    cleared = isinstance(record, Assessment) and record.marking_reason
    return mention.field == "basis" and not cleared


def _bypass(mention: Mention, entry: Entry, level: Marking, mark: Mark) -> Problem:
    marked = entry.at("marking") if getattr(entry.record, "marking", None) else entry.mark
    return Problem(
        "marking-bypass",
        f"{entry.id} is {level.value}, and what quotes it {mention.marking.value}",
        mark,
        expected=f"'marking: {level.value}' here, or another fact"
        + ("; or 'marking_reason:', if the text gives nothing away" if mention.field == "basis" else ""),
        related=((marked, "marked here"),),
    )


def quoted_in_time(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A narrative quotes facts, and fields of them, that are true and known on the day it is printed."""
    if isinstance(record, FactRecord):
        return
    for mention in context.mentions_of(entry):
        prose = mention.value
        if not isinstance(prose, Prose) or "{{" not in prose:
            continue
        view = view_of(context, entry)
        for call in dict.fromkeys(readable_calls(prose)):
            for id in call.facts:
                if quoted := context.fact(id):
                    yield from _quoted_amiss(quoted, view, prose, call)


def _quoted_amiss(entry: Entry, view: View, prose: Prose, call: Call) -> Iterator[Problem]:
    """Yield the problem of a quotation that the day of its text cannot print."""
    fact, key = view.fact(entry.id), call.args[-1] if call.name == "fact" and len(call.args) == 2 else ""
    related = ((entry.mark, entry.id),)
    if key and not _is_printable(entry, key):
        message = f"{entry.id} gives no {key!r} that can be printed"
        yield Problem(
            "quoted-field", message, word_mark(prose, key), "a field that the fact has", related=related
        )
    elif fact is None and _is_withdrawn(entry, view):
        return  # the page leaves the text out, and issues that printed it are corrected
    elif fact is None or (key and not _gives(fact, key)):
        what = entry.id if fact is None else f"the {key!r} of {entry.id}"
        message = f"{what} was not true and known on {view.at.last_day}"
        expected = "what was true and known that day"
        yield Problem("quoted-not-known", message, word_mark(prose, entry.id), expected, related=related)


def _is_withdrawn(entry: Entry, view: View) -> bool:
    """True if a claim of a fact is of a source that was withdrawn by the day of a view."""
    sources = (view.record("sources", str(claim.source), Source) for claim in entry.claims)
    return any(
        source is not None and source.withdrawn is not None and source.withdrawn.last <= view.at.known
        for source in sources
    )


# What a quotation may name beside the keys of a fact.
_COMPUTED_FIELDS = frozenset({"true_on", "when", "grade", "cite", "amount"})
_PRINTABLE = (Quantity, PartialDate, str)


def _is_printable(entry: Entry, key: str) -> bool:
    """True if any claim of a fact gives a field that fits a sentence: a number, date, name or text."""
    names = [(part, field_of(type(part), key)) for part in (entry.record, *entry.claims)]
    values = [getattr(part, name) for part, name in names if name is not None]
    return key in _COMPUTED_FIELDS or any(isinstance(value, _PRINTABLE) for value in values)


def _gives(fact: Fact, key: str) -> bool:
    """True if a visible claim of a fact gives a field."""
    if key == "amount":
        return main_quantity(fact.headline) is not None
    return key in _COMPUTED_FIELDS or isinstance(fact.get(key), _PRINTABLE)


def computable_numbers(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A formula in a narrative can honestly be computed, on the day of the narrative."""
    for mention in context.mentions_of(entry):
        prose = mention.value
        if not isinstance(prose, Prose) or not any(f"{name}(" in prose for name in FORMULAS):
            continue
        view = view_of(context, entry)
        for call in dict.fromkeys(call for call in readable_calls(prose) if call.name in FORMULAS):
            facts = [fact for id in call.facts if (fact := view.fact(id)) is not None]
            if len(facts) < len(call.facts):
                continue  # a fact is not known or not true by then: a document that prints it says so
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


def word_mark(prose: ScalarNode, near: str) -> Mark:
    """The first place of a word in a narrative's lines of the file; else the whole narrative."""
    whole = prose.mark
    if near:
        edge = (r"(?<![\w-])", r"(?![\w-])") if near[0].isalnum() else ("", "")
        pattern = re.compile(edge[0] + re.escape(near) + edge[1], re.IGNORECASE)
        for number in range(whole.line, whole.end_line + 1):
            start = whole.column - 1 if number == whole.line else 0
            match = pattern.search(whole.file.line(number), start)
            if match:
                return Mark(whole.file, number, match.start() + 1, number, match.end() + 1)
    return whole


RULES: tuple[Rule[Any], ...] = (
    *(Rule(Assessment, rule) for rule in (yardstick, likelihood, hedges, basis_in_time, stale_basis)),
    Rule(Signpost, signposts),
    Rule(Statement, positions),
    Rule(Issue, trends),
    Rule(Country, trends_of_countries),
    *(Rule(Record, rule) for rule in (markings_in_text, quoted_markings, quoted_in_time, computable_numbers)),
)
