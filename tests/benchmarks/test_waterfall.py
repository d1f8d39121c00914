"""How long a full waterfall takes, beside drawing as many random numbers.

Run with ``pytest tests/benchmarks --benchmark-only``; targets: over 100,000 paths of 120 months at most three
times the draw, over one series at most 300 microseconds.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from revshare.arrays import FloatArray
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import waterfall
from revshare.timeline import Timeline

PATHS, BLOCK = 100_000, 4_096
MONTHS = Timeline(date(2026, 1, 1), 120)
CONTRACT = contract_from(
    {
        "kind": "profit_share",
        "tiers": "0:0.5; 300:0.4; 800:0.3",
        "period_cap": 80,
        "annual_cap": 430,
        "lifetime_cap": 3000,
        "annual_minimum": 300,
    }
)


@pytest.fixture(scope="module")
def lines() -> tuple[FloatArray, FloatArray]:
    revenue = 100.0 + 10.0 * np.random.default_rng(1).standard_normal((PATHS, 120))
    return revenue, 0.4 * revenue


def test_drawing_as_many_normals(benchmark: BenchmarkFixture) -> None:
    out = np.empty((PATHS, 120))
    draw = np.random.default_rng(1)
    benchmark(lambda: draw.standard_normal(out=out))


def test_the_waterfall_over_all_paths(
    benchmark: BenchmarkFixture, lines: tuple[FloatArray, FloatArray]
) -> None:
    revenue, cost = lines

    def run() -> float:
        blocks = (slice(first, first + BLOCK) for first in range(0, PATHS, BLOCK))
        return sum(float(waterfall(CONTRACT, revenue[b], cost[b], MONTHS).net_accrual.sum()) for b in blocks)

    assert benchmark(run) > 0


def test_the_waterfall_over_one_series(
    benchmark: BenchmarkFixture, lines: tuple[FloatArray, FloatArray]
) -> None:
    revenue, cost = lines[0][0], lines[1][0]
    result = benchmark(lambda: waterfall(CONTRACT, revenue, cost, MONTHS))
    assert result.net_accrual.shape == (120,)
