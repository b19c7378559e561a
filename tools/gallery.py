"""Draw docs/gallery from a build: pages as a printer gives them, and contact sheets in colour and in grey.

    .venv/bin/python tools/gallery.py BUILD
    .venv/bin/python tools/gallery.py --locators FILE.png

The second draws the locator map of every country and territory on one sheet, to look at.
Needs pdftoppm. Palette PNG keeps the folder small enough to be in the repository: it stops above `MOST`
bytes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pycountry
import weasyprint
from PIL import Image, ImageChops

from briefings.pictures.country_shapes import Atlas, NoGeometry
from briefings.pictures.locator_map import locator_map

ROOT = Path(__file__).resolve().parent.parent
GALLERY, TEMPLATES = ROOT / "docs" / "gallery", ROOT / "templates"
MOST = 1_500_000  # bytes, of all pictures together
PAGE, THUMB, GAP = 92, 150, 6  # dots per inch of a page; px of a page's width on a sheet, and between two
A4 = (210, 297)

PAGES = {
    "one-pager": ("countries/tajikistan", 1),
    "topic": ("topics/refugees", 1),
    "weekly": ("weekly/2021-W37", 1),
}
PICTURES = {"flows": "topics/refugees", "bodies": "topics/blocs"}


def page(build: Path, name: str, number: int, dpi: int) -> Image.Image:
    """One page of a document, as pdftoppm draws it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(dpi), "-f", str(number), "-l", str(number), "-png"]
        subprocess.run([*command, str(build / f"{name}.pdf"), f"{folder}/page"], check=True)
        (file,) = Path(folder).iterdir()
        return Image.open(file).convert("RGB")


def first_pages(build: Path, dpi: int) -> list[Image.Image]:
    """The first page of every document, one-pagers first."""
    names = [f"{folder}/{path.stem}" for folder in ("countries", "topics", "weekly")
             for path in sorted((build / folder).glob("*.pdf"))]  # fmt: skip
    return [page(build, name, 1, dpi) for name in names]


def sheet(pages: list[Image.Image], columns: int) -> Image.Image:
    high = THUMB * A4[1] // A4[0]
    rows = -(-len(pages) // columns)
    whole = Image.new("RGB", (columns * (THUMB + GAP) + GAP, rows * (high + GAP) + GAP), "#8a8f93")
    for n, image in enumerate(pages):
        at = GAP + n % columns * (THUMB + GAP), GAP + n // columns * (high + GAP)
        whole.paste(image.resize((THUMB, high), Image.Resampling.LANCZOS), at)
    return whole


def picture(build: Path, kind: str, name: str) -> Image.Image:
    """The map of a kind, drawn from the page's own SVG by the same WeasyPrint that makes the PDF."""
    html = (build / f"{name}.html").read_text(encoding="utf-8")
    found = re.search(rf'<svg[^>]*class="map {kind}".*?</svg>', html, re.DOTALL)
    assert found, f"{name} has no map of {kind}"
    fonts = (build / "assets").as_uri()
    face = (
        f'@font-face {{ font-family: "Briefing Sans"; src: url("{fonts}/fonts/BriefingSans-Regular.woff2") }}'
    )
    page = "@page { size: 170mm 110mm; margin: 2mm } body { margin: 0 } svg { width: 100%; height: auto }"
    style = f"{face} {page}"
    with tempfile.TemporaryDirectory() as folder:
        weasyprint.HTML(string=f"<style>{style}</style>{found[0]}").write_pdf(f"{folder}/map.pdf")
        image = page(Path(folder), "map", 1, PAGE + 28)
    return image.crop(ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox())


def save(image: Image.Image, name: str, colours: int) -> None:
    path = GALLERY / f"{name}.png"
    # coverage, not frequency: the few red marks of a page count as much as its grey
    image.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"{path.relative_to(GALLERY.parent.parent)} {path.stat().st_size:,} bytes")


def locators(path: Path) -> None:
    """Draw the locator maps of all countries and territories, as narrow as on a one-pager."""
    maps = TEMPLATES / "maps"
    atlas = Atlas.of((maps / "countries-50m.json").read_bytes(), (maps / "ground-50m.json").read_bytes())
    names = {country.alpha_3: country.name.split(",")[0] for country in pycountry.countries} | {
        "XKX": "Kosovo"
    }
    drawn = []
    for code in sorted(names):
        try:
            drawn.append(locator_map(atlas, code, names, width=254, height=181, title=code).svg)
        except NoGeometry:
            print(f"{code}: no map")
    cells = "".join(f"<div>{svg}</div>" for svg in drawn)
    font = (TEMPLATES / "fonts" / "BriefingSans-Regular.ttf").as_uri()
    style = (
        f'@font-face {{ font-family: "Briefing Sans"; src: url("{font}") }}'
        " @page { size: 1900px 9000px; margin: 8px }"
        " div { float: left; width: 254px; height: 240px; margin: 5px } svg { width: 254px }"
    )
    with tempfile.TemporaryDirectory() as folder:
        weasyprint.HTML(string=f"<style>{style}</style>{cells}").write_pdf(f"{folder}/locators.pdf")
        page(Path(folder), "locators", 1, 72).save(path)
    print(f"{path}: {len(drawn)} maps")


def main(build: Path) -> None:
    GALLERY.mkdir(exist_ok=True)
    for old in GALLERY.glob("*.png"):
        old.unlink()
    for title, (name, number) in PAGES.items():
        save(page(build, name, number, PAGE), title, 64)
    for kind, name in PICTURES.items():
        save(picture(build, kind, name), f"map-{kind}", 64)
    pages = first_pages(build, 60)
    save(sheet(pages, 7), "sheet-colour", 64)
    save(sheet([image.convert("L").convert("RGB") for image in pages], 7), "sheet-grey", 24)
    total = sum(path.stat().st_size for path in GALLERY.glob("*.png"))
    print(f"{total:,} bytes in all")
    if total > MOST:
        raise SystemExit(f"more than {MOST:,} bytes: draw fewer or smaller pages")


if __name__ == "__main__":
    if "--locators" in sys.argv:
        locators(Path(sys.argv[-1]).resolve())
        sys.exit()
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve())
