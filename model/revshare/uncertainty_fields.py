"""What a case says of chance, as lines of the inputs table: forms and parameters of drivers, and rank correlations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from revshare.by_year import table_of
from revshare.capital_fields import MULTIPLE
from revshare.case import Case
from revshare.inputs import ANY, FRACTION, Basis, Field, Input, Unit
from revshare.uncertainty import Form, Uncertain

RANK = (-1.0, 1.0)
SECTION = "Uncertainty"
_LABELS = {
    "low": "Smallest",
    "likeliest": "Likeliest",
    "high": "Largest",
    "mean": "Mean",
    "median": "Median",
    "deviation": "Standard deviation",
    "values": "Value",
    "probabilities": "Probability of value",
}
_NO_NUMBERS = (Unit.DATE, Unit.CHOICE, Unit.FLAG, Unit.TEXT)
_DEVIATIONS = {Form.LOGNORMAL: " of the logarithm", Form.MONTHLY_SHOCKS: " of a month's growth"}


def uncertainty_fields(case: Case, known: Sequence[Field]) -> Iterator[Field]:
    """Forms, parameters and rank correlations; `known` are the inputs they speak of."""
    named = {item.driver for item in case.uncertainty.values()}
    named |= {name for item in case.correlations.values() for name in item.between}
    drivers = {name: field for field in known for name in (field.name, table_of(field.name)) if name in named}
    spoken = _spoken(case, known, drivers)
    for key, uncertain in case.uncertainty.items():
        section = f"{SECTION}: {spoken.get(uncertain.driver, uncertain.driver)}"
        yield from _uncertain(f"uncertainty.{key}", uncertain, section, drivers.get(uncertain.driver))
    for key, correlation in case.correlations.items():
        label = " with ".join(spoken.get(name, name) for name in correlation.between)
        given = _given(correlation.rank, correlation.fact, correlation.note)
        name, section = f"correlations.{key}.rank", f"{SECTION}: {label}"
        yield Field(name, "Rank correlation", Unit.NUMBER, given, section, limits=RANK)


def _spoken(case: Case, known: Sequence[Field], drivers: Mapping[str, Field]) -> dict[str, str]:
    """What drivers are called, by name."""
    found = {"revenue": "Company revenue"}
    found |= {f"revenue.{key}": f"{product.label} revenue" for key, product in case.products.items()}
    labels = Counter(field.label for field in known)
    for name, field in drivers.items():
        section = field.section.partition(": terms not stated")[0]
        alone = labels[field.label] == 1 and not name.startswith("contracts.")
        label = field.label if alone else f"{section}: {field.label}"
        found[name] = label if name == field.name else label.rpartition(", ")[0]
    return found


def _uncertain(name: str, given: Uncertain, section: str, driver: Field | None) -> Iterator[Field]:
    """Its form, and then every parameter it states; a driver that does not exist is told of by the checks."""
    form = _given(given.form.value, given.fact, given.note)
    words = tuple(form.value for form in given.forms)
    yield Field(f"{name}.form", "How it varies", Unit.CHOICE, form, section, words=words)
    for parameter, value in given.numbers.items():
        word, _, place = parameter.partition(".")
        more, unit, limits = _measure(given, word, driver)
        label = f"{_LABELS[word]} {place}".rstrip() + more
        one = _given(value, given.fact, given.note)
        yield Field(f"{name}.{parameter}", label, unit, one, section, limits=limits)


def _measure(given: Uncertain, word: str, driver: Field | None) -> tuple[str, Unit, tuple[float, float]]:
    """What is said after the label of a parameter, its unit and its limits."""
    if word == "probabilities":
        return "", Unit.FRACTION, FRACTION
    if word == "deviation" and given.form in _DEVIATIONS:
        return _DEVIATIONS[given.form], Unit.FRACTION, MULTIPLE
    if given.relative:
        return ", times the value", Unit.FRACTION, MULTIPLE
    if driver is None or driver.unit in _NO_NUMBERS:
        return "", Unit.NUMBER, ANY
    return "", driver.unit, (0.0, driver.limits[1]) if word == "deviation" else driver.limits


def _given(value: float | str, fact: str, note: str) -> Input:
    ends = None if isinstance(value, str) else float(value)
    return Input(value, Basis.ASSUMED, low=ends, high=ends, fact=fact, note=note)
