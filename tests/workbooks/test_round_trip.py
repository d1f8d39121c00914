"""A report or a template that a user edited goes back in through every command, whichever program saved it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from tests.addin.calc.session import knows_uno
from tests.workbooks.inputs_books import column_of, enter, inputs_book, row_of

from revshare.case_file import parse_case
from revshare.schema_example import EXAMPLE
from revshare_addin.calc.install import surroundings
from revshare_workbooks import cli, libreoffice
from revshare_workbooks.inputs_book import read_inputs

__all__ = ["knows_uno"]

RATE, COST, START = "contracts.cloud.rate", "products.api.cost_ratio.2027", "contracts.cloud.start"
TEXT = EXAMPLE.replace("value = 1000, low", "value = 1010, low").replace(
    "value = 0.4, low = 0.3", "value = 0.45, low = 0.3"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a case file, its report and its template."""
    place = tmp_path_factory.mktemp("round")
    (place / "case.toml").write_text(TEXT, encoding="utf-8")
    for command in ("report", "template"):
        assert cli.main([command, str(place / "case.toml"), "-o", str(place / f"{command}.xlsx")]) == 0
    return place


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Give a report or template in which a user chose Own, with a lower rate and a higher cost there."""

    def edit(kind: str) -> Path:
        book = load_workbook(folder / f"{kind}.xlsx")
        enter(book["Inputs"], {(RATE, "Own"): 0.3, (COST, "Own"): 0.55})
        book["Inputs"]["C4"] = "Own"
        book.save(tmp_path / f"{kind}.xlsx")
        return tmp_path / f"{kind}.xlsx"

    return edit


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One engine is enough here."""
    monkeypatch.setattr(libreoffice, "find", lambda: None)


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("kind", ["report", pytest.param("template", marks=pytest.mark.heavy)])
def test_every_command_takes_what_was_typed(
    kind: str, edited: Callable[[str], Path], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In 2027 and 2028 1,000 a year through the cloud: at 30 %, 0.3 x (450 + 500)."""
    book = edited(kind)

    def said(*words: str, status: int | None = 0) -> str:
        found = cli.main(list(words))
        told = capsys.readouterr()
        assert found == (found if status is None else status), told
        return told.out

    assert re.search(rf"{re.escape(RATE)}\s+0\.3\s", said("inputs", str(book)))
    share = re.search(r"share\.cloud .*", said("lines", str(book)))
    assert share
    assert "135" in share[0]
    assert "150" in share[0]
    assert "own scenario" in said("simulate", str(book), "operating_profit", "--paths", "64")
    # The reported cost of 2027 is 0.5; a line's total with it as typed stands at the middle of every bar.
    assert "own scenario" in said("sensitivity", str(book), "share.cloud")
    found = said("diff", str(folder / "case.toml"), str(book), "--line", "share.cloud")
    assert re.search(rf"{re.escape(RATE)} .*0\.45\s+0\.3", found)
    assert re.search(rf"{re.escape(COST)} .*0\.5\s+0\.55", found)
    assert "the scenario chosen is base in A and own in B" in found
    if kind == "template":
        assert "the stored values are those of other inputs" in said("check", str(book), status=1)
        said("calc", str(book))
    # The program that saved it here leaves out what charts say to those who cannot see them, which check tells.
    assert re.search("[0-9] formulas agree with the engine to 1e-9", said("check", str(book), status=None))
    again = book.with_name("again.xlsx")
    said(kind, str(book), "-o", str(again))
    assert read_inputs(again) == read_inputs(book)
    assert "no difference" in said("diff", str(book), str(again))


@pytest.mark.parametrize(
    "command", ["report", "check", "simulate", "sensitivity", "diff", "template", "inputs"]
)
def test_every_command_tells_all_faults_with_their_cells(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = inputs_book(parse_case(TEXT, "case.toml"))
    sheet = book["Inputs"]
    enter(sheet, {(RATE, "Base"): 40, (COST, "Own"): "55 %", ("rival.rate", "Name"): "rival.rat"})
    path = tmp_path / "bad.xlsx"
    book.save(path)
    more = {"sensitivity": ["revenue"], "diff": ["anthropic-amazon"]}.get(command, [])
    assert cli.main([command, str(path), *more]) == 2
    said = capsys.readouterr().err.splitlines()
    base, own, name = (get_column_letter(column_of(sheet, word)) for word in ("Base", "Own", "Name"))
    assert sorted(said) == sorted(
        [
            (
                f"revshare: bad.xlsx: Inputs!{base}{row_of(sheet, RATE)}: {RATE} "
                "has value 40 above high 0.5; for 40 % enter 0.4, otherwise widen the range or mend the value"
            ),
            (
                f"revshare: bad.xlsx: Inputs!{own}{row_of(sheet, COST)}: {COST} "
                'must be a number, got the text "55 %"; for 55 % enter 0.55'
            ),
            (
                f'revshare: bad.xlsx: Inputs!{name}{row_of(sheet, "rival.rat")}: "rival.rat" '
                "is no name of an input; restore it: rival.rate"
            ),
            "revshare: bad.xlsx: Inputs sheet: rival.rate is missing; add it",
        ]
    )
    assert not (tmp_path / "example.xlsx").exists()


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["template", pytest.param("report", marks=pytest.mark.heavy)])
def test_a_book_that_libreoffice_changed_and_saved_is_read(
    kind: str,
    folder: Path,
    tmp_path: Path,
    knows_uno: str,
) -> None:
    sheet = load_workbook(folder / f"{kind}.xlsx")["Inputs"]
    own = get_column_letter(column_of(sheet, "Own"))
    typed = {RATE: "30%", COST: "=0.5+0.05", START: "2026-07-01", "contracts.cloud.annual_cap": "120"}
    plan = {
        "office": str(libreoffice.require("this test")),
        "profile": str(tmp_path / "profile"),
        "book": str(folder / f"{kind}.xlsx"),
        "saved": str(tmp_path / "saved.xlsx"),
        "edits": {f"{own}{row_of(sheet, name)}": content for name, content in typed.items()} | {"C4": "Own"},
    }
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    run = subprocess.run(
        [knows_uno, str(Path(__file__).with_name("office_edit.py")), str(tmp_path / "plan.json")],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=surroundings(),
    )
    assert run.returncode == 0, run.stderr
    found, before = read_inputs(tmp_path / "saved.xlsx"), read_inputs(folder / f"{kind}.xlsx")
    assert found.scenario == "own"
    assert found.own == {
        RATE: 0.3,
        COST: pytest.approx(0.55),
        START: date(2026, 7, 1),
        "contracts.cloud.annual_cap": 120.0,
    }
    assert found.case == before.case, "everything else is as it was written"
