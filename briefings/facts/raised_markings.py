"""Earlier facts under the markings of today: what was marked higher since is not told of them either."""

from __future__ import annotations

from dataclasses import replace

from ..core.markings import Marking
from ..records.entries import Entry
from .fact_base import FactBase
from .used_names import used_names


def under_todays_markings(revision: FactBase, today: FactBase, release: Marking) -> FactBase:
    """Return a revision of the facts without what `today` withholds from readers of a release.

    A record of which today only a part is withheld is put in as it is today, so that no comparison tells the
    part: nobody knows which part of the earlier record it was.
    """
    withheld = today.withheld(release)
    if not withheld or release == Marking.RED:
        return revision
    entries: dict[str, Entry] = {}
    for entry in revision.all:
        left = withheld.get(entry.id, entry)
        if left is None:
            marked = entry.record.model_copy(update={"marking": Marking.RED})
            entries[entry.id] = replace(entry, record=marked)
        else:
            entries[left.id] = left
    known = {entry.id: entry for entry in today.edition(release).all}
    missing = [name for entry in entries.values() for name in used_names(entry)]
    while missing:  # what the records of today name and the revision has not
        name = missing.pop()
        if name not in entries and name in known:
            entries[name] = known[name]
            missing += used_names(known[name])
    return FactBase.of(entries.values(), revision.ledgers)
