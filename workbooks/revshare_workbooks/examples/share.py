"""Share and settlement: dates, the price of inference, a rate set by revenue, two-way shares, payment."""

from __future__ import annotations

from datetime import date

import numpy as np

from revshare.contracts import payment
from revshare.contracts.reciprocal import Basis, implied_lab_revenue, reciprocal
from revshare.contracts.tiers import Measure, Tiers, share_by_measure, share_of_total
from revshare.headline import FlatDeal
from revshare.timeline import add_months, fiscal_year, resets_every
from revshare.transfer_price import dearer_inference
from revshare_workbooks.examples.line import (
    COUNT,
    DAY,
    FRACTION,
    LESS_THAN_ALL,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    PART,
    WITHIN_ONE,
    YEAR,
    Line,
)
from revshare_workbooks.examples.page import Page, Work

TITLE = (
    "Share",
    "What the partner's share rests on: dates, the price of inference, its rate, netting and payment",
)


def fill(page: Page) -> None:
    """Write the chapter."""
    _dates(page)
    _transfer_price(page)
    _rate_by_revenue(page)
    _netting(page)
    _net_basis(page)
    _payment(page)


def _dates(page: Page) -> None:
    with page.work(
        "E37",
        "Fiscal years, contract years and part months",
        "In which fiscal year of each partner does a deal begin, and what part of its first month does it cover?",
        "Time",
    ) as work:
        start, other = (date.fromisoformat(work[name]) for name in ("effective", "month_end"))
        effective = work.given("First day of the deal", DAY, start)
        month_end = work.given("A date at a month's end", DAY, other)
        ends = work["fiscal_year_end_months"]
        work.heads("Partner", list(ends))
        months = work.given(
            "Last month of its fiscal year", COUNT, list(ends.values()), (1.0, 12.0), unit="month"
        )
        work.result(
            "Fiscal year, named after the year in which it ends",
            YEAR,
            f"=YEAR({effective})+IF(MONTH({effective})>{months},1,0)",
            [fiscal_year(start, month) for month in ends.values()],
            worked=list(work.worked("fiscal_year").values()),
        )
        following = add_months(start.replace(day=1), 1)
        days = (following - start.replace(day=1)).days
        first_next = f"DATE(YEAR({effective}),MONTH({effective})+1,1)"
        in_month = work.step(
            "Days of the first month",
            COUNT,
            f"={first_next}-DATE(YEAR({effective}),MONTH({effective}),1)",
            days,
            unit="days",
        )
        work.result(
            "Part of the first month covered",
            FRACTION,
            f"=({first_next}-{effective})/{in_month}",
            (following - start).days / days,
            worked=work.worked("april_fraction"),
        )
        year_end = work.result(
            "Contract year 2 begins",
            DAY,
            f"=EDATE({effective},12)",
            add_months(start, 12),
            worked=date.fromisoformat(work.worked("contract_year_1")[1]),
        )
        work.result(
            "Contract month 12 begins",
            DAY,
            f"=EDATE({effective},12-1)",
            add_months(start, 11),
            worked=date.fromisoformat(work.worked("contract_month_11_end")),
        )
        work.result(
            "Days of contract year 1",
            COUNT,
            f"={year_end}-{effective}",
            (add_months(start, 12) - start).days,
            worked=work.worked("days_in_contract_year_1"),
            unit="days",
        )
        later = work.counted("Months later", 2)
        work.result(
            "The other date, counted from itself and cut to the month's end",
            DAY,
            f"=EDATE({month_end},{later})",
            [add_months(other, 1), add_months(other, 2)],
            worked=[
                date.fromisoformat(work.worked(f"add_{name}_to_2027_01_31"))
                for name in ("1_month", "2_months")
            ],
        )


