"""Facts to charts: the rows of each chart and its text alternative. The claims shown give its sources.

A chart comes in two forms, the one for paper and wide screens and the one for a phone; the style shows one.
A timeline has none for a phone, where the list beside it says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from ..core import printed_amounts, printed_dates, wording
from ..core.dates import PartialDate
from ..core.quantities import Quantity
from ..core.units import UnitMismatchError, conversion_factor, kind_of
from ..facts import labels
from ..facts.agreement import main_quantity
from ..facts.claims import Claim, Fact
from ..facts.disputes import number_dispute
from ..facts.measures import counts_people
from ..facts.view import View
from ..records.fact_kinds import FULL_ROLES, Border, Displacement
from ..records.fact_records import PROSPECTIVE_STATUSES
from .charts import ChartRow, TimelineItem, range_chart, sparkline, timeline
from .grid_chart import MOST_COLUMNS, membership_grid
from .grid_chart import MOST_ROWS as MOST_GRID_ROWS

MOST_ROWS = 12
_MOST_NAMED = 6  # members in a title
FEWEST_ROWS = 3  # fewer numbers read better as text
_SORTS = (
    "Registered or present",
    "Arrived or moved",
    "Length of borders",
    "Reported",
    "Planned, pledged or requested",
    "Feared",
)
_STAYS = ("registered", "hosted", "at-border", "in-transit")
_REACH = timedelta(days=400)  # how far a timeline goes back from its last event

Bounds = tuple[Decimal | None, Decimal | None, str]


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart ("" if there is none to draw), and the claims that it shows, each with its fact."""

    svg: str = ""
    claims: tuple[tuple[Fact, Claim], ...] = ()


def amount_chart(
    view: View, facts: Sequence[Fact], label: Callable[[Fact], str], key: str, title: str
) -> DrawnChart:
    """Return charts of the facts with a number in the unit most of them share; none if they are too few.

    What is there, what moved, what is intended and what is feared have a chart and an axis each, as they
    cannot be compared; one alone of its sort is not drawn. Each chart has the largest first, and rival claims
    as ranges.
    """
    numbered = [
        (fact, value) for fact in facts if (value := main_quantity(fact.headline)) and _drawable(fact, value)
    ]
    units = [value.unit for _, value in numbered]
    if not units:
        return DrawnChart()
    unit = max(sorted(set(units)), key=units.count)
    chosen = [(fact, value) for fact, value in numbered if kind_of(value.unit) == kind_of(unit)]
    if len(chosen) < FEWEST_ROWS:
        return DrawnChart()
    chosen.sort(key=lambda item: (-(item[1].middle or 0), item[0].id))
    sorts: dict[str, list[tuple[Fact, Quantity]]] = {}
    for fact, value in chosen:
        sorts.setdefault(_sort(fact), []).append((fact, value))
    compared = [sort for sort in _SORTS if len(sorts.get(sort, ())) > 1]  # one number alone compares nothing
    left = {
        "of other sorts": sum(len(of_sort) for sort, of_sort in sorts.items() if sort not in compared),
        "in other units": len(numbered) - len(chosen),
    }
    drawn: list[str] = []
    claims: list[tuple[Fact, Claim]] = []
    for n, sort in enumerate(compared):
        claims += [(fact, claim) for fact, _ in sorts[sort][:MOST_ROWS] for claim in _shown_claims(fact)]
        rows = [_row(view, fact, value, label(fact), unit) for fact, value in sorts[sort][:MOST_ROWS]]
        more = len(sorts[sort]) - len(rows)
        period = _period(view, [fact for fact, _ in sorts[sort]])
        period += f"; {more} smaller numbers in the table only" if more else ""
        for where, count in left.items() if n == 0 else ():
            period += f"; {wording.counted(count, 'number')} {where} in the table only" if count else ""
        measured = "" if counts_people(unit) else f"\N{NO-BREAK SPACE}{unit}"
        heading = f"{sort}: most {rows[0].text}{measured}, {rows[0].label}"
        listing = "; ".join(f"{row.label}: {row.text}" for row in rows)
        description = f"{title}. {heading}. In {unit}, {period}. {listing}."
        name = f"{title}: {sort}"
        draw = partial(range_chart, rows, title=name, unit=unit, heading=heading, period=period)
        key_of = f"{key}-{n}" if n else key
        drawn += [draw(key=key_of, description=description), draw(key=key_of, description="", narrow=True)]
    return DrawnChart("".join(drawn), tuple(claims))


def _shown_claims(fact: Fact) -> list[Claim]:
    """Return the claim that a fact's number is from, and those that contradict it."""
    dispute = number_dispute(fact.claims)
    return [fact.headline, *(dispute.claims[1:] if dispute else ())]


def _sort(fact: Fact) -> str:
    """Return what sort of amount a fact gives: of different sorts none can be compared with another."""
    status = _status(fact)
    if status in ("feared", "forecast"):
        return "Feared"
    if status in PROSPECTIVE_STATUSES:
        return "Planned, pledged or requested"
    if isinstance(fact.record, Displacement):
        return "Registered or present" if fact.record.measure in _STAYS else "Arrived or moved"
    return "Length of borders" if isinstance(fact.record, Border) else "Reported"


