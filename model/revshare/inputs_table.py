"""The inputs table of a workbook becomes a case again, with the cell of every fault.

The Inputs sheet of a report and a range of cells hold the same table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from revshare.case import Case, CaseError
from revshare.case_checks import with_what_is_named
from revshare.case_file import Draft, read_draft
from revshare.case_text import refuse_unfit
from revshare.contracts.contract import KEYS
from revshare.fields import SILENT, TABLES, default_of, fault_of, fields, may_be_unused
from revshare.inputs import ANY, Basis, Field, Input, Unit, Value
from revshare.inputs_columns import CHOSEN, OWN, PARTS
from revshare.inputs_places import COUNT, Cells, Content, Places, Where, find_places
from revshare.scenarios import OWN_KEY
from revshare.serial_dates import END, FIRST, date_of_serial
from revshare.structure import PLACE, SAID_BESIDE, nested, structure_of
from revshare.uncertainty import is_parameter, leads

ENTERED = "Entered in the workbook; the case was silent"
"""Reason of a term that a user gives where the case left it at its default."""

SUGGESTED = 100
"""Faults up to which a name near the one found is looked for."""

_IN_A_TABLE = re.compile(r"(contracts\.[^.]+\.(tiers|ramp))\.([1-9][0-9]*)\.(from|month|rate)")
_DATES = {"as_of", "date", "on", "effective", *(name for name, key in KEYS.items() if key.unit is Unit.DATE)}
"""Last words of the names whose values are dates."""

_YES_OR_NO = {name for name, key in KEYS.items() if key.unit is Unit.FLAG}


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


def read_table(cells: Cells, where: Where, what: str, faults: Sequence[str] = ()) -> InputsTable:
    """Read the case that an inputs table holds.

    Rows are known by their names and columns by their headers, so both may be moved and sorted.

    Parameters
    ----------
    cells
        Rows of cells, with the table's header among them.
    where
        Names a cell by row and column, counted from 0.
    what
        The table in words, for faults that lie in no cell.
    faults
        What was found wrong before, to be told with the rest.

    Raises
    ------
    CaseError
        With one line for each fault, naming the cell.
    """
    return _Reader(cells, where, what, faults).read()


class _Reader:
    """Turns rows back into the tables of a case file."""

    def __init__(self, cells: Cells, where: Where, what: str, faults: Sequence[str]) -> None:
        self.where, self.what = where, what
        self.places: Places = find_places(cells, where, what)
        self.rows = dict(self.places.rows)
        self.faults = [*faults, *self.places.faults]
        # Names of which nothing further can be said.
        self.unread: set[str] = set()

    def read(self) -> InputsTable:
        """The case and the chosen scenario."""
        count = self.rows.pop(COUNT, None)
        unchecked = self._mapping()
        refuse_unfit(unchecked, self._place)
        self._tell_misnamed(read_draft(unchecked))
        if count is not None:
            self._tell_lost(count)
        mapping = self._mapping()
        known = read_draft(mapping)
        own: dict[str, Value] = {}
        if known.case is not None:
            inputs = {field.name: field for field in fields(with_what_is_named(known.case))}
            for scenario, column in self._scenario_columns(mapping).items():
                mapping["scenarios"][scenario]["inputs"] = self._changes(inputs, column)
            own = self._changes(inputs, self.places.columns["own"])
        draft = read_draft(mapping)
        self._tell_emptied(draft.case)
        scenario = self._chosen(known.case)
        self.faults += [f"{self._place(key)} {fault}" for key, fault in draft.all_faults(self.unread)]
        if draft.case is None or self.faults:
            raise CaseError(list(dict.fromkeys(self.faults)))
        return InputsTable(draft.case, scenario, own)

    def _mapping(self) -> dict[str, Any]:
        """The rows as nested tables of a case file, without what scenarios change."""
        entries = [
            entry
            for name, row in self.rows.items()
            if not _IN_A_TABLE.fullmatch(name)
            for entry in self._entries(name, row)
        ]
        return nested([*entries, *self._rate_tables()])

    def _tell_misnamed(self, draft: Draft) -> None:
        """Tell rows that the case does not know, which are then left out, and inputs without a row."""
        self._tell_gaps()
        if draft.case is None:
            return
        case = with_what_is_named(draft.case)
        names = [field.name for field in fields(case)] + [name for name, _, _ in structure_of(case)]
        wanted = {_whole(name): name for name in names}
        known = {_whole(name) for name in self.rows}
        missing = {whole: name for whole, name in wanted.items() if whole not in known}
        for name, row in list(self.rows.items()):
            if _whole(name) in wanted or _lies_in(name, draft.unread):
                continue
            del self.rows[name]
            told = len(self.faults) < SUGGESTED  # to look for a name takes its time
            near = get_close_matches(name, [*missing, *draft.unread], n=1) if told else []
            cure = f"restore it: {near[0]}" if near else "restore it, or delete the row"
            self._tell(row, "name", f'"{name}" is no name of an input; {cure}')
        for whole, name in missing.items():
            if not _lies_in(name, draft.unread):
                self.faults.append(f"{self.what}: {name} has no row; restore it with that name")
                self.unread.add(whole)

    def _tell_emptied(self, case: Case | None) -> None:
        """Tell empty cells that the case would fill by itself."""
        for name, value, _ in structure_of(with_what_is_named(case)) if case else ():
            row = self.rows.get(name)
            if row is None or self.places.is_input(row) or value == "":
                continue
            if self.places.part(row, "live") is None:
                self._tell(row, "live", f"{name} is empty, which would mean {value}; enter that, or another")

    def _tell_gaps(self) -> None:
        """Tell rows that are missing between those of a list."""
        lists: dict[str, set[int]] = {}
        for name in self.rows:
            parts = name.split(".") if not _IN_A_TABLE.fullmatch(name) else []
            for at, part in enumerate(parts):
                if PLACE.fullmatch(part):
                    lists.setdefault(".".join(parts[:at]), set()).add(int(part))
        for name, places in lists.items():
            for gap in sorted(set(range(1, max(places))) - places):
                self.faults.append(f"{self.what}: {name}.{gap} has no row; restore it with that name")

    def _tell_lost(self, count: int) -> None:
        """Tell that rows are gone, or were added, although nothing else shows it; and what stands beside the count."""
        last = self.places.columns["name"]
        columns = [self.places.columns[part] for part in ("base", "own", *PARTS)]
        columns += [column for column in self.places.scenarios.values() if column < last]
        for column in columns:
            if self.places.cell(count, column) is not None:
                self.faults.append(
                    f"{self.where(count, column)}: {COUNT} cannot be changed here; clear the cell"
                )
        written, found = self.places.part(count, "live"), len(self.rows)
        if written != found and not self.faults:
            self._tell(
                count,
                "live",
                f"the table was written with {written} named rows and has {found}; "
                "restore the row that is gone, or write the workbook anew",
            )

    def _entries(self, name: str, row: int) -> list[tuple[str, Any]]:
        """An input with its parts, or a row of structure."""
        if not self.places.is_input(row):
            value = _typed(name, self.places.part(row, "live"))
            return [] if value is None else [(name, value)]
        value = _typed(name, self.places.part(row, "base"))
        if is_parameter(name):
            self._tell_range(name, row, value)
            return [*([] if value is None else [(name, value)]), *self._said_beside(name, row)]
        found: dict[str, Any] = {"value": value, **{part: self.places.part(row, part) for part in PARTS}}
        if found["note"] == SILENT:
            if value is not None and _is_default(name, value):
                return []
            found |= _entered(value, found)
        for part in ("fact", "as_of", "note"):
            if found[part] is not None:
                found[part] = _as_text(found[part])
        return [(f"{name}.{part}", item) for part, item in found.items() if item is not None]

    def _tell_range(self, name: str, row: int, value: Content) -> None:
        """Tell a range given to a number that has none of its own, so that it is not lost unseen."""
        for part in ("low", "high"):
            end = self.places.part(row, part)
            if end is not None and end != value:
                text = f"{name} says how a driver varies and has no range of its own; clear the cell"
                self._tell(row, part, text)

    def _said_beside(self, name: str, row: int) -> list[tuple[str, Any]]:
        """Reason and facts of a driver or a correlation, beside the first of its rows."""
        texts = {part: self.places.part(row, part) for part in SAID_BESIDE} if leads(name) else {}
        table = name.rpartition(".")[0]
        return [(f"{table}.{part}", _as_text(text)) for part, text in texts.items() if text is not None]

    def _rate_tables(self) -> Iterator[tuple[str, Any]]:
        """Tiers and ramps, whose numbers stand in rows of their own, as the text of a case file."""
        tables: dict[str, dict[int, dict[str, int]]] = {}
        for name, row in self.rows.items():
            match = _IN_A_TABLE.fullmatch(name)
            if match:
                tables.setdefault(match[1], {}).setdefault(int(match[3]), {})[match[4]] = row
        for table, pairs in tables.items():
            parts = (TABLES[table.rpartition(".")[2]], "rate")
            places = range(1, len(pairs) + 1)
            missing = [
                f"{table}.{at}.{part}" for at in places for part in parts if part not in pairs.get(at, {})
            ]
            self.faults += [f"{self.what}: {name} has no row; restore it with that name" for name in missing]
            numbers = [
                [self._number(pairs[at][part], f"{table}.{at}.{part}") for part in parts if part in pairs[at]]
                for at in sorted(pairs)
            ]
            if missing or any(number is None for pair in numbers for number in pair):
                self.unread.add(table)
            text = "; ".join(f"{pair[0]}:{pair[-1]}" for pair in numbers if pair)
            first = pairs[min(pairs)]
            sources = dict(self._entries(table, next(iter(first.values()))))
            yield f"{table}.value", text
            for part in ("basis", "fact", "as_of", "note"):
                if f"{table}.{part}" in sources:
                    yield f"{table}.{part}", sources[f"{table}.{part}"]

    def _number(self, row: int, name: str) -> str | None:
        """A number of a rate table as text; None where there is none, which is told."""
        value = self.places.part(row, "base")
        fault = fault_of(Field(name, "", Unit.NUMBER, _NUMBER, "", limits=ANY), value)
        if fault:
            self._tell(
                row, "base", f"{name} {fault}" if value is not None else f"{name} is missing; enter it"
            )
            return None
        return f"{value!r}".removesuffix(".0")

    def _scenario_columns(self, mapping: Mapping[str, Any]) -> dict[str, int]:
        """Column of each scenario, by its key; a label without a column, and a column without one, are told."""
        found: dict[str, int] = {}
        free = dict(self.places.scenarios)
        scenarios = mapping.get("scenarios", {})
        for key, scenario in scenarios.items() if isinstance(scenarios, dict) else ():
            label = scenario.get("label") if isinstance(scenario, dict) else None
            if isinstance(label, str) and label in free:
                found[key] = free.pop(label)
            elif isinstance(label, str):
                name = f"scenarios.{key}.label"
                text = f'{name} is "{label}", and no column is headed so; give both the same words'
                self._tell(self.rows[name], "live", text)
        for word, column in free.items():
            if column < self.places.columns["name"]:
                cure = "restore the header, or move the column right of Name"
                self.faults.append(
                    f'{self.where(self.places.header, column)}: "{word}" is no column of this table; {cure}'
                )
        return found

    def _changes(self, inputs: Mapping[str, Field], column: int) -> dict[str, Value]:
        """What a scenario's column changes."""
        found: dict[str, Value] = {}
        for name, row in self.rows.items():
            value = _typed(name, self.places.cell(row, column))
            if value is None or _lies_in(name, self.unread):
                continue
            cell = self.where(row, column)
            if name not in inputs:
                self.faults.append(f"{cell}: {name} cannot be changed here; clear the cell")
                continue
            fault = fault_of(inputs[name], value)
            if fault and not may_be_unused(inputs[name], value):
                self.faults.append(f"{cell}: {name} {fault}")
            else:
                found[name] = value
        return found

    def _chosen(self, case: Case | None) -> str:
        """Key of the scenario in the selector."""
        chosen = self.places.chosen()
        if chosen is None:
            if any(cell not in {None, ""} for row in self.places.cells[: self.places.header] for cell in row):
                self.faults.append(
                    f'{self.what} has no row "{CHOSEN}" above its header; restore that label left of the choice'
                )
            return "base"
        row, label = chosen
        scenarios = case.scenarios if case else {}
        labels = {"Base": "base", **{item.label: key for key, item in scenarios.items()}, OWN: OWN_KEY}
        if case and str(label) not in labels:
            got = "nothing" if label is None else f'"{label}"'
            self._tell(
                row, "live", f"names no scenario, got {got}; choose one of {', '.join(labels)}", sign=""
            )
        return labels.get(str(label), "base")

    def _tell(self, row: int, part: str, text: str, *, sign: str = ":") -> None:
        self.faults.append(f"{self.where(row, self.places.columns[part])}{sign} {text}")

    def _place(self, key: str) -> str:
        """Where a user finds a key: its cell, the first row of its table, or the whole if its row is gone."""
        name, _, part = key.rpartition(".")
        column = "base"
        row = self.rows.get(key)
        if row is None and name in self.rows:
            row, column = self.rows[name], part if part in PARTS else "base"
        if row is None:
            row = next((at for other, at in self.rows.items() if other.startswith(f"{key}.")), None)
        if row is None:
            return f"{self.what}: {key}"
        if not self.places.is_input(row):
            column = "live"
        return f"{self.where(row, self.places.columns[column])}: {key}"


