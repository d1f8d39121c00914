"""Simulation: lines by year over many paths of all uncertain inputs at once (methods: risk)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Protocol

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs_table import InputsTable
from revshare.risk.correlation import Correlations
from revshare.risk.distributions import Distribution
from revshare.risk.events import PROFIT
from revshare.risk.plan import Outcomes, Plan
from revshare.risk.quantiles import Exact, Kept, kept
from revshare.risk.spread import PERCENTILES, Spread, spreads
from revshare.risk.start import Start
from revshare.risk.streams import BLOCK
from revshare.risk.tally import Tally
from revshare.risk.workers import Told, blocks_of, work_through

MOST_PATHS = 100_000_000


@dataclass(frozen=True)
class Simulation:
    """Lines by year over all paths.

    Parameters
    ----------
    years
        Calendar years.
    paths
        How many were drawn.
    spreads
        Figures of each line, by its name.
    chances
        Probability by year of each event (`revshare.risk.events`), shape ``(years,)``.
    drivers
        Names of what was drawn.
    held
        Names of what has a range and was not, each with the reason.
    kept
        What the percentiles are read from.
    partial
        Whether it was stopped before the last path.
    """

    years: tuple[int, ...]
    paths: int
    seed: int
    spreads: Mapping[str, Spread]
    chances: Mapping[str, FloatArray]
    drivers: tuple[str, ...]
    held: Mapping[str, str]
    kept: Kept
    partial: bool

    @property
    def rank_error(self) -> float:
        """How far the rank of a percentile may be off, as a fraction of the paths: 0 where all were kept."""
        return self.kept.rank_error

    @cached_property
    def outcomes(self) -> dict[str, FloatArray]:
        """The lines on every path, shape ``(paths, years)``; empty where they were not kept."""
        if not isinstance(self.kept, Exact):
            return {}
        columns = range(len(self.years))
        return {
            name: np.stack([self.kept.column(line, column) for column in columns], axis=-1)
            for line, name in enumerate(self.spreads)
        }

    @property
    def profitable(self) -> FloatArray:
        """Probability of an operating profit above 0, by year."""
        return self.chances[PROFIT]

    def table(self, line: str) -> dict[str, list[float]]:
        """A line's figures as columns by header, one row for each year."""
        found = self.spreads[line]
        return {
            "year": list(self.years),
            "mean": found.mean.tolist(),
            "standard error": found.standard_error.tolist(),
            **{f"P{at}": row.tolist() for at, row in zip(PERCENTILES, found.percentiles, strict=True)},
            "probability of profit": self.profitable.tolist(),
        }


def simulate(
    source: Case | InputsTable,
    lines: str | Sequence[str],
    paths: int = 10_000,
    seed: int = 1,
    *,
    scenario: str | None = None,
    distributions: Mapping[str, Distribution] | None = None,
    correlations: Correlations | None = None,
    antithetic: bool = False,
    threads: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Simulation:
    """Draw every uncertain input, and project the case on each path.

    An interruption from the keyboard ends it with the blocks of paths done so far.

    Parameters
    ----------
    paths
        How many; a longer run begins with the paths of a shorter one.
    seed
        Whole number from 0; the same one gives the same paths, on any number of threads or workers.
    distributions
        Distribution of an input, or of each year of a table, by name, truncated to what may be entered;
        otherwise as the case has it, or PERT over the range it states, likeliest at its value. The years of
        one table take the same place in their ranges.
    correlations
        Between drivers, in place of the case's.
    antithetic
        Whether every other path mirrors the one before it; `paths` are then even.
    threads, cluster
        Where to work (`revshare.risk.workers`).
    progress
        Told how many paths are done.

    Raises
    ------
    InputError
        If a line, input or driver is unknown, or there is nothing to draw.
    """
    names = (lines,) if isinstance(lines, str) else tuple(dict.fromkeys(lines))
    plan = Plan.of(Start.of(source, scenario), seed, distributions, correlations, antithetic=antithetic)
    expected = plan.start.project({})
    for name in names:
        expected.line(name)
    return survey(plan, names, paths, threads=threads, cluster=cluster, progress=progress)


class Sampler(Protocol):
    """What is drawn and what it comes to: it travels to whoever works on its blocks."""

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years."""

    @property
    def seed(self) -> int:
        """Seed of the draws."""

    @property
    def antithetic(self) -> bool:
        """Whether every other path mirrors the one before it."""

    @property
    def drivers(self) -> tuple[str, ...]:
        """Names of what is drawn."""

    @property
    def held(self) -> Mapping[str, str]:
        """Names of what has a range and is not drawn, each with the reason."""

    def project(self, block: int, lines: Sequence[str], paths: int, told: Told | None) -> Outcomes:
        """What the first paths of a block come to."""


def survey(
    sampler: Sampler,
    lines: Sequence[str],
    paths: int,
    *,
    threads: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Simulation:
    """Draw and sum up lines of a sampler; the arguments are those of `simulate`."""
    if not 1 <= paths <= MOST_PATHS:
        raise InputError(f"paths must be 1 to {MOST_PATHS:,}, got {paths:,}")
    if sampler.antithetic and paths % 2:
        raise InputError(f"antithetic paths come in pairs; paths must be even, got {paths:,}")
    work = Survey(sampler, tuple(lines), paths)
    tally, stopped = work_through(
        work, blocks_of(paths), threads=threads, cluster=cluster, told=_running_count(progress)
    )
    return Simulation(
        years=sampler.years,
        paths=tally.paths,
        seed=sampler.seed,
        spreads=spreads(tally, lines),
        chances={name: hits / tally.paths for name, hits in tally.hits.items()},
        drivers=sampler.drivers,
        held=sampler.held,
        kept=tally.kept,
        partial=stopped,
    )


@dataclass(frozen=True)
class Survey:
    """The work of a simulation."""

    sampler: Sampler
    lines: tuple[str, ...]
    paths: int

    def empty(self) -> Tally:
        """What no block comes to."""
        return Tally(0, {}, {}, kept(self.paths, len(self.lines), len(self.sampler.years) + 1))

    def tally(self, blocks: range, told: Told | None = None) -> Tally:
        """Work through blocks."""
        found = self.empty()
        for block in blocks:
            paths = min(BLOCK, self.paths - block * BLOCK)
            outcomes = self.sampler.project(block, self.lines, paths, told)
            found.add(block, *outcomes, 2 if self.sampler.antithetic else 1)
        return found


def _running_count(progress: Callable[[int], object] | None) -> Told:
    """Sum up the paths that several workers report, and pass the sum on."""
    done, lock = 0, Lock()

    def told(paths: int) -> None:
        nonlocal done
        with lock:
            done += paths
            if progress:
                progress(done)

    return told
