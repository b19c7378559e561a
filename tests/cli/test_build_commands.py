"""Workers for PDFs start while facts are read, where it is likely that they are needed and cheap if not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from briefings.cli.build_commands import BuildRequest


def request_with(**options: Any) -> BuildRequest:
    plain: dict[str, Any] = {"html": False, "pdf": False, "jobs": 0, "executor": "", "alone": False} | options
    return BuildRequest(None, None, None, out=Path("build"), quiet=True, **plain)


@pytest.mark.parametrize(
    ("cores", "options", "workers"),
    [
        (2, {}, 2),
        (2, {"pdf": True}, 2),
        (2, {"html": True, "pdf": True}, 2),
        (2, {"html": True}, 0),
        (2, {"alone": True}, 1),
        (2, {"alone": True, "html": True}, 0),
        (2, {"jobs": 1}, 1),
        (64, {"jobs": 3}, 3),
        (64, {}, 0),  # sixty-four would load in vain for one page
        (64, {"alone": True}, 1),
        (2, {"executor": "tcp://127.0.0.1:8786"}, 0),
        (None, {}, 1),
    ],
)
def test_workers_that_start_at_once(
    cores: int | None, options: dict[str, Any], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert request_with(**options).early_workers == workers
