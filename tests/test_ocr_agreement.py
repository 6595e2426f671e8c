"""Looks at one line that differ: what most read is kept by character, and what stays in doubt is told."""

from __future__ import annotations

import pytest

from extractors.ocr.agreement import agreed, other_view
from extractors.ocr.ink import Region
from extractors.ocr.typeset import ReadLine

Trusts = dict[str, float]


def look(text: str, trusts: Trusts) -> ReadLine:
    confidences = tuple(trusts.get(char, 0.97) for char in text)
    return ReadLine(Region(0, 0, 40 * len(text), 40), text, confidences, ((0, 40 * len(text)),))


@pytest.mark.parametrize(
    ("texts", "trusts", "kept", "other"),
    [
        (["圏域の市", "剛域の市", "圏域の市", "圏域の市"], {"剛": 0.7}, "圏域の市", None),
        (["推計人品", "推計人口", "推計人品", "推計人品"], {}, "推計人品", "推計人口"),
        (
            ["盤井川の岸", "磐井川の片", "磐井川の岸", "磐井川の岸"],
            {"盤": 0.6, "片": 0.6},
            "磐井川の岸",
            None,
        ),
        (["圏域の市", "剛域の市", "剛域の市", "圏域の市"], {"剛": 0.7}, "圏域の市", "剛域の市"),
        (["交通ネツット", "交通ネット", "交通ネツット", "交通ネツット"], {}, "交通ネツット", "交通ネット"),
        (["(5)消防", "⑤消防", "(5)消防", "(5)消防"], {"⑤": 0.5}, "(5)消防", "⑤消防"),
        (["30〜50", "30～50", "30〜50", "30～50"], {}, "30〜50", None),
    ],
    ids=[
        "three trusted looks of four",
        "as much trust in the odd look",
        "each look wrong elsewhere",
        "two against two",
        "a character more",
        "figures in rings",
        "one sign, two codes",
    ],
)
def test_what_most_looks_read_is_kept_and_doubts_are_told(
    texts: list[str], trusts: Trusts, kept: str, other: str | None
) -> None:
    looks = [look(text, trusts) for text in texts]
    line, differences = agreed(looks[0], looks)
    assert line.text == kept
    assert len(line.confidences) == len(kept)
    assert other_view(line.text, differences, []) == other


def test_the_sign_of_a_confirmed_share_is_no_figure() -> None:
    looks = [look(text, {}) for text in ("4.81%減", "4.819%減", "4.81%減", "4.81%6減")]
    line, differences = agreed(looks[0], looks)
    assert line.text == "4.81%減"
    assert other_view(line.text, differences, [(0, 5)]) is None
    assert other_view(line.text, differences, []) is not None
