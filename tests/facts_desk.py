"""A desk of a few countries and sources, to which a test adds facts."""

from __future__ import annotations

from textwrap import dedent

from briefings.core.problems import TextFile
from briefings.facts.claims import Fact
from briefings.facts.view import View
from conftest import at, base_of

GROUND = dedent("""\
    desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}
    countries:
      - {id: AFG, name: Afghanistan}
      - {id: TJK, name: Tajikistan}
      - {id: KGZ, name: Kyrgyzstan}
    organizations:
      - {id: wire, name: The Wire, type: outlet}
      - {id: daily, name: The Daily, type: outlet}
      - {id: ministry, name: Ministry, type: government body}
    measures:
      - {id: killed, label: People killed, unit: people}
      - {id: held, label: Length held, unit: km}
    matters:
      - {id: talks, question: Talks}
    sources:
      - {id: wire-1, publisher: The Wire, title: T, published: 2021-07-01, medium: wire, reliability: B}
      - {id: wire-2, publisher: The Wire, title: T, published: 2021-07-02, medium: wire, reliability: B}
      - {id: daily-1, publisher: The Daily, title: T, published: 2021-07-03, medium: press, reliability: C}
      - {id: post-1, publisher: Post, title: T, published: 2021-07-04, medium: press, reliability: C}
    """)


def view(text: str, ground: str = GROUND) -> View:
    return View(base_of([TextFile("facts/a.yaml", ground), TextFile("facts/b.yaml", text)]), at("2022-01-01"))


def fact(kind: str, identity: str, *claims: str) -> Fact:
    """One fact with claims, each the inside of a `{…}`."""
    rows = "".join(f"      - {{{claim}}}\n" for claim in claims)
    (only,) = view(f"{kind}:\n  - id: x\n{identity}    claims:\n{rows}").facts.values()
    return only


def figure(*claims: str, measure: str = "killed") -> Fact:
    return fact("figures", f"    subject: AFG\n    measure: {measure}\n", *claims)
