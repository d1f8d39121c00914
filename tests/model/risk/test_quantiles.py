"""Percentiles and tails, exact and from sketches."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from revshare.risk import quantiles
from revshare.risk.quantiles import Exact, Sketched, kept, mean_of_lowest, percentile

AT = np.array([0.5, 5.0, 25.0, 50.0, 75.0, 95.0, 99.5])
VALUES = np.random.default_rng(1).normal(size=(100_000, 1, 2))


def test_equal_weights_give_numpys_percentiles() -> None:
    values = np.sort(VALUES[:1000, 0, 0])
    np.testing.assert_array_equal(percentile(values, np.ones(1000), AT), np.percentile(values, AT))


def test_a_value_that_stands_for_several_is_as_good_as_the_several() -> None:
    values, weights = np.array([1.0, 2.0, 5.0]), np.array([1.0, 3.0, 1.0])
    assert percentile(values, weights, np.array([50.0])) == 2.0
    assert mean_of_lowest(values, weights, 0.6) == pytest.approx((1.0 + 2.0 + 2.0) / 3)
    assert mean_of_lowest(values, weights, 0.3) == pytest.approx((1.0 + 0.5 * 2.0) / 1.5)


def test_blocks_are_kept_in_their_order() -> None:
    one, other = Exact(), Exact()
    one.add(2, VALUES[20:30])
    other.add(0, VALUES[:10])
    one.merge(other)
    np.testing.assert_array_equal(one.column(0, 1), np.concatenate([VALUES[:10, 0, 1], VALUES[20:30, 0, 1]]))


def test_sketches_merged_are_right_within_their_stated_error() -> None:
    parts = [Sketched(1, 2) for _ in range(4)]
    for part, values in zip(parts, np.array_split(VALUES, 4), strict=True):
        part.add(0, values)
    whole = parts[0]
    for part in parts[1:]:
        whole.merge(pickle.loads(pickle.dumps(part)))  # noqa: S301 - our own bytes
    values, weights = whole.sorted_column(0, 1)
    assert weights.sum() == pytest.approx(len(VALUES))
    exact = np.sort(VALUES[:, 0, 1])
    ranks = np.searchsorted(exact, percentile(values, weights, AT)) / len(VALUES)
    assert 0 < whole.rank_error < 0.001
    assert np.abs(ranks - AT / 100).max() < 2 * whole.rank_error
    assert mean_of_lowest(values, weights, 0.05) == pytest.approx(exact[:5000].mean(), rel=0.005)


def test_what_is_too_much_to_keep_is_sketched(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(kept(10_000, 2, 8), Exact)
    assert isinstance(kept(10_000_000, 2, 8), Sketched)
    monkeypatch.setitem(__import__("sys").modules, "datasketches", None)
    with pytest.raises(
        quantiles.InputError, match=r"pip install 'revshare\[cluster\]', or ask for fewer paths"
    ):
        kept(10_000_000, 2, 8)
