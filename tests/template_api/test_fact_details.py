"""Where an event was and who took part, as a page prints it."""

from __future__ import annotations

import pytest
from test_template_queries import words

from conftest import SmallDesk

EVENTS = """\
events:
  - {id: raid, type: attack, title: Raid on a village, date: 2021-09-14, in: TJK, near: "border:KGZ-TJK",
     place: Vorukh, sites: [Chorku, Surh], status: done, source: press-2021-09,
     parties: [{named: gunmen, capacity: attacker}, {named: villagers, capacity: victim}]}
  - {id: fall, type: coup, title: Fall of a government, date: 2021-09-13, in: KGZ, status: done,
     source: press-2021-09,
     parties: [{who: taliban, capacity: author}, {who: KGZ, capacity: overthrown},
               {who: rahmon, capacity: mediator, mode: remote}]}
  - {id: pact, type: treaty, title: Pact of neighbours, date: 2021-09-12, status: done, source: press-2021-09,
     parties: [{who: TJK, capacity: signatory, state: ratified, since: 2021-09-15},
               {who: KGZ, capacity: signatory, state: in-force}, {who: ARM, capacity: observer, negated: true}]}
"""


@pytest.fixture
def events(desk: SmallDesk) -> str:
    """The events of the week, in words."""
    desk.add("events.yaml", EVENTS)
    run = desk.run("build", "weekly/2021-W37", "--html")
    assert run.code == 0, run.out + run.err
    return words(desk.page("weekly/2021-W37").split("Country by country: what")[-1].split("</section>")[0])


@pytest.mark.parametrize(
    "printed",
    [
        "Raid on a village at Vorukh, Chorku and Surh; with gunmen (attacker), villagers (victim)",
        "Fall of a government by Taliban; with Kyrgyzstan (overthrown), Emomali Rahmon (mediator, remotely)",
        "Pact of neighbours with Tajikistan (signatory, ratified 15 Sept 2021 ), "
        "Kyrgyzstan (signatory, in force), not Armenia (observer)",
        "summit in Dushanbe with Tajikistan (host), Armenia (member)",
    ],
)
def test_places_and_parties_are_printed_with_what_they_are(events: str, printed: str) -> None:
    assert printed in events


def test_a_place_that_the_title_names_is_not_printed_again(desk: SmallDesk) -> None:
    parties = "    in: TJK\n    parties: [{who: TJK, capacity: host}"
    desk.edit("2021-W37.yaml", parties, parties.replace("TJK\n", "TJK\n    place: Dushanbe\n", 1))
    assert desk.run("build", "weekly/2021-W37", "--html").code == 0
    assert "summit in Dushanbe with Tajikistan (host)" in words(desk.page("weekly/2021-W37"))


FORCES = """\
topics:
  - {id: troops, title: Troops, question: Where?, scope: {tags: [posts]}, bottom_line: [Quiet.], recorded: 2021-09-16}
forces:
  - id: post
    type: base
    of: ARM
    tags: [posts]
    claims:
      - {in: TJK, name: Border post, place: Vorukh, sites: [Chorku], strength: 500 people, duration: 3 months,
         distance: 20 km, cost: "<= 9000000 USD", equipment: [{what: aircraft, count: 4}, {what: lorries}],
         outcome: It was given up., note: Seen in a picture., source: press-2021-09, credibility: 2}
      - {status: ongoing, source: wire-2021-08, credibility: 3}
"""


def test_what_is_known_of_a_force_is_printed_with_it_and_cited_no_further(desk: SmallDesk) -> None:
    """The wire says only that it goes on, which is not printed."""
    desk.add("forces.yaml", FORCES)
    run = desk.run("build", "topics/troops", "--html")
    assert run.code == 0, run.out + run.err
    row = desk.page("topics/troops").split('<ul class="forces"')[1].split("</li>")[0].partition(">")[2]
    assert words(row).startswith(
        "Border post (Armenian base in Tajikistan), at Vorukh and Chorku, 500 people , with 4 aircraft, lorries, "
        "20 km from the border, for 3 months , at a cost of up to 9,000,000 US dollars ; outcome: It was given up [1] "
    )
    assert words(row).endswith("Seen in a picture.")
    assert "[2]" not in words(row)
