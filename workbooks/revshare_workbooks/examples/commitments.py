"""Compute commitments: shortfall and rollover, discount, prepayment, capacity."""

from __future__ import annotations

import numpy as np

from revshare.commitments import discount
from revshare.commitments.buckets import Commitment, Rollover, Settlement, settle
from revshare.commitments.capacity import capacity_cost
from revshare.commitments.prepayment import burn_down
from revshare_workbooks.examples.line import (
    BILLION,
    COUNT,
    FRACTION,
    LESS_THAN_ALL,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    WITHIN_ONE,
    Line,
)
from revshare_workbooks.examples.page import Page, Work

TITLE = "Commitments", "What a promise to buy compute costs, and what is paid in advance"


def fill(page: Page) -> None:
    """Write the chapter."""
    _rollover(page)
    _make_up(page)
    _discount(page)
    _prepayment(page)
    _capacity(page)


def _buckets(work: Work) -> tuple[Line, Line, Line]:
    """Years, commitment and usage of each."""
    amounts, usage = work["annual_commitment"], work["annual_usage_at_contract_price"]
    year = work.counted("Year", len(amounts))
    committed = work.given("Committed", BILLION, amounts, NOT_NEGATIVE)
    return year, committed, work.given("Used, at contract price", BILLION, usage, NOT_NEGATIVE)


def _settled(
    work: Work, rollover: Rollover, limit: float | None = None, make_up_years: int = 0
) -> Settlement:
    terms = Commitment(work["annual_commitment"], rollover, limit, make_up_years=make_up_years)
    return settle(work["annual_usage_at_contract_price"], terms)


def _rollover(page: Page) -> None:
    with page.work(
        "E20",
        "Take or pay: by year, with excess carried forward, and as one term",
        "What is paid without use if years stand alone, if excess counts a year later, and if only the total counts?",
        "Compute commitments",
    ) as work:
        limit = work.given(
            "Most excess carried forward, of its year's commitment",
            FRACTION,
            work["rollover_limit"],
            WITHIN_ONE,
        )
        _, committed, used = _buckets(work)
        alone = _settled(work, Rollover.NONE)
        unmet = work.result(
            "Shortfall, each year alone",
            BILLION,
            f"=MAX(0,{committed}-{used})",
            alone.shortfall,
            worked=work.worked("annual_shortfall"),
        )
        _paid(work, used, unmet, alone, "annual")
        for key, words, most in (
            ("carry", "carried without limit", None),
            ("carry10", "carried up to the limit", work["rollover_limit"]),
        ):
            found = _settled(work, Rollover.EXCESS, most)
            kept = f"MAX(0,{used}-{committed})"
            earned = work.step(
                f"Excess {words}",
                BILLION,
                f"={kept}" if most is None else f"=MIN({kept},{limit}*{committed})",
                found.excess_earned,
            )
            short = work.result(
                "Shortfall after last year's excess",
                BILLION,
                f"=MAX(0,{committed}-{used}-{earned:prev})",
                found.shortfall,
                first=f"={unmet:v0}",
                worked=work.worked(f"{key}_shortfall"),
            )
            _paid(work, used, short, found, key)
        term = _settled(work, Rollover.TERM)
        missing = work.result(
            "Shortfall of one term",
            BILLION,
            f"=MAX(0,SUM({committed:all})-SUM({used:all}))",
            term.shortfall.sum(),
            worked=work.worked("term_shortfall"),
        )
        work.result(
            "Paid in all as one term",
            BILLION,
            f"=SUM({used:all})+{missing}",
            term.paid.sum(),
            worked=work.worked("term_total"),
        )


def _paid(work: Work, used: Line, short: Line, found: Settlement, key: str) -> Line:
    paid = work.result("Paid", BILLION, f"={used}+{short}", found.paid, worked=work.worked(f"{key}_paid"))
    return work.result(
        "Paid in all", BILLION, f"=SUM({paid:all})", found.paid.sum(), worked=work.worked(f"{key}_total")
    )


