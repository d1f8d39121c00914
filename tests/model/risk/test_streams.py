"""Random numbers that do not depend on how the work is divided."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.errors import InputError
from revshare.risk.streams import BLOCK, Normals, uniforms


def test_a_block_has_the_same_numbers_whenever_it_is_drawn() -> None:
    backwards = {block: uniforms(7, block, "abc") for block in (2, 1, 0)}
    for block in range(3):
        np.testing.assert_array_equal(uniforms(7, block, "abc"), backwards[block])


def test_blocks_seeds_and_drivers_have_numbers_of_their_own() -> None:
    drawn = np.concatenate([uniforms(seed, block, "ab") for seed in (1, 2) for block in (0, 1)])
    assert np.abs(np.corrcoef(drawn) - np.eye(8)).max() < 5 / np.sqrt(BLOCK)


def test_a_driver_has_its_numbers_whatever_stands_beside_it() -> None:
    np.testing.assert_array_equal(uniforms(1, 0, ("growth", "cost"))[1], uniforms(1, 0, ("cost",))[0])


def test_mirrored_paths_lie_as_far_from_the_other_end() -> None:
    drawn = uniforms(1, 0, "ab", antithetic=True)
    np.testing.assert_array_equal(drawn[:, 1::2], 1.0 - drawn[:, 0::2])
    np.testing.assert_array_equal(drawn[:, 0::2], uniforms(1, 0, "ab")[:, 0::2])
    shocks = Normals(1, 0, "a", antithetic=True).draw(np.empty((3, BLOCK)))
    np.testing.assert_array_equal(shocks[:, 1::2], -shocks[:, 0::2])


def test_shocks_are_standard_normal_and_their_own_by_name_and_block() -> None:
    columns = np.concatenate(
        [Normals(1, block, name).draw(np.empty((2, BLOCK))) for block in (0, 1) for name in "ab"]
    )
    assert np.abs(np.corrcoef(columns) - np.eye(8)).max() < 5 / np.sqrt(BLOCK)
    assert abs(columns.std() - 1.0) < 0.02


def test_shocks_are_the_same_however_many_months_are_drawn_at_once() -> None:
    whole, parts = np.empty((30, BLOCK)), np.empty((30, BLOCK))
    Normals(1, 0, "a", antithetic=True).draw(whole)
    shocks = Normals(1, 0, "a", antithetic=True)
    for first in range(0, 30, 12):
        shocks.draw(parts[first : first + 12])
    np.testing.assert_array_equal(whole, parts)


def test_numbers_are_even_between_0_and_1() -> None:
    drawn = uniforms(1, 0, "a")[0]
    assert drawn.min() > 0
    assert drawn.max() < 1
    counts = np.histogram(drawn, 16, (0, 1))[0]
    assert (
        (counts - BLOCK / 16) ** 2 / (BLOCK / 16)
    ).sum() < 37.7  # chi-square, 15 degrees, one in a thousand


def test_the_first_numbers_of_seed_1_are_those_of_any_machine() -> None:
    """The name's part of the key is the first eight bytes of its SHA-256, as anyone may look up."""
    key = (4, 0x1281_97CA, 0xCABD_1BCA)
    stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence(1, spawn_key=key)))
    np.testing.assert_array_equal(uniforms(1, 4, ("a",))[0], stream.random(BLOCK))


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(InputError, match="seed must be 0 or more, got -1"):
        uniforms(-1, 0, "a")
