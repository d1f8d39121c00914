"""The rate of return of payments on their days, live: as published, on hard flows, and where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.model.conftest import assumed, every
from tests.workbooks.capital_books import CapitalBook, capital_case, day, stake
from tests.workbooks.contract_books import example

from revshare.inputs import Value
from revshare.investment.returns import xnpv
from revshare_workbooks.blocks.rates_of_return import ABOVE, LOST, NOTHING_BACK, NOTHING_PAID

RATE = "Rate of return a year (XIRR)"
END = date(2025, 12, 31)


def marked(payments: Mapping[date, float], worth: float, on: date = END) -> dict[str, Any]:
    """A stake that is reported to be worth so much on a day."""
    mark = {"value": assumed(worth), "on": day(on), "ownership": assumed(1.0)}
    return stake(payments, ownership=assumed(0.0), dilution=every(0.0), mark=mark)


def bench(*stakes: dict[str, Any]) -> CapitalBook:
    """Stakes in a company that is worth far more than what is paid for them."""
    company = {"label": "Lab", "value": every(1e9)}
    numbered = {f"s{place}": one | {"label": f"Stake {place}"} for place, one in enumerate(stakes)}
    return CapitalBook(capital_case(companies={"lab": company}, stakes=numbered))


def test_thirteen_thousand_marked_at_135_000_is_as_published() -> None:
    """E27."""
    terms, expected = example("E27")["inputs"], example("E27")["expected"]
    *payments, (on, value) = terms["flows"]
    paid = {date.fromisoformat(paid_on): -amount for paid_on, amount in payments}
    book = bench(marked(paid, value, date.fromisoformat(on)))
    assert book.faults() == []
    assert book.figure("Money put in", nth=1) == terms["invested"]
    assert book.figure("Multiple of money put in", nth=1) == pytest.approx(expected["moic"], rel=1e-12)
    assert book.figure("Gain", nth=1) == pytest.approx(expected["gain"])
    assert book.figure(RATE, nth=1) == pytest.approx(expected["xirr"], rel=1e-9)
    for owned, implied in zip(terms["ownerships"], expected["implied_equity_values"], strict=True):
        assert book.faults_after({"stakes.s0.mark.ownership": owned}) == []
        assert book.figure("Value of the company it implies") == pytest.approx(implied)


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same_rates(tmp_path: Path) -> None:
    payments = {date(2019, 7, 22): 1000.0, date(2025, 12, 30): 3000.0, END: 500.0, date(2023, 1, 23): 1e4}
    book = bench(*(marked(payments, worth) for worth in (135000.0, 600.0, 14500.0, 400.0)))
    assert book.faults() == []
    assert book.faults_in_libreoffice(tmp_path / "rates.xlsx") == []


@pytest.mark.parametrize(
    ("payments", "worth", "answer"),
    [
        ({date(2024, 3, 1): 0.0}, 100.0, NOTHING_PAID),
        ({date(2026, 3, 1): 10.0}, 100.0, NOTHING_PAID),
        ({END: 10.0}, 100.0, NOTHING_PAID),
        ({date(2024, 3, 1): 10.0}, 0.0, NOTHING_BACK),
        ({date(2024, 3, 1): 10.0, END: 30.0}, 30.0, NOTHING_BACK),
        ({date(2025, 12, 30): 10.0}, 20.0, ABOVE),
        ({date(2025, 12, 30): 20.0}, 10.0, LOST),
    ],
)
def test_where_there_is_no_rate_it_says_why(payments: dict[date, float], worth: float, answer: str) -> None:
    book = bench(marked(payments, worth))
    found = book.projection.stakes["s0"].marked
    assert found is not None
    assert np.isnan(found.rate)
    assert book.faults() == []
    assert book.figure(RATE, nth=1) == answer


@cache
def open_bench() -> CapitalBook:
    """A stake of five payments, laid out once."""
    return bench(marked({date(2018 + place, 5, 1): 100.0 for place in range(5)}, 900.0))


def test_what_rounding_leaves_of_a_value_is_nothing() -> None:
    """Bought on the last day for what it is then worth, but for the last digit; one paid long before is lost."""
    book = bench(stake({END: 248911.875, date(2000, 1, 1): 1.0}, ownership=assumed(0.0), dilution=every(0.0)))
    assert book.faults() == []
    assert book.figure(RATE) == NOTHING_BACK


DAYS = st.one_of(
    st.dates(date(1995, 1, 1), date(2026, 3, 1)),
    st.sampled_from([END, END - timedelta(1), END - timedelta(2), date(2024, 1, 1)]),
)
AMOUNTS = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(DAYS, AMOUNTS), min_size=5, max_size=5),
    st.one_of(st.just(0.0), st.floats(1e-2, 1e7)),
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
)
def test_any_payments_have_the_rate_the_engine_finds(
    payments: list[tuple[date, float]], worth: float, on: date
) -> None:
    changes: dict[str, Value] = {"stakes.s0.mark.value": worth, "stakes.s0.mark.on": on}
    for place, (paid_on, amount) in enumerate(payments):
        changes |= {
            f"stakes.s0.tranches.t{place}.{key}": value
            for key, value in (("date", paid_on), ("amount", amount))
        }
    book = open_bench()
    assert book.faults_after(changes) == []
    found = book.figure(RATE, nth=1)
    if isinstance(found, float):
        before = [(paid_on, -amount) for paid_on, amount in payments if paid_on <= on]
        days, flows = zip(*before, (on, worth), strict=True)
        value = xnpv(np.array(flows), days, found)
        size = xnpv(np.abs(flows), days, found)
        assert abs(value) <= 1e-9 * size
