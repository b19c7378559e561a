"""Make the fonts in templates/fonts/ from their published npm packages.

Needs npm and the project's .venv (fontTools, brotli):  .venv/bin/python tools/fonts.py
The same packages and library versions give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"

SOURCE_SANS = (
    "source-sans@3.52.0",
    "sha512-xsm7qlMI/JwxwNdp6pvpR6l+aZjn90fzOzoeUz/qoohIYbKbDwQNRIz5/ItYs7/hvqLirQNUoDFGXSVA3TU9tw==",
)
# Not the newer 2.012 (package 5.2.5 on): it draws letters as base and dots, and text copied from a PDF loses
# them.
NOTO_SANS_ARABIC = (
    "@fontsource/noto-sans-arabic@5.0.0",
    "sha512-HWcGi7OgWwO6qun24b59mNsthcXIEhXR2ivLKJYS4uBhpcnC0IDHHXSseOllsrd4ipWvuM5ezzuASYRCHblF7Q==",
)
# Scripts of countries beside the first desk's, with their packages and characters.
NEIGHBOURS = {
    "Armenian": (
        "@fontsource/noto-sans-armenian@5.3.0",
        "sha512-ot9KkRsd2hDXGIMZQeRSvtsw1uoFIBIS+yL7ZLDHY8GpT2LJz7FaCxGT07Iudu0yNTlSEYNLLAbKcy2ZUIjzUA==",
        [*range(0x0530, 0x0590), *range(0xFB13, 0xFB18)],
    ),
    "Georgian": (
        "@fontsource/noto-sans-georgian@5.3.0",
        "sha512-+a+N1mvCugsggDb5eKPKcwDXQQtbaV+x9/Zo2/p2c9yAZeib+qD2ftbezbPAoLvBf4MP+F8BdDwHdrlnNRSdng==",
        [*range(0x10A0, 0x1100), *range(0x1C90, 0x1CC0), *range(0x2D00, 0x2D30)],
    ),
    "Hebrew": (
        "@fontsource/noto-sans-hebrew@5.3.0",
        "sha512-7owtzuw9D+ipt0g8mcBGOm7MS/mv/REKsjSwEUe749UUsrnG54TSmusNn7oxv2GxbUORAzADLQ8ggdtt7oKkpg==",
        [*range(0x0590, 0x0600), 0x20AA, 0x25CC, *range(0xFB1D, 0xFB50)],
    ),
}

# Source Sans reserves the name "Source" for unmodified files (see OFL-BriefingSans.txt), so the subset has
# its own.
STYLES = {
    "SourceSans3-Regular": "BriefingSans-Regular",
    "SourceSans3-It": "BriefingSans-Italic",
    "SourceSans3-Semibold": "BriefingSans-Semibold",
    "SourceSans3-SemiboldIt": "BriefingSans-SemiboldItalic",
}

BRIEFING_SANS_CHARACTERS = [
    *range(0x0020, 0x0250),  # Latin, with all of Extended-A and -B (Turkic alphabets)
    0x0259,  # schwa, the small letter of Azerbaijani
    *range(0x02B0, 0x0300),  # modifier letters: Uzbek turned comma, ayn, hamza
    *range(0x0300, 0x0370),  # combining marks
    *(0x0394, 0x03A9, 0x03BC, 0x03C0),  # Delta, Omega, mu, pi
    *range(0x0400, 0x0530),  # Cyrillic with its extensions
    *range(0x1E00, 0x1F00),  # Latin letters of transliterations
    *range(0x2000, 0x2070),  # spaces, dashes, quotes, daggers
    *range(0x2070, 0x20D0),  # superscripts, subscripts, currencies
    *range(0x2100, 0x2190),  # numero, trade mark, fractions
    *range(0x2190, 0x2300),  # arrows, mathematics
    *range(0x25A0, 0x2800),  # geometric shapes, ticks and crosses
    *range(0xFB00, 0xFB07),  # ligatures
]
ARABIC_CHARACTERS = [
    *(0x0020, 0x00A0, 0x034F),
    *range(0x0600, 0x0700),  # Arabic, Persian, Dari, Pashto, Uyghur, Kazakh
    *range(0x200B, 0x2010),  # joiners and direction marks
    *(0x2010, 0x2011, 0x25CC, 0xFD3E, 0xFD3F, 0xFDFC),
]
FEATURES = [
    "case",
    "ccmp",
    "frac",
    "kern",
    "liga",
    "locl",
    "mark",
    "mkmk",
    "ordn",
    "pnum",
    "subs",
    "sups",
    "zero",
]
ARABIC_FEATURES = [
    "ccmp",
    "curs",
    "fina",
    "init",
    "isol",
    "kern",
    "liga",
    "locl",
    "mark",
    "medi",
    "mkmk",
    "rlig",
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source_sans = package(*SOURCE_SANS, Path(folder))
        arabic = package(*NOTO_SANS_ARABIC, Path(folder))
        made = [*briefing_sans(source_sans), *noto_sans_arabic(arabic)]
        for script, (name, integrity, characters) in NEIGHBOURS.items():
            made += noto_sans(script, package(name, integrity, Path(folder)), characters)
    for path in made:
        print(f"{path.stat().st_size:>8,}  {path.relative_to(FONTS.parent)}")


def package(name: str, integrity: str, folder: Path) -> Path:
    """Fetch one npm package and unpack it; a package with other bytes stops the run."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / packed.stdout.split()[-1]
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        raise SystemExit(f"{name}: expected {integrity}, got {found}")
    target = folder / archive.name.removesuffix(".tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def briefing_sans(source: Path) -> Iterator[Path]:
    for original, name in STYLES.items():
        font = TTFont(source / "TTF" / f"{original}.ttf", recalcTimestamp=False)
        add_exchange_arrows(font)
        rename(font)
        subset(font, BRIEFING_SANS_CHARACTERS, FEATURES)
        yield from save(font, name)
    yield copy(source / "LICENSE.md", "OFL-BriefingSans.txt")


def noto_sans_arabic(source: Path) -> Iterator[Path]:
    font = TTFont(source / "files" / "noto-sans-arabic-arabic-400-normal.woff2", recalcTimestamp=False)
    subset(font, ARABIC_CHARACTERS, ARABIC_FEATURES)
    yield from save(font, "NotoSansArabic-Regular")
    yield copy(source / "LICENSE", "OFL-NotoSansArabic.txt")


def noto_sans(script: str, source: Path, characters: list[int]) -> Iterator[Path]:
    small = script.lower()
    file = source / "files" / f"noto-sans-{small}-{small}-400-normal.woff2"
    font = TTFont(file, recalcTimestamp=False)
    add_spaces(font)
    subset(font, [0x0020, 0x00A0, *characters], FEATURES)
    yield from save(font, f"NotoSans{script}-Regular")
    yield copy(source / "LICENSE", f"OFL-NotoSans{script}.txt")


def add_spaces(font: TTFont) -> None:
    """Add a space, kept in another file of the package: Pango draws it in the font of the word before."""
    if 0x0020 not in font.getBestCmap():
        font.setGlyphOrder([*font.getGlyphOrder(), "space"])
        font["glyf"]["space"] = Glyph()
        font["hmtx"]["space"] = (round(font["head"].unitsPerEm * 0.26), 0)  # as wide as in all of Noto Sans
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.setdefault(0x0020, "space")
            table.cmap.setdefault(0x00A0, "space")


def add_exchange_arrows(font: TTFont) -> None:
    """Source Sans has no U+21C4 (right arrow over left arrow): set it from its two flattened arrows."""
    glyphs, characters = font["glyf"], font.getBestCmap()
    right, left = characters[0x2192], characters[0x2190]
    flatter, apart = 0.72, 150  # keeps the pair between the descender and the cap height
    middle = (glyphs[right].yMin + glyphs[right].yMax) / 2
    exchange = Glyph()
    exchange.numberOfContours = -1
    exchange.components = []
    for arrow, shift in ((right, apart), (left, -apart)):
        part = GlyphComponent()
        part.glyphName, part.flags = arrow, 0
        part.x, part.y = 0, round(middle * (1 - flatter) + shift)
        part.transform = [[1, 0], [0, flatter]]
        exchange.components.append(part)
    font.setGlyphOrder([*font.getGlyphOrder(), "uni21C4"])
    glyphs["uni21C4"] = exchange
    exchange.recalcBounds(glyphs)
    font["hmtx"]["uni21C4"] = (font["hmtx"][right][0], exchange.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x21C4] = "uni21C4"


def rename(font: TTFont) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 18, 21, 25):
            own = (
                record.toUnicode()
                .replace("Source Sans 3", "Briefing Sans")
                .replace("SourceSans3", "BriefingSans")
            )
            record.string = own
    about = "A subset of Source Sans 3 by Adobe, with U+21C4 added, made for the briefings project."
    font["name"].setName(about, 10, 3, 1, 0x409)


def subset(font: TTFont, characters: list[int], features: list[str]) -> None:
    options = Options()
    options.layout_features = features
    options.hinting = False  # WeasyPrint drops it from a PDF, and screens have outgrown it
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.drop_tables += ["DSIG", "BASE", "STAT", "GlyphOrder"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def save(font: TTFont, name: str) -> Iterator[Path]:
    """TrueType for the PDF, and the same glyphs as WOFF2 for the pages."""
    for flavor, suffix in ((None, ".ttf"), ("woff2", ".woff2")):
        path = FONTS / f"{name}{suffix}"
        font.flavor = flavor
        font.save(path)
        yield path


def copy(source: Path, name: str) -> Path:
    path = FONTS / name
    path.write_text("\n".join(line.rstrip() for line in source.read_text().splitlines()) + "\n")
    return path


if __name__ == "__main__":
    main()
