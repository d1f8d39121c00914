"""Stakes in a case: what is paid and held, what it is worth, and what it returns, by hand and as published."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from revshare.case import Case, CaseError
from revshare.case_lines import Frequency, line_of
from revshare.errors import InputError
from revshare.lines import Projection
from revshare.projection import project
from revshare.stake_flows import deal_years

Tiny = Callable[..., Case]
Changes = dict[str, Any]


@pytest.fixture(scope="module")
def by_hand(tiny: Tiny, capital: Changes) -> Projection:
    return project(tiny(capital))


def given(value: Any) -> Changes:
    found = {"value": value, "basis": "assumed", "note": "for the test"}
    return found | ({} if isinstance(value, (str, date)) else {"low": value, "high": value})


def every(value: float) -> Changes:
    return {"every_year": given(value)}


@pytest.mark.parametrize(
    ("line", "years", "total"),
    [
        ("invested.cloud", [200.0, 150.0], 350.0),
        ("company_value.lab", [2000.0, 3000.0], 3000.0),
        ("ordinary_value.cloud", [400.0, 690.0], 690.0),
        ("ownership.cloud", [0.2, 0.23], 0.23),
        ("stake_value.cloud", [400.0, 690.0], 690.0),
    ],
)
def test_the_small_case_is_as_worked_out_by_hand(
    by_hand: Projection, line: str, years: list[float], total: float
) -> None:
    """0.2 diluted by a tenth to 0.18, and 150 expected at 3,000 buys 0.05."""
    np.testing.assert_allclose(by_hand.by_year(line), years, rtol=1e-12)
    assert by_hand.total(line) == pytest.approx(total, rel=1e-12)


def test_a_fraction_held_is_the_same_however_finely_it_is_told(by_hand: Projection) -> None:
    quarters = line_of(by_hand, "ownership.cloud", Frequency.QUARTER)
    np.testing.assert_allclose(quarters, [0.2] * 4 + [0.23] * 4, rtol=1e-12)
    np.testing.assert_allclose(by_hand["ownership.cloud"], [0.2] * 12 + [0.23] * 12, rtol=1e-12)


def test_a_payment_falls_in_its_month_weighted_by_its_chance(by_hand: Projection) -> None:
    months = np.zeros(24)
    months[2], months[20] = 200.0, 150.0
    np.testing.assert_array_equal(by_hand["invested.cloud"], months)


def test_what_was_paid_before_the_model_is_funded_and_what_comes_after_is_not(by_hand: Projection) -> None:
    stake = by_hand.stakes["cloud"]
    np.testing.assert_allclose(stake.bought, [300.0, 150.0])
    np.testing.assert_allclose(stake.funded, [300.0, 450.0])
    assert stake.at_end.invested == pytest.approx(450.0)
    assert stake.at_end.multiple == pytest.approx(690.0 / 450.0)
    assert len(stake.tranches.days) == 4


def test_money_comes_back_first_where_the_company_is_worth_little(tiny: Tiny, capital: Changes) -> None:
    """0.2 of 1,000 is less than the 300 paid; of 250 there is no more than 250."""
    found = project(
        tiny(capital), overrides={"companies.lab.value.2024": 1000.0, "companies.lab.value.2025": 250.0}
    )
    np.testing.assert_allclose(found.by_year("stake_value.cloud")[0], 300.0)
    few = project(tiny(capital), overrides={"companies.lab.value.2024": 250.0})
    np.testing.assert_allclose(few.by_year("stake_value.cloud")[0], 250.0)


def test_the_value_of_the_deal_is_that_of_its_flows_on_their_days(by_hand: Projection) -> None:
    deal = by_hand.stakes["cloud"].deal
    assert deal is not None
    start, rate = date(2024, 1, 1), 1.1

    def worth(amount: float, day: date) -> float:
        return amount * float(rate ** -((day - start).days / 365.0))

    paid_in = (
        worth(100.0, date(2023, 7, 1)) + worth(200.0, date(2024, 3, 15)) + worth(150.0, date(2025, 9, 1))
    )
    margin, revenue = 66.0 / 1.1 + 84.0 / 1.21, 330.0 / 1.1 + 420.0 / 1.21
    assert deal.commitment_multiple == pytest.approx(720.0 / 450.0)
    assert deal.investor_funded_fraction == pytest.approx(450.0 / 720.0)
    assert deal.npv_excluding_equity == pytest.approx(margin - paid_in, rel=1e-12)
    assert deal.npv_including_equity == pytest.approx(margin - paid_in + 690.0 / 1.21, rel=1e-12)
    assert deal.break_even_margin == pytest.approx(paid_in / revenue, rel=1e-12)
    assert np.isnan(deal.payback_years)


def test_a_deal_begins_with_its_first_promised_year(tiny: Tiny, capital: Changes) -> None:
    """What is bought in 2024, before anything is promised, is none of the deal's doing."""
    changed = copy.deepcopy(capital)
    changed["commitments"]["cloud"]["annual"]["2024"] |= {"value": 0.0, "low": 0.0}
    projection = project(tiny(changed))
    committed, revenue, margin = deal_years(projection, "cloud")
    assert committed.tolist() == [0.0, 420.0]
    assert revenue[0] == margin[0] == 0.0 < projection.by_year("paid.cloud")[0]
    assert revenue[1] == projection.by_year("paid.cloud")[1]
    deal = projection.stakes["cloud"].deal
    assert deal is not None
    invested = projection.stakes["cloud"].at_end.invested
    assert float(deal.commitment_multiple) == pytest.approx(420.0 / float(invested))


