"""Files below facts/ that nobody reads: drafts, backups and fact files under another name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.problems import TextFile

FACT_ENDINGS = (".yaml", ".yml")
# What repositories have in any folder, and what is kept for the desk by name.
_KEPT_NAMES = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|changelog|contributing|codeowners)\b", re.IGNORECASE
)
# published issues, and what was approved and sent of them; the words of sources; who may sign
_KEPT_FOLDERS = ("issues", "approvals", "sent", "texts")
_SIGNERS = ["facts", "signers"]
_BACKUP = re.compile(r"~|\.(?:bak|backup|orig|old|rej|sav|save|tmp|swp|copy)\d*$", re.IGNORECASE)
_OF_THE_SYSTEM = re.compile(r"(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r?|~\$.*|\._.*)$", re.IGNORECASE)
_MISNAMED = re.compile(r"(.+)\.ya?ml(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class UnreadFile(TextFile):
    """A file of which only the name is known."""

    @property
    def remedy(self) -> str:
        """The remedy, in a few words."""
        name = self.path.rpartition("/")[2]
        if _OF_THE_SYSTEM.match(name):
            return "no such file: a system or an office program left it there, and it may be deleted"
        if _BACKUP.search(name):
            return "no backup below facts/: delete it, or move it elsewhere"
        misnamed = _MISNAMED.match(name)
        if misnamed or name.endswith(".json"):
            stem = misnamed[1] if misnamed else name.removesuffix(".json")
            return f"the name {stem}.yaml if it holds facts, else a place outside facts/"
        return "a name that ends in .yaml if it holds facts, else a place outside facts/"


def is_unread(path: str) -> bool:
    """Return True if a path below facts/ may be meant as facts, and is not read as such."""
    folders = path.split("/")
    name = folders.pop()
    kept = any(folder.startswith(".") for folder in (*folders, name)) or _KEPT_NAMES.match(name)
    if kept or name.endswith(FACT_ENDINGS) or [*folders, name] == _SIGNERS:
        return False
    return not (folders[1:2] and folders[1] in _KEPT_FOLDERS)
