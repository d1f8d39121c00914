"""``revshare functions``: the cell functions, or one explained with a worked example."""

from __future__ import annotations

import argparse

from revshare_addin.reference import entry, overview
from revshare_workbooks.terminal import hanging


def run(options: argparse.Namespace) -> int:
    """Print all functions, or one."""
    print(hanging(entry(options.name) if options.name else overview()))
    return 0
