"""The one array convention, checked at the border."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from revshare.arrays import flows, fraction, same_length
from revshare.errors import InputError


def test_flows_become_float64_with_time_last() -> None:
    series = flows("revenue", [[1, 2, 3], [4, 5, 6]])
    assert series.dtype == np.float64
    assert series.shape == (2, 3)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1.0, None], "revenue has no value in period 2; enter 0 if none"),
        ([[1.0, 2.0], [np.inf, 2.0]], "revenue has no value in period 1"),
        (["many"], "revenue must be numbers"),
        (5.0, "revenue has no periods"),
        ([], "revenue has no periods"),
    ],
)
def test_a_series_that_is_not_whole_is_refused(values: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        flows("revenue", values)


def test_blank_is_never_zero() -> None:
    blank: Any = [None, 1.0]
    with pytest.raises(InputError, match="no value in period 1"):
        flows("revenue", blank)
    np.testing.assert_array_equal(flows("revenue", [0, 1]), [0.0, 1.0])


def test_series_of_different_lengths_are_refused_and_never_recycled() -> None:
    same_length(revenue=np.ones(3), cost=np.ones((2, 3)))
    with pytest.raises(InputError, match="revenue has 3, cost has 1"):
        same_length(revenue=np.ones(3), cost=np.ones(1))


@pytest.mark.parametrize(("value", "cure"), [(15.0, "; for 15 % enter 0.15"), (250.0, ""), (-0.1, "")])
def test_a_fraction_out_of_range_shows_the_value_and_the_cure(value: float, cure: str) -> None:
    with pytest.raises(InputError) as caught:
        fraction("rate", np.array([0.5, value]))
    assert str(caught.value) == f"rate must be 0 to 1, got {value:g}{cure}"


@pytest.mark.parametrize("value", [0.0, 1.0, np.array([[0.5], [0.25]])])
def test_a_fraction_in_range_passes_as_it_is(value: Any) -> None:
    assert fraction("rate", value) is value


def test_a_missing_fraction_is_refused() -> None:
    with pytest.raises(InputError, match="rate must be 0 to 1, got nan"):
        fraction("rate", float("nan"))
