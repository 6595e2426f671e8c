"""Wrapped lines are joined and paragraphs kept, whatever the width, indent or alignment."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.geometry import Box
from extractors.reading import Cell, Line
from extractors.text.folding import fold
from extractors.text.wrapping import paragraphs, reading_text
from extractors.vision.context import cell_text

EM = 10.5
LEFT = 100.0


def line(text: str, x0: float, row: int, size: float = EM, page: int = 1) -> Line:
    visible = text.strip(" \u3000")
    width = sum(0.5 if c.isascii() else 1.0 for c in visible) * size
    top = 50 + row * size * 1.5
    return Line(text, Box(page, x0, top, x0 + width, top + size), size, "Mincho")


def block(*texts: str, x0: float = LEFT) -> list[Line]:
    return [line(text, x0, row) for row, text in enumerate(texts)]


def centered(*texts: str, middle: float = 200.0) -> list[Line]:
    return [line(t, middle - line(t, 0, 0).box.width_pt / 2, row) for row, t in enumerate(texts)]


def test_a_full_line_was_wrapped() -> None:
    lines = block("子育て世代の経済的", "負担を軽減する。")
    assert reading_text(lines, right_limit_pt=LEFT + 9.3 * EM) == "子育て世代の経済的負担を軽減する。"


def test_a_line_with_room_for_more_ended_its_paragraph() -> None:
    lines = block("英語の森キャンプ", "学習事業", "中学生特別授業")
    assert reading_text(lines, right_limit_pt=LEFT + 9 * EM) == "英語の森キャンプ学習事業\n中学生特別授業"


def test_within_a_sentence_half_a_characters_doubt_is_allowed() -> None:
    lines = block("休日及び夜間の診療", "体制の確保")
    assert reading_text(lines, right_limit_pt=LEFT + 10.3 * EM) == "休日及び夜間の診療体制の確保"
    assert reading_text(lines, right_limit_pt=LEFT + 10.6 * EM) == "休日及び夜間の診療\n体制の確保"


def test_closing_punctuation_needs_room_with_its_character() -> None:
    # One character would fit after 成, but 果。 may not be parted.
    lines = block("研究の成", "果。")
    assert reading_text(lines, right_limit_pt=LEFT + 5.3 * EM) == "研究の成果。"


def test_a_latin_word_is_not_broken() -> None:
    lines = block("構成団体として", "DMO2019と連携")
    assert reading_text(lines, right_limit_pt=LEFT + 9 * EM) == "構成団体としてDMO2019と連携"


def test_a_painted_indent_starts_a_paragraph_and_is_stripped() -> None:
    lines = block("努める。本文を続けていく", "\u3000また、圏域の")
    assert reading_text(lines) == "努める。本文を続けていく\nまた、圏域の"


def test_a_drawn_indent_starts_a_paragraph() -> None:
    lines = [
        line("本文の始まりの行である、", LEFT + EM, 0),
        line("続きの行がここにもあります", LEFT, 1),
        line("また次の段落の始まりで", LEFT + EM, 2),
        line("その続き。", LEFT, 3),
    ]
    assert reading_text(lines, right_limit_pt=LEFT + 13 * EM) == (
        "本文の始まりの行である、続きの行がここにもあります\nまた次の段落の始まりでその続き。"
    )


def test_a_hanging_indent_continues_its_item() -> None:
    lines = [line("・一つ目の項目", LEFT, 0), line("その続きです", LEFT + EM, 1), line("・二つ目", LEFT, 2)]
    assert reading_text(lines, right_limit_pt=LEFT + 7 * EM) == "・一つ目の項目その続きです\n・二つ目"


def test_a_line_that_falls_back_ends_the_item_also_after_a_full_one() -> None:
    lines = [
        line("・一つ目の項目", LEFT, 0),
        line("その続きなの", LEFT + EM, 1),
        line("次の段落です", LEFT, 2),
    ]
    assert reading_text(lines, right_limit_pt=LEFT + 7 * EM) == "・一つ目の項目その続きなの\n次の段落です"


def test_a_line_that_stands_further_in_than_the_lines_before_begins_a_paragraph() -> None:
    lines = [
        line("行を満たす一行", LEFT, 0),
        line("また満たす一行", LEFT, 1),
        line("次の段落", LEFT + EM, 2),
    ]
    assert reading_text(lines, right_limit_pt=LEFT + 7 * EM) == "行を満たす一行また満たす一行\n次の段落"


@pytest.mark.parametrize("mark", ["※", "○", "◎", "●", "*", "一関市：", "一関市・平泉町：", "奥州市："])
def test_a_list_mark_or_owner_starts_a_paragraph_even_after_a_full_line(mark: str) -> None:
    lines = block("行いっぱいの文章があり", f"{mark}次")
    assert reading_text(lines, owners=["一関市", "平泉町"]) == f"行いっぱいの文章があり\n{mark}次"


def test_an_enumerator_in_mid_sentence_does_not_start_a_paragraph() -> None:
    assert reading_text(block("この取組は次に定める", "(1)による。")) == "この取組は次に定める(1)による。"
    assert (
        reading_text(block("この取組を実施する。", "(1)医療の充実")) == "この取組を実施する。\n(1)医療の充実"
    )


def test_a_middle_dot_is_a_list_mark_only_in_a_list() -> None:
    assert (
        reading_text(block("保健や医療の関係機関", "・団体の連携。")) == "保健や医療の関係機関・団体の連携。"
    )
    assert (
        reading_text(block("・保健や医療の関係者", "・団体の連携。"))
        == "・保健や医療の関係者\n・団体の連携。"
    )
    assert (
        reading_text(block("次のとおり実施する。", "・団体の連携。"))
        == "次のとおり実施する。\n・団体の連携。"
    )


def test_names_of_members_stand_alone_even_in_a_tight_cell() -> None:
    names = block("一関市", "平泉町")
    assert (
        reading_text(names, right_limit_pt=LEFT + 3.2 * EM, owners=["一関市", "平泉町"]) == "一関市\n平泉町"
    )


def test_a_justified_last_line_is_known_by_its_wide_pitch() -> None:
    wide = Line("救急医療を実施する。", Box(1, LEFT, 50, LEFT + 20 * EM, 60), EM, "M")
    rest = [
        line("また、圏域の住民に対して周知を図るもので", LEFT, 1),
        line("あり、必要な支援を行う。", LEFT, 2),
    ]
    expected = "救急医療を実施する。\nまた、圏域の住民に対して周知を図るものであり、必要な支援を行う。"
    assert reading_text([wide, *rest], right_limit_pt=LEFT + 20.3 * EM) == expected


@pytest.mark.parametrize("width_em", [4.5, 5, 8, 20])
def test_centred_names_are_paragraphs(width_em: float) -> None:
    lines = centered("一関市", "平泉町")
    half = width_em * EM / 2
    assert reading_text(lines, left_limit_pt=200 - half, right_limit_pt=200 + half) == "一関市\n平泉町"


def test_a_centred_sentence_that_its_cell_wraps_is_one() -> None:
    lines = centered("救急医療体制の確保に関", "する取組")
    half = 11.3 * EM / 2
    expected = "救急医療体制の確保に関する取組"
    assert reading_text(lines, left_limit_pt=200 - half, right_limit_pt=200 + half) == expected


def test_right_aligned_lines_use_the_room_on_their_left() -> None:
    lines = [line("金額の合計", 300 - 5 * EM, 0), line("単位は千円とする額", 300 - 9 * EM, 1)]
    assert reading_text(lines, right_limit_pt=300) == "金額の合計\n単位は千円とする額"


def test_words_keep_their_space_and_addresses_get_none() -> None:
    assert reading_text(block("Destination", "Management")) == "Destination Management"
    assert reading_text(block("https://www.city", "ichinoseki")) == "https://www.cityichinoseki"
    assert reading_text(block("事業費1,0", "00千円です")) == "事業費1,000千円です"


def test_an_ideographic_space_at_the_break_is_kept() -> None:
    assert reading_text(block("医療\u3000", "福祉")) == "医療\u3000福祉"


def test_a_spread_line_loses_its_gaps_but_a_number_keeps_them() -> None:
    assert reading_text(block("一 関 市")) == "一関市"
    assert reading_text(block("9 0, 0 0 0")) == "9 0, 0 0 0"
    assert reading_text(block("一関市 平泉町")) == "一関市 平泉町"


def test_pieces_of_one_row_are_one_line() -> None:
    pieces = [
        line("現状値", LEFT, 0),
        line("(2018年度)", LEFT + 3 * EM, 0),
        line("目標値", LEFT + 20 * EM, 0),
    ]
    assert reading_text(pieces) == "現状値(2018年度)\u3000目標値"


def test_lines_of_two_pages_are_never_one_row() -> None:
    lines = [line("前の頁の最後まで続く", LEFT, 0), line("次の頁の行。", LEFT, 0, page=2)]
    assert reading_text(lines) == "前の頁の最後まで続く次の頁の行。"


def test_vertical_columns_are_joined() -> None:
    columns = [
        Line("事業", Box(1, 20, 50, 30, 70), 10, "M", is_vertical=True),
        Line("概要", Box(1, 8, 50, 18, 70), 10, "M", is_vertical=True),
    ]
    assert reading_text(columns, right_limit_pt=500) == "事業概要"


def test_the_text_is_folded_and_empty_lines_do_not_count() -> None:
    assert reading_text([*block("２０１９年度", "   "), *block("")]) == "2019年度"
    assert reading_text([]) == "" and paragraphs([]) == []


@pytest.mark.parametrize("padding_pt", [0.5, 2.0, 4.1, 5.4])
def test_a_cells_padding_bounds_its_text(padding_pt: float) -> None:
    width = 20 * EM + 2 * padding_pt + 3.0
    box = Box(1, LEFT, 40, LEFT + width, 200)
    texts = ("起業セミナーの開催、起業や商店街空き店舗", "等への支援を行う。", "事業の協力を行う。")
    lines = tuple(line(t, LEFT + padding_pt, row) for row, t in enumerate(texts))
    assert cell_text(Cell(0, 0, 1, 1, box, lines)) == texts[0] + texts[1] + "\n" + texts[2]


NOT_FIRST = "、。」）ー"


def typeset(paragraph: str, width_em: int) -> list[str]:
    """Greedy lines of full-width characters; what may not start a line goes down with the one before it."""
    lines, row = [], ""
    position = 0
    while position < len(paragraph):
        end = position + 1
        while end < len(paragraph) and paragraph[end] in NOT_FIRST:
            end += 1
        chunk = paragraph[position:end]
        if len(row) + len(chunk) > width_em:
            lines.append(row)
            row = ""
        row += chunk
        position = end
    return [*lines, row]


BODY = st.text(
    st.sampled_from("医療福祉圏域の取組を進める事業にカタ、。ー」"), min_size=4, max_size=60
).filter(lambda t: t[0] not in NOT_FIRST and not any(set(pair) <= set(NOT_FIRST) for pair in pairwise(t)))


@given(
    st.lists(BODY, min_size=1, max_size=4), st.integers(12, 40), st.sampled_from(["painted", "drawn", "none"])
)
def test_what_is_set_reads_back(texts: list[str], width_em: int, indent: str) -> None:
    lines: list[Line] = []
    for text in texts:
        rows = typeset(("\u3000" if indent != "none" else "") + text, width_em)
        assume(all(row.strip("\u3000") and len(row) <= width_em for row in rows))
        # Without a line at the margin to compare with, only the room left over can end a paragraph.
        if indent == "none" or (indent == "drawn" and len(rows) == 1):
            assume(len(rows[-1]) < width_em - 4)
        for number, row in enumerate(rows):
            is_indented = number == 0 and indent != "none"
            shown = row[1:] if is_indented and indent == "drawn" else row
            lines.append(line(shown, LEFT + (EM if is_indented else 0), len(lines)))
    right = LEFT + (width_em + 0.4) * EM
    assert reading_text(lines, left_limit_pt=LEFT, right_limit_pt=right).split("\n") == texts


@given(st.lists(st.text(max_size=12), max_size=5), st.floats(0, 300))
def test_nothing_visible_is_lost(texts: list[str], right: float) -> None:
    lines = block(*texts)
    joined = "".join(fold_free(text) for text in texts)
    assert fold_free(reading_text(lines, right_limit_pt=right)) == joined


def fold_free(text: str) -> str:
    return "".join(fold(text).split())
