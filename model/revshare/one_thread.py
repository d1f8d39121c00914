"""Numpy's linear algebra kept on the thread that asks for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

IN_BROWSER = sys.platform == "emscripten"


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold numpy's linear algebra to one thread.

    Its own threads round otherwise on a machine with more processors, made simulations on a busy machine four
    times as slow, and need more stack than a spreadsheet engine gives the thread on which it calls a function.
    """
    if IN_BROWSER:
        yield
        return
    _HOLD.take()
    try:
        yield
    finally:
        _HOLD.let_go()


class _Hold:
    """The hold, which is of the whole process: the first to take it sets it, the last to let go lifts it."""

    def __init__(self) -> None:
        self._lock, self._takers = Lock(), 0
        self._limits: Any = None

    def take(self) -> None:
        with self._lock:
            if not self._takers:
                _take_control()
                self._limits = _libraries().limit(limits=1)
            self._takers += 1

    def let_go(self) -> None:
        with self._lock:
            self._takers -= 1
            if not self._takers:
                _take_control()
                self._limits.restore_original_limits()


def _take_control() -> None:
    """Let this thread set the limit: from 3.8 on, threadpoolctl does nothing for any but the first that did."""
    for library in _libraries().lib_controllers:
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)


@cache
def _libraries() -> Any:
    """What numpy calculates with; looking for it takes longer than solving a small system of equations."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - not in a browser

    return ThreadpoolController()


_HOLD = _Hold()
