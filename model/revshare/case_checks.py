"""Whether a case makes sense: what one key says must fit what the others say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from revshare.arrays import fraction
from revshare.by_year import ByYear, years_of
from revshare.capital_checks import (
    capital_faults,
    capital_names,
    capital_references,
    capital_sums,
    capital_tables,
)
from revshare.case import Case, Channel, Target
from revshare.contracts.contract import KEYS, PARTS, Kind, contract_from
from revshare.contracts.terms import keys_of
from revshare.errors import InputError, ModelError
from revshare.facts import load_facts
from revshare.fields import check_input, fault_of, fields, may_be_unused, terms_of
from revshare.inputs import Input, names_in
from revshare.inputs_columns import BESIDE, HEADERS, WRITTEN
from revshare.path import COMPARABLE
from revshare.projection import project
from revshare.scenarios import changes, values_of
from revshare.uncertainty import is_parameter
from revshare.uncertainty_checks import uncertainty_faults

Fault = tuple[str, str]
"""Dotted key, and what is wrong with it and how to mend it."""

TOLERANCE = 1e-9
_SHOWN = 20
"""Names told of a longer list."""
TABLES_OF_NAMES = (
    *("products", "channels", "partners", "spending", "cash", "scenarios", "parties"),
    *("commitments", "capacities", "companies", "stakes", "hedges", "uncertainty", "correlations"),
)
"""Tables whose keys a user chooses."""
POOLINGS = ("all", "channel", "product")
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 1901, 2200, 60
"""Years a workbook can date and a reader can follow."""

KEY = re.compile(r"[A-Za-z0-9_-]+")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LABEL = re.compile(r"[^\W_][\w %&+().'/-]{0,29}")
"""A scenario's label is a word in the workbook's drop-down list and in the formula that looks it up."""

SHEET = re.compile(r"[^\[\]:*?/\\']{1,22}")
"""A partner's label names its sheet where there are several; a sheet's name has 31 characters at most."""

CHOICES = (HEADERS["base"], HEADERS["own"])
"""What the workbook offers in its list of scenarios besides those of the case."""

TAKEN = (*HEADERS.values(), *BESIDE)
"""Headers that the workbook gives to columns of its own."""


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
        for check in (_names, _references, _partners, capital_faults, _sheets, _horizon)
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
    faults += _chances(case) if holds("probability", "scenarios") else []
    scenarios = list(_scenarios(known))
    # Where a name is wrong, or something could not be read, its inputs are missing too.
    lost = "which no input matches" if first or unread else "\n"
    faults += [(key, text) for key, text in scenarios if lost not in text]
    faults += _revenue(known) if holds("revenue") else []
    if not scenarios and holds("scenarios"):
        if horizon and holds("products", "channels", "revenue", "hedges", "commitments"):
            faults += _sums(known)
        sound = [key for key in known.contracts if holds(f"contracts.{key}", f"partners.{key}")]
        faults += _contracts(known, sound)
    faults = [fault for fault in faults if _is_told(fault[0], unread)]
    return faults or ([] if unread else [*uncertainty_faults(case), *_projections(case)])


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


def _names(case: Case) -> Iterator[Fault]:
    if not NAME.fullmatch(case.name):
        text = f'must be letters, digits and hyphens, got "{case.name}"; the report is named after it'
        yield "name", text
    for place, keys in (*((table, getattr(case, table)) for table in TABLES_OF_NAMES), *capital_names(case)):
        for key in keys:
            if not KEY.fullmatch(key):
                yield place, f'has the key "{key}"; write it with letters, digits, _ and - only'
    if "total" in case.products:
        yield "products.total", "is the word for the whole company; name the product otherwise"
    if "base" in case.scenarios:
        yield "scenarios.base", "is the scenario of all base values; name this one otherwise"
    if len(",".join((*CHOICES, *(item.label for item in case.scenarios.values())))) > 250:
        yield (
            "scenarios",
            "have labels too long for one drop-down list (250 characters together); shorten them",
        )
    labels = Counter(
        label.casefold() for label in (*TAKEN, *(item.label for item in case.scenarios.values()))
    )
    for key, scenario in case.scenarios.items():
        if not LABEL.fullmatch(scenario.label):
            text = "write at most 30 letters, digits, spaces and hyphens, beginning with a letter or digit"
            yield f"scenarios.{key}.label", f'is "{scenario.label}"; {text}'
        elif labels[scenario.label.casefold()] > 1 or scenario.label.casefold().endswith(WRITTEN):
            yield f"scenarios.{key}.label", f'is "{scenario.label}", which is taken; choose another'


def _references(case: Case) -> Iterator[Fault]:
    for place, word in (("products", "product"), ("channels", "channel"), ("partners", "partner")):
        if not getattr(case, place):
            yield place, f"is empty; a case has at least one {word}"
    yield from _known("revenue.measure", [case.revenue.measure], ("total", *case.products))
    for key, product in case.products.items():
        yield from _known(f"products.{key}.channels", product.channels, tuple(case.channels))
        if not product.channels:
            yield f"products.{key}.channels", "is empty; say through which channel the product is sold"
    for key in sorted(set(case.products) & set(case.channels)):
        yield f"channels.{key}", "has the name of a product; lines are named by both, so choose another"
    for place, name, known in capital_references(case):
        yield from _known(place, [name], known)


def _partners(case: Case) -> Iterator[Fault]:
    shared: dict[str, str] = {}
    for key, partner in case.partners.items():
        yield from _known(f"partners.{key}.covers", partner.covers, tuple(case.channels))
        yield from _known(f"partners.{key}.compute", partner.compute, tuple(case.channels))
        if not partner.covers:
            yield f"partners.{key}.covers", "is empty; name the channels whose revenue the partner shares"
        for place, channels in (("covers", partner.covers), ("compute", partner.compute)):
            for channel in sorted({name for name in channels if channels.count(name) > 1}):
                yield f"partners.{key}.{place}", f'names "{channel}" twice; keep one'
        for channel in dict.fromkeys(partner.covers):
            if channel in shared:
                text = f'covers "{channel}", which {shared[channel]} covers too; a channel has one share contract'
                yield f"partners.{key}.covers", text
            shared[channel] = key
        yield from _pooling(f"partners.{key}.pooling", partner.pooling, case.contracts.get(key, {}))
        if key not in case.contracts:
            text = f"is missing: partner {partner.label} has no contract; add [contracts.{key}]"
            yield f"contracts.{key}", text
    for key, terms in case.contracts.items():
        yield from _known("contracts", [key], tuple(case.partners))
        yield from _known(f"contracts.{key}", terms, tuple(KEYS))


def _pooling(place: str, pooling: str, terms: Mapping[str, Input]) -> Iterator[Fault]:
    if pooling not in POOLINGS:
        yield place, f'must be one of {", ".join(POOLINGS)}, got "{pooling}"'
    elif pooling != "all":
        if "kind" not in terms or terms["kind"].value != Kind.PROFIT_SHARE:
            yield place, f'is "{pooling}", which only a profit share can use; write "all"'
        if "opening_loss_bank" in terms:
            yield (
                place,
                f'is "{pooling}", which cannot split opening_loss_bank; leave that out, or write "all"',
            )


def _sheets(case: Case) -> Iterator[Fault]:
    """Where several partners have a contract sheet each, their labels can name them."""
    seen: dict[str, str] = {}
    for key, partner in case.partners.items():
        label = partner.label.casefold()
        if len(case.partners) > 1 and not SHEET.fullmatch(partner.label):
            text = "write at most 22 characters, none of []:*?/\\'; a sheet is named after it"
            yield f"partners.{key}.label", f'is "{partner.label}"; {text}'
        if label in seen:
            yield f"partners.{key}.label", f'is "{partner.label}", as that of {seen[label]}; choose another'
        seen[label] = key


def _known(place: str, used: Iterable[str], known: tuple[str, ...]) -> Iterator[Fault]:
    for name in used:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {_listed(known)}"
            yield place, f'names "{name}", which does not exist; {hint}'


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return (", ".join(names[:_SHOWN]) or "none") + more


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
            yield from _lines(name, fault)


def _lines(place: str, faults: InputError) -> Iterator[Fault]:
    """Faults told together, each of which begins with its place."""
    for line in str(faults).splitlines():
        yield place, line.removeprefix(f"{place} ")


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


def _chances(case: Case) -> Iterator[Fault]:
    """Base and scenarios have a probability each, and one of them happens."""
    chances = {"probability": case.probability}
    chances |= {f"scenarios.{key}.probability": item.probability for key, item in case.scenarios.items()}
    for place, chance in chances.items():
        try:
            fraction(place, chance)
        except InputError as fault:
            yield from _lines(place, fault)
    total = sum(chances.values())
    if abs(total - 1.0) > TOLERANCE:
        text = f"of base and all scenarios must sum to 1, got {total:.6g}; mend {', '.join(chances)}"
        yield "probability", text


def _scenarios(case: Case) -> Iterator[Fault]:
    known = {field.name: field for field in fields(case)}
    for scenario in case.scenarios:
        place = f"scenarios.{scenario}.inputs"
        try:
            changed = changes(case, scenario)
        except InputError as fault:
            yield from _lines(place, fault)
            continue
        wrong: dict[str, list[str]] = {}
        for name, value in changed.items():
            text = fault_of(known[name], value) or ""
            if text and not may_be_unused(known[name], value):
                wrong.setdefault(text, []).append(name)
        for text, names in wrong.items():
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            yield place, f"sets {names[0]}{more}, which {text}"


def _in_scenarios(case: Case, found: dict[str, list[Fault]]) -> Iterator[Fault]:
    """Faults by scenario: those of the base once, further ones with the scenario they appear in."""
    yield from found["base"]
    known = {text for _, text in found["base"]}
    for scenario in case.scenarios:
        for place, text in found[scenario]:
            if text not in known:
                yield place, f"{text} (scenario {scenario})"


def _sums(case: Case) -> Iterator[Fault]:
    """Shares over a complete partition sum to 1, in every scenario and year."""
    yield from _in_scenarios(
        case, {name: [*_sums_of(case, name), *capital_sums(case, name)] for name in case.scenario_names}
    )


def _sums_of(case: Case, scenario: str) -> Iterator[Fault]:
    values = values_of(case, scenario)
    groups = [("products", {f"products.{key}.share": item.share for key, item in case.products.items()})]
    for key, product in case.products.items():
        name = f"products.{key}.channels"
        groups.append((name, {f"{name}.{channel}": table for channel, table in product.channels.items()}))

    def of_year(name: str, table: ByYear, year: int) -> float:
        return float(values[f"{name}.{years_of(name, table, case.timeline)[year]}"])  # type: ignore[arg-type]

    for place, tables in groups:
        for year in case.timeline.years:
            total = sum(of_year(name, table, year) for name, table in tables.items())
            if abs(total - 1.0) > TOLERANCE:
                text = f"shares must sum to 1, got {total:.6g} in {year}; mend {', '.join(tables)}"
                yield place, text
                break
    measured = case.revenue.measure
    if measured != "total":
        name = f"products.{measured}.share"
        for year in case.timeline.years:
            if of_year(name, case.products[measured].share, year) == 0.0:
                text = f"is 0 in {year}, so its revenue says nothing of the company's"
                yield name, f"{text}; give a share above 0, or measure another product"
                break


def _contracts(case: Case, keys: Collection[str]) -> Iterator[Fault]:
    found: dict[str, list[Fault]] = {name: [] for name in case.scenario_names}
    for scenario, faults in found.items():
        values = values_of(case, scenario)
        for key in keys:
            faults += [(f"contracts.{key}", text) for text in _contradictions(terms_of(values, key))]
    yield from _in_scenarios(case, found)


def _contradictions(terms: Mapping[str, object]) -> Iterator[str]:
    """What the terms of a contract say against each other: as a whole, and in each of its parts."""
    rate = {name: terms[name] for name in ("kind", "rate", "tiers", "ramp") if name in terms}
    parts = [
        rate | {key.name: terms[key.name] for key in keys_of(part) if key.name in terms} for part in PARTS
    ]
    whole = _fault_of_terms(terms)
    if whole:
        found = [whole, *filter(None, map(_fault_of_terms, parts))]
        yield from dict.fromkeys(found)


def _fault_of_terms(terms: Mapping[str, object]) -> str:
    try:
        contract_from(terms)
    except InputError as fault:
        return str(fault)
    return ""


def _projections(case: Case) -> Iterator[Fault]:
    """The case is projected once, so that whoever holds a case knows that it can be."""
    found: dict[str, list[Fault]] = {name: [] for name in case.scenario_names}
    for scenario, faults in found.items():
        try:
            lines = project(case, scenario).lines
        except ModelError as fault:
            faults.append(_placed(str(fault)))
            continue
        known = (*lines, *COMPARABLE)
        for place, target in enumerate(case.targets, start=1):
            faults.extend(_known(f"targets.{place}.line", [target.line], known))
    yield from _in_scenarios(case, found)


def _placed(fault: str) -> Fault:
    """A fault of the projection at the key it names first; otherwise it is one of the annual totals."""
    place, _, text = fault.partition(" ")
    return (place, text) if "." in place else ("revenue.annual", f"cannot be projected: {fault}")
