"""The records that depend on one: those that name it, and those a withdrawn source leaves unsupported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..checks.rule_context import Mention, RuleContext
from ..core.problems import BriefingsError, Mark, nearest
from ..facts import labels
from ..facts.claims import Fact
from ..facts.origins import origin_count
from ..facts.published_issues import Ledger
from ..records.entities import Entity
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from ..records.narrative import calls
from ..records.prose_fields import Prose
from ..records.references import Ref

# How a record depends on one it names, by the key that names it; other keys are printed as they are.
_RELATIONS = {
    "part_of": "is part of it",
    "rivals": "is its rival",
    "tension": "is in tension with it",
    "supersedes": "supersedes it",
    "denied_by": "is denied by it",
    "basis": "rests on it",
    "for_": "watches for it",
    "key_figures": "prints it as a key figure",
    "leading_figure": "leads its key figures with it",
    "subject": "is a figure of it",
    "event": "was said at it",
    "near": "is near it",
    "facts": "points to it",
    "source": "rests on it",
    "origin": "comes from it",
}
# Keys that a page of facts has within another key.
_SHOWN_AS = {"any": "into", "jointly": "into", "who": "a party", "on": "the matter of a position"}
_VERBS = {"sum": "adds it up", "difference": "works out a difference with it", "share": "makes a share of it"}


@dataclass(frozen=True)
class Dependent:
    """A record that names the one asked for: how it depends on it, and at which line."""

    kind: str
    id: str
    how: str
    mark: Mark


@dataclass(frozen=True)
class WithdrawalLoss:
    """The effect of a source's withdrawal: facts left without any claim, or with claims of one origin."""

    unsourced: tuple[Fact, ...]
    single: tuple[Fact, ...]


def entry_named(context: RuleContext, name: str) -> Entry:
    """The record of an id, or the entity of a name or alias; raises BriefingsError with the nearest."""
    if name in context.ids:
        return context.ids[name]
    entity = context.all_time_view.resolve(name)
    if entity is not None and entity in context.ids:
        return context.ids[entity]
    for entry in context.facts.values():
        if any(claim.id == name for claim in entry.claims):
            return entry
    names = [n for entry in context.entries if isinstance(entry.record, Entity) for n in entry.record.names]
    near = nearest(name, [*context.ids, *names])
    raise BriefingsError(
        f"nothing is called {name!r}", f"did you mean {near!r}?" if near else "an id, name or alias"
    )


def entry_label(context: RuleContext, entry: Entry) -> str:
    """Return a record's label in words; empty if it has only its id."""
    if isinstance(entry.record, FactRecord):
        fact = context.all_time_view.fact(entry.id)
        label = labels.fact_label(context.all_time_view, fact) if fact else entry.id
        return "" if label == entry.id else label
    return str(
        next(
            (v for key in ("name", "title", "label", "question") if (v := getattr(entry.record, key, ""))), ""
        )
    )


def dependents(context: RuleContext, id: str) -> list[Dependent]:
    """Every record that names one, or quotes it, each way once; in the order of kinds and ids."""
    by_place: dict[tuple[str, str, str], Dependent] = {}
    for mention in context.mentions:
        how = _how(mention, id)
        if how and mention.entry.id != id:
            key = (mention.entry.kind, mention.entry.id, how)
            by_place.setdefault(key, Dependent(*key, mention.value.mark))
    return [by_place[key] for key in sorted(by_place)]


def _how(mention: Mention, id: str) -> str:
    value, key = mention.value, _SHOWN_AS.get(mention.field, mention.field.strip("_").replace("_", " "))
    if isinstance(value, Prose):
        quoted = (
            call for call in calls(value) if id in (*call.facts, *(call.args if call.name == "cite" else ()))
        )
        call = next(quoted, None) if "{{" in value else None
        return "" if call is None else f"{_VERBS.get(call.name, 'quotes it')} in its {key}"
    if value != id:
        return ""
    if isinstance(value, Ref) and "sources" not in value.kinds and mention.field != "origin":
        return f"names it as {key}"
    return _RELATIONS.get(mention.field, f"names it as {key}") + _lines_of(mention, id)


def _lines_of(mention: Mention, source: str) -> str:
    """The lines of a source that a fact cites, as they follow "rests on it"; "" for any other mention."""
    claims = mention.entry.claims if mention.field == "source" else ()
    lines = sorted({line for claim in claims if claim.source == source for line in claim.at})
    return f", line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}" if lines else ""


def withdrawal_loss(context: RuleContext, source: str) -> WithdrawalLoss:
    """Facts that today rest on a source: those with no other, and those whose other claims are of one
    origin."""
    unsourced, single = [], []
    for fact in context.now.facts.values():
        rest = [claim for claim in fact.claims if claim.source.id != source]
        if len(rest) == len(fact.claims):
            continue
        if not rest:
            unsourced.append(fact)
        elif origin_count(rest) == 1:
            single.append(fact)
    return WithdrawalLoss(tuple(unsourced), tuple(single))


def facts_about(context: RuleContext, entity: str) -> Iterator[Fact]:
    """The facts that speak of an entity today."""
    return (fact for fact in context.now.facts.values() if entity in fact.entities)


def issues_naming(ledgers: Iterable[Ledger], id: str) -> Iterator[tuple[Ledger, list[str]]]:
    """The published issues that printed a fact or a judgement, cited a source or told of an entity, and what
    of it."""
    for ledger in ledgers:
        printed = []
        for fact in ledger.facts:
            by_source = [n for n, claim in enumerate(fact.claims) if claim.source == id]
            if fact.id == id:
                printed += [item.text for item in fact.printed] or [fact.label]
            elif id in fact.about:
                printed.append(fact.label)
            elif by_source:
                printed += [f"{fact.label}: {item.text}" for item in fact.printed if item.claim in by_source]
        printed += [
            f"{said.likelihood}, confidence {said.confidence}" for said in ledger.judgements if said.id == id
        ]
        if printed or ledger.cites(id):
            yield ledger, list(dict.fromkeys(printed)) or ["cited"]
