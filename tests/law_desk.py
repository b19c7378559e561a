"""A desk in memory for the laws of rebuilding: seeded edits of every sort, and builds into folders."""

from __future__ import annotations

import atexit
import copy
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from briefings.build import build_steps, incremental_load
from briefings.build.build_plan import BuildPlan
from briefings.build.first_index import Findings, judged, unjudged_index
from briefings.build.record_index import RecordIndex
from briefings.checks import desk_loading
from briefings.checks.desk_loading import LoadResult
from briefings.core.markings import Marking
from briefings.core.problems import BriefingsError, TextFile
from briefings.facts.fact_base import FactBase
from briefings.files import atomic_folder, desk_files
from briefings.files.atomic_folder import NOTES_FOLDER
from briefings.files.ledger_files import LedgerFile
from briefings.tasks import issue_publication
from briefings.template_api.documents import Publication
from conftest import EXAMPLE

LONG = "LAWS" in os.environ
SHIPPED = desk_files.template_files(EXAMPLE)
DAY = date(2021, 9, 17)

Records = list[dict[str, Any]]


@cache
def issued() -> tuple[LedgerFile, ...]:
    """The first issue of the example as it is published, in a folder that is there to the end."""
    base = desk_loading.load(desk_files.fact_files(EXAMPLE), DAY).base
    assert base
    folder = tempfile.TemporaryDirectory(prefix="law")
    atexit.register(folder.cleanup)
    work = BuildPlan(
        base, build_steps.BuildOrder(DAY, DAY, Marking.GREEN), SHIPPED, atomic_folder.Output(Path(folder.name))
    )
    (draft,) = (document for document in work.every if document.id == "weekly/2021-W33")
    issue = issue_publication.rendered_edition(work, replace(draft, publication=Publication(1, 1, None, DAY)))
    atomic_folder.add_issue_folder(Path(folder.name), issue.ledger.folder, issue.files)
    return tuple(file for file in desk_files.fact_files(Path(folder.name)) if isinstance(file, LedgerFile))


def new_index(texts: list[TextFile], loaded: LoadResult, today: date) -> RecordIndex | None:
    """The index that a load of all files leaves, made in one process; None if there are errors."""
    found = Findings.of(texts, loaded, today)
    return judged(unjudged_index(texts, loaded.base.all), found) if loaded.base and found else None


