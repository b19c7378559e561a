"""Whole desks of random records. The law: whatever `check` lets through, every view of it is built and exported.

A valid desk builds, twice the same and however it is laid out in files; a mutated one is told of or builds; and an
edition names nothing that is withheld from it.

`make fuzz` tries 1,000 desks (DESKS tells how many), `make test` 6.
"""

from __future__ import annotations

import copy
import os
import random
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefings.build import build_steps
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.files import atomic_folder, desk_files
from briefings.tasks import export_files
from conftest import EXAMPLE, SmallDesk

COUNT = int(os.environ.get("DESKS", "6"))
DAY = date(2021, 9, 17)
COUNTRIES, BODIES = ("AFG", "TJK", "KGZ", "ARM"), ("CSTO", "SCO")
SOURCES = ("factbook-2021", "wire-2021-08", "press-2021-09")
WORDS = (
    "Said so", "A convoy *crossed*", "**Nothing** moved", "> Quoted", "- one\n- another", "<b>bold</b> & so",
    "Тоҷикистон", "a { b", "Ærøskøbing’s “quays”", "x" * 170, "A “Mi” — or not", "[x](https://x.example)",
)  # fmt: skip

# Units and numbers of every kind, among them what a page may take for something else.
UNITS = (
    "people", "km", "km²", "m³", "mi", "%", "points", "USD", "families", "people per km²", "per 100,000 people", "°C",
    "barrels per day", "t", "months",
)  # fmt: skip
NUMBERS = ("5", "1", "0", "1.5", "-3.2", "1.4 million", "60..95", "~7", "<= 4.5 bn", "tens", "672", "0.001", "-5..3")

Records = dict[str, list[dict[str, Any]]]


@cache
def example() -> tuple[TextFile, ...]:
    return tuple(desk_files.fact_files(EXAMPLE))


@st.composite
def desks(draw: st.DrawFn) -> Records:
    """Records of many kinds beside those of the small desk, linked among each other; ids tell their kind."""
    made: Records = {}
    ids: list[str] = ["summit-2021-09", "border:AFG-TJK"]

    def one(*items: Any) -> Any:
        return draw(st.sampled_from(items))

    def said() -> str:
        text: str = one(*WORDS)
        return text + (f' {{{{ fact("{one(*ids)}") }}}}' if draw(st.integers(0, 3)) == 0 else "")

    def maybe(record: dict[str, Any], **keys: Any) -> dict[str, Any]:
        for key, value in keys.items():
            if draw(st.booleans()):
                record[key] = value
        if draw(st.integers(0, 2)) == 0:
            record["marking"] = one(*Marking).value
        return record

    def fact(kind: str, number: int, **keys: Any) -> None:
        id = f"fuzz-{kind[:4]}-{number}"
        record = {"id": id, "source": one(*SOURCES, *(s["id"] for s in made.get("sources", ()))), **keys}
        record = maybe(record, note=said(), credibility=one(*"123456"), tags=["refugees"], tension=[one(*ids)])
        if draw(st.integers(0, 3)) == 0:
            other = maybe({"source": one(*SOURCES), "credibility": one(*"12345")}, note=said())
            record["claims"] = [{"source": record.pop("source")}, other]
        made.setdefault(kind, []).append(record)
        ids.append(id)

    for number in range(draw(st.integers(1, 3))):
        made.setdefault("sources", []).append(maybe(
            {"id": f"fuzz-source-{number}", "publisher": f"Paper {number}", "title": one(*WORDS), "medium": "press",
             "published": one("2021-09-01", "2021-09-16")}, reliability=one(*"ABCDEF"), note=said()))  # fmt: skip
        made.setdefault("people", []).append(
            maybe(
                {"id": f"fuzz-person-{number}", "name": f"Fuzz Person {number}"}, country=one(*COUNTRIES), note=said()
            )
        )
    for number in range(draw(st.integers(0, 3))):
        person = one(*(p["id"] for p in made["people"]), "rahmon")
        day = one("2021-08-10", "2021-08")
        fact("events", number, type=one("clash", "meeting", "visit"), title=said(), date=day, status="done",
             **{"in": one(*COUNTRIES)}, parties=[{"who": one(person, *COUNTRIES, *BODIES)}])  # fmt: skip
        unit = one(*UNITS)
        made.setdefault("measures", []).append({"id": f"fuzz-measure-{number}", "label": one(*WORDS), "unit": unit})
        fact("figures", number, subject=one(*COUNTRIES), as_of=day, **one(
            {"measure": "killed", "value": str(draw(st.integers(0, 10**6)))},
            {"measure": f"fuzz-measure-{number}", "value": f"{one(*NUMBERS)} {unit}"},
            {"measure": f"fuzz-measure-{number}", "value": one(*NUMBERS)},
        ))  # fmt: skip
        fact("displacement", number, leaving="AFG", into=one("TJK", "KGZ"), measure=one("arrived", "registered"),
             value=one(f"{draw(st.integers(1, 10**6))} people", "1.4 million people", "1200 families", "not-stated"),
             as_of=day)  # fmt: skip
        fact("forces", number, type=one("base", "deployment"), of=one(*BODIES), as_of=day,
             strength=f"{draw(st.integers(1, 9999))} people", **{"in": one(*COUNTRIES)},
             **one({}, {"duration": "18 months"}, {"cost": "4.5 bn USD"}, {"distance": f"{one(*NUMBERS)} m"},
                   {"count": "3 Mi-17"}, {"equipment": [{"what": one(*WORDS), "count": "2 T-72"}]}))  # fmt: skip
        stance = maybe({"holder": one(*COUNTRIES), "on": "host-refugees", "stance": one("for", "against")})
        fact("statements", number, speaker=person, date=day, text=said(), positions=[stance])
        made["questions"] = [
            {"id": "fuzz-asked", "text": "Does it go on?", "yes_if": "It goes on.", "about": [COUNTRIES[0]]}
        ]
        made.setdefault("assessments", []).append(maybe(
            {"id": f"fuzz-judged-{number}", "question": "fuzz-asked", "until": "2021-12-31",
             "text": one("It goes on.", "It ends."),
             "likelihood": one("likely", "unlikely"), "confidence": "low", "basis": [one(*ids)],
             "about": [one(*COUNTRIES)], "author": "A", "date": "2021-09-17"}, tags=["refugees"]))  # fmt: skip
        made.setdefault("topics", []).append(maybe(
            {"id": f"fuzz-topic-{number}", "title": one(*WORDS), "question": "What now?",
             "scope": {"about": [one(*COUNTRIES)]},
             "narrative": [maybe({"heading": "Part", "text": said()})]}))  # fmt: skip
    return made


