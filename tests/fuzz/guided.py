"""Fuzzing guided by coverage: libFuzzer looks for bytes that reach code no other bytes reached.

    python tests/fuzz/guided.py [-runs=N] [options of libFuzzer] [FOLDER of inputs]

A traceback, a hang of 5 s or more than 512 MB ends it and leaves the input in tests/fuzz/found/. Needs atheris, see
requirements.txt beside this file.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["briefings"]):
    from briefings.checks import desk_loading
    from briefings.files import desk_files

from fuzz.mutants import DICTIONARY, small, texts  # noqa: E402

DAY = date(2026, 11, 24)


def one(data: bytes) -> None:
    files = [*small(), desk_files.decoded("facts/zz.yaml", data)]
    for problem in desk_loading.load(files, DAY).problems:
        assert problem.expected and str(problem)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        examples = [path.read_bytes() for path in (*HERE.parent.glob("bad/*.yaml"), *HERE.glob("found/*"))]
        for number, data in enumerate(dict.fromkeys([*examples, *(text.encode() for _, text in texts())])):
            (seeds / str(number)).write_bytes(data)
        words = Path(folder) / "words"
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in DICTIONARY if len(word) < 60), encoding="ascii")
        limits = [
            "-timeout=5",
            "-rss_limit_mb=512",
            "-max_len=8192",
            f"-dict={words}",
            f"-artifact_prefix={HERE}/found/",
        ]
        atheris.Setup([sys.argv[0], *limits, *sys.argv[1:], str(seeds)], one)
        atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
