"""What can be odd about a print, or why it was not read, in one word each. Callers make them findings."""

from __future__ import annotations

from typing import Literal

NumberFlag = Literal[
    "spaced",  # white space inside the number: 9 0, 0 0 0
    "mixed_width",  # full-width and half-width digits in one number
    "grouping",  # commas not in groups of three: 12,34
    "leading_zero",  # 0123
    "ambiguous_separator",  # a decimal that looks like grouped thousands: 1.358
    "separator",  # separators that fit no number: 1.234.567, 1,,234
    "lookalike",  # a letter or mark in a digit's place: 1O0, or a lone 一, which may be a dash
    "ditto",  # 〃, 同左: what another cell says, which is not known to be the one beside it
    "not_a_number",
]
AmountFlag = Literal[
    "no_unit",
    "unit_conflict",
    "not_money",
    "fraction_of_yen",
    "approximate",
    "two_values",
    "words",  # no amount but words: 別途, 予算の範囲内
]
ValueFlag = Literal[
    "unknown_unit",
    "unit_conflict",
    "two_values",  # more than one value in the cell; none is read
    "leftover",  # words around a number that the grammar does not know
    "looks_like_year",
    "reversed_range",
    "exclusive_bound",  # 未満, 超: the bound itself is not included
    "approximate",
    "double_negative",  # ▲5%減
    "direction_unclear",  # 3ポイント改善: up or down is for the indicator to say
]
YearFlag = Literal[
    "era_overrun",  # a year the era never reached (平成32年): legitimate in plans written before it ended
    "disagree",  # 2015年(平成26年): the two forms name different years
    "reversed",  # a range that ends before it starts
    "length_disagrees",  # 2019年度から2023年度までの6年間
]
Flag = NumberFlag | AmountFlag | ValueFlag | YearFlag