def texts(made: Records, files: int = 1, seed: int = 0) -> list[TextFile]:
    """The desk in so many further files, its records and those of the small desk in any order."""
    chance = random.Random(seed)
    parts: list[Records] = [{} for _ in range(files)]
    for kind, records in made.items():
        for record in records:
            chance.choice(parts).setdefault(kind, []).append(record)
    found = [*example(), *(TextFile(f"facts/fuzz-{n}.yaml", dumped(part)) for n, part in enumerate(parts) if part)]
    return found if files == 1 else chance.sample(found, len(found))


def dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10**6)


def pages(
    base: FactBase, release: Marking, as_of: date = DAY, known: date = DAY, pdf: bool = False
) -> dict[str, bytes]:
    """Every file of a build; no document may fail."""
    with tempfile.TemporaryDirectory() as folder:
        order = build_steps.BuildOrder(as_of, known, release, pdf=pdf)
        done = [*build_steps.build(base, order, desk_files.template_files(EXAMPLE), atomic_folder.Output(Path(folder)))]
        told = [str(event.error) for event in done if isinstance(event, build_steps.FailedDocument)]
        assert told == []
        found = sorted(
            path for path in Path(folder).rglob("*") if path.is_file() and atomic_folder.NOTES_FOLDER not in path.parts
        )
        return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def mended(made: Records) -> tuple[Records, FactBase]:
    """The desk less what the checks refuse of it."""
    made = copy.deepcopy(made)
    for _ in range(40):
        held = desk_loading.load(texts(made), DAY)
        if held.base is not None:
            return made, held.base
        lines = [(problem.mark.file.path, problem.mark.line) for problem in held.errors]
        left = [line for path, line in lines if path.startswith("facts/fuzz")]
        assert left, [str(problem) for problem in held.errors]
        text = texts(made)[-1].text.splitlines()
        kind, place, gone = "", -1, set()
        for number, line in enumerate(text, 1):
            if line and line[0] not in " -":
                kind, place = line.rstrip(":"), -1
            place += line.startswith("- ")
            if number in left:
                gone.add((kind, place))
        made = {kind: [r for n, r in enumerate(records) if (kind, n) not in gone] for kind, records in made.items()}
        made = {kind: records for kind, records in made.items() if records}
    raise AssertionError("the checks refuse what is left each time")


LAWS = settings(
    max_examples=COUNT, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)


