"""From which day a text of the desk is printed."""

from __future__ import annotations

import pytest

from conftest import SmallDesk

TOPIC = """
topics:
  - id: later
    title: T
    question: Q
    scope: {tags: [x]}
    recorded: DAY
    bottom_line: 'They met {{ fact("summit-2021-09", "date") }}.'
"""


@pytest.mark.parametrize(("day", "codes"), [("2021-09-17", set()), ("2021-08-20", {"quoted-not-known"})])
def test_a_text_of_a_day_to_come_may_quote_what_will_be_known_by_then(
    desk: SmallDesk, day: str, codes: set[str]
) -> None:
    """The desk is put back to August; a topic written in September, or in August, quotes a summit of September."""
    desk.edit("desk.yaml", "today: 2021-09-17", "today: 2021-08-20")
    desk.add("topic.yaml", TOPIC.replace("DAY", day))
    found = {problem.code for problem in desk.problems() if problem.mark.file.path.endswith("topic.yaml")}
    assert found & {"quoted-not-known"} == codes