class Desk:
    """A desk in memory: what is in each file by kind, the templates, and the folder that is built to."""

    def __init__(self, root: Path, example: Path = EXAMPLE) -> None:
        self.root = root
        self.templates = dict(SHIPPED)
        texts = {file.path: file.text for file in desk_files.fact_files(example) if not isinstance(file, LedgerFile)}
        self.files: dict[str, dict[str, Any]] = {n: yaml.load(t, yaml.BaseLoader) for n, t in texts.items()}
        self.comment = ""
        self.issued = False
        self.index: bytes | None = None  # as the last build left it
        self.resumed: list[bool] = []
        self._read: tuple[list[tuple[str, str]], FactBase | None] = ([], None)

    def texts(self) -> list[TextFile]:
        facts = [
            TextFile(name, self.comment + yaml.dump(held, allow_unicode=True, sort_keys=False))
            for name, held in sorted(self.files.items()) if held
        ]  # fmt: skip
        return [*facts, *(issued() if self.issued else ())]

    def base(self) -> FactBase | None:
        """What is held, None where it has errors; read once for the same texts."""
        texts = self.texts()
        key = [(text.path, text.text) for text in texts]
        if key != self._read[0]:
            self._read = key, desk_loading.load(texts, DAY).base
        return self._read[1]

    def resume(self) -> FactBase | None:
        """What is held, from the index where it will do."""
        texts = self.texts()
        found = incremental_load.updated_load(self.index, texts, DAY)
        self.resumed.append(found is not None)
        held = found.held if found else desk_loading.load(texts, DAY)
        index = found.index if found else new_index(texts, held, DAY)
        self.index = index.written if index else None
        return held.base

    def records(self, *kinds: str) -> Records:
        found = [r for held in self.files.values() for kind, records in held.items() if kind in kinds for r in records]
        return sorted(found, key=lambda r: str(sorted(r.items())))

    def claims(self) -> Records:
        facts = self.records("borders", "displacement", "forces", "figures", "events", "statements", "memberships")
        return [claim for fact in facts for claim in fact.get("claims", [fact])]

    def settings(self) -> dict[str, Any]:
        return next(held["desk"] for held in self.files.values() if "desk" in held)

    def outputs(self) -> list[Path]:
        return sorted(p for p in self.root.rglob("*") if p.is_file() and NOTES_FOLDER not in p.parts)

    def build(self, into: Path, pdf: tuple[str, ...] = (), wanted: tuple[str, ...] = (), **order: Any) -> bool:
        """Into its own folder by what is kept. False where it is refused: nothing is left of an edition that tells more
        than it may, such as an issue that was published before a fact in it was marked higher."""
        base = self.resume() if into == self.root else self.base()
        assert base
        today = base.desk.today.last if base.desk.today else DAY
        made = build_steps.BuildOrder(today, today, base.desk.release, wanted=wanted, pdf=False)
        made = replace(made, **order)
        orders = [made, *([replace(made, wanted=pdf, pdf=True, jobs=1)] if pdf else [])]
        with suppress(BriefingsError):
            for one in orders:
                for _ in build_steps.build(base, one, self.templates, atomic_folder.Output(into)):
                    pass
            return True
        return False


def pick(among: list[Any], number: int) -> Any:
    return among[number % len(among)] if among else None


Edit = Callable[[Desk, int], None]


def value(desk: Desk, n: int) -> None:
    keys = {"length", "value", "strength"}
    claims = [claim for claim in desk.claims() if keys & claim.keys()]
    claim = pick(claims, n)
    key = next(iter(sorted(keys & claim.keys())))
    unit = str(claim[key]).partition(" ")[2]
    claim[key] = f"{100 + n % 9000} {unit}".strip()


def wording(desk: Desk, n: int) -> None:
    worded = ("text", "title")  # of a fact with several claims they may stand in these
    records = desk.records("statements", "events", "assessments", "topics")
    record = pick([record for record in records if not record.keys().isdisjoint(worded)], n)
    record[next(key for key in worded if key in record)] = ["Said so.", "Said otherwise.", "Kept silent."][n % 3]


def day(desk: Desk, n: int) -> None:
    claim = pick([claim for claim in desk.claims() if "as_of" in claim], n)
    claim["as_of"] = f"2021-0{1 + n % 9}-1{n % 10}"


def add(desk: Desk, n: int) -> None:
    fact = {"id": f"added-{n % 5}", "subject": pick(["AFG", "TJK", "ARM"], n), "measure": "killed",
            "value": str(n % 90), "as_of": "2021-09-01", "source": "press-2021-09", "tags": ["refugees"]}  # fmt: skip
    desk.files.setdefault(f"facts/new-{n % 3}.yaml", {}).setdefault("figures", []).append(fact)


def filed(desk: Desk, n: int) -> None:
    """A claim that stands apart from its fact."""
    claim = {"fact": "border:KGZ-TJK", "length": f"{900 + n % 90} km", "source": "wire-2021-08", "credibility": "3"}
    desk.files.setdefault(f"facts/new-{n % 3}.yaml", {}).setdefault("claims", []).append(claim)


def delete(desk: Desk, n: int) -> None:
    kinds = ("borders", "displacement", "forces", "figures", "events", "statements", "memberships", "assessments",
             "signposts", "topics", "issues")  # fmt: skip
    record = pick(desk.records(*kinds), n)
    for held in desk.files.values():
        for records in held.values():
            if isinstance(records, list) and record in records:
                records.remove(record)


