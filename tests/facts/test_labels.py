"""Labels that read right, whoever moves and wherever to."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.facts import labels
from briefings.facts.view import View
from conftest import SmallDesk, at, base_of

DESK = """
desk: {title: T, publisher: P, contact: c, region: [FRA], today: 2025-01-01}
sources:
  - {id: s, publisher: UNHCR, title: S, published: 2024-06, medium: official, reliability: A}
countries:
  - {id: AFG, name: Afghanistan, adjective: Afghan}
  - {id: IRN, name: Iran, adjective: Iranian}
  - {id: FRA, name: France}
  - {id: USA, name: United States, article: the, adjective: US}
  - {id: COD, name: DR Congo, adjective: Congolese}
  - {id: COG, name: Congo, adjective: congolese}
  - {id: GIN, name: Guinea, adjective: Guinean}
"""


def label(kind: str, fact: str) -> str:
    """The label of one fact in the desk."""
    text = f"{DESK}{kind}:\n  - {{id: x, {fact}, as_of: 2024-05, source: s}}\n"
    view = View(base_of([TextFile("facts/a.yaml", text)]), at("2025-01-01"))
    return labels.fact_label(view, view.facts["x"])


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        ("leaving: AFG, into: FRA, measure: hosted", "Afghan refugees hosted in France"),
        (
            "leaving: AFG, into: FRA, who: asylum-seekers, measure: registered",
            "Afghan asylum-seekers registered in France",
        ),
        (
            "leaving: AFG, into: AFG, who: internally-displaced, measure: hosted",
            "Internally displaced people in Afghanistan",
        ),
        ("leaving: AFG, who: internally-displaced, measure: hosted", "Internally displaced people in Afghanistan"),
        (
            "leaving: AFG, into: AFG, who: internally-displaced, measure: registered",
            "Internally displaced people registered in Afghanistan",
        ),
        (
            "leaving: AFG, who: internally-displaced, measure: hosted, status: feared",
            "Internally displaced people expected in Afghanistan (feared)",
        ),
        ("leaving: IRN, into: AFG, who: returnees, measure: arrived", "Returnees from Iran arrived in Afghanistan"),
        ("leaving: AFG, into: AFG, who: returnees, measure: registered", "Returnees registered in Afghanistan"),
        (
            "leaving: IRN, into: AFG, who: deported, measure: arrived",
            "People deported from Iran arrived in Afghanistan",
        ),
        ("leaving: IRN, into: AFG, who: crossings, measure: crossed", "Border crossings from Iran into Afghanistan"),
        (
            "leaving: AFG, into: IRN, who: stateless, measure: hosted",
            "Stateless people from Afghanistan hosted in Iran",
        ),
        ("leaving: AFG, into: AFG, who: stateless, measure: registered", "Stateless people registered in Afghanistan"),
        (
            "leaving: AFG, into: USA, who: evacuees, measure: evacuated",
            "Afghan evacuees evacuated to the United States",
        ),
        ("leaving: FRA, into: USA, measure: hosted", "Refugees from France hosted in the United States"),
        ("leaving: COD, into: FRA, measure: hosted", "Refugees from DR Congo hosted in France"),
        ("leaving: COG, into: FRA, measure: hosted", "Refugees from Congo hosted in France"),
        ("leaving: GIN, into: FRA, measure: hosted", "Guinean refugees hosted in France"),
        ("leaving: COD, into: COG, who: nationals, of: COD, measure: hosted", "Nationals of DR Congo hosted in Congo"),
    ],
)
def test_a_displacement_is_called_what_it_is(fact: str, printed: str) -> None:
    assert label("displacement", fact) == printed


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        ("type: base, of: USA, in: FRA", "US base in France"),
        ("type: base, of: FRA, in: USA", "France base in the United States"),
        ("type: deployment, of: COD, in: COG", "DR Congo deployment in Congo"),
    ],
)
def test_a_force_is_called_by_whose_it_is(fact: str, printed: str) -> None:
    assert label("forces", fact) == printed


@pytest.mark.parametrize(
    ("subjects", "label"),
    [
        ({"f": "f"}, "People killed: People killed"),
        ({"f": "g", "g": "f"}, "People killed: People killed"),
        ({"f": "g", "g": "h", "h": "f"}, "People killed: People killed"),
        ({"f": "g", "g": "TJK"}, "People killed: People killed, Tajikistan"),
        ({"f": "TJK"}, "People killed, Tajikistan"),
    ],
)
def test_figures_about_figures_are_named_in_a_circle_too(desk: SmallDesk, subjects: dict[str, str], label: str) -> None:
    told = "measure: killed, value: 5, as_of: 2021-09-01, source: press-2021-09, credibility: 2"
    lines = [f"  - {{id: {id}, subject: {subject}, {told}}}" for id, subject in subjects.items()]
    desk.add("circle.yaml", "\n".join(["figures:", *lines, ""]))
    view = desk.view()
    assert labels.fact_label(view, view.facts["f"]) == label
