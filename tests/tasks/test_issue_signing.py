"""Issues that are signed and approved: what goes out, what does not, and what is refused of the record."""

from __future__ import annotations

import email.policy
import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from briefings.core.dates import PartialDate
from briefings.core.digests import sha256
from briefings.core.markings import Marking
from briefings.core.problems import BriefingsError
from briefings.facts.fact_base import FactBase
from briefings.facts.issue_approvals import Approval, void_because
from briefings.facts.published_issues import IssueFile, IssueInputs, Ledger
from briefings.facts.view import View
from briefings.files.desk_files import ledger_file
from briefings.files.ssh_signatures import APPROVAL, ISSUE, SignatureFault, signer
from briefings.records.desk_settings import Approvals
from briefings.records.recipients import RecipientGroup
from briefings.tasks.issue_publication import IssueEdition
from briefings.tasks.issue_signing import approval, signed_edition, with_pdf_signature
from briefings.tasks.issue_verification import verified_ledger
from briefings.tasks.mail_drafts import edition_for
from conftest import EXAMPLE, SmallDesk, at
from signing_keys import PASSPHRASE, certificate, give_signers, key, signers

RECIPIENTS = """\
recipients:
  - {id: ministries, name: Ministries, clearance: TLP:AMBER, to: briefings@ministry.example, format: both}
  - {id: partners, name: Partner desks, clearance: TLP:GREEN}
  - {id: public, name: Public list, clearance: TLP:CLEAR, format: html}
"""
ISSUE_FOLDER = "facts/issues/2021-W33/r1/TLP-GREEN"
PUBLISH = ("publish", "weekly/2021-W33", "--key")
APPROVE = ("approve", "weekly/2021-W33", "--key")
FOUR_EYES = Approvals.model_construct(weekly=1, not_by="author", since=None)
SIGNERS = signers("anna", "boris", "clara")


def edition(page: bytes, made_from: str = "facts", release: Marking = Marking.GREEN, pdf: bytes = b"") -> IssueEdition:
    """An issue in memory."""
    day, pdf = date(2021, 8, 20), pdf or b"%PDF " + page
    ledger = Ledger(
        issue="2021-W33", number=1, revision=1, reason=None, title="Weekly", first=day, cutoff=day, as_of=day,
        known=day, since=None, release=release, marking=release, published=date(2021, 9, 17),
        html=IssueFile(name="2021-W33.html", sha256=sha256(page), bytes=len(page)),
        pdf=IssueFile(name="2021-W33.pdf", sha256=sha256(pdf), bytes=len(pdf)),
        pages=1, facts=(), judgements=(), corrections=(),
        inputs=IssueInputs(document={"facts": made_from}, reads={}, sources={}, files={}, shape={}),
        signed=True,
    ).with_seal()  # fmt: skip
    return IssueEdition(ledger, page, pdf)


# ---------------------------------------------------------------- laws

STEPS, PERSONS, RELEASES = ("edit", "approve", "publish", "send"), ("anna", "boris"), (Marking.GREEN, Marking.RED)
READERS = [
    RecipientGroup.model_construct(id=word.name.lower(), clearance=word, subscriptions=("weekly/*",))
    for word in Marking
]


@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(PERSONS), st.sampled_from(RELEASES))))
def test_no_sequence_of_steps_lets_out_what_nobody_else_approved_or_sends_it_above_a_clearance(
    steps: list[tuple[str, str, Marking]],
) -> None:
    """Held against a record of who approved which edition of which bytes, which knows no signatures."""
    number, approved = 0, set[tuple[str, int, Marking]]()
    kept: dict[Marking, dict[str, bytes]] = {release: {} for release in RELEASES}
    published: list[Ledger] = []
    for step, person, release in steps:
        now, same = edition(f"page {number // 2}".encode(), f"facts {number}", release), (number, release)
        persons = {who for who, *what in approved if tuple(what) == same}
        if step == "edit":
            number += 1  # every other time only of what it is made from
        elif step == "approve":
            approved.add((person, *same))
            kept[release] |= approval(now, key(person), SIGNERS)[1]
        elif step == "send":
            for group in READERS:
                sent = edition_for(group, published)
                assert sent is None or sent.release.rank <= group.clearance.rank
                assert sent is not None or all(old.release.rank > group.clearance.rank for old in published)
        elif persons - {person}:
            made = signed_edition(now, key(person), SIGNERS, kept[release], FOUR_EYES)
            assert set(made.ledger.approved_by) == {f"{who}@desk.example" for who in persons}
            published.append(made.ledger)
        else:
            with pytest.raises(BriefingsError, match="lacks 1 of the approvals"):
                signed_edition(now, key(person), SIGNERS, kept[release], FOUR_EYES)


