"""What the border between cells and arrays costs: per range of 120 months, and per cell of 10,000.

Skipped unless asked for: ``pytest tests/benchmarks --benchmark-only -s``. Times are those of the processor, measured
turn by turn in one run, so that a busy machine slows both sides alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import pytest
from formualizer import Workbook

from revshare_addin import border
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import rows_of
from revshare_addin.headless import bind

MOST = 150e-6
"""Seconds the border may add to a direct call over 120 months."""

CELLS = 10_000
MOST_TIMES = 3.0
"""How many times a trivial registered function of the same cells a cell function may take."""

REVENUE = [100.0 + month for month in range(120)]
COST = [60.0 + 0.5 * month for month in range(120)]
TERMS = [["kind", "profit_share"], ["tiers", "0:0.5; 300:0.4; 800:0.3"], ["annual_cap", 430.0]]
RANGES: dict[str, tuple[str, list[object]]] = {
    "a row and a rate": ("RS_REVENUE_SHARE", [REVENUE, 0.2]),
    "a column and a rate": ("RS_REVENUE_SHARE", [[[month] for month in REVENUE], 0.2]),
    "whole numbers": ("RS_REVENUE_SHARE", [list(map(int, REVENUE)), 0.2]),
    "two rows": ("RS_PROFIT_SHARE", [REVENUE, COST, 0.5, "carryforward"]),
    "an answer half of errors": ("RS_EFFECTIVE_RATE", [COST, [*([0.0] * 60), *REVENUE[60:]]]),
    "tiers": ("RS_TIERED_SHARE", [REVENUE, [0.0, 300.0, 800.0], [0.5, 0.4, 0.3], 12]),
    "flags of a year": ("RS_CAPPED", [REVENUE, 900.0, [float(month % 12 == 3) for month in range(120)]]),
    "a terms block": ("RS_STAGE", [REVENUE, COST, TERMS, "cash", 46023.0]),
}


def seconds(run: Callable[[], object], calls: int) -> float:
    """Processor time of one call, out of several."""
    start = time.process_time()
    for _ in range(calls):
        run()
    return (time.process_time() - start) / calls


@pytest.mark.parametrize("case", RANGES)
def test_the_border_costs_at_most_150_microseconds_over_120_months(case: str, benchmark: Any) -> None:
    name, arguments = RANGES[case]
    function = FUNCTIONS[name]
    values = border._read(function, [rows_of(argument) for argument in arguments])
    result = function.python(**values)
    alone = replace(function, python=lambda **_: result)
    rounds = [
        (seconds(lambda: answer(alone, arguments), 50), seconds(lambda: function.python(**values), 50))
        for _ in range(16)
    ][1:]
    added, direct = (median(times) for times in zip(*rounds, strict=True))
    print(f"\n{case}: direct call {direct * 1e6:.0f} us, the border {added * 1e6:.0f} us (at most 150)")
    benchmark.extra_info.update(direct=direct, added=added)
    benchmark(answer, function, arguments)
    assert added <= MOST


def filled(formula: str) -> Callable[[], None]:
    """A calculation of 10,000 cells that hold the formula over the cell before."""
    book = Workbook()
    book.add_sheet("Cells")
    bind(book)
    book.register_function("TRIVIAL", lambda amount, rate: amount * rate)
    sheet = book.sheet("Cells")
    for row in range(1, CELLS + 1):
        sheet.set_value(row, 1, float(row))
        sheet.set_formula(row, 2, formula.format(row=row))
    return book.evaluate_all


def spent(formulas: Sequence[str]) -> list[float]:
    """Processor time of each formula's calculation, each in a workbook of its own."""
    return [seconds(filled(formula), calls=1) for formula in formulas]


@pytest.mark.parametrize("formula", ["=RS_REVENUE_SHARE(A{row},0.2)", "=RS_CAGR(A{row},200,3)"])
def test_10000_cells_take_at_most_3_times_a_trivial_function(formula: str, benchmark: Any) -> None:
    rounds = [spent([formula, "=TRIVIAL(A{row},0.2)"]) for _ in range(8)][1:]
    ours, trivial = (median(times) for times in zip(*rounds, strict=True))
    print(f"\n{formula}: {ours:.3f} s, trivial {trivial:.3f} s, ratio {ours / trivial:.2f} (at most 3)")
    benchmark.extra_info.update(ours=ours, trivial=trivial, ratio=ours / trivial)
    benchmark.pedantic(lambda calculate: calculate(), setup=lambda: ((filled(formula),), {}), rounds=1)
    assert ours <= MOST_TIMES * trivial
