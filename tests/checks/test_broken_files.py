"""Building around broken files: what they cannot touch is as always, the rest is not there and is listed."""

from __future__ import annotations

import re

import pytest

from conftest import EXAMPLE, SmallDesk

ALL = {
    "countries/afghanistan", "countries/tajikistan", "countries/kyrgyzstan", "countries/armenia", "topics/refugees",
    "weekly/2021-W33", "weekly/2021-W37",
}  # fmt: skip


def pages(desk: SmallDesk, folder: str = "build") -> dict[str, bytes]:
    return {name.removesuffix(".html"): data for name, data in desk.files(folder).items()
            if name.endswith(".html") and "/" in name}  # fmt: skip


def around(desk: SmallDesk) -> tuple[set[str], str]:
    """What a build around the broken files makes, all of it as a build of the whole desk made it; and what it tells."""
    run = desk.run("build", "--html", "--except-broken")
    assert run.code == 1 and "Traceback" not in run.err
    return set(pages(desk) if (desk.root / "build").exists() else ()), run.err


@pytest.fixture
def whole(desk: SmallDesk) -> dict[str, bytes]:
    assert desk.run("build", "--html", "--out", "whole").code == 0
    found = pages(desk, "whole")
    assert found.keys() == ALL
    return found


@pytest.mark.parametrize(
    "mistake",
    ["  - {between: [KGZ, ARM], lenght: 9 km}", "  - {between: [KGZ, ARM]", "\t- x", "  - [KGZ, ARM, borders]"],
)
def test_what_a_broken_file_cannot_touch_is_built_as_ever(
    desk: SmallDesk, whole: dict[str, bytes], mistake: str
) -> None:
    """A new file of borders that does not name Tajikistan or Afghanistan leaves their pages alone."""
    desk.add("more.yaml", f"borders:\n{mistake}\n")
    made, err = around(desk)
    assert "countries/tajikistan" in made and "countries/afghanistan" in made
    assert not made & {"countries/kyrgyzstan", "countries/armenia"} or "KGZ" not in mistake
    assert {name: data for name, data in pages(desk).items()} == {name: whole[name] for name in made}
    listed = set(re.findall(r"error: (\S+): not built, facts/more.yaml may touch it", err))
    assert made | listed == ALL and not made & listed
    assert "left out: facts/more.yaml" in err


def test_what_breaks_with_a_broken_file_is_left_out_too(desk: SmallDesk, whole: dict[str, bytes]) -> None:
    """The borders gone, a bottom line that quotes one is broken, and with it the file of all entities."""
    desk.edit("borders.yaml", "length: 984 km", "lenght: 984 km")
    made, err = around(desk)
    assert made == set() or all(pages(desk)[name] == whole[name] for name in made)
    assert "facts/borders.yaml" in err
    assert "countries/tajikistan" not in made


def test_an_older_page_of_what_is_touched_does_not_pass_for_a_new_one(desk: SmallDesk, whole: dict[str, bytes]) -> None:
    assert desk.run("build", "--html").code == 0
    desk.add("more.yaml", "borders:\n  - {between: [KGZ, ARM], lenght: 9 km}\n")
    made, _ = around(desk)
    assert "countries/kyrgyzstan" not in made and "countries/tajikistan" in made
    assert desk.run("build", "--html").code == 1
    (desk.root / "facts" / "more.yaml").unlink()
    assert desk.run("build", "--html").code == 0
    assert pages(desk) == whole


def test_a_file_that_cannot_be_read_at_all_may_touch_everything(desk: SmallDesk, whole: dict[str, bytes]) -> None:
    (desk.root / "facts" / "latin.yaml").write_bytes(b"people:\n  - {id: x, name: caf\xe9}\n")
    made, err = around(desk)
    assert made == set()
    assert len(re.findall("may touch it", err)) == len(ALL)


def test_without_the_desk_record_nothing_is_built(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "title: Test desk", "titel: Test desk")
    run = desk.run("build", "--html", "--except-broken")
    assert run.code == 1 and "nothing was written" in run.err
    assert not (desk.root / "build").exists()


def test_a_whole_desk_is_built_as_without_the_option(desk: SmallDesk, whole: dict[str, bytes]) -> None:
    assert desk.run("build", "--html", "--except-broken").code == 0
    assert pages(desk) == whole


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (EXAMPLE / "facts").glob("*.yaml") if path.name != "desk.yaml")
)
def test_whatever_file_breaks_no_page_is_another_than_the_whole_desk_would_give(
    desk: SmallDesk, whole: dict[str, bytes], name: str
) -> None:
    path = desk.root / "facts" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    made, err = around(desk)
    assert not made or pages(desk) == {page: whole[page] for page in made}
    # what the desk's own record rests on leaves nothing to build
    assert made < ALL and (f"left out: facts/{name}" in err or (not made and "nothing was written" in err))
