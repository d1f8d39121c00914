"""Lab sheet: income statement, margins, presentation, cash, and the path to profitability."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from revshare.case import Case
from revshare.contracts.counters import TOLERANCE
from revshare.lines import Projection
from revshare.margin import Presentation
from revshare.path import SUSTAINED_MONTHS, Path, path_of
from revshare_workbooks.blocks.lines import Lines
from revshare_workbooks.grid import Book, Content, Row, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.contract import ContractRows
from revshare_workbooks.report.profiles import ProfileRows
from revshare_workbooks.report.revenue import Drivers, RevenueRows

NOT_REACHED = "not reached"


@dataclass
class LabRows:
    """Rows of the lab sheet by line name, and the figures of the path."""

    lines: dict[str, Row] = field(default_factory=dict)
    path: dict[str, Spot] = field(default_factory=dict)
    annual: dict[str, Row] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Row:
        """Row of a line."""
        return self.lines[name]


class _Lab:
    """Adds the blocks of the lab sheet."""

    def __init__(
        self,
        book: Book,
        case: Case,
        inputs: Inputs,
        profiles: ProfileRows,
        revenue: RevenueRows,
        contracts: dict[str, ContractRows],
        projection: Projection,
        beyond_use: Row | None,
    ) -> None:
        self.beyond_use = beyond_use
        self.case, self.inputs, self.profiles, self.revenue = case, inputs, profiles, revenue
        self.contracts, self.projection = contracts, projection
        self.sheet = Monthly(
            book,
            "Lab",
            case.lab,
            "What the lab earns, how it may show it, what it has in the bank, and when it turns profitable.",
        )
        self.rows = LabRows()
        self.lines = Lines(self.sheet, projection, self.rows.lines)

    def build(self) -> LabRows:
        self._profit()
        self._margins()
        self._shown()
        self._cash()
        self._path()
        return self.rows

    def _profit(self) -> None:
        rows, case = self.rows, self.case
        self.sheet.heading("Profit")
        self.lines.flow("revenue", f"={self.revenue['revenue']}", total=True)
        self.lines.flow("inference", f"={self.revenue['inference']}")
        self.lines.flow("gross_profit", f"={rows['revenue']}-{rows['inference']}", total=True)
        for key, contract in self.contracts.items():
            self.lines.flow(f"share.{key}", f"={contract.share}")
        shares = "+".join(f"{rows[f'share.{key}']}" for key in self.contracts)
        self.lines.flow("partner_share", f"={shares}")
        back = [f"{contract.reciprocal}" for contract in self.contracts.values() if contract.reciprocal]
        left = f"{rows['gross_profit']}-{rows['partner_share']}"
        if back:
            self.lines.flow("kept", f"={left}", total=True)
            self.lines.flow("reciprocal", f"={'+'.join(back)}")
            left = f"{rows['kept']}+{rows['reciprocal']}"
        self.lines.flow("contribution", f"={left}", total=True)
        drivers = Drivers(self.sheet, self.inputs, self.projection)
        for key, item in case.spending.items():
            name = f"spending.{key}"
            annual = drivers.add(f"{item.label}, of the year", f"{name}.annual", item.annual, money=True)
            rows.annual[name] = annual
            self.lines.flow(name, f"={annual}*{self.profiles[name]}")
        spent = "+".join(f"{rows[f'spending.{key}']}" for key in case.spending) or "0"
        self.lines.flow("spending", f"={spent}")
        profit = f"{rows['contribution']}-{rows['spending']}"
        if self.beyond_use:
            profit += f"-{self.lines.flow('commitment_shortfall', f'={self.beyond_use}')}"
        self.lines.flow("operating_profit", f"={profit}", total=True)
        self.lines.running("cumulative_profit", f"{rows['operating_profit']}")

    def _margins(self) -> None:
        self.sheet.heading("Margins and rates")
        covered = "+".join(f"{contract.revenue}" for contract in self.contracts.values())
        self.lines.flow("covered", f"={covered}")
        for name in (
            "cost_ratio",
            "gross_margin",
            "margin_after_share",
            "coverage",
            "effective_rate",
            "company_rate",
        ):
            self.lines.ratio(name)

    def _shown(self) -> None:
        rows, sheet = self.rows, self.sheet
        sheet.heading("As shown")
        sheet.note("Profit is the same under all four; only where the partner's share stands differs.")
        words = list(Presentation)
        choice = self.inputs["presentation"]
        number = "+".join(f'{place}*({choice}="{word}")' for place, word in enumerate(words, start=1))
        place = words.index(self.projection.presentation) + 1
        label = "Presentation (1 gross_sm, 2 gross_cogs, 3 net, 4 royalty)"
        way = sheet.scalar(label, f"={number}", place, Style.COUNT, "number")
        cost = self.projection["covered_cost"]
        through = sheet.flow(
            "Inference cost covered by contracts",
            "=" + "+".join(f"{contract.cost}" for contract in self.contracts.values()),
            cost,
        )
        share, revenue, inference = rows["partner_share"], rows["revenue"], rows["inference"]
        self.lines.flow(
            "shown_revenue",
            f"=CHOOSE({way},{revenue},{revenue},{revenue}-{share},{revenue}-{share}-{through})",
            total=True,
        )
        self.lines.flow(
            "shown_cost", f"=CHOOSE({way},{inference},{inference}+{share},{inference},{inference}-{through})"
        )
        self.lines.flow("shown_gross_profit", f"={rows['shown_revenue']}-{rows['shown_cost']}", total=True)
        self.lines.flow("shown_selling", f"=IF({way}=1,{share},0)")
        self.lines.ratio("shown_gross_margin")

    def _cash(self) -> None:
        rows, case = self.rows, self.case
        self.sheet.heading("Cash")
        parts = [rows["operating_profit"]]
        for key, contract in self.contracts.items():
            parts.append(self.lines.flow(f"timing.{key}", f"={contract.timing}"))
        drivers = Drivers(self.sheet, self.inputs, self.projection)
        for key, item in case.cash.items():
            annual = drivers.add(f"{item.label}, of the year", f"cash.{key}.annual", item.annual, money=True)
            parts.append(self.lines.flow(f"cash.{key}", f"={annual}/12"))
        self.lines.flow("cash_flow", "=" + "+".join(f"{part}" for part in parts), total=True)
        self.lines.running("cumulative_cash", f"{rows['cash_flow']}")

    def _path(self) -> None:
        """Four dates that are often taken for one, and the deepest need."""
        sheet, rows, book = self.sheet, self.rows, self.sheet.book
        path = path_of(self.projection)
        sheet.heading("Path to profitability")
        zero = f"-{book.tolerance}"
        flags = {}
        for name, label in (("operating_profit", "Operating profit"), ("cash_flow", "Free cash flow")):
            row = sheet.state(f"{label} of the year at or above zero", "", [], unit="flag")
            yearly = (self.projection.by_year(name) >= -TOLERANCE) * 1.0
            sheet.years(row, f"=IF({rows[name]}>={zero},1,0)", yearly, Style.COUNT)
            flags[name] = row
        run = sheet.ahead()
        profit = self.projection["operating_profit"]
        sheet.state(
            "Months in a row with operating profit",
            f"=IF({rows['operating_profit']}>={zero},{run:prev}+1,0)",
            _runs(profit >= -TOLERANCE),
            opening=0,
            row=run,
            unit="months",
        )
        below = sheet.ahead()
        cumulative = self.projection["cumulative_cash"]
        was_below = np.maximum.accumulate((cumulative < -TOLERANCE) * 1.0)
        formula = f"=IF({rows['cumulative_cash']}<{zero},1,{below:prev})"
        sheet.state(
            "Cumulative cash has been below zero", formula, was_below, opening=0, row=below, unit="flag"
        )
        back = sheet.state(
            "Cumulative cash is back at zero",
            f"=IF({rows['cumulative_cash']}>={zero},{below},0)",
            was_below * (cumulative >= -TOLERANCE),
            unit="flag",
        )
        years, firsts = book.header_years, book.header_months

        def first(flag: Row, part: str, header: Row, target: str, shift: str = "") -> str:
            where = f"MATCH({target},{flag:{part}},0){shift}"
            return f'=IF(COUNTIF({flag:{part}},{target})=0,"{NOT_REACHED}",INDEX({header:{part}},1,{where}))'

        figure = self._figure
        figure(
            "first_profitable_year",
            "First year of operating profit",
            first(flags["operating_profit"], "years", years, "1"),
            path,
            Style.YEAR,
        )
        figure(
            "first_cash_year",
            "First year of free cash flow at or above zero",
            first(flags["cash_flow"], "years", years, "1"),
            path,
            Style.YEAR,
        )
        label = f"First of {SUSTAINED_MONTHS} straight months of operating profit"
        sustained = first(run, "months", firsts, str(SUSTAINED_MONTHS), f"-{SUSTAINED_MONTHS}+1")
        figure("sustained_month", label, sustained, path, Style.MONTH)
        figure(
            "payback_month",
            "Month in which cumulative cash is back at zero",
            first(back, "months", firsts, "1"),
            path,
            Style.MONTH,
        )
        need = figure(
            "peak_funding",
            "Peak funding need",
            f"=-MIN(0,MIN({rows['cumulative_cash']:months}))",
            path,
            Style.MONEY,
        )
        low = f"MATCH(MIN({rows['cumulative_cash']:months}),{rows['cumulative_cash']:months},0)"
        formula = f'=IF({need}=0,"{NOT_REACHED}",INDEX({firsts:months},1,{low}))'
        figure("peak_month", "Month of the peak funding need", formula, path, Style.MONTH)
        formula = f"=-MIN(0,MIN({rows['cumulative_profit']:months}))"
        figure("peak_loss", "Deepest cumulative operating loss", formula, path, Style.MONEY)

    def _figure(self, name: str, label: str, formula: str, path: Path, style: Style) -> Spot:
        value: Content = getattr(path, name)
        unit = {Style.YEAR: "year", Style.MONTH: "month"}.get(style, self.sheet.book.money)
        shown = NOT_REACHED if value is None else value
        self.rows.path[name] = self.sheet.scalar(label, formula, shown, style, unit)
        return self.rows.path[name]


def _runs(flags: np.ndarray) -> np.ndarray:
    """Length of the run of true flags that ends in each month."""
    lengths, length = np.zeros(flags.size), 0
    for month, flag in enumerate(flags):
        length = length + 1 if flag else 0
        lengths[month] = length
    return lengths


def lab_sheet(
    book: Book,
    case: Case,
    inputs: Inputs,
    profiles: ProfileRows,
    revenue: RevenueRows,
    contracts: dict[str, ContractRows],
    projection: Projection,
    beyond_use: Row | None = None,
) -> LabRows:
    """Lay out the lab's view.

    Parameters
    ----------
    beyond_use
        Compute the lab pays for without using it; None without commitments of its own.
    """
    return _Lab(book, case, inputs, profiles, revenue, contracts, projection, beyond_use).build()
