"""Checks templates before use: syntax errors, unknown names, and numbers in their own text.

The fields a template may ask of a fact are known if its query names a kind; anything else is left to the
build, which reports it with the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import jinja2
from jinja2 import meta, nodes

from ..core.problems import Mark, Problem, TextFile, nearest, one_of
from ..records.desk_settings import SUBJECTS, Desk
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_records import keys_of
from ..records.placeholders import is_no_value
from ..records.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse
from ..template_api.template_facts import ShownFact
from ..template_api.template_queries import Facts
from .document_head import DocumentHead
from .template_environment import TemplateEnvironment, literal_numbers

KINDS = {kind.kind: kind for kind in FACT_KINDS}
# Variables of documents, of the frame around them and of the index.
_VARIABLES = (
    "desk doc facts changes corrections first_issue country topic issue body data style marking "
    "marking_class sources reliability credibility likelihoods groups feeds as_of weekly marks yardstick "
    "comparison base headings left_out"
)
CONTEXT = frozenset((*_VARIABLES.split(), *SUBJECTS))
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
    """Yield the problems of a desk's templates; `templates` are all by name, `known` further variables."""
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


def desk_documents(files: Iterable[TextFile]) -> Iterator[tuple[ScalarNode, ScalarNode | None]]:
    """Yield the template and `each` of every kind of document that a desk adds, from its text.

    The other settings need not be readable, so that two slips in them are reported in one run.
    """
    for file in files:
        if file.refused or "documents:" not in file.text:
            continue
        tree, _ = parse(file)
        kinds = _value(_value(tree, "desk"), "documents")
        for kind in kinds if isinstance(kinds, SequenceNode) else (kinds,):
            template, each = _value(kind, "template"), _value(kind, "each")
            if isinstance(template, ScalarNode) and not is_no_value(template):
                yield template, each if isinstance(each, ScalarNode) else None


