"""Markdown and HTML that narratives do not have: each form with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class MarkupFault:
    """A form that would be printed as it stands: its name, the text to point at, and the remedy."""

    form: str
    near: str
    remedy: str


def _form(name: str, pattern: str, remedy: str) -> tuple[str, re.Pattern[str], str]:
    return name, re.compile(pattern, re.MULTILINE), remedy


_LINK = "a link: [the words](https://…)"
_CITED = f'{_LINK}, or {{{{ cite("source") }}}}'
_ENTITY = (
    r"&(?:#\d+|#[xX][0-9A-Fa-f]+|amp|lt|gt|quot|apos|nbsp|[ne][nm]sp|thinsp|shy|zwn?j|[nm]dash|hellip|bull|middot"
    r"|[lr][sd]quo|[bs]dquo|sbquo|[lr]aquo|copy|reg|trade|deg|euro|pound|sect|para|times|minus|plusmn|frac\d\d"
    r"|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash)|szlig);"
)
# Of two forms that begin at one place, the one that stands here first is reported.
FORMS = (
    _form("a code fence", r"^ *(?:```|~~~)", "the words as a paragraph or a quotation: > …"),
    _form("a backtick without its second", r"`", "quotation marks: “…”"),
    _form("an HTML comment", r"<!--", "a YAML comment outside the text, # …, or the key 'note'"),
    _form("a bare address", r"<?\b(?:https?://|www\.)[^\s<>()\[\]]+>?|<[^\s<>@]+@[^\s<>]+>", _CITED),
    _form("HTML", r"</?[A-Za-z][^<>\n]*>", "Markdown: **bold**, *emphasis*, a list or a link"),
    _form("an HTML entity", _ENTITY, "the character itself"),
    _form("a footnote", r"\[\^[^\]\n]*\]", 'a citation, {{ cite("source") }}, or the words in brackets'),
    _form("an image", r"!\[[^\]\n]*\][(\[]", f"{_LINK}; pages draw their pictures from facts"),
    _form("a call-out", r"\[![A-Za-z]+\]", "a quotation alone, or bold words at its beginning"),
    _form("a task list", r"^ *(?:[-*+]|\d+[.)]) +\[[ xX]\](?= )", "a plain list"),
    _form("a link's address apart from it", r"^ {0,3}\[(?!\^)[^\]\n]+\]:(?= *\S)", _LINK),
    _form("a link by reference", r"(?<!!)\[[^\]\n]+\]\[[^\]\n]*\]", _LINK),
    _form("a wiki link", r"\[\[[^\]\n]+\]\]", _LINK),
    _form(
        "a link without https:, http: or mailto:",
        r"(?<!!)\[[^\]\n]*\]\((?!<?(?:https?:|mailto:))[^)\n]*\)",
        "the whole address, such as https://…",
    ),
    _form(
        "a table",
        r"^ *\|.*\| *$|^ *\|? *:?-{2,}:? *(?:\| *:?-{2,}:? *)+\|? *$",
        "a list; figures belong into facts, which pages table",
    ),
    _form("a heading", r"^ {0,3}(?:#{1,2}|#{5,})(?=[^\S\n]|$)|^ {0,3}#{1,6}(?=[^\s#])", "### Words"),
    _form(
        "a rule or an underlined heading",
        r"^ {0,3}(?:=+|-{2,}|(?:\* *){3,}|(?:_ *){3,}|(?:- +){2,}-) *$",
        "an empty line between paragraphs, or a heading: ### Words",
    ),
    _form("an empty item", r"^ *(?:[-*+]|\d+[.)]) *$", "an item with its words on the same line"),
    _form("a definition list", r"^ {0,3}: +\S", "a list: - **Term:** words"),
    _form(
        "a list within a line",
        r"(?<=:) [-*+] \S[^\n]*? [-*+] \S",
        "a text that begins with |, each item on a line",
    ),
    _form(
        "a list that Markdown does not know",
        r"^ *[•▪●◦‣⁃■□➢✓·] *\S|^ *(?:([–—§o]) +\S[^\n]*\n *\1|\(?[aA][.)] +\S[^\n]*\n *\(?[bB][.)]"
        r"|\(?[iI][.)] +\S[^\n]*\n *\(?(?:ii|II)[.)]) +\S",
        "'- ' before each item, or '1. ' if they are numbered",
    ),
    _form(
        "a numbered list that does not begin at 1",
        r"(?:\A|(?<=:\n)|(?<=\n\n)) *(?:0|[2-9]|[1-9]\d+)[.)] +\S[^\n]*\n *\d+[.)](?= +\S)",
        "a list from 1 on; words say what it goes on from",
    ),
    _form("an abbreviation's meaning", r"^\*\[[^\]\n]+\]:", "the words in brackets, where it stands first"),
    _form("a table of contents", r"^ *\[TOC\] *$", "nothing: pages make their own"),
    _form("a box", r"^ *(?:!!!|\?\?\?|:::) *\w+", "a quotation, or bold words at its beginning"),
    _form("an emoji's short name", r"(?<![\w:]):[a-z]+(?:_[a-z]+)*:(?![\w:])", "words"),
    _form("a formula", r"\$\$|(?<![\w$])\$(?=[A-Za-z\\])[^$\n]*?[\w})]\$(?!\w)", "words; a number is a fact"),
    _form("struck-out text", r"~~", "the words that hold; delete the others"),
    _form("highlighting", r"==(?=\S)[^=\n]+==", "bold: **words**"),
)
_SUSPECT = re.compile(
    r"[<&\[|#=~:`$]|www\.|^ *(?:[-*+_][-*+_ ]|[-*+]$|\d+[.)]|[•▪●◦‣⁃■□➢✓·–—§]|o |\(?[aAiI][.)]|!!!|\?\?\?)",
    re.MULTILINE,
)
_LINKED = re.compile(r"^ {0,3}\[[^\]\n]+\]: *\S+|\[[^\]\n]*\]\(<?(?:https?:|mailto:)[^)\n]*\)", re.MULTILINE)


def may_hold_markup(text: str) -> bool:
    """Return False if a text has no sign of Markdown or HTML, as most have none."""
    return "*" in text or "_" in text or _SUSPECT.search(text) is not None


def markup_faults(text: str, masked: str) -> Iterator[MarkupFault]:
    """The first of each form, in order of place.

    `masked` is the text with anything but its line ends in place of quotations, code and escaped signs.
    """
    if not _SUSPECT.search(masked):
        return
    # within a link, neither its address nor words that repeat it are bare
    unlinked = _LINKED.sub(lambda link: "x" * len(link[0]), masked)
    faults: dict[int, MarkupFault] = {}
    for form, pattern, remedy in FORMS:
        match = pattern.search(unlinked if form == "a bare address" else masked)
        if match and match.start() not in faults:
            near = text[match.start() : match.end()].strip()
            faults[match.start()] = MarkupFault(form, near, remedy)
    yield from (faults[place] for place in sorted(faults))