def test_five_against_a_hundred_over_ten_years_is_as_published(
    tiny: Tiny, capital: Changes, example: Callable[[str], Changes]
) -> None:
    terms, expected = example("E25")["inputs"], example("E25")["expected"]
    years = int(terms["years"])
    commitment = capital["commitments"]["other"] | {
        "buyer": "",
        "annual": every(terms["commitment"] / years),
        "usage": every(terms["commitment"] / years),
        "margin": every(terms["compute_gross_margin"]),
    }
    tranche = capital["stakes"]["cloud"]["tranches"]["now"] | {
        "amount": given(terms["investment"]),
        "date": given(date(2024, 1, 1)),
    }
    stake = {key: value for key, value in capital["stakes"]["cloud"].items() if key != "mark"}
    stake |= {"tranches": {"all": tranche}, "discount_rate": given(terms["discount_rate"])}
    case = tiny(
        {
            "last_year": 2023 + years,
            "revenue/annual": every(1200.0),
            "commitments": {"cloud": commitment},
            "companies": {"lab": {"label": "Lab", "value": every(100.0)}},
            "stakes": {"cloud": stake},
        }
    )
    deal = project(case).stakes["cloud"].deal
    assert deal is not None
    assert deal.commitment_multiple == pytest.approx(expected["commitment_multiple"], rel=1e-9)
    assert deal.investor_funded_fraction == pytest.approx(expected["investor_funded_fraction"], rel=1e-9)
    assert deal.payback_years == pytest.approx(expected["payback_years"], rel=1e-9)
    assert deal.pv_margin == pytest.approx(expected["pv_margin"], rel=1e-9)
    assert deal.npv_excluding_equity == pytest.approx(expected["npv_excluding_equity"], rel=1e-9)
    assert deal.break_even_margin == pytest.approx(expected["break_even_margin"], rel=1e-9)