@LAWS
@given(made=desks(), release=st.sampled_from(list(Marking)[:-1]), seed=st.integers(0, 99))
def test_a_valid_desk_builds_and_tells_lower_editions_nothing(made: Records, release: Marking, seed: int) -> None:
    made, base = mended(made)
    files = pages(base, release)
    again = desk_loading.load(texts(made, 3, seed), DAY).base
    assert again is not None
    other = pages(again, release)
    assert [name for name in files.keys() | other.keys() if files.get(name) != other.get(name)] == []
    shown = {entry.id for entry in base.edition(release).all}
    withheld = {entry.id for entry in base.all} - shown
    above = {r["id"] for records in made.values() for r in records if Marking(r.get("marking", "TLP:CLEAR")) > release}
    assert above <= withheld
    whole = b"".join(files.values())
    assert [id for id in withheld if id.startswith("fuzz-") and id.encode() in whole] == []


VIEWS = [date(2021, 7, 1), date(2021, 8, 20), DAY]
PDF = "PDF" in os.environ  # a page takes a second to set, so only who asks for it tries it


@LAWS
@given(
    made=desks(),
    release=st.sampled_from(list(Marking)),
    as_of=st.sampled_from(VIEWS),
    known=st.sampled_from(VIEWS),
)
def test_whatever_check_lets_through_every_view_prints(
    made: Records, release: Marking, as_of: date, known: date
) -> None:
    _, base = mended(made)
    assert pages(base, release, as_of, known, PDF)
    files = export_files.export_files(base, Viewpoint(as_of, known, release), "all", places=True)
    assert files


ISSUE = "weekly/2021-W37"


def commands(base: FactBase, chance: random.Random) -> list[tuple[str, ...]]:
    """Every command that a person may type, about some records of a desk."""
    ids = sorted(entry.id for entry in base.all if entry.kind != "desk")
    release = ("--release", chance.choice(list(Marking)).value)
    return [
        ("check",),
        ("build", "--html", "--single", *release),
        ("build", "--html"),
        ("list",),
        ("due", "--limit", "1000"),
        *(("impact", id, *release) for id in chance.sample(ids, 3)),
        ("impact", chance.choice(ids), "--format", "json"),
        ("explain", "countries/tajikistan", ISSUE, "--html"),
        ("export", "--out", "exported", *release),
        ("diff", "2021-07-01", "2021-09-17", *release),
        ("diff", "2021-07-01", "--format", "html", "--out", "changes"),
        ("diff", "2021-08-20", "--format", "json"),
        ("publish", ISSUE),
        ("diff", "2021-W37"),
        ("build", "--reproduce", ISSUE),
        ("publish", ISSUE, "--reason", "A second look."),
        ("publish", "countries/tajikistan"),
        ("withdraw", chance.choice(ids)),
        ("weekly", "--html"),
        ("check",),
    ]


@settings(LAWS, max_examples=max(COUNT // 10, 1))
@given(made=desks(), seed=st.integers(0, 10**6))
def test_whatever_check_lets_through_every_command_ends_well(made: Records, seed: int) -> None:
    made, base = mended(made)
    with tempfile.TemporaryDirectory() as folder:
        desk = SmallDesk(Path(folder) / "desk")
        shutil.copytree(EXAMPLE, desk.root)
        desk.add("fuzz.yaml", dumped(made))
        for command in commands(base, random.Random(seed)):
            run = desk.run(*command)
            assert run.code == 0, (command, run.err)


JUNK = st.sampled_from([
    "", "x", "-1", "2021-13-40", "{{", '{{ fact("nothing") }}', "TLP:PINK", "~", "1" * 150, [], {}, ["a"], {"a": "b"},
    [[]],
])  # fmt: skip


@LAWS
@given(made=desks(), places=st.lists(st.tuples(st.integers(0, 10**6), JUNK), min_size=1, max_size=4))
def test_a_mutated_desk_is_told_of_or_builds(made: Records, places: list[tuple[int, Any]]) -> None:
    made = copy.deepcopy(made)
    for number, junk in places:
        records = [record for group in made.values() for record in group]
        record = records[number % len(records)]
        key = sorted(record)[number // 7 % len(record)]
        if number % 5 == 0:
            del record[key]
        else:
            record[key if number % 5 < 4 else "other"] = junk
    held = desk_loading.load(texts(made), DAY)
    assert all(str(problem) and problem.expected for problem in held.problems)
    if held.base is not None:
        pages(held.base, Marking.GREEN)
    else:
        assert held.errors
