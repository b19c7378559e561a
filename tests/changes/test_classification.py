"""What changed between two views: classed by what is claimed, never by files."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.changes import classification
from briefings.changes.amount_change import Difference, difference
from briefings.changes.change import Change
from briefings.changes.classification import changes_between
from briefings.core.problems import TextFile
from briefings.core.quantities import Quantity
from briefings.facts.view import View
from briefings.template_api.template_changes import difference_words
from conftest import SmallDesk, at, base_of
from facts_desk import GROUND, view

DAYS = ["2021-08-19", "2021-08-20", "2021-09-15", "2021-09-17", "2021-10-31"]


def classed(desk: SmallDesk, before: str, after: str) -> dict[str, str]:
    """Each changed fact's class."""
    return {change.id: change.kind for change in facts(desk.view(before), desk.view(after))}


def facts(before: View, after: View) -> list[Change]:
    """The changes of facts."""
    return [change for change in changes_between(before, after) if change.fact]


def step(change: Change) -> Difference | None:
    """How far the number moved."""
    found = change.number
    assert found and isinstance(found.old, Quantity) and isinstance(found.new, Quantity)
    return difference(found.old, found.new)


@given(day=st.sampled_from(DAYS))
def test_nothing_changes_between_a_view_and_itself(day: str) -> None:
    from conftest import EXAMPLE

    desk = SmallDesk(EXAMPLE)
    assert changes_between(desk.view(day), desk.view(day)) == []


def test_the_changes_of_a_week_are_exactly_these(desk: SmallDesk) -> None:
    desk.edit("2021-W37.yaml", "source: cable-2021-09", "source: press-2021-09")
    assert classed(desk, "2021-08-20", "2021-09-17") == {
        "afg-arrived-tajikistan": "updated",
        "afg-districts-taliban": "contradicted",
        "csto-exercise-2021-10": "new",
        "kgz-killed-2021-09": "new",
        "membership:KGZ@CSTO/full": "new",
        "rahmon-refugees-2021-09": "new",
        "summit-2021-09": "new",
    }


def test_a_number_that_grew_is_told_with_its_difference(desk: SmallDesk) -> None:
    found = {c.id: c for c in facts(desk.view("2021-08-20"), desk.view("2021-09-17"))}
    change = found["afg-arrived-tajikistan"]
    moved = step(change)
    assert moved is not None and moved.exact == Decimal(3700)
    assert difference_words("en_GB", change.number) == "up 3,700 (+65%)"  # type: ignore[arg-type]
    assert change.substantive
    assert classification.is_worse(desk.view(), change) is None
    assert found["summit-2021-09"].number is None


def test_a_difference_is_told_in_the_later_unit(desk: SmallDesk) -> None:
    desk.add(
        "later.yaml",
        "claims:\n  - {fact: 'border:KGZ-TJK', length: 600 mi, as_of: 2021-12-01, "
        "source: factbook-2021, credibility: 1}\n",
    )
    (change,) = facts(desk.view("2021-11-30"), desk.view("2021-12-01"))
    assert (change.id, change.kind) == ("border:KGZ-TJK", "updated")
    moved = step(change)
    assert moved is not None and moved.exact is not None and moved.about
    assert round(moved.exact) == -11  # 984 km are 611 miles


@pytest.mark.parametrize(("value", "worse"), [("210", True), ("150", False)])
def test_a_measure_says_which_way_is_worse(desk: SmallDesk, value: str, worse: bool) -> None:
    desk.edit("2021-W37.yaml", "value: 210, as_of: 2021-07,", f"value: {value}, as_of: 2021-09,")
    desk.edit("2021-W37.yaml", ",\n         preferred: true, because: The later report quotes it from memory.", "")
    view = desk.view()
    found = {c.id: c for c in facts(desk.view("2021-08-20"), view)}
    assert found["afg-districts-taliban"].kind == "updated"
    assert classification.is_worse(view, found["afg-districts-taliban"]) is worse


