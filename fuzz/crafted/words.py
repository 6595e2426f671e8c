"""Harm by what is printed: text that files, terminals, tables and patterns could take for something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from fuzz.crafted.build import FONT, Make, documents_of, packed, page, pdf, shown

_LABELS: Final = ("施策名", "関係市町", "取組内容", "事業費見込（千円）", "重要業績評価指標(KPI)", "役割分担")
_LEAF: Final = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 5 0 R>>>>>>"
)
_PROSE: Final = "一関市と平泉町は、圏域の住民のために次の取組を進める。" * 2


def _sheet(rows: Sequence[Sequence[str]], *, height: float = 30, top: float = 780) -> bytes:
    """Operators that draw a ruled table of two columns and what is in its cells."""
    out = bytearray(shown(_PROSE, 50, top + 30))
    for k, (label, text) in enumerate(rows):
        y = top - height * (k + 1)
        out += b"50 %d 120 %d re 170 %d 380 %d re S\n" % (y, height, y, height)
        out += shown(label, 54, y + height / 2 - 4) + shown(text, 174, y + height / 2 - 4)
    return bytes(out)


def _measures(texts: Sequence[str], labels: Sequence[str] = _LABELS) -> bytes:
    """A table of a measure with each of the texts in all of its cells, page by page."""
    pages, more = b"", {}
    for k, text in enumerate(texts):
        pages += b"%d 0 R " % (10 + 2 * k)
        more[10 + 2 * k] = _LEAF % (11 + 2 * k)
        more[11 + 2 * k] = packed(_sheet([(label, text) for label in labels]))
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (pages, len(texts))
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: tree, 5: FONT, **more})


def _titled(title: str) -> bytes:
    cover = shown(title, 60, 820) + shown("2024年3月策定", 60, 805) + shown("一関市", 60, 795)
    return page(cover + _sheet([(label, "一関市" * 3) for label in _LABELS], top=700))


def cells_with_paths() -> bytes:
    """Cells that name folders above, devices and a name of 300 characters."""
    return _measures(["../../../../etc/passwd", "..\\..\\con", "/dev/stdin", "あ" * 300, "~root/.ssh/id"])


def cells_with_commands() -> bytes:
    """Cells that a spreadsheet, a shell, a template and a page would obey."""
    return _measures(
        [
            *("=cmd|' /C calc'!A0", "$(reboot)`reboot`", "{{7*7}}{%raw%}", "<script>alert(1)</script>"),
            *("%s%n%x{0.__class__}", "' OR 1=1;--", "@SUM(1+1)*", '"""\n[x]\ny = \\u0000'),
        ]
    )


def labels_with_syntax() -> bytes:
    """Labels of a table that a profile's syntax or a pattern would read as its own."""
    labels = ('"""', "]\\", "[measure.labels]", "(?=(a+)+$)", "施策\\u0000名", "#名=#", "[/red]", "'''\\")
    return _measures(["内容", "内容"], labels)


def title_with_a_path() -> bytes:
    """A cover that calls its zone by a path."""
    return _titled("第2次../../../tmp/x定住自立圏共生ビジョン")


def title_with_a_date_that_is_none() -> bytes:
    """A cover of the 99th month of the year 99999, in an era that never was."""
    return _titled("令和99999年99月 一関・平泉定住自立圏共生ビジョン 平成0年0月改訂 9999年13月変更")


def title_without_end() -> bytes:
    """A cover whose title is as long as the page's width allows it not to be."""
    return _titled("一関・平泉" * 500 + "定住自立圏共生ビジョン")


def figures_beyond_measure() -> bytes:
    """Amounts of hundreds of digits, in words, in fractions of nothing, and of no sign."""
    return _measures(
        [
            *("9" * 400, "１" * 4000, "1,2,3,4,5,6", "∞", "1e999", "-" * 300 + "1", "△▲-−1", "九" * 300),
            *("兆" * 50, "1億2億3億千万百", "0.000" + "0" * 300 + "1", "½¾²³", "٣٤٥", "𝟗𝟘", "1/0"),
        ]
    )


def years_beyond_time() -> bytes:
    """Years that no calendar has, ranges that run backwards or for ever."""
    return _measures(
        [
            *(
                "平成999999999年度～令和0年度",
                "令和6年度～平成3年度",
                "0年度から9999999年度まで",
                "R" + "9" * 200,
            ),
            *("明治元年～" * 300, "平成30年度～令和4年度" * 200, "H" * 500, "西暦-5年"),
        ]
    )


def brackets_without_end() -> bytes:
    """Brackets, quotes and dots that patterns of text may search in for ever."""
    return _measures(
        [
            "(" * 3000,
            "（（）" * 1000,
            "「" * 3000,
            "、" * 3000,
            "・" * 3000,
            "1." * 2000,
            "①" * 3000,
            " ." * 2000,
        ]
    )


def lists_without_end() -> bytes:
    """Figures, units and years that alternate thousands of times in a cell."""
    return _measures(
        ["1人2千円" * 800, "1,000 " * 1500, "→" * 3000, "○△×" * 1000, "市町村" * 1500, "年度" * 2500]
    )


def marks_upon_marks() -> bytes:
    """A letter under a thousand accents, joined emoji, tags and selectors that draw nothing."""
    return _measures(
        [
            "a" + "\u0301" * 1000,
            "\U0001f468\u200d\U0001f469\u200d" * 300,
            "葛\U000e0100" * 300,
            "\U000e0041" * 500,
            "\ufeff\u200b\u2060\u00ad" * 500,
            "\u202e一関市\u2066平泉町" * 100,
            "ﷺ" * 500,
            "か\u3099は\u309a" * 500,
        ]
    )


def controls_in_cells() -> bytes:
    """Escape sequences, ends of lines and half surrogates as characters of cells."""
    return _measures(["\x1b]0;x\x07", "\x1b[2J\x9b31m", "\0\1\2\3", "\u2028\u2029\x85", "\ufffe\uffff"])


def cells_by_the_9_000() -> bytes:
    """A hundred pages of a measure's table, each with other words."""
    return _measures([f"取組{k}の内容" for k in range(100)], [*_LABELS, *(f"項目{k}" for k in range(9))])


def one_label_in_every_cell() -> bytes:
    """A table whose every cell is the label of a measure's name."""
    return _measures(["施策名"] * 30)


def headings_by_the_5_000() -> bytes:
    """Numbered headings, one below the other, deeper and deeper, over many pages."""
    styles = ("第{}章", "{}", "({})", "①", "ア", "{}-{}", "第{}節", "({}の{})")
    lines = b"".join(
        shown(styles[k % 8].format(k, k) + " 施策の展開", 50 + k % 8 * 9, 800 - k * 1.5 % 760)
        for k in range(5000)
    )
    return page(b"", more={4: packed(lines)})


def one_line_a_page_for_3_000_pages() -> bytes:
    """Three thousand pages with a line and a table each."""
    more = {n: _LEAF % 4 for n in range(6, 3006)}
    kids = b"".join(b"%d 0 R " % n for n in more)
    tree = b"<</Type/Pages/Kids[%s]/Count 3000>>" % kids
    sheet = packed(_sheet([(label, "内容") for label in _LABELS]))
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: tree, 4: sheet, 5: FONT, **more})


WORDS: Final[Mapping[str, Make]] = documents_of(globals())
