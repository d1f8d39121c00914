from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from revshare.commitments.discount import (
    break_even_utilisation,
    contract_value,
    cost,
    effective_price,
    saving,
)
from revshare.errors import InputError


def test_a_discount_for_committing_pays_above_its_break_even(
    example: Callable[[str], dict[str, Any]],
) -> None:
    case = example("E22")
    inputs, expected = case["inputs"], case["expected"]
    terms = (inputs["list_value_of_commitment"], inputs["discount"], np.array(inputs["usage_at_list"]))
    np.testing.assert_allclose(cost(*terms), expected["paid"], rtol=1e-9)
    np.testing.assert_allclose(effective_price(*terms), expected["effective_price"], rtol=1e-9)
    np.testing.assert_allclose(saving(*terms), expected["saving_vs_on_demand"], rtol=1e-9, atol=1e-9)
    assert contract_value(*terms[:2]) == pytest.approx(inputs["committed_payment"])
    assert break_even_utilisation(inputs["discount"]) == pytest.approx(expected["break_even_utilisation"])


def test_without_usage_there_is_a_cost_but_no_price() -> None:
    assert cost(100.0, 0.3, np.array([0.0])).tolist() == [70]
    assert np.isnan(effective_price(100.0, 0.3, np.array([0.0]))).all()


def test_each_path_has_its_own_terms() -> None:
    price = effective_price(np.array([[100.0], [0.0]]), 0.3, np.array([50.0, 100.0]))
    np.testing.assert_allclose(price, [[1.4, 0.7], [0.7, 0.7]])


def test_bad_terms_are_refused() -> None:
    with pytest.raises(InputError, match=r"discount must be 0 to 1, got 30; for 30 % enter 0.3"):
        cost(100.0, 30.0, np.array([1.0]))
    with pytest.raises(InputError, match="list_usage must be 0 or more, got -1"):
        cost(100.0, 0.3, np.array([-1.0]))
