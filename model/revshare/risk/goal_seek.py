"""Goal seek: the value of an input at which a line's total reaches a target (methods: risk)."""

from __future__ import annotations

import math

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError, NoSolutionError
from revshare.fields import LARGEST
from revshare.inputs_table import InputsTable
from revshare.risk.drivers import Driver, driver_of
from revshare.risk.start import NUMBERS, Start

POINTS = 17
ROUNDS = 14
"""Each round cuts the bracket to a sixteenth: 14 of them leave nothing that a float could tell apart."""

CLOSE = 1e-9


def goal_seek(
    source: Case | InputsTable, line: str, driver: str, target: float, scenario: str | None = None
) -> float:
    """The value of an input at which a line's total is the target; where there are several, the nearest to today's.

    The whole range that may be entered is searched at a grid of points, so a total that turns between two
    of them may be missed; a table by year takes one value in every year.

    Parameters
    ----------
    target
        Money, or a fraction for a ratio.

    Raises
    ------
    InputError
        If the line or driver is unknown, or the driver is no number.
    NoSolutionError
        If the total does not reach the target, saying what it is at both ends, or jumps over it.
    """
    start = Start.of(source, scenario)
    moved = driver_of(start, driver)
    if not all(field.unit in NUMBERS for field in moved.fields):
        raise InputError(
            f"driver must be a number, and {driver} is none; compare its values by RS_SENSITIVITY"
        )
    if not math.isfinite(target):
        raise InputError(f"target must be a number, got {target}")
    numbers = [value for field in moved.fields if isinstance(value := start.values[field.name], int | float)]
    today = float(np.mean(numbers)) if numbers else 0.0

    def miss(values: FloatArray) -> FloatArray:
        return start.totals(line, [moved.at(float(value)) for value in values]) - target

    values = _grid(moved, today)
    misses = miss(values)
    if not np.isfinite(misses).any():
        raise NoSolutionError(f"{line} does not exist for any value of {driver}; choose another line")
    for _ in range(ROUNDS):
        exact = np.flatnonzero(misses == 0)
        if exact.size:
            return float(values[exact[np.abs(values[exact] - today).argmin()]])
        crossed = np.flatnonzero(np.sign(misses[:-1]) * np.sign(misses[1:]) < 0)
        if not crossed.size:
            raise NoSolutionError(_unreached(line, driver, target, values, misses + target))
        at = crossed[np.abs((values[crossed] + values[crossed + 1]) / 2.0 - today).argmin()]
        values = np.linspace(values[at], values[at + 1], POINTS)
        misses = miss(values)
    best = int(np.nanargmin(np.abs(misses)))
    scale = max(1.0, abs(target))
    if abs(misses[best]) > CLOSE * scale:
        low, high = misses[0] + target, misses[-1] + target
        raise NoSolutionError(
            f"{line} never is {target:g}: at {driver} = {values[best]:g} it jumps from {low:g} to {high:g}"
        )
    return float(values[best])


def _grid(driver: Driver, today: float) -> FloatArray:
    """Points over all that may be entered; where that has no end, by powers of ten around today's value."""
    low = max(field.limits[0] for field in driver.fields)
    high = min(field.limits[1] for field in driver.fields)
    if math.isfinite(low) and math.isfinite(high):
        return np.unique([*np.linspace(low, high, POINTS), today])
    scale = abs(today) or 1.0
    steps = np.minimum(scale * np.logspace(-6, 6, 25), LARGEST)
    points = np.unique([*-steps, 0.0, *steps, today])
    return points[(points >= low) & (points <= high)]


def _unreached(line: str, driver: str, target: float, values: FloatArray, totals: FloatArray) -> str:
    known = np.flatnonzero(np.isfinite(totals))
    first, last = known[0], known[-1]
    return (
        f"{line} does not reach {target:g}: it is {totals[first]:g} at {driver} = {values[first]:g} "
        f"and {totals[last]:g} at {values[last]:g}; choose a target it reaches, or another driver"
    )