def test_thirteen_thousand_marked_at_135_000_is_as_published(
    tiny: Tiny, capital: Changes, example: Callable[[str], Changes]
) -> None:
    terms, expected = example("E27")["inputs"], example("E27")["expected"]
    *payments, (marked_on, value) = terms["flows"]
    stake = {key: item for key, item in capital["stakes"]["cloud"].items() if key != "commitment"} | {
        "tranches": {
            f"t{place}": {
                "label": day,
                "amount": given(-amount),
                "date": given(date.fromisoformat(day)),
                "probability": given(1.0),
            }
            for place, (day, amount) in enumerate(payments)
        },
        "mark": {
            "value": given(value),
            "on": given(date.fromisoformat(marked_on)),
            "ownership": given(terms["ownerships"][1]),
        },
    }
    case = tiny({"companies": {"lab": {"label": "Lab", "value": every(5e5)}}, "stakes": {"cloud": stake}})
    marked = project(case).stakes["cloud"].marked
    assert marked is not None
    assert marked.invested == terms["invested"]
    assert marked.multiple == pytest.approx(expected["moic"], rel=1e-12)
    assert marked.gain == expected["gain"]
    assert marked.rate == pytest.approx(expected["xirr"], rel=1e-6)
    assert marked.company_value == pytest.approx(expected["implied_equity_values"][1])
    other = project(case, overrides={"stakes.cloud.mark.ownership": terms["ownerships"][0]})
    assert other.stakes["cloud"].marked.company_value == pytest.approx(expected["implied_equity_values"][0])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("books", "carrying", "income"),
    [
        ("cost", [300.0, 450.0], [0.0, 0.0]),
        ("fair_value", [400.0, 690.0], [100.0, 140.0]),
        ("equity_method", [360.0, 558.3], [60.0, 48.3]),
    ],
)
def test_the_investor_shows_the_stake_as_its_books_have_it(
    tiny: Tiny, capital: Changes, books: str, carrying: list[float], income: list[float]
) -> None:
    """The lab earns 300 and 210; 0.2 and 0.23 of it are the investor's."""
    found = project(tiny(capital), overrides={"stakes.cloud.books": books}).stakes["cloud"].books
    np.testing.assert_allclose(found.carrying, carrying, rtol=1e-12)
    np.testing.assert_allclose(found.income, income, rtol=1e-12)


def test_the_equity_method_is_for_the_lab_alone(tiny: Tiny, capital: Changes) -> None:
    stake = {key: item for key, item in capital["stakes"]["cloud"].items() if key != "commitment"}
    changes = capital | {
        "companies": {"lab": capital["companies"]["lab"] | {"party": "fund", "label": "Fund"}},
        "stakes": {"cloud": stake | {"books": given("equity_method")}},
    }
    with pytest.raises(CaseError) as caught:
        tiny(changes)
    (fault,) = caught.value.faults
    assert fault == (
        "tiny: stakes.cloud.books is equity_method, which needs the profit of Fund; "
        "only the lab's is projected, so choose cost or fair_value"
    )


def test_no_one_holds_more_than_all(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    with pytest.raises(InputError, match=r"^stakes.cloud.ownership comes to 1.02 in 2025, above 1: mend"):
        project(
            case, overrides={"stakes.cloud.ownership": 0.97, "companies.lab.value.2025": 1020.408163265306}
        )
    first = capital["stakes"]["cloud"]
    second = first | {
        "label": "Second",
        "ownership": given(0.75),
        "dilution": every(0.0),
        "tranches": first["tranches"],
    }
    with pytest.raises(CaseError) as caught:
        tiny(capital | {"stakes": {"cloud": first, "second": second}})
    (fault,) = caught.value.faults
    assert fault == (
        "tiny: companies.lab comes to 1.03 in 2025, above 1: mend the value of the company, "
        "or what is held and paid in stakes.cloud, stakes.second"
    )


def test_nothing_is_bought_of_a_company_without_value(tiny: Tiny, capital: Changes) -> None:
    with pytest.raises(InputError, match=r"^companies.lab.value is 0 in 2025, when stakes.cloud pays in"):
        project(tiny(capital), overrides={"companies.lab.value.2025": 0.0})


def test_a_day_is_a_day(tiny: Tiny, capital: Changes) -> None:
    with pytest.raises(
        InputError, match=r"^stakes.cloud.tranches.now.date must be a date such as 2026-04-20"
    ):
        project(tiny(capital), overrides={"stakes.cloud.tranches.now.date": "none"})
