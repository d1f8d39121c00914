"""RS_REVENUE_SHARE and RS_EFFECTIVE_RATE."""

from collections.abc import Callable
from typing import Any

import pytest

from revshare_addin.cells import CellError, ErrorCode

Row = Callable[..., list[Any]]
Fault = Callable[..., str]
Examples = dict[str, Any]


def test_a_fifth_of_revenue_is_shared_and_a_refund_passes_through(row: Row) -> None:
    assert row("RS_REVENUE_SHARE", [[1000, -50]], 0.2) == [200, -10]
    assert row("RS_REVENUE_SHARE", [[1000, 1000]], [[0.2, 0.15]]) == [200, 150]


def test_a_rate_in_per_cent_is_refused_with_the_cure(fault: Fault) -> None:
    assert fault("RS_REVENUE_SHARE", 1000, 20) == "#VALUE! rate must be 0 to 1, got 20; for 20 % enter 0.2"


def test_effective_rates_of_the_worked_example(row: Row, examples: Examples) -> None:
    margins = examples["E02"]["inputs"]["gross_margins_before_share"]
    shares = row(
        "RS_PROFIT_SHARE",
        [[1, 1, 1, 1]],
        [[1 - m for m in margins]],
        examples["E02"]["inputs"]["gp_share_rate"],
    )
    rates = row("RS_EFFECTIVE_RATE", [shares], [[1, 1, 1, 1]])
    assert rates == pytest.approx(examples["E02"]["expected"]["effective_rates"], rel=1e-12)


def test_there_is_no_rate_where_there_is_no_revenue(row: Row) -> None:
    first, second = row("RS_EFFECTIVE_RATE", [[20, 5]], [[100, 0]])
    assert first == 0.2
    assert isinstance(second, CellError)
    assert second.code is ErrorCode.NA
