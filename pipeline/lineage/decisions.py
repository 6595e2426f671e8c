"""A person's decisions on which measure continues which: `raw/<zone>/lineage.toml`.

[[decisions]]
edition = "2020-03"
measure = "m07"                                  # its id within that edition
name = "新しい施策名"                             # as printed there, so that a renumbering is noticed
decision = "continues"                           # continues, new, split or merged
keys = ["ichinoseki-hiraizumi:2019-03:m12"]      # measure_key of what it continues; none for new
reason = "名称のみの変更"
decided_by = "企画課"
decided_on = 2020-04-01
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from pipeline.lineage.errors import StaleLineageError
from pipeline.registry.toml_file import ProblemError, Strict, read_toml

Verdict = Literal["continues", "new", "split", "merged"]

# How many measures of earlier editions each verdict names; None is no upper limit.
_N_KEYS: Final[dict[Verdict, tuple[int, int | None]]] = {
    "continues": (1, 1),
    "new": (0, 0),
    "split": (1, 1),
    "merged": (2, None),
}
_KEY: Final = r"^[a-z0-9-]+:[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]+)?:m[0-9]+$"


class Decision(Strict):
    """One decision on one measure of one edition.

    `continues` takes the key of `keys`; `new` and `split` (a part split off the measure of `keys`) are the
    measure's own first appearance; `merged` takes the first of `keys`, the others end with it.
    """

    edition: str
    measure: Annotated[str, Field(pattern=r"^m[0-9]+$")]
    name: str
    decision: Verdict
    keys: tuple[Annotated[str, Field(pattern=_KEY)], ...] = ()
    reason: Annotated[str, Field(min_length=1)]
    decided_by: str | None = None
    decided_on: date | None = None

    @model_validator(mode="after")
    def _names_what_it_must(self) -> Self:
        fewest, most = _N_KEYS[self.decision]
        if len(self.keys) < fewest or (most is not None and len(self.keys) > most):
            wanted = f"{fewest}" if most == fewest else f"{fewest}+"
            raise ProblemError(
                f"{self.decision} の keys は {wanted} 件です", f"{self.decision} needs {wanted} keys"
            )
        return self

    @property
    def carries(self) -> str | None:
        """The measure_key the measure takes over, None where it is its own first."""
        return self.keys[0] if self.decision in ("continues", "merged") else None


class _File(Strict):
    decisions: tuple[Decision, ...] = ()

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        measures = [(one.edition, one.measure) for one in self.decisions]
        carried = [(one.edition, one.carries) for one in self.decisions if one.carries]
        for named in (measures, carried):
            for place in named:
                if named.count(place) > 1:
                    ja = f"{place[0]} の {place[1]} についての決定が二つあります"
                    raise ProblemError(ja, f"two decisions on {place[1]} in {place[0]}")
        return self


def load_decisions(path: Path, registered: Collection[str]) -> tuple[Decision, ...]:
    """The decisions of a zone, none where there is no file. `registered` are the ids of its editions.

    Raises `RegistryInvalidError` for a file that is not as it should be, `StaleLineageError` for a decision
    on an edition that is not registered.
    """
    if not path.is_file():
        return ()
    decisions = read_toml(path, _File).decisions
    for one in decisions:
        if one.edition not in registered:
            raise StaleLineageError(
                file=str(path), edition=one.edition, registered=", ".join(sorted(registered)) or "-"
            )
    return decisions
