"""docs/profile.md names every key of a layout profile and no other."""

from __future__ import annotations

import re
from typing import get_args, get_type_hints

from pydantic import BaseModel

from extractors.layouts import select
from extractors.layouts.profile import HeadingStyle, MeasureFieldName, Profile
from tests.kyosei_command import REPOSITORY

PAGE = (REPOSITORY / "docs" / "profile.md").read_text("utf-8")


def _keys() -> set[str]:
    whole = get_type_hints(Profile)["file"]
    keys = set()
    for section, told in whole.model_fields.items():
        part = next((t for t in (told.annotation, *get_args(told.annotation)) if _is_part(t)), None)
        assert part is not None, section
        keys |= {f"{section}.{key}" for key in part.model_fields}
    return keys


def _is_part(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def test_every_key_is_explained_and_every_explained_key_exists() -> None:
    explained = re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", PAGE, re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == _keys()


def test_every_section_has_its_heading() -> None:
    for section in {key.split(".")[0] for key in _keys()}:
        assert re.search(rf"^## \[{{1,2}}{section}\]{{1,2}}( |$)", PAGE, re.MULTILINE), section


def test_every_numbering_style_and_measure_field_is_named() -> None:
    styles = PAGE.split("Styles: ", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([a-z_]+)`", styles)) == set(get_args(HeadingStyle))
    fields = PAGE.split("Fields: ", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([a-z_]+)`", fields)) == set(get_args(MeasureFieldName))


def test_the_limit_of_a_good_fit_is_the_one_in_force() -> None:
    assert f"Below {select.GOOD_FIT * 100:.0f} % none fits" in PAGE
