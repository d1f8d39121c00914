"""Rows and columns are found by their names; what is out of place is told with its cell."""

from __future__ import annotations

from typing import Any

import pytest

from revshare import inputs_places
from revshare.case import CaseError
from revshare.inputs_columns import HEADERS
from revshare.inputs_places import Places, find_places

HEADS = ["Input", "Unit", "Live", "Base", "Low", *list(HEADERS.values())[4:]]
LAST = len(HEADS) - 1


def row(name: Any, **parts: Any) -> list[Any]:
    found: list[Any] = [None] * len(HEADS)
    for part, value in parts.items():
        found[HEADS.index(HEADERS[part])] = value
    found[LAST] = name
    return found


def find(*rows: list[Any], head: list[Any] | None = None) -> Places:
    cells = [["Scenario", "", "Low"], head or HEADS, *rows]
    return find_places(cells, lambda at, column: f"R{at}C{column}", "the table")


def test_inputs_and_structure_are_told_apart_by_what_stands_beside_the_live_value() -> None:
    found = find(row("rival.rate", live=0.2, base=0.2, basis="assumed"), row("lab", live="Lab"))
    assert found.rows == {"rival.rate": 2, "lab": 3}
    assert found.is_input(2)
    assert not found.is_input(3)
    assert found.scenarios == {"Low": 4}
    assert found.chosen() == (0, "Low")
    assert found.part(2, "base") == 0.2
    assert found.faults == ()


def test_what_a_report_keeps_right_of_the_table_is_no_scenario() -> None:
    found = find(row("lab", live="Lab"), head=[*HEADS, "Changed", "Base as written", "Low as written"])
    assert found.scenarios == {"Low": 4}


def test_empty_text_is_nothing() -> None:
    assert find(row("lab", live="")).part(2, "live") is None


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row("rates")], 'R2C12: "rates" is no name of an input'),
        (
            [row("rival.rate"), row("rival.rate")],
            '"rival.rate" stands in R2C12 too; keep one of the two rows',
        ),
        ([row("rival"), row("rival.rate")], 'R2C12: "rival" is no name of an input'),
        ([row(None, base=5.0)], 'R2C3: "5.0" stands in a row without a name'),
    ],
)
def test_what_is_out_of_place_is_told(rows: list[list[Any]], fault: str) -> None:
    (line,) = find(*rows).faults
    assert fault in line


def test_columns_that_cannot_be_made_out_stop_the_reading() -> None:
    head = ["Low" if word == "Smallest" else word for word in HEADS]
    with pytest.raises(CaseError) as caught:
        find(head=head)
    assert caught.value.faults == [
        "the table has no column Smallest; restore that header",
        'R1C6: "Low" stands in R1C4 too; keep one of the two columns',
    ]


@pytest.mark.parametrize(
    "name", ["rival." + "a." * 900 + "b", "rival." + "a" * 300, "rival.1000-9999.rate", "rival.\x9b2J"]
)
def test_a_name_that_no_input_can_have_is_told_in_short_and_left_out(name: str) -> None:
    found = find(row(name, live=1.0), row("rival.rate", base=0.2))
    assert list(found.rows) == ["rival.rate"]
    (fault,) = found.faults
    assert fault.startswith('R2C12: "rival.')
    assert fault.endswith('" is no name of an input; restore it')
    assert len(fault) < 300
    assert fault.isprintable()


def test_more_rows_than_any_case_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(f"rival.rate{at}") for at in range(3)]
    monkeypatch.setattr(inputs_places, "MOST_ROWS", 3)
    assert len(find(*rows).rows) == 3
    monkeypatch.setattr(inputs_places, "MOST_ROWS", 2)
    with pytest.raises(CaseError, match="the table has more than 2 named rows; delete those that are not"):
        find(*rows)
