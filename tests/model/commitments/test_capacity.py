from __future__ import annotations

import numpy as np
import pytest

from revshare.commitments.capacity import capacity_cost
from revshare.errors import InputError


def test_power_times_price_times_utilisation_is_money() -> None:
    assert capacity_cost(2.0, 12_000.0, 0.75) == 18_000
    np.testing.assert_allclose(capacity_cost(np.array([0.0, 1.0, 5.0]), 10_000.0), [0, 10_000, 50_000])


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="gigawatts must be 0 or more, got -1"):
        capacity_cost(-1.0, 1.0)
    with pytest.raises(InputError, match="cost_per_gw_year must be 0 or more"):
        capacity_cost(1.0, -1.0)
    with pytest.raises(InputError, match=r"utilisation must be 0 to 1, got 80; for 80 % enter 0.8"):
        capacity_cost(1.0, 1.0, 80.0)
