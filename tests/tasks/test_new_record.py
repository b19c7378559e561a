"""A new record's stub: every key that waits is told at its line, and nothing else in the file moves."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from briefings.core.problems import BriefingsError, TextFile
from briefings.records.json_schema import fact_file
from briefings.records.record_models import RECORD_MODELS
from briefings.tasks import new_record
from conftest import EXAMPLE, SmallDesk

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2021, 9, 17)
WEEK = "weeks/2021-W37.yaml"
ALL = [kind for kind in (*RECORD_MODELS, "claims") if kind != "desk"]
# What a person fills in, of each kind: every key that its stub leaves blank.
FILLED = {
    "borders": {"between": "[AFG, KGZ]", "length": "5 km", "as_of": "2021"},
    "memberships": {"member": "KGZ", "of": "SCO", "role": "full", "from": "2001-06-15"},
    "offices": {"holder": "rahmon", "of": "TJK", "office": "president", "from": "1994-11"},
    "forces": {"type": "base", "of": "CSTO", "what": "A base", "in": "KGZ", "status": "ongoing", "from": "2020",
               "strength": "500 people"},
    "displacement": {"leaving": "AFG", "measure": "registered", "into": "KGZ", "status": "ongoing",
                     "value": "20 people", "as_of": "2021-09-16"},
    "events": {"type": "talks", "title": "Talks", "date": "2021-09-16", "in": "TJK", "status": "done"},
    "statements": {"speaker": "rahmon", "date": "2021-09-16", "text": "Spoke."},
    "figures": {"subject": "KGZ", "measure": "killed", "value": "5", "as_of": "2021-09-15"},
    "designations": {"by": "TJK", "of": "taliban", "as": "terrorist", "from": "2006"},
    "countries": {"id": "UZB", "name": "Uzbekistan", "adjective": "Uzbek"},
    "organizations": {"name": "OSCE", "type": "international organization"},
    "people": {"name": "Sadyr Japarov"},
    "sources": {"publisher": "P", "title": "T", "published": "2021-09-17", "medium": "press", "url": "https://x.example",
                "reliability": "C"},
    "places": {"name": "Batken", "latitude": "40.06", "longitude": "70.82"},
    "units": {"plural": "versts", "kind": "length", "factor": "1066.8 m"},
    "measures": {"label": "Floods", "unit": "people"},
    "matters": {"question": "Hosting talks", "about": "TJK"},
    "questions": {"text": "Will camps open?", "yes_if": "UNHCR says so.", "about": "TJK"},
    "assessments": {"question": "arrivals", "until": "2021-12-31", "text": "It will go on.",
                    "likelihood": "likely", "confidence": "low", "basis": "tjk-offer-2021",
                    "about": "TJK", "author": "An analyst"},
    "signposts": {"text": "A camp.", "for": "arrivals-go-on", "about": "TJK", "due": "2021-12"},
    "topics": {"title": "Borders", "question": "Where?", "tags": "borders", "bottom_line": "We know where."},
    "issues": {"bottom_line": "We report a quiet week."},
    "recipients": {"name": "Ministries", "clearance": "TLP:AMBER"},
    "claims": {"fact": '"border:AFG-TJK"', "as_of": "2021-09"},
}  # fmt: skip
EVERY = {"source": "press-2021-09", "at": "3", "credibility": "2", "tags": "borders"}


def blank_lines(text: str) -> dict[int, str]:
    """The keys without a value, but for those that hold keys of their own."""
    lines = text.splitlines()
    found = {n: m[1] for n, line in enumerate(lines, 1) if (m := re.match(r"[ -]*(\w+): *#", line))}
    return found


def test_the_stubs_are_of_every_kind_and_name_only_keys_there_are() -> None:
    assert set(new_record.SINGULAR) == set(ALL) == set(FILLED)
    for kind, keys in (*new_record._USUAL.items(), *new_record._NAMED_BY.items()):
        assert set(keys) <= set(fact_file()["definitions"][kind]["properties"]), kind


@pytest.mark.parametrize("kind", ALL)
def test_check_tells_each_key_that_waits_at_its_line_and_passes_once_they_are_filled_in(
    desk: SmallDesk, kind: str
) -> None:
    told = new_record.dated_values(kind, TODAY)
    new = new_record.new_stub(kind, new_record.unused_id(kind, told, TODAY, "2021-W38", ()), told)
    text, line = new_record.text_with_stub(TextFile(f"facts/{WEEK}", ""), new)
    assert line == 2
    desk.add(WEEK, text)
    lines, values = text.splitlines(), {**EVERY, **FILLED[kind]}
    waiting = blank_lines(text)
    # of which kind a claim is, and so what else it lacks, its fact tells
    known = {2} if kind == "claims" else set(waiting)
    problems = desk.problems()
    assert {p.mark.line for p in problems} == known
    assert {p.code for p in problems} <= {"empty-value", "shape", "unknown-id"}
    for number, key in waiting.items():
        lines[number - 1] = re.sub(r": *#.*", f": {values[key]}", lines[number - 1])
        (desk.root / "facts" / WEEK).write_text("\n".join(lines), encoding="utf-8")
        if kind == "claims" and number == 2:
            assert {p.mark.line for p in desk.problems()} == set(waiting) - {2}
    assert [str(problem) for problem in desk.problems() if problem.code not in ("unused-source", "no-border")] == []


@pytest.mark.parametrize("kind", ["events", "borders", "sources", "claims"])
def test_a_stub_goes_into_any_file_and_leaves_every_other_byte(kind: str) -> None:
    folders = (ROOT / "facts", EXAMPLE / "facts", ROOT / "briefings/_example/facts")
    files = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    assert len(files) > 25
    for path in files:
        text = path.read_text(encoding="utf-8")
        after, line = new_record.text_with_stub(TextFile("facts/x.yaml", text), new_record.new_stub(kind, "an-id", {}))
        assert without(after, line, kind) == text, path


def without(after: str, line: int, kind: str) -> str:
    """The text less the stub that begins on a line, the blank line before it and its kind's key where it is new."""
    end = "\r\n" if "\r\n" in after else "\n"
    lines = after.split(end)
    size = len(new_record.new_stub(kind, "an-id", {}).lines)
    start = line - 1
    del lines[start : start + size]
    if lines[start - 1] == f"{kind}:" and not (start < len(lines) and re.match(r" *- ", lines[start])):
        start -= 1
        del lines[start]
    if start and lines[start - 1] == "":
        del lines[start - 1]
    return end.join(lines)


