"""Stakes: dilution, convertible notes, preferred shares, and what a partner of two labs holds."""

from __future__ import annotations

import numpy as np

from revshare.investment import notes, preference, stakes
from revshare.investment.hedge import hedge, held
from revshare_workbooks.examples.line import (
    ABOVE_ZERO,
    BILLION,
    FRACTION,
    LESS_THAN_ALL,
    MONEY,
    NOT_NEGATIVE,
    NUMBER,
    PART,
    WITHIN_ONE,
    WORD,
)
from revshare_workbooks.examples.page import Page

TITLE = (
    "Stakes",
    "What a part of a company becomes and is worth: in later rounds, at an exit, and in each outcome",
)


def fill(page: Page) -> None:
    """Write the chapter."""
    _dilution(page)
    _note(page)
    _preference(page)
    _hedge(page)


def _dilution(page: Page) -> None:
    with page.work(
        "dilution",
        "A stake through later rounds",
        "What is left of a stake after rounds of new shares, and what does it cost to keep it?",
        "Investment",
    ) as work:
        put, part, worth = (work[name] for name in ("investment", "ownership", "equity_value"))
        given_up, money, choice = (work[name] for name in ("dilutions", "raised", "pro_rata"))
        invested = work.given("Invested", MONEY, put, NOT_NEGATIVE)
        bought = work.given("Part of the company bought, new money included", FRACTION, part, PART)
        work.result(
            "Value of the company after the round",
            MONEY,
            f"={invested}/{bought}",
            stakes.post_money(put, part),
            worked=work.worked("post_money"),
        )
        work.counted("Later round", len(given_up))
        new = work.given("New shares of all shares after it", FRACTION, given_up, WITHIN_ONE)
        raised = work.given("Money raised", MONEY, money, NOT_NEGATIVE)
        keeps = work.given("Holder buys its part", WORD, choice, words=("yes", "no"), unit="choice")
        rounds = [number for number, word in enumerate(choice, start=1) if word == "yes"]
        path = stakes.dilute(part, given_up, rounds)
        after = work.ahead()
        work.result(
            "Part held after the round",
            FRACTION,
            f'={after:prev}*IF({keeps}="yes",1,1-{new})',
            path[1:],
            first=f'={bought}*IF({keeps}="yes",1,1-{new})',
            worked=work.worked("ownership"),
            line=after,
        )
        buys = np.array([word == "yes" for word in choice])
        work.result(
            "Paid to keep it",
            MONEY,
            f'=IF({keeps}="yes",{after}*{raised},0)',
            stakes.pro_rata_cheque(path[1:], money) * buys,
            worked=work.worked("cheques"),
        )
        equity = work.given("Value of all equity at the end", MONEY, worth, NOT_NEGATIVE)
        work.result(
            "Value of the stake",
            MONEY,
            f"={after:last}*{equity}",
            stakes.stake_value(path[-1], worth),
            worked=work.worked("value"),
        )


def _note(page: Page) -> None:
    with page.work(
        "E28",
        "A convertible note",
        "What part of the company does a note become that converts at a discount or at a cap, whichever is lower?",
        "Investment",
    ) as work:
        names = ("principal", "pre_money", "new_money", "discount", "cap")
        amounts = [work[name] for name in names]
        principal = work.given("Principal and interest that convert", MONEY, amounts[0], NOT_NEGATIVE)
        company = work.given(
            "Value before new money, without the note's shares", MONEY, amounts[1], ABOVE_ZERO
        )
        new = work.given("New money of the round", MONEY, amounts[2], NOT_NEGATIVE)
        off = work.given("Discount to the round's price", FRACTION, amounts[3], LESS_THAN_ALL)
        cap = work.given("Cap on the value it converts at", MONEY, amounts[4], ABOVE_ZERO)
        found = notes.convert_note(*amounts)
        at = work.result(
            "Value at which it converts",
            MONEY,
            f"=MIN((1-{off})*{company},{company},{cap})",
            found.conversion_value,
            worked=work.worked("conversion_value"),
        )
        shares = amounts[0] / found.conversion_value, amounts[2] / amounts[1]
        note = work.step(
            "Shares of the note, of those before the round", NUMBER, f"={principal}/{at}", shares[0]
        )
        round_ = work.step("Shares of the new money", NUMBER, f"={new}/{company}", shares[1])
        everything = work.step("All shares after the round", NUMBER, f"=1+{note}+{round_}", 1.0 + sum(shares))
        parts = [
            work.result(
                f"Part of {label}",
                FRACTION,
                f"={of}/{everything}",
                getattr(found, key),
                worked=work.worked(key),
            )
            for label, of, key in (
                ("the note", f"{note}", "note"),
                ("the new money", f"{round_}", "investors"),
                ("the holders before", "1", "holders"),
            )
        ]
        work.holds(
            "All of the company is owned",
            "Parts sum to 1",
            "(" + "+".join(f"{part}" for part in parts) + "-1)",
        )


