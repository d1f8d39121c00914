"""Sheets: their names, colours, order, panes, and what is hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import unquote

from openpyxl.utils import get_column_letter

from revshare_workbooks.rules import roles
from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.rule import Finding, Need, must, should

LONGEST_NAME = 31
WIDE, LONG = 30, 60
"""Columns and rows from which a sheet needs frozen panes."""
THINNEST = 1.0
"""Points of height below which a row is not seen."""
HEAD_ROWS = range(1, 8)
ZOOM = range(50, 151)

_UNNAMED = re.compile(r"(sheet|tabelle|feuil|hoja|foglio|blad|planilha|ark|list|arkusz) ?\d+", re.IGNORECASE)


@must(
    "sheet-name",
    f"Every sheet has a name that says what it is for, of at most {LONGEST_NAME} characters",
    why="Sheet1 tells nobody where inputs end and results begin; Excel refuses longer names.",
    cure="Name the sheet after what it holds, such as Inputs, Revenue or Checks.",
)
def sheet_name(book: Audited) -> Iterator[Finding]:
    """Find sheets left with the name a program gave them."""
    for sheet in book.visible:
        if _UNNAMED.fullmatch(sheet.name):
            yield Finding(sheet.name, "has the name the program gave it")
        if len(sheet.name) > LONGEST_NAME:
            yield Finding(sheet.name, f"has a name of {len(sheet.name)} characters")


@must(
    "tab-colour",
    "Where tabs have colours, each has one, and inputs and checks differ from the rest",
    why="The colour of the tab says whether a sheet may be changed; a wrong one misleads.",
    cure="Give the tab the colour of its role (right click, Tab Color).",
    need=Need("coloured tabs", lambda book: any(_tab(sheet) for sheet in book.visible)),
)
def tab_colour(book: Audited) -> Iterator[Finding]:
    """Find tabs without colour, and inputs or checks in the colour of other sheets."""
    special = {*roles.named(book, roles.INPUTS), *filter(None, [roles.checks(book)])}
    others = Counter(_tab(sheet) for sheet in book.visible if sheet not in special).most_common(1)
    for sheet in book.visible:
        if not _tab(sheet):
            yield Finding(sheet.name, "has a tab without colour")
        elif sheet in special and others and _tab(sheet) == others[0][0]:
            yield Finding(sheet.name, "has the tab colour of most other sheets")


def _tab(sheet: AuditedSheet) -> str:
    colour = sheet.worksheet.sheet_properties.tabColor
    return str(colour.value) if colour is not None and colour.value is not None else ""


@must(
    "hidden",
    "No hidden sheets, rows or columns, unless the cover lists the sheet as hidden",
    why="What is hidden is not read, not checked and not printed, and still counts.",
    cure="Unhide it, or name a hidden sheet on the cover with its reason. Group rows that are to fold away.",
)
def hidden(book: Audited) -> Iterator[Finding]:
    """Find what a reader does not see."""
    for sheet in book.sheets:
        if not sheet.visible and not _is_listed(book, sheet):
            yield Finding(sheet.name, f"is {sheet.worksheet.sheet_state} and no sheet says why")
        if not sheet.visible:
            continue
        used = sheet.last
        rows = [
            number
            for number, row in sheet.worksheet.row_dimensions.items()
            if number <= used[0]
            and (row.hidden or (row.ht is not None and row.ht < THINNEST))
            and not row.outlineLevel
        ]
        for run in _runs(rows):
            yield Finding(f"{sheet.name}!{run[0]}:{run[-1]}", "is hidden" if len(run) == 1 else "are hidden")
        for column in sheet.worksheet.column_dimensions.values():
            if (
                (column.hidden or column.width < THINNEST / 7)
                and not column.outlineLevel
                and column.min <= used[1]
            ):
                first, last = get_column_letter(column.min), get_column_letter(min(column.max, used[1]))
                yield Finding(f"{sheet.name}!{first}:{last}", "is hidden")


def _is_listed(book: Audited, sheet: AuditedSheet) -> bool:
    """Whether a visible sheet names a hidden one in a row that says so."""
    for other in book.visible:
        for row, columns in other.rows.items():
            texts = [other.text((row, column)) for column in columns]
            if sheet.name in texts and any("hidden" in text.casefold() for text in texts):
                return True
    return False


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda item: item[1] - item[0]):
        yield [number for _, number in run]


@must(
    "same-month",
    "The same column is the same month on every monthly sheet",
    why="A formula that reads the same column of another sheet takes the wrong month, and nothing shows it.",
    cure="Insert or delete columns until the months lie under each other; let every header read one timeline.",
    need=roles.MONTHS,
)
def same_month(book: Audited) -> Iterator[Finding]:
    """Find sheets whose months lie in other columns than on most sheets."""
    sheets = {sheet: next(zone for zone in sheet.zones if zone.monthly) for sheet in roles.monthly(book)}
    starts = {sheet: (zone.first_column, next(iter(zone.periods.values()))) for sheet, zone in sheets.items()}
    usual = Counter(starts.values()).most_common(1)[0][0]
    for sheet, zone in sheets.items():
        if starts[sheet] != usual:
            column, day = starts[sheet]
            place = f"{sheet.name}!{get_column_letter(column)}{zone.header}"
            there = f"{get_column_letter(usual[0])} with {usual[1]}"
            yield Finding(place, f"begins the months with {day}; other sheets begin in {there}")


@must(
    "frozen-panes",
    f"Frozen panes on every sheet wider than {WIDE} columns or longer than {LONG} rows",
    why="Without them a figure far right or far down stands without its label or its date.",
    cure="Select the cell below the header and right of the labels, then View > Freeze Panes.",
)
def frozen_panes(book: Audited) -> Iterator[Finding]:
    """Find large sheets whose labels scroll away."""
    for sheet in book.visible:
        rows, columns = sheet.last
        frozen = sheet.worksheet.freeze_panes
        if not frozen and (columns > WIDE or rows > LONG):
            yield Finding(sheet.name, f"has {rows} rows and {columns} columns and no frozen panes")


@must(
    "contents-links",
    "The cover or contents sheet links every visible sheet",
    why="A reader who cannot see what there is does not find it.",
    cure="Link each sheet's name on the cover to its cell A1 (Insert > Link > Place in This Document).",
    need=roles.COVER,
)
def contents_links(book: Audited) -> Iterator[Finding]:
    """Find sheets that the cover does not link."""
    front = roles.cover(book)
    linked = {target.casefold() for sheet, _, target in _links(book) if sheet is front}
    for sheet in book.visible:
        if sheet is not front and sheet.name.casefold() not in linked:
            yield Finding(sheet.name, f"has no link on {front.name if front else 'the cover'}")


@must(
    "link-target",
    "Every link within the workbook leads to a sheet that exists",
    why="A dead link says that the workbook was changed without its contents.",
    cure="Point the link at the sheet's new name, or take it out.",
)
def link_target(book: Audited) -> Iterator[Finding]:
    """Find links to sheets that are not there."""
    for sheet, address, target in _links(book):
        if target and book.sheet(target) is None and target not in book.book.sheetnames:
            yield Finding(f"{sheet.name}!{address}", f"links to {target}, which is no sheet here")


def _links(book: Audited) -> Iterator[tuple[AuditedSheet, str, str]]:
    """Sheet and cell of each link within the workbook, and the sheet it leads to."""
    for sheet in book.sheets:
        for cell in sheet.worksheet._cells.values():  # noqa: SLF001 - a blank cell may carry a link
            link = cell.hyperlink
            if link is None:
                continue
            where = link.location or (link.target if (link.target or "").startswith("#") else "") or ""
            name, mark, _ = where.lstrip("#").rpartition("!")
            if mark:
                yield sheet, cell.coordinate, unquote(name).strip("'").replace("''", "'")
    for form in book.forms:
        if "HYPERLINK" in form.calls:
            for name in re.findall(r"\"#'?([^\"'!]+)'?!", form.sample):
                sheet = book.by_name[form.sheet.casefold()]
                yield sheet, sheet.at(form.places[0]).rpartition("!")[2], name


@should(
    "check-shown",
    "The model check stands on the cover and at the head of every calculation sheet",
    why="Whoever looks at one sheet should see at once when another does not add up.",
    cure="Put a formula that reads the Checks sheet's total into the first rows.",
    need=roles.CHECK_SHEET,
)
def check_shown(book: Audited) -> Iterator[Finding]:
    """Find sheets that do not show whether the workbook holds together."""
    checks, front = roles.checks(book), roles.cover(book)
    for sheet in book.visible:
        if checks is None or sheet is checks:
            continue
        if sheet is front and not roles.reads(sheet, checks):
            yield Finding(sheet.name, "does not show the model check")
        calculates = any(zone.monthly for zone in sheet.zones) and sheet.formulas
        if sheet is not front and calculates and not roles.reads(sheet, checks, HEAD_ROWS):
            yield Finding(sheet.name, f"does not show the model check in its first {HEAD_ROWS[-1]} rows")


@should(
    "opens-at-start",
    "The workbook opens on its first sheet, at a readable size, without gridlines around charts",
    why="Who opens a model should see first what it is.",
    cure="Select the first sheet's cell A1, set the zoom to about 100 %, switch gridlines off beside charts, and save.",
)
def opens_at_start(book: Audited) -> Iterator[Finding]:
    """Find what meets a reader who opens the workbook."""
    active = book.book.active
    if book.visible and active is not None and active.title != book.visible[0].name:
        yield Finding(active.title, f"is shown first; the first sheet is {book.visible[0].name}")
    for sheet in book.visible:
        view = sheet.worksheet.sheet_view
        if view.zoomScale and view.zoomScale not in ZOOM:
            yield Finding(sheet.name, f"opens at {view.zoomScale} %")
        if view.showGridLines is not False and any(chart.sheet == sheet.name for chart in book.charts):
            yield Finding(sheet.name, "shows gridlines around its charts")
