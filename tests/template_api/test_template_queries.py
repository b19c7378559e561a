"""What queries give to a page, and in which order."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from textwrap import dedent

from conftest import SmallDesk


def words(html: str) -> str:
    """A page's text, its tags taken out and spaces run together."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def built(desk: SmallDesk, name: str) -> str:
    run = desk.run("build", name, "--html")
    assert run.code == 0, run.out + run.err
    return desk.page(name)


def country(desk: SmallDesk, name: str) -> str:
    return built(desk, f"countries/{name}")


def page_with(desk: SmallDesk, text: str, name: str = "countries/tajikistan") -> str:
    """The words of a document's text, once further records are in the file words.yaml."""
    desk.add("words.yaml", text)
    return words(built(desk, name).split("<main")[1].split("</main>")[0])


def test_events_of_a_day_stand_by_their_hour_which_is_printed_in_the_zone_of_the_desk(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "Asia/Tashkent", "Asia/Kabul")
    event = "type: attack, in: TJK, date: 2021-09-14, status: done, source: press-2021-09"
    desk.add(
        "hours.yaml",
        "events:\n"
        f"  - {{id: a, title: Raid of no hour, {event}}}\n"
        f"  - {{id: b, title: Raid at night, time: 23:10, {event}}}\n"
        f"  - {{id: c, title: Raid at dawn, time: ~04:30, {event}}}\n",
    )
    page = country(desk, "tajikistan")
    assert re.findall(r"Raid [a-z ]+", words(page.split('class="timeline"')[1].split("</ol>")[0])) == [
        "Raid at dawn ",
        "Raid at night ",
        "Raid of no hour ",
    ]
    assert 'datetime="2021-09-14T04:30"' in page
    assert "14 Sept 2021, about 04:30 UTC+4:30 Raid at dawn" in words(page)


def test_every_map_says_which_areas_in_dispute_the_desk_has_drawn_with_whom(desk: SmallDesk) -> None:
    assert "Crimea" not in words(country(desk, "tajikistan"))
    desk.add("claimant.yaml", "countries: [{id: UKR, name: Ukraine}]\n")
    desk.edit("desk.yaml", "region: [", "disputed: [{area: Crimea, country: UKR}]\n  region: [")
    assert "do not imply endorsement. Crimea is drawn with Ukraine." in words(country(desk, "tajikistan"))


def test_the_table_of_movements_names_what_is_no_number_of_people(desk: SmallDesk) -> None:
    desk.add(
        "families.yaml",
        dedent("""\
            displacement:
              - {id: families, leaving: AFG, into: TJK, measure: arrived, value: 1200 families,
                 as_of: 2021-09-14, source: press-2021-09}
              - {id: people, leaving: AFG, into: TJK, who: evacuees, measure: evacuated, value: 340 people,
                 as_of: 2021-09-14, source: press-2021-09}
            """),
    )
    table = words(country(desk, "tajikistan").split('<table class="displacement"')[1].split("</table>")[0])
    assert "Afghan refugees arrived in Tajikistan new 1,200 families" in table
    assert "Afghan evacuees evacuated to Tajikistan new 340 14 Sept 2021" in table


def test_borders_stand_by_the_names_that_are_printed(desk: SmallDesk) -> None:
    """Not by codes, of which that of Côte d'Ivoire comes before that of Ghana, and Switzerland's before Germany's."""
    desk.add(
        "more.yaml",
        dedent("""\
            countries:
              - {id: CHN, name: People's Republic}
              - {id: UZB, name: Bukhara}
              - {id: XAA, name: Äland, code: user-assigned}
            borders:
              - {between: [CHN, TJK], length: 477 km, as_of: 2021, source: factbook-2021}
              - {between: [TJK, UZB], length: 1312 km, as_of: 2021, source: factbook-2021}
              - {between: [TJK, XAA], length: 12 km, as_of: 2021, source: factbook-2021}
            """),
    )
    rows = country(desk, "tajikistan").split('<table class="borders"')[1].split("</table>")[0]
    found = [words(row) for row in re.findall(r'<th scope="row">(.*?)</th>', rows)]
    names = [re.sub(r" (new|first reported now|revised)$", "", name) for name in found]
    assert names == ["Afghanistan", "Äland", "Bukhara", "Kyrgyzstan", "People&#39;s Republic"]


