"""Cells found and changed in the bytes of a worksheet."""

import pytest

from revshare.errors import InputError
from revshare_addin.cells import CellError, ErrorCode
from revshare_workbooks.sheet_xml import KEEP_VALUE_ONLY, NewCell, SheetXml, Value

HEAD = b'<?xml version="1.0"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b'</sheetData><extLst><ext uri="{x}"><c r="A1"><f>1</f></c></ext></extLst></worksheet>'


def sheet(rows: bytes) -> SheetXml:
    return SheetXml(HEAD + rows + TAIL)


def changed(rows: bytes, **new: NewCell) -> bytes:
    places = {(int(address[1:]), ord(address[0]) - 64): cell for address, cell in new.items()}
    xml = sheet(rows).with_cells(places)
    assert xml.startswith(HEAD)
    assert xml.endswith(TAIL)
    SheetXml(xml)
    return xml[len(HEAD) : -len(TAIL)]


def test_formulas_are_found_with_their_kind_range_and_text() -> None:
    xml = sheet(
        b'<row r="2"><c r="B2" s="3"><f>A1&lt;&quot;x&quot;</f><v>1</v></c>'
        b'<c r="C2" cm="1"><f t="array" ref="C2:D5">RS_GROW(1,1,4)</f></c>'
        b'<c r="E2"><f t="shared" ref="E2:E3" si="0">A1*2</f></c><c r="F2"><v>5</v></c></row>'
        b'<row r="3"><c r="E3"><f t="shared" si="0"/></c><c r="F3"><f></f></c></row>'
    )
    found = xml.formulas
    assert list(found) == [(2, 2), (2, 3), (2, 5), (3, 5)]
    assert found[2, 2].text == 'A1<"x"'
    assert (found[2, 3].kind, found[2, 3].ref, found[2, 3].spills) == ("array", (2, 3, 5, 4), True)
    assert (found[2, 5].kind, found[2, 5].shared, found[3, 5].text, found[3, 5].shared) == (
        "shared",
        "0",
        "",
        "0",
    )


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (2.0, b"<v>2</v>"),
        (0.1, b"<v>0.1</v>"),
        (1 / 3, b"<v>0.3333333333333333</v>"),
        (1e300, b"<v>1e+300</v>"),
        (-0.0, b"<v>0</v>"),
    ],
)
def test_a_number_is_stored_so_that_it_reads_back_exactly(value: float, stored: bytes) -> None:
    assert changed(b'<row r="1"><c r="A1"><f>B1</f><v>9</v></c></row>', A1=NewCell(value)) == (
        b'<row r="1"><c r="A1"><f>B1</f>' + stored + b"</c></row>"
    )


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (True, b"b", b"1"),
        ("a<&b\nc", b"str", b"a&lt;&amp;b\nc"),
        ("bell\x07", b"str", b"bell_x0007_"),
        (CellError(ErrorCode.NA, "why"), b"e", b"#N/A"),
    ],
)
def test_text_flags_and_errors_carry_their_type(value: Value, kind: bytes, text: bytes) -> None:
    assert changed(b'<row r="1"><c r="A1" t="n" s="7"><f>B1</f><v>9</v></c></row>', A1=NewCell(value)) == (
        b'<row r="1"><c r="A1" s="7" t="' + kind + b'"><f>B1</f><v>' + text + b"</v></c></row>"
    )


def test_an_old_type_value_and_inline_text_go_and_the_style_stays() -> None:
    assert changed(
        b"<row r='1'><c s='2' r='A1' t='inlineStr' vm=\"1\"><is><t>x</t></is></c></row>", A1=NewCell(1.0)
    ) == (b"<row r='1'><c s='2' r='A1'><v>1</v></c></row>")


