"""Computed numbers: sums, differences and shares are never surer than what they come from, and refused where wrong."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.quantities import Quantity
from briefings.facts.computed_numbers import ComputationError, ComputedNumber, computed_number
from conftest import SmallDesk
from facts_desk import view

BASE = "subject: AFG, measure: killed, source: wire-1"


def derived(formula: str, *facts: str) -> ComputedNumber:
    """From figures `a`, `b`, …, each the inside of a `{…}` beside its id."""
    rows = [f"  - {{id: {id}, {BASE}, {fact}}}\n" for id, fact in zip("abcdef", facts, strict=False)]
    shown = view("figures:\n" + "".join(rows))
    return computed_number(shown, formula, [shown.facts[id] for id in "abcdef"[: len(facts)]])


def text(amount: Quantity) -> str:
    """As a source would have it in a file."""
    sign = "~" if amount.approximate else ""
    if amount.low is None or amount.high is None:
        bound = {(True, True): "<", (True, False): "<=", (False, True): ">", (False, False): ">="}
        return f"{sign}{bound[amount.low is None, amount.strict]}{amount.high if amount.low is None else amount.low}"
    return f"{sign}{amount.low}" if amount.low == amount.high else f"{sign}{amount.low}..{amount.high}"


@pytest.mark.parametrize(
    ("formula", "one", "other", "found"),
    [
        ("sum", "5", "3", "8"),
        ("sum", "~5", "3", "~8"),
        ("sum", '">= 5"', "3", ">=8"),
        ("sum", '"> 5"', "3", ">8"),
        ("sum", '"<= 5"', "3", "3..8"),
        ("sum", '"<= 5"', '"<= 3"', "<=8"),
        ("sum", '"<= 5"', '">= 3"', ">=3"),
        ("sum", "5..7", "3..4", "8..11"),
        ("sum", "~7000", "1357", "~8000"),  # no digits that the coarser of the two does not have
        ("sum", "~9400", "~1200", "~10600"),
        ("sum", "1.5", "2", "4"),  # half to even
        ("difference", "9", "5", "4"),
        ("difference", "9..12", "5", "4..7"),
        ("difference", "9", "5..6", "3..4"),
        ("difference", '">= 9"', "5", ">=4"),
        ("difference", "9", '"<= 5"', "4..9"),
        ("share", "1", "3", "33"),
        ("share", "1", "16", "6.2"),
        ("share", "~1", "3", "~33"),
        ("share", "1..2", "3", "33..67"),
        ("share", "1", "3..4", "25..34"),
        ("share", '">= 1"', "3", ">=33"),
        ("share", '"<= 1"', "3", "<=34"),
        ("share", "1", '">= 3"', "<=34"),
    ],
)
def test_bounds_are_carried_through(formula: str, one: str, other: str, found: str) -> None:
    amount = derived(formula, f"value: {one}, as_of: 2021-06", f"value: {other}, as_of: 2021-06").amount
    assert text(amount) == found


AMOUNT = st.tuples(st.sampled_from(("{}", "{}..{}", '"<= {1}"', '">= {0}"')), st.integers(1, 500), st.integers(1, 500))


def written(amount: tuple[str, int, int]) -> str:
    form, a, b = amount
    return form.format(min(a, b), max(a, b))


def inside(amount: tuple[str, int, int], at: float) -> Decimal:
    """A number that the amount allows."""
    form, a, b = amount
    low, high = min(a, b), max(a, b)
    if form == "{}":
        return Decimal(low)
    least, most = (0, high) if "<" in form else (low, low + 500) if ">" in form else (low, high)
    return Decimal(least) + Decimal(str(at)) * (most - least)


@given(st.sampled_from(("sum", "difference", "share")), AMOUNT, AMOUNT, st.floats(0, 1), st.floats(0, 1))
def test_whatever_the_inputs_truly_are_the_result_lies_within_what_is_printed(
    formula: str, one: tuple[str, int, int], other: tuple[str, int, int], x: float, y: float
) -> None:
    try:
        found = derived(formula, f"value: {written(one)}, as_of: 2021-06", f"value: {written(other)}, as_of: 2021-06")
    except ComputationError as refusal:
        assert formula != "sum" and refusal.code in ("derived-order", "derived-no-number")
        return
    a, b = inside(one, x), inside(other, y)
    if formula == "share" and (not b or a > b):
        return  # no part of a whole
    true = {"sum": a + b, "difference": a - b, "share": a / b * 100 if b else Decimal(0)}[formula]
    amount = found.amount
    rounding = Decimal("0.5") if amount.low == amount.high else Decimal(0)
    assert amount.low is None or amount.low - rounding <= true
    assert amount.high is None or true <= amount.high + rounding


@given(st.lists(AMOUNT, min_size=2, max_size=5), st.randoms())
def test_a_sum_does_not_depend_on_the_order(amounts: list[tuple[str, int, int]], random: object) -> None:
    facts = [f"value: {written(amount)}, as_of: 2021-06" for amount in amounts]
    mixed = list(facts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert derived("sum", *facts).amount == derived("sum", *mixed).amount


def test_units_are_converted_to_the_first() -> None:
    found = derived("sum", "value: 1357 km, as_of: 2021", "value: 100 mi, as_of: 2021").amount
    assert (text(found), found.unit) == ("1518", "km")


@pytest.mark.parametrize(
    ("formula", "one", "other", "code"),
    [
        ("sum", "value: 5 km, as_of: 2021-06", "value: 5 people, as_of: 2021-06", "derived-units"),
        ("sum", "value: 5, as_of: 2021-06", "value: not-stated, as_of: 2021-06", "derived-no-number"),
        ("sum", "value: 5, as_of: 2021-06", "value: 5, as_of: 2021-06, negated: true", "derived-no-number"),
        ("sum", "value: 5, as_of: 2021-06", "value: 5, as_of: 2020-06", "derived-dates"),
        ("share", "value: 5, as_of: 2021-06", "value: 9, as_of: 2020-06", "derived-dates"),
        ("sum", "value: 5, as_of: 2021-06, part_of: b", "value: 9, as_of: 2021-06", "derived-overlap"),
        ("sum", "value: 5, as_of: 2021-06, rivals: b", "value: 9, as_of: 2021-06", "derived-overlap"),
        ("sum", "value: 5, as_of: 2021-06, supersedes: b", "value: 9, as_of: 2021-06", "derived-overlap"),
        ("sum", "value: 5, as_of: 2021-06, status: pledged", "value: 9, as_of: 2021-06", "derived-status"),
        ("difference", "value: 5, as_of: 2021-06", "value: 9, as_of: 2021-06", "derived-order"),
        ("difference", "value: 5..9, as_of: 2021-06", "value: 7, as_of: 2021-06", "derived-order"),
        ("difference", 'value: "<= 9", as_of: 2021-06', "value: 5, as_of: 2021-06", "derived-order"),
        ("share", "value: 9, as_of: 2021-06", "value: 5, as_of: 2021-06", "derived-order"),
        ("share", "value: 0, as_of: 2021-06", "value: 0, as_of: 2021-06", "derived-no-number"),
    ],
)
def test_what_cannot_honestly_be_computed_is_refused(formula: str, one: str, other: str, code: str) -> None:
    with pytest.raises(ComputationError) as refused:
        derived(formula, one, other)
    assert refused.value.code == code
    assert refused.value.near in ("a", "b")
    assert refused.value.expected


def test_a_part_of_a_part_is_in_the_whole_and_nothing_is_added_to_itself() -> None:
    with pytest.raises(ComputationError) as refused:
        derived(
            "sum",
            "value: 5, as_of: 2021-06, part_of: c",
            "value: 9, as_of: 2021-06",
            "value: 7, as_of: 2021-06, part_of: b",
        )
    assert refused.value.code == "derived-overlap"
    shown = view(f"figures:\n  - {{id: a, {BASE}, value: 5, as_of: 2021-06}}\n")
    with pytest.raises(ComputationError):
        computed_number(shown, "sum", [shown.facts["a"]] * 2)


# ---------------------------------------------------------------- on paper

FIGURES = """\
figures:
  - {id: june, subject: KGZ, measure: killed, value: 12, as_of: 2021-08-01, source: wire-2021-08, credibility: 2}
  - {id: july, subject: KGZ, measure: killed, value: ~30, as_of: 2021-08-20, source: press-2021-09, credibility: 3}
