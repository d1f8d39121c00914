"""What stands inside formulas: numbers, functions, links, length."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import Change, audited, broken, model_book, only, put

from revshare_workbooks.rules.audited import Audited


def in_cell(formula: str) -> Change:
    return put("Model", "C8", formula)


@pytest.mark.parametrize(
    ("rule", "formula", "found"),
    [
        ("constant-in-formula", "=C4*0.15", "Model!C8 has 0.15 in =C4*0.15"),
        ("constant-in-formula", "=C4*1.05^2+7", "has 1.05, 7 in"),
        ("constant-in-formula", "=ROUND(C4*0.15,2)", "has 0.15 in"),
        ("constant-in-formula", "=MIN(C4,25)", "has 25 in"),
        ("volatile", "=TODAY()-E3", "Model!C8 calls TODAY"),
        ("volatile", "=SUM(OFFSET(E4,0,0,1,12))", "calls OFFSET"),
        ("volatile", '=INDIRECT("E4")', "calls INDIRECT"),
        ("external-link", "=[1]Sheet1!A1+C4", "reads outside this workbook"),
        ("external-link", "='C:\\deals\\[other.xlsx]Sheet 1'!A1", "reads outside this workbook"),
        ("external-link", '=WEBSERVICE("http://example.org")', "calls WEBSERVICE"),
        ("external-link", "=cmd|'/C calc'!A0", "reads outside this workbook"),
        ("array-lifting", "=SUMPRODUCT(ABS(E4:P4))", "gives ABS a whole range"),
        ("array-lifting", "=SUMPRODUCT(--(YEAR(E3:P3)=C4))", "gives YEAR a whole range"),
        ("formula-length", "=" + "+".join(["C4"] * 60), "has 180 characters"),
        ("formula-length", "=IF(C4=0,1,IF(C5=0,1,IF(C6=0,1,2)))", "3 IFs inside each other"),
        ("formula-length", "=C4+\nC5", "several lines"),
        ("new-function", "=XLOOKUP(C4,E4:P4,E5:P5)", "calls XLOOKUP without the mark _xlfn."),
        ("new-function", "=_xlfn._xlws.SORT(E4:P4)", "SORT spills, which the file does not declare"),
        ("unknown-function", "=MYRATE(C4)", "Model!C8 calls MYRATE"),
        ("circular", "=C8+C4", "Model!C8 depends on itself"),
    ],
)
def test_a_formula_that_breaks_a_rule_is_found(rule: str, formula: str, found: str) -> None:
    # Some of these no engine here calculates, so the values stay those of the file.
    book = model_book()
    in_cell(formula)(book)
    raw = io.BytesIO()
    book.save(raw)
    assert found in only(broken(Audited(raw.getvalue())), rule)


@pytest.mark.parametrize(
    "formula",
    [
        "=C4*12/100",
        "=ROUND(C4,4)",
        "=DATE(2026,4,30)",
        '=1*(A4="x")+2*(A4="y")+3*(A4="z")',
        "=IF(C4=3,3,4)",
        "=MOD(C4,3)",
        "=ABS(C4-C5)*1E-9",
        '="15 of 20"',
        "=LOG10(C4)",
        "=SUMPRODUCT((E4:P4>0)*E4:P4)",
        "=ABS(SUM(E4:P4))",
        "=SUMPRODUCT(ABS(C4),C5)",
        "=RS_GROW(C4,C5,C6)",
    ],
)
def test_what_only_looks_like_a_fault_is_none(formula: str) -> None:
    book = model_book()
    in_cell(formula)(book)
    raw = io.BytesIO()
    book.save(raw)
    wanted = {"constant-in-formula", "array-lifting", "external-link", "new-function", "unknown-function"}
    assert not wanted & set(broken(Audited(raw.getvalue())))


def test_a_connection_to_a_server_is_found() -> None:
    book = audited()
    names = [*book.package.namelist(), "xl/connections.xml"]
    book.package.namelist = lambda: names  # type: ignore[method-assign]
    assert "xl/connections.xml is a connection" in only(broken(book), "external-link")


def test_iteration_hides_circles() -> None:
    def change(book: Workbook) -> None:
        book.calculation.iterate = True

    assert "iterative calculation switched on" in only(broken(audited(change)), "circular")


def test_the_same_calculation_made_twice_is_found_once_for_its_row() -> None:
    def change(book: Workbook) -> None:
        for column in range(5, 17):
            for row in (12, 13):
                letter = book["Model"].cell(1, column).column_letter
                book["Model"].cell(row, column).value = f"=MAX({letter}4,{letter}5)"

    (finding,) = broken(audited(change))["repeated-calculation"]
    assert finding.place == "Model!E12:P12"
    assert finding.found == "stands in 2 places: =MAX(E4,E5)"
