"""Growth-rate paths."""

from __future__ import annotations

import numpy as np

from revshare.risk.streams import BLOCK, normals
from revshare.risk.walks import growth_paths


def test_factors_are_a_geometric_random_walk() -> None:
    shocks = np.array([[1.0, -2.0, 0.5]])
    wanted = np.exp(np.cumsum(0.1 * shocks - 0.005, axis=-1))
    np.testing.assert_allclose(growth_paths(shocks.copy(), 0.1), wanted)


def test_their_mean_is_1_in_every_month() -> None:
    found = growth_paths(normals(1, 0, "x", 24), 0.1)
    error = found.std(axis=0) / np.sqrt(BLOCK)
    assert (np.abs(found.mean(axis=0) - 1.0) < 4 * error).all()
    np.testing.assert_allclose(np.log(found).std(axis=0), 0.1 * np.sqrt(np.arange(1, 25)), rtol=0.05)
