"""Documents of every form that a source is kept in, and what they tell of themselves."""

from __future__ import annotations

import gzip
import io
from email.message import EmailMessage

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from briefings.core.problems import BriefingsError
from briefings.tasks.source_document import SourceDocument, source_document

PARAGRAPHS = [
    f"Line {number}: the ministry of Arland says that up to 100,000 people could come over the border this year."
    for number in ("one", "two", "three", "four")
]
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Arland prepares for refugees</title><meta name="author" content="Nadia Orlova">
<meta property="og:site_name" content="Valley Times">
<meta property="article:published_time" content="2023-05-12T08:00:00Z">
<link rel="canonical" href="https://valley.example/a"></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav><article><h1>Arland prepares for refugees</h1>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article><footer>Subscribe!</footer></body></html>
"""
TOLD = {
    "title": "Arland prepares for refugees",
    "author": "Nadia Orlova",
    "publisher": "Valley Times",
    "published": "2023-05-12",
    "url": "https://valley.example/a",
}


def mhtml() -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://valley.example/a"
    message["Subject"] = "Arland"
    message.set_content(PAGE, subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"\x89PNG", "image", "png")
    return bytes(message)


def warc(compressed: bool) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=compressed)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
    for uri, body in (("https://valley.example/logo.png", b"\x89PNG"), ("https://valley.example/a", PAGE.encode())):
        writer.write_record(
            writer.create_warc_record(
                uri,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2023-06-01T10:00:00Z"},
            )
        )
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        b"\n<!-- saved from url=(0024)https://valley.example/a -->\n" + PAGE.encode(),
        mhtml(),
        warc(compressed=False),
        warc(compressed=True),
    ],
    ids=["html", "saved page", "mhtml", "warc", "warc.gz"],
)
def test_the_text_of_a_page_comes_without_what_stands_around_it(data: bytes) -> None:
    found = source_document(data)
    lines = found.text.splitlines()
    assert lines == [TOLD["title"], *PARAGRAPHS]
    assert found.lines == len(lines)
    assert {key: getattr(found, key) for key in TOLD} == TOLD


def test_a_warc_record_tells_the_day_on_which_it_was_fetched() -> None:
    assert source_document(warc(compressed=True)).accessed == "2023-06-01"
    assert source_document(PAGE.encode()).accessed == ""


def test_plain_text_keeps_its_lines_without_what_cannot_be_printed() -> None:
    text = "\ufeffFirst  line\r\n\r\n\tSecond\u200b line\u202e \n"
    assert source_document(text.encode()) == SourceDocument("First  line\nSecond  line\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no readable text"),
        (b" \n\n", "no readable text"),
        (b"\xff\xfe\x00A", "no document"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "no document"),
        (b"<html><body></body></html>", "no readable text"),
        (b"WARC/1.0\r\nbroken", "WARC"),
        (gzip.compress(b"no archive", mtime=0), "WARC"),
        (b"\x1f\x8bnothing", "WARC"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nText\n", "without a page"),
        (b"x" * 1_000_001, "bytes of text"),
        (gzip.compress(bytes(50_000_001), mtime=0), "when it is unpacked"),
        (warc(compressed=False).replace(b"charset=utf-8", b"a\r\nContent-Encoding: br"), "WARC"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, message: str) -> None:
    with pytest.raises(BriefingsError, match=message) as caught:
        source_document(data)
    assert caught.value.remedy


def test_comments_before_what_is_no_page_take_no_time() -> None:
    """Where one ends can be seen in as many ways as there are comments, and twice as many for each more."""
    text = "<!-- -->" * 2_000 + "text"
    assert source_document(text.encode()).text == f"{text}\n"
    assert source_document(b"<!-- -->" * 2_000 + PAGE.encode()).title == TOLD["title"]