def move(desk: Desk, n: int) -> None:
    """A record to another file, whose name may be new."""
    name = pick(sorted(desk.files), n)
    kind = pick([kind for kind in desk.files[name] if kind != "desk" and desk.files[name][kind]], n)
    if kind:
        record = desk.files[name][kind].pop(n % len(desk.files[name][kind]))
        desk.files.setdefault(f"facts/{'abmz'[n % 4]}.yaml", {}).setdefault(kind, []).insert(0, record)


def reorder(desk: Desk, n: int) -> None:
    held = desk.files[pick(sorted(desk.files), n)]
    for kind, records in list(held.items()):
        if isinstance(records, list):
            held[kind] = [dict(reversed(list(record.items()))) for record in reversed(records)]


def rename(desk: Desk, n: int) -> None:
    name = pick(sorted(desk.files), n)
    desk.files[f"facts/{'0kz'[n % 3]}/{n % 4}-{Path(name).name}"] = desk.files.pop(name)


def comment(desk: Desk, n: int) -> None:
    desk.comment = f"# {n}\n"


def alias(desk: Desk, n: int) -> None:
    entity = pick(desk.records("countries", "organizations", "people"), n)
    entity["aliases"] = [f"alias {n % 4}"] if n % 3 else []


def name(desk: Desk, n: int) -> None:
    entity = pick(desk.records("countries", "organizations", "people"), n)
    entity["name"] = f"{entity['name'].split(' of ')[0]}{' of the North' if n % 2 else ''}"


def grade(desk: Desk, n: int) -> None:
    if n % 2:
        pick(desk.records("sources"), n)["reliability"] = "ABCDEF"[n % 6]
    else:
        pick(desk.claims(), n)["credibility"] = "123456"[n % 6]


