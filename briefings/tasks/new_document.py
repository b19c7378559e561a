"""A kind of document of the desk's own: its entry in the desk's settings, and a template to begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..core.problems import BriefingsError, TextFile, nearest
from ..records import yaml_tree
from ..records.desk_settings import SUBJECTS
from ..records.yaml_tree import MappingNode, SequenceNode

# Documents that ship: their entries. A desk that wants another page copies the template and edits it.
SHIPPED: Mapping[str, tuple[str, ...]] = {
    "flash": ("each: event", "one_page: true"),
    "daily": ("each: day", 'hour: "16:00"'),
    "profile": ("each: organization",),
}
_FOLDERS = {"profile": "profiles"}
# How the template of a new kind names its subject, and asks for the facts about it.
_HEADINGS = {
    "event": "facts.label(event)",
    "topic": "topic.title",
    "issue": "doc.title",
    "desk": "desk.title",
    "day": "doc.title",
    "matter": "matter.question",
}
_FACTS = {
    "event": "[event] + facts.figures(subject=event.id)",
    "topic": 'facts.scope(topic.record, "events")',
    "issue": "facts.fresh(doc)",
    "day": "facts.fresh(doc)",
    "desk": "facts.events()",
    "place": "facts.events()",
    "matter": "facts.statements()",
}


def new_document(name: str, each: str, only: Sequence[str], known: Sequence[str]) -> tuple[str, str, str]:
    """The entry of a kind of document, the name of its template, and the template's text or "" if it ships.

    `known` are the templates that there are. Raises BriefingsError for a name or a subject that is none.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise BriefingsError(
            f"{name!r} is no name of a folder", "small letters, digits and hyphens: border-sheets"
        )
    if each and each not in SUBJECTS:
        near = nearest(each, SUBJECTS)
        remedy = f"did you mean {near!r}?" if near else f"one of: {', '.join(SUBJECTS)}"
        raise BriefingsError(f"there is no document for each {each!r}", remedy)
    template = f"{name}.html.j2"
    settings = list(SHIPPED.get(name, ()))
    if each or not settings:
        rest = [one for one in settings if not one.startswith("each:")]
        settings = [f"each: {each or 'country'}", *rest]
    if only:
        settings.append(f"only: [{', '.join(only)}]")
    entry = f"{{template: {template}, {', '.join(settings)}, folder: {_FOLDERS.get(name, name)}}}"
    return entry, template, "" if template in known else template_text(name, each or "country")


def template_text(name: str, each: str) -> str:
    """A template to begin with: a head, what it rests on, and a list of the facts about its subject."""
    heading, facts = _HEADINGS.get(each, f"{each}.name"), _FACTS.get(each, f"facts.about({each})")
    title = name.replace("-", " ").capitalize()
    return f"""\
{{# {title}: one for each {each}. Lists and tables to print with: parts.html.j2. #}}
{{% import "parts.html.j2" as parts %}}
{{% set rows = {facts} %}}
<header class="masthead">
<p class="kicker">{{{{ desk.title }}}} · {title} · {{{{ desk.contact }}}}</p>
<h1>{{{{ {heading} }}}}</h1>
<p class="meta">As of {{{{ doc.as_of }}}}</p>
</header>
<section class="bottom-line"><h2 class="hidden">In short</h2>
{{{{ doc.source_base }}}}
</section>
{{% if rows %}}
<section><h2>What is reported</h2>{{{{ parts.timeline(rows, facts) }}}}</section>
{{% else %}}
<p class="none">No data.</p>
{{% endif %}}
"""


def desk_file(files: Sequence[TextFile]) -> TextFile:
    """The file that has the desk's settings; raises BriefingsError without one that can be read."""
    for file in files:
        if "desk:" in file.text:
            tree, problems = yaml_tree.parse(file)
            if not problems and isinstance(tree, MappingNode) and tree.key("desk") is not None:
                return file
    raise BriefingsError("no desk settings in the facts", "see what is wrong with them: briefings check")


def text_with_document(file: TextFile, entry: str) -> str:
    """The text of the desk's settings with an entry below `documents:`; every other line stays.

    Raises BriefingsError if they are written in a form that cannot be added to.
    """
    tree, _ = yaml_tree.parse(file)
    assert isinstance(tree, MappingNode)
    key = tree.key("desk")
    assert key is not None
    desk = tree[key]
    lines = file.text.splitlines()
    first = next(iter(desk), None) if isinstance(desk, MappingNode) else None
    if not isinstance(desk, MappingNode) or first is None or first.mark.line == key.mark.line:
        raise _unusual(file, entry)
    margin = " " * (first.mark.column - 1)
    listed = desk.key("documents")
    if listed is None:
        at = max(_last_line(value, name) for name, value in desk.items())
        lines[at:at] = [f"{margin}documents:", f"{margin}  - {entry}"]
    else:
        held = desk[listed]
        if not isinstance(held, SequenceNode) or not held or held[0].mark.line == listed.mark.line:
            raise _unusual(file, entry)
        item = lines[held[0].mark.line - 1]
        dash = re.match(r" *- ", item)
        if dash is None:
            raise _unusual(file, entry)
        lines[_last_line(held[-1], listed) : _last_line(held[-1], listed)] = [f"{dash[0]}{entry}"]
    text = "\n".join(lines) + "\n"
    after, problems = yaml_tree.parse(TextFile(file.path, text))
    if problems or after == tree:
        raise _unusual(file, entry)
    return text


def _last_line(node: yaml_tree.Node, key: yaml_tree.ScalarNode) -> int:
    """The number of the last line with something of a value on it."""
    mark = node.mark
    return max(key.mark.line, mark.end_line - (mark.end_column == 1 and mark.end_line > mark.line))


def _unusual(file: TextFile, entry: str) -> BriefingsError:
    return BriefingsError(
        f"{file.path} cannot be added to: its layout is unusual", f"write it yourself: documents: [{entry}]"
    )
