"""The examples in the grammar's docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import extractors.text


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(extractors.text.__path__)])
def test_examples(name: str) -> None:
    module = importlib.import_module(f"extractors.text.{name}")
    assert doctest.testmod(module).failed == 0
