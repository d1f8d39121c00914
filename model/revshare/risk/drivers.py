"""Drivers: the inputs that move a case, those of one table by year together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from types import MappingProxyType

from revshare.by_year import table_of
from revshare.errors import InputError
from revshare.inputs import Field, Unit, Value
from revshare.risk.start import Start, is_number, takes_an_axis
from revshare.serial_dates import date_of_serial
from revshare.uncertainty import is_parameter

PARTS_OF_ONE = ("products.*.share", "products.*.channels.*", "hedges.*.outcomes.*.probability")
"""Inputs that are shares of one whole, which sums to 1."""
_SUM = "the parts of a whole sum to 1, so one cannot move alone; move them together by a scenario"


@dataclass(frozen=True)
class Driver:
    """Inputs that move as one.

    Parameters
    ----------
    name
        Name of the input, or of the table by year.
    fields
        The inputs.
    """

    name: str
    fields: tuple[Field, ...]

    @property
    def is_part_of_one(self) -> bool:
        """Whether it is one share of a partition."""
        return any(fnmatchcase(self.name, pattern) for pattern in PARTS_OF_ONE)

    def at(self, value: Value) -> dict[str, Value]:
        """All its inputs at one value."""
        return {field.name: value for field in self.fields}

    def end(self, which: str) -> dict[str, Value]:
        """All its inputs at the `low` or the `high` end of their ranges."""
        return {field.name: field.input.end(which) for field in self.fields}


@dataclass(frozen=True)
class Varied:
    """What moves a case, and what is held.

    Parameters
    ----------
    drivers
        Drivers with a range.
    held
        Names of drivers that have a range and do not move, each with the reason.
    """

    drivers: tuple[Driver, ...]
    held: Mapping[str, str]


def has_range(field: Field) -> bool:
    """Whether an input states a range of more than one number."""
    low, high = field.input.low, field.input.high
    return is_number(field) and low is not None and high is not None and low < high


def drivers_of(start: Start) -> dict[str, Driver]:
    """Every driver of a case by name; what says how others vary is none."""
    tables: dict[str, list[Field]] = {}
    for field in start.fields.values():
        if not is_parameter(field.name):
            tables.setdefault(table_of(field.name), []).append(field)
    return {name: Driver(name, tuple(group)) for name, group in tables.items()}


def driver_of(start: Start, name: str) -> Driver:
    """The driver an analysis names: an input, or a table by year, whose years then share one value.

    Raises
    ------
    InputError
        If there is none, it only says how others vary, or it is one share of a partition.
    """
    if is_parameter(name) and name in start.fields:
        raise InputError(f"{name} says how a driver varies and moves no line; name the driver itself")
    by_name = drivers_of(start)
    if name in start.fields:
        found = Driver(name, (start.fields[name],))
        whole = by_name[table_of(name)]
    elif name in by_name:
        found = whole = by_name[name]
    else:
        near = get_close_matches(name, [*start.fields, *by_name], n=1)
        hint = f"did you mean {near[0]}?" if near else f"see revshare inputs {start.case.name}"
        raise InputError(f'{start.case.name} has no input "{name}"; {hint}')
    if whole.is_part_of_one:
        raise InputError(f"{name} cannot be a driver: {_SUM}")
    return found


def varied(start: Start) -> Varied:
    """Drivers with a range; one share of a partition is held, and so is what the scenario takes out."""
    drivers, held = [], {}
    for name, driver in drivers_of(start).items():
        ranged = tuple(field for field in driver.fields if has_range(field))
        if not ranged:
            continue
        unused = [field.name for field in ranged if isinstance(start.values[field.name], str)]
        if driver.is_part_of_one:
            held[name] = _SUM
        elif unused:
            held[name] = f"{start.scenario} takes {unused[0]} out"
        else:
            drivers.append(Driver(name, ranged))
    return Varied(tuple(drivers), held)


def drawn(
    start: Start, given: Collection[str] = (), kept: Mapping[str, str] = MappingProxyType({})
) -> Varied:
    """Drivers that a simulation draws: inputs with a `given` distribution, and those whose range it can draw from.

    Parameters
    ----------
    kept
        Inputs that are not drawn, whatever their range, each with the reason.
    """
    found = varied(start)
    held, drivers = dict(found.held), []
    ranged = {driver.name: driver for driver in found.drivers}
    for name, driver in drivers_of(start).items():
        out = [kept[field.name] for field in driver.fields if field.name in kept]
        open_fields = [
            field for field in (ranged[name].fields if name in ranged else ()) if field.name not in kept
        ]
        reason = next((text for field in open_fields if (text := _held(start, field, given))), None)
        fields = [
            field for field in driver.fields if field.name in given or (field in open_fields and not reason)
        ]
        if reason:
            held[name] = reason
        elif out and not fields:
            held[name] = out[0]
        if fields:
            drivers.append(Driver(name, tuple(fields)))
    return Varied(tuple(drivers), held)


def _held(start: Start, field: Field, given: Collection[str]) -> str | None:
    """Why an input is not drawn from its range, if it is not."""
    if field.name in given:
        return None
    if not takes_an_axis(field):
        return "it shapes the contract; compare its values by a sensitivity"
    if field.unit in {Unit.MONTHS, Unit.YEARS}:
        return f"counted in whole {field.unit}; compare its values by a sensitivity, or make it discrete"
    value, low, high = float(start.values[field.name]), field.input.end("low"), field.input.end("high")  # type: ignore[arg-type]
    if low <= value <= high:
        return None
    return f"{start.scenario} sets {field.name} to {value:g}, outside its range {low:g} to {high:g}"


def as_value(field: Field, given: object) -> Value:
    """What was typed for an input as a value of its kind: a serial number is a date where a date stands."""
    if field.unit is Unit.DATE and isinstance(given, int | float) and not isinstance(given, bool):
        return date_of_serial(given)
    if isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    return given  # type: ignore[return-value] # anything else is checked against the input's kind
