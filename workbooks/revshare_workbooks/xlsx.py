"""From neutral sheets to an openpyxl workbook: styles, widths, panes, print set-up, validation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from revshare_workbooks import look
from revshare_workbooks.charts import add_chart
from revshare_workbooks.column_widths import fit_columns
from revshare_workbooks.grid import Book, Cell, Layout, Role, Rule, Sheet, Style
from revshare_workbooks.page_breaks import break_pages, extent
from revshare_workbooks.row_heights import fit_rows

_SMALL = f'&"{look.FONT},Regular"&8'
_BEGIN_FORMULAS = {"=", "+", "-", "@"}
LONGEST_TEXT = 255
"""Characters a text input may have."""
_GOOD = PatternFill("solid", bgColor="C6E7CE")
_BAD = PatternFill("solid", bgColor="F6C7C0")
_LINK = re.compile(r"=('[^']+'|\w+)!\$?[A-Z]+\$?\d+")
_SEVERAL_LINES = 1.7 * look.ROW
"""Points above which a row holds more than a line of any type but a title's."""

Prototypes = dict[tuple[Style, bool], StyleArray]
"""Record of a style, and of the same on a link to another sheet."""


def workbook(book: Book) -> Workbook:
    """Turn all sheets of a book into an openpyxl workbook, ready to be saved and recalculated."""
    target = Workbook()
    target.remove(target.active)
    # Programs measure the width of columns in digits of this font.
    target._named_styles["Normal"].font = Font(name=look.FONT, size=look.SIZE)  # noqa: SLF001
    styles = {tall: _styles(target, tall=tall) for tall in (False, True)}
    # Charts read cells of other sheets, so all sheets exist before the first is filled.
    for sheet in book.sheets:
        target.create_sheet(sheet.name)
    for sheet in book.sheets:
        worksheet = target[sheet.name]
        fit_columns(sheet)
        fit_rows(sheet)
        if not (sheet.one_page or sheet.hidden or sheet.breaks):
            break_pages(sheet)
        _cells(worksheet, sheet, styles)
        _columns(worksheet, sheet, sheet.layout)
        _validation(worksheet, sheet)
        if not sheet.hidden:
            _print(worksheet, sheet, book)
        for chart in sheet.charts:
            add_chart(worksheet, chart)
        worksheet.sheet_state = "hidden" if sheet.hidden else "visible"
    _properties(target, book)
    return target


def _styles(target: Workbook, *, tall: bool) -> Prototypes:
    """One prototype per style; cells share its record, which is several times faster than new fonts."""
    scratch = target.create_sheet("scratch")
    looks = {(style, False): wanted for style, wanted in look.LOOKS.items()}
    looks |= {(style, True): look.linked(wanted) for style, wanted in look.LOOKS.items() if wanted.is_plain}
    found = {}
    for number, (key, wanted) in enumerate(looks.items(), start=1):
        cell = scratch.cell(number, 1)
        cell.font = Font(
            name=look.FONT,
            size=wanted.size,
            bold=wanted.bold,
            italic=wanted.italic,
            underline="single" if wanted.underline else None,
            color=wanted.colour,
        )
        if wanted.fill:
            cell.fill = PatternFill("solid", fgColor=wanted.fill)
        if wanted.box:
            side = Side(wanted.box, color="A6A6A6")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        elif wanted.top or wanted.bottom:
            cell.border = Border(
                top=Side(wanted.top, color=wanted.colour) if wanted.top else None,
                bottom=Side(wanted.bottom, color=wanted.colour) if wanted.bottom else None,
            )
        vertical = "top" if wanted.wrap or tall else None
        cell.alignment = Alignment(
            horizontal=wanted.align, vertical=vertical, wrap_text=wanted.wrap, indent=wanted.indent
        )
        cell.protection = Protection(locked=not wanted.unlocked)
        cell.number_format = wanted.number
        found[key] = cell._style  # noqa: SLF001 - the documented way costs a new record per cell
    target.remove(scratch)
    return found


def _is_link(cell: Cell, sheet: Sheet) -> bool:
    """Tell whether a calculation only fetches a cell of another sheet; on the pages for reading all do."""
    return (
        sheet.role is Role.CALCULATION
        and cell.formula
        and look.LOOKS[cell.style].is_plain
        and bool(_LINK.fullmatch(str(cell.content)))
    )