@pytest.mark.parametrize("name", sorted(set(Approval.model_fields) - {"format"}))
def test_whatever_changes_voids_an_approval(name: str) -> None:
    ledger = edition(b"page").ledger
    given = Approval.of(ledger)
    others = {"release": Marking.RED, "published": date(2021, 9, 16), "number": 2, "revision": 2}
    changed = given.model_copy(update={name: others.get(name, "another")})
    assert void_because(given.text(), ledger) == ""
    assert void_because(changed.text(), ledger) != ""
    assert void_because(given.text() + b" ", ledger) != ""


@pytest.mark.parametrize(
    ("policy", "word"),
    [
        (Approvals.model_construct(weekly=0, not_by=None), "self-reviewed"),
        (Approvals.model_construct(weekly=0, not_by="author"), "self-reviewed"),
        (Approvals.model_construct(weekly=1, not_by=None), "self-reviewed"),
        (Approvals.model_construct(weekly=1, not_by="author"), "reviewed"),
        (Approvals.model_construct(weekly=2, not_by=None), "reviewed"),
    ],
)
def test_an_issue_says_reviewed_only_if_a_second_person_must_have_read_it(policy: Approvals, word: str) -> None:
    assert policy.word(date(2021, 9, 17), "weekly") == word
    later = policy.model_copy(update={"since": PartialDate.parse("2021-09-18")})
    assert later.word(date(2021, 9, 17), "weekly") == "self-reviewed"


# ---------------------------------------------------------------- as persons do it


