"""Rules of analysis against the facts: likelihood, basis, positions, trends, markings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from ..core.dates import PartialDate
from ..core.problems import Mark, Problem, one_of
from ..core.yardsticks import AMBIGUOUS, TERMS, YARDSTICKS, Yardstick
from ..facts.claims import Fact, known_on
from ..facts.lookup_keys import PLEDGE_STATUSES
from ..facts.staleness import review_schedule, unreviewed
from ..records.entities import Country, Matter
from ..records.entries import Entry
from ..records.fact_kinds import Statement
from ..records.judgements import Assessment, Issue, Signpost
from .rule_context import AnyRule, Rule, RuleContext, claim_mark, word_mark

# Longest first, so that "highly likely" is not read as "likely".
_TERMS = re.compile(
    r"\b(?:" + "|".join(sorted(set(TERMS) - set(AMBIGUOUS), key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t|tly)\b", re.IGNORECASE)
# "May" with a capital is a month.
_HEDGE = re.compile(r"\b(?:[Cc]ould|[Mm]ight|may)\b")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
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


RULES: tuple[AnyRule, ...] = (
    *(Rule(Assessment, rule) for rule in (yardstick, likelihood, hedges, basis_in_time, stale_basis)),
    Rule(Signpost, signposts),
    Rule(Statement, positions),
    Rule(Issue, trends),
    Rule(Country, trends_of_countries),
)
