"""Printing: paper, fit, areas, repeated titles, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.rule import Finding, must

PAPERS = {"1": "Letter", "5": "Legal", "8": "A3", "9": "A4"}
ROWS_OF_A_PAGE, COLUMNS_OF_A_PAGE = 60, 10
LEAST_BELOW = 9
"""A row further down heads one table among others, not the sheet."""
LEAST_MARGIN = 0.5
"""Inches above and below the cells that a header and a footer take."""


def _printed(book: Audited) -> list[AuditedSheet]:
    return [sheet for sheet in book.visible if sheet.shown]


@must(
    "print-setup",
    "Every sheet prints: paper, orientation, fit to width, print area",
    why="A sheet that nobody set up prints its months on forty pages, in two strips.",
    cure="Page Layout: A4 or Letter, landscape where wide, 1 page wide, and a print area.",
)
def print_setup(book: Audited) -> Iterator[Finding]:
    """Find sheets that nobody set up for printing."""
    for sheet in _printed(book):
        setup = sheet.worksheet.page_setup
        properties = sheet.worksheet.sheet_properties.pageSetUpPr
        faults = []
        if str(setup.paperSize) not in PAPERS:
            faults.append("no paper of A4, A3, Letter or Legal")
        if not setup.orientation or setup.orientation == "default":
            faults.append("no orientation")
        fits = properties is not None and properties.fitToPage
        if not fits and sheet.last[1] > COLUMNS_OF_A_PAGE and not (setup.scale and setup.scale != 100):
            faults.append("no fit to width")
        if not sheet.worksheet.print_area:
            faults.append("no print area")
        if faults:
            yield Finding(sheet.name, f"has {', '.join(faults)}")


@must(
    "print-titles",
    "Sheets of several pages repeat their header rows",
    why="The second page shows figures without the years above them.",
    cure="Page Layout > Print Titles: the rows to repeat at top.",
)
def print_titles(book: Audited) -> Iterator[Finding]:
    """Find long sheets that do not repeat their header."""
    for sheet in _printed(book):
        setup = sheet.worksheet.page_setup
        properties = sheet.worksheet.sheet_properties.pageSetUpPr
        one_page = properties is not None and properties.fitToPage and setup.fitToHeight == 1
        headed = bool(sheet.zones) and not sheet.worksheet.print_title_rows
        if headed and sheet.zones[0].header < LEAST_BELOW and sheet.last[0] > ROWS_OF_A_PAGE and not one_page:
            yield Finding(sheet.name, f"has {sheet.last[0]} rows and repeats none of them in print")


@must(
    "print-header",
    "Header and footer name the sheet, the pages and the version, with room left for them",
    why="A page found on the printer should say which model, which sheet and which version it is.",
    cure="Page Layout > Print Titles > Header/Footer: &[Tab], Page &[Page] of &[Pages], the model's name and version.",
)
def print_header(book: Audited) -> Iterator[Finding]:
    """Find sheets whose printed pages do not say what they are."""
    for sheet in _printed(book):
        ends = (sheet.worksheet.oddHeader, sheet.worksheet.oddFooter)
        texts = [[part.text or "" for part in (end.left, end.center, end.right)] for end in ends]
        said = "".join(text for end in texts for text in end)
        # openpyxl writes &[Tab] as &A, &[Page] as &P, &[Pages] as &N.
        wanted = (
            ("the sheet", ("&A", "&[Tab]")),
            ("the page", ("&P", "&[Page]")),
            ("of how many", ("&N", "&[Pages]")),
        )
        faults = [what for what, codes in wanted if not any(code in said for code in codes)]
        if faults:
            yield Finding(sheet.name, f"does not print {', '.join(faults)}")
        margins = sheet.worksheet.page_margins
        for text, margin, where in ((texts[0], margins.top, "above"), (texts[1], margins.bottom, "below")):
            if any(text) and margin < LEAST_MARGIN:
                yield Finding(sheet.name, f"leaves {margin:g} inches {where} the cells, too few for its text")
