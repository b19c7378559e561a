"""Series of facts with three or more dated values."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from briefings.pictures.series_chart import DatedValue, Series, series_chart
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


def test_three_dated_values_are_columns_each_with_its_number_and_what_was_replaced(desk: SmallDesk) -> None:
    desk.add("more.yaml", SERIES)
    view = desk.view()
    facts = [fact for id in ("counted", "twice") if (fact := view.fact(id))]
    assert len(facts) == 2
    drawn = fact_series(view, facts, lambda fact: fact.id, "s", "Over time").svg.replace("\N{NO-BREAK SPACE}", " ")
    wide, narrow, _ = drawn.split("</svg>")
    (described,) = re.findall(r"<desc[^>]*>([^<]*)<", wide)
    assert described == ("Over time. counted: 1,000 on 15 Jul 2021, 1,500 on 15 Aug 2021, 2,500 on 10 Sept 2021.")
    assert wide.count("chart-outlined") == 3 and wide.count("chart-solid") == 1, "two of another source, and its key"
    assert ">People, 15 Jul 2021 to 10 Sept 2021: up from<" in wide and ">1,000 to 2,500<" in wide
    assert [f">{number}</text>" in wide for number in ("1,000", "1,500", "2,500")] == [True] * 3
    assert wide.count('class="chart-rival"') == 2 and "replaced or disputed" in wide
    assert 'aria-hidden="true"' in narrow and "twice" not in drawn, "two values are told in words"


def chart_of(*values: list[int], narrow: bool = False) -> str:
    """A chart of series of one measure, their sources alternating."""
    series = []
    for n, numbers in enumerate(values):
        dated = [
            DatedValue(date(2021, 1 + m, 1), Decimal(value), f"{value}", f"1.{1 + m}.", "AB"[m // 3 % 2])
            for m, value in enumerate(numbers)
        ]
        series.append(Series(f"Line {n}", "People, 1.1. to 1.6.", tuple(dated), (), "arrivals"))
    return series_chart(series, key="s", title="Over time", narrow=narrow)


def test_many_values_are_a_line_dashed_where_the_source_changes() -> None:
    drawn = chart_of([1, 4, 2, 8, 5, 7])
    assert drawn.count("<polyline") == 5 and drawn.count("stroke-dasharray") == 2, "one stretch, and in the key"
    assert ">1</text>" in drawn and ">7</text>" in drawn and ">8</text>" not in drawn
    assert ">People, 1.1. to 1.6.: up from 1 to 7<" in drawn


def test_series_of_one_measure_are_on_one_scale() -> None:
    """Small multiples can be compared: a column of 50 is half as high as one of 100 beside it."""
    svg = ElementTree.fromstring(chart_of([10, 20, 100], [50, 20, 10]))
    columns = [e for e in svg.iter() if "chart-dot" in (e.get("class") or "")]
    highs = [float(e.get("height", "")) for e in columns if float(e.get("y", "")) > 20]  # without the key's
    assert highs == [5.8, 11.6, 58, 29, 11.6, 5.8]


def test_facts_without_three_dates_have_no_chart(desk: SmallDesk) -> None:
    desk.add("more.yaml", SERIES)
    view = desk.view()
    assert fact_series(view, [fact for fact in [view.fact("twice")] if fact], str, "s", "Over time").svg == ""
