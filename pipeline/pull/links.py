"""The links of a landing page that lead to documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.pull.fetch import WebPage
from pipeline.registry import LinkKind, Zone

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Cities' content systems give documents addresses without an ending; the link's text then says what it is
# (`第2次共生ビジョン [828KB pdfファイル]`).
_PDF_PATH = re.compile(r"\.pdf$", re.IGNORECASE)
_PDF_TEXT = re.compile(r"\bpdf|ＰＤＦ", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_QUERY = re.compile(r"[?#]")
_MOST_TEXTS = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A link as printed on a page; `kind` is None where no rule of the registry classifies it."""

    address: str
    text: str
    kind: LinkKind | None


def document_links(page: WebPage, zone: Zone) -> list[Link]:
    """The page's links to documents, each address once, in printed order.

    A link is one to a document when its address or text says PDF, or a rule of the zone fits its address.
    Relative links are taken from the page's `<base>`, or else from its own address. What can be no address
    is kept as it is printed: following it says what is wrong.
    """
    tree = _parsed(page)
    base = tree.find(".//base[@href]")
    root = (_joined(page.address, str(base.get("href"))) if base is not None else None) or page.address
    # A page of the web does not point into this machine's files.
    schemes = ("http", "https", "file") if urlsplit(page.address).scheme == "file" else ("http", "https")
    found: dict[str, Link] = {}
    for anchor in tree.iterfind(".//a[@href]"):
        printed = str(anchor.get("href")).strip()
        target = _joined(root, printed)
        if target is not None and target.partition(":")[0] not in schemes:
            continue
        target = target or printed
        # No link's text has more parts; of anchors in anchors each would have those of all the others.
        parts = " ".join(islice(anchor.itertext("*"), _MOST_TEXTS)).strip() or str(anchor.get("title", ""))
        text = _SPACE.sub(" ", parts).strip()
        if _is_document(text, target, zone):
            found.setdefault(target, Link(target, text, zone.link_kind(text, target)))
    return list(found.values())


def _parsed(page: WebPage) -> HtmlElement:
    """The page as a tree, by a parser whose time goes with the page's length whatever is in it."""
    from bs4 import UnicodeDammit
    from lxml import etree
    from lxml.html import HTMLParser

    charsets = [page.charset] if page.charset else []
    text = UnicodeDammit(page.html, charsets, is_html=True).unicode_markup or ""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    tree = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    return tree if tree is not None else etree.fromstring(b"<html></html>", parser)


def _joined(root: str, printed: str) -> str | None:
    """The address that `printed` is from `root`, without its fragment; None where it can be none."""
    try:
        return urldefrag(urljoin(root, printed)).url
    except ValueError:
        return None


def _is_document(text: str, target: str, zone: Zone) -> bool:
    # A rule on the text alone would also fit the menu's links to web pages about the vision.
    return bool(
        _PDF_PATH.search(_QUERY.split(target, maxsplit=1)[0])
        or _PDF_TEXT.search(text)
        or any(rule.uri and rule.matches(text, target) for rule in zone.link_rules)
    )
