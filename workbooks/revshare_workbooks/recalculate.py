"""Stored values: a finished workbook shows its numbers before anything recalculates it.

formualizer computes every formula and stores the value beside it; charts, styles, validation and all other
parts of the file stay as they were. It knows ordinary Excel formulas, not the ``RS_`` functions.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import formualizer
from openpyxl import load_workbook

from revshare.errors import ModelError
from revshare_workbooks import files
from revshare_workbooks.inspection import inspect
from revshare_workbooks.package import reproducible

LISTED = 3
"""Cells named in a message; the others are counted."""
KEPT = 1_000
"""Failing cells kept of each kind of error."""

REFUSED = {
    "Circ": "depends on itself, directly or through other cells; let it read the month before",
    "NImpl": "uses a function that is not known here; write it with ordinary Excel functions",
}
"""Kinds of value for which formualizer refuses the whole file, and what to do."""


@dataclass(frozen=True)
class CellError:
    """A formula whose value is an error.

    Parameters
    ----------
    place
        Sheet and cell, ``"Lab!F12"``.
    error
        What the cell shows, ``"#DIV/0!"``.
    reason
        The cause where it is known, such as ``"Undefined name: rate"``; otherwise empty.
    """

    place: str
    error: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.place} {self.error}" + (f" ({self.reason})" if self.reason else "")


@dataclass(frozen=True)
class Recalculation:
    """A workbook with its values stored.

    Parameters
    ----------
    content
        The file's bytes.
    formulas
        Number of formulas computed.
    failing
        Number of formulas whose value is an error.
    errors
        Those formulas, at most 1,000 of each kind of error.
    """

    content: bytes
    formulas: int
    failing: int
    errors: tuple[CellError, ...]


def recalculated(content: bytes) -> Recalculation:
    """Compute every formula of a workbook and store its value beside it.

    An error value such as ``#DIV/0!`` is a value like any other: it is stored, and listed in the answer.

    Raises
    ------
    ModelError
        If a formula cannot be computed at all: it cannot be read, depends on itself, or uses a function
        that is not known (the ``RS_`` functions belong to ``revshare calc``). Nothing is stored then.
    """
    try:
        answer = formualizer.recalculate_xlsx_bytes(content, error_location_limit=KEPT)
    except OSError as fault:
        raise ModelError(_in_words(content, str(fault))) from None
    summary = answer["summary"]
    errors = tuple(
        CellError(place, error, reason or "")
        for error, cells in sorted(summary.get("error_summary", {}).items())
        for place, reason in zip(cells["locations"], cells["messages"], strict=True)
    )
    if unknown := [function["name"] for function in summary["unknown_functions"]]:
        cells = [error for error in errors if error.reason.startswith("Unknown function")]
        raise ModelError(
            f"{_listed([error.place for error in cells])}: no such function as {', '.join(unknown)}; "
            "correct the name, or use 'revshare calc' for RS_ functions"
        )
    return Recalculation(answer["bytes"], answer["formula_cells"], summary["total_errors"], errors)


def recalculate(path: Path) -> Recalculation:
    """Compute the formulas of a user's workbook and store the values in the file itself.

    Raises
    ------
    ModelError
        If the file is no sound workbook, a formula cannot be computed, or the file cannot be written; the
        file is then as it was.
    """
    inspect(path)
    try:
        result = recalculated(path.read_bytes())
    except ModelError as fault:
        raise ModelError(f"{path}: {fault}") from None
    files.write(path, result.content)
    return result


def finished(content: bytes, as_of: date) -> bytes:
    """Answer a workbook ready to hand over: values stored, none of them an error, the same bytes every day.

    Parameters
    ----------
    content
        A workbook as openpyxl saves it, without values.
    as_of
        Date of the data, which the document's properties show.

    Raises
    ------
    ModelError
        If a formula cannot be computed or its value is an error, naming the first cells.
    """
    result = recalculated(content)
    if result.failing:
        listed = _listed([str(error) for error in result.errors], result.failing)
        raise ModelError(
            f"the workbook is not written, as cells show errors: {listed}; check the inputs they read"
        )
    return reproducible(result.content, as_of)


def _listed(cells: list[str], count: int = 0) -> str:
    """Name the first cells and count the others."""
    more = max(count, len(cells)) - LISTED
    return ", ".join(cells[:LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _in_words(content: bytes, fault: str) -> str:
    """Say what formualizer refused, with the cell where it can be found."""
    if match := re.search(r"unparseable formula in (.+?): \w+ at position \d+: (.+)", fault):
        return f"the formula in {match[1]} cannot be read: {match[2].lower()}; correct it there"
    if "#CIRC!" in fault or "#N/IMPL!" in fault:
        refused = list(_refused(content))
        kinds = {kind: [place for place, found in refused if found == kind] for kind in REFUSED}
        return "; ".join(f"{_listed(places)} {REFUSED[kind]}" for kind, places in kinds.items() if places)
    cause = fault.removeprefix("recalculate XLSX failed: ").removeprefix("Unsupported feature: ")
    return f"the workbook cannot be recalculated: {cause}"


def _refused(content: bytes) -> Iterator[tuple[str, str]]:
    """Find the cells for which the whole file was refused, as place and kind."""
    engine = formualizer.load_workbook_bytes(content)
    engine.evaluate_all()
    for sheet in load_workbook(io.BytesIO(content), read_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = engine.get_value(sheet.title, cell.row, cell.column)
                    if isinstance(value, dict) and value.get("kind") in REFUSED:
                        yield f"{sheet.title}!{cell.coordinate}", value["kind"]