def test_a_correction_is_called_one(desk: SmallDesk) -> None:
    desk.edit("2021-W33.yaml", "- {value: 5700 people,", "- {id: arrived-1, value: 5700 people,")
    desk.edit(
        "2021-W33.yaml",
        "- {value: 9400 people, as_of: 2021-09-10,",
        "- {value: 4700 people, as_of: 2021-08-15, corrects: arrived-1,",
    )
    assert classed(desk, "2021-08-20", "2021-09-17")["afg-arrived-tajikistan"] == "corrected"


def test_a_source_that_says_the_same_is_no_news(desk: SmallDesk) -> None:
    desk.edit("2021-W33.yaml", "- {value: 9400 people, as_of: 2021-09-10,", "- {value: 5700 people, as_of: 2021-08-15,")
    (change,) = [c for c in facts(desk.view("2021-08-20"), desk.view("2021-09-17")) if c.id == "afg-arrived-tajikistan"]
    assert change.kind == "further source"
    assert not change.substantive


def test_a_fact_whose_time_ran_out_is_expired(desk: SmallDesk) -> None:
    desk.edit("2021-W37.yaml", "status: scheduled", "status: ongoing")
    assert classed(desk, "2021-10-23", "2021-10-24") == {"csto-exercise-2021-10": "expired"}


def test_a_plan_whose_day_has_passed_is_due(desk: SmallDesk) -> None:
    assert classed(desk, "2021-10-23", "2021-10-24") == {"csto-exercise-2021-10": "due, outcome unknown"}


def test_a_fact_that_is_gone_is_withdrawn(desk: SmallDesk) -> None:
    before = desk.view()
    text = (desk.root / "facts/borders.yaml").read_text(encoding="utf-8")
    desk.edit("borders.yaml", text[text.index("  - {between: [TJK, KGZ]") :], "")
    (change,) = facts(before, desk.view())
    assert (change.id, change.kind, change.after) == ("border:KGZ-TJK", "withdrawn", None)


def test_a_new_remark_moves_nothing(desk: SmallDesk) -> None:
    before = desk.view()
    desk.edit("2021-W37.yaml", "title: CSTO summit in Dushanbe", "title: Summit of the CSTO in Dushanbe")
    assert changes_between(before, desk.view()) == []


@given(st.permutations(range(8)))
def test_the_order_of_files_changes_nothing(order: list[int]) -> None:
    from conftest import EXAMPLE

    files = SmallDesk(EXAMPLE).texts()
    assert len(files) == len(order)
    here, shuffled = View(base_of(files), at("2021-09-17")), View(base_of([files[n] for n in order]), at("2021-09-17"))
    assert changes_between(here, shuffled) == changes_between(shuffled, here) == []
    assert list(here.facts) == list(shuffled.facts)


def test_filing_a_claim_apart_from_its_fact_changes_nothing(desk: SmallDesk) -> None:
    before = desk.view()
    apart = "{value: 9400 people, as_of: 2021-09-10, source: press-2021-09, at: 3, credibility: 2}"
    desk.edit("2021-W33.yaml", f"      - {apart}\n", "")
    desk.add("2021-W38.yaml", f"claims:\n  - {apart.replace('{', '{fact: afg-arrived-tajikistan, ')}\n")
    assert changes_between(before, desk.view()) == []


def test_a_claim_filed_apart_says_what_it_says_itself(desk: SmallDesk) -> None:
    before = desk.view()
    row = "value: 210, as_of: 2021-07, source: press-2021-09, origin: map-project, credibility: 4}\n"
    desk.edit("2021-W37.yaml", f"      - {{certainty: claimed, {row}", "")
    desk.add("zz.yaml", f"claims:\n  - {{fact: afg-districts-taliban, {row}")
    after = desk.view()
    fact = after.facts["afg-districts-taliban"]
    assert [claim.record.certainty for claim in fact.claims] == ["claimed", "stated"]
    desk.edit("zz.yaml", "value: 210", "certainty: claimed, value: 210")
    assert [(f.id, f.digest) for f in before.facts.values()] == [(f.id, f.digest) for f in desk.view().facts.values()]


