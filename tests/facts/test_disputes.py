"""Contradictions: between claims and between rivals, symmetric, in any order and unit; and why one is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.facts import disputes
from briefings.facts.agreement import agree, main_quantity
from briefings.facts.claim_ranking import rank_reason
from briefings.facts.claims import Fact
from briefings.facts.revisions import revises
from conftest import SmallDesk
from facts_desk import fact, figure, view


def told(dispute: disputes.Dispute) -> list[str]:
    return [value.text for claim in dispute.claims if (value := main_quantity(claim)) is not None]


# ---------------------------------------------------------------- numbers

SOURCES = ("wire-1", "wire-2", "daily-1", "post-1")
NUMBERS = st.integers(1, 400)
AMOUNTS = st.one_of(
    NUMBERS.map(str),
    NUMBERS.map("~{}".format),
    NUMBERS.map('"<= {}"'.format),
    NUMBERS.map('">= {}"'.format),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: f"{min(pair)}..{max(pair)}"),
)
DAYS = st.sampled_from(("2021-06", "2021-06-10", "2021-07", "2021-06/2021-07", "2021-05-01"))
CLAIMS = st.lists(
    st.tuples(AMOUNTS, DAYS, st.sampled_from(SOURCES), st.sampled_from("123456")).map(
        lambda parts: "value: {}, as_of: {}, source: {}, credibility: {}".format(*parts)
    ),
    min_size=2,
    max_size=5,
    unique=True,
)


@given(CLAIMS, st.randoms())
def test_disputes_do_not_depend_on_the_order_in_which_claims_are_written(claims: list[str], random: object) -> None:
    """The same groups, the same best, the same reason."""
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def read(order: list[str]) -> list[tuple[object, ...]]:
        return [
            (d.about, d.reason.ground, repr(d.best.record), sorted(repr(claim.record) for claim in d.claims))
            for d in disputes.within_fact(figure(*order))
        ]

    assert read(claims) == read(shuffled)


@given(CLAIMS)
def test_a_claim_is_in_a_dispute_exactly_where_another_of_its_time_excludes_it(claims: list[str]) -> None:
    held = figure(*claims)
    found = disputes.within_fact(held)
    clashing = {
        id(one)
        for one, other in permutations(held.claims, 2)
        if not agree(one, other)
        and one.true_on.overlaps(other.true_on)
        and not any(revises(third, claim) for claim in (one, other) for third in held.claims)
    }
    in_dispute = {id(claim) for dispute in found for claim in dispute.claims}
    assert clashing <= in_dispute <= clashing | {id(held.headline)}
    for dispute in found:
        assert dispute.reason.best is dispute.best
        assert not agree(dispute.reason.best, dispute.reason.other) or dispute.best is held.headline


@dataclass(frozen=True)
class Length:
    """A length to be written in any unit."""

    form: str
    low: int
    high: int

    def text(self, unit: str) -> str:
        scale = {"km": Decimal(1), "m": Decimal(1000), "mi": 1 / Decimal("1.609344")}[unit]
        places = Decimal("1e-9") if unit == "mi" else Decimal(1)  # a number of 28 digits leaves no room for rounding
        low, high = ((bound * scale).quantize(places) for bound in (self.low, self.high))
        return f'"{self.form.format(low, high)} {unit}"'


LENGTHS = st.builds(
    lambda form, a, b: Length(form, 10 * min(a, b), 10 * max(a, b) + 5),
    st.sampled_from(("{}", "~{}", "<= {}", ">= {}", "{}..{}")),
    st.integers(1, 40),
    st.integers(1, 40),
)


@given(st.lists(st.tuples(LENGTHS, st.sampled_from(("km", "m", "mi"))), min_size=2, max_size=5))
def test_claims_in_other_units_are_in_the_same_disputes(lengths: list[tuple[Length, str]]) -> None:
    """Lengths are whole fives of kilometres apart, so that the rounding of their digits decides nothing."""
    claim = "value: {}, as_of: 2021-06, source: wire-1, at: {}, credibility: 2"

    def groups(units: list[str]) -> set[frozenset[object]]:
        texts = [
            claim.format(one.text(unit), n + 1) for n, ((one, _), unit) in enumerate(zip(lengths, units, strict=True))
        ]
        found = disputes.within_fact(figure(*texts, measure="held"))
        return {frozenset(claim.record.at for claim in dispute.claims) for dispute in found}

    assert groups(["km"] * len(lengths)) == groups([unit for _, unit in lengths])


@given(LENGTHS, st.sampled_from(("m", "mi")))
def test_a_length_agrees_with_itself_in_another_unit(length: Length, unit: str) -> None:
    claim = "value: {}, as_of: 2021-06, source: {}, credibility: 2"
    held = figure(claim.format(length.text("km"), "wire-1"), claim.format(length.text(unit), "daily-1"), measure="held")
    assert agree(*held.claims)
    assert agree(*reversed(held.claims))
    assert disputes.within_fact(held) == ()


# tense: what is no dispute
@pytest.mark.parametrize(
    "claims",
    [
        ("value: 5, as_of: 2021-06, source: wire-1", "value: 9, as_of: 2021-07, source: daily-1"),  # another time
        ("value: 5, as_of: 2021-06, source: wire-1", "value: 5 people, as_of: 2021-06, source: daily-1"),
        ("value: 5 km, as_of: 2021-06, source: wire-1", "value: 9 people, as_of: 2021-06, source: daily-1"),
        ("value: 5, as_of: 2021-06, source: wire-1", "value: not-stated, as_of: 2021-06, source: daily-1"),
        ('value: "<= 9", as_of: 2021-06, source: wire-1', "value: 5, as_of: 2021-06, source: daily-1"),
        ("value: ~100, as_of: 2021-06, source: wire-1", "value: 108, as_of: 2021-06, source: daily-1"),
    ],
)
def test_what_can_all_be_right_is_no_dispute(claims: tuple[str, str]) -> None:
    assert disputes.within_fact(figure(*claims)) == ()


def test_five_killed_are_not_six() -> None:
    held = figure("value: 5, as_of: 2021-06, source: wire-1", "value: 6, as_of: 2021-06, source: daily-1")
    assert [told(dispute) for dispute in disputes.within_fact(held)] == [["5", "6"]]


def test_low_and_high_are_told_by_size_and_not_by_digits() -> None:
    held = figure(
        "value: 100 km, as_of: 2021-06, source: wire-1, credibility: 1",
        "value: 90 mi, as_of: 2021-06, source: daily-1, credibility: 2",
        "value: 70000 m, as_of: 2021-06, source: post-1, credibility: 3",
        measure="held",
    )
    (found,) = disputes.within_fact(held)
    assert [main_quantity(c).text for c in (found.low, found.best, found.high)] == ["70000 m", "100 km", "90 mi"]  # type: ignore[union-attr]


def test_a_dispute_of_another_time_is_not_one_about_the_number_printed() -> None:
    held = figure(
        "value: 9, as_of: 2021-07, source: wire-1, credibility: 1",
        "value: 5, as_of: 2021-05, source: daily-1, credibility: 2",
        "value: 7, as_of: 2021-05, source: post-1, credibility: 2",
    )
    assert [told(dispute) for dispute in disputes.within_fact(held)] == [["7", "5"]]
    assert disputes.number_dispute(held.claims) is None


@pytest.mark.parametrize(
    ("denied", "disputed"),
    [("5", True), ("6", False), ("not-stated", True)],
)
def test_a_denied_number_contradicts_only_an_equal_one(denied: str, disputed: bool) -> None:
    claim = "as_of: 2021-06, source: {}, value: {}"
    held = figure(claim.format("wire-1", "5"), claim.format("daily-1", denied) + ", negated: true")
    assert [dispute.about for dispute in disputes.within_fact(held)] == (["whether"] if disputed else [])


def test_a_denied_number_of_another_unit_contradicts_nothing() -> None:
    claim = "as_of: 2021-06, source: {}, value: {}"
    held = figure(claim.format("wire-1", "5 tanks"), claim.format("daily-1", "5 aircraft") + ", negated: true")
    assert disputes.within_fact(held) == ()


# ---------------------------------------------------------------- what is not a number

EVENT = "    type: meeting\n"


@pytest.mark.parametrize(
    ("kind", "identity", "one", "other", "about"),
    [
        ("events", EVENT, "date: 2021-06-01", "date: 2021-06-03", "date"),
        ("events", EVENT, "date: 2021-06-01, status: done", "date: 2021-06-03, status: planned", None),
        ("events", EVENT, "date: 2021-06", "date: 2021-06-03", None),
        ("events", EVENT, "date: 2021-06-01~", "date: 2021-06-03", None),
        ("events", EVENT, "date: 2021-06-01, in: TJK", "date: 2021-06-01, in: KGZ", "place"),
        ("events", EVENT, "date: 2021-06-01, in: [TJK, KGZ]", "date: 2021-06-01, in: KGZ", None),
        ("events", EVENT, "date: 2021-06-01", "date: 2021-06-01, negated: true", "whether"),
        ("events", EVENT, "date: 2021-06-01", "date: 2021-08-01, negated: true", None),
        ("events", EVENT, "parties: [{who: TJK}]", "parties: [{who: TJK, negated: true}]", "who"),
        ("events", EVENT, "parties: [{who: TJK}]", "parties: [{who: KGZ, negated: true}]", None),
        ("events", EVENT, "parties: [{who: TJK, mode: absent}]", "parties: [{who: TJK, mode: remote}]", "who"),
        ("statements", "    speaker: TJK\n", "positions: [{holder: TJK, on: talks, stance: for}]",
         "positions: [{holder: TJK, on: talks, stance: against}]", "stance"),
        ("statements", "    speaker: TJK\n", "positions: [{holder: TJK, on: talks, stance: for}]",
         "positions: [{holder: TJK, on: talks, stance: against, if: Asked.}]", None),
        ("offices", "    holder: TJK\n    of: TJK\n    office: chair\n", "from: 2020", "from: 2021-05", "date"),
        ("offices", "    holder: TJK\n    of: TJK\n    office: chair\n", "until: 2020", "until: 2021", "date"),
    ],
)  # fmt: skip
def test_contradictions_that_are_no_numbers(kind: str, identity: str, one: str, other: str, about: str | None) -> None:
    if kind == "offices":
        body = "people:\n  - {id: chair, name: A Chair}\n"
        body += f"offices:\n  - id: x\n{identity.replace('holder: TJK', 'holder: chair')}    claims:\n"
        rows = f"      - {{{one}, source: wire-1}}\n      - {{{other}, source: daily-1}}\n"
        held = next(iter(view(body + rows).facts.values()))
    else:
        held = fact(kind, identity, f"{one}, source: wire-1", f"{other}, source: daily-1")
    assert [dispute.about for dispute in disputes.within_fact(held)] == ([about] if about else [])


# ---------------------------------------------------------------- rivals


def rivals(*facts: str) -> list[list[str]]:
    """The facts in each dispute between rivals; each fact is the inside of a `{…}`."""
    shown = view("figures:\n" + "".join(f"  - {{subject: AFG, measure: killed, {one}}}\n" for one in facts))
    return [
        sorted(claim.fact.id for claim in found.claims)
        for found in disputes.between_rivals(shown, shown.facts.values())
    ]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("id: a, value: 5, {june}, rivals: b", "id: b, value: 9, {july}",
         [["a", "b"]]),
        ("id: a, value: 5, {june}", "id: b, value: 9, {july}, rivals: a",
         [["a", "b"]]),
        ("id: a, value: 5, {june}", "id: b, value: 9, {july}", []),
        ("id: a, value: 5, as_of: 2021-05, source: wire-1, rivals: b", "id: b, value: 9, {july}",
         [["a", "b"]]),
        ("id: a, value: 5, {june}, rivals: b, part_of: b",
         "id: b, value: 9, {july}", []),
        ("id: a, value: 5, {june}, rivals: b", "id: b, value: 9 km, {july}",
         [["a", "b"]]),
        ("id: a, value: 5 mi, as_of: 2021-06, source: wire-1, rivals: b",
         "id: b, value: 8.05 km, as_of: 2021-06, source: daily-1", [["a", "b"]]),
        ("id: a, value: 5, from: 2021-01, until: 2021-03, source: wire-1, rivals: b",
         "id: b, value: 9, {july}", [["a", "b"]]),
        ("id: a, value: 5, from: 2021-01, until: 2021-06, source: wire-1, rivals: b",
         "id: b, value: 9, {july}", [["a", "b"]]),
    ],
)  # fmt: skip
def test_what_a_curator_calls_rivals_is_disputed_whatever_its_numbers_and_days_are(
    one: str, other: str, found: list[list[str]]
) -> None:
    june, july = "as_of: 2021-06, source: wire-1", "as_of: 2021-06, source: daily-1"
    one, other = (text.replace("{june}", june).replace("{july}", july) for text in (one, other))
    assert rivals(one, other) == found
    assert rivals(other, one) == found


def test_a_part_within_a_part_is_no_rival_of_the_whole_and_three_rivals_are_one_dispute() -> None:
    tail = "as_of: 2021-06, source: wire-1"
    nested = (
        f"id: a, value: 5, part_of: b, rivals: c, {tail}",
        f"id: b, value: 7, part_of: c, {tail}",
        f"id: c, value: 9, {tail}",
    )
    assert rivals(*nested) == []
    three = (f"id: a, value: 5, rivals: b, {tail}", f"id: b, value: 7, rivals: c, {tail}", f"id: c, value: 9, {tail}")
    assert [rivals(*order) for order in permutations(three)] == [[["a", "b", "c"]]] * 6


@pytest.mark.parametrize(
    ("other", "views"),
    [
        ("66", [">= 10", "66"]),  # both may be right, but a curator calls them rivals
        ('"> 50"', [">= 10", "> 50"]),
        ('">= 10"', [">= 10"]),
    ],
)
def test_rivals_are_told_apart_unless_they_say_the_same(other: str, views: list[str]) -> None:
    tail = "as_of: 2021-06, source"
    figures = (
        f'{{id: a, value: ">= 10", {tail}: wire-1, credibility: 1}}',
        f"{{id: b, value: {other}, rivals: a, {tail}: daily-1}}",
    )
    shown = view("figures:\n" + "".join(f"  - {one[:1]}subject: AFG, measure: killed, {one[1:]}\n" for one in figures))
    (found,) = disputes.between_rivals(shown, shown.facts.values())
    assert [alike[0].record.value.text for alike in found.views] == views  # type: ignore[attr-defined]
    assert sum(map(len, found.views)) == 2


# ---------------------------------------------------------------- why one is printed


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        ("value: 5, source: wire-1, preferred: true, because: So.", "value: 9, source: wire-1, at: 2, credibility: 1",
         "preferred"),
        ("value: 5, source: wire-1, credibility: 2", "value: 9, source: daily-1, credibility: 4", "grade"),
        ("value: 5, source: wire-1", "value: 9, source: wire-2, negated: true", "affirmed"),
        ("value: 5, source: wire-1, at: 1", "value: 9, source: wire-1, at: 2", "named"),
    ],
)  # fmt: skip
def test_the_reason_is_the_first_thing_that_tells_them_apart(one: str, other: str, ground: str) -> None:
    for order in ((one, other), (other, one)):
        held = figure(*(f"{claim}, as_of: 2021-06" if "as_of" not in claim else claim for claim in order))
        head, rival = held.claims
        assert told_first(held) == "5"
        assert rank_reason(head, rival, held.claims).ground == ground


def told_first(held: Fact) -> str:
    value = main_quantity(held.headline)
    assert value is not None
    return value.text


def test_two_origins_go_before_one() -> None:
    common = "as_of: 2021-06, credibility: 3, source"
    held = figure(
        f"value: 5, {common}: wire-1",
        f"value: 9, {common}: wire-2, origin: ministry",
        f"value: 9, {common}: wire-2, origin: daily, at: 3",
    )
    (found,) = disputes.within_fact(held)
    assert (found.reason.ground, found.reason.origins) == ("origins", (2, 1))
    assert told(found) == ["9", "9", "5"]


# ---------------------------------------------------------------- on paper


def test_a_page_prints_low_best_and_high_with_who_says_what_and_why(desk: SmallDesk) -> None:
    desk.edit("2021-W37.yaml", "\n         preferred: true, because: The later report quotes it from memory.}", "}")
    assert desk.run("build", "topics/refugees", "countries/afghanistan", "--html").code == 0
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", desk.page("countries/afghanistan")))
    said = "188 districts (Map project, in Wire, B3 ) [2] against 210 districts (Map project, in Daily Press, C4 ) [1]"
    assert text.count(f"{said} ; we print the first: better graded (B3 against C4).") == 1


def test_a_disagreement_about_a_date_is_told_and_silenced_by_a_preferred_claim(desk: SmallDesk) -> None:
    text = "events:\n  - id: x\n    type: call\n    claims:\n"
    text += "      - {status: done, date: 2021-08-01, source: wire-2021-08}\n"
    text += "      - {status: done, date: 2021-08-03, source: press-2021-09}\n"
    desk.add("x.yaml", text)
    assert [p.code for p in desk.problems() if p.mark.file.path == "facts/x.yaml"] == ["disagreement"]
    desk.edit("x.yaml", "source: wire-2021-08}", "source: wire-2021-08, preferred: true, because: Nearer.}")
    assert [p.code for p in desk.problems() if p.mark.file.path == "facts/x.yaml"] == []


# ---------------------------------------------------------------- boundaries


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        pytest.param("2021-07-10", "2021-07-11", True, id="two days"),
        pytest.param("2021-07-10", "2021-07-10", False, id="one day"),
        pytest.param("2021-07", "2021-07-31", False, id="a day in its month"),
        pytest.param("2021-07", "2021-08-01", True, id="a day after the month"),
        pytest.param("2021-07-10~", "2021-07-13", False, id="about a day reaches 3 days"),
        pytest.param("2021-07-10~", "2021-07-14", True, id="about a day does not reach 4 days"),
        pytest.param("2021-07-10~", "2021-07-16~", False, id="two days about 6 days apart"),
        pytest.param("2021-07-10~", "2021-07-17~", True, id="two days about 7 days apart"),
        pytest.param("2021-07~", "2021-08-31", False, id="about a month reaches 31 days"),
        pytest.param("2021-07~", "2021-09-01", True, id="about a month does not reach 32 days"),
        pytest.param("2021-05~/2021-07-10~", "2021-08-10", False, id="the vaguer end of a period decides"),
        pytest.param("2021-05~/2021-07-10~", "2021-08-11", True, id="and reaches no further"),
        pytest.param("2019~", "2020-12-31", False, id="about a year reaches 366 days"),
        pytest.param("2019~", "2021-01-01", True, id="about a year does not reach 367 days"),
    ],
)
def test_dates_are_disputed_if_about_does_not_reach(one: str, other: str, disputed: bool) -> None:
    rows = (f"date: '{one}', source: wire-1", f"date: '{other}', source: daily-1")
    for order in permutations(rows):
        event = fact("events", "    type: meeting\n    title: T\n", *order)
        assert [d.about for d in disputes.within_fact(event)] == (["date"] if disputed else [])


FIGURE = "figures:\n  - {{id: {}, subject: AFG, measure: killed, source: {}, {}}}\n"
EVENT = "events:\n  - {{id: {}, type: meeting, title: T, in: AFG, source: {}, {}}}\n"
OFF_TIME = "as_of: 2021-05-01"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param((FIGURE, "value: 5, as_of: 2021-06-01"), (FIGURE, "value: 6, as_of: 2021-06-01"), ["number"],
                     id="two numbers of one day"),
        pytest.param((FIGURE, "value: 5, as_of: 2021-06-01"), (FIGURE, "value: 5, as_of: 2021-06-01"), ["number"],
                     id="one number twice"),
        pytest.param((FIGURE, "value: 5, as_of: 2021-06-01"), (FIGURE, f"value: 6, {OFF_TIME}"), ["number"],
                     id="two numbers of two days"),
        pytest.param((FIGURE, "value: 5, as_of: 2021-06-01"), (FIGURE, "value: 5, as_of: 2021-06-01, negated: true"),
                     ["whether"], id="a number and its denial"),
        pytest.param((EVENT, "date: 2021-06-01"), (EVENT, "date: 2021-07-01"), ["date"],
                     id="two dated things of two days: their dates are in dispute"),
        pytest.param((EVENT, "date: 2021-06-01"), (EVENT, "date: 2021-06-01"), ["account"],
                     id="two dated things of one day: two accounts"),
        pytest.param((FIGURE, "value: 5, as_of: 2021-06-01"), (EVENT, "date: 2021-06-01"), ["account"],
                     id="a number and a dated thing of one day"),
        pytest.param((FIGURE, "value: 5, as_of: 2021-06-01"), (EVENT, "date: 2021-07-01"), ["account"],
                     id="a number and a dated thing of two days"),
    ],
)  # fmt: skip
def test_table_of_what_rivals_are_disputed_about(
    one: tuple[str, str], other: tuple[str, str], expected: list[str]
) -> None:
    (form_a, a), (form_b, b) = one, other
    first, second = form_a.format("a", "wire-1", f"{a}, rivals: [b]"), form_b.format("b", "daily-1", b)
    text = first + (second.partition("\n")[2] if form_a is form_b else second)
    here = view(text)
    found = disputes.between_rivals(here, here.facts.values())
    assert [(d.about, sorted(claim.fact.id for claim in d.claims)) for d in found] == [
        (about, ["a", "b"]) for about in expected
    ]


# ---------------------------------------------------------------- views, revisions, editions


def test_claims_that_agree_are_one_view() -> None:
    """Not "3155 against 3111 against 3155"; a range that holds both is a view of its own."""
    common = "as_of: 2021-06, credibility: 2, source"
    held = figure(f"value: 3155 km, {common}: wire-1", f"value: 3111 km, {common}: daily-1",
                  f"value: 3155 km, {common}: post-1", measure="held")  # fmt: skip
    (found,) = disputes.within_fact(held)
    assert sorted([main_quantity(c).text for c in group] for group in found.views) == [  # type: ignore[union-attr]
        ["3111 km"], ["3155 km", "3155 km"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        pytest.param("as_of: 2021, source: wire-1", "as_of: 2021-06, source: wire-2", False, id="one outlet, two days"),
        pytest.param("source: wire-1", "source: wire-2", False, id="one outlet, published on two days"),
        pytest.param("as_of: 2021-06, source: wire-1", "as_of: 2021-06, source: wire-2", True, id="one day"),
        pytest.param("as_of: 2021, source: wire-1", "as_of: 2021-06, source: daily-1", True, id="two outlets"),
        pytest.param("as_of: 2021, source: wire-1, origin: ministry",
                     "as_of: 2021-06, source: daily-1, origin: ministry", False, id="one speaker in two outlets"),
        pytest.param("source: wire-1, origin: ministry", "source: wire-2, origin: ministry", True,
                     id="no day of the speaker"),
    ],
)  # fmt: skip
def test_a_later_word_of_one_speaker_is_a_revision(one: str, other: str, disputed: bool) -> None:
    rows = (f"value: 5, date: 2021-06-01, {one}", f"value: 9, date: 2021-06-01, {other}")
    for order in permutations(rows):
        assert bool(disputes.within_fact(figure(*order))) == disputed


def test_a_later_edition_revises_an_earlier_one_and_is_printed() -> None:
    books = "sources:\n" + "".join(
        f"  - {{id: book-{year}, publisher: House of {year}, title: T, published: {year}, medium: reference, "
        "reliability: B, edition_of: yearbook}\n"
        for year in (2019, 2021)
    )
    row = "      - {{value: {}, as_of: 2015, source: book-{}, credibility: 2}}\n"
    text = "figures:\n  - id: x\n    subject: AFG\n    measure: killed\n    claims:\n"
    held = view(books + text + row.format(5, 2019) + row.format(9, 2021)).facts["x"]
    assert disputes.within_fact(held) == ()
    assert told_first(held) == "9"


def test_two_names_of_one_thing_are_counted_once_and_shown_as_rivals(desk: SmallDesk) -> None:
    event = "type: other, date: 2021-09-14, in: TJK"
    desk.add(
        "line.yaml",
        "events:\n"
        f"  - {{id: a, title: Raising of the Northern Line, same_as: b, {event}, source: press-2021-09}}\n"
        f"  - {{id: b, title: Raising of the Southern Wall, {event}, source: wire-2021-08, status: scheduled}}\n"
        f"  - {{id: c, title: Opening of a school, {event}, source: press-2021-09}}\n",
    )
    assert desk.run("build", "countries/tajikistan", "--html").code == 0
    page = desk.page("countries/tajikistan")
    timeline = page.split('class="timeline"')[1].split("</ol>")[0]
    assert ("Northern Line" in timeline) + ("Southern Wall" in timeline) == 1
    assert "Opening of a school" in timeline
    disputed = page.split('class="disputed"')[1].split("</p>")[0]
    assert "Northern Line" in disputed and "Southern Wall" in disputed
    here = desk.view()
    (found,) = disputes.between_rivals(here, here.facts.values())
    assert (found.about, sorted(claim.fact.id for claim in found.claims)) == ("name", ["a", "b"])
