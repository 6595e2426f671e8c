"""Expectations that Great Expectations does not bring: rules over several columns of one row.

Imports Great Expectations: import this module only where tables are validated.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import MulticolumnMapMetricProvider
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)

_DOMAIN = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")


class _Filled(MulticolumnMapMetricProvider):
    condition_metric_name = "multicolumn_values.kyosei_filled"
    condition_domain_keys = _DOMAIN
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series:
        return column_list.notna().all(axis=1)


class _ExactlyOneNull(MulticolumnMapMetricProvider):
    condition_metric_name = "multicolumn_values.kyosei_exactly_one_null"
    condition_domain_keys = _DOMAIN
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series:
        return column_list.isna().sum(axis=1) == 1


class _Resolves(MulticolumnMapMetricProvider):
    condition_metric_name = "multicolumn_values.kyosei_resolves"
    condition_domain_keys = _DOMAIN
    condition_value_keys = ("referred",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: pd.DataFrame, referred: str, **_: Any) -> pd.Series:
        known = {tuple(key) for key in json.loads(referred)}
        keys = pd.Series(list(column_list.itertuples(index=False, name=None)), index=column_list.index)
        return keys.isin(known) | column_list.isna().any(axis=1)


class ExpectColumnsToBeFilled(MulticolumnMapExpectation):
    """Expect no value of the listed columns to be missing."""

    map_metric: ClassVar[str] = "multicolumn_values.kyosei_filled"
    args_keys = ("column_list",)
    domain_keys: ClassVar[tuple[str, ...]] = _DOMAIN
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)


class ExpectValueOrReason(MulticolumnMapExpectation):
    """Expect either a value or a stated reason for its absence, never both and never neither."""

    map_metric: ClassVar[str] = "multicolumn_values.kyosei_exactly_one_null"
    args_keys = ("column_list",)
    domain_keys: ClassVar[tuple[str, ...]] = _DOMAIN
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)


class ExpectReferenceToResolve(MulticolumnMapExpectation):
    """Expect the listed columns together to be the key of a row of another table, unless one is missing.

    `referred` holds the keys of that table as a JSON list of lists: Great Expectations copies the arguments
    of an expectation many times, which takes seconds for thousands of lists and nothing for one string.
    """

    referred: str

    map_metric: ClassVar[str] = "multicolumn_values.kyosei_resolves"
    args_keys = ("column_list", "referred")
    domain_keys: ClassVar[tuple[str, ...]] = _DOMAIN
    success_keys: ClassVar[tuple[str, ...]] = ("referred", "mostly")
