"""Hedge sheet: what each investor holds in every outcome, and whether it profits even in the worst."""

from __future__ import annotations

from revshare.lines import Projection
from revshare_workbooks import look
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.hedge import HedgeCells, hedge_rows
from revshare_workbooks.grid import Book, Chart, Role, Series, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.report.verdict import verdict
from revshare_workbooks.yearly import Yearly

_COLOURS = (look.LAB, look.SECOND, look.PARTNER, look.CASH, look.RIVAL, look.FOURTH)
_CHART_ROWS = 20
_CHART_SIZE = (24.0, 9.0)


def hedge_sheet(book: Book, inputs: Inputs, projection: Projection) -> tuple[Guard, ...]:
    """Lay out every hedge of a case; answers what the Checks sheet holds it to."""
    case = projection.case
    sheet = book.sheet(
        "Hedge",
        Role.OUTPUT,
        "Holdings by outcome",
        "What an investor holds in each outcome, on average and at worst, against what it has paid.",
    )
    page, guards = Yearly(sheet), []
    sheet.put(3, 1, "Model check", Style.LABEL)
    verdict(sheet, 3, 3)
    for key, item in case.hedges.items():
        cells = hedge_rows(page, key, inputs, projection)
        guards.append(cells.guard)
        page.at += 1
        sheet.charts.append(_chart(item.label, cells, book.money, page.at))
        page.at += _CHART_ROWS
    outcomes = max(len(item.outcomes) for item in case.hedges.values())
    sheet.widths = {1: 46, 2: 13, **dict.fromkeys(range(3, 7 + outcomes), 15)}
    sheet.freeze = (4, 2)
    return tuple(guards)


def _chart(label: str, cells: HedgeCells, money: str, row: int) -> Chart:
    """Worth of each holding by outcome as stacked columns, and a line at what was paid."""
    pairs = zip(cells.worths.items(), (*_COLOURS, *_COLOURS), strict=False)
    return Chart(
        "column",
        f"{label}: what is held in each outcome",
        "Outcome",
        money,
        [Series(name, worth, colour) for (name, worth), colour in pairs],
        cells.outcomes,
        (row, 1),
        "Stacked columns of the worth of each holding by outcome, and a line at what was paid for all of them.",
        size=_CHART_SIZE,
        stacked=True,
        line_series=[Series("Paid for it", cells.outlay, look.LOSS)],
    )
