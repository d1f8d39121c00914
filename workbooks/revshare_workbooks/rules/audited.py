"""A workbook opened once for all rules: its cells, formulas, stored values and parts."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from revshare.errors import ModelError
from revshare_workbooks import workbook_parts
from revshare_workbooks.calc import calculated
from revshare_workbooks.grid import Book
from revshare_workbooks.inspection import damaged, inspect
from revshare_workbooks.reading import DAMAGE, CellValue, Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.rules.drawings import Drawn, charts
from revshare_workbooks.rules.forms import Form, Place, in_r1c1
from revshare_workbooks.rules.headers import Zone, zones
from revshare_workbooks.rules.looks import Look, Looks
from revshare_workbooks.sheet_xml import SheetXml

CIRCLE = "depends on its own result"
"""Words of `calc` for a circle."""
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


class AuditedSheet:
    """One worksheet, with what its cells hold and show."""

    def __init__(self, worksheet: Worksheet, shown: dict[Place, CellValue], looks: Looks) -> None:
        self.worksheet = worksheet
        self._looks = looks
        self.name: str = worksheet.title
        self.shown = shown
        """Stored values, or what the formulas give where none are stored; errors as text, no blanks."""
        self.visible = worksheet.sheet_state == "visible"
        self.cells: dict[Place, Any] = {
            place: cell
            for place, cell in worksheet._cells.items()  # noqa: SLF001 - the documented way makes cells that are not there
            if cell.value is not None
        }
        self.formulas: dict[Place, str] = {}
        self.arrays: set[Place] = set()
        for place, cell in self.cells.items():
            if cell.data_type == "f":
                self._formula(place, cell.value)

    def _formula(self, place: Place, value: object) -> None:
        match value:
            case str():
                self.formulas[place] = value
            case ArrayFormula():
                self.formulas[place] = str(value.text)
                self.arrays.add(place)
            case DataTableFormula():
                pass  # a what-if table of Excel's own: no text to read

    @cached_property
    def forms(self) -> dict[Place, Form]:
        """Form of every formula cell, one object for all cells that share it."""
        known: dict[str, Form] = {}
        found = {}
        for place in sorted(self.formulas):
            text = in_r1c1(self.formulas[place], place)
            form = known.setdefault(
                text, Form(text, self.formulas[place], self.name, [], place in self.arrays)
            )
            form.places.append(place)
            found[place] = form
        return found

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """Columns of the cells that hold something, by row."""
        found: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(self.cells):
            found[row].append(column)
        return found

    @cached_property
    def zones(self) -> list[Zone]:
        """Where its columns are periods."""
        return zones(self.shown)

    @cached_property
    def looks(self) -> dict[Place, Look]:
        """Look of every cell that stands in the file, blank or not."""
        cells = self.worksheet._cells  # noqa: SLF001
        return {place: self._looks.of(cell) for place, cell in cells.items()}

    @cached_property
    def entries(self) -> list[Place]:
        """Cells that look like inputs, blank or not."""
        return [place for place, look in self.looks.items() if look.entry]

    @cached_property
    def covered(self) -> set[Place]:
        """Cells that an array formula of another cell fills."""
        found: set[Place] = set()
        for place in self.arrays:
            left, top, right, bottom = range_boundaries(self.cells[place].value.ref)
            found |= {(row, c) for row in range(top, bottom + 1) for c in range(left, right + 1)}
        return found

    @property
    def last(self) -> Place:
        """Last row and last column that hold something."""
        return max((row for row, _ in self.cells), default=0), max((c for _, c in self.cells), default=0)

    def number(self, place: Place) -> float | None:
        """Number a cell shows; None if it shows none."""
        value = self.shown.get(place)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def constant(self, place: Place) -> bool:
        """Whether a number was typed here."""
        return place not in self.formulas and self.number(place) is not None

    def text(self, place: Place) -> str:
        """Text a cell shows; empty if it shows none."""
        value = self.shown.get(place)
        return value if isinstance(value, str) else ""

    def at(self, *places: Place) -> str:
        """Name places as a reader finds them: ``Lab!D14:J14``, the first block and how many cells more."""
        first, size = _block(sorted(places))
        more = len(places) - size
        return f"{self.name}!{first}" + (f" and {more:,} more" if more else "")


@dataclass(frozen=True)
class Recalculation:
    """What the formulas of a workbook give now.

    Parameters
    ----------
    values
        Every cell's value by sheet.
    circles
        Cells that depend on themselves.
    refusal
        Why it cannot be recalculated here; empty if it can.
    kept
        Cells that read another workbook and keep what they show.
    """

    values: Values = field(default_factory=dict)
    circles: tuple[str, ...] = ()
    refusal: str = ""
    kept: tuple[str, ...] = ()

    @cached_property
    def places(self) -> dict[str, dict[Place, CellValue]]:
        """Values by place instead of address."""
        return _by_places(self.values)


class Audited:
    """A workbook opened once.

    Parameters
    ----------
    content
        Bytes of a file that `inspection.inspect` has let through.
    """

    built: Book | None = None
    """The report that revshare wrote, laid out anew, where the workbook is such a report."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.package = zipfile.ZipFile(io.BytesIO(content))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that no rule reads
            self.book: Workbook = load_workbook(io.BytesIO(content))
        self.stored = _quiet_values(content)
        values, looks = _by_places(self.stored), Looks(self.book)
        self.sheets = [
            AuditedSheet(sheet, values.get(sheet.title, {}), looks) for sheet in self.book.worksheets
        ]
        for name, places in self.without_value.items():
            fresh = self.recalculation.places.get(name, {})
            values[name] |= {place: fresh[place] for place in places if place in fresh}

    @property
    def visible(self) -> list[AuditedSheet]:
        """Sheets a reader sees."""
        return [sheet for sheet in self.sheets if sheet.visible]

    @cached_property
    def forms(self) -> list[Form]:
        """Every different formula of every sheet."""
        return [form for sheet in self.sheets for form in dict.fromkeys(sheet.forms.values())]

    @cached_property
    def by_name(self) -> dict[str, AuditedSheet]:
        """Sheets by name, as a formula may write it."""
        return {sheet.name.casefold(): sheet for sheet in self.sheets}

    def sheet(self, name: str) -> AuditedSheet | None:
        """Sheet of this name, in capitals or not."""
        return self.by_name.get(name.casefold())

    @cached_property
    def without_value(self) -> dict[str, list[Place]]:
        """Formula cells for which the file stores no value, by sheet."""
        found = {}
        for name, part in workbook_parts.worksheets(self.package).items():
            if places := SheetXml(self.package.read(part)).without_value:
                found[name] = places
        return found

    @cached_property
    def recalculation(self) -> Recalculation:
        """What the formulas give now."""
        try:
            return Recalculation(_quiet_values(recalculated(self.content).content))
        except ModelError:
            pass  # it has functions of revshare or unknown ones, or a circle: the slower way says which
        try:
            content, calculation = calculated(self.content)
        except ModelError as fault:
            return Recalculation(refusal=str(fault))
        circles = [f"{one.sheet}!{one.address}" for one in calculation.faults if CIRCLE in one.error.message]
        return Recalculation(_quiet_values(content), tuple(circles), kept=calculation.kept)

    @cached_property
    def charts(self) -> list[Drawn]:
        """Charts on its sheets."""
        return list(charts(self.package))

    def parts(self, pattern: str) -> Iterator[str]:
        """Names of the file's parts that match a pattern."""
        return (name for name in self.package.namelist() if re.fullmatch(pattern, name, re.IGNORECASE))


