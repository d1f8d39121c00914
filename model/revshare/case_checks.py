"""Whether a case makes sense: what one key says must fit what the others say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from revshare.by_year import ByYear, years_of
from revshare.capital_checks import (
    capital_faults,
    capital_tables,
)
from revshare.case import Case, Channel, Target
from revshare.errors import InputError
from revshare.facts import load_facts
from revshare.faults import Fault, told_together
from revshare.fields import check_input, fields
from revshare.inputs import names_in
from revshare.name_checks import TABLES_OF_NAMES, name_faults, partner_faults, reference_faults, sheet_faults
from revshare.scenario_checks import (
    chance_faults,
    contract_faults,
    projection_faults,
    scenario_faults,
    sum_faults,
)
from revshare.uncertainty import is_parameter
from revshare.uncertainty_checks import uncertainty_faults

FIRST_YEAR, LAST_YEAR, MOST_YEARS = 1901, 2200, 60
"""Years a workbook can date and a reader can follow."""


def faults_of(case: Case, unread: Collection[str] = ()) -> list[Fault]:
    """Everything wrong with a case; empty if it can be projected.

    A check that rests on what another found wrong is left out, since what it would say comes from there.

    Parameters
    ----------
    unread
        Dotted keys whose content could not be read: nothing is said of them.
    """
    first = [
        fault
        for check in (name_faults, reference_faults, partner_faults, capital_faults, sheet_faults, _horizon)
        for fault in check(case)
    ]
    if set(unread) & set(TABLES_OF_NAMES):  # what could not be read cannot be named
        first = [(key, text) for key, text in first if not text.startswith('names "')]
    faults = [fault for fault in first if _is_told(fault[0], unread)]
    known = with_what_is_named(case)

    def holds(*tables: str) -> bool:
        """Whether nothing was found wrong under these keys."""
        found = [*unread, *(key for key, _ in faults)]
        return not any(_lies_in(key, table) or _lies_in(table, key) for key in found for table in tables)

    horizon = holds("first_year", "last_year")
    faults += _years(known) if horizon else []
    faults += _inputs(known)
    faults += _targets(known) if horizon else []
    faults += chance_faults(case) if holds("probability", "scenarios") else []
    scenarios = list(scenario_faults(known))
    # Where a name is wrong, or something could not be read, its inputs are missing too.
    lost = "which no input matches" if first or unread else "\n"
    faults += [(key, text) for key, text in scenarios if lost not in text]
    faults += _revenue(known) if holds("revenue") else []
    if not scenarios and holds("scenarios"):
        if horizon and holds("products", "channels", "revenue", "hedges", "commitments"):
            faults += sum_faults(known)
        sound = [key for key in known.contracts if holds(f"contracts.{key}", f"partners.{key}")]
        faults += contract_faults(known, sound)
    faults = [fault for fault in faults if _is_told(fault[0], unread)]
    return faults or ([] if unread else [*uncertainty_faults(case), *projection_faults(case)])


def _lies_in(key: str, table: str) -> bool:
    """Whether a dotted key is a table, or stands in it."""
    return key == table or key.startswith(f"{table}.")


def _is_told(key: str, unread: Collection[str]) -> bool:
    """Whether something can be said of a key: it was read, and so was what it is compared with."""
    if key == "last_year" and "first_year" in unread:
        return False
    target = key.rpartition(".")[0] if key.startswith("targets.") else key
    return not any(_lies_in(key, one) or (target != key and _lies_in(one, target)) for one in unread)


def with_what_is_named(case: Case) -> Case:
    """The case with everything its inputs name, so that they can be listed although a name is wrong."""
    sold = (channel for product in case.products.values() for channel in product.channels)
    channels = {channel: Channel(label=channel) for channel in sold} | case.channels
    contracts = {key: terms for key, terms in case.contracts.items() if key in case.partners}
    known = case.revenue.measure in case.products
    revenue = case.revenue if known else replace(case.revenue, measure="total")
    return replace(case, channels=channels, contracts=contracts, revenue=revenue)


def _horizon(case: Case) -> Iterator[Fault]:
    for place, year in (("first_year", case.first_year), ("last_year", case.last_year)):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            yield place, f"must be a year from {FIRST_YEAR} to {LAST_YEAR}, got {year}"
    if case.last_year < case.first_year:
        yield "last_year", f"{case.last_year} lies before first_year {case.first_year}; swap or mend them"
    elif case.last_year - case.first_year >= MOST_YEARS:
        text = f"{case.last_year} lies {case.last_year - case.first_year} years after first_year"
        yield "last_year", f"{text}; a model covers at most {MOST_YEARS} years"


def _years(case: Case) -> Iterator[Fault]:
    for name, table in _tables(case):
        try:
            years_of(name, table, case.timeline)
        except InputError as fault:
            yield from told_together(name, fault)


def _tables(case: Case) -> Iterator[tuple[str, ByYear]]:
    yield "revenue.annual", case.revenue.annual
    for key, product in case.products.items():
        yield f"products.{key}.share", product.share
        yield f"products.{key}.cost_ratio", product.cost_ratio
        for channel, shares in product.channels.items():
            yield f"products.{key}.channels.{channel}", shares
    for key, partner in case.partners.items():
        yield f"partners.{key}.compute_margin", partner.compute_margin
        if partner.reciprocal:
            yield f"partners.{key}.reciprocal.annual", partner.reciprocal.annual
            yield f"partners.{key}.reciprocal.rate", partner.reciprocal.rate
    for key, line in case.spending.items():
        yield f"spending.{key}.annual", line.annual
    for key, item in case.cash.items():
        yield f"cash.{key}.annual", item.annual
    yield from capital_tables(case)


def _inputs(case: Case) -> Iterator[Fault]:
    for field in fields(case):
        yield from check_input(field)
        if not is_parameter(field.name):
            yield from _facts(f"{field.name}.fact", field.input.facts)
    for table in ("uncertainty", "correlations"):
        for key, item in getattr(case, table).items():
            yield from _facts(f"{table}.{key}.fact", names_in(item.fact))
    for place, target in enumerate(case.targets, start=1):
        yield from _facts(f"targets.{place}.fact", target.facts)


def _targets(case: Case) -> Iterator[Fault]:
    for place, target in enumerate(case.targets, start=1):
        yield from _target(f"targets.{place}", target, case)


def _facts(place: str, used: Iterable[str]) -> Iterator[Fault]:
    known = {fact.id for fact in load_facts()}
    for name in used:
        if name not in known:
            yield place, f'names "{name}", which is no fact; see revshare facts'


def _revenue(case: Case) -> Iterator[Fault]:
    table = case.revenue.annual
    if all(given.value == 0 for given in table.values()):
        yield "revenue.annual", "is 0 in every year; give at least one year of revenue"


def _target(place: str, target: Target, case: Case) -> Iterator[Fault]:
    if not target.low <= target.high:
        yield f"{place}.low", f"{target.low:g} lies above high {target.high:g}; swap or mend them"
    if target.year is not None and target.year not in case.timeline.years:
        text = f"{target.year} lies outside {case.first_year} to {case.last_year}; mend it or leave it off"
        yield f"{place}.year", text
