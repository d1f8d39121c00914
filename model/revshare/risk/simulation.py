"""Simulation: a line by year over many paths of all uncertain inputs at once (methods: risk)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs import Field
from revshare.inputs_table import InputsTable
from revshare.risk.correlation import correlated
from revshare.risk.distributions import Distribution, Pert, within
from revshare.risk.drivers import drawn, driver_of
from revshare.risk.start import Start, takes_an_axis
from revshare.risk.streams import BLOCK, uniforms

BATCH = 512
"""Paths projected at once: all lines of them stay near the processor, and memory does not grow with the paths."""

MOST_PATHS = 10_000_000
PERCENTILES = (5, 25, 50, 75, 95)
PROFIT = "operating_profit"

Correlations = Mapping[tuple[str, str], float]
"""Rank correlation of pairs of drivers, by name; 0 where none is given."""


@dataclass(frozen=True)
class Simulation:
    """A line by year over all paths.

    Parameters
    ----------
    years
        Calendar years.
    outcomes
        The line, shape ``(paths, years)``.
    profitable
        Probability of an operating profit above 0, by year.
    drivers
        Names of what was drawn.
    held
        Names of what has a range and was not, each with the reason.
    """

    years: tuple[int, ...]
    outcomes: FloatArray
    profitable: FloatArray
    drivers: tuple[str, ...]
    held: Mapping[str, str]

    @property
    def mean(self) -> FloatArray:
        """Mean by year."""
        return np.asarray(self.outcomes.mean(axis=0))

    @property
    def standard_error(self) -> FloatArray:
        """Standard deviation of the mean by year; NaN for a single path."""
        paths = len(self.outcomes)
        if paths == 1:
            return np.full(len(self.years), np.nan)
        return np.asarray(self.outcomes.std(axis=0, ddof=1) / np.sqrt(paths))

    @cached_property
    def percentiles(self) -> FloatArray:
        """Values that 5, 25, 50, 75 and 95 % of the paths do not exceed, shape ``(5, years)``."""
        return np.asarray(np.percentile(self.outcomes, PERCENTILES, axis=0))

    @property
    def table(self) -> dict[str, list[float]]:
        """The figures as columns by header, one row for each year."""
        return {
            "year": list(self.years),
            "mean": self.mean.tolist(),
            "standard error": self.standard_error.tolist(),
            **{f"P{at}": row.tolist() for at, row in zip(PERCENTILES, self.percentiles, strict=True)},
            "probability of profit": self.profitable.tolist(),
        }


def simulate(
    source: Case | InputsTable,
    line: str,
    paths: int = 10_000,
    seed: int = 1,
    *,
    scenario: str | None = None,
    distributions: Mapping[str, Distribution] | None = None,
    correlations: Correlations | None = None,
    progress: Callable[[int], object] | None = None,
) -> Simulation:
    """Draw every input that states a range, and project the case on each path.

    Parameters
    ----------
    paths
        How many; a longer run begins with the paths of a shorter one.
    seed
        Whole number from 0; the same one gives the same paths.
    distributions
        Distribution of an input, or of each year of a table, by name, truncated to what may be entered;
        otherwise PERT over the range it states, likeliest at its value. The years of one table take the
        same place in their ranges.
    correlations
        Between drivers; otherwise they are independent.
    progress
        Told how many paths are done.

    Raises
    ------
    InputError
        If a line, input or driver is unknown, or there is nothing to draw.
    """
    if not 1 <= paths <= MOST_PATHS:
        raise InputError(f"paths must be 1 to {MOST_PATHS:,}, got {paths:,}")
    plan = Plan.of(Start.of(source, scenario), seed, distributions, correlations)
    plan.start.totals(line, [{}])
    years = plan.start.case.timeline.years
    outcomes, above, done = np.empty((paths, len(years))), np.zeros(len(years)), 0
    for block in range(-(-paths // BLOCK)):
        for found, profit in plan.project(block, line, min(BLOCK, paths - block * BLOCK)):
            outcomes[done : done + len(found)] = found
            above += (profit > 0).sum(axis=0)
            done += len(found)
            if progress:
                progress(done)
    names = tuple(plan.tables)
    return Simulation(years, outcomes, above / paths, names, plan.held)


@dataclass(frozen=True)
class Plan:
    """What is drawn, and how: all that a block of paths needs besides its number.

    Parameters
    ----------
    tables
        Distributions of the inputs of each driver, by driver and input.
    ranks
        Rank correlation of the drivers; None if they are independent.
    """

    start: Start
    seed: int
    tables: Mapping[str, Mapping[str, Distribution]]
    held: Mapping[str, str]
    ranks: FloatArray | None

    @classmethod
    def of(
        cls,
        start: Start,
        seed: int = 1,
        distributions: Mapping[str, Distribution] | None = None,
        correlations: Correlations | None = None,
    ) -> Plan:
        """Plan a simulation; what a distribution is given for is drawn, whether it states a range or not."""
        given = {
            field.name: _kept_to_limits(field, distribution)
            for name, distribution in (distributions or {}).items()
            for field in driver_of(start, name).fields
        }
        found = drawn(start, given)
        tables = {
            driver.name: {field.name: given.get(field.name) or _hill(start, field) for field in driver.fields}
            for driver in found.drivers
        }
        if not tables:
            raise InputError(f"{start.case.name} has no input to draw; give inputs a low and a high")
        return cls(start, seed, tables, found.held, _ranks(tuple(tables), correlations))

    def draw(self, block: int) -> dict[str, FloatArray]:
        """Value of every drawn input on each path of a block, shape ``(BLOCK,)``."""
        places = uniforms(self.seed, block, len(self.tables))
        if self.ranks is not None:
            places = correlated(places, self.ranks)
        return {
            name: distribution.quantile(place)
            for place, table in zip(places, self.tables.values(), strict=True)
            for name, distribution in table.items()
        }

    def project(self, block: int, line: str, paths: int = BLOCK) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Line and operating profit by year on the first paths of a block, a batch of paths at a time."""
        values = self.draw(block)
        shape = (BATCH, len(self.start.case.timeline.years))
        for at in range(0, paths, BATCH):
            # A batch is projected whole even where its end is cut, so that a longer run begins the same.
            projection = self.start.project(
                {name: all_[at : at + BATCH, None] for name, all_ in values.items()}
            )
            found, profit = (np.broadcast_to(projection.by_year(name), shape) for name in (line, PROFIT))
            yield found[: paths - at], profit[: paths - at]


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


def _ranks(names: tuple[str, ...], correlations: Correlations | None) -> FloatArray | None:
    """The matrix of rank correlations."""
    if not correlations:
        return None
    ranks = np.eye(len(names))
    for pair, rank in correlations.items():
        for name in pair:
            if name not in names:
                raise InputError(f'no driver "{name}" is drawn; choose among {", ".join(names)}')
        one, other = (names.index(name) for name in pair)
        ranks[one, other] = ranks[other, one] = rank
    return ranks
