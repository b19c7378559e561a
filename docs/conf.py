"""Settings of the website that `make docs` builds with Sphinx from the Markdown pages of the repository.

The pages stay plain Markdown, which code hosts show as well: the sidebar is made from the lists of links in
docs/index.md, a group for each of its headings.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

project = "briefings"
extensions = ["myst_parser"]
root_doc = "docs/index"
# The folder of sources is that of the project, so that links such as ../CONTRIBUTING.md lead to a page.
include_patterns = ["*.md", "docs/**.md", "templates/**.md"]
exclude_patterns = ["build", "briefings", "facts", "tests", ".*", "docs/facts-head.md"]

myst_heading_anchors = 4  # the anchors that code hosts make of headings; Sphinx refuses a link to any other
suppress_warnings = [
    "misc.highlighting_failure",  # a console and a template are shown with "…" in them
    "toc.not_included",  # tests/test_docs.py knows which pages need not be in the sidebar
]

html_theme = "furo"
html_title = "briefings"
html_extra_path = ["site/index.html"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_favicon = "site/favicon.svg"

_GROUP = re.compile(r"^## (.+)$", re.MULTILINE)
_PAGE = re.compile(r"^- \[([^]]+)\]\(([^)#]+)\.md\)", re.MULTILINE)


def setup(app: Any) -> dict[str, bool]:
    """Have Sphinx add the sidebar to the first page as it reads it."""
    app.connect("source-read", _with_sidebar)
    return {"parallel_read_safe": True}


def _with_sidebar(_app: Any, page: str, source: list[str]) -> None:
    """Append a hidden table of contents for each group of links on the first page."""
    if page != root_doc:
        return
    _, *parts = _GROUP.split(source[0])
    for heading, part in zip(parts[::2], parts[1::2], strict=True):
        rows = [f"{title} </{PurePosixPath('docs', name)}>" for title, name in _PAGE.findall(part)]
        listed = "\n".join(row.replace("</docs/../", "</") for row in rows)
        source[0] += f"\n\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{listed}\n```\n"
