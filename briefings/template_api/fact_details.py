"""The words of a page for what is known beside a fact's label: where, with whom, how large, what came of it.

Only what is printed is asked for as a field, so that its claim is cited; what merely decides is read as it is
recorded.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..core.wording import listed
from .escaped_names import EscapedName
from .template_facts import ShownFact, ShownPart

# What goes without saying of a party; an author is told by "by".
_UNSAID = ("unknown", "participant", "present", "author")
_MODES = {"remote": "remotely"}


def event_details(fact: ShownFact, label: str) -> Markup:
    """Return "at Doha; with US (signatory), villagers (victim); outcome: a truce", or nothing.

    A party's words are its capacity, how it takes part, its level, and how it stands to a treaty since when.
    A place that the event's own label names is left out.
    """
    by = [_party(party) for party in fact.parties if party.capacity == "author"]
    others = [_party(party) for party in fact.parties if party.capacity != "author"]
    groups = (("by", by), ("with", others))
    parties = [Markup("{} {}").format(word, Markup(", ").join(found)) for word, found in groups if found]
    return Markup("; ").join(filter(None, (_places(fact, label), *parties, _outcome(fact))))


def force_details(fact: ShownFact, label: str) -> Markup:
    """Return "at Kant, 500 people, with 4 aircraft, 20 km from the border, for 1 month; outcome: ended"."""
    measured = Markup(", ").join(filter(None, (_places(fact, label), *_measures(fact))))
    return Markup("; ").join(filter(None, (measured, _outcome(fact))))


def _places(fact: ShownFact, label: str) -> Markup:
    recorded = dict.fromkeys((fact.peek("place"), *fact.peek("sites")))
    places = [str(place) for place in recorded if place and place not in label]
    if fact.peek("place") in places:
        fact.rests_on("place")
    if any(site in places for site in fact.peek("sites")):
        fact.rests_on("sites")
    return Markup("at {}").format(EscapedName(listed(places))) if places else Markup("")


def _measures(fact: ShownFact) -> Iterator[Markup]:
    number = next((key for key in ("strength", "count") if (n := fact.peek(key)) and n.stated), None)
    if number:
        yield getattr(fact, number).plain
    if fact.peek("equipment"):
        yield Markup("with {}").format(Markup(", ").join(map(_piece, fact.equipment)))
    for key, words in (
        ("distance", "{} from the border"),
        ("duration", "for {}"),
        ("cost", "at a cost of {}"),
    ):
        value = fact.peek(key)
        if value and value.stated:
            yield Markup(words).format(getattr(fact, key).plain)


def _piece(item: ShownPart) -> Markup:
    count, what = item.count, item.what
    return Markup("{} {}").format(count.plain, what) if count and count.stated else Markup("{}").format(what)


def _outcome(fact: ShownFact) -> Markup:
    if not fact.peek("outcome"):
        return Markup("")
    return Markup("outcome: {}").format(Markup(fact.outcome.rstrip(".")))


def _party(party: ShownPart) -> Markup:
    name = party.who.in_sentence if party.who else party.named
    words = Markup(", ").join(_words(party))
    denied = "not " if party.negated else ""
    return Markup("{}{}{}").format(denied, name, Markup(" ({})").format(words) if words else "")


def _words(party: ShownPart) -> Iterator[str | Markup]:
    for word in (party.capacity, party.mode):
        if word and word not in _UNSAID:
            yield _MODES.get(word, word)
    yield from filter(None, (party.level, party.status))
    if party.state:
        since = party.since
        state = party.state.replace("-", " ")
        joined = " since " if party.state in ("in-force", "suspended") else " "
        yield Markup("{}{}{}").format(state, joined, since.short) if since else state
    if party.inferred:
        yield "our inference"
