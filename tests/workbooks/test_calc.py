"""`revshare calc`: a workbook in, the same workbook with every value stored."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from revshare.errors import ModelError
from revshare.growth import grow
from revshare_workbooks.calc import Calculation, calc, calculated
from revshare_workbooks.libreoffice import hard_recalculate, recalculated_values
from revshare_workbooks.workbook_parts import exchanged

Cells = Mapping[str, object]


def entered(value: object) -> object:
    """A value or formula; `{A1:C1|=F()}` is an array formula over that range."""
    if isinstance(value, str) and value.startswith("{"):
        ref, _, formula = value[1:-1].partition("|")
        return ArrayFormula(ref, formula)
    return value


def book(cells: Cells, **more: Cells) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Deal"
    for name, contents in {"Deal": cells, **more}.items():
        sheet = workbook[name] if name == "Deal" else workbook.create_sheet(name)
        for address, value in contents.items():
            sheet[address] = entered(value)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def values(data: bytes, sheet: str = "Deal") -> dict[str, object]:
    stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[sheet]
    return {cell.coordinate: cell.value for row in stored.iter_rows() for cell in row}


def shown(cells: Cells, **more: Cells) -> tuple[dict[str, object], Calculation]:
    data, calculation = calculated(book(cells, **more))
    return values(data), calculation


def with_sheet(data: bytes, rows: str) -> bytes:
    """The workbook with its first sheet's rows written by hand, as other programs write them."""
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        xml = source.read(part).decode()
    return exchanged(
        data,
        {
            part: re.sub(
                "<sheetData>.*</sheetData>|<sheetData ?/>", f"<sheetData>{rows}</sheetData>", xml
            ).encode()
        },
    )


def test_rows_columns_arrays_and_single_cells_hold_the_engines_numbers() -> None:
    growth = [0.0, 0.31, 0.17, 0.05]
    cells: dict[str, object] = {"A1": 123.4, "B1": 12}
    cells |= {f"{column}2": value for column, value in zip("ABCD", growth, strict=True)}
    cells |= {f"F{row}": value for row, value in enumerate(growth, 1)}
    cells |= {
        "A4": "{A4:D4|=RS_GROW(A1,A2:D2,4)}",
        "G1": "{G1:G4|=RS.GROW(A1,F1:F4,4,B1)}",
        "A6": "=RS_GROW(A1,A2:D2,4)",
        "A7": "=SUM(RS_GROW(A1,A2:D2,4))",
        "A8": "=RS_GROW(A1,A2:D2,4)*2+1",
        "A9": "=INDEX(RS_GROW(A1,A2:D2,4),1,3)",
        "A10": "=C4/A4",
    }
    stored, calculation = shown(cells)
    expected = grow(123.4, growth, 4)
    monthly = grow(123.4, growth, 4, 12)
    assert [stored[f"{c}4"] for c in "ABCD"] == pytest.approx(expected.tolist(), rel=1e-12)
    assert [stored[f"G{r}"] for r in range(1, 5)] == pytest.approx(monthly.tolist(), rel=1e-12)
    assert stored["A6"] == expected[0]
    assert stored["A7"] == pytest.approx(expected.sum(), rel=1e-12)
    assert stored["A8"] == expected[0] * 2 + 1
    assert stored["A9"] == pytest.approx(expected[2], rel=1e-12)
    assert stored["A10"] == pytest.approx(expected[2] / expected[0], rel=1e-12)
    assert "B6" not in stored or stored["B6"] is None
    assert (calculation.cells, calculation.faults, calculation.kept) == (13, (), ())


