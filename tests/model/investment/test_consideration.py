"""What a supplier pays its customer reduces its revenue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.errors import InputError, NotApplicableError
from revshare.investment.consideration import consideration_payable, net_revenue


def test_shares_bought_above_their_value_reduce_revenue(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E26")["inputs"], example("E26")["expected"]
    gross = np.full(given_["years"], given_["commitment"] / given_["years"])
    found = net_revenue(gross, given_["investment"], given_["fair_value_of_shares"])
    assert found.reduction.sum() == pytest.approx(expected["consideration_payable"], rel=1e-12)
    np.testing.assert_allclose(found.gross, expected["revenue_per_year_gross"])
    np.testing.assert_allclose(found.net, expected["revenue_per_year_net"])
    np.testing.assert_allclose(found.organic, expected["organic_revenue_if_all_investment_deducted"])


def test_at_a_fair_price_nothing_is_paid_for_revenue() -> None:
    assert consideration_payable(5.0) == 0.0
    assert consideration_payable(5.0, 6.0) == 0.0, "a bargain is no payment to the customer"
    np.testing.assert_allclose(net_revenue([10.0, 30.0], 5.0).net, [10.0, 30.0])


def test_warrants_reduce_revenue_likewise() -> None:
    assert consideration_payable(5.0, 4.2, warrants=2.0) == pytest.approx(2.8)
    np.testing.assert_allclose(net_revenue([10.0, 30.0], 0.0, warrants=4.0).net, [9.0, 27.0])


def test_scenarios_of_value_each_have_their_own_revenue() -> None:
    found = net_revenue([[10.0, 30.0], [20.0, 20.0]], 5.0, np.array([5.0, 1.0]))
    np.testing.assert_allclose(found.net, [[10.0, 30.0], [18.0, 18.0]])


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InputError, match="investment must be 0 or more, got -1"):
        consideration_payable(-1.0)
    with pytest.raises(InputError, match="fair_value must be 0 or more, got -1"):
        consideration_payable(1.0, -1.0)
    with pytest.raises(InputError, match="warrants must be 0 or more, got -1"):
        consideration_payable(1.0, 1.0, -1.0)
    with pytest.raises(InputError, match="revenue must be 0 or more, got -1"):
        net_revenue([3.0, -1.0], 5.0)
    with pytest.raises(NotApplicableError, match="no revenue over which to spread"):
        net_revenue([0.0, 0.0], 5.0)
