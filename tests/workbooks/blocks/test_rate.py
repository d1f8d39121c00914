"""A flat rate on the sheet."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import shown


def test_a_flat_rate_takes_its_part_of_the_base() -> None:
    assert shown({"rate": 0.2}, [30.0, -10.0]).row("Partner share", 2) == pytest.approx([6, -2])
