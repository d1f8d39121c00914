"""Checks sheet: every check is a difference, a tolerance and a flag; all flags add up to the model check."""

from __future__ import annotations

from dataclasses import dataclass, field

from revshare_workbooks.grid import ANYTHING, Book, Sheet, Spot, Style
from revshare_workbooks.report.verdict import verdict

RELATIVE = 1e-9
FIRST = 9
PROFILE = "Profile solved for these totals"
UNIT = "1"
_SCALE = 7


@dataclass(frozen=True)
class Check:
    """One check.

    Parameters
    ----------
    name, meaning
        What is checked, and why it must hold.
    difference
        Formula text, without ``=``, that is zero when it holds.
    scale
        Formula text of the amount the difference is measured against; ``1`` for the tolerance as it is.
    ends_with_edits
        Whether it compares with stored engine values, and so says "inputs changed" after an edit.
    changed
        Above 0 once what it depends on was edited; None for an edit anywhere in the book.
    """

    name: str
    meaning: str
    difference: str
    scale: str = UNIT
    ends_with_edits: bool = False
    changed: Spot | None = None


@dataclass
class Checks:
    """Checks gathered while the sheets are laid out."""

    items: list[Check] = field(default_factory=list)

    def add(
        self,
        name: str,
        meaning: str,
        difference: str,
        *,
        scale: str = UNIT,
        stored: bool = False,
        changed: Spot | None = None,
    ) -> None:
        """Add one check."""
        self.items.append(Check(name, meaning, difference, scale, stored, changed))


def checks_sheet(
    book: Book, checks: Checks, changed: Spot | None, warnings: list[str], notes: list[str]
) -> Sheet:
    """Lay out the checks, the tie-out of every row to the engine, and the model check.

    Parameters
    ----------
    changed
        Above 0 once the book differs from what it was written with; None for a book that stores no figure.
    """
    sheet = book.checks
    sheet.put(1, 1, sheet.title, Style.TITLE)
    sheet.put(2, 1, sheet.about, Style.SUBTITLE)
    sheet.put(4, 1, "Model check", Style.TOTAL_LABEL)
    sheet.put(5, 1, "Tolerance, relative to the amount checked and to 1", Style.LABEL)
    tolerance = book.tolerance
    sheet.put(tolerance.row, tolerance.column, RELATIVE, Style.STORED_NUMBER)
    edits = None
    if changed:
        sheet.put(6, 1, "Inputs, or the scenario, changed since the report was written", Style.LABEL)
        edits = sheet.compute(6, 3, f"={changed}", 0, Style.COUNT)
    last = _table(sheet, checks.items, tolerance, edits)
    if edits and book.ties:
        last = _ties(book, sheet, last + 2, tolerance, edits)
    flags = f"$E${FIRST}:$E${last}"
    master = f'=IF(SUM({flags})=0,"OK",SUM({flags})&" to look at")'
    verdict(sheet, 4, 3, master)
    for title, lines in (("Warnings", warnings or ["None"]), ("How this workbook was proved", notes)):
        last += 2
        sheet.put(last, 1, title, Style.HEADING)
        for line in lines:
            last += 1
            sheet.put(last, 1, line, Style.NOTE)
    sheet.widths = {1: 66, 2: 82, 3: 16, 4: 14, 5: 9, 6: 18, 7: 18}
    sheet.freeze = (FIRST, 1)
    sheet.repeat_rows = f"{FIRST - 1}:{FIRST - 1}"
    return sheet


_HEADS = ("Difference", "Tolerance", "Flag", "Result")


def _header(sheet: Sheet, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts, start=1):
        sheet.put(row, column, text, Style.HEADER_TEXT)


def _table(sheet: Sheet, items: list[Check], tolerance: Spot, edits: Spot | None) -> int:
    _header(sheet, FIRST - 1, ("Check", "Why it must hold", *_HEADS, "Measured against"))
    for row, check in enumerate(items, start=FIRST):
        sheet.put(row, 1, check.name, Style.LABEL)
        sheet.put(row, 2, check.meaning, Style.NOTE)
        scale = None
        if check.scale != UNIT:
            scale = sheet.compute(row, _SCALE, f"={check.scale}", ANYTHING, Style.MONEY)
        _judge(
            sheet,
            row,
            f"={check.difference}",
            scale,
            tolerance,
            check.changed or edits,
            stored=check.ends_with_edits,
        )
    return FIRST + len(items) - 1


def _judge(
    sheet: Sheet,
    row: int,
    formula: str,
    scale: Spot | None,
    tolerance: Spot,
    edits: Spot | None,
    *,
    stored: bool,
) -> None:
    """Difference, tolerance, flag and verdict of one row, measured against a cell of it where there is one."""
    # A sum of large amounts is off by its last digits, which no amount beside it may put in scale: what the
    # engine expects of a tie, and of a check in a book without ties, is its flag.
    gap = sheet.compute(row, 3, formula, 0.0 if sheet.book.ties and not stored else ANYTHING, Style.CHECK)
    room = f"={tolerance}*MAX(1,ABS({scale}))" if scale else f"={tolerance}"
    allowed = sheet.compute(row, 4, room, ANYTHING, Style.CHECK)
    test = f"ABS({gap})>{allowed}"
    flag = f"=IF({edits}>0,0,IF({test},1,0))" if stored else f"=IF({test},1,0)"
    flagged = sheet.compute(row, 5, flag, 0, Style.COUNT)
    verdict = f'IF({flagged}=0,"OK","look here")'
    text = f'=IF({edits}>0,"inputs changed",{verdict})' if stored else f"={verdict}"
    sheet.compute(row, 6, text, "OK", Style.RESULT)


def _ties(book: Book, sheet: Sheet, row: int, tolerance: Spot, edits: Spot) -> int:
    """Total of every row, or the sum of its months, against the engine's, which is stored here as a number."""
    sheet.put(row, 1, "Tie-out of every row to the engine", Style.HEADING)
    _header(sheet, row + 1, ("Row", "Sheet", *_HEADS, "Engine's total"))
    row += 2
    for label, line, formula, total in book.ties:
        sheet.put(row, 1, label, Style.LABEL)
        sheet.put(row, 2, line.sheet.name, Style.NOTE)
        stored = sheet.put(row, _SCALE, total, Style.STORED_MONEY)
        _judge(sheet, row, f"=IF({edits}>0,0,{formula}-{stored})", stored, tolerance, edits, stored=True)
        row += 1
    return row - 1
