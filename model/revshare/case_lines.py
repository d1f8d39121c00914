"""Lines of a projected case by month, quarter or year, for one scenario or for all side by side."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import numpy as np

from revshare.arrays import FloatArray, ratio
from revshare.case import Case
from revshare.inputs import Value
from revshare.inputs_table import InputsTable
from revshare.lines import Kind, Projection
from revshare.projection import project
from revshare.scenarios import OWN_KEY


class Frequency(StrEnum):
    """How finely a line is told."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def projection_of(source: Case | InputsTable, scenario: str | None = None) -> Projection:
    """Project a case, or what an inputs table holds.

    Parameters
    ----------
    scenario
        ``base``, a scenario of the case, or ``own`` for a table's own column; left off, the one chosen above
        the table, or ``base``.
    """
    if isinstance(source, Case):
        return _projected(_Same(source), scenario or "base")
    chosen = scenario or source.scenario
    return _projected(_Same(source if chosen == OWN_KEY else source.case), chosen)


class _Same:
    """A source as a key: itself and nothing that is merely equal, since it holds tables that cannot be hashed."""

    def __init__(self, source: Case | InputsTable) -> None:
        self.source = source

    def __hash__(self) -> int:
        return id(self.source)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.source is other.source


@lru_cache(maxsize=32)
def _projected(key: _Same, scenario: str) -> Projection:
    """Project once what many cells of a sheet ask for, each for another line."""
    source = key.source
    if isinstance(source, Case):
        return project(source, scenario)
    own: dict[str, Value] = dict(source.own)
    return project(source.case, "base", own)


def line_of(projection: Projection, name: str, frequency: Frequency = Frequency.MONTH) -> FloatArray:
    """A line by month, quarter or year: flows summed, stocks at the close, ratios recomputed (NaN if 0 / 0)."""
    match frequency:
        case Frequency.MONTH:
            return projection[name]
        case Frequency.QUARTER:
            return _by_quarter(projection, name)
        case Frequency.YEAR:
            return projection.by_year(name)


def _by_quarter(projection: Projection, name: str) -> FloatArray:
    """A line by calendar quarter; a case covers whole years."""
    line = projection.line(name)

    def summed(flow: FloatArray) -> FloatArray:
        return np.asarray(flow.reshape(*flow.shape[:-1], -1, 3).sum(axis=-1))

    match line.kind:
        case Kind.FLOW:
            return summed(line.values)
        case Kind.STOCK:
            return line.values[..., 2::3]
        case Kind.RATIO:
            return ratio(*(_by_quarter(projection, part) for part in line.over))


def periods_of(case: Case, frequency: Frequency) -> list[float | str]:
    """What the periods of a case are called: the year, 2026 Q1, or 2026-01."""
    if frequency is Frequency.YEAR:
        return list(case.timeline.years)
    days = case.timeline.dates
    if frequency is Frequency.MONTH:
        return [f"{day:%Y-%m}" for day in days]
    return [f"{day.year} Q{(day.month + 2) // 3}" for day in days if day.month % 3 == 1]


def scenarios_of(
    source: Case | InputsTable, name: str, frequency: Frequency = Frequency.YEAR
) -> dict[str, FloatArray | list[float | str]]:
    """A line under every scenario: columns by scenario, after one that names the periods.

    The last column weighs the scenarios by their probability; NaN where one of them has no value.
    """
    case = source if isinstance(source, Case) else source.case
    columns = {key: line_of(projection_of(case, key), name, frequency) for key in case.scenario_names}
    weights = [case.probability, *(item.probability for item in case.scenarios.values())]
    expected = np.sum(
        [weight * column for weight, column in zip(weights, columns.values(), strict=True) if weight], axis=0
    )
    return {frequency.value: periods_of(case, frequency), **columns, "expected": expected}


def lines_of(source: Case | InputsTable) -> dict[str, list[str]]:
    """Every line of a case: its name, its unit, and what it means."""
    projection = projection_of(source)
    lines, money = projection.lines, projection.case.money
    return {
        "line": list(lines),
        "unit": ["fraction" if line.kind is Kind.RATIO else money for line in lines.values()],
        "meaning": [line.label for line in lines.values()],
    }
