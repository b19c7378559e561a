"""Signatures of OpenSSH: who signed what, for which purpose, and on which days they were allowed to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.core.problems import BriefingsError
from briefings.files.ssh_signatures import APPROVAL, ISSUE, SignatureFault, signatures, signer
from signing_keys import key, signers

DATA, DAY = b"No. 1\n", date(2021, 9, 17)


@pytest.fixture(scope="module")
def signature() -> bytes:
    return signatures({"issue": DATA}, key("anna"), ISSUE)["issue.sig"]


def test_a_signature_names_its_signer(signature: bytes) -> None:
    assert signer(DATA, signature, signers("boris", "anna"), ISSUE, DAY) == "anna@desk.example"


@pytest.mark.parametrize(
    ("valid", "day", "purpose", "persons"),
    [
        ('valid-after="20210918"', DAY, ISSUE, ("anna",)),
        ('valid-before="20210917"', DAY, ISSUE, ("anna",)),
        ('namespaces="git"', DAY, ISSUE, ("anna",)),
        ("", DAY, APPROVAL, ("anna",)),
        ("", DAY, ISSUE, ("boris",)),
        ("", DAY, ISSUE, ()),
    ],
)
def test_only_who_is_allowed_to_on_the_day_and_for_the_purpose(
    signature: bytes, valid: str, day: date, purpose: str, persons: tuple[str, ...]
) -> None:
    with pytest.raises(SignatureFault):
        signer(DATA, signature, signers(*persons, valid=valid), purpose, day)


@pytest.mark.parametrize(
    ("valid", "day"),
    [
        ('valid-after="20210917",valid-before="20210918"', DAY),
        ('namespaces="briefings-*"', DAY),
        ('valid-before="20220101"', date(2021, 12, 31)),
    ],
)
def test_the_days_of_validity_count_whole(signature: bytes, valid: str, day: date) -> None:
    assert signer(DATA, signature, signers("anna", valid=valid), ISSUE, day) == "anna@desk.example"


def test_a_bad_line_of_the_list_is_named(signature: bytes) -> None:
    with pytest.raises(SignatureFault, match="signers:1: missing key"):
        signer(DATA, signature, b"boris\n" + signers("boris"), ISSUE, DAY)


@settings(max_examples=30)
@given(st.data())
def test_no_byte_of_what_is_signed_or_of_its_signature_can_be_another(signature: bytes, data: st.DataObject) -> None:
    whole = DATA + signature
    place, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    flipped = bytearray(whole)
    flipped[place] ^= 1 << bit
    with pytest.raises(SignatureFault):
        signer(bytes(flipped[: len(DATA)]), bytes(flipped[len(DATA) :]), signers("anna"), ISSUE, DAY)


@pytest.mark.parametrize("more", [b"\n", b" ", b"\r\n", b"-----BEGIN SSH SIGNATURE-----\n"])
def test_nothing_is_added_to_a_signature_unnoticed(signature: bytes, more: bytes) -> None:
    for odd in (signature + more, more + signature):
        with pytest.raises(SignatureFault, match="edited"):
            signer(DATA, odd, signers("anna"), ISSUE, DAY)


def test_a_key_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for path in (tmp_path / "nobody", tmp_path / "empty", tmp_path):
        with pytest.raises(BriefingsError, match="cannot sign with"):
            signatures({"issue": DATA}, path, ISSUE)


def test_without_openssh_it_says_what_to_install(signature: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed, own = signers("anna"), key("anna")
    monkeypatch.setenv("PATH", "")
    for work in (lambda: signer(DATA, signature, allowed, ISSUE, DAY), lambda: signatures({"a": DATA}, own, ISSUE)):
        with pytest.raises(BriefingsError, match="ssh-keygen is not installed here") as error:
            work()
        assert "openssh-client" in error.value.remedy
