"""The whole book: one formula per row, nothing hard-coded, nothing volatile, and text that stays text."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from revshare.case import Case
from revshare.case_file import read_case, shipped_cases
from revshare_workbooks.grid import Style
from revshare_workbooks.inputs import FIRST
from revshare_workbooks.look import LOOKS
from revshare_workbooks.proof import Finished
from revshare_workbooks.report.commitments import has_commitments
from revshare_workbooks.report.write import report_of

ORDER = ["Cover", "Summary", "Inputs", "Facts", "Timeline", "Profiles", "Revenue"]
ORDER += ["Contract", "Commitments", "Investment", "Investment workings", "Hedge", "Lab", "Partner"]
ORDER += ["Compare", "Workings", "Scenarios", "Sensitivity", "Reconciliation", "Checks"]
SOME: dict[str, Callable[[Case], bool]] = {
    "Commitments": has_commitments,
    "Investment": lambda case: bool(case.stakes),
    "Investment workings": lambda case: bool(case.stakes),
    "Hedge": lambda case: bool(case.hedges),
}
"""Sheets that stand only where the case has what they show."""
TIMELINES = ("Timeline", "Profiles", "Revenue", "Contract", "Commitments", "Lab", "Partner")
VOLATILE = {"OFFSET(", "INDIRECT(", "NOW(", "TODAY(", "RAND(", "RANDBETWEEN(", "INFO(", "CELL("}
KNOWN_IN_2010 = {
    *(
        "ABS(",
        "AVERAGE(",
        "CHOOSE(",
        "COUNT(",
        "COUNTIF(",
        "DATE(",
        "EDATE(",
        "EOMONTH(",
        "EXP(",
        "IF(",
        "IFERROR(",
        "INDEX(",
        "INT(",
        "LN(",
    ),
    *(
        "ISNUMBER(",
        "MATCH(",
        "MAX(",
        "MIN(",
        "MOD(",
        "MONTH(",
        "N(",
        "AND(",
        "OR(",
        "PMT(",
        "NOT(",
        "ROUND(",
        "ROUNDUP(",
        "ROWS(",
        "COLUMNS(",
        "SIGN(",
    ),
    *(
        "SUM(",
        "SUMIF(",
        "SUMIFS(",
        "SUMPRODUCT(",
        "SQRT(",
        "SUMSQ(",
        "SUMXMY2(",
        "YEAR(",
        "DAY(",
        "TEXT(",
        "FIXED(",
        "COUNTIFS(",
    ),
}
PLAIN = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "12", "365"}
"""Numbers a formula may state: nothing and one, the number of a choice, months and days of a year."""

REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")

Books = Callable[[str], Workbook]

TOLD_APART = ("anthropic-amazon", "openai-microsoft", "anthropic-google", "amazon-both")
CASES = [
    pytest.param(case, marks=() if case in TOLD_APART else pytest.mark.heavy) for case in shipped_cases()
]
"""One contract and two, stakes and hedges, and what flows back; the other cases are run as heavy."""


@pytest.fixture(scope="session")
def books(reports: Callable[..., Finished]) -> Books:
    """Give the report of a case as openpyxl reads it."""
    opened: dict[str, Workbook] = {}

    def open_book(case: str) -> Workbook:
        if case not in opened:
            opened[case] = load_workbook(io.BytesIO(reports(case).content))
        return opened[case]

    return open_book


def formulas(book: Workbook) -> Iterator[tuple[Worksheet, int, int, str]]:
    """Sheet, row, column and text of every formula."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet, cell.row, cell.column, str(cell.value)


def relative(formula: str, row: int, column: int) -> str:
    """A formula in R1C1 terms: what it says, whatever cell it says it in."""

    def turn(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, digits = match.groups()
        at_row, at_column = int(digits), column_index_from_string(letters)
        down = f"R{at_row}" if fixed_row else f"R[{at_row - row}]"
        across = f"C{at_column}" if fixed_column else f"C[{at_column - column}]"
        return down + across

    return "".join(
        turn_all(str(token.value), turn) if token.subtype == Token.RANGE else str(token.value)
        for token in Tokenizer(formula).items
    )


def turn_all(text: str, turn: Callable[[re.Match[str]], str]) -> str:
    sheet, mark, cells = text.rpartition("!")
    return sheet + mark + REFERENCE.sub(turn, cells)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=D5+C4*2", "R[0]C[0]+R[-1]C[-1]*2"),
        ("=$D$5+$C4", "R5C4+R[-1]C3"),
        ("=SUM(INDEX($L5:$CQ5,1,D4))", "SUM(INDEX(R[0]C12:R[0]C95,1,R[-1]C[0]))"),
        ("='Contract A1'!D5&\"D5\"", "'Contract A1'!R[0]C[0]&\"D5\""),
    ],
)
def test_the_normaliser_reads_every_kind_of_reference(formula: str, expected: str) -> None:
    assert relative(formula, 5, 4) == expected


