"""Charts of the Summary sheet: those of the board's page, and those below the figures by year."""

from __future__ import annotations

from collections.abc import Sequence

from revshare.case import Case
from revshare_workbooks import look
from revshare_workbooks.grid import Block, Chart, Series
from revshare_workbooks.report.chart_frame import Frame
from revshare_workbooks.report.compare import CompareCells, break_even_chart
from revshare_workbooks.report.lab import LabRows
from revshare_workbooks.report.parties import colour_of_partners
from revshare_workbooks.report.partner import PartnerRows


def board_charts(
    frame: Frame, years: Block, case: Case, lab: LabRows, deepest: Block | None
) -> Sequence[Chart]:
    """Who gets what, and when the lab turns profitable: one above the other."""
    kept = lab["kept"] if "kept" in lab.lines else lab["contribution"]
    colours = colour_of_partners(case)
    who = [
        Series(f"{case.lab} keeps", kept, look.LAB),
        *(Series(f"{one.label} receives", lab[f"share.{key}"], colours[key]) for key, one in case.partners.items()),
        Series("Inference cost", lab["inference"], look.COST),
    ]  # fmt: skip
    profit = [Series("Operating profit", lab["operating_profit"], look.LAB)]
    if deepest:
        profit.append(Series("Peak funding need", deepest, look.LOSS))
    marked = "; a column marks the deepest need." if deepest else "; its lowest point is the deepest need."
    return [
        Chart(
            "column", "Who gets what of each year's revenue", "Calendar year", case.money, who, years,
            alt="Stacked columns that split each year's revenue into inference cost, partner share and what is kept.",
            stacked=True, **frame.place(0, rows=2),
        ),
        Chart(
            "column", "Operating profit and cumulative cash", "Calendar year", case.money, profit, years,
            alt=f"Columns of operating profit and a line of cumulative cash by year{marked}",
            line_series=[Series("Cumulative cash", lab["cumulative_cash"], look.CASH)],
            **frame.place(1, rows=2),
        ),
    ]  # fmt: skip


def more_charts(
    frame: Frame, years: Block, case: Case, compare: CompareCells, lab: LabRows, partner: PartnerRows
) -> Sequence[Chart]:
    """Where the deals meet, what the first partner earns and what the share does to margins: side by side."""
    key = next(iter(case.contracts))
    net = f"net_share.{key}"
    paid_back = net in partner.lines
    share = partner[net if paid_back else f"share.{key}"]
    sources = [
        Series(
            "Share less what it pays back" if paid_back else "Share", share, colour_of_partners(case)[key]
        ),
        Series("Margin on compute", partner[f"compute_margin.{key}"], look.CASH),
    ]
    rates = [
        Series("Gross margin before share", lab["gross_margin"], look.LAB),
        Series("Gross margin after share", lab["margin_after_share"], look.CASH),
        Series("Share per covered dollar", lab["effective_rate"], look.PARTNER),
    ]
    curve = break_even_chart(compare, frame.anchor)
    for name, value in frame.place(0, columns=3).items():
        setattr(curve, name, value)
    return [
        curve,
        Chart(
            "column", f"What {case.partners[key].label} earns, by source", "Calendar year", case.money, sources,
            years, alt="Stacked columns of the partner's income from its share and from the compute it sells.",
            stacked=True, from_zero=True, **frame.place(1, columns=3),
        ),
        Chart(
            "line", "Margin and effective rate", "Calendar year", "Fraction of revenue", rates, years,
            alt="Lines of gross margin before and after the partner share, and of the share per covered dollar.",
            number_format="0%", **frame.place(2, columns=3),
        ),
    ]  # fmt: skip
