"""OpenSSH signatures of files: made with a person's key, and judged by a list of allowed signers."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.problems import BriefingsError

if TYPE_CHECKING:
    import subprocess

# What a signature is for; one for something else, such as a commit, is none of an issue.
ISSUE, APPROVAL = "briefings-issue", "briefings-approval"
ENDING = ".sig"
_PROGRAM = "ssh-keygen"
_TO_SIGN, _TO_VERIFY = 300, 30  # seconds; who signs may have to type a passphrase
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70


class SignatureFault(BriefingsError):
    """A signature that does not hold."""


def signatures(files: Mapping[str, bytes], key: Path, purpose: str) -> dict[str, bytes]:
    """Return the signatures of files by the name of each with `.sig`, made with a person's key.

    Raises BriefingsError if the key cannot be used.
    """
    from .scratch_folder import scratch_folder  # with `subprocess` too slow for commands that sign nothing

    with scratch_folder() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        words = ("sign", "-f", str(key.expanduser().absolute()), "-n", purpose, *files)
        done = _run(folder, *words, environment={**os.environ, "LC_ALL": "C"}, seconds=_TO_SIGN)
        if done.returncode:
            remedy = "an OpenSSH key of your own, such as ~/.ssh/id_ed25519: --key"
            raise BriefingsError(f"cannot sign with {key}: {_reason(done)}", remedy)
        return {f"{name}{ENDING}": (Path(folder) / f"{name}{ENDING}").read_bytes() for name in files}


def signer(data: bytes, signature: bytes, signers: bytes, purpose: str, day: date) -> str:
    """Return who signed data, by the name in the list of signers; raises SignatureFault unless they were
    allowed to on that day."""
    from .scratch_folder import scratch_folder

    if not _is_armored(signature):
        raise SignatureFault("its signature is none of ssh-keygen's, or was edited")
    with scratch_folder() as folder:
        (Path(folder) / "signers").write_bytes(signers)
        (Path(folder) / "signature").write_bytes(signature)
        given = ("-f", "signers", "-s", "signature", f"-Overify-time={day:%Y%m%d}120000")
        found = _run(folder, "find-principals", *given)
        names = found.stdout.decode("utf-8", "replace").splitlines()
        if found.returncode or not names:
            raise SignatureFault(f"its key is none of a signer valid on {day}{_detail(found)}")
        name = names[0].partition(",")[0]
        done = _run(folder, "verify", *given, "-n", purpose, "-I", name, data=data)
        if done.returncode:
            raise SignatureFault(f"it is not what {name} signed{_detail(done)}")
        return name


def verifying_command(name: str) -> str:
    """Return the command by which anybody verifies a file of an issue, with `signers` and its signature
    beside it."""
    by = f'"$({_PROGRAM} -Y find-principals -f signers -s {name}{ENDING})"'
    return f"{_PROGRAM} -Y verify -f signers -I {by} -n {ISSUE} -s {name}{ENDING} < {name}"


def _is_armored(signature: bytes) -> bool:
    """True for a signature exactly as ssh-keygen writes it: so no byte of its file can be another."""
    try:
        lines = signature.decode("ascii").splitlines()
        inner = base64.b64decode("".join(lines[1:-1]), validate=True)
    except (UnicodeDecodeError, binascii.Error):
        return False
    text = base64.b64encode(inner).decode()
    rows = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return signature == "\n".join([_BEGIN, *rows, _END, ""]).encode()


def _run(
    folder: str,
    *words: str,
    data: bytes = b"",
    environment: Mapping[str, str] | None = None,
    seconds: int = _TO_VERIFY,
) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    closed = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    try:
        return subprocess.run(
            [_PROGRAM, "-Y", *words],
            cwd=folder,
            env=environment or closed,
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError:
        remedy = "OpenSSH's client, version 8.9 or later: apt-get install openssh-client"
        raise BriefingsError(f"{_PROGRAM} is not installed here, and this desk has signers", remedy) from None
    except subprocess.TimeoutExpired:
        raise BriefingsError(f"{_PROGRAM} took more than {seconds} s", "try again") from None


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the program's own words in a line, without those that it always has."""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    telling = [line.strip() for line in lines if line.strip() and not line.startswith("Signing file")]
    return telling[0].rstrip(".") if telling else f"{_PROGRAM} gives no reason"


def _detail(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return a place that the program names in the list of signers; "" if it names none."""
    reason = _reason(done)
    return f" ({reason})" if reason.startswith("signers:") else ""
