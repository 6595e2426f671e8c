"""Which decisions hold for a document read on its own: named, beside its tables, or registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.decisions import DecisionsInvalidError, DecisionSources, write_decision
from tests.test_decisions import decision

SHA = "ab" * 32
SOURCE = f"""
[pdf]
file = "vision.pdf"
sha256 = "{SHA}"
source_uri = "file:///vision.pdf"
obtained = 2026-11-24
"""


@pytest.fixture
def registered(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "kita-minami" / "2019-03"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(SOURCE, encoding="utf-8")
    write_decision(folder / "decisions.toml", decision(reason="登録済み"))
    return folder / "decisions.toml"


def chosen(tmp_path: Path, named: Path | None = None, sha256: str = SHA, edition: str = "2019-03"):
    sources = DecisionSources(named, tmp_path / "out", tmp_path / "raw")
    return sources.choose("kita-minami", edition, sha256)


def test_the_registered_document_takes_its_decisions(tmp_path: Path, registered: Path) -> None:
    found = chosen(tmp_path)
    assert (found.file, [one.reason for one in found.decisions]) == (registered, ["登録済み"])


def test_another_document_of_the_edition_does_not_and_says_so(tmp_path: Path, registered: Path) -> None:
    found = chosen(tmp_path, sha256="cd" * 32)
    assert (found.file, found.decisions, found.passed_over) == (None, (), registered)


def test_an_edition_that_is_not_registered_has_none(tmp_path: Path, registered: Path) -> None:
    assert chosen(tmp_path, edition="2020-03").passed_over is None
    assert DecisionSources(None, tmp_path, None).choose("kita-minami", "2019-03", SHA).decisions == ()


def test_a_file_beside_the_tables_comes_before_and_a_named_one_before_both(
    tmp_path: Path, registered: Path
) -> None:
    (tmp_path / "out").mkdir()
    write_decision(tmp_path / "out" / "decisions.toml", decision(reason="確認の頁から"))
    write_decision(tmp_path / "mine.toml", decision(reason="指定"))
    other = "cd" * 32
    assert [one.reason for one in chosen(tmp_path, sha256=other).decisions] == ["確認の頁から"]
    named = chosen(tmp_path, tmp_path / "mine.toml", other)
    assert [one.reason for one in named.decisions] == ["指定"]


def test_a_bad_file_is_an_error_not_nothing(tmp_path: Path, registered: Path) -> None:
    registered.write_text("[[decision]]\n", encoding="utf-8")
    with pytest.raises(DecisionsInvalidError):
        chosen(tmp_path)
