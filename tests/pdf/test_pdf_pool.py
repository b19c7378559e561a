"""PDFs in processes of their own: what one does wrong is its document's failure alone; and on a real Dask cluster."""

from __future__ import annotations

import errno
import faulthandler
import multiprocessing
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from briefings.core.problems import BriefingsError
from briefings.files import desk_files
from briefings.pdf import pdf_pool
from briefings.pdf.pdf_assets import STYLE, PdfAssets, PdfJob, RenderedPdf, pdf_assets
from briefings.pdf.pdf_pool import PdfPool
from conftest import COMMAND, SmallDesk, with_ctrl_c
from loopback_cluster import loopback_cluster

ASSETS = PdfAssets("test", "", "a.css", {"a.css": b"p { color: black }"})
COUNTRIES = {f"countries/{name}.pdf" for name in ("afghanistan", "armenia", "kyrgyzstan", "tajikistan")}


def _misbehave(job: PdfJob, digest: str, assets: PdfAssets | None = None) -> RenderedPdf:
    """A document that does what its page says."""
    if job.html == "hang":
        time.sleep(60)
    elif job.html == "spin":
        while True:
            pass
    elif job.html == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif job.html == "abort":
        faulthandler.disable()  # pytest's, which would print where
        os.abort()
    elif job.html == "eat":
        raise MemoryError if not bytearray(3 << 30) else AssertionError("3 GB were to be had")
    elif job.html == "fail":
        raise BriefingsError(f"{job.name}: a warning", "mend it")
    return RenderedPdf(job.html.encode(), os.getpid())


def _caught(job: PdfJob, digest: str, assets: PdfAssets | None = None) -> RenderedPdf:
    try:
        return _misbehave(job, digest, assets)
    except MemoryError:
        raise pdf_pool._too_large(job.name) from None


def outcomes(pages: list[str], processes: int = 2) -> dict[str, str | bytes]:
    """What came of pages, by their number: the bytes or the message."""
    with PdfPool(ASSETS, processes) as pool:
        done = [item for n, page in enumerate(pages) for item in pool.submit(PdfJob(f"{n}", page, False))]
        done += pool.remaining()
    assert len(done) == len(pages)
    return {name: str(made) if isinstance(made, BriefingsError) else made.data for name, made in done}


def test_a_worker_that_cannot_get_ready_lets_its_document_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    style = "@import url(http://outside.example/x.css);"
    templates = {STYLE: style.encode()}
    with PdfPool(pdf_assets(templates), 1) as pool:
        ((name, made),) = [*pool.submit(PdfJob("x", "<title>x</title>", False)), *pool.remaining()]
    assert name == "x"
    assert isinstance(made, BriefingsError)
    assert str(made).startswith("x: a page asks for 'http://outside.example/x.css'")


