"""The model check looks the same wherever it stands."""

from __future__ import annotations

from tests.workbooks.page_books import new_page

from revshare_workbooks.grid import Style
from revshare_workbooks.report.verdict import verdict


def test_a_verdict_reads_the_model_check_and_turns_red_without_it() -> None:
    sheet = new_page().sheet
    verdict(sheet, 3, 5)
    cell = sheet.rendered()[3, 5]
    assert (cell.content, cell.style) == ("=Checks!$C$4", Style.VERDICT)
    assert sheet.verdicts == [("E3", ('$E$3="OK"', '$E$3<>"OK"'))]


def test_the_checks_sheet_gives_its_own_formula() -> None:
    sheet = new_page().sheet
    verdict(sheet, 4, 3, "=1")
    assert sheet.cells[4, 3].content == "=1"
