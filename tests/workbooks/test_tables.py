"""Tables of a command: printed, or a file whose kind is chosen by its name."""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from openpyxl import load_workbook

from revshare.errors import InputError, ModelError
from revshare_workbooks.case_source import open_case
from revshare_workbooks.tables import (
    WRITERS,
    Column,
    Content,
    Form,
    Origin,
    Table,
    as_csv,
    as_parquet,
    check_name,
    figure,
    hand_out,
    write,
)

ORIGIN = Origin("deal (input abc), base scenario, revshare 1", "base", "ab" * 32, date(2026, 4, 30))
COLUMNS = (
    Column("driver"),
    Column("year", form=Form.YEAR),
    Column("low", "USD million", Form.MONEY),
    Column("rate", "fraction", Form.FRACTION),
)
ROWS: tuple[tuple[Content, ...], ...] = (
    ("revenue, annual", 2026, -1234.5678901234567, 0.125),
    ("cost", 2027, 3.0, None),
)
TABLE = Table("Tried", "A deal", "what moves it, USD million", COLUMNS, ROWS, ORIGIN)

LIKE_FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0+1",
    "\n-1",
    "＝1",
    "＠SUM(A1)",
)


def named(text: str) -> Table:
    """A table that shows a text wherever a user's words may stand."""
    return Table(
        text, f"x, {text}", f"y; {text}", (Column(text, text),), ((text,),), replace(ORIGIN, line=text)
    )


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_kind_of_file_holds_the_same_figures(tmp_path: Path) -> None:
    for ending in WRITERS:
        write(tmp_path / f"table{ending}", TABLE)
    book = pd.read_excel(tmp_path / "table.xlsx", header=4)
    text = pd.read_csv(tmp_path / "table.csv", comment="#")
    columns = pd.read_parquet(tmp_path / "table.parquet")
    assert list(book.columns) == list(text.columns) == [column.header for column in COLUMNS]
    assert list(columns.columns) == [column.name for column in COLUMNS]
    for found in (book, text, columns):
        assert found.iloc[:, 2].tolist() == pytest.approx([-1234.5678901234567, 3.0], rel=1e-15)
        assert found.iloc[:, 1].tolist() == [2026, 2027]
        assert found.iloc[0, 3] == 0.125
        assert pd.isna(found.iloc[1, 3]), "what does not exist is blank"


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_table_gives_the_same_bytes(ending: str) -> None:
    assert WRITERS[ending](TABLE) == WRITERS[ending](TABLE)


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    for row in rows_of(as_csv(named(text))):
        assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row), row
    for line in as_csv(named(text)).decode().splitlines()[:1]:
        assert not any(mark in line for mark in ',;\t"'), "the first line stays in one cell"
    book = load_workbook(io.BytesIO(WRITERS[".xlsx"](replace(named(text), name="Tried"))))
    assert all(cell.data_type != "f" for row in book["Tried"].iter_rows() for cell in row)


def test_a_file_says_what_it_is_and_where_it_comes_from() -> None:
    first = as_csv(TABLE).decode().splitlines()[0]
    assert first.startswith("# A deal: what moves it | USD million | deal (input abc)")
    said = as_csv(replace(TABLE, origin=replace(ORIGIN, line="1,234,567 paths,12 drivers"))).decode()
    assert "| 1234567 paths | 12 drivers" in said.splitlines()[0]
    schema = pyarrow.parquet.read_schema(io.BytesIO(as_parquet(TABLE)))
    assert schema.metadata[b"origin"].decode() == ORIGIN.line
    assert schema.field("low").metadata == {b"unit": b"USD million"}
    sheet = load_workbook(io.BytesIO(WRITERS[".xlsx"](TABLE)))["Tried"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["A deal", TABLE.about, ORIGIN.line]


def test_a_column_with_a_word_in_it_is_a_column_of_words() -> None:
    mixed = replace(TABLE, columns=COLUMNS[:1], rows=((1.5,), ("none",), (None,)))
    assert pd.read_parquet(io.BytesIO(as_parquet(mixed)))["driver"].tolist()[:2] == ["1.5", "none"]
    empty = replace(TABLE, rows=())
    assert pd.read_parquet(io.BytesIO(as_parquet(empty))).shape == (0, 4)


def test_letters_beyond_ascii_carry_the_mark_by_which_excel_knows_them() -> None:
    assert not as_csv(TABLE).startswith(b"\xef\xbb\xbf")
    assert as_csv(replace(TABLE, title="Gewinn für März")).startswith(b"\xef\xbb\xbf#")


@pytest.mark.parametrize("name", ["table.xls", "table", "table.json"])
def test_another_ending_is_refused_with_those_known(name: str) -> None:
    with pytest.raises(InputError, match=r"must end in \.xlsx, \.csv or \.parquet"):
        check_name(Path(name))


def test_without_pyarrow_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    known: Callable[..., object] = importlib.util.find_spec
    monkeypatch.setattr(
        "revshare_workbooks.tables.find_spec", lambda name: None if name == "pyarrow" else known(name)
    )
    with pytest.raises(ModelError, match=r"pip install revshare\[parquet\]"):
        check_name(Path("table.parquet"))
    check_name(Path("table.csv"))


def test_a_table_is_printed_unless_a_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_out(TABLE, None)
    said = capsys.readouterr().out
    assert "A deal: what moves it" in said
    assert all(word in said for word in ("(1,235)", "12.5%", " 2026 "))
    hand_out(TABLE, tmp_path / "table.csv")
    assert capsys.readouterr().out == f"{tmp_path / 'table.csv'}\n"


def test_rows_of_one_column_may_be_of_several_kinds() -> None:
    mixed = replace(
        TABLE, columns=(Column("figure"), Column("deal", form=Form.NUMBER)), rows=(("a", 0.5), ("b", 0.5)),
        row_forms=(Form.FRACTION, Form.MONEY),
    )  # fmt: skip
    assert [[mixed.form(row, column) for column in (0, 1)] for row in (0, 1)] == [
        [Form.TEXT, Form.FRACTION],
        [Form.TEXT, Form.MONEY],
    ]


def test_a_figure_that_does_not_exist_is_none() -> None:
    assert [figure(value) for value in (1, float("nan"), float("inf"))] == [1.0, None, None]


def test_the_origin_names_case_scenario_and_version() -> None:
    one, other = open_case("anthropic-amazon", "low"), open_case("openai-microsoft", "low")
    alone, both = Origin.of(one, more="seed 1"), Origin.of(one, other)
    assert alone.line.startswith(
        f"anthropic-amazon (input {one.digest[:12]}), low scenario, seed 1, revshare "
    )
    assert alone.digest == one.digest
    assert both.line.startswith("anthropic-amazon (input")
    assert "openai-microsoft (input" in both.line
    assert both.digest not in {one.digest, other.digest}


def test_a_terminal_loads_neither_openpyxl_nor_pyarrow() -> None:
    import subprocess  # noqa: PLC0415

    code = "import revshare_workbooks.tables, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"openpyxl", "pyarrow", "pandas"} & {name.partition(".")[0] for name in run.stdout.split()}
