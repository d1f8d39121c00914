"""Evaluate a workbook of `RS_` and ordinary formulas, and store the values in the file (`revshare calc`).

formualizer computes; its own file writer does not know our functions and would store ``#NAME?``. So the
values are spliced into the sheets here, and every other byte of the package stays. What a cell shows follows
Excel: an array formula fills its range (``#N/A`` beyond the answer, one row or column repeated), a formula
of the dynamic kind spills, and any other cell shows one value of an array, never its neighbours'.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import formualizer
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import get_column_letter, range_boundaries

from revshare.cures import meant
from revshare.errors import InputError
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode
from revshare_addin.headless import KINDS, bind, from_engine, to_engine
from revshare_workbooks import dialects, files, workbook_parts
from revshare_workbooks.inspection import inspect
from revshare_workbooks.sheet_xml import KEEP_VALUE_ONLY, Formula, NewCell, Place, SheetXml, Value

_FIT = "REVSHARE.FIT"
_BEYOND = CellError(ErrorCode.NA, "the answer ends before this cell")
_MEANINGS = {
    "Circ": "the formula depends on its own result",
    "NImpl": "this engine does not know the formula; calculate it in Excel or LibreOffice",
    "Error": "the formula cannot be read",
    "Div": "division by zero",
    "Na": "not available",
    "Name": "unknown function or name",
    "Null": "the ranges do not meet",
    "Num": "no such number",
    "Ref": "the reference points nowhere",
    "Spill": "other cells stand in the way of the answer",
    "Value": "a value is of the wrong kind",
}


@dataclass(frozen=True)
class Fault:
    """A calculated cell that shows an error."""

    sheet: str
    address: str
    error: CellError

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address} {self.error}"


@dataclass(frozen=True)
class Calculation:
    """What `calc` did.

    Parameters
    ----------
    cells
        Cells whose value was calculated and stored, each element of an array counted.
    faults
        One for each formula that shows an error, at its first such cell.
    kept
        Cells left as they were because they read another workbook.
    """

    cells: int
    faults: tuple[Fault, ...]
    kept: tuple[str, ...]


@dataclass
class _Task:
    """One formula: where it stands, what the engine is given, and which cells it fills."""

    sheet: str
    place: Place
    stored: Formula
    reading: dialects.Reading
    engine: str
    filled: list[Place] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        return not self.stored.spills and self.stored.kind != "array"


def calc(book: Path, out: Path | None = None) -> Calculation:
    """Calculate a workbook and store every value in it.

    Parameters
    ----------
    book
        An ``.xlsx`` or ``.xlsm`` file written by any program.
    out
        Where the result goes, with the same extension; `book` itself if left out. A killed run leaves the old
        file whole.

    Raises
    ------
    ModelError
        If the file is no workbook, is hostile or damaged, or cannot be written.
    """
    inspect(book)
    target = out or book
    if book.suffix.lower() not in {"", target.suffix.lower()}:
        raise InputError(f"{target} must end in {book.suffix}, as {book} does; calc keeps what is in it")
    files.require_writable(target)
    data = book.read_bytes()
    try:
        result, calculation = calculated(data)
    except InputError as fault:
        raise InputError(f"{book}: {fault}") from None
    files.write(target, result)
    return calculation


def calculated(data: bytes) -> tuple[bytes, Calculation]:
    """Answer the workbook's bytes with every value stored, and what was done."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        workbook_parts.refuse_1904(source)
        parts = workbook_parts.worksheets(source)
        sheets = {name: SheetXml(source.read(part)) for name, part in parts.items()}
    tasks, kept = _tasks(sheets)
    workbook, heard = _loaded(workbook_parts.exchanged(data, _for_the_engine(sheets, parts, tasks, kept)))
    _evaluate(workbook, tasks)
    new: dict[str, dict[Place, NewCell]] = {name: {} for name in sheets}
    wrong: list[tuple[_Task, Place]] = []
    for task in tasks:
        cells = dict(_results(workbook, task))
        new[task.sheet] |= cells
        wrong += [(task, place) for place, cell in cells.items() if isinstance(cell.value, CellError)][:1]
    faults = [_fault(workbook, heard, task, place) for task, place in wrong]
    stored = {parts[name]: sheets[name].with_cells(cells) for name, cells in new.items() if cells}
    count = sum(len(cells) for cells in new.values())
    left = tuple(f"{sheet}!{_address(place)}" for sheet, place in kept)
    return workbook_parts.exchanged(data, stored), Calculation(count, tuple(faults), left)


