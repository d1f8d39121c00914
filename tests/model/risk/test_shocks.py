"""Monthly shocks, as a case states them."""

from __future__ import annotations

import math

import pytest

from revshare.errors import InputError
from revshare.risk.shocks import MonthlyShocks


@pytest.mark.parametrize("deviation", [0.0, -0.1, math.inf, math.nan])
def test_they_deviate(deviation: float) -> None:
    with pytest.raises(InputError, match="standard deviation must be above 0, got"):
        MonthlyShocks(deviation)
