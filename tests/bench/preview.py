"""The preview as its user has it: a page in a browser, a file saved, the page with the new number."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from .chromium import FOUND
from .measuring import Cost, tree_cpu

_FILE = "reference/borders.yaml"
_FACT = "between: [AFG, TJK], length: {} km"
_SAVES = 7
# When the page was first drawn whole: the player itself looks for a text every half second only.
_DRAWN = """
addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => {
  window.drawnAt = Date.now();
})));
"""


def reloaded(facts: Path, folder: Path) -> tuple[float, Cost]:
    """The median wall time from a save to the number on the page, and what the server took for all saves."""
    shutil.copytree(facts, folder / "facts")
    server = subprocess.Popen(
        [sys.executable, "-c", "from briefings.cli import main; main()", "serve"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        address = next(found[0] for line in server.stdout if (found := re.search(r"http://[\d.:]+", line)))
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=FOUND, args=["--no-sandbox"])
            page = browser.new_page()
            page.add_init_script(_DRAWN)
            page.goto(f"{address}/countries/tajikistan.html")
            before = tree_cpu(server.pid)
            times = [_saved(folder / "facts" / _FILE, page, number) for number in range(_SAVES)]
            cost = Cost(sum(times), tree_cpu(server.pid) - before)
            browser.close()
        return median(times), cost
    finally:
        server.kill()
        server.communicate()


def _saved(file: Path, page: Page, number: int) -> float:
    time.sleep(1.5)  # the rest of the pages is made after the one that is looked at
    old, new = 1357 + number, 1358 + number
    text = file.read_text(encoding="utf-8")
    assert _FACT.format(old) in text
    start = time.time()
    file.write_text(text.replace(_FACT.format(old), _FACT.format(new)), encoding="utf-8")
    page.locator("main", has_text=re.compile(f"1,?{new % 1000}")).wait_for()
    page.wait_for_function("window.drawnAt")
    drawn: float = page.evaluate("window.drawnAt")
    return drawn / 1000 - start
