"""Named errors of people's decisions."""

from __future__ import annotations

from extractors.errors import KyoseiError


class DecisionsInvalidError(KyoseiError):
    """A `decisions.toml` is not as it should be: `file`, `key`, `problem_ja/en`."""

    code = "DECISIONS_INVALID"
    title_ja = "{file} の「{key}」が正しくありません: {problem_ja}"
    title_en = "{file}: {key}: {problem_en}"
    next_step_ja = "このファイルのその行を直してください。書き方は docs/review.md にあります"
    next_step_en = "Mend that line of the file; docs/review.md shows how it is written"


class DecisionNotPossibleError(KyoseiError):
    """A decision cannot be taken this way: `id`, `problem_ja/en`."""

    code = "DECISION_NOT_POSSIBLE"
    title_ja = "「{id}」についてこの決定はできません: {problem_ja}"
    title_en = "This decision on {id} is not possible: {problem_en}"
    next_step_ja = "kyosei decide --help の例を見て、値か列を直してください"
    next_step_en = "Mend the value or the column; kyosei decide --help shows examples"


class RowTwiceError(KyoseiError):
    """A correction would give a row the key of another one: `file`, `row`, `new`."""

    code = "DECISION_ROW_TWICE"
    title_ja = "{file}: 訂正すると行「{old}」が、既にある行「{new}」と同じになります"
    title_en = "{file}: the correction would make row {old} the same as the existing row {new}"
    next_step_ja = "この決定を decisions.toml から除き、どちらの行が正しいか確かめてください"
    next_step_en = "Take the decision out of decisions.toml and check which of the two rows is right"
