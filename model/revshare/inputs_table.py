"""The inputs table of a workbook: where each part of an input stands, and how it becomes a case again.

The Inputs sheet of a report and a range of cells hold the same table; a fault names the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date, datetime
from typing import Any, TypeAlias

from revshare.case import Case, CaseError
from revshare.case_file import case_from
from revshare.contracts.contract import KEYS
from revshare.fields import SILENT, fault_of, fields
from revshare.inputs import Unit, Value
from revshare.scenarios import OWN_KEY
from revshare.serial_dates import date_of_serial
from revshare.structure import nested
from revshare.uncertainty import is_parameter

Content: TypeAlias = float | int | str | bool | date | None
"""What a cell of the table may hold; a date may also stand as its serial number."""

OWN = "Own"
NAME = "Name"
CHOSEN = "Scenario"
"""Label left of the chosen scenario, above the table."""

_PARTS = ("low", "high", "basis", "fact", "as_of", "note")
_IN_A_TABLE = re.compile(r"(contracts\.[^.]+\.(?:tiers|ramp))\.\d+\.(?:from|month|rate)")
_DATES = {"as_of", "date", "on", "effective", *(name for name, key in KEYS.items() if key.unit is Unit.DATE)}
"""Last words of the names whose values are dates."""


@dataclass(frozen=True)
class Columns:
    """Where each part of an input's row stands, counted from 1."""

    scenarios: int

    label = 1
    unit = 2
    live = 3
    base = 4

    @property
    def own(self) -> int:
        """The user's own values; as many scenario columns stand before it."""
        return self.base + self.scenarios

    @property
    def low(self) -> int:
        """Smallest value; largest, basis, source, as of, note and name follow in this order."""
        return self.own + 1

    @property
    def note(self) -> int:
        """Why this value; the last column that prints."""
        return self.low + 5

    @property
    def name(self) -> int:
        """Dotted name, by which the table is read back."""
        return self.low + 6

    @property
    def changed(self) -> int:
        """1 where a scenario's value differs from the one the report was written with."""
        return self.low + 7

    @property
    def built(self) -> int:
        """First column of the values the report was written with."""
        return self.changed + 1


@dataclass(frozen=True)
class InputsTable:
    """What an inputs table says.

    Parameters
    ----------
    case
        The case, with the user's changes.
    scenario
        The scenario chosen above the table, ``base`` where none stands there; ``own`` for the user's own column.
    own
        What that column changes, on top of the base.
    """

    case: Case
    scenario: str
    own: Mapping[str, Value]


def read_table(
    cells: Sequence[Sequence[Content]], place: Callable[[int, int], str], what: str
) -> InputsTable:
    """Read the case that an inputs table holds.

    Parameters
    ----------
    cells
        Rows of cells, with the table's header among them.
    place
        Names a cell by row and column, counted from 0.
    what
        The table in words, for faults that lie in no cell.

    Raises
    ------
    CaseError
        With one line for each fault, naming the cell.
    """
    return _Reader(cells, place, what).read()