def test_every_other_part_stays_byte_for_byte_and_so_does_every_formula() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Cloud 'deal' & more"
    sheet["A1"], sheet["A2"] = "Revenue", 100
    sheet["A1"].font, sheet["A2"].fill = Font(bold=True), PatternFill("solid", fgColor="FFF2CC")
    sheet["A3"] = ArrayFormula("A3:C3", "=_xll.RS_GROW(start,0.5,3)")
    sheet["B3"].font = Font(italic=True)
    workbook.defined_names["start"] = DefinedName("start", attr_text="'Cloud ''deal'' & more'!$A$2")
    choice = DataValidation(type="list", formula1='"base,low"')
    choice.add("B1")
    sheet.add_data_validation(choice)
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=1, max_col=3, min_row=3), from_rows=True)
    sheet.add_chart(chart, "E2")
    buffer = io.BytesIO()
    workbook.save(buffer)
    before = zipfile.ZipFile(buffer)
    after = zipfile.ZipFile(io.BytesIO(calculated(buffer.getvalue())[0]))
    assert before.namelist() == after.namelist()
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml"]
    xml = after.read(changed[0])
    assert b'<f t="array" ref="A3:C3">_xll.RS_GROW(start,0.5,3)</f><v>100</v>' in xml
    assert re.search(rb'<c r="B3" s="\d+"><v>150</v></c><c r="C3"><v>225</v></c>', xml)
    old, new = before.read(changed[0]), xml
    assert old.partition(b"<sheetData>")[0] == new.partition(b"<sheetData>")[0]
    assert old.partition(b"</sheetData>")[2] == new.partition(b"</sheetData>")[2]


def test_calculating_again_changes_nothing() -> None:
    once, _ = calculated(book({"A1": 1, "A2": "{A2:C3|=RS_GROW(A1,0.5,3)}", "A5": "=1/0", "A6": '="a"'}))
    assert calculated(once)[0] == once


@pytest.mark.parametrize(
    "form",
    ["RS_GROW", "RS.GROW", "_xll.RS_GROW", "_xlfn.RS.GROW", "rs_grow", "_xldudf_RS_GROW", "[1]!RS_GROW"],
)
def test_a_function_is_found_in_the_form_of_any_host(form: str) -> None:
    stored, calculation = shown({"A1": f"=SUM({form}(1,1,3))", "A2": f'=LEN("{form}(1)")'})
    assert (stored["A1"], stored["A2"]) == (7, len(form) + 3)
    assert not calculation.faults


def test_an_array_formula_fills_its_range_as_excel_does() -> None:
    stored, calculation = shown(
        {
            "A1": "{A1:D2|=RS_GROW(1,1,3)}",
            "A4": "{A4:B4|=RS_GROW(1,1,3)}",
            "A6": "{A6:B7|=5}",
            "A9": "{A9:B11|=RS_GROW(1,F1:F3,3)}",
            "F1": 0,
            "F3": 0,
            "B2": "an old value",
            "C2": 99,
        }
        | {
            "A14": "{A14:A16|=RS_GROW(1,B14:B16,3)}",
            "B14": 0,
            "B15": 1,
            "B16": 1,
            "C14": "{C14:D16|=A14:A16}",
        }
    )
    assert [stored[f"{c}1"] for c in "ABCD"] == [1, 2, 4, "#N/A"]
    assert [stored[f"{c}2"] for c in "ABCD"] == [1, 2, 4, "#N/A"]
    assert [stored.get(f"{c}4") for c in "ABC"] == [1, 2, None]
    assert [stored[f"{c}{r}"] for r in (6, 7) for c in "AB"] == [5, 5, 5, 5]
    assert [stored[f"{c}{r}"] for r in (9, 10, 11) for c in "AB"] == ["#VALUE!"] * 6
    assert [stored[f"{c}{r}"] for r in (14, 15, 16) for c in "ACD"] == [1, 1, 1, 2, 2, 2, 4, 4, 4]
    assert [str(fault) for fault in calculation.faults] == [
        "Deal!D1 #N/A the answer ends before this cell",
        "Deal!A9 #VALUE! growth has no value in period 2; enter 0 if none",
    ]


@pytest.mark.parametrize("formula", ["=RS_NOPE(F1:H1,0.2)", "=NOPE(1)", "=F1:H1*", "=1/0"])
def test_an_array_formula_that_is_an_error_is_one_in_each_cell(formula: str) -> None:
    stored, calculation = shown({"A1": f"{{A1:B2|{formula}}}", "F1": 1})
    found = [stored[f"{column}{row}"] for row in (1, 2) for column in "AB"]
    assert found == [calculation.faults[0].error.code] * 4