def _tasks(sheets: dict[str, SheetXml]) -> tuple[list[_Task], list[tuple[str, Place]]]:
    """Every formula as the engine shall see it, and the cells that read another workbook."""
    tasks, kept = [], []
    for sheet, xml in sheets.items():
        shared: dict[str, tuple[dialects.Reading, Place]] = {}
        for place, stored in xml.formulas.items():
            if stored.kind == "dataTable":
                continue
            reading = (
                dialects.read(f"={stored.text}") if stored.text else _moved(shared.get(stored.shared), place)
            )
            if stored.kind == "shared" and stored.text:
                shared[stored.shared] = reading, place
            if reading.reads_other_book:
                kept.append((sheet, place))
            else:
                tasks.append(_task(sheet, place, stored, reading))
    return tasks, kept


def _task(sheet: str, place: Place, stored: Formula, reading: dialects.Reading) -> _Task:
    if stored.kind == "array" and stored.ref and not stored.spills:
        top, left, bottom, right = stored.ref
        fitted = f"={_FIT}(({reading.formula[1:]}),{bottom - top + 1},{right - left + 1})"
        return _Task(sheet, place, stored, reading, fitted, _within(stored.ref))
    if reading.calls and not stored.spills:
        return _Task(sheet, place, stored, reading, dialects.at_this_cell(reading.formula), [place])
    return _Task(sheet, place, stored, reading, reading.formula, [place])


def _moved(first: tuple[dialects.Reading, Place] | None, place: Place) -> dialects.Reading:
    """Move a shared formula to a later cell; the engine moves those itself that call none of ours."""
    if not first:
        raise InputError(f"this file is damaged: {_address(place)} shares a formula that stands nowhere")
    reading, origin = first
    if not (reading.calls or reading.changed):
        return reading
    moved = Translator(reading.formula, origin=_address(origin)).translate_formula(_address(place))
    return replace(reading, formula=moved)


def _for_the_engine(
    sheets: dict[str, SheetXml], parts: dict[str, str], tasks: list[_Task], kept: list[tuple[str, Place]]
) -> dict[str, bytes]:
    """Write the sheets to load: our names as registered, no old value where an answer will lie."""
    new: dict[str, dict[Place, NewCell]] = {name: {} for name in sheets}
    for task in tasks:
        if task.plain and not (task.reading.calls or task.reading.changed):
            continue
        covered = task.filled if task.plain or not task.stored.ref else _within(task.stored.ref)
        new[task.sheet] |= {place: NewCell() for place in covered if place in sheets[task.sheet]}
        new[task.sheet][task.place] = NewCell(formula=task.engine[1:])
    for sheet, place in kept:
        new[sheet][place] = KEEP_VALUE_ONLY
    return {parts[name]: sheets[name].with_cells(cells) for name, cells in new.items() if cells}


def _loaded(data: bytes) -> tuple[formualizer.Workbook, list[CellError]]:
    try:
        workbook = formualizer.load_workbook_bytes(data)
    except (OSError, ValueError) as fault:
        cure = "open it in Excel or LibreOffice, save it again and use that"
        raise InputError(f"the workbook cannot be loaded: {fault}; {cure}") from None
    heard: list[CellError] = []
    bind(workbook, heard.append)
    workbook.register_function(_FIT, _fit)
    workbook.set_temporal_egress("serial")
    return workbook, heard


