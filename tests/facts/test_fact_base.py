"""The fact base and its views: what was true on a day, as known on a day, for readers of a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import dedent, indent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.markings import Marking
from briefings.core.problems import BriefingsError, TextFile
from briefings.facts.agreement import agree, main_quantity
from briefings.facts.disputes import number_dispute
from briefings.facts.fact_base import FactBase
from briefings.facts.origins import origin_count
from briefings.facts.view import View
from briefings.records.entities import Measure
from conftest import SmallDesk, at, base_of

GROUND = dedent("""\
    desk: {title: T, publisher: P, contact: c, region: [AFG], release: "TLP:RED"}
    countries:
      - {id: AFG, name: Afghanistan}
      - {id: TJK, name: Tajikistan}
    organizations:
      - {id: wire-agency, name: Wire agency, type: outlet}
      - {id: map-project, name: Map project, type: outlet}
    measures:
      - {id: killed, label: People killed, unit: people}
    sources:
      - {id: book, publisher: B, title: T, published: 2021-10, medium: reference, reliability: B}
      - {id: june, publisher: B, title: T, published: 2021-06-15, medium: wire, reliability: B}
      - {id: july, publisher: B, title: T, published: 2021-07-07/2021-07-09, medium: press, reliability: C}
      - {id: year, publisher: B, title: T, published: 2021, medium: press, reliability: A}
      - {id: cable, publisher: B, title: T, published: 2021-07-20, medium: official, reliability: A,
         marking: "TLP:AMBER"}
    """)
PUBLISHED = {
    "june": date(2021, 6, 15),
    "july": date(2021, 7, 9),
    "year": date(2021, 12, 31),
    "cable": date(2021, 7, 20),
}
END = "2022-12-31"


def base(*texts: str) -> FactBase:
    return base_of([TextFile(f"facts/{n}.yaml", text) for n, text in enumerate((GROUND, *texts))])


def figure(*claims: str, **fields: str) -> str:
    """A figure with claims, each the inside of a `{…}`."""
    rows = "".join(f"      - {{{claim}}}\n" for claim in claims)
    more = "".join(f"    {key}: {value}\n" for key, value in fields.items())
    return f"figures:\n  - id: x\n    subject: AFG\n    measure: killed\n{more}    claims:\n{rows}"


def values(view: View, id: str = "x") -> list[str]:
    """The numbers of a fact's visible claims, headline first; none where it is not shown."""
    fact = view.fact(id)
    return [str(main_quantity(claim).text) for claim in fact.claims] if fact else []  # type: ignore[union-attr]


def shown(view: View) -> dict[str, list[str]]:
    """Everything a view shows, comparable between bases read from different files."""
    return {
        fact.id: [fact.record.model_dump_json(), *(claim.record.model_dump_json() for claim in fact.claims)]
        for fact in view.facts.values()
    }


# ---------------------------------------------------------------- names and ids


@pytest.mark.parametrize("name", ["TJK", "tjk", "Tajikistan", " tajikistan ", "Tojikiston", "ТОҶИКИСТОН"])
def test_a_country_is_found_by_id_name_and_alias(desk: SmallDesk, name: str) -> None:
    facts = desk.facts()
    assert facts.country(name).id == "TJK"
    assert [f.id for f in View(facts, at("2021-09-17")).of_kind("borders", of=name)] == [
        "border:AFG-TJK",
        "border:KGZ-TJK",
    ]


def test_an_unknown_country_suggests_the_nearest(desk: SmallDesk) -> None:
    with pytest.raises(BriefingsError) as told:
        desk.facts().country("Tajikstan")
    assert (str(told.value), told.value.remedy) == ("no country 'Tajikstan'", "did you mean 'Tajikistan'?")


def test_an_alias_in_a_fact_stands_for_the_id() -> None:
    text = "borders:\n  - {between: [tajikistan, AFG], length: 5 km, source: june}\n"
    assert list(View(base(text), at(END)).facts) == ["border:AFG-TJK"]


