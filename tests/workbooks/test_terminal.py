"""How results look where there is a terminal, and where there is none."""

from __future__ import annotations

import pytest

from revshare_workbooks.terminal import amount, percent, show_table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1,234"),
        (99.95, "100.0"),
        (12.34, "12.3"),
        (0.0, "0.0"),
        (-1234.6, "(1,235)"),
        (-5.0, "(5.0)"),
    ],
)
def test_money_reads_as_in_a_report(value: float, text: str) -> None:
    assert amount(value) == text


def test_a_ratio_that_does_not_exist_is_not_a_number() -> None:
    assert percent(float("nan")) == "n/a"
    assert percent(0.375) == "37.5%"


def test_a_table_prints_text_as_it_is_and_numbers_flush_right(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("name", "value"), [("[bold]a[/bold]", "1"), ("b", "1,000")], right=(1,))
    lines = capsys.readouterr().out.splitlines()
    rows = [line.rstrip() for line in lines if "a" in line or "b" in line]
    assert "[bold]a[/bold]" in rows[1]
    assert len(rows[1]) == len(rows[2]), "the numbers end in one column"


def test_a_long_cell_is_wrapped_and_never_lost(capsys: pytest.CaptureFixture[str]) -> None:
    words = [f"word{number}" for number in range(60)]
    show_table(("name", "note"), [("a", " ".join(words))])
    said = capsys.readouterr().out
    assert all(word in said for word in words)
