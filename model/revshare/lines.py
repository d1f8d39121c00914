"""The lines of a projection, and how each is totalled: flows sum, stocks close, ratios are recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import ByYear, Case
from revshare.contracts.checks import warnings
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError
from revshare.fields import years_of
from revshare.inputs import Value
from revshare.margin import Presentation
from revshare.scenarios import Values


class Kind(StrEnum):
    """How a line is totalled: flows sum, stocks close, ratios are recomputed from their parts."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the projection.

    Parameters
    ----------
    label
        The line in words.
    kind
        How it is totalled.
    values
        By month, shape ``(..., T)``; money or, for a ratio, a fraction with NaN where it does not exist.
    over
        Names of the two flows that a ratio divides.
    """

    label: str
    kind: Kind
    values: FloatArray
    over: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Projection:
    """Every line of a case under one scenario."""

    case: Case
    scenario: str
    values: Values
    contracts: Mapping[str, Contract]
    waterfalls: dict[str, Waterfall] = field(default_factory=dict)
    shares_of_year: dict[str, FloatArray] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)

    def __getitem__(self, name: str) -> FloatArray:
        """A line by month."""
        return self.line(name).values

    def line(self, name: str) -> Line:
        """A line by name.

        Raises
        ------
        InputError
            If there is no such line.
        """
        if name not in self.lines:
            raise InputError(f'{self.case.name} has no line "{name}"; see revshare lines {self.case.name}')
        return self.lines[name]

    def yearly(self, name: str, table: ByYear) -> FloatArray:
        """Values of a by-year input, shape ``(..., years)``."""
        keys = years_of(name, table, self.case)
        years = self.case.timeline.years
        found = [_of_scenarios(self.values[f"{name}.{keys[year]}"]) for year in years]
        return np.stack(np.broadcast_arrays(*found), axis=-1)

    def monthly(self, name: str, table: ByYear) -> FloatArray:
        """A by-year input held through each month of its year."""
        return self.yearly(name, table)[..., self.case.timeline.calendar_years - self.case.first_year]

    def through(self, what: str, channels: tuple[str, ...]) -> FloatArray:
        """Revenue or inference of all products through the given channels."""
        total = np.zeros(self.case.timeline.months)
        for key, product in self.case.products.items():
            for channel in channels:
                if channel in product.channels:
                    total = total + self[f"{what}.{key}.{channel}"]
        return total

    def by_year(self, name: str) -> FloatArray:
        """A line by calendar year: flows summed, stocks at the close, ratios recomputed."""
        line, timeline = self.line(name), self.case.timeline
        match line.kind:
            case Kind.FLOW:
                return timeline.by_year(line.values)
            case Kind.STOCK:
                return timeline.at_year_end(line.values)
            case Kind.RATIO:
                return ratio(*(timeline.by_year(self[part]) for part in line.over))

    def total(self, name: str) -> FloatArray:
        """A line over the whole horizon, totalled as its kind asks; shape ``(...)``."""
        line = self.line(name)
        match line.kind:
            case Kind.FLOW:
                return np.asarray(line.values.sum(axis=-1))
            case Kind.STOCK:
                return line.values[..., -1]
            case Kind.RATIO:
                return ratio(*(self[part].sum(axis=-1, keepdims=True) for part in line.over))[..., 0]

    @property
    def warnings(self) -> list[str]:
        """What is possible in a contract but seldom meant, one sentence each, with a cure."""
        timeline = self.case.timeline
        return [
            f"{self.case.partners[key].label}: {text}"
            for key, flow in self.waterfalls.items()
            for text in warnings(self.contracts[key], timeline, flow)
        ]

    @cached_property
    def presentation(self) -> Presentation:
        """How the case shows revenue."""
        return Presentation(str(self.values["presentation"]))


def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part over whole; NaN where the whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    nothing = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=whole != 0))


def _of_scenarios(value: Value | FloatArray) -> FloatArray:
    """A number, or the numbers of n scenarios without the axis of months that they come with."""
    numbers = np.asarray(value, dtype=np.float64)
    return numbers[..., 0] if numbers.ndim else numbers
