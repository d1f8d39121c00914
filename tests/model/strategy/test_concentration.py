"""How much hangs on one partner."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError
from revshare.strategy.concentration import concentration, with_own

AMOUNTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=8).map(np.array)


def test_a_published_example() -> None:
    """Investopedia, "Herfindahl-Hirschman Index": eight firms with an index of 1,296."""
    found = concentration(np.array([10.0, 9.0, 12.0, 15.0, 12.0, 11.0, 15.0, 16.0]))
    assert 10_000 * found.herfindahl == pytest.approx(1296.0, rel=1e-12)
    assert found.largest == pytest.approx(0.16, rel=1e-12)
    assert found.effective_partners == pytest.approx(1 / 0.1296, rel=1e-12)


@given(amounts=AMOUNTS)
def test_it_lies_between_even_and_one_for_all(amounts: np.ndarray) -> None:
    found = concentration(amounts)
    assert found.shares.sum() == pytest.approx(1.0, rel=1e-12)
    assert 1.0 / amounts.size <= found.herfindahl * (1 + 1e-12)
    assert found.herfindahl <= found.largest * (1 + 1e-12) <= 1.0 + 1e-9


def test_each_period_has_its_own_and_none_without_revenue() -> None:
    found = concentration(np.array([[60.0, 0.0], [40.0, 0.0]]))
    np.testing.assert_allclose(found.herfindahl, [0.52, np.nan], rtol=1e-12)
    np.testing.assert_allclose(found.largest, [0.6, np.nan], rtol=1e-12)


def test_what_moves_to_oneself_makes_the_partners_smaller() -> None:
    shares = with_own(np.array([0.6, 0.4]), 0.25)
    np.testing.assert_allclose(shares, [0.45, 0.3, 0.25], rtol=1e-12)
    paths = with_own(np.array([[0.6, 0.6], [0.4, 0.4]]), np.array([0.0, 0.5]))
    np.testing.assert_allclose(paths, [[0.6, 0.3], [0.4, 0.2], [0.0, 0.5]], rtol=1e-12)


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(InputError, match="amounts must be 0 or more, got -1"):
        concentration(np.array([2.0, -1.0]))
