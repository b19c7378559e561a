"""The language server: an editor's questions about a desk's files, by the Language Server Protocol.

https://microsoft.github.io/language-server-protocol/
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from ..core.problems import BriefingsError, Mark, Problem, Severity, TextFile
from ..files import desk_files, text_folder
from .editor_desk import Completion, EditorDesk, Occurrence

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


# A question about a place in a file.
PositionParams = (
    types.CompletionParams
    | types.HoverParams
    | types.DefinitionParams
    | types.ReferenceParams
    | types.RenameParams
)


class DeskServer(LanguageServer):
    """A server for one desk: its files as they lie on the disk, and as they stand in the editor."""

    def __init__(self, desk: Path, version: str) -> None:
        super().__init__("briefings", version)
        self.folder = desk.resolve()
        self.opened: dict[str, str] = {}
        self.checked: EditorDesk = EditorDesk({}, {}, None, (), date.today())
        self.told: set[str] = set()

    def check(self) -> None:
        """Read and check the whole desk as it stands in the editor, and report all problems."""
        files = [self._as_edited(file) for file in desk_files.fact_files(self.folder)]
        self.checked = EditorDesk.of(files, date.today())
        found: dict[str, list[Problem]] = {path: [] for path in (*self.told, *self.opened)}
        for problem in self.checked.problems:
            found.setdefault(problem.mark.file.path, []).append(problem)
        self.told = {path for path, problems in found.items() if problems}
        for path, problems in found.items():
            self.report(path, problems)

    def edited(self, path: str, text: str) -> None:
        """Take a file as it stands in the editor, and report the problems that it has by itself."""
        self.opened[path] = text
        if not self.checked.entries:
            return  # the first check still runs, and will report it
        file = TextFile(path, text)
        self.checked.files[path] = file
        self.told.add(path)
        self.report(path, self.checked.problems_of(file))

    def report(self, path: str, problems: Iterable[Problem]) -> None:
        """Send the problems of a file to the editor, in the place of those sent before."""
        found = [_diagnostic(problem) for problem in problems]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(self.uri(path), found))

    def uri(self, path: str) -> str:
        """The address of a file of the desk."""
        return (self.folder / path).as_uri()

    def path(self, uri: str) -> str:
        """The path of a file as the desk names it; "" for one outside it."""
        place = Path(uris.to_fs_path(uri) or "/").resolve()
        return place.relative_to(self.folder).as_posix() if place.is_relative_to(self.folder) else ""

    def texts(self) -> dict[str, TextFile]:
        """The kept texts of sources by their path."""
        files = list(self.checked.files.values())
        return {file.path: file for file in text_folder.text_files(self.folder, text_folder.folder_in(files))}

    def line(self, params: PositionParams) -> tuple[str, int]:
        """The line at a position, and the column in it, counted from 0 in characters."""
        file = self.checked.files.get(self.path(params.text_document.uri))
        line = file.line(params.position.line + 1) if file is not None else ""
        return line, _column(line, params.position.character)

    def id_at(self, params: PositionParams) -> str:
        """The id of a record at a position; "" if there is none."""
        return self.checked.id_at(*self.line(params))

    def locations(self, places: Iterable[Occurrence]) -> list[types.Location]:
        """Places of ids as an editor takes them."""
        return [
            types.Location(self.uri(one.file.path), _range(one.file.mark(one.start, one.end)))
            for one in places
        ]

    def _as_edited(self, file: TextFile) -> TextFile:
        text = self.opened.get(file.path)
        return file if text is None else TextFile(file.path, text)


def desk_server(desk: Path, version: str) -> DeskServer:
    """A server for a desk, with everything that it answers."""
    server = DeskServer(desk, version)

    @server.feature(types.INITIALIZED)
    @server.thread()
    def begun(_: types.InitializedParams) -> None:
        server.check()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        if path := server.path(params.text_document.uri):
            server.opened[path] = params.text_document.text

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = server.workspace.get_text_document(params.text_document.uri)
        if path := server.path(params.text_document.uri):
            server.edited(path, document.source)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.thread()
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        server.check()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.opened.pop(server.path(params.text_document.uri), None)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", "[", "@", '"'])
    )
    def completions(params: types.CompletionParams) -> types.CompletionList:
        line, column = server.line(params)
        items = [_item(one) for one in server.checked.completions(line[:column])]
        return types.CompletionList(is_incomplete=True, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        id = server.id_at(params)
        if not id:
            return None
        told = server.checked.hover(id, server.texts())
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> types.Location | None:
        id = server.id_at(params)
        if not id:
            return None
        mark = server.checked.entries[id].mark
        return types.Location(server.uri(mark.file.path), _range(mark))

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        id = server.id_at(params)
        return server.locations(server.checked.occurrences(id)) if id else []

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        try:
            places = server.checked.renamed(server.id_at(params), params.new_name)
        except BriefingsError as error:
            raise JsonRpcInvalidParams(f"{error}: {error.remedy}") from None
        changes: dict[str, list[types.TextEdit]] = {}
        for one in server.locations(places):
            changes.setdefault(one.uri, []).append(types.TextEdit(one.range, params.new_name))
        return types.WorkspaceEdit(changes=changes)

    return server


def _item(one: Completion) -> types.CompletionItem:
    detail, found_by = f"{one.label} ({one.kind})", f"{one.id} {one.label}"
    kind = types.CompletionItemKind.Reference
    return types.CompletionItem(one.id, kind=kind, detail=detail, filter_text=found_by, insert_text=one.id)


def _diagnostic(problem: Problem) -> types.Diagnostic:
    remedy = f"did you mean {problem.suggestion!r}?" if problem.suggestion else problem.expected
    message = f"{problem.message}\n{remedy}" if remedy else problem.message
    return types.Diagnostic(
        _range(problem.mark), message, _SEVERITIES[problem.severity], problem.code, source="briefings"
    )


def _range(mark: Mark) -> types.Range:
    start = _position(mark.file, mark.line, mark.column)
    return types.Range(start, _position(mark.file, mark.end_line, mark.end_column))


def _position(file: TextFile, line: int, column: int) -> types.Position:
    """A place as the protocol counts: lines and columns from 0, columns in units of UTF-16."""
    before = file.line(line)[: column - 1]
    return types.Position(line - 1, len(before.encode("utf-16-le", "surrogatepass")) // 2)


def _column(line: str, units: int) -> int:
    """The column in characters of a column in units of UTF-16."""
    return len(line.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore"))
