"""The words of a source beside a number: who sees them, and where their address leads."""

from __future__ import annotations

from textwrap import dedent

import pytest

from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts.claims import Claim
from briefings.facts.view import View
from briefings.template_api.source_words import address_of_words, shown_quote, shown_readings
from conftest import at, base_of


def seen(source: str = "", claim: str = "", release: Marking = Marking.GREEN) -> tuple[View, Claim]:
    text = dedent(f"""\
        desk: {{title: T, publisher: P, contact: c, region: [AFG], release: TLP:GREEN, today: 2022-01-01}}
        countries: [{{id: AFG, name: Afghanistan}}]
        measures: [{{id: held, label: Held, unit: districts}}]
        sources:
          - {{id: wire-1, publisher: Wire, title: T, published: 2021-07-01, medium: wire, reliability: B{source}}}
        figures:
          - {{id: x, subject: AFG, measure: held, value: 188, source: wire-1, at: 2, quote: "188 counties",
             read_as: "188 counties -> 188"{claim}}}
        """)
    view = View(base_of([TextFile("facts/a.yaml", text)]), at("2022-01-01", release=release))
    return view, view.facts["x"].headline


def test_readers_of_the_desk_see_the_words_and_how_they_are_read() -> None:
    assert shown_quote(*seen()) == "188 counties"
    assert shown_readings(*seen()) == ["“188 counties” as 188"]


@pytest.mark.parametrize("how", [{"source": ", quotable: false"}, {"release": Marking.CLEAR}])
def test_no_words_of_a_source_are_shown_that_may_not_be_quoted_or_below_the_desks_release(how: dict[str, str]) -> None:
    assert shown_quote(*seen(**how)) == ""  # type: ignore[arg-type]
    assert shown_readings(*seen(**how)) == ["188"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://wire.example/a", "https://wire.example/a#:~:text=188%20counties%2C%2020%2Dodd%20%26%20more"),
        ("https://wire.example/a#top", "https://wire.example/a#top:~:text=188%20counties%2C%2020%2Dodd%20%26%20more"),
        ("javascript:alert(1)", ""),
        ("wire.example/a", ""),
    ],
)
def test_the_address_leads_to_the_words(url: str, address: str) -> None:
    _, claim = seen(source=f', url: "{url}"')
    assert address_of_words(claim.source, "188 counties, 20-odd & more") == address
