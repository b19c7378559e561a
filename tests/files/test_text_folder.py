"""Reading kept texts: plain files of one folder, which may lie outside the desk's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefings.core.problems import MAX_FILE, BriefingsError, TextFile
from briefings.files.text_folder import folder_in, text_files


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a-1.txt").write_text("One line\n", encoding="utf-8")
    return tmp_path / "texts"


def test_texts_are_read_from_a_folder_outside_the_desk(texts: Path) -> None:
    (texts / "notes.md").write_text("no text", encoding="utf-8")
    found = text_files(texts.parent / "desk", "../texts")
    assert [(file.path, file.text, file.refused) for file in found] == [("../texts/a-1.txt", "One line\n", None)]
    assert text_files(texts.parent / "desk", str(texts))[0].text == "One line\n"


def test_a_folder_that_is_not_there_has_no_texts(tmp_path: Path) -> None:
    assert text_files(tmp_path, "../texts") == []
    assert text_files(tmp_path, "") == []


def test_no_link_pipe_or_large_file_is_read(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (texts / "b.txt").symlink_to(tmp_path / "secret")
    os.mkfifo(texts / "c.txt")
    (texts / "d.txt").write_bytes(b"x" * (MAX_FILE + 1))
    (texts / "e.txt").write_bytes(b"\xff")
    refused = {file.path[-5]: file.refused.code for file in text_files(tmp_path / "desk", "../texts") if file.refused}
    assert refused == {"b": "unreadable", "c": "unreadable", "d": "too-large", "e": "not-utf8"}


def test_a_folder_that_is_a_link_is_not_followed(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(texts)
    with pytest.raises(BriefingsError, match="a link"):
        text_files(tmp_path / "desk", "../link")


@pytest.mark.parametrize("written", ["desk:\n  texts: ../texts  # here\n", 'desk: {title: T, texts: "../texts", x: y}'])
def test_the_setting_is_found_as_it_is_written(written: str) -> None:
    assert folder_in([TextFile("facts/a.yaml", "x: y"), TextFile("facts/desk.yaml", written)]) == "../texts"
    assert folder_in([TextFile("facts/a.yaml", "aliases: [texts]")]) == ""
