"""Checks that need no PDF library: is there a file, may it be read, is it a PDF at all, is its end there."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from extractors.readers.errors import (
    EmptyFile,
    FileMissing,
    FileNameUnreadable,
    FileTooLarge,
    FileUnreadable,
    IsDirectory,
    NotPdf,
    ReadingError,
    TruncatedPdf,
)
from extractors.readers.limits import MEBIBYTE, Limits

_HEAD_BYTES = 64 * 1024
_TAIL_BYTES = 4096
_HEADER_WITHIN = 1024  # readers accept the header within the first 1024 bytes
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)

# magic bytes → what it is, in Japanese and English
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "古い形式のWord・Excelなどの文書", "an old Word, Excel or similar document"),
    (b"\x89PNG", "PNG画像", "a PNG image"),
    (b"\xff\xd8\xff", "JPEG画像", "a JPEG image"),
    (b"GIF8", "GIF画像", "a GIF image"),
    (b"II*\x00", "TIFF画像", "a TIFF image"),
    (b"MM\x00*", "TIFF画像", "a TIFF image"),
    (b"Rar!", "RAR書庫", "a RAR archive"),
    (b"7z\xbc\xaf", "7z書庫", "a 7z archive"),
    (b"\x1f\x8b", "gzip圧縮ファイル", "a gzip file"),
    (b"%!PS", "PostScript文書", "a PostScript document"),
    (b"{\\rtf", "リッチテキスト文書", "a rich text document"),
    (b"\x00\x11DOC", "DocuWorks文書", "a DocuWorks document"),
)


def check_file(path: Path, limits: Limits) -> None:
    """Raise the named error for anything that is no whole PDF file. Reads at most 70 kB.

    Raises FileNameUnreadable, FileMissing, IsDirectory, FileUnreadable, EmptyFile, FileTooLarge, NotPdf or
    TruncatedPdf.
    """
    document = str(path)
    if not _is_unicode(document):
        raise FileNameUnreadable(document=document.encode("utf-8", "replace").decode("utf-8"))
    head, tail, size = _ends_of(path, document)
    if not head.strip(b"\0\t\r\n \f"):
        raise EmptyFile(document=document)
    if b"%PDF-" not in head[: _HEADER_WITHIN + 5]:
        raise _not_pdf(document, head)
    if size > limits.max_file_bytes:
        limit_mb = limits.max_file_bytes // MEBIBYTE
        raise FileTooLarge(document=document, size_mb=size // MEBIBYTE, limit_mb=limit_mb)
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise TruncatedPdf(document=document)


def _is_unicode(name: str) -> bool:
    """Whether a name can be written down; Python keeps the bytes of others as halves of surrogate pairs."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _ends_of(path: Path, document: str) -> tuple[bytes, bytes, int]:
    try:
        if path.is_dir():
            raise IsDirectory(document=document)
        if not path.exists():
            raise FileMissing(document=document)
        if not path.is_file():
            raise FileUnreadable(document=document, reason="not a regular file")
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            stream.seek(max(0, size - _TAIL_BYTES))
            return head, stream.read(_TAIL_BYTES), size
    except (OSError, ValueError) as error:
        raise FileUnreadable(document=document, reason=str(error)) from error


def _not_pdf(document: str, head: bytes) -> ReadingError:
    kind_ja, kind_en = _kind_of(head)
    return NotPdf(document=document, kind_ja=kind_ja, kind_en=kind_en)


def _kind_of(head: bytes) -> tuple[str, str]:
    for magic, kind_ja, kind_en in _KINDS:
        if head.startswith(magic):
            return kind_ja, kind_en
    if head.startswith(b"PK"):
        return _zip_kind(head)
    if re.search(rb"<(!doctype html|html|head|body|title)\b", head[:4096], re.IGNORECASE):
        return _web_page(head)
    if head.lstrip().startswith(b"<?xml"):
        return "XMLファイル", "an XML file"
    if b"\0" not in head[:4096]:
        return "テキストファイル", "a text file"
    return "種類の分からないファイル", "a file of unknown kind"


def _zip_kind(head: bytes) -> tuple[str, str]:
    for mark, kind_ja, kind_en in (
        (b"word/", "Word文書(docx)", "a Word document (docx)"),
        (b"xl/", "Excelブック(xlsx)", "an Excel workbook (xlsx)"),
        (b"ppt/", "PowerPoint(pptx)", "a PowerPoint file (pptx)"),
        (b"opendocument", "OpenDocument文書", "an OpenDocument file"),
    ):
        if mark in head:
            return kind_ja, kind_en
    return "ZIP書庫", "a ZIP archive"


def _web_page(head: bytes) -> tuple[str, str]:
    found = _TITLE.search(_decoded(head))
    title = " ".join(unescape(found.group(1)).split())[:80] if found else ""
    if not title:
        return "保存されたWebページ", "a saved web page"
    return f"保存されたWebページ「{title}」", f'a saved web page, "{title}"'


def _decoded(head: bytes) -> str:
    named = _CHARSET.search(head)
    names = [named.group(1).decode("ascii")] if named else []
    for name in [*names, "utf-8", "cp932", "euc_jp"]:
        try:
            return head.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return head.decode("utf-8", "replace")
