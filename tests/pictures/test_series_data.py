"""Series of facts with three or more dated values."""

from __future__ import annotations

import re

from briefings.pictures.series_data import fact_series
from conftest import SmallDesk

SERIES = """
displacement:
  - id: counted
    leaving: AFG
    into: KGZ
    measure: arrived
    claims:
      - {value: 1000 people, as_of: 2021-07-15, source: wire-2021-08}
      - {value: 2500 people, as_of: 2021-09-10, source: press-2021-09, credibility: 2}
      - {value: 2000 people, as_of: 2021-09-10, source: wire-2021-08}
      - {value: 1500 people, as_of: 2021-08-15, source: wire-2021-08}
      - {value: 9 people, source: wire-2021-08}
  - id: twice
    leaving: AFG
    into: KGZ
    measure: crossed
    claims:
      - {value: 1000 people, as_of: 2021-08-15, source: wire-2021-08}
      - {value: 1100 people, as_of: 2021-08-16, source: wire-2021-08}
"""


def test_three_dated_values_are_a_line_with_its_break_and_what_was_replaced(desk: SmallDesk) -> None:
    desk.add("more.yaml", SERIES)
    view = desk.view()
    facts = [fact for id in ("counted", "twice") if (fact := view.fact(id))]
    assert len(facts) == 2
    drawn = fact_series(view, facts, lambda fact: fact.id, "s", "Over time").replace("\N{NO-BREAK SPACE}", " ")
    wide, narrow, _ = drawn.split("</svg>")
    (described,) = re.findall(r"<desc[^>]*>([^<]*)<", wide)
    assert described == ("Over time. counted: 1,000 on 15 Jul 2021, 1,500 on 15 Aug 2021, 2,500 on 10 Sept 2021.")
    assert wide.count("<polyline") == 2 and wide.count("stroke-dasharray") == 2, "one stretch and its key"
    assert "People, 15 Jul 2021 to 10 Sept 2021" in wide
    assert ">1,000</text>" in wide and ">2,500</text>" in wide, "the first and the last are labelled"
    assert wide.count('class="chart-rival"') == 2 and "replaced or disputed" in wide
    assert 'aria-hidden="true"' in narrow and "twice" not in drawn, "two values are told in words"


def test_facts_without_three_dates_have_no_chart(desk: SmallDesk) -> None:
    desk.add("more.yaml", SERIES)
    view = desk.view()
    assert fact_series(view, [fact for fact in [view.fact("twice")] if fact], str, "s", "Over time") == ""
