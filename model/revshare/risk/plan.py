"""What a simulation draws, and how: all that a block of paths needs besides its number (methods: risk)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.errors import InputError
from revshare.inputs import Field
from revshare.lines import Projection
from revshare.risk.correlation import Correlations, correlated, rank_matrix
from revshare.risk.distributions import Distribution, Pert, within
from revshare.risk.drivers import drawn, driver_of
from revshare.risk.events import events
from revshare.risk.shocks import MonthlyShocks, driver_name
from revshare.risk.start import Start, takes_an_axis
from revshare.risk.streams import BLOCK, Normals, uniforms
from revshare.risk.uncertainty import correlations_of, distributions_of, kept_of, shocks_of

BATCH = 512
"""Paths projected at once: all lines of them stay near the processor, and memory does not grow with the paths."""


class Outcomes(NamedTuple):
    """What some paths come to.

    Parameters
    ----------
    found
        Each line by year, and over the horizon in the last column, shape ``(lines, years + 1, paths)``.
    events
        Whether each event happened in each year, shape ``(paths, years)``.
    """

    found: FloatArray
    events: dict[str, BoolArray]

    def first(self, paths: int) -> Outcomes:
        """Those of the first paths."""
        return Outcomes(self.found[..., :paths], {name: each[:paths] for name, each in self.events.items()})


@dataclass(frozen=True)
class Plan:
    """A case to simulate.

    Parameters
    ----------
    tables
        Distributions of the inputs of each driver, by driver and input.
    held
        Names of what has a range and is not drawn, each with the reason.
    ranks
        Rank correlation of the drivers; None if they are independent.
    shocks
        Monthly shocks to the growth of a revenue line, by the line.
    antithetic
        Whether every other path mirrors the one before it.
    """

    start: Start
    seed: int
    tables: Mapping[str, Mapping[str, Distribution]]
    held: Mapping[str, str]
    ranks: FloatArray | None
    shocks: Mapping[str, MonthlyShocks] = field(default_factory=dict)
    antithetic: bool = False

    @classmethod
    def of(
        cls,
        start: Start,
        seed: int = 1,
        distributions: Mapping[str, Distribution] | None = None,
        correlations: Correlations | None = None,
        *,
        antithetic: bool = False,
    ) -> Plan:
        """Plan a simulation: the distributions given go before those of the case, and these before stated ranges.

        Correlations given stand for those of the case.
        """
        given = distributions_of(start) | {
            field.name: _kept_to_limits(field, distribution)
            for name, distribution in (distributions or {}).items()
            for field in driver_of(start, name).fields
        }
        found = drawn(start, given, kept_of(start))
        tables = {
            driver.name: {field.name: given.get(field.name) or _hill(start, field) for field in driver.fields}
            for driver in found.drivers
        }
        shocks = shocks_of(start)
        if not tables and not shocks:
            raise InputError(f"{start.case.name} has no input to draw; give inputs a low and a high")
        pairs = correlations_of(start) if correlations is None else correlations
        return cls(start, seed, tables, found.held, _ranks(tuple(tables), pairs), shocks, antithetic)

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years."""
        return self.start.case.timeline.years

    @property
    def drivers(self) -> tuple[str, ...]:
        """Names of what is drawn."""
        return *self.tables, *(driver_name(line) for line in self.shocks)

    def draw(self, block: int) -> dict[str, FloatArray]:
        """Value of every drawn input on each path of a block, shape ``(BLOCK,)``."""
        places = uniforms(self.seed, block, tuple(self.tables), antithetic=self.antithetic)
        if self.ranks is not None:
            places = correlated(places, self.ranks)
        return {
            name: distribution.quantile(place)
            for place, table in zip(places, self.tables.values(), strict=True)
            for name, distribution in table.items()
        }

    def walks(self, block: int) -> dict[str, FloatArray]:
        """What monthly shocks make of each revenue line on each path of a block, shape ``(BLOCK, months)``.

        Months that have begun when the case's data end are known.
        """
        case = self.start.case
        months = case.timeline.months
        known = sum(day <= case.as_of for day in case.timeline.dates)
        return {
            line: shock.paths(
                Normals(self.seed, block, driver_name(line), antithetic=self.antithetic), months, known
            )
            for line, shock in self.shocks.items()
        }

    def project(
        self, block: int, lines: Sequence[str], paths: int = BLOCK, told: Callable[[int], None] | None = None
    ) -> Outcomes:
        """Lines and events on the first paths of a block, a batch of paths at a time."""
        values, walks = self.draw(block), self.walks(block)
        parts = []
        # A batch is projected whole even where its end is cut, so that a longer run begins the same.
        for at in range(0, paths, BATCH):
            batch = slice(at, at + BATCH)
            changes = {name: each[batch, None] for name, each in values.items()}
            shocks = {name: each[batch] for name, each in walks.items()}
            parts.append(outcomes(self.start.project(changes, shocks), lines))
            if told:
                told(min(BATCH, paths - at))
        whole = Outcomes(
            np.concatenate([part.found for part in parts], axis=-1),
            {name: np.concatenate([part.events[name] for part in parts]) for name in parts[0].events},
        )
        return whole.first(paths)


def outcomes(projection: Projection, lines: Sequence[str]) -> Outcomes:
    """Lines and events of a batch of paths."""
    years = len(projection.case.timeline.years)
    found = np.empty((len(lines), years + 1, BATCH))
    for row, name in zip(found, lines, strict=True):
        row[:-1] = np.atleast_2d(projection.by_year(name)).T
        row[-1] = projection.total(name)
    happened = {name: np.broadcast_to(each, (BATCH, years)) for name, each in events(projection).items()}
    return Outcomes(found, happened)


def _hill(start: Start, field: Field) -> Pert:
    """What an input is drawn from unless a distribution is given: its range, likeliest at its value."""
    value = float(start.values[field.name])  # type: ignore[arg-type] # a number, as drawn
    return Pert(field.input.end("low"), value, field.input.end("high"))


def _kept_to_limits(field: Field, distribution: Distribution) -> Distribution:
    if not takes_an_axis(field):
        raise InputError(f"{field.name} cannot be drawn; compare its values by a sensitivity")
    try:
        return within(distribution, field.limits)
    except InputError as fault:
        raise InputError(f"{field.name}: {fault}") from None


def _ranks(names: tuple[str, ...], correlations: Correlations) -> FloatArray | None:
    """The matrix of rank correlations."""
    for name in (name for pair in correlations for name in pair):
        if name not in names:
            raise InputError(f'no driver "{name}" is drawn; choose among {", ".join(names)}')
    return rank_matrix(names, correlations) if correlations else None