def opened(path: Path) -> Audited:
    """Open a workbook for the rules.

    Raises
    ------
    ModelError
        If the file is no workbook, is damaged, or would unfold without bound (`inspection.inspect`).
    """
    inspect(path)
    try:
        return Audited(path.read_bytes())
    except DAMAGE:
        raise damaged(path) from None


def _quiet_values(content: bytes) -> Values:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of days no calendar has: the rules say what is wrong with them
        return values_of_bytes(content)


def _by_places(values: Values) -> dict[str, dict[Place, CellValue]]:
    return {name: _by_place(cells) for name, cells in values.items()}


def _by_place(cells: dict[str, CellValue]) -> dict[Place, CellValue]:
    columns: dict[str, int] = {}
    found = {}
    for address, value in cells.items():
        letters, digits = _ADDRESS.fullmatch(address).groups()  # type: ignore[union-attr]
        if letters not in columns:
            columns[letters] = column_index_from_string(letters)
        found[int(digits), columns[letters]] = value
    return found


def _block(places: list[Place]) -> tuple[str, int]:
    """Address of the block of cells that begins with the first place, and its number of cells."""
    there, (row, column) = set(places), places[0]
    right, below = column, row
    while (row, right + 1) in there:
        right += 1
    while all((below + 1, one) in there for one in range(column, right + 1)):
        below += 1
    first, last = f"{get_column_letter(column)}{row}", f"{get_column_letter(right)}{below}"
    return (first if first == last else f"{first}:{last}"), (right - column + 1) * (below - row + 1)