def test_an_argument_left_blank_between_commas_is_not_used() -> None:
    """The engine itself would hand over 0 for it, which no one has written."""
    whole, blank = "=SUM(RS_COMMITMENT_PAID(F1:H1,10,{},3))", "=RS_GROW(1,1,3,)"
    stored, calculation = shown(
        {"A1": whole.format('"none","none",0'), "A2": whole.format(",,"), "A3": blank, "A4": "=@A2"}
        | {"F1": 1, "G1": 2, "H1": 3}
    )
    assert (stored["A1"], stored["A2"], stored["A3"], stored["A4"]) == (10, 10, 1, 10)
    assert not calculation.faults


def test_a_plain_cell_shows_one_value_and_leaves_its_neighbours_alone() -> None:
    stored, calculation = shown(
        {
            "A1": 1,
            "B1": 2,
            "C1": 3,
            "A3": "=RS_GROW(1,1,3)",
            "B3": 77,
            "B4": "=A1:C1*10",
            "D5": "=RS_GROW(1,1,3)",
        }
        | {"C4": "=B4+1", "A6": "=SUM(A1:C1*2)"}
    )
    assert (stored["A3"], stored["B3"], stored["D5"]) == (1, 77, 1)
    assert (stored["B4"], stored["C4"], stored["A6"]) == (20, 21, 12)
    assert calculation.faults == ()


def test_a_spilling_formula_spills_and_its_range_follows_its_length() -> None:
    growing = with_sheet(
        book({}),
        '<row r="1"><c r="A1"><v>3</v></c>'
        '<c r="B1" s="0" cm="1"><f t="array" ref="B1:F1">_xll.RS_GROW(1,1,A1)</f><v>9</v></c>'
        '<c r="C1"><v>9</v></c><c r="D1"><v>9</v></c><c r="E1"><v>9</v></c><c r="F1"><v>9</v></c></row>'
        '<row r="2"><c r="B2" cm="1"><f t="array" ref="B2">RS_GROW(1,1,2)</f></c>'
        '<c r="D2"><f>SUM(B2:C2)</f></c></row>'
        '<row r="3"><c r="B3" cm="1"><f t="array" ref="B3">RS_GROW(1,1,2)</f></c>'
        '<c r="C3"><v>1</v></c></row>',
    )
    data, calculation = calculated(growing)
    stored = values(data, openpyxl.load_workbook(io.BytesIO(growing)).sheetnames[0])
    assert [stored[f"{c}1"] for c in "BCDEF"] == [1, 2, 4, None, None]
    assert (stored["B2"], stored["C2"], stored["D2"]) == (1, 2, 3)
    assert (stored["B3"], stored["C3"]) == ("#SPILL!", 1)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert re.findall(rb' ref="(B\d[^"]*)"', xml) == [b"B1:D1", b"B2:C2", b"B3"]
    assert [str(fault) for fault in calculation.faults] == [
        "Deal!B3 #SPILL! other cells stand in the way of the answer"
    ]


def test_shared_formulas_of_excel_are_moved_from_cell_to_cell() -> None:
    shared = with_sheet(
        book({}),
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">SUM(RS_GROW(A1,$A$1,2))</f></c>'
        '<c r="C1"><f t="shared" ref="C1:C3" si="1">A1*10</f></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/></c>'
        '<c r="C2"><f t="shared" si="1"/></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>0</v></c>'
        '<c r="C3"><f t="shared" si="1"/></c></row>',
    )
    data, calculation = calculated(shared)
    stored = values(data)
    assert [stored[f"B{r}"] for r in (1, 2, 3)] == [3, 6, 9]
    assert [stored[f"C{r}"] for r in (1, 2, 3)] == [10, 20, 30]
    assert calculation.cells == 6
    assert (
        zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").count(b'<f t="shared" si="0"/>')
        == 2
    )


