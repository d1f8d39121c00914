"""The hidden sheet from which Excel-DNA's IntelliSense add-in shows each function's help while it is typed."""

from __future__ import annotations

from revshare_addin.catalogue import FUNCTIONS
from revshare_workbooks.grid import Book, Role, Style

SHEET = "_IntelliSense_"
_FORMAT = ("FunctionInfo", "1.0")


def intellisense_sheet(book: Book) -> None:
    """Write name, help, a column for a help page, then each argument with its help; all of it text."""
    sheet = book.sheet(SHEET, Role.OUTPUT, SHEET, "Help for Excel-DNA's IntelliSense add-in; hidden.")
    sheet.hidden = True
    rows: list[tuple[str, ...]] = [_FORMAT]
    for function in FUNCTIONS.values():
        arguments = (text for one in function.parameters for text in (one.written, one.argument.help))
        rows.append((function.name, function.help, "", *arguments))
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            sheet.put(row, column, text or None, Style.TEXT)
