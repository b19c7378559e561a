"""Dates and memberships as a reader of the pages sees them."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from conftest import SmallDesk


def words(html: str) -> str:
    """A page's text, its tags taken out and spaces run together."""
    return re.sub(r" ([,;:.)])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", html).split())).replace("( ", "(")


def page(desk: SmallDesk, text: str, name: str = "armenia", day: str = "2021-09-17") -> str:
    """The page of a country of a day, with more facts."""
    (desk.root / "facts/more.yaml").write_text(dedent(text), encoding="utf-8")
    run = desk.run("build", f"countries/{name}", "--html", "--as-of", day)
    assert run.code == 0, run.out + run.err
    return desk.page(f"countries/{name}")


def section(html: str, heading: str) -> str:
    return words(html.split(f"<h2>{heading}</h2>")[1].split("</section>")[0])


ECOWAS = """
    organizations:
      - {id: ECO, name: Economic Community, short: ECO, type: bloc}
    sources:
      - {id: notice-2019, publisher: Notice, title: N, published: 2019-01-30, medium: official, reliability: A}
      - {id: leave-2020, publisher: Leave, title: L, published: 2020-02-01, medium: wire, reliability: B}
    memberships:
      - {member: ARM, of: ECO, role: full, from: 1975-05-28, source: factbook-2021}
"""
NOTICE = """
      - {member: ARM, of: ECO, role: withdrawing, from: 2019-01-29, until: 2020-01-29, source: notice-2019}
"""
NO_DAY = NOTICE.replace("until: 2020-01-29, ", "")
SUSPENDED = """
      - {member: ARM, of: ECO, role: suspended, from: 2012-06-28, source: notice-2019}
"""
END = """
    claims:
      - {fact: "membership:ARM@ECO/full-1975", until: 2020-01-29, source: leave-2020}
"""


@pytest.mark.parametrize(
    ("more", "day", "row"),
    [
        ("", "2021-09-17", r"ECO full 1975 \[\d+\]"),
        (SUSPENDED, "2021-09-17", r"ECO full, suspended since 28 Jun 2012 \[\d+\] 1975 \[\d+\]"),
        (NOTICE, "2019-06-01", r"ECO full, under notice, leaves 29 Jan 2020 \[\d+\] 1975 \[\d+\]"),
        (NOTICE, "2020-01-29", r"ECO full, under notice, leaves 29 Jan 2020 \[\d+\] 1975 \[\d+\]"),
        (NOTICE, "2020-01-30", r"ECO former member 1975 ?– ?2020 \[\d+\] \[\d+\]"),
        (NO_DAY, "2021-09-17", r"ECO full, under notice since 29 Jan 2019 \[\d+\] 1975"),
        (NOTICE.replace("source", "status: cancelled, source"), "2021-09-17", r"ECO full 1975"),
        (SUSPENDED + NOTICE, "2019-06-01", r"ECO full, suspended since 28 Jun 2012 \[\d+\], under notice, leaves"),
        (END, "2020-06-01", r"ECO former member 1975 ?– ?2020 \[\d+\] \[\d+\]"),
        (END, "2024-12-01", r"ECO former member 1975 ?– ?2020 \[\d+\] \[\d+\]"),
        (END, "2020-01-01", r"ECO full 1975 \[\d+\]"),  # not known before its source
    ],
)  # fmt: skip
def test_an_end_or_what_overlays_a_membership_stands_in_its_row(desk: SmallDesk, more: str, day: str, row: str) -> None:
    rows = section(page(desk, ECOWAS + more, day=day), "Memberships")
    assert re.search(row, rows), rows
    assert rows.count("ECO") == 1, "one row for the body"


def test_a_role_that_ended_long_ago_is_left_out_unless_nothing_else_is_held(desk: SmallDesk) -> None:
    rows = section(page(desk, ECOWAS + END, day="2025-03-01"), "Memberships")
    assert "ECO" not in rows and "CSTO full 1992" in rows
    desk.edit(
        "memberships.yaml",
        "  - {member: ARM, of: CSTO, role: full, from: 1992-05-15, source: factbook-2021, credibility: 2}\n",
        "",
    )
    rows = section(page(desk, ECOWAS + END, day="2025-03-01"), "Memberships")
    assert "ECO former member" in rows and "No data" not in rows


def test_a_role_that_another_followed_is_left_out(desk: SmallDesk) -> None:
    roles = """
        memberships:
          - {member: ARM, of: SCO, role: observer, from: 2015, until: 2021-07-04, source: factbook-2021}
          - {member: ARM, of: SCO, role: full, from: 2021-07-04, source: factbook-2021}
    """
    rows = section(page(desk, roles), "Memberships")
    assert "SCO full 2021" in rows and "observer" not in rows


