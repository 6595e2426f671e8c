"""Imports run one way, and nothing heavy is imported where the command line starts."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.kyosei_command import REPOSITORY

PACKAGES = ("extractors", "expectations", "pipeline")
FORBIDDEN = {
    "extractors": {"expectations", "pipeline", "prefect", "great_expectations", "pandas", "pyarrow"},
    "expectations": {"extractors", "pipeline", "prefect"},
}
# Imports that take long enough to be felt at every start.
HEAVY = {"pandas", "pyarrow", "prefect", "great_expectations", "pdfplumber", "duckdb", "numpy", "cv2", "PIL"}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(path): path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py")}


def _imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Full names that import statements mention: modules, and what may be modules inside them."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported; `if TYPE_CHECKING` does not."""
    for child in ast.iter_child_nodes(node):
        is_typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not is_typing and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _outside_functions(child)


def at_import(module: str) -> set[str]:
    """What is imported with a module, directly."""
    return set(_imported(_outside_functions(ast.parse(MODULES[module].read_text(encoding="utf-8")))))


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_does_not_know_those_above_it(package: str) -> None:
    for module, path in MODULES.items():
        if module.split(".")[0] == package:
            names = _imported(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            assert not {name.split(".")[0] for name in names} & FORBIDDEN[package], module


def test_modules_import_each_other_in_no_circle() -> None:
    graph = {
        module: {
            name for name in at_import(module) & MODULES.keys() if not f"{module}.".startswith(f"{name}.")
        }
        for module in MODULES
    }
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("command", [name for name in MODULES if name.startswith("pipeline.cli")])
def test_nothing_heavy_is_imported_with_a_command(command: str) -> None:
    reached, open_ones = set[str](), {command, "pipeline.cli"}
    while open_ones:
        module = open_ones.pop()
        reached.add(module)
        parents = {module.rsplit(".", n)[0] for n in range(1, module.count(".") + 1)}
        imported = at_import(module)
        assert not {name.split(".")[0] for name in imported} & HEAVY, f"{module}, reached from {command}"
        open_ones |= ((imported & MODULES.keys()) | parents) - reached


# Typed interfaces of libraries that are declared under another name.
_PART_OF = {"pydantic_core": "pydantic"}
# Not imported: pins of what Prefect brings, and what the README shows to readers of the tables.
_NOT_IMPORTED = {"fastapi", "sqlalchemy", "duckdb", "sudachidict-small"}


def test_libraries_that_are_imported_are_declared_and_the_other_way_round() -> None:
    """What merely happens to be installed with another library may be gone with its next release."""
    imported = {
        name.partition(".")[0]
        for path in MODULES.values()
        for name in _imported(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }
    outside = {_PART_OF.get(name, name) for name in imported - sys.stdlib_module_names - set(PACKAGES)}
    homes = packages_distributions()
    distributions = {homes[name][0].lower().replace("_", "-") for name in outside}
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    named = {re.split(r"[^\w.-]", one)[0].lower() for one in declared}
    assert distributions - named == set()
    assert named - distributions == _NOT_IMPORTED
