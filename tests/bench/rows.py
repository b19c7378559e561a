"""The jobs that are measured, each runnable alone. A row makes what it needs in a folder of its own."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loopback_cluster import loopback_cluster

from .growth import GROWN, by_time
from .measuring import Cost, command
from .synthetic import desk

ROOT = Path(__file__).resolve().parent.parent.parent
# A figure's record up to its number, in the synthetic desks' own layout.
_NUMBER = '- id: {}\n(?:    [^\n]*\n)*?    value: "?[~<>= ]*(?=\\d)'
BRIEFINGS = [sys.executable, "-c", "from briefings.cli import main; main()"]


@dataclass(frozen=True)
class Line:
    """One line of the table. `seconds` is what the goal is about: the whole wall time, or that of one document."""

    job: str
    goal: str
    stretch: str
    seconds: float
    cost: Cost
    note: str = ""


def briefings(folder: Path, *args: str) -> Cost:
    return command([*BRIEFINGS, *args], folder)


def made(folder: Path, **size: int) -> Path:
    """A synthetic desk below the folder."""
    for name, text in desk(seed=1, **size).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def least(times: int, run: Callable[[], Cost]) -> Cost:
    """The quickest of some runs: what is above it is what else the machine did."""
    return min((run() for _ in range(times)), key=lambda cost: cost.wall)


def startup(folder: Path) -> Iterator[Line]:
    for option in ("--help", "--version"):
        cost = least(7, lambda option=option: briefings(ROOT, option))  # type: ignore[misc]
        yield Line(f"`briefings {option}`", "0.15 s", "0.10 s", cost.wall, cost)


def one_pager(folder: Path) -> Iterator[Line]:
    """The shipped desk, a fresh process and an empty build folder each time."""

    def built(country: str) -> Cost:
        shutil.rmtree(folder / "build", ignore_errors=True)
        return briefings(ROOT, "country", country, "--out", str(folder / "build"))

    for country in ("Tajikistan", "Afghanistan", "Armenia"):
        cost = least(5, lambda country=country: built(country))  # type: ignore[misc]
        yield Line(f"`briefings country {country}`, HTML and PDF, from nothing", "0.85 s", "0.6 s", cost.wall, cost)


def shipped(folder: Path) -> Iterator[Line]:
    """All documents of the shipped desk, in an empty build folder each time."""
    out = folder / "build"

    def built() -> Cost:
        shutil.rmtree(out, ignore_errors=True)
        return briefings(ROOT, "build", "--out", str(out))

    cost = least(3, built)
    note = f"{len(_manifest(folder))} documents"
    yield Line("`briefings build`, the shipped desk from nothing", "6 s", "4 s", cost.wall, cost, note)


def cluster(folder: Path) -> Iterator[Line]:
    """30 dense one-pagers in this machine's own processes, and on a Dask cluster on loopback."""
    made(folder, files=30, facts_per_file=40, countries=30)
    own = briefings(folder, "build", "countries/*", "--out", "own")
    yield Line("30 dense one-pagers, HTML and PDF, in own processes", "", "", own.wall, own)
    for workers in (1, 2, 4):
        with loopback_cluster(folder / f"cluster-{workers}", workers) as (address, _):
            cost = briefings(folder, "build", "countries/*", "--out", f"on-{workers}", "--executor", address)
        ratio = f"{cost.wall / own.wall:.2f} of own processes; processor and MB without the workers"
        yield Line(f"the same on a Dask cluster, workers: {workers}", "", "", cost.wall, cost, ratio)


def documents(folder: Path) -> Iterator[Line]:
    """100 dense one-pagers and 10 topics; one fact of some is changed; Chromium prints the same pages."""
    made(folder, files=100, facts_per_file=40, countries=100)
    pages = briefings(folder, "build", "countries/*")
    pages_note = f"{pages.wall:.1f} s for 100"
    yield Line(
        "100 dense one-pagers, HTML and PDF: each",
        "Chromium's, 400 MB",
        "0.8 of it",
        pages.wall / 100,
        pages,
        pages_note,
    )
    topics = briefings(folder, "build", "topics/*")
    count = sum(item["pages"] or 0 for item in _manifest(folder) if item["kind"] == "topic")
    yield Line(
        "10 topics, HTML and PDF: each page", "", "", topics.wall / count, topics, f"{count} pages, {topics.wall:.1f} s"
    )
    every = ("build", "countries/*", "topics/*")
    shutil.rmtree(folder / "build")
    shutil.rmtree(folder / ".briefings", ignore_errors=True)
    whole = briefings(folder, *every)
    yield Line("the 110 together, from nothing", "400 MB", "", whole.wall, whole)
    nothing = briefings(folder, *every)
    yield Line("the 110 again, nothing changed", "", "", nothing.wall, nothing)
    for topics_of_it, affected in ((1, "two one-pagers and a topic"), (2, "two one-pagers and two topics")):
        count = 2 + topics_of_it
        fact, shown = _shown_in(folder, count, topics_of_it)
        _change(folder, fact)
        cost = briefings(folder, *every)
        note = f"{fact} in {', '.join(sorted(shown))}"
        job = f"one fact changed, {count} of 110 documents affected: {affected}"
        yield Line(job, "1.2 s", "0.8 s", cost.wall, cost, note)
    yield from _chromium(folder)
    yield from _others(folder)


