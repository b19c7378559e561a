"""The same facts give the same bytes anywhere, without a network, and tell nothing of the machine."""

from __future__ import annotations

import getpass
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

import briefings
from conftest import COMMAND, EXAMPLE, SmallDesk

SOME = ["countries/tajikistan", "weekly/2021-W37"]


def built(
    desk: SmallDesk, *args: str, env: Mapping[str, str] | None = None, before: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """Everything the build wrote but its own notes."""
    run = subprocess.run(
        [*before, *COMMAND, "build", *SOME, "--quiet", *args], cwd=desk.root, env={**os.environ, **(env or {})},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    return {name: data for name, data in desk.files("build").items() if not name.startswith(".")}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("reference") / "desk"
    shutil.copytree(EXAMPLE, root)
    found = built(SmallDesk(root), "--jobs", "1", env={"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"})
    assert {f"{name}.{ending}" for name in SOME for ending in ("html", "pdf")} < found.keys()
    return found


def other(found: Mapping[str, bytes], reference: Mapping[str, bytes]) -> list[str]:
    assert found.keys() == reference.keys()
    return [name for name in found if found[name] != reference[name]]


def test_another_folder_zone_locale_mask_hash_seed_and_order_of_files(
    reference: dict[str, bytes], tmp_path: Path
) -> None:
    """All at once: whatever differs would show."""
    root = tmp_path / "another place" / "бюро"
    shutil.copytree(EXAMPLE, root)
    for number, path in enumerate(sorted((root / "facts").glob("*.yaml"), reverse=True)):
        os.utime(path, (0, 4102444800 - number))
        path.rename(path.with_name(f"{number}-{path.name}"))
    env = {"PYTHONHASHSEED": "42", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    env |= {"HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "1", "COLUMNS": "40", "NO_COLOR": "1"}
    mask = ("sh", "-c", 'umask 077; exec "$@"', "sh")
    assert other(built(SmallDesk(root), "--jobs", "2", env=env, before=mask), reference) == []


@pytest.mark.parametrize("clock", [315532800, 4102444800])
def test_a_clock_that_is_wrong_changes_nothing(reference: dict[str, bytes], desk: SmallDesk, clock: int) -> None:
    """1980 and 2100, for a desk that pins its day."""
    prelude = f"""
        import datetime, time
        shift = {clock} - time.time()
        real = time.time
        time.time = lambda: real() + shift
        class Date(datetime.date):
            @classmethod
            def today(cls): return cls.fromtimestamp(time.time())
        datetime.date = Date
        from briefings.cli import main
        main()
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(prelude), "build", SOME[0], "--quiet"], cwd=desk.root,
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    files = desk.files("build")
    for ending in ("html", "pdf"):
        assert files[f"{SOME[0]}.{ending}"] == reference[f"{SOME[0]}.{ending}"]


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare")
def test_a_build_without_any_network_is_the_same(reference: dict[str, bytes], desk: SmallDesk) -> None:
    """In a network namespace that has no interface but a loopback that is down."""
    alone = ("unshare", "--net", "--map-root-user")
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no network namespaces here")
    assert other(built(desk, before=alone), reference) == []


def test_nothing_outside_the_desk_the_package_and_python_is_opened_and_no_socket_is_made(
    desk: SmallDesk, tmp_path: Path
) -> None:
    """By what Python tells of every file it opens: the typesetter's libraries also read the system's font settings."""
    prelude = """
        import json, sys
        seen, sockets = set(), []
        def hook(event, args):
            if event == "open" and isinstance(args[0], (str, bytes)):
                seen.add(args[0] if isinstance(args[0], str) else args[0].decode())
            if event.startswith("socket.") and event != "socket.__new__":
                sockets.append(event)
        sys.addaudithook(hook)
        from briefings.cli import main
        try:
            main()
        finally:
            print(json.dumps({"seen": sorted(seen), "sockets": sockets}), file=sys.stderr)
    """
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(prelude), "build", *SOME, "--jobs", "1", "--quiet"], cwd=desk.root,
        env={**os.environ, "TMPDIR": str(scratch)}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert list(scratch.iterdir()) == []  # fonts are unpacked there, and gone after
    told = json.loads(run.stderr.splitlines()[-1])
    package = Path(briefings.__file__).resolve().parent
    allowed = [desk.root, scratch, package, package.parent / "templates", *map(Path, (sys.prefix, sys.base_prefix))]
    # libraries, what the interpreter reads of the machine to choose a pool's size, and files' types by their names
    system = "/usr/lib /lib /etc/ld.so.cache /proc /sys /dev/null /usr/share/zoneinfo /etc/mime.types /etc/apache2"
    allowed += [Path(path) for path in (*filter(None, sys.path), *system.split())]
    opened = [Path(os.path.realpath(desk.root / name)) for name in told["seen"]]
    assert len(opened) > 50
    assert [
        str(path) for path in opened if not any(path.is_relative_to(os.path.realpath(top)) for top in allowed)
    ] == []
    assert told["sockets"] == []


def test_no_output_tells_of_the_machine(reference: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither a path, nor a user, nor a host, in any file or in what a PDF holds packed."""
    secrets = {str(tmp_path_factory.getbasetemp()), str(Path(briefings.__file__).parent), str(Path.home()), sys.prefix}
    secrets |= {word for word in (socket.gethostname(), getpass.getuser()) if len(word) > 5}
    secrets -= {"/"}
    looked = 0
    for name, data in reference.items():
        texts = [data]
        if name.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(data)) as held:
                texts += [o.read_bytes() for o in held.objects if isinstance(o, pikepdf.Stream)]
                texts += [str(held.docinfo).encode(), str(held.trailer).encode()]
        looked += len(texts)
        for text in texts:
            assert [word for word in secrets if word.encode() in text] == [], name
            assert not re.search(rb"file:/+|/tmp/|/home/|/Users/", text), name
    assert looked > 20
