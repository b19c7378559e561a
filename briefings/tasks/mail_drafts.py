"""Drafts of the mails by which an issue, or a correction of it, goes to a group of readers. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from fnmatch import fnmatchcase
from html import escape

from ..core.digests import digest
from ..facts.published_issues import Ledger
from ..files.ssh_signatures import ENDING
from ..pages.mail_body import mail_body
from ..records.desk_settings import Desk
from ..records.recipients import RecipientGroup
from .issue_corrections import GroupCorrections

_FORMS = {"pdf": ("pdf",), "html": ("html",), "both": ("pdf", "html")}
_TYPES = {"pdf": ("application", "pdf"), "html": ("text", "html"), "sig": ("application", "octet-stream")}


@dataclass(frozen=True)
class MailDraft:
    """A mail to a group, as a file that a program for mail opens as a draft."""

    group: RecipientGroup
    ledger: Ledger
    data: bytes


def edition_for(group: RecipientGroup, editions: Iterable[Ledger]) -> Ledger | None:
    """Return the highest edition of an issue that a group may read and subscribes to; None without one."""
    allowed = [
        ledger
        for ledger in editions
        if group.may_read(ledger.release)
        and any(
            fnmatchcase(name, pattern)
            for name in (ledger.document, ledger.of_document)
            for pattern in group.subscriptions
        )
    ]
    return max(allowed, key=lambda ledger: ledger.release, default=None)


def issue_draft(group: RecipientGroup, ledger: Ledger, files: Mapping[str, bytes]) -> MailDraft:
    """Return the draft of an issue: its text sums up the published page; `files` are those of the edition."""
    made = {"pdf": ledger.pdf.name, "html": ledger.html.name}
    names = [made[form] for form in _FORMS[group.format]]
    attached = {name: files[name] for name in names}
    attached |= {f"{name}{ENDING}": files[f"{name}{ENDING}"] for name in names if f"{name}{ENDING}" in files}
    body = mail_body(files[ledger.html.name].decode(), ledger.marking, names)
    plain = f"{ledger.marking.value}\n\n{ledger.title}\n\nAttached: {', '.join(names)}\n"
    head = f"[{ledger.marking.value}] {ledger.title}"
    return MailDraft(group, ledger, _mail(group, ledger, head, plain, body, attached))


def correction_draft(wrong: GroupCorrections, ledger: Ledger, desk: Desk) -> MailDraft:
    """Return the draft of a correction to an issue for a group that holds it."""
    title, lines, marking = f"Correction to {ledger.name}", wrong.lines, wrong.marking
    plain = "\n\n".join([marking.value, title, *lines, f"{desk.publisher}, {desk.contact}"]) + "\n"
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    foot = escape(f"{desk.publisher}, {desk.contact}")
    mark = f"<p><b>{escape(marking.value)}</b></p>"
    body = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body>{mark}<h1>{escape(title)}</h1><ul>{items}</ul><p>{foot}</p>{mark}</body></html>\n"
    )
    head = f"[{marking.value}] {title}"
    return MailDraft(wrong.group, ledger, _mail(wrong.group, ledger, head, plain, body, {}))


def _mail(
    group: RecipientGroup,
    ledger: Ledger,
    subject: str,
    plain: str,
    body: str,
    attached: Mapping[str, bytes],
) -> bytes:
    """Return a mail as bytes that are the same for the same issue and group."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["To"] = formataddr((group.name, group.to)) if group.to else "undisclosed-recipients:;"
    mail["X-Unsent"] = "1"  # opens as a draft
    mail.set_content(plain, cte="base64")
    mail.add_alternative(body, subtype="html", cte="base64")
    for name, data in attached.items():
        main, sub = _TYPES[name.rpartition(".")[2]]
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"{digest(group.id, ledger.seal, subject, str(number))}")
    return mail.as_bytes()
