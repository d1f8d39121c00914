"""Matrix products on one thread."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from revshare.risk import one_thread as module
from revshare.risk.one_thread import one_thread


def test_linear_algebra_keeps_to_one_thread_for_a_while() -> None:
    np.eye(2) @ np.eye(2)
    before = [pool["num_threads"] for pool in threadpool_info()]
    with one_thread():
        assert all(pool["num_threads"] == 1 for pool in threadpool_info())
    assert [pool["num_threads"] for pool in threadpool_info()] == before


def test_a_browser_has_none_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IN_BROWSER", True)
    with one_thread():
        pass
