"""Strategy: own or rent, switching, adding a cloud, own chips, concentration."""

from __future__ import annotations

from collections.abc import Callable

from revshare.arrays import FloatArray
from revshare.errors import NoSolutionError, NotApplicableError
from revshare.strategy import own_chips, own_or_rent, switching
from revshare.strategy.adding_a_cloud import NewCloud, break_even_incrementality, gain
from revshare.strategy.annuity import annuity, capital_recovery_factor
from revshare.strategy.concentration import concentration, with_own
from revshare_workbooks.examples.annuity import of_one_a_year
from revshare_workbooks.examples.line import (
    ABOVE_MINUS_ONE,
    ABOVE_ZERO,
    AT_MOST_ONE,
    BELOW_ONE,
    FRACTION,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    PART,
    WITHIN_ONE,
    Line,
    Values,
)
from revshare_workbooks.examples.page import Page, Work

TITLE = "Strategy", "What a lab can do about its clouds and the cost of its compute"

_DOLLARS = MONEY._replace(unit="USD")
_PRICE = NUMBER._replace(unit="USD")
NEVER = "never"


def fill(page: Page) -> None:
    """Write the chapter."""
    _own_or_rent(page)
    _own_later(page)
    _switching(page)
    _churn(page)
    _adding_a_cloud(page)
    _own_chips(page)
    _concentration(page)


def _or_never(found: Callable[[], FloatArray]) -> Values:
    """A figure, or the word for none."""
    try:
        return float(found())
    except (NotApplicableError, NoSolutionError):
        return NEVER


def _unless_above_one(formula: str) -> str:
    return f'=IF({formula}>1,"{NEVER}",{formula})'


def _own_or_rent(page: Page) -> None:
    with page.work(
        "E34",
        "Own or rent",
        "What does an hour on an owned accelerator cost, and how busy must it be to cost less than a rented one?",
        "Own or rent",
    ) as work:
        price, life, rate, running, rented = (
            work[name]
            for name in (
                "capex_per_accelerator",
                "life_years",
                "discount_rate",
                "opex_per_year",
                "rent_per_hour",
            )
        )
        capex = work.given("Price of an accelerator", _DOLLARS, price, NOT_NEGATIVE)
        years = work.given("Years in use", NUMBER, life, ABOVE_ZERO, unit="years")
        interest = work.given("Discount rate", FRACTION, rate, ABOVE_MINUS_ONE)
        opex = work.given("Running cost of a year", _DOLLARS, running, NOT_NEGATIVE)
        rent = work.given("Rent of an hour", _PRICE, rented, ABOVE_ZERO)
        hours = work.fixed("Hours of a year of 365 days", MONEY, own_or_rent.HOURS, unit="hours")
        machine = own_or_rent.Machine(price, life, running)
        recovery = work.result(
            "Capital recovery factor: yearly amount that pays back 1",
            NUMBER,
            f"=1/({of_one_a_year(interest, years)})",
            capital_recovery_factor(rate, life),
            worked=work.worked("capital_recovery_factor"),
        )
        yearly = work.result(
            "Owned cost of a year",
            _DOLLARS,
            f"={recovery}*{capex}+{opex}",
            own_or_rent.annual_cost(machine, rate),
            worked=work.worked("annual_owned_cost"),
        )
        work.result(
            "Owned cost of an hour, all hours used",
            _PRICE,
            f"={yearly}/{hours}",
            own_or_rent.cost_per_hour(machine, rate),
            worked=work.worked("owned_cost_per_hour_full"),
        )
        work.result(
            "Part of all hours from which owning costs less",
            FRACTION,
            _unless_above_one(f"{yearly}/({hours}*{rent})"),
            _or_never(lambda: own_or_rent.break_even_utilisation(machine, rate, rented)),
            worked=work.worked("break_even_utilisation"),
        )