@pytest.mark.parametrize(
    ("kind", "record", "id"),
    [
        ("figures", "subject: AFG, measure: districts-held, value: 5", "figure:AFG/districts-held"),
        ("figures", "subject: AFG, by: taliban, measure: districts-held, value: 5",
         "figure:AFG/districts-held@taliban"),
        ("displacement", "leaving: AFG, into: TJK, measure: hosted, value: 5",
         "displacement:AFG-TJK/refugees-hosted"),
        ("displacement", "leaving: AFG, into: {jointly: [TJK, KGZ]}, by: TJK, measure: hosted, value: 5",
         "displacement:AFG-TJK-KGZ/refugees-hosted@TJK"),
        ("displacement", "leaving: AFG, who: internally-displaced, measure: fleeing, value: 5",
         "displacement:AFG/internally-displaced-fleeing"),
    ],
)  # fmt: skip
def test_a_number_needs_no_id_unless_another_counts_the_same(desk: SmallDesk, kind: str, record: str, id: str) -> None:
    row = f"  - {{{record}, as_of: 2021-01, source: factbook-2021}}\n"
    own = f"  - {{id: mine, {record}, as_of: 2021-01, source: factbook-2021}}\n"
    desk.add("more.yaml", f"{kind}:\n{row}{own}")
    assert {id, "mine"} <= set(desk.view().facts)
    desk.add("again.yaml", f"{kind}:\n{row}")
    assert [problem.code for problem in desk.problems()] == ["duplicate-id"]


def test_natural_ids_follow_from_identity(desk: SmallDesk) -> None:
    desk.add(
        "more.yaml",
        dedent("""\
            offices:
              - {holder: rahmon, of: TJK, office: president, from: 1994-11-16, source: factbook-2021}
              - {holder: rahmon, of: CSTO, office: chair, source: press-2021-09}
            designations:
              - {by: KGZ, of: taliban, as: terrorist group, from: 2006, source: factbook-2021}
            memberships:
              - {member: AFG, of: SCO, role: observer, from: 2012~/.., source: factbook-2021}
            """),
    )
    made = {id for id in desk.view().facts if ":" in id}
    assert made == {
        "border:AFG-TJK", "border:KGZ-TJK", "membership:TJK@CSTO/full-1992", "membership:ARM@CSTO/full-1992",
        "membership:KGZ@CSTO/full", "membership:TJK@SCO/founding-2001", "membership:AFG@SCO/observer-2012",
        "office:rahmon@TJK/president-1994", "office:rahmon@CSTO/chair", "designation:KGZ/taliban-2006",
    }  # fmt: skip


def test_queries_ask_by_field_and_any_of_several(desk: SmallDesk) -> None:
    view = desk.view()

    def found(kind: str, **criteria: Any) -> list[str]:
        return [fact.id for fact in view.of_kind(kind, **criteria)]

    assert found("memberships", member="TJK") == ["membership:TJK@CSTO/full-1992", "membership:TJK@SCO/founding-2001"]
    assert found("memberships", of="CSTO", member=["ARM", "KGZ"]) == [
        "membership:ARM@CSTO/full-1992",
        "membership:KGZ@CSTO/full",
    ]
    assert found("displacement", into="TJK", status="pledged") == ["tjk-offer-2021"]
    assert found("events", party="Armenia") == ["summit-2021-09"]
    assert found("forces", in_="TJK") == ["csto-base-tajikistan", "csto-exercise-2021-10"]
    assert found("forces", in_="ARM") == []
    assert {f.id for f in view.about("ARM")} == {"membership:ARM@CSTO/full-1992", "summit-2021-09"}


def test_a_figure_is_about_its_subject(desk: SmallDesk) -> None:
    assert [f.id for f in desk.view().about("AFG", ["figures"])] == ["afg-districts-taliban"]


# ---------------------------------------------------------------- the two clocks


@pytest.mark.parametrize(
    ("as_of", "known", "expected"),
    [
        ("2021-06-14", "2021-06-14", []),
        ("2021-06-15", "2021-06-15", ["1"]),
        ("2021-07-08", "2021-07-08", ["1"]),  # an interval of publication counts as known from its last day
        ("2021-07-09", "2021-07-09", ["2", "1"]),
        ("2021-06-20", "2021-07-09", ["1"]),  # not yet true
        ("2021-07-01", "2021-07-01", ["1"]),  # true of July, but not yet known
        ("2021-07-01", "2021-07-09", ["2", "1"]),  # a month counts from its first day for "true"
        ("2021-12-30", "2021-12-30", ["2", "1"]),
        ("2021-12-31", "2021-12-31", ["2", "3", "1"]),  # a year counts from its last day for "known"
    ],
)
def test_a_claim_is_visible_once_it_is_true_and_known(as_of: str, known: str, expected: list[str]) -> None:
    text = figure(
        "value: 1, as_of: 2021-06-01, source: june, at: 1",
        "value: 2, as_of: 2021-07, source: july, at: 2",
        "value: 3, as_of: 2021-06-30, source: year, at: 3",
    )
    assert values(View(base(text), at(as_of, known))) == expected


