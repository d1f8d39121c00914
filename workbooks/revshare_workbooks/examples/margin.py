"""Margin: the same dollars shown in four ways, and what a reported margin or revenue implies."""

from __future__ import annotations

import numpy as np

from revshare.errors import NoSolutionError
from revshare.margin import Presentation, gross_margin, implied_cost_ratio, implied_via_cloud, present
from revshare_workbooks.examples.line import (
    ABOVE_ZERO,
    AT_MOST_ONE,
    FRACTION,
    LESS_THAN_ALL,
    MONEY,
    NOT_NEGATIVE,
    PART,
    WITHIN_ONE,
    Values,
)
from revshare_workbooks.examples.page import Page

TITLE = (
    "Margin",
    "Where the partner's share stands in the income statement, and what a reported margin says of cost",
)

_SHOWN = {
    Presentation.GROSS_SM: "In sales and marketing",
    Presentation.GROSS_COGS: "In cost of revenue",
    Presentation.NET: "Net revenue",
    Presentation.ROYALTY: "Royalty",
}


def fill(page: Page) -> None:
    """Write the chapter."""
    _presentation(page)
    _reported_margin(page)
    _reported_revenue(page)


def _presentation(page: Page) -> None:
    with page.work(
        "presentation",
        "The same dollars in four presentations",
        "What revenue and margin does a lab show, depending on where the partner's share stands? Profit is the same.",
        "Presentation",
    ) as work:
        gross, ratio, rate, through = (
            work[name] for name in ("revenue", "cost_ratio", "gp_share_rate", "via_cloud_share")
        )
        revenue = work.given("Revenue, before the share", MONEY, gross, ABOVE_ZERO)
        cost_ratio = work.given("Inference cost over revenue", FRACTION, ratio, WITHIN_ONE)
        rho = work.given("Share of gross profit", FRACTION, rate, WITHIN_ONE)
        cloud = work.given("Revenue sold through the cloud", FRACTION, through, LESS_THAN_ALL)
        cost, covered = gross * ratio, gross * ratio * through
        due = rate * through * (gross - cost)
        spent = work.step("Inference cost", MONEY, f"={revenue}*{cost_ratio}", cost)
        there = work.step("of which for what is sold through the cloud", MONEY, f"={spent}*{cloud}", covered)
        share = work.step("Partner's share", MONEY, f"={rho}*{cloud}*({revenue}-{spent})", due)
        ways = {way: present(gross, cost, due, covered, way) for way in Presentation}
        work.heads("Shown as", [_SHOWN[way] for way in ways])
        off = {
            Presentation.GROSS_SM: ("0", "0", f"{share}"),
            Presentation.GROSS_COGS: ("0", f"0-{share}", "0"),
            Presentation.NET: (f"{share}", "0", "0"),
            Presentation.ROYALTY: (f"{there}+{share}", f"{there}", "0"),
        }
        labels = (
            "Taken off revenue",
            "Taken off cost of revenue",
            "Shown below gross profit",
        )
        values = (
            [gross - shown.revenue for shown in ways.values()],
            [cost - shown.cost for shown in ways.values()],
            [shown.share_below for shown in ways.values()],
        )
        from_revenue, from_cost, below = (
            work.each(label, MONEY, [f"={off[way][place]}" for way in ways], values[place])
            for place, label in enumerate(labels)
        )
        booked = work.result(
            "Revenue shown",
            MONEY,
            f"={revenue}-{from_revenue}",
            [shown.revenue for shown in ways.values()],
            worked=work.worked("revenue"),
        )
        profit = work.result(
            "Gross profit shown",
            MONEY,
            f"={booked}-({spent}-{from_cost})",
            [shown.revenue - shown.cost for shown in ways.values()],
            worked=work.worked("gross_profit"),
        )
        margin = work.result(
            "Gross margin shown",
            FRACTION,
            f"={profit}/{booked}",
            [gross_margin(ratio, rate, through, way) for way in ways],
            worked=work.worked("gross_margin"),
        )
        kept = work.result(
            "Gross profit after the share",
            MONEY,
            f"={profit}-{below}",
            [shown.revenue - shown.cost - shown.share_below for shown in ways.values()],
            worked=[work.worked("kept")] * len(ways),
        )
        work.holds(
            "The same under all four",
            "Profit does not depend on presentation",
            f"(MAX({kept:all})-MIN({kept:all}))",
            scale=f"{revenue}",
        )
        w, r = f"{cloud}", f"{rho}"
        back = {
            Presentation.GROSS_SM: f"=1-{margin}",
            Presentation.GROSS_COGS: f"=1-{margin}/(1-{r}*{w})",
            Presentation.NET: f"=1-{margin}/(1-{r}*{w}+{margin}*{r}*{w})",
            Presentation.ROYALTY: f"=1-{margin}*(1-{w})/(1-{r}*{w}-{margin}*{w}*(1-{r}))",
        }
        shown_margins = [gross_margin(ratio, rate, through, way) for way in ways]
        again = work.each(
            "Cost ratio read back from the margin",
            FRACTION,
            list(back.values()),
            [implied_cost_ratio(m, rate, through, way) for m, way in zip(shown_margins, ways, strict=True)],
        )
        work.holds(
            "The margin read back gives the cost ratio",
            "Each inverse undoes its presentation",
            f"(MAX({again:all})-{cost_ratio})+ABS(MIN({again:all})-{cost_ratio})",
        )


