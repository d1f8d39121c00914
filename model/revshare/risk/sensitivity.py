"""Sensitivity: a line's total over values of one or two inputs (methods: risk)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs import Unit
from revshare.inputs_table import InputsTable
from revshare.risk.drivers import Driver, as_value, driver_of, has_range
from revshare.risk.start import Point, Start, takes_an_axis

MOST = 10_000
"""Points of one table; each is a whole projection."""

HALVES = (-1.0, -0.5, 0.0, 0.5, 1.0)
QUARTERS_BELOW, QUARTERS_ABOVE = (-1.0, -0.75, -0.5, -0.25, 0.0), (0.0, 0.25, 0.5, 0.75, 1.0)
"""Places in a range: -1 is its low end, 0 the start, 1 its high end."""


def sensitivity(
    source: Case | InputsTable,
    line: str,
    driver: str,
    values: Sequence[object],
    driver_2: str | None = None,
    values_2: Sequence[object] | None = None,
    scenario: str | None = None,
) -> FloatArray:
    """Total of a line with one input, or two, at each of the values given.

    Parameters
    ----------
    driver, driver_2
        Names of inputs; a table by year takes the value in every year.
    values, values_2
        What they become.

    Returns
    -------
    FloatArray
        Shape ``(values,)``, or ``(values, values_2)``; money, or a fraction for a ratio (NaN where it is 0 / 0).

    Raises
    ------
    InputError
        If a line or driver is unknown, a value may not stand there, or the second driver is half given.
    """
    start = Start.of(source, scenario)
    points = _points(driver_of(start, driver), "values", values)
    if driver_2 is None and values_2 is None:
        return start.totals(line, points)
    if driver_2 is None or values_2 is None:
        raise InputError("driver_2 and values_2 go together; give both, or neither")
    second = driver_of(start, driver_2)
    if {field.name for field in second.fields} & set(points[0]):
        raise InputError(f"driver_2 is {driver_2}, which driver moves already; name another input")
    across = _points(second, "values_2", values_2)
    if len(points) * len(across) > MOST:
        raise InputError(
            f"values and values_2 make {len(points) * len(across):,} points; give at most {MOST:,}"
        )
    return grid(start, line, points, across)


def grid(start: Start, line: str, points: Sequence[Point], points_2: Sequence[Point]) -> FloatArray:
    """Total of a line where two drivers move together, from one projection; shape ``(points, points_2)``."""
    both = [{**point, **other} for point in points for other in points_2]
    return start.totals(line, both).reshape(len(points), len(points_2))


def steps(start: Start, driver: Driver) -> dict[float, Point]:
    """Points of a driver by their place in its range: -1 is the low end, 0 its value at the start, 1 the high end.

    The years of a table take the same place in their ranges. There are five points, or three where only whole
    numbers may stand; the start is one of them, at an end where it lies there.

    Raises
    ------
    InputError
        If the driver states no range.
    """
    fields = [
        field for field in driver.fields if has_range(field) and not isinstance(start.values[field.name], str)
    ]
    if not fields:
        raise InputError(f"{driver.name} states no range of its own; give its values")
    ranges = {
        field.name: (
            field.input.end("low"),
            float(np.asarray(start.values[field.name])),
            field.input.end("high"),
        )
        for field in fields
    }
    below, above = (any(one[end] != one[1] for one in ranges.values()) for end in (0, 2))
    places = {(True, True): HALVES, (True, False): QUARTERS_BELOW, (False, True): QUARTERS_ABOVE}[
        below, above
    ]
    whole = any(field.unit in {Unit.MONTHS, Unit.YEARS} or not takes_an_axis(field) for field in fields)
    return {
        place: {name: _between(*one, place) for name, one in ranges.items()}
        for place in places
        if not whole or place in {-1.0, 0.0, 1.0}
    }


def _between(low: float, value: float, high: float, place: float) -> float:
    """Value at a place of a range, whose ends are met exactly."""
    if abs(place) == 1.0:
        return high if place > 0.0 else low
    return value + place * (high - value if place > 0.0 else value - low)


def table(
    source: Case | InputsTable,
    line: str,
    driver: str,
    values: Sequence[object],
    driver_2: str | None = None,
    values_2: Sequence[object] | None = None,
) -> dict[str, Sequence[object]]:
    """The same as columns by header: the driver's values, then the line, or one column for each second value."""
    found = sensitivity(source, line, driver, values, driver_2, values_2)
    if found.ndim == 1:
        return {driver: values, line: found.tolist()}
    columns = {f"{driver_2} = {value}": found[:, at].tolist() for at, value in enumerate(values_2 or ())}
    return {driver: values, **columns}


def _points(driver: Driver, name: str, values: Sequence[object]) -> list[Point]:
    if not 0 < len(values) <= MOST:
        raise InputError(f"{name} has {len(values):,} values; give 1 to {MOST:,}")
    return [{field.name: as_value(field, value) for field in driver.fields} for value in values]
