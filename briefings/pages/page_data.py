"""The facts on a page as data: their printed texts, every claim its readers may see, and the sources.

The same JSON is embedded in the page, where it explains any number pointed at, is attached to the PDF as
`facts.json`, and tells the index what the page is about. It is made through the page's own view, so it holds
nothing that the view withholds; and it is part of the page, so anything derived from it can be derived from
the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from ..changes.change import Change
from ..changes.classification import ViewComparison
from ..core import printed_amounts, printed_dates
from ..core.grades import CREDIBILITY, RELIABILITY
from ..core.json_types import JsonObject
from ..core.printed_dates import DateSense
from ..core.quantities import Quantity
from ..facts import labels
from ..facts.agreement import agree, main_quantity, with_default_unit
from ..facts.claims import Claim, Fact
from ..facts.disputes import number_dispute
from ..facts.measures import unit_of
from ..records.entities import Country, Entity, Organization, Person, Place, Source
from ..records.fact_kinds import Membership
from ..template_api.page_context import PageContext
from ..template_api.source_words import address, address_of_words, shown_quote, shown_readings
from ..template_api.template_facts import ShownFact
from ..template_api.template_queries import Facts

_CITATION = re.compile(r'<a class="cite".*?</a>')


def printed_data(
    page: PageContext, head: JsonObject, subject: object, since: ViewComparison | None
) -> JsonObject:
    """Return all that the page prints, once its body is rendered; `since` compares it with the last issue.

    May raise the page's marking to that of what it adds.
    """
    facts: dict[str, JsonObject] = {}
    while todo := sorted(page.facts.keys() - facts.keys()):  # a label may quote a further fact
        for id in todo:
            before, page.marking = page.marking, page.markings[id]
            facts[id] = _fact(page, page.view.fact(id) or page.facts[id])
            if since is not None and (change := since.of(id)) and change.substantive:
                facts[id]["moved"] = _moved(page, change)
            # the note of the fact's row shows all this, so the row is marked with it
            page.markings[id], page.marking = page.marking, max(page.marking, before)
    about = _about(page, subject)
    derived = [
        {"formula": formula, "printed": text, "value": value, "unit": unit}
        for formula, (text, value, unit) in page.derived.items()
    ]
    return {
        "document": {**head, "marking": page.marking.value, **about},
        "facts": dict(sorted(facts.items())),
        **({"derived": derived} if derived else {}),
        "sources": _sources(page, facts.values()),
        "grades": _grades(facts.values()),
    }


def _about(page: PageContext, subject: object) -> JsonObject:
    """Return countries and bodies a document is about: its subject's own, else those of its facts."""
    if isinstance(subject, Country):
        countries = [subject.id]
        memberships = (fact.record for fact in page.view.of_kind("memberships", member=subject.id))
        members = [record for record in memberships if isinstance(record, Membership)]
        suspended = {str(record.of) for record in members if record.role == "suspended"}
        bodies = {str(record.of) for record in members if record.role != "candidate"} - suspended
    else:
        named = frozenset().union(*(fact.entities for fact in page.facts.values()))
        chosen = getattr(subject, "countries", ()) or named
        countries = [id for id in page.view.desk.region if id in chosen]
        bodies = {id for id in named - set(countries) if _is_body(page.view.entity(id))}
    return {
        "countries": {id: _name(page, id) for id in countries},
        "bodies": {id: _name(page, id) for id in sorted(bodies)},
        "names": _names(page, subject) if isinstance(subject, Entity) else [],
        "synonyms": list(_synonyms(page, subject)),
    }


