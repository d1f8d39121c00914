"""Shares on growth-rate paths: what contracts pay when the growth of each revenue line is random (methods: risk)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import waterfall
from revshare.errors import InputError
from revshare.risk.plain import Plain, plain_of
from revshare.risk.plan import Outcomes
from revshare.risk.shocks import MonthlyShocks, driver_name
from revshare.risk.simulation import Simulation, survey
from revshare.risk.streams import BLOCK, Normals
from revshare.risk.workers import Told
from revshare.timeline import Timeline

COMPILED_FROM = 200_000
"""Paths from which compiled code makes up for the second that loading it takes."""


@dataclass(frozen=True)
class RandomLine:
    """A revenue line on growth-rate paths, and the contract that shares it.

    Parameters
    ----------
    expected
        Revenue by month, money, shape ``(T,)``: the mean of the paths.
    shocks
        Monthly shocks to its growth.
    contract
        Terms in single numbers.
    cost
        Cost per unit of revenue, for contracts that share profit.
    """

    expected: FloatArray
    shocks: MonthlyShocks
    contract: Contract
    cost: float = 0.0


def simulate_shares(
    lines: Mapping[str, RandomLine],
    timeline: Timeline,
    paths: int = 10_000,
    seed: int = 1,
    *,
    antithetic: bool = False,
    compiled: bool | None = None,
    threads: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Simulation:
    """Share of each contract by calendar year, each line on its own random paths; positive when the lab pays.

    The first month's growth is shaken as well. Arguments not named here are those of `simulate`.

    Parameters
    ----------
    compiled
        Whether plain contracts run compiled (the extra ``fast``): the same figures to rounding, sooner for
        many paths. By itself it does where that is installed and pays.

    Raises
    ------
    InputError
        If a line does not cover the timeline, or compiled code is asked for and not installed.
    """
    for name, line in lines.items():
        if line.expected.shape != (timeline.months,):
            raise InputError(f"{name} has {line.expected.size} months, the timeline {timeline.months}")
    installed = find_spec("numba") is not None
    if compiled and not installed:
        raise InputError("compiled paths need numba: pip install 'revshare[fast]'")
    if compiled is None:
        compiled = installed and paths >= COMPILED_FROM
    sampler = SharePaths(dict(lines), timeline, seed, antithetic=antithetic, compiled=compiled)
    return survey(sampler, tuple(lines), paths, threads=threads, cluster=cluster, progress=progress)


@dataclass(frozen=True)
class SharePaths:
    """Lines to draw, and where."""

    lines: Mapping[str, RandomLine]
    timeline: Timeline
    seed: int = 1
    antithetic: bool = False
    compiled: bool = False
    held: Mapping[str, str] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years."""
        return self.timeline.years

    @property
    def drivers(self) -> tuple[str, ...]:
        """Names of what is drawn."""
        return tuple(driver_name(name) for name in self.lines)

    def project(
        self, block: int, lines: Sequence[str], paths: int = BLOCK, told: Told | None = None
    ) -> Outcomes:
        """Share of each line by year on the first paths of a block."""
        found = np.empty((len(lines), len(self.years) + 1, BLOCK))
        scratch = np.empty((self.timeline.months, BLOCK))
        for row, name in zip(found, lines, strict=True):
            shocks = Normals(self.seed, block, driver_name(name), antithetic=self.antithetic)
            self._share(name, shocks, scratch, row[:-1])
            row[-1] = row[:-1].sum(axis=0)
        if told:
            told(paths)
        return Outcomes(found, {}).first(paths)

    @cached_property
    def _plain(self) -> dict[str, Plain | None]:
        """Plain terms of each line, where compiled code is to run and knows them."""
        return {name: plain_of(line.contract) if self.compiled else None for name, line in self.lines.items()}

    def _share(self, name: str, shocks: Normals, scratch: FloatArray, found: FloatArray) -> None:
        """Fill in the share of a line, shape ``(years, BLOCK)``."""
        line, plain = self.lines[name], self._plain[name]
        if plain:
            from revshare.risk.compiled import shares  # noqa: PLC0415 - numba takes a second to load

            year_of = self.timeline.calendar_years - self.years[0]
            shares(shocks, line.shocks.deviation, line.expected, plain, year_of, found)
            return
        # The whole block at once: in smaller parts two threads wait for each other between the calls.
        revenue = line.shocks.paths(shocks, self.timeline.months, out=scratch)
        revenue *= line.expected
        cost = revenue * line.cost if line.cost else np.zeros(self.timeline.months)
        flow = waterfall(line.contract, revenue, cost, self.timeline)
        found[...] = self.timeline.by_year(flow.expense).T
