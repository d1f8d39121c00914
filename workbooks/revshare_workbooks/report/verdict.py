"""Verdict: the model check where a reader looks for it, green while it holds and red once it does not."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from revshare_workbooks.grid import Sheet, Style

HOLDS = "OK"


def verdict(sheet: Sheet, row: int, column: int, formula: str = "") -> None:
    """Write the model check into a cell; the formula, unless given, reads the Checks sheet."""
    letter = get_column_letter(column)
    cell = f"${letter}${row}"
    sheet.compute(row, column, formula or f"={sheet.book.master}", HOLDS, Style.VERDICT)
    sheet.verdicts.append((f"{letter}{row}", (f'{cell}="{HOLDS}"', f'{cell}<>"{HOLDS}"')))
