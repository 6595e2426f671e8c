"""The catalogue of checks: valid, complete for what the code reports, and readable without heavy imports."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from expectations import checks_for
from expectations.catalogue import CatalogueError, load_catalogue, parse_catalogue
from expectations.contract import TABLES
from expectations.rules import RuleKind
from extractors.text.flags import Flag
from extractors.text.projects import ProjectFlag

ROOT = Path(__file__).parent.parent
TEXTS = [f"{key}_{lang}" for key in ("title", "message", "meaning", "why", "todo") for lang in ("ja", "en")]
ENTRY = "\n".join(['["x.y"]', 'severity = "info"', "columns = []", *(f'{key} = "text"' for key in TEXTS)])
FILE_ENDINGS = (".toml", ".csv", ".parquet", ".json", ".pdf")


def reported_ids() -> set[str]:
    """Check ids that stand as whole strings in the code that reports findings."""
    kinds = {check_id.split(".")[0] for check_id in load_catalogue()}
    found = set()
    for package in ("extractors", "expectations", "pipeline"):
        for path in (ROOT / package).rglob("*.py"):
            literals = re.findall(r'"([a-z]+\.[a-z0-9_]*[a-z0-9])"', path.read_text(encoding="utf-8"))
            found |= {i for i in literals if i.split(".")[0] in kinds and not i.endswith(FILE_ENDINGS)}
    return found


def test_every_check_that_code_names_is_in_the_catalogue() -> None:
    columns = {f"{table.name}.{field.name}" for table in TABLES.values() for field in table.fields}
    assert reported_ids() - columns - set(load_catalogue()) == set()


def ids_made_of_words() -> set[str]:
    """Check ids that the code puts together: of flags of the grammar, and of kinds of structural rules."""
    flags = {word for kind in get_args(Flag) for word in get_args(kind)}
    assert len(flags) > 20
    return {
        *(f"value.{word}" for word in flags),
        *(f"projects.{word}" for word in get_args(ProjectFlag)),
        *(f"contract.{word}" for word in get_args(RuleKind)),
    }


def test_every_flag_and_rule_has_a_check() -> None:
    assert ids_made_of_words() <= set(load_catalogue())


def test_every_check_of_the_catalogue_can_be_raised() -> None:
    assert set(load_catalogue()) - reported_ids() - ids_made_of_words() == set()


def reports() -> Iterator[tuple[str, str, set[str]]]:
    """Each `context.report("x.y", …)`: its place, the check, and the words its message is given."""
    for path in (ROOT / "extractors" / "vision").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_report = isinstance(node, ast.Call) and ast.unparse(node.func) == "context.report"
            if is_report and isinstance(node.args[0], ast.Constant):
                yield f"{path.name}:{node.lineno}", node.args[0].value, {str(k.arg) for k in node.keywords}


def test_a_finding_of_the_reading_is_told_with_every_word_of_its_message() -> None:
    of_the_place = {"row_id", "table_name", "column_name", "page"}
    of_the_place |= {f"{kind}_{lang}" for kind in ("table", "column") for lang in ("ja", "en")}
    wanting = []
    for place, check_id, given in reports():
        check = load_catalogue()[check_id]
        parts = string.Formatter().parse(check.message_ja + check.message_en)
        missing = {name for _, name, _, _ in parts if name} - given - of_the_place
        if missing and "None" not in given:
            wanting.append((place, check_id, missing))
    assert not wanting


def test_columns_name_what_the_contract_declares() -> None:
    for check in load_catalogue().values():
        for place in check.columns:
            table, column = place.split(".")
            assert table in TABLES, (check.check_id, place)
            assert column == "*" or column in TABLES[table].by_name, (check.check_id, place)


def test_japanese_and_english_templates_ask_for_the_same_parameters() -> None:
    language = re.compile(r"_(ja|en)$")
    for check in load_catalogue().values():
        ja, en = (
            {language.sub("", name) for name in re.findall(r"\{([a-z_]+)\}", text)}
            for text in (check.message_ja, check.message_en)
        )
        assert ja == en, check.check_id


def test_messages_fill_and_show_what_is_missing() -> None:
    check = load_catalogue()["statistics.members_sum"]
    ja, en = check.messages("129,541", "129,451", {"subject": "圏域合計 2015年", "formula": "1 + 1 = 2 ≠ 3"})
    assert "129,541" in ja
    assert "129,451" in en
    assert "―" in ja


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('severity = "info"', 'severity = "fatal"', "severity"),
        ('title_ja = "text"\n', "", "title_ja"),
        ('why_en = "text"', 'why_en = " "', "why_en"),
        ("columns = []", 'columns = ["budgets"]', "columns"),
        ("columns = []", "columns = [", "Invalid"),
    ],
)
def test_an_invalid_catalogue_is_refused_by_name(old: str, new: str, says: str) -> None:
    assert set(parse_catalogue(ENTRY)) == {"x.y"}
    with pytest.raises(CatalogueError, match=says):
        parse_catalogue(ENTRY.replace(old, new))


def test_checks_for_a_column_and_for_a_table() -> None:
    assert "budget.outlier" in checks_for("budgets", "amount_yen")
    assert "kpi.unit_differs" not in checks_for("budgets", "amount_yen")
    assert "toc.page_mismatch" in checks_for("outline")


def test_preloading_imports_beside_the_caller() -> None:
    code = (
        "import sys, expectations; thread = expectations.preload(); assert thread is expectations.preload(); "
        "thread.join(); print('great_expectations' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "True"


def test_importing_expectations_loads_nothing_heavy() -> None:
    code = (
        "import sys, expectations; expectations.checks_for('budgets'); "
        "print([m for m in ('pandas', 'great_expectations', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