def _transfer_price(page: Page) -> None:
    with page.work(
        "E49",
        "A partner that sells the compute and shares in the business",
        "What does a dearer inference price bring the partner under either deal, per covered dollar of revenue?",
        "Share base",
    ) as work:
        ratio = work.given("Inference cost over revenue", FRACTION, work["cost_ratio"], NOT_NEGATIVE)
        margin = work.given(
            "Partner's margin on the compute", FRACTION, work["partner_compute_margin"], WITHIN_ONE
        )
        profit = work.given("Share of gross profit", FRACTION, work["gp_share_rate"], WITHIN_ONE)
        revenue = work.given("Share of revenue", FRACTION, work["revenue_share_rate"], WITHIN_ONE)
        work.counted("Price of inference", len(work["markups"]))
        rises = work.given("Rise of the price", FRACTION, work["markups"], NOT_NEGATIVE)
        rows = work.worked("rows")
        splits = {
            "gp": dearer_inference(
                FlatDeal("profit_share", work["gp_share_rate"], 1.0, floored=True), *_inference(work)
            ),
            "rev": dearer_inference(
                FlatDeal("revenue_share", work["revenue_share_rate"], 1.0, floored=True), *_inference(work)
            ),
        }
        dearer = work.result(
            "Cost over revenue after the rise",
            FRACTION,
            f"={ratio}*(1+{rises})",
            splits["gp"].cost_ratio,
            worked=[row["cost_ratio"] for row in rows],
        )
        compute = work.step(
            "Partner's margin on compute, its own cost unchanged",
            FRACTION,
            f"={dearer}-{ratio}*(1-{margin})",
            splits["gp"].compute,
        )
        shares = {"gp": f"{profit}*MAX(0,1-{dearer})", "rev": f"{revenue}"}
        names = {"gp": "the share of gross profit", "rev": "the share of revenue"}
        for deal, split in splits.items():
            partner = work.result(
                f"Partner takes under {names[deal]}",
                FRACTION,
                f"={shares[deal]}+{compute}",
                split.partner,
                worked=[row[f"{deal}_deal"] for row in rows],
            )
            work.result(
                f"Lab keeps under {names[deal]}",
                FRACTION,
                f"=1-{dearer}-{shares[deal]}",
                split.lab,
                worked=[row[f"lab_{deal}_deal"] for row in rows],
            )
            rise = split.cost_ratio[-1] - split.cost_ratio[0]
            work.result(
                f"Gain of the partner per dollar of price under {names[deal]}",
                FRACTION,
                f'=IF({dearer:last}={dearer:v0},"no rise",({partner:last}-{partner:v0})/({dearer:last}-{dearer:v0}))',
                (split.partner[-1] - split.partner[0]) / rise if rise else "no rise",
                worked=work.worked(f"partner_gain_per_unit_price_rise_{deal}"),
            )


def _inference(work: Work) -> tuple[float, float, np.ndarray]:
    return work["cost_ratio"], work["partner_compute_margin"], work["markups"]


def _rate_by_revenue(page: Page) -> None:
    with page.work(
        "E46",
        "A rate set by cumulative revenue, applied to gross profit",
        "What is the share where tiers count revenue? The rate of a month blends the tiers it passed through.",
        "Tiers",
    ) as work:
        measure, base = work["revenue"], work["gross_profit"]
        tiers = Tiers(
            tuple(work["thresholds"].tolist()), tuple(work["rates"].tolist()), measure=Measure.REVENUE
        )
        work.counted("Tier", len(tiers.rates))
        from_ = work.given(
            "From cumulative revenue of (the first 0, rising)", MONEY, work["thresholds"], NOT_NEGATIVE
        )
        rates = work.given("Rate", FRACTION, work["rates"], WITHIN_ONE)
        steps = work.step(
            "Step of the rate",
            FRACTION,
            f"={rates}-{rates:prev}",
            np.diff(work["rates"], prepend=0.0),
            first=f"={rates}",
        )
        work.counted("Month", len(measure))
        revenue = work.given("Revenue", MONEY, measure, NOT_NEGATIVE)
        profit = work.given("Gross profit", MONEY, base)
        never = resets_every("never", len(measure))
        total = np.cumsum(measure)
        reached = work.step("Cumulative revenue", MONEY, f"=SUM({revenue:upto})", total)
        earned = work.step(
            "What the table gives on it",
            MONEY,
            f"=SUMPRODUCT(({reached}>{from_:all})*({reached}-{from_:all})*{steps:all})",
            share_of_total(total, tiers),
        )
        ones = np.ones_like(measure)
        before = f"LOOKUP({reached:prev},{from_:all},{rates:all})"
        blended = work.result(
            "Rate of the month; without revenue that of the tier it stands in",
            FRACTION,
            f"=IF({revenue}=0,{before},({earned}-{earned:prev})/{revenue})",
            share_by_measure(measure, ones, tiers, never),
            first=f"=IF({revenue}=0,{rates:v0},{earned}/{revenue})",
            worked=work.worked("blended_rate"),
        )
        work.result(
            "Share of gross profit",
            MONEY,
            f"={blended}*{profit}",
            share_by_measure(measure, base, tiers, never),
            worked=work.worked("share"),
        )


def _netting(page: Page) -> None:
    with page.work(
        "E36",
        "What a net payment says of the lab's revenue",
        "Lab and partner pay each other a share and only the net amount is known: how much did the lab at least sell?",
        "Reciprocal share",
    ) as work:
        lab = work.given("Lab pays of its revenue", FRACTION, work["lab_to_partner_rate"], PART)
        partner = work.given(
            "Partner pays of its product's revenue", FRACTION, work["partner_to_lab_rate"], WITHIN_ONE
        )
        work.heads("Period", [f"in {period}" for period in work.figures.inputs["periods"]])
        net = work.given("Net payment of the lab", MONEY, work["net_payments"])
        work.result(
            "Lab revenue, at least",
            MONEY,
            f"={net}/{lab}",
            implied_lab_revenue(work["net_payments"], work["lab_to_partner_rate"]),
            worked=work.worked("revenue_lower_bound"),
        )
        cases = work["partner_product_revenue_cases"]
        work.counted("Case of the first period", len(cases))
        product = work.given("Partner's revenue from the product", MONEY, cases, NOT_NEGATIVE)
        rates = work["lab_to_partner_rate"], work["partner_to_lab_rate"]
        found = implied_lab_revenue(work["net_payments"][0], *rates, cases)
        revenue = work.result(
            "Lab revenue",
            MONEY,
            f"=({net:v0}+{partner}*{product})/{lab}",
            found,
            worked=work.worked("revenue_2024_by_case"),
        )
        flows = reciprocal(found, cases, *rates)
        expected = work.worked("gross_flows_case_1000")
        pays = work.step("Lab pays", MONEY, f"={lab}*{revenue}", flows.lab_pays)
        gets = work.step("Partner pays", MONEY, f"={partner}*{product}", flows.partner_pays)
        for label, formula, value, key in (
            ("Lab pays in the last case", f"={pays:last}", flows.lab_pays[-1], "lab_pays"),
            ("Partner pays in it", f"={gets:last}", flows.partner_pays[-1], "partner_pays"),
            ("Net", f"={pays:last}-{gets:last}", flows.net[-1], "net"),
        ):
            work.result(label, MONEY, formula, value, worked=expected[key])


