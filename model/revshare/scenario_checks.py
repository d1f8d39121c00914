"""Whether a case holds under its scenarios: probabilities, sums, contracts, and the projection itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from revshare.arrays import fraction
from revshare.by_year import ByYear, years_of
from revshare.capital_checks import TOLERANCE, capital_sums
from revshare.case import Case
from revshare.contracts.contract import PARTS, contract_from
from revshare.contracts.terms import keys_of
from revshare.errors import InputError, ModelError
from revshare.faults import Fault, told_together
from revshare.fields import fault_of, fields, may_be_unused, terms_of
from revshare.name_checks import unknown_names
from revshare.path import COMPARABLE
from revshare.projection import project
from revshare.scenarios import changes, values_of


def chance_faults(case: Case) -> Iterator[Fault]:
    """Base and scenarios have a probability each, and one of them happens."""
    chances = {"probability": case.probability}
    chances |= {f"scenarios.{key}.probability": item.probability for key, item in case.scenarios.items()}
    for place, chance in chances.items():
        try:
            fraction(place, chance)
        except InputError as fault:
            yield from told_together(place, fault)
    total = sum(chances.values())
    if abs(total - 1.0) > TOLERANCE:
        text = f"of base and all scenarios must sum to 1, got {total:.6g}; mend {', '.join(chances)}"
        yield "probability", text


def scenario_faults(case: Case) -> Iterator[Fault]:
    """Scenarios that set what is no input, or to what it cannot be."""
    known = {field.name: field for field in fields(case)}
    for scenario in case.scenarios:
        place = f"scenarios.{scenario}.inputs"
        try:
            changed = changes(case, scenario)
        except InputError as fault:
            yield from told_together(place, fault)
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


def sum_faults(case: Case) -> Iterator[Fault]:
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


def contract_faults(case: Case, keys: Collection[str]) -> Iterator[Fault]:
    """Contracts whose terms contradict each other, in any scenario.

    Parameters
    ----------
    keys
        The contracts to look at.
    """
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


def projection_faults(case: Case) -> Iterator[Fault]:
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
            faults.extend(unknown_names(f"targets.{place}.line", [target.line], known))
    yield from _in_scenarios(case, found)


def _placed(fault: str) -> Fault:
    """A fault of the projection at the key it names first; otherwise it is one of the annual totals."""
    place, _, text = fault.partition(" ")
    return (place, text) if "." in place else ("revenue.annual", f"cannot be projected: {fault}")