"""


def write(desk: SmallDesk, call: str) -> None:
    desk.add("more.yaml", FIGURES)
    issue = f"  - id: 2021-W38\n    bottom_line: 'Killed: {{{{ {call} }}}}.'\n"
    desk.add("issue.yaml", f"issues:\n{issue}")


def derived_tag(page: str) -> tuple[str, str]:
    """The computed number's element, and what stands after it up to the full stop."""
    found = re.search(r'(<data class="fact derived".*?</data>)(.*?)\.', page, re.DOTALL)
    assert found
    return found[1], found[2]


def test_a_computed_number_prints_its_formula_its_days_and_every_source(desk: SmallDesk) -> None:
    write(desk, 'sum("june", "july")')
    run = desk.run("build", "weekly/2021-W38", "--html")
    assert run.code == 0, run.err
    tag, after = derived_tag(desk.page("weekly/2021-W38"))
    assert re.sub("<[^>]+>", "", tag).replace("\xa0", " ") == "about 40 people (of 1 Aug 2021 and 20 Aug 2021)"
    assert 'data-formula="sum" data-facts="june july"' in tag
    assert 'title="Computed by the desk: the sum of 12 people and about 30 people"' in tag
    assert after.count('<a class="cite"') == 2


def test_it_is_computed_anew_when_one_of_its_facts_is_corrected(desk: SmallDesk) -> None:
    write(desk, 'sum("june", "july")')
    assert desk.run("build", "weekly/2021-W38", "--html").code == 0
    desk.edit("more.yaml", "value: 12", "value: 112")
    run = desk.run("build", "--html")
    assert "built     weekly/2021-W38" in run.out
    assert "about 140" in derived_tag(desk.page("weekly/2021-W38"))[0]


