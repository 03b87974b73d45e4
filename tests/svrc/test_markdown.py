"""Descriptions become Markdown that is safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.markdown import to_markdown, to_plain
from ckanext.resilient.svrc.trackers import without_trackers


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, nothing else: 5 < 6 and a > b.",
        "### Title\n\nText with *stress* and a [link](https://example.org/a_b).\n\n- one\n- two",
        "See <https://example.org/page> for more.",
        "snake_case_names and 2 * 3 * 4",
    ],
)
def test_a_text_without_html_stays_as_it_is(text: str) -> None:
    assert to_markdown(text) == text


def test_html_becomes_markdown() -> None:
    text = '<p>List of <strong>day care</strong> centres.</p><ul><li>one</li><li>two</li></ul><a href="http://a.it/x">x</a>'
    assert to_markdown(text) == "List of **day care** centres.\n\n- one\n- two\n\n[x](http://a.it/x)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<p>See the <a href="/notes">notes</a>.</p>', "See the [notes](https://dati.example/notes)."),
        ("[Table](../files/a.csv) and [top](#top)", "[Table](https://dati.example/files/a.csv) and top"),
        ('[Notes](notes.html "More")', '[Notes](https://dati.example/datasets/notes.html "More")'),
        ("[Elsewhere](//other.example/x) [mail](mailto:a@b.example)",) * 2,
    ],
)
def test_a_relative_link_starts_from_the_page_at_the_source(text: str, shown: str) -> None:
    assert to_markdown(text, "https://dati.example/datasets/1") == shown


def test_a_relative_link_of_which_nobody_knows_the_page_leaves_its_words() -> None:
    assert to_markdown("See the [notes](/notes).") == "See the notes."


def test_headings_stand_below_those_of_the_page() -> None:
    assert to_markdown("<h1>Title</h1><p>Text</p>") == "### Title\n\nText"


def test_line_breaks_of_markdown_outlive_a_stray_tag() -> None:
    assert to_markdown("- one\n- <b>two</b>\n- three") == "- one\n- **two**\n- three"


@pytest.mark.parametrize(
    "text",
    [
        "<p>a</p><script>alert(1)</script>",
        '<p onclick="alert(1)">a</p>',
        "<p>a</p><style>p {}</style>",
        '<p>a</p><iframe src="http://evil.example"></iframe>',
        "&lt;p&gt;a&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_active_content_is_removed(text: str) -> None:
    assert to_markdown(text) == "a"


@pytest.mark.parametrize(
    "text",
    [
        '<p><a href="javascript:alert(1)">a</a></p>',
        "[a](javascript:alert(1))",
        "[a](  JavaScript:alert(1) )",
        "a\n\n[b]: javascript:alert(1)",
        "a <javascript:alert(1)>",
    ],
)
def test_links_that_run_code_are_removed(text: str) -> None:
    assert "javascript" not in to_markdown(text).casefold()
    assert "a" in to_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        'a<img src="http://track.example/x.gif" width="1" height="1">',
        "a![pixel](http://track.example/x.gif)",
        "<p>a</p><img src='http://track.example/x.gif'/>",
    ],
)
def test_images_from_elsewhere_are_removed(text: str) -> None:
    assert "track.example" not in to_markdown(text)
    assert to_markdown(text).startswith("a")


def test_a_linked_picture_leaves_no_empty_link() -> None:
    assert (
        to_markdown('<p>a<a href="http://ads.example/"><img src="http://ads.example/x.gif"></a></p>') == "a"
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("http://a.it/x?utm_source=news&id=1", "http://a.it/x?id=1"),
        ("[x](https://a.it/x?fbclid=abc)", "[x](https://a.it/x)"),
        (
            "<p><a href='https://a.it/x?id=1&amp;utm_medium=mail#part'>x</a></p>",
            "[x](https://a.it/x?id=1#part)",
        ),
        ("See <https://a.it/?gclid=1&pk_campaign=2&q=utm_source>.", "See <https://a.it/?q=utm_source>."),
        ("Is utm_source=news a word? yes", "Is utm_source=news a word? yes"),
        ("https://a.it/x?id=1&name=_gala", "https://a.it/x?id=1&name=_gala"),
    ],
)
def test_what_only_follows_the_reader_is_cut_from_addresses(text: str, cleaned: str) -> None:
    assert to_markdown(text) == cleaned


@given(st.text(alphabet="htps:/?&=utm_fbclid()[]<>a #\n", max_size=200))
def test_cutting_trackers_twice_cuts_no_more(text: str) -> None:
    assert without_trackers(without_trackers(text)) == without_trackers(text)


def test_a_text_about_a_tag_does_not_become_one() -> None:
    assert "<script>" not in to_markdown("<p>Use &lt;script&gt; with care</p>")


def test_entities_are_decoded_once_too_often_escaped_ones_too() -> None:
    assert to_markdown("Caf&eacute; &amp; bar") == "Café & bar"
    assert to_plain("L&amp;#39;accès") == "L'accès"


def test_control_and_invisible_characters_are_removed() -> None:
    assert to_markdown("a\x00b\u200bc\ufeff\r\nd") == "abc\nd"


def test_a_title_loses_markup_and_line_breaks() -> None:
    assert to_plain("<b>Asili</b>\n nido  &amp; scuole") == "Asili nido & scuole"


def test_a_title_keeps_signs_that_are_no_markup() -> None:
    assert to_plain("R&D 5<6 & more") == "R&D 5<6 & more"


@pytest.mark.parametrize(
    "text",
    [
        "![" * 20000,
        "[" * 40000,
        "[a](" * 20000,
        "<div>" * 5000 + "x",
        "<ul><li>" * 3000,
        "<" * 40000,
        "&amp;" * 20000,
        "http://a.it/?" * 8000,
        "[ ](" * 20000,
    ],
)
@pytest.mark.timeout(10)
def test_a_text_made_to_stall_or_to_crash_is_converted_in_time(text: str) -> None:
    assert isinstance(to_markdown(text), str)
