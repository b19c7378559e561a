"""The threats that the tests cover, and the table of `docs/security.md` that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"
HEAD = "| Threat | Defence | Tests |\n| --- | --- | --- |\n"


@dataclass(frozen=True)
class Threat:
    name: str
    defence: str
    modules: tuple[str, ...]


THREATS = (
    Threat(
        "A lower edition reveals a restricted fact, claim, source, entity or judgement",
        "taken out of the fact base before anything is linked, with everything that names it or that it alone "
        "uses; ids, counts and comparisons are made of what is left",
        ("facts/test_withheld_records", "facts/test_raised_markings", "checks/test_edition_rules"),
    ),
    Threat(
        "Restricted text gets out by another way",
        "every file that leaves is read again, also decoded, for what no permitted text holds; a hit removes "
        "the edition, which is kept in the desk's notes, or the file is not written",
        ("build/test_leak_scan",),
    ),
    Threat(
        "An edition differs from what it would be if nobody had written what is withheld",
        "random markings: pages, data, exports, comparisons and what the console says, against a desk written "
        "anew from what was let out",
        ("fuzz/test_editions",),
    ),
    Threat(
        "A page is marked lower than what it counts, compares with, leaves out or leads to",
        "a page bears the marking of the lowest edition that could print the very same page: it is rendered once more "
        "from what that marking lets out, and compared",
        ("pages/test_page_marking", "fuzz/test_editions"),
    ),
    Threat(
        "Something that an edition printed before its marking was raised is printed again, or stays in the build",
        "every build of the edition removes stale documents, copies and exports that may have it; corrections,"
        " comparisons and receipts go by today's markings on both sides",
        ("facts/test_raised_markings",),
    ),
    Threat(
        "Text becomes markup, a link or a program",
        "escaped in pages; parsed and never run in narratives; cleaned by a browser-grade parser",
        ("pages/test_hostile", "records/test_narrative"),
    ),
    Threat(
        "An odd, huge or deep fact file stops or fools the reader",
        "refused with its place; size, depth, digits and brackets are limited; YAML gives no value a type;"
        " what only a later step understands is tried while reading; what is compared with each other is counted first",
        ("records/test_strict_yaml", "records/test_yaml_tree", "checks/test_bad_input", "checks/test_identity_rules"),
    ),
    Threat(
        "A link, pipe, device or name leads out of the desk, its build or its notes, makes the command wait "
        "or fills memory",
        "one module opens files: only plain ones, up to a limit; a link in the place of `build`, `.briefings`"
        " or `templates` is refused; outputs are written below one folder only, with the rights that the"
        " person's mask leaves",
        (
            "files/test_odd_files",
            "files/test_plain_files",
        ),
    ),
    Threat(
        "The repository of a desk that was handed over runs a command or fills memory",
        "Git runs in an environment in which it fetches nothing and starts no program of the repository's"
        " settings; what the repository lacks is reported, and no more is read than a desk can hold",
        ("files/test_git_revision",),
    ),
    Threat(
        "A page, an archive or a table that somebody else made keeps a command busy, fills memory or crashes it",
        "read in a process of its own, which is ended after 30 seconds of the processor or at 1 GB; unpacked bytes,"
        " rows, columns and cells are limited; whatever a library runs into is reported",
        ("files/test_bounded_process", "tasks/test_source_document", "tasks/test_import_tables"),
    ),
    Threat(
        "A name or a message in a strange file commands the terminal, and so hides what a command says of it",
        "control characters and direction marks are printed as their codes, whoever wrote the text",
        ("cli/test_plain_stream",),
    ),
    Threat(
        "The preview serves files that no build wrote, or answers another site",
        "only plain files that builds wrote are sent, every answer has the content policy, and a request from"
        " another site gets nothing made",
        ("cli/test_serve",),
    ),
    Threat(
        "The next build keeps a script that somebody put into a build folder",
        "a file that a browser runs is kept only if the last build noted that it wrote it; otherwise it is made again",
        ("pages/test_search_data",),
    ),
    Threat(
        "Two people publish at once, or on branches, and two issues bear one number",
        "one waits for the other; `check` names the two and says which one to withdraw",
        ("tasks/test_issue_publication",),
    ),
    Threat(
        "Who can write to the record rewrites an issue, its digests and its seal",
        "once a desk lists who may sign, page, PDF and ledger have an OpenSSH signature; check, build and"
        " verify refuse a file without the signature of somebody allowed on its day, any changed byte, and an"
        " issue without its ledger; the desk's list of signers goes before one that came with a file; each issue"
        " names the page of the one before it; a ledger that says what none can say is refused when it is read",
        ("files/test_ssh_signatures", "tasks/test_issue_signing", "tasks/test_issue_publication"),
    ),
    Threat(
        "Who publishes changes an approved PDF while signing within it",
        "the document is compared with the one approved, object by object; more than a signature is refused",
        ("files/test_pdf_signatures",),
    ),
    Threat(
        "An issue goes out that no second person read, or an edition to readers above their clearance",
        "an approval is a signature over the digests of the very bytes, inputs and ledger; a draft of a mail has "
        "the highest edition up to the clearance, as it was published; nothing is sent",
        ("tasks/test_issue_signing", "tasks/test_mail_drafts"),
    ),
    Threat(
        "A template reaches the insides of Python",
        "the sandbox decides on every attribute, whichever filter asks for it",
        ("pages/test_template_environment",),
    ),
    Threat(
        "A build is killed, runs out of disk space, meets another build or finds its notes damaged",
        "files are replaced whole, notes have a checksum, and one build at a time uses a folder; anything in"
        " doubt is made again",
        ("build/test_faults",),
    ),
    Threat(
        "A program that speaks to the language server asks for any amount of memory",
        "no message of more than 64 MB, and no line of more than 4 kB of a message's head, is read",
        ("cli/test_lsp_command",),
    ),
    Threat(
        "A build reads the network or the machine, or reveals something about it",
        "the PDF renderer is given its assets and can fetch nothing; no date, path or user name is written",
        ("build/test_reproducible",),
    ),
    Threat(
        "An installed or bundled file is not what it was, or not free to be used",
        "packages are locked by hash; licences are listed and checked; `make audit` looks up known weaknesses",
        ("test_supply",),
    ),
)


def _row(threat: Threat) -> str:
    tests = ", ".join(f"[{module.rpartition('/')[2]}](../tests/{module}.py)" for module in threat.modules)
    return f"| {threat.name} | {threat.defence} | {tests} |\n"


def test_the_page_lists_every_threat_with_its_defence_and_its_tests() -> None:
    _, head, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
    table, _, _ = rest.partition("\n\n")
    assert head
    assert f"{table}\n" == "".join(map(_row, THREATS))


def test_every_threat_has_test_modules_that_exist() -> None:
    assert all(threat.modules for threat in THREATS)
    modules = {module for threat in THREATS for module in threat.modules}
    assert {module for module in modules if not (TESTS / f"{module}.py").is_file()} == set()
