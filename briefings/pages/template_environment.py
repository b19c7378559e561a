"""The Jinja environment: a number is printed only as part of a fact, a date, a source or a count.

Templates get tagged objects from facts. Any other value with a figure in it stops the document, and nothing
can be disguised: no filter, operator, method or slice turns a text into markup or alters markup made from a
fact. Numbers in a template's own text are rejected when it is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from ..files.template_bytecode import ShippedTemplateCode
from ..records.bare_numbers import plain_text_numbers

# Filters that turn no text into markup and change only the case of letters in markup.
_FILTERS = (
    "abs attr batch capitalize count d default dictsort first float groupby int items last length list "
    "lower map max min reject rejectattr round select selectattr slice sort string sum title trim unique "
    "upper wordcount"
)
# Digits of any script, and characters that are numbers: fractions, superscripts, number letters.
_FIGURE = re.compile("[\\d²³¹¼-¾⁰-₟⅐-↋①-⒛⓪-⓿❶-➓]")
_INSTEAD = "print a fact, a date or facts.count(…)"


class BareNumber(jinja2.TemplateRuntimeError):
    """Raised if a template prints a number that is not a fact, a date or a count."""


def checked_output(value: object) -> object:
    """Return a printed value, or a part of one, with "" for None; raise BareNumber for a bare number."""
    if value is None:
        return ""
    if hasattr(value, "__html__"):
        return value
    if isinstance(value, int | float | Decimal) or _FIGURE.search(str(value)):
        raise BareNumber(f"a bare number: {value!r}; {_INSTEAD}")
    return value


def _joined(values: Iterable[object], between: object = "") -> Markup:
    return escape(checked_output(between)).join(escape(checked_output(value)) for value in values)


@jinja2.pass_environment
def _join(
    environment: jinja2.Environment,
    values: Iterable[object],
    d: object = "",
    attribute: str | int | None = None,
) -> Markup:
    """Join, for the filter: each part is checked as if it were printed by itself."""
    parts = values if attribute is None else map(make_attrgetter(environment, attribute), values)
    return _joined(parts, d)


def _replace(text: object, old: str, new: str) -> str:
    """Replace in words and names, for the filter; text made from a fact is printed unchanged."""
    from ..template_api.escaped_names import EscapedName  # here, as compiling alone does not need it

    words = _word(text)
    replaced = str(words).replace(str(old), str(checked_output(new)))
    return EscapedName(replaced) if hasattr(words, "__html__") else replaced  # a name may have figures


def _word(value: Any) -> Any:
    if isinstance(value, Markup) or (hasattr(value, "__html__") and not isinstance(value, str)):
        raise BareNumber(f"what is made from a fact cannot be altered; {_INSTEAD}")
    return value if isinstance(value, str) else checked_output(value)


class _Code(CodeGenerator):
    """Code that joins and slices texts by the environment's rules, constants too."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: object) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible  # checked when it is printed, like all else
        return str(node.data)

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier, frame: Frame) -> None:
        self.fail("escaping cannot be switched off", node.lineno)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.part(")
        self.visit(node.node, frame)
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            self.write(", ")
            if bound is None:
                self.write("None")
            else:
                self.visit(bound, frame)
        self.write(")")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """An environment for `templates`, texts by name, the desk's own over the shipped ones.

    `used` collects the names of all templates asked for, even of missing ones.
    """

    code_generator_class = _Code
    intercepted_binops = frozenset(["+", "%", "*"])

    def __init__(self, templates: Mapping[str, str]) -> None:
        super().__init__(
            loader=jinja2.FunctionLoader(
                lambda name: (templates[name], name, None) if name in templates else None
            ),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=checked_output,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=ShippedTemplateCode(),
        )
        self.used: set[str] = set()
        self._safe: dict[tuple[type, str], bool] = {}
        self.filters = {name: FILTERS[name] for name in _FILTERS.split()} | {
            "join": _join,
            "replace": _replace,
        }
        self.globals = {name: self.globals[name] for name in ("range", "dict", "namespace")}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        """Return a template and note its use."""
        self.used.add(str(name))
        return super().get_template(name, parent, globals)

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        """Return the first of the templates that exists and note the use of all."""
        names = list(names)
        self.used |= set(map(str, names))
        return super().select_template(names, parent, globals)

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any, **more: Any) -> Any:
        """Compile a template; raise TemplateSyntaxError for a number in the text that it prints."""
        for number in literal_numbers(source) if isinstance(source, str) else ():
            raise jinja2.TemplateSyntaxError(
                f"a number in the template's own text: {number.text!r}; {_INSTEAD}", number.line, name
            )
        return super().compile(source, name, filename, *rest, **more)

    def joined(self, values: Iterable[object]) -> Markup:
        """Return the values of a `~` as markup, each checked."""
        return _joined(values)

    def part(self, whole: Any, start: Any, stop: Any, step: Any) -> Any:
        """Return a slice; raise BareNumber for markup."""
        return (_word(whole) if isinstance(whole, Markup) else whole)[start:stop:step]

    def getitem(self, obj: object, argument: object) -> object:
        """Return an item; raise BareNumber for a character of markup."""
        return super().getitem(_word(obj) if isinstance(obj, Markup) else obj, argument)

    def getattr(self, obj: object, attribute: str) -> object:
        """Return an attribute; undefined for a method of markup, which would make other markup."""
        if isinstance(obj, Markup) and callable(getattr(obj, attribute, None)):
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return the sandbox's answer, cached by type and name: they are few, and a page asks 400 times."""
        asked = type(obj), attr
        if asked not in self._safe:
            self._safe[asked] = super().is_safe_attribute(obj, attr, value)
        return self._safe[asked]

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return the result of +, % or *; raise BareNumber for any but + on a text."""
        sides = (left, right)
        texts = any(isinstance(side, str) or hasattr(side, "__html__") for side in sides)
        if operator == "+" and texts and not any(isinstance(side, int | float | Decimal) for side in sides):
            return _joined(sides)
        if operator != "+" and any(isinstance(side, str) for side in sides):
            raise BareNumber(f"a bare number may come of {operator} on a text; {_INSTEAD}")
        return super().call_binop(context, operator, left, right)


# ---------------------------------------------------------------- a template's own text


@dataclass(frozen=True)
class LiteralNumber:
    """A number that a template's own text would print."""

    text: str
    line: int


