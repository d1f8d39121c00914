"""Sensitivity: a line's total over values of one or two inputs (methods: risk)."""

from __future__ import annotations

from collections.abc import Sequence

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.errors import InputError
from revshare.inputs_table import InputsTable
from revshare.risk.drivers import Driver, as_value, driver_of
from revshare.risk.start import Point, Start

MOST = 10_000
"""Points of one table; each is a whole projection."""


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
    both = [{**point, **other} for point in points for other in across]
    return start.totals(line, both).reshape(len(points), len(across))


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
