"""Goal seek: the value of an input at which a line's total reaches a target (methods: risk)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError, ModelError, NoSolutionError
from revshare.fields import LARGEST
from revshare.inputs_table import InputsTable
from revshare.risk.drivers import Driver, driver_of
from revshare.risk.start import NUMBERS, Point, Start

POINTS = 17
ROUNDS = 14
"""Each round cuts the bracket to a sixteenth: 14 of them leave nothing that a float could tell apart."""

CLOSE = 1e-9
"""What an answer may miss the target by, relative; more is a jump."""

ROUNDING = 1e-12
"""What misses the target by less, relative, meets it."""

Stretch: TypeAlias = tuple[float, float]
"""From one value of the driver to another."""


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
        return _totals(start, line, [moved.at(float(value)) for value in values]) - target

    values = _grid(moved, today)
    misses = miss(values)
    if not np.isfinite(misses).any():
        raise NoSolutionError(f"{line} does not exist for any value of {driver}; choose another line")
    scale = max(1.0, abs(target))
    stretches = _stretches(values, misses, today, ROUNDING * scale)
    if not stretches:
        raise NoSolutionError(_unreached(line, driver, target, values, misses + target))
    found: list[float] = []
    jumps: list[str] = []
    for stretch in stretches:
        if found and _apart(stretch, today) >= abs(found[0] - today):
            break
        values, misses = _narrowed(miss, stretch, today, ROUNDING * scale)
        best = int(np.nanargmin(np.abs(misses)))
        if abs(misses[best]) <= CLOSE * scale:
            found = sorted((*found, float(values[best])), key=lambda value: abs(value - today))
        else:
            low, high = misses[0] + target, misses[-1] + target
            jumps.append(f"at {driver} = {values[best]:g} it jumps from {low:g} to {high:g}")
    if not found:
        raise NoSolutionError(f"{line} never is {target:g}: {jumps[0]}")
    return found[0]


def _totals(start: Start, line: str, points: Sequence[Point]) -> FloatArray:
    """Total at each point; NaN where the driver makes the case impossible."""
    try:
        return start.totals(line, points)
    except ModelError:
        if len(points) == 1:
            raise
    start.totals(line, [{}])
    found = np.full(len(points), np.nan)
    for at, point in enumerate(points):
        with suppress(ModelError):
            found[at] = start.totals(line, [point])[0]
    return found


def _narrowed(
    miss: Callable[[FloatArray], FloatArray], stretch: Stretch, today: float, least: float
) -> tuple[FloatArray, FloatArray]:
    """Narrow a stretch to where the target is met nearest to today's value.

    Returns
    -------
    tuple
        The last points tried, and what each misses the target by.
    """
    for _ in range(ROUNDS):
        values = np.linspace(*stretch, POINTS)
        misses = miss(values)
        within = _stretches(values, misses, today, least)
        # Where rounding alone made a change of sign, none may be left.
        if not within:
            break
        stretch = within[0]
        if stretch[0] == stretch[1]:
            return np.array(stretch[:1]), miss(np.array(stretch[:1]))
    return values, misses


def _stretches(values: FloatArray, misses: FloatArray, today: float, least: float) -> list[Stretch]:
    """Where the target is met or passed, the nearest to today's value first; where it is met, a point stands twice."""
    sides = np.where(np.abs(misses) <= least, 0.0, np.sign(misses))
    passed = np.flatnonzero((sides[:-1] != sides[1:]) & np.isfinite(misses[:-1]) & np.isfinite(misses[1:]))
    ends = [(value, value) for value in values[sides == 0.0].tolist()]
    ends += [(float(values[at]), float(values[at + 1])) for at in passed]
    return sorted(ends, key=lambda stretch: (_apart(stretch, today), stretch[1] - stretch[0]))


def _apart(stretch: Stretch, today: float) -> float:
    """Distance of a stretch, which does not hold today's value inside, from that."""
    return min(abs(stretch[0] - today), abs(stretch[1] - today))


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
