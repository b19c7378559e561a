"""The command that shows the pages while they are worked on."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .desk_access import day_of, desk_folder, output_folder
from .interruption import INTERRUPTION
from .option_types import AsOfOption, KnownOption, OutOption, QuietOption, ReleaseOption
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..build.build_steps import BuildOrder
    from ..facts.fact_base import FactBase
    from ..tasks.preview_pages import Preview

_LOOK = 0.3  # seconds
_PORT = typer.Option(min=1, max=65535, help="The port; default: 8000, or the next one free.")


def serve(
    port: Annotated[int | None, _PORT] = None,
    as_of: AsOfOption = None,
    known: KnownOption = None,
    release: ReleaseOption = None,
    out: OutOption = Path("build"),
    quiet: QuietOption = False,
) -> None:
    """Show the pages in a browser on this machine; every save rebuilds and reloads them."""
    from ..build.build_steps import BuildOrder
    from ..tasks.preview_pages import Preview
    from ..tasks.preview_server import PreviewServer

    def order(base: FactBase) -> BuildOrder:
        day = day_of(base, as_of)
        return BuildOrder(
            as_of=day,
            known=known.date() if known else day,
            release=release or base.desk.release,
            fixed=as_of is not None,
        )

    preview = Preview(desk_folder(), output_folder(out, release), order)
    with PreviewServer(preview, port) as server:
        gc.disable()  # it would come in the middle of a rebuild; afterwards nobody waits
        for first in _saves(preview.watched_folders):
            _rebuild(preview, quiet)
            if first:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                print(f"serving {server.address} (Ctrl-C ends)", flush=True)


def _rebuild(preview: Preview, quiet: bool) -> None:
    start = time.perf_counter()
    pages = preview.rebuild()
    for mistake in preview.mistakes:
        print(f"{mistake}\n", file=sys.stderr, flush=True)
    if not quiet:
        print(f"{count_text(pages, 'page')} rebuilt in {time.perf_counter() - start:.2f} s", flush=True)
    gc.collect()
    gc.freeze()


def _saves(folders: Callable[[], list[Path]]) -> Iterator[bool]:
    """Once when the folders are watched, which is told by True, and each time files below them were saved.

    At once where the system tells of a save, else by looking. A folder that was replaced, as by a checkout,
    or that is new counts as saved and is watched from then on.
    """
    first = True
    try:
        while not INTERRUPTION.is_set():
            for _ in _saves_below(_identities(folders()), folders):
                yield first
                first = False
    except OSError as error:  # the system has no more watches to give
        print(
            f"looking for saves every {_LOOK} s, as the system does not tell of them: {error}",
            file=sys.stderr,
        )
        yield from _looked_for(folders, first)


def _saves_below(watched: dict[Path, tuple[int, int]], folders: Callable[[], list[Path]]) -> Iterator[object]:
    """Once when the folders are watched, and for each save below them, until they are no longer the same."""
    from watchfiles import watch

    from ..tasks.preview_pages import concerns_pages

    begun = False
    for changes in watch(
        *watched,
        watch_filter=lambda _, path: concerns_pages(Path(path)),
        debounce=200,
        step=20,
        rust_timeout=200,
        yield_on_timeout=True,
        stop_event=INTERRUPTION,
    ):
        if _identities(folders()) != watched:
            return
        if changes or not begun:
            yield changes
        begun = True


def _identities(folders: list[Path]) -> dict[Path, tuple[int, int]]:
    """The folders, each with what tells it from another of its name."""
    found = {}
    for folder in folders:
        with contextlib.suppress(OSError):  # gone meanwhile
            found[folder] = (folder.stat().st_dev, folder.stat().st_ino)
    return found


def _looked_for(folders: Callable[[], list[Path]], first: bool) -> Iterator[bool]:
    """As `_saves`, by looking at every file."""
    seen: dict[Path, tuple[int, int]] | None = None if first else {}
    while not INTERRUPTION.is_set():
        lie = {}
        for path in (inside for top in folders() for inside in top.rglob("*")):
            with contextlib.suppress(OSError):  # gone meanwhile
                lie[path] = (path.stat().st_mtime_ns, path.stat().st_size)
        if lie != seen:
            seen = lie
            yield first
        first = False
        time.sleep(_LOOK)
