"""The page that a second person reviews: each change, what its source says, each touched document."""

from __future__ import annotations

import re
import subprocess

from conftest import SmallDesk

TEXT = "One.\n\nTwo.\nThree.\nTajikistan may take <100,000 people>.\n"


def test_the_review_of_an_edit_shows_it_with_its_source_and_old_beside_new(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "  release: TLP:GREEN\n", "  release: TLP:GREEN\n  texts: texts\n")
    (desk.root / "texts").mkdir()
    (desk.root / "texts/wire-2021-08.txt").write_text(TEXT, encoding="utf-8")
    git = ["git", "-C", str(desk.root), "-c", "user.name=A", "-c", "user.email=a@desk.example"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
        subprocess.run([*git, *words], check=True)
    run = desk.run("review")
    assert run.code == 0 and run.out.startswith("0 changes, 0 touched documents"), run.err
    desk.edit("2021-W33.yaml", '"<= 100000 people"', '"<= 90000 people"')
    run = desk.run("review", "HEAD")
    assert run.code == 0, run.err
    page = (desk.root / ".briefings/review.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "<blockquote>4: Tajikistan may take &lt;100,000 people&gt;.</blockquote>" in page
    assert "<del>100,000</del>" in page and "<ins>90,000</ins>" in page
    touched = re.findall(r"<h3>[^<]*\(([^<)]*)\)</h3>", page)
    assert "countries/tajikistan" in touched and "topics/refugees" in touched
    assert "countries/armenia" not in touched and f"{len(touched)} touched documents" in run.out
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", page.split("<body>")[1].split("<h2>")[0])
    assert "review.html" not in "".join(desk.files("."))
    low = desk.run("review", "HEAD", "--release", "TLP:CLEAR")
    assert low.code == 0 and "review.html" in low.out


def test_a_review_of_no_revision_says_so(desk: SmallDesk) -> None:
    run = desk.run("review")
    assert run.code == 1 and "'HEAD' is no day, no week and no revision" in run.err