def _make_up(page: Page) -> None:
    with page.work(
        "E21",
        "Take or pay with make-up",
        "What is paid if a shortfall that was paid for may be used later, above the commitment, until it lapses?",
        "Compute commitments",
    ) as work:
        years = int(work["make_up_years"])
        life = work.given("Years in which it may be used", COUNT, years, (1.0, 10.0), unit="years")
        year, committed, used = _buckets(work)
        found = _settled(work, Rollover.NONE, make_up_years=years)
        short = work.result(
            "Shortfall paid",
            BILLION,
            f"=MAX(0,{committed}-{used})",
            found.shortfall,
            worked=work.worked("shortfall"),
        )
        left, made, gone = work.ahead(), work.ahead(), work.ahead()
        over = f"MAX(0,{used}-{committed})"
        work.result(
            "Make-up used, above the commitment",
            BILLION,
            f"=MIN({left:prev},{over})",
            found.make_up_used,
            first=f"=0*{over}",
            worked=work.worked("make_up_used"),
            line=made,
        )
        due = f'SUMIF({year:all},"<="&({year}-{life}),{short:all})'
        work.step(
            "Make-up lapsed: too old and never used",
            BILLION,
            f"=MAX(0,{due}-SUM({made:upto})-SUM({gone:before}))",
            found.make_up_lapsed,
            first=f"=MAX(0,{due}-{made})",
            line=gone,
        )
        work.step(
            "Make-up left: last + shortfall - used - lapsed",
            BILLION,
            f"={left:prev}+{short}-{made}-{gone}",
            found.make_up_bank,
            first=f"={short}-{made}-{gone}",
            line=left,
        )
        paid = work.result("Paid", BILLION, f"={used}+{short}-{made}", found.paid, worked=work.worked("paid"))
        total = work.result(
            "Paid in all", BILLION, f"=SUM({paid:all})", found.paid.sum(), worked=work.worked("total")
        )
        work.holds(
            "Paid is use and what was never made up",
            "Total paid = usage + lapsed + what is left",
            f"({total}-SUM({used:all})-SUM({gone:all})-{left:last})",
            scale=f"{total}",
        )


def _discount(page: Page) -> None:
    with page.work(
        "E22",
        "A discount for committing",
        "What does a unit cost at each use if a discount is bought by a commitment, and from what use on does it pay?",
        "Compute commitments",
    ) as work:
        value, off, usage = (work[name] for name in ("list_value_of_commitment", "discount", "usage_at_list"))
        listed = work.given("Commitment at list price", MONEY, value, NOT_NEGATIVE)
        delta = work.given("Discount", FRACTION, off, LESS_THAN_ALL)
        least = work.result(
            "Payment committed",
            MONEY,
            f"=(1-{delta})*{listed}",
            discount.contract_value(value, off),
            worked=work.figures.inputs["committed_payment"],
        )
        work.counted("Case", len(usage))
        used = work.given("Use at list price", MONEY, usage, NOT_NEGATIVE)
        paid = work.result(
            "Paid",
            MONEY,
            f"=MAX({least},(1-{delta})*{used})",
            discount.cost(value, off, usage),
            worked=work.worked("paid"),
        )
        prices = discount.effective_price(value, off, usage)
        work.result(
            "Price of a unit; 1 is the list price",
            NUMBER,
            f'=IF({used}=0,"no use",{paid}/{used})',
            ["no use" if np.isnan(price) else price for price in prices],
            worked=work.worked("effective_price"),
        )
        work.result(
            "Saved against list price",
            MONEY,
            f"={used}-{paid}",
            discount.saving(value, off, usage),
            worked=work.worked("saving_vs_on_demand"),
        )
        work.result(
            "Use over commitment below which committing loses",
            FRACTION,
            f"=1-{delta}",
            discount.break_even_utilisation(off),
            worked=work.worked("break_even_utilisation"),
        )