@pytest.fixture(scope="module")
def four_eyes(tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """A desk whose first issue is out, approved by Boris and published by Anna; only to be copied."""
    desk = SmallDesk(tmp_path_factory.mktemp("signed") / "desk")
    shutil.copytree(EXAMPLE, desk.root)
    give_signers(desk, "anna", "boris", approvals="{weekly: 1, not_by: author}")
    desk.add("recipients.yaml", RECIPIENTS)
    desk.edit("2021-W33.yaml", "    strength: ~7000 people\n", '    strength: ~7000 people\n    marking: "TLP:GREEN"\n')
    said = desk.run("weekly", "2021-W33", "--html").out
    assert "to be approved by 1 person other than who publishes it: briefings approve weekly/2021-W33" in said
    assert "no key was named" in desk.run(*PUBLISH[:2]).err
    assert "boris@desk.example approved" in desk.run(*APPROVE, str(key("boris"))).out
    run = desk.run(*PUBLISH, str(key("anna")))
    assert run.code == 0, run.err
    return desk


@pytest.fixture
def out(four_eyes: SmallDesk, tmp_path: Path) -> SmallDesk:
    """A desk of this test's own with that issue."""
    shutil.copytree(four_eyes.root, tmp_path / "desk")
    return SmallDesk(tmp_path / "desk")


def test_an_approved_issue_says_so_and_how_it_is_verified(four_eyes: SmallDesk) -> None:
    assert four_eyes.run("check").code == 0
    record = four_eyes.files(ISSUE_FOLDER)
    assert json.loads(record["ledger.json"])["approved_by"] == ["boris@desk.example"]
    page = record["2021-W33.html"].decode()
    assert "Reviewed before issue." in page and "ssh-keygen -Y verify -f signers" in page
    again = four_eyes.run("build", "--reproduce", "weekly/2021-W33", "--out", str(four_eyes.root.parent / "again"))
    assert again.code == 0 and "PDF: the same bytes" in again.out


def test_a_one_pager_waits_for_the_approval_that_is_asked_of_others(out: SmallDesk) -> None:
    """From the page that is read to the issue that is verified and drafted to its readers."""
    name, issue = "countries/armenia", "countries/armenia-2021-09-17"

    def listed(document: str = name) -> str:
        return next(line for line in out.run("list").lines if line.startswith(f"{document} "))

    out.edit("desk.yaml", "{weekly: 1,", "{weekly: 1, others: 1,")
    out.edit("recipients.yaml", "name: Partner desks,", "name: Partner desks, subscriptions: [countries/*],")
    assert out.run("build", name, "--html").code == 0
    lacking = out.run("publish", name, "--key", str(key("anna")))
    assert lacking.code == 1 and "lacks 1 of the approvals that the desk asks for: there is none" in lacking.err
    page = out.root / f"build/{name}.html"
    read = page.read_bytes()
    assert out.run("approve", "countries/arm*", "--key", str(key("boris"))).lines == [
        f"boris@desk.example approved {issue} as No. 1 (armenia-2021-09-17), TLP:GREEN",
        f"next: git add facts/approvals/{issue}/r1/TLP-GREEN && git commit",
    ]
    assert listed().endswith("html  approved by boris@desk.example") and out.run("check").code == 0
    page.write_bytes(read.replace(b"Armenia", b"Armenja", 1))
    assert "approval void: countries/armenia is not built as the facts are now" in listed()
    page.write_bytes(read)
    assert out.run("publish", name, "--key", str(key("anna"))).code == 0
    assert out.run("check").code == 0
    assert listed(issue).endswith("published as No. 1 (armenia-2021-09-17)")
    verified = out.run("verify", f"facts/issues/{issue}/r1/TLP-GREEN/ledger.json").lines
    assert verified[:2] == [
        "No. 1 (armenia-2021-09-17), TLP:GREEN: published by anna@desk.example on 2021-09-17",
        "approved by boris@desk.example",
    ]
    drafted = [line for line in out.run("send", name).lines if line.startswith("drafted")]
    assert drafted == [
        f"drafted outbox/{issue}-r1/partners.eml: No. 1 (armenia-2021-09-17), TLP:GREEN, for Partner desks"
    ]


def test_nobody_lets_an_issue_out_alone() -> None:
    now = edition(b"page")
    _, own = approval(now, key("anna"), SIGNERS)
    _, older = approval(edition(b"old page"), key("boris"), SIGNERS)
    for approvals, said in (
        ({}, "there is none"),
        (own, "there is none but the author's own"),
        (older, "is void, since then its page and its PDF changed"),
        ({name: data for name, data in older.items() if name.endswith(".sig")}, "there is none"),
    ):
        with pytest.raises(BriefingsError, match="lacks 1 of the approvals that the desk asks for") as error:
            signed_edition(now, key("anna"), SIGNERS, approvals, FOUR_EYES)
        assert said in str(error.value)


def test_a_signature_within_the_pdf_leaves_an_approval_valid_and_hides_no_change(tmp_path: Path) -> None:
    """Who publishes cannot swap the approved PDF for another by signing it."""
    made, other = io.BytesIO(), io.BytesIO()
    for rotated, file in ((0, made), (90, other)):
        writer = PdfWriter()
        writer.add_blank_page(200, 300).rotate(rotated)
        writer.write(file)
    now = edition(b"page", pdf=made.getvalue())
    _, approvals = approval(now, key("boris"), SIGNERS)
    out = signed_edition(with_pdf_signature(now, certificate(), PASSPHRASE), key("anna"), SIGNERS, approvals, FOUR_EYES)
    assert (out.ledger.approved_by, out.ledger.pdf_made) == (("boris@desk.example",), now.ledger.pdf)
    assert out.ledger.pdf.sha256 == sha256(out.pdf) != now.ledger.pdf.sha256
    for name, data in out.files.items():
        (tmp_path / name).write_bytes(data)
    ledger, said = verified_ledger(ledger_file(tmp_path / "ledger.json", SIGNERS))
    assert said[1:] == ["approved by boris@desk.example"] and ledger.is_intact

    swapped = with_pdf_signature(replace(now, pdf=other.getvalue()), certificate(), PASSPHRASE)
    out = signed_edition(swapped, key("anna"), SIGNERS, approvals, FOUR_EYES)
    for name, data in out.files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SignatureFault, match="its PDF"):
        verified_ledger(ledger_file(tmp_path / "ledger.json", SIGNERS))


def test_a_stranger_neither_approves_nor_publishes() -> None:
    now = edition(b"page")
    for work in (
        lambda: approval(now, key("eve"), SIGNERS),
        lambda: signed_edition(now, key("eve"), SIGNERS, {}, None),
    ):
        with pytest.raises(BriefingsError, match="does not take your signature"):
            work()
    _, forged = approval(now, key("eve"), signers("eve"))
    with pytest.raises(BriefingsError, match="none of a signer valid on 2021-09-17"):
        signed_edition(now, key("anna"), SIGNERS, forged, FOUR_EYES)


