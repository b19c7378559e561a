"""The live preview as its user meets it: a real server process, a real browser, files saved on the disk."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
import watchfiles
from playwright.sync_api import Browser, Page, expect

from briefings.cli.serve_command import _saves
from conftest import COMMAND, EXAMPLE, SmallDesk, with_ctrl_c

TAJIKISTAN = "countries/tajikistan.html"
FACT = ("borders.yaml", "length: 984 km", "length: 987 km")


class Served:
    """A desk and the server that shows it."""

    def __init__(self, desk: SmallDesk, process: subprocess.Popen[str], port: int) -> None:
        self.desk, self.process, self.port = desk, process, port

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    def ask(self, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
        """One request as it is written, nothing made safe on the way."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, answer.read(), dict(answer.getheaders())
        connection.close()
        return found


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    desk = SmallDesk(root)
    process = subprocess.Popen(
        [*COMMAND, "serve"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=with_ctrl_c,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if told := re.match(r"serving http://127\.0\.0\.1:(\d+)/", line):
                yield Served(desk, process, int(told[1]))
                break
        else:
            raise AssertionError(process.communicate()[1])
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served") / "desk"
    shutil.copytree(EXAMPLE, root)
    (root / "templates").mkdir()
    with serving(root) as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A tab in which nothing may go wrong by itself, and from which nothing may go elsewhere."""
    tab = browser.new_page()
    tab.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda request: wrong.append(request.url) if f":{served.port}/" not in request.url else None)
    yield tab
    tab.close()
    assert wrong == []


def test_a_saved_fact_is_on_the_open_page_without_a_touch(served: Served, page: Page) -> None:
    page.goto(served.url(TAJIKISTAN))
    expect(page.locator("main")).to_contain_text("984")
    served.desk.edit(*FACT)
    page.locator("main", has_text="987").wait_for()
    name, old, new = FACT
    served.desk.edit(name, new, old)
    expect(page.locator("main")).to_contain_text("984")


def test_a_note_leads_to_the_same_number_in_other_documents_as_it_does_in_a_built_page(
    served: Served, page: Page
) -> None:
    page.goto(served.url(TAJIKISTAN))
    page.locator("main [data-fact]", has_text="984").first.click()
    link = page.locator(".note-also a").first
    expect(link).to_have_attribute("href", re.compile(rf"^{re.escape(served.url(''))}[a-z]+/[^?]+\.html#fact-"))


def test_a_page_that_does_not_show_the_fact_is_left_alone(served: Served, browser: Browser, page: Page) -> None:
    page.goto(served.url(TAJIKISTAN))
    other = browser.new_page()
    other.goto(served.url("countries/armenia.html"))
    other.evaluate("window.kept = true")
    name, old, new = FACT
    served.desk.edit(name, old, new)
    expect(page.locator("main")).to_contain_text("987")
    served.desk.edit(name, new, old)
    expect(page.locator("main")).to_contain_text("984")
    assert other.evaluate("window.kept") is True
    other.close()


def test_a_broken_fact_is_told_above_the_last_good_page_and_goes_when_mended(served: Served, page: Page) -> None:
    name, good, bad = "borders.yaml", "length: 1357 km", "lenght: 1357 <b>km"
    page.goto(served.url(TAJIKISTAN))
    served.desk.edit(name, good, bad)
    panel = page.locator(".preview-mistakes")
    expect(panel).to_be_visible()
    told = panel.inner_text()
    assert re.search(r"facts/borders\.yaml:\d+:\d+: unknown key 'lenght' \[unknown-key\]", told)
    assert "1357 <b>km" in told and "^^^^^^" in told
    assert "expected one of:" in told and "did you mean 'length'?" in told
    assert panel.locator("b").count() == 0
    assert panel.evaluate("e => getComputedStyle(e).borderBottomColor") == "rgb(154, 42, 28)"
    expect(page.locator("main")).to_contain_text("1,357")
    served.desk.edit(name, bad, good)
    expect(panel).to_have_count(0)
    expect(page.locator("main")).to_contain_text("1,357")


def test_a_broken_template_is_told_and_the_last_good_page_stays(served: Served, page: Page) -> None:
    page.goto(served.url(TAJIKISTAN))
    good = (Path(__file__).parent.parent.parent / "templates/country.html.j2").read_text(encoding="utf-8")
    own = served.desk.root / "templates/country.html.j2"
    own.write_text(good.replace("</h1>", " brief</h1>", 1), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Tajikistan brief")
    own.write_text(good.replace("</h1>", "{{ no_such_thing }}</h1>", 1), encoding="utf-8")
    expect(page.locator(".preview-mistakes")).to_contain_text("'no_such_thing' is undefined")
    expect(page.locator("h1")).to_have_text("Tajikistan brief")
    own.unlink()
    expect(page.locator("h1")).to_have_text("Tajikistan")
    expect(page.locator(".preview-mistakes")).to_have_count(0)


def test_a_changed_style_is_seen_on_every_page(served: Served, page: Page) -> None:
    page.goto(served.url(""))
    good = (Path(__file__).parent.parent.parent / "templates/briefing.css").read_text(encoding="utf-8")
    own = served.desk.root / "templates/briefing.css"
    own.write_text(f"{good}\nh1 {{ color: rgb(1, 2, 3) }}\n", encoding="utf-8")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    own.unlink()
    expect(page.locator("h1")).not_to_have_css("color", "rgb(1, 2, 3)")


def test_a_pdf_is_made_when_asked_for_and_is_of_the_facts_as_saved(served: Served, page: Page, tmp_path: Path) -> None:
    page.goto(served.url(TAJIKISTAN))
    name, old, new = FACT
    served.desk.edit(name, old, new)
    expect(page.locator("main")).to_contain_text("987")
    assert not (served.desk.root / "build/countries/tajikistan.pdf").exists()
    status, data, headers = served.ask("/countries/tajikistan.pdf")
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    (tmp_path / "x.pdf").write_bytes(data)
    text = subprocess.run(["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "987" in text and "984" not in text
    served.desk.edit(name, new, old)
    expect(page.locator("main")).to_contain_text("984")


def test_what_is_written_is_what_a_build_writes(served: Served, tmp_path: Path) -> None:
    """The script and the diagnostics are in what is sent, never in the build folder."""
    for kind in ("html", "css", "js"):
        for path in sorted((served.desk.root / "build").rglob(f"*.{kind}")):
            assert b"/-/" not in path.read_bytes(), path
    assert b'<script src="/-/preview.js"' in served.ask(f"/{TAJIKISTAN}")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/../facts/borders.yaml", "/%2e%2e/facts/borders.yaml", "/..%2ffacts%2fborders.yaml", "//etc/passwd",
        "/..%5cfacts%5cborders.yaml", "/assets/../../facts/borders.yaml", "/link/borders.yaml", "/loose.yaml",
        "/.secret", "/-/../index.html", "/-/preview.py", "/countries", "/nothing.pdf", "/countries/*.pdf",
        "/countries/%00", "/countries/tajikistan.html%0a", "/countries/leak.html", "/evil.html", "/pipe.html",
        "/linked/borders.html", "/assets/planted.js", f"/{'n' * 300}.html", f"/{'n' * 300}/x.html", "http://[",
    ],
)  # fmt: skip
def test_nothing_but_plain_files_of_the_build_folder_is_served(served: Served, path: str) -> None:
    build = served.desk.root / "build"
    (build / ".secret").write_text("secret")
    links = {
        "link": served.desk.root / "facts", "loose.yaml": Path("/etc/hostname"), "linked": served.desk.root / "facts",
        "countries/leak.html": Path("/etc/passwd"),
    }  # fmt: skip
    for name, target in links.items():
        if not (build / name).is_symlink():
            (build / name).symlink_to(target)
    for name in ("evil.html", "assets/planted.js"):
        (build / name).write_text("<script>secret</script>")
    if not (build / "pipe.html").exists():
        os.mkfifo(build / "pipe.html")
    status, data, _ = served.ask(path)
    assert status == 404
    assert b"No such page" in data and b"1357" not in data and b"root:" not in data and data != b"secret"


def test_one_policy_is_on_all_that_is_sent(served: Served) -> None:
    paths = (f"/{TAJIKISTAN}", "/", "/nothing.html", "/assets/briefing.css", "/-/preview.js", "/-/events")
    asked = [(path, "GET") for path in paths]
    asked += [("/", method) for method in ("POST", "PUT", "OPTIONS", "<b>")]
    asked += [(f"/{'a' * 70_000}", "GET"), (f"/-/events?state={'9' * 5_000}", "GET")]
    for path, method in asked:
        status, data, headers = served.ask(path, method=method)
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ") and "script-src 'self';" in policy, path
        assert method == "GET" or (status, data) == (501, b"this is not answered here\n")


def test_a_browser_keeps_styles_and_scripts_by_what_they_hold_and_nothing_that_tells_of_facts(served: Served) -> None:
    page = served.ask("/countries/tajikistan.html")[1].decode()
    named = re.findall(r'(?:href|src)="\.\./(assets/[^"]+\.(?:css|js)[^"]*)"', page)
    assert len(named) > 3 and all("?" in name for name in named)
    for name in named:
        plain, _, version = name.partition("?")
        status, data, headers = served.ask(f"/{name}")
        assert (status, headers["Cache-Control"]) == (200, "private, max-age=31536000, immutable")
        assert sha256(data).hexdigest().startswith(version)
        for other in (plain, f"{plain}?", f"{plain}?{version[:-1]}", f"{plain}?0{version}"):
            assert served.ask(f"/{other}")[2]["Cache-Control"] == "no-store"
    index = served.ask("/")[1].decode()
    assert re.search(r'assets/search-data\.js"', index) and re.search(r"assets/briefing\.css\?", index)
    searched = sha256(served.ask("/assets/search-data.js")[1]).hexdigest()[:16]
    assert served.ask(f"/assets/search-data.js?{searched}")[2]["Cache-Control"] == "no-store"
    for path in ("/", "/countries/tajikistan.html", "/assets/search-data.js", "/manifest.json", "/-/preview.js"):
        assert served.ask(path)[2]["Cache-Control"] == "no-store"


def test_no_pdf_is_made_for_a_page_of_another_site(served: Served) -> None:
    pdf = f"/{TAJIKISTAN.removesuffix('html')}pdf"
    for site in ("cross-site", "same-site"):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=300)
        connection.request("GET", pdf, headers={"Sec-Fetch-Site": site})
        assert connection.getresponse().status == 404
        connection.close()


def test_a_source_is_shown_line_by_line_and_to_no_page_of_another_site(served: Served) -> None:
    path = "/-/sources/wire-2021-08"
    status, data, _ = served.ask(path)
    assert (status, b"text: not here" in data, b"cited by none" in data) == (200, True, True)
    assert served.ask("/-/sources/nothing")[0] == served.ask("/-/sources/")[0] == 404
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=300)
    connection.request("GET", path, headers={"Sec-Fetch-Site": "cross-site"})
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1:{port}."]
)
def test_a_name_that_was_made_to_lead_here_is_refused(served: Served, host: str) -> None:
    status, data, _ = served.ask("/", host.format(port=served.port))
    assert (status, data) == (421, b"this address is not served here\n")
    assert served.ask("/", f"localhost:{served.port}")[0] == 200


def test_only_reading_is_served_and_only_on_this_machine(served: Served) -> None:
    assert served.ask("/", method="POST")[0] == 501
    status, data, headers = served.ask("/", method="HEAD")
    assert (status, data) == (200, b"")
    assert int(headers["Content-Length"]) > 1000
    listening = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True, check=True).stdout
    mine = {line.split()[1] for line in listening.splitlines()[1:] if line.split()[1].endswith(f":{served.port:04X}")}
    assert mine == {f"0100007F:{served.port:04X}"}


def test_ctrl_c_ends_it_at_once_with_a_browser_waiting(desk: SmallDesk) -> None:
    with serving(desk.root) as running, socket.create_connection(("127.0.0.1", running.port)) as waiting:
        host = f"Host: 127.0.0.1:{running.port}"
        waiting.sendall(f"GET /-/events?page=/&state=x HTTP/1.1\r\n{host}\r\n\r\n".encode())
        assert b"200" in waiting.recv(100)
        running.process.send_signal(signal.SIGINT)
        _, err = running.process.communicate(timeout=600)
        assert running.process.returncode == 130
        assert err in ("", "interrupted\n")


def test_it_takes_the_next_free_port_but_no_other_than_the_one_asked_for(desk: SmallDesk, served: Served) -> None:
    with serving(desk.root) as other:
        assert other.port > served.port
    run = desk.run("serve", "--port", str(served.port))
    assert run.code == 1
    assert run.err.startswith(f"error: cannot serve at port {served.port}: Address already in use\n")


def test_a_desk_that_is_broken_from_the_start_is_served_and_recovers(desk: SmallDesk) -> None:
    name, good, bad = "borders.yaml", "length: 1357 km", "lenght: 1357 km"
    desk.edit(name, good, bad)
    with serving(desk.root) as running:
        status, data, _ = running.ask("/")
        assert status == 404
        assert b"unknown key &#x27;lenght&#x27;" in data
        desk.edit(name, bad, good)
        deadline = time.monotonic() + 600
        while b"preview-mistakes" in running.ask("/")[1] and time.monotonic() < deadline:
            time.sleep(0.1)
        assert running.ask("/")[0] == running.ask(f"/{TAJIKISTAN}")[0] == 200


def test_saves_are_noticed_after_the_folders_were_replaced(desk: SmallDesk, tmp_path: Path) -> None:
    """As by a checkout or a sync; and templates that the desk did not have when the command began."""
    with serving(desk.root) as running:
        copy = tmp_path / "copy"
        shutil.copytree(desk.root / "facts", copy)
        shutil.rmtree(desk.root / "facts")
        time.sleep(0.5)
        shutil.copytree(copy, desk.root / "facts")
        desk.edit(*FACT)
        waited_for(running, b"987")
        desk.edit("borders.yaml", "987 km", "986 km")
        waited_for(running, b"986")
        desk.template("country.html.j2", "<h1>A page of our own</h1>")
        waited_for(running, b"A page of our own")


def waited_for(running: Served, words: bytes) -> None:
    deadline = time.monotonic() + 600
    while words not in (page := running.ask(f"/{TAJIKISTAN}")[1]) or b"preview-mistakes" in page:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_where_the_system_tells_of_no_saves_they_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none_left(*folders: Path, **options: object) -> Iterator[object]:
        raise OSError(28, "inotify watch limit reached")
        yield

    monkeypatch.setattr(watchfiles, "watch", none_left)
    (tmp_path / "a.yaml").write_text("a")
    saves = _saves(lambda: [tmp_path])
    assert next(saves) is True
    (tmp_path / "a.yaml").write_text("b")  # the same size, perhaps the same second
    assert next(saves) is False
    (tmp_path / "a.yaml").unlink()
    assert next(saves) is False
    assert "inotify watch limit reached" in capsys.readouterr().err
