"""What came of a plan, as pages print it: held, postponed, cancelled, or still ahead."""

from __future__ import annotations

import pytest
from test_template_queries import page_with

from conftest import SmallDesk

HEAD = "events:\n  - id: talks\n    type: talks\n    title: Talks on water\n    claims:\n"
PLAN = "      - {in: TJK, status: scheduled, date: 2021-09-03, source: wire-2021-08}\n"
SINGLE = "events:\n  - {id: talks, type: talks, title: Talks on water, in: TJK, source: press-2021-09, "


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            HEAD + PLAN + "      - {in: TJK, status: postponed, date: 2021-10-09, source: press-2021-09}\n",
            "9 Oct 2021 Talks on water (postponed from 3 Sept [",
        ),
        (SINGLE + "status: postponed, planned_for: 2021-10-03, date: 2021-10-09}\n",
         "9 Oct 2021 Talks on water (postponed from 3 to 9 Oct 2021 )"),
        (SINGLE + "status: postponed, planned_for: 2021-09-03}\n",
         "no date Talks on water (postponed from 3 Sept 2021 , no new day)"),
        (SINGLE + "status: postponed}\n", "no date Talks on water (postponed, no new day)"),
        (SINGLE + "status: postponed, date: 2021-10-09}\n", "9 Oct 2021 Talks on water (postponed to 9 Oct 2021 )"),
        (SINGLE + "status: cancelled, date: 2021-10-09}\n", "9 Oct 2021 Talks on water (cancelled)"),
    ],
)  # fmt: skip
def test_the_outlook_prints_what_became_of_a_plan(desk: SmallDesk, text: str, printed: str) -> None:
    outlook = page_with(desk, text).split("Outlook")[1]
    assert printed in outlook, outlook[:400]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            HEAD + PLAN + "      - {in: TJK, status: cancelled, source: press-2021-09}\n",
            "3 Sept 2021 Talks on water: cancelled",
        ),
        (
            HEAD + PLAN + "      - {in: TJK, status: postponed, source: press-2021-09}\n",
            "3 Sept 2021 Talks on water: postponed from 3 Sept 2021 [3] , no new day",
        ),
        (SINGLE + "status: cancelled, date: 2021-09-14}\n", "14 Sept 2021 Talks on water: cancelled"),
    ],
)  # fmt: skip
def test_a_timeline_prints_what_did_not_happen(desk: SmallDesk, text: str, printed: str) -> None:
    timeline = page_with(desk, text).split("Timeline")[1]
    assert printed in timeline, timeline[:400]


def test_a_week_prints_what_did_not_happen_in_it(desk: SmallDesk) -> None:
    page = page_with(desk, SINGLE + "status: cancelled, date: 2021-09-14}\n", "weekly/2021-W37")
    assert "14 Sept 2021 Talks on water: cancelled" in page.split("Country by country: what")[-1]


def test_a_topic_prints_the_plans_that_have_its_tag(desk: SmallDesk) -> None:
    plan = SINGLE + "status: scheduled, date: 2021-10-09, tags: [refugees]}\n"
    page = page_with(desk, plan, "topics/refugees")
    assert "9 Oct 2021 Talks on water" in page.split("Outlook")[-1]
