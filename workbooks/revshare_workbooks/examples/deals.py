"""Comparing deals: a share of gross profit against a share of revenue, per covered dollar and for the company."""

from __future__ import annotations

import numpy as np

from revshare.compare import headline_break_even
from revshare.errors import NotApplicableError
from revshare.headline import FlatDeal
from revshare_workbooks.examples.line import (
    ABOVE_ZERO,
    FRACTION,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    WITHIN_ONE,
    WORD,
    Line,
    Values,
)
from revshare_workbooks.examples.page import Page, Work

TITLE = (
    "Comparing deals",
    "A share of gross profit against a share of revenue: which costs the lab less, and from where on",
)

_FINE = NUMBER._replace(unit="USD billion")


def fill(page: Page) -> None:
    """Write the chapter."""
    _headline(page)
    _coverage(page)
    _bundle(page)


def _rates(work: Work) -> tuple[Line, Line, FlatDeal, FlatDeal]:
    """Both rates as inputs, and the two deals on the same revenue."""
    profit, revenue = work["gp_share_rate"], work["revenue_share_rate"]
    return (
        work.given("Share of gross profit", FRACTION, profit, WITHIN_ONE),
        work.given("Share of revenue", FRACTION, revenue, WITHIN_ONE),
        FlatDeal("profit_share", profit, 1.0, floored=True),
        FlatDeal("revenue_share", revenue, 1.0, floored=True),
    )


def _break_even(*terms: float) -> Values:
    try:
        return headline_break_even(*terms)
    except NotApplicableError:
        return "none"


def _break_even_formula(profit: str, revenue: str) -> str:
    return f'=IF(OR({profit}=0,{profit}<{revenue}),"none",1-{revenue}/({profit}))'


def _headline(page: Page) -> None:
    with page.work(
        "E01",
        "Half of gross profit against a fifth of revenue",
        "What does each deal cost the lab at each cost ratio, and where do they cost the same?",
        "Comparing deals",
    ) as work:
        profit, revenue, one, other = _rates(work)
        sales = work.given("Revenue", MONEY, work["revenue"], NOT_NEGATIVE)
        costs, dollars, table = work["cost_ratios"], work["revenue"], work.worked("table")
        work.counted("Cost ratio", len(costs))
        ratio = work.given("Inference cost over revenue", FRACTION, costs, NOT_NEGATIVE)

        def answer(label: str, formula: str, values: Values, key: str) -> Line:
            return work.result(label, MONEY, formula, values, worked=[row[key] for row in table])

        gross = answer("Gross profit", f"={sales}-{sales}*{ratio}", dollars * (1.0 - costs), "gross_profit")
        shares = [dollars * deal.per_dollar(costs) for deal in (one, other)]
        mine = answer(
            "Share of gross profit, nothing on a loss", f"={profit}*MAX(0,{gross})", shares[0], "share_gp"
        )
        theirs = answer("Share of revenue", f"={revenue}*{sales}", shares[1], "share_rev")
        kept = dollars * (1.0 - costs)
        answer(
            "Lab keeps under the share of gross profit", f"={gross}-{mine}", kept - shares[0], "lab_after_gp"
        )
        answer(
            "Lab keeps under the share of revenue", f"={gross}-{theirs}", kept - shares[1], "lab_after_rev"
        )
        answer("The one less the other", f"={mine}-{theirs}", shares[0] - shares[1], "gp_minus_rev")
        point = work.result(
            "Cost ratio at which both cost the same",
            FRACTION,
            _break_even_formula(f"{profit}", f"{revenue}"),
            _break_even(work["gp_share_rate"], work["revenue_share_rate"]),
            worked=work.worked("break_even_cost_ratio"),
        )
        work.holds(
            "Both shares at that cost ratio",
            "At the break-even both deals take the same of a dollar",
            f"IF(ISNUMBER({point}),{profit}*(1-{point})-{revenue},0)",
        )


