"""Every touch of the disk: reading a desk and its templates, and writing outputs whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ..core.digests import sha256
from ..core.problems import MAX_FILE, SPLIT, BriefingsError, Refusal, TextFile
from .ledger_files import LEDGER_NAME, LedgerFile

_TEXT = (".j2", ".css", ".js")
WRITE_REMEDY = "check the folder's space and rights"
# What a build keeps for itself in its output folder; a folder that has it is a build folder. In a desk's
# folder, what is for none but those who may read its facts.
NOTES_FOLDER = ".briefings"


def find_desk(start: Path) -> Path:
    """The folder that holds `facts/`: `start` or the nearest above it; raises BriefingsError."""
    for folder in (start, *start.parents):
        if (folder / "facts").is_dir():
            return folder
    raise BriefingsError(
        f"no facts/ in {start} or above it", "run in a desk's folder, or make one: briefings init DIR"
    )


_PLAIN = "a plain file below facts/, not a link, pipe or device"


def fact_files(desk: Path) -> list[TextFile]:
    """Every YAML file and every published issue's ledger below facts/, by path.

    One that cannot be read, is too large or no UTF-8 comes as refused.

    So does what only seems to be one: a link, a pipe, a name that cannot be printed or told from another's.
    """
    files: list[TextFile] = []
    names: dict[str, str] = {}
    start = len(str(desk / "facts")) - len("facts")
    for path, why in _walk(str(desk / "facts")):
        ledger = path.endswith(f"/{LEDGER_NAME}")
        if not path.endswith((".yaml", ".yml")) and not ledger and not (why and os.path.isdir(path)):
            continue
        name = _shown(path[start:])
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
            files.append(_ledger(path, name) if ledger else _read(path, name))
    return files


def _ledger(path: str, name: str) -> LedgerFile:
    """A ledger with the digests of the files beside it, whatever they are called."""
    file, folder = _read(path, name), os.path.dirname(path)
    beside = {
        os.path.basename(other): sha256(Path(other).read_bytes()) for other, why in _walk(folder) if not why
    }
    return LedgerFile(file.path, file.text, file.refused, beside, folder)


def published_file(place: str, folder: str, name: str, digest: str) -> bytes:
    """A file of a published issue; `place` is its folder on this machine and `folder` the same for messages.

    Raises BriefingsError unless the file has the digest that its ledger vouches for.
    """
    try:
        data = (Path(place) / name).read_bytes()
    except OSError:
        data = b""
    if sha256(data) != digest:
        raise BriefingsError(f"{folder}/{name} is not what was published", "git checkout it")
    return data


def add_issue_folder(desk: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Add a folder to the record, whole or not at all; raises BriefingsError where it is there already."""
    for left in desk.glob(".publishing-*"):  # of one that was killed
        shutil.rmtree(left, ignore_errors=True)
    place = desk / folder
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".publishing-", dir=desk))
        try:
            for name, data in files.items():
                with (scratch / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            scratch.chmod(0o755)
            _sync(scratch)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                raise FileExistsError(17, "it is there already")
            os.rename(scratch, place)
            _sync(place.parent)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise BriefingsError(f"cannot write {folder}: {error.strerror}", WRITE_REMEDY) from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
        with open(path, "rb") as file:
            small = os.fstat(file.fileno()).st_size <= MAX_FILE
            data = file.read() if small else file.read(MAX_FILE + 1)
    except OSError as error:
        return TextFile(name, "", Refusal("unreadable", str(error.strerror), "a file that can be opened"))
    return decoded(name, data)


def decoded(name: str, data: bytes) -> TextFile:
    """A file's bytes as text; refused where they are too many or no UTF-8, with what can be shown of them."""
    if len(data) > MAX_FILE:
        return TextFile(name, "", Refusal("too-large", f"larger than {MAX_FILE:,} bytes", SPLIT))
    return _Undecoded(name, data)


class _Undecoded(TextFile):
    """A file whose bytes become text when somebody asks for it: while nothing has changed, nobody does."""

    def __init__(self, path: str, data: bytes) -> None:
        vars(self).update(path=path, digest=sha256(data), data=data)

    @cached_property
    def _decoded(self) -> tuple[str, Refusal | None]:
        data: bytes = vars(self).pop("data")
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
    found = (
        [path for path, why in _walk(str(root)) if not why and path.endswith(".j2")] if root.is_dir() else []
    )
    return [_read(path, _shown(os.path.relpath(path, desk))) for path in found]


def template_files(desk: Path) -> dict[str, bytes]:
    """Templates and assets by name, the desk's own over the shipped ones."""
    return shipped_template_files() | desk_template_files(desk)


def shipped_template_files() -> dict[str, bytes]:
    """Return the package's own templates and assets by name."""
    return _files(shipped_templates_folder())


def desk_template_files(desk: Path) -> dict[str, bytes]:
    """The desk's own templates and assets by name; none where its folder is the shipped one."""
    folder = (desk / "templates").resolve()
    return _files(folder) if folder != shipped_templates_folder().resolve() else {}


def _files(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path, why in _walk(str(folder)) if folder.is_dir() else ():
        name = _shown(os.path.relpath(path, folder))
        try:
            if why:
                raise OSError(0, why.lstrip("!"))
            found[name] = Path(path).read_bytes()
            if path.endswith(_TEXT):
                found[name].decode("utf-8")
        except UnicodeDecodeError:
            raise BriefingsError(f"templates/{name}: not UTF-8", "save the file as UTF-8") from None
        except OSError as error:
            raise BriefingsError(f"templates/{name}: {error.strerror}", "a plain file in its place") from None
    return found


class Output:
    """A folder that is written to whole files at a time, and never outside itself.

    `scratch` is a folder in it for what is not whole yet; without one that stands beside the file it becomes.
    """

    def __init__(self, root: Path, scratch: Path | None = None) -> None:
        self.root = root
        self.scratch = scratch
        self._inside: set[str] = set()

    def path(self, name: str) -> Path:
        """The place of an output; raises BriefingsError for a name that leads out of the folder."""
        return Path(self._place(name))

    def _place(self, name: str) -> str:
        folder, _, file = name.rpartition("/")
        if not file.strip(".") or name.startswith("/") or ".." in folder.split("/"):
            raise BriefingsError(f"{name!r} leads out of the output folder", "give the record another id")
        if folder not in self._inside:
            if not (self.root / folder).resolve().is_relative_to(self.root.resolve()):
                raise BriefingsError(
                    f"{name!r} leads out of the output folder", "remove the link in the output folder"
                )
            self._inside.add(folder)
        return f"{self.root}/{name}"

    def read(self, name: str) -> bytes | None:
        """Return the bytes of an output; None if it cannot be read."""
        try:
            with open(self._place(name), "rb") as file:
                return file.read()
        except OSError:
            return None

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file as it lies there; None where there is none."""
        data = self.read(name)
        return None if data is None else sha256(data)

    def exists(self, name: str) -> bool:
        """True if anything lies in the place of an output."""
        return os.path.lexists(self.path(name))

    def remove(self, name: str) -> bool:
        """Delete an output, and its folder when that is empty then; False where it is not there."""
        path = self.path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        with contextlib.suppress(OSError):
            for folder in path.parents:
                if folder == self.root:
                    break
                folder.rmdir()
        return True

    def write(self, name: str, data: bytes) -> bool:
        """Replace a file whole (temp file, fsync, rename); False when it already holds these bytes."""
        if self.read(name) == data:
            return False
        path = self.path(name)
        temporary: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch = self.scratch or path.parent
            scratch.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=scratch)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except OSError as error:
            if temporary:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
            raise BriefingsError(f"cannot write {name}: {error.strerror}", WRITE_REMEDY) from None
        return True


class _Notes(Output):
    """The folder of notes for the next command, which Git ignores and nobody is handed."""

    def write(self, name: str, data: bytes) -> bool:
        super().write(".gitignore", b"*\n")
        return super().write(name, data)


def notes_folder(desk: Path) -> Output:
    """The folder of a desk's own notes, beside its facts."""
    return _Notes(desk / NOTES_FOLDER)