def _own_later(page: Page) -> None:
    with page.work(
        "own_or_rent",
        "Own or rent with a delay, a value at the end and falling rents",
        "The same if the machine is used only some time after it is paid, is sold at the end, and rents fall?",
        "Own or rent",
    ) as work:
        price, life, rate, running = (
            work[name] for name in ("capex", "life_years", "discount_rate", "opex_per_year")
        )
        sold, wait, rented, falls, busy = (
            work[name]
            for name in ("residual", "delay_years", "rent_per_hour", "price_decline", "utilisation")
        )
        capex = work.given("Price of the machine", _DOLLARS, price, NOT_NEGATIVE)
        years = work.given("Years in use", NUMBER, life, ABOVE_ZERO, unit="years")
        interest = work.given("Discount rate", FRACTION, rate, ABOVE_MINUS_ONE)
        opex = work.given("Running cost of a year", _DOLLARS, running, NOT_NEGATIVE)
        residual = work.given("Sold for at the end", _DOLLARS, sold, NOT_NEGATIVE)
        delay = work.given("From paying to first use", NUMBER, wait, NOT_NEGATIVE, unit="years")
        rent = work.given("Rent of an hour when the machine is paid", _PRICE, rented, ABOVE_ZERO)
        decline = work.given("Fall of the rent per year", FRACTION, falls, BELOW_ONE)
        used = work.given("Part of all hours used", FRACTION, busy, PART)
        hours = work.fixed("Hours of a year of 365 days", MONEY, own_or_rent.HOURS, unit="hours")
        machine = own_or_rent.Machine(price, life, running, sold, wait)
        factor = work.step(
            "Present value of 1 a year", NUMBER, f"={of_one_a_year(interest, years)}", annuity(rate, life)
        )
        growth = 1.0 + rate
        capital = work.step(
            "Capital at first use, less the present value of the sale",
            _DOLLARS,
            f"={capex}*(1+{interest})^{delay}-{residual}*(1+{interest})^-{years}",
            price * growth**wait - sold * growth**-life,
        )
        yearly = work.result(
            "Owned cost of a year of use",
            _DOLLARS,
            f"={capital}/{factor}+{opex}",
            own_or_rent.annual_cost(machine, rate),
            worked=work.worked("annual_cost"),
        )
        work.result(
            "Owned cost of an hour used",
            _PRICE,
            f"={yearly}/({hours}*{used})",
            own_or_rent.cost_per_hour(machine, rate, busy),
            worked=work.worked("cost_per_hour"),
        )
        left = 1.0 - falls
        falling = work.step(
            "Rate at which a falling rent counts like an even one",
            FRACTION,
            f"=(1+{interest})/(1-{decline})-1",
            growth / left - 1.0,
        )
        worth = work.step(
            "Present value of falling rents, the first 1",
            NUMBER,
            f"=({of_one_a_year(falling, years)})/(1-{decline})",
            annuity(growth / left - 1.0, life) / left,
        )
        even = work.result(
            "Even rent of the same present value",
            _PRICE,
            f"={rent}*(1-{decline})^{delay}*{worth}/{factor}",
            own_or_rent.even_rent(machine, rate, rented, falls),
            worked=work.worked("even_rent"),
        )
        work.result(
            "Part of all hours from which owning costs less",
            FRACTION,
            _unless_above_one(f"{yearly}/({hours}*{even})"),
            _or_never(lambda: own_or_rent.break_even_utilisation(machine, rate, rented, falls)),
            worked=work.worked("break_even_utilisation"),
        )