def _cells(worksheet: Worksheet, sheet: Sheet, styles: Mapping[bool, Prototypes]) -> None:
    for (row, column), cell in sorted(sheet.rendered().items()):
        written = XlsxCell(worksheet, row=row, column=column)
        if cell.fills:
            last = f"{get_column_letter(column + cell.fills[1] - 1)}{row + cell.fills[0] - 1}"
            written.value = ArrayFormula(f"{written.coordinate}:{last}", str(cell.content))
        else:
            written.value = cell.content
        if isinstance(cell.content, str) and not cell.formula:
            # Text from a case or a fact never becomes a formula, whatever it starts with.
            written.data_type = "s"
        # Beside a text of several lines all cells stand at its first, so that they read as one line.
        tall = sheet.tall or sheet.heights.get(row, look.ROW) > _SEVERAL_LINES
        written._style = styles[tall][cell.style, _is_link(cell, sheet)]  # noqa: SLF001
        if isinstance(cell.content, str) and not cell.formula and cell.content[:1] in _BEGIN_FORMULAS:
            # Nor when a user edits the cell: the program is told that it is text.
            written._style = copy(written._style)  # noqa: SLF001
            written.quotePrefix = True
        worksheet._cells[row, column] = written  # noqa: SLF001
    for (row, column), address in sheet.links.items():
        style = worksheet.cell(row, column)._style  # noqa: SLF001
        worksheet.cell(row, column).hyperlink = address
        worksheet.cell(row, column)._style = style  # noqa: SLF001
    worksheet.sheet_format.defaultRowHeight, worksheet.sheet_format.customHeight = look.ROW, True
    for row, height in sheet.heights.items():
        worksheet.row_dimensions[row].height = height
    for area, rule in sheet.verdicts:
        good, bad = rule
        worksheet.conditional_formatting.add(area, FormulaRule(formula=[good], fill=_GOOD))
        worksheet.conditional_formatting.add(area, FormulaRule(formula=[bad], fill=_BAD))


def _columns(worksheet: Worksheet, sheet: Sheet, layout: Layout) -> None:
    for column, width in sheet.widths.items():
        worksheet.column_dimensions[get_column_letter(column)].width = width
    if sheet.timeline:
        worksheet.freeze_panes = worksheet.cell(layout.header + 1, layout.total)
    elif sheet.freeze:
        worksheet.freeze_panes = worksheet.cell(*sheet.freeze)
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 85 if sheet.timeline else 100
    worksheet.sheet_properties.tabColor = look.TAB[sheet.role]


def _validation(worksheet: Worksheet, sheet: Sheet) -> None:
    for rule in sheet.rules:
        checked = _checked(rule)
        checked.errorTitle, checked.error, checked.showErrorMessage = "Please check", rule.message[:220], True
        checked.promptTitle, checked.prompt, checked.showInputMessage = "Input", rule.message[:220], True
        for area in rule.areas:
            checked.add(area)
        worksheet.add_data_validation(checked)


def _checked(rule: Rule) -> DataValidation:
    """What the spreadsheet program lets a user type."""
    low, high = (f"{limit:.15g}" for limit in rule.limits)
    if rule.words:
        return DataValidation("list", formula1='"' + ",".join(rule.words) + '"', allow_blank=True)
    if rule.text:
        return DataValidation("textLength", operator="lessThan", formula1=str(LONGEST_TEXT), allow_blank=True)
    if rule.unless:
        first = rule.areas[0].partition(":")[0]
        number = f"ISNUMBER({first})" + ("" if rule.date else f",{first}>={low},{first}<={high}")
        formula = f'OR({first}="{rule.unless}",AND({number}))'
        return DataValidation("custom", formula1=formula, allow_blank=True)
    if rule.date:
        return DataValidation("date", operator="greaterThan", formula1="1", allow_blank=True)
    return DataValidation("decimal", operator="between", formula1=low, formula2=high, allow_blank=True)


def _print(worksheet: Worksheet, sheet: Sheet, book: Book) -> None:
    layout = book.layout
    last_row, last_column = extent(sheet)
    setup = worksheet.page_setup
    setup.paperSize = Worksheet.PAPERSIZE_A4
    setup.orientation = "landscape"
    margins = worksheet.page_margins
    margins.left = margins.right = 0.4
    margins.header = margins.footer = 0.3
    margins.top, margins.bottom = 0.85, 0.75
    if sheet.timeline:
        worksheet.print_title_rows = f"1:{layout.header}"
    elif sheet.repeat_rows:
        worksheet.print_title_rows = sheet.repeat_rows
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    setup.fitToWidth, setup.fitToHeight = 1, int(sheet.one_page)
    for row in sheet.breaks:
        worksheet.row_breaks.append(Break(id=row))
    worksheet.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    title = book.title[:110].replace("&", "&&")  # a lone ampersand begins a code; 255 characters fit in all
    worksheet.oddHeader.left.text = f"{_SMALL}{title}"
    worksheet.oddHeader.right.text = f"{_SMALL}&A"
    worksheet.oddFooter.left.text = f"{_SMALL}revshare {book.version}  input {book.digest[:12]}"
    worksheet.oddFooter.right.text = f"{_SMALL}Page &P of &N"
    worksheet.print_options.gridLines = False


def _properties(target: Workbook, book: Book) -> None:
    properties = target.properties
    properties.creator = f"revshare {book.version}"
    properties.lastModifiedBy = properties.creator
    properties.title = book.title
    properties.subject = f"Scenario {book.scenario}"
    properties.keywords = book.digest
    target.calculation.fullCalcOnLoad = True
    target.active = 0
