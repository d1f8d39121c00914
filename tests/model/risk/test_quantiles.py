"""Percentiles and tails, exact and from sketches."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from revshare.errors import InputError
from revshare.risk.quantiles import Exact, Sketched, kept, mean_of_lowest, percentiles

AT = np.array([0.5, 5.0, 25.0, 50.0, 75.0, 95.0, 99.5])
VALUES = np.random.default_rng(1).normal(size=(1, 2, 100_000))


def test_percentiles_are_numpys() -> None:
    for count in (1, 2, 999):
        values = np.sort(VALUES[0, 0, :count])
        np.testing.assert_allclose(percentiles(values, AT), np.percentile(values, AT), rtol=1e-12)


def test_the_last_of_the_lowest_counts_in_part() -> None:
    assert mean_of_lowest(np.array([1.0, 2.0, 5.0, 9.0]), 0.5) == pytest.approx(1.5)
    assert mean_of_lowest(np.array([1.0, 2.0, 5.0]), 0.5) == pytest.approx((1.0 + 0.5 * 2.0) / 1.5)


def test_blocks_are_kept_in_their_order() -> None:
    one, other = Exact(), Exact()
    one.add(2, VALUES[..., 20:30])
    other.add(0, VALUES[..., :10])
    one.merge(other)
    np.testing.assert_array_equal(one.column(0, 1), np.concatenate([VALUES[0, 1, :10], VALUES[0, 1, 20:30]]))


def test_sketches_merged_are_right_within_their_stated_error() -> None:
    parts = [Sketched(1, 2) for _ in range(4)]
    for part, values in zip(parts, np.array_split(VALUES, 4, axis=-1), strict=True):
        part.add(0, values)
    whole = parts[0]
    for part in parts[1:]:
        whole.merge(pickle.loads(pickle.dumps(part)))  # noqa: S301 - our own bytes
    values, exact = whole.sorted_column(0, 1), np.sort(VALUES[0, 1])
    ranks = np.searchsorted(exact, percentiles(values, AT)) / exact.size
    assert 0 < whole.rank_error < 0.001
    assert np.abs(ranks - AT / 100).max() < 2 * whole.rank_error
    assert mean_of_lowest(values, 0.05) == pytest.approx(exact[:5000].mean(), rel=0.005)


def test_what_is_too_much_to_keep_is_sketched(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(kept(10_000, 2, 8), Exact)
    assert isinstance(kept(10_000_000, 2, 8), Sketched)
    monkeypatch.setitem(__import__("sys").modules, "datasketches", None)
    with pytest.raises(InputError, match=r"pip install 'revshare\[cluster\]', or ask for fewer paths"):
        kept(10_000_000, 2, 8)
