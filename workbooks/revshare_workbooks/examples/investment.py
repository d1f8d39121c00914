"""Investment: money against a commitment, what it does to revenue, its return, and what comes with it."""

from __future__ import annotations

from datetime import date

import numpy as np

from revshare.investment.bundle import InKind, access_value, burn_credits
from revshare.investment.circular import CircularDeal, circular_returns
from revshare.investment.consideration import consideration_payable, net_revenue
from revshare.investment.rates_of_return import xirr
from revshare.investment.returns import moic, years_from_first
from revshare.investment.stakes import post_money
from revshare.strategy.annuity import annuity
from revshare_workbooks.examples.annuity import of_one_a_year
from revshare_workbooks.examples.line import (
    ABOVE_MINUS_ONE,
    ABOVE_ZERO,
    AT_MOST_ONE,
    COUNT,
    DAY,
    FRACTION,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    PART,
    Line,
)
from revshare_workbooks.examples.page import Page, Work

TITLE = (
    "Investment",
    "Money put into a lab that buys compute from the investor: its return, and what comes with it",
)

_FINE = NUMBER._replace(unit="USD billion")


def fill(page: Page) -> None:
    """Write the chapter."""
    _circular(page)
    _consideration(page)
    _returns(page)
    _credits(page)
    _access(page)


def _circular(page: Page) -> None:
    with page.work(
        "E25",
        "Money invested against a commitment to buy compute",
        "What does the margin on the compute alone return to the investor, and what margin is just enough?",
        "Investment",
    ) as work:
        put, bought, count, part, rate = (
            work[name]
            for name in ("investment", "commitment", "years", "compute_gross_margin", "discount_rate")
        )
        invested = work.given("Invested today", _FINE, put, ABOVE_ZERO)
        committed = work.given("Committed, in equal parts at year ends", _FINE, bought, ABOVE_ZERO)
        years = work.given("Years", COUNT, count, (1.0, 100.0), unit="years")
        margin = work.given("Investor's margin on the compute", FRACTION, part, AT_MOST_ONE)
        interest = work.given("Discount rate", FRACTION, rate, ABOVE_MINUS_ONE)
        deal = CircularDeal(put, bought, int(count), part, rate)
        found = circular_returns(deal)
        work.result(
            "Commitment over investment",
            NUMBER,
            f"={committed}/{invested}",
            found.commitment_multiple,
            worked=work.worked("commitment_multiple"),
        )
        work.result(
            "Part of the revenue that is the investor's own money",
            FRACTION,
            f"={invested}/{committed}",
            found.investor_funded_fraction,
            worked=work.worked("investor_funded_fraction"),
        )
        yearly = work.result(
            "Margin of a year",
            _FINE,
            f"={margin}*{committed}/{years}",
            found.annual_margin,
            worked=work.worked("annual_margin"),
        )
        never = "not within the term"
        paid_back = f"{invested}<={years}*{yearly}"
        work.result(
            "Years until the margin has paid the investment back",
            NUMBER,
            f'=IF({paid_back},{invested}/{yearly},"{never}")',
            never if np.isnan(found.payback_years) else found.payback_years,
            worked=work.worked("payback_years"),
        )
        factor = work.step(
            "Present value of 1 a year", NUMBER, f"={of_one_a_year(interest, years)}", annuity(rate, count)
        )
        worth = work.result(
            "Present value of the margin",
            _FINE,
            f"={yearly}*{factor}",
            found.pv_margin,
            worked=work.worked("pv_margin"),
        )
        work.result(
            "Net of the investment, the shares counted at nothing",
            _FINE,
            f"={worth}-{invested}",
            found.npv_excluding_equity,
            worked=work.worked("npv_excluding_equity"),
        )
        work.result(
            "Margin at which that is 0",
            FRACTION,
            f"={invested}*{years}/({committed}*{factor})",
            found.break_even_margin,
            worked=work.worked("break_even_margin"),
        )
        _its_rate(work, found.irr_excluding_equity, (invested, yearly, years))
        others = work.figures.inputs["other_deals"]
        work.heads("Other deals", [row["name"] for row in others])
        more = work.given("Invested", _FINE, [row["investment"] for row in others], ABOVE_ZERO)
        other = work.given("Committed", _FINE, [row["commitment"] for row in others], ABOVE_ZERO)
        work.result(
            "Commitment over investment",
            NUMBER,
            f"={other}/{more}",
            [row["commitment"] / row["investment"] for row in others],
            worked=work.worked("other_multiples"),
        )


