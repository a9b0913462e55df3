"""Web pages: the article and what the page says of it, nothing else. All pages here are invented."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.errors import DocumentError
from bedfellows.reader.documents import from_bytes
from bedfellows.reader.webpage import read_page

SENTENCES = (
    "Belmark has admitted that it is in contact with the Highland Front, an invented official said on Monday.",
    "Corvosia and Estmere have for years sent the group weapons, and <b>Corvosia’s</b> help dwarfs the rest.",
    "The two groups have fought each other since 2015, and Belmark therefore sees the Front as a shield.",
)
HIDDEN = (
    "<p hidden>HIDDEN1 Gorland fights Dravia, which nobody sees on the page at all.</p>",
    "<div hidden><p>HIDDEN2 Gorland fights Dravia, which nobody sees on the page at all.</p></div>",
    "<div style='color: red; display: none'><p>HIDDEN3 Gorland fights Dravia, which nobody sees.</p></div>",
    "<p style='VISIBILITY:hidden;'>HIDDEN4 Gorland fights Dravia, which nobody sees on the page.</p>",
    "<p style='font-size: 0'>HIDDEN5 Gorland fights Dravia, which nobody sees on the page at all.</p>",
    "<template><p>HIDDEN6 Gorland fights Dravia, which nobody sees on the page at all.</p></template>",
    "<script>var text = 'HIDDEN7 Gorland fights Dravia';</script>",
    "<style>p::after { content: 'HIDDEN8 Gorland fights Dravia' }</style>",
    "<!-- HIDDEN9 Gorland fights Dravia -->",
    "<p>Seen: <span style='display:none !important'>HIDDEN0 Gorland fights Dravia.</span>Dravia waits.</p>",
)


def page(body: str = "", head: str = "", charset: str = "utf-8") -> str:
    article = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>Bears | Invented Journal</title>{head}</head>
<body><nav><ul><li><a href="/">BOILER1 Home</a></li><li><a href="/world">BOILER2 World</a></li></ul></nav>
<header><p>BOILER3 Subscribe to our newsletter</p></header>
<div class="cookie-banner"><p>BOILER4 We use cookies.</p></div>
<article><h1>Bears</h1>{article}{body}</article>
<aside class="related"><h3>Related</h3><a href="/y">BOILER5 Another story</a></aside>
<section id="comments"><div class="comment"><p>BOILER6 I think so too</p></div></section>
<footer><p>BOILER7 Copyright</p></footer></body></html>"""


META = (
    '<meta property="og:title" content="Bears and students"><meta name="author" content="Jo Doe">'
    '<meta property="og:site_name" content="Invented Journal">'
    '<meta property="article:published_time" content="2017-01-04T10:00:00Z">'
)


def test_the_article_is_read_and_the_boilerplate_is_not() -> None:
    found = from_bytes(page(head=META).encode(), "page.html")
    assert "BOILER" not in found.text
    for sentence in SENTENCES:
        assert sentence.replace("<b>", "").replace("</b>", "") in found.text
    assert (found.title, found.author, found.publisher, found.published) == (
        "Bears and students",
        "Jo Doe",
        "Invented Journal",
        date(2017, 1, 4),
    )


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_browser_does_not_show_is_not_read(hidden) -> None:
    found = read_page(page(hidden), "page.html")
    assert "HIDDEN" not in found.text
    assert "Belmark has admitted" in found.text


def test_only_a_date_that_the_page_states_counts() -> None:
    assert read_page(page("<p>On 3 May 2016 Belmark was asked again.</p>"), "page.html").published is None
    assert read_page(page(head=META.replace("2017-01-04", "2017-13-45")), "page.html").published is None


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "OpinionNewsArticle", "headline": "Bears"}</script>',
        '<meta property="article:section" content="Opinion">',
    ],
)
def test_an_opinion_page_is_told(head) -> None:
    assert read_page(page(head=head), "page.html").kind == "opinion"
    assert read_page(page(), "page.html").kind is None


