"""Optional content: layers that a document switches off are neither shown nor printed."""

from __future__ import annotations

import ctypes
from typing import Any

from pdfminer.pdftypes import resolve1

from extractors.readers import native

_BOM = b"\xfe\xff"


def layers_switched_off(catalog: Any) -> frozenset[bytes]:
    """The names (as stored, less their byte order mark) of layers off in the default view.

    `catalog` is pdfminer's; PDF 32000-1 §8.11.4. Layers go by their names because that is what PDFium tells.
    """
    properties = _entry(catalog, "OCProperties")
    view = _entry(properties, "D")
    switched_off = list(_entry(view, "OFF") or ())
    if getattr(_entry(view, "BaseState"), "name", "") == "OFF":
        on = {_key(layer) for layer in _entry(view, "ON") or ()}
        switched_off += [layer for layer in _entry(properties, "OCGs") or () if _key(layer) not in on]
    names = (_entry(resolve1(layer), "Name") for layer in switched_off)
    return frozenset(name.removeprefix(_BOM) for name in names if isinstance(name, bytes))


def is_on_layer(handle: native.Handle, names: frozenset[bytes]) -> bool:
    """Whether a page object stands in marked content of one of the layers."""
    count = native.object_mark_count(handle)
    return any(_layer_name(native.object_mark(handle, mark)) in names for mark in range(max(0, count)))


def _layer_name(mark: native.Handle) -> bytes:
    buffer, size = ctypes.create_string_buffer(512), ctypes.c_ulong()
    if not native.mark_bytes(mark, b"Name", buffer, 512, ctypes.byref(size)):
        return b""
    return buffer.raw[: size.value].removeprefix(_BOM)


def _entry(dictionary: Any, key: str) -> Any:
    found = resolve1(dictionary)
    return resolve1(found.get(key)) if isinstance(found, dict) else None


def _key(layer: Any) -> Any:
    return getattr(layer, "objid", id(layer))
