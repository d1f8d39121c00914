"""The workbook of worked examples: published figures, two engines, edits, defects, and what a formula may hold."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils.cell import coordinate_from_string
from tests.workbooks.own_rules import broken

from revshare.commitments import discount
from revshare_workbooks import libreoffice
from revshare_workbooks.examples.book import CHAPTERS, examples_book
from revshare_workbooks.examples.figures import AS_OF, figures, names
from revshare_workbooks.proof import Finished, prove
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.write import finish

PUBLISHED = {
    item["id"]: item
    for item in json.loads((Path(__file__).parents[2] / "examples.json").read_text(encoding="utf-8"))[
        "examples"
    ]
}
NUMBERS = {"0", "1", "2", "12", "365"}
FUNCTIONS = {
    *(
        "ABS",
        "AND",
        "COUNTIF",
        "DATE",
        "EDATE",
        "EXP",
        "IF",
        "INDEX",
        "INT",
        "ISNUMBER",
        "LN",
        "LOOKUP",
        "MATCH",
    ),
    *("MAX", "MIN", "MONTH", "OR", "SQRT", "SUM", "SUMIF", "SUMPRODUCT", "SUMSQ", "SUMXMY2", "YEAR"),
}
"""All of them in Excel 2010, and alike in every engine."""


@cache
def report() -> Finished:
    return finish("examples", examples_book(), AS_OF)


@cache
def stored() -> Values:
    return values_of_bytes(report().content)


def rows(cells: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """Cells by row and column letters."""
    found: dict[int, dict[str, Any]] = {}
    for address, value in cells.items():
        letters, row = coordinate_from_string(address)
        found.setdefault(row, {})[letters] = value
    return found


def compared(values: Values) -> Iterator[tuple[str, str, float, list[Any], list[Any]]]:
    """Every row of published or worked figures: chapter, example, tolerance, and the live row above it."""
    for chapter in CHAPTERS:
        sheet, title = rows(values[chapter.TITLE[0]]), ""
        for row, cells in sheet.items():
            label = str(cells.get("A", ""))
            if row > 3 and cells.get("C") == "OK":
                title = label
            if match := re.match(r" +worked (?:example|by hand), to (\S+)", label):
                above = max(at for at in sheet if at < row and not sheet[at].get("A", "").startswith(" " * 5))
                columns = [column for column in cells if column not in "ABC"]
                live = [sheet[above].get(column) for column in columns]
                yield chapter.TITLE[0], title, float(match[1]), live, [cells[column] for column in columns]


def agree(values: Values) -> int:
    """Check every live row against the figures under it; answers how many there are."""
    count = 0
    for _, title, tolerance, live, expected in compared(values):
        for found, wanted in zip(live, expected, strict=True):
            if isinstance(wanted, (int, float)):
                assert found == pytest.approx(wanted, rel=tolerance, abs=1e-9), title
            else:
                assert found == wanted, title
            count += 1
    return count


def test_every_answer_is_the_worked_example_at_its_tolerance() -> None:
    assert agree(stored()) > 400


def test_it_breaks_no_rule() -> None:
    assert broken(report()) == {}


@pytest.mark.libreoffice
def test_libreoffice_gives_the_worked_examples_and_the_engines_value_of_every_formula(tmp_path: Path) -> None:
    path = tmp_path / "examples.xlsx"
    path.write_bytes(report().content)
    found = libreoffice.recalculated_values(path)
    assert prove(report().book, found).mismatches == []
    assert agree(found) > 400


def test_the_figures_are_those_published() -> None:
    shared = [name for name in names() if name in PUBLISHED]
    assert len(shared) == 20
    for name in shared:
        ours, theirs = figures(name), PUBLISHED[name]
        assert {**ours.inputs, **theirs["inputs"]} == ours.inputs, name
        assert (ours.expected, ours.tolerance) == (theirs["expected"], theirs["rel_tol"]), name
        assert ours.source == "worked example"
    assert {figures(name).source for name in names() if name not in shared} == {"worked by hand"}


def leaves(part: Any) -> Iterator[Any]:
    """All figures of a published example, however they are nested."""
    if isinstance(part, (dict, list)):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from leaves(inner)
    elif part is not None:
        yield date.fromisoformat(part) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(part)) else part


def test_nothing_that_is_published_is_left_out() -> None:
    """A published figure stands under an answer, or is itself an input of the example."""
    shown: dict[str, list[Any]] = {}
    for _, title, _, _, expected in compared(stored()):
        shown.setdefault(title.split()[0], []).extend(expected)
    for name in set(names()) & set(PUBLISHED):
        known = [*shown[name], *leaves(figures(name).inputs)]
        numbers = [value for value in known if isinstance(value, (int, float))]
        days = [
            getattr(value, "date", lambda value=value: value)() for value in known if hasattr(value, "year")
        ]
        for wanted in leaves(PUBLISHED[name]["expected"]):
            if isinstance(wanted, date):
                assert wanted in days, (name, wanted)
            elif not isinstance(wanted, str):
                assert any(value == pytest.approx(wanted, rel=1e-6, abs=1e-12) for value in numbers), (
                    name,
                    wanted,
                )


def edited(changes: Mapping[tuple[str, str], object]) -> Values:
    """The workbook with some cells typed over, calculated anew."""
    book = load_workbook(io.BytesIO(report().content))
    for (sheet, address), value in changes.items():
        book[sheet][address] = value
    raw = io.BytesIO()
    book.save(raw)
    return values_of_bytes(recalculated(raw.getvalue()).content)


def place(sheet: str, label: str, column: str = "D", *, after: str = "") -> str:
    """Cell of a row by its label, the first one below the row labelled `after`."""
    cells = rows(stored()[sheet])
    start = next(row for row, texts in cells.items() if not after or str(texts.get("A", "")).endswith(after))
    return f"{column}{next(row for row, texts in cells.items() if row > start and texts.get('A') == label)}"


TITLE = "A discount for committing"


def test_a_changed_input_is_followed_and_ends_the_comparison_of_its_example_alone() -> None:
    found = edited({("Commitments", place("Commitments", "Discount", after=TITLE)): 0.4})
    sheet = found["Commitments"]
    paid = discount.cost(100.0, 0.4, np.array(figures("E22").inputs["usage_at_list"][-1:]))
    assert sheet[place("Commitments", "Paid", "G", after=TITLE)] == pytest.approx(float(paid[0]))
    verdicts = {
        str(texts["A"]): texts["C"]
        for texts in rows(sheet).values()
        if texts.get("C") in {"OK", "inputs changed"}
    }
    assert verdicts.pop(f"E22  {TITLE}") == "inputs changed"
    assert set(verdicts.values()) == {"OK", "inputs changed"}
    assert {text for label, text in verdicts.items() if label.startswith("E")} == {"OK"}
    results = {texts["A"]: texts["F"] for texts in rows(found["Checks"]).values() if "F" in texts}
    assert results[f"E22  {TITLE}: the engine"] == "inputs changed"
    assert (
        results["E20  Take or pay: by year, with excess carried forward, and as one term: the engine"] == "OK"
    )
    assert found["Checks"]["C4"] == "OK"
    assert found["As written"]["C3"] == 1


def test_a_broken_formula_turns_the_check_of_its_example_and_of_the_book() -> None:
    found = edited({("Commitments", place("Commitments", "Paid", "G", after=TITLE)): "=D2+70"})
    assert found["Checks"]["C4"] == "2 to look at"
    assert found["Commitments"]["C3"] == found["Checks"]["C4"]


def test_a_stored_solution_that_does_not_solve_is_found() -> None:
    label = "Rate of return a year"
    found = edited({("Investment", place("Investment", label)): 0.5})
    assert found["Checks"]["C4"] == "2 to look at"


def test_formulas_use_old_and_steady_functions_and_no_numbers_of_their_own() -> None:
    used, constants = set(), set()
    for sheet in report().book.sheets:
        for cell in sheet.rendered().values():
            if cell.formula:
                for token in Tokenizer(str(cell.content)).items:
                    if token.type == "FUNC" and token.subtype == "OPEN":
                        used.add(token.value.rstrip("("))
                    if token.type == "OPERAND" and token.subtype == "NUMBER":
                        constants.add(token.value)
    assert used <= FUNCTIONS
    assert constants <= NUMBERS


def test_every_input_keeps_the_limits_that_stand_beside_it() -> None:
    count = 0
    for sheet in report().book.sheets:
        for rule in sheet.rules:
            (area,) = rule.areas
            first, _, last = area.partition(":")
            row, letters = int(re.sub(r"\D", "", first)), (first[0], last[0])
            for column in range(ord(letters[0]) - 64, ord(letters[1]) - 63):
                value = sheet.cells[row, column].content
                count += 1
                if rule.words:
                    assert value in rule.words
                elif not rule.date:
                    assert isinstance(value, (int, float))
                    assert rule.limits[0] <= value <= rule.limits[1], (sheet.name, area)
    assert count > 250


def test_each_example_of_the_file_is_written_once() -> None:
    titles = [title for _, title, *_ in compared(stored())]
    written = {title.split()[0] for title in titles if re.match(r"E\d\d ", title)}
    assert written == {name for name in names() if re.fullmatch(r"E\d\d", name)}


def test_the_same_bytes_come_out_every_time() -> None:
    assert finish("examples", examples_book(), AS_OF).content == report().content
