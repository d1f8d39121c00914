"""Revenue: growth and run-rate, S-curves, prices and costs that fall, totals and their parts."""

from __future__ import annotations

import numpy as np

from revshare import diffusion, mix
from revshare.cost_path import cost_ratio_path, declining, usage_revenue
from revshare.growth import cagr, fade, grow, run_rate, spread_year
from revshare.headline import FlatDeal
from revshare.interpolate import Method, interpolate
from revshare_workbooks.examples.line import (
    ABOVE_MINUS_ONE,
    ABOVE_ZERO,
    AT_MOST_ONE,
    BELOW_ONE,
    COUNT,
    FRACTION,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    PART,
    WITHIN_ONE,
)
from revshare_workbooks.examples.page import Page

TITLE = "Revenue", "How revenue grows and spreads, and what a part says of its total"


def fill(page: Page) -> None:
    """Write the chapter."""
    _run_rate(page)
    _fading_growth(page)
    _between_knots(page)
    _s_curves(page)
    _falling_prices(page)
    _implied_totals(page)
    _shares_of_a_total(page)


def _run_rate(page: Page) -> None:
    with page.work(
        "E29",
        "Growth of a year, its months, and the run-rate of the last one",
        "Revenue grew by 662 %: from what, how fast each month, and what did December alone promise?",
        "Growth",
    ) as work:
        total, prior, growth = (work[name] for name in ("current_year", "prior_year_stated", "growth_stated"))
        this = work.given("Revenue of the year", MONEY, total, ABOVE_ZERO)
        stated = work.given("Revenue of the year before, as stated", MONEY, prior, ABOVE_ZERO)
        rate = work.given("Growth, as stated", FRACTION, growth, ABOVE_MINUS_ONE)
        work.result(
            "Year before implied by the growth",
            MONEY,
            f"={this}/(1+{rate})",
            total / grow(1.0, growth, 2)[-1],
            worked=work.worked("prior_year_implied"),
        )
        work.result(
            "Growth implied by the two years",
            FRACTION,
            f"={this}/{stated}-1",
            cagr(prior, total, 1.0),
            worked=work.worked("growth_from_stated_values"),
        )
        work.result(
            "Revenue implied by the year before and the growth",
            MONEY,
            f"={stated}*(1+{rate})",
            grow(prior, growth, 2)[-1],
            worked=work.worked("current_from_stated_growth"),
        )
        monthly = work.result(
            "Growth of a month",
            FRACTION,
            f"=(1+{rate})^(1/12)-1",
            grow(1.0, growth, 2, 12)[-1] - 1.0,
            worked=work.worked("monthly_growth"),
        )
        number, months = work.counted("Month", 12), spread_year(total, growth)
        shape = work.step(
            "Months at that growth, from 1",
            NUMBER,
            f"=(1+{monthly})^({number}-1)",
            grow(1.0, growth, 12, 12),
        )
        month = work.step("Revenue of the month", MONEY, f"={this}*{shape}/SUM({shape:all})", months)
        work.result("January", MONEY, f"={month:v0}", months[0], worked=work.worked("january"))
        work.result("December", MONEY, f"={month:last}", months[-1], worked=work.worked("december"))
        pace = work.result(
            "Run-rate of December",
            MONEY,
            f"=12*{month:last}",
            run_rate(months)[-1],
            worked=work.worked("december_run_rate"),
        )
        work.result(
            "Run-rate over revenue of the year",
            NUMBER,
            f"={pace}/{this}",
            run_rate(months)[-1] / total,
            worked=work.worked("run_rate_over_recognised"),
        )
        work.holds("Months sum to the year", "Nothing is lost", f"(SUM({month:all})-{this})", scale=f"{this}")


def _fading_growth(page: Page) -> None:
    with page.work(
        "fade",
        "Growth that slows down",
        "How does a level rise whose growth falls towards its long-run rate, and how fast is that per year?",
        "Growth",
    ) as work:
        first, last, decay = (work[name] for name in ("first_growth", "last_growth", "decay"))
        count = len(work.worked("growth"))
        start = work.given("Level of the first year", MONEY, work["start"], ABOVE_ZERO)
        begin = work.given("Growth at first", FRACTION, first, ABOVE_MINUS_ONE)
        end = work.given("Growth in the long run", FRACTION, last, ABOVE_MINUS_ONE)
        speed = work.given("Speed at which it slows, per year", NUMBER, decay, NOT_NEGATIVE)
        year, rates = work.counted("Year", count), fade(first, last, decay, count)
        rate = work.result(
            "Growth from this year to the next",
            FRACTION,
            f"={end}+({begin}-{end})*EXP(-{speed}*({year}-1))",
            rates,
            worked=work.worked("growth"),
        )
        level = work.ahead()
        levels = grow(work["start"], np.roll(rates, 1), count)
        work.result(
            "Level",
            MONEY,
            f"={level:prev}*(1+{rate:prev})",
            levels,
            first=f"={start}",
            worked=work.worked("levels"),
            line=level,
        )
        work.result(
            "Compound growth over these years",
            FRACTION,
            f"=({level:last}/{level:v0})^(1/({year:last}-{year:v0}))-1",
            cagr(levels[0], levels[-1], count - 1.0),
            worked=work.worked("compound_growth"),
        )


