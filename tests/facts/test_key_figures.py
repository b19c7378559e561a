"""Which numbers a page opens with, in which order, and which of them are weak."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefings.core.problems import TextFile
from briefings.facts import key_figures
from briefings.facts.view import View
from conftest import at, base_of
from facts_desk import GROUND

FIRM = (
    "claims: [{value: 9, as_of: 2021-07-01, source: wire-1, credibility: 2}, "
    "{value: 9, as_of: 2021-07-01, source: daily-1, credibility: 2}]"
)
MEASURES = """\
measures:
  - {id: members, label: Members, unit: states}
  - {id: area, label: Area, unit: km²}
  - {id: borders-all, label: Land borders, unit: km, total_of: borders}
sources:
  - {id: agency-1, publisher: Agency, title: T, published: 2021-07-05, medium: state media, reliability: D}
"""


def view(facts: str, picks: str = "") -> View:
    ground = GROUND.replace("name: Afghanistan}", f"name: Afghanistan{picks}}}")
    files = {"a": ground, "b": MEASURES, "c": facts}
    return View(base_of([TextFile(f"facts/{name}.yaml", text) for name, text in files.items()]), at("2022-01-01"))


def figures(*rows: str) -> str:
    return "figures:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def ids(view: View) -> list[str]:
    return [fact.id for fact in key_figures.of_country(view, "AFG")]


def one(claims: str) -> tuple[str, ...]:
    fact = view(figures(f"id: x, subject: AFG, measure: killed, {claims}")).fact("x")
    assert fact is not None
    return key_figures.weaknesses(fact)


def test_weakness_is_said_in_words() -> None:
    assert one(FIRM) == ()
    assert one("value: 9, source: wire-1, credibility: 2") == ("single source",)
    assert one("value: 9, source: agency-1, credibility: 2") == ("single source", "doubtful")
    assert one("value: 9, source: wire-1, credibility: 4") == ("single source", "doubtful")
    assert one("value: 9, source: wire-1") == ("single source", "not judged")
    # two outlets that carry one wire are one source
    relayed = (
        "claims: [{value: 9, source: wire-1, credibility: 2}, "
        "{value: 9, source: daily-1, origin: wire, credibility: 2}]"
    )
    assert one(relayed) == ("single source",)


def test_the_rule_adds_the_subjects_own_and_one_border_and_nothing_to_fill_up() -> None:
    shown = view(
        figures(
            "id: own, subject: AFG, measure: killed, value: 31, date: 2021-07-01, source: wire-1, credibility: 2",
            f"id: firm, subject: AFG, measure: held, {FIRM}",
            "id: words, subject: AFG, measure: killed, value: thousands, source: wire-1, credibility: 2",
            "id: doubtful, subject: AFG, measure: killed, value: 8, source: agency-1, credibility: 2",
            "id: roll, subject: ministry, measure: members, value: 6, items: [AFG], source: wire-1, credibility: 2",
            "id: area-AFG, subject: AFG, measure: area, value: 652230 km², source: wire-1, credibility: 2",
            "id: all, subject: AFG, measure: borders-all, value: 5987 km, source: wire-1, credibility: 2",
        )
        + "displacement:\n"
        "  - {id: pledge, leaving: TJK, into: AFG, measure: hosted, status: pledged, by: AFG, value: 7 people,\n"
        "     source: wire-1, credibility: 2}\n"
        "borders:\n"
        "  - {between: [AFG, TJK], length: 1357 km, as_of: 2021, source: wire-1, credibility: 2}\n"
        "  - {between: [AFG, KGZ], length: 12 km, as_of: 2021, source: wire-1, credibility: 2}\n"
    )
    assert ids(shown) == ["firm", "own", "border:AFG-TJK"]


def test_the_desks_picks_stay_and_a_firm_one_leads() -> None:
    rows = figures(
        "id: weak, subject: AFG, measure: killed, value: 31, date: 2021-07-01, source: agency-1, credibility: 4",
        "id: single, subject: AFG, measure: killed, value: 3, date: 2021-07-01, source: wire-1, credibility: 2",
        f"id: firm, subject: AFG, measure: held, {FIRM}",
    )
    assert ids(view(rows, ", key_figures: [weak, single, firm]")) == ["firm", "weak", "single"]
    assert ids(view(rows, ", key_figures: [weak, firm], leading_figure: weak")) == ["weak", "firm", "single"]
    assert ids(view(rows, ", leading_figure: weak")) == ["weak", "firm", "single"]


CLAIM = st.tuples(st.sampled_from(["wire-1", "agency-1"]), st.sampled_from("123456"), st.booleans())


@given(st.lists(CLAIM, max_size=8), st.integers(0, 3))
def test_a_weak_figure_leads_only_where_none_is_firm(claims: list[tuple[str, str, bool]], borders: int) -> None:
    rows = []
    for number, (source, credibility, second) in enumerate(claims):
        graded = f"{{value: {number + 1}, as_of: 2021-07-01, source: {source}, credibility: {credibility}}}"
        other = (
            f", {{value: {number + 1}, as_of: 2021-07-01, source: daily-1, credibility: {credibility}}}"
            if second
            else ""
        )
        rows.append(f"id: f{number}, subject: AFG, measure: killed, claims: [{graded}{other}]")
    lengths = "".join(
        f"  - {{between: [AFG, {side}], length: 9{side_number} km, as_of: 2021, source: wire-1}}\n"
        for side_number, side in enumerate(("TJK", "KGZ")[:borders])
    )
    shown = view((figures(*rows) if rows else "") + (f"borders:\n{lengths}" if lengths else ""))
    chosen = key_figures.of_country(shown, "AFG")
    assert len(chosen) <= key_figures.MOST
    assert sum(key_figures.is_of_borders(shown, fact) for fact in chosen) <= 1
    if any(not key_figures.weaknesses(fact) for fact in chosen):
        assert not key_figures.weaknesses(chosen[0])