def marking(desk: Desk, n: int) -> None:
    record = pick(desk.records("sources", "topics", "figures", "events", "borders", "people"), n)
    record["marking"] = pick(["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER"], n // 7)


def published(desk: Desk, n: int) -> None:
    pick(desk.records("sources"), n)["published"] = f"2021-0{1 + n % 9}-0{1 + n % 8}"


def setting(desk: Desk, n: int) -> None:
    held = desk.settings()
    key, told = pick([
        ("title", "Desk"), ("title", "Office"), ("units", "imperial"), ("units", "metric"), ("locale", "en_AT"),
        ("locale", "en_GB"),
        ("release", "TLP:AMBER"), ("release", "TLP:CLEAR"), ("today", "2021-09-17"), ("today", "2021-09-30"),
        ("today", "2021-08-25"), ("region", ["AFG", "TJK"]), ("region", ["ARM", "TJK", "AFG", "KGZ"]),
    ], n)  # fmt: skip
    held[key] = told


def template(desk: Desk, n: int) -> None:
    which = pick(["country.html.j2", "topic.html.j2", "weekly.html.j2", "page.html.j2", "index.html.j2"], n)
    head, end, _ = SHIPPED[which].partition(b"</html>")
    desk.templates[which] = head + pick([b"", b"<p>More.</p>\n", b"{# not seen #}\n"], n // 5) + end


def macro(desk: Desk, n: int) -> None:
    old, new = pick([(b'<ul class="signposts">', b'<ul class="signposts watched">'),
                     (b'<ol class="timeline">', b'<ol class="timeline later">'), (b"", b"")], n)  # fmt: skip
    desk.templates["parts.html.j2"] = SHIPPED["parts.html.j2"].replace(old, new) if old else SHIPPED["parts.html.j2"]


def include(desk: Desk, n: int) -> None:
    """A template that another asks for only where it is there."""
    desk.templates["topic.html.j2"] = SHIPPED["topic.html.j2"] + b'{% include "extra.html.j2" ignore missing %}'
    if n % 2:
        desk.templates["extra.html.j2"] = b"<p>Extra {{ topic.title }}.</p>"
    else:
        desk.templates.pop("extra.html.j2", None)


def asset(desk: Desk, n: int) -> None:
    if n % 3 == 0:
        desk.templates["screen.css"] = SHIPPED["screen.css"] + f"/* {n % 4} */".encode()
    elif n % 3 == 1:
        desk.templates["own.js"] = b"// own"
    else:
        desk.templates.pop("own.js", None)


def document(desk: Desk, n: int) -> None:
    """A further kind of document comes or goes."""
    desk.settings().pop("documents", None)
    if n % 2:
        desk.templates["card.html.j2"] = b"<h1>{{ country.name }}</h1>{{ facts.count(facts.about(country)) }}"
        desk.settings()["documents"] = [{"template": "card.html.j2", "each": "country", "folder": "cards"}]


def publish(desk: Desk, n: int) -> None:
    """The first issue is out, or it is not."""
    desk.issued = n % 3 > 0


def some(desk: Desk, n: int) -> None:
    """A build of some documents, so that traces are of different states."""
    if desk.base():
        desk.build(desk.root, wanted=(pick(["countries/*", "topics/*", "weekly/*", "countries/t*"], n),))


def edition(desk: Desk, n: int) -> None:
    """A build for other readers into the same folder, of some documents or all."""
    if desk.base():
        wanted = pick([(), ("countries/*",), ("weekly/*", "topics/*")], n // 3)
        desk.build(desk.root, wanted=wanted, release=pick([Marking.CLEAR, Marking.GREEN, Marking.AMBER], n))


def another_day(desk: Desk, n: int) -> None:
    """A build as of another day, or of what was known then, into the same folder."""
    if desk.base():
        then = pick([date(2021, 8, 25), date(2021, 9, 3), date(2021, 10, 1)], n)
        days = {"as_of": then, "fixed": True} | ({"known": then} if n % 2 else {})
        desk.build(desk.root, wanted=pick([(), ("countries/t*",), ("topics/*",)], n // 6), **days)


def lose_output(desk: Desk, n: int) -> None:
    if path := pick(desk.outputs(), n):
        path.unlink()


def damage_output(desk: Desk, n: int) -> None:
    if path := pick(desk.outputs(), n):
        path.write_bytes(path.read_bytes()[: n % 100])


def lose_cache(desk: Desk, n: int) -> None:
    """Without the record of what was written nothing can tell that a file of ours is one, so documents stay."""
    for name in ("traces-0", "last.json", "read.json"):
        (desk.root / NOTES_FOLDER / name).unlink(missing_ok=True)


def damage_cache(desk: Desk, n: int) -> None:
    path = desk.root / NOTES_FOLDER / pick(["traces-0", "last.json", "read.json"], n)
    if path.exists():
        data = bytearray(path.read_bytes())
        if n % 2 and data:
            data[n % len(data)] ^= 1 + n % 255
            path.write_bytes(bytes(data))
        else:
            path.write_bytes(bytes(data[: n % 4000]))


EDITS: tuple[Edit, ...] = (
    value, wording, day, add, filed, delete, move, reorder, rename, comment, alias, name, grade, marking, published,
    publish, setting, template, macro, include, asset, document, some, edition, another_day,
    lose_output, damage_output, lose_cache, damage_cache,
)  # fmt: skip


@contextmanager
def temporary() -> Iterator[Path]:
    folder = tempfile.mkdtemp(prefix="law")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder)


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and NOTES_FOLDER not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def held_after(desk: Desk, edits: list[tuple[Edit, int]]) -> int:
    """Make the edits, all or else one by one, taking back what the checks refuse; how many stood."""
    before = copy.deepcopy(desk.files), dict(desk.templates)
    for edit, number in edits:
        edit(desk, number)
    if desk.base():
        return len(edits)
    desk.files, desk.templates = before
    return sum(held_after(desk, [edit]) for edit in edits) if len(edits) > 1 else 0