def test_workers_leave_no_process_and_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with PdfPool(pdf_assets(desk_files.shipped_template_files()), 2) as pool:
        made = [*pool.submit(PdfJob("x", '<html lang="en"><title>x</title><p>x', False)), *pool.remaining()]
        assert isinstance(made[0][1], RenderedPdf)
        assert len(multiprocessing.active_children()) == 2
    assert not multiprocessing.active_children()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("style", "says"),
    [
        ("h1 { letter-spacing: 1lh }", "RecursionError in "),
        (
            ".head { display: table-cell; position: running(r) } @page { @top-left { content: element(r) } }",
            "TypeError in preferred.py, line ",
        ),
    ],
)
def test_what_weasyprint_did_not_foresee_fails_its_document_alone(
    style: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    templates = desk_files.shipped_template_files()
    templates[STYLE] += f".odd {{}} {style}".encode()
    pages = ['<html lang="en"><title>x</title><h1>x</h1><p class="head">y', '<html lang="en"><title>x</title><p>x']
    with PdfPool(pdf_assets(templates), 1) as pool:
        done = dict(
            [*(made for page in pages for made in pool.submit(PdfJob(page[-1], page, False))), *pool.remaining()]
        )
    assert isinstance(done["x"], RenderedPdf)
    assert str(done["y"]).startswith(f"y: cannot be laid out: {says}")
    assert "/" not in str(done["y"])  # no place on this machine


def test_a_full_disk_is_no_fault_of_the_style(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/place")

    monkeypatch.undo()
    assets = pdf_assets(desk_files.shipped_template_files())
    monkeypatch.setattr("briefings.pdf.pdf_renderer.PdfRenderer.pdf", full)
    with pytest.raises(BriefingsError, match=r"^x: No space left on device$") as error:
        pdf_pool.render_job(PdfJob("x", "<title>x</title>", False), assets.digest, assets)
    assert "TMPDIR" in error.value.remedy


def test_a_machine_without_a_folder_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", none)
    with pytest.raises(BriefingsError, match="no folder for temporary files: No usable") as error:
        PdfPool(pdf_assets(desk_files.shipped_template_files()), 1)
    assert error.value.remedy.startswith("set TMPDIR")


@pytest.fixture(autouse=True)
def _jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pool, "render_job", _caught)


def test_a_document_that_hangs_dies_or_fails_is_named_and_the_others_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pool, "JOB_SECONDS", 2)
    monkeypatch.setattr(pdf_pool, "_WAITING_SECONDS", 4)
    found = outcomes(["a", "hang", "die", "b", "fail", "abort", "c", "d", "spin"])
    assert found == {
        "0": b"a", "3": b"b", "6": b"c", "7": b"d",
        "1": "1: takes more than 2 seconds",
        "2": "2: its worker process died (-9)",
        "4": "4: a warning",
        "5": "5: takes more than 1024 MB",
        "8": "8: takes more than 2 seconds",
    }  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell or limit memory")
def test_a_document_that_takes_too_much_memory_is_named() -> None:
    assert outcomes(["eat", "a"]) == {"0": "0: takes more than 1024 MB", "1": b"a"}


def test_processes_are_replaced_before_their_memory_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pool, "JOBS_PER_WORKER", 3)
    seen: list[int] = []
    with PdfPool(ASSETS, 1) as pool:
        done = [item for n in range(7) for item in pool.submit(PdfJob(f"{n}", "x", False))] + list(pool.remaining())
    seen = [made.pages for _, made in done if isinstance(made, RenderedPdf)]
    assert len(seen) == 7 and {seen.count(process) for process in set(seen)} == {1, 3}