def _synonyms(page: PageContext, subject: object) -> Iterator[list[str]]:
    """Yield the names of each entity that the page's facts name, and of each place of a country that it is
    about, if it goes by several, for finding them."""
    if isinstance(subject, Entity):
        yield from (
            list(dict.fromkeys(place.names)) for place in _places(page, subject) if len(place.names) > 1
        )
    for id in sorted(frozenset().union(*(fact.entities for fact in page.facts.values()))):
        entity = page.view.entity(id)
        if entity is None or not page.may_name(entity.marking):
            continue
        short = getattr(entity, "short", None)
        names = dict.fromkeys(filter(None, (*entity.names, short, *entity.misnomers)))
        if len(names) > 1:
            yield list(names)
        if isinstance(entity, Person):  # of whom texts print the surname; in some scripts it cannot be told
            surnames = dict.fromkeys(name.split()[-1] for name in entity.names if " " in name)
            if len(surnames) > 1:
                yield list(surnames)


def _is_body(entity: Entity | None) -> bool:
    return isinstance(entity, Organization) and entity.type == "bloc"


def _name(page: PageContext, id: str) -> str:
    entity = page.view.entity(id)
    page.marked(entity.marking if entity else None)
    return labels.entity_name(page.view, id)


def _names(page: PageContext, entity: Entity) -> list[str]:
    """Return the further names that readers may use for an entity, and those of its places."""
    further = (getattr(entity, key, None) for key in ("official", "adjective"))
    every = (entity.id, *entity.names, *entity.misnomers, *filter(None, further))
    shown = [name for place in _places(page, entity) for name in place.names]
    return [name for name in dict.fromkeys((*every, *shown)) if name != entity.name]


def _places(page: PageContext, entity: Entity) -> list[Place]:
    """Return the places of a country that the page may name."""
    places = [place for place in page.view.records("places", Place) if place.country == entity.id]
    return [place for place in places if page.may_name(place.marking)]


def _fact(page: PageContext, fact: Fact) -> JsonObject:
    claims = [*fact.claims, *page.earlier_claims.get(fact.id, [])]
    if not page.view.fact(fact.id):  # only an earlier view has it, whose claims were counted
        claims = page.earlier_claims.get(fact.id, list(fact.claims))
    data: JsonObject = {"kind": fact.kind, "label": _label(page, fact)}
    data["printed"] = [
        {"text": text, "field": field, "value": value}
        | ({"unit": unit} if unit else {})
        | ({"claim": n} if n else {})
        for (n, field, text), (value, unit) in page.printed_texts.get(fact.id, {}).items()
    ]
    rivals = _rivals(fact)
    data["claims"] = [_claim(page, fact, claim) | _beside(fact, claim, rivals) for claim in claims]
    if others := page.view.rivals(fact):
        data["rivals"] = [_rival(page, other) for other in others]
    return data


def _rivals(fact: Fact) -> tuple[Claim, ...]:
    """Return the claims that cannot be right if the printed one is."""
    dispute = number_dispute(fact.claims)
    return dispute.claims[1:] if dispute else ()


def _beside(fact: Fact, claim: Claim, rivals: Iterable[Claim]) -> dict[str, bool]:
    """Return a mark for a claim that contradicts the headline or agrees with it; {} for any other."""
    if any(claim is rival for rival in rivals) and not agree(fact.headline, claim):
        return {"rival": True}
    value = main_quantity(claim)
    same = claim is not fact.headline and value is not None and value.stated and agree(fact.headline, claim)
    return {"agrees": True} if same else {}


def _rival(page: PageContext, fact: Fact) -> JsonObject:
    page.marked(page.view.marking_of(fact))
    return {"fact": fact.id, "label": _label(page, fact)} | _claim(page, fact, fact.headline)


def _moved(page: PageContext, change: Change) -> dict[str, str]:
    data = {"kind": change.kind}
    before = change.before.subject if change.before else None
    if isinstance(before, Fact) and change.fact and before.headline is not change.fact.headline:
        page.marked(page.view.marking_of(before))
        if amount := _amount(page, before, before.headline):
            data["before"] = amount
    return data