STUB = new_record.RecordStub("events", None, ("- id: new", "  type: # a type"), ("type",))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "events:\n  - id: new\n    type: # a type\n"),
        ("# A week\n", "events:\n  - id: new\n    type: # a type\n# A week\n"),
        ("events:\n  - {id: a}", "events:\n  - {id: a}\n\n  - id: new\n    type: # a type\n"),
        ("events:\n- {id: a}\n", "events:\n- {id: a}\n\n- id: new\n  type: # a type\n"),
        ("events:\n\nfigures:\n  - {id: b}\n", "events:\n  - id: new\n    type: # a type\n\nfigures:\n  - {id: b}\n"),
        (
            "events:\n    - id: a\n      note: |\n        # no\n        text\n\n# Figures\nfigures:\n  - {id: b}",
            "events:\n    - id: a\n      note: |\n        # no\n        text\n\n    - id: new\n      type: "
            "# a type\n\n# Figures\nfigures:\n  - {id: b}",
        ),
        (
            "events:\n  - id: a # first\n    # place: text\n\nfigures: [{id: b}] # brackets\n\n\n",
            "events:\n  - id: a # first\n    # place: text\n\n  - id: new\n    type: # a type\n\nfigures: [{id: b}] "
            "# brackets\n\n\n",
        ),
        ("figures:\n  - {id: b}\n\n# The end\n",
         "figures:\n  - {id: b}\n\nevents:\n  - id: new\n    type: # a type\n\n# The end\n"),
        ("figures:\r\n  - {id: b}\r\n",
         "figures:\r\n  - {id: b}\r\n\r\nevents:\r\n  - id: new\r\n    type: # a type\r\n"),
    ],
)  # fmt: skip
def test_a_list_is_continued_whatever_stands_around_it(before: str, after: str) -> None:
    assert new_record.text_with_stub(TextFile("facts/x.yaml", before), STUB)[0] == after


@pytest.mark.parametrize(
    "text", ["events: [{id: a}]\n", "events: {id: a}\n", "events: []\n", "- a\n", "events:\n\t- a\n"]
)
def test_a_file_of_another_form_is_left_as_it_is(desk: SmallDesk, text: str) -> None:
    desk.add(WEEK, text)
    run = desk.run("new", "event")
    assert (run.code, run.out) == (1, "")
    assert f"facts/{WEEK}" in run.err and "Traceback" not in run.err
    assert (desk.root / "facts" / WEEK).read_text(encoding="utf-8") == text


