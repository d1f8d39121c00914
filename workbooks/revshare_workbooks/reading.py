"""What a finished workbook shows: its stored values, sheet by sheet, cell by cell."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from revshare_workbooks.inspection import damaged, inspect

CellValue: TypeAlias = float | int | str | bool | datetime | date | time | timedelta
Values: TypeAlias = dict[str, dict[str, CellValue]]
"""Sheet title to cell address (``"B7"``) to stored value; errors as text (``"#N/A"``), no blanks."""

LAST_COLUMN = 16_384
DAMAGE = (
    *(AttributeError, LookupError, SyntaxError, TypeError, ValueError),
    *(EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error),
)
"""What openpyxl raises on a package whose parts contradict each other."""


def values(path: Path, only: str | None = None) -> Values:
    """Read the stored values of every worksheet, or of `only` one; formulas are not calculated.

    Raises
    ------
    ModelError
        If the file is no workbook, is damaged, or would unfold without bound (`inspection.inspect`).
    """
    inspect(path)
    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")  # of features that hold no values
            return _values(stream, only)
    except DAMAGE:
        raise damaged(path) from None
    except OSError as fault:
        if fault.errno is None:  # not of the disk: openpyxl's, where no part is the workbook
            raise damaged(path) from None
        raise


def values_of_bytes(content: bytes) -> Values:
    """Read the stored values of a workbook this process has just made."""
    return _values(io.BytesIO(content))


def _values(content: IO[bytes], only: str | None = None) -> Values:
    letters = [get_column_letter(column) for column in range(1, LAST_COLUMN + 1)]
    book = load_workbook(content, read_only=True, data_only=True)
    try:
        found: Values = {}
        for sheet in book.worksheets:
            if only not in {None, sheet.title}:
                continue
            sheet.reset_dimensions()  # a stored size may be wrong; the cells are not
            found[sheet.title] = {
                f"{letters[column]}{row}": value
                for row, line in enumerate(sheet.iter_rows(values_only=True), 1)
                for column, value in enumerate(line)
                if value is not None
            }
        return found
    finally:
        book.close()