# ---------------------------------------------------------------- what is news, and of whom


@pytest.mark.parametrize(
    ("kind", "record", "news"),
    [
        pytest.param("events", "type: meeting, title: T, in: AFG, date: 2021-08-11", True,
                     id="an event 20 days before the last issue"),
        pytest.param("events", "type: meeting, title: T, in: AFG, date: 2021-08-10", False,
                     id="an event 21 days before the last issue is background"),
        pytest.param("events", "type: meeting, title: T, in: AFG, date: 2021-09-10", True,
                     id="an event since the last issue"),
        pytest.param("events", "type: meeting, title: T, in: AFG, date: 2021-08", True,
                     id="the last day of a month counts"),
        pytest.param("statements", "speaker: AFG, text: So., date: 2021-08-11", True,
                     id="a statement 20 days before the last issue"),
        pytest.param("statements", "speaker: AFG, text: So., date: 2021-08-10", False,
                     id="a statement 21 days before the last issue is background"),
        pytest.param("figures", "subject: AFG, measure: killed, value: 5, as_of: 2020-01-01", True,
                     id="a number is news however old"),
        pytest.param("forces", "type: base, of: [AFG], in: TJK, strength: 5, from: 2020-01-01", True,
                     id="what is told by its number is news however long ago it began"),
        pytest.param("events", "type: meeting, title: T, in: AFG", True, id="an event without a date is news"),
        pytest.param("memberships", "member: AFG, of: ministry, role: full, from: 2021-08-31", False,
                     id="what lasts and began on the day of the last issue"),
        pytest.param("memberships", "member: AFG, of: ministry, role: full, from: 2021-09-01", True,
                     id="what lasts and began after the last issue"),
        pytest.param("offices", "holder: someone, of: ministry, office: minister, from: 2021-08-31", False,
                     id="an office held since the day of the last issue"),
        pytest.param("offices", "holder: someone, of: ministry, office: minister, from: 2021-09-01", True,
                     id="an office held since the day after"),
        pytest.param("memberships", "member: AFG, of: ministry, role: full", False,
                     id="what lasts, without a day"),
        pytest.param("sources", "publisher: P, title: T, published: 2021-09-02, medium: press", False,
                     id="a source is no news by itself"),
        pytest.param("assessments", "text: It will., question: arrivals, until: 2021-12-31, "
            "likelihood: likely, confidence: low, about: [AFG], author: A, "
                     "date: 2021-09-02, basis: [wire-1]", True, id="a judgement is news"),
    ],
)  # fmt: skip
def test_what_is_news_when_it_is_first_told(kind: str, record: str, news: bool) -> None:
    """The last issue is as of 31 August; the record is known from 2 September on."""
    own = {"sources": "", "assessments": ""}.get(kind, ", recorded: 2021-09-02, source: wire-1")
    key = "" if kind == "memberships" else "id: x, "
    people = "people: [{id: someone, name: Some One}]\n"
    texts = [TextFile("a.yaml", GROUND + people), TextFile("b.yaml", f"{kind}: [{{{key}{record}{own}}}]\n")]
    base = base_of(texts)
    new = [c for c in changes_between(View(base, at("2021-08-31")), View(base, at("2021-09-10"))) if c.of == kind]
    assert [(change.kind, change.substantive) for change in new] == [("new", news)]


