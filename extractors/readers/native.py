"""PDFium's C functions with plain integers for handles.

pypdfium2's own prototypes build a pointer object at every call; on the path that is walked once a character
and once a path segment, integers are three times faster.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import POINTER, PYFUNCTYPE, c_char_p, c_double, c_float, c_int, c_uint, c_ulong, c_void_p, cast
from typing import Any

from pypdfium2 import raw

Handle = int


def address(handle: Any) -> Handle:
    """The integer behind a pypdfium2 pointer or function (0 for a null pointer)."""
    return cast(handle, c_void_p).value or 0


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return PYFUNCTYPE(result, *arguments)(address(function))


_FLOAT = POINTER(c_float)
_DOUBLE = POINTER(c_double)
_H, _I = c_void_p, c_int

char_unicode = _bind(raw.FPDFText_GetUnicode, c_uint, _H, _I)
char_is_generated = _bind(raw.FPDFText_IsGenerated, _I, _H, _I)
char_is_hyphen = _bind(raw.FPDFText_IsHyphen, _I, _H, _I)
char_has_map_error = _bind(raw.FPDFText_HasUnicodeMapError, _I, _H, _I)
char_object = _bind(raw.FPDFText_GetTextObject, c_void_p, _H, _I)
char_loose_box = _bind(raw.FPDFText_GetLooseCharBox, _I, _H, _I, POINTER(raw.FS_RECTF))
char_ink_box = _bind(raw.FPDFText_GetCharBox, _I, _H, _I, _DOUBLE, _DOUBLE, _DOUBLE, _DOUBLE)
char_origin = _bind(raw.FPDFText_GetCharOrigin, _I, _H, _I, _DOUBLE, _DOUBLE)
char_matrix = _bind(raw.FPDFText_GetMatrix, _I, _H, _I, _H)
char_font_size = _bind(raw.FPDFText_GetFontSize, raw.FPDFText_GetFontSize.restype, _H, _I)

text_font = _bind(raw.FPDFTextObj_GetFont, c_void_p, _H)
text_render_mode = _bind(raw.FPDFTextObj_GetTextRenderMode, _I, _H)
set_text_render_mode = _bind(raw.FPDFTextObj_SetTextRenderMode, _I, _H, _I)
font_ascent = _bind(raw.FPDFFont_GetAscent, _I, _H, c_float, _FLOAT)
font_descent = _bind(raw.FPDFFont_GetDescent, _I, _H, c_float, _FLOAT)
font_name = _bind(raw.FPDFFont_GetBaseFontName, c_ulong, _H, _H, c_ulong)

page_object_count = _bind(raw.FPDFPage_CountObjects, _I, _H)
page_object = _bind(raw.FPDFPage_GetObject, c_void_p, _H, _I)
form_object_count = _bind(raw.FPDFFormObj_CountObjects, _I, _H)
form_object = _bind(raw.FPDFFormObj_GetObject, c_void_p, _H, c_ulong)

object_type = _bind(raw.FPDFPageObj_GetType, _I, _H)
object_matrix = _bind(raw.FPDFPageObj_GetMatrix, _I, _H, _H)
object_bounds = _bind(raw.FPDFPageObj_GetBounds, _I, _H, _FLOAT, _FLOAT, _FLOAT, _FLOAT)
object_is_transparent = _bind(raw.FPDFPageObj_HasTransparency, _I, _H)
object_fill_color = _bind(raw.FPDFPageObj_GetFillColor, _I, _H, _H, _H, _H, _H)  # addresses of c_uint
object_stroke_color = _bind(raw.FPDFPageObj_GetStrokeColor, _I, _H, _H, _H, _H, _H)
object_stroke_width = _bind(raw.FPDFPageObj_GetStrokeWidth, _I, _H, _FLOAT)
object_dash_count = _bind(raw.FPDFPageObj_GetDashCount, _I, _H)
object_dash_array = _bind(raw.FPDFPageObj_GetDashArray, _I, _H, _FLOAT, c_ulong)
object_dash_phase = _bind(raw.FPDFPageObj_GetDashPhase, _I, _H, _FLOAT)
object_mark_count = _bind(raw.FPDFPageObj_CountMarks, _I, _H)
object_mark = _bind(raw.FPDFPageObj_GetMark, c_void_p, _H, c_ulong)
mark_value_type = _bind(raw.FPDFPageObjMark_GetParamValueType, _I, _H, c_char_p)
mark_bytes = _bind(
    raw.FPDFPageObjMark_GetParamBlobValue, _I, _H, c_char_p, c_void_p, c_ulong, POINTER(c_ulong)
)
object_clip_path = _bind(raw.FPDFPageObj_GetClipPath, c_void_p, _H)

path_draw_mode = _bind(raw.FPDFPath_GetDrawMode, _I, _H, POINTER(c_int), POINTER(c_int))
path_segment_count = _bind(raw.FPDFPath_CountSegments, _I, _H)
path_segment = _bind(raw.FPDFPath_GetPathSegment, c_void_p, _H, _I)
segment_point = _bind(raw.FPDFPathSegment_GetPoint, _I, _H, _FLOAT, _FLOAT)
segment_type = _bind(raw.FPDFPathSegment_GetType, _I, _H)
segment_closes = _bind(raw.FPDFPathSegment_GetClose, _I, _H)

clip_path_count = _bind(raw.FPDFClipPath_CountPaths, _I, _H)
clip_segment_count = _bind(raw.FPDFClipPath_CountPathSegments, _I, _H, _I)
clip_segment = _bind(raw.FPDFClipPath_GetPathSegment, c_void_p, _H, _I, _I)
