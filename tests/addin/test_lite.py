"""The functions as xlwings Lite runs them: from the wheel, without what a browser lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.addin.host_book import CALLS, as_sent, expected, padded
from tests.addin.lite_stub import seen_in_lite

from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError, ErrorCode
from revshare_addin.lite import to_lite
from revshare_addin.lite_files import written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that `revshare install lite` writes."""
    place = tmp_path_factory.mktemp("lite")
    for name, content in written().items():
        (place / name).write_bytes(content)
    return place


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, Any]:
    """What is listed, and what every call of the workbook of all hosts answers."""
    calls = {
        f"{layout}: {name}": [name, *(None if a is None else as_sent(a) for a in padded(layout, name))]
        for layout, name in CALLS
    }
    return seen_in_lite(folder, calls)


def test_main_lists_every_function_with_its_help_and_no_annotations(seen: dict[str, Any]) -> None:
    assert seen["listed"] == {
        function.name: [function.help, {p.name: p.argument.help for p in function.parameters}, False]
        for function in FUNCTIONS.values()
    }


@pytest.mark.parametrize(("layout", "name"), CALLS)
def test_lite_shows_what_the_direct_call_answers(layout: str, name: str, seen: dict[str, Any]) -> None:
    rows = expected(layout, name)
    assert seen["answers"][f"{layout}: {name}"] == [
        [c.code.value if isinstance(c, CellError) else "" if c is None else c for c in row] for row in rows
    ]


def test_an_error_is_typed_and_its_message_printed(seen: dict[str, Any]) -> None:
    assert seen["answers"]["a gap: RS_REVENUE_SHARE"] == [["#VALUE!"]]
    assert seen["printed"]["a gap: RS_REVENUE_SHARE"] == (
        "RS_REVENUE_SHARE: #VALUE! revenue has no value in period 2; enter 0 if none\n"
    )
    assert seen["printed"]["in rows: RS_REVENUE_SHARE"] == ""


def test_a_message_is_not_printed_for_each_cell_of_a_series(capsys: pytest.CaptureFixture[str]) -> None:
    assert to_lite("RS_TEST", [[CellError(ErrorCode.NA, "no such figure"), 1.0, None]]) == [["#N/A", 1.0, ""]]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("code", [ErrorCode.SPILL, ErrorCode.CALC])
def test_an_error_that_lite_does_not_know_shows_as_value(code: ErrorCode) -> None:
    assert to_lite("RS_TEST", [[CellError(code), 1.0]]) == [["#VALUE!", 1.0]]


def test_without_pydantic_a_case_says_so_in_words_and_all_else_is_calculated(folder: Path) -> None:
    calls: dict[str, list[Any]] = {
        "case": ["RS_CASE", [["anthropic-amazon"]], [["revenue"]], None, None],
        "growth": ["RS_GROW", [[100.0]], [[0.5]], [[3.0]], None],
    }
    seen = seen_in_lite(folder, calls, lacking=["pydantic", "pydantic_core"])
    assert seen["answers"] == {"case": [["#VALUE!"]], "growth": [[100.0, 150.0, 225.0]]}
    assert seen["printed"]["case"].startswith(
        "RS_CASE: #VALUE! reading a case needs pydantic, which is not installed"
    )