@pytest.mark.parametrize(
    ("kind", "record", "entities"),
    [
        pytest.param("countries", "id: AFG, name: Afghanistan, bottom_lines: [{as_of: 2021-09-02, text: Quiet., "
                     "trend: stable}]", {"AFG"}, id="a country's change is about the country"),
        pytest.param("events", "id: x, type: meeting, title: T, in: TJK, date: 2021-09-02, source: wire-1, "
                     "recorded: 2021-09-02", {"TJK"}, id="a fact's change is about those it names"),
        pytest.param("assessments", "id: x, text: It will., question: arrivals, until: 2021-12-31, "
            "likelihood: likely, confidence: low, about: [AFG, TJK], "
                     "author: A, date: 2021-09-02, basis: [wire-1]", {"AFG", "TJK"},
                     id="a judgement's change is about its subjects"),
        pytest.param("sources", "id: x, publisher: P, title: T, published: 2021-09-02, medium: press", set(),
                     id="a source's change is about nobody"),
        pytest.param("topics", "id: x, title: T, question: Q, scope: {kinds: [events]}, "
                     "bottom_line: Quiet., recorded: 2021-09-02", set(),
                     id="a topic's change is about nobody"),
    ],
)  # fmt: skip
def test_the_entities_that_a_change_is_about(kind: str, record: str, entities: set[str]) -> None:
    row = f"  - {{{record}}}\n"
    if kind == "countries":
        texts = [TextFile("a.yaml", GROUND.replace("  - {id: AFG, name: Afghanistan}\n", row))]
    else:
        texts = [TextFile("a.yaml", GROUND), TextFile("b.yaml", f"{kind}:\n{row}")]
    base = base_of(texts)
    found = [c for c in changes_between(View(base, at("2021-08-31")), View(base, at("2021-09-10"))) if c.of == kind]
    assert [change.entities for change in found] == [entities]


# ---------------------------------------------------------------- the class of a change, row by row

FIGURE = "figures: [{id: x, subject: AFG, measure: killed, claims: [%s]}]\n"
LENGTH = "figures: [{id: x, subject: AFG, measure: held, claims: [%s]}]\n"
EVENT = "events: [{id: x, type: meeting, claims: [%s]}]\n"
FORCE = "forces: [{id: x, type: base, of: [TJK], claims: [%s]}]\n"


