"""The beta distribution against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from revshare.risk.beta import Beta

PLACES = np.linspace(0.0, 1.0, 501)


@pytest.mark.parametrize("a", [1.0, 1.0003, 1.5, 2.2, 3.0, 4.1, 4.9997, 5.0])
def test_probabilities_and_quantiles_are_those_of_scipy(a: float) -> None:
    found = Beta(a, 6.0 - a)
    np.testing.assert_allclose(found.chance_up_to(PLACES), stats.beta.cdf(PLACES, a, 6.0 - a), atol=1e-14)
    chances = np.linspace(0.0005, 0.9995, 997)
    np.testing.assert_allclose(found.quantile(chances), stats.beta.ppf(chances, a, 6.0 - a), atol=1e-12)


@given(a=st.floats(1.0, 5.0), chance=st.floats(1e-12, 1.0 - 1e-12))
def test_the_probability_of_a_quantile_is_the_one_asked_for(a: float, chance: float) -> None:
    found = Beta(a, 6.0 - a)
    place = found.quantile(np.array([chance]))
    assert found.chance_up_to(place)[0] == pytest.approx(chance, abs=1e-12)