def _period(view: View, facts: Sequence[Fact]) -> str:
    """Return the days that numbers are of, from the first to the last."""
    days = sorted((fact.date for fact in facts), key=lambda day: (day.first, day.last))
    return printed_dates.from_to(days[0], days[-1], view.desk.locale)


def _drawable(fact: Fact, value: Quantity) -> bool:
    return value.stated and value.middle is not None and not fact.headline.record.negated


def _status(fact: Fact) -> str:
    return fact.headline.record.status or "done"


def _row(view: View, fact: Fact, value: Quantity, label: str, unit: str) -> ChartRow:
    low, high, text = _bounds(view, value, unit)
    dispute = number_dispute(fact.claims)
    rivals = [_rival(view, claim, unit) for claim in dispute.claims[1:]] if dispute else []
    return ChartRow(label, low, high, value.approximate, text, _status(fact), tuple(r for r in rivals if r))


def _bounds(view: View, value: Quantity, unit: str) -> Bounds:
    scale = conversion_factor(value.unit or unit, unit)
    low, high = (None if bound is None else bound * scale for bound in (value.low, value.high))
    return (
        low,
        high,
        printed_amounts.amount(
            value, view.desk.locale, view.desk.units, with_unit=value.unit not in ("", unit)
        ),
    )


def _rival(view: View, claim: Claim, unit: str) -> Bounds | None:
    value = main_quantity(claim)
    try:
        if value is None:
            return None
        low, high, words = _bounds(view, value, unit)
        return low, high, f"{words} ({claim.source.publisher})"
    except UnitMismatchError:
        return None


def current(view: View, facts: Sequence[Fact]) -> list[Fact]:
    """Return the memberships that are neither over nor denied."""
    return [
        f for f in facts if f.kind == "memberships" and not view.is_over(f) and not f.headline.record.negated
    ]


def roles(view: View, facts: Sequence[Fact]) -> dict[tuple[str, str], str]:
    """Return the role of each member in each body, by their ids.

    A suspension replaces any other role; who is under notice of withdrawal is a member until it takes effect.
    """
    role_of: dict[tuple[str, str], str] = {}
    for fact in current(view, facts):
        member, body, role = (str(fact.get(name)) for name in ("member", "of", "role"))
        if role == "suspended" or role_of.get((member, body), "withdrawing") == "withdrawing":
            role_of[member, body] = role
    return role_of


def body_grid(view: View, memberships: Sequence[Fact], key: str, title: str) -> DrawnChart:
    """Return a grid of members, those in more bodies first, and bodies, with roles; none below two bodies.

    What one page has no room for comes in several pieces.
    """
    cells = {
        (labels.entity_name(view, member), labels.entity_name(view, body)): role
        for (member, body), role in roles(view, memberships).items()
    }
    columns = sorted({body for _, body in cells})
    members = {member for member, _ in cells}
    if len(columns) < 2:
        return DrawnChart()
    rows = sorted(members, key=lambda member: (-sum((member, body) in cells for body in columns), member))
    heading, counted = _most_full(rows, cells), f"Members of {len(columns)} bodies by their role"
    draw = partial(membership_grid, cells=cells)
    pieces = [
        (rows[y : y + MOST_GRID_ROWS], columns[x : x + MOST_COLUMNS])
        for y in range(0, len(rows), MOST_GRID_ROWS)
        for x in range(0, len(columns), MOST_COLUMNS)
    ]
    drawn = []
    for n, (part, bodies) in enumerate(pieces):
        above = f"{heading} (continued)" if n else heading
        listing = "; ".join(f"{row}: {', '.join(_roles(cells, row, bodies)) or 'none'}" for row in part)
        name, own_key = (f"{title} (continued)", f"{key}-{n}") if n else (title, key)
        words = f"{name}. {above}. {listing}."
        drawn.append(
            draw(part, bodies, key=own_key, title=name, description=words, heading=above, counted=counted)
        )
    phone = draw(
        rows, columns, key=key, title=title, description="", heading=heading, counted=counted, narrow=True
    )
    shown = tuple((fact, fact.headline) for fact in current(view, memberships))
    return DrawnChart("".join(drawn) + phone, shown)


def _most_full(rows: Sequence[str], cells: Mapping[tuple[str, str], str]) -> str:
    """Return who is a full member of the most bodies, as the title of a grid."""
    full = Counter(member for (member, _), role in cells.items() if role in FULL_ROLES)
    most = max(full.values(), default=0)
    names = [row for row in rows if most and full[row] == most]
    if not names:
        return "No full members"
    who = wording.listed(names) if len(names) <= _MOST_NAMED else f"{len(names)} of {len(rows)} members"
    return f"Full members of the most, {most} of {len({body for _, body in cells})}: {who}"


def _roles(cells: dict[tuple[str, str], str], member: str, columns: Sequence[str]) -> list[str]:
    return [f"{body} {cells[member, body]}" for body in columns if (member, body) in cells]


