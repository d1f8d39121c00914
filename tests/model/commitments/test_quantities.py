from __future__ import annotations

import numpy as np
import pytest

from revshare.commitments.quantities import quantity
from revshare.errors import InputError


def test_a_quantity_passes_as_it_is() -> None:
    assert quantity("demand", 3.0) == 3.0
    values = np.array([0.0, np.inf])
    assert quantity("capacities", values) is values


def test_what_is_missing_or_negative_is_refused_with_its_place() -> None:
    with pytest.raises(
        InputError, match=r"^demand must be 0 or more, got -3; enter it without a minus sign$"
    ):
        quantity("demand", -3.0)
    with pytest.raises(InputError, match=r"^prices must be 0 or more, got -1 in cloud 2; "):
        quantity("prices", np.array([[1.0, 0.0], [1.0, -1.0]]), "cloud")
    with pytest.raises(InputError, match=r"^usage has no value in period 1; enter 0 if none$"):
        quantity("usage", np.array([np.nan, 1.0]))