def _prepayment(page: Page) -> None:
    with page.work(
        "E23",
        "A prepayment on both sides' books",
        "Compute is paid for in advance and part of it lapses: what does the customer hold, and the provider earn?",
        "Compute commitments",
    ) as work:
        amount, usage, breakage = (
            work[name] for name in ("prepayment", "monthly_usage", "expected_breakage")
        )
        prepaid = work.given("Prepayment", MONEY, amount, NOT_NEGATIVE)
        expected = work.given(
            "Breakage the provider expects and may count on", FRACTION, breakage, LESS_THAN_ALL
        )
        work.counted("Month", len(usage))
        used = work.given("Used, at contract price", MONEY, usage, NOT_NEGATIVE)
        flow, remote = burn_down(amount, usage, breakage), burn_down(amount, usage)
        total = np.cumsum(usage)
        so_far = work.step("Used so far", MONEY, f"=SUM({used:upto})", total)
        balance = work.result(
            "Customer: prepayment left",
            MONEY,
            f"=MAX(0,{prepaid}-{so_far})",
            flow.balance,
            worked=work.worked("customer_balance"),
        )
        lapsed = work.result(
            "Customer: lapses unused",
            MONEY,
            f"={balance:last}",
            flow.lapsed[-1],
            worked=work.worked("lapsed_prepayment"),
        )
        earned_so_far = np.minimum(total / (1.0 - breakage), amount)
        recognised = work.step(
            "Provider: earned so far, breakage in proportion to use",
            MONEY,
            f"=MIN({prepaid},{so_far}/(1-{expected}))",
            earned_so_far,
        )
        earned = work.result(
            "Provider: revenue of the month",
            MONEY,
            f"={recognised}-{recognised:prev}",
            flow.earned,
            first=f"={recognised}",
            worked=work.worked("monthly_revenue_proportional"),
        )
        before = work.result(
            "Provider: contract liability before the lapse",
            MONEY,
            f"={prepaid}-{recognised:last}",
            amount - earned_so_far[-1],
            worked=work.worked("contract_liability_before_lapse"),
        )
        at_end = work.result(
            "Provider: revenue on the lapse",
            MONEY,
            f"={before}",
            flow.earned_on_lapse[-1],
            worked=work.worked("revenue_on_lapse_proportional"),
        )
        drawn = work.result(
            "Provider: revenue of the month if use of the rest must first be remote",
            MONEY,
            f"={balance:prev}-{balance}",
            remote.earned,
            first=f"={prepaid}-{balance}",
            worked=work.worked("monthly_revenue_if_remote_method"),
        )
        late = work.result(
            "Provider: revenue on the lapse then",
            MONEY,
            f"={lapsed}",
            remote.earned_on_lapse[-1],
            worked=work.worked("revenue_on_lapse_remote"),
        )
        for label, monthly, rest in (("in proportion", earned, at_end), ("when remote", drawn, late)):
            work.holds(
                f"All of the prepayment is earned, {label}",
                "Only the timing differs",
                f"(SUM({monthly:all})+{rest}-{prepaid})",
                scale=f"{prepaid}",
            )


def _capacity(page: Page) -> None:
    with page.work(
        "capacity",
        "Gigawatts in money",
        "What does capacity counted as power cost? Capacity and price both count the computers, or both the site.",
        "Compute commitments",
    ) as work:
        power, price, used = (work[name] for name in ("gigawatts", "cost_per_gw_year", "utilisation"))
        gigawatts = work.given("Capacity", NUMBER, power, NOT_NEGATIVE, unit="GW")
        each = work.given("Price of a gigawatt for a year", MONEY, price, NOT_NEGATIVE)
        part = work.given("Part of it that is paid for", FRACTION, used, WITHIN_ONE)
        work.result(
            "Cost of a year",
            MONEY,
            f"={gigawatts}*{each}*{part}",
            capacity_cost(power, price, used),
            worked=work.worked("cost"),
        )
