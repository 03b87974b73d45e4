"""Descriptions of sources (plain text, HTML, Markdown with HTML in it) to Markdown that is safe to show."""

from __future__ import annotations

import html
import re
from typing import Any, cast
from urllib.parse import urljoin

import nh3
from markdownify import MarkdownConverter

from ckanext.resilient.svrc.text import clean
from ckanext.resilient.svrc.trackers import without_trackers

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]+);", re.IGNORECASE)
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,500}\)){0,4000}\)"
# No bracket inside, and not too long: whatever is written, time grows with length and not with its square.
_LABEL = r"([^\[\]]{0,500})"
_IMAGE = re.compile(rf"!\[{_LABEL}\](?:{_TARGET}|\[[^\[\]]{{0,500}}\])?")
# What is left of a linked picture: nothing to read or to press.
_EMPTY_LINK = re.compile(rf"\[\s{{0,20}}\]{_TARGET}")
_UNSAFE = r"\s*<?\s*(?:javascript|data|vbscript|file)\s*:"
_UNSAFE_LINK = re.compile(rf"\[{_LABEL}\](?=\({_UNSAFE}){_TARGET}", re.IGNORECASE)
_UNSAFE_REFERENCE = re.compile(
    rf"^[ ]{{0,3}}\[[^\[\]]{{1,500}}\]:{_UNSAFE}.*$|<(?:javascript|data|vbscript):[^>]*>",
    re.IGNORECASE | re.MULTILINE,
)
# A link without a scheme ("/about", "../file.csv", "#top") leads nowhere outside the page that it was written for.
_RELATIVE_LINK = re.compile(
    rf"\[{_LABEL}\]\(\s*(?![a-z][a-z0-9+.-]*:|//)<?([^\s()<>]+)>?([^()\n]*)\)", re.IGNORECASE
)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_BLOCK = re.compile(r"<(?:p|div|ul|ol|table|h[1-6]|br|section|article|blockquote|pre)\b", re.IGNORECASE)
_TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "noscript", "template", "svg", "head", "form"}
_HEADINGS_BEGIN_AT = 3


class _Converter(MarkdownConverter):
    """Headings of a description stand below those of the page that shows it."""

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:  # noqa: N802 - markdownify's name
        return cast(
            str, cast(Any, super()).convert_hN(min(6, n + _HEADINGS_BEGIN_AT - 1), el, text, parent_tags)
        )


def has_markup(text: str) -> bool:
    """Whether a text holds HTML."""
    return bool(_TAG.search(text))


def to_markdown(text: str, base: str = "") -> str:
    """Safe Markdown of a text: no scripts, no images from elsewhere and no trackers in addresses, entities decoded.

    Plain text and Markdown without HTML come back as they are, but for control characters, trackers and
    relative links.

    Args:
        text: what the source wrote.
        base: address of the page that it was written for; relative links start from there, and without
            it, only their words are left.
    """
    text = clean(text)
    if not has_markup(text) and has_markup(html.unescape(text)):
        # "&lt;p&gt;…": HTML that was escaped once too often on its way
        text = html.unescape(text)
    converted = (
        _from_html(text) if has_markup(text) else html.unescape(text) if _ENTITY.search(text) else text
    )
    converted = _UNSAFE_REFERENCE.sub("", _UNSAFE_LINK.sub(r"\1", _IMAGE.sub(r"\1", converted)))
    converted = _RELATIVE_LINK.sub(lambda link: _absolute(link, base), _EMPTY_LINK.sub("", converted))
    converted = without_trackers(converted)
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", converted)).strip()


def _absolute(link: re.Match[str], base: str) -> str:
    label, target, rest = link.groups()
    if not base or target.startswith("#"):
        return label
    return f"[{label}]({urljoin(base, target)}{rest})"


def to_plain(text: str) -> str:
    """A text on one line without any markup: for titles, names and keywords."""
    text = clean(text)
    if has_markup(text):
        text = nh3.clean(text, tags=set(), clean_content_tags=_DROPPED_WITH_CONTENT)
    # twice: nh3 escapes what it leaves, and sources escape what they send
    return " ".join(clean(html.unescape(html.unescape(text))).split())


def _from_html(text: str) -> str:
    if not _BLOCK.search(text):
        # Line breaks of a Markdown text around a stray tag must outlive its conversion.
        text = re.sub(r"\n", "<br>", text)
    safe = nh3.clean(
        text,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        clean_content_tags=_DROPPED_WITH_CONTENT,
        url_schemes={"http", "https", "mailto", "ftp"},
        link_rel=None,
    )
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        newline_style="backslash",
    )
    try:
        converted = cast(str, cast(Any, converter).convert(safe))
    except RecursionError:
        # Tags nested by the thousand are no layout: the words are what is left.
        return to_plain(text)
    # What was written as &lt;script&gt; is text about a tag: it must not become one.
    shown = _TAG.sub(lambda tag: tag.group().replace("<", "&lt;"), converted)
    return re.sub(r"\\\n", "\n", shown)