def test_a_built_copy_of_a_signed_issue_verifies_with_its_signature(four_eyes: SmallDesk, tmp_path: Path) -> None:
    record = four_eyes.files(ISSUE_FOLDER)
    for name in ("2021-W33.pdf", "2021-W33.pdf.sig", "2021-W33.html"):
        (tmp_path / name).write_bytes(record[name])
    (tmp_path / "signers").write_bytes(SIGNERS)
    for name in ("approval-of-something", "2021-W32.pdf", "other.sig"):  # where a mail was saved, much may lie
        (tmp_path / name).mkdir()
        os.mkfifo(tmp_path / name / "pipe")
    run = SmallDesk(tmp_path).run("verify", "2021-W33.pdf", "--day", "2021-09-17")
    said, itself, who, warned = run.lines
    assert said == "2021-W33.pdf: signed by anna@desk.example, who was allowed to on 2021-09-17"
    assert itself.startswith("it says that it is: ") and "2021-W33" in itself and ", TLP:" in itself
    assert who.startswith("who may sign: ") and who.endswith("/signers")
    assert warned.startswith("this list came with the file") and "--signers" in warned
    named = SmallDesk(tmp_path).run("verify", "2021-W33.pdf", "--day", "2021-09-17", "--signers", "signers").lines
    assert named == [said, itself, "who may sign: signers"]
    for form in ("pdf", "html"):  # a signature is of the bytes and not of the name
        (tmp_path / f"2021-W37.{form}").write_bytes(record[f"2021-W33.{form}"])
        (tmp_path / f"2021-W37.{form}.sig").write_bytes(record[f"2021-W33.{form}.sig"])
        other = SmallDesk(tmp_path).run("verify", f"2021-W37.{form}", "--day", "2021-09-17", "--signers", "signers")
        assert other.lines[1] == itself
        assert other.lines[2].startswith("its name is not that under which it was published, 2021-W33")
    for args, said in (
        (("2021-W33.html",), "2021-W33.html.sig is not there"),
        (("2021-W33.pdf", "--day", "2020-09-17"), "none of a signer valid on 2020-09-17"),
        (("2021-W34.pdf",), "cannot read 2021-W34.pdf"),
    ):
        run = SmallDesk(tmp_path).run("verify", *args)
        assert run.code == 1 and said in run.err, run.err
    for name, data in record.items():
        if name.startswith(("approval-", "ledger.json", "2021-W33.html")):
            (tmp_path / name).write_bytes(data)
    said = SmallDesk(tmp_path).run("verify", "ledger.json").lines
    assert said[0] == "No. 1 (2021-W33), TLP:GREEN: published by anna@desk.example on 2021-09-17"
    assert said[1] == "approved by boris@desk.example" and len(said) == 6


def test_a_list_that_came_with_a_file_never_stands_above_that_of_the_desk(four_eyes: SmallDesk, tmp_path: Path) -> None:
    record = four_eyes.files(ISSUE_FOLDER)
    for name in ("2021-W33.pdf", "2021-W33.pdf.sig"):
        (tmp_path / name).write_bytes(record[name])
    (tmp_path / "signers").write_bytes(signers("eve"))
    pdf = str(tmp_path / "2021-W33.pdf")
    assert four_eyes.run("verify", pdf, "--day", "2021-09-17").code == 0
    assert four_eyes.run("verify", pdf, "--day", "2021-09-17", "--signers", str(tmp_path / "signers")).code == 1
    assert SmallDesk(tmp_path).run("verify", pdf, "--day", "2021-09-17").code == 1


def forged_page(desk: SmallDesk) -> None:
    """Rewrite the page, its hash and the seal with the program's own code."""
    folder = desk.root / ISSUE_FOLDER
    page = (folder / "2021-W33.html").read_bytes().replace(b"100,000", b"900,000")
    (folder / "2021-W33.html").write_bytes(page)
    ledger = Ledger.model_validate_json((folder / "ledger.json").read_bytes())
    html = ledger.html.model_copy(update={"sha256": sha256(page), "bytes": len(page)})
    (folder / "ledger.json").write_text(ledger.model_copy(update={"html": html}).with_seal().text(), encoding="utf-8")


