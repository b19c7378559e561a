"""The classes of changes, in the order in which a page lists them: docs/changes.md says when each applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """A class of changes: its name in print and its meaning."""

    name: str
    meaning: str
    plural: str = ""

    def counted(self, number: int) -> str:
        """The class after a number: "3 judgements moved"."""
        return self.plural if self.plural and number != 1 else self.name


# In the order in which a page lists them.
CHANGE_CLASSES = {
    kind.name: kind
    for kind in (
        ChangeClass("corrected", "what was printed before was wrong"),
        ChangeClass("withdrawn", "we no longer report it, or its only source was withdrawn"),
        ChangeClass(
            "source withdrawn", "a source of it was withdrawn; others still report it", "sources withdrawn"
        ),
        ChangeClass(
            "judgement moved",
            "the likelihood or the confidence of a judgement changed",
            "judgements moved",
        ),
        ChangeClass(
            "judgement replaced",
            "a judgement of another question or end took the place of an earlier one",
            "judgements replaced",
        ),
        ChangeClass(
            "judgement ended", "a judgement reached its end, or its outcome was recorded", "judgements ended"
        ),
        ChangeClass(
            "signpost moved",
            "an indicator is now observed, not observed or without reporting",
            "signposts moved",
        ),
        ChangeClass("trend moved", "a country's trend changed", "trends moved"),
        ChangeClass("updated", "a number, a date, a status or a list changed"),
        ChangeClass("contradicted", "sources now give numbers that cannot all be right"),
        ChangeClass("no longer disputed", "the numbers that could not all be right now can"),
        ChangeClass("due, outcome unknown", "the date of a plan has passed, its outcome is not reported"),
        ChangeClass("new", "reported for the first time"),
        ChangeClass("expired", "its time is over"),
        ChangeClass("downgraded", "what is printed now rests on a worse grade"),
        ChangeClass("upgraded", "what is printed now rests on a better grade"),
        ChangeClass(
            "judgement renewed", "a judgement was reassessed and stays the same", "judgements renewed"
        ),
        ChangeClass("restated", "the same within what rounding and 'about' allow, or reported more fully"),
        ChangeClass("further source", "another source says what was known", "further sources"),
        ChangeClass("fewer sources", "a source is no longer among those that say it"),
        ChangeClass("rewritten", "a bottom line was written anew"),
    )
}
MINOR_CLASSES = ("judgement renewed", "restated", "further source", "fewer sources", "rewritten")
# Kinds whose first appearance is shown elsewhere in an issue, or is no news at all.
QUIET_KINDS = ("sources", "signposts", "countries", "topics")
BACKGROUND_AGE = timedelta(days=21)  # an event older than this at the last issue is background, not news
