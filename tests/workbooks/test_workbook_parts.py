"""Parts of a workbook's package."""

import io
import zipfile

import openpyxl
import pytest

from revshare.errors import InputError
from revshare_workbooks.workbook_parts import elements, exchanged, refuse_1904, without_links, worksheets


def package(**parts: bytes) -> bytes:
    """A package with these parts; "__" in a name stands for "/"."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def relations(*targets: str) -> bytes:
    rows = "".join(f'<Relationship Id="r{n}" {target}/>' for n, target in enumerate(targets))
    return f'<Relationships xmlns="urn:r">{rows}</Relationships>'.encode()


BOOK = {
    "_rels__.rels": relations('Type="x/officeDocument" Target="/xl/workbook.xml"'),
    "xl__workbook.xml": b'<w xmlns:r="u"><sheets><sheet name="A" r:id="r1"/><sheet name="C" r:id="r2"/>'
    b'<sheet name="B" r:id="r0"/></sheets></w>',
    "xl__sheet.xml": b"<s/>",
}


def test_sheets_are_found_in_the_order_of_their_tabs_and_charts_left_out() -> None:
    own = relations(
        'Type="x/worksheet" Target="/xl/sheet.xml"',
        'Type="x/worksheet" Target="worksheets/../sheet.xml"',
        'Type="x/chartsheet" Target="chart.xml"',
        'Type="x/worksheet" Target="http://elsewhere" TargetMode="External"',
    )
    with zipfile.ZipFile(io.BytesIO(package(**BOOK, **{"xl___rels__workbook.xml.rels": own}))) as source:
        assert worksheets(source) == {"A": "xl/sheet.xml", "B": "xl/sheet.xml"}
        assert list(worksheets(source)) == ["A", "B"]


def test_a_package_without_a_workbook_is_refused() -> None:
    for parts in ({"_rels__.rels": relations()}, {"x": b""}, {"_rels__.rels": BOOK["_rels__.rels"]}):
        with zipfile.ZipFile(io.BytesIO(package(**parts))) as source, pytest.raises(InputError):
            worksheets(source)


def test_one_part_is_exchanged_and_the_others_stay_with_their_times() -> None:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with (
        zipfile.ZipFile(book) as before,
        zipfile.ZipFile(io.BytesIO(exchanged(book.getvalue(), {"xl/styles.xml": b"<new/>"}))) as after,
    ):
        assert after.read("xl/styles.xml") == b"<new/>"
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            assert (old.filename, old.date_time, old.compress_type) == (
                new.filename,
                new.date_time,
                new.compress_type,
            )
            assert old.filename == "xl/styles.xml" or before.read(old) == after.read(new)


@pytest.mark.parametrize(
    ("setting", "refused"), [('date1904="1"', True), ('date1904="0"', False), ("", False)]
)
def test_days_counted_from_1904_are_refused(setting: str, refused: bool) -> None:
    parts = BOOK | {"xl__workbook.xml": f"<w><workbookPr {setting}/></w>".encode()}
    with zipfile.ZipFile(io.BytesIO(package(**parts))) as source:
        if refused:
            with pytest.raises(InputError, match="counts days from 1904"):
                refuse_1904(source)
        else:
            refuse_1904(source)


def test_elements_are_found_by_local_name_and_a_doctype_is_refused() -> None:
    xml = b'<a xmlns:r="u"><sheet name="x" r:id="rId1"/><b><sheet name="y"/></b></a>'
    assert elements(xml, "sheet") == [{"name": "x", "id": "rId1"}, {"name": "y"}]
    with pytest.raises(InputError, match="document type"):
        elements(b"<!DOCTYPE a><a/>", "a")
    with pytest.raises(InputError, match="damaged"):
        elements(b"<a>", "a")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_fetched_from_elsewhere_goes_and_what_is_clicked_or_lies_inside_stays(encoding: str) -> None:
    listed = relations(
        'Type="x/image" Target="http://elsewhere/a.png" TargetMode="External"',
        'Type="x/externalLinkPath" Target="file://elsewhere/b.xlsx" TargetMode="External"',
        'Type="x/hyperlink" Target="http://elsewhere/?a=1&amp;b=2" TargetMode="External"',
        'Type="x/image" Target="../media/c.png"',
    ).decode()
    content = package(xl___rels__a=b"untouched", **{"xl___rels__a.rels": listed.encode(encoding)})
    with zipfile.ZipFile(io.BytesIO(without_links(content))) as target:
        left = elements(target.read("xl/_rels/a.rels"), "Relationship")
        assert target.read("xl/_rels/a") == b"untouched"
    assert [relation["Target"] for relation in left] == ["http://elsewhere/?a=1&b=2", "../media/c.png"]
    assert [relation["Id"] for relation in left] == ["r2", "r3"]


def test_a_sheet_whose_part_is_not_there_is_damage() -> None:
    own = relations('Type="x/worksheet" Target="gone.xml"')
    with (
        zipfile.ZipFile(io.BytesIO(package(**BOOK, **{"xl___rels__workbook.xml.rels": own}))) as source,
        pytest.raises(InputError, match=r"this file is damaged: it has no part xl/gone\.xml"),
    ):
        worksheets(source)
