"""How a line spreads over the paths."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.risk.quantiles import Exact
from revshare.risk.spread import BARS, PERCENTILES, spreads
from revshare.risk.tally import Tally

FOUND = np.random.default_rng(1).normal(size=(2, 3, 2000))


def tally(found: np.ndarray) -> Tally:
    whole = Tally(0, {}, {}, Exact())
    whole.add(0, found, {}, 1)
    return whole


def test_figures_are_numpys() -> None:
    found = spreads(tally(FOUND), ("one", "two"))["two"]
    np.testing.assert_allclose(found.mean, FOUND[1, :-1].mean(axis=-1))
    np.testing.assert_allclose(found.percentiles, np.percentile(FOUND[1, :-1], PERCENTILES, axis=-1))
    np.testing.assert_allclose(found.total.percentiles, np.percentile(FOUND[1, -1], PERCENTILES))
    np.testing.assert_allclose(found.total.expected_shortfall, np.sort(FOUND[1, -1])[:100].mean())


def test_a_histogram_holds_every_path() -> None:
    found = spreads(tally(FOUND), ("one", "two"))["one"].histogram
    assert found is not None
    assert found.edges.shape == (BARS + 1,)
    assert found.shares.sum() == pytest.approx(1.0)
    assert found.shares[0] >= 0.005


def test_a_figure_that_some_path_lacks_is_missing() -> None:
    holed = FOUND.copy()
    holed[0, 2, 7] = np.nan
    found = spreads(tally(holed), ("one", "two"))["one"]
    assert np.isnan(found.total.mean)
    assert np.isnan(found.total.percentiles).all()
    assert found.histogram is None
    assert not np.isnan(found.mean).any()
