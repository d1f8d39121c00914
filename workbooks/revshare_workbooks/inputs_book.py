"""From the Inputs sheet of a workbook back to a case: what a user typed, with its cell in every message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from revshare.case import Case, CaseError
from revshare.case_file import case_from
from revshare.contracts.contract import KEYS
from revshare.fields import SILENT, fault_of, fields
from revshare.inputs import Unit, Value
from revshare.structure import nested
from revshare_workbooks.inputs import FIRST, HEADER, OWN, OWN_KEY, Columns
from revshare_workbooks.reading import CellValue, values

SHEET = "Inputs"
_IN_A_TABLE = re.compile(r"(contracts\.[^.]+\.(?:tiers|ramp))\.\d+\.(?:from|month|rate)")
_PARTS = ("low", "high", "basis", "fact", "as_of", "note")


@dataclass(frozen=True)
class InputsBook:
    """What the Inputs sheet says.

    Parameters
    ----------
    case
        The case, with the user's changes.
    scenario
        The scenario chosen on the sheet; ``own`` for the user's own column.
    own
        What that column changes, on top of the base.
    """

    case: Case
    scenario: str
    own: Mapping[str, Value]


def read_inputs(path: Path) -> InputsBook:
    """Read the case that a report workbook holds.

    Raises
    ------
    CaseError
        With one line for each fault, naming the cell.
    """
    cells = values(path).get(SHEET)
    if cells is None:
        raise CaseError([f"{path.name} has no {SHEET} sheet; give a workbook that revshare report wrote"])
    return _Reader(path.name, cells).read()


class _Reader:
    """Turns rows back into the tables of a case file."""

    def __init__(self, file: str, cells: dict[str, CellValue]) -> None:
        self.file, self.cells = file, cells
        headers = self._headers()
        if OWN not in headers or "Name" not in headers:
            raise CaseError(
                [f"{file}: {SHEET}!A{HEADER} is no header of ours; restore row {HEADER} of the sheet"]
            )
        self.columns = Columns(headers.index(OWN) + 1 - Columns.base)
        self.name_column = headers.index("Name") + 1
        self.rows = {str(name): row for row in self._rows() if (name := self._cell(row, self.name_column))}

    def read(self) -> InputsBook:
        """The case and the chosen scenario."""
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
            f"{self.file}: {SHEET}!{get_column_letter(self.columns.own)}{self.rows[field.name]}: {field.name} {fault}"
            for field in fields(case)
            if field.name in own and (fault := fault_of(field, own[field.name]))
        ]
        if faults:
            raise CaseError(faults)
        return InputsBook(case, self._chosen(case), own)

    def _entries(self, name: str, row: int) -> list[tuple[str, Any]]:
        """An input with its parts, or a row of structure."""
        columns = self.columns
        parts = {part: self._cell(row, columns.low + place) for place, part in enumerate(_PARTS)}
        if parts["basis"] is None:
            value = _plain(self._cell(row, columns.live))
            return [] if value is None else [(name, value)]
        value = self._cell(row, columns.base)
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

    def _rate_tables(self) -> list[tuple[str, Any]]:
        """Tiers and ramps, whose numbers stand in rows of their own, as the text of a case file."""
        texts: dict[str, list[str]] = {}
        sources: dict[str, dict[str, Any]] = {}
        for name, row in self.rows.items():
            match = _IN_A_TABLE.fullmatch(name)
            if match:
                value = self._cell(row, self.columns.base)
                texts.setdefault(match[1], []).append(f"{value!r}".removesuffix(".0"))
                sources[match[1]] = dict(self._entries(name, row))
        found: list[tuple[str, Any]] = []
        for table, numbers in texts.items():
            pairs = zip(numbers[::2], numbers[1::2], strict=False)
            found.append((f"{table}.value", "; ".join(f"{at}:{rate}" for at, rate in pairs)))
            for name, value in sources[table].items():
                part = name.rpartition(".")[2]
                if part in {"basis", "fact", "as_of", "note"}:
                    found.append((f"{table}.{part}", value))
        return found

    def _changes(self, column: int) -> dict[str, Any]:
        """What a scenario's column changes."""
        return {
            name: _typed(name, value)
            for name, row in self.rows.items()
            if self._cell(row, self.columns.low + 2) is not None
            and (value := self._cell(row, column)) is not None
        }

    def _chosen(self, case: Case) -> str:
        label = self._cell(4, Columns.live)
        labels = {"Base": "base"} | {item.label: key for key, item in case.scenarios.items()} | {OWN: OWN_KEY}
        name = labels.get(str(label))
        if name is None:
            choices = ", ".join(labels)
            raise CaseError(
                [f'{self.file}: {SHEET}!C4 names no scenario, got "{label}"; choose one of {choices}']
            )
        return name

    def _place(self, key: str) -> str:
        """Where a user finds a key: its cell, or the sheet if its row is gone."""
        name, _, part = key.rpartition(".")
        row, column = self.rows.get(key), Columns.base
        if row is None and name in self.rows:
            row = self.rows[name]
            column = self.columns.low + _PARTS.index(part) if part in _PARTS else Columns.base
        if row is None:
            return f"{self.file}: {SHEET} sheet: {key}"
        return f"{self.file}: {SHEET}!{get_column_letter(column)}{row}: {key}"

    def _headers(self) -> list[str]:
        found: list[str] = []
        while (text := self._cell(HEADER, len(found) + 1)) is not None:
            found.append(str(text))
        return found

    def _rows(self) -> range:
        last = max((int("".join(filter(str.isdigit, address))) for address in self.cells), default=FIRST)
        return range(FIRST, last + 1)

    def _cell(self, row: int, column: int) -> CellValue | None:
        return self.cells.get(f"{get_column_letter(column)}{row}")


def _plain(value: CellValue | None) -> Any:
    if isinstance(value, datetime):
        return value.date()
    return value


def _typed(name: str, value: CellValue | None) -> Any:
    """A cell's value as a case file would give it: yes and no are true and false for a yes-or-no term."""
    known = KEYS.get(name.rpartition(".")[2])
    if known is not None and known.unit is Unit.FLAG and value in {"yes", "no"}:
        return value == "yes"
    value = _plain(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
