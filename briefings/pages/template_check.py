"""Templates read before they are used: what does not compile, names what there is not, or holds a number of
its own.

What a template asks of a fact is known where the query says of which kind it is; what cannot be known is left
to the build, which tells it with the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import jinja2
from jinja2 import meta, nodes

from ..core.problems import Mark, Problem, TextFile, nearest, one_of
from ..records.desk_settings import Desk
from ..records.fact_kinds import FACT_KINDS, keys_of
from ..template_api.template_facts import ShownFact
from ..template_api.template_queries import Facts
from .page_render import DocumentHead
from .template_environment import TemplateEnvironment, literal_numbers

KINDS = {kind.kind: kind for kind in FACT_KINDS}
# What documents, the frame around them and the index are given.
CONTEXT = frozenset({
    "desk", "doc", "facts", "changes", "corrections", "first_issue", "country", "topic", "issue", "body", "data",
    "style", "marking", "marking_class", "sources", "reliability", "credibility", "likelihoods", "groups", "as_of",
    "weekly", "marks", "yardstick", "comparison",
})  # fmt: skip
_INSTEAD = "{{ fact }} prints its number with its source; words that hold none"


def _public(model: type) -> frozenset[str]:
    annotated = {name for base in model.__mro__ for name in getattr(base, "__annotations__", {})}
    return frozenset(name for name in (*dir(model), *annotated) if not name.startswith("_"))


_ATTRIBUTES = {
    "facts": _public(Facts) | KINDS.keys(),
    "doc": _public(DocumentHead),
    "desk": frozenset(Desk.model_fields),
}
_FIELDS = {
    name: _public(ShownFact) | {"id", "kind"} | {*keys_of(kind), *keys_of(kind.claim)}
    for name, kind in KINDS.items()
}


def template_problems(
    own: Iterable[TextFile], templates: Mapping[str, str], known: Iterable[str] = ()
) -> Iterator[Problem]:
    """The problems of a desk's own templates; `templates` are all of them by name, `known` further names
    given."""
    for file in own:
        name = file.path.removeprefix("templates/")
        env = TemplateEnvironment(templates)
        try:
            tree = env.parse(file.text, name)
            env.compile(tree, name, name)
        except jinja2.TemplateAssertionError as error:
            word = (error.message or "").split("'")[1:2]
            yield Problem(
                "template-unknown",
                (error.message or "").rstrip("."),
                _mark(file, error.lineno, *word),
                expected=one_of(sorted(env.filters), 40),
                suggestion=nearest(word[0], env.filters) if word else "",
            )
            continue
        except jinja2.TemplateSyntaxError as error:
            yield Problem(
                "template-syntax",
                error.message or "not readable",
                _mark(file, error.lineno),
                expected="Jinja that compiles",
            )
            continue
        for number in literal_numbers(file.text):
            yield Problem(
                "template-number",
                f"a number in the template's own text: '{number.text}'",
                _mark(file, number.line, number.text),
                expected=_INSTEAD,
            )
        yield from _names(file, tree, templates, CONTEXT.union(known))


def _names(
    file: TextFile, tree: nodes.Template, templates: Mapping[str, str], known: frozenset[str]
) -> Iterator[Problem]:
    """Variables, queries, fields, macros and templates that there are not."""

    def unknown(what: str, name: str, line: int, choices: Iterable[str]) -> Problem:
        choices = sorted(choices)
        return Problem(
            "template-unknown",
            f"no {what} '{name}'",
            _mark(file, line, name),
            expected=one_of(choices),
            suggestion=nearest(name, choices),
        )

    # what is set in some branch is taken as set: the build tells where it was not
    set_somewhere = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    missing = meta.find_undeclared_variables(tree) - known - set_somewhere
    for name in tree.find_all(nodes.Name):
        if name.name in missing and name.ctx == "load":
            missing.discard(name.name)
            yield unknown("variable", name.name, name.lineno, known)
    macros = {}
    for used in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        template: nodes.Expr = used.template  # type: ignore[attr-defined]
        if isinstance(template, nodes.Const):
            if template.value not in templates:
                yield unknown("template", str(template.value), used.lineno, templates)
            elif isinstance(used, nodes.Import):
                macros[used.target] = _defined(templates[template.value])
    kinds = _kinds(tree)
    for field in tree.find_all(nodes.Getattr):
        if not isinstance(field.node, nodes.Name):
            continue
        owner = field.node.name
        if owner in kinds:
            choices, what = frozenset().union(*(_FIELDS[kind] for kind in kinds[owner])), "field"
        elif owner in macros:
            choices, what = macros[owner], "macro"
        elif owner in _ATTRIBUTES and owner in meta.find_undeclared_variables(tree):
            choices, what = _ATTRIBUTES[owner], "query" if owner == "facts" else "field"
        else:
            continue
        if field.attr not in choices:
            yield unknown(what, field.attr, field.lineno, choices)


def _defined(source: str) -> frozenset[str]:
    """The names that a template gives to those that import it."""
    try:
        tree = jinja2.Environment().parse(source)
    except jinja2.TemplateSyntaxError:
        return frozenset()
    assigned = {
        node.target.name for node in tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)
    }
    return frozenset(assigned | {macro.name for macro in tree.find_all(nodes.Macro)})


def _kinds(tree: nodes.Template) -> dict[str, set[str]]:
    """Loop variables that only ever stand for facts of known kinds, and the kinds."""
    lists: dict[str, set[str]] = {}
    for assigned in tree.find_all(nodes.Assign):
        if isinstance(assigned.target, nodes.Name):
            lists.setdefault(assigned.target.name, set()).update(_kind(assigned.node, {}) or {""})
    found: dict[str, set[str]] = {}
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name):
            found.setdefault(loop.target.name, set()).update(_kind(loop.iter, lists) or {""})
    others = {arg.name for macro in tree.find_all(nodes.Macro) for arg in macro.args} | lists.keys()
    return {name: kinds for name, kinds in found.items() if "" not in kinds and name not in others}


def _kind(found: nodes.Node, lists: Mapping[str, set[str]]) -> set[str]:
    """The kind of facts that an expression lists; nothing where it cannot be told."""
    if isinstance(found, nodes.Name):
        return lists.get(found.name, set())
    if isinstance(found, nodes.Getitem) and isinstance(found.arg, nodes.Slice):
        return _kind(found.node, lists)
    if not (isinstance(found, nodes.Call) and isinstance(found.node, nodes.Getattr)):
        return set()
    asked = found.node
    if not (isinstance(asked.node, nodes.Name) and asked.node.name == "facts"):
        return set()
    if asked.attr in KINDS:
        return {asked.attr}
    told = [arg.value for arg in found.args if isinstance(arg, nodes.Const) and arg.value in KINDS]
    return set(told) if asked.attr in ("scope", "of", "latest") else set()


def _mark(file: TextFile, line: int, near: str = "") -> Mark:
    """The place of a word on a line or soon below it, as an expression may run on; else the line."""
    for number in range(line, line + 6):
        column = file.line(number).find(near) if near else -1
        if column >= 0:
            return Mark(file, number, column + 1, number, column + 1 + len(near))
    text = file.line(line)
    start = len(text) - len(text.lstrip()) + 1
    return Mark(file, line, start, line, max(len(text.rstrip()) + 1, start + 1))
