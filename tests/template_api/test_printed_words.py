"""Every word that is printed with a reference is stated by the claim referred to, in its own YAML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefings.core.problems import TextFile
from briefings.facts.labels import label_keys
from briefings.facts.view import View
from briefings.files import desk_files
from briefings.pages.page_render import compile_prose
from briefings.template_api.page_context import PageContext
from briefings.template_api.template_facts import ShownFact
from conftest import ROOT, SmallDesk, at, base_of

# What `true_on` falls back to, and what is computed from a claim and its source, is no key of the claim.
NOT_KEYS = {"published"}
BLOCKS = {"li", "tr", "p", "figure", "dd", "caption"}


class Printed(HTMLParser):
    """The tagged values of a page, and which sources are cited in the same block, by fact."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[int, str, int, str]] = []  # block, fact, claim, field
        self.cited: dict[tuple[int, str], set[int]] = {}
        self.block, self._number, self._open = 0, 0, [0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag in BLOCKS:
            self._number += 1
            self._open.append(self._number)
        classes = given.get("class", "").split()
        fact, claim = given.get("data-fact", ""), int(given.get("data-claim", "0"))
        if "fact" in classes and "data-field" in given:
            self.values.append((self._open[-1], fact, claim, given["data-field"]))
        if "cite" in classes and fact:
            self.cited.setdefault((self._open[-1], fact), set()).add(claim)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and len(self._open) > 1:
            self._open.pop()


def unstated(view: View, page: str) -> tuple[int, list[str]]:
    """How many values a page prints, and those whose claim does not have the field in its own YAML."""
    seen = Printed()
    seen.feed(re.sub(r"<svg.*?</svg>|<script.*?</script>", "", page, flags=re.DOTALL))
    wrong = []
    for _, id, number, field in seen.values:
        fact = view.fact(id)
        if fact is None or number >= len(fact.claims):
            continue  # an earlier state, printed as what was told before
        key = field.split(".")[0]
        own = fact.claims[number].node.tree
        if key not in NOT_KEYS and own.key(key) is None:
            wrong.append(f"{id} claim {number} has no {key}")
    return len(seen.values), wrong


def test_a_filed_claim_is_given_no_word_of_its_fact(desk: SmallDesk) -> None:
    """A newspaper that mentions a base in passing is not cited for its name, its sites or its opening."""
    desk.add("base.yaml", """\
forces:
  - id: their-base
    type: base
    of: [CSTO]
    claims:
      - {in: TJK, name: Fort Zulu, sites: [Dushanbe], from: 2004-10-17, status: ongoing, source: wire-2021-08,
         credibility: 2, preferred: true, because: Names the base.}
claims:
  - {fact: their-base, strength: 7000 people, source: press-2021-09, at: 3, credibility: 2}
""")  # fmt: skip
    assert desk.run("build", "countries/tajikistan", "--html").code == 0
    page = desk.page("countries/tajikistan")
    (row,) = re.findall(r"<li[^>]*>(?:(?!</li>).)*Fort Zulu.*?</li>", page, flags=re.DOTALL)
    cited = re.findall(r'class="cite" href="#source-\d+" title="([^,]+),', row)
    assert cited == ["Wire", "Daily Press"]  # the name, the site and the opening; then the strength
    assert "7,000" in row and 'data-claim="1" data-field="strength"' in row


FIELDS = {"in": "AFG", "place": "Kabul", "date": "2021-07-01", "status": "done", "outcome": "So."}


@given(st.lists(st.lists(st.sampled_from(sorted(FIELDS)), unique=True), min_size=1, max_size=4), st.data())
def test_each_field_is_cited_to_a_claim_that_states_it(claims: list[list[str]], data: st.DataObject) -> None:
    rows = [
        f"{{source: s{n}, at: {n + 1}, {''.join(f'{key}: {FIELDS[key]}, ' for key in keys)}credibility: {n + 1}}}"
        for n, keys in enumerate(claims)
    ]
    sources = "".join(
        f"  - {{id: s{n}, publisher: P{n}, title: T, published: 2021-07-0{n + 1}, medium: press, reliability: B}}\n"
        for n in range(len(claims))
    )
    text = (
        "desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}\n"
        f"countries: [{{id: AFG, name: Afghanistan}}]\nsources:\n{sources}"
        f"events:\n  - id: x\n    type: meeting\n    title: A meeting\n    claims: [{', '.join(rows)}]\n"
    )
    view = View(base_of([TextFile("facts/a.yaml", text)]), at("2022-01-01"))
    page = PageContext(view, compile_prose)
    fact = view.fact("x")
    assert fact is not None
    shown = ShownFact(page, fact)
    printed = data.draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True, min_size=1))
    for key in printed:
        getattr(shown, key)
    cited = {int(number or 0) for number in re.findall(r'data-fact="x"(?: data-claim="(\d+)")?', shown.cite)}
    for key in printed:
        stating = {n for n, claim in enumerate(fact.claims) if claim.node.tree.key(key) is not None}
        assert not stating or stating & cited, (key, claims)
    needless = [n for n in cited if not any(fact.claims[n].node.tree.key(key) for key in printed)]
    assert needless == [] or needless == [0]  # nothing printed was stated: the headline stands for the fact
    assert label_keys(fact) == ("title",)


def test_every_printed_value_of_the_shipped_pages_stands_in_its_claim(site: Path) -> None:
    base = base_of(desk_files.fact_files(ROOT))
    count, wrong = 0, []
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if (days := re.search(r'"as_of":"(\S{10})","known":"(\S{10})"', text)) is None:
            continue  # the index
        number, unsaid = unstated(View(base, at(*days.groups())), text)
        count += number
        wrong += [f"{path.stem}: {line}" for line in unsaid]
    assert count > 500
    assert wrong == []