DONE = "type: exercise, of: ARM, in: ARM, what: Drill, status: done"
ONGOING = DONE.replace("done", "ongoing")


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        (f"{DONE}, from: 2021-09-01, until: 2021-09-10", "Drill, 1–10 Sept 2021"),
        (f"{DONE}, from: 2021-09-01/2021-09-10", "Drill, 1–10 Sept 2021"),
        (f"{DONE}, from: 2021-08~/2021-09-16, throughout: false", "Drill, between about Aug and 16 Sept 2021"),
        (f"{ONGOING}, from: 2021-08/2021-09-10, throughout: false", "Drill, beginning between Aug and 10 Sept 2021"),
        (
            f"{ONGOING}, from: 2021-08/2021-09, until: 2021-10",
            "Drill, beginning between Aug and Sept 2021, ending Oct 2021",
        ),
        (f"{ONGOING}, from: ../2021-09-10", "Drill, beginning by 10 Sept 2021"),
        (f"{ONGOING}, until: 2022", "Drill, until 2022"),
    ],
)  # fmt: skip
def test_the_days_of_a_force_are_no_longer_than_its_source_tells(desk: SmallDesk, fact: str, printed: str) -> None:
    html = page(desk, f"forces:\n  - {{id: it, {fact}, source: press-2021-09}}\n")
    assert f"{printed} [" in section(html, "Forces, bases, exercises").replace(",, ", ", ")


def test_a_force_of_long_ago_is_left_out_where_others_are_held(desk: SmallDesk) -> None:
    """An end by another source is cited with it."""
    forces = """
        forces:
          - {id: old, type: base, of: ARM, in: ARM, what: Old base, until: 2014-06-03, source: factbook-2021}
          - {id: war, type: deployment, of: ARM, in: ARM, what: Old war, from: 1980/1989, throughout: false,
             status: done, source: factbook-2021}
          - {id: new, type: base, of: ARM, in: ARM, what: New base, from: 2019, status: ongoing, source: wire-2021-08}
    """
    html = page(
        desk,
        forces + "\nclaims:\n  - {fact: new, until: 2021-09-02, source: press-2021-09}\n".replace("\n", "\n        "),
    )
    listed = section(html, "Forces, bases, exercises")
    assert "Old" not in listed
    assert re.search(r"New base, from 2019, until 2 Sept 2021 \[\d+\]", listed)
    old = page(desk, forces, day="2005-01-01")
    assert "Old war, between 1980 and 1989" in section(old, "Forces, bases, exercises"), "nothing else is held"


EVENTS = {
    "date: 2021-09-12/2021-09-15,": "between 12 and 15 Sept 2021",
    "date: 2021-09-12/2021-09-15, throughout: true,": "12–15 Sept 2021",
    "date: ../2021-09-15,": "by 15 Sept 2021",
    "from: 2021-09-11, until: 2021-09-12,": "11–12 Sept 2021",
    "from: 2021-09-11,": "from 11 Sept 2021",
    "as_of: 2021-09-13,": "as of 13 Sept 2021",
    "": "reported 16 Sept 2021",
}


def test_the_day_of_an_event_is_told_as_well_as_it_is_known(desk: SmallDesk) -> None:
    rows = [
        f"  - {{id: it{number}, type: talks, title: Talks {'x' * number}., {date} in: ARM, source: press-2021-09}}\n"
        for number, date in enumerate(EVENTS, 1)
    ]
    desk.add("more.yaml", "events:\n" + "".join(rows))
    run = desk.run("build", "weekly/2021-W37", "--html")
    assert run.code == 0, run.out + run.err
    shown = words(desk.page("weekly/2021-W37"))
    printed = [re.search(rf"[^]]*(?=Talks {'x' * number} )", shown) for number in range(1, len(EVENTS) + 1)]
    days = [found[0].strip() for found in printed if found]
    assert [day for day, wanted in zip(days, EVENTS.values(), strict=True) if not day.endswith(wanted)] == []


def test_a_statement_and_a_figure_without_a_day_are_reported(desk: SmallDesk) -> None:
    text = """
        statements:
          - {id: said, speaker: ARM, text: Peace is near., source: wire-2021-08}
        displacement:
          - {id: moved, leaving: AFG, into: ARM, measure: hosted, status: pledged, value: 500 people, by: ARM,
             source: wire-2021-08}
    """
    desk.edit("entities.yaml", "{id: ARM, name: Armenia", "{id: ARM, key_figures: [moved], name: Armenia")
    html = page(desk, text)
    assert "500 reported 20 Aug 2021" in section(html, "Displacement")
    figures = words(html.split("Key figures</h2>")[1].split("</section>")[0])
    assert "reported 20 Aug 2021" in figures
    assert "Armenia (reported 20 Aug 2021): Peace is near." in words(html)


@pytest.mark.parametrize(
    ("claim", "field"), [("as_of: 2021-08-15,", "as_of"), ("from: 2021-08-15,", "from"), ("", "published")]
)
def test_a_printed_day_names_the_field_that_it_is_from(desk: SmallDesk, claim: str, field: str) -> None:
    moved = f"id: it, leaving: AFG, into: ARM, measure: arrived, value: 5, {claim} source: wire-2021-08"
    html = page(desk, f"displacement:\n  - {{{moved}}}\n")
    days = re.findall(r'<time class="fact"[^>]* data-fact="it"[^>]* data-field="(\w+)"', html)
    assert days and set(days) == {field}


def test_a_page_of_an_earlier_year_shows_what_stood_with_its_as_of(desk: SmallDesk) -> None:
    desk.add(
        "roll.yaml",
        "memberships:\n  - {member: TJK, of: map-project, role: full, as_of: 2021, source: factbook-2021}\n",
    )
    html = page(desk, "", "tajikistan", "2015-01-01")
    assert "Afghanistan 1,357 km as of 2021" in section(html, "Borders")
    assert re.search(r"Map project full as of 2021 \[\d+\]", section(html, "Memberships"))
    assert "as of" not in section(page(desk, "", "tajikistan"), "Borders"), "on a day after it was measured"
