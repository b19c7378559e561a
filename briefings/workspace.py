"""Every touch of the disk: reading a desk and its templates, and writing outputs whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path, PurePosixPath

from . import published
from .digests import sha256
from .problems import BriefingsError, Refusal, TextFile
from .yamltree import MAX_FILE, SPLIT

_TEXT = {".j2", ".css", ".js"}
RIGHTS = "check the folder's space and rights"
# What a build keeps for itself in its output folder; a folder that has it is a build folder. In a desk's folder, what
# is for none but those who may read its facts.
OWN = ".briefings"


def find_desk(start: Path) -> Path:
    """The folder that holds `facts/`: `start` or the nearest above it; raises BriefingsError."""
    for folder in (start, *start.parents):
        if (folder / "facts").is_dir():
            return folder
    raise BriefingsError(f"no facts/ in {start} or above it", "run in a desk's folder, or make one: briefings init DIR")


_PLAIN = "a plain file below facts/, not a link, pipe or device"


def fact_files(desk: Path) -> list[TextFile]:
    """Every YAML file and every published issue's ledger below facts/, by path.

    One that cannot be read, is too large or no UTF-8 comes as refused.

    So does what only seems to be one: a link, a pipe, a name that cannot be printed or told from another's.
    """
    files: list[TextFile] = []
    names: dict[str, str] = {}
    for path, why in _walk(desk / "facts"):
        ledger = path.name == published.NAME
        if path.suffix not in (".yaml", ".yml") and not ledger and not (why and path.is_dir()):
            continue
        name = _shown(path.relative_to(desk))
        first = names.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if first != name:
            refusal = Refusal("odd-file", f"a name that some systems take for {first}", "another name for one of them")
            files.append(TextFile(name, "", refusal))
        elif why:
            files.append(
                TextFile(
                    name, "", Refusal("unreadable" if why.startswith("!") else "odd-file", why.lstrip("!"), _PLAIN)
                )
            )
        else:
            files.append(_ledger(path, name) if ledger else _read(path, name))
    return files


def _ledger(path: Path, name: str) -> published.LedgerFile:
    """A ledger with the digests of the files beside it, whatever they are called."""
    file = _read(path, name)
    beside = {
        other.name: hashlib.sha256(other.read_bytes()).hexdigest() for other, why in _walk(path.parent) if not why
    }
    return published.LedgerFile(file.path, file.text, file.refused, beside, str(path.parent))


def kept(ledger: published.Ledger) -> tuple[bytes, bytes]:
    """The HTML and PDF of a published issue; raises BriefingsError where they are not what its ledger vouches for."""
    found = []
    for copy in (ledger.html, ledger.pdf):
        try:
            data = (Path(ledger.place) / copy.name).read_bytes()
        except OSError:
            data = b""
        if sha256(data) != copy.sha256:
            raise BriefingsError(f"{ledger.folder}/{copy.name} is not what was published", "git checkout it")
        found.append(data)
    return found[0], found[1]


def keep(desk: Path, folder: str, files: Mapping[str, bytes]) -> None:
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
        raise BriefingsError(f"cannot write {folder}: {error.strerror}", RIGHTS) from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """What a folder holds, in the order of paths, each with why it is not to be read; "" for a plain file.

    Links are not followed, so there are no loops; a pipe is never opened, so that none can keep us waiting.
    """
    try:
        inside = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError as error:
        yield folder, f"!{error.strerror}"
        return
    for path in inside:
        if path.is_symlink():
            yield path, "a link, which is not followed"
        elif path.is_dir():
            yield from _walk(path)
        elif not path.is_file():
            yield path, "neither a file nor a folder"
        else:
            yield path, "" if path.name.isprintable() else "a name with characters that cannot be printed"


def _shown(path: Path) -> str:
    """A path in any terminal and file: what cannot be printed stands as its code."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in path.as_posix())


def _read(path: Path, name: str) -> TextFile:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        return TextFile(name, "", Refusal("unreadable", str(error.strerror), "a file that can be opened"))
    return decoded(name, data)


def decoded(name: str, data: bytes) -> TextFile:
    """A file's bytes as text; refused where they are too many or no UTF-8, with what can be shown of them."""
    if len(data) > MAX_FILE:
        return TextFile(name, "", Refusal("too-large", f"larger than {MAX_FILE:,} bytes", SPLIT))
    try:
        return TextFile(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        offset = len(data[: error.start].decode("utf-8"))
        refusal = Refusal("not-utf8", f"the byte 0x{data[error.start]:02X}", "the file saved as UTF-8", offset)
        return TextFile(name, data.decode("utf-8", "replace"), refusal)


def shipped_templates() -> Path:
    """The package's own templates: inside the wheel, or beside the package in a checkout."""
    inside = Path(str(resources.files("briefings"))) / "_templates"
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "templates"


def own_templates(desk: Path) -> list[TextFile]:
    """The templates of the desk's own folder, by path: those that its people can mend."""
    root = desk / "templates"
    found = [path for path, why in _walk(root) if not why and path.suffix == ".j2"] if root.is_dir() else []
    return [_read(path, _shown(path.relative_to(desk))) for path in found]


def template_files(desk: Path) -> dict[str, bytes]:
    """Templates and assets by name, the desk's own over the shipped ones."""
    return shipped_files() | own_files(desk)


def shipped_files() -> dict[str, bytes]:
    return _files(shipped_templates())


def own_files(desk: Path) -> dict[str, bytes]:
    """The desk's own templates and assets by name; none where its folder is the shipped one."""
    folder = (desk / "templates").resolve()
    return _files(folder) if folder != shipped_templates().resolve() else {}


def _files(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path, why in _walk(folder) if folder.is_dir() else ():
        name = _shown(path.relative_to(folder))
        try:
            if why:
                raise OSError(0, why.lstrip("!"))
            found[name] = path.read_bytes()
            if path.suffix in _TEXT:
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
        self._inside: set[Path] = set()

    def path(self, name: str) -> Path:
        """The place of an output; raises BriefingsError for a name that leads out of the folder."""
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts:
            raise BriefingsError(f"{name!r} leads out of the output folder", "give the record another id")
        place = self.root.joinpath(*parts)
        if place.parent not in self._inside:
            if not place.parent.resolve().is_relative_to(self.root.resolve()):
                raise BriefingsError(f"{name!r} leads out of the output folder", "remove the link in the output folder")
            self._inside.add(place.parent)
        return place

    def read(self, name: str) -> bytes | None:
        try:
            return self.path(name).read_bytes()
        except OSError:
            return None

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file as it lies there; None where there is none."""
        data = self.read(name)
        return None if data is None else sha256(data)

    def stands(self, name: str) -> bool:
        """Whether anything lies in the place of an output, whatever it is."""
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
            raise BriefingsError(f"cannot write {name}: {error.strerror}", RIGHTS) from None
        return True


class _Notes(Output):
    """What is kept for the next command and handed to nobody: a folder that Git takes no note of."""

    def write(self, name: str, data: bytes) -> bool:
        super().write(".gitignore", b"*\n")
        return super().write(name, data)


def notes(desk: Path) -> Output:
    """The folder of a desk's own notes, beside its facts."""
    return _Notes(desk / OWN)