def _between_knots(page: Page) -> None:
    with page.work(
        "knots",
        "Values between known ones",
        "What lies between known values on a line, at constant growth, and in steps? Beyond them the value stays.",
        "Growth",
    ) as work:
        at, known, periods = work["knot_periods"], work["knot_values"], work["periods"]
        knot = work.counted("Known value", len(at))
        when = work.given("Its period, rising", NUMBER, at, unit="period")
        value = work.given("Value", MONEY, known, ABOVE_ZERO)
        work.counted("Asked for", len(periods))
        period = work.given("Period", NUMBER, periods, unit="period")
        passed = (at[:, None] <= periods).sum(axis=0)
        place = np.clip(passed, 1, len(at) - 1)
        apart = at[place] - at[place - 1]
        behind = work.step("Known values up to it", COUNT, f"=SUMPRODUCT(({when:all}<={period})*1)", passed)
        left = work.step("The one to its left", COUNT, f"=MAX(1,MIN({knot:last}-1,{behind}))", place)
        before, after = (f"INDEX({when:all},1,{left}{more})" for more in ("", "+1"))
        way = work.step(
            "Part of the way to the next",
            FRACTION,
            f"=MAX(0,MIN(1,({period}-{before})/({after}-{before})))",
            np.clip((periods - at[place - 1]) / apart, 0.0, 1.0),
        )
        low, high = (f"INDEX({value:all},1,{left}{more})" for more in ("", "+1"))
        for label, method, formula in (
            ("On a line", Method.LINEAR, f"={low}+({high}-{low})*{way}"),
            ("At constant growth", Method.GEOMETRIC, f"={low}*({high}/{low})^{way}"),
            ("In steps", Method.STEP, f"=INDEX({value:all},1,MAX(1,{behind}))"),
        ):
            found = interpolate(at.tolist(), known.tolist(), periods, method)
            work.result(label, MONEY, formula, found, worked=work.worked(method.value))


def _s_curves(page: Page) -> None:
    with page.work(
        "E30",
        "S-curves: logistic and Bass",
        "How does something new spread, when does it spread fastest, and how fast is that?",
        "S-curves and cohorts",
    ) as work:
        curve, terms = work["logistic"], work["bass"]
        ceiling = work.given("Ceiling", NUMBER, curve["ceiling"], ABOVE_ZERO)
        steepness = work.given("Steepness, per year", NUMBER, curve["steepness"])
        middle = work.given("Midpoint", NUMBER, curve["midpoint"], unit="years")
        expected = work.worked("logistic")
        time = work.counted("Time, years", len(expected), first=0)
        work.result(
            "Logistic level",
            NUMBER,
            f"={ceiling}/(1+EXP(-{steepness}*({time}-{middle})))",
            diffusion.logistic(np.arange(len(expected), dtype=float), *curve.values()),
            worked=expected,
        )
        innovation, imitation, market = terms.values()
        p = work.given("Innovation, per year", NUMBER, innovation, ABOVE_ZERO)
        q = work.given("Imitation, per year", NUMBER, imitation, NOT_NEGATIVE)
        m = work.given("Market: adopters in the end", NUMBER, market, ABOVE_ZERO)
        expected = work.worked("bass_cumulative")
        count = len(expected)
        time = work.counted("Time since the launch, years", count)
        levels = diffusion.bass(np.arange(1.0, count + 1.0), market, innovation, imitation)
        level = work.result(
            "Bass: adopters so far",
            NUMBER,
            _bass_level(f"{p}", f"{q}", f"{m}", f"{time}"),
            levels,
            worked=expected,
        )
        work.result(
            "Adopters of the year",
            NUMBER,
            f"={level}-{level:prev}",
            np.diff(levels, prepend=0.0),
            first=f"={level}",
            worked=work.worked("bass_annual"),
        )
        at = float(diffusion.bass_peak(innovation, imitation))
        peak = work.result(
            "Time at which most adopt, years; the launch if nobody imitates more",
            NUMBER,
            f"=IF({q}>{p},LN({q}/{p})/({p}+{q}),0)",
            at,
            worked=work.worked("bass_peak_time"),
        )
        by_then = work.step(
            "Adopters by then",
            NUMBER,
            _bass_level(f"{p}", f"{q}", f"{m}", f"{peak}"),
            diffusion.bass(at, market, innovation, imitation),
        )
        work.result(
            "Adopters per year at that time",
            NUMBER,
            f"=({p}+{q}*{by_then}/{m})*({m}-{by_then})",
            diffusion.bass_rate(at, market, innovation, imitation),
            worked=work.worked("bass_peak_rate"),
        )


