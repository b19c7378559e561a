"""Commands in processes forked from one that has imported the program: the cost of imports is paid once.

Each is a process of its own with its own folder, environment and exit. Before it, the program has only read the fonts
and built the example desk's pages: what is made at the first use of a model, font or map is made once for all. The PDF
of a page that an earlier command laid out is taken from there; `test_reproducible.py` lays the same out again.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

EXAMPLE = Path(__file__).parent / "desk"
_SERVER = """
import contextlib, gc, hashlib, importlib, io, json, os, pickle, pkgutil, shutil, signal, sys, tempfile
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # as the command does before it imports anything
import briefings
for module in pkgutil.walk_packages(briefings.__path__, "briefings."):
    importlib.import_module(module.name)
from pathlib import Path
from briefings.cli import main
from briefings.core import fonts
from briefings.files import desk_files
from briefings.pdf import pdf_pool
place = tempfile.mkdtemp()
make = pdf_pool.render_job
def made_once(job, digest, assets=None):
    kept = Path(place, hashlib.sha256(repr((job, digest)).encode()).hexdigest())
    if not kept.exists():
        new = Path(f"{kept}-{os.getpid()}")
        new.write_bytes(pickle.dumps(make(job, digest, assets)))
        new.rename(kept)
    return pickle.loads(kept.read_bytes())
pdf_pool.render_job = made_once
fonts.covered_characters(desk_files.template_files(Path(sys.argv[1])))
desk = shutil.copytree(sys.argv[1], Path(place, "desk"))
sys.argv[1:] = ["build", "--html"]
with contextlib.chdir(desk), contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
gc.freeze()
while line := sys.stdin.readline():
    child = os.fork()
    if not child:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    shutil.rmtree(place)
    sys.exit()
order = json.loads(line)
for number, (name, flags) in enumerate([(os.devnull, os.O_RDONLY), *((name, os.O_WRONLY) for name in order["files"])]):
    os.dup2(os.open(name, flags), number)
os.chdir(order["folder"])
os.environ.clear()
os.environ.update(order["environment"])
sys.argv[1:] = order["words"]
signal.alarm(600)  # for what never ends; a machine may be slow
main()
"""


@cache
def _server() -> subprocess.Popen[str]:
    """Start the server of this test process, which ends with it."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, EXAMPLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.communicate)  # closes its input and waits for it
    return server


def run_forked(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Return the exit code of a command, and what it wrote to its output and to its error stream."""
    server = _server()
    assert server.stdin is not None and server.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        files = [Path(place, name) for name in ("out", "err")]
        for file in files:
            file.touch()
        order = {"words": words, "folder": str(folder), "environment": dict(environment), "files": [*map(str, files)]}
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (file.read_text(encoding="utf-8") for file in files)
    return code, out, err