def test_what_files_write_for_the_at_sign_holds_an_array_to_one_value() -> None:
    stored, calculation = shown(
        {"A1": 1, "A2": 2, "B2": "=_xlfn.SINGLE(A1:A3)*10", "C2": "=SUM(_xlfn.SINGLE(RS_GROW(5,1,3)),1)"}
    )
    assert (stored["B2"], stored["C2"]) == (20, 6)
    assert calculation.faults == ()


def test_a_workbook_that_counts_from_1904_is_refused_with_the_cure() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    buffer = io.BytesIO()
    workbook.save(buffer)
    with pytest.raises(ModelError, match="counts days from 1904; in Excel switch off"):
        calculated(buffer.getvalue())


def test_text_flags_dates_blanks_and_errors_are_stored_as_what_they_are() -> None:
    stored, calculation = shown(
        {
            "A1": '="<&> "&CHAR(10)&"x"',
            "A2": "=1>2",
            "A3": "=DATE(2026,4,20)",
            "A4": "=Z99",
            "A5": "=1/0",
            "A6": "=NA()",
            "A7": "=NOSUCH(1)",
            "A8": "=Nowhere!A1",
            "A9": "=SQRT(-1)",
            "A10": '=1+"x"',
            "A11": "=A12",
            "A12": "=A11",
            "A13": '=""',
        }
    )
    assert list(stored.values()) == [
        *("<&> \nx", False, 46132, 0, "#DIV/0!", "#N/A", "#NAME?", "#REF!", "#NUM!"),
        *("#VALUE!", "#VALUE!", "#VALUE!", None),
    ]
    assert [fault.address for fault in calculation.faults] == [f"A{row}" for row in range(5, 13)]
    assert all(fault.error.message for fault in calculation.faults)


def test_an_error_of_our_functions_comes_with_its_message() -> None:
    _, calculation = shown(
        {
            "A1": "=RS_GROW(1,B1:B3,3)",
            "B1": 0,
            "B3": 0,
            "A2": "=RS_GRO(1)",
            "A3": "=RS_GROW(1/0,1,1)",
            "A4": "=A1+1",
            "A5": "{A5:D5|=RS_GROW(1E100,1E100,4)}",
            "A6": "=RS_GROW(1,,3)",
        }
    )
    assert [str(fault) for fault in calculation.faults] == [
        "Deal!A1 #VALUE! growth has no value in period 2; enter 0 if none",
        "Deal!A2 #NAME? RS_GRO is not a function of this add-in; did you mean RS_GROW?",
        "Deal!A3 #DIV/0! start holds #DIV/0!",
        "Deal!A4 #VALUE! a value is of the wrong kind",
        "Deal!D5 #NUM! the figure is too large to show",
        (
            "Deal!A6 #VALUE! growth is missing: annual growth as a fraction (0.5 is 50 %), or a series; "
            "its value t takes period t-1 to t, the first is not used"
        ),
    ]


def test_functions_read_other_sheets_and_names() -> None:
    stored, _ = shown(
        {"A1": "=SUM(RS_GROW('My inputs'!A1,'My inputs'!B1,2))"}, **{"My inputs": {"A1": 10, "B1": 1}}
    )
    assert stored["A1"] == 30


def test_cells_that_read_another_workbook_keep_their_values() -> None:
    linked = with_sheet(
        book({}),
        '<row r="1"><c r="A1" t="str"><f>[1]Sheet1!A1&amp;"x"</f><v>kept</v></c>'
        '<c r="B1"><f>A1&amp;"!"</f></c></row>',
    )
    data, calculation = calculated(linked)
    assert (values(data)["A1"], values(data)["B1"]) == ("kept", "kept!")
    assert calculation.kept == ("Deal!A1",)
    assert b'<c r="A1" t="str"><f>[1]Sheet1!A1&amp;"x"</f><v>kept</v></c>' in zipfile.ZipFile(
        io.BytesIO(data)
    ).read("xl/worksheets/sheet1.xml")


