"""Linear algebra on one thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from revshare import one_thread as module
from revshare.growth import _spread
from revshare.one_thread import one_thread


def threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info()}


def test_linear_algebra_keeps_to_one_thread_for_a_while() -> None:
    np.eye(2) @ np.eye(2)
    before = threads()
    with one_thread():
        assert threads() == {1}
    assert threads() == before


def test_it_is_held_until_the_last_lets_go() -> None:
    """Two that overlap: the first to leave must not lift what the second still needs."""
    before, inside, first_left = threads(), Barrier(2), Barrier(2)

    def first() -> None:
        with one_thread():
            inside.wait()
        first_left.wait()

    def second() -> set[int]:
        with one_thread():
            inside.wait()
            first_left.wait()
            return threads()

    with ThreadPoolExecutor(2) as pool:
        pool.submit(first)
        assert pool.submit(second).result() == {1}
    assert threads() == before


def test_a_long_path_has_the_same_digits_however_many_threads_there_are() -> None:
    totals = tuple(100.0 * 1.1**year for year in range(30))
    with threadpool_limits(2):
        many = _spread.__wrapped__(totals)
    with threadpool_limits(1):
        np.testing.assert_array_equal(_spread.__wrapped__(totals), many)


def test_a_browser_has_none_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IN_BROWSER", True)
    with one_thread():
        pass