@pytest.mark.parametrize("case", CASES)
def test_the_sheets_stand_in_reading_order(books: Books, case: str) -> None:
    held = read_case(case)
    shown = [name for name in ORDER if name not in SOME or SOME[name](held)]
    # Of several contracts each has its sheet.
    found = ["Contract" if name.startswith("Contract ") else name for name in books(case).sheetnames]
    assert list(dict.fromkeys(found)) == shown


@pytest.mark.parametrize("case", CASES)
def test_every_row_has_one_formula_across_all_months_and_one_across_all_years(
    books: Books, reports: Callable[..., Finished], case: str
) -> None:
    layout = reports(case).book.layout
    spans = {
        "years": range(layout.first_year, layout.last_year + 1),
        "months": range(layout.first_month, layout.last_month + 1),
    }
    found: dict[tuple[str, int, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    timelines = {sheet.name for sheet in reports(case).book.sheets if sheet.timeline}
    for sheet, row, column, text in formulas(books(case)):
        for part, span in spans.items():
            if sheet.title in timelines and column in span:
                found[sheet.title, row, part][relative(text, row, column)].append(column)
    broken = {place: forms for place, forms in found.items() if len(forms) > 1}
    assert broken == {}
    gaps = {
        place: forms
        for place, forms in found.items()
        if sorted(next(iter(forms.values()))) != list(spans[place[2]])
    }
    assert gaps == {}
    assert len(found) > 150


def _numbers(formula: str) -> set[str]:
    return {token.value for token in Tokenizer(formula).items if token.subtype == Token.NUMBER}


@pytest.mark.parametrize("case", CASES)
def test_no_formula_hides_a_number(books: Books, case: str) -> None:
    hidden = {
        f"{sheet.title}!{row}:{column} {text}": _numbers(text) - PLAIN
        for sheet, row, column, text in formulas(books(case))
        if _numbers(text) - PLAIN
    }
    assert hidden == {}


@pytest.mark.parametrize("case", CASES)
def test_formulas_use_plain_functions_that_every_spreadsheet_knows(books: Books, case: str) -> None:
    used = {
        token.value.lstrip(":")
        for _, _, _, text in formulas(books(case))
        for token in Tokenizer(text).items
        if token.type == Token.FUNC and token.subtype == Token.OPEN
    }
    assert not used & VOLATILE
    assert used <= KNOWN_IN_2010, used - KNOWN_IN_2010


@pytest.mark.parametrize("case", CASES)
def test_no_formula_reads_another_file_or_is_longer_than_a_reader_follows(books: Books, case: str) -> None:
    for sheet, row, column, text in formulas(books(case)):
        assert "[" not in text, f"{sheet.title} {row} {column}"
        assert len(text) < 700, f"{sheet.title} {row} {column}: {text}"


@pytest.mark.parametrize("case", CASES)
def test_every_calculated_cell_has_its_value_stored_and_none_is_an_error(
    reports: Callable[..., Finished], books: Books, case: str
) -> None:
    stored = load_workbook(io.BytesIO(reports(case).content), data_only=True)
    count = 0
    for sheet, row, column, _ in formulas(books(case)):
        value = stored[sheet.title].cell(row, column).value
        assert not (isinstance(value, str) and value.startswith("#")), f"{sheet.title} {row} {column} {value}"
        count += value is not None
    assert count > 10_000


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_merged_commented_or_hidden(books: Books, case: str) -> None:
    for sheet in books(case).worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
        assert not any(cell.comment for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("case", CASES)
def test_every_number_with_a_unit_has_it_beside_it(books: Books, case: str) -> None:
    """On sheets with a timeline, every row with figures names its unit in the second column."""
    sheets = [sheet for sheet in books(case).worksheets if sheet.title.startswith(TIMELINES)]
    for sheet in sheets:
        name = sheet.title
        for row in range(5, sheet.max_row + 1):
            figures = [cell for cell in sheet[row][2:] if cell.value is not None]
            if figures:
                assert sheet.cell(row, 1).value, f"{name} row {row} has no label"
                assert sheet.cell(row, 2).value, f"{name} row {row} has no unit"


@pytest.mark.parametrize("case", CASES)
def test_every_sheet_shows_the_model_check(books: Books, case: str) -> None:
    for sheet in books(case).worksheets:
        if sheet.title not in {"Inputs", "Facts", "Compare", "Scenarios"}:
            shown = {cell.value for row in sheet.iter_rows(max_row=12, max_col=6) for cell in row}
            assert "Model check" in shown, sheet.title


@pytest.mark.parametrize("case", CASES)
def test_every_input_row_has_unit_basis_and_source_or_reason(books: Books, case: str) -> None:
    sheet = books(case)["Inputs"]
    header = {cell.value: cell.column for cell in sheet[FIRST - 1]}
    rows = [row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, header["Basis"]).value]
    assert len(rows) > 50
    for row in rows:

        def of(name: str, row: int = row) -> Any:
            return sheet.cell(row, header[name]).value

        assert of("Input")
        assert of("Unit")
        assert of("Name")
        assert of("Fact") if of("Basis") != "assumed" else of("Note")
        assert of("Base") is not None


@pytest.mark.parametrize("case", CASES)
def test_every_input_cell_is_validated_with_a_message(books: Books, case: str) -> None:
    sheet = books(case)["Inputs"]
    rules = sheet.data_validations.dataValidation
    entry = LOOKS[Style.INPUT_MONEY]
    cells = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb.endswith(entry.fill) and not cell.protection.locked
    ]
    assert len(cells) > 200
    for cell in cells:
        assert any(cell.coordinate in rule.sqref for rule in rules), cell.coordinate
    for rule in rules:
        assert rule.showErrorMessage
        assert rule.error
        assert rule.prompt
        assert len(rule.formula1) <= 255, "Excel refuses longer lists"


def test_inputs_alone_are_open_for_typing(books: Books) -> None:
    book = books("anthropic-amazon")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked:
                    assert cell.data_type != "f"
                    assert sheet.title == "Inputs" or cell.value is None or sheet.title == "Cover"


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "'=1", "=cmd|' /C calc'!A0")


