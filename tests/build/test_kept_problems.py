"""What a check found is kept while nothing changed, and told in the same bytes; anything else is checked anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefings.build import kept_letters
from briefings.build.kept_problems import KEPT_FILE, Found, KeptProblems, NotedTexts
from briefings.checks import desk_loading
from briefings.files import atomic_folder
from briefings.files.checksummed import wrap_json
from conftest import SmallDesk

DAY = date(2026, 11, 24)
RECORD = f"{atomic_folder.NOTES_FOLDER}/{KEPT_FILE}"
MISTAKES = """\
borders:
  - {between: [AFG, Kirghizia], length: 5 km, source: wire-2021-08}
  - {between: [TJK, AFG], length: 5 km, source: wire-2021-08}
  - {between: [AFG, XXX], lenght: 5 km, source: wire-2021-08}
"""


def counting(desk: SmallDesk) -> bool:
    """Whether a check of the desk writes a new record: it does not where it finds what it kept."""
    path = desk.root / RECORD
    before = path.stat().st_mtime_ns if path.exists() else 0
    desk.run("check")
    return path.stat().st_mtime_ns != before


def test_a_second_check_prints_the_same_bytes_without_parsing(desk: SmallDesk) -> None:
    desk.add("zz.yaml", MISTAKES)
    first = desk.run("check")
    assert first.code == 1
    assert "duplicate-id" in first.err
    record = (desk.root / RECORD).read_bytes()
    stops = {"PYTHONPATH": os.pathsep.join((str(_without_parser(desk.root)), os.environ.get("PYTHONPATH", "")))}
    again = desk.run("check", env=stops)
    assert (again.code, again.out, again.err) == (first.code, first.out, first.err)
    assert (desk.root / RECORD).read_bytes() == record
    (desk.root / RECORD).unlink()
    assert "no parser" in desk.run("check", env=stops).err


def _without_parser(root: Path) -> Path:
    """A folder that, on the path of modules, makes any parsing of YAML fail."""
    folder = root / "broken"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import yaml\n\ndef refuse(*args):\n    raise SystemExit('no parser')\n\nyaml.CSafeLoader = refuse\n"
    )
    return folder


def test_warnings_and_their_count_are_the_same_from_the_record(desk: SmallDesk) -> None:
    desk.add("zz.yaml", "borders:\n  - {between: [AFG, Kirghizia], length: 5 km, source: wire-2021-08}\n")
    first, again, strict = desk.run("check"), desk.run("check"), desk.run("check", "--strict")
    assert first.lines[-1] == "0 errors, 2 warnings"  # another name, and no common border
    assert (again.code, again.out, again.err) == (0, first.out, "")
    assert strict.code == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: desk.edit("borders.yaml", "1357 km", "1344 km"),
        lambda desk: desk.add("new.yaml", ""),
        lambda desk: (desk.root / "facts/borders.yaml").rename(desk.root / "facts/renamed.yaml"),
        lambda desk: (desk.root / "facts/borders.yaml").unlink(),
    ],
    ids=["edited", "added", "renamed", "deleted"],
)
def test_any_change_of_a_file_is_checked(desk: SmallDesk, change: Callable[[SmallDesk], None]) -> None:
    assert counting(desk)
    assert not counting(desk)
    change(desk)
    assert counting(desk)


def test_a_touched_file_is_no_change(desk: SmallDesk) -> None:
    assert counting(desk)
    (desk.root / "facts/borders.yaml").touch()
    assert not counting(desk)


DAMAGE = {
    "empty": lambda data: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "no JSON": lambda data: b"\x80\x04]" + data,
    "another form": lambda data: b"[1, 2]",
    "not a record": lambda data: b"{}",
    "deep": lambda data: b"[" * 100_000,
    "another key": lambda data: json.dumps({**json.loads(data), "key": "x"}).encode(),
    "another shape": lambda data: wrap_json({"program": "", "found": {"facts": {"reads": [], "problems": 7}}}),
    "edited": lambda data: data.replace(b"1 warning", b"").replace(b"alias", b"bogus"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_or_foreign_record_is_a_clean_check(desk: SmallDesk, damage: Callable[[bytes], bytes]) -> None:
    desk.add("zz.yaml", "borders:\n  - {between: [AFG, Kirghizia], length: 5 km, source: wire-2021-08}\n")
    first = desk.run("check")
    record = desk.root / RECORD
    record.write_bytes(damage(record.read_bytes()))
    again = desk.run("check")
    assert (again.code, again.out, again.err) == (first.code, first.out, "")


def test_a_folder_that_cannot_be_written_to_only_costs_time(desk: SmallDesk) -> None:
    (desk.root / atomic_folder.NOTES_FOLDER).write_text("a file in the place of the folder")
    run = desk.run("check")
    assert (run.code, run.lines, run.err) == (0, ["0 errors, 0 warnings"], "")


def test_a_check_writes_beside_the_facts_what_git_leaves_alone(desk: SmallDesk) -> None:
    """A problem names records that readers of a build folder may not know of."""
    desk.add("zz.yaml", MISTAKES)
    desk.run("check")
    folder = desk.root / atomic_folder.NOTES_FOLDER
    assert {path.name for path in folder.iterdir()} == {".gitignore", KEPT_FILE, kept_letters.FILE}
    assert (folder / ".gitignore").read_text() == "*\n"
    assert not (desk.root / "build").exists()


def test_the_day_counts_unless_the_desk_pins_it(desk: SmallDesk) -> None:
    """The small desk pins its day, and so would give the same on any other."""
    assert counting(desk)
    held = json.loads((desk.root / RECORD).read_bytes())["held"]["results"]["facts"]
    assert set(held["reads"]) == {"inputs"}
    desk.edit("desk.yaml", "  today: 2021-09-17\n", "")
    assert counting(desk)
    held = json.loads((desk.root / RECORD).read_bytes())["held"]["results"]["facts"]
    assert held["reads"]["day"] == date.today().isoformat()


def test_what_is_kept_is_all_of_a_problem(desk: SmallDesk, tmp_path: Path) -> None:
    desk.add("zz.yaml", MISTAKES)
    files = desk.texts()
    problems = desk_loading.load(files, DAY).problems
    assert {problem.code for problem in problems} == {"duplicate-id", "unknown-id", "unknown-key"}
    assert any(problem.related for problem in problems)
    assert any(problem.suggestion for problem in problems)
    notes = atomic_folder.Output(tmp_path / "notes")
    kept = KeptProblems(notes)
    assert kept.of("facts", files, {"x": "1"}.__getitem__, lambda: (problems, {"x": "1"})) == problems
    kept.write()
    again = KeptProblems(notes).of("facts", files, {"x": "1"}.__getitem__, unasked)
    assert again == problems
    assert [str(problem) for problem in again] == [str(problem) for problem in problems]


def unasked() -> Found:
    raise AssertionError("it was kept, and is computed again")


def test_what_is_found_stands_while_all_that_it_read_is_the_same(tmp_path: Path) -> None:
    """What was not read may change, come and go; a name that was looked for in vain may not come."""
    notes = atomic_folder.Output(tmp_path / "notes")
    texts = {"a": "A", "b": "B", "c": "C"}

    def asked(now: dict[str, str], names: str) -> bool:
        """Whether a computation is asked that looks for some names."""
        noted, asks = NotedTexts(now), []

        def found() -> Found:
            asks.append([noted.get(name) for name in names] if names != "*" else list(noted))
            return [], noted.reads

        kept = KeptProblems(notes)
        assert kept.of(names, [], noted.digest, found) == ()
        kept.write()
        return bool(asks)

    assert [asked(texts, "ax"), asked(texts, "ax")] == [True, False]
    assert not asked({**texts, "b": "other", "d": "D"}, "ax")
    assert asked({**texts, "a": "other"}, "ax")
    assert asked({**texts, "a": "other", "x": "X"}, "ax")
    assert [asked(texts, "*"), asked({**texts, "a": "other"}, "*"), asked({**texts, "d": "D"}, "*")] == [
        True, False, True,
    ]  # fmt: skip


def test_templates_of_the_desk_are_read_anew_where_they_or_what_they_name_changed(desk: SmallDesk) -> None:
    own = {"one.html.j2": "{% import 'two.html.j2' as two %}{{ two.said() }}\n",
           "two.html.j2": "{% macro said() %}Said.{% endmacro %}\n", "three.html.j2": "{{ facts }}\n"}  # fmt: skip
    (desk.root / "templates").mkdir()
    for name, text in own.items():
        (desk.root / "templates" / name).write_text(text)

    def check() -> tuple[list[str], dict[str, object]]:
        run = desk.run("check")
        lines = [line for line in (*run.err.splitlines(), *run.lines) if "no macro" in line]
        return lines, json.loads((desk.root / RECORD).read_bytes())["held"]["results"]

    clean, before = check()
    assert (clean, check()[1]) == ([], before)
    assert {name for name in before if name.startswith("templates/")} == {f"templates/{name}" for name in own}
    (desk.root / "templates/two.html.j2").write_text(own["two.html.j2"].replace("said", "told"))
    told, after = check()
    assert len(told) == 1
    assert {name for name in before if before[name] != after[name]} == {
        "templates/one.html.j2", "templates/two.html.j2",
    }  # fmt: skip
    assert check()[0] == told
    (desk.root / "templates/three.html.j2").unlink()
    assert "templates/three.html.j2" not in check()[1]  # forgotten, so that no file grows without end