_NUMBER = Input(0.0, Basis.ASSUMED, 0.0, 0.0, note="a number of a table of rates")


def _whole(name: str) -> str:
    """The table of rates that a number stands in, which one row may also hold as text; else the name itself."""
    match = _IN_A_TABLE.fullmatch(name)
    return match[1] if match else name


def _lies_in(name: str, keys: Iterable[str]) -> bool:
    return any(name == key or name.startswith(f"{key}.") for key in keys)


def _is_default(name: str, value: object) -> bool:
    """Whether a term is what applies where a contract is silent."""
    known = KEYS.get(name.rpartition(".")[2])
    default = default_of(known).value if known else None
    return isinstance(value, bool) is isinstance(default, bool) and value == default


def _entered(value: object, found: Mapping[str, object]) -> dict[str, object]:
    """Range and reason of a term that was left at its default until a user gave it a value."""
    number = isinstance(value, float)
    ends = {part: found[part] for part in ("low", "high")}
    if number and ends["low"] == ends["high"]:  # the default's own, or none
        ends = {"low": value, "high": value}
    return {**ends, "note": ENTERED}


def _dated(name: str, value: Content) -> Content:
    """A value, as a date where its name says that it is one; the time of day is dropped."""
    if isinstance(value, datetime):
        return value.date()
    number = isinstance(value, int | float) and not isinstance(value, bool)
    dated = number and name.rpartition(".")[2] in _DATES and FIRST <= value < END  # type: ignore[operator]
    return date_of_serial(value) if dated else value  # type: ignore[arg-type]


def _typed(name: str, value: Content) -> Content:
    """A cell's value as a case file would give it: yes and no are true and false for a yes-or-no term."""
    if name.rpartition(".")[2] in _YES_OR_NO and value in {"yes", "no"}:
        return value == "yes"
    value = _dated(name, value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_text(value: Any) -> str:
    value = value.date() if isinstance(value, datetime) else value
    return value.isoformat() if isinstance(value, date) else str(value)