def test_a_reference_counts_as_known_before_it_was_published() -> None:
    text = figure("value: 1, as_of: 2020, source: book")
    assert values(View(base(text), at("2020-01-01"))) == ["1"]
    assert values(View(base(text), at("2019-12-31"))) == []


def test_what_the_desk_recorded_later_was_not_known_before() -> None:
    text = figure("value: 1, as_of: 2021-06-01, source: june, recorded: 2021-08-01")
    assert values(View(base(text), at("2021-07-31"))) == []
    assert values(View(base(text), at("2021-06-01", "2021-08-01"))) == ["1"]


EXERCISE = "events:\n  - {id: x, type: summit, date: 2021-10-18, status: scheduled, source: june}\n"


def test_a_scheduled_event_is_true_as_a_plan_from_the_day_it_was_reported() -> None:
    assert list(View(base(EXERCISE), at("2021-06-15")).facts) == ["x"]
    assert list(View(base(EXERCISE), at("2021-06-14")).facts) == []


def test_an_event_that_is_no_plan_is_not_true_before_its_day() -> None:
    done = EXERCISE.replace("scheduled", "done").replace("source: june", "source: book")
    assert list(View(base(done), at("2021-10-17")).facts) == []
    assert list(View(base(done), at("2021-10-18")).facts) == ["x"]


def test_a_fact_whose_time_is_over_is_left_out_unless_asked_for() -> None:
    text = "memberships:\n  - {member: TJK, of: map-project, role: full, from: 2020, until: 2021-06-30, source: book}\n"
    view = View(base(text), at("2021-06-30"))
    later = View(base(text), at("2021-07-01"))
    assert [f.id for f in view.of_kind("memberships")] == ["membership:TJK@map-project/full-2020"]
    assert [f.id for f in later.of_kind("memberships")] == []
    assert [f.id for f in later.of_kind("memberships", ended=True)] == ["membership:TJK@map-project/full-2020"]


def test_what_a_source_denies_is_left_out_unless_asked_for() -> None:
    text = "memberships:\n  - {member: TJK, of: map-project, role: full, negated: true, source: june}\n"
    view = View(base(text), at(END))
    assert [f.id for f in view.of_kind("memberships")] == []
    assert [f.id for f in view.of_kind("memberships", negated=True)] == ["membership:TJK@map-project/full"]


@dataclass(frozen=True)
class Claimed:
    """A claim that hypothesis makes up; `fact` is the number of its figure."""

    fact: int
    value: int
    source: str
    credibility: int
    as_of: date | None
    recorded: date | None
    marking: Marking | None

    def text(self, line: int, key: str = "") -> str:
        parts = [f"value: {self.value}", f"source: {self.source}", f"at: {line}", f"credibility: {self.credibility}"]
        if self.as_of:
            parts.append(f"as_of: {self.as_of}")
        if self.recorded:
            parts.append(f"recorded: {self.recorded}")
        if self.marking:
            parts.append(f'marking: "{self.marking.value}"')
        return "{" + ", ".join([*([key] if key else []), *parts]) + "}"

    @property
    def known(self) -> date | None:
        """By the design's words: `recorded`, else the source's date; a reference always was."""
        return self.recorded or PUBLISHED.get(self.source)


DAYS = st.dates(date(2021, 5, 1), date(2022, 3, 1))
CLAIMS = st.lists(
    st.builds(
        Claimed,
        fact=st.integers(0, 2),
        value=st.integers(1, 9),
        source=st.sampled_from(["book", "june", "july", "year", "cable"]),
        credibility=st.integers(1, 6),
        as_of=st.none() | DAYS,
        recorded=st.none() | DAYS,
        marking=st.none() | st.sampled_from(list(Marking)),
    ),
    max_size=7,
)


def inline(claims: Sequence[tuple[int, Claimed]]) -> str:
    """Figures with their claims inline; a claim's line tells it from the others."""
    text = "figures:\n"
    for number in sorted({claim.fact for _, claim in claims}):
        rows = "".join(f"- {claim.text(line)}\n" for line, claim in claims if claim.fact == number)
        text += f"  - id: f{number}\n    subject: AFG\n    measure: killed\n    claims:\n{indent(rows, ' ' * 6)}"
    return text if claims else ""


