"""A TOML file read into a declared type, with errors that name the file, the key and what is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.toml_problems import line_of, what_is_wrong
from pipeline.registry.errors import RegistryInvalidError, RegistryMissingError

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of what the files declare: frozen, and a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ProblemError(ValueError):
    """A rule of ours that a value breaks, in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        self.ja, self.en = ja, en
        super().__init__(en)


def read_toml(path: Path, kind: type[Model]) -> Model:
    """The file as a `kind`. Raises `RegistryMissingError` or `RegistryInvalidError`."""
    try:
        text = path.read_text(encoding="utf-8")
        declared = tomllib.loads(text)
    except FileNotFoundError:
        raise RegistryMissingError(file=str(path)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _invalid(
            path, "TOML", ProblemError("TOMLとして読めません: " + str(error), str(error))
        ) from error
    try:
        return kind.model_validate(declared)
    except ValidationError as error:
        # A misspelt key is both unknown and missing: told is the word that stands there.
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise _invalid(path, _key(first["loc"]), _problem(dict(first), text, kind)) from error


def _invalid(path: Path, key: str, problem: ProblemError) -> RegistryInvalidError:
    return RegistryInvalidError(file=str(path), key=key, problem_ja=problem.ja, problem_en=problem.en)


def _key(place: tuple[int | str, ...]) -> str:
    """`zones[0].members[1].jis_code` for the place pydantic names; entries are counted from 0."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return "".join(steps).lstrip(".") or "(file)"


def _problem(error: dict[str, Any], text: str, kind: type[BaseModel]) -> ProblemError:
    """What is wrong, with the line it is in."""
    cause = error.get("ctx", {}).get("error")
    told = (
        (cause.ja, cause.en) if isinstance(cause, ProblemError) else what_is_wrong(error, error["loc"], kind)
    )
    line = line_of(text, error["loc"])
    return ProblemError(f"{line}行目 {told[0]}", f"line {line}, {told[1]}") if line else ProblemError(*told)
