"""Guards of the contract sheet: 0 for the terms it was laid out for, each with a sentence for the Checks sheet."""

from __future__ import annotations

import pytest
from tests.workbooks.contract_books import Bench
from tests.workbooks.contract_trials import variants

NAMES = ("flat", "lifetime tiers", "linear ramp", "tested every quarter", "cap over minimum")


@pytest.mark.parametrize("name", NAMES)
def test_guards_are_0_and_say_what_they_compare(name: str) -> None:
    found = Bench([variants()[name]], 3)
    guards = found.sheets[0].rows.guards
    assert len(guards) >= 6
    assert all(guard.label and guard.about for guard in guards)
    assert [found.live.spot(guard.spot) for guard in guards] == [0] * len(guards)
