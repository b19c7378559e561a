"""Facts to charts: what a timeline and a sparkline take from a desk's facts."""

from __future__ import annotations

import re

from briefings.pictures.chart_data import amount_chart, body_grid, event_timeline, roles, state_sparkline
from conftest import SmallDesk

STATES = """
displacement:
  - id: counted
    leaving: AFG
    into: KGZ
    measure: arrived
    claims:
      - {value: 1000 people, as_of: 2021-08-15, source: wire-2021-08}
      - {value: 2500 people, as_of: 2021-09-10, source: press-2021-09, credibility: 2}
      - {value: 2000 people, as_of: 2021-09-10, source: wire-2021-08}
      - {value: 9 people, source: wire-2021-08}
  - {id: once, leaving: AFG, into: KGZ, measure: crossed, value: 1000 people, as_of: 2021-08-15, source: wire-2021-08}
events:
  - {id: long-ago, type: meeting, title: Long ago, date: 1995-03-01, source: press-2021-09}
  - {id: attack, type: attack, title: An attack, date: 2021-09-01/2021-09-05, source: press-2021-09}
  - {id: talks, type: talks, title: Talks, date: 2021-09-01/2021-09-05, throughout: true, source: press-2021-09}
  - {id: denied, type: talks, title: Denied, date: 2021-09-03, negated: true, source: press-2021-09}
  - {id: planned, type: summit, title: A plan, date: 2021-10-20, status: scheduled, source: press-2021-09}
"""


def test_a_sparkline_has_a_state_a_day_and_the_better_of_two(desk: SmallDesk) -> None:
    desk.add("more.yaml", STATES)
    view = desk.view()
    fact = view.fact("counted")
    assert fact is not None
    drawn = state_sparkline(view, fact, "x").replace("\N{NO-BREAK SPACE}", " ")
    assert ">Over time: 1,000 on 15 Aug 2021, 2,500 on 10 Sept 2021</title>" in drawn


def test_a_single_state_has_no_line(desk: SmallDesk) -> None:
    desk.add("more.yaml", STATES)
    view = desk.view()
    fact = view.fact("once")
    assert fact is not None
    assert state_sparkline(view, fact, "x") == ""


def test_a_timeline_has_the_latest_and_what_is_planned(desk: SmallDesk) -> None:
    desk.add("more.yaml", STATES)
    view = desk.view()
    ids = ("long-ago", "attack", "talks", "denied", "planned")
    found = [fact for id in ids if (fact := view.fact(id))]
    assert len(found) == 5
    drawn = event_timeline(view, found, lambda fact: str(fact.get("title")), "t", "Timeline").svg
    drawn = drawn.replace("\N{NO-BREAK SPACE}", " ")
    assert (
        '<desc id="chart-t-desc">Timeline. Three events. between 1 and 5 Sept 2021: An attack; 1–5 Sept 2021: Talks; '
        "20 Oct 2021: A plan. Not drawn: 1 earlier event, in the list below.</desc>" in drawn
    )
    # the attack was on one of five days, the talks on all of them
    assert (drawn.count('class="chart-within"'), drawn.count("chart-range chart-solid")) == (2, 2), (
        "one each in the key"
    )
    assert event_timeline(view, found[:2], str, "t", "Timeline").svg == "", "two are told faster than drawn"


def test_a_suspension_overlays_the_membership_beneath_it_whichever_is_filed_first(desk: SmallDesk) -> None:
    desk.add("countries.yaml", "countries: [{id: BLR, name: Belarus}, {id: RUS, name: Russia}]\n"
             "organizations: [{id: EAEU, name: Eurasian Economic Union, type: bloc}]\n")  # fmt: skip
    rows = [("BLR", "full"), ("BLR", "suspended"), ("RUS", "suspended"), ("RUS", "full")]
    desk.add("members.yaml", "memberships:\n" + "".join(
        f"  - {{id: m{number}, member: {member}, of: EAEU, role: {role}, from: 2015, source: factbook-2021}}\n"
        for number, (member, role) in enumerate(rows)
    ))  # fmt: skip
    view = desk.view()
    facts = [fact for id in ("m0", "m1", "m2", "m3") if (fact := view.fact(id))]
    assert len(facts) == 4
    assert roles(view, facts) == {("BLR", "EAEU"): "suspended", ("RUS", "EAEU"): "suspended"}


CODES = [f"{a}{b}{c}" for a in "ABCDE" for b in "ABCD" for c in "ABC"]  # 60