def event_timeline(
    view: View, facts: Sequence[Fact], label: Callable[[Fact], str], key: str, title: str
) -> DrawnChart:
    """Return a timeline of the latest dated facts, plans too; none if they are too few to need one.

    Facts more than `_REACH` before the last one are left out: they would press the rest together. So are
    those that have one bound only, which fix no place on an axis.
    """
    asserted = [fact for fact in facts if not fact.headline.record.negated]
    drawn = [(extent, fact) for fact in asserted if (extent := _drawn_extent(view, fact))]
    if not drawn:
        return DrawnChart()
    last = max(extent.last for extent, _ in drawn)
    shown = [(extent, fact) for extent, fact in drawn if extent.first >= last - _REACH]
    if len(shown) < FEWEST_ROWS:
        return DrawnChart()
    items = {
        TimelineItem(label(fact), extent.first, extent.last, "", _status(fact), extent.within): extent.words
        for extent, fact in shown
    }
    first = min(extent.first for extent, _ in shown)
    edge = max((last - first) / 20, timedelta(days=2))
    older = len(drawn) - len(shown)
    note = (
        f"Not drawn: {older} earlier {'event' if older == 1 else 'events'}, in the list below."
        if older
        else ""
    )
    days = printed_dates.from_to(PartialDate.of(first), PartialDate.of(last), view.desk.locale)
    heading = _busiest(view, [extent for extent, _ in shown])

    def describe(drawn: Sequence[TimelineItem]) -> str:
        told = set(drawn)
        listing = "; ".join(f"{words}: {item.label}" for item, words in items.items() if item in told)
        more = f"Not shown: {len(items) - len(drawn)} more." if len(drawn) < len(items) else ""
        return " ".join(filter(None, [f"{title}. {heading}. {listing}.", more, note]))

    svg = timeline(
        list(items),
        key=key,
        title=title,
        describe=describe,
        first=first - edge,
        last=last + edge,
        heading=heading,
        period=f"Events and plans, {days}",
        note=note,
    )
    return DrawnChart(svg, tuple((fact, fact.headline) for _, fact in shown))


def _busiest(view: View, extents: Sequence[_Extent]) -> str:
    """Return in which month most began, as the title of a timeline."""
    months = Counter((extent.first.year, extent.first.month) for extent in extents)
    (year, month), most = max(months.items(), key=lambda item: (item[1], item[0]))
    whole = wording.counted(len(extents), "event")
    if most < FEWEST_ROWS or most == len(extents):
        return f"{whole[:1].upper()}{whole[1:]}"
    when = printed_dates.date_or_interval(PartialDate.parse(f"{year:04}-{month:02}"), view.desk.locale)
    return f"Most in {when}: {most} of {whole}"


@dataclass(frozen=True, slots=True)
class _Extent:
    """The days of a fact on a timeline, its date in words; `within`: it was on an unknown one of them."""

    first: date
    last: date
    within: bool
    words: str


def _drawn_extent(view: View, fact: Fact) -> _Extent | None:
    """The extent of a fact's date; None without both bounds.

    Of what lasted, only the days that it certainly lasted are drawn: doubt is no duration.
    """
    claim = next((claim for claim in fact.claims if claim.record.date), None)
    if claim is None or claim.record.date is None:
        return None
    record, locale = claim.record, view.desk.locale
    day, key = claim.record.date, claim.date_key
    begins, ends = day.sides if day.is_closed and record.is_throughout else (None, None)
    words = printed_dates.date_or_interval(day, locale, True, claim.sense_of(key))
    if key == "from" and not record.is_somewhere_within:
        end = view.end_of(fact)
        begins, ends = (record.begins, end[1]) if end else (None, None)
        words = printed_dates.period(record.begins, ends, locale, short=True)
    if begins and ends and begins.last < ends.first and begins.start and ends.end:
        return _Extent(begins.last, ends.first, False, words)
    if day.start is None or day.end is None:
        return None
    return _Extent(day.first, day.last, True, words)


def state_sparkline(view: View, fact: Fact, key: str) -> str:
    """Return a sparkline of a fact's states, one for each day a claim is dated to; "" if they do not vary."""
    states: dict[date, Decimal] = {}
    unit = _unit(fact)
    for claim in fact.claims:  # best first: of two for one day the better is drawn
        value = main_quantity(claim)
        if claim.record.as_of and value and value.middle is not None and kind_of(value.unit) == kind_of(unit):
            states.setdefault(claim.record.as_of.last, value.middle * conversion_factor(value.unit, unit))
    if len(set(states.values())) < 2:
        return ""
    days = sorted(states)
    words = [
        printed_dates.date_or_interval(PartialDate.of(day), view.desk.locale, short=True) for day in days
    ]
    listing = ", ".join(
        f"{printed_amounts.number(states[day], view.desk.locale)} on {word}"
        for day, word in zip(days, words, strict=True)
    )
    return sparkline([(day, states[day]) for day in days], key=key, title=f"Over time: {listing}")


def _unit(fact: Fact) -> str:
    value = main_quantity(fact.headline)
    return value.unit if value else ""
