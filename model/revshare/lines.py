"""The lines of a projection, and how each is totalled: flows sum, stocks close, ratios are recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from revshare.arrays import FloatArray, ratio
from revshare.by_year import ByYear, years_of
from revshare.capital_warnings import commitment_warnings, stake_warnings
from revshare.case import Case
from revshare.commitments.buckets import Settlement
from revshare.contracts.checks import warnings
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import Waterfall
from revshare.cures import meant
from revshare.errors import InputError
from revshare.fields import NOT_USED
from revshare.inputs import Value
from revshare.investment.flows import PartyFlows
from revshare.investment.hedge import Hedge
from revshare.margin import Presentation
from revshare.scenarios import Values
from revshare.stake_returns import StakeReturns


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
        Names of the two flows, or two stocks, that a ratio divides.
    """

    label: str
    kind: Kind
    values: FloatArray
    over: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Projection:
    """Every line of a case under one scenario.

    Parameters
    ----------
    values
        Value of every input by dotted name.
    contracts, waterfalls
        Contract and stages of each partner.
    commitments
        Each commitment settled by calendar year.
    stakes, hedges
        What each stake returns, and what each hedge holds.
    payments
        Money by payer and payee and month, never negative; the lab is ``lab``.
    shares_of_year
        Share of each month in its year, by the line that is spread.
    lines
        The lines by name, in the order in which they rest on each other.
    """

    case: Case
    scenario: str
    values: Values
    contracts: Mapping[str, Contract]
    waterfalls: dict[str, Waterfall] = field(default_factory=dict)
    commitments: dict[str, Settlement] = field(default_factory=dict)
    stakes: dict[str, StakeReturns] = field(default_factory=dict)
    hedges: dict[str, Hedge] = field(default_factory=dict)
    payments: dict[tuple[str, str], FloatArray] = field(default_factory=dict)
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
            hint = meant(name, self.lines, f"see revshare lines {self.case.name}")
            raise InputError(f'{self.case.name} has no line "{name}"{hint}')
        return self.lines[name]

    def yearly(self, name: str, table: ByYear) -> FloatArray:
        """Values of a by-year input, shape ``(..., years)``."""
        keys = years_of(name, table, self.case.timeline)
        years = self.case.timeline.years
        found = [_of_scenarios(self.values[f"{name}.{keys[year]}"]) for year in years]
        return np.stack(np.broadcast_arrays(*found), axis=-1)

    def monthly(self, name: str, table: ByYear) -> FloatArray:
        """A by-year input held through each month of its year."""
        return self.yearly(name, table)[..., self.case.timeline.calendar_years - self.case.first_year]

    def number(self, name: str) -> FloatArray:
        """Value of a single input, shape ``()``, or ``(n, 1)`` for n scenarios or paths."""
        return np.asarray(self.values[name], dtype=np.float64)

    def numbers(self, names: Iterable[str]) -> FloatArray:
        """Values of several single inputs side by side, shape ``(count,)`` or ``(n, count)``."""
        columns = [np.atleast_1d(self.number(name)) for name in names]
        return np.concatenate(np.broadcast_arrays(*columns), axis=-1)

    def is_unused(self, name: str) -> bool:
        """Whether an input says that there is no such thing."""
        value = self.values[name]
        return isinstance(value, str) and value == NOT_USED

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
                return ratio(*(self.by_year(part) for part in line.over))

    def total(self, name: str) -> FloatArray:
        """A line over the whole horizon, totalled as its kind asks; shape ``(...)``."""
        line = self.line(name)
        match line.kind:
            case Kind.FLOW:
                return np.asarray(line.values.sum(axis=-1))
            case Kind.STOCK:
                return line.values[..., -1]
            case Kind.RATIO:
                return ratio(*(self.total(part) for part in line.over))

    @property
    def warnings(self) -> list[str]:
        """What is possible in a deal but seldom meant, one sentence each, with a cure."""
        case = self.case
        found: list[tuple[str, Iterable[str]]] = [
            (case.partners[key].label, warnings(self.contracts[key], case.timeline, flow))
            for key, flow in self.waterfalls.items()
        ]
        found += [
            (case.commitments[key].label, commitment_warnings(one)) for key, one in self.commitments.items()
        ]
        found += [(case.stakes[key].label, stake_warnings(one)) for key, one in self.stakes.items()]
        return [f"{label}: {text}" for label, texts in found for text in texts]

    @cached_property
    def party_flows(self) -> PartyFlows:
        """Who pays whom, by month; the lab is ``lab``, partners and parties go by their keys."""
        return PartyFlows.of(self.payments)

    @cached_property
    def presentation(self) -> Presentation:
        """How the case shows revenue."""
        return Presentation(str(self.values["presentation"]))


def ratio_line(projection: Projection, label: str, part: str, whole: str) -> Line:
    """A line that divides two others."""
    return Line(label, Kind.RATIO, ratio(projection[part], projection[whole]), (part, whole))


def _of_scenarios(value: Value | FloatArray) -> FloatArray:
    """A number, or the numbers of n scenarios without the axis of months that they come with."""
    numbers = np.asarray(value, dtype=np.float64)
    return numbers[..., 0] if numbers.ndim else numbers
