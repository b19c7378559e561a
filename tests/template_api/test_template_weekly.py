"""The weekly brief: page one, judgements that moved, yardsticks, gaps, and what stands in the way of an issue."""

from __future__ import annotations

import re
from datetime import date
from textwrap import dedent

import pytest

from briefings.changes.amount_change import difference, in_words
from briefings.core.quantities import Quantity
from briefings.template_api.template_trends import standing_since
from conftest import SmallDesk

MOVED = dedent("""\
    assessments:
      - id: arrivals-go-on-later
        question: arrivals
        until: 2021-12-31
        because: More came in a week than before.
        text: Arrivals in Tajikistan go on into the winter.
        likelihood: highly likely
        confidence: moderate
        basis: [afg-arrived-tajikistan]
        about: [TJK, AFG]
        author: An analyst
        date: 2021-09-17
        supersedes: arrivals-go-on
    """)  # fmt: skip


@pytest.fixture
def moved(desk: SmallDesk) -> SmallDesk:
    """A desk whose judgement of August was made anew in September, and whose signpost was seen."""
    text = (desk.root / "facts/judgements.yaml").read_text(encoding="utf-8")
    head, rest = text.split("signposts:")
    head = head.replace("basis: [afg-arrived-tajikistan, tjk-offer-2021]", "basis: [tjk-offer-2021]")
    rest = rest.replace("recorded: 2021-09-17", "recorded: 2021-08-20", 1)
    rest = rest.replace(
        "[{date: 2021-09-17, state: not, facts: [afg-arrived-tajikistan]}]",
        "[{date: 2021-08-20, state: not}, {date: 2021-09-17, state: tripped, facts: [afg-arrived-tajikistan]}]",
    )
    head = head.replace("date: 2021-09-17", "date: 2021-08-20")
    (desk.root / "facts/judgements.yaml").write_text(f"{head}signposts:{rest}", encoding="utf-8")
    desk.add("later.yaml", MOVED)
    return desk


def weekly(desk: SmallDesk, week: str = "2021-W37") -> str:
    run = desk.run("weekly", week, "--html")
    assert run.code == 0, run.out + run.err
    return desk.page(f"weekly/{week}")


def text(page: str) -> str:
    plain = re.sub(r"<script.*?</script>|<nav.*?</nav>|<[^>]+>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", plain.replace("\N{NO-BREAK SPACE}", " "))


def test_a_judgement_that_moved_says_from_where_to_where_and_comes_first(moved: SmallDesk) -> None:
    page = text(weekly(moved))
    glance, judged = page.split("Country by country")[0], page.split("Judgements")[-1]
    assert "What moved since 20 August 2021 Arrivals in Tajikistan go on into the winter." in glance
    assert "▲ Raised to highly likely (80–90%) from likely (55–75%)" in glance
    assert judged.index("judgement moved Arrivals in Tajikistan go on into the winter.") < 40
    assert "Highly likely to 31 Dec 2021 · confidence moderate" in judged
    assert "▲ Raised to highly likely (80–90%) from likely (55–75%). Why: More came in a week than before." in judged
    assert "observed A camp is opened near the border." in glance


def test_a_judgement_that_replaced_another_says_so_wherever_it_stands(moved: SmallDesk) -> None:
    assert moved.run("build", "countries/tajikistan", "topics/refugees", "--html").code == 0
    assert "Highly likely (Raised to highly likely (80–90%) from likely (55–75%))" in text(
        moved.page("countries/tajikistan")
    )
    assert "Boxed words mark changes since 20 August 2021." in text(moved.page("countries/tajikistan"))


def test_a_history_is_a_query(moved: SmallDesk) -> None:
    moved.template(
        "weekly.html.j2",
        "{% for j in facts.assessments() %}"
        "{% for h in facts.history(j) %}{{ h.likelihood }} > {% endfor %}{% endfor %}",
    )
    assert "likely > highly likely > " in weekly(moved)


def test_a_signpost_that_was_seen_and_moved_nothing_is_told(moved: SmallDesk) -> None:
    (moved.root / "facts/later.yaml").unlink()
    page = text(weekly(moved))
    assert "Its judgement has not been reassessed since." in page
    assert "an indicator of it was observed since: to be reassessed" in page
    run = moved.run("check")
    assert (run.code, run.out.count("[signpost-unreviewed]")) == (0, 1)


def test_key_figures_tell_their_change_and_trends_what_they_were(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "  - id: 2021-W37\n", "  - id: 2021-W37\n    key_figures: [afg-arrived-tajikistan]\n")
    page = text(weekly(desk))
    assert re.search(
        r"9,400 ?.* Afghan refugees arrived in Tajikistan 10 Sept 2021 · C2\[\d\] up 3,700 \(\+65%\)", page
    )
    assert "Tajikistan ▼ worsening was stable" in page


def test_a_trend_that_stands_says_since_when(desk: SmallDesk) -> None:
    """Since the first of the issues without a break: that of 20 August said it already."""
    desk.edit("judgements.yaml", "trend: stable", "trend: worsening")
    view = desk.view("2021-09-17")
    assert standing_since(view, "TJK", "worsening") == date(2021, 8, 20)
    assert standing_since(view, "TJK", "stable") is None
    assert "Tajikistan ▼ worsening since 20 August 2021" in text(weekly(desk))


