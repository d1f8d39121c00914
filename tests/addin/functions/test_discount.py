"""RS_COMMITMENT_PRICE."""

from collections.abc import Callable
from typing import Any

import pytest

Row = Callable[..., list[Any]]
Fault = Callable[..., str]


def test_the_effective_price_falls_with_use_to_the_discounted_one(row: Row, examples: dict[str, Any]) -> None:
    inputs, expected = examples["E22"]["inputs"], examples["E22"]["expected"]
    price = row(
        "RS_COMMITMENT_PRICE",
        inputs["list_value_of_commitment"],
        inputs["discount"],
        [inputs["usage_at_list"]],
    )
    assert price == pytest.approx(expected["effective_price"], rel=1e-9)


def test_without_usage_there_is_no_price(row: Row, fault: Fault) -> None:
    assert fault("RS_COMMITMENT_PRICE", 100, 0.3, 0).startswith("#N/A")
    found = row("RS_COMMITMENT_PRICE", 100, 0.3, [[0, 100]])
    assert "#N/A" in str(found[0])
    assert found[1] == pytest.approx(0.7)


def test_each_bucket_may_have_its_own_commitment(row: Row) -> None:
    assert row("RS_COMMITMENT_PRICE", [[100, 200]], 0.5, [[100, 100]]) == [0.5, 1.0]


def test_bad_arguments_are_refused(fault: Fault) -> None:
    assert fault("RS_COMMITMENT_PRICE", 100, 30, 5) == (
        "#VALUE! discount must be 0 to 1, got 30; for 30 % enter 0.3"
    )
    assert fault("RS_COMMITMENT_PRICE", -100, 0.3, 5).startswith(
        "#VALUE! list_commitment must be 0 or more, got -100"
    )