def test_pages_that_wait_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many documents there are: pages take memory while they wait."""
    with PdfPool(ASSETS, 2) as pool:
        for n in range(40):
            list(pool.submit(PdfJob(f"{n}", "x", False)))
            assert len(pool._waiting) <= 4
        list(pool.remaining())


# ---------------------------------------------------------------- as a person meets it


def children(process: int) -> list[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(line) for line in told.stdout.split()]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state != "Z"


def started(desk: SmallDesk) -> tuple[subprocess.Popen[str], list[int]]:
    """A build that is making PDFs, and its workers."""
    build = subprocess.Popen(
        [*COMMAND, "build"], cwd=desk.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=with_ctrl_c,
    )  # fmt: skip
    for _ in range(600):
        if len(found := children(build.pid)) >= 2:
            return build, found
        time.sleep(0.05)
    raise AssertionError("no workers came up")


def test_ctrl_c_ends_a_build_with_its_workers(desk: SmallDesk) -> None:
    build, found = started(desk)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: to all of them
    err = build.communicate(timeout=600)[1]
    assert build.returncode == 130
    assert err in ("", "interrupted\n")
    assert not [process for process in found if alive(process)]
    assert not list(desk.root.rglob("*.part"))


def test_workers_do_not_outlive_a_build_that_is_killed(desk: SmallDesk, built: SmallDesk) -> None:
    build, found = started(desk)
    build.kill()
    build.communicate()
    for _ in range(100):
        if not [process for process in found if alive(process)]:
            break
        time.sleep(0.1)
    assert not [process for process in found if alive(process)]
    assert desk.run("build").code == 0
    assert desk.files() == built.files()
    assert not list(desk.root.rglob("*.part"))


def test_a_pool_that_breaks_is_begun_again_with_what_waits() -> None:
    """What pebble does where a worker is killed while it speaks with its pool."""
    with PdfPool(ASSETS, 2) as pool:
        done = [item for n in range(3) for item in pool.submit(PdfJob(f"{n}", "a", False))]
        assert isinstance(pool._workers, pdf_pool._Workers)
        pool._workers._pool._pool_manager.handle_broken_pool(BrokenExecutor("broken"))
        done += [item for n in range(3, 6) for item in pool.submit(PdfJob(f"{n}", "b", False))]
        done += pool.remaining()
    made = {name: outcome.data for name, outcome in done if isinstance(outcome, RenderedPdf)}
    assert made == {str(n): b"a" if n < 3 else b"b" for n in range(6)}


def test_a_killed_worker_fails_its_document_and_the_next_build_makes_it(desk: SmallDesk, built: SmallDesk) -> None:
    build, found = started(desk)
    os.kill(found[0], signal.SIGKILL)
    err = build.communicate(timeout=600)[1]
    failed = re.findall(r"^error: (\S+): its worker process died", err, re.MULTILINE)
    assert (build.returncode, len(failed)) in {(1, 1), (0, 0)}, err  # it may just have been idle
    assert desk.run("build").code == 0
    assert desk.files() == built.files()


def test_a_country_by_its_name_has_the_bytes_that_a_build_of_all_gives_it(desk: SmallDesk) -> None:
    """Its worker starts before the facts are read, those of the other build after a page is made."""
    assert desk.run("country", "Tajikistan", "--out", "one").code == 0
    assert desk.run("build", "countries/*", "--out", "all", "--jobs", "2").code == 0
    one, every = desk.files("one"), desk.files("all")
    assert one["countries/tajikistan.pdf"] == every["countries/tajikistan.pdf"]
    assert one["countries/tajikistan.html"] == every["countries/tajikistan.html"]


# ---------------------------------------------------------------- more than one machine


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes on loopback, in a folder that holds no desk."""
    pytest.importorskip("distributed")
    with loopback_cluster(tmp_path / "cluster", 2) as found:
        yield found


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed_half_way(
    desk: SmallDesk, built: SmallDesk, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, processes = cluster
    build = subprocess.Popen(
        [*COMMAND, "build", "--executor", address], cwd=desk.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert build.stdout is not None
    for line in build.stdout:
        if line.startswith("built"):  # the first PDF is there, others are under way
            processes[0].kill()
            break
    out, err = build.communicate(timeout=1200)
    assert build.returncode == 0, err
    assert "7 documents built, 0 unchanged, 0 failed" in out
    assert desk.files() == built.files()
    assert processes[0].poll() is not None and processes[1].poll() is None


def test_an_address_without_a_cluster_is_told(desk: SmallDesk) -> None:
    run = desk.run("build", "countries/armenia", "--executor", "tcp://127.0.0.1:9")
    assert run.code == 1
    assert run.err.startswith("error: no cluster at tcp://127.0.0.1:9")
    assert "Traceback" not in run.err


def test_a_worker_that_is_ended_while_it_loads_gives_the_turn_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)  # one beside the parent
    loading = os.fork()
    if not loading:
        with pdf_pool._turn(str(tmp_path)):
            (tmp_path / "begun").touch()
            time.sleep(60)
        os._exit(0)
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    waiting = os.fork()
    if not waiting:
        with pdf_pool._turn(str(tmp_path)):
            os._exit(0 if (tmp_path / "ended").exists() else 1)
    time.sleep(0.2)
    (tmp_path / "ended").touch()
    os.kill(loading, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(waiting, 0)[1]) == 0
    os.waitpid(loading, 0)
