"""Keys of persons who sign and approve issues, and the desk's list of them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from conftest import SmallDesk

FOLDER = Path(mkdtemp(prefix="keys-"))


@cache
def key(person: str) -> Path:
    """The key of a person, made when it is first asked for."""
    path = FOLDER / person
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(path)], check=True)
    return path


def signers(*persons: str, valid: str = 'valid-after="20210101"') -> bytes:
    """The list of those who may sign, each valid for the same time."""
    keys = (" ".join(key(p).with_suffix(".pub").read_text(encoding="utf-8").split()[:2]) for p in persons)
    return "".join(f"{p}@desk.example {valid} {k}\n" for p, k in zip(persons, keys, strict=True)).encode()


def give_signers(desk: SmallDesk, *persons: str, approvals: str = "") -> None:
    """Let a desk list who may sign, and ask for approvals if any are given."""
    (desk.root / "facts/signers").write_bytes(signers(*persons))
    if approvals:
        desk.edit("desk.yaml", "  release: TLP:GREEN\n", f"  release: TLP:GREEN\n  approvals: {approvals}\n")
