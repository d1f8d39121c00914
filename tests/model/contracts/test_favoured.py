from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.contract import contract_from
from revshare.contracts.favoured import (
    Deal,
    Favoured,
    Wording,
    effective_rates,
    favoured_true_up,
    raised_rates,
    settle,
)
from revshare.errors import InputError, TermsError
from revshare.timeline import Timeline

MONTH = Timeline(date(2026, 1, 1), 1)


def book(wording: Wording) -> dict[str, Deal]:
    clause = Favoured(("B", "C"), wording)
    none = np.zeros(1)
    return {
        "A": Deal(contract_from({"rate": 0.4}), np.array([800.0]), none, clause),
        "B": Deal(contract_from({"rate": 0.5}), np.array([500.0]), none),
        "C": Deal(contract_from({"tiers": "0:0.6; 50:0.2"}), np.array([200.0]), none),
    }


@pytest.mark.parametrize(
    ("wording", "key"),
    [
        (Wording.HEADLINE, "headline_true_up_A"),
        (Wording.EFFECTIVE, "effective_true_up_A"),
        (Wording.TOP_TIER, "headline_true_up_if_C_top_tier_counts"),
    ],
)
def test_the_wording_decides_the_true_up(
    example: Callable[[str], dict[str, Any]], wording: Wording, key: str
) -> None:
    expected = example("E40")["expected"]
    settled = settle(book(wording), MONTH)
    assert settled["A"].favoured[0] == pytest.approx(expected[key])
    assert settled["A"].share[0] == pytest.approx(320.0 + expected[key])
    assert settled["B"].favoured[0] == 0.0


def test_the_holder_gets_the_gap_to_the_best_rate() -> None:
    base = np.array([800.0, 100.0])
    np.testing.assert_allclose(favoured_true_up(base, 0.4, [0.5, 0.3]), [80, 10])
    np.testing.assert_allclose(favoured_true_up(base, 0.4, [np.array([0.3, 0.6])]), [0, 20])
    np.testing.assert_allclose(favoured_true_up(base, 0.4, []), [0, 0])


def test_an_effective_rate_looks_back() -> None:
    share, base = np.array([5.0, 2.0, 0.0, 4.0]), np.array([10.0, 10.0, 0.0, 10.0])
    np.testing.assert_allclose(effective_rates(share, base, 2), [0.5, 0.35, 0.2, 0.4])
    np.testing.assert_allclose(effective_rates(share, base, 12), [0.5, 0.35, 0.35, 11 / 30])


@given(rates=st.lists(st.floats(0, 1), min_size=2, max_size=5))
def test_raising_rates_is_idempotent_with_several_holders(rates: list[float]) -> None:
    before = {str(n): np.array([rate]) for n, rate in enumerate(rates)}
    holders = {name: [other for other in before if other != name] for name in list(before)[:2]}
    once = raised_rates(before, holders)
    twice = raised_rates(once, holders)
    for name in before:
        np.testing.assert_array_equal(once[name], twice[name])


def test_a_clause_does_not_reach_back() -> None:
    clause = Favoured(("B",), effective=date(2026, 2, 15))
    line, none = np.array([100.0, 100.0, 100.0]), np.zeros(3)
    deals = {
        "A": Deal(contract_from({"rate": 0.4}), line, none, clause),
        "B": Deal(contract_from({"rate": 0.5}), line, none),
    }
    settled = settle(deals, Timeline(date(2026, 1, 1), 3))
    np.testing.assert_allclose(settled["A"].favoured, [0, 5, 10])


def test_a_comparable_must_be_in_the_book() -> None:
    deals = {"A": Deal(contract_from({"rate": 0.4}), np.ones(1), np.zeros(1), Favoured(("Z",)))}
    with pytest.raises(InputError, match="A compares with Z, which is not in the book"):
        settle(deals, MONTH)
    with pytest.raises(TermsError, match="look_back must be 1 month or more"):
        Favoured(("A",), look_back=0)
