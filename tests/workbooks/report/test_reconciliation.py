"""The book beside what is publicly said: live figures and verdicts, also after a reader changes an input."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from revshare.case_file import read_case, shipped_cases
from revshare.facts import groups
from revshare.projection import project
from revshare.reconcile import reconcile
from revshare_workbooks.proof import Finished
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report import build
from revshare_workbooks.report.reconciliation import CHANGED, OPEN, LiveCells
from revshare_workbooks.report.write import report_of

CASE = "anthropic-amazon"
SHEET = "Reconciliation"
HEADER = 9

DEAR = {"spending.training.annual.2027": 30000.0, "contracts.amazon.rate": 0.4}
"""Profit comes two years later, and the share is no longer what is reported."""


def rows(book: Values, columns: int = 17) -> list[dict[str, Any]]:
    """The table as a reader sees it, by heading; rows without a verdict too."""
    cells = book[SHEET]
    heads = {
        get_column_letter(place): cells.get(f"{get_column_letter(place)}{HEADER}")
        for place in range(1, columns + 1)
    }
    last = max(int(address[1:]) for address in cells if address[0] == "A" and address[1:].isdigit())
    return [
        {str(head): cells.get(f"{letter}{row}") for letter, head in heads.items() if head}
        for row in range(HEADER + 1, last + 1)
    ]


def statements(book: Values) -> list[dict[str, Any]]:
    """The rows of single statements that are compared: those of the targets, above, have no date or basis."""
    return [row for row in rows(book) if row["Verdict"] and row["Basis"]]


def verdicts(book: Values) -> Counter[tuple[str, str, str]]:
    return Counter((row["Fact"], row["Compared with"], row["Verdict"]) for row in statements(book))


def expected(
    case: str, scenario: str = "base", overrides: Mapping[str, Any] | None = None
) -> Counter[tuple[str, str, str]]:
    """What the engine says of each statement."""
    found = reconcile(project(read_case(case), scenario, overrides))
    return Counter((entry.fact.id, entry.label, entry.words) for entry in found.compared)


@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
@pytest.mark.parametrize("scenario", ["base", "low"])
def test_each_statement_has_the_engines_verdict(
    reports: Callable[..., Finished], case: str, scenario: str
) -> None:
    assert verdicts(values_of_bytes(reports(case, scenario).content)) == expected(case, scenario)


def test_conflicting_statements_stand_side_by_side_with_figure_and_difference(
    reports: Callable[..., Finished],
) -> None:
    found = rows(values_of_bytes(reports(CASE).content))
    at = next(place for place, row in enumerate(found) if str(row["Fact"]).startswith("C06"))
    assert found[at]["Fact"] == f"C06  {groups()['C06']}"
    years = [
        (row["Fact"], row["From"], row["To"], row["Figure here"], row["Outside by"], row["Verdict"])
        for row in found[at + 1 : at + 5]
        if row["Fact"] != "F008"
    ]
    assert years == [
        ("F005", 2028, 2028, 2027, -1, "missed by 1 year"),
        ("F007", 2027, 2027, 2027, 0, "hit"),
        ("F052", 2027, 2028, 2027, 0, "hit"),
    ]


def test_a_statement_of_two_conflicts_is_judged_in_the_first_and_named_in_the_second(
    reports: Callable[..., Finished],
) -> None:
    found = [row for row in rows(values_of_bytes(reports(CASE).content)) if row["Fact"] == "F001"]
    assert [(row["Role here"], row["Verdict"]) for row in found] == [
        ("input", "as stated"),
        ("see C01", None),
    ]


@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
def test_every_fact_is_in_the_table_or_among_those_of_others(
    reports: Callable[..., Finished], case: str
) -> None:
    found = [str(row["Fact"]) for row in rows(values_of_bytes(reports(case).content))]
    at = found.index("What concerns others, and is not compared here")
    engine = reconcile(project(read_case(case)))
    others = ", ".join(found[at + 1 :]).replace(",,", ",")
    assert [one.strip() for one in others.split(",")] == [one.id for one in engine.others]
    assert {entry.fact.id for entry in engine.entries} <= set(found[:at])


def test_what_is_not_compared_says_why_and_shows_no_figure(reports: Callable[..., Finished]) -> None:
    found = {row["Fact"]: row for row in rows(values_of_bytes(reports(CASE).content))}
    assert found["F058"]["Why, or what to know"] == 'Not comparable: says "multiple years"'
    assert found["F030"]["Role here"] == "out of scope"
    for name in ("F058", "F030", "F023"):
        assert {found[name][head] for head in ("From", "To", "Figure here", "Outside by", "Verdict")} == {
            None
        }


def test_targets_stand_above_with_the_range_they_take_together(reports: Callable[..., Finished]) -> None:
    found = [
        row for row in rows(values_of_bytes(reports(CASE).content)) if row["Verdict"] and not row["Basis"]
    ]
    case = read_case(CASE)
    assert [(row["Fact"], row["What is said"], row["From"], row["To"]) for row in found] == [
        (target.fact, target.label, target.low, target.high) for target in case.targets
    ]
    assert found[0]["Verdict"] == "hit", "2027 agrees with one of two texts"


def test_the_counts_above_are_those_of_the_table(figures: Callable[..., dict[str, list[Any]]]) -> None:
    shown = figures(SHEET)
    engine = reconcile(project(read_case(CASE))).compared
    words = Counter(entry.words for entry in engine)
    roles = Counter(entry.role.value for entry in engine)
    assert shown["Statements compared with a line"][1] == roles["comparison"]
    assert shown["Inputs beside the statements they name"][1] == roles["input"]
    assert shown["of them hit"][1] == words["hit"]
    assert shown["of them as stated"][1] == words["as stated"]


def test_after_an_edit_a_hit_becomes_a_miss(edit: Callable[..., bytes]) -> None:
    book = values_of_bytes(recalculated(edit(CASE, DEAR)).content)
    found = {row["Fact"]: row for row in statements(book)}
    assert found["F001"]["Verdict"] == "20.0% below"
    assert found["F007"]["Verdict"] == "missed by 1 year"
    assert verdicts(book) == expected(CASE, overrides=DEAR)


@pytest.mark.libreoffice
def test_libreoffice_follows_edits_and_scenarios_as_the_engine_does(
    edit: Callable[..., bytes], recalculate: Callable[..., dict[str, Values]]
) -> None:
    never = {f"spending.training.annual.{year}": 200000.0 for year in range(2024, 2031)}
    books = {
        "dear": edit(CASE, DEAR),
        "never": edit(CASE, never),
        "low": edit(CASE, {}, choose="Low"),
        "as written": edit(CASE, {}),
    }
    found = {name: verdicts(book) for name, book in recalculate(books).items()}
    assert found["dear"] == expected(CASE, overrides=DEAR)
    assert found["never"] == expected(CASE, overrides=never)
    assert ("F007", "First profitable year", "not reached") in found["never"]
    assert found["low"] == expected(CASE, "low")
    assert found["as written"] == expected(CASE)


def test_an_end_that_is_not_stated_is_shown_as_open(reports: Callable[..., Finished]) -> None:
    found = statements(values_of_bytes(reports("openai-microsoft").content))
    entries = reconcile(project(read_case("openai-microsoft"))).compared
    stated = {(entry.fact.id, entry.label): entry.verdict for entry in entries}
    ends = {
        (row["From"], row["To"]): stated[row["Fact"], row["Compared with"]]
        for row in found
        if OPEN in {row["From"], row["To"]}
    }
    assert ends
    for (low, high), verdict in ends.items():
        assert verdict is not None
        assert (low, high) == tuple(OPEN if end is None else end for end in (verdict.low, verdict.high))


def test_steps_to_the_verdict_stand_right_of_what_prints(reports: Callable[..., Finished]) -> None:
    found = rows(values_of_bytes(reports(CASE).content), columns=21)
    steps = ("Nearest said", "Off by", "If it holds", "If it does not")
    by_fact = {row["Fact"]: [row[head] for head in steps] for row in found if row["Verdict"] and row["Basis"]}
    assert by_fact["F005"] == [2028, pytest.approx(-1 / 2028), "hit", "missed by 1 year"]
    assert by_fact["F007"][:3] == [2027, 0, "hit"]


def test_a_figure_that_several_statements_meet_is_worked_out_once(reports: Callable[..., Finished]) -> None:
    (sheet,) = (sheet for sheet in reports("openai-supply").book.sheets if sheet.name == SHEET)
    figures = [
        str(cell.content) for (_, place), cell in sheet.rendered().items() if place == 11 and cell.formula
    ]
    worked = [formula for formula in figures if "(" in formula]
    assert len(worked) == len(set(worked))
    assert any(formula.startswith("=$K$") for formula in figures)


def test_a_ratio_that_no_sheet_shows_is_worked_out_from_its_parts(reports: Callable[..., Finished]) -> None:
    (sheet,) = (sheet for sheet in reports(CASE).book.sheets if sheet.name == SHEET)
    (row,) = (
        row
        for (row, place), cell in sheet.cells.items()
        if place == 2 and cell.content == "Share per dollar sold through AWS"
    )
    formula = next(
        str(cell.content) for (at, place), cell in sheet.rendered().items() if at == row and place == 11
    )
    assert "Partner!" in formula or "Lab!" in formula


def test_a_note_that_looks_like_a_formula_stays_text(reports: Callable[..., Finished]) -> None:
    case = read_case(CASE)
    text = '=HYPERLINK("http://x","y")'
    hostile = replace(case, targets=tuple(replace(one, label=text, note=text) for one in case.targets))
    book = load_workbook(io.BytesIO(report_of(hostile).content))
    plain = load_workbook(io.BytesIO(reports(CASE).content))
    types = [
        [[cell.data_type == "f" for cell in row] for row in one[SHEET].iter_rows()] for one in (book, plain)
    ]
    assert types[0] == types[1]
    assert sum(cell.value == text for row in book[SHEET].iter_rows() for cell in row) > len(case.targets)


def test_a_line_that_no_sheet_shows_is_stored_and_says_so_after_a_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(build, "LiveCells", lambda inputs, _, path: LiveCells(inputs, {}, path))
    content = report_of(read_case(CASE)).content
    assert verdicts(values_of_bytes(content)) == expected(CASE)
    book = load_workbook(io.BytesIO(content))
    book["Inputs"]["C4"] = "Low"
    saved = io.BytesIO()
    book.save(saved)
    found = {row["Fact"]: row for row in statements(values_of_bytes(recalculated(saved.getvalue()).content))}
    assert (found["F008"]["Verdict"], found["F008"]["Outside by"] or "") == (CHANGED, "")
    assert found["F007"]["Verdict"] != CHANGED, "the path has a cell of its own"


def test_it_prints_with_its_heads_on_every_page(reports: Callable[..., Finished]) -> None:
    (sheet,) = (sheet for sheet in reports(CASE).book.sheets if sheet.name == SHEET)
    assert sheet.repeat_rows == f"{HEADER}:{HEADER}"
    assert sheet.print_columns < max(column for _, column in sheet.cells)


def test_every_shipped_case_has_a_verdict_to_show() -> None:
    for case in shipped_cases():
        assert reconcile(project(read_case(case))).compared
