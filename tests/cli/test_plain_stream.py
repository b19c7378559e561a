"""What a command prints holds no control codes, whoever wrote the text."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from briefings.cli.plain_stream import PlainStream, plain_streams
from conftest import COMMAND, SmallDesk


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ҷумҳурии 5\u00a0km\n\tа", "Ҷумҳурии 5\u00a0km\n\tа"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\x1b[2J\x1b]0;x\x07", "\\u001b[2J\\u001b]0;x\\u0007"),
        ("a\rb\x9bc\x7f", "a\\u000db\\u009bc\\u007f"),
        ("12 \u202e34 \u2067x", "12 \\u202e34 \\u2067x"),
        ("\ud800", "\\ud800"),
    ],
)
def test_control_characters_are_written_as_their_codes(text: str, shown: str) -> None:
    made = io.StringIO()
    PlainStream(made).write(text)
    assert made.getvalue() == shown


def test_streams_are_plain_for_a_command_and_as_they_were_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # as when it is closed
    before = sys.stderr
    with pytest.raises(SystemExit), plain_streams():
        assert sys.stdout is None and isinstance(sys.stderr, PlainStream)
        sys.exit(1)
    assert sys.stderr is before


def test_a_name_that_would_clear_the_screen_is_told_as_it_is(desk: SmallDesk) -> None:
    (desk.root / "t.csv").write_text("id,\x1b[2J\u202e\nx,1\n", encoding="utf-8")
    run = desk.run("import", "--like", "t.csv")
    assert "\x1b" not in run.out + run.err and "\u202e" not in run.out + run.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without a device that is always full")
@pytest.mark.parametrize("words", ["check", "due", "list", "--help", "--version"])
@pytest.mark.parametrize("errors_too", [False, True])
def test_output_for_which_there_is_no_room_is_told_without_a_traceback(
    desk: SmallDesk, words: str, errors_too: bool
) -> None:
    with open("/dev/full", "w") as full:
        errors = full if errors_too else subprocess.PIPE
        ended = subprocess.run([*COMMAND, words], cwd=desk.root, stdout=full, stderr=errors, text=True)
    assert ended.returncode == 1
    told = "error: cannot write the output: No space left on device\n  see to where it goes\n"
    assert ended.stderr == (None if errors_too else told)
