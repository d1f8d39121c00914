"""Amounts that must be positive, and fractions of which there must be enough."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.bounds import above_zero, attainable, not_negative, quantity
from revshare.errors import InputError, NotApplicableError


def test_amounts_out_of_range_are_refused_by_name() -> None:
    assert above_zero("rent", 3.0) == 3.0
    assert not_negative("cost", 0.0) == 0.0
    with pytest.raises(InputError, match="rent must be above 0, got 0"):
        above_zero("rent", np.array([1.0, 0.0]))
    with pytest.raises(InputError, match="cost must be 0 or more, got -2"):
        not_negative("cost", np.array([1.0, -2.0]))


def test_more_than_all_is_nothing_in_a_series_and_an_error_alone() -> None:
    assert attainable(np.asarray(1.0), "never") == 1.0
    np.testing.assert_array_equal(attainable(np.array([0.4, 1.4]), "never"), [0.4, np.nan])
    with pytest.raises(NotApplicableError, match=r"it never pays: it would take a fraction of 1\.4"):
        attainable(np.asarray(1.4), "it never pays")


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
