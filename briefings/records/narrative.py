"""Narratives: what an analyst writes, with facts quoted in it, to clean HTML.

A narrative may hold nothing of Jinja but calls with constant texts: `fact(id)`, `fact(id, field)`, `sum(id,
id, …)`, `difference(larger, smaller)`, `share(part, whole)`, `cite(source)`, `text("Article 5")` and
`date("2021-07-07")`. It is parsed, never compiled or run: that is the whole sandbox. Markup in it is escaped,
the HTML that Markdown makes of it is cleaned, and only then do the quoted facts go in.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from .bare_numbers import WrittenNumber, written_numbers
from .forbidden_markup import MarkupFault, markup_faults, may_hold_markup
from .markdown_lists import depth, normalized, without_numbering

if TYPE_CHECKING:
    from markdown import Markdown

MOST_SUMMED = 100
FORMULAS = {"sum": (2, MOST_SUMMED), "difference": (2, 2), "share": (2, 2)}
ARGUMENT_COUNTS = {"fact": (1, 2), "cite": (1, 1), "text": (1, 1), "date": (1, 1), **FORMULAS}
_EXPECTED = (
    'only {{ fact("id") }}, {{ sum("id", "id") }}, {{ difference("id", "id") }}, '
    '{{ share("part", "whole") }}, '
    '{{ cite("source") }}, {{ text("…") }} and {{ date("2021-07-07") }}'
)
_PARSER = jinja2.Environment(autoescape=True)
_QUOTED = re.compile(r'\{\{ ?([a-z]+)\(("[^"\\\n]*"(?:, "[^"\\\n]*")*)\) ?\}\}')
NESTING = 8  # lists and quotations within each other: more leaves no width on a page, and much more no stack
_NESTED = re.compile(
    rf"^(?:[ ]{{4}}|[ ]{{0,3}}(?:>[ ]?|(?:[-*+]|[0-9]{{1,9}}\.)[ ])){{{NESTING + 1},}}+", re.MULTILINE
)
_INDENTED = re.compile(rf"^ {{{2 * NESTING},}}", re.MULTILINE)  # lists can nest by two spaces a level
# Markdown looks for the end of each of them anew, which takes the longer the more there are.
_MOST_SIGNS = {"[": 100, "`": 200}
_NAMES = "|".join(ARGUMENT_COUNTS)
# A call that is all but written: within braces of any number, or with its text in quotes of any kind.
_NEAR_CALL = re.compile(
    rf"""(?P<braces>[{{\[%(]\s*)?\b(?P<name>{_NAMES})\s?\(\s*(?P<quote>["'“”„‘’«]?)(?P<args>[^()\n]*)\)?""",
    re.IGNORECASE,
)
_CALL_SIGNS = re.compile(r"[({}]")  # without any of them there is no call, whole or not
_NUMBERING = re.compile(r"^[ >]*[0-9]+[.)] ", re.MULTILINE)
_QUOTATION_OF_KNOWN = re.compile(r"\{\{\s*(?:" + _NAMES + r""")\((?:\s*(?:"[^"]*"|'[^']*')\s*,?)+\)\s*\}\}""")
_QUOTATION = re.compile(r"\{\{[^{}]*\}\}")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_STRONG = re.compile(r"\*\*(?=[^\s*])[^*\n]*(?<=[^\s*])\*\*|(?<!\w)__(?=[^\s_])[^_\n]*(?<=[^\s_])__(?!\w)")
_EMPHASIS = re.compile(r"\*(?=[^\s*])[^*\n]*(?<=[^\s*])\*")
_LEFT_SIGN = re.compile(r"\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|\*(?=\w)|(?<=\w)\*")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL)


class NarrativeError(ValueError):
    """A narrative that cannot be read; `near` is the text to point at, `suggestion` what may be meant."""

    def __init__(self, message: str, near: str = "", expected: str = _EXPECTED, suggestion: str = "") -> None:
        super().__init__(message)
        self.near = near
        self.expected = expected
        self.suggestion = suggestion


@dataclass(frozen=True)
class Call:
    """A quotation in a narrative: the function's name and its texts."""

    name: str
    args: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts it quotes."""
        return self.args if self.name in FORMULAS else self.args[:1] if self.name == "fact" else ()


def pieces(text: str) -> tuple[str | Call, ...]:
    """The narrative as plain texts and calls in order; raises ProseMistake."""
    deep = _NESTED.search(text) or _INDENTED.search(text)
    if deep and (deep.re is _NESTED or depth(text) > NESTING):
        raise NarrativeError(
            "lists or quotations nested too deeply", deep[0].strip()[:40], f"at most {NESTING} levels"
        )
    for sign, most in _MOST_SIGNS.items():
        if text.count(sign) > most:
            raise NarrativeError(f"{text.count(sign):,} times {sign!r}", sign, f"at most {most} in one text")
    if "{" not in text:
        return (text.removesuffix("\n"),) if text else ()  # as the parser, which takes longer, leaves it
    found = _parsed(text)
    if isinstance(found, NarrativeError):  # another each time: who catches it may add a suggestion
        raise NarrativeError(str(found), found.near, found.expected, found.suggestion)
    return found


@lru_cache(maxsize=16384)
def _parsed(text: str) -> tuple[str | Call, ...] | NarrativeError:
    """The pieces of a narrative, or why it has none: many ask, and what cannot be read takes longest."""
    try:
        return _read(text)
    except NarrativeError as mistake:
        return mistake.with_traceback(None)


def _read(text: str) -> tuple[str | Call, ...]:
    if "{%" in text or "{#" in text:
        raise NarrativeError("template statements in a narrative", "{%" if "{%" in text else "{#")
    return _plainly(text) or _thoroughly(text)


def _plainly(text: str) -> tuple[str | Call, ...]:
    """The pieces of a narrative whose calls are written as nearly all are, without Jinja's parser, which
    takes a hundred times as long; none of any other."""
    found: list[str | Call] = []
    words, *rest = _QUOTED.split(text.removesuffix("\n"))
    for name, said, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        args = tuple(said[1:-1].split('", "'))
        least, most = ARGUMENT_COUNTS.get(name, (1, 0))
        if not least <= len(args) <= most:
            return ()
        found += [words, Call(name, args)] if words else [Call(name, args)]
        words = after
    found += [words] if words else []
    return (
        () if any("{" in piece for piece in found if isinstance(piece, str)) or "\r" in text else tuple(found)
    )


def _thoroughly(text: str) -> tuple[str | Call, ...]:
    try:
        tree = _PARSER.parse(text)
    except jinja2.TemplateSyntaxError as error:
        raise NarrativeError(f"not readable: {error.message}", "{{") from None
    except RecursionError:
        raise NarrativeError("not readable: nested too deeply", "{{") from None
    return tuple(piece for output in tree.body for piece in _outputs(output))


def _outputs(output: nodes.Node) -> Iterator[str | Call]:
    for node in output.iter_child_nodes():
        if isinstance(node, nodes.TemplateData):
            yield node.data
            continue
        if not (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name in ARGUMENT_COUNTS
        ):
            raise NarrativeError("something else than a quotation between {{ and }}", "{{")
        name = node.node.name
        args = tuple(
            arg.value for arg in node.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)
        )
        least, most = ARGUMENT_COUNTS[name]
        odd = len(args) != len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs
        if odd or not least <= len(args) <= most:
            counted = f"{least}" if least == most else f"{least} to {most}"
            what = "text" if most == 1 else "texts"
            raise NarrativeError(f"{name}() with other than {counted} {what} in quotes", name)
        yield Call(name, args)


def calls(text: str) -> tuple[Call, ...]:
    """The quotations of a narrative in order; raises NarrativeError."""
    return tuple(piece for piece in pieces(text) if isinstance(piece, Call))


def readable_calls(text: str) -> tuple[Call, ...]:
    """The calls in a narrative; none if it cannot be read, which the checks report by themselves."""
    if "{{" not in text:
        return ()
    try:
        return calls(text)
    except NarrativeError:
        return ()


def near_calls(text: str) -> Iterator[NarrativeError]:
    """The calls outside `{{ }}` that are all but written, and braces that quote nothing.

    Raises NarrativeError as `pieces` does, with the finished call as its suggestion if there is one.
    """
    try:
        pieces(text)
    except NarrativeError as mistake:
        near = next(_nearly(_QUOTATION_OF_KNOWN.sub(_blank, text)), None)
        if near is not None:
            mistake.suggestion = near.suggestion
            mistake.near = mistake.near if mistake.near in ARGUMENT_COUNTS else near.near
        raise
    if not _CALL_SIGNS.search(text):
        return
    rest = _QUOTATION.sub(_blank, text)
    calls_found = list(_nearly(rest))
    yield from calls_found
    if not calls_found and (brace := re.search(r"[{}]+", rest)):
        yield NarrativeError("a brace that belongs to no quotation", brace[0])


def _nearly(text: str) -> Iterator[NarrativeError]:
    """The calls in a text without whole quotations, each with its finished form."""
    for match in _NEAR_CALL.finditer(text):
        if match["quote"] or match["braces"] or match["name"].lower() == "fact":
            args = [arg.strip(" \t\"'“”„‘’«»{}") for arg in match["args"].split(",")]
            said = ", ".join(f'"{arg}"' for arg in args if arg)
            name = match["name"].lower()
            yield NarrativeError(
                f"{name}(…) outside {{{{ and }}}}", match["name"], suggestion=f"{{{{ {name}({said}) }}}}"
            )


def markup_faults_of(text: str) -> Iterator[MarkupFault]:
    """The Markdown and HTML in a narrative that would be printed as it stands, each with its remedy."""
    if not may_hold_markup(text):
        return
    masked = text
    for pattern in (_ESCAPED, _QUOTATION, _CODE):
        masked = pattern.sub(_blank, masked)
    faults = list(markup_faults(text, masked))
    yield from faults
    masked = _CODE.sub(_blank, _QUOTATION.sub(_blank, _ESCAPED.sub("..", text)))
    if not faults and _LEFT_SIGN.search(
        _EMPHASIS.sub("", _STRONG.sub("", masked))
    ):  # else there is no need of the parser
        html, _ = _html(re.sub(r"[{}]", "x", masked), lambda call: Markup(""))
        if left := _LEFT_SIGN.search(re.sub("<[^>]*>", "", html)):
            escaped = "".join(f"\\{sign}" for sign in left[0])
            remedy = f"the other {left[0]}, with no space between it and the words, or {escaped}"
            yield MarkupFault(f"{left[0]} without its second", left[0], remedy)


def _blank(match: re.Match[str]) -> str:
    """As many letters and line ends as matched."""
    return re.sub(r"[^\n]", "x", match[0])


def number_findings(text: str) -> list[WrittenNumber]:
    """The numbers a narrative prints without a fact, a date or `text()`: digits, number words and dates.

    The address of a link is not printed, and the numbering of a list gives no number.
    """
    whole = _without_addresses(text) if "](" in text else text
    words = [piece for piece in pieces(whole) if isinstance(piece, str)]
    if any(_NUMBERING.search(piece) for piece in words):
        words = [piece for piece in pieces(without_numbering(whole)) if isinstance(piece, str)]
    return [number for piece in words for number in written_numbers(piece)]


def bare_numbers(text: str) -> list[str]:
    """The texts of `number_findings`."""
    return [number.text for number in number_findings(text)]


def _without_addresses(text: str) -> str:
    """The text without as many addresses as it has links: what Markdown does not read as one is printed."""
    html, _ = _html(text, lambda call: Markup(""))
    for address in re.findall('href="([^"]*)"', html):
        text = text.replace(f"]({unescape(address)}", "](", 1)
    return text


class NarrativeHtml(Markup):
    """A narrative as HTML. Prints without its paragraph where it has just one; `block` keeps it."""

    block: Markup

    @classmethod
    def of(cls, html: str) -> NarrativeHtml:
        """A narrative of clean HTML; its one paragraph is unwrapped."""
        html = html.strip()
        one = html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>")
        self = cls(html[3:-4] if one else html)
        self.block = Markup(html)
        return self


_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br", "h3", "h4"}


def _html(text: str, quote: Callable[[Call], Markup]) -> tuple[str, list[Markup]]:
    """A narrative to clean HTML with a mark for each quotation, and what the quotations print."""
    quoted: list[Markup] = []
    source = ""
    for piece in pieces(text):
        if isinstance(piece, Call):
            quoted.append(quote(piece))
            source += f"\ue000{len(quoted) - 1}\ue001"
        else:
            escaped = piece.replace("\\<", "<").replace("\\&", "&").replace("&", "&amp;")
            source += escaped.replace("<", "&lt;").replace("![", "!\\[")
    return _clean(source), quoted


# A sentence, as most narratives are, in which neither Markdown nor HTML sees anything but text.
_PLAIN = re.compile(r"""[^\W\d_](?:[^\W_]| (?=\S)|[,.;:()?%/'"’“”–—-]|[\ue000\ue001])*""")


@lru_cache(maxsize=4096)
def _clean(source: str) -> str:
    """Markdown to HTML of the tags allowed. Most narratives stand in several documents."""
    return f"<p>{source}</p>" if _PLAIN.fullmatch(source) else _parsed_and_cleaned(source)


def _parsed_and_cleaned(source: str) -> str:
    import nh3

    html = _markdown().reset().convert(normalized(source.replace("\\\n", "  \n")))
    if re.search("<[^>]*\ue000", html):
        raise NarrativeError(
            "a quotation within a link's address", "](", "the address written out; quote in the text"
        )
    # an address without a scheme would lead into the reader's own disk or network
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        url_relative="deny",
        link_rel=None,
    )


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    """The parser: setting it up takes as long as a dozen narratives."""
    from markdown import Markdown

    parser = Markdown(extensions=["sane_lists"])
    # these would take an author's text and print none, or take what is indented for code
    for name in ("hr", "reference", "setextheader", "code"):
        parser.parser.blockprocessors.deregister(name)
    parser.ESCAPED_CHARS = [char for char in string.punctuation if char not in "<&"]
    return parser


def narrative_html(text: str, quote: Callable[[Call], Markup]) -> NarrativeHtml:
    """A narrative to HTML; `quote` gives what a call prints. Raises ProseMistake."""
    html, quoted = _html(text, quote)
    html = re.sub("\ue000(\\d+)\ue001", lambda found: str(quoted[int(found[1])]), html)
    # a citation belongs to the word before it and must not begin a line
    return NarrativeHtml.of(re.sub(r'\s+(<a class="cite")', r"\1", html))
