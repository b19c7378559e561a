"""A new kind of fact is a pair of models in `records/fact_kinds.py`: everything else follows from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from briefings.core.problems import TextFile
from briefings.records import fact_reader
from briefings.records.fact_kinds import FACT_KINDS
from briefings.records.fact_records import compared_fields
from conftest import EXAMPLE, ROOT, Run, SmallDesk

MODELS = '''
class SanctionClaim(ClaimRecord):
    numbers: ClassVar[tuple[str, ...]] = ("listed",)
    listed: Amount | None = None
    goods: Texts = ()


class Sanction(FactRecord):
    """A measure against a country or body: whose, against whom, of which type."""

    kind: ClassVar[str] = "sanctions"
    claim: ClassVar[type[ClaimRecord]] = SanctionClaim
    usual: ClassVar[tuple[str, ...]] = ("listed", "from")
    by: Entities
    against: EntityId
    type: Annotated[str, vocabulary("type of sanction", "asset-freeze", "travel-ban")]


FACT_KINDS: tuple[type[FactRecord], ...] = (
    Sanction,'''
FACT = """\
sanctions:
  - id: ban-2021
    by: [TJK, CSTO]
    against: taliban
    type: travel-ban
    claims:
      - {goods: [arms], listed: 12 people, as_of: 2021-08-10, source: wire-2021-08, credibility: 2}
      - {goods: [arms], listed: 30 people, as_of: 2021-09-15, source: press-2021-09, at: 2, credibility: 2}
"""
PAGE = """\
<h1>{{ country.name }}</h1>
{% for ban in facts.sanctions(by=country) %}<p>{{ facts.label(ban) }}: {{ ban.listed }}</p>{% endfor %}
"""
LABEL = "Sanction: Tajikistan, CSTO, Taliban, travel ban"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with a kind more, of which `fact_kinds.py` alone knows."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "briefings", folder / "briefings", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "templates").symlink_to(ROOT / "templates")
    models = folder / "briefings" / "records" / "fact_kinds.py"
    text = models.read_text(encoding="utf-8")
    before = "\nFACT_KINDS: tuple[type[FactRecord], ...] = ("
    assert text.count(before) == 1
    models.write_text(text.replace(before, MODELS), encoding="utf-8")
    return folder


def test_a_new_kind_works_in_every_command(desk: SmallDesk, package: Path) -> None:
    def run(*words: str) -> Run:
        done = desk.run(*words, env={"PYTHONPATH": str(package)})
        assert done.code == 0, done.out + done.err
        return done

    desk.add("sanctions.yaml", FACT)
    desk.template("country.html.j2", PAGE)

    assert "ban-2021" not in run("check").out
    run("build", "countries/tajikistan", "--html")
    page = desk.page("countries/tajikistan")
    assert LABEL in page
    assert "30" in page and "people" in page

    changes = json.loads(run("diff", "2021-08-20", "2021-09-17", "--format", "json").out)["changes"]
    (change,) = [change for change in changes if change["kind"] == "sanctions"]
    assert change["class"] == "updated"
    assert {"field": "listed", "old": "12 people", "new": "30 people"}.items() <= change["steps"][0].items()
    out = run("diff", "2021-08-20", "2021-09-17").out
    assert f"updated: {LABEL}: 12 people → 30 people, up 18 (+150%)" in out

    run("export", "--out", "out")
    exported = json.loads((desk.root / "out" / "facts.json").read_text(encoding="utf-8"))
    assert [fact["label"] for fact in exported["facts"] if fact["kind"] == "sanctions"] == [LABEL]
    run("schema")
    schema = json.loads((desk.root / ".vscode" / "facts.schema.json").read_text(encoding="utf-8"))
    assert "sanctions" in schema["properties"]
    assert LABEL in run("impact", "ban-2021").out

    assert "sanction" in run("new", "sanction", "--set", "by=TJK").out
    (stub,) = (desk.root / "facts" / "weeks").glob("*.yaml")
    text = stub.read_text(encoding="utf-8")
    assert "sanctions:\n  - id: sanction-2021-09-17\n" in text
    assert "    by: TJK\n" in text
    lines = [line for line in text.splitlines() if "#" in line and not line.lstrip().startswith("#")]
    assert [line.split(":")[0].strip() for line in lines] == [
        "against", "type", "listed", "from", "source", "at", "credibility",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", FACT_KINDS, ids=lambda kind: kind.kind)
def test_what_is_said_of_a_kind_names_fields_that_it_has(kind: type) -> None:
    fields = kind.claim.model_fields
    assert set(kind.claim.numbers) <= set(fields)
    assert kind.claim.heading in ("", *fields)


def test_claims_are_compared_by_what_they_say_of_the_world() -> None:
    """Not by names, titles, texts, sources, lines or notes; the order is that in which changes are told."""
    found = {kind.kind: tuple(compared_fields(kind.claim)) for kind in FACT_KINDS}
    base = ("from", "until", "status", "negated", "denied_by")
    assert found == {
        "borders": ("length", *base, "open"),
        "memberships": (*base, "open"),
        "offices": (*base, "open"),
        "designations": (*base, "open"),
        "forces": (
            "strength",
            "count",
            "duration",
            "distance",
            "cost",
            "planned_for",
            *base,
            "in",
            "near",
            "with",
            "equipment",
            "open",
        ),
        "displacement": ("value", "duration", *base, "to", "open"),
        "events": ("date", "planned_for", *base, "time", "in", "near", "parties", "open"),
        "statements": ("date", *base, "to", "event", "positions", "open"),
        "figures": ("value", "date", *base, "items", "open"),
    }


@pytest.mark.parametrize(
    ("record", "id"),
    [
        ("events:\n  - {type: talks, title: T, in: [TJK, KGZ], date: 2021-09-16~", "event:talks@TJK-KGZ/2021-09-16"),
        ("events:\n  - {type: talks, title: T, in: TJK, date: 2021-09", "event:talks@TJK/2021-09"),
        ("events:\n  - {type: talks, title: T, date: 2021-09-16", ""),
        ("events:\n  - {type: talks, title: T, in: TJK", ""),
        ("forces:\n  - {type: base, what: W, of: [ARM, KGZ], in: TJK, from: 1999-05", "force:ARM-KGZ/base@TJK-1999"),
        ("forces:\n  - {type: base, what: W, of: ARM, in: TJK", "force:ARM/base@TJK"),
        ("forces:\n  - {type: base, what: W, of: ARM", ""),
    ],
)
def test_events_and_forces_have_an_id_where_they_have_a_place_and_a_date(record: str, id: str) -> None:
    files = SmallDesk(EXAMPLE).texts()
    entries, problems = fact_reader.read([*files, TextFile("facts/zz.yaml", f"{record}, source: press-2021-09}}\n")])
    assert [entry.id for entry in entries if entry.mark.file.path == "facts/zz.yaml"] == [id] * bool(id)
    assert [problem.code for problem in problems] == ["missing-key"] * (not id)
