"""Cover of the worked examples: what the book is, where everything stands, and how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from revshare_workbooks.grid import Book, Role, Sheet, Spot, Style
from revshare_workbooks.report.verdict import HOLDS, verdict

_ABOUT = (
    "Each method of revshare worked once in ordinary formulas: what is given, every step, the answer, and beside it "
    "the engine's figure."
)
_KEY = (
    (
        Style.INPUT_MONEY,
        "An input: blue on cream, boxed. Yours to change; the unit column says what may be entered.",
    ),
    (
        Style.MONEY,
        "A calculation: black. One formula across the row, or one for the first column and one for the rest.",
    ),
    (
        Style.STORED_MONEY,
        "Stored, not live: what the engine or the worked example says for the inputs as written.",
    ),
    (
        Style.CHECK,
        "A check: the difference between a row of answers and the stored figures under it; zero when it holds.",
    ),
)
_USE = (
    "Each example asks one question and names the heading of docs/methods.md that explains it; its answers are bold.",
    "Change a blue cell and its example follows. Stored figures do not; the example then says 'inputs changed'.",
    "What no formula can find (a rate of return, a smooth path) is stored as solved; a live check proves it.",
    "Every calculated cell is an ordinary formula; no add-in is needed to open, change or audit this book.",
)


class Entry(NamedTuple):
    """An example in the contents: its title, what it asks, its heading and its verdict."""

    title: str
    question: str
    heading: Spot
    result: Spot


def cover_sheet(book: Book, as_of: date, contents: Sequence[Entry]) -> None:
    """Lay out title, contents, conventions and colour key; every other sheet exists."""
    sheet = book.sheet("Cover", Role.OUTPUT, book.title, _ABOUT)
    sheet.put(1, 1, book.title, Style.TITLE)
    sheet.put(2, 1, _ABOUT, Style.SUBTITLE)
    rows = (
        ("Model check", None),
        ("Currency and unit", "Beside each figure; rates and shares are fractions shown in percent"),
        (
            "Signs",
            "A share is positive when the lab pays; costs are positive; cash out is negative in rows of flows",
        ),
        ("Figures as of", f"{as_of:%d %B %Y}"),
        ("Made by", f"revshare {book.version}"),
        ("Hash of the figures (SHA-256)", book.digest),
    )
    for at, (label, text) in enumerate(rows, start=4):
        sheet.put(at, 1, label, Style.NAME)
        if text:
            sheet.put(at, 2, text, Style.TEXT)
    verdict(sheet, 4, 2)
    at = 5 + len(rows)
    sheet.put(at, 1, "How to read it", Style.HEADING)
    for style, text in _KEY:
        at += 1
        sheet.put(at, 1, 0 if style is Style.CHECK else 1234.5, style)
        sheet.put(at, 2, text, Style.BESIDE)
    at += 1
    for text in _USE:
        at += 1
        sheet.put(at, 1, text, Style.NOTE)
    _contents(sheet, at + 2, contents)
    sheet.widths = {1: 62, 2: 15, 3: 90}
    sheet.freeze = (4, 1)


def _contents(sheet: Sheet, at: int, contents: Sequence[Entry]) -> None:
    """Every sheet, and on each chapter its examples with their results."""
    sheet.put(at, 1, "Contents", Style.HEADING)
    top = at + 1
    for other in (one for one in sheet.book.sheets if one is not sheet):
        at += 1
        sheet.put(at, 1, other.name, Style.LINK)
        sheet.links[at, 1] = f"#{other.quoted}!A1"
        sheet.put(at, 3, other.about, Style.BESIDE)
        for entry in contents:
            if entry.heading.sheet is other:
                at += 1
                sheet.put(at, 1, f"     {entry.title}", Style.LINK)
                sheet.links[at, 1] = f"#{other.quoted}!{entry.heading.address('bare', 1)}"
                sheet.compute(at, 2, f"={entry.result}", HOLDS, Style.VERDICT)
                sheet.put(at, 3, entry.question, Style.BESIDE)
    sheet.verdicts.append((f"B{top}:B{at}", (f'$B{top}="{HOLDS}"', f'$B{top}="look here"')))