def _coverage(page: Page) -> None:
    with page.work(
        "coverage",
        "The same two deals when they cover different revenue",
        "Where do the deals cost the company the same if the one covers only what is sold through the cloud?",
        "Comparing deals",
    ) as work:
        profit, revenue, one, other = _rates(work)
        through, all_of = work["via_cloud_shares"], work["revenue_share_coverage"]
        whole = work.given("Revenue that the share of revenue covers", FRACTION, all_of, WITHIN_ONE)
        ratio = work.given("Inference cost over revenue", FRACTION, work["cost_ratio"], NOT_NEGATIVE)
        work.result(
            "Break-even per covered dollar",
            FRACTION,
            _break_even_formula(f"{profit}", f"{revenue}"),
            _break_even(one.rate, other.rate),
            worked=work.worked("per_covered_dollar"),
        )
        work.counted("Case", len(through))
        covered = work.given("Revenue that the share of gross profit covers", FRACTION, through, WITHIN_ONE)
        work.result(
            "Break-even for the company",
            FRACTION,
            _break_even_formula(f"{profit}*{covered}", f"{revenue}*{whole}"),
            [_break_even(one.rate, other.rate, float(part), all_of) for part in through],
            worked=work.worked("for_the_company"),
        )
        work.result(
            "Share of gross profit over company revenue",
            FRACTION,
            f"={profit}*{covered}*MAX(0,1-{ratio})",
            through * one.per_dollar(np.asarray(work["cost_ratio"])),
            worked=work.worked("gp_share_of_company_revenue"),
        )
        work.result(
            "Share of revenue over company revenue",
            FRACTION,
            f"={revenue}*{whole}",
            all_of * other.rate,
            worked=work.worked("revenue_share_of_company_revenue"),
        )


def _bundle(page: Page) -> None:
    with page.work(
        "E42",
        "A published model bundle",
        "A model earned 6 billion and cost 4 billion to serve: which of the two deals would have cost the lab less?",
        "Comparing deals",
    ) as work:
        profit, revenue, one, other = _rates(work)
        sales = work.given("Revenue", _FINE, work["revenue"], ABOVE_ZERO)
        cost = work.given("Inference cost", _FINE, work["inference_cost"], NOT_NEGATIVE)
        dollars, spent = work["revenue"], work["inference_cost"]
        c = spent / dollars
        ratio = work.result("Cost ratio", FRACTION, f"={cost}/{sales}", c, worked=work.worked("cost_ratio"))
        work.result("Gross margin", FRACTION, f"=1-{ratio}", 1.0 - c, worked=work.worked("gross_margin"))
        shares = [dollars * float(deal.per_dollar(np.asarray(c))) for deal in (one, other)]
        mine = work.result(
            "Share of gross profit",
            _FINE,
            f"={profit}*MAX(0,{sales}-{cost})",
            shares[0],
            worked=work.worked("gp_share"),
        )
        theirs = work.result(
            "Share of revenue", _FINE, f"={revenue}*{sales}", shares[1], worked=work.worked("revenue_share")
        )
        for name, line, share, key in (
            ("share of gross profit", mine, shares[0], "gp"),
            ("share of revenue", theirs, shares[1], "revenue"),
        ):
            work.result(
                f"Lab keeps under the {name}",
                _FINE,
                f"={sales}-{cost}-{line}",
                dollars - spent - share,
                worked=work.worked(f"lab_after_{key}_share"),
            )
        words = {"gross_profit_share": "share of gross profit", "revenue_share": "share of revenue"}
        found = (
            "neither"
            if abs(shares[0] - shares[1]) <= 1e-9
            else min(zip(shares, words.values(), strict=True))[1]
        )
        work.result(
            "Cheaper for the lab",
            WORD,
            f'=IF(ABS({mine}-{theirs})<={work.tolerance},"neither",'
            f'IF({mine}<{theirs},"share of gross profit","share of revenue"))',
            found,
            worked=words[work.worked("cheaper_for_lab")],
        )