def serve(folder: Path) -> Iterator[Line]:
    """The shipped desk in the preview: from a save to the number on the open page, in a browser."""
    from . import preview

    wall, cost = preview.reloaded(ROOT / "facts", folder)
    job, what = "`serve`: from save to the reloaded page", "median of 7 saves, Chromium"
    yield Line(job, "0.3 s", "0.2 s", wall, cost, what)


def _manifest(folder: Path) -> list[dict[str, object]]:
    held: list[dict[str, object]] = json.loads((folder / "build/manifest.json").read_text(encoding="utf-8"))[
        "documents"
    ]
    return held


def _shown_in(folder: Path, count: int, topics: int | None = None) -> tuple[str, set[str]]:
    """A figure that so many documents print, so many of them topics, with those."""
    shown: dict[str, set[str]] = {}
    for item in _manifest(folder):
        for fact in item["facts"]:  # type: ignore[attr-defined]
            shown.setdefault(str(fact), set()).add(str(item["id"]))
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("facts/weeks/*.yaml")))
    figures = set(re.findall(_NUMBER.format("([\\w-]+)"), texts))
    found = sorted(
        fact for fact, where in shown.items()
        if fact in figures and len(where) == count
        and (topics is None or sum(id.startswith("topics/") for id in where) == topics)
    )  # fmt: skip
    if not found:
        raise RuntimeError(f"no figure stands in exactly {count} documents")
    return found[0], shown[found[0]]


def _change(folder: Path, fact: str) -> None:
    """Write another number for a fact."""
    for path in sorted(folder.glob("facts/weeks/*.yaml")):
        text = path.read_text(encoding="utf-8")
        number = f"({_NUMBER.format(re.escape(fact))})(\\d+)"
        new = re.sub(number, lambda found: f"{found[1]}{int(found[2]) + 1}", text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            return
    raise RuntimeError(f"{fact} stands in no file")


def _chromium(folder: Path) -> Iterator[Line]:
    """The same one-pagers, printed by one warm Chromium with two tabs, tagged."""
    from . import chromium

    if not chromium.FOUND:
        return
    pages = sorted((folder / "build/countries").glob("*.html"))
    cost = chromium.printed(pages, folder / "chromium")
    yield Line(
        "the same one-pagers by warm Chromium with two tabs: each", "", "", cost.wall / len(pages), cost, "PDF only"
    )


def _others(folder: Path) -> Iterator[Line]:
    """Twenty of the same one-pagers by what else there is, and by us."""
    from . import other_makers

    pages = sorted((folder / "build/countries").glob("*.html"))[:20]
    wanted = ["build", *(f"countries/{page.stem}" for page in pages), "--out", str(folder / "ours")]
    ours = briefings(folder, *wanted)
    yield Line("20 of them by us, from nothing: each", "", "", ours.wall / 20, ours)
    makers = (
        ("WeasyPrint's own command, two at a time", other_makers.weasyprint),
        ("Typst, words only", other_makers.typst),
    )
    for name, make in makers:
        cost = make(pages, folder / name[:5])
        if cost is not None:
            yield Line(
                f"the same 20 by {name}: each",
                "",
                "",
                cost.wall / 20,
                cost,
                f"{ours.wall / cost.wall:.2f} of its time is ours",
            )


def checks(folder: Path) -> Iterator[Line]:
    """40,000 facts in 1,000 files: all judged, none, what one edit concerns; and that with all templates copied."""
    made(folder, files=1000, facts_per_file=40, countries=1000)
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("facts/weeks/*.yaml")))
    fact = sorted(re.findall(_NUMBER.format("([\\w-]+)"), texts))[0]
    what = "`check` of 40,000 facts in 1,000 files"
    cost = briefings(folder, "check")
    yield Line(f"{what}: cold", "6 s", "4 s", cost.wall, cost)
    cost = briefings(folder, "check")
    yield Line(f"{what}: nothing changed", "", "", cost.wall, cost)
    _change(folder, fact)
    cost = briefings(folder, "check")
    yield Line(f"{what}: one edit", "0.5 s", "0.3 s", cost.wall, cost, fact)
    (folder / "templates").mkdir()
    for path in (ROOT / "templates").glob("*.j2"):
        shutil.copy(path, folder / "templates")
    briefings(folder, "check")
    _change(folder, fact)
    cost = briefings(folder, "check")
    yield Line(f"{what}: one edit with all templates copied", "0.6 s", "0.4 s", cost.wall, cost, fact)


