"""How results look where there is a terminal, and where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from revshare_workbooks.terminal import amount, console, hanging, percent, show_table, working


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


def test_square_brackets_and_colons_of_a_title_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("half of [gross] profit [/red] :smile:")
    assert capsys.readouterr().out == "half of [gross] profit [/red] :smile:\n"


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


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Give the setter of a terminal's width."""

    def set_width(columns: int) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm")

    return set_width


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)


YEARS = tuple(str(year) for year in range(2024, 2034))


def test_numbers_that_do_not_fit_side_by_side_stand_in_several_tables(
    watched: Callable[[int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    watched(80)
    row = ("revenue.api", *(f"{1000 * int(year):,}" for year in YEARS))
    show_table(("line", *YEARS), [row], right=range(1, 11))
    lines = [line.rstrip() for line in said(capsys).splitlines()]
    assert max(map(len, lines)) <= 80
    assert sum(line.strip().startswith("revenue.api") for line in lines) == 2, "named in each"
    assert all(any(figure in line for line in lines) for figure in row)


def test_what_has_no_room_is_left_out_from_the_right_and_said_to_be(
    watched: Callable[[int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    row = ("revenue.annual.2024", "512", "USD million", "word " * 20, "note " * 20)
    columns = ("input", "value", "unit", "basis", "remark")
    watched(60)
    show_table(columns, [row], right=(1,))
    narrow = said(capsys)
    assert "no room here for: basis, remark" in narrow
    watched(120)
    show_table(columns, [row], right=(1,))
    wide = said(capsys)
    assert "no room" not in wide
    assert wide.count("note") == 20


def test_where_nobody_watches_no_row_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("name", "note"), [("a", "word " * 60)])
    assert any(line.count("word") == 60 for line in capsys.readouterr().out.splitlines())


def test_a_long_line_of_a_list_wraps_below_its_text(watched: Callable[[int], None]) -> None:
    line = "  RS_GROW    Values that begin with start and grow from period to period by a rate."
    watched(50)
    first, *others = hanging(line).splitlines()
    assert first.startswith("  RS_GROW    Values")
    assert others
    assert all(other.startswith(" " * 13) and other[13] != " " for other in others)


def test_a_long_line_stays_whole_where_nobody_watches() -> None:
    assert hanging("word " * 60) == "word " * 60


def test_whoever_watches_is_told_what_takes_a_while_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with working("writing"):
        pass
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with working("writing"):
        pass
    out, err = capsys.readouterr()
    assert (out, "writing ..." in err) == ("", True)
