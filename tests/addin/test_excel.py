"""Excel's adapter: what xlwings registers on Windows and what its calls answer, with COM stubbed."""

import inspect
import typing
from typing import Any

import pytest
from tests.addin.excel_stub import seen_by_excel

from revshare_addin import excel
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode

CALLS: dict[str, list[Any]] = {
    "a number for each argument": ["RS_GROW", 100, 0.5, 3, None],
    "a column": ["RS_GROW", 100, [[0.1], [0.25], [0.5]], 3, None],
    "a row": ["RS_GROW", [[100]], [[0.1, 0.25, 0.5]], 3, [[None]]],
    "a blank": ["RS_GROW", 100, [[0.1], [None], [0.3]], 3, None],
    "an error cell": ["RS_GROW", 100, [[0.1], [{"error": "#N/A"}], [0.3]], 3, None],
    "an overflow": ["RS_GROW", 1e100, 1e100, 4, None],
    "a zero": ["RS_GROW", 1, 0.1, 3, 0],
}


@pytest.fixture(scope="module")
def registered() -> dict[str, Any]:
    """What xlwings' own `import_udfs` and `call_udf` did."""
    return seen_by_excel(CALLS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrapper_has_what_xlwings_needs_on_windows(name: str) -> None:
    wrapper = getattr(excel, name)
    assert typing.get_type_hints(wrapper, include_extras=True) == {}
    parameters = inspect.signature(wrapper).parameters
    assert list(parameters) == [parameter.name for parameter in FUNCTIONS[name].parameters]
    assert {p.kind for p in parameters.values()} <= {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    assert wrapper.__doc__ == FUNCTIONS[name].help


def test_vba_gets_one_function_each_with_its_optional_arguments(registered: dict[str, Any]) -> None:
    for function in FUNCTIONS.values():
        arguments = ", ".join(f"Optional {p.name}" if p.optional else p.name for p in function.parameters)
        assert f"Function {function.name}({arguments})\n" in registered["vba"]


def test_the_function_wizard_gets_all_help_and_one_category(registered: dict[str, Any]) -> None:
    for function in FUNCTIONS.values():
        shown = registered["help"][f"'deal.xlsm'!{function.name}"]
        assert shown["Description"] == function.help
        assert shown["Category"] == "RevShare"
        assert (shown["ArgumentDescriptions"] or []) == [p.argument.help for p in function.parameters]


@pytest.mark.parametrize(
    ("call", "cells"),
    [
        ("a number for each argument", [[100.0, 150.0, 225.0]]),
        ("a column", [[100.0], [125.0], [187.5]]),
        ("a row", [[100.0, 125.0, 187.5]]),
        ("a blank", [["#VALUE! growth has no value in period 2; enter 0 if none"]]),
        ("an error cell", [["#N/A growth holds #N/A"]]),
        ("an overflow", [[1e100, pytest.approx(1e200), pytest.approx(1e300), "#NUM!"]]),
        ("a zero", [['#VALUE! periods_per_year is 0: leave it off or write "none"']]),
    ],
)
def test_a_call_from_a_cell_answers_through_xlwings_own_conversion(
    registered: dict[str, Any], call: str, cells: list[list[object]]
) -> None:
    assert registered["answers"][call] == cells


def test_every_error_text_of_excel_is_known_again_as_that_error() -> None:
    for code in ErrorCode:
        assert excel.from_excel([[code.value]]) == [[CellError(code)]]
    assert excel.from_excel([["#hashtag", None, 1.0]]) == [["#hashtag", None, 1.0]]
    assert excel.from_excel(None) == [[None]]