@pytest.mark.parametrize(
    ("text", "before", "after", "kind", "substantive"),
    [
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 6, as_of: 2021-06, source: wire-1, credibility: 2", "corrected", True,
                     id="the entry of one source and day was edited"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 6, as_of: 2021-07, source: wire-1, credibility: 2", "updated", True,
                     id="one source gives a number of another day"),
        pytest.param(FIGURE, "id: a, value: 5, as_of: 2021-06, source: wire-1, credibility: 2",
                     "id: a, value: 6, as_of: 2021-07, source: wire-1, credibility: 2", "corrected", True,
                     id="the entry with one id was edited, its day too"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 6, as_of: 2021-06, source: wire-2, credibility: 2", "updated", True,
                     id="another source gives another number"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: wire-1, at: 3, credibility: 2",
                     "value: 6, as_of: 2021-06, source: wire-1, at: 4, credibility: 2", "updated", True,
                     id="one source gives another number elsewhere"),
        pytest.param(FIGURE, "value: ~100, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 103, as_of: 2021-06, source: wire-2, credibility: 2", "restated", False,
                     id="about 100 may be 103"),
        pytest.param(FIGURE, "value: ~100, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 150, as_of: 2021-06, source: wire-2, credibility: 2", "updated", True,
                     id="about 100 is not 150"),
        pytest.param(FIGURE, "value: 100, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 101, as_of: 2021-06, source: wire-2, credibility: 2", "updated", True,
                     id="exactly 100 is not 101"),
        pytest.param(FIGURE, "value: not-stated, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 5, as_of: 2021-06, source: wire-2, credibility: 2", "updated", True,
                     id="a number that was not stated now is"),
        pytest.param(LENGTH, "value: 100 km, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 62.1 mi, as_of: 2021-06, source: wire-2, credibility: 2", "restated", False,
                     id="one length in another unit"),
        pytest.param(LENGTH, "value: 100 km, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 100 mi, as_of: 2021-06, source: wire-2, credibility: 2", "updated", True,
                     id="another length in another unit"),
        pytest.param(EVENT, "title: T, date: 2021-06, source: wire-1, credibility: 2",
                     "title: T, date: 2021-06-10, source: wire-2, credibility: 2", "restated", False,
                     id="the day of what happened is known better"),
        pytest.param(EVENT, "title: T, status: planned, date: 2021-06, source: wire-1, credibility: 2",
                     "title: T, status: planned, date: 2021-06-10, source: wire-2, credibility: 2", "updated", True,
                     id="the day of a plan is settled"),
        pytest.param(EVENT, "title: T, date: 2021-06-10, source: wire-1, credibility: 2",
                     "title: T, date: 2021-06-11, source: wire-2, credibility: 2", "updated", True,
                     id="another day"),
        pytest.param(EVENT, "title: T, source: wire-1, credibility: 2",
                     "title: T, date: 2021-06-11, source: wire-2, credibility: 2", "restated", False,
                     id="a day where there was none"),
        pytest.param(EVENT, "title: T, in: AFG, source: wire-1, credibility: 2",
                     "title: T, in: [AFG, TJK], source: wire-2, credibility: 2", "restated", False,
                     id="a place more"),
        pytest.param(EVENT, "title: T, in: AFG, source: wire-1, credibility: 2",
                     "title: T, in: TJK, source: wire-2, credibility: 2", "updated", True,
                     id="another place"),
        pytest.param(EVENT, "title: T, parties: [{who: AFG}], source: wire-1, credibility: 2",
                     "title: T, parties: [{who: AFG}, {who: TJK}], source: wire-2, credibility: 2", "updated", True,
                     id="a party more, which is no open list"),
        pytest.param(EVENT, "title: T, date: 2021-06-11, source: wire-1, credibility: 2",
                     "title: T, date: 2021-06-11, negated: true, source: wire-2, credibility: 2", "updated", True,
                     id="what was said to have happened is denied"),
        pytest.param(FORCE, "what: A base., in: TJK, count: ~5 tanks, source: wire-1, credibility: 2",
                     "what: A base., in: TJK, count: ~5 aircraft, source: wire-2, credibility: 2", "updated", True,
                     id="about as many of something else"),
        pytest.param(FORCE, "what: A base., in: TJK, status: planned, source: wire-1, credibility: 2",
                     "what: A base., in: TJK, status: ongoing, source: wire-2, credibility: 2", "updated", True,
                     id="a plan has begun"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 5, as_of: 2021-06, source: post-1, credibility: 2", "downgraded", True,
                     id="the same from a worse source"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: post-1, credibility: 3",
                     "value: 5, as_of: 2021-06, source: wire-1, credibility: 2", "upgraded", True,
                     id="possibly true has become probably true"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: post-1, credibility: 2",
                     "value: 5, as_of: 2021-06, source: wire-1, credibility: 1", "upgraded", False,
                     id="probably true has become confirmed"),
        pytest.param(FIGURE, "value: 5, as_of: 2021-06, source: wire-1, credibility: 2",
                     "value: 5, as_of: 2021-06, source: wire-2, credibility: 2", "further source", False,
                     id="another source instead"),
    ],
)  # fmt: skip
def test_table_of_classes(text: str, before: str, after: str, kind: str, substantive: bool) -> None:
    """What a fact's one claim says before and after."""
    old, new = (view(text % f"{{{claim}}}") for claim in (before, after))
    assert [(change.kind, change.substantive) for change in facts(old, new)] == [(kind, substantive)]


ONE = "{value: 5, as_of: 2021-06, source: wire-1, credibility: 2}"
TWO = f"{ONE}, {{value: %s, as_of: 2021-06, source: %s, credibility: 2}}"