def without_approvals(desk: SmallDesk) -> None:
    for path in (desk.root / ISSUE_FOLDER).glob("approval-*"):
        path.unlink()


def written_anew_without_approvals(desk: SmallDesk) -> None:
    """Take the approvals out of the ledger too, as one of the signers could, who then signs it again."""
    without_approvals(desk)
    path = desk.root / ISSUE_FOLDER / "ledger.json"
    ledger = Ledger.model_validate_json(path.read_bytes()).model_copy(update={"approved_by": ()}).with_seal()
    path.write_text(ledger.text(), encoding="utf-8")
    from briefings.files.ssh_signatures import signatures

    made = signatures({"ledger.json": path.read_bytes()}, key("anna"), ISSUE)
    path.with_name("ledger.json.sig").write_bytes(made["ledger.json.sig"])


def signed_anew(desk: SmallDesk, **changes: object) -> None:
    """Write the ledger with changes and sign all three files, as one of the signers could."""
    from briefings.files.ssh_signatures import signatures

    folder = desk.root / ISSUE_FOLDER
    ledger = Ledger.model_validate_json((folder / "ledger.json").read_bytes()).model_copy(update=changes).with_seal()
    (folder / "ledger.json").write_text(ledger.text(), encoding="utf-8")
    names = ("ledger.json", ledger.html.name, ledger.pdf.name)
    for name, data in signatures({n: (folder / n).read_bytes() for n in names}, key("anna"), ISSUE).items():
        (folder / name).write_bytes(data)


def from_before_the_approvals(desk: SmallDesk) -> None:
    """Say that it went out before its week, when the desk did not ask for approvals yet."""
    desk.edit("desk.yaml", "not_by: author", "not_by: author, since: 2021-08-16")
    forged_page(desk)
    without_approvals(desk)
    signed_anew(desk, approved_by=(), published=date(2021, 8, 1))


def with_other_words_in_the_ledger(desk: SmallDesk) -> None:
    """Reword what the ledger says that the issue is and printed, and sign it again as one of the signers could."""
    signed_anew(desk, title="Another title", corrections=())


def with_a_mark_before_the_ledger(desk: SmallDesk) -> None:
    path = desk.root / ISSUE_FOLDER / "ledger.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def as_if_never_signed(desk: SmallDesk) -> None:
    """Take away all signatures and the list of signers, and say that it was never signed."""
    forged_page(desk)
    without_approvals(desk)
    without_signers(desk)
    folder = desk.root / ISSUE_FOLDER
    for path in folder.glob("*.sig"):
        path.unlink()
    ledger = Ledger.model_validate_json((folder / "ledger.json").read_bytes())
    changes = {"signed": False, "reviewed": "", "approved_by": ()}
    (folder / "ledger.json").write_text(ledger.model_copy(update=changes).with_seal().text(), encoding="utf-8")


def without_the_signature_of_its_page(desk: SmallDesk) -> None:
    (desk.root / ISSUE_FOLDER / "2021-W33.html.sig").unlink()


def without_signature(desk: SmallDesk) -> None:
    (desk.root / ISSUE_FOLDER / "ledger.json.sig").unlink()


def without_signers(desk: SmallDesk) -> None:
    (desk.root / "facts/signers").unlink()


def with_other_signers(desk: SmallDesk) -> None:
    (desk.root / "facts/signers").write_bytes(signers("eve"))


def with_signers_elsewhere(desk: SmallDesk) -> None:
    (desk.root / "facts/signers").rename(desk.root / "elsewhere")
    (desk.root / "facts/signers").symlink_to(desk.root / "elsewhere")


def with_a_folder_of_signers(desk: SmallDesk) -> None:
    without_signers(desk)
    (desk.root / "facts/signers").mkdir()


@pytest.mark.parametrize("odd", [with_signers_elsewhere, with_a_folder_of_signers])
def test_a_list_of_signers_that_is_no_plain_file_stops_everything(
    out: SmallDesk, odd: Callable[[SmallDesk], None]
) -> None:
    odd(out)
    for command in ("check", "build"):
        run = out.run(command)
        assert run.code == 1 and "error: facts/signers: " in run.err and "a plain file in its place" in run.err


