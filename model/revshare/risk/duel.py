"""Two deals on the same random paths: how often one comes to less than the other (methods: risk)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
    return survey(Pair(*plans), (line,), paths, threads=threads, cluster=cluster, progress=progress)


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
        return Outcomes(apart, {LESS: apart[0, :-1].T < 0.0, LESS_IN_ALL: apart[0, -1:].T < 0.0})
