"""Tables that a command hands out: shown in a terminal, or a file of their own, by its extension."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from revshare.errors import InputError, ModelError
from revshare_workbooks import files
from revshare_workbooks.case_source import Source
from revshare_workbooks.terminal import amount, console, percent, show_table

Content: TypeAlias = float | int | str | None
"""None where a figure does not exist."""

_LIKE_A_FORMULA = re.compile(r"\s*[=+@\-＝＋＠－]|[\t\r\n]")
"""How a formula begins in one program or another, blanks and full width included."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SEPARATOR, _BREAK = re.compile(r"\s*[,;]\s*"), re.compile(r'["\s]+')


class Form(StrEnum):
    """What a figure is, and so how it reads."""

    TEXT = "text"
    MONEY = "money"
    FRACTION = "fraction"
    NUMBER = "number"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, the unit of its figures, and what they are."""

    name: str
    unit: str = ""
    form: Form = Form.TEXT

    @property
    def header(self) -> str:
        """Name with the unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures come from, so that anyone can make them again.

    Parameters
    ----------
    line
        Cases, scenario and version in words, and seed and paths where there were any.
    scenario
        The scenario.
    digest
        SHA-256 of the inputs.
    as_of
        Date of the data.
    """

    line: str
    scenario: str
    digest: str
    as_of: date

    @classmethod
    def of(cls, *sources: Source, more: str = "") -> Origin:
        """The origin of what was worked out from some cases."""
        named = ", ".join(f"{one.case.name} (input {one.digest[:12]})" for one in sources)
        digests = [one.digest for one in sources]
        whole = digests[0] if len(digests) == 1 else sha256("".join(digests).encode()).hexdigest()
        scenario = scenarios_of(sources)
        parts = (named, f"{scenario} scenario", more, f"revshare {version('revshare')}")
        line = ", ".join(part for part in parts if part)
        return cls(line, scenario, whole, max(one.case.as_of for one in sources))


def scenarios_of(sources: Sequence[Source]) -> str:
    """The scenario of some cases, or those of each."""
    return " and ".join(dict.fromkeys(source.scenario for source in sources))


@dataclass(frozen=True)
class Table:
    """Figures under headers.

    Parameters
    ----------
    name
        One word or two, which become the name of a sheet.
    title, about
        What it is of, and what it says.
    columns
        Headers with their units.
    rows
        Contents row by row.
    origin
        Where the figures come from.
    row_forms
        What the figures of each row are, where the rows of one column differ; text stays text.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]
    origin: Origin
    row_forms: tuple[Form, ...] = ()

    def form(self, row: int, column: int) -> Form:
        """What a figure is."""
        own = self.columns[column].form
        return self.row_forms[row] if self.row_forms and own is Form.NUMBER else own


def figure(value: object) -> Content:
    """A number for a table; None where it does not exist."""
    number = float(value)  # type: ignore[arg-type] # a number of numpy or Python
    return number if math.isfinite(number) else None


def show(table: Table) -> None:
    """Print a table with its title."""
    console().print(f"{table.title}: {table.about}")
    right = [place for place, column in enumerate(table.columns) if column.form is not Form.TEXT]
    rows = [
        [_text(content, table.form(row, column)) for column, content in enumerate(contents)]
        for row, contents in enumerate(table.rows)
    ]
    show_table([column.name for column in table.columns], rows, right=right)


def _text(content: Content, form: Form) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    match form:
        case Form.MONEY:
            return amount(content)
        case Form.FRACTION:
            return percent(content)
        case Form.YEAR:
            return f"{content:.0f}"
    return f"{content:,g}"


def check_name(path: Path | None) -> None:
    """Refuse a file that cannot be written, before the work is done.

    Raises
    ------
    ModelError
        If the extension is none of those known, what writes it is not installed, or the place is not writable.
    """
    if path is None:
        return
    if path.suffix.lower() not in WRITERS:
        raise InputError(f"{path} must end in .xlsx, .csv or .parquet; the ending chooses the kind of file")
    if path.suffix.lower() == ".parquet" and not find_spec("pyarrow"):
        raise ModelError(f"{path} needs pyarrow, which is not installed: pip install revshare[parquet]")
    files.require_writable(path)
    files.require_writable(path)


def write(path: Path, table: Table) -> None:
    """Put a table into a file of the kind its name ends in; the same table gives the same bytes.

    Raises
    ------
    ModelError
        If the file cannot be written, or is of a kind that is not known here.
    """
    check_name(path)
    files.write(path, WRITERS[path.suffix.lower()](table))


def hand_out(table: Table, path: Path | None) -> None:
    """Write a table where a file was asked for and say so, or else print it."""
    if path is None:
        show(table)
        return
    write(path, table)
    print(path)


def as_csv(table: Table) -> bytes:
    """Comma-separated values under a line with ``#`` that says what they are; text never becomes a formula."""
    # No separator of any country, so that the line stays in one cell.
    said = _THOUSANDS.sub("", f"{table.title}: {table.about}, {table.origin.line}")
    said = _BREAK.sub(" ", _SEPARATOR.sub(" | ", said))
    text = io.StringIO(newline="")
    text.write(f"# {said}\n")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([_inert(column.header) for column in table.columns])
    writer.writerows([_inert(content) for content in row] for row in table.rows)
    found = text.getvalue()
    # Excel takes a file for UTF-8 by its mark alone; plain text needs none.
    return found.encode("ascii" if found.isascii() else "utf-8-sig")


def _inert(content: Content) -> Content:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(content, str) and _LIKE_A_FORMULA.match(content):
        return f"'{content}"
    return "" if content is None else content


def as_parquet(table: Table) -> bytes:
    """Columns of numbers and of text; title, origin and units are in the metadata."""
    import pyarrow  # noqa: PLC0415 - an extra, and slow to load
    from pyarrow import parquet  # noqa: PLC0415

    contents = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [_column(pyarrow, column) for column in contents]
    fields = [
        pyarrow.field(column.name, array.type, metadata={"unit": column.unit})
        for column, array in zip(table.columns, arrays, strict=True)
    ]
    said = {
        "title": f"{table.title}: {table.about}",
        "origin": table.origin.line,
        "input": table.origin.digest,
    }
    whole = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=said))
    sink = io.BytesIO()
    parquet.write_table(whole, sink)
    return sink.getvalue()


def _column(pyarrow: Any, contents: Sequence[Content]) -> Any:
    """Numbers, or text as soon as one of them is a word."""
    if any(isinstance(content, str) for content in contents):
        words = [None if content is None else str(content) for content in contents]
        return pyarrow.array(words, pyarrow.string())
    whole = contents and all(isinstance(content, int) for content in contents)
    return pyarrow.array(contents, pyarrow.int64() if whole else pyarrow.float64())


def as_workbook(table: Table) -> bytes:
    """A workbook of one sheet, looking and printing as the sheets of a report."""
    from revshare_workbooks.table_book import table_book  # noqa: PLC0415 - a terminal needs no openpyxl

    return table_book(table)


WRITERS: Mapping[str, Callable[[Table], bytes]] = {
    ".xlsx": as_workbook,
    ".csv": as_csv,
    ".parquet": as_parquet,
}
"""What writes a file, by the ending of its name."""