@given(CLAIMS, DAYS, DAYS)
def test_a_claim_is_never_visible_before_it_is_known(claims: list[Claimed], as_of: date, known: date) -> None:
    view = View(base(inline(list(enumerate(claims, 1)))), at(str(as_of), str(known), Marking.RED))
    for fact in view.facts.values():
        assert fact.claims
        for claim in fact.claims:
            told = claims[claim.record.at[0] - 1]
            assert told.known is None or told.known <= known


@given(CLAIMS, DAYS, DAYS)
def test_a_view_is_that_of_a_base_which_never_had_the_later_claims(
    claims: list[Claimed], as_of: date, known: date
) -> None:
    every = list(enumerate(claims, 1))
    held = [(line, claim) for line, claim in every if claim.known is None or claim.known <= known]
    here = at(str(as_of), str(known), Marking.RED)
    assert shown(View(base(inline(every)), here)) == shown(View(base(inline(held)), here))


@given(CLAIMS, st.randoms(use_true_random=False))
def test_where_and_in_what_order_claims_are_filed_changes_nothing(claims: list[Claimed], random: Any) -> None:
    """Inline, or apart under `claims:`; in one file or many; in any order."""
    every = list(enumerate(claims, 1))
    first, later = [], []
    for line, claim in every:
        (later if any(claim.fact == other.fact for _, other in first) else first).append((line, claim))
    apart = ["claims:\n  - " + claim.text(line, f"fact: f{claim.fact}") + "\n" for line, claim in later]
    texts = [inline([pair]) for pair in first] + apart
    random.shuffle(texts)
    one, other = View(base(inline(every)), at(END)), View(base(*texts), at(END))
    assert list(shown(one)) == list(shown(other))
    assert shown(one) == shown(other)
    assert [fact.digest for fact in one.facts.values()] == [fact.digest for fact in other.facts.values()]


def test_two_claims_of_one_rank_stand_in_an_order_that_files_do_not_change() -> None:
    one, other = "{fact: x, value: 2, source: june}", "{fact: x, value: 3, source: june}"
    fact = figure("value: 1, source: june")
    left = View(base(fact, f"claims:\n  - {one}\n", f"claims:\n  - {other}\n"), at(END))
    right = View(base(fact, f"claims:\n  - {other}\n", f"claims:\n  - {one}\n"), at(END))
    assert values(left) == values(right)


def test_a_measure_may_name_one_that_is_read_after_it() -> None:
    texts = ["measures:\n  - {id: all, label: all, unit: people, parts: [some]}\n",
             "measures:\n  - {id: some, label: some, unit: people}\n"]  # fmt: skip
    for order in (texts, texts[::-1]):
        assert [measure.id for measure in base(*order).records("measures", Measure)][::2] == ["all", "some"]


def test_reversing_the_files_of_a_desk_changes_nothing(desk: SmallDesk) -> None:
    here = at("2021-09-17")
    assert shown(View(base_of(desk.texts()), here)) == shown(View(base_of(desk.texts()[::-1]), here))
    assert len(desk.view().facts) > 10


# ---------------------------------------------------------------- markings


@given(CLAIMS)
def test_raising_the_release_only_adds_facts(claims: list[Claimed]) -> None:
    facts = base(inline(list(enumerate(claims, 1))))
    seen: set[tuple[str, int]] = set()
    for release in [Marking.CLEAR, Marking.GREEN, Marking.AMBER, Marking.AMBER_STRICT, Marking.RED]:
        view = View(facts, at(END, release=release))
        now = {(fact.id, claim.record.at[0]) for fact in view.facts.values() for claim in fact.claims}
        assert seen <= now
        seen = now
    assert len(seen) == len([c for c in claims if not (c.as_of and c.as_of > date(2022, 12, 31))])


@pytest.mark.parametrize("where", ["fact", "claim", "source"])
def test_what_is_marked_above_the_release_is_not_there(where: str) -> None:
    amber = 'marking: "TLP:AMBER"'
    text = {
        "fact": figure("value: 1, source: june", marking='"TLP:AMBER"'),
        "claim": figure(f"value: 1, source: june, {amber}"),
        "source": figure("value: 1, source: cable"),
    }[where]
    shown_at = [m for m in Marking if values(View(base(text), at(END, release=m)))]
    assert shown_at == [Marking.AMBER, Marking.AMBER_STRICT, Marking.RED]