@pytest.mark.parametrize(
    ("forge", "verified"),
    [
        (forged_page, False),
        (without_approvals, False),
        (written_anew_without_approvals, True),  # to readers it is signed; the desk's policy is the desk's
        (without_signature, False),
        (without_signers, False),
        (with_other_signers, False),
        (from_before_the_approvals, False),
        (with_other_words_in_the_ledger, False),
        (as_if_never_signed, False),
        (without_the_signature_of_its_page, False),
    ],
)
def test_the_forged_issue_is_refused(out: SmallDesk, forge: Callable[[SmallDesk], None], verified: bool) -> None:
    forge(out)
    for command in (("check",), ("build", "--html", "weekly/2021-W33")):
        run = out.run(*command)
        assert run.code == 1 and "[published-unsigned]" in run.out + run.err, run.out + run.err
    assert (out.run("verify", f"{ISSUE_FOLDER}/ledger.json").code == 0) is verified


def test_bytes_that_are_no_part_of_a_ledger_are_refused(out: SmallDesk) -> None:
    with_a_mark_before_the_ledger(out)
    run = out.run("check")
    assert run.code == 1 and "bytes that are no part of its text" in run.err
    assert out.run("verify", f"{ISSUE_FOLDER}/ledger.json").code == 1


def test_an_issue_without_its_ledger_is_told(out: SmallDesk) -> None:
    (out.root / ISSUE_FOLDER / "ledger.json").unlink()
    run = out.run("check")
    assert run.code == 1 and f"{ISSUE_FOLDER}/2021-W33.html" in run.err and "[published-changed]" in run.err
    assert "ledger.json beside it is gone" in run.err and "git checkout" in run.err


