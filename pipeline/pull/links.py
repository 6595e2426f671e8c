"""The links of a landing page that lead to documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.pull.fetch import WebPage
from pipeline.registry import LinkKind, Zone

# Cities' content systems give documents addresses without an ending; the link's text then says what it is
# (`第2次共生ビジョン [828KB pdfファイル]`).
_PDF_PATH = re.compile(r"\.pdf$", re.IGNORECASE)
_PDF_TEXT = re.compile(r"\bpdf|ＰＤＦ", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as printed on a page; `kind` is None where no rule of the registry classifies it."""

    address: str
    text: str
    kind: LinkKind | None


def document_links(page: WebPage, zone: Zone) -> list[Link]:
    """The page's links to documents, each address once, in printed order.

    A link is one to a document when its address or text says PDF, or a rule of the zone fits its address.
    Relative links are taken from the page's `<base>`, or else from its own address.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.html, "html.parser", from_encoding=page.charset)
    base = soup.find("base", href=True)
    root = urljoin(page.address, str(base["href"])) if base else page.address
    # A page of the web does not point into this machine's files.
    schemes = ("http", "https", "file") if urlsplit(page.address).scheme == "file" else ("http", "https")
    found: dict[str, Link] = {}
    for anchor in soup.find_all("a", href=True):
        target = urldefrag(urljoin(root, str(anchor["href"]).strip())).url
        if urlsplit(target).scheme not in schemes:
            continue
        text = _SPACE.sub(" ", anchor.get_text(" ") or str(anchor.get("title", ""))).strip()
        if _is_document(text, target, zone):
            found.setdefault(target, Link(target, text, zone.link_kind(text, target)))
    return list(found.values())


def _is_document(text: str, target: str, zone: Zone) -> bool:
    # A rule on the text alone would also fit the menu's links to web pages about the vision.
    return bool(
        _PDF_PATH.search(urlsplit(target).path)
        or _PDF_TEXT.search(text)
        or any(rule.uri and rule.matches(text, target) for rule in zone.link_rules)
    )
