"""The speaker, parties and place of a claim are named in the lines that it cites, or in its context."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial

from ..core.problems import Problem
from ..facts.fact_base import FactBase
from ..records.entities import Country, Person, Place
from ..records.fact_kinds import (
    Border,
    Designation,
    Event,
    EventClaim,
    ForceClaim,
    Membership,
    Office,
    Statement,
)
from ..records.fact_records import FactRecord
from .cited_words import CitedWords
from .kept_texts import folded

_EXPECTED = "a line that names it; context: names a further one, inferred: says how it is known"
_SHORTEST = 4  # letters of a word that can stand for a name
# What a name may end on in a text: "Afghans", "Pakistani", "Chadian", but no "Nigeria" for Niger.
_ENDING = r"(?:e?s|n|ns|ans?|ians?|nians?|is?|ese|ish|ic|er|ers)?(?!\w)"
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "\u00ad": "", "-": " "}
)
_NO_NAMES = frozenset(("area", "base", "border", "camp", "city", "province", "region", "training"))


def name_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for each name of a claim that its source's lines do not have."""
    if cited.claim.record.negated:
        return
    lines = [_with_initials(cited.text.line(number)) for number in cited.around]
    for path, what, names in _wanted(cited):
        if not any(_has(line, names) for line in lines) and not _has(" ".join(lines), names):
            others = cited.text.lines_where(partial(_names_one, names))
            message = f"{what} is not named in {cited.where(cited.around)}"
            yield cited.problem("source-name", message, path, _EXPECTED, cited.lines, others)


def _wanted(cited: CitedWords) -> Iterator[tuple[tuple[str | int, ...], str, list[str]]]:
    """Yield each name that a claim's lines must have: the keys to it, its id or text, the names that do."""
    record, base, fact = cited.claim.record, cited.base, cited.claim.fact.record
    for id in _entities(fact) if isinstance(fact, FactRecord) else ():
        if id == cited.claim.outlet:
            continue  # the source speaks for itself
        if names := entity_names(base, id):
            yield (), id, names
    if isinstance(record, EventClaim):
        for index, party in enumerate(record.parties):
            names = entity_names(base, str(party.who)) if party.who else [str(party.named)]
            if names and not (party.inferred or party.negated):
                yield ("parties", index), party.key, names
    if isinstance(record, EventClaim | ForceClaim):
        for key, place in (("place", record.place), *(("sites", site) for site in record.sites)):
            if place:
                yield (key,), repr(str(place)), _place_names(base, str(place))


def _entities(fact: FactRecord) -> tuple[str, ...]:
    """The ids of those whom a source must name to state a fact of a kind."""
    match fact:
        case Statement():
            return (str(fact.speaker),)
        case Office():
            return (str(fact.holder),)
        case Membership():
            return (str(fact.member), str(fact.of))
        case Border():
            return tuple(map(str, fact.between))
        case Designation():
            return (str(fact.by), str(fact.of))
        case Event():
            return tuple(map(str, fact.of))
        case _:
            return ()


def entity_names(base: FactBase, id: str) -> list[str]:
    """The names by which a text may mean an entity: misnomers and adjectives too; none without a capital.

    "Experts not named" have no name that could stand anywhere.
    """
    entity = base.entity(id)
    if entity is None:
        return []
    names = [*entity.names, *entity.misnomers]
    match entity:
        case Person():
            names += [name.split()[-1] for name in names]
        case Country():
            further = (entity.official, entity.adjective, entity.capital)
            names += [name for name in further if name]
    return [name for name in map(str, names) if not name.islower() and "not named" not in name]


def _place_names(base: FactBase, text: str) -> list[str]:
    places = (place for place in base.records("places", Place) if text in place.names)
    return [text, *(name for place in places for name in place.names)]


@lru_cache(maxsize=4096)  # a line is asked by each claim that cites it
def _with_initials(line: str) -> str:
    """A line as names are looked for in it, with US for U.S."""
    return _plain(re.sub(r"\b([A-Z])\.(?=[A-Z]\b|[\s,;-])", r"\1", line))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A text with one kind of space, quotation mark and dash, and Latin letters without their marks."""
    letters = unicodedata.normalize("NFD", folded(text))
    bare = re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", letters)
    return unicodedata.normalize("NFC", bare).translate(_PLAIN).replace("isation", "ization")


def _names_one(names: list[str], line: str) -> bool:
    return _has(_with_initials(line), names)


def _has(line: str, names: list[str]) -> bool:
    """True if a line has one of the names, or all words of one that have a capital letter."""
    return any(_begins(line, _plain(name)) or _has_words(line, name) for name in names)


def _has_words(line: str, name: str) -> bool:
    words = re.findall(r"\w[\w'’-]+", folded(name))
    capital = [word for word in words if word[0].isupper() and word.lower() not in _NO_NAMES]
    return (
        bool(capital)
        and len(words) > 1
        and all(len(word) >= _SHORTEST and _begins(line, _plain(word)) for word in capital)
    )


def _begins(line: str, name: str) -> bool:
    """True if a word of the line is a name, or that with an ending: "Afghans" and "Taliban's" are named.

    A short name has its capital letters, or stands in a headline that has no others.
    """
    ending = _ENDING if name.isascii() else ""  # other languages bend their names in more ways
    if len(name) > 4:
        return re.search(rf"(?<!\w){re.escape(name)}{ending}", line, re.IGNORECASE) is not None
    written = rf"{re.escape(name)}{ending}|{re.escape(name.upper())}(?!\w)"
    return re.search(rf"(?<!\w)(?:{written})", line) is not None
