from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.reciprocal import Basis, implied_lab_revenue, reciprocal
from revshare.errors import NoSolutionError, NotApplicableError


def test_a_net_payment_bounds_the_labs_revenue(example: Callable[[str], dict[str, Any]]) -> None:
    case = example("E36")
    expected = case["expected"]
    net = np.array(case["inputs"]["net_payments"])
    np.testing.assert_allclose(implied_lab_revenue(net, 0.2), expected["revenue_lower_bound"], rtol=1e-9)
    for other, revenue in zip(
        case["inputs"]["partner_product_revenue_cases"], expected["revenue_2024_by_case"], strict=True
    ):
        assert implied_lab_revenue(net[:1], 0.2, 0.2, other)[0] == pytest.approx(revenue)
    flows = reciprocal(np.array([3469.0]), np.array([1000.0]), 0.2, 0.2)
    gross = expected["gross_flows_case_1000"]
    assert flows.lab_pays[0] == pytest.approx(gross["lab_pays"])
    assert flows.partner_pays[0] == pytest.approx(gross["partner_pays"])
    assert flows.net[0] == pytest.approx(gross["net"])


@given(lab=st.floats(0, 1e4), partner=st.floats(0, 1e4), rate=st.floats(0, 0.95), back=st.floats(0, 0.95))
def test_net_shares_solve_both_clauses_at_once(lab: float, partner: float, rate: float, back: float) -> None:
    flows = reciprocal(np.array([lab]), np.array([partner]), rate, back, Basis.NET)
    assert flows.lab_pays[0] == pytest.approx(rate * (lab - flows.partner_pays[0]), abs=1e-6)
    assert flows.partner_pays[0] == pytest.approx(back * (partner - flows.lab_pays[0]), abs=1e-6)


def test_two_whole_net_shares_have_no_answer() -> None:
    with pytest.raises(NoSolutionError, match="lower lab_rate or partner_rate"):
        reciprocal(np.array([1.0]), np.array([1.0]), 1.0, 1.0, Basis.NET)


def test_a_rate_of_zero_implies_no_revenue() -> None:
    with pytest.raises(NotApplicableError, match="enter lab_rate above 0"):
        implied_lab_revenue(np.array([5.0]), 0.0)
