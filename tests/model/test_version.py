"""Which version answers."""

from __future__ import annotations

import re

from revshare.version import version


def test_it_names_the_package_and_the_engine() -> None:
    assert re.fullmatch(r"revshare \d+\.\d+\S* \(numpy \d+\S*, Python 3\.\d+\S*\)", version())