def test_a_link_is_not_written_through(desk: SmallDesk, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("figures: []\n", encoding="utf-8")
    (desk.root / "facts/weeks").mkdir()
    (desk.root / "facts" / WEEK).symlink_to(tmp_path / "other.yaml")
    run = desk.run("new", "event")
    assert run.code == 1 and f"facts/{WEEK}:1:1: a link" in run.err
    assert (tmp_path / "other.yaml").read_text(encoding="utf-8") == "figures: []\n"


# ---------------------------------------------------------------- ids and values


def test_ids_are_guessable_and_never_twice(desk: SmallDesk) -> None:
    asked = [
        ["event", "--set", "type=summit", "--set", "in=TJK", "--set", "date=2021-09"],
        ["events", "--set", "type=summit", "--set", "in=TJK", "--set", "date=2021-09"],
        ["figure", "--set", "subject=KGZ", "--set", "measure=killed"],
        ["person", "--set", "name=Sadyr Japarov"],
        ["person", "--set", "name=Aidar Japarov"],
        ["country", "--set", "name=Uzbekistan"],
        ["source", "--set", "publisher=Daily Press", "--set", "published=2021-09-17"],
        ["assessment", "--set", "about=[TJK, AFG]"],
        ["issue"],
        ["force", "--id", "my-own"],
        ["border", "--set", "between=[KGZ, AFG]"],
    ]
    told = [desk.run("new", *args).lines[0].split(": ", 1)[1] for args in asked]
    assert told == [
        "event summit-tjk-2021-09", "event summit-tjk-2021-09-2", "figure", "person japarov",
        "person aidar-japarov", "country UZB", "source daily-press-2021-09-17", "assessment tjk-afg-2021-09-17",
        "issue 2021-W38", "force my-own", "border",
    ]  # fmt: skip
    assert {p.code for p in desk.problems()} == {"empty-value"}


def test_values_that_are_set_stand_as_yaml_reads_them(desk: SmallDesk) -> None:
    run = desk.run(
        "new", "displacement", "--set", "leaving=AFG", "--set", "measure=hosted", "--set", "into={jointly: [TJK, KGZ]}",
        "--set", "value=<= 100 people", "--set", "note=It's said: more to come", "--set", "status=pledged",
        "--set", "as_of=2021-09~", "--set", "tags=[refugees]", "--set", "source=press-2021-09", "--set", "at=3",
        "--set", "credibility=2", "--set", "by=TJK",
    )  # fmt: skip
    assert run.out == f"wrote facts/{WEEK}:2: displacement\n"
    text = (desk.root / "facts" / WEEK).read_text(encoding="utf-8")
    assert "    value: '<= 100 people'\n" in text and "    note: 'It''s said: more to come'\n" in text
    assert desk.run("check").code == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["evnt"], "error: no kind of record 'evnt'\n  did you mean 'event'?\n"),
        (["desk"], "error: a desk has one record 'desk'\n  change the one that is there, or: briefings init DIR\n"),
        (["event", "--set", "plce=x"], "error: events have no key 'plce'\n  did you mean 'place'?\n"),
        (["event", "--set", "place"], "error: 'place' sets nothing\n  a key, '=' and a value: --set status=planned\n"),
        (["event", "--id", "tjk-offer-2021"], "error: the id 'tjk-offer-2021' is taken: facts/2021-W33.yaml:2:9\n"
                                              "  give another, or none\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_told_and_nothing_written(desk: SmallDesk, args: list[str], told: str) -> None:
    run = desk.run("new", *args)
    assert (run.code, run.out, run.err) == (1, "", told)
    assert not (desk.root / "facts/weeks").exists()


def test_a_value_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(BriefingsError, match="cannot be added to"):
        new_record.text_with_stub(TextFile("facts/x.yaml", ""), new_record.new_stub("events", "a", {"in": "[TJK"}))


def test_the_file_is_that_of_the_desks_own_week(desk: SmallDesk) -> None:
    """The pinned day is a Friday, the cut-off; a day later it is the next week's."""
    desk.edit("desk.yaml", "today: 2021-09-17", "today: 2021-09-18")
    assert desk.run("new", "event").lines[0].startswith("wrote facts/weeks/2021-W38.yaml:2: ")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("type=sumit", "'sumit'"),
        ("source=pres-2021-09", "'pres-2021-09'"),
        ("status=don", "'don'"),
        ("date=last week", "'last week'"),
        ("in=[XXX]", "'XXX'"),
        ("credibility=7", "'7'"),
    ],
)
def test_a_value_that_check_would_refuse_is_refused_at_once(desk: SmallDesk, setting: str, message: str) -> None:
    run = desk.run("new", "event", "--set", setting)
    assert run.code == 1 and message in run.err, run.err
    assert not (desk.root / "facts/weeks").exists()


@pytest.mark.parametrize(
    ("args", "file"),
    [
        (["event", "--set", "date=2021-09-08"], "weeks/2021-W36.yaml"),
        (["event", "--set", "date=2021-09"], "weeks/2021-W37.yaml"),
        (["source", "--set", "published=2021-09-10"], "weeks/2021-W36.yaml"),
        (["event", "--set", "date=2021-09-08", "--file", "attacks.yaml"], "attacks.yaml"),
        (["event", "--file", "facts/a/b.yaml"], "a/b.yaml"),
    ],
)
def test_a_record_goes_into_the_file_of_its_own_week_or_the_one_named(
    desk: SmallDesk, args: list[str], file: str
) -> None:
    assert desk.run("new", *args).lines[0].startswith(f"wrote facts/{file}:2: ")


@pytest.mark.parametrize("file", ["../x.yaml", "x.txt", "/etc/x.yaml", "a/../../x.yaml"])
def test_another_place_than_a_fact_file_is_refused(desk: SmallDesk, file: str) -> None:
    run = desk.run("new", "event", "--file", file)
    assert run.code == 1 and "is no fact file" in run.err
