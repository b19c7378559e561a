"""Keys of persons who sign and approve issues, and the desk's list of them."""

from __future__ import annotations

import datetime
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


PASSPHRASE = "correct horse"


@cache
def certificate() -> Path:
    """A certificate of the desk's own with its key, as for signatures within PDFs."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    own, days = generate_private_key(SECP256R1()), [datetime.datetime(year, 1, 1) for year in (2020, 2090)]
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Desk")])
    made = x509.CertificateBuilder(name, name, own.public_key(), 1, *days)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    signed = made.add_extension(usage, critical=True).sign(own, hashes.SHA256())
    path = FOLDER / "desk.p12"
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"desk", own, signed, None, locked))
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
