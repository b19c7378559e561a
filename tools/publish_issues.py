"""Publish the shipped issues as a desk would have: python tools/publish_issues.py.

Works on a copy of the desk, put back to the cut-off of each week in turn: the issue is built, approved by the
second person and published by the first, as docs/publishing.md has it. Both keys are made for this run, for a
demonstration: the private ones lie in a folder that is thrown away, the public ones in facts/signers.
What was published before is replaced. Run it again after facts, templates or the program have changed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings.checks import desk_loading  # noqa: E402
from briefings.files.desk_files import fact_files  # noqa: E402
from briefings.template_api.documents import issue_weeks  # noqa: E402

AUTHOR, READER = "demonstration-author@desk.example", "demonstration-reader@desk.example"
_TODAY = re.compile(r"^  today: .*$", re.MULTILINE)


def main() -> None:
    with TemporaryDirectory() as folder:
        desk, keys = Path(folder, "desk"), Path(folder, "keys")
        desk.mkdir()
        shutil.copytree(ROOT / "facts", desk / "facts", ignore=shutil.ignore_patterns("issues", "approvals"))
        keys.mkdir()
        (desk / "facts/signers").write_text("".join(_signer(keys, name) for name in (AUTHOR, READER)))
        for id, day in _weeks(desk):
            _put_back(desk, day)
            _run(desk, "build", f"weekly/{id}", "--quiet")
            _run(desk, "approve", f"weekly/{id}", "--key", str(keys / READER))
            _run(desk, "publish", f"weekly/{id}", "--key", str(keys / AUTHOR))
        shutil.rmtree(ROOT / "facts/issues", ignore_errors=True)
        shutil.copytree(desk / "facts/issues", ROOT / "facts/issues")
        shutil.copy(desk / "facts/signers", ROOT / "facts/signers")


def _signer(keys: Path, name: str) -> str:
    """The line of facts/signers for a key that is made now."""
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(keys / name)]
    subprocess.run(made, check=True)
    kind, key, _ = (keys / f"{name}.pub").read_text(encoding="utf-8").split(maxsplit=2)
    return f'{name} valid-after="20210101" {kind} {key}\n'


def _weeks(desk: Path) -> list[tuple[str, date]]:
    """The issues of the desk with their cut-offs, earliest first."""
    base = desk_loading.load(fact_files(desk)).base
    assert base is not None
    return [(week.id, week.cutoff) for week in issue_weeks(base)]


def _put_back(desk: Path, day: date) -> None:
    settings = desk / "facts/desk.yaml"
    text, changed = _TODAY.subn(f"  today: {day}", settings.read_text(encoding="utf-8"))
    assert changed == 1
    settings.write_text(text, encoding="utf-8")


def _run(desk: Path, *words: str) -> None:
    """Run a command of the program on the copy; what it prints is shown, and its failure ends the run."""
    command = [str(Path(sys.executable).with_name("briefings")), *words]
    subprocess.run(command, cwd=desk, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)


if __name__ == "__main__":
    main()
