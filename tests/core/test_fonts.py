"""Fonts among the templates: what they cover, and how a desk adds one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from briefings.core.fonts import covered_characters, print_fonts, screen_fonts, with_added_fonts
from briefings.core.problems import BriefingsError
from briefings.files import desk_files

STYLE = "briefing.css"
SHIPPED = desk_files.template_files(Path("/nowhere"))


def font(family: str, letters: str, flavor: str | None = None) -> bytes:
    """A font whose letters are all one square."""
    pen = TTGlyphPen(None)
    for move, point in ((pen.moveTo, (0, 0)), (pen.lineTo, (0, 500)), (pen.lineTo, (500, 500)), (pen.lineTo, (500, 0))):
        move(point)
    pen.closePath()
    square, names = pen.glyph(), {ord(letter): f"u{ord(letter):X}" for letter in letters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], square))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupOS2(usWeightClass=600)
    builder.setupPost()
    builder.font.flavor = flavor
    made = BytesIO()
    builder.font.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "letters", ["Łódź", "Душанбе", "می‌گویند ټ", "Հայաստան", "საქართველო", "ישראל"], ids=lambda text: text
)
def test_the_shipped_fonts_cover_the_scripts_of_the_shipped_region(letters: str) -> None:
    assert {ord(letter) for letter in letters if letter != "\u200c"} <= covered_characters(SHIPPED)


@pytest.mark.parametrize("letter", ["王", "ไ", "አ"])
def test_the_shipped_fonts_do_not_cover_every_script(letter: str) -> None:
    assert ord(letter) not in covered_characters(SHIPPED)


@pytest.mark.parametrize("name", ["fonts/Test.ttf", "fonts/Test.woff2", "fonts/Te st[wght].ttf"])
def test_an_added_font_is_a_further_family_of_the_style(name: str) -> None:
    data = font('Te"st', " 王", "woff2" if name.endswith("woff2") else None)
    templates = with_added_fonts({**SHIPPED, name: data}, STYLE)
    sheet = templates[STYLE].decode()
    assert '"Briefing Hebrew", "Te\\22 st", sans-serif' in sheet
    assert f'src: url("{name}")' in sheet
    assert "font-weight: 600" in sheet.splitlines()[-1]
    assert ord("王") in covered_characters(templates)


def test_templates_without_an_added_font_stay_as_they_are() -> None:
    assert with_added_fonts(SHIPPED, STYLE) == SHIPPED


def test_a_font_in_two_formats_is_one_font() -> None:
    names = ["fonts/A.ttf", "fonts/A.woff2", "fonts/B.otf", "fonts/C.woff2", "fonts/D.ttf", "fonts/README.md"]
    assert print_fonts(names) == ["fonts/A.ttf", "fonts/B.otf", "fonts/C.woff2", "fonts/D.ttf"]
    assert screen_fonts(names) == ["fonts/A.woff2", "fonts/B.otf", "fonts/C.woff2", "fonts/D.ttf"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a font that can be read"),
        (b"<html>404</html>", "not a font that can be read"),
        (font("Test", "王")[:300], "not a font that can be read"),
        (font("Test", "王"), "has no space"),
    ],
    ids=["empty", "a web page", "cut off", "without a space"],
)
def test_a_damaged_font_is_named_with_the_remedy(data: bytes, message: str) -> None:
    with pytest.raises(BriefingsError, match=rf"templates/fonts/X\.ttf: {message}") as caught:
        with_added_fonts({**SHIPPED, "fonts/X.ttf": data}, STYLE)
    assert "font" in str(caught.value.remedy if hasattr(caught.value, "remedy") else caught.value)