def test_a_weak_figure_is_marked_in_words_and_its_tag_has_the_whole_number(desk: SmallDesk) -> None:
    row = "subject: KGZ, measure: killed, as_of: 2021-09-09"
    desk.add(
        "weak.yaml",
        "figures:\n"
        f"  - {{id: single, {row}, value: 123456, source: press-2021-09, credibility: 2}}\n"
        f"  - id: firm\n    subject: KGZ\n    measure: districts-held\n    claims:\n"
        "      - {value: 7, as_of: 2021-08, source: press-2021-09, credibility: 2}\n"
        "      - {value: 7, as_of: 2021-08, source: wire-2021-08, credibility: 2}\n",
    )
    page = country(desk, "kyrgyzstan").split('<ul class="figures')[1].split("</ul>")[0]
    first, *others = page.split("<li")[1:]
    assert "7 districts" in words(first) and "single source" not in first
    (weak,) = [one for one in others if 'data-fact="single"' in one]
    assert "123,000 people" in words("<" + weak) and 'value="123456"' in weak and "single source" in weak


STRIP = """\
people: [{id: ann, name: Ann Example}]
offices:
  - {holder: ann, of: TJK, office: prime-minister, from: 2013-11-23, source: wire-2021-08}
measures:
  - {id: area, label: Area, unit: km²}
  - {id: gdp, label: Economy (GDP), unit: USD}
figures:
  - {id: area-TJK, subject: TJK, measure: area, value: 144100 km², date: 2021, source: factbook-2021}
  - {id: gdp-TJK, subject: TJK, measure: gdp, value: 2522000000 USD, date: 2019, source: cable-2021-09}
"""


def strip_of(page: str) -> list[str]:
    """The words of each part of a page's country facts, without its references."""
    (found,) = re.findall(r'<ul class="strip".*?</ul>', page, re.DOTALL)
    parts = re.findall(r"<li[^>]*>(.*?)</li>", found, re.DOTALL)
    assert parts and all('class="cite"' in part for part in parts), "each has its reference"
    return [" ".join(re.sub(r'<a class="cite".*?</a>|<[^>]+>', "", part).split()) for part in parts]


def test_a_country_opens_with_its_facts_each_with_its_reference_and_none_that_is_withheld(desk: SmallDesk) -> None:
    desk.add("strip.yaml", STRIP)
    parts = strip_of(country(desk, "tajikistan"))
    assert [part for part in parts if not part.startswith("Capital")] == [
        "Prime minister Ann Example, since 23 Nov 2013",
        "Area 144,000 km², 2021",
    ]


def test_a_country_of_which_no_such_fact_is_there_has_no_strip(desk: SmallDesk) -> None:
    desk.add("strip.yaml", STRIP)
    assert 'class="strip"' not in country(desk, "kyrgyzstan")


def rows_by_group(page: str, table: str) -> list[list[str]]:
    """The first cells of a table's rows, by the group that they stand in, each group headed by its own name."""
    groups: list[list[str]] = []
    for found in re.findall(rf'<table class="{table}".*?</table>', page, re.DOTALL):
        for body in re.findall(r"<tbody>(.*?)</tbody>", found, re.DOTALL):
            cells = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>", body, re.DOTALL)
            groups.append([words(re.sub(r"<span class=\"moved.*?</span>", "", cell)) for cell in cells])
    return groups


def test_law_lists_of_names_stand_in_the_order_of_what_is_printed(site: Path) -> None:
    """Not in that of ids, in which Ukraine (UKR) follows the United States (USA) and Åland (ALA) Albania (ALB)."""

    def printed(name: str) -> str:
        return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().casefold()

    seen = 0
    for path in sorted(site.glob("countries/*.html")):
        for names in rows_by_group(path.read_text(encoding="utf-8"), "borders"):
            assert names == sorted(names, key=printed), path.name
            seen += len(names) > 1
    for path in sorted(site.glob("topics/*.html")):
        page = path.read_text(encoding="utf-8")
        for pairs in rows_by_group(page, "borders"):
            assert pairs == sorted(pairs, key=printed), path.name
            seen += len(pairs) > 1
        positions = page.partition(">Positions</h2>")[2].partition("</section>")[0]
        asked = re.findall(r"<b>(.*?):</b>", positions)
        assert asked == sorted(asked, key=printed), path.name
        seen += len(asked) > 1
        members = page.partition('<table class="memberships">')[2].partition("</table>")[0]
        bodies = re.findall(r'<th scope="rowgroup" colspan="4">([^<]*)', members)
        assert bodies == sorted(bodies, key=printed), path.name
        seen += len(bodies) > 1
    assert seen >= 10


