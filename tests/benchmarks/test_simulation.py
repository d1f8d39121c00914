"""What simulated paths cost beside drawing their random numbers.

Run with ``pytest tests/benchmarks/test_simulation.py --benchmark-only -s``. 100,000 paths of 120 months of 8 revenue
lines, each through a waterfall of three tiers, a yearly cap and a yearly minimum, on two threads: at most 4 times the
draw of their 96 million normals, at most 1.5 times with compiled code. Each side in turn in one run, so that a busy
machine slows all alike. A plain pandas version of a sample shows what the same costs without care.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from statistics import median
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from revshare.contracts.contract import contract_from
from revshare.risk.share_paths import RandomLine, SharePaths, simulate_shares
from revshare.risk.shocks import MonthlyShocks
from revshare.risk.simulation import Survey
from revshare.risk.streams import BLOCK, Normals
from revshare.risk.workers import blocks_of, work_through
from revshare.timeline import Timeline

PATHS, MONTHS, ROUNDS = 100_000, Timeline(date(2026, 1, 1), 120), 5
THRESHOLDS, RATES, CAP, MINIMUM = (0.0, 600.0, 1800.0), (0.3, 0.2, 0.1), 400.0, 60.0
TERMS = {
    "tiers": list(zip(THRESHOLDS, RATES, strict=True)),
    "annual_cap": CAP,
    "annual_minimum": MINIMUM,
}
EXPECTED = np.asarray(100.0 * 1.01 ** np.arange(120))
LINES = {
    f"line {n}": RandomLine(EXPECTED * (1.0 + n / 10.0), MonthlyShocks(0.05), contract_from(TERMS))
    for n in range(8)
}
MOST, MOST_COMPILED, MOST_BYTES = 4.0, 1.5, 1 << 30


def draw() -> None:
    """Draw every normal of every path on two threads, as a simulation does."""

    def blocks(first: int) -> None:
        scratch = np.empty((120, BLOCK))
        for block in range(first, -(-PATHS // BLOCK), 2):
            for name in LINES:
                Normals(1, block, name).draw(scratch)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(blocks, range(2)))


def worked(*, compiled: bool) -> None:
    """Every path drawn, run through its waterfall and counted in, on two threads."""
    work = Survey(SharePaths(LINES, MONTHS, compiled=compiled), tuple(LINES), PATHS)
    work_through(work, blocks_of(PATHS), threads=2, told=lambda _: None)


def simulated() -> None:
    """All that, and the percentiles of 88 columns."""
    simulate_shares(LINES, MONTHS, PATHS, compiled=True, threads=2)


def with_pandas(paths: int) -> None:
    """Long frames, one line at a time: what a first attempt looks like."""
    import pandas as pd  # noqa: PLC0415 - slow to load

    rng = np.random.default_rng(1)
    for line in LINES.values():
        frame = pd.DataFrame(
            {
                "path": np.repeat(np.arange(paths), 120),
                "month": np.tile(np.arange(120), paths),
                "shock": rng.standard_normal(paths * 120) * 0.05 - 0.05**2 / 2,
            }
        )
        growth = np.exp(frame.groupby("path")["shock"].cumsum())
        frame["revenue"] = growth * np.tile(line.expected, paths)
        frame["year"] = frame["month"] // 12
        by_year = frame.groupby(["path", "year"])
        total = by_year["revenue"].cumsum()
        due = sum(
            (total - low).clip(lower=0.0) * step
            for low, step in zip(THRESHOLDS, np.diff(RATES, prepend=0.0), strict=True)
        )
        frame["due"] = np.minimum(due, CAP)
        frame["share"] = by_year["due"].diff().fillna(frame["due"])
        paid = by_year["share"].sum()
        np.maximum(paid, MINIMUM).groupby("year").describe()


def seconds(run: Callable[[], object]) -> float:
    """Time of one call, as a person waits for it."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def test_a_hundred_thousand_paths_cost_little_more_than_their_random_numbers(
    benchmark: Any,
) -> None:
    sample = 1_000
    with threadpool_limits(1):
        worked(compiled=True)
        rounds = [
            (
                seconds(draw),
                seconds(lambda: worked(compiled=False)),
                seconds(lambda: worked(compiled=True)),
                seconds(simulated),
            )
            for _ in range(ROUNDS)
        ]
        pandas = seconds(lambda: with_pandas(sample)) * PATHS / sample
    drawn = median(times[0] for times in rounds)
    plain, compiled, whole = (median(times[side] / times[0] for times in rounds) for side in (1, 2, 3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        f"\ndraw {drawn:.2f} s; numpy {plain:.2f} times it (at most {MOST:g}), compiled {compiled:.2f} times "
        f"(at most {MOST_COMPILED:g}, {whole:.2f} with percentiles), pandas {pandas / drawn:.0f} times; "
        f"peak memory {peak / 2**20:.0f} MiB"
    )
    benchmark.extra_info.update(draw=drawn, plain=plain, compiled=compiled, pandas=pandas / drawn, peak=peak)
    benchmark.pedantic(simulated, rounds=1)
    assert plain <= MOST
    assert compiled <= MOST_COMPILED
    assert peak <= MOST_BYTES