@pytest.mark.parametrize(
    ("before", "after", "kind", "substantive"),
    [
        (TWO % ("5", "daily-1"), TWO % ("9", "post-1"), "contradicted", True),
        (TWO % ("9", "post-1"), TWO % ("5", "daily-1"), "no longer disputed", True),
        (TWO % ("5", "daily-1"), ONE, "fewer sources", False),
        (ONE, TWO % ("5", "daily-1"), "further source", False),
    ],
)  # fmt: skip
def test_table_of_what_several_claims_say(before: str, after: str, kind: str, substantive: bool) -> None:
    old, new = (view(FIGURE % claims) for claims in (before, after))
    assert [(change.kind, change.substantive) for change in facts(old, new)] == [(kind, substantive)]


JUDGED = (
    "assessments: [{id: x, text: It will., question: arrivals, until: 2021-12-31, likelihood: likely, confidence: low, "
    "about: [AFG], author: A, date: 2021-09-02, basis: [wire-1]}]\n"
)
SOURCE = "sources: [{id: y, publisher: P, title: T, published: 2021-01-02, medium: press, reliability: C}]\n"


@pytest.mark.parametrize(
    ("text", "old", "new", "kind", "substantive"),
    [
        (JUDGED, "question: arrivals", "question: departures", "judgement replaced", True),
        (JUDGED, "until: 2021-12-31", "until: 2021-11-30", "judgement replaced", True),
        (JUDGED, "likelihood: likely", "likelihood: unlikely", "judgement moved", True),
        (JUDGED, "confidence: low", "confidence: moderate", "judgement moved", True),
        (JUDGED, "}]\n", "}, {id: z, supersedes: x, " + JUDGED.split("id: x, ")[1], "judgement renewed", False),
        (JUDGED, "until: 2021-12-31", "until: 2022-02-01", "judgement replaced", True),
        (SOURCE, "reliability: C", "reliability: B", "upgraded", True),
        (SOURCE, "reliability: C", "reliability: D", "downgraded", True),
        (SOURCE, "reliability: C", "reliability: C, withdrawn: 2021-12-01", "source withdrawn", True),
    ],
)  # fmt: skip
def test_table_of_judgements_and_sources(text: str, old: str, new: str, kind: str, substantive: bool) -> None:
    before, after = view(text), view(text.replace(old, new))
    assert text.count(old) == 1
    assert [(change.kind, change.substantive) for change in changes_between(before, after)] == [(kind, substantive)]


@pytest.mark.parametrize(
    ("text", "gone"), [(SOURCE, False), (JUDGED, True), (EVENT % "{title: T, source: wire-1}", True)]
)
def test_what_is_gone_is_news_unless_it_is_shown_elsewhere(text: str, gone: bool) -> None:
    assert [(c.kind, c.substantive) for c in changes_between(view(text), view(""))] == [("withdrawn", gone)]


def test_a_number_of_no_measure_and_one_that_did_not_move_are_neither_worse_nor_better() -> None:
    worse = GROUND.replace("label: People killed,", "label: People killed, worse: up,")
    claims = ("value: 5, as_of: 2021-06, source: wire-1", "value: 9, as_of: 2021-07, source: wire-2",
              "value: 9, as_of: 2021-06, source: wire-2")  # fmt: skip
    for ground, to, expected in ((worse, 1, True), (worse, 2, None), (GROUND, 1, None)):
        old, new = (view(FIGURE % f"{{{claims[n]}}}", ground) for n in (0, to))
        (change,) = facts(old, new)
        assert classification.is_worse(new, change) is expected


def test_a_judgement_whose_day_has_come_has_ended() -> None:
    base = base_of([TextFile("a.yaml", GROUND), TextFile("b.yaml", JUDGED)])
    found = changes_between(View(base, at("2021-12-30")), View(base, at("2022-01-01")))
    assert [(change.kind, change.substantive) for change in found] == [("judgement ended", True)]
