"""Inputs of commitments, capacity, stakes, hedges and own sites, as lines of the inputs table."""

from __future__ import annotations

from collections.abc import Iterator

from revshare.by_year import ByYear, fields_by_year
from revshare.capital import Capacity, Commitment, Hedge, Site, Stake
from revshare.case import Case
from revshare.inputs import AMOUNT, FRACTION, Field, Unit

ROLLOVERS = ("none", "excess", "defer", "term")
BOOKS = ("cost", "fair_value", "equity_method")
MOST_YEARS = (0.0, 60.0)
MULTIPLE = (0.0, 10.0)
RATE = (-0.99, 10.0)


def compute_fields(case: Case) -> Iterator[Field]:
    """The part of each operating cost that buys compute."""
    for key, item in case.spending.items():
        if item.compute:
            label = f"{item.label}: part that buys compute"
            name = f"spending.{key}.compute"
            yield from fields_by_year(name, label, Unit.FRACTION, item.compute, "Operating cost", FRACTION)


def capital_fields(case: Case) -> Iterator[Field]:
    """Every input of what surrounds the share."""
    for key, commitment in case.commitments.items():
        yield from _commitment(f"commitments.{key}", commitment)
    for key, capacity in case.capacities.items():
        yield from _capacity(f"capacities.{key}", capacity)
    for key, company in case.companies.items():
        yield from _money(
            f"companies.{key}.value", f"{company.label}: value of all equity", company.value, "Equity"
        )
    for key, stake in case.stakes.items():
        yield from _stake(f"stakes.{key}", stake)
    for key, hedge in case.hedges.items():
        yield from _hedge(f"hedges.{key}", hedge)
    if case.site:
        yield from _site("site", case.site)


def _commitment(name: str, item: Commitment) -> Iterator[Field]:
    section = f"Commitment: {item.label}"
    yield from _money(f"{name}.annual", "Committed", item.annual, section)
    if item.share_of_compute:
        label = "Part of the lab's compute bill it serves"
        yield from _fraction(f"{name}.share_of_compute", label, item.share_of_compute, section)
    if item.usage:
        yield from _money(f"{name}.usage", "Bought", item.usage, section)
    yield Field(
        f"{name}.rollover",
        "What moves to the next year",
        Unit.CHOICE,
        item.rollover,
        section,
        words=ROLLOVERS,
    )
    label = "Most that moves on, of the year's commitment"
    yield Field(f"{name}.rollover_limit", label, Unit.FRACTION, item.rollover_limit, section)
    label = "Years in which a shortfall paid may be used"
    yield Field(f"{name}.make_up_years", label, Unit.YEARS, item.make_up_years, section, limits=MOST_YEARS)
    yield from _fraction(f"{name}.margin", "Seller's gross margin", item.margin, section)


def _capacity(name: str, item: Capacity) -> Iterator[Field]:
    section = f"Capacity: {item.label}"
    yield from fields_by_year(
        f"{name}.gigawatts", "Contracted", Unit.GIGAWATTS, item.gigawatts, section, AMOUNT
    )
    yield Field(f"{name}.cost", "Price of a gigawatt-year", Unit.MONEY, item.cost, section, limits=AMOUNT)
    yield Field(f"{name}.utilisation", "Part that is paid for", Unit.FRACTION, item.utilisation, section)


def _stake(name: str, item: Stake) -> Iterator[Field]:
    section = f"Stake: {item.label}"
    for key, tranche in item.tranches.items():
        place, label = f"{name}.tranches.{key}", tranche.label
        yield Field(f"{place}.amount", f"{label}: amount", Unit.MONEY, tranche.amount, section, limits=AMOUNT)
        yield Field(f"{place}.date", f"{label}: day", Unit.DATE, tranche.date, section)
        yield Field(f"{place}.probability", f"{label}: chance", Unit.FRACTION, tranche.probability, section)
    label = "Fraction held at the end of the first year"
    yield Field(f"{name}.ownership", label, Unit.FRACTION, item.ownership, section)
    yield from _fraction(f"{name}.dilution", "Given up to new money", item.dilution, section)
    label = "Preference, multiple of what was paid"
    yield Field(f"{name}.preference", label, Unit.NUMBER, item.preference, section, limits=MULTIPLE)
    yield Field(f"{name}.books", "How the investor shows it", Unit.CHOICE, item.books, section, words=BOOKS)
    label = "The investor's annual rate"
    yield Field(f"{name}.discount_rate", label, Unit.FRACTION, item.discount_rate, section, limits=RATE)
    if item.mark:
        place = f"{name}.mark"
        yield Field(f"{place}.value", "Reported value", Unit.MONEY, item.mark.value, section, limits=AMOUNT)
        yield Field(f"{place}.on", "Day of that value", Unit.DATE, item.mark.on, section)
        yield Field(f"{place}.ownership", "Fraction it is for", Unit.FRACTION, item.mark.ownership, section)


def _hedge(name: str, item: Hedge) -> Iterator[Field]:
    section = f"Hedge: {item.label}"
    for key, paid in item.outlay.items():
        label = f"Paid: {key.replace('_', ' ')}"
        yield Field(f"{name}.outlay.{key}", label, Unit.MONEY, paid, section, limits=AMOUNT)
    for key, outcome in item.outcomes.items():
        label = f"{outcome.label}: chance"
        yield Field(f"{name}.outcomes.{key}.probability", label, Unit.FRACTION, outcome.probability, section)
    for key, holding in item.holdings.items():
        for named, worth in holding.payoff.items():
            label = f"{holding.label}, {_label_of(item, named)}"
            place = f"{name}.holdings.{key}.payoff.{named}"
            yield Field(place, label, Unit.MONEY, worth, section, limits=AMOUNT)


def _label_of(hedge: Hedge, outcome: str) -> str:
    """Label of an outcome; its key where there is none, which the checks then tell."""
    return hedge.outcomes[outcome].label if outcome in hedge.outcomes else outcome


def _site(name: str, item: Site) -> Iterator[Field]:
    section = f"Own capacity: {item.label}"
    yield from fields_by_year(f"{name}.gigawatts", "In use", Unit.GIGAWATTS, item.gigawatts, section, AMOUNT)
    for key, label, unit, given, limits in (
        ("capex", "Cost of building a gigawatt", Unit.MONEY, item.capex, AMOUNT),
        ("life", "Years until it is replaced", Unit.YEARS, item.life, (1.0, 60.0)),
        ("residual", "Left of its cost then", Unit.FRACTION, item.residual, FRACTION),
        ("discount_rate", "Annual rate", Unit.FRACTION, item.discount_rate, RATE),
        ("running", "Cost of running a gigawatt for a year", Unit.MONEY, item.running, AMOUNT),
        ("rent", "Rent of a gigawatt for a year", Unit.MONEY, item.rent, AMOUNT),
        ("utilisation", "Part of the year in use", Unit.FRACTION, item.utilisation, FRACTION),
    ):
        yield Field(f"{name}.{key}", label, unit, given, section, limits=limits)


def _money(name: str, label: str, table: ByYear, section: str) -> Iterator[Field]:
    yield from fields_by_year(name, label, Unit.MONEY, table, section, AMOUNT)


def _fraction(name: str, label: str, table: ByYear, section: str) -> Iterator[Field]:
    yield from fields_by_year(name, label, Unit.FRACTION, table, section, FRACTION)
