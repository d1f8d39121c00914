"""Shares of a total."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError, NotApplicableError
from revshare.mix import divide, excess, normalised, total_of

SHARES = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6).map(np.array)


def test_totals_behind_a_part_as_in_the_worked_example(example: Callable[[str], dict[str, Any]]) -> None:
    given_, expected = example("E32")["inputs"], example("E32")["expected"]
    for lab in ("anthropic", "openai"):
        totals = total_of(given_[f"{lab}_api"], np.array(given_[f"{lab}_api_shares"]))
        np.testing.assert_allclose(totals, expected[f"{lab}_totals"], rtol=1e-12)


def test_a_mix_that_does_not_sum_to_1_is_shown_and_refused_but_never_mended_unasked() -> None:
    reported = np.array([[0.85, 0.9], [0.1, 0.1]])
    np.testing.assert_allclose(excess(reported), [-0.05, 0.0], atol=1e-15)
    with pytest.raises(InputError, match=r"shares must sum to 1, got 0\.95; mend them, or normalise"):
        divide(100.0, reported)
    np.testing.assert_allclose(divide(95.0, normalised(reported))[:, 0], [85.0, 10.0], rtol=1e-12)


@given(shares=SHARES, total=st.floats(1e-3, 1e9))
def test_the_parts_add_up_to_the_total_and_give_it_back(shares: Any, total: float) -> None:
    complete = normalised(shares)
    assert excess(complete) == pytest.approx(0.0, abs=1e-12)
    parts = divide(total, complete)
    assert parts.sum() == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(total_of(parts, complete), total, rtol=1e-12)


@given(shares=SHARES)
def test_normalising_keeps_the_proportions(shares: Any) -> None:
    complete = normalised(shares)
    np.testing.assert_allclose(complete * shares[0], shares * complete[0], rtol=1e-12)


def test_what_is_no_mix_is_refused() -> None:
    with pytest.raises(InputError, match="for 85 % enter"):
        divide(1.0, np.array([85.0, 15.0]))
    with pytest.raises(InputError, match=r"shares must be 0 or more, got -0\.1"):
        normalised(np.array([1.1, -0.1]))
    with pytest.raises(InputError, match="shares are all 0"):
        normalised(np.zeros(2))
    with pytest.raises(NotApplicableError, match="says nothing of the total"):
        total_of(10.0, 0.0)
