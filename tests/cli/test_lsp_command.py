"""What the language server reads of its standard input."""

from __future__ import annotations

import io

import pytest

from briefings.cli.lsp_command import BoundedInput


def test_a_message_that_says_it_is_huge_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO(b"Content-Length: 99999999999999\r\n\r\n{}")
    bounded = BoundedInput(stream)
    assert bounded.readline() == b"Content-Length: 99999999999999\r\n"
    assert bounded.readline() == b"\r\n"
    assert bounded.read(99999999999999) == b""
    assert stream.read() == b"{}"
    assert "99,999,999,999,999 bytes" in capsys.readouterr().err


def test_a_message_of_usual_length_is_read_whole() -> None:
    bounded = BoundedInput(io.BytesIO(b"{}" * 4000 + b"next"))
    assert bounded.read(8000) == b"{}" * 4000
    assert bounded.read(4) == b"next"


def test_a_head_without_an_end_comes_in_pieces() -> None:
    bounded = BoundedInput(io.BytesIO(b"x" * 100_000))
    assert len(bounded.readline()) == 4096