class _Reader:
    """Turns rows back into the tables of a case file."""

    def __init__(
        self, cells: Sequence[Sequence[Content]], place: Callable[[int, int], str], what: str
    ) -> None:
        self.cells, self.where, self.what = cells, place, what
        self.header = next((at for at, row in enumerate(cells) if {OWN, NAME} <= set(_words(row))), None)
        if self.header is None:
            raise CaseError([f"{what} has no header row of ours; restore the row that ends in {NAME}"])
        headers = list(cells[self.header])
        self.columns = Columns(headers.index(OWN) + 1 - Columns.base)
        name = headers.index(NAME) + 1
        below = range(self.header + 1, len(cells))
        self.rows = {str(self._cell(row, name)): row for row in below if self._cell(row, name) is not None}

    def read(self) -> InputsTable:
        """The case and the chosen scenario."""
        self._refuse_odd_names()
        tables = [
            (name, value)
            for name, row in self.rows.items()
            if not _IN_A_TABLE.fullmatch(name)
            for name, value in self._entries(name, row)
        ]
        mapping = nested([*tables, *self._rate_tables()])
        scenarios = list(mapping.get("scenarios", {}))
        for place, scenario in enumerate(scenarios, start=1):
            mapping["scenarios"][scenario]["inputs"] = self._changes(self.columns.base + place)
        case = case_from(mapping, self._place)
        own = self._changes(self.columns.own)
        faults = [
            f"{self.where(self.rows[field.name], self.columns.own - 1)}: {field.name} {fault}"
            for field in fields(case)
            if field.name in own and (fault := fault_of(field, own[field.name]))
        ]
        if faults:
            raise CaseError(faults)
        return InputsTable(case, self._chosen(case), own)

    def _refuse_odd_names(self) -> None:
        """A name begins with a key of the case file, and none of them is a table that holds another."""
        known = {key.name for key in dataclass_fields(Case)}
        odd = [name for name in self.rows if name.partition(".")[0] not in known or "" in name.split(".")]
        odd += [name for name in self.rows if any(other.startswith(f"{name}.") for other in self.rows)]
        if odd:
            name = self.columns.name - 1
            raise CaseError(
                [
                    f'{self.where(self.rows[one], name)}: "{one}" is no name of an input; restore it'
                    for one in odd
                ]
            )

    def _entries(self, name: str, row: int) -> list[tuple[str, Any]]:
        """An input with its parts, or a row of structure."""
        columns = self.columns
        parts = {part: self._cell(row, columns.low + place) for place, part in enumerate(_PARTS)}
        if parts["basis"] is None:
            value = _dated(name, self._cell(row, columns.live))
            return [] if value is None else [(name, value)]
        value = self._cell(row, columns.base)
        if is_parameter(name):
            # Its reason and facts are those of the whole driver, and stand with the structure.
            return [] if value is None else [(name, value)]
        if parts["note"] == SILENT:
            return []
        found = {
            "value": _typed(name, value),
            **{part: text for part, text in parts.items() if text is not None},
        }
        for part in ("fact", "as_of", "note"):
            if part in found:
                found[part] = _as_text(found[part])
        return [(f"{name}.{part}", item) for part, item in found.items() if item is not None]

    def _rate_tables(self) -> Iterator[tuple[str, Any]]:
        """Tiers and ramps, whose numbers stand in rows of their own, as the text of a case file."""
        texts: dict[str, list[str]] = {}
        sources: dict[str, dict[str, Any]] = {}
        for name, row in self.rows.items():
            match = _IN_A_TABLE.fullmatch(name)
            if match:
                value = self._cell(row, self.columns.base)
                texts.setdefault(match[1], []).append(f"{value!r}".removesuffix(".0"))
                sources[match[1]] = dict(self._entries(name, row))
        for table, numbers in texts.items():
            pairs = zip(numbers[::2], numbers[1::2], strict=False)
            yield f"{table}.value", "; ".join(f"{at}:{rate}" for at, rate in pairs)
            for name, value in sources[table].items():
                part = name.rpartition(".")[2]
                if part in {"basis", "fact", "as_of", "note"}:
                    yield f"{table}.{part}", value

    def _changes(self, column: int) -> dict[str, Any]:
        """What a scenario's column changes."""
        return {
            name: _typed(name, value)
            for name, row in self.rows.items()
            if self._cell(row, self.columns.low + 2) is not None
            and (value := self._cell(row, column)) is not None
        }

    def _chosen(self, case: Case) -> str:
        labels = {"Base": "base"} | {item.label: key for key, item in case.scenarios.items()} | {OWN: OWN_KEY}
        above = range(self.header or 0)
        row = next((row for row in above if self._cell(row, Columns.label) == CHOSEN), None)
        if row is None:
            return "base"
        label = self._cell(row, Columns.live)
        if str(label) not in labels:
            cell, choices = self.where(row, Columns.live - 1), ", ".join(labels)
            raise CaseError([f'{cell} names no scenario, got "{label}"; choose one of {choices}'])
        return labels[str(label)]

    def _place(self, key: str) -> str:
        """Where a user finds a key: its cell, or the table if its row is gone."""
        name, _, part = key.rpartition(".")
        row, column = self.rows.get(key), Columns.base
        if row is None and name in self.rows:
            row = self.rows[name]
            column = self.columns.low + _PARTS.index(part) if part in _PARTS else Columns.base
        if row is None and is_parameter(key):
            # Of a driver as a whole: its form, or the list that does not fit.
            row = next((at for other, at in self.rows.items() if other.startswith(f"{key}.")), None)
        if row is not None and self._cell(row, self.columns.low + 2) is None:
            column = Columns.live
        return f"{self.what}: {key}" if row is None else f"{self.where(row, column - 1)}: {key}"

    def _cell(self, row: int, column: int) -> Content:
        """A cell by its row, counted from 0, and its column of the table; None where it is empty."""
        line = self.cells[row]
        value = line[column - 1] if column <= len(line) else None
        return None if value == "" else value


def _words(row: Sequence[Content]) -> Iterator[str]:
    return (cell for cell in row if isinstance(cell, str))


def _dated(name: str, value: Content) -> Content:
    """A value, as a date where its name says that it is one."""
    if isinstance(value, datetime):
        return value.date()
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return date_of_serial(value) if number and name.rpartition(".")[2] in _DATES else value  # type: ignore[arg-type]


def _typed(name: str, value: Content) -> Content:
    """A cell's value as a case file would give it: yes and no are true and false for a yes-or-no term."""
    known = KEYS.get(name.rpartition(".")[2])
    if known is not None and known.unit is Unit.FLAG and value in {"yes", "no"}:
        return value == "yes"
    value = _dated(name, value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
