"""Parts of a simulation that merge."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.risk.quantiles import Exact
from revshare.risk.tally import Moments, Tally

FOUND = np.random.default_rng(1).normal(5.0, 2.0, size=(2, 3, 1000))
EVENTS = {"profit": FOUND[0, :2].T > 5.0}


def tally(*blocks: int) -> Tally:
    """Blocks of a hundred paths."""
    whole = Tally(0, {}, {}, Exact())
    for block in blocks:
        rows = slice(100 * block, 100 * block + 100)
        whole.add(block, FOUND[..., rows], {"profit": EVENTS["profit"][rows]}, 1)
    return whole


def merged(*parts: Tally) -> Tally:
    whole = Tally(0, {}, {}, Exact())
    for part in parts:
        whole.merge(part)
    return whole


def test_any_grouping_and_order_gives_the_same_figures() -> None:
    whole = tally(*range(10))
    for other in (
        merged(tally(9, 8), tally(*range(8))),
        merged(*(tally(block) for block in range(9, -1, -1))),
    ):
        assert other.paths == 1000
        np.testing.assert_array_equal(other.whole.mean, whole.whole.mean)
        np.testing.assert_array_equal(other.whole.squares, whole.whole.squares)
        np.testing.assert_array_equal(other.hits["profit"], whole.hits["profit"])


def test_moments_are_those_of_all_paths_together() -> None:
    found = tally(*range(10)).whole
    np.testing.assert_allclose(found.mean, FOUND.mean(axis=-1), rtol=1e-12)
    np.testing.assert_allclose(found.standard_error, FOUND.std(axis=-1, ddof=1) / np.sqrt(1000), rtol=1e-12)


def test_a_mirrored_pair_is_one_draw() -> None:
    pairs = FOUND.reshape(2, 3, 500, 2).mean(axis=-1)
    found = Moments.of(FOUND, 2)
    assert found.draws == 500
    np.testing.assert_allclose(found.standard_error, pairs.std(axis=-1, ddof=1) / np.sqrt(500))


def test_events_are_counted() -> None:
    assert tally(*range(10)).hits["profit"] == pytest.approx(EVENTS["profit"].sum(axis=0))
