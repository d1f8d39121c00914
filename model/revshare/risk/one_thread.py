"""Numpy's matrix products kept on the thread that asks for them."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext

IN_BROWSER = sys.platform == "emscripten"


def one_thread() -> AbstractContextManager[object]:
    """Hold numpy's linear algebra to one thread each: its products are small here, and its own threads only wait.

    On a busy machine they made a simulation four times as slow.
    """
    if IN_BROWSER:
        return nullcontext()
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - not in a browser

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits
