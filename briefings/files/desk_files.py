"""Reading a desk from the disk: its facts, its published issues and its templates."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ..core.digests import sha256
from ..core.fonts import with_added_fonts
from ..core.problems import MAX_FILE, SPLIT, BriefingsError, Refusal, TextFile
from .ledger_files import APPROVAL_PREFIX, ISSUES_FOLDER, LEDGER_NAME, SENT_PREFIX, SIGNERS, LedgerFile
from .plain_files import plain_bytes, plain_digest
from .ssh_signatures import ENDING
from .unread_files import FACT_ENDINGS, UnreadFile, is_unread

STYLE = "briefing.css"
_TEXT = (".j2", ".css", ".js")


def find_desk(start: Path) -> Path:
    """The folder that holds `facts/`: `start` or the nearest above it; raises BriefingsError."""
    for folder in (start, *start.parents):
        if (folder / "facts").is_dir():
            return folder
    raise BriefingsError(
        f"no facts/ in {start} or above it", "run in a desk's folder, or make one: briefings init DIR"
    )


_AS_PUBLISHED = "the folder of the issue as published: git checkout it"
_PLAIN = "a plain file below facts/, not a link, pipe or device"


def fact_files(desk: Path) -> list[TextFile]:
    """Every YAML file and every published issue's ledger below facts/, by path.

    A file that may be meant as facts, and is not read for its name, comes as an `UnreadFile`. One that
    cannot be read, is too large or no UTF-8 comes as refused.

    So does what only seems to be one: a link, a pipe, a name that cannot be printed or told from another's.
    """
    files: list[TextFile] = []
    names: dict[str, str] = {}
    of_issues: dict[str, str] = {}
    allowed = signers(desk)
    start = len(str(desk / "facts")) - len("facts")
    for path, why in _walk(str(desk / "facts")):
        ledger = path.endswith(f"/{LEDGER_NAME}")
        name = _shown(path[start:])
        if not path.endswith(FACT_ENDINGS) and not ledger and not (why and os.path.isdir(path)):
            if not why and is_unread(name):
                files.append(UnreadFile(name, ""))
            elif name.startswith(f"{ISSUES_FOLDER}/") and _OF_AN_ISSUE.fullmatch(name.rpartition("/")[2]):
                of_issues.setdefault(name.rpartition("/")[0], name)
            continue
        first = names.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if first != name:
            refusal = Refusal(
                "odd-file", f"a name that some systems take for {first}", "another name for one of them"
            )
            files.append(TextFile(name, "", refusal))
        elif why:
            code = "unreadable" if why.startswith("!") else "odd-file"
            files.append(TextFile(name, "", Refusal(code, why.lstrip("!"), _PLAIN)))
        else:
            files.append(_ledger(path, name, allowed) if ledger else _read(path, name))
    found = {file.path for file in files}
    for folder, name in of_issues.items():
        if f"{folder}/{LEDGER_NAME}" not in found:
            refusal = Refusal("published-changed", f"{LEDGER_NAME} beside it is gone", _AS_PUBLISHED)
            files.append(TextFile(name, "", refusal))
    return files


def signers(desk: Path) -> bytes | None:
    """The desk's list of who may sign, None if it has none; raises BriefingsError if it cannot be read."""
    try:
        return plain_bytes(desk / SIGNERS, MAX_FILE)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BriefingsError(f"{SIGNERS}: {error.strerror}", "a plain file in its place") from None


def approval_files(folder: Path) -> dict[str, bytes]:
    """Return the approvals in a folder by name, with their signatures; none if there is no such folder.

    Raises BriefingsError for one that cannot be read.
    """
    return _small_files(folder, lambda name: name.endswith((".json", f".json{ENDING}")))


