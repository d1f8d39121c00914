"""Which rank correlation to lessen where they contradict each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.errors import InputError
from revshare.risk.agreement import to_lessen
from revshare.risk.correlation import Pair, correlated, normal_score
from revshare.risk.streams import BLOCK

NAMES = "abcd"
RANK = st.floats(-1.0, 1.0).map(lambda rank: round(rank, 2))


def drawable(ranks: dict[Pair, float]) -> bool:
    """Whether draws can be given these correlations."""
    matrix = np.eye(len(NAMES))
    for (one, other), rank in ranks.items():
        at = NAMES.index(one), NAMES.index(other)
        matrix[at] = matrix[at[::-1]] = rank
    draws = np.random.default_rng(1).random((len(NAMES), BLOCK))
    try:
        correlated(draws, matrix)
    except InputError:
        return False
    return True


def test_two_that_are_near_a_third_are_near_each_other() -> None:
    """1 - a² - b² - c² + 2abc is 0 at a = bc + √((1 - b²)(1 - c²)) for correlations of normal scores."""
    near, far = normal_score(0.9), normal_score(0.5)
    most = near * far + math.sqrt((1 - near**2) * (1 - far**2))
    limit = 6.0 / math.pi * math.asin(most / 2.0)
    found = to_lessen({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.5})
    assert found == (("a", "b"), math.floor(limit * 100) / 100)


@pytest.mark.parametrize(
    ("ranks", "found"),
    [
        ({}, None),
        ({("a", "b"): -0.99}, None),
        ({("a", "b"): 1.0}, (("a", "b"), 0.99)),
        ({("a", "b"): -1.0}, (("a", "b"), -0.99)),
        ({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.95}, (("a", "c"), None)),
    ],
)
def test_the_pair_is_named_with_what_it_may_be(
    ranks: dict[Pair, float], found: tuple[Pair, float | None] | None
) -> None:
    assert to_lessen(ranks) == found


@given(st.fixed_dictionaries({(one, other): RANK for one in NAMES for other in NAMES if one < other}))
def test_what_agrees_can_be_drawn_and_so_can_the_cure(ranks: dict[Pair, float]) -> None:
    found = to_lessen(ranks)
    if found is None:
        assert drawable(ranks)
        return
    pair, rank = found
    if rank is not None:
        assert abs(rank) <= abs(ranks[pair])
        assert drawable({**ranks, pair: rank})
