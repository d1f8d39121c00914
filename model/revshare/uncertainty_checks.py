"""Whether what a case says of chance makes sense: drivers that exist, distributions that can be, ranks that agree."""

from __future__ import annotations

from collections.abc import Iterator

from revshare.by_year import table_of
from revshare.case import Case
from revshare.cures import meant
from revshare.errors import InputError
from revshare.faults import Fault
from revshare.risk.agreement import to_lessen
from revshare.risk.drivers import driver_of
from revshare.risk.start import Start
from revshare.risk.uncertainty import (
    correlations_of,
    drawn_names,
    form_of,
    kept_of,
    outcomes,
    revenue_lines,
    shocks_of,
)
from revshare.uncertainty import Form

PAIR = 2


def uncertainty_faults(case: Case) -> Iterator[Fault]:
    """Everything wrong with distributions and correlations; further scenarios are looked at once the base is sound."""
    base = Start(case, "base", {})
    faults = list(_faults(base)) or [*_nothing_drawn(base), *_pairs(base)] or list(_agreement(base))
    yield from faults
    for scenario in () if faults else case.scenarios:
        start = Start(case, scenario, {})
        for place, text in list(_faults(start)) or _agreement(start):
            yield place, f"{text} (scenario {scenario})"


def _faults(start: Start) -> Iterator[Fault]:
    """What may be wrong in any scenario."""
    yield from [*_drivers(start), *_twice(start)] or _distributions(start)


def _drivers(start: Start) -> Iterator[Fault]:
    """Drivers that do not exist, or cannot vary as the case says."""
    lines = revenue_lines(start)
    for key, uncertain in start.case.uncertainty.items():
        place, driver, form = f"uncertainty.{key}", uncertain.driver, form_of(start, key)
        if driver in lines and form not in {Form.MONTHLY_SHOCKS, Form.HELD}:
            text = f"is {form}, and {driver} is a line: it takes monthly_shocks; or name the input revenue.annual"
            yield f"{place}.form", text
        elif driver not in lines and form is Form.MONTHLY_SHOCKS:
            hint = meant(driver, lines, f"known are {', '.join(lines)}")
            yield f"{place}.driver", f'names "{driver}", which is no line of revenue{hint}'
        elif driver not in lines:
            try:
                driver_of(start, driver)
            except InputError as fault:
                yield f"{place}.driver", f"is no driver: {fault}"


def _twice(start: Start) -> Iterator[Fault]:
    """Inputs, or lines of revenue, that two entries move."""
    seen: dict[str, str] = {}
    lines = revenue_lines(start)
    for key, uncertain in start.case.uncertainty.items():
        driver = uncertain.driver
        try:
            names = [driver] if driver in lines else [field.name for field in driver_of(start, driver).fields]
        except InputError:
            continue
        other = next((seen[name] for name in names if name in seen), None)
        if other:
            text = f"is {driver}, which uncertainty.{other} moves already; keep one of the two"
            yield f"uncertainty.{key}.driver", text
        seen |= dict.fromkeys(names, key)


def _distributions(start: Start) -> Iterator[Fault]:
    """Distributions that cannot be."""
    for key in start.case.uncertainty:
        try:
            list(outcomes(start, key))
        except InputError as fault:
            yield f"uncertainty.{key}", str(fault).removeprefix(f"uncertainty.{key} ")
    try:
        shocks_of(start)
    except InputError as fault:
        place, _, text = str(fault).partition(" ")
        yield place, text


def _nothing_drawn(start: Start) -> Iterator[Fault]:
    """Drivers whose inputs state no range to draw from."""
    for key, uncertain in start.case.uncertainty.items():
        found = [outcome for _, outcome in outcomes(start, key)]
        if found and all(outcome is None for outcome in found):
            text = f"has no range: {uncertain.driver} states no low and high around its value; give both here"
            yield f"uncertainty.{key}", text


def _pairs(start: Start) -> Iterator[Fault]:
    """Correlations that are not of two drivers that are drawn, or given twice."""
    seen: dict[frozenset[str], str] = {}
    # What is held for now may be drawn again, so its correlations rest.
    names = (
        drawn_names(start) | {table_of(name) for name in kept_of(start)} if start.case.correlations else set()
    )
    for key, correlation in start.case.correlations.items():
        place, pair = f"correlations.{key}.between", frozenset(correlation.between)
        if len(correlation.between) != PAIR:
            yield place, f"names {len(correlation.between)} drivers; a correlation is between two"
        elif len(pair) != PAIR:
            yield place, f"is of {correlation.between[0]} with itself; name two drivers"
        elif pair in seen:
            yield place, f"is between the drivers of correlations.{seen[pair]}; keep one of the two"
        else:
            seen[pair] = key
            yield from (
                (place, _not_drawn(start, name, names)) for name in correlation.between if name not in names
            )


def _not_drawn(start: Start, name: str, names: set[str]) -> str:
    if name in shocks_of(start):
        return (
            f"names {name}, whose monthly shocks are drawn apart from the drivers; leave the correlation out"
        )
    hint = meant(name, names, "give it a low and a high, or a form under [uncertainty]")
    return f'names "{name}", which is no driver that a simulation draws{hint}'


def _agreement(start: Start) -> Iterator[Fault]:
    """Correlations that contradict each other."""
    found = to_lessen(correlations_of(start))
    if found is None:
        return
    worst, nearest = found
    key = next(key for key, item in start.case.correlations.items() if item.between == worst)
    less = "bring all of them nearer to 0" if nearest is None else f"write {nearest:g}, or nearer to 0"
    cure = f"{less}, or state the pairs that are left at 0"
    text = f"contradicts the other correlations, and no drivers can have them all; {cure}"
    yield f"correlations.{key}.rank", text