def test_a_formula_the_engine_does_not_know_is_an_error_that_says_so() -> None:
    stored, calculation = shown({"A1": "=LAMBDA(x,x+1)(2)", "A2": "=1+"})
    assert (stored["A1"], stored["A2"]) == ("#VALUE!", "#VALUE!")
    assert "does not know the formula" in calculation.faults[0].error.message
    assert calculation.faults[1].error.message


def test_a_file_is_calculated_in_place_or_beside_itself(tmp_path: Path) -> None:
    path, out = tmp_path / "deal.xlsx", tmp_path / "done.xlsx"
    content = book({"A1": "=SUM(RS_GROW(1,1,3))"})
    path.write_bytes(content)
    assert calc(path, out).cells == 1
    assert path.read_bytes() == content
    assert values(out.read_bytes())["A1"] == 7
    calc(path)
    assert path.read_bytes() == out.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["deal.xlsx", "done.xlsx"]


def test_what_is_no_workbook_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "deal.xlsx"
    path.write_text("hello")
    with pytest.raises(ModelError, match=r"deal\.xlsx is not a workbook"):
        calc(path, tmp_path / "out.xlsx")
    with pytest.raises(ModelError, match="there is no file"):
        calc(tmp_path / "none.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["deal.xlsx"]


def test_a_sheet_that_declares_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "1">]><worksheet xmlns="u"><sheetData/></worksheet>'
    with pytest.raises(ModelError, match="document type"):
        calculated(exchanged(book({"A1": 1}), {"xl/worksheets/sheet1.xml": bomb}))


@pytest.mark.libreoffice
def test_a_file_that_libreoffice_saved_is_calculated_and_both_agree(tmp_path: Path) -> None:
    path, saved, done = (tmp_path / name for name in ("deal.xlsx", "saved.xlsx", "done.xlsx"))
    cells: dict[str, object] = {"A1": 3, "B1": 4, "C1": "{C1:E1|=A1:B1*2}", "A2": '=IF(A1<B1,"less","more")'}
    path.write_bytes(book(cells | {"A3": "=SUM(RS_GROW(A1,1,B1))", "A4": "=A3/0", "A5": "=SUM(C1:D1)"}))
    hard_recalculate(path, saved)
    assert values(saved.read_bytes())["A3"] == "#NAME?"
    calc(saved, done)
    stored = values(done.read_bytes())
    assert [stored[name] for name in ("A2", "A3", "A4", "A5")] == ["less", 45, "#DIV/0!", 14]
    ours = recalculated_values(done)["Deal"]
    assert {name: ours[name] for name in ("C1", "D1", "A2", "A5")} == {
        "C1": 6,
        "D1": 8,
        "A2": "less",
        "A5": 14,
    }


def test_a_workbook_without_formulas_comes_back_as_it_was() -> None:
    data = book({"A1": 1})
    result, calculation = calculated(data)
    assert values(result) == {"A1": 1}
    assert calculation == Calculation(0, (), ())


@pytest.mark.parametrize("formula", ["RS_GROW(" * 100 + "1" + ",1,1)" * 100, "(" * 4_000 + "1" + ")" * 4_000])
def test_a_formula_too_deep_to_read_shows_an_error_and_the_others_their_values(formula: str) -> None:
    found, done = shown({"A1": f"={formula}", "A2": "=1+1"})
    assert str(found["A1"]).startswith("#")
    assert found["A2"] == 2
    assert [fault.address for fault in done.faults] == ["A1"]


def test_a_workbook_that_cannot_be_calculated_is_named_with_a_cure(tmp_path: Path) -> None:
    path = tmp_path / "deal.xlsx"
    path.write_bytes(with_sheet(book({"A1": 1}), '<row r="1"><c r="A1" t="s"><v>77</v></c></row>'))
    with pytest.raises(
        ModelError, match=r"deal.xlsx: the workbook cannot be loaded: .*; open it in Excel or"
    ):
        calc(path)
