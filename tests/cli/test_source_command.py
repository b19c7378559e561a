"""Keeping the text of a source, holding claims against it and looking at it, as a person does."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import COMMAND, SmallDesk

PARAGRAPHS = [
    "Dushanbe, September 15: Stanislav Zas said that up to 5,000 people could be housed in the camp at Khorog.",
    "The ministry counted 1,200 people in the camp on Tuesday, more than the week before, when it was half as full.",
    "Nobody could say how many more would come over the mountains before the winter closed the passes.",
]
PAGE = f"""<!doctype html><html><head><title>Camp at Khorog fills</title><meta name="author" content="Nadia Orlova">
<meta property="og:site_name" content="Valley Times"><meta property="article:published_time" content="2021-09-16">
<link rel="canonical" href="https://valley.example/a"></head><body><article>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article></body></html>"""
FIGURE = """\
measures:
  - {id: places, label: Places in the camp, unit: people}
figures:
  - {id: camp-places, subject: TJK, measure: places, value: "<= 5000 people", as_of: 2021-09,
     source: valley-times-2021-09-16, at: 1}
"""


@pytest.fixture
def keeping(desk: SmallDesk) -> SmallDesk:
    """The small desk with a folder of texts beside its own."""
    desk.edit("desk.yaml", "  today: 2021-09-17", "  today: 2021-09-17\n  texts: ../texts")
    (desk.root / "page.html").write_text(PAGE, encoding="utf-8")
    return desk


def texts(desk: SmallDesk) -> Path:
    return desk.root.parent / "texts"


def kept(desk: SmallDesk) -> SmallDesk:
    """The desk with the page kept, its record filled in and a claim on it."""
    assert desk.run("new", "source", "--from", "page.html", "--set", "medium=press", "--set", "reliability=B").code == 0
    desk.add("camp.yaml", FIGURE)
    return desk


def test_a_page_becomes_a_text_and_a_record(keeping: SmallDesk) -> None:
    run = keeping.run("new", "source", "--from", "page.html")
    assert run.lines == [
        "wrote ../texts/valley-times-2021-09-16.txt: 3 lines",
        "wrote facts/weeks/2021-W37.yaml:2: source valley-times-2021-09-16",
        "fill in or delete: medium, reliability; then: briefings check",
    ]
    assert (texts(keeping) / "valley-times-2021-09-16.txt").read_text(encoding="utf-8").splitlines() == PARAGRAPHS
    record = (keeping.root / "facts/weeks/2021-W37.yaml").read_text(encoding="utf-8")
    for line in (
        "publisher: 'Valley Times'",
        "title: 'Camp at Khorog fills'",
        "author: 'Nadia Orlova'",
        "published: '2021-09-16'",
        "url: 'https://valley.example/a'",
        "lines: 3",
    ):
        assert f"    {line}\n" in record or f"  - {line}\n" in record, line


def test_what_is_piped_in_is_kept_too(keeping: SmallDesk) -> None:
    args = [*COMMAND, "new", "source", "--from", "-", "--set", "publisher=Radio"]
    run = subprocess.run(
        args, cwd=keeping.root, input="One line.\n\nAnother.\n", text=True, capture_output=True, check=True
    )
    assert "wrote ../texts/radio-2021-09-17.txt: 2 lines" in run.stdout
    assert (texts(keeping) / "radio-2021-09-17.txt").read_text(encoding="utf-8") == "One line.\nAnother.\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("event", "--from", "page.html"), "--from keeps the text of a source"),
        (("source", "--from", "nothing.html"), "nothing.html: No such file"),
        (("source", "--from", "pipe"), "pipe: "),
        (("source", "--from", "binary"), "no document that can be read"),
    ],
)
def test_what_cannot_be_kept_is_told_and_leaves_nothing(
    keeping: SmallDesk, args: tuple[str, ...], message: str
) -> None:
    os.mkfifo(keeping.root / "pipe")
    (keeping.root / "binary").write_bytes(b"\xff\xd8\xff\xe0")
    run = keeping.run("new", *args)
    assert run.code == 1
    assert message in run.err
    assert not texts(keeping).exists()
    assert not (keeping.root / "facts/weeks").exists()


def test_a_text_that_is_there_is_not_written_over(keeping: SmallDesk) -> None:
    keeping.run("new", "source", "--from", "page.html")
    (keeping.root / "facts/weeks/2021-W37.yaml").unlink()
    run = keeping.run("new", "source", "--from", "page.html")
    assert (run.code, "is there already" in run.err) == (1, True)


def test_a_desk_without_texts_is_told_how_to_keep_them(desk: SmallDesk) -> None:
    (desk.root / "page.html").write_text(PAGE, encoding="utf-8")
    run = desk.run("new", "source", "--from", "page.html")
    assert (run.code, "texts: ../texts" in run.err) == (1, True)


def test_check_holds_a_claim_against_the_kept_text_and_says_once_where_it_is_gone(keeping: SmallDesk) -> None:
    desk = kept(keeping)
    before = desk.run("check")
    assert "[source-" not in before.err
    desk.edit("camp.yaml", "5000", "500")
    found = desk.run("check")
    assert found.code == 1
    assert "[source-number]" in found.err
    assert "line 1 of valley-times-2021-09-16" in found.err
    assert PARAGRAPHS[0][:60] in found.err
    assert desk.run("check").err == found.err  # kept between commands, without the text
    (texts(desk) / "valley-times-2021-09-16.txt").unlink()
    gone = desk.run("check")
    assert gone.code == 0
    assert gone.out.count("[source-text]") == 1


def test_no_word_of_a_kept_text_is_in_a_page_an_export_or_the_notes(keeping: SmallDesk) -> None:
    desk = kept(keeping)
    for args in (("check",), ("build", "--html"), ("build", "--html", "--release", "TLP:CLEAR"), ("export",)):
        assert desk.run(*args).code == 0
    files = [path for path in desk.root.rglob("*") if path.is_file() and path.name != "page.html"]
    assert len(files) > 30
    assert [path for path in files if b"over the mountains" in path.read_bytes()] == []


def test_a_source_is_shown_line_by_line(keeping: SmallDesk) -> None:
    run = kept(keeping).run("source", "valley-times-2021-09-16")
    assert (run.code, run.err) == (0, "")
    assert run.lines == [
        "valley-times-2021-09-16: Valley Times, Camp at Khorog fills",
        "2021-09-16; press, B",
        "text: ../texts/valley-times-2021-09-16.txt",
        "",
        f"   1 {PARAGRAPHS[0]}",
        "     - camp-places: <= 5000 people",
        "",
        f"   2 {PARAGRAPHS[1]}",
        "     cited by none",
        "",
        f"   3 {PARAGRAPHS[2]}",
        "     cited by none",
        "",
        "lines: 3; records that cite them: 1",
        "cited by none: 2, 3",
    ]


def test_impact_names_the_lines_that_a_fact_cites(keeping: SmallDesk) -> None:
    run = kept(keeping).run("impact", "valley-times-2021-09-16")
    assert "camp-places rests on it, line 1" in run.out