def unknown_documents(desk: Desk, templates: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems of `document_problems` for the kinds of document of a desk that was read."""
    for kind in desk.documents:
        if isinstance(kind.template, ScalarNode):
            yield from document_problems([(kind.template, kind.each)], templates)


def _value(node: Node | None, key: str) -> Node | None:
    """Return the value of a key; None for what is no mapping or has no such key."""
    found = node.key(key) if isinstance(node, MappingNode) else None
    return node[found] if isinstance(node, MappingNode) and found is not None else None


def document_problems(
    kinds: Iterable[tuple[ScalarNode, str | None]], templates: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield a problem for each kind of document whose template is missing or prints something else.

    `kinds` are the template and `each` of every kind.
    """
    documents = sorted(templates.keys() - FRAMES)
    for name, each in kinds:
        if name not in templates:
            message = f"no template '{name}'"
        elif name in FRAMES:
            message = f"{name} is a part of pages, and no page by itself"
        elif each is not None and (others := _others(templates[name], each)):
            subjects = " or ".join(sorted(others))
            yield Problem(
                "template-unknown",
                f"{name} prints one {subjects}, and there is one of it for each {each}",
                name.mark,
                expected=f"each: {subjects}, or a template that prints one {each}",
            )
            continue
        else:
            continue
        yield Problem(
            "template-unknown",
            message,
            name.mark,
            expected=f"a file in templates/, or {one_of(documents)}",
            suggestion=nearest(name, documents) if name not in templates else "",
        )


# Templates that others are put into, or that others import.
FRAMES = frozenset(
    """
    page.html.j2 index.html.j2 parts.html.j2 changes.html.j2 contents.html.j2 policy.html.j2
    source_base.html.j2
    """.split()
)
SINGLE_SUBJECTS = frozenset(SUBJECTS) - {"desk", "day"}  # of which a document has one


def _others(source: str, each: str) -> frozenset[str]:
    """Return the subjects that a template prints instead of its own; none if it is not readable."""
    try:
        tree = jinja2.Environment().parse(source)
    except jinja2.TemplateSyntaxError:
        return frozenset()
    if each not in SUBJECTS:
        return frozenset()
    for chosen in _alternatives(tree):
        if each not in chosen:
            return chosen
    printed = meta.find_undeclared_variables(tree) & SINGLE_SUBJECTS
    return frozenset(printed - _asked(tree) - {each})


def _asked(node: nodes.Node) -> frozenset[str]:
    """Return the variables of which a template asks whether they are defined."""
    return frozenset(
        test.node.name
        for test in (node, *node.find_all(nodes.Test))
        if isinstance(test, nodes.Test)
        and test.name in ("defined", "undefined")
        and isinstance(test.node, nodes.Name)
    )


def _alternatives(tree: nodes.Template) -> Iterator[frozenset[str]]:
    """Yield the subjects of each `a if a is defined else b if b is defined`: one of them has to be there."""
    inner: set[int] = set()
    for choice in tree.find_all(nodes.CondExpr):
        subjects: frozenset[str] = frozenset()
        last: nodes.Expr | None = choice
        while isinstance(last, nodes.CondExpr):
            inner.add(id(last.expr2))
            subjects |= _asked(last.test) & SINGLE_SUBJECTS
            last = last.expr2
        if last is None and subjects and id(choice) not in inner:
            yield subjects


def _names(
    file: TextFile, tree: nodes.Template, templates: Mapping[str, str], known: frozenset[str]
) -> Iterator[Problem]:
    """Yield a problem for each unknown variable, query, field, macro or template."""

    def unknown(what: str, name: str, line: int, choices: Iterable[str]) -> Problem:
        choices = sorted(choices)
        return Problem(
            "template-unknown",
            f"no {what} '{name}'",
            _mark(file, line, name),
            expected=one_of(choices),
            suggestion=nearest(name, choices),
        )

    # a variable set in one branch counts as set: the build reports where it was not
    set_somewhere = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    undeclared = meta.find_undeclared_variables(tree)
    missing = undeclared - known - set_somewhere
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
        elif owner in _ATTRIBUTES and owner in undeclared:
            choices, what = _ATTRIBUTES[owner], "query" if owner == "facts" else "field"
        else:
            continue
        if field.attr not in choices:
            yield unknown(what, field.attr, field.lineno, choices)


@lru_cache(maxsize=32)  # all templates of a desk import the same few
def _defined(source: str) -> frozenset[str]:
    """Return the names that others can import from a template; none if it is not readable."""
    try:
        tree = jinja2.Environment().parse(source)
    except jinja2.TemplateSyntaxError:
        return frozenset()
    assigned = {
        node.target.name for node in tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)
    }
    return frozenset(assigned | {macro.name for macro in tree.find_all(nodes.Macro)})


def _kinds(tree: nodes.Template) -> dict[str, set[str]]:
    """Return loop variables that always stand for facts of known kinds, with the kinds."""
    lists: dict[str, set[str]] = {}
    for assigned in tree.find_all(nodes.Assign):
        if isinstance(assigned.target, nodes.Name):
            lists.setdefault(assigned.target.name, set()).update(_kind(assigned.node, {}) or {""})
    loops: dict[str, set[str]] = {}
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name):
            loops.setdefault(loop.target.name, set()).update(_kind(loop.iter, lists) or {""})
    others = {arg.name for macro in tree.find_all(nodes.Macro) for arg in macro.args} | lists.keys()
    return {name: kinds for name, kinds in loops.items() if "" not in kinds and name not in others}


def _kind(listed: nodes.Node, lists: Mapping[str, set[str]]) -> set[str]:
    """Return the kinds of facts that an expression lists; empty if unknown."""
    match listed:
        case nodes.Name():
            return lists.get(listed.name, set())
        case nodes.Getitem(arg=nodes.Slice()):
            return _kind(listed.node, lists)
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="facts"), attr=query)):
            if query in KINDS:
                return {query}
            if query in ("scope", "of", "latest"):
                constants = (arg.value for arg in listed.args if isinstance(arg, nodes.Const))
                return {value for value in constants if value in KINDS}
    return set()


def _mark(file: TextFile, line: int, near: str = "") -> Mark:
    """Return the place of a word on a line or just below, as an expression may run on; else the line."""
    for number in range(line, line + 6):
        column = file.line(number).find(near) if near else -1
        if column >= 0:
            return Mark(file, number, column + 1, number, column + 1 + len(near))
    text = file.line(line)
    start = len(text) - len(text.lstrip()) + 1
    return Mark(file, line, start, line, max(len(text.rstrip()) + 1, start + 1))
