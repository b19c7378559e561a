"""`briefings diff`: what changed between two days, issues or git revisions, as text, data and a page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from briefings.changes.classification import changes_between
from briefings.facts.view import View
from briefings.pages import embedded_data
from conftest import SmallDesk, at


def git(desk: SmallDesk, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@desk.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=desk.root, check=True, capture_output=True)


@pytest.fixture
def kept(desk: SmallDesk) -> SmallDesk:
    """A desk under git, in a folder below the top of its repository."""
    git(desk, "init", "-q", "..")
    git(desk, "add", "facts")
    git(desk, "commit", "-qm", "First")
    return desk


def test_two_days_as_text(desk: SmallDesk) -> None:
    run = desk.run("diff", "2021-08-20", "2021-09-17")
    assert run.code == 0, run.err
    (count,) = [line for line in run.lines if "arrived in Tajikistan" in line and "updated" in line]
    assert count == "  updated: Afghan refugees arrived in Tajikistan: 5,700 people → 9,400 people, up 3,700 (+65%) [1]"
    assert "[1] Daily Press, Report of September" in run.lines


def test_two_issues_as_data_are_all_their_changes(desk: SmallDesk) -> None:
    run = desk.run("diff", "2021-W33", "weekly/2021-W37", "--format", "json")
    told = json.loads(run.out)
    assert (told["from"]["as_of"], told["to"]["known"]) == ("2021-08-20", "2021-09-17")
    expected = changes_between(desk.view("2021-08-20"), desk.view("2021-09-17"))
    assert len(expected) > 8
    assert [(c["kind"], c["id"], c["class"]) for c in told["changes"]] == [(c.of, c.id, c.kind) for c in expected]
    (count,) = [c for c in told["changes"] if c["id"] == "afg-arrived-tajikistan"]
    assert {"field": "value", "old": "5700 people", "new": "9400 people", "difference": "up 3,700 (+65%)"} in count[
        "steps"
    ]


def test_the_facts_as_committed_against_the_facts_as_they_are(kept: SmallDesk) -> None:
    assert kept.run("diff", "HEAD").out == "What changed from HEAD to now: nothing.\n"
    kept.edit("borders.yaml", "984 km", "972 km")
    run = kept.run("diff", "HEAD", "now")
    assert "  corrected: Border Tajikistan–Kyrgyzstan: 984 km → 972 km, down 12 (−1%) [1]" in run.lines


def test_two_revisions_with_a_source_graded_anew_and_a_fact_that_is_gone(kept: SmallDesk) -> None:
    """Grades have no dates: between revisions they are seen; nothing is checked out, nothing else is touched."""
    kept.edit("sources.yaml", "title: Report of September, published: 2021-09-16, medium: press, reliability: C",
              "title: Report of September, published: 2021-09-16, medium: press, reliability: A")  # fmt: skip
    kept.edit(
        "memberships.yaml",
        "  - {member: KGZ, of: CSTO, role: full, source: press-2021-09, at: 10, credibility: 2}\n",
        "",
    )
    git(kept, "commit", "-qam", "Second")
    before = kept.files("facts")
    told = json.loads(kept.run("diff", "HEAD~1", "HEAD", "--format", "json").out)
    found = {(c["id"], c["class"]) for c in told["changes"]}
    assert {
        ("press-2021-09", "upgraded"),
        ("summit-2021-09", "upgraded"),
        ("membership:KGZ@CSTO/full", "withdrawn"),
    } <= found
    assert kept.files("facts") == before


def test_a_page_and_its_pdf_are_written_where_asked(desk: SmallDesk, tmp_path: Path) -> None:
    run = desk.run("diff", "2021-W33", "2021-W37", "--format", "html", "--out", str(tmp_path / "out"))
    assert run.code == 0, run.err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "changes-2021-w33-2021-w37.html", "changes-2021-w33-2021-w37.pdf",
    ]  # fmt: skip
    html = (tmp_path / "out/changes-2021-w33-2021-w37.html").read_text(encoding="utf-8")
    data = embedded_data.embedded_data(html)
    assert data is not None and len(data["changes"]) == len(
        changes_between(desk.view("2021-08-20"), desk.view("2021-09-17"))
    )
    assert "<!--" not in html.split("<main")[1]  # no place that is filled in elsewhere is left open
    assert "up 3,700 (+65%)" in html and "trend stable → worsening" in html and "TLP:CLEAR" in html
    assert not (desk.root / "build").exists()


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("no-such-thing", "is no day, no week and no revision: no such revision"),
        ("--output=x", "No such option"),
        ("2021-02-30", "is not in the calendar"),
        ("2021-W60", "is not a week"),
        ("HEAD^2", "no such revision"),
    ],
)
def test_what_cannot_be_compared_is_told(kept: SmallDesk, side: str, said: str) -> None:
    run = kept.run("diff", side)
    assert run.code in (1, 2) and said in run.err and "Traceback" not in run.err


def test_a_revision_without_facts_or_with_errors_is_told(kept: SmallDesk) -> None:
    git(kept, "rm", "-rq", "--cached", "facts")
    git(kept, "commit", "-qm", "None", "--allow-empty")
    assert "the revision HEAD holds no facts" in kept.run("diff", "HEAD").err
    whole = (kept.root / "facts/borders.yaml").read_text(encoding="utf-8")
    kept.edit("borders.yaml", "984 km", "984 kilometers of road")
    kept.edit("borders.yaml", "length: 843 mi", "lenght: 843 mi")
    git(kept, "add", "facts")
    git(kept, "commit", "-qm", "Broken")
    (kept.root / "facts/borders.yaml").write_text(whole, encoding="utf-8")
    run = kept.run("diff", "HEAD")
    assert run.code == 1 and "the facts of HEAD have errors: facts/borders.yaml:" in run.err


def test_without_git_days_can_still_be_compared(desk: SmallDesk, tmp_path: Path) -> None:
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    assert desk.run("diff", "2021-W33", "2021-W37", env=env).code == 0
    assert "no git repository" in desk.run("diff", "HEAD", env=env).err


def test_an_edition_compares_what_its_readers_may_know(desk: SmallDesk) -> None:
    named = desk.run("diff", "2021-W33", "2021-W37", "--release", "TLP:AMBER").out
    assert "Embassy" in named
    assert "Embassy" not in desk.run("diff", "2021-W33", "2021-W37").out
    assert View(desk.facts(), at("2021-09-17")).fact("kgz-killed-2021-09") is None
