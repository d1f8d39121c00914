"""Revenue sheet: annual totals, mix, channels, and the inference they cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from revshare.by_year import ByYear
from revshare.case import Case
from revshare.lines import Projection
from revshare_workbooks.grid import Book, Row
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.profiles import ProfileRows


@dataclass
class RevenueRows:
    """Rows of the revenue sheet by line name of the projection, and the annual totals behind them."""

    lines: dict[str, Row] = field(default_factory=dict)
    annual: dict[str, Row] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Row:
        """Row of a line."""
        return self.lines[name]


class Drivers:
    """Brings by-year inputs of a case onto the timeline of a sheet."""

    def __init__(self, sheet: Monthly, inputs: Inputs, projection: Projection) -> None:
        self.sheet, self.inputs, self.projection = sheet, inputs, projection

    def add(self, label: str, name: str, table: ByYear, *, money: bool = False) -> Row:
        """Add the row of one by-year input."""
        months, years = self.projection.monthly(name, table), self.projection.yearly(name, table)
        return self.sheet.driver(label, self.inputs.by_year(name), months, years, money=money)


def revenue_sheet(
    book: Book, case: Case, inputs: Inputs, profiles: ProfileRows, projection: Projection
) -> RevenueRows:
    """Lay out revenue and inference by product and channel."""
    sheet = Monthly(
        book,
        "Revenue",
        "Revenue and inference cost",
        "Annual totals from the inputs, spread over months by their profile and split by product and channel.",
    )
    rows, drivers = RevenueRows(), Drivers(sheet, inputs, projection)
    _annual(sheet, case, drivers, rows, projection)
    for key in case.products:
        _product(sheet, case, key, drivers, profiles, rows, projection)
    sheet.heading("Company")
    _sums(sheet, case, "revenue", "Revenue", rows, projection)
    _sums(sheet, case, "inference", "Inference cost", rows, projection)
    profit = projection["gross_profit"]
    rows.lines["gross_profit"] = sheet.flow(
        projection.line("gross_profit").label, f"={rows['revenue']}-{rows['inference']}", profit, total=True
    )
    return rows


def _annual(sheet: Monthly, case: Case, drivers: Drivers, rows: RevenueRows, projection: Projection) -> None:
    """Annual revenue by product: the measured total over its share gives the company, times share the others."""
    sheet.heading("Annual revenue by product")
    measured = case.revenue.measure
    label = (
        "Company revenue of the year"
        if measured == "total"
        else f"{case.products[measured].label} revenue of the year"
    )
    given = drivers.add(label, "revenue.annual", case.revenue.annual, money=True)
    shares = {
        key: drivers.add(f"{item.label}: share of company revenue", f"products.{key}.share", item.share)
        for key, item in case.products.items()
    }
    year_of = case.timeline.calendar_years - case.first_year
    for key, item in case.products.items():
        if key == measured:
            rows.annual[key] = given
            continue
        formula = (
            f"={given}*{shares[key]}" if measured == "total" else f"={given}/{shares[measured]}*{shares[key]}"
        )
        yearly = projection.by_year(f"revenue.{key}")
        rows.annual[key] = sheet.money_of_year(
            f"{item.label} revenue of the year", formula, yearly[year_of], yearly
        )


def _product(
    sheet: Monthly,
    case: Case,
    key: str,
    drivers: Drivers,
    profiles: ProfileRows,
    rows: RevenueRows,
    projection: Projection,
) -> None:
    product = case.products[key]
    sheet.heading(product.label)
    name = f"revenue.{key}"
    formula = f"={rows.annual[key]}*{profiles[name]}"
    rows.lines[name] = sheet.flow(f"{product.label} revenue", formula, projection[name], total=True)
    cost_ratio = drivers.add(
        "Inference cost per dollar of revenue", f"products.{key}.cost_ratio", product.cost_ratio
    )
    for channel, table in product.channels.items():
        spoken = case.channels[channel].label
        mix = drivers.add(f"Share sold through {spoken}", f"products.{key}.channels.{channel}", table)
        part, cost = f"{name}.{channel}", f"inference.{key}.{channel}"
        rows.lines[part] = sheet.flow(projection.line(part).label, f"={rows[name]}*{mix}", projection[part])
        rows.lines[cost] = sheet.flow(
            projection.line(cost).label, f"={rows[part]}*{cost_ratio}", projection[cost]
        )


def _sums(
    sheet: Monthly, case: Case, what: str, label: str, rows: RevenueRows, projection: Projection
) -> None:
    """Add the lines of each channel over products, and the total over channels."""
    for channel in case.channels:
        parts = [f"{what}.{key}.{channel}" for key, item in case.products.items() if channel in item.channels]
        name = f"{what}.{channel}"
        formula = "=" + ("+".join(f"{rows[part]}" for part in parts) or "0")
        rows.lines[name] = sheet.flow(projection.line(name).label, formula, projection[name])
    formula = "=" + "+".join(f"{rows[f'{what}.{channel}']}" for channel in case.channels)
    rows.lines[what] = sheet.flow(label, formula, projection[what], total=True)