def _evaluate(workbook: formualizer.Workbook, tasks: list[_Task]) -> None:
    """Compute everything, then once more with each plain formula that spilled held to its own cell."""
    try:
        workbook.evaluate_all()
        spilled = [
            task for task in tasks if task.plain and not task.reading.calls and _spilled(workbook, task)
        ]
        for task in spilled:
            task.engine = dialects.at_this_cell(workbook.get_formula(task.sheet, *task.place) or "")
            workbook.set_formula(task.sheet, *task.place, task.engine)
        if spilled:
            workbook.evaluate_all()
    except (formualizer.ExcelEvaluationError, formualizer.InspectionError, RuntimeError) as fault:
        raise InputError(f"the workbook cannot be calculated: {fault}") from None


def _spilled(workbook: formualizer.Workbook, task: _Task) -> bool:
    cell = workbook.inspect_cell(_full_address(task)).cell
    return cell.spill is not None or (isinstance(cell.value, dict) and cell.value.get("kind") == "Spill")


def _results(workbook: formualizer.Workbook, task: _Task) -> Iterator[tuple[Place, NewCell]]:
    """Read the value of each cell a formula fills; a spilling one says how far it reached."""
    places, ref = task.filled, None
    if task.stored.spills:
        spill = workbook.inspect_cell(_full_address(task)).cell.spill
        ref = spill.extent.rpartition("!")[2] if spill and spill.extent else _address(task.place)
        left, top, right, bottom = range_boundaries(ref)
        places = _within((top, left, bottom, right))
        # Old values beyond a shorter answer go.
        yield from (
            (place, NewCell()) for place in _within(task.stored.ref or (0, 0, -1, -1)) if place not in places
        )
    unread = _unread(workbook, task)
    for place in places:
        value = unread or _value(workbook, task.sheet, place)
        yield place, NewCell(value, ref=ref if place == task.place else None)


def _unread(workbook: formualizer.Workbook, task: _Task) -> CellError | None:
    """The error of an array formula that the engine could not begin with, so that it is laid over no range."""
    if len(task.filled) < 2 or workbook.inspect_cell(_full_address(task)).cell.spill:
        return None
    value = _value(workbook, task.sheet, task.place)
    return value if isinstance(value, CellError) else None


def _value(workbook: formualizer.Workbook, sheet: str, place: Place) -> Value:
    value = from_engine(workbook.get_value(sheet, *place))
    return 0.0 if value is None else value  # type: ignore[return-value] # the engine answers cell values only


def _fault(workbook: formualizer.Workbook, heard: list[CellError], task: _Task, place: Place) -> Fault:
    """Put the error of a cell in words; our functions are asked again, the engine keeps no messages."""
    found: Any = workbook.get_value(task.sheet, *place)
    kind = str(found["kind"])
    code = KINDS.get(kind, ErrorCode.VALUE)
    message = _MEANINGS.get(kind, "")
    if task.reading.unknown:
        name = task.reading.unknown[0]
        message = f"{name} is not a function of this add-in{meant(name, FUNCTIONS)}"
    elif task.reading.calls:
        heard.clear()
        with suppress(RuntimeError):  # a formula that the engine cannot read has nothing more to say
            workbook.set_formula(task.sheet, *task.place, task.engine)
            workbook.evaluate_cell(task.sheet, *task.place)
        beyond = [_BEYOND] if place != task.place else []
        message = next((error.message for error in (*heard, *beyond) if error.code == code), message)
    return Fault(task.sheet, _address(place), CellError(code, message))


def _fit(value: object, rows: float, columns: float) -> object:
    """Lay an array formula's answer over its range as Excel fills it."""
    table = value if isinstance(value, list) else [[value]]

    def at(row: int, column: int) -> object:
        i = 0 if len(table) == 1 else row
        j = 0 if len(table[0]) == 1 else column
        found = from_engine(table[i][j]) if i < len(table) and j < len(table[0]) else _BEYOND
        return to_engine(0.0 if found is None else found)  # type: ignore[arg-type] # as in _value

    filled = [[at(row, column) for column in range(int(columns))] for row in range(int(rows))]
    return filled if len(filled) > 1 or len(filled[0]) > 1 else filled[0][0]


def _within(ref: tuple[int, int, int, int]) -> list[Place]:
    top, left, bottom, right = ref
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _address(place: Place) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def _full_address(task: _Task) -> str:
    sheet = task.sheet.replace("'", "''")
    return f"'{sheet}'!{_address(task.place)}"
