"""The tables that surround the share, as a case file holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from revshare import capital as capital_types
from revshare.capital import Commitment, Company
from revshare.case import Case
from revshare.inputs import Input

Tiny = Callable[..., Case]
Changes = dict[str, Any]
TABLES = [
    kind
    for kind in vars(capital_types).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == capital_types.__name__
]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_key_has_its_meaning(kind: Any) -> None:
    assert kind.__doc__
    for part in fields(kind):
        assert part.metadata["help"]


def test_what_a_file_says_is_what_the_case_holds(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    stake = case.stakes["cloud"]
    assert isinstance(case.commitments["cloud"], Commitment)
    assert isinstance(stake.tranches["now"].amount, Input)
    assert stake.tranches["now"].date.value == date(2024, 3, 15)
    assert case.hedges["cloud"].holdings["compute"].payoff["wins"].value == 100.0
    assert case.site is not None
    assert case.site.gigawatts["every_year"].value == 0.1
    assert case.capacities["yard"].cost.value == "none"


def test_what_is_left_off_means_the_lab_and_nothing_more(tiny: Tiny, capital: Changes) -> None:
    case = tiny(capital)
    assert case.commitments["cloud"].buyer == ""
    assert case.companies["lab"].party == ""
    assert case.commitments["cloud"].usage is None
    bare = tiny()
    assert bare.site is None
    for table in ("parties", "commitments", "capacities", "companies", "stakes", "hedges"):
        assert getattr(bare, table) == {}


def test_a_table_is_frozen() -> None:
    company = Company(label="Lab", value={})
    with pytest.raises(FrozenInstanceError):
        company.label = "Other"  # type: ignore[misc]