def test_parties_are_named_as_in_a_sentence(desk: SmallDesk) -> None:
    desk.add(
        "x.yaml",
        "countries:\n  - {id: USA, name: United States, article: the}\n"
        "events:\n"
        "  - {id: x, type: meeting, title: Talks, in: TJK, status: done, date: 2021-09-14, source: press-2021-09,\n"
        "     parties: [{who: USA, capacity: author}, {who: USA}], tags: [refugees], origin: [USA]}\n",
    )
    page = words(built(desk, "weekly/2021-W37"))
    assert "by the United States; with the United States" in page and "via the United States" in page


def test_a_topic_says_on_paper_how_many_statements_it_has_and_shows_all_on_screen(desk: SmallDesk) -> None:
    rows = "".join(
        f"  - {{id: said-{n}, speaker: rahmon, text: Word {chr(97 + n)}., date: 2021-08-{n + 1:02}, "
        f"source: press-2021-09, tags: [refugees]}}\n"
        for n in range(16)
    )
    desk.add("said.yaml", f"statements:\n{rows}")
    assert desk.run("build", "topics/refugees", "--html").code == 0
    page = desk.page("topics/refugees")
    said = page.split("Statements</h2>")[1].split("</section>")[0]
    count = said.count("<li")
    assert said.count('class="beyond"') == count - 10 > 0
    assert f"10 of {count} shown, one of each speaker and matter first; all of them on screen." in words(said)


BLOCS = "topics: [{id: blocs, title: Blocs, question: Q?, scope: {kinds: [memberships, figures]}%s}]\n"


def test_members_who_joined_alike_stand_in_one_row_each_with_its_source(desk: SmallDesk) -> None:
    countries = "countries: [{id: RUS, name: Russia, adjective: Russian}]\n"
    noted = (
        "{member: RUS, of: CSTO, role: full, from: 1992-05-15, source: factbook-2021, credibility: 2, note: By law.}"
    )
    observer = "{member: AFG, of: CSTO, role: observer, from: 1990, source: factbook-2021, credibility: 2}"
    page = page_with(desk, BLOCS % "" + countries + f"memberships: [{noted}, {observer}]\n", "topics/blocs")
    rows = page.split("Members Role Since Grade ")[1]
    assert rows.startswith(
        "Collective Security Treaty Organization "
        "Armenia [2] , Tajikistan [2] full 15 May 1992 B2 Russia [2] By law. full 15 May 1992 B2 "
        "Kyrgyzstan [3] full no date C2 Afghanistan [2] observer 1990 B2 "
    )


def test_a_key_figure_is_listed_again_only_with_more_to_say_of_it(desk: SmallDesk) -> None:
    figure = "subject: TJK, measure: casualties, as_of: 2021-09-14, source: press-2021-09"
    text = (
        "measures: [{id: casualties, label: Casualties, unit: people}]\n"
        f"figures:\n  - {{id: open, what: Open camps, value: 3 people, {figure}}}\n"
        f"  - {{id: planned, what: Planned camps, value: 4 people, note: By winter., {figure}}}\n"
        f"  - {{id: shut, what: Shut camps, value: 5 people, {figure}}}\n"
    )
    page = page_with(desk, BLOCS % ", key_figures: [open, planned]" + text, "topics/blocs")
    others = page.split("Other figures Figure")[1].split("Gaps")[0]
    assert [
        name for name in ("Open camps", "Planned camps, Tajikistan new By winter.", "Shut camps") if name in others
    ] == [
        "Planned camps, Tajikistan new By winter.",
        "Shut camps",
    ]


def test_of_one_day_the_better_graded_statement_comes_first_whatever_its_id(desk: SmallDesk) -> None:
    said = "speaker: rahmon, date: 2021-09-14, source: press-2021-09, about: [TJK]"
    rows = (f"  - {{id: {id}, text: {text}, credibility: {n}, {said}}}\n" for id, text, n in
            (("zz", "Weak word.", 4), ("aa", "Firm word.", 2), ("mm", "Middling word.", 3)))  # fmt: skip
    page = page_with(desk, "statements:\n" + "".join(rows))
    assert re.findall(r"(\w+) word\.", page.split("Who said what")[1]) == ["Firm", "Middling", "Weak"]
