"""Scenarios sheet of a template: headline lines under every scenario side by side, by RS_SCENARIOS."""

from __future__ import annotations

from revshare.case_lines import scenarios_of
from revshare.lines import Kind, Projection
from revshare_workbooks.grid import Block, Book, Role, Style
from revshare_workbooks.inputs import InputCells
from revshare_workbooks.monthly import shown
from revshare_workbooks.report.scenarios import LINES


def scenarios_sheet(book: Book, inputs: InputCells, projection: Projection) -> dict[str, Block]:
    """Lay out one table for each headline line; answers what each flow comes to under each scenario."""
    sheet = book.sheet(
        "Scenarios",
        Role.OUTPUT,
        "Scenarios side by side",
        "One formula per table. The last column weighs the scenarios by their probability; own values stand aside.",
    )
    sheet.put(1, 1, sheet.title, Style.TITLE)
    sheet.put(2, 1, sheet.about, Style.SUBTITLE)
    totals, at = {}, 4
    for name in LINES:
        line = projection.line(name)
        ratio = line.kind is Kind.RATIO
        unit = "fraction" if ratio else book.money
        sheet.put(at, 1, f"{line.label}, {unit}", Style.HEADING)
        call = f'RS_SCENARIOS({inputs.table},"{name}")'
        table = scenarios_of(projection.case, name)
        rows = [list(map(shown, row)) for row in zip(*table.values(), strict=True)]
        formula = f'=IFERROR({call},"")' if ratio else f"={call}"
        figure = Style.PERCENT if ratio else Style.MONEY
        styles = [[Style.HEADER] * len(table), *([Style.YEAR, *[figure] * (len(table) - 1)] for _ in rows)]
        block = sheet.array(at + 1, 1, formula, [list(table), *rows], styles)
        at = block.last[0] + 1
        if line.kind is Kind.FLOW:
            sheet.put(at, 1, "Total", Style.TOTAL_LABEL)
            (top, left), (last, right) = block.first, block.last
            for column, values in enumerate(list(table.values())[1:], start=left + 1):
                years = Block(sheet, (top + 1, column), (last, column))
                sheet.compute(at, column, f"=SUM({years})", float(sum(values)), Style.MONEY_TOTAL)
            totals[name] = Block(sheet, (at, left + 1), (at, right - 1))
            at += 1
        at += 1
    sheet.widths = {1: 14, **dict.fromkeys(range(2, 12), 16)}
    sheet.freeze = (4, 2)
    return totals