def test_new_cells_and_rows_are_put_in_order() -> None:
    rows = b'<row r="2" ht="20"><c r="B2"/></row><row r="4"/>'
    new = {name: NewCell(float(name[1:])) for name in ("A2", "C2", "D2", "A1", "B3", "A4", "B4", "A9")}
    assert changed(rows, **new) == (
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="2" ht="20"><c r="A2"><v>2</v></c><c r="B2"/>'
        b'<c r="C2"><v>2</v></c><c r="D2"><v>2</v></c></row>'
        b'<row r="3"><c r="B3"><v>3</v></c></row>'
        b'<row r="4"><c r="A4"><v>4</v></c><c r="B4"><v>4</v></c></row>'
        b'<row r="9"><c r="A9"><v>9</v></c></row>'
    )


def test_rows_and_cells_without_addresses_are_counted() -> None:
    xml = sheet(b"<row><c><v>1</v></c><c><f>A1</f></c></row><row><c><f>B1</f></c></row>")
    assert list(xml.formulas) == [(1, 2), (2, 1)]


def test_prefixed_elements_stay_prefixed() -> None:
    xml = SheetXml(
        b'<x:worksheet xmlns:x="urn:m"><x:sheetData>'
        b'<x:row r="1"><x:c r="A1"><x:f>1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert xml.with_cells({(1, 1): NewCell("t"), (2, 1): NewCell(2.0)}) == (
        b'<x:worksheet xmlns:x="urn:m"><x:sheetData>'
        b'<x:row r="1"><x:c r="A1" t="str"><x:f>1</x:f><x:v>t</x:v></x:c></x:row>'
        b'<x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )


def test_a_greater_than_sign_inside_an_attribute_does_not_end_the_tag() -> None:
    row = b'<row r="1" x:y="a>b" xmlns:x="u"><c r="A1" q="c>d/"/></row>'
    assert changed(row, A1=NewCell(1.0)) == row.replace(b"/></row>", b"><v>1</v></c></row>")


def test_a_formula_can_be_exchanged_its_range_moved_or_only_its_value_kept() -> None:
    row = b'<row r="1"><c r="A1" t="s" cm="1"><f t="array" ref="A1:B1" >X()</f><v>4</v></c></row>'
    assert changed(row, A1=NewCell(formula="Y(1<2)")) == (
        b'<row r="1"><c r="A1" cm="1"><f>Y(1&lt;2)</f></c></row>'
    )
    assert changed(row, A1=NewCell(2.0, ref="A1:C1")) == (
        b'<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:C1" >X()</f><v>2</v></c></row>'
    )
    assert changed(row, A1=KEEP_VALUE_ONLY) == b'<row r="1"><c r="A1" t="s" cm="1"><v>4</v></c></row>'


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + HEAD[22:] + TAIL, "declares a document type"),
        (HEAD + b"<row>", "is damaged"),
        (HEAD.decode().encode("utf-16"), "is not UTF-8"),
        (HEAD + b'<row r="1"><c r="$Q"/></row>' + TAIL, "it has a cell"),
        (HEAD + b'<row r="x"/>' + TAIL, "is damaged"),
        (HEAD + b'<row r="2"><c r="A1"/></row>' + TAIL, "a cell is not in row 1"),
        (
            HEAD + b'<row r="1"><c r="A1"><f>' + b"+1" * 9_000 + b"</f></c></row>" + TAIL,
            "has 18,000 characters, at most 16,384 can be read",
        ),
    ],
)
def test_a_hostile_or_damaged_sheet_is_refused_in_words(xml: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        SheetXml(xml)


@pytest.mark.parametrize(
    ("cell", "lacks"),
    [
        ('<c r="A1"><f>B1</f></c>', True),
        ('<c r="A1"><f>B1</f><v></v></c>', True),
        ('<c r="A1"><f>B1</f><v/></c>', True),
        ('<c r="A1"><f>B1</f><v>0</v></c>', False),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', False),
        ('<c r="A1"><v></v></c>', False),
    ],
)
def test_a_formula_without_a_value_is_told_from_one_with_an_empty_text(cell: str, lacks: bool) -> None:
    xml = f'<worksheet xmlns="x"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    assert SheetXml(xml.encode()).without_value == ([(1, 1)] if lacks else [])