def hostile(case: Case, text: str) -> Case:
    """The case with a text that looks like a formula wherever a user may write one."""

    def noted(table: Mapping[str, Any]) -> dict[str, Any]:
        return {key: replace(given, note=text, as_of=text) for key, given in table.items()}

    return replace(
        case,
        title=text,
        summary=text + case.summary[len(text) :],
        lab=text,
        money=text,
        revenue=replace(case.revenue, annual=noted(case.revenue.annual)),
        products={key: replace(item, label=f"{text} {key}") for key, item in case.products.items()},
        channels={key: replace(item, label=f"{text} {key}") for key, item in case.channels.items()},
        partners={key: replace(item, label=f"{text} {key}") for key, item in case.partners.items()},
        contracts={key: noted(terms) for key, terms in case.contracts.items()},
        spending={key: replace(item, label=f"{text} {key}") for key, item in case.spending.items()},
        cash={key: replace(item, label=f"{text} {key}") for key, item in case.cash.items()},
        rival=replace(case.rival, label=text),
        scenarios={key: replace(item, note=text) for key, item in case.scenarios.items()},
        targets=tuple(replace(item, label=text, note=text) for item in case.targets),
    )


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_text_that_looks_like_a_formula_stays_text(text: str, reports: Callable[..., Finished]) -> None:
    book = load_workbook(io.BytesIO(report_of(hostile(read_case("anthropic-amazon"), text)).content))
    plain = load_workbook(io.BytesIO(reports("anthropic-amazon").content))
    for sheet in book.worksheets:
        if sheet.title == "Reconciliation":
            continue  # which statements concern a case, and can be compared, depends on its lab and its money
        for row in sheet.iter_rows():
            for cell in row:
                twin = plain[sheet.title][cell.coordinate]
                assert (cell.data_type == "f") == (twin.data_type == "f"), f"{sheet.title}!{cell.coordinate}"
    assert any(cell.value == text for row in book["Inputs"].iter_rows() for cell in row)


def test_a_case_of_one_year_one_product_and_no_cash_items_makes_a_book() -> None:
    case = read_case("anthropic-amazon")
    tables = {
        key: {year: given for year, given in item.annual.items() if year == "2024"}
        for key, item in case.spending.items()
    }
    product = case.products["api"]
    year = {"every_year": replace(product.share["2024"], value=1.0, high=1.0)}
    small = replace(
        case,
        last_year=2024,
        revenue=replace(case.revenue, annual={"2024": case.revenue.annual["2024"]}),
        products={"api": replace(product, share=year, cost_ratio={"2024": product.cost_ratio["2024"]})},
        spending={key: replace(case.spending[key], annual=table) for key, table in tables.items()},
        cash={},
        commitments={},
        stakes={},
        companies={},
        scenarios={},
        probability=1.0,
        targets=(),
    )
    assert report_of(small).proof.mismatches == []


def test_a_case_without_spending_makes_a_book() -> None:
    bare = replace(read_case("openai-microsoft"), spending={}, scenarios={}, probability=1.0)
    assert report_of(bare).proof.mismatches == []
