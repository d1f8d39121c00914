"""The inputs table of a case as a sheet lays it out: rows of cells, without a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from revshare.case import Case
from revshare.fields import fields
from revshare.inputs import Value
from revshare.inputs_columns import CHOSEN, HEADERS
from revshare.inputs_places import COUNT
from revshare.scenarios import changes
from revshare.structure import structure_of
from revshare.uncertainty import is_parameter

Cells = list[list[Any]]


def table_of(
    case: Case, dated: Callable[[date], Any] = lambda day: day, own: Mapping[str, Value] | None = None
) -> Cells:
    """The selector, the headers, a row for each input and for each part of the structure, and their count."""

    def cell(value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return dated(value) if isinstance(value, date) else value

    heads = list(HEADERS.values())
    cells: Cells = [[CHOSEN, "choice", "Base"], []]
    cells.append([*heads[:4], *(scenario.label for scenario in case.scenarios.values()), *heads[4:]])
    columns = [*(changes(case, name) for name in case.scenarios), own or {}]
    for field in fields(case):
        given = field.input
        values = [field.label, "", None, cell(given.value), *(cell(one.get(field.name)) for one in columns)]
        # A parameter has no range of its own.
        low, high = (None, None) if is_parameter(field.name) else (given.low, given.high)
        parts = [low, high, given.basis.value, given.fact, given.as_of, given.note]
        cells.append([*values, *parts, field.name])
    for name, value, meaning in structure_of(case):
        cells.append(structure(cells, meaning, cell(value), name))
    cells.append(structure(cells, "Rows", len(cells) - 3, COUNT))
    return cells


def structure(cells: Cells, label: str, value: Any, name: str) -> list[Any]:
    """A row that has a live value and a name alone."""
    return [label, "", value, *[None] * (len(cells[2]) - 4), name]
