from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from revshare.arrays import FloatArray
from revshare.meetings import Cheaper, Gap, Status, meetings, turn


def against(flat: float, cost: Callable[[FloatArray], FloatArray]) -> Callable[[FloatArray], Gap]:
    """Gap between a cost that varies with the scale and one that does not."""
    return lambda scales: Gap(cost(scales), np.full(scales.shape, flat))


def test_a_straight_line_meets_a_flat_one_in_a_point() -> None:
    (found,) = meetings(against(0.3, lambda x: 1.0 - x), 2.0)
    assert found.status is Status.POINT
    assert (found.low, found.high) == pytest.approx((0.7, 0.7), rel=1e-12)
    assert (found.cheaper_below, found.cheaper_above) == (Cheaper.B, Cheaper.A)


def test_lines_that_touch_over_a_stretch_meet_in_an_interval() -> None:
    (found,) = meetings(against(0.0, lambda x: np.maximum(0.3 - x, 0.0) - np.maximum(x - 1.1, 0.0)), 2.0)
    assert found.status is Status.INTERVAL
    assert (found.low, found.high) == pytest.approx((0.3, 1.1), rel=1e-12)
    assert (found.cheaper_below, found.cheaper_above) == (Cheaper.B, Cheaper.A)
    assert found.cost_ratio == found.low


def test_a_meeting_on_a_point_of_the_scan_is_still_a_point() -> None:
    (found,) = meetings(against(1.0, lambda x: 2.0 - x), 2.0)
    assert (found.status, found.low) == (Status.POINT, 1.0)


def test_a_jump_is_a_crossing_and_no_meeting() -> None:
    (found,) = meetings(against(0.5, lambda x: np.where(x < 0.9, 1.0, 0.0)), 2.0)
    assert (found.status, round(found.low, 12)) == (Status.CROSSING, 0.9)


def test_lines_that_never_meet_name_the_cheaper_one() -> None:
    (found,) = meetings(against(5.0, lambda x: x), 2.0)
    assert found.status is Status.NONE
    assert found.cheaper_below is Cheaper.A
    assert math.isnan(found.low)


def test_every_meeting_is_found_in_rising_order() -> None:
    found = meetings(against(0.0, lambda x: (x - 0.2) * (x - 0.8) * (x - 1.5)), 2.0)
    assert [round(one.low, 9) for one in found] == [0.2, 0.8, 1.5]


def test_a_turn_is_narrowed_to_the_last_digits() -> None:
    where, jumps = turn(against(2.0, lambda x: x * x), 1.0, 2.0)
    assert where == pytest.approx(math.sqrt(2.0), rel=1e-15)
    assert not jumps