def _claim(page: PageContext, fact: Fact, claim: Claim) -> JsonObject:
    """Return a claim: what it says, as of when, on whose word, how graded; defaults are left out."""
    record, value = claim.record, main_quantity(claim)
    reported = claim.dated_by == "published"
    sense = DateSense.THROUGHOUT if reported else claim.sense_of(claim.dated_by)
    data: JsonObject = {"says": _says(page, fact, claim)}
    if value is not None and value.stated:
        data |= {"value": _number(value), "unit": value.unit or unit_of(page.view, fact)}
    data |= {
        "as_of": claim.true_on.text,
        "on": printed_dates.date_or_interval(claim.true_on, page.locale, sense=sense),
        **({"reported": True} if reported else {}),
        "source": claim.source.id,
    }
    if record.at:
        data["at"] = list(record.at)
    if words := shown_quote(page.view, claim):
        data["words"] = words
    if readings := shown_readings(page.view, claim):
        data["read_as"] = readings
    if (where := address_of_words(claim.source, words)) and words:
        data["address"] = where
    if record.origin:
        data["origin"] = [_name(page, ref) for ref in record.origin]
    data["grade"] = str(claim.grade)
    if record.certainty != "stated":
        data["certainty"] = record.certainty
    if record.status:
        data["status"] = record.status
    for key in ("negated", "inferred", "denied_by", "open"):
        if getattr(record, key):
            data[key] = True
    if record.because and "{{" not in record.because:
        data["because"] = str(record.because)
    return data


def _says(page: PageContext, fact: Fact, claim: Claim) -> str:
    return _amount(page, fact, claim) or (
        printed_dates.date_or_interval(claim.record.date, page.locale, sense=claim.sense_of(claim.date_key))
        if claim.record.date
        else ""
    )


def _amount(page: PageContext, fact: Fact, claim: Claim) -> str:
    value = main_quantity(claim)
    if value is None:
        return ""
    desk = page.view.desk
    whole = value if value.unit else with_default_unit(value, unit_of(page.view, fact))
    return printed_amounts.amount(whole, desk.locale, desk.units)


def _number(value: Quantity) -> str:
    return value.number


def _label(page: PageContext, fact: Fact) -> str:
    """Return a fact's label as plain text: as on the page, else made on a scratch page, which may cite."""
    if page.view.fact(fact.id) is None:
        return labels.fact_label(page.view, fact)
    label = page.labels.get(fact.id)
    if label is None:
        scratch = PageContext(page.view, page.compile)
        label = Facts(scratch).label(ShownFact(scratch, fact))
        for quoted in scratch.facts.values():
            page.printed(quoted)
        page.marked(scratch.marking)
    text = _CITATION.sub("", label)
    return Markup(text).striptags() if "<" in text or "&" in text else " ".join(text.split())


def _sources(page: PageContext, facts: Iterable[JsonObject]) -> JsonObject:
    """Return every cited source, by number, then those of rivals and further claims only."""
    claimed = {claim["source"] for fact in facts for claim in (*fact["claims"], *fact.get("rivals", ()))}
    ids = [*page.sources, *sorted(claimed - page.sources.keys())]
    return {id: _source(page, page.view.source(id)) for id in ids}


def _source(page: PageContext, source: Source) -> JsonObject:
    number = page.sources.get(source.id)
    data: JsonObject = {"number": number} if number else {}
    data |= {"publisher": source.publisher, "title": source.title}
    if source.author:
        data["author"] = source.author
    data |= {
        "published": source.published.text,
        "on": printed_dates.date_or_interval(source.published, page.locale),
    }
    data |= {"medium": source.medium, "reliability": source.reliability}
    if where := address(source):
        data["url"] = where
    return data


def _grades(facts: Iterable[JsonObject]) -> dict[str, str]:
    """Return the letters and figures of all grades, in words."""
    grades = {claim["grade"] for fact in facts for claim in (*fact["claims"], *fact.get("rivals", ()))}
    words = RELIABILITY | CREDIBILITY
    return {sign: words[sign] for sign in sorted({sign for grade in grades for sign in grade})}
