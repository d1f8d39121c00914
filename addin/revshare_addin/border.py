"""The border between cells and arrays: the one way into a cell function and back out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, repeat

import numpy as np

from revshare.arrays import FloatArray, same_length
from revshare.errors import InputError, ModelError
from revshare.serial_dates import serial_of
from revshare_addin.arguments import Zero, is_left_off, is_zero
from revshare_addin.cells import (
    Cell,
    CellError,
    ErrorCode,
    ErrorInCells,
    Rows,
    is_blank,
    refuse_errors,
    rows_of,
)
from revshare_addin.registry import CellFunction, Parameter

_LEFT_OFF: Rows = [[None]]
_NOT_APPLICABLE = CellError(ErrorCode.NA, "there is no such figure here")
_TOO_LARGE = CellError(ErrorCode.NUM, "the figure is too large to show")


@dataclass(frozen=True, slots=True)
class Table:
    """An answer with headers in its first row and one column of values below each."""

    columns: Mapping[str, Iterable[object]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """An answer of two columns: a name and its value in each row."""

    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """An answer that stands in a column whatever came in."""

    values: Iterable[object]


def answer(function: CellFunction, arguments: Sequence[object]) -> Rows:
    """Call a cell function with what a host hands over and answer rows of cells.

    Parameters
    ----------
    function
        From the registry.
    arguments
        One value, row or block per argument given; None where one was skipped.

    Returns
    -------
    Rows
        At least one cell. Faults of the model's family are a single `CellError`; a value that does not
        exist is one in its own cell. Anything else that is raised is a defect.
    """
    try:
        given = [rows_of(argument) for argument in arguments]
        values = _read(function, given)
        # Overflow shows as #NUM! in the answer; numpy need not warn of it as well.
        with np.errstate(all="ignore"):
            result = function.python(**values)
    except ModelError as fault:
        return [[str(fault) if function.in_words else CellError.of(fault)]]
    except ErrorInCells as passed:
        return [[passed.error.message if function.in_words else passed.error]]
    rows = _cells(result)
    is_one_row = len(rows) == 1 < len(rows[0])
    if is_one_row and isinstance(result, np.ndarray) and _lies_in_a_column(function, given):
        return [[cell] for cell in rows[0]]
    return rows


def _read(function: CellFunction, given: Sequence[Rows]) -> dict[str, object]:
    """Every argument's value by name; series of one call must cover the same periods."""
    if len(given) > len(function.parameters):
        raise InputError(f"{function.signature} takes {len(function.parameters)} arguments, got {len(given)}")
    values: dict[str, object] = {}
    aligned: dict[str, FloatArray] = {}
    left_off = repeat(_LEFT_OFF, len(function.parameters) - len(given))
    for parameter, rows in zip(function.parameters, chain(given, left_off), strict=True):
        value = values[parameter.name] = _value(parameter, rows)
        if parameter.argument.aligned and isinstance(value, np.ndarray):
            aligned[parameter.name] = value
    if len(aligned) > 1:
        _refuse_unequal(aligned)
    series = next(iter(aligned.values()), None)
    periods = 0 if series is None else series.shape[-1]
    return {p.name: p.argument.over(values[p.name], periods) for p in function.parameters}


def _refuse_unequal(aligned: Mapping[str, FloatArray]) -> None:
    """Refuse series of different lengths, and blocks of different numbers of rows."""
    same_length(**aligned)
    if len({len(series) for series in aligned.values() if series.ndim > 1}) > 1:
        found = ", ".join(f"{name} has {len(series)}" for name, series in aligned.items() if series.ndim > 1)
        raise InputError(f"blocks must have the same number of rows: {found}")


def _value(parameter: Parameter, rows: Rows) -> object:
    """One argument's value, its default where it is optional and left off."""
    name, argument = parameter.name, parameter.argument
    if not rows or not rows[0] or (len(rows) > 1 and len(set(map(len, rows))) > 1):
        raise InputError(f"{name} must be a cell or a range")
    refuse_errors(name, rows)
    if parameter.optional:
        if is_left_off(argument, rows):
            return parameter.default
        if argument.zero is Zero.IS_REFUSED and is_zero(rows):
            raise InputError(f'{name} is 0: leave it off or write "none"')
    elif is_blank(rows[0][0]) and all(is_blank(cell) for row in rows for cell in row):
        raise InputError(f"{name} is missing: {argument.help[0].lower()}{argument.help[1:]}")
    return argument.read(name, rows)


def _lies_in_a_column(function: CellFunction, given: Sequence[Rows]) -> bool:
    """Whether the first series of the call lies in a column, so the answer does."""
    for parameter, rows in zip(function.parameters, given, strict=False):
        if parameter.argument.aligned and (len(rows) > 1 or len(rows[0]) > 1):
            return len(rows) > 1 and len(rows[0]) == 1
    return False


def _cells(result: object) -> Rows:
    """Lay the model's answer out as rows of cells, a series as one row."""
    if isinstance(result, Table):
        columns = [[_cell(value) for value in values] for values in result.columns.values()]
        return [list(result.columns), *map(list, zip(*columns, strict=True))]
    if isinstance(result, Pairs):
        return [[name, _cell(value)] for name, value in result.values.items()]
    if isinstance(result, Column):
        return [[_cell(value)] for value in result.values]
    if isinstance(result, np.ndarray) and result.ndim:
        if result.ndim > 2:
            raise TypeError(f"an answer of {result.ndim} dimensions does not fit on a sheet")
        rows: Rows = result.tolist() if result.ndim == 2 else [result.tolist()]
        if result.dtype != np.float64 or not math.isfinite(sum(map(sum, rows))):  # type: ignore[arg-type]
            rows = [[_cell(value) for value in series] for series in rows]
        return rows
    return [[_cell(result)]]


def _cell(value: object) -> Cell:
    """One value as a cell holds it; what does not exist becomes an error in its own cell."""
    if type(value) is float:  # nearly every cell
        return _number(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | bool | CellError):
        return value
    if isinstance(value, dt.date):
        return serial_of(value)
    return _number(float(value))  # type: ignore[arg-type] # anything but a number is a defect


def _number(value: float) -> Cell:
    if math.isfinite(value):
        return value
    return _NOT_APPLICABLE if math.isnan(value) else _TOO_LARGE
