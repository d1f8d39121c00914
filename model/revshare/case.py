"""A case: one whole deal as inputs, each with its range and source.

The types below are the case file. Every table of the file is one class, every key one field, and the
written schema (`model/docs/case-file.md`) is generated from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from revshare.by_year import ByYear
from revshare.capital import Capacity, Commitment, Company, Hedge, Party, Site, Stake
from revshare.errors import ModelError, one_line
from revshare.inputs import Input, Value, key, names_in
from revshare.timeline import Timeline
from revshare.uncertainty import Correlation, Uncertain


@dataclass(frozen=True, kw_only=True)
class Revenue:
    """What is known about revenue: the annual totals of one product, or of the company."""

    measure: str = key('the product whose annual revenue is given, or "total" for the whole company')
    annual: ByYear = key(
        "its revenue by year, money, not 0 in every year; spread over the months as one smooth path"
    )


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way to the customer: the lab's own sales, or a cloud that resells."""

    label: str = key("name shown in the report")


@dataclass(frozen=True, kw_only=True)
class Product:
    """Something the lab sells."""

    label: str = key("name shown in the report")
    share: ByYear = key("share of company revenue, fraction; all products sum to 1 in every year")
    channels: dict[str, ByYear] = key("share of the product sold through each channel, fraction; sums to 1")
    cost_ratio: ByYear = key("inference cost as a fraction of the product's revenue; may exceed 1")


@dataclass(frozen=True, kw_only=True)
class Reciprocal:
    """A share that flows back: the partner pays the lab on revenue of its own."""

    label: str = key("what the partner sells, shown in the report")
    annual: ByYear = key("its revenue by year, money, 0 or more; even over the months")
    rate: ByYear = key("share of that revenue paid to the lab, fraction")


@dataclass(frozen=True, kw_only=True)
class Favoured:
    """A most-favoured clause: the partner's rate is raised to the best of the rates compared."""

    rates: dict[str, Input] = key("comparable rates by name, fraction, in the wording of the clause")
    effective: Input = key('first day it applies; "none" from the start. It never reaches back')


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A cloud that shares in the lab's business."""

    label: str = key("name shown in the report")
    covers: tuple[str, ...] = key("channels whose revenue its contract shares")
    compute: tuple[str, ...] = key("channels whose inference runs on its compute")
    compute_margin: ByYear = key("its gross margin on the compute it sells, fraction")
    pooling: str = key("what is added up before a loss is treated: all, channel or product", default="all")
    reciprocal: Reciprocal | None = key("a share that flows back", default=None)
    favoured: Favoured | None = key("a most-favoured clause", default=None)


@dataclass(frozen=True, kw_only=True)
class Spending:
    """An operating cost of the lab that does not follow revenue."""

    label: str = key("name shown in the report")
    annual: ByYear = key("cost by year, money, 0 or more; spread over the months as one smooth path")
    compute: ByYear | None = key("part of it that buys compute, fraction; none if left off", default=None)


@dataclass(frozen=True, kw_only=True)
class CashLine:
    """A cash item outside operating profit, such as capital expenditure or prepayments."""

    label: str = key("name shown in the report")
    annual: ByYear = key("cash by year, money; out negative, in positive; even over the months")


@dataclass(frozen=True, kw_only=True)
class Rival:
    """The other deal, set beside this one: a plain share of revenue or of gross profit."""

    label: str = key("name shown in the report")
    kind: Input = key("revenue_share or profit_share")
    rate: Input = key("its share, fraction")
    coverage: Input = key("fraction of company revenue it applies to")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A named set of changes to inputs; what is not named keeps its base value."""

    label: str = key("name shown in the report")
    note: str = key("the story, in a sentence")
    probability: float = key("fraction; all scenarios with the base sum to 1")
    external: bool = key("true if it rests on reports outside the fact base", default=False)
    inputs: dict[str, Value] = key(
        'input name, or a pattern such as "revenue.annual.*", to a value or to "low" or "high", '
        "the end of the input's own range",
        default_factory=dict,
    )


@dataclass(frozen=True, kw_only=True)
class Target:
    """A published figure to compare the projection with; it is never an input."""

    label: str = key("what is compared")
    line: str = key(
        "line, as revshare lines prints it, or first_profitable_year, first_cash_year, peak_funding or peak_loss"
    )
    year: int | None = key("year of the figure; leave off for a figure of the whole path", default=None)
    low: float = key("smallest value that agrees with the source")
    high: float = key("largest value that agrees with the source")
    fact: str = key("ids of the facts")
    note: str = key("how the source words it", default="")

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts named, one by one."""
        return names_in(self.fact)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One deal, whole: what the lab sells, what it costs, who shares, and what may change."""

    name: str = key("short name, as typed on the command line")
    title: str = key("one line for the cover")
    summary: str = key("what the case shows, in two or three sentences")
    lab: str = key("the lab")
    deals: tuple[str, ...] = key("deal numbers covered, D01 to D13", default=())
    money: str = key("currency and scale of every amount", default="USD million")
    as_of: date = key("date of the data; it dates the report, which never reads the clock")
    first_year: int = key("first calendar year of the model")
    last_year: int = key("last calendar year of the model")
    revenue: Revenue = key("annual revenue")
    products: dict[str, Product] = key("what is sold")
    channels: dict[str, Channel] = key("how it reaches the customer")
    partners: dict[str, Partner] = key("who shares")
    contracts: dict[str, dict[str, Input]] = key("share contract of each partner: the keys of a terms block")
    spending: dict[str, Spending] = key("operating costs")
    cash: dict[str, CashLine] = key("cash items outside operating profit", default_factory=dict)
    parties: dict[str, Party] = key("sellers and investors besides the partners", default_factory=dict)
    commitments: dict[str, Commitment] = key("compute bought under commitments", default_factory=dict)
    capacities: dict[str, Capacity] = key("compute contracted as power", default_factory=dict)
    companies: dict[str, Company] = key("companies whose equity is held", default_factory=dict)
    stakes: dict[str, Stake] = key("who invests", default_factory=dict)
    hedges: dict[str, Hedge] = key("what an investor holds in each outcome", default_factory=dict)
    site: Site | None = key("own capacity beside rented", default=None)
    presentation: Input = key("how revenue is shown: gross_sm, gross_cogs, net or royalty")
    rival: Rival = key("the deal to compare with")
    probability: float = key("probability of the base scenario, fraction")
    scenarios: dict[str, Scenario] = key("scenarios besides base", default_factory=dict)
    uncertainty: dict[str, Uncertain] = key("how drivers vary in a simulation", default_factory=dict)
    correlations: dict[str, Correlation] = key("drivers that go together", default_factory=dict)
    targets: tuple[Target, ...] = key("published figures to compare with", default=())

    @cached_property
    def timeline(self) -> Timeline:
        """The months of the case."""
        return Timeline.of_years(self.first_year, self.last_year)

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """``base`` first, then the others in the order of the file."""
        return ("base", *self.scenarios)


_LONG_QUOTE = re.compile(r'"([^"]{60})[^"]{4,}"')
"""What a user wrote is told as far as it is needed to know it again."""


class CaseError(ModelError):
    """What is wrong with a case, one line for each fault.

    Parameters
    ----------
    faults
        Lines that name place, value and cure.
    """

    def __init__(self, faults: list[str]) -> None:
        self.faults = [_LONG_QUOTE.sub(r'"\1..."', one_line(fault)) for fault in faults]
        super().__init__("\n".join(self.faults))
