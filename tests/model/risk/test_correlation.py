"""Rank correlation by reordering."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from revshare.errors import InputError
from revshare.risk.correlation import correlated
from revshare.risk.streams import uniforms


@pytest.mark.parametrize("wanted", [-0.95, -0.5, 0.0, 0.3, 0.7, 0.95])
def test_the_rank_correlation_is_met_within_two_hundredths(wanted: float) -> None:
    for block in range(4):
        found = correlated(uniforms(1, block, "ab"), np.array([[1.0, wanted], [wanted, 1.0]]))
        assert stats.spearmanr(*found).statistic == pytest.approx(wanted, abs=0.02)


def test_several_correlations_are_met_at_once() -> None:
    ranks = np.array([[1.0, 0.8, -0.3], [0.8, 1.0, 0.1], [-0.3, 0.1, 1.0]])
    found = correlated(uniforms(2, 0, "abc"), ranks)
    np.testing.assert_allclose(stats.spearmanr(found.T).statistic, ranks, atol=0.02)


def test_values_keep_their_place_in_no_row_but_none_is_changed() -> None:
    draws = uniforms(3, 0, "ab")
    found = correlated(draws, np.array([[1.0, 0.9], [0.9, 1.0]]))
    np.testing.assert_array_equal(np.sort(found), np.sort(draws))
    np.testing.assert_array_equal(found[0], draws[0])


@pytest.mark.parametrize(
    ("ranks", "words"),
    [
        ([[1.0, 1.2], [1.2, 1.0]], "must be -1 to 1"),
        ([[1.0, 0.2], [0.3, 1.0]], "the same both ways"),
        ([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]], "contradict each other"),
    ],
)
def test_what_no_drivers_can_have_is_refused(ranks: list[list[float]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        correlated(uniforms(1, 0, "abc"[: len(ranks)]), np.array(ranks))
