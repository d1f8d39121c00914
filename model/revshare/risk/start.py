"""Where an analysis starts: a case under a scenario, and its lines at many points around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Protocol

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.fields import fields
from revshare.inputs import Field, Unit, Value
from revshare.lines import Projection
from revshare.one_thread import one_thread
from revshare.projection import Shocks, project
from revshare.scenarios import OWN_KEY, Values, check_value, values_of

Point = Mapping[str, Value]
"""What differs from the start, by name of the input."""

NUMBERS = (Unit.MONEY, Unit.FRACTION, Unit.NUMBER, Unit.MONTHS, Unit.YEARS, Unit.GIGAWATTS)
_ONE_BY_ONE = (
    *("contracts.*.payment_lag", "contracts.*.loss_expiry", "contracts.*.fiscal_year_end"),
    *("contracts.*.tiers.*.from", "contracts.*.ramp.*.month"),
)
"""Numbers that shape a contract: one projection holds one of each, not an axis of them."""


def is_number(field: Field) -> bool:
    """Whether an input is measured in numbers and given as one."""
    value = field.input.value
    return field.unit in NUMBERS and isinstance(value, int | float)


def takes_an_axis(field: Field) -> bool:
    """Whether one projection may hold many values of the input."""
    return field.unit in NUMBERS and not any(fnmatchcase(field.name, pattern) for pattern in _ONE_BY_ONE)


class Chosen(Protocol):
    """A case with the scenario chosen for it, as an inputs table gives it."""

    @property
    def case(self) -> Case:
        """The case."""

    @property
    def scenario(self) -> str:
        """The scenario; ``own`` for the base with the user's own values."""

    @property
    def own(self) -> Mapping[str, Value]:
        """The user's own values."""


@dataclass(frozen=True)
class Start:
    """A case under a scenario, with changes on top of it.

    Parameters
    ----------
    own
        Values of further inputs, as the user's own column of an inputs table gives them.
    """

    case: Case
    scenario: str
    own: Mapping[str, Value]

    @classmethod
    def of(cls, source: Case | Chosen, scenario: str | None = None) -> Start:
        """The start a case or an inputs table stands for; the scenario is read as `projection_of` reads it."""
        if isinstance(source, Case):
            return cls(source, scenario or "base", {})
        chosen = scenario or source.scenario
        if chosen == OWN_KEY:
            return cls(source.case, "base", source.own)
        return cls(source.case, chosen, {})

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every input by name."""
        return {field.name: field for field in fields(self.case)}

    @cached_property
    def values(self) -> Values:
        """Value of every input."""
        return values_of(self.case, self.scenario, self.own)

    def project(self, changes: Values, shocks: Shocks | None = None) -> Projection:
        """The case with further changes."""
        return project(self.case, self.scenario, {**self.own, **changes}, shocks)

    def totals(self, line: str, points: Sequence[Point]) -> FloatArray:
        """Total of a line at each point; one projection for all that differ in numbers alone.

        Raises
        ------
        InputError
            If there is no such line or input, or a value may not stand there.
        """
        return np.asarray(self.totals_of((line,), points)[0])

    def totals_of(self, lines: Sequence[str], points: Sequence[Point]) -> FloatArray:
        """The same of several lines from the same projections, shape ``(lines, points)``."""
        found = np.empty((len(lines), len(points)))
        with one_thread():
            for alike in _alike(self.fields, points):
                group = [points[at] for at in alike]
                self._refuse_bad(group)
                names = dict.fromkeys(name for point in group for name in point)
                stacked = {
                    name: _column([point.get(name, self.values[name]) for point in group])
                    if takes_an_axis(self.fields[name])
                    else group[0][name]
                    for name in names
                }
                projection = self.project(stacked)
                for row, line in zip(found, lines, strict=True):
                    row[alike] = projection.total(line)
        return found

    def _refuse_bad(self, points: Sequence[Point]) -> None:
        """Arrays are not looked into later, so each value is checked here, once."""
        for name in dict.fromkeys(name for point in points for name in point):
            given = {point[name] for point in points if name in point}
            if name not in self.fields:
                values_of(self.case, overrides={name: given.pop()})
            for value in given:
                check_value(self.fields[name], value)


def _alike(known: Mapping[str, Field], points: Sequence[Point]) -> list[list[int]]:
    """Places of points that share one projection: they agree in every input that takes no axis."""
    groups: dict[frozenset[tuple[str, Value]], list[int]] = {}
    for at, point in enumerate(points):
        fixed = (item for item in point.items() if item[0] in known and not takes_an_axis(known[item[0]]))
        groups.setdefault(frozenset(fixed), []).append(at)
    return list(groups.values())


def _column(values: Sequence[object]) -> FloatArray:
    return np.array(values, dtype=np.float64)[:, np.newaxis]