def test_the_address_names_the_publisher_where_the_page_does_not() -> None:
    found = read_page(page(), "page.html", "https://www.journal.example/bears")
    assert found.publisher in {"journal.example", "Invented Journal"}


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><div id=root></div><script>start()</script></body></html>",
        "<html><body></body></html>",
        "<!doctype html><title>Only a title</title>",
        "<html><body><p>Please enable JavaScript to view this page.</p></body></html>",
        "<html><body><p>12345</p></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(source) -> None:
    with pytest.raises(
        DocumentError, match=r"page\.html: expected a web page with an article, found no article"
    ):
        from_bytes(source.encode(), "page.html")


@pytest.mark.parametrize(
    "stray", ["&#27;", "&#x1b;[31m", "&#0;", "&#1;", "\x00", "\x1b[31m", "&#x202e;", "\u202e"]
)
def test_control_characters_neither_hide_the_article_nor_get_into_it(stray) -> None:
    found = read_page(
        page(f"<p>Dravia {stray}waits in the north of the country for the winter.</p>"), "page.html"
    )
    assert "Belmark has admitted" in found.text
    assert "waits in the north" in found.text
    assert not set(found.text) & set("\x00\x01\x1b\u202e")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16", "iso-8859-1"])
def test_a_page_declares_its_encoding(charset) -> None:
    written = "windows-1252" if charset == "iso-8859-1" else charset
    found = from_bytes(page("<p>The café in Orléans.</p>", charset=charset).encode(written), "page.html")
    assert "Corvosia’s help" in found.text
    assert "café in Orléans" in found.text


def test_a_page_that_declares_the_wrong_encoding_is_read_all_the_same() -> None:
    found = from_bytes(page("<p>The café in Orléans.</p>").encode("windows-1252"), "page.html")
    assert "Corvosia’s help" in found.text
    assert "café in Orléans" in found.text


def test_cyrillic_pages_are_read_as_declared() -> None:
    source = "<html><head><meta charset=windows-1251></head><body><p>Белмарк помогает Фронту в горах.</p></body></html>"
    assert "Белмарк помогает Фронту" in from_bytes(source.encode("cp1251"), "page.html").text


def test_a_fragment_of_paragraphs_and_an_old_table_layout_are_pages_too() -> None:
    fragment = "<p>Belmark arms the Front in the north.</p>\n<p>Corvosia fights it.</p>\n<p>Dravia waits.</p>"
    assert from_bytes(fragment.encode(), "x").text.split("\n") == [
        "Belmark arms the Front in the north.",
        "Corvosia fights it.",
        "Dravia waits.",
    ]
    table = f"<html><body><table><tr><td>{SENTENCES[0]} {SENTENCES[2]}</td></tr></table></body></html>"
    assert SENTENCES[0] in from_bytes(table.encode(), "x").text


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<html><body>" + "<div>" * 5000 + "words and words", "nested"),
        ("<html><body>" + "<b>x</b>" * 210_000, "elements"),
        (
            "<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">words and words</p>",
            "attributes",
        ),
    ],
    ids=["deep", "many", "attributes"],
)
def test_pages_built_to_exhaust_the_parser_are_refused_quickly(source, found) -> None:
    start = time.perf_counter()
    with pytest.raises(DocumentError, match=found):
        from_bytes(source.encode(), "page.html")
    assert time.perf_counter() - start < 5


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div",
                ">",
                "<table>",
                "<td>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<svg>",
                "&#27;",
                "&lt;",
                "<a href='",
                "'>",
                "<![CDATA[",
                "]]>",
                "<body>",
                "</html>",
                "\x00",
                "é",
                "Belmark arms it. ",
            ]
        ),
        max_size=60,
    )
)
@settings(max_examples=100, deadline=None)
def test_broken_html_gives_words_or_a_clear_error(parts) -> None:
    source = "<html>" + "".join(parts)
    try:
        found = read_page(source, "page.html")
    except DocumentError as error:
        assert str(error).startswith("page.html: expected a web page")
    else:
        assert found.text.strip()
        assert found == read_page(source, "page.html")
