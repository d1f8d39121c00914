"""A table as a workbook of one sheet: the looks and the print set-up of a report, and no clock."""

from __future__ import annotations

import io
from importlib.metadata import version

from revshare.timeline import Timeline
from revshare_workbooks.grid import Book, Role, Sheet, Style
from revshare_workbooks.package import reproducible
from revshare_workbooks.tables import Form, Table
from revshare_workbooks.xlsx import workbook

_TOP = 5
_NARROW, _WIDE = 14, 60
_STYLES = {
    Form.TEXT: Style.TEXT,
    Form.MONEY: Style.MONEY,
    Form.FRACTION: Style.PERCENT,
    Form.NUMBER: Style.NUMBER,
    Form.YEAR: Style.YEAR,
}


def table_book(table: Table) -> bytes:
    """Answer the workbook of a table."""
    as_of = table.origin.as_of
    # The sheet has no timeline and needs no checks; a book only comes with them.
    book = Book(
        Timeline.of_years(as_of.year, as_of.year),
        title=table.title,
        money="",
        scenario=table.origin.scenario,
        version=version("revshare"),
        digest=table.origin.digest,
    )
    book.sheets.clear()
    _fill(book.sheet(table.name, Role.OUTPUT, table.title, table.origin.line), table)
    raw = io.BytesIO()
    workbook(book).save(raw)
    return reproducible(raw.getvalue(), as_of)


def _fill(sheet: Sheet, table: Table) -> None:
    sheet.put(1, 1, table.title, Style.TITLE)
    sheet.put(2, 1, table.about, Style.SUBTITLE)
    sheet.put(3, 1, table.origin.line, Style.NOTE)
    for place, column in enumerate(table.columns, start=1):
        words = column.form is Form.TEXT
        sheet.put(_TOP, place, column.header, Style.HEADER_TEXT if words else Style.HEADER)
        texts = [row[place - 1] for row in table.rows]
        sheet.widths[place] = _width([column.name, *(text for text in texts if isinstance(text, str))])
    for at, row in enumerate(table.rows):
        for place, content in enumerate(row):
            style = _STYLES[table.form(at, place)]
            if isinstance(content, str):
                style = _style_of(content, style)
            sheet.put(_TOP + 1 + at, 1 + place, content, style)
    sheet.tall = True
    sheet.freeze = (_TOP + 1, 2)
    sheet.repeat_rows = f"{_TOP}:{_TOP}"


def _style_of(text: str, style: Style) -> Style:
    """Words among figures stand as figures do, and long ones take several lines."""
    if style is not Style.TEXT:
        return Style.TEXT_RIGHT
    return Style.WRAPPED if len(text) > _WIDE else style


def _width(texts: list[str]) -> float:
    """Room for the longest text; a figure fits in the narrowest column."""
    return min(_WIDE, max(_NARROW, 2 + max(map(len, texts))))
