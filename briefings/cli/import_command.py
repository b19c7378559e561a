"""The command that reads a table into claims: first as a plan, then into a file of its own."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from .desk_access import checked_facts, day_of, desk_folder
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..files.atomic_folder import Output
    from ..tasks.import_plan import ImportPlan, PlannedRow, RefusedRow
    from ..tasks.import_rows import RowMemory

_FOLDER = "imports"


def import_table(
    table: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A table: .csv, .xlsx, .json or .jsonl.", show_default=False),
    ],
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="MAP", help="The map of its columns: docs/import.md.")
    ] = None,
    like: Annotated[
        bool, typer.Option("--like", help="FILE is our own export, edited: tell what differs.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the claims into a file of their own.")
    ] = False,
    jumps: Annotated[
        bool, typer.Option("--jumps", help="Write what jumps beyond the map's bound too.")
    ] = False,
    reject: Annotated[
        str, typer.Option(metavar="ROWS", help="Never import these rows as they are: 12,40-44.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many rows of each group to print.")] = 20,
) -> None:
    """Read a table into claims: what is new, newer, revised or in disagreement, and with --write into a file.

    Nothing that a person wrote is changed. Rows that were written or rejected are remembered in imports/.
    """
    from ..core.problems import BriefingsError

    if like:
        _print_differences(table)
        return
    if map_ is None:
        raise BriefingsError(
            "a table needs a map of its columns", "--map FILE, see docs/import.md; or --like"
        )
    _import(table, map_, write, jumps, reject, limit)


def _import(table: Path, map_: Path, write: bool, jumps: bool, reject: str, limit: int) -> None:
    from ..files import atomic_folder, desk_files
    from ..files.bounded_process import bounded
    from ..tasks import import_map, import_plan, import_rows, import_tables

    mapping = import_map.read_map(desk_files.decoded(str(map_), _bytes(map_)))
    data = _bytes(table)

    def read() -> import_tables.Table:
        rows = import_tables.read_table(table.name, data, mapping.skip, mapping.sheet)
        return rows if mapping.unpivot is None else import_tables.unpivoted(rows, *mapping.unpivot)

    rows = bounded(table.name, read)
    files, today = desk_files.fact_files(desk_folder()), datetime.date.today()
    notes = atomic_folder.Output(desk_folder() / _FOLDER)
    memory_name = f"{map_.stem}.rows.json"
    before = memory = _memory(notes, memory_name)
    if reject:
        memory = import_rows.with_rejected(memory, import_rows.row_records(rows, mapping)[0], reject)
    path = _new_name([file.path for file in files], f"facts/{_FOLDER}/{map_.stem}-{today}")
    plan = import_plan.plan_import(files, rows, mapping, memory, today, path)
    _print_plan(plan, limit)
    if write:
        _write(plan, jumps, path)
        if (after := import_plan.remembering(memory, plan, jumps)) != before:
            _remember(notes, memory_name, after)
    elif reject:
        print("nothing was written: --write remembers the rejected rows")


def _bytes(path: Path) -> bytes:
    from ..core.problems import BriefingsError
    from ..files.plain_files import plain_bytes

    try:
        return plain_bytes(Path.cwd() / path)
    except OSError as error:
        raise BriefingsError(f"{path}: {error.strerror}", "a plain file that can be read") from None


def _memory(notes: Output, name: str) -> RowMemory:
    """The rows of earlier imports by this map; raises BriefingsError for a file that is none of ours."""
    from ..core.problems import BriefingsError
    from ..tasks.import_rows import RowMemory

    data = notes.read(name)
    if data is None:
        return RowMemory()
    try:
        kept = json.loads(data)
        return RowMemory(frozenset(kept["done"]), frozenset(kept["rejected"]))
    except (ValueError, KeyError, TypeError):
        raise BriefingsError(f"{_FOLDER}/{name} cannot be read", "git checkout it, or delete it") from None


def _new_name(taken: Sequence[str], stem: str) -> str:
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.yaml" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _print_plan(plan: ImportPlan, limit: int) -> None:
    from ..tasks.import_plan import VERDICTS

    counted = Counter(row.verdict for row in plan.rows)
    for verdict, meaning in VERDICTS.items():
        if not counted[verdict]:
            continue
        print(f"{verdict}: {counted[verdict]} ({meaning})")
        if verdict != "unchanged":
            _print_some(
                (_row_line(row) for row in plan.rows if row.verdict == verdict), counted[verdict], limit
            )
    if jumps := sum(row.jump is not None for row in plan.rows):
        print(f"jumps: {jumps} (marked with their change; written only with --jumps)")
    if plan.refused:
        print(f"refused: {len(plan.refused)}")
        groups = _grouped(plan.refused)
        _print_some(groups, len(groups), limit)
    for what, rows in (
        ("without a value", plan.empty),
        ("dealt with in an earlier import", plan.remembered),
        ("rejected before", plan.rejected),
    ):
        if rows:
            print(f"{what}: {len(rows)}")


def _print_some(lines: Iterable[str], number: int, limit: int) -> None:
    for _, line in zip(range(limit), lines, strict=False):
        print(f"  {line}")
    if number > limit:
        print(f"  and {number - limit} more: --limit {number}")


def _row_line(row: PlannedRow) -> str:
    told = f"{row.was} -> {row.now}" if row.was else row.now
    jump = f" [{row.jump:+.0f} %]" if row.jump is not None else ""
    pages = f" in {', '.join(row.documents)}" if row.documents else ""
    return f"row {row.record.row.number}: {row.id}{f': {told}' if told else ''}{jump}{pages}"


def _grouped(refused: Sequence[RefusedRow]) -> list[str]:
    """The refusals, those for one reason together, most first."""
    groups: dict[tuple[str, str], list[int]] = {}
    for one in refused:
        groups.setdefault((one.why, one.remedy), []).append(one.row.number)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[1]))
    return [_refusal(why, remedy, list(dict.fromkeys(rows))) for (why, remedy), rows in ordered]


def _refusal(why: str, remedy: str, rows: Sequence[int]) -> str:
    named = ", ".join(map(str, rows[:5])) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
    return f"row{'' if len(rows) == 1 else 's'} {named}: {why}: {remedy}"


def _write(plan: ImportPlan, jumps: bool, path: str) -> None:
    """Write the rows of a plan below facts/, and say where."""
    from ..files import atomic_folder
    from ..tasks import import_plan

    rows = plan.to_write(jumps)
    output = atomic_folder.Output(desk_folder() / "facts")
    for file, text in _parts(path, import_plan.file_texts(rows, plan.records)):
        output.write(file.removeprefix("facts/"), text.encode())
        print(f"wrote {file}")
    print(f"{count_text(len(rows), 'claim')} written" if rows else "nothing to write")


def _remember(notes: Output, name: str, memory: RowMemory) -> None:
    kept = {"done": sorted(memory.done), "rejected": sorted(memory.rejected)}
    notes.write(name, (json.dumps(kept, indent=0) + "\n").encode())
    print(f"remembered {count_text(len(memory.done | memory.rejected), 'row')} in {_FOLDER}/{name}")


def _parts(path: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The file of each part: the name that was asked for, and that with a number."""
    stem = path.removesuffix(".yaml")
    for number, text in enumerate(texts, 1):
        yield (path if number == 1 else f"{stem}-part-{number}.yaml"), text


def _print_differences(table: Path) -> None:
    from ..facts.claims import Viewpoint
    from ..files.bounded_process import bounded
    from ..tasks import export_files, import_tables
    from ..tasks.export_difference import differences
    from ..tasks.plain_records import DisclosedRecords

    base = checked_facts(quiet=True)
    day = day_of(base)
    name, data = PurePath(table).name, _bytes(table)
    edited = bounded(name, lambda: import_tables.read_table(name, data))
    text = export_files.claims_csv(DisclosedRecords(base, Viewpoint(day, day, base.desk.release)))
    held = import_tables.read_table("facts.csv", text.encode())
    lines = list(differences(held, edited))
    for line in lines:
        print(line)
    print(f"{count_text(len(lines), 'difference')}; write a change as a further claim or a correction")