def _preference(page: Page) -> None:
    with page.work(
        "E43",
        "Preferred shares at an exit",
        "What does a holder get that may take its money back first or convert, whichever is more?",
        "Investment",
    ) as work:
        put, part, times, exits = (
            work[name] for name in ("invested", "ownership", "preference_multiple", "exit_values")
        )
        invested = work.given("Invested", MONEY, put, NOT_NEGATIVE)
        owned = work.given("Part held if converted", FRACTION, part, PART)
        multiple = work.given("Preference over invested", NUMBER, times, NOT_NEGATIVE)
        first = work.step("Preference", MONEY, f"={multiple}*{invested}", times * put)
        work.result(
            "Exit value from which converting pays",
            MONEY,
            f"={first}/{owned}",
            preference.conversion_value(put, part, times),
            worked=work.worked("conversion_value"),
        )
        work.counted("Case", len(exits))
        value = work.given("Exit value", MONEY, exits, NOT_NEGATIVE)
        work.result(
            "Holder gets",
            MONEY,
            f"=MIN({value},MAX({first},{owned}*{value}))",
            preference.exit_value(exits, put, part, times),
            worked=work.worked("exit_value"),
        )


def _hedge(page: Page) -> None:
    with page.work(
        "E38",
        "A partner that holds stakes in two labs and sells compute to both",
        "What does the partner hold in each outcome, and does it profit even if both labs falter?",
        "Investment",
    ) as work:
        chances, first, second, compute = (
            work[name] for name in ("probabilities", "equity_A", "equity_B", "compute_margin")
        )
        paid = work.figures.inputs["outlay"]
        work.heads("Lab", list(paid))
        outlay = work.given("Paid for the stakes", BILLION, list(paid.values()), NOT_NEGATIVE)
        work.heads("Outcome", work.figures.inputs["states"])
        chance = work.given("Probability", FRACTION, chances, WITHIN_ONE)
        one = work.given("Stake in A", BILLION, first, NOT_NEGATIVE)
        other = work.given("Stake in B", BILLION, second, NOT_NEGATIVE)
        margin = work.given("Margin on compute", BILLION, compute)
        worth = held(first, second, compute)
        found, alone = hedge(worth, chances, sum(paid.values())), hedge(first, chances)
        value = work.result(
            "Worth of all that is held",
            BILLION,
            f"={one}+{other}+{margin}",
            worth,
            worked=work.worked("state_values"),
        )
        mean = work.result(
            "Expected",
            BILLION,
            f"=SUMPRODUCT({chance:all},{value:all})",
            found.expected,
            worked=work.worked("expected"),
        )
        worst = work.result("Worst", BILLION, f"=MIN({value:all})", found.worst, worked=work.worked("worst"))
        work.result(
            "Expected, net of what was paid",
            BILLION,
            f"={mean}-SUM({outlay:all})",
            found.expected_net,
            worked=work.worked("expected_net"),
        )
        least = work.result(
            "Worst, net of what was paid",
            BILLION,
            f"={worst}-SUM({outlay:all})",
            found.worst_net,
            worked=work.worked("worst_net"),
        )
        work.result(
            "Profits in every outcome",
            WORD,
            f'=IF({least}>0,"yes","no")',
            "yes" if found.always_profits else "no",
        )
        work.result(
            "Worst of the margin on compute alone",
            BILLION,
            f"=MIN({margin:all})",
            compute.min(),
            worked=work.worked("worst_compute_only"),
        )
        for label, line, of, centre, key in (
            ("of all", value, found, f"{mean}", ""),
            ("of the stake in A alone", one, alone, f"SUMPRODUCT({chance:all},{one:all})", "_equity_A_only"),
        ):
            deviation = work.result(
                f"Standard deviation {label}",
                BILLION,
                f"=SQRT(SUMPRODUCT({chance:all},({line:all}-{centre})^2))",
                of.standard_deviation,
                worked=work.worked(f"sd{key}"),
            )
            work.result(
                "That over the expected value",
                NUMBER,
                f'=IF({centre}=0,"none",{deviation}/{centre})',
                "none" if np.isnan(of.variation) else of.variation,
                worked=work.worked(f"cv{key}"),
            )
        work.holds("Probabilities sum to 1", "The outcomes are all there are", f"(SUM({chance:all})-1)")
