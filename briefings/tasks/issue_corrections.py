"""Corrections of an issue as its readers are told: each group what it holds, and what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..changes.corrections import CorrectedClaim, outstanding
from ..core.markings import Marking
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.published_issues import Ledger, groups_holding
from ..facts.view import View
from ..pages.page_render import compile_prose
from ..records.recipients import RecipientGroup
from ..template_api.page_context import PageContext
from ..template_api.template_corrections import ShownCorrection, correction_of_issue


@dataclass(frozen=True)
class GroupCorrections:
    """What a group holds of an issue that is wrong: a line for each thing, and how all of it is marked."""

    group: RecipientGroup
    lines: tuple[str, ...]
    marking: Marking


def corrections_by_group(base: FactBase, at: Viewpoint, ledger: Ledger) -> Iterator[GroupCorrections]:
    """Yield what each group holds of an issue that is wrong.

    The lines are made from the edition that the group holds, so they say nothing that it may not know.
    """
    view = View(base, at)
    told = base.edition(at.release).ledgers
    open_items = [item for item in outstanding(view, view.published) if item.ledger.issue == ledger.issue]
    groups = {group.id: group for group in base.records("recipients", RecipientGroup)}
    lines: dict[str, list[str]] = {}
    page = PageContext(view, compile_prose)
    for item in open_items:
        for id in groups_holding(told, item.ledger, item.fact.id, item.was):
            if id in groups and groups[id].may_read(at.release):
                lines.setdefault(id, []).append(_line(page, item))
    for id, own in lines.items():
        yield GroupCorrections(groups[id], tuple(own), max(ledger.marking, page.marking))


def _line(page: PageContext, item: CorrectedClaim) -> str:
    """Return what was printed, what holds and on whose word, in a sentence."""
    shown = correction_of_issue(page, item)
    was = item.was or "an earlier account"
    return f"{shown.label.striptags()}: {item.ledger.name} printed {was}; {_holds(shown, item)}."


def _holds(shown: ShownCorrection, item: CorrectedClaim) -> str:
    if item.why == "no longer held" and not shown.holds:
        return "we no longer report this"
    by = f" ({item.by.source.publisher})" if item.by else ""
    reason = ", as the source was withdrawn" if item.why == "source withdrawn" else ""
    return f"what holds is {shown.holds.striptags() or 'not known'}{by}{reason}"
