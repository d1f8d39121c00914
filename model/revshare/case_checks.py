"""Whether a case makes sense: what one key says must fit what the others say."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from revshare.case import ByYear, Case
from revshare.contracts.contract import KEYS, contract_from
from revshare.errors import InputError
from revshare.facts import load_facts
from revshare.fields import check_input, fields, terms_of, years_of
from revshare.scenarios import values_of

Fault = tuple[str, str]
"""Dotted key, and what is wrong with it and how to mend it."""

TOLERANCE = 1e-9


def faults_of(case: Case) -> list[Fault]:
    """Everything wrong with a case; empty if it can be projected.

    Later checks rest on earlier ones, so they are made only where those found nothing.
    """
    for check in (_references, _years, _inputs, _sums, _scenarios):
        faults = list(check(case))
        if faults:
            return faults
    return []


def _references(case: Case) -> Iterator[Fault]:
    if case.last_year < case.first_year:
        yield "last_year", f"{case.last_year} lies before first_year {case.first_year}; swap or mend them"
    products = ("total", *case.products)
    yield from _known("revenue.measure", [case.revenue.measure], products)
    for key, product in case.products.items():
        yield from _known(f"products.{key}.channels", product.channels, tuple(case.channels))
    for key in set(case.products) & set(case.channels):
        yield f"channels.{key}", "has the name of a product; lines are named by both, so choose another"
    shared: dict[str, str] = {}
    for key, partner in case.partners.items():
        yield from _known(f"partners.{key}.covers", partner.covers, tuple(case.channels))
        yield from _known(f"partners.{key}.compute", partner.compute, tuple(case.channels))
        for channel in partner.covers:
            if channel in shared:
                text = f'covers "{channel}", which {shared[channel]} covers too; a channel has one share contract'
                yield f"partners.{key}.covers", text
            shared[channel] = key
        if key not in case.contracts:
            yield f"contracts.{key}", f"is missing: partner {partner.label} has no contract; add [contracts.{key}]"
    for key, terms in case.contracts.items():
        yield from _known("contracts", [key], tuple(case.partners))
        yield from _known(f"contracts.{key}", terms, tuple(KEYS))


def _known(place: str, used: object, known: tuple[str, ...]) -> Iterator[Fault]:
    for name in used:  # type: ignore[attr-defined]
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            yield place, f'names "{name}", which does not exist; {hint}'


def _years(case: Case) -> Iterator[Fault]:
    for name, table in _tables(case):
        try:
            years_of(name, table, case)
        except InputError as fault:
            place, _, text = str(fault).partition(" ")
            yield place, text


def _tables(case: Case) -> Iterator[tuple[str, ByYear]]:
    yield "revenue.annual", case.revenue.annual
    for key, product in case.products.items():
        yield f"products.{key}.share", product.share
        yield f"products.{key}.cost_ratio", product.cost_ratio
        for channel, shares in product.channels.items():
            yield f"products.{key}.channels.{channel}", shares
    for key, partner in case.partners.items():
        yield f"partners.{key}.compute_margin", partner.compute_margin
    for key, line in case.spending.items():
        yield f"spending.{key}.annual", line.annual
    for key, item in case.cash.items():
        yield f"cash.{key}.annual", item.annual


def _inputs(case: Case) -> Iterator[Fault]:
    facts = {fact.id for fact in load_facts()}
    for field in fields(case):
        yield from check_input(field)
        for fact in field.input.facts:
            if fact not in facts:
                yield f"{field.name}.fact", f'names "{fact}", which is no fact; see revshare facts'


def _sums(case: Case) -> Iterator[Fault]:
    """Shares over a complete partition sum to 1, in every scenario and year."""
    for scenario in case.scenario_names:
        values = values_of(case, scenario)
        suffix = "" if scenario == "base" else f" in scenario {scenario}"
        groups = [("products", {f"products.{key}.share": product.share for key, product in case.products.items()})]
        for key, product in case.products.items():
            name = f"products.{key}.channels"
            groups.append((name, {f"{name}.{channel}": table for channel, table in product.channels.items()}))
        for place, tables in groups:
            for year in case.timeline.years:
                total = sum(float(values[f"{name}.{years_of(name, t, case)[year]}"]) for name, t in tables.items())  # type: ignore[arg-type]
                if abs(total - 1.0) > TOLERANCE:
                    yield place, f"shares must sum to 1 in {year}{suffix}, got {total:.6g}; mend {', '.join(tables)}"
                    break


def _scenarios(case: Case) -> Iterator[Fault]:
    total = case.probability + sum(scenario.probability for scenario in case.scenarios.values())
    if abs(total - 1.0) > TOLERANCE:
        yield "probability", f"of base and all scenarios must sum to 1, got {total:.6g}"
    for scenario in case.scenario_names:
        values = values_of(case, scenario)
        for key in case.contracts:
            try:
                contract_from(terms_of(values, key))
            except InputError as fault:
                yield f"contracts.{key}", f"{fault} (scenario {scenario})"
