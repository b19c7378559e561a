"""Approvals of documents that are no issues: they hold for the bytes that are built, on their day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from briefings.core.digests import sha256
from briefings.core.markings import Marking
from briefings.tasks.document_approval import DocumentApproval, approvers, folder_of
from briefings.tasks.issue_signing import signed_statement
from conftest import SmallDesk
from signing_keys import give_signers, key, signers

DAY = date(2021, 9, 17)
BUILT = {"html": sha256(b"page"), "pdf": sha256(b"%PDF")}
SIGNERS = signers("anna", "boris")
APPROVE = ("approve", "topics/refugees", "--key")


def statement(day: date = DAY) -> DocumentApproval:
    return DocumentApproval(
        document="topics/refugees", release=Marking.GREEN, day=day, html=BUILT["html"], pdf=BUILT["pdf"], inputs="x"
    )


@pytest.fixture(scope="module")
def read(built: SmallDesk, tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """A desk with signers whose topic is built, read and approved by Boris; only to be copied."""
    desk = SmallDesk(tmp_path_factory.mktemp("approved") / "desk")
    shutil.copytree(built.root, desk.root)
    give_signers(desk, "anna", "boris")
    run = desk.run(*APPROVE, str(key("boris")))
    assert run.code == 0, run.err
    assert run.lines == [
        "boris@desk.example approved topics/refugees of 2021-09-17, TLP:GREEN",
        "next: git add facts/approvals/topics/refugees/TLP-GREEN && git commit",
    ]
    return desk


@pytest.fixture
def approved(read: SmallDesk, tmp_path: Path) -> SmallDesk:
    shutil.copytree(read.root, tmp_path / "desk")
    return SmallDesk(tmp_path / "desk")


def line(desk: SmallDesk) -> str:
    """What `list` says of the topic."""
    (found,) = (line for line in desk.run("list").lines if line.startswith("topics/refugees"))
    return found


def test_a_document_is_approved_until_a_byte_of_it_changes(approved: SmallDesk) -> None:
    assert approved.run("check").code == 0  # approvals are no facts
    assert line(approved).endswith("html+pdf  approved by boris@desk.example")
    page = approved.root / "build/topics/refugees.html"
    page.write_bytes(page.read_bytes().replace(b"Refugees", b"Refugeez", 1))
    assert line(approved).endswith("approval void: since then its page changed")
    approved.edit("2021-W33.yaml", '"<= 100000 people"', '"<= 90000 people"')
    run = approved.run(*APPROVE, str(key("boris")))
    assert run.code == 1 and "topics/refugees is not built as the facts are now" in run.err


def test_an_approval_that_was_touched_holds_for_nothing(approved: SmallDesk) -> None:
    (file,) = (approved.root / folder_of("topics/refugees", Marking.GREEN)).glob("*.json")
    file.write_bytes(file.read_bytes().replace(b"2021-09-17", b"2021-09-16"))
    assert line(approved).endswith("approval void: it approves the document of 2021-09-16")
    file.write_text("{}", encoding="utf-8")
    assert line(approved).endswith("approval void: it is no approval, or was edited")


def test_only_who_may_sign_approves_and_only_what_there_is(approved: SmallDesk) -> None:
    for args, said in (
        (("approve", "topics/refugees"), "nothing is approved without a key"),
        (("approve", "topics/nothing", "--key", str(key("boris"))), "no document 'topics/nothing'"),
        ((*APPROVE, str(key("eve"))), "this desk does not take your signature"),
    ):
        run = approved.run(*args)
        assert run.code == 1 and said in run.err, said


def test_persons_are_counted_once_and_a_signature_is_of_its_statement() -> None:
    files: dict[str, bytes] = {}
    for person in ("anna", "boris"):
        name, made = signed_statement(statement().text(), key(person), SIGNERS, DAY)
        assert name == f"{person}@desk.example"
        files |= made
    assert approvers(files, DAY, BUILT, SIGNERS) == (["anna@desk.example", "boris@desk.example"], [])
    assert approvers(files, date(2021, 9, 18), BUILT, SIGNERS)[1] == ["it approves the document of 2021-09-17"] * 2
    assert approvers(files, DAY, {**BUILT, "pdf": ""}, SIGNERS)[1] == ["since then its PDF changed"] * 2
    assert approvers(files, DAY, BUILT, signers("anna"))[0] == ["anna@desk.example"]
    names = sorted(files)
    swapped = files | {names[1]: files[names[3]], names[3]: files[names[1]]}
    assert approvers(swapped, DAY, BUILT, SIGNERS)[0] == ["anna@desk.example", "boris@desk.example"]
    (first, *_) = (name for name in files if name.endswith(".json"))
    assert len(approvers(files | {f"{first}.sig": b""}, DAY, BUILT, SIGNERS)[0]) == 1
