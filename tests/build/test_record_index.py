"""An index that is damaged, foreign or forged, or that others use too: commands do as if there were none."""

from __future__ import annotations

import multiprocessing
import random
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.build import build_steps, incremental_load
from briefings.build.record_index import INDEX_FILE, RecordIndex
from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.facts.fact_base import FactBase
from briefings.files import atomic_folder
from briefings.files.atomic_folder import NOTES_FOLDER
from briefings.files.checksummed import unwrap_bytes, wrap_bytes
from briefings.tasks.preview_pages import Preview
from conftest import COMMAND, EXAMPLE, Run, SmallDesk, some
from law_desk import DAY, LONG, SHIPPED, files, new_index

WRONG = "borders:\n  - {between: [Kirghizia, ARM], length: 5 km, source: wire-2021-08}\n"


def padded(root: Path) -> SmallDesk:
    """The example, grown so that an index is worth it, in more files than an edit touches."""
    shutil.copytree(EXAMPLE, root)
    desk = SmallDesk(root)
    for number in range(10):
        desk.add(f"zz-{number:02}.yaml", "# nothing but a comment\n" * 600)
    desk.add("warned.yaml", WRONG)
    return desk


@pytest.fixture
def large(tmp_path: Path) -> SmallDesk:
    return padded(tmp_path / "desk")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[TextFile]:
    return padded(tmp_path_factory.mktemp("index") / "desk").texts()


@pytest.fixture(scope="module")
def kept(texts: list[TextFile]) -> bytes:
    made = new_index(texts, desk_loading.load(texts, DAY), DAY)
    assert made
    return made.written


@pytest.fixture(scope="module")
def clean(texts: list[TextFile], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    base = desk_loading.load(texts, DAY).base
    assert base
    return pages(base, tmp_path_factory.mktemp("clean"))


def pages(base: FactBase, into: Path) -> dict[str, bytes]:
    wanted = ("countries/tajikistan", "topics/*", "weekly/2021-W37")
    order = build_steps.BuildOrder(DAY, DAY, base.desk.release, wanted=wanted, pdf=False)
    for _ in build_steps.build(base, order, SHIPPED, atomic_folder.Output(into)):
        pass
    return files(into)


def taken_up(kept: bytes | None, texts: list[TextFile], folder: Path) -> FactBase:
    """What a command holds that finds such an index: its problems are those of all files."""
    notes = atomic_folder.Output(folder / "notes")
    if kept is not None:
        notes.write(INDEX_FILE, kept)
    held, whole = incremental_load.load_incrementally(texts, DAY, notes), desk_loading.load(texts, DAY)
    assert list(map(str, held.problems)) == list(map(str, whole.problems)) != []
    assert held.base
    return held.base


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "a byte short": lambda data: data[:-1],
    "a bit": lambda data: data[:9000] + bytes([data[9000] ^ 1]) + data[9001:],
    "no seal": lambda data: data.partition(b"\n")[2],
    "sealed, and no database": lambda data: wrap_bytes(b"no database"),
    "sealed, and nothing": lambda data: wrap_bytes(b""),
    "sealed, and half of it": lambda data: wrap_bytes(data.partition(b"\n")[2][:20_000]),
    "sealed, with each page broken": lambda data: wrap_bytes(
        b"".join(page[:8] + b"\xff" * 8 + page[16:] for page in _paged(data.partition(b"\n")[2]))
    ),
    "a database of others": lambda data: wrap_bytes(_made("CREATE TABLE x (y)")),
    "of another program": lambda data: forged(data, "UPDATE note SET value = 'x' WHERE name = 'shape'"),
}

