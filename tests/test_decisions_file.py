"""`decisions.toml` written: one block more or another one in its place, everything else as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.decisions import (
    Decision,
    DecisionNotPossibleError,
    DecisionsInvalidError,
    Ruling,
    decide,
    find_target,
    load_decisions,
    split_blocks,
    write_decision,
)
from pipeline.tabulate import tabulate
from tests.edition_sample import PREFIX, ZONE, extraction
from tests.test_decisions import ROW, accept, corrected, decision

BY_HAND = """\
# 北・南の確認

# 市に電話した
[[decision]]
table = "budgets"
row = "kita-minami:2019-03:m01/2019/total"
column = "amount_yen"
printed = "1,000"       # 千円
action = "accept"
reason = "印刷のとおり"
who = "鈴木"
when = 2026-04-01

# 次の行は照会中
[[decision]]
table = "budgets"
row = "kita-minami:2019-03:m01/2020/total"
column = "amount_yen"
printed = ""
action = "report"
reason = "照会中"
who = "鈴木"
when = 2026-04-02
"""


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def test_a_new_decision_stands_last(by_hand: Path) -> None:
    new = accept(column="fiscal_year", printed="2019")
    write_decision(by_hand, new)
    assert by_hand.read_text(encoding="utf-8").startswith(BY_HAND)
    assert load_decisions(by_hand)[-1] == new
    assert [path.name for path in by_hand.parent.iterdir()] == ["decisions.toml"]


def test_a_decision_on_the_same_value_replaces_the_old_one(by_hand: Path) -> None:
    write_decision(by_hand, decision())
    text = by_hand.read_text(encoding="utf-8")
    assert text.startswith("# 北・南の確認\n\n# 市に電話した\n[[decision]]\n")
    assert text.endswith(BY_HAND[BY_HAND.index("# 次の行") :])
    first, second = load_decisions(by_hand)
    assert (first.action, second.action) == ("correct", "report")


def test_the_first_decision_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    write_decision(path, decision())
    assert path.read_text(encoding="utf-8").startswith("# 確認の決定")
    assert load_decisions(path) == (decision(),)


INLINE = """\
decision = [{table = "measures", row = "a", column = "name", printed = "名", action = "accept", reason = "r", who = "w", when = 2026-04-01}]
"""  # noqa: E501 - the style under test


@pytest.mark.parametrize("text", ["[[decision]]\n", "[[decision", INLINE])
def test_a_file_that_cannot_be_extended_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsInvalidError):
        write_decision(path, decision())
    assert path.read_text(encoding="utf-8") == text


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
said = words.filter(str.strip)


@settings(deadline=None)  # what is tested is no speed
@given(printed=words, reason=said, who=said)
def test_any_words_come_back(tmp_path_factory: Any, printed: str, reason: str, who: str) -> None:
    path = tmp_path_factory.mktemp("any") / "decisions.toml"
    taken = decision(printed=printed, reason=reason, who=who)
    other = accept(column="fiscal_year", printed="[[decision]]")
    for one in (taken, other, taken):
        write_decision(path, one)
    assert load_decisions(path) == (taken, other)


def test_blocks_are_the_whole_text() -> None:
    blocks = split_blocks(BY_HAND)
    assert blocks.preamble + "".join(blocks.decisions) == BY_HAND
    assert len(blocks.decisions) == 2
    assert blocks.decisions[1].startswith("# 次の行は照会中\n[[decision]]")


TABLES = tabulate(extraction(), ZONE, "2019-03", "file.pdf").tables
RULING = Ruling("accept", None, "理由", "佐藤", date(2026, 11, 24))


def test_a_row_and_column_are_found_with_their_print() -> None:
    target = find_target(TABLES, ROW, column="amount_yen")
    assert (target.table, target.row, target.printed) == ("budgets", ROW, "1,000")
    assert decide(target, RULING) == accept(reason="理由", who="佐藤")


@pytest.mark.parametrize(
    ("wanted", "table", "column", "problem"),
    [
        (ROW, None, None, "name the column"),
        (PREFIX + "m77", None, "name", "no such row"),
        (ROW, None, "nosuch", "its columns are"),
        (ROW, "kpis", "amount_yen", "no such row"),
        (PREFIX + "m01/北市", None, "municipality", "name the --table"),
    ],
)
def test_what_is_not_found_is_said(wanted: str, table: str | None, column: str | None, problem: str) -> None:
    with pytest.raises(DecisionNotPossibleError, match=problem):
        find_target(TABLES, wanted, table=table, column=column)


def test_a_value_the_column_cannot_hold_is_refused() -> None:
    target = find_target(TABLES, ROW, column="amount_yen")
    with pytest.raises(DecisionNotPossibleError, match="no value of amount_yen"):
        decide(target, Ruling("correct", "千円", "理由", "佐藤", date(2026, 11, 24)))


def test_a_renamed_row_is_decided_by_its_printed_name() -> None:
    """The published tables show the corrected key; the file keeps to the print."""
    fix: Decision = decision(
        table="measure_municipalities",
        row=PREFIX + "m02/南町",
        column="municipality",
        printed="南町",
        value="北市",
    )
    published = corrected(fix).tables
    target = find_target(
        published,
        PREFIX + "m02/北市",
        table="measure_municipalities",
        column="municipality",
        decisions=(fix,),
    )
    assert target.row == PREFIX + "m02/南町"
    assert decide(target, RULING).place == fix.place