def test_what_changed_is_told_by_country_in_four_classes(desk: SmallDesk) -> None:
    news = text(weekly(desk)).split("Country by country: what changed since 20 August 2021")[1]
    news = news.split("New: happened")[0]
    assert "Tajikistan ▼ worsening was stable Arrivals go on." in news
    assert "new 16 Sept 2021" in news and "revised " in news
    assert not [word for word in ("further source", "restated", "updated", "upgraded") if word in news]


def test_a_first_issue_compares_with_nothing(desk: SmallDesk) -> None:
    page = text(weekly(desk, "2021-W33"))
    assert not [word for word in ("What moved", "unchanged", "was not assessed") if word in page]


def test_a_week_without_reporting_says_of_when_the_latest_is_and_carries_figures(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "  - id: 2021-W37\n", "  - id: 2021-W36\n  - id: 2021-W37\n")
    page = text(weekly(desk, "2021-W36"))
    assert "We have no new reporting on the region from this period; the latest is of" in page
    assert "Key figures" in page and "Country by country" not in page


def test_the_questions_of_the_desk_stand_instead_of_computed_gaps(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "  - id: 2021-W37\n", "  - id: 2021-W37\n    open_questions: [Who opens the camps?]\n")
    gaps = text(weekly(desk)).split("What we do not know")[1][:60]
    assert gaps.startswith(" Who opens the camps?") and "Single source" not in gaps


def test_gaps_name_what_is_not_known(moved: SmallDesk) -> None:
    moved.edit("2021-W37.yaml", "until: 2021-10-23", "until: 2021-09-15")
    moved.edit("2021-W37.yaml", "from: 2021-10-18", "from: 2021-09-14")
    assert "Date passed, outcome not reported:" in text(weekly(moved))


# ---------------------------------------------------------------- yardsticks


def test_a_desk_on_another_yardstick_prints_that_one(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "  timezone:", "  yardstick: icd203\n  timezone:")
    page = text(weekly(desk))
    assert "Likelihood (ICD 203): almost no chance 1–5%" in page and "PHIA" not in page


@pytest.mark.parametrize(
    ("yardstick", "term", "fine"),
    [
        ("phia", "realistic possibility", True), ("phia", "roughly even chance", False),
        ("icd203", "very likely", True), ("icd203", "realistic possibility", False),
        ("icd203", "highly probable", True),
    ],
)  # fmt: skip
def test_a_likelihood_is_of_the_desks_yardstick(desk: SmallDesk, yardstick: str, term: str, fine: bool) -> None:
    desk.edit("desk.yaml", "  timezone:", f"  yardstick: {yardstick}\n  timezone:")
    desk.edit("judgements.yaml", "likelihood: likely", f"likelihood: {term}")
    assert [p.code for p in desk.problems() if p.code == "off-yardstick"] == ([] if fine else ["off-yardstick"])


def test_terms_of_two_rows_are_not_mixed(moved: SmallDesk) -> None:
    moved.edit("desk.yaml", "  timezone:", "  yardstick: icd203\n  timezone:")
    moved.edit("later.yaml", "likelihood: highly likely", "likelihood: probable")
    (problem,) = [p for p in moved.problems() if p.code == "off-yardstick"]
    assert "in the row of ICD 203 that the others use" in problem.message


# ---------------------------------------------------------------- in the way


def test_what_stands_in_the_way_is_said_and_nothing_where_nothing_does(desk: SmallDesk) -> None:
    run = desk.run("weekly", "2021-W37", "--html")
    assert run.lines[-3:] == [
        "before weekly/2021-W37 goes out:",
        "  2 bottom lines, 3 to 5 are meant",
        "  no trend: AFG, KGZ, ARM",
    ]
    assert (
        desk.run("weekly", "2021-W37", "--html").lines[-1] == "  no trend: AFG, KGZ, ARM"
    )  # nothing to build, still told


def test_signposts_nobody_looked_at_stand_in_the_way(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "recorded: 2021-09-17", "recorded: 2021-08-20")
    desk.edit(
        "judgements.yaml",
        "{date: 2021-09-17, state: not, facts: [afg-arrived-tajikistan]}",
        "{date: 2021-08-20, state: not}",
    )
    assert "  signposts not looked at this week: camps-opened" in desk.run("weekly", "--html").lines


# ---------------------------------------------------------------- differences


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("5700 people", "9400 people", "up 3,700 (+65%)"),
        ("~9000 people", "9400 people", "up about 400 (+4%)"),
        ("60..95 people", "~170 people", "up from 60–95"),
        ("60..95 people", "70..80 people", "range narrowed"),
        ("70..80 people", "60..95 people", "range widened"),
        ("60..80 people", "70..95 people", "neither clearly up nor down"),
        ("<= 100000 people", "<= 50000 people", "ceiling down 50,000 (−50%)"),
        (">= 100 people", ">= 300 people", "floor up 200 (+200%)"),
        ("984 km", "600 mi", "down about 11 (−2%)"),
        ("0 people", "12 people", "up 12"),
        ("1000000 people", "1000100 people", "up 100 (under 0.1%)"),
        ("10.5 km", "10.75 km", "up 0.25 (+2%)"),
        ("tens people", "40 people", None),
        ("<= 100 people", "80 people", None),
        ("20 people", "5 km", None),
        ("20 people", "20 people", ""),
    ],
)
def test_a_difference_in_words(old: str, new: str, words: str | None) -> None:
    one, other = Quantity.parse(old), Quantity.parse(new)
    found = difference(one, other)
    assert (None if found is None else in_words(found, one, other, "en_GB")) == words