@settings(max_examples=15)
@given(st.data())
def test_any_flipped_byte_of_an_issue_fails_verify(
    four_eyes: SmallDesk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Of its page, its PDF, its ledger, their signatures and its approvals."""
    from briefings.cli.verify_command import verify

    folder = tmp_path_factory.getbasetemp() / "flipped"
    if not folder.exists():
        shutil.copytree(four_eyes.root / ISSUE_FOLDER, folder)
        (folder / "signers").write_bytes(SIGNERS)
        verify(folder / "ledger.json", folder / "signers", None)
    name = data.draw(st.sampled_from(sorted(set(four_eyes.files(ISSUE_FOLDER)))))
    whole = (folder / name).read_bytes()
    flipped = bytearray(whole)
    flipped[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        (folder / name).write_bytes(flipped)
        with pytest.raises(BriefingsError):
            verify(folder / "ledger.json", folder / "signers", None)
    finally:
        (folder / name).write_bytes(whole)


def test_a_group_above_an_edition_shows_in_nothing_of_its_issues(desk: SmallDesk) -> None:
    """Neither in what a base holds of them, nor in what a view shows, whose digests are in the next ledger."""
    desk.add("groups.yaml", f'{RECIPIENTS}  - {{id: zz, name: Zulu, clearance: TLP:RED, marking: "TLP:RED"}}\n')
    told = set()
    for groups in (("public",), ("public", "zz")):
        ledger = edition(b"page", release=Marking.CLEAR).ledger
        ledger._sent_to = groups
        base = FactBase.of(desk.facts().all, [ledger])
        view = View(base, at("2021-09-17", release=Marking.CLEAR))
        told.add(
            (base.edition(Marking.CLEAR).digest("published"), view.digest("published"), *view.published[0].sent_to)
        )
    assert len(told) == 1 and "zz" not in told.pop()


def test_an_approval_is_no_signature_of_an_issue_and_the_other_way_round() -> None:
    now = edition(b"page")
    _, files = approval(now, key("boris"), SIGNERS)
    made = signed_edition(now, key("anna"), SIGNERS, files, FOUR_EYES)
    (statement,) = (data for name, data in files.items() if not name.endswith(".sig"))
    (signature,) = (data for name, data in files.items() if name.endswith(".sig"))
    assert signer(statement, signature, SIGNERS, APPROVAL, now.ledger.published) == "boris@desk.example"
    for data, mark, purpose in (
        (statement, signature, ISSUE), (made.pdf, made.signed["2021-W33.pdf.sig"], APPROVAL),
    ):  # fmt: skip
        with pytest.raises(BriefingsError):
            signer(data, mark, SIGNERS, purpose, now.ledger.published)


# ---------------------------------------------------------------- to its readers


def mails(desk: SmallDesk) -> dict[str, EmailMessage]:
    """The drafts in the outbox by the name of their file."""
    parser = BytesParser(policy=email.policy.default)
    return {name.rpartition("/")[2]: parser.parsebytes(data) for name, data in desk.files("build/outbox").items()}


def test_from_the_edit_of_a_fact_to_a_correction_received(out: SmallDesk) -> None:
    """Two analysts and three groups of readers, one of which was never told the wrong number."""
    clear = ("--release", "TLP:CLEAR")
    assert out.run("weekly", "2021-W33", "--html", *clear).code == 0
    assert out.run(*APPROVE, str(key("boris")), *clear).code == 0
    run = out.run(*PUBLISH, str(key("anna")), *clear)
    assert run.code == 0, run.err
    assert out.run("build", "--html", "weekly/2021-W33", *clear).code == 0
    assert out.run("verify", "build/TLP-CLEAR/weekly/2021-W33.html", "--day", "2021-09-17").code == 0
    run = out.run("send", "weekly/2021-W33")
    assert run.code == 0 and "3 drafts; nothing was sent" in run.out, run.err
    drafts = mails(out)
    attached = {name: [part.get_filename() for part in mail.iter_attachments()] for name, mail in drafts.items()}
    pdf, html = (["2021-W33." + form, f"2021-W33.{form}.sig"] for form in ("pdf", "html"))
    assert attached == {
        "ministries.eml": [pdf[0], html[0], pdf[1], html[1]], "partners.eml": pdf, "public.eml": html,
    }  # fmt: skip
    assert str(drafts["public.eml"]["Subject"]).startswith("[TLP:CLEAR]")
    assert str(drafts["partners.eml"]["Subject"]).startswith("[TLP:GREEN]")
    base = "about 7,000"
    assert [name for name, mail in drafts.items() if base in texts(mail)] == ["ministries.eml", "partners.eml"]

    (received,) = (part for part in drafts["public.eml"].iter_attachments() if part.get_filename() == html[0])
    (reader := out.root.parent / "reader").mkdir()
    for part in drafts["public.eml"].iter_attachments():
        (reader / str(part.get_filename())).write_bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
    verified = ("verify", html[0], "--signers", str(out.root / "facts/signers"), "--day", "2021-09-17")
    assert out.run(*verified, cwd=reader).out.startswith("2021-W33.html: signed by anna@desk.example")
    assert received.get_content_type() == "text/html"

    out.edit("2021-W33.yaml", "~7000 people", "~6000 people")
    (warning,) = (line for line in out.run("check").out.splitlines() if "[published-corrected]" in line)
    assert warning.endswith("entry corrected; sent to ministries, partners [published-corrected]")
    run = out.run("send", "weekly/2021-W33", "--correction")
    assert run.code == 0 and "2 drafts" in run.out
    corrections = {name: mail for name, mail in mails(out).items() if name.startswith("correction-")}
    assert sorted(corrections) == ["correction-ministries.eml", "correction-partners.eml"]
    for mail in corrections.values():
        assert "No. 1 (2021-W33) printed about 7,000 people; what holds is about 6,000 people (Wire)." in texts(mail)
        assert str(mail["Subject"]) == "[TLP:GREEN] Correction to No. 1 (2021-W33)"

    listed = out.run("withdraw", "csto-base-tajikistan").lines
    assert listed[1].startswith("  No. 1 (2021-W33), TLP:GREEN: about 7,000 people;")
    assert listed[1].endswith("; sent to ministries, partners")
    assert listed[2:7] == ["sent to: 2", "  ministries", "  partners", "built: 1",
                           f"  {out.root}/build/weekly/2021-W33.html"]  # fmt: skip

    assert out.run("weekly", "2021-W37", "--html").code == 0
    assert "Sent to: Ministries, Partner desks." in out.page("weekly/2021-W37")
    assert out.run("weekly", "2021-W37", "--html", *clear).code == 0
    assert "Sent to" not in out.page("TLP-CLEAR/weekly/2021-W37")


def texts(mail: EmailMessage) -> str:
    """What a mail says to its reader, and the pages attached to it; its PDF is compared by its bytes elsewhere."""
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    return " ".join(" ".join(str(part.get_content()) for part in parts).replace("\N{NO-BREAK SPACE}", " ").split())
