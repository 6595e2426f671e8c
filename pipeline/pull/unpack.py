"""The body of an answer as it was before the server packed it, in pieces of bounded size."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

# What a request may ask for; a body in any other coding, or in several, is left as it comes, for what it is
# (a gzip file) to be told by its bytes.
CODINGS: Final = "gzip, deflate"
_UNPACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})
_PIECE_BYTES: Final = 1_000_000
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


def unpacked(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Pieces of at most a megabyte, one at least for each chunk, empty where nothing comes of it yet.

    A chunk of a few kilobytes may unpack to as many megabytes, and packed data may go on for ever without
    meaning a byte. Raises zlib.error for what is not packed as `coding` (a Content-Encoding) says.
    """
    if coding.strip().lower() not in _UNPACKED:
        yield from chunks
        return
    unpacker = None
    for chunk in chunks:
        unpacker = unpacker or _unpacker_for(chunk)
        left = chunk
        while left and not unpacker.eof:
            yield unpacker.decompress(left, _PIECE_BYTES)
            left = unpacker.unconsumed_tail
        yield b""
    if unpacker and not unpacker.eof:
        raise zlib.error("the packed data break off")


def _unpacker_for(head: bytes) -> zlib._Decompress:
    """`deflate` means zlib's format (RFC 9110 §8.4.1.2), but some servers send the bare one."""
    is_bare = head[:1] != b"\x1f" and (head[0] & 0x0F != 8 or int.from_bytes(head[:2]) % 31 != 0)
    return zlib.decompressobj(-zlib.MAX_WBITS if is_bare else _GZIP_OR_ZLIB)
