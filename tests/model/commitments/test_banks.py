from __future__ import annotations

import numpy as np
import pytest

from revshare.commitments.banks import drawn, held, opened, rolled
from revshare.errors import InputError


def test_the_oldest_amount_is_used_first() -> None:
    bank = opened("bank", np.array([1.0, 2.0]), 2, 5)
    left, used = drawn(bank, np.float64(1.5))  # type: ignore[arg-type] # a path alone is a number
    assert used == 1.5
    assert [float(amount) for amount in left] == [0.0, 1.5]


def test_paths_draw_each_for_itself() -> None:
    bank = opened("bank", np.array([[1.0, 2.0], [4.0, 0.0]]), 2, 5)
    left, used = drawn(bank, np.array([9.0, 1.0]))
    assert used.tolist() == [3.0, 1.0]
    assert np.asarray(held(left)).tolist() == [0.0, 3.0]


def test_closing_a_bucket_lets_the_oldest_lapse() -> None:
    bank = opened("bank", np.array([1.0, 2.0]), 2, 5)
    bank, lapsed = rolled(bank, np.array(5.0))
    assert lapsed == 1.0
    assert held(bank) == 7.0


def test_without_years_there_is_no_bank() -> None:
    bank = opened("bank", 0.0, 0, 5)
    assert bank == ()
    assert rolled(bank, np.array(5.0)) == ((), 0.0)
    assert held(bank) == 0.0
    with pytest.raises(InputError, match="leave out what has lapsed"):
        opened("bank", 3.0, 0, 5)


def test_years_beyond_the_horizon_take_no_room() -> None:
    assert len(opened("bank", 3.0, 1_000_000, 5)) == 6