def test_a_grid_of_many_members_comes_in_pieces_that_a_page_has_room_for(desk: SmallDesk) -> None:
    """53 members of the African Union ran over the footer and off the paper."""
    desk.add("many.yaml", "organizations:\n"
             "  - {id: AU, name: African Union, short: AU, type: bloc}\n"
             "  - {id: ICC, name: International Criminal Court, short: ICC, type: international organization}\n"
             "countries:\n" + "".join(f"  - {{id: {code}, name: Land {code}}}\n" for code in CODES) + "memberships:\n"
             + "".join(f"  - {{member: {code}, of: AU, role: full, source: factbook-2021}}\n" for code in CODES)
             + f"  - {{member: {CODES[0]}, of: ICC, role: full, source: factbook-2021}}\n")  # fmt: skip
    view = desk.view()
    drawn = body_grid(view, view.of_kind("memberships"), "g", "Grid").svg
    pieces = re.findall(r'<svg[^>]*class="chart-grid" viewBox="0 0 640 (\d+)".*?</svg>', drawn, re.DOTALL)
    assert len(pieces) == 4 and all(int(high) < 480 for high in pieces)
    wide = drawn[: drawn.index("narrow-form")]
    assert sum(wide.count(f">Land {code}</text>") for code in CODES) == len(CODES)


AMOUNTS = """
countries: [{id: AFG, name: Afghanistan}, {id: IRN, name: Iran}, {id: PAK, name: Pakistan}]
displacement:
  - {id: stock-1, leaving: AFG, into: IRN, measure: hosted, value: 780000 people, as_of: 2020, source: factbook-2021}
  - {id: stock-2, leaving: AFG, into: PAK, measure: hosted, value: 1400000 people, as_of: 2021, source: factbook-2021}
  - {id: flow, leaving: AFG, into: IRN, measure: arrived, status: done, value: 19300 people, source: press-2021-09}
  - {id: plan, leaving: AFG, into: IRN, measure: hosted, status: pledged, value: 100000 people, source: press-2021-09}
  - {id: fear, leaving: AFG, into: IRN, measure: crossed, status: feared, value: 500000 people, source: press-2021-09}
"""


def test_stocks_flows_pledges_and_fears_have_an_axis_each_and_a_title_that_says_the_most(desk: SmallDesk) -> None:
    twice = [line.replace("id: ", "id: less-").replace("value: ", "value: 1") for line in AMOUNTS.splitlines()[3:]]
    desk.add("amounts.yaml", AMOUNTS + "".join(f"{line}\n" for line in twice if "stock" not in line))
    view = desk.view()
    ids = ("flow", "fear", "stock-1", "plan", "stock-2", "less-flow", "less-fear", "less-plan")
    found = [fact for id in ids if (fact := view.fact(id))]
    assert len(found) == len(ids)
    drawn = amount_chart(view, found, lambda fact: fact.id, "a", "Movement").svg
    wide = [svg for svg in re.findall(r"<svg.*?</svg>", drawn, re.DOTALL) if "narrow-form" not in svg]
    titles = [re.findall(r'class="chart-title"[^>]*>([^<:]*): most', svg)[0] for svg in wide]
    assert titles == ["Registered or present", "Arrived or moved", "Planned, pledged or requested", "Feared"]
    assert "Registered or present: most 1,400,000, stock-2" in drawn
    assert all(svg.count('class="chart-axis"') == 1 and "People, " in svg for svg in wide)
    assert "logarithmic" not in drawn


def test_amounts_of_another_unit_are_counted_and_lengths_of_borders_have_their_unit_in_the_title(
    desk: SmallDesk,
) -> None:
    desk.add("amounts.yaml", AMOUNTS + "  - {id: kin, leaving: AFG, into: IRN, measure: arrived, status: done,"
             " value: 90 families, source: press-2021-09}\n"
             "borders: [{between: [AFG, IRN], length: 921 km, as_of: 2021, source: factbook-2021}]\n")  # fmt: skip
    view = desk.view()
    found = [fact for id in ("stock-1", "stock-2", "flow", "kin") if (fact := view.fact(id))]
    drawn = amount_chart(view, found, lambda fact: fact.id, "a", "Movement")
    assert len(found) == 4
    assert "; one number of other sorts in the table only; one number in other units in the table only" in drawn.svg
    assert {fact.id for fact, _ in drawn.claims} == {"stock-1", "stock-2"}  # one flow alone compares nothing
    borders = view.of_kind("borders")
    lengths = amount_chart(view, borders, lambda fact: fact.id, "b", "Borders").svg.replace("\N{NO-BREAK SPACE}", " ")
    assert len(borders) >= 3
    assert re.search(r">Length of borders: most [\d,]+ km, border:", lengths) and ">km, 2021<" in lengths
