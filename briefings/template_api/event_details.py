"""The words of a page for where an event was and who took part in it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..core.wording import listed
from .cited_values import EscapedName
from .template_facts import ShownFact, ShownPart

# What goes without saying of a party; an author is told by "by".
_UNSAID = ("unknown", "participant", "present", "author")
_MODES = {"remote": "remotely"}


def event_details(fact: ShownFact, label: str) -> Markup:
    """Return "at Doha; with US (signatory), villagers (victim)"; nothing where nothing is said.

    A party's words are its capacity, how it takes part, its level, and how it stands to a treaty since when.
    A place that the event's own label names is left out.
    """
    places = dict.fromkeys(place for place in (fact.place, *fact.sites) if place and place not in label)
    where = Markup("at {}").format(EscapedName(listed(list(places)))) if places else ""
    by = [_party(party) for party in fact.parties if party.capacity == "author"]
    others = [_party(party) for party in fact.parties if party.capacity != "author"]
    groups = (("by", by), ("with", others))
    parties = [Markup("{} {}").format(word, Markup(", ").join(found)) for word, found in groups if found]
    return Markup("; ").join(filter(None, (where, *parties)))


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
    if party.inferred is not None:
        yield "our inference"