def test_a_restricted_claim_leaves_no_trace_in_a_lower_view() -> None:
    """Not in the order, not in the count, not in the digest."""
    both = base(figure("value: 1, source: june, at: 1", "value: 2, source: cable, at: 2, credibility: 1"))
    open_only = base(figure("value: 1, source: june, at: 1"))
    low = at(END, release=Marking.GREEN)
    assert shown(View(both, low)) == shown(View(open_only, low)) != {}
    assert View(both, low).facts["x"].digest == View(open_only, low).facts["x"].digest


def test_a_fact_is_marked_as_high_as_the_highest_it_prints() -> None:
    text = figure("value: 1, source: june", "value: 2, source: cable", 'value: 3, source: july, marking: "TLP:GREEN"')
    view = View(base(text), at(END, release=Marking.RED))
    assert view.marking_of(view.facts["x"]) is Marking.AMBER


# ---------------------------------------------------------------- corrections, states, headlines


def test_a_correction_takes_the_place_of_the_claim_it_corrects_once_it_is_known() -> None:
    text = figure(
        "id: x-1, value: 1, as_of: 2021-06-10, source: june, credibility: 1",
        "value: 2, as_of: 2021-06-10, source: july, corrects: x-1, credibility: 4",
    )
    assert values(View(base(text), at("2021-06-15"))) == ["1"]
    assert values(View(base(text), at("2021-07-09"))) == ["2"]


def test_a_new_state_comes_first_and_keeps_the_old_one() -> None:
    text = figure(
        "value: 1, as_of: 2021-06-10, source: june, credibility: 1",
        "value: 2, as_of: 2021-07-01, source: july, credibility: 4",
    )
    assert values(View(base(text), at("2021-06-15"))) == ["1"]
    assert values(View(base(text), at("2021-07-09"))) == ["2", "1"]


@pytest.mark.parametrize(
    ("why", "first", "second"),
    [
        ("preferred", "source: july, credibility: 5, preferred: true, because: R", "source: june, credibility: 1"),
        ("tells a number", "source: july, credibility: 5", "value: not-stated, source: june, credibility: 1"),
        ("a later state", "source: july, as_of: 2021-07-01", "source: june, as_of: 2021-06-10, credibility: 1"),
        ("believed more", "source: july, credibility: 1", "source: june, credibility: 2"),
        ("from a better source", "source: june, credibility: 2", "source: july, credibility: 2"),
        (
            "the later one",
            "source: june, recorded: 2021-06-15, as_of: 2021-06",
            "source: june, as_of: 2021-06-01/2021-06-20",
        ),
        ("happened, not planned", "source: july, status: done", "source: june, status: planned, credibility: 1"),
    ],
)
def test_the_headline_is_the_claim_that_is_trusted_most(why: str, first: str, second: str) -> None:
    def full(claim: str) -> str:
        return claim if "value" in claim else f"value: 7, {claim}"

    for order in ([first, second], [second, first]):
        fact = View(base(figure(*(full(claim) for claim in order))), at(END)).facts["x"]
        told = fact.headline.record
        assert f"source: {told.source}," in f"{first}," and (not told.as_of or told.as_of.text in first), why


def test_a_field_the_headline_lacks_is_told_by_the_next_best_claim() -> None:
    text = dedent("""\
        forces:
          - id: x
            type: base
            of: AFG
            claims:
              - {source: june, credibility: 1, strength: 5 people}
              - {source: july, credibility: 2, strength: 6 people, in: TJK}
        """)
    fact = View(base(text), at(END)).facts["x"]
    assert fact.headline.source.id == "june"
    claim, value = fact.told("in")
    assert (claim.source.id, value) == ("july", ("TJK",))
    assert fact.told("strength")[0].source.id == "june"
    with pytest.raises(AttributeError):
        fact.told("colour")


# ---------------------------------------------------------------- evidence


def test_evidence_counts_origins_and_not_outlets() -> None:
    text = figure(
        "value: 1, source: june, origin: wire-agency",
        "value: 1, source: july, origin: [map-project, wire-agency]",
        "value: 1, source: year, origin: map-project",
        "value: 1, source: cable",
    )
    claims = View(base(text), at(END, release=Marking.RED)).facts["x"].claims
    assert len(claims) == 4
    assert origin_count(claims) == 2  # the map project, by another's word, has it from the wire
    assert origin_count([claim for claim in claims if claim.source.id in ("june", "july")]) == 1