def _net_basis(page: Page) -> None:
    with page.work(
        "net_basis",
        "Two shares, each taken on revenue net of the other",
        "Each side shares what the other has left over: what do both pay, without a circular formula?",
        "Reciprocal share",
    ) as work:
        names = ("lab_revenue", "partner_revenue", "lab_rate", "partner_rate")
        sold, bought, rate, other = (work[name] for name in names)
        revenue = work.given("Lab revenue", MONEY, sold, NOT_NEGATIVE)
        product = work.given("Partner's revenue from the product", MONEY, bought, NOT_NEGATIVE)
        lab = work.given("Lab pays of its net revenue", FRACTION, rate, LESS_THAN_ALL)
        partner = work.given("Partner pays of its net revenue", FRACTION, other, LESS_THAN_ALL)
        flows = reciprocal(np.array(sold), np.array(bought), rate, other, Basis.NET)
        slack = f"(1-{lab}*{partner})"
        pays = work.result(
            "Lab pays",
            MONEY,
            f"={lab}*({revenue}-{partner}*{product})/{slack}",
            flows.lab_pays,
            worked=work.worked("lab_pays"),
        )
        gets = work.result(
            "Partner pays",
            MONEY,
            f"={partner}*({product}-{lab}*{revenue})/{slack}",
            flows.partner_pays,
            worked=work.worked("partner_pays"),
        )
        work.result("Net", MONEY, f"={pays}-{gets}", flows.net, worked=work.worked("net"))
        for label, left, right in (
            ("Lab's share is its rate of what it has left", pays, f"{lab}*({revenue}-{gets})"),
            ("Partner's share is its rate of what it has left", gets, f"{partner}*({product}-{pays})"),
        ):
            work.holds(label, "Both equations hold at once", f"({left}-{right})", scale=f"{revenue}")


def _payment(page: Page) -> None:
    with page.work(
        "E48",
        "From accrual to cash",
        "When is a share paid, and what is still owed? A lag of 1.5 pays half after one month, half after two.",
        "Payment",
    ) as work:
        due, lag, opening = work["accrued"], work["lag_months"], work["opening_payable"]
        delay = work.given("Lag", NUMBER, lag, (0.0, 24.0), unit="months")
        owed = work.given("Owed at the start", MONEY, opening, NOT_NEGATIVE)
        month = work.counted("Month", len(due))
        accrued = work.given("Share accrued", MONEY, due)
        whole = work.step("Whole months of the lag", COUNT, f"=INT({delay})", int(lag), unit="months")
        later = work.step("Part paid a month later", FRACTION, f"={delay}-{whole}", lag % 1.0)
        shifted = [
            np.concatenate([np.zeros(min(n, len(due))), due])[: len(due)] for n in (int(lag), int(lag) + 1)
        ]
        early = work.step("Accrued that many months ago", MONEY, _ago(accrued, month, f"{whole}"), shifted[0])
        late = work.step(
            "Accrued one month before that", MONEY, _ago(accrued, month, f"{whole}-1"), shifted[1]
        )
        schedule = payment.opening_schedule(lag, len(due))
        old = work.step(
            "Of what was owed at the start, in equal parts over the lag",
            MONEY,
            f"={owed}*MAX(0,MIN(1,MAX(1,{delay})-{month}+1))/MAX(1,{delay})",
            opening * schedule,
        )
        paid = work.result(
            "Paid",
            MONEY,
            f"=(1-{later})*{early}+{later}*{late}+{old}",
            payment.cash(due, lag, opening),
            worked=work.worked("cash"),
        )
        work.result(
            "Owed at the end: opening + accrued - paid",
            MONEY,
            f"={owed}+SUM({accrued:upto})-SUM({paid:upto})",
            payment.payable(due, lag, opening),
            worked=work.worked("payable"),
        )


def _ago(accrued: Line, month: Line, months: str) -> str:
    """What accrued so many months before; nothing before the first."""
    return f"=IF({month}-{months}<1,0,INDEX({accrued:all},1,MAX(1,{month}-{months})))"
