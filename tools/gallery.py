"""Draw docs/gallery from a build: printed pages, and contact sheets in colour, in grey and on a phone.

    .venv/bin/python tools/gallery.py BUILD
    .venv/bin/python tools/gallery.py --pictures BUILD
    .venv/bin/python tools/gallery.py --locators FILE.png

The second draws the pictures of docs/pictures.md alone, the third the locator map of every country and
territory on one sheet, to look at. Needs pdftoppm and Chromium. Palette PNG keeps the folder small enough to
be in the repository: it stops above `MOST` bytes.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pycountry
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from briefings.pdf import weasyprint_patches
from briefings.pdf.weasyprint_patches import weasyprint
from briefings.pictures.country_shapes import Atlas, NoGeometry
from briefings.pictures.locator_map import locator_map
from briefings.pictures.point_map import MapPoint, point_map
from briefings.pictures.series_chart import DatedValue, Series, series_chart

ROOT = Path(__file__).resolve().parent.parent
GALLERY, TEMPLATES = ROOT / "docs" / "gallery", ROOT / "templates"
MOST = 1_500_000  # bytes, of all pictures together
PAGE, THUMB, GAP = 92, 150, 6  # dots per inch of a page; px of a page's width on a sheet, and between two
A4 = (210, 297)
PHONE = (375, 812)  # CSS pixels of a phone's window

PAGES = {
    "one-pager": ("countries/tajikistan", 1),
    "topic": ("topics/refugees", 1),
    "weekly": ("weekly/2021-W37", 1),
}
# Pictures by their class in the page of a document, and their name in the gallery.
PICTURES = {
    "map locator": ("countries/tajikistan", "map-locator"),
    "map flows": ("topics/refugees", "map-flows"),
    "map bodies": ("topics/blocs", "map-bodies"),
    "map forces": ("topics/foreign-bases", "map-forces"),
    "map trends": ("weekly/2021-W37", "map-trends"),
    "chart-ranges": ("topics/refugees", "chart-amounts"),
    "chart-grid": ("topics/blocs", "chart-grid"),
    "chart-timeline": ("topics/terrorism-drugs", "chart-timeline"),
}


def page(build: Path, name: str, number: int, dpi: int) -> Image.Image:
    """One page of a document, as pdftoppm draws it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(dpi), "-f", str(number), "-l", str(number), "-png"]
        subprocess.run([*command, str(build / f"{name}.pdf"), f"{folder}/page"], check=True)
        (file,) = Path(folder).iterdir()
        return Image.open(file).convert("RGB")


def names(build: Path) -> list[str]:
    """Every document, one-pagers first."""
    folders = ("countries", "topics", "weekly", "record")
    return [f"{folder}/{path.stem}" for folder in folders for path in sorted((build / folder).glob("*.pdf"))]


def first_pages(build: Path, dpi: int) -> list[Image.Image]:
    """The first page of every document."""
    return [page(build, name, 1, dpi) for name in names(build)]


def phones(build: Path, scheme: str = "light") -> list[Image.Image]:
    """Every document as it opens on a phone."""
    width, height = PHONE
    images = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        for name in names(build):
            tab.goto((build / f"{name}.html").resolve().as_uri())
            images.append(Image.open(io.BytesIO(tab.screenshot())).convert("RGB"))
        browser.close()
    return images


