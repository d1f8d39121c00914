from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.amendments import Amendment, Status, ended
from revshare.contracts.contract import contract_from
from revshare.contracts.waterfall import COLUMNS, Waterfall, waterfall
from revshare.errors import TermsError
from revshare.timeline import Timeline

FULL = {
    "kind": "profit_share",
    "tiers": "0:0.5; 300:0.4; 800:0.3",
    "losses": "carryforward",
    "loss_expiry": 4,
    "loss_limit": 0.8,
    "annual_cap": 250,
    "lifetime_cap": 700,
    "annual_minimum": 120,
    "minimum_recoupable": True,
    "advance": 100,
    "advance_rate": 0.5,
    "payment_lag": 1.5,
    "withholding": 0.1,
}


def amended(
    terms: dict[str, object], base: list[float], *amendments: Amendment, start: date = date(2026, 1, 1)
) -> Waterfall:
    months = Timeline(start, len(base))
    return waterfall(contract_from(terms), np.array(base), np.zeros(len(base)), months, amendments=amendments)


@given(
    base=st.lists(st.floats(-60, 120), min_size=30, max_size=30),
    day=st.dates(date(2026, 1, 2), date(2028, 6, 29)),
    test=st.sampled_from(["year", "quarter", "period"]),
    wins=st.sampled_from(["minimum_wins", "cap_wins"]),
)
def test_an_amendment_that_changes_nothing_leaves_no_trace(
    base: list[float], day: date, test: str, wins: str
) -> None:
    terms = {**FULL, "minimum_test": test, "minimum_over_cap": wins}
    contract = contract_from(terms)
    plain = amended(terms, base)
    same = amended(terms, base, Amendment(day, contract))
    for name in COLUMNS:
        np.testing.assert_allclose(same.column(name), plain.column(name), atol=1e-8, err_msg=name)


def test_an_amendment_inside_a_month_splits_it_by_days() -> None:
    lower = Amendment(date(2026, 2, 15), contract_from({"rate": 0.1}))
    np.testing.assert_allclose(amended({"rate": 0.2}, [31.0, 28.0, 31.0], lower).share, [6.2, 4.2, 3.1])


def test_counters_carry_into_the_new_terms() -> None:
    """200 counted under the old table: the new one starts in its second tier."""
    table = contract_from({"tiers": "0:0.4; 150:0.2"})
    base = [100.0, 100.0, 100.0]
    carried = amended({"tiers": "0:0.5"}, base, Amendment(date(2026, 3, 1), table))
    np.testing.assert_allclose(carried.share, [50, 50, 20])
    afresh = amended({"tiers": "0:0.5"}, base, Amendment(date(2026, 3, 1), table, carry=False))
    np.testing.assert_allclose(afresh.share, [50, 50, 40])


def test_a_cap_agreed_later_counts_what_was_paid_before() -> None:
    capped = contract_from({"rate": 0.2, "lifetime_cap": 38})
    result = amended({"rate": 0.2}, [50.0] * 6, Amendment(date(2026, 3, 1), capped))
    np.testing.assert_allclose(result.net_accrual, [10, 10, 10, 8, 0, 0])


def test_an_amended_cap_below_what_was_paid_stops_payment_and_claws_nothing_back() -> None:
    capped = contract_from({"rate": 0.2, "annual_cap": 15})
    result = amended({"rate": 0.2}, [50.0] * 4, Amendment(date(2026, 3, 1), capped))
    np.testing.assert_allclose(result.net_accrual, [10, 10, 0, 0])


def test_an_amendment_may_extend_the_term_and_pay_a_further_advance() -> None:
    old = {"rate": 0.2, "end": "2026-02-28", "advance": 12}
    new = contract_from({"rate": 0.2, "advance": 20})
    result = amended(old, [50.0] * 5, Amendment(date(2026, 3, 1), new))
    np.testing.assert_allclose(result.share, 10.0)
    np.testing.assert_allclose(result.advance_balance, [2, 0, 0, 0, 0])
    later = amended(old, [50.0] * 5, Amendment(date(2026, 2, 1), new))
    np.testing.assert_allclose(later.advance_balance, [2, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("status", "works"),
    [
        (status, status in {Status.ACTIVE, Status.EXHAUSTED, Status.EXPIRED, Status.SUPERSEDED})
        for status in Status
    ],
)
def test_only_amendments_that_took_effect_count(status: Status, works: bool) -> None:
    change = Amendment(date(2026, 2, 1), contract_from({"rate": 0.1}), status)
    expected = [2.0, 1.0] if works else [2.0, 2.0]
    np.testing.assert_allclose(amended({"rate": 0.2}, [10.0, 10.0], change).share, expected)


def test_two_amendments_on_one_day_are_refused() -> None:
    change = Amendment(date(2026, 2, 1), contract_from({"rate": 0.1}))
    with pytest.raises(TermsError, match="two amendments take effect on 2026-02-01"):
        amended({"rate": 0.2}, [10.0, 10.0], change, change)


def test_an_event_stops_the_share_from_its_day(run: Callable[..., Waterfall]) -> None:
    contract = contract_from({"rate": 0.2})
    stopped = ended(contract, date(2026, 2, 15))
    assert stopped.term.end == date(2026, 2, 14)
    assert ended(contract, None) is contract
    assert ended(stopped, date(2026, 3, 1)) is stopped
    result = run({"rate": 0.2, "end": stopped.term.end}, [31.0, 28.0, 31.0])
    np.testing.assert_allclose(result.share, [6.2, 2.8, 0.0])
    with pytest.raises(TermsError, match="before the contract starts"):
        ended(replace(contract, term=replace(contract.term, start=date(2026, 1, 1))), date(2026, 1, 1))


def test_payment_terms_change_with_the_amendment() -> None:
    later = contract_from({"rate": 0.2, "payment_lag": 2, "withholding": 0.5})
    result = amended({"rate": 0.2, "payment_lag": 1}, [50.0] * 5, Amendment(date(2026, 3, 1), later))
    np.testing.assert_allclose(result.withheld, [0, 0, 5, 5, 5])
    np.testing.assert_allclose(result.cash, [0, 10, 10, 0, 5])
    np.testing.assert_allclose(result.payable[-1], 10)
