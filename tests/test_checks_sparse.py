"""The checks on documents that print little: what is not there is no error of the program."""

from __future__ import annotations

import pytest

from expectations.contract import EDITION_TABLES
from tests.checks_edition import edition_2019, failures

NAMES = [name for name in EDITION_TABLES if name != "findings"]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_whose_optional_columns_are_all_blank_is_checked_to_the_end(name: str) -> None:
    tables = edition_2019()
    for row in tables[name]:
        row.update({field.name: None for field in EDITION_TABLES[name].fields if not field.required})
    assert all(found.check_id for found in failures(tables))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "editions"])
def test_an_edition_without_a_table_is_checked_to_the_end(name: str) -> None:
    tables = edition_2019()
    tables[name].clear()
    found = failures(tables)
    # A table that others refer to or must account for is missed; one of its own leaves nothing to say.
    assert not [one for one in found if one.table_name == name and one.row_id]