def _its_rate(work: Work, rate: float, lines: tuple[Line, Line, Line]) -> None:
    """The rate of return, which no formula finds in every case, and the proof that it is one."""
    invested, yearly, years = lines
    found = work.solved(
        "Rate of return of the margin alone",
        FRACTION,
        "none" if np.isnan(rate) else rate,
        worked=work.worked("irr_excluding_equity"),
    )
    value = f"{yearly}*({of_one_a_year(found, years)})-{invested}"
    left = work.step("Value at that rate", MONEY, f"=IF(ISNUMBER({found}),{value},0)", 0.0)
    work.holds(
        "At that rate the margin is worth the investment",
        "A rate of return makes the value 0",
        f"{left}",
        scale=f"{invested}",
        stored=True,
    )


def _consideration(page: Page) -> None:
    with page.work(
        "E26",
        "Shares bought above their value reduce the supplier's revenue",
        "What revenue does the supplier show if part of its investment pays the customer for buying?",
        "Investment",
    ) as work:
        put, worth, bought, count = (
            work[name] for name in ("investment", "fair_value_of_shares", "commitment", "years")
        )
        invested = work.given("Paid for the shares", _FINE, put, NOT_NEGATIVE)
        fair = work.given("What they are worth", _FINE, worth, NOT_NEGATIVE)
        committed = work.given("Commitment, in equal parts", _FINE, bought, ABOVE_ZERO)
        years = work.given("Years", COUNT, count, (1.0, 100.0), unit="years")
        found = net_revenue(np.full(int(count), bought / count), put, worth)
        beyond = work.result(
            "Consideration payable to the customer",
            _FINE,
            f"=MAX(0,{invested}-{fair})",
            consideration_payable(put, worth),
            worked=work.worked("consideration_payable"),
        )
        gross = work.result(
            "Revenue of a year as billed",
            _FINE,
            f"={committed}/{years}",
            found.gross[0],
            worked=work.worked("revenue_per_year_gross"),
        )
        work.result(
            "Revenue of a year as shown",
            _FINE,
            f"={gross}-{beyond}/{years}",
            found.net[0],
            worked=work.worked("revenue_per_year_net"),
        )
        work.result(
            "Revenue of a year if the whole investment is taken off",
            _FINE,
            f"={gross}-{invested}/{years}",
            found.organic[0],
            worked=work.worked("organic_revenue_if_all_investment_deducted"),
        )


def _returns(page: Page) -> None:
    with page.work(
        "E27",
        "Return on a stake",
        "What has an investment come to: as a multiple, as a yearly rate, and as a value of the company?",
        "Investment",
    ) as work:
        flows = work.figures.inputs["flows"]
        days, amounts = [date.fromisoformat(day) for day, _ in flows], [amount for _, amount in flows]
        put, worth, ownership = (work[name] for name in ("invested", "value", "ownerships"))
        invested = work.given("Invested", MONEY, put, ABOVE_ZERO)
        value = work.given("Value of the stake", MONEY, worth, NOT_NEGATIVE)
        multiple = moic(put, worth)
        work.result(
            "Multiple of the money", NUMBER, f"={value}/{invested}", multiple, worked=work.worked("moic")
        )
        work.result("Gain", MONEY, f"={value}-{invested}", worth - put, worked=work.worked("gain"))
        work.counted("Ownership", len(ownership))
        part = work.given("Part of the company held", FRACTION, ownership, PART)
        work.result(
            "Value of the company it implies",
            MONEY,
            f"={value}/{part}",
            post_money(worth, ownership),
            worked=work.worked("implied_equity_values"),
        )
        work.counted("Flow", len(days))
        day = work.given("Day, the first one earliest", DAY, days)
        flow = work.given("Paid (negative) or received", MONEY, amounts)
        rate = xirr(amounts, days)
        found = work.solved("Rate of return a year", FRACTION, rate, worked=work.worked("xirr"))
        years = years_from_first(days, len(days))
        since = work.step("Years of 365 days since the first", NUMBER, f"=({day}-{day:v0})/365", years)
        today = np.asarray(amounts) * (1.0 + rate) ** -years
        now = work.step("Value on the first day at that rate", MONEY, f"={flow}*(1+{found})^-{since}", today)
        work.holds(
            "At that rate the flows are worth 0",
            "A rate of return makes the value 0",
            f"SUM({now:all})",
            scale=f"{flow:v0}",
            stored=True,
        )


