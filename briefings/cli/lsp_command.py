"""The command that answers an editor's questions about the desk."""

from __future__ import annotations

from importlib.metadata import version

from .desk_access import desk_folder


def lsp() -> None:
    """Answer an editor by the Language Server Protocol, on standard input and output: docs/editors.md."""
    from ..core.problems import BriefingsError

    try:
        from ..tasks.language_server import desk_server
    except ModuleNotFoundError as error:
        remedy = "pip install 'briefings[lsp]'"
        raise BriefingsError(f"the language server needs {error.name}", remedy) from None
    desk_server(desk_folder(), version("briefings")).start_io()