def _bass_level(p: str, q: str, m: str, time: str) -> str:
    left = f"EXP(-({p}+{q})*{time})"
    return f"={m}*(1-{left})/(1+{q}/{p}*{left})"


def _falling_prices(page: Page) -> None:
    with page.work(
        "decline",
        "Prices and unit costs that fall at their own pace",
        "What becomes of revenue and of the cost ratio when the price falls and inference gets cheaper faster?",
        "S-curves and cohorts",
    ) as work:
        units, price, cost = (work[name] for name in ("units", "price", "cost"))
        slower, faster = work["price_decline"], work["cost_decline"]
        first = work.given("Price of a unit in the first period", NUMBER, price, ABOVE_ZERO, unit="USD")
        spent = work.given("Cost of a unit in it", NUMBER, cost, NOT_NEGATIVE, unit="USD")
        falls = work.given("Fall of the price per period", FRACTION, slower, BELOW_ONE)
        drops = work.given("Fall of the cost per period", FRACTION, faster, BELOW_ONE)
        count = len(units)
        time = work.counted("Period", count)
        sold = work.given("Units sold", NUMBER, units, NOT_NEGATIVE, unit="million")
        prices, costs = declining(price, slower, count), declining(cost, faster, count)
        charged = work.step("Price", NUMBER, f"={first}*(1-{falls})^({time}-1)", prices, unit="USD")
        unit = work.step("Cost", NUMBER, f"={spent}*(1-{drops})^({time}-1)", costs, unit="USD")
        work.result(
            "Revenue",
            MONEY,
            f"={sold}*{charged}",
            usage_revenue(units, prices),
            worked=work.worked("revenue"),
        )
        work.result(
            "Cost over revenue; what is sold drops out",
            FRACTION,
            f"={unit}/{charged}",
            cost_ratio_path(cost / price, faster, slower, count),
            worked=work.worked("cost_ratio"),
        )


def _implied_totals(page: Page) -> None:
    with page.work(
        "E32",
        "Totals that a part and its share imply",
        "What do API revenue and its reported share say of total revenue, and of what goes to the cloud?",
        "Mix",
    ) as work:
        found = {}
        for key, label in (("anthropic", "Anthropic"), ("openai", "OpenAI")):
            part, shares = work[f"{key}_api"], work[f"{key}_api_shares"]
            api = work.given(f"API revenue of {label}", MONEY, part, NOT_NEGATIVE)
            work.counted("Reading", len(shares))
            share = work.given("API over total revenue, as reported", FRACTION, shares, PART)
            found[key] = work.result(
                f"Total revenue of {label}",
                MONEY,
                f"={api}/{share}",
                mix.total_of(part, shares),
                worked=work.worked(f"{key}_totals"),
            )
        through, rate, margin = (
            work[name] for name in ("via_cloud_shares_of_total", "gp_share_rate", "gross_margin")
        )
        rho = work.given("Share of gross profit", FRACTION, rate, WITHIN_ONE)
        kept = work.given("Gross margin", FRACTION, margin, AT_MOST_ONE)
        work.counted("Reading", len(through))
        cloud = work.given("Sold through the cloud, of the total", FRACTION, through, WITHIN_ONE)
        fractions = through * FlatDeal("profit_share", rate, 1.0, floored=True).per_dollar(
            np.asarray(1.0 - margin)
        )
        fraction = work.result(
            "Paid to the cloud, of total revenue",
            FRACTION,
            f"={rho}*{cloud}*MAX(0,{kept})",
            fractions,
            worked=work.worked("payout_fraction_of_revenue"),
        )
        total = mix.total_of(work["anthropic_api"], work["anthropic_api_shares"][0])
        work.result(
            "Paid to the cloud, on the first total",
            MONEY,
            f"={found['anthropic']:v0}*{fraction}",
            total * fractions,
            worked=work.worked("payouts_on_90pct_total"),
        )


def _shares_of_a_total(page: Page) -> None:
    with page.work(
        "mix",
        "Shares that do not sum to 1",
        "What do reported shares of one partition miss, and what are the parts if the rest is spread over all alike?",
        "Mix",
    ) as work:
        shares, amount = work["shares"], work["total"]
        total = work.given("Total", MONEY, amount, NOT_NEGATIVE)
        work.counted("Part", len(shares))
        share = work.given("Share, as reported", FRACTION, shares, WITHIN_ONE)
        work.result(
            "Sum of the shares beyond 1",
            FRACTION,
            f"=SUM({share:all})-1",
            mix.excess(shares),
            worked=work.worked("excess"),
        )
        whole = mix.normalised(shares)
        scaled = work.step("Share, scaled to sum to 1", FRACTION, f"={share}/SUM({share:all})", whole)
        parts = work.result(
            "Part", MONEY, f"={total}*{scaled}", mix.divide(amount, whole), worked=work.worked("parts")
        )
        work.holds(
            "Parts sum to the total", "Nothing is lost", f"(SUM({parts:all})-{total})", scale=f"{total}"
        )