def world(folder: Path) -> Iterator[Line]:
    """A desk of the whole world: a page with a PDF for each country, then one edit."""
    made(folder, files=75, facts_per_file=40, countries=250)
    wanted = ("build", "countries/*")
    cost = briefings(folder, *wanted)
    yield Line("250 countries, 3,000 facts, HTML and PDF: all", "45 s", "30 s", cost.wall, cost)
    fact, shown = _shown_in(folder, 1)
    _change(folder, fact)
    cost = briefings(folder, *wanted)
    note = f"{fact} in {min(shown)}"
    yield Line("250 countries, 3,000 facts, HTML and PDF: one edit", "1.2 s", "0.8 s", cost.wall, cost, note)


def growth(folder: Path) -> Iterator[Line]:
    """A desk of 50 countries that enters 40 facts a week, after one, two and three years."""
    for years in (1, 2, 3):
        root = folder / str(years)
        made(root, files=52 * years, facts_per_file=40, countries=50)
        cost = briefings(root, "build", "countries/*", "topics/*", "--html")
        pages, facts = len(_manifest(root)), 52 * years * 40
        each = f"{1000 * cost.cpu / facts:.1f} ms of processor a fact"
        yield Line(
            f"40 facts a week, year {years}: {facts:,} facts, {pages} pages, HTML", "", "", cost.wall, cost, each
        )


def rules(folder: Path) -> Iterator[Line]:
    """The rule or query that grows most where a desk has eight times as much of something."""
    for name, grown in GROWN.items():
        start = time.perf_counter(), time.process_time()
        ratios = by_time(grown)
        cost = Cost(time.perf_counter() - start[0], time.process_time() - start[1])
        first, *others = sorted(ratios, key=lambda name: -ratios[name])
        also = ", ".join(f"{other} {ratios[other]:.1f}" for other in others[:2])
        note = f"{len(ratios)} measured; the most {ratios[first]:.1f} times: {first}; then {also}"
        job = f"every rule and query with eight times the {name}: all of them together"
        yield Line(job, "10 times each", "8.5 times", cost.wall, cost, note)


def many(folder: Path) -> Iterator[Line]:
    """1,000 one-pagers from 1,000 fact files with 40 facts each."""
    made(folder, files=1000, facts_per_file=40, countries=1000)
    goals, stretches = ("9 s", "0.6 s", "0.12 s"), ("6 s", "0.4 s", "0.10 s")
    yield from _thousand(folder, "1,000 dense one-pagers from 1,000 files, HTML", goals, stretches)


def _thousand(folder: Path, job: str, goals: tuple[str, ...], stretches: tuple[str, ...]) -> Iterator[Line]:
    wanted = ("build", "countries/*", "--html")
    cost = briefings(folder, *wanted)
    yield Line(f"{job}: all", goals[0], stretches[0], cost.wall, cost)
    fact, shown = _shown_in(folder, 1)
    _change(folder, fact)
    cost = briefings(folder, *wanted)
    yield Line(f"{job}: one fact changed", goals[1], stretches[1], cost.wall, cost, f"{fact} in {min(shown)}")
    cost = briefings(folder, *wanted)
    yield Line(f"{job}: nothing changed", goals[2], stretches[2], cost.wall, cost)


def light(folder: Path) -> Iterator[Line]:
    """As many one-pagers from as many files, but four facts each: what the number of documents costs by itself."""
    made(folder, files=1000, facts_per_file=4, countries=1000)
    cost = briefings(folder, "build", "countries/*", "--html")
    yield Line("1,000 light documents (4 facts), HTML: each", "", "", cost.wall / 1000, cost)


def ten_thousand(folder: Path) -> Iterator[Line]:
    made(folder, files=10_000, facts_per_file=4, countries=10_000)
    cost = briefings(folder, "build", "countries/*", "--html")
    goal, stretch = "as at 1,000, 400 MB", "300 MB"
    yield Line("10,000 light documents, HTML: each", goal, stretch, cost.wall / 10_000, cost)
    cost = briefings(folder, "build", "countries/*", "--html")
    yield Line("10,000 light documents: nothing changed", "", "", cost.wall, cost)


ROWS: dict[str, Callable[[Path], Iterator[Line]]] = {
    "startup": startup,
    "one-pager": one_pager,
    "shipped": shipped,
    "documents": documents,
    "cluster": cluster,
    "check": checks,
    "thousand": many,
    "world": world,
    "growth": growth,
    "rules": rules,
    "serve": serve,
    "light": light,
    "ten-thousand": ten_thousand,
}
LONG = {"ten-thousand"}  # left out unless asked for