_UNREAD = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(r"""<[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^>"'])*>""")
# Attributes that people read or hear.
_SPOKEN = re.compile(
    r"""\s(?:title|alt|aria-label|placeholder|label)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE
)


def literal_numbers(source: str) -> Iterator[LiteralNumber]:
    """Yield numbers in digits or words in a template's texts, spoken attributes and quoted sentences.

    Tags, classes, addresses, styles and scripts are not printed, so they may contain figures.
    """
    text = _own_text(source)
    text = _UNREAD.sub(_blank, text)
    text = _ELEMENT.sub(
        lambda tag: _blank(tag) + " ".join(value[1][1:-1] for value in _SPOKEN.finditer(tag[0])), text
    )
    for line, words in enumerate(text.split("\n"), 1):
        for number in plain_text_numbers(unescape(words)):
            yield LiteralNumber(number, line)


_PRINTS = ("{{", "else", "or", "and", "~")  # a text after one of these is printed unchanged


def _own_text(source: str) -> str:
    """Return the text outside Jinja's braces, line by line, and quoted texts inside that may be printed."""
    env = jinja2.Environment(trim_blocks=False)
    parts, before = [], ""
    try:
        for _, kind, value in env.lex(source):
            printed = kind == "string" and (before in _PRINTS or re.search(r"\s", value[1:-1].strip()))
            blank = f" {value[1:-1]} " if printed else "\n" * value.count("\n")
            parts.append(value if kind == "data" else blank)
            before = before if kind == "whitespace" else value.strip("-+") or value
    except jinja2.TemplateSyntaxError:
        return ""  # reported when it is compiled
    return "".join(parts)


def _blank(match: re.Match[str]) -> str:
    return " " + "\n" * match[0].count("\n")
