"""What comes from others: locked by its hash, allowed by its licence, and all of it listed."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = {".j2", ".css", ".md"}


def test_every_package_is_locked_to_files_of_known_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==[^ ]+( ;[^\\]*)? \\\n", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    # no option but a hash: nothing may say where packages are to be had from
    assert set(re.findall(r"(?<!\S)--[a-z-]+", re.sub(r"^#.*", "", LOCK, flags=re.MULTILINE))) == {"--hash"}
    assert "://" not in re.sub(r"^#.*", "", LOCK, flags=re.MULTILINE)


def test_everything_the_project_asks_for_is_locked() -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = {Requirement(text).name.lower() for group in (PROJECT["dependencies"], extras["dev"]) for text in group}
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", LOCK, flags=re.MULTILINE))
    assert len(wanted) > 15
    assert {name for name in wanted if name.replace("_", "-") not in locked} == set()


def test_every_bundled_file_of_others_is_listed_with_its_licence() -> None:
    page = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \| \[[^]]+\]\(\.\./(templates/[^)]+)\) \|$", page, re.MULTILINE
    )
    assert len(rows) >= 3
    folder = ROOT / "templates"
    files = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    texts = {text.removeprefix("templates/") for _, _, text in rows}
    own = [name for name in files if Path(name).suffix in OWN or is_own_script(folder / name)]
    unlisted = [
        name
        for name in files
        if name not in own and name not in texts and not any(fnmatch(name, row[0]) for row in rows)
    ]
    assert unlisted == []
    for pattern, _, text in rows:
        assert [name for name in files if fnmatch(name, pattern)], pattern
        assert len((ROOT / text).read_text(encoding="utf-8")) > 300, text
    shipped = " ".join(PROJECT["license-files"])
    assert [text for text in texts if not any(fnmatch(f"templates/{text}", glob) for glob in shipped.split())] == []


def is_own_script(path: Path) -> bool:
    """The project's own scripts lie beside its templates; what others made has a folder of its own."""
    return path.suffix == ".js" and path.parent.name == "templates"


def test_no_package_the_program_runs_on_binds_its_users() -> None:
    """By what each says of itself: no strong copyleft without another licence to choose."""
    looked = 0
    todo = [Requirement(text).name for text in PROJECT["dependencies"]]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        held = distribution(name)
        told = " ".join([held.metadata.get("License-Expression") or "", held.metadata.get("License") or "",
                         *(held.metadata.get_all("Classifier") or [])])  # fmt: skip
        strong = re.search(r"\bA?GPL|GNU (Affero )?General Public", told)
        choice = re.search(r"LGPL|Lesser General Public|Mozilla|MPL|MIT|BSD|Apache|ISC", told)
        assert not strong or choice, f"{name}: {told[:200]}"
        looked += bool(told.strip())
        todo += [
            r.name
            for text in held.requires or []
            if not (r := Requirement(text)).marker or r.marker.evaluate({"extra": ""})
        ]
    assert looked > 15
