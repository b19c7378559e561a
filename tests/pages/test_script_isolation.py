"""Text of other scripts in a finished page: isolated in its text, attributes and pictures, and nowhere else."""

from __future__ import annotations

import pytest

from briefings.pages.script_isolation import with_isolated_scripts

AHMAD = "احمد مثالی"
ISOLATED = f'<bdi lang="und-Arab" dir="rtl">{AHMAD}</bdi>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>({AHMAD}, 15 Sept)</p>", f"<p>({ISOLATED}, 15 Sept)</p>"),
        (f"<b>{AHMAD}</b> (15 Sept)", f"<b>{ISOLATED}</b> (15 Sept)"),
        (f"<p>A &amp; {AHMAD}</p>", f"<p>A &amp; {ISOLATED}</p>"),
        ("<i>Душанбе</i>", '<i><bdi lang="und-Cyrl" dir="ltr">Душанбе</bdi></i>'),
        ("<i>កម្ពុជា\u200bភ្នំពេញ</i>", '<i><bdi lang="km" dir="ltr">កម្ពុជា\u200bភ្នំពេញ</bdi></i>'),
        (f"<title>{AHMAD} · Desk</title>", f"<title>\u2068{AHMAD}\u2069 · Desk</title>"),
        (f'<text x="1">{AHMAD}: 5</text>', f'<text x="1">\u2068{AHMAD}\u2069: 5</text>'),
        (f'<a title="{AHMAD}, 14 Sept">x</a>', f'<a title="\u2068{AHMAD}\u2069, 14 Sept">x</a>'),
        (f'<a title="&#34;{AHMAD}&#34;">x</a>', f'<a title="&quot;\u2068{AHMAD}\u2069&quot;">x</a>'),
    ],
)
def test_another_script_is_set_apart(html: str, expected: str) -> None:
    assert with_isolated_scripts(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<p title="A &#34;b&#34;">Łódź, 5 km² – “quoted” &amp; µ</p>',
        f'<script type="application/json">{{"names": ["{AHMAD}"]}}</script>',
        f'<p data-name="{AHMAD}" id="{AHMAD}">x</p>',
        f"<style>p::before {{ content: '{AHMAD}' }}</style>",
        f"<!-- {AHMAD} -->",
    ],
    ids=["Latin", "data", "attributes for scripts", "style", "comment"],
)
def test_all_else_stays_byte_for_byte(html: str) -> None:
    assert with_isolated_scripts(html) == html
