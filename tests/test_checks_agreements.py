"""Slips in agreements: strangers among the parties, texts that are missing or said twice."""

from __future__ import annotations

from expectations.failures import Failure
from tests.checks_edition import Rows, edition_2019, failures, pick

PREFIX = "ichinoseki-hiraizumi:2019-03:"


def found(tables: dict[str, Rows]) -> list[Failure]:
    return [one for one in failures(tables) if one.check_id.startswith(("agreement.", "zone."))]


def places(tables: dict[str, Rows]) -> list[tuple[str, str]]:
    return [(one.check_id, (one.row_id or "").removeprefix(PREFIX)) for one in found(tables)]


def test_a_stranger_with_a_role_explains_the_party_that_is_missed() -> None:
    tables = edition_2019()
    role = pick(tables, "agreement_roles", agreement_id="a09", municipality="平泉町")
    role["municipality"] = "奥州市"
    (failure,) = found(tables)
    assert (failure.check_id, failure.row_id) == ("zone.unknown_municipality", PREFIX + "a09/奥州市")
    assert [one.check_id for one in failure.consequences] == ["agreement.missing_role"]


def test_a_text_said_twice_is_told_at_the_second_and_blanks_are_no_text() -> None:
    tables = edition_2019()
    first, second = (pick(tables, "agreements", agreement_id=name) for name in ("a08", "a09"))
    second["content"] = first["content"]
    assert places(tables) == [("agreement.duplicate_text", "a09")]
    first["content"] = second["content"] = None
    assert places(tables) == [("agreement.no_content", "a08"), ("agreement.no_content", "a09")]
