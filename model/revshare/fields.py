"""Every input of a case as one flat list: the names, words, units and limits used by all layers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

import numpy as np

from revshare.by_year import fields_by_year
from revshare.capital_fields import capital_fields, compute_fields
from revshare.case import Case, Partner
from revshare.contracts.contract import KEYS, read_pairs
from revshare.contracts.terms import Key
from revshare.cures import date_cure, meant, number_cure, year_slip
from revshare.errors import TermsError
from revshare.inputs import AMOUNT, ANY, COST_RATIO, FRACTION, Basis, Field, Input, Unit
from revshare.margin import Presentation
from revshare.uncertainty import is_parameter
from revshare.uncertainty_fields import uncertainty_fields

LARGEST = 1e15
"""Beyond it a cell no longer holds every unit, and squares overflow; nothing in a deal is that large."""

_SHOWN = 60

NOT_USED = "none"
MAY_BE_UNUSED = ("contracts.*", "partners.*.favoured.effective", "capacities.*.cost")
"""Inputs whose value may be `NOT_USED`."""

TABLES = {"tiers": "from", "ramp": "month"}
"""Terms that are tables of rates, and what their first column is; every number is an input of its own."""
SILENT = "The case is silent; this default applies"
RIVAL_KINDS = ("revenue_share", "profit_share")


def fields(case: Case) -> tuple[Field, ...]:
    """Every input of the case, in the order of the inputs sheet."""
    found = tuple(_fields(case))
    return *found, *uncertainty_fields(case, found)


def _fields(case: Case) -> Iterator[Field]:
    measured = "Company" if case.revenue.measure == "total" else case.products[case.revenue.measure].label
    yield from fields_by_year(
        "revenue.annual", f"{measured} revenue", Unit.MONEY, case.revenue.annual, "Revenue", AMOUNT
    )
    for key, product in case.products.items():
        label = f"{product.label}: share of company revenue"
        yield from fields_by_year(
            f"products.{key}.share", label, Unit.FRACTION, product.share, "Product mix", FRACTION
        )
    for key, product in case.products.items():
        for channel, shares in product.channels.items():
            name = f"products.{key}.channels.{channel}"
            label = f"{product.label}: share sold through {case.channels[channel].label}"
            yield from fields_by_year(name, label, Unit.FRACTION, shares, "Channel mix", FRACTION)
    for key, product in case.products.items():
        name, label = f"products.{key}.cost_ratio", f"{product.label}: inference cost per dollar of revenue"
        yield from fields_by_year(
            name, label, Unit.FRACTION, product.cost_ratio, "Cost of revenue", COST_RATIO
        )
    for key, item in case.spending.items():
        yield from fields_by_year(
            f"spending.{key}.annual", item.label, Unit.MONEY, item.annual, "Operating cost", AMOUNT
        )
    yield from compute_fields(case)
    for key, line in case.cash.items():
        yield from fields_by_year(
            f"cash.{key}.annual", line.label, Unit.MONEY, line.annual, "Other cash items", ANY
        )
    for key, terms in case.contracts.items():
        yield from _terms(key, case.partners[key].label, terms)
    for key, partner in case.partners.items():
        name, label = (
            f"partners.{key}.compute_margin",
            f"{partner.label}: gross margin on compute sold to the lab",
        )
        yield from fields_by_year(name, label, Unit.FRACTION, partner.compute_margin, "Partner", FRACTION)
        yield from _ties(f"partners.{key}", partner)
    yield from capital_fields(case)
    rival = case.rival
    section = "Deal to compare with"
    yield Field(
        "rival.kind", f"{rival.label}: what is shared", Unit.CHOICE, rival.kind, section, words=RIVAL_KINDS
    )
    yield Field("rival.rate", f"{rival.label}: rate", Unit.FRACTION, rival.rate, section)
    label = f"{rival.label}: fraction of company revenue covered"
    yield Field("rival.coverage", label, Unit.FRACTION, rival.coverage, section)
    words = tuple(Presentation)
    yield Field(
        "presentation", "How revenue is shown", Unit.CHOICE, case.presentation, "Presentation", words=words
    )


def _ties(name: str, partner: Partner) -> Iterator[Field]:
    """Inputs of the clauses that tie a contract to something beside it."""
    back, clause = partner.reciprocal, partner.favoured
    if back:
        section = f"Share that {partner.label} pays back"
        yield from fields_by_year(
            f"{name}.reciprocal.annual", back.label, Unit.MONEY, back.annual, section, AMOUNT
        )
        label = f"Share of {back.label} paid to the lab"
        yield from fields_by_year(
            f"{name}.reciprocal.rate", label, Unit.FRACTION, back.rate, section, FRACTION
        )
    if clause:
        section = f"Most-favoured clause of {partner.label}"
        for other, rate in clause.rates.items():
            yield Field(f"{name}.favoured.rates.{other}", f"Rate of {other}", Unit.FRACTION, rate, section)
        yield Field(
            f"{name}.favoured.effective", "First day it applies", Unit.DATE, clause.effective, section
        )


def _terms(key: str, partner: str, given: dict[str, Input]) -> Iterator[Field]:
    """Every term of a contract: those the case states, then those left at their default, as visible inputs."""
    stated = [name for name in KEYS if name in given]
    left = [name for name in KEYS if name not in given]
    for name in (*stated, *left):
        known = KEYS[name]
        if name in TABLES and name in given:
            pairs = tuple(_pairs(f"contracts.{key}.{name}", partner, name, given[name]))
            yield from pairs
            if pairs:
                continue
        yield Field(
            name=f"contracts.{key}.{name}",
            label=known.label,
            unit=known.unit,
            input=given.get(name) or default_of(known),
            section=f"Contract with {partner}"
            if name in given
            else f"Contract with {partner}: terms not stated",
            words=known.words,
            limits=known.limits,
        )


def _pairs(name: str, partner: str, table: str, given: Input) -> Iterator[Field]:
    """One input for each number of a table of rates; none if its text cannot be read (the contract says why)."""
    try:
        pairs = read_pairs(table, TABLES[table], str(given.value))
    except TermsError:
        return
    section = f"Contract with {partner}: {table}"
    first = TABLES[table]
    unit = Unit.MONEY if first == "from" else Unit.NUMBER
    for place, (at, rate) in enumerate(zip(*pairs, strict=True), start=1):
        for part, value, kind, limits in ((first, at, unit, AMOUNT), ("rate", rate, Unit.FRACTION, FRACTION)):
            one = replace(given, value=float(value), low=float(value), high=float(value))
            label = f"{table[:1].upper()}{table[1:].removesuffix('s')} {place}: {part}"
            yield Field(f"{name}.{place}.{part}", label, kind, one, section, limits=limits)


def default_of(known: Key) -> Input:
    """What applies when a contract is silent: the default, or nothing."""
    value = NOT_USED if known.default is None else known.default
    if isinstance(value, bool | StrEnum | str):
        return Input(str(value) if isinstance(value, StrEnum) else value, Basis.ASSUMED, note=SILENT)
    return Input(float(value), Basis.ASSUMED, low=float(value), high=float(value), note=SILENT)  # type: ignore[arg-type]


def terms_of(values: Mapping[str, object], key: str) -> dict[str, object]:
    """Terms of one contract out of the values of all inputs: what is not used or at its default is left out."""
    prefix = f"contracts.{key}."
    stated = {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}
    terms = {name: value for name, value in stated.items() if "." not in name}
    for table, first in TABLES.items():
        count = sum(name.startswith(f"{table}.") for name in stated) // 2
        numbers = [(stated[f"{table}.{n}.{first}"], stated[f"{table}.{n}.rate"]) for n in range(1, count + 1)]
        terms |= {table: numbers} if numbers else {}
    return {
        name: value
        for name, value in terms.items()
        if isinstance(value, np.ndarray | list)
        or ((value != NOT_USED or NOT_USED in KEYS[name].words) and value != KEYS[name].default)
    }


def fault_of(field: Field, value: object) -> str | None:
    """What is wrong with a value for this input, with the cure; None if it may stand."""
    match field.unit:
        case Unit.CHOICE:
            return _word_fault(field, value)
        case Unit.DATE:
            if not isinstance(value, date):
                return f"must be a date such as 2026-04-20, got {_spoken(value)}{date_cure(value)}"
            return year_slip(value) or None
        case Unit.TEXT:
            if not isinstance(value, str):
                return f"must be text in quotes, got {_spoken(value)}"
        case Unit.FLAG:
            if not isinstance(value, bool):
                return f"must be true or false (yes or no in a workbook), got {_spoken(value)}"
        case _:
            return _number_fault(field, value)
    return None


def _word_fault(field: Field, value: object) -> str | None:
    if value in field.words:
        return None
    return f"must be one of {', '.join(field.words)}, got {_spoken(value)}{meant(value, field.words)}"


def _number_fault(field: Field, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"must be a number, got {_spoken(value)}{number_cure(value)}"
    if not math.isfinite(value):
        return f"must be a number, got {value}; a value that is not known is left off, never infinite"
    low, high = field.limits
    if low <= value <= high and abs(value) <= LARGEST:
        return None
    if abs(value) > LARGEST:
        return f"must be at most {LARGEST:g} in size, got {value:g}; check the unit"
    percent = field.unit is Unit.FRACTION and high < value <= 100
    cure = f"; for {value:g} % enter {value / 100:g}" if percent else ""
    bounds = f"{low:g} to {high:g}" if math.isfinite(high) else f"{low:g} or more"
    return f"must be {bounds}, got {value:g}{cure}"


def _spoken(value: object) -> str:
    """A value as the case file writes it, cut where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = " ".join(value.split())
    return f'the text "{text}"' if len(text) <= _SHOWN else f'the text "{text[: _SHOWN - 3]}..."'


def may_be_unused(field: Field, value: object) -> bool:
    """Whether the value says that a contract has no such term, a clause no such day, or a capacity no price."""
    optional = any(fnmatchcase(field.name, pattern) for pattern in MAY_BE_UNUSED)
    return value == NOT_USED and optional and field.unit is not Unit.CHOICE


def _of_a_table(name: str) -> bool:
    """Whether an input is a number of a table of rates."""
    return any(fnmatchcase(name, f"contracts.*.{table}.*") for table in TABLES)


def check_input(field: Field) -> Iterator[tuple[str, str]]:
    """Faults of an input, its value and both ends of its range, by key."""
    given: Input = field.input
    for place, value in (("", given.value), (".low", given.low), (".high", given.high)):
        if value is None or (place == "" and may_be_unused(field, value)):
            continue
        if place and (is_parameter(field.name) or (_of_a_table(field.name) and value == given.value)):
            # It has no range of its own; a table written in one text has none at all.
            continue
        fault = fault_of(field, value)
        if fault:
            yield f"{field.name}{place}", fault
