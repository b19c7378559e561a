"""The language server, driven by a client as an editor drives it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from conftest import COMMAND, SmallDesk


class Editor(LanguageClient):
    """A client that keeps what it is told of each file."""

    def __init__(self, desk: SmallDesk) -> None:
        super().__init__("test", "1")
        self.desk = desk
        self.told: dict[str, list[types.Diagnostic]] = {}
        self.news = asyncio.Event()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.told[params.uri] = list(params.diagnostics)
            self.news.set()

    def at(self, name: str, word: str, after: int = 0) -> types.TextDocumentPositionParams:
        text = (self.desk.root / "facts" / name).read_text(encoding="utf-8")
        offset = text.index(word) + after
        line = text.count("\n", 0, offset)
        return types.TextDocumentPositionParams(
            types.TextDocumentIdentifier(self.uri(name)), types.Position(line, offset - text.rfind("\n", 0, offset) - 1)
        )

    def uri(self, name: str) -> str:
        return (self.desk.root / "facts" / name).resolve().as_uri()

    async def codes(self, name: str, wanted: Callable[[list[object]], bool]) -> list[object]:
        async with asyncio.timeout(30):
            while True:
                found = [one.code for one in self.told.get(self.uri(name), [])]
                if wanted(found):
                    return found
                self.news.clear()
                await self.news.wait()


async def used(desk: SmallDesk, act: Callable[[Editor], Awaitable[None]]) -> None:
    editor = Editor(desk)
    script = f"import os, sys; os.chdir({str(desk.root)!r}); sys.argv = ['briefings', 'lsp']; {COMMAND[-1]}"
    await editor.start_io(sys.executable, "-c", script)
    await editor.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=desk.root.as_uri()))
    editor.initialized(types.InitializedParams())
    await act(editor)
    await editor.shutdown_async(None)
    editor.exit(None)
    await editor.stop()


def test_an_editor_completes_hovers_goes_renames_and_sees_slips(desk: SmallDesk) -> None:
    async def act(editor: Editor) -> None:
        name = "borders.yaml"
        text = (desk.root / "facts" / name).read_text(encoding="utf-8")
        editor.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(editor.uri(name), types.LanguageKind.Yaml, 1, text))
        )
        spot = editor.at(name, "factbook-2021", 4)
        offered: list[str] = []
        async with asyncio.timeout(30):
            while not offered:  # until the desk is read
                listed = await editor.text_document_completion_async(
                    types.CompletionParams(spot.text_document, spot.position)
                )
                assert isinstance(listed, types.CompletionList)
                offered = [item.label for item in listed.items]
                await asyncio.sleep(0.1)
        assert "factbook-2021" in offered
        hover = await editor.text_document_hover_async(types.HoverParams(spot.text_document, spot.position))
        assert hover is not None and "Factbook" in str(hover.contents)
        place = await editor.text_document_definition_async(types.DefinitionParams(spot.text_document, spot.position))
        assert isinstance(place, types.Location) and place.uri == editor.uri("sources.yaml")
        context = types.ReferenceContext(include_declaration=True)
        found = await editor.text_document_references_async(
            types.ReferenceParams(context, spot.text_document, spot.position)
        )
        assert found and {editor.uri("sources.yaml"), editor.uri(name)} <= {one.uri for one in found}
        edit = await editor.text_document_rename_async(
            types.RenameParams(spot.text_document, spot.position, "atlas-2021")
        )
        assert edit is not None and edit.changes and len(edit.changes[editor.uri("sources.yaml")]) == 1
        whole = types.TextDocumentContentChangeWholeDocument(text.replace("AFG", "AFX", 1))
        version = types.VersionedTextDocumentIdentifier(2, editor.uri(name))
        editor.text_document_did_change(types.DidChangeTextDocumentParams(version, [whole]))
        assert "unknown-id" in await editor.codes(name, bool)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        version = types.VersionedTextDocumentIdentifier(3, editor.uri(name))
        editor.text_document_did_change(types.DidChangeTextDocumentParams(version, [whole]))
        assert await editor.codes(name, lambda codes: not codes) == []

    asyncio.run(used(desk, act))