def _switching(page: Page) -> None:
    with page.work(
        "E39",
        "Switching to another cloud",
        "What discount must a rival offer to make up for the cost of moving, and when has a given discount done so?",
        "Switching and adding a cloud",
    ) as work:
        moving, lost, spent, term, rate, offer = (
            work[name]
            for name in (
                "switching_cost",
                "stranded",
                "annual_spend",
                "years",
                "discount_rate",
                "offered_discount",
            )
        )
        cost = work.given("Cost of moving, today", MONEY, moving, NOT_NEGATIVE)
        stranded = work.given("Commitment paid and no longer used", MONEY, lost, NOT_NEGATIVE)
        spend = work.given("Spend of a year", MONEY, spent, ABOVE_ZERO)
        years = work.given("Years over which the discount is earned", NUMBER, term, ABOVE_ZERO, unit="years")
        interest = work.given("Discount rate", FRACTION, rate, ABOVE_MINUS_ONE)
        offered = work.given("Discount offered", FRACTION, offer, PART)
        factor = work.step(
            "Present value of 1 a year", NUMBER, f"={of_one_a_year(interest, years)}", annuity(rate, term)
        )
        both = work.step("Cost in all", MONEY, f"={cost}+{stranded}", moving + lost)
        needed = work.result(
            "Discount that makes up for it",
            FRACTION,
            _unless_above_one(f"{both}/({spend}*{factor})"),
            _or_never(lambda: switching.break_even_discount(moving, spent, term, rate, lost)),
            worked=work.worked("break_even_discount"),
        )
        work.holds(
            "At that discount nothing is won or lost",
            "The saving's present value is the cost",
            f"IF(ISNUMBER({needed}),{needed}*{spend}*{factor}-{both},0)",
            scale=f"{both}",
        )
        saved = work.step("Saved a year at the discount offered", MONEY, f"={offered}*{spend}", offer * spent)
        work.result(
            "Years until that makes up for it",
            NUMBER,
            f'=IF({both}*{interest}>={saved},"{NEVER}",IF({interest}=0,{both}/{saved},'
            f"-LN(1-{both}*{interest}/{saved})/LN(1+{interest})))",
            _or_never(lambda: switching.horizon(moving + lost, spent, offer, rate)),
            worked=work.worked("years_to_break_even"),
        )


def _churn(page: Page) -> None:
    with page.work(
        "churn",
        "Customers who leave for a cheaper model",
        "What part of each segment leaves in a period if a rival is cheaper?",
        "Switching and adding a cloud",
    ) as work:
        base, own, rival, power = (
            work[name] for name in ("base_churn", "price", "rival_price", "elasticities")
        )
        usual = work.given("Leave at equal prices", FRACTION, base, WITHIN_ONE)
        price = work.given("Own price", _PRICE, own, ABOVE_ZERO)
        other = work.given("Rival's price of the same thing", _PRICE, rival, ABOVE_ZERO)
        work.heads("Segment", work["segments"])
        elasticity = work.given("Elasticity", NUMBER, power, NOT_NEGATIVE)
        work.result(
            "Leave",
            FRACTION,
            f"=MIN(1,{usual}*({price}/{other})^{elasticity})",
            switching.churn(base, own, rival, power),
            worked=work.worked("churn"),
        )


def _adding_a_cloud(page: Page) -> None:
    with page.work(
        "adding_a_cloud",
        "Selling through a further cloud",
        "What does a further cloud gain the lab, and what part of its revenue must be new for it to pay?",
        "Switching and adding a cloud",
    ) as work:
        sold, part, new, old, fixed = (
            work[name] for name in ("revenue", "incrementality", "margin", "old_margin", "fixed_cost")
        )
        revenue = work.given("Revenue through it", MONEY, sold, ABOVE_ZERO)
        fresh = work.given("Part of it that is new", FRACTION, part, WITHIN_ONE)
        margin = work.given("Kept of a dollar there, after inference and share", FRACTION, new, AT_MOST_ONE)
        usual = work.given("Kept of a dollar where those customers buy today", FRACTION, old, PART)
        cost = work.given("Cost of selling there, whatever is sold", MONEY, fixed, NOT_NEGATIVE)
        cloud = NewCloud(sold, new, old, fixed)
        won = work.step("Won on what is new", MONEY, f"={revenue}*{fresh}*{margin}", sold * part * new)
        lost = work.step(
            "Lost on what was sold elsewhere before",
            MONEY,
            f"={revenue}*(1-{fresh})*({usual}-{margin})",
            sold * (1.0 - part) * (old - new),
        )
        work.result("Gain", MONEY, f"={won}-{lost}-{cost}", gain(cloud, part), worked=work.worked("gain"))
        needed = work.result(
            "Part that must be new",
            FRACTION,
            f'=IF({margin}-{cost}/{revenue}<0,"{NEVER}",MAX(0,1-({margin}-{cost}/{revenue})/{usual}))',
            _or_never(lambda: break_even_incrementality(cloud)),
            worked=work.worked("break_even_incrementality"),
        )
        at = f"{revenue}*({needed}*{margin}-(1-{needed})*({usual}-{margin}))-{cost}"
        work.holds(
            "There it gains nothing and loses nothing",
            "The break-even makes the gain 0, unless it gains in any case",
            f"IF(ISNUMBER({needed}),IF({needed}>0,{at},0),0)",
            scale=f"{revenue}",
        )