def _credits(page: Page) -> None:
    with page.work(
        "credits",
        "Credits that come with the money",
        "Which credits are used, the oldest first, which lapse, and what is left to be paid in cash?",
        "Investment",
    ) as work:
        grants, usage, life, old = (work[name] for name in ("granted", "usage", "expiry", "opening"))
        periods = work.given(
            "Periods after its own in which a grant is usable", COUNT, life, (0.0, 100.0), unit="periods"
        )
        opening = work.given("Credits at the start", MONEY, old, NOT_NEGATIVE)
        period = work.counted("Period", len(grants))
        granted = work.given("Granted at its start", MONEY, grants, NOT_NEGATIVE)
        used = work.given("Used, at the seller's price", MONEY, usage, NOT_NEGATIVE)
        found = burn_credits(grants, usage, int(life), old)
        arrived = work.step(
            "Come so far", MONEY, f"={opening}+SUM({granted:upto})", old + np.cumsum(found.granted)
        )
        burned, lapsed = work.ahead(), work.ahead()
        work.result(
            "Paid with credits",
            MONEY,
            f"=MIN({used},{arrived}-SUM({burned:before})-SUM({lapsed:before}))",
            found.burned,
            first=f"=MIN({used},{arrived})",
            worked=work.worked("burned"),
            line=burned,
        )
        too_old = f"IF({period}-{periods}<1,0,INDEX({arrived:all},1,MAX(1,{period}-{periods})))"
        work.result(
            "Lapsed",
            MONEY,
            f"=MAX(0,{too_old}-SUM({burned:upto})-SUM({lapsed:before}))",
            found.expired,
            first=f"=MAX(0,{too_old}-{burned})",
            worked=work.worked("expired"),
            line=lapsed,
        )
        work.result(
            "Credits left",
            MONEY,
            f"={arrived}-SUM({burned:upto})-SUM({lapsed:upto})",
            found.closing,
            worked=work.worked("closing"),
        )
        work.result("Paid in cash", MONEY, f"={used}-{burned}", found.paid, worked=work.worked("paid"))


def _access(page: Page) -> None:
    with page.work(
        "access",
        "Goods and access in place of money",
        "What is an investment in kind worth beyond its stated value, and what is access to more hardware worth?",
        "Investment",
    ) as work:
        stated, market, cost = (work[name] for name in ("stated_value", "market_value", "cost"))
        wanted, without, more, each = (
            work[name] for name in ("demand", "capacity_without", "units_unlocked", "contribution_per_unit")
        )
        kind = InKind(stated, market, cost)
        said = work.given("Value the deal states", MONEY, stated, NOT_NEGATIVE)
        worth = work.given("Price of the same elsewhere", MONEY, market, NOT_NEGATIVE)
        spent = work.given("Cost to the investor", MONEY, cost, NOT_NEGATIVE)
        work.result(
            "Stated beyond its worth",
            MONEY,
            f"={said}-{worth}",
            kind.overstatement,
            worked=work.worked("overstatement"),
        )
        work.result(
            "Stated beyond its cost", MONEY, f"={said}-{spent}", kind.margin, worked=work.worked("margin")
        )
        demand = work.given("Units wanted", MONEY, wanted, NOT_NEGATIVE, unit="units")
        served = work.given(
            "Units that can be served without the deal", MONEY, without, NOT_NEGATIVE, unit="units"
        )
        unlocked = work.given("Units the deal adds", MONEY, more, NOT_NEGATIVE, unit="units")
        earned = work.given("Price less variable cost of a unit", NUMBER, each, unit="USD million")
        work.result(
            "Worth of the access, apart from its price",
            MONEY,
            f"=MIN(MAX(0,{demand}-{served}),{unlocked})*{earned}",
            access_value(wanted, without, more, each),
            worked=work.worked("access_value"),
        )
