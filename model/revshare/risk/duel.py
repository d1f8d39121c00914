"""Two deals on the same random paths: how often one comes to less than the other (methods: risk)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs_table import InputsTable
from revshare.risk.plan import Outcomes, Plan
from revshare.risk.simulation import Simulation, survey
from revshare.risk.start import Start
from revshare.risk.streams import BLOCK
from revshare.risk.workers import Told

LESS = "less"
LESS_IN_ALL = "less_in_all"
ROUNDING = 1e-9
"""Fraction of a figure by which the other is no less: clauses that say the same in other words differ by as much."""


def duel(
    one: Case | InputsTable,
    other: Case | InputsTable,
    line: str = "partner_share",
    paths: int = 10_000,
    seed: int = 1,
    *,
    scenario: str | None = None,
    antithetic: bool = False,
    threads: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Simulation:
    """Compare a line of two cases path by path: drivers of the same name take the same place in both.

    Returns
    -------
    Simulation
        Of the line of `one` less that of `other`. Its chances are ``less``, that `one` comes to less in a
        year, and ``less_in_all``, that it does over the horizon.

    Raises
    ------
    InputError
        If the cases cover other years, are in other money, or one of them has no such line.
    """
    starts = [Start.of(source, scenario) for source in (one, other)]
    first, second = (start.case for start in starts)
    if first.timeline.years != second.timeline.years:
        raise InputError(
            f"{first.name} covers {first.timeline.years[0]} to {first.timeline.years[-1]}, {second.name} "
            f"{second.timeline.years[0]} to {second.timeline.years[-1]}; give two cases of the same years"
        )
    if first.money != second.money:
        raise InputError(
            f"{first.name} is in {first.money}, {second.name} in {second.money}; give both in one"
        )
    for start in starts:
        start.project({}).line(line)
    plans = (Plan.of(start, seed, antithetic=antithetic) for start in starts)
    return survey(
        Pair(*in_one_world(*plans)), (line,), paths, threads=threads, cluster=cluster, progress=progress
    )


def in_one_world(one: Plan, other: Plan) -> tuple[Plan, Plan]:
    """Two plans in which every driver they share takes the same place on each path.

    Correlations reorder draws driver by driver, each by those before it alone. So the shared drivers come first in
    both, and are correlated as either case says, the first where both do.
    """
    if one.ranks is None and other.ranks is None:
        return one, other
    shared = [name for name in one.tables if name in other.tables]
    first, second = (_ranks_of(plan, shared) for plan in (one, other))
    alike = np.where(first == 0.0, second, first)
    return _led_by(one, shared, alike), _led_by(other, shared, alike)


def _ranks_of(plan: Plan, names: Sequence[str]) -> FloatArray:
    """Rank correlations of some drivers of a plan."""
    if plan.ranks is None:
        return np.eye(len(names))
    places = [tuple(plan.tables).index(name) for name in names]
    return plan.ranks[np.ix_(places, places)]


def _led_by(plan: Plan, shared: Sequence[str], alike: FloatArray) -> Plan:
    """A plan with some drivers in front, correlated as given."""
    names = [*shared, *(name for name in plan.tables if name not in shared)]
    ranks = _ranks_of(plan, names)
    ranks[: len(shared), : len(shared)] = alike
    return replace(plan, tables={name: plan.tables[name] for name in names}, ranks=ranks)


@dataclass(frozen=True)
class Pair:
    """Two plans drawn together."""

    one: Plan
    other: Plan

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years."""
        return self.one.years

    @property
    def seed(self) -> int:
        """Seed of the draws."""
        return self.one.seed

    @property
    def antithetic(self) -> bool:
        """Whether every other path mirrors the one before it."""
        return self.one.antithetic

    @property
    def drivers(self) -> tuple[str, ...]:
        """Names of what is drawn in either."""
        return tuple(dict.fromkeys(self.one.drivers + self.other.drivers))

    @property
    def held(self) -> Mapping[str, str]:
        """What is held in either."""
        return {**self.other.held, **self.one.held}

    def project(
        self, block: int, lines: Sequence[str], paths: int = BLOCK, told: Told | None = None
    ) -> Outcomes:
        """The difference of a line on the first paths of a block."""
        one = self.one.project(block, lines, paths, told)
        other = self.other.project(block, lines, paths)
        apart = np.asarray(one.found - other.found)
        less = (apart < -ROUNDING * np.maximum(1.0, np.abs(other.found)))[0].T
        return Outcomes(apart, {LESS: less[:, :-1], LESS_IN_ALL: less[:, -1:]})
