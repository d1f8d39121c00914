"""Which version this is, and what computes."""

from __future__ import annotations

import platform
from importlib import metadata

import numpy as np


def version() -> str:
    """Version of revshare with the engine below it: ``revshare 0.1.0 (numpy 2.1.0, Python 3.11.9)``."""
    engine = f"numpy {np.__version__}, Python {platform.python_version()}"
    return f"revshare {metadata.version('revshare')} ({engine})"