# What somebody may put under the seal, by what is to come of it: the right pages, however long that takes.
FORGED = {
    "a further table": "CREATE TABLE x (y)",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM record; END",
    "a view without end": "ALTER TABLE record RENAME TO r; CREATE VIEW record AS WITH RECURSIVE n(i) AS "
                          "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT r.* FROM r, n",
    "no records": "DELETE FROM record",
    "no desk": "DELETE FROM record WHERE kind = 'desk'",
    "no files": "DELETE FROM file",
    "places beyond the end": "UPDATE record SET span = 4611686018427387903",
    "places before the beginning": "UPDATE record SET span = -5",
    "places that are none": "UPDATE record SET span = 'x'",
    "places of others": "UPDATE record SET span = (SELECT span FROM record WHERE id = 'CSTO'), file = "
                        "(SELECT file FROM record WHERE id = 'CSTO') WHERE kind != 'desk'",
    "places in the middle": "UPDATE record SET span = span + 2097157 WHERE kind = 'figures'",
    "other files": "UPDATE record SET file = 'facts/sources.yaml' WHERE kind = 'events'",
    "files that are not there": "UPDATE record SET file = 'facts/../../etc/passwd' WHERE kind = 'borders'",
    "no file": "UPDATE record SET file = NULL WHERE kind = 'sources'",
    "ids of others": "UPDATE record SET id = id || 'x' WHERE kind = 'figures'",
    "no ids": "UPDATE record SET id = NULL WHERE kind = 'topics'",
    "kinds that there are not": "UPDATE record SET kind = 'x' WHERE kind = 'countries'",
    "kinds of others": "UPDATE record SET kind = 'events' WHERE kind = 'statements'",
    "claims in files that are not there": "UPDATE record SET filed = '[[\"x\", 1]]' WHERE kind = 'borders'",
    "claims nowhere": "UPDATE record SET filed = '{' WHERE kind = 'displacement'",
    "claims that are a number": "UPDATE record SET filed = 7 WHERE kind = 'displacement'",
    "markings that there are not": "UPDATE record SET marking = 'TLP:PURPLE'",
    "nothing said": "UPDATE record SET own = NULL, cited = NULL",
    "no text said": "UPDATE record SET own = x'00ff', cited = x'ff'",
    "no names": "UPDATE record SET name = NULL, names = NULL, misnomers = 3",
    "problems that are none": "UPDATE problem SET data = '[]'",
    "problems of no code": "UPDATE problem SET data = replace(data, 'alias', 'x')",
    "problems in files that are not there": "UPDATE problem SET data = replace(data, 'warned', 'x')",
    "an error": "UPDATE problem SET data = replace(data, 'alias', 'syntax')",
    "states of no number": "UPDATE state SET digest = NULL; INSERT INTO change VALUES ('x', 'y')",
    "so many changes that some are forgotten": "INSERT INTO change WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000) SELECT 5, 'k' || i FROM n",
}  # fmt: skip


def _paged(data: bytes) -> list[bytes]:
    return [data[start : start + 4096] for start in range(0, len(data), 4096)]


def _made(script: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(script)
    return database.serialize()


def forged(data: bytes, script: str) -> bytes:
    held = unwrap_bytes(data)
    assert held is not None
    database = sqlite3.connect(":memory:")
    database.deserialize(held)
    database.executescript(script)
    database.commit()
    return wrap_bytes(database.serialize())


def test_an_index_that_is_whole_is_taken_up(texts: list[TextFile], kept: bytes, tmp_path: Path,
                                               clean: dict[str, bytes]) -> None:  # fmt: skip
    base = taken_up(kept, texts, tmp_path)
    assert isinstance(base.stock, RecordIndex)
    assert pages(base, tmp_path / "out") == clean


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_one_that_is_damaged_is_as_if_it_were_not_there(
    damage: Callable[[bytes], bytes], texts: list[TextFile], kept: bytes, tmp_path: Path
) -> None:
    assert damage(kept) != kept
    assert not isinstance(taken_up(damage(kept), texts, tmp_path).stock, RecordIndex)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("name", some(FORGED, 4))
def test_one_that_is_forged_stops_nothing_and_makes_no_page_wrong(
    name: str, texts: list[TextFile], kept: bytes, clean: dict[str, bytes], tmp_path: Path
) -> None:
    assert pages(taken_up(forged(kept, FORGED[name]), texts, tmp_path), tmp_path / "out") == clean


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("script", FORGED.values(), ids=FORGED)
def test_nor_does_it_after_an_edit(script: str, texts: list[TextFile], kept: bytes, tmp_path: Path) -> None:
    edited = [TextFile(file.path, f"# edited\n{file.text}" if "W37" in file.path else file.text) for file in texts]
    base, whole = taken_up(forged(kept, script), edited, tmp_path), desk_loading.load(edited, DAY).base
    assert whole
    assert [(entry.kind, entry.id, entry.record) for entry in base.all] == [
        (entry.kind, entry.id, entry.record) for entry in whole.all
    ]


def test_one_of_another_program_is_not_taken_up(
    texts: list[TextFile], kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.build.record_index.program_digest", lambda: "another")
    assert not isinstance(taken_up(kept, texts, tmp_path).stock, RecordIndex)


# ---------------------------------------------------------------- as a person meets it

EDIT = ("2021-W33.yaml", "value: 5700 people", "value: 5800 people")
COMMANDS = (
    ("check",), ("build", "--dry-run", "--html"), ("impact", "wire-2021-08"), ("export", "--format", "csv"),
    ("diff", "2021-W33"), ("build", "--html"),
)  # fmt: skip
MORE = (
    ("explain", "countries/tajikistan"), ("list",), ("due",), ("build", "--except-broken", "--html"),
    ("weekly", "2021-W33", "--html"), ("publish", "weekly/2021-W33"), ("check",), ("build", "--html"), ("list",),
)  # fmt: skip


def test_every_command_after_an_edit_says_and_writes_what_it_would_without(large: SmallDesk, tmp_path: Path) -> None:
    """Under LAWS more of them, and an issue is published, which takes long."""
    assert large.run("build", "--html").code == 0
    assert (large.root / NOTES_FOLDER / INDEX_FILE).exists()
    bare = SmallDesk(tmp_path / "bare" / "desk")
    shutil.copytree(large.root, bare.root)
    for desk in (large, bare):
        desk.edit(*EDIT)
    ways = []
    for command in (*COMMANDS, *(MORE if LONG else ())):
        shutil.rmtree(bare.root / NOTES_FOLDER, ignore_errors=True)
        one, other = (large.run(*command), bare.run(*command))
        assert (one.code, _told(one, large)) == (other.code, _told(other, bare)), command
        ways.append(one.code)
        assert large.files(".") == bare.files("."), command
    assert ways == [0] * len(ways)


def _told(run: Run, desk: SmallDesk) -> str:
    """What was printed, but for where it was and how long it took."""
    return re.sub(r"\d+\.\d+ s", "", run.out + run.err).replace(str(desk.root), "")


def test_a_preview_goes_by_it(large: SmallDesk, tmp_path: Path) -> None:
    orders = []

    def order(base: FactBase) -> build_steps.BuildOrder:
        orders.append(isinstance(base.stock, RecordIndex))
        return build_steps.BuildOrder(DAY, DAY, base.desk.release, pdf=False)

    preview = Preview(large.root, tmp_path / "out", order)
    preview.rebuild()
    for process in multiprocessing.active_children():  # which writes the index
        process.join()
    large.edit(*EDIT)
    preview.rebuild()
    base = desk_loading.load(large.texts(), DAY).base
    assert base and orders == [False, True]
    for _ in build_steps.build(base, order(base), SHIPPED, atomic_folder.Output(tmp_path / "clean")):
        pass
    assert files(tmp_path / "out") == files(tmp_path / "clean")


def started(desk: SmallDesk, *args: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*COMMAND, *args], cwd=desk.root, stdout=pipe, stderr=pipe, text=True)


def whole(desk: SmallDesk) -> bool:
    """Whether there is an index; what there is has its seal."""
    path = desk.root / NOTES_FOLDER / INDEX_FILE
    assert not path.exists() or unwrap_bytes(path.read_bytes()) is not None
    return path.exists()


def test_two_commands_at_once_leave_one_whole_index(large: SmallDesk) -> None:
    for command in (("export",), ("due",)):
        both = [started(large, *command) for _ in range(2)]
        told = [process.communicate(timeout=600) for process in both]
        assert [process.returncode for process in both] == [0, 0], told
        assert told[0] == told[1]
        assert whole(large)
        large.edit(*(EDIT if command == ("export",) else (EDIT[0], EDIT[2], EDIT[1])))


def test_a_command_killed_at_any_moment_leaves_no_torn_index(large: SmallDesk) -> None:
    chance = random.Random(7)
    for _ in range(30 if LONG else 6):
        process = started(large, "due")
        time.sleep(chance.uniform(0.2, 0.9))
        process.kill()
        process.communicate()
        whole(large)
        (large.root / NOTES_FOLDER / INDEX_FILE).unlink(missing_ok=True)
    assert large.run("due").code == 0
    assert whole(large)
    assert large.run("due").code == 0


@pytest.mark.parametrize("lies", ["a file in place of the folder", "a folder in place of the file"])
def test_where_it_cannot_be_written_it_only_costs_time(large: SmallDesk, lies: str) -> None:
    expected = large.run("due")
    shutil.rmtree(large.root / NOTES_FOLDER)
    if "place of the folder" in lies:
        (large.root / NOTES_FOLDER).write_text("")
    else:
        (large.root / NOTES_FOLDER / INDEX_FILE).mkdir(parents=True)
    run = large.run("due")
    assert (run.code, run.out, run.err) == (0, expected.out, expected.err)
