"""The room kept for words is never less than the bundled fonts take."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pycountry

from briefings.files import desk_files
from briefings.pdf.pdf_assets import STYLESHEET, print_assets
from briefings.pdf.weasyprint_patches import BundledFonts, weasyprint
from briefings.pictures.letter_widths import text_width

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
LANGUAGES = ("ar", "fa", "he", "hy", "ka", "ps", "ru", "tg", "ug", "ur")


def set_widths(words: list[str]) -> dict[str, float]:
    """The width in em of each text as a PDF has it: shaped, with the bundled fonts."""
    sheet = print_assets(desk_files.template_files(Path("/nowhere")))[STYLESHEET].decode()
    faces = "".join(re.findall(r"@font-face \{[^}]*\}", sheet))
    families = re.search(r"html \{ font-family: ([^;]*)", sheet)
    assert families
    style = f"<style>{faces} @page {{ size: 9000px }} p {{ font: 100px {families[1]}; margin: 0 }}</style>"
    lines = "".join(f"<p>{text}</p>" for text in words)
    document = weasyprint.HTML(string=style + lines, base_url=f"{TEMPLATES}/").render(font_config=BundledFonts())
    widths = {}
    for box in (box for page in document.pages for box in page._page_box.descendants()):
        if isinstance(box, weasyprint.formatting_structure.boxes.TextBox):
            widths[box.text] = box.width / 100
    return widths


def test_no_name_takes_more_than_the_room_kept_for_it() -> None:
    names: list[str] = []
    for language in LANGUAGES:
        spoken = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        own = [name for country in pycountry.countries if not (name := spoken.gettext(country.name)).isascii()]
        names += own[:60]
    widths = set_widths(names)
    assert len(widths) > 400
    assert {name: width for name, width in widths.items() if width > text_width(name)} == {}