def _small_files(folder: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the plain files of a folder that are wanted by their name; raises BriefingsError."""
    files: dict[str, bytes] = {}
    for name, path in _plain_names(folder):
        if wanted(name):
            try:
                files[name] = plain_bytes(path, _MOST_OF_A_SIGNATURE)
            except OSError as error:
                raise BriefingsError(f"cannot read {path}: {error.strerror}", "a plain file") from None
    return files


def _plain_names(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and path of each plain file that lies in a folder itself, in order."""
    if folder.is_dir():
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda entry: entry.name)
        yield from ((e.name, e.path) for e in inside if e.is_file(follow_symlinks=False))


_MOST_OF_A_SIGNATURE = 100_000
_OF_AN_ISSUE = re.compile(r"(?:[a-z0-9-]+-)?[0-9]{4}-(?:W[0-9]{2}|[0-9]{2}-[0-9]{2})\.(?:html|pdf)")
_OF_A_LEDGER = re.compile(rf".*{re.escape(ENDING)}|(?:{APPROVAL_PREFIX}|{SENT_PREFIX}).*")


def _ledger(path: str, name: str, allowed: bytes | None) -> LedgerFile:
    """A ledger with the digests of the issue's files beside it, and its signatures.

    It may have been saved among any files, of which nothing is read.
    """
    file, folder = _read(path, name), os.path.dirname(path)
    refused = file.refused
    if not refused and file.digest != sha256(file.text.encode()):  # as with a byte order mark before it
        refused = Refusal("not-utf8", "bytes that are no part of its text", "the file as published")
    small = _small_files(Path(folder), lambda other: bool(_OF_A_LEDGER.fullmatch(other)))
    issue = (other for other, _ in _plain_names(Path(folder)) if _OF_AN_ISSUE.fullmatch(other))
    beside = {other: plain_digest(f"{folder}/{other}") for other in issue}
    beside |= {other: sha256(data) for other, data in small.items()}
    sent = {other: data for other, data in small.items() if other.startswith(SENT_PREFIX)}
    signed = {other: data for other, data in small.items() if other not in sent}
    return LedgerFile(file.path, file.text, refused, beside, folder, signed, allowed, sent)


def ledger_file(path: Path, allowed: bytes) -> LedgerFile:
    """Return a ledger that was handed to somebody without its desk, with what lies beside it."""
    return _ledger(str(path.absolute()), path.name, allowed)


def published_file(place: str, folder: str, name: str, digest: str) -> bytes:
    """A file of a published issue; `place` is its folder on this machine and `folder` the same for messages.

    Raises BriefingsError unless the file has the digest that its ledger vouches for.
    """
    try:
        data = plain_bytes(Path(place) / name)
    except OSError:
        data = b""
    if sha256(data) != digest:
        raise BriefingsError(f"{folder}/{name} is not what was published", "git checkout it")
    return data


def edition_files(place: str, folder: str, digests: Mapping[str, str]) -> dict[str, bytes]:
    """Files of a published issue with their signatures, as far as they are signed; raises BriefingsError."""
    files = {name: published_file(place, folder, name, made) for name, made in digests.items()}
    return files | issue_signatures(place, digests)


def issue_signatures(place: str, names: Iterable[str]) -> dict[str, bytes]:
    """Return the signatures there are of files of a published issue, by their names."""
    signed = {f"{name}{ENDING}": Path(place) / f"{name}{ENDING}" for name in names}
    return {name: plain_bytes(path) for name, path in signed.items() if path.is_file()}


def _walk(folder: str) -> Iterator[tuple[str, str]]:
    """The paths in a folder, in order, each with why it is not to be read; "" for a plain file.

    Links are not followed, so there are no loops; a pipe is never opened, so that none can keep us waiting.
    """
    try:
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"!{error.strerror}"
        return
    for entry in inside:
        if entry.is_symlink():
            yield entry.path, "a link, which is not followed"
        elif entry.is_dir():
            yield from _walk(entry.path)
        elif not entry.is_file():
            yield entry.path, "neither a file nor a folder"
        else:
            yield (
                entry.path,
                "" if entry.name.isprintable() else "a name with characters that cannot be printed",
            )


