"""Lines by year and by month: every line of the projected case, one call of RS_CASE each."""

from __future__ import annotations

from revshare.lines import Kind, Line, Projection
from revshare.path import path_of
from revshare_workbooks.grid import Book, Row, Spot, Style
from revshare_workbooks.inputs import InputCells
from revshare_workbooks.report.lab import NOT_REACHED
from revshare_workbooks.template.pages import Page, where_there_is_one

BY_YEAR, BY_MONTH = "Lines by year", "Lines by month"


class Lines:
    """Every line of a projection on a page, by name."""

    def __init__(self, page: Page, inputs: InputCells, projection: Projection) -> None:
        self.page, self.inputs, self.projection = page, inputs, projection
        # Ratios name the rows they divide, which may stand below.
        self.rows = {name: Row(page.sheet) for name in projection.lines}

    def by_year(self) -> dict[str, Row]:
        """One array formula across the years for each line."""
        for name, line in self.projection.lines.items():
            row, call = self._placed(name, line), self._call(name, ',,"year"')
            values = self.projection.by_year(name)
            if line.kind is Kind.RATIO:
                self.page.years(row, where_there_is_one(call), values, Style.PERCENT)
                self._recomputed(row, line, name)
            else:
                self.page.years(row, f"={call}", values)
                self.page.total(row, line.kind, values)
        return self.rows

    def by_month(self) -> dict[str, Row]:
        """One array formula across the months for each line, and its years from them."""
        for name, line in self.projection.lines.items():
            row, call = self._placed(name, line), self._call(name)
            if line.kind is Kind.RATIO:
                self.page.months(row, where_there_is_one(call), line.values, Style.PERCENT)
                part, whole = (self.rows[other] for other in line.over)
                formula = _divided(f"{part}", f"{whole}")
                self.page.each_year(row, formula, self.projection.by_year(name), Style.PERCENT)
                self._recomputed(row, line, name)
            else:
                self.page.months(row, f"={call}", line.values)
                self.page.totals(row, line.kind, line.values)
        return self.rows

    def _placed(self, name: str, line: Line) -> Row:
        unit = "fraction" if line.kind is Kind.RATIO else ""
        return self.page.place(line.label, unit, self.rows[name])

    def _call(self, name: str, more: str = "") -> str:
        return f'RS_CASE({self.inputs.table},"{name}"{more})'

    def _recomputed(self, row: Row, line: Line, name: str) -> None:
        """The total of a ratio, from the totals of the rows it divides."""
        part, whole = (self.rows[other] for other in line.over)
        formula = _divided(f"{part:total}", f"{whole:total}")
        self.page.figure(row, formula, float(self.projection.total(name)), Style.PERCENT)


def lines_by_year(book: Book, inputs: InputCells, projection: Projection) -> dict[str, Row]:
    """Lay out the lines by year; the summary and the comparison show these rows."""
    about = (
        "Every line of the case under the chosen scenario: one array formula per row over the Inputs sheet."
    )
    page = Page(book, BY_YEAR, "Lines by year", about, inputs.first_day, months=False)
    book.header_years = page.header
    return Lines(page, inputs, projection).by_year()


def lines_by_month(
    book: Book, inputs: InputCells, projection: Projection
) -> tuple[dict[str, Row], dict[str, Spot]]:
    """Lay out the lines by month, on which the contracts work, and the figures of the path below them."""
    about = "The same lines by month. The years are the months rolled up, so they prove the sheet of years."
    page = Page(book, BY_MONTH, "Lines by month", about, inputs.first_day)
    rows = Lines(page, inputs, projection).by_month()
    return rows, _path(page, rows, projection)


def _path(page: Page, rows: dict[str, Row], projection: Projection) -> dict[str, Spot]:
    """When the lab turns profitable, and how deep it goes until then."""
    page.heading("Path to profitability")
    path, years = path_of(projection), f"{page.header:years}"
    spots = {}
    for name, label, line, found in (
        (
            "first_profitable_year",
            "First year of operating profit",
            "operating_profit",
            path.first_profitable_year,
        ),
        (
            "first_cash_year",
            "First year of free cash flow at or above zero",
            "cash_flow",
            path.first_cash_year,
        ),
    ):
        call = f"RS_BREAKEVEN_PERIOD({rows[line]:years},{years})"
        formula = where_there_is_one(call, NOT_REACHED)
        spots[name] = page.figure(page.place(label, "year"), formula, found or NOT_REACHED, Style.YEAR)
    for name, label, line, depth in (
        ("peak_funding", "Peak funding need", "cash_flow", path.peak_funding),
        ("peak_loss", "Deepest cumulative operating loss", "operating_profit", path.peak_loss),
    ):
        formula = f"=RS_PEAK_FUNDING({rows[line]:months})"
        spots[name] = page.figure(page.place(label), formula, depth, Style.MONEY)
    return spots


def _divided(part: str, whole: str) -> str:
    return f'=IF({whole}=0,"",{part}/{whole})'
