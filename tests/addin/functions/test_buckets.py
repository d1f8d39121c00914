"""RS_COMMITMENT and RS_COMMITMENT_PAID."""

from collections.abc import Callable
from typing import Any

import formualizer
import pytest

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.headless import bind

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]
Examples = dict[str, Any]

HEADERS = [
    *("usage", "commitment", "drawdown", "overage", "shortfall", "paid"),
    *("rollover_bank", "make_up_bank"),
]


def columns(table: list[list[Any]]) -> dict[str, list[Any]]:
    return {str(header): list(values) for header, *values in zip(*table, strict=True)}


def test_the_table_has_a_row_per_bucket_and_a_column_per_step(rows: Rows, examples: Examples) -> None:
    inputs, expected = examples["E20"]["inputs"], examples["E20"]["expected"]
    given = ([inputs["annual_usage_at_contract_price"]], [inputs["annual_commitment"]])
    for arguments, key in ((("none",), "annual"), (("excess",), "carry"), (("excess", 0.1), "carry10")):
        found = columns(rows("RS_COMMITMENT", *given, *arguments))
        assert list(found) == HEADERS
        assert found["shortfall"] == pytest.approx(expected[f"{key}_shortfall"])
        assert found["paid"] == pytest.approx(expected[f"{key}_paid"])
    term = columns(rows("RS_COMMITMENT", *given, "term"))
    assert term["shortfall"] == [0, 0, 0, 0, expected["term_shortfall"]]
    assert sum(term["paid"]) == expected["term_total"]
    assert columns(rows("RS_COMMITMENT", *given, None, None, 1))["paid"] == [10, 16, 20, 26, 30]


def test_what_is_paid_lies_as_usage_lies(row: Row) -> None:
    assert row("RS_COMMITMENT_PAID", [[1, 2, 0, 4, 5, 6]], [[10, 10]], None, None, None, 3) == [
        *(1, 2, 7, 4, 5, 6)
    ]
    column = [[8], [18], [16]]
    assert answer(FUNCTIONS["RS_COMMITMENT_PAID"], [column, [[10, 15, 20]]]) == [[10], [18], [20]]
    both = answer(FUNCTIONS["RS_COMMITMENT_PAID"], [[[8, 18], [20, 3]], [[10], [15]]])
    assert both == [[10, 18], [20, 15]]


def test_months_add_up_to_buckets(rows: Rows) -> None:
    table = columns(rows("RS_COMMITMENT", [[1, 2, 0, 4, 5, 6]], [[10, 10]], "defer", None, 0, 3))
    assert table["usage"] == [3, 15]
    assert table["rollover_bank"] == [7, 0]
    assert table["paid"] == [3, 17]


def test_a_term_may_be_given_by_its_total(row: Row) -> None:
    assert row("RS_COMMITMENT_PAID", [[8, 18, 16]], 50, "term") == [8, 18, 24]


def test_bad_arguments_are_refused_with_the_cure(fault: Fault) -> None:
    usage = [[8, 18, 16]]
    assert fault("RS_COMMITMENT", usage, [[10, 15]]) == (
        "#VALUE! commitment has 2 amounts and usage fills 3 buckets; give one amount per bucket"
    )
    assert fault("RS_COMMITMENT", usage, 10, "excess", 15) == (
        "#VALUE! rollover_limit must be 0 to 1, got 15; for 15 % enter 0.15"
    )
    assert fault("RS_COMMITMENT", usage, 10, "excess", 0) == (
        '#VALUE! rollover_limit is 0: leave it off or write "none"'
    )
    assert fault("RS_COMMITMENT", usage, 10, "rollover") == (
        '#VALUE! rollover must be one of none, excess, defer, term; got "rollover"'
    )
    assert fault("RS_COMMITMENT_PAID", [[-8]], 10).startswith("#VALUE! usage must be 0 or more, got -8")
    assert fault("RS_COMMITMENT_PAID", [[8]], -10) == "#VALUE! commitment must be 0 or more, got -10"


def test_it_spills_in_a_workbook() -> None:
    workbook = formualizer.Workbook()
    workbook.add_sheet("S")
    bind(workbook)
    for column, (used, agreed) in enumerate(zip([8, 18, 16], [10, 15, 20], strict=True), 1):
        workbook.set_value("S", 1, column, used)
        workbook.set_value("S", 2, column, agreed)
    workbook.set_formula("S", 4, 1, '=RS_COMMITMENT(A1:C1,A2:C2,"excess")')
    workbook.set_formula("S", 9, 1, '=RS_COMMITMENT_PAID(A1:C1,A2:C2,"excess","none",0)')
    workbook.evaluate_all()
    assert [workbook.get_value("S", 4, column) for column in range(1, 9)] == HEADERS
    assert [workbook.get_value("S", 7, column) for column in range(1, 9)] == [16, 20, 16, 0, 1, 17, 0, 0]
    assert [workbook.get_value("S", 9, column) for column in range(1, 4)] == [10, 18, 17]
