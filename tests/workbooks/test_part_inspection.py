"""The XML parts, measured: what passes the limits by a little, and what does not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.workbooks.hostile_books import BOOK, MAIN, SHEET, STYLES, TEXTS, package, related, sheet, workbook

from revshare.errors import ModelError
from revshare_workbooks import part_inspection
from revshare_workbooks.inspection import inspect
from revshare_workbooks.reading import values


def test_an_ordinary_workbook_passes_and_is_read(tmp_path: Path) -> None:
    assert values(package(tmp_path / "deal.xlsx")) == {"Inputs": {"A1": 1}}


@pytest.mark.parametrize(
    ("limit", "part", "content", "words"),
    [
        ("MOST_CELLS", SHEET, sheet("<sheetData><row><c/><c/><c/></row></sheetData>"), "more than 2 cells"),
        ("MOST_ENTRIES", SHEET, sheet("<sheetData/>"), "more than 2 entries"),
        (
            "MOST_OTHER_ENTRIES",
            STYLES,
            "<styleSheet><a/><a/></styleSheet>",
            r"\.xml.* has \d+ entries, at most 2",
        ),
        ("MOST_OTHER_BYTES", TEXTS, f"<sst {MAIN}/>", " has 0 MB"),
        (
            "MOST_AREA",
            SHEET,
            sheet('<sheetData><row r="3"><c r="A3"/></row></sheetData>'),
            "reaches to row 3",
        ),
    ],
)
def test_each_limit_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, part: str, content: str, words: str
) -> None:
    book = package(tmp_path / "deal.xlsx", {part: content})
    inspect(book)
    monkeypatch.setattr(part_inspection, limit, 2)
    with pytest.raises(ModelError, match=words) as caught:
        inspect(book)
    assert "\n" not in str(caught.value)


def test_cells_and_areas_add_up_over_all_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = sheet('<sheetData><row r="9"><c r="A9"/></row></sheetData>')
    book = package(tmp_path / "deal.xlsx", {SHEET: far, "xl/worksheets/sheet2.xml": far})
    monkeypatch.setattr(part_inspection, "MOST_AREA", 18)
    inspect(book)
    monkeypatch.setattr(part_inspection, "MOST_AREA", 17)
    with pytest.raises(ModelError, match="more than can be read"):
        inspect(book)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells_are_counted_in_every_encoding_and_under_every_prefix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    text = f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:sheetData><x:row><x:c/><x:c/></x:row></x:sheetData></x:worksheet>'
    book = package(tmp_path / "deal.xlsx", {SHEET: text.encode(encoding)})
    monkeypatch.setattr(part_inspection, "MOST_CELLS", 1)
    with pytest.raises(ModelError, match="more than 1 cells"):
        inspect(book)


def test_a_comment_longer_than_a_chunk_passes_and_one_longer_than_a_tag_may_be_does_not(
    tmp_path: Path,
) -> None:
    for length, refused in ((200_000, False), (2_000_000, True)):
        inside = f"<!--{'<' + 'a' * 59_999}{'<a' * (length // 2)}--><sheetData/>"
        book = package(tmp_path / "deal.xlsx", {SHEET: sheet(inside)})
        if refused:
            with pytest.raises(ModelError, match="is damaged"):
                inspect(book)
        else:
            inspect(book)


def test_depth_is_measured_and_not_the_number_of_tags(tmp_path: Path) -> None:
    beside, within = "<a></a>" * 500, "<a>" * 101 + "</a>" * 101
    inspect(package(tmp_path / "deal.xlsx", {STYLES: f"<styleSheet>{beside}</styleSheet>"}))
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", {STYLES: f"<styleSheet>{within}</styleSheet>"}))


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "./worksheets/Sheet1.xml"]
)
def test_a_sheet_under_two_keys_is_read_twice_and_refused(tmp_path: Path, target: str) -> None:
    relations = related(("worksheet", "worksheets/sheet1.xml"), ("worksheet", target))
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", {"xl/_rels/workbook.xml.rels": relations}))


def test_a_key_used_for_two_sheets_is_refused(tmp_path: Path) -> None:
    twice = workbook(sheets='<sheet name="a" r:id="rId1"/><sheet name="b" r:id="rId1"/>')
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", {BOOK: twice}))


def test_a_sheet_that_breaks_off_is_damage_whatever_its_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", {"xl/odd.bin": f"<worksheet {MAIN}><sheetData>"}))


def test_an_old_drawing_that_is_no_xml_is_passed_over(tmp_path: Path) -> None:
    inspect(package(tmp_path / "deal.xlsx", {"xl/drawings/vmlDrawing1.vml": "<xml><br></xml>"}))


def test_a_part_named_xml_that_is_none_is_damage(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", {"xl/extra.xml": b"\x89PNG"}))


def test_a_link_to_another_place_names_no_part(tmp_path: Path) -> None:
    link = related(("worksheet", "http://example.org/a")).replace("/>", ' TargetMode="External"/>')
    inspect(package(tmp_path / "deal.xlsx", {"xl/worksheets/_rels/sheet1.xml.rels": link}))


def test_other_ways_of_packing_than_that_of_spreadsheet_programs_are_damage(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", packing=zipfile.ZIP_LZMA))