def _shown(path: str) -> str:
    """A path in any terminal and file: what cannot be printed stands as its code."""
    if path.isprintable():
        return path
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in path)


def _read(path: str, name: str) -> TextFile:
    try:
        data = plain_bytes(path, MAX_FILE + 1)
    except OSError as error:
        return TextFile(name, "", Refusal("unreadable", str(error.strerror), "a file that can be opened"))
    return decoded(name, data)


def decoded(name: str, data: bytes) -> TextFile:
    """A file's bytes as text; refused where they are too many or no UTF-8, with what can be shown of them."""
    if len(data) > MAX_FILE:
        return TextFile(name, "", Refusal("too-large", f"larger than {MAX_FILE:,} bytes", SPLIT))
    return _Undecoded(name, data)


class _Undecoded(TextFile):
    """A file whose bytes become text when somebody asks for it: while nothing has changed, nobody does.

    A byte order mark at its start, which YAML 1.2 allows and editors do not show, is no part of the text.
    """

    def __init__(self, path: str, data: bytes) -> None:
        vars(self).update(path=path, digest=sha256(data), data=data)

    @cached_property
    def _decoded(self) -> tuple[str, Refusal | None]:
        data: bytes = vars(self).pop("data").removeprefix(codecs.BOM_UTF8)
        begin = data[:200]  # without a mark, every second byte of Latin letters is nought
        if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or begin.count(0) * 3 > len(begin):
            return "", Refusal("not-utf8", "text saved as UTF-16", "the file saved as UTF-8")
        try:
            return data.decode(), None
        except UnicodeDecodeError as error:
            offset = len(data[: error.start].decode())
            refusal = Refusal(
                "not-utf8", f"the byte 0x{data[error.start]:02X}", "the file saved as UTF-8", offset
            )
            return data.decode("utf-8", "replace"), refusal

    @cached_property
    def text(self) -> str:
        return self._decoded[0]

    @cached_property
    def refused(self) -> Refusal | None:
        return self._decoded[1]


def shipped_templates_folder() -> Path:
    """The package's own templates: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).resolve().parent.parent / "_templates"
    return inside if inside.is_dir() else inside.parent.parent / "templates"


def desk_templates(desk: Path) -> list[TextFile]:
    """The templates of the desk's own folder, by path: those that its people can mend."""
    root = desk / "templates"
    there = root.is_dir() and not root.is_symlink()
    found = [path for path, why in _walk(str(root)) if not why and path.endswith(".j2")] if there else []
    return [_read(path, _shown(os.path.relpath(path, desk))) for path in found]


def template_files(desk: Path) -> dict[str, bytes]:
    """Templates and assets by name, the desk's own over the shipped ones, with the fonts it has added.

    Raises BriefingsError for a font that cannot be read.
    """
    return with_added_fonts(shipped_template_files() | desk_template_files(desk), STYLE)


def shipped_template_files() -> dict[str, bytes]:
    """Return the package's own templates and assets by name."""
    return _files(shipped_templates_folder())


def desk_template_files(desk: Path) -> dict[str, bytes]:
    """The desk's own templates and assets by name; none where its folder is the shipped one.

    Raises BriefingsError for what is no plain file.
    """
    folder = desk / "templates"
    if folder.resolve() == shipped_templates_folder().resolve():
        return {}
    if folder.is_symlink():
        raise BriefingsError("templates is a link to another folder", "the templates themselves in its place")
    return _files(folder)


def _files(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path, why in _walk(str(folder)) if folder.is_dir() else ():
        name = _shown(os.path.relpath(path, folder))
        try:
            if why:
                raise OSError(0, why.lstrip("!"))
            found[name] = plain_bytes(path)
            if path.endswith(_TEXT):
                found[name].decode("utf-8")
        except UnicodeDecodeError:
            raise BriefingsError(f"templates/{name}: not UTF-8", "save the file as UTF-8") from None
        except OSError as error:
            raise BriefingsError(f"templates/{name}: {error.strerror}", "a plain file in its place") from None
    return found
