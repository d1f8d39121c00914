"""Scenarios: which value every input takes."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TypeAlias

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.cures import meant
from revshare.errors import InputError, one_line
from revshare.fields import fault_of, fields, may_be_unused
from revshare.inputs import Field, Value

OWN_KEY = "own"
"""What the user's own column of an inputs table is called beside the scenarios."""

Values: TypeAlias = Mapping[str, Value | FloatArray]
"""Value of every input by dotted name; an array of shape ``(n, 1)`` stands for n scenarios or paths."""


def changes(case: Case, scenario: str) -> dict[str, Value]:
    """Inputs that a scenario changes, and to what; nothing for ``base``.

    Raises
    ------
    InputError
        If the scenario is unknown, or names inputs that do not exist; a line for each.
    """
    if scenario == "base":
        return {}
    if scenario not in case.scenarios:
        names = ", ".join(case.scenario_names)
        raise InputError(f'{case.name} has no scenario "{scenario}"; choose one of {names}')
    found: dict[str, Value] = {}
    faults: list[str] = []
    known = fields(case)
    by_name = {field.name: field for field in known}
    for pattern, wanted in case.scenarios[scenario].inputs.items():
        one = by_name.get(pattern)
        matches = [one] if one else [field for field in known if fnmatchcase(field.name, pattern)]
        if not matches:
            faults.append(
                f'scenarios.{scenario}.inputs names "{one_line(pattern)}", which no input matches; '
                f"see revshare inputs {case.name}"
            )
        for field in matches:
            try:
                found[field.name] = _taken(field, wanted, scenario)
            except InputError as fault:
                faults.append(str(fault))
    if faults:
        raise InputError("\n".join(faults))
    return found


def _taken(field: Field, wanted: Value, scenario: str) -> Value:
    if wanted not in {"low", "high"}:
        return wanted
    try:
        return field.input.end(str(wanted))
    except InputError as fault:
        raise InputError(f"scenarios.{scenario}.inputs names {field.name}, which {fault}") from None


def values_of(
    case: Case, scenario: str = "base", overrides: Values | None = None
) -> dict[str, Value | FloatArray]:
    """Value of every input under a scenario.

    Parameters
    ----------
    overrides
        Further changes by dotted name, which win over the scenario.

    Raises
    ------
    InputError
        If the scenario or an input is unknown, or a value may not stand there.
    """
    known = {field.name: field for field in fields(case)}
    values: dict[str, Value | FloatArray] = {name: field.input.value for name, field in known.items()}
    values.update(changes(case, scenario))
    for name, value in (overrides or {}).items():
        if name not in known:
            hint = meant(name, known, f"see revshare inputs {case.name}")
            raise InputError(f'{case.name} has no input "{name}"{hint}')
        if not isinstance(value, np.ndarray):
            check_value(known[name], value)
        values[name] = value
    return values


def check_value(field: Field, value: Value) -> None:
    """Refuse a value that may not stand in an input.

    Raises
    ------
    InputError
        Naming the input, the value and the cure.
    """
    fault = fault_of(field, value)
    if fault and not may_be_unused(field, value):
        raise InputError(f"{field.name} {fault}")
