"""The digest of the program's own code, by which pages are made again when the program changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefings.files import fingerprint


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package whose digest is asked for."""
    copy = tmp_path / "briefings"
    shutil.copytree(fingerprint.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "PACKAGE", copy)
    return copy


def _digest() -> str:
    return fingerprint.program_digest.__wrapped__()


def test_each_module_of_each_folder_counts(package: Path) -> None:
    files = sorted(package.rglob("*.py"))
    assert len(files) > 100
    assert {file.parent.name for file in files} >= {"briefings", "cli"}
    digests = {_digest()}
    for file in files:
        before = file.read_bytes()
        file.write_bytes(before + b"\n")
        digests.add(_digest())
        file.write_bytes(before)
    assert len(digests) == len(files) + 1
    assert _digest() == fingerprint.program_digest()


def test_a_module_that_moves_to_another_folder_counts(package: Path) -> None:
    before = _digest()
    (package / "elsewhere").mkdir()
    (package / "core" / "digests.py").rename(package / "elsewhere" / "digests.py")
    assert _digest() != before


def test_modules_that_an_installer_only_links_to_count_as_they_are(package: Path, tmp_path: Path) -> None:
    expected = _digest()
    for number, file in enumerate(sorted(package.rglob("*.py"))):
        file.symlink_to(file.rename(tmp_path / f"{number}.py"))
    assert _digest() == expected
