"""The same flow of blocks as HTML, for browsers and office programs to set in their own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

from tests.typesetter.blocks import (
    Arrow,
    Block,
    Contents,
    Cover,
    Frame,
    Grid,
    GridCell,
    Heading,
    PageBreak,
    Prose,
)

WebArrow = Literal["svg", "svg_block", "glyph", "triangle", "css"]
_CELL_GAP_PT = 6.75  # two paddings and a rule, see _SHEET
_GLYPHS = {"glyph": "→", "triangle": "▶"}


@dataclass(frozen=True, slots=True)
class WebStyle:
    """What the page looks like beyond its text. `css` is appended and so wins."""

    font: str = "IPAMincho"
    heading_font: str = "IPAGothic"
    size_pt: float = 10.5
    cell_size_pt: float = 10.0
    page: str = "A4"
    margin_mm: float = 20
    border: str = "0.75pt solid #000"
    is_collapsed: bool = True
    arrow: WebArrow = "svg"
    repeat_header: bool = False
    css: str = ""
    footer: str = '"- " counter(page) " -"'
    header: str = ""
    first_number: int = 1


def render(blocks: list[Block], style: WebStyle, pages: Mapping[int, int]) -> str:
    """The HTML of a document. `pages` gives the printed page of a section, by its index."""
    body = "\n".join(_block(block, style, pages) for block in blocks)
    head = f'<meta charset="utf-8"><title>共生ビジョン</title><style>{_css(style)}</style>'
    return f'<!DOCTYPE html><html lang="ja"><head>{head}</head><body>{body}</body></html>'


_SHEET = """
@page :first { @bottom-center { content: none; } @top-center { content: none; } }
h1, h2, h3, h4, h5 { font-weight: normal; margin: 6pt 0 2pt; break-after: avoid; }
h1 { font-size: 14pt; } h2 { font-size: 12pt; } h3, h4 { font-size: 11pt; } h4 { padding-left: 8pt; }
p { margin: 0; } .caption { break-after: avoid; } .right { text-align: right; }
.center { text-align: center; } .note { font-size: 8pt; }
.frame { border: 1pt solid #000; padding: 8pt; margin: 10pt 30pt; }
table { border-spacing: 0; table-layout: fixed; width: 100%; line-height: 1.25; margin: 2pt 0; }
td { padding: 2pt 3pt; vertical-align: middle; overflow-wrap: anywhere; }
.label { background: #d9d9d9; text-align: center; }
.cover { text-align: center; padding-top: 200pt; font-size: 18pt; } .cover p { margin-top: 80pt; }
.toc h5 { text-align: center; font-size: 13pt; } .toc p { display: flex; }
.toc i { flex: 1; overflow: hidden; white-space: nowrap; direction: rtl; font-style: normal; }
.break { break-after: page; } svg { display: block; }
"""


def _css(style: WebStyle) -> str:
    collapse = "collapse" if style.is_collapsed else "separate"
    boxes = [("top", style.header, 8), ("bottom", style.footer, 9)]
    margins = " ".join(
        f"@{side}-center {{ content: {content}; font: {size}pt '{style.font}'; }}"
        for side, content, size in boxes
        if content
    )
    return f"""
@page {{ size: {style.page}; margin: {style.margin_mm}mm; {margins} }}
body {{ font-family: '{style.font}'; font-size: {style.size_pt}pt; line-height: 1.35; margin: 0; }}
h1, h2, h3, h4, h5, .cover, .label {{ font-family: '{style.heading_font}'; }}
table {{ border-collapse: {collapse}; font-size: {style.cell_size_pt}pt; }}
td {{ border: {style.border}; }}
{_SHEET}{style.css}"""


def _block(block: Block, style: WebStyle, pages: Mapping[int, int]) -> str:
    match block:
        case PageBreak():
            return '<div class="break"></div>'
        case Cover():
            below = f"<p>{block.date}</p><p>{escape(block.publisher)}</p>"
            return f'<div class="cover">{escape(block.title)}{below}</div>'
        case Contents():
            return _contents(block, pages)
        case Heading():
            inline = f"　　{escape(block.inline_text)}" if block.inline_text else ""
            return f"<h{block.level}>{block.label}　{escape(block.title)}{inline}</h{block.level}>"
        case Prose():
            kind = {"caption_center": "center", "caption_right": "right"}.get(block.kind, block.kind)
            extra = " caption" if block.kind.startswith("caption") else ""
            return f'<p class="{kind}{extra}">{escape(block.text)}</p>'
        case Frame():
            return f'<div class="frame">{escape(block.text)}</div>'
        case Grid():
            return _grid(block, style)


def _contents(block: Contents, pages: Mapping[int, int]) -> str:
    lines = []
    for line in block.lines:
        indent = f"padding-left:{(line.level - 1) * 12}pt"
        page = "" if line.section is None else f"<i>{'・' * 80}</i>({pages.get(line.section, 0)})"
        lines.append(f'<p style="{indent}">{line.label}　{escape(line.title)}{page}</p>')
    return f'<div class="toc"><h5>{escape(block.title)}</h5>{"".join(lines)}</div>'


def _grid(grid: Grid, style: WebStyle) -> str:
    edges = [0.0, *grid.edges, 1.0]
    columns = "".join(f'<col style="width:{(b - a) * 100:.3f}%">' for a, b in pairwise(edges))
    rows = [[c for c in grid.cells if c.row == i] for i in range(grid.n_rows)]
    printed = [
        "<tr>" + "".join(_cell(c, style) for c in sorted(row, key=lambda c: c.column)) + "</tr>"
        for row in rows
    ]
    split = grid.header_rows if style.repeat_header else 0
    head = f"<thead>{''.join(printed[:split])}</thead>" if split else ""
    width = f"width:{grid.width_share * 100:.0f}%; margin-left:auto; margin-right:auto"
    return (
        f'<table class="{grid.kind}" style="{width}"><colgroup>{columns}</colgroup>'
        f"{head}<tbody>{''.join(printed[split:])}</tbody></table>"
    )


def _cell(cell: GridCell, style: WebStyle) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    kind = ' class="label"' if cell.is_label else f' style="text-align:{cell.align}"'
    content = (
        _arrow(cell.arrow, style) if cell.arrow else "<br>".join(escape(t) for t in cell.text.split("\n"))
    )
    return f"<td{spans}{kind}>{content}</td>"


def _arrow(arrow: Arrow, style: WebStyle) -> str:
    if style.arrow in _GLYPHS:
        return f'<div style="text-align:right; width:{arrow.end * 100:.1f}%">{_GLYPHS[style.arrow]}</div>'
    place = f"margin-left:{_length(arrow.start)}; width:calc({_length(arrow.end)} - {_length(arrow.start)})"
    if style.arrow != "css":
        return f'<div style="{place}">{_svg(is_block=style.arrow == "svg_block")}</div>'
    return (
        f'<div style="display:flex; align-items:center; {place}">'
        '<div style="flex:1; border-top:1.5pt solid #000"></div>'
        '<div style="border-left:7pt solid #000; border-top:3pt solid transparent; '
        'border-bottom:3pt solid transparent"></div></div>'
    )


def _length(cells: float) -> str:
    """A length in cells: 100% is one cell's content, the neighbours' paddings and rules come on top."""
    return f"calc({cells * 100:.2f}% + {max(cells - 1, 0) * _CELL_GAP_PT:.2f}pt)"


def _svg(is_block: bool) -> str:
    if is_block:
        points = "0.5,6 96,6 96,2 99.5,10 96,18 96,14 0.5,14"
        shape = f'<polygon points="{points}" fill="#888" stroke="#000" stroke-width="0.3"/>'
    else:
        shape = '<rect x="1" y="9.4" width="95" height="1.2"/><polygon points="96,6 99.5,10 96,14"/>'
    size = 'viewBox="0 0 100 20" preserveAspectRatio="none" width="100%" height="16"'
    return f"<svg {size}>{shape}</svg>"