def sheet(pages: list[Image.Image], columns: int, form: tuple[int, int] = A4) -> Image.Image:
    high = THUMB * form[1] // form[0]
    rows = -(-len(pages) // columns)
    whole = Image.new("RGB", (columns * (THUMB + GAP) + GAP, rows * (high + GAP) + GAP), "#8a8f93")
    for n, image in enumerate(pages):
        at = GAP + n % columns * (THUMB + GAP), GAP + n // columns * (high + GAP)
        whole.paste(image.resize((THUMB, high), Image.Resampling.LANCZOS), at)
    return whole


def shipped_picture(build: Path, kind: str, name: str) -> Image.Image:
    """The first picture of a class on a page, as the PDF has it."""
    html = (build / f"{name}.html").read_text(encoding="utf-8")
    svg = re.search(rf'<svg[^>]*class="{kind}"[^>]*>.*?</svg>', html, re.DOTALL)
    assert svg, f"{name} has no picture {kind}"
    return drawn_picture(svg[0])


def drawn_picture(svg: str) -> Image.Image:
    """A picture as the WeasyPrint that makes the PDF draws it, without the white around it."""
    fonts = (TEMPLATES / "fonts").as_uri()
    faces = "".join(
        f'@font-face {{ font-family: "Briefing Sans"; font-weight: {weight};'
        f' src: url("{fonts}/{file}.ttf") }}'
        for weight, file in ((400, "BriefingSans-Regular"), (600, "BriefingSans-Semibold"))
    )
    wide = float(re.findall(r'viewBox="0 0 ([\d.]+)', svg)[0])
    box = "@page { size: 174mm 200mm; margin: 2mm } body { margin: 0 }"
    box += f" svg {{ width: {wide / 640 * 170}mm }}"
    with tempfile.TemporaryDirectory() as folder:
        weasyprint.HTML(string=f"<style>{faces} {box}</style>{svg}").write_pdf(f"{folder}/map.pdf")
        image = page(Path(folder), "map", 1, PAGE + 28)
    return image.crop(ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox())


def made_up_pictures() -> dict[str, str]:
    """Pictures that no facts of the shipped desk call for, of made-up values."""
    maps = TEMPLATES / "maps"
    atlas = Atlas.of((maps / "countries-50m.json").read_bytes(), (maps / "ground-50m.json").read_bytes())
    names = {"AFG": "Afghanistan", "PAK": "Pakistan", "TJK": "Tajikistan"}
    events = [
        MapPoint("Kabul", "80 people, 8 May 2021", 69.17, 34.53, "event", number=80),
        MapPoint("Kunduz", "20 people, 9 May 2021", 68.86, 36.73, "event", number=20),
        MapPoint("Herat", "10 May 2021", 62.2, 34.35, "event"),
    ]
    event_map, _ = point_map(
        atlas,
        events,
        ["AFG"],
        names,
        kind="events",
        key="e",
        title="Events",
        sized_by="people killed",
        height=240,
    )
    values = [("15 Jul", 1000), ("15 Aug", 1500), ("10 Sept", 2500), ("1 Oct", 2300)]
    days = [date(2021, 7, 15), date(2021, 8, 15), date(2021, 9, 10), date(2021, 10, 1)]
    dated = tuple(
        DatedValue(day, Decimal(value), f"{value:,} on {words} 2021", "UNHCR" if value < 2500 else "IOM")
        for day, (words, value) in zip(days, values, strict=True)
    )
    counted = "People, 15 Jul to 1 Oct 2021"
    series = [Series(f"Arrivals in {name}", counted, dated) for name in ("Tajikistan", "Iran", "Pakistan")]
    return {"map-events": event_map, "chart-series": series_chart(series, key="s", title="Over time")}


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


def pictures(build: Path) -> None:
    """Draw one picture of each kind."""
    for kind, (name, title) in PICTURES.items():
        save(shipped_picture(build, kind, name), title, 250)
    for title, svg in made_up_pictures().items():
        save(drawn_picture(svg), title, 250)


def main(build: Path) -> None:
    GALLERY.mkdir(exist_ok=True)
    for old in GALLERY.glob("*.png"):
        old.unlink()
    for title, (name, number) in PAGES.items():
        save(page(build, name, number, PAGE), title, 64)
    pictures(build)
    pages = first_pages(build, 60)
    save(sheet(pages, 7), "sheet-colour", 64)
    save(sheet([image.convert("L").convert("RGB") for image in pages], 7), "sheet-grey", 24)
    save(sheet(phones(build), 9, PHONE), "sheet-phone", 48)
    total = sum(path.stat().st_size for path in GALLERY.glob("*.png"))
    print(f"{total:,} bytes in all")
    if total > MOST:
        raise SystemExit(f"more than {MOST:,} bytes: draw fewer or smaller pages")


if __name__ == "__main__":
    weasyprint_patches.install()  # names as PDFs have them
    if "--locators" in sys.argv:
        locators(Path(sys.argv[-1]).resolve())
        sys.exit()
    if "--pictures" in sys.argv:
        pictures(Path(sys.argv[-1]).resolve())
        sys.exit()
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve())
