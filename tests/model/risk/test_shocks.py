"""Monthly shocks, and the growth-rate paths they make."""

from __future__ import annotations

import math

import numpy as np
import pytest

from revshare.errors import InputError
from revshare.risk.shocks import MonthlyShocks, driver_name
from revshare.risk.streams import BLOCK, Normals

MODERATE = MonthlyShocks(0.1)


@pytest.mark.parametrize("deviation", [0.0, -0.1, math.inf, math.nan])
def test_they_deviate(deviation: float) -> None:
    with pytest.raises(InputError, match="standard deviation must be above 0, got"):
        MonthlyShocks(deviation)


def test_paths_are_a_geometric_random_walk() -> None:
    shocks = Normals(1, 0, driver_name("api")).draw(np.empty((24, BLOCK)))
    wanted = np.exp(np.cumsum(0.1 * shocks - 0.005, axis=0)).T
    np.testing.assert_allclose(MODERATE.paths(Normals(1, 0, driver_name("api")), 24), wanted)


def test_what_is_known_does_not_move() -> None:
    found = MODERATE.paths(Normals(1, 0, "x"), 24, known=5)
    assert (found[:, :5] == 1.0).all()
    whole = MODERATE.paths(Normals(1, 0, "x"), 24)
    np.testing.assert_allclose(found[:, 5:], whole[:, 5:] / whole[:, 4:5])


def test_their_mean_is_1_in_every_month() -> None:
    found = MODERATE.paths(Normals(1, 0, "x"), 24)
    error = found.std(axis=0) / np.sqrt(BLOCK)
    assert (np.abs(found.mean(axis=0) - 1.0) < 4 * error).all()
    np.testing.assert_allclose(np.log(found).std(axis=0), 0.1 * np.sqrt(np.arange(1, 25)), rtol=0.05)
