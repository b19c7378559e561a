"""What is out that holds a record, as the manifests of build folders say."""

from __future__ import annotations

import json

import pytest

from briefings.tasks.withdrawal_list import built_lines

DOCUMENT = {"html": "a.html", "pdf": None, "facts": ["f"], "sources": ["s"]}


def manifest(*documents: object) -> bytes:
    return json.dumps({"documents": list(documents)}).encode()


@pytest.mark.parametrize(("id", "lines"), [("f", ["build/a.html"]), ("s", ["build/a.html"]), ("other", [])])
def test_a_built_document_is_named_by_its_file(id: str, lines: list[str]) -> None:
    assert list(built_lines({"build": manifest(DOCUMENT), "none": None}, id)) == lines


@pytest.mark.parametrize(
    "text",
    [b"[]", b"\xff", b'{"documents": 1}', manifest(1), manifest({}), b"[" * 100_000, manifest(DOCUMENT | {"facts": 1})],
)  # fmt: skip
def test_what_is_no_manifest_is_passed_over(text: bytes) -> None:
    assert list(built_lines({"build": text, "other": manifest(DOCUMENT)}, "f")) == ["other/a.html"]