def _reported_margin(page: Page) -> None:
    with page.work(
        "E03",
        "What a reported gross margin says of cost",
        "A margin of 38 % is reported: what is the cost ratio if that is after the share, or on net revenue?",
        "Presentation",
    ) as work:
        margin, rate, through = (
            work[name] for name in ("reported_gross_margin", "gp_share_rate", "via_cloud_shares")
        )
        m = work.given("Gross margin, as reported", FRACTION, margin, AT_MOST_ONE)
        rho = work.given("Share of gross profit", FRACTION, rate, WITHIN_ONE)
        work.counted("Case", len(through))
        w = work.given("Revenue sold through the cloud", FRACTION, through, LESS_THAN_ALL)
        rows = work.worked("rows")
        ways = (
            (
                Presentation.GROSS_COGS,
                "after the share",
                "post",
                "if_38_is_post_share",
                f"={m}/(1-{rho}*{w})",
            ),
            (
                Presentation.NET,
                "on net revenue",
                "net",
                "if_38_is_net_revenue",
                f"={m}/(1-{rho}*{w}+{m}*{rho}*{w})",
            ),
        )
        for way, words, key, named, formula in ways:
            ratios = implied_cost_ratio(margin, rate, through, way)
            before = work.result(
                f"Margin before the share, if reported {words}",
                FRACTION,
                formula,
                1.0 - ratios,
                worked=[row[f"pre_share_margin_{named}"] for row in rows],
            )
            work.result(
                "Cost ratio behind it",
                FRACTION,
                f"=1-{before}",
                ratios,
                worked=[row[f"cost_ratio_{key}"] for row in rows],
            )
            work.result(
                "Partner's share over revenue",
                FRACTION,
                f"={rho}*{before}",
                rate * (1.0 - ratios),
                worked=[row[f"effective_rate_{key}"] for row in rows],
            )


def _via_cloud(gross: float, shown: float, ratios: np.ndarray, rate: float, way: Presentation) -> Values:
    """Fraction sold through clouds for each cost ratio; a word where none explains the revenues."""
    found: list[float | str] = []
    for ratio in ratios:
        try:
            found.append(float(implied_via_cloud(gross, shown, float(ratio), rate, way)))
        except NoSolutionError:
            found.append("none")
    return found


def _reported_revenue(page: Page) -> None:
    with page.work(
        "E33",
        "What revenue as shown says of the part sold through clouds",
        "Gross and shown revenue are known: what part was sold through clouds, and is that possible at all?",
        "Presentation",
    ) as work:
        gross, shown, rate, ratios = (
            work[name] for name in ("gross_revenue", "shown_revenue", "gp_share_rate", "cost_ratios")
        )
        before = work.given("Gross revenue", MONEY, gross, ABOVE_ZERO)
        after = work.given("Revenue as shown", MONEY, shown, NOT_NEGATIVE)
        rho = work.given("Share of gross profit", FRACTION, rate, PART)
        work.counted("Case", len(ratios))
        ratio = work.given("Inference cost over revenue", FRACTION, ratios, LESS_THAN_ALL)
        off = 1.0 - shown / gross
        taken = work.step("Taken out of gross revenue", FRACTION, f"=1-{after}/{before}", off)
        top = f"(1+{work.tolerance})"
        ways = (
            (
                Presentation.NET,
                "the share alone is taken out (net)",
                f"{rho}*(1-{ratio})",
                rate * (1.0 - ratios),
            ),
            (
                Presentation.ROYALTY,
                "cost and share are taken out (royalty)",
                f"{ratio}+{rho}*(1-{ratio})",
                ratios + rate * (1.0 - ratios),
            ),
        )
        for way, words, each, amounts in ways:
            part = work.step(f"Of a dollar sold there {words}", FRACTION, f"={each}", amounts)
            work.result(
                "Part sold through clouds",
                FRACTION,
                f'=IF(OR({taken}<0,{taken}>{part}*{top}),"none",MIN(1,{taken}/{part}))',
                _via_cloud(gross, shown, ratios, rate, way),
                worked=work.worked(f"via_cloud_{way.value}"),
            )
        work.result(
            "Highest cost ratio that net revenue allows, all sold through clouds",
            FRACTION,
            f"=1-{taken}/{rho}",
            1.0 - off / rate,
            worked=work.worked("highest_cost_ratio_net"),
        )
