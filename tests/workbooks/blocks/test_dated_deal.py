"""An investment against the commitment that goes with it, live: as published, by hand, and under any terms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.model.conftest import CAPITAL, assumed, every
from tests.workbooks.capital_books import CapitalBook, capital_case, stake
from tests.workbooks.contract_books import example

from revshare.inputs import Value
from revshare_workbooks.blocks.dated_deal import NOT_PAID_BACK


def published() -> CapitalBook:
    """E25: 5 invested on the first day against 100 over ten years, bought evenly."""
    terms = example("E25")["inputs"]
    years = int(terms["years"])
    commitment = CAPITAL["commitments"]["other"] | {
        "buyer": "",
        "annual": every(terms["commitment"] / years),
        "usage": every(terms["commitment"] / years),
        "margin": every(terms["compute_gross_margin"]),
    }
    rate = assumed(terms["discount_rate"])
    paid = stake({date(2024, 1, 1): terms["investment"]}, discount_rate=rate, commitment="cloud")
    return CapitalBook(
        capital_case(
            last_year=2023 + years,
            revenue={"measure": "total", "annual": every(1200.0)},
            commitments={"cloud": commitment},
            companies={"lab": {"label": "Lab", "value": every(100.0)}},
            stakes={"cloud": paid},
        )
    )


def test_five_against_a_hundred_over_ten_years_is_as_published() -> None:
    expected, book = example("E25")["expected"], published()
    assert book.faults() == []
    assert book.figure("Commitment over investment", nth=1) == pytest.approx(expected["commitment_multiple"])
    label = "Part of the commitment the investor pays itself"
    assert book.figure(label) == pytest.approx(expected["investor_funded_fraction"])
    assert book.row("Margin of the investor in that")[1:11] == pytest.approx([expected["annual_margin"]] * 10)
    assert book.figure("Payback, years from the start") == pytest.approx(expected["payback_years"], rel=1e-9)
    assert book.figure("Present value of margin") == pytest.approx(expected["pv_margin"], rel=1e-9)
    label = "Present value without equity"
    assert book.figure(label) == pytest.approx(expected["npv_excluding_equity"], rel=1e-9)
    label = "Margin at which the value without equity is 0"
    assert book.figure(label) == pytest.approx(expected["break_even_margin"], rel=1e-9)


def test_its_own_money_comes_back_first() -> None:
    book = published()
    assert book.row("Own money in what it received")[1:4] == pytest.approx([0.5, 0.25, 5.0 / 30.0])


def test_a_margin_too_thin_is_said_not_to_pay_back() -> None:
    book = CapitalBook(capital_case())
    assert book.faults() == []
    assert book.figure("Payback, years from the start") == NOT_PAID_BACK


def test_the_figures_follow_the_investors_rate() -> None:
    book = published()
    assert book.faults_after({"stakes.cloud.discount_rate": 0.0}) == []
    assert book.figure("Present value without equity") == pytest.approx(30.0)
    assert book.faults_after({"stakes.cloud.tranches.t0.amount": 80.0}) == []
    assert book.figure("Payback, years from the start") == NOT_PAID_BACK


BOOK: list[CapitalBook] = []


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.one_of(st.just(0.0), st.floats(1e-3, 60.0)),
    st.floats(-0.5, 3.0),
    st.floats(1e-6, 1.0),
)
def test_any_deal_is_worth_what_the_engine_says(day: date, amount: float, rate: float, chance: float) -> None:
    book = BOOK[0] if BOOK else published()
    BOOK[:] = [book]
    tranche = "stakes.cloud.tranches.t0"
    changes: dict[str, Value] = {
        f"{tranche}.date": day,
        f"{tranche}.amount": amount,
        f"{tranche}.probability": chance,
    }
    assert book.faults_after(changes | {"stakes.cloud.discount_rate": rate}) == []
