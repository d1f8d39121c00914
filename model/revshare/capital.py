"""What surrounds the share in a case file: compute bought under commitments, money invested, capacity owned."""

from __future__ import annotations

from dataclasses import dataclass

from revshare.by_year import ByYear
from revshare.inputs import Input, key


@dataclass(frozen=True, kw_only=True)
class Party:
    """A seller of compute or an investor that shares in no revenue."""

    label: str = key("name shown in the report")


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """Compute bought under a commitment: what is promised by year, what is used, and what the rest costs."""

    label: str = key("name shown in the report")
    seller: str = key("partner or party that sells the compute")
    buyer: str = key("partner or party that buys it; the lab if left off", default="")
    annual: ByYear = key("committed by year at contract price, money")
    share_of_compute: ByYear | None = key(
        "what it serves of the lab's compute bill, fraction; all commitments together at most 1", default=None
    )
    usage: ByYear | None = key("bought by year, money, 0 or more; instead of share_of_compute", default=None)
    rollover: Input = key("none, excess, defer or term: what moves to the next year")
    rollover_limit: Input = key("most that moves on, as a fraction of the year's commitment")
    make_up_years: Input = key("years in which a shortfall paid may still be used; 0 for none")
    margin: ByYear = key("the seller's gross margin on what it is paid, fraction")


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Compute contracted as power rather than money."""

    label: str = key("name shown in the report")
    seller: str = key("partner or party that supplies it")
    gigawatts: ByYear = key("power contracted by year, gigawatts")
    cost: Input = key('price of a gigawatt for a year, money; "none" leaves it without a price')
    utilisation: Input = key("part of it that is paid for, fraction")


@dataclass(frozen=True, kw_only=True)
class Company:
    """A company whose equity is held: the lab, or another."""

    label: str = key("name shown in the report")
    party: str = key("partner or party that it is; the lab if left off", default="")
    value: ByYear = key("value of all its equity at the end of the year, money")


@dataclass(frozen=True, kw_only=True)
class Tranche:
    """One payment into a stake: on a day, and perhaps only if a condition is met."""

    label: str = key("name shown in the report")
    amount: Input = key("announced amount, money")
    date: Input = key("day it is paid")
    probability: Input = key('chance that it is paid, fraction; 1 once paid, less for "up to"')


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A value that is reported for a stake."""

    value: Input = key("value of the stake, money")
    on: Input = key("day of the value")
    ownership: Input = key("fraction of the company that the value is for")


@dataclass(frozen=True, kw_only=True)
class Stake:
    """A stake: what is paid for it, and what it becomes."""

    label: str = key("name shown in the report")
    investor: str = key("partner or party that invests")
    company: str = key("company invested in")
    tranches: dict[str, Tranche] = key("payments into it")
    ownership: Input = key("fraction held at the end of the first year, for what was paid until then")
    dilution: ByYear = key("part of the stake given up to new money in each year after the first, fraction")
    preference: Input = key(
        "what comes back before ordinary shares, as a multiple of what was paid; 0 for none"
    )
    books: Input = key("how the investor shows it: cost, fair_value or equity_method")
    discount_rate: Input = key("the investor's annual rate, effective")
    commitment: str = key("commitment of the company to the investor that goes with it", default="")
    mark: Mark | None = key("a reported value", default=None)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way it may turn out; all ways of a hedge exclude each other."""

    label: str = key("name shown in the report")
    probability: Input = key("chance, fraction; all outcomes sum to 1")


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Something an investor holds, such as a stake or the margin on compute it sells."""

    label: str = key("name shown in the report")
    payoff: dict[str, Input] = key("what it is worth in each outcome, money")


@dataclass(frozen=True, kw_only=True)
class Hedge:
    """What an investor has put in, and what it holds in each outcome."""

    label: str = key("name shown in the report")
    investor: str = key("partner or party")
    outlay: dict[str, Input] = key("what it has paid, by name, money")
    outcomes: dict[str, Outcome] = key("what may happen")
    holdings: dict[str, Holding] = key("what it holds")


@dataclass(frozen=True, kw_only=True)
class Site:
    """Capacity of the lab's own, beside the same capacity rented."""

    label: str = key("name shown in the report")
    gigawatts: ByYear = key("power in use by year, gigawatts")
    capex: Input = key("cost of building a gigawatt, money")
    life: Input = key("years until it is replaced")
    residual: Input = key("what is left of its cost then, fraction")
    discount_rate: Input = key("annual rate, effective")
    running: Input = key("cost of running a gigawatt for a year, money")
    rent: Input = key("rent of a gigawatt for a year of full use, money")
    utilisation: Input = key("part of the year in use, fraction")