def test_more_independent_origins_make_a_headline() -> None:
    text = figure(
        "value: 10, source: july",
        "value: 20, source: july, at: 2",
        "value: 20, source: july, at: 3, origin: wire-agency",
    )
    assert values(View(base(text), at(END))) == ["20", "20", "10"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1357 km", "843 mi", True),
        ("1344 km", "843 mi", False),
        ("1357 km", "1357000 m", True),
        ("1357 km", "1357.4 km", True),  # within the rounding of the printed digits
        ("1357 km", "1358.5 km", False),
        ("100 people", "~105 people", True),
        ("100 people", "~120 people", False),
        ("<= 100 people", "50..60 people", True),
        ("<= 100 people", "> 200 people", False),
        ("thousands people", "5000 people", True),
        ("thousands people", "50000 people", False),
        ("not-stated", "5 people", True),
        ("5 people", "5 km", True),  # nothing to compare
        ("5", "5 people", True),
    ],
)
def test_claims_agree_where_both_can_be_right(one: str, other: str, expected: bool) -> None:
    text = figure(f'value: "{one}", source: june', f'value: "{other}", source: july')
    a, b = View(base(text), at(END)).facts["x"].claims
    assert agree(a, b) is agree(b, a) is expected


def test_claims_of_one_time_that_cannot_both_be_right_are_a_dispute() -> None:
    text = figure(
        "value: 188, as_of: 2021-07, source: june, credibility: 1",
        "value: 210, as_of: 2021-07-05, source: july, origin: AFG, credibility: 2",
        "value: 188, as_of: 2021-07, source: book, credibility: 3",
    )
    found = number_dispute(View(base(text), at(END)).facts["x"].claims)
    assert found is not None
    assert [main_quantity(claim).text for claim in found.claims] == ["188", "210", "188"]  # type: ignore[union-attr]


def test_claims_of_different_times_are_no_dispute() -> None:
    text = figure("value: 188, as_of: 2021-06, source: june", "value: 210, as_of: 2021-07, source: july")
    assert number_dispute(View(base(text), at(END)).facts["x"].claims) is None


def test_the_claims_of_the_small_desk_border_agree_once_converted(desk: SmallDesk) -> None:
    assert number_dispute(desk.view().facts["border:AFG-TJK"].claims) is None
    desk.edit("borders.yaml", "1357 km", "1344 km")
    desk.edit("borders.yaml", "843 mi,", "843 mi, as_of: 2021,")
    assert number_dispute(desk.view().facts["border:AFG-TJK"].claims) is not None


# ---------------------------------------------------------------- judgements


def test_a_judgement_stands_from_its_day_until_another_supersedes_it(desk: SmallDesk) -> None:
    desk.add(
        "later.yaml",
        dedent("""\
            assessments:
              - id: arrivals-stop
                question: arrivals
                until: 2021-12-31
                text: Arrivals stop.
                likelihood: unlikely
                confidence: low
                basis: [tjk-offer-2021]
                about: TJK
                author: An analyst
                date: 2021-09-20
                supersedes: arrivals-go-on
            """),
    )
    assert [[a.id for a in desk.view(day).assessments()] for day in ["2021-09-16", "2021-09-17", "2021-09-20"]] == [
        [], ["arrivals-go-on"], ["arrivals-stop"],
    ]  # fmt: skip
    assert [s.id for s in desk.view("2021-09-16").signposts()] == []
    assert [s.id for s in desk.view("2021-09-17").signposts("TJK")] == ["camps-opened"]
    assert [s.id for s in desk.view("2021-09-17").signposts("ARM")] == []


def test_a_topic_is_its_tags_kinds_matters_and_named_facts(desk: SmallDesk) -> None:
    from briefings.records.judgements import Topic

    desk.add(
        "scopes.yaml",
        dedent("""\
            topics:
              - {id: kinds, title: T, question: Q, scope: {kinds: [borders, memberships], about: KGZ}}
              - {id: matter, title: T, question: Q, scope: {matters: host-refugees}}
              - {id: named, title: T, question: Q, scope: {facts: "border:AFG-TJK", tags: troops}}
            """),
    )
    view = desk.view()
    topics = view.records("topics", Topic)
    assert {topic.id: {fact.id for fact in view.scope(topic)} for topic in topics} == {
        "refugees": {"tjk-offer-2021", "afg-arrived-tajikistan", "rahmon-refugees-2021-09"},
        "kinds": {"border:KGZ-TJK", "membership:KGZ@CSTO/full"},
        "matter": {"rahmon-refugees-2021-09"},
        "named": {"border:AFG-TJK", "csto-base-tajikistan", "csto-exercise-2021-10"},
    }
