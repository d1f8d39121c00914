"""The path to profitability: its different dates, the money it takes, and what a lab can carry."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray
from revshare.cash_flow import free_cash_flow, income_tax, working_capital_change
from revshare.contracts.counters import never
from revshare.contracts.losses import Losses, Treatment, after_losses
from revshare.headline import FlatDeal
from revshare.profitability import first_period, payback_period, peak_funding, peak_period
from revshare.strategy import affordability
from revshare_workbooks.examples.line import (
    ABOVE_ZERO,
    COUNT,
    FRACTION,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    PART,
    WITHIN_ONE,
    YEAR,
    Line,
    Values,
)
from revshare_workbooks.examples.page import Page
from revshare_workbooks.grid import Style

TITLE = (
    "Profitability",
    "When a lab turns profitable, how much money it needs until then, and what it can carry",
)


def fill(page: Page) -> None:
    """Write the chapter."""
    _path(page)
    _cash(page)
    _affordability(page)


def _found(labels: FloatArray, index: FloatArray, word: str) -> Values:
    """The year that was found, or the word for none."""
    return word if np.isnan(index) else int(labels[int(index)])


def _path(page: Page) -> None:
    with page.work(
        "E35",
        "The path to profitability",
        "When does a lab earn more than it spends, how much money does it need until then, and when is that paid back?",
        "Path to profitability",
    ) as work:
        labels, dollars, costs, research, other = (
            work[name]
            for name in ("years", "revenue", "cost_ratio", "research_and_training", "other_operating")
        )
        through, rate = work["via_cloud_share"], work["gp_share_rate"]
        cloud = work.given("Revenue sold through the cloud", FRACTION, through, WITHIN_ONE)
        rho = work.given("Share of gross profit", FRACTION, rate, WITHIN_ONE)
        year = work.heads("Year", labels.astype(int), Style.HEADER_YEAR)
        revenue = work.given("Revenue", MONEY, dollars, NOT_NEGATIVE)
        ratio = work.given("Inference cost over revenue", FRACTION, costs, NOT_NEGATIVE)
        training = work.given("Research and training", MONEY, research, NOT_NEGATIVE)
        overhead = work.given("Other operating cost", MONEY, other, NOT_NEGATIVE)
        deal = FlatDeal("profit_share", rate, 1.0, floored=True)
        paid = through * dollars * deal.per_dollar(costs)
        share = work.step("Partner's share", MONEY, f"={rho}*{cloud}*MAX(0,{revenue}*(1-{ratio}))", paid)
        earned = dollars * (1.0 - costs) - paid - research - other
        profit = work.result(
            "Operating profit",
            MONEY,
            f"={revenue}*(1-{ratio})-{share}-{training}-{overhead}",
            earned,
            worked=work.worked("operating_profit"),
        )
        so_far = np.cumsum(earned)
        total = work.result(
            "Cumulative", MONEY, f"=SUM({profit:upto})", so_far, worked=work.worked("cumulative")
        )
        positive = work.step(
            "Profit at or above 0", COUNT, f"=IF({profit}>=-{work.tolerance},1,0)", (earned >= -1e-9) * 1
        )
        work.result(
            "First year of operating profit",
            YEAR,
            _where(positive, year),
            _found(labels, first_period(earned), "not reached"),
            worked=work.worked("first_profitable_year"),
        )
        need = work.result(
            "Most money needed",
            MONEY,
            f"=-MIN(0,MIN({total:all}))",
            peak_funding(earned),
            worked=work.worked("peak_funding_need"),
        )
        work.result(
            "Year in which that is",
            YEAR,
            f'=IF({need}=0,"none",INDEX({year:all},1,MATCH(-{need},{total:all},0)))',
            _found(labels, peak_period(earned), "none"),
            worked=work.worked("peak_year"),
        )
        below = np.logical_or.accumulate(so_far < -1e-9)
        back = work.step(
            "Back at or above 0 after having been below",
            COUNT,
            f"=IF(AND({total}>=-{work.tolerance},MIN({total:upto})<-{work.tolerance}),1,0)",
            ((so_far >= -1e-9) & below) * 1,
        )
        work.result(
            "Year in which it is paid back",
            YEAR,
            _where(back, year),
            _found(labels, payback_period(earned), "not reached"),
            worked=work.worked("cumulative_payback_year") or "not reached",
        )


def _where(flags: Line, labels: Line) -> str:
    """The first label whose flag is 1."""
    return f'=IF(SUM({flags:all})=0,"not reached",INDEX({labels:all},1,MATCH(1,{flags:all},0)))'


def _cash(page: Page) -> None:
    with page.work(
        "cash",
        "From operating profit to free cash flow",
        "What cash is left after tax on profit, of which earlier losses absorb a part, and after what ties cash up?",
        "Path to profitability",
    ) as work:
        earned, tied, ahead, built = (
            work[name]
            for name in ("operating_profit", "working_capital", "prepayments", "capital_expenditure")
        )
        part, most, old = (work[name] for name in ("tax_rate", "loss_limit", "opening_losses"))
        rate = work.given("Tax rate", FRACTION, part, WITHIN_ONE)
        limit = work.given("Most of a year's profit that losses absorb", FRACTION, most, WITHIN_ONE)
        opening = work.given("Losses at the start", MONEY, old, NOT_NEGATIVE)
        work.heads("Year", work["years"].astype(int), Style.HEADER_YEAR)
        profit = work.given("Operating profit", MONEY, earned)
        capital = work.given("Receivables less payables at its end", MONEY, tied)
        early = work.given("Prepayments received, less used up", MONEY, ahead)
        spent = work.given("Capital expenditure", MONEY, built, NOT_NEGATIVE)
        losses = Losses(Treatment.CARRYFORWARD, most)
        flow = after_losses(earned, losses, never(len(earned)), old)
        used, left = work.ahead(), work.ahead()
        absorbed = f"{limit}*MAX(0,{profit})"
        work.step(
            "Losses used",
            MONEY,
            f"=MIN({left:prev},{absorbed})",
            np.maximum(earned, 0.0) - flow.base,
            first=f"=MIN({opening},{absorbed})",
            line=used,
        )
        work.step(
            "Losses left: last + loss - used",
            MONEY,
            f"={left:prev}+MAX(0,-{profit})-{used}",
            flow.bank,
            first=f"={opening}+MAX(0,-{profit})-{used}",
            line=left,
        )
        paid = income_tax(earned, part, opening_losses=old, limit=most)
        tax = work.result("Tax", MONEY, f"={rate}*(MAX(0,{profit})-{used})", paid, worked=work.worked("tax"))
        freed = working_capital_change(tied)
        free = work.step(
            "Set free by working capital: its fall",
            MONEY,
            f"={capital:prev}-{capital}",
            freed,
            first=f"=-{capital}",
        )
        work.result(
            "Free cash flow",
            MONEY,
            f"={profit}+{free}+{early}-{spent}-{tax}",
            free_cash_flow(
                earned, working_capital=freed, prepayments=ahead, capital_expenditure=built, tax=paid
            ),
            worked=work.worked("free_cash_flow"),
        )


def _affordability(page: Page) -> None:
    with page.work(
        "affordability",
        "What a lab can carry",
        "What has each dollar of revenue cost in cash, and what revenue do the commitments ask for?",
        "Path to profitability",
    ) as work:
        labels, flow, sold, due = (work[name] for name in ("years", "cash_flow", "revenue", "commitments"))
        part = work["fraction"]
        most = work.given("Most of revenue that commitments may take", FRACTION, part, PART)
        work.heads("Year", labels.astype(int), Style.HEADER_YEAR)
        cash = work.given("Cash flow", MONEY, flow)
        revenue = work.given("Revenue", MONEY, sold, ABOVE_ZERO)
        commitments = work.given("Commitments due", MONEY, due, NOT_NEGATIVE)
        burn = work.step(
            "Money used up so far", MONEY, f"=MAX(0,-SUM({cash:upto}))", np.maximum(0.0, -np.cumsum(flow))
        )
        work.result(
            "Used up for each dollar of revenue",
            NUMBER,
            f"={burn}/{revenue}",
            affordability.burn_per_revenue(flow, sold),
            worked=work.worked("burn_per_revenue"),
        )
        work.result(
            "Commitments over revenue",
            FRACTION,
            f"={commitments}/{revenue}",
            affordability.commitments_per_revenue(due, sold),
            worked=work.worked("commitments_per_revenue"),
        )
        work.result(
            "Revenue at which they take just that part",
            MONEY,
            f"={commitments}/{most}",
            affordability.revenue_needed(due, part),
            worked=work.worked("revenue_needed"),
        )
