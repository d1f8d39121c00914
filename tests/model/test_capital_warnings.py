"""What is possible in commitments and stakes but seldom meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from revshare.capital_warnings import commitment_warnings
from revshare.case import Case
from revshare.commitments.buckets import Commitment, settle
from revshare.projection import project

Tiny = Callable[..., Case]
Changes = dict[str, Any]


def test_a_commitment_above_any_use_and_a_payment_out_of_reach_are_told(tiny: Tiny, capital: Changes) -> None:
    found = project(tiny(capital)).warnings
    assert found == [
        "Compute of the fund: use stays below the commitment in every year; lower it, or raise what it serves",
        "Stake: 1 of 4 payments fall after 2025-12-31 and do not count; move last_year or the day",
    ]


def test_a_commitment_that_is_used_once_or_is_not_there_is_well() -> None:
    used = settle(np.array([5.0, 12.0]), Commitment(np.array([10.0, 10.0])))
    none = settle(np.array([0.0, 0.0]), Commitment(np.array([0.0, 0.0])))
    one_path = settle(np.array([[5.0, 5.0], [12.0, 5.0]]), Commitment(np.array([10.0, 10.0])))
    assert not [*commitment_warnings(used), *commitment_warnings(none), *commitment_warnings(one_path)]
