"""Rules on the file itself."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from tests.workbooks.rules.model_books import Change, audited, broken, content_of, only, put

from revshare_workbooks.rules.audited import Audited


def _nameless(book: Workbook) -> None:
    book.properties.title = None


def _unsigned(book: Workbook) -> None:
    book.properties.creator = "openpyxl"


def _private(book: Workbook) -> None:
    book.properties.description = r"C:\Users\ada\deals"


def _by_hand(book: Workbook) -> None:
    book.calculation.calcMode = "manual"


def _as_it_was(book: Workbook) -> None:
    book.calculation.fullCalcOnLoad = False


def _locked(book: Workbook) -> None:
    book["Inputs"].protection.sheet = True
    book["Inputs"].protection.password = "secret"  # noqa: S105 - the fault looked for


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("properties", _nameless, "name no title"),
        ("properties", _unsigned, "name no author"),
        ("private-path", _private, r"docProps/core.xml holds C:\Users"),
        ("calculation-mode", _by_hand, "calculates in the mode manual"),
        ("calculation-mode", _as_it_was, "is not calculated anew when opened"),
        ("protection", _locked, "Inputs is protected with a password"),
    ],
)
def test_a_file_that_breaks_a_rule_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "@SUM(A1)", "+HYPERLINK(1)", "-2+3|x"])
def test_text_that_would_become_a_formula_is_found(text: str) -> None:
    def change(book: Workbook) -> None:
        cell = book["Cover"]["B14"]
        cell.value, cell.data_type, cell.font = text, "s", Font(name="Arial")

    assert "Cover!B14 holds the text" in only(broken(audited(change)), "text-as-formula")

    def quoted(book: Workbook) -> None:
        change(book)
        book["Cover"]["B14"].quotePrefix = True

    assert "text-as-formula" not in broken(audited(quoted))


@pytest.mark.parametrize("text", ["-", "- a point", "+ 5 %", "@home", "a = b (c)"])
def test_a_dash_or_a_sign_makes_no_formula(text: str) -> None:
    assert "text-as-formula" not in broken(audited(put("Cover", "B14", text)))


def test_parts_that_can_run_are_found() -> None:
    target = io.BytesIO(content_of())
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("xl/vbaProject.bin", b"")
        package.writestr("xl/embeddings/oleObject1.bin", b"")
    found = only(broken(Audited(target.getvalue())), "active-content")
    assert "xl/vbaProject.bin" in found
    assert "xl/embeddings/oleObject1.bin" in found


def test_a_report_with_a_clock_in_it_is_found() -> None:
    def ours(book: Workbook) -> None:
        book.properties.creator = book.properties.lastModifiedBy = "revshare 0.1.0"
        book.properties.created = datetime(2026, 4, 30, tzinfo=UTC)

    found = broken(audited(ours))
    assert "say created 2026-04-30" in only(found, "file-times")
    assert "scenario as subject" in only(found, "properties")
