"""What a case says of chance, as distributions under a scenario (methods: risk)."""

from __future__ import annotations

from collections.abc import Iterator

from revshare.errors import InputError
from revshare.inputs import Field, Unit
from revshare.risk.distributions import (
    Discrete,
    Distribution,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Uniform,
    within,
)
from revshare.risk.drivers import drawn, driver_of, has_range
from revshare.risk.shocks import MonthlyShocks
from revshare.risk.start import Start, takes_an_axis
from revshare.uncertainty import PARAMETERS, Form

COUNTED = (Unit.MONTHS, Unit.YEARS)
RANGES = (Form.PERT, Form.TRIANGULAR, Form.UNIFORM)


def distributions_of(start: Start) -> dict[str, Distribution]:
    """Distribution of every input the case gives one, by name, truncated to what may be entered.

    Raises
    ------
    InputError
        If the scenario, or the user's own values, leave a distribution impossible.
    """
    return {
        field.name: outcome
        for key in start.case.uncertainty
        for field, outcome in outcomes(start, key)
        if outcome is not None and not isinstance(outcome, str)
    }


def kept_of(start: Start) -> dict[str, str]:
    """Inputs that the case, or its scenario, keeps from being drawn, by name, each with the reason."""
    return {
        field.name: outcome
        for key in start.case.uncertainty
        for field, outcome in outcomes(start, key)
        if isinstance(outcome, str)
    }


def shocks_of(start: Start) -> dict[str, MonthlyShocks]:
    """Monthly shocks by the line they move: ``revenue``, or ``revenue.PRODUCT``."""
    found = {}
    for key, uncertain in start.case.uncertainty.items():
        if form_of(start, key) is Form.MONTHLY_SHOCKS:
            try:
                found[uncertain.driver] = MonthlyShocks(_numbers(start, key)["deviation"])
            except InputError as fault:
                raise InputError(f"uncertainty.{key} {fault}") from None
    return found


def correlations_of(start: Start) -> dict[tuple[str, str], float]:
    """Rank correlation of the pairs of drivers that are both drawn under the scenario."""
    if not start.case.correlations:
        return {}
    names = drawn_names(start)
    pairs = {key: (item.between[0], item.between[1]) for key, item in start.case.correlations.items()}
    return {
        pair: float(start.values[f"correlations.{key}.rank"])  # type: ignore[arg-type] # a number
        for key, pair in pairs.items()
        if set(pair) <= names
    }


def drawn_names(start: Start) -> set[str]:
    """Names of the drivers that a simulation draws under the scenario."""
    return {driver.name for driver in drawn(start, distributions_of(start), kept_of(start)).drivers}


def revenue_lines(start: Start) -> tuple[str, ...]:
    """Lines that monthly shocks may move."""
    return ("revenue", *(f"revenue.{key}" for key in start.case.products))


def form_of(start: Start, key: str) -> Form:
    """Form in which a driver varies under the scenario."""
    return Form(str(start.values[f"uncertainty.{key}.form"]))


def outcomes(start: Start, key: str) -> Iterator[tuple[Field, Distribution | str | None]]:
    """What becomes of every input of a driver: its distribution, why it is not drawn, or None for its own range.

    Raises
    ------
    InputError
        If the driver is unknown or cannot be drawn, or a distribution is impossible.
    """
    uncertain, form, numbers = start.case.uncertainty[key], form_of(start, key), _numbers(start, key)
    of_its_value = uncertain.relative or (form is Form.LOGNORMAL and "median" not in numbers)
    if uncertain.driver in revenue_lines(start):
        return
    for field in driver_of(start, uncertain.driver).fields:
        value = start.values[field.name]
        if form is Form.HELD:
            yield field, f"held: {uncertain.note}"
        elif not takes_an_axis(field):
            raise InputError(
                f"uncertainty.{key} is of {field.name}, which cannot be drawn; compare its values by a sensitivity"
            )
        elif isinstance(value, str):
            yield field, f"{start.scenario} takes {field.name} out"
        elif of_its_value and value == 0:
            yield field, f"{start.scenario} sets {field.name} to 0, of which every multiple is 0"
        elif _lacks_range(field, form, numbers, float(value)):  # type: ignore[arg-type] # a number
            yield field, None
        else:
            yield field, _distribution(start, key, field, float(value))  # type: ignore[arg-type] # a number


def _numbers(start: Start, key: str) -> dict[str, float]:
    """The parameters of a driver under the scenario, by name."""
    stated = start.case.uncertainty[key].numbers
    return {name: float(start.values[f"uncertainty.{key}.{name}"]) for name in stated}  # type: ignore[arg-type]


def _lacks_range(field: Field, form: Form, numbers: dict[str, float], value: float) -> bool:
    """Whether a distribution needs a range of the input's own that is missing, or that the value has left."""
    if form not in RANGES or set(PARAMETERS[form].free) <= set(numbers) | {"likeliest"}:
        return False
    return not has_range(field) or not field.input.end("low") <= value <= field.input.end("high")


def _distribution(start: Start, key: str, field: Field, value: float) -> Distribution:
    """The distribution of one input, by parameters of the case; those left off are the input's own."""
    form, numbers = form_of(start, key), _numbers(start, key)
    unit = value if start.case.uncertainty[key].relative else 1.0
    try:
        return _whole(field, within(_in_units(form, numbers, field, value, unit), field.limits))
    except InputError as fault:
        raise InputError(f"uncertainty.{key} for {field.name}: {fault}") from None


def _in_units(form: Form, numbers: dict[str, float], field: Field, value: float, unit: float) -> Distribution:
    """The distribution whose parameters are multiples of `unit`."""

    def at(name: str, left_off: float) -> float:
        return numbers[name] * unit if name in numbers else left_off

    if form is Form.NORMAL:
        return Normal(at("mean", value), numbers["deviation"] * abs(unit))
    if form is Form.LOGNORMAL:
        return LogNormal(at("median", value), numbers["deviation"])
    if form is Form.DISCRETE:
        return _discrete(numbers, unit)
    # Of cash that is negative as it goes out, the largest multiple is the lowest number.
    smallest, largest = ("high", "low") if unit < 0 else ("low", "high")
    low = numbers[smallest] * unit if smallest in numbers else field.input.end("low")
    high = numbers[largest] * unit if largest in numbers else field.input.end("high")
    if form is Form.UNIFORM:
        return Uniform(low, high)
    return (Triangular if form is Form.TRIANGULAR else Pert)(low, at("likeliest", value), high)


def _whole(field: Field, found: Distribution) -> Distribution:
    """The distribution itself, if it draws whole months and years."""
    if field.unit not in COUNTED or (
        isinstance(found, Discrete) and not any(value % 1 for value in found.values)
    ):
        return found
    raise InputError(f"it is counted in whole {field.unit}; make it discrete, with whole values")


def _discrete(numbers: dict[str, float], unit: float) -> Discrete:
    values, chances = (
        [number for name, number in numbers.items() if name.startswith(word)]
        for word in ("values.", "probabilities.")
    )
    # Refused as they were stated: multiples of a negative value stand the other way round.
    Discrete(tuple(values), tuple(chances))
    pairs = [(value * unit, chance) for value, chance in zip(values, chances, strict=True)]
    return Discrete(*zip(*sorted(pairs), strict=True))
