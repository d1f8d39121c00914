"""A stake in its investor's books, with the switch live."""

from __future__ import annotations

from datetime import date

import pytest
from tests.model.conftest import assumed, every
from tests.workbooks.capital_books import CapitalBook, capital_case, stake

from revshare.inputs import Value

WAYS = {
    "cost": ([300.0, 450.0], [0.0, 0.0]),
    "fair_value": ([400.0, 690.0], [100.0, 140.0]),
    "equity_method": ([360.0, 558.3], [60.0, 48.3]),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_switch_turns_the_books(way: str) -> None:
    """The lab earns 300 and 210; 0.2 and 0.23 of it are the investor's."""
    book = CapitalBook(capital_case())
    assert book.faults_after({"stakes.cloud.books": way}) == []
    carrying, income = WAYS[way]
    assert book.row("Carrying amount")[1:3] == pytest.approx(carrying)
    assert book.row("Income from it")[1:3] == pytest.approx(income)


def test_losses_stop_at_a_carrying_amount_of_zero_and_are_covered_first() -> None:
    losing = {"2024": assumed(700.0), "2025": assumed(0.0)}
    case = capital_case(spending={"training": {"label": "Training", "annual": losing, "compute": every(0.0)}})
    changes: dict[str, Value] = {
        "stakes.cloud.books": "equity_method",
        "stakes.cloud.dilution.every_year": 0.0,
        "stakes.cloud.tranches.before.amount": 0.0,
        "stakes.cloud.tranches.now.amount": 30.0,
        "stakes.cloud.tranches.later.amount": 0.0,
    }
    book = CapitalBook(case)
    assert book.faults_after(changes) == []
    label = "Losses not shown, which later profits cover first"
    lost, earned = (0.2 * float(value) for value in book.projection.by_year("operating_profit"))
    assert lost < -30.0 < 0.0 < earned
    assert book.row("Carrying amount")[1] == pytest.approx(0.0)
    assert book.row(label)[1:3] == pytest.approx([-lost - 30.0, 0.0])
    assert book.row("Income from it")[2] == pytest.approx(earned - (-lost - 30.0))


def test_the_equity_method_of_another_company_is_flagged() -> None:
    elsewhere = stake({date(2024, 1, 1): 100.0}, investor="cloud")
    company = {"label": "Fund", "party": "fund", "value": {"2024": assumed(2000.0), "2025": assumed(3000.0)}}
    book = CapitalBook(capital_case(companies={"lab": company}, stakes={"cloud": elsewhere}))
    assert book.faults() == []
    flag = next(guard for guard in book.guards if guard.label.startswith("Books can be shown"))
    book.live.enter("stakes.cloud.books", "equity_method")
    assert book.live.spot(flag.spot) == 1
    assert book.row("Income from it")[1:3] == [0.0, 0.0]