def _own_chips(page: Page) -> None:
    with page.work(
        "own_chips",
        "Chips of one's own",
        "What do chips save that do part of the inference for less, and how much must move for the move to pay?",
        "Own chips and concentration",
    ) as work:
        ratio, less, moving, spent, part, term, rate = (
            work[name]
            for name in (
                "cost_ratio",
                "saving",
                "migration_cost",
                "annual_inference",
                "adoption",
                "years",
                "discount_rate",
            )
        )
        cost_ratio = work.given("Inference cost over revenue", FRACTION, ratio, NOT_NEGATIVE)
        saving = work.given("Saved on what runs on them", FRACTION, less, PART)
        cost = work.given("Cost of the move, today", MONEY, moving, NOT_NEGATIVE)
        inference = work.given("Inference cost of a year on the old chips", MONEY, spent, ABOVE_ZERO)
        adoption = work.given("Part of inference that moves", FRACTION, part, WITHIN_ONE)
        years = work.given("Years over which it is saved", NUMBER, term, ABOVE_ZERO, unit="years")
        interest = work.given("Discount rate", FRACTION, rate, ABOVE_MINUS_ONE)
        chips = own_chips.Chips(less, moving)
        work.result(
            "Cost over revenue then",
            FRACTION,
            f"={cost_ratio}*(1-{adoption}*{saving})",
            own_chips.cost_ratio_with(chips, ratio, part),
            worked=work.worked("cost_ratio"),
        )
        factor = work.step(
            "Present value of 1 a year", NUMBER, f"={of_one_a_year(interest, years)}", annuity(rate, term)
        )
        all_of_it = work.step(
            "Present value of moving everything",
            MONEY,
            f"={inference}*{saving}*{factor}",
            spent * less * annuity(rate, term),
        )
        work.result(
            "Value of the move",
            MONEY,
            f"={adoption}*{all_of_it}-{cost}",
            own_chips.value(chips, spent, part, term, rate),
            worked=work.worked("value"),
        )
        work.result(
            "Part that must move for it to pay",
            FRACTION,
            _unless_above_one(f"{cost}/{all_of_it}"),
            _or_never(lambda: own_chips.break_even_adoption(chips, spent, term, rate)),
            worked=work.worked("break_even_adoption"),
        )


def _concentration(page: Page) -> None:
    with page.work(
        "concentration",
        "How much hangs on one partner",
        "How concentrated is compute on its suppliers, before and after part of it moves to own chips?",
        "Own chips and concentration",
    ) as work:
        moved = work["adoption"]
        own = work.given("Moves to own chips, evenly from all", FRACTION, moved, WITHIN_ONE)
        work.heads("Partner", work["partners"])
        amount = work.given("Bought from it", MONEY, work["amounts"], NOT_NEGATIVE)
        found = concentration(work["amounts"])
        share = work.result(
            "Share", FRACTION, f"={amount}/SUM({amount:all})", found.shares, worked=work.worked("shares")
        )
        index = _squares(work, share, found.herfindahl)
        work.result(
            "Equal partners that would be as concentrated",
            NUMBER,
            f"=1/{index}",
            found.effective_partners,
            worked=work.worked("effective_partners"),
        )
        work.result(
            "Largest share", FRACTION, f"=MAX({share:all})", found.largest, worked=work.worked("largest")
        )
        after = with_own(found.shares, moved)
        rest = work.step("Share once part has moved", FRACTION, f"={share}*(1-{own})", after[:-1])
        work.result(
            "Sum of squared shares then, oneself one of the partners",
            NUMBER,
            f"=SUMSQ({rest:all})+{own}^2",
            (after**2).sum(),
            worked=work.worked("herfindahl_with_own"),
        )


def _squares(work: Work, share: Line, value: FloatArray) -> Line:
    return work.result(
        "Sum of squared shares (Herfindahl)",
        NUMBER,
        f"=SUMSQ({share:all})",
        value,
        worked=work.worked("herfindahl"),
    )