def test_it_is_marked_as_high_as_what_it_comes_from(desk: SmallDesk) -> None:
    write(desk, 'sum("june", "july")')
    desk.edit("more.yaml", "value: 12,", "value: 12, marking: TLP:GREEN,")
    assert [p.code for p in desk.problems() if p.mark.file.path == "facts/issue.yaml"] == ["marking-bypass"]
    desk.edit("issue.yaml", "id: 2021-W38\n", "id: 2021-W38\n    marking: TLP:GREEN\n")
    assert desk.run("build", "weekly/2021-W38", "--html").code == 0
    assert "TLP:GREEN" in desk.page("weekly/2021-W38")


def test_a_text_whose_number_no_longer_can_be_computed_is_told_at_its_place(desk: SmallDesk) -> None:
    write(desk, 'difference("july", "june")')
    assert [p.code for p in desk.problems() if p.mark.file.path == "facts/issue.yaml"] == []
    desk.edit("more.yaml", "value: 12", "value: 40")
    (problem,) = [p for p in desk.problems() if p.mark.file.path == "facts/issue.yaml"]
    assert (problem.code, problem.mark.line) == ("derived-order", 3)
    assert problem.mark.file.line(3)[problem.mark.column - 1 : problem.mark.end_column - 1] == "july"


def test_a_template_computes_as_a_narrative_does(desk: SmallDesk) -> None:
    desk.add("more.yaml", FIGURES)
    desk.template(
        "country.html.j2", '<p>{{ facts.sum("june", facts.fact("july")) }}{{ facts.share("june", "july").plain }}</p>'
    )
    assert desk.run("build", "countries/kyrgyzstan", "--html").code == 0
    page = desk.page("countries/kyrgyzstan")
    assert re.sub("<[^>]+>", "", derived_tag(page)[0]).startswith("about 40")
    assert "about 40%" in page
    desk.template("country.html.j2", '<p>{{ facts.difference("june", "july") }}</p>')
    run = desk.run("build", "countries/kyrgyzstan", "--html")
    assert run.code == 1
    assert "derived-order" in run.err
