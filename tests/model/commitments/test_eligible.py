from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from revshare.commitments.eligible import Eligibility, Eligible, eligible
from revshare.errors import TermsError
from revshare.timeline import resets_every


def sorted_out(rules: Eligibility, **changes: Any) -> Eligible:
    spending: dict[str, Any] = {
        "own": np.array([1.0, 1.0, 1.0, 1.0]),
        "marketplace": np.array([2.0, 2.0, 1.0, 0.0]),
        "resold": np.array([3.0, 0.0, 0.0, 3.0]),
        "amounts": np.array([10.0, 20.0]),
        "opens": resets_every(2, 4),
    }
    return eligible(**(spending | changes), rules=rules)


def test_the_marketplace_counts_up_to_its_part_of_each_buckets_commitment() -> None:
    found = sorted_out(Eligibility(resold=False))
    assert found.marketplace.tolist() == [2, 0.5, 1, 0]
    assert found.counted.tolist() == [3, 1.5, 2, 1]
    assert found.left_out.tolist() == [3, 1.5, 0, 3]


def test_resold_inference_counts_if_agreed() -> None:
    found = sorted_out(Eligibility(resold=True, marketplace_limit=0.0))
    assert found.counted.tolist() == [4, 1, 1, 4]
    assert found.left_out.tolist() == [2, 2, 1, 0]


def test_paths_and_uncertain_limits_are_sorted_each_for_itself() -> None:
    found = sorted_out(
        Eligibility(resold=False, marketplace_limit=np.array([[0.0], [1.0]])),
        marketplace=np.array([[2.0, 2.0, 1.0, 0.0], [9.0, 9.0, 0.0, 0.0]]),
    )
    assert found.marketplace.tolist() == [[0, 0, 0, 0], [9, 1, 0, 0]]


def test_the_limit_is_a_fraction() -> None:
    with pytest.raises(TermsError, match=r"marketplace_limit must be 0 to 1, got 25; for 25 % enter 0.25"):
        Eligibility(resold=False, marketplace_limit=25)
