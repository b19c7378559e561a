"""The entry point of the command line: the table of commands, and how an error becomes an exit code.

Each `…_command(s)` module has the commands of one family; `COMMANDS` below lists them all.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from copy import copy
from types import ModuleType
from typing import Annotated, NoReturn

import typer

from ..core.problems import BriefingsError
from ..files import meanwhile
from . import (
    approve_command,
    build_commands,
    check_commands,
    diff_command,
    doctor_command,
    due_commands,
    import_command,
    lsp_command,
    migrate_command,
    publish_command,
    record_command,
    review_command,
    send_command,
    serve_command,
    setup_commands,
    source_command,
    verify_command,
    weekly_command,
)
from .interruption import INTERRUPTION
from .literal_commands import LiteralCommand, LiteralGroup
from .plain_stream import plain_streams
from .terminal_output import print_error

app = typer.Typer(
    name="briefings",
    cls=LiteralGroup,
    help="Country one-pagers, topic briefings and a weekly brief from hand-curated facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; every BriefingsError ends as one clear message and exit code 1."""
    # What a command makes stays to its end: looking through all of it again and again took a tenth of its
    # time.
    gc.set_threshold(50_000, 20, 20)
    _without_plugins()
    INTERRUPTION.listen()
    with plain_streams():
        _run()


def _without_plugins() -> None:
    """Let pydantic have no plugins: it would ask every installed package for some.

    Even where it is told not to, it loads what that takes, a twentieth of the time of a check after an edit.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    loader = ModuleType("pydantic.plugin._loader")
    loader.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(loader.__name__, loader)


def _run() -> None:
    try:
        try:
            _asked(sys.argv[1:2])()
        except (BriefingsError, SystemExit):  # as every command ends, an interrupted one too
            if not INTERRUPTION.is_set():
                meanwhile.wait()
            if sys.stdout:
                sys.stdout.flush()
            raise
    except BriefingsError as error:
        with contextlib.suppress(BriefingsError):  # where there is no room for that either
            print_error(error)
        _drop_output()
        sys.exit(1)
    except KeyboardInterrupt:
        _end_interrupted()
    except SystemExit:
        if INTERRUPTION.is_set():
            _end_interrupted()
        raise
    except BrokenPipeError:
        sys.exit(1)
    finally:
        gc.freeze()  # nor need the interpreter look through it when it ends


def _drop_output() -> None:
    """Let Python have no trouble at its end with what could not be written."""
    with contextlib.suppress(OSError, BriefingsError, AttributeError):
        sys.stdout.flush()
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _end_interrupted() -> NoReturn:
    meanwhile.end_processes()
    print("interrupted", file=sys.stderr)
    sys.exit(130)


def _asked(word: list[str]) -> typer.Typer:
    """The command line with no command but the one asked for, as typer takes long over each; all for any
    other word."""
    only = copy(app)
    only.registered_commands = [info for info in app.registered_commands if [info.name] == word]
    return only if only.registered_commands else app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"briefings {version('briefings')}")
        raise typer.Exit


@app.callback()
def _global(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


COMMANDS: dict[str, Callable[..., None]] = {  # in the order of the help
    "build": build_commands.build,
    "weekly": weekly_command.weekly,
    "country": build_commands.country,
    "explain": build_commands.explain,
    "review": review_command.review,
    "approve": approve_command.approve,
    "publish": publish_command.publish,
    "verify": verify_command.verify,
    "send": send_command.send,
    "diff": diff_command.diff,
    "check": check_commands.check,
    "list": build_commands.list_documents,
    "serve": serve_command.serve,
    "due": due_commands.due,
    "impact": due_commands.impact,
    "withdraw": due_commands.withdraw,
    "record": record_command.record,
    "source": source_command.source,
    "export": check_commands.export,
    "new": setup_commands.new,
    "import": import_command.import_table,
    "init": setup_commands.init,
    "migrate": migrate_command.migrate,
    "schema": setup_commands.schema,
    "lsp": lsp_command.lsp,
    "doctor": doctor_command.doctor,
}
for name, command in COMMANDS.items():
    app.command(name, cls=LiteralCommand)(command)

templates = typer.Typer(cls=LiteralGroup, help="Shipped templates and the desk's own.", no_args_is_help=True)
templates.command(cls=LiteralCommand)(setup_commands.copy)
app.add_typer(templates, name="templates")
