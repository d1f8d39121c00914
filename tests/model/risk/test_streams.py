"""Random numbers that do not depend on how the work is divided."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.errors import InputError
from revshare.risk.streams import BLOCK, uniforms


def test_a_block_has_the_same_numbers_whenever_it_is_drawn() -> None:
    backwards = {block: uniforms(7, block, 3) for block in (2, 1, 0)}
    for block in range(3):
        np.testing.assert_array_equal(uniforms(7, block, 3), backwards[block])


def test_blocks_seeds_and_drivers_have_numbers_of_their_own() -> None:
    drawn = np.concatenate([uniforms(seed, block, 2) for seed in (1, 2) for block in (0, 1)])
    assert np.abs(np.corrcoef(drawn) - np.eye(8)).max() < 5 / np.sqrt(BLOCK)


def test_a_further_driver_leaves_the_others_their_numbers() -> None:
    np.testing.assert_array_equal(uniforms(1, 0, 5)[:3], uniforms(1, 0, 3))


def test_numbers_are_even_between_0_and_1() -> None:
    drawn = uniforms(1, 0, 1)[0]
    assert drawn.min() > 0
    assert drawn.max() < 1
    counts = np.histogram(drawn, 16, (0, 1))[0]
    assert (
        (counts - BLOCK / 16) ** 2 / (BLOCK / 16)
    ).sum() < 37.7  # chi-square, 15 degrees, one in a thousand


def test_the_first_numbers_of_seed_1_are_those_of_any_machine() -> None:
    stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence(1, spawn_key=(4,))))
    np.testing.assert_array_equal(uniforms(1, 4, 1)[0], stream.random(BLOCK))


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(InputError, match="seed must be 0 or more, got -1"):
        uniforms(-1, 0, 1)
