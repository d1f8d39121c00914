"""What is refused before any reader opens it; each bomb is made here, small, and must cost little."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from revshare.errors import ModelError
from revshare_workbooks import inspection, part_inspection
from revshare_workbooks.inspection import inspect

Maker = Callable[[Mapping[str, object]], bytes]

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
PLAIN = SHEET.format('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')


def package(path: Path, sheet: str | bytes = PLAIN, **parts: str | bytes) -> Path:
    """A zip with the parts every workbook has, this sheet, and these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("xl/workbook.xml", "<workbook/>")
        target.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            target.writestr(name, content)
    return path


@contextmanager
def bounded(seconds: float = 5.0, megabytes: float = 30.0) -> Iterator[None]:
    """Fail when the block takes long or much memory."""
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        yield
        assert time.perf_counter() - begun < seconds
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()


def test_finished_workbooks_pass(finished_book: Path) -> None:
    inspect(finished_book)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"^there is no file .*deal.xlsx; check the name and the folder$"):
        inspect(tmp_path / "deal.xlsx")


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is a folder; give the name of a workbook in it"):
        inspect(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"month,revenue\n1,100\n", "is not a workbook"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (inspection.OLE + bytes(600), "is an old .xls workbook; save it as .xlsx"),
        (inspection.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "is locked with a password"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_so(tmp_path: Path, content: bytes, words: str) -> None:
    book = tmp_path / "deal.xlsx"
    book.write_bytes(content)
    with pytest.raises(ModelError, match=words) as caught:
        inspect(book)
    assert "\n" not in str(caught.value)


def test_another_zip_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "deal.xlsx", "w") as target:
        target.writestr("word/document.xml", "<document/>")
    with pytest.raises(ModelError, match="is not a workbook"):
        inspect(tmp_path / "deal.xlsx")


def test_a_binary_workbook_is_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "deal.xlsb", "w") as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("xl/workbook.bin", b"\x83\x01")
    with pytest.raises(ModelError, match=r"is an .xlsb workbook; save it as .xlsx"):
        inspect(tmp_path / "deal.xlsb")


def test_a_part_locked_with_a_password_is_said_to_be(tmp_path: Path) -> None:
    book = package(tmp_path / "deal.xlsx")
    content = bytearray(book.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    book.write_bytes(content)
    with pytest.raises(ModelError, match="is locked with a password"):
        inspect(book)


def test_a_torn_download_is_damaged(tmp_path: Path, model_content: bytes) -> None:
    book = tmp_path / "deal.xlsx"
    book.write_bytes(model_content[: len(model_content) // 2])
    with pytest.raises(ModelError, match="is damaged; open it in Excel or LibreOffice"):
        inspect(book)


@pytest.mark.parametrize("at", range(0, 100, 9))
def test_a_flipped_byte_never_ends_in_a_traceback(tmp_path: Path, model_content: bytes, at: int) -> None:
    book = tmp_path / "deal.xlsx"
    content = bytearray(model_content)
    content[len(content) * at // 100] ^= 0xFF
    book.write_bytes(content)
    try:
        inspect(book)
    except ModelError as fault:
        assert "\n" not in str(fault)  # noqa: PT017 - most flips go unnoticed, which is fine


def test_a_file_that_unfolds_to_gigabytes_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "bomb.xlsx"
    zeros = bytes(1 << 20)
    with (
        zipfile.ZipFile(package(book), "a", zipfile.ZIP_DEFLATED) as target,
        target.open("xl/media/a.bin", "w") as part,
    ):
        for _ in range(301):
            part.write(zeros)
    with (
        bounded(),
        pytest.raises(ModelError, match=r"it unfolds to 316 MB, at most 300 MB is allowed; copy the"),
    ):
        inspect(book)


def test_a_part_that_unfolds_a_thousandfold_is_refused(tmp_path: Path) -> None:
    book = package(tmp_path / "bomb.xlsx", sheet=SHEET.format(" " * 20_000_000))
    with bounded(), pytest.raises(ModelError, match=r"sheet1.xml unfolds .*-fold, at most 200-fold"):
        inspect(book)


def test_a_part_that_lies_about_its_size_unfolds_no_further(tmp_path: Path) -> None:
    book = package(tmp_path / "bomb.xlsx", sheet=SHEET.format(" " * 20_000_000))
    content = book.read_bytes()
    at = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 1) + 1)
    assert struct.unpack_from("<L", content, at + 24)[0] > 20_000_000
    book.write_bytes(content[: at + 24] + struct.pack("<L", 5_000) + content[at + 28 :])
    with bounded(), pytest.raises(ModelError, match="is damaged"):
        inspect(book)


def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    book = package(tmp_path / "bomb.xlsx", **{f"x{number}.xml": "<x/>" for number in range(2_000)})
    with bounded(), pytest.raises(ModelError, match="it has 2,003 parts, at most 2,000"):
        inspect(book)


def test_an_endless_index_is_refused_before_it_is_read(tmp_path: Path) -> None:
    book = package(tmp_path / "bomb.xlsx")
    content = book.read_bytes()
    index, end = content.find(b"PK\x01\x02"), content.rfind(b"PK\x05\x06")
    entries = content[index:end] * 8_000
    tail = bytearray(content[end:])
    struct.pack_into("<L", tail, 12, len(entries))
    book.write_bytes(content[:index] + entries + tail)
    with bounded(seconds=1.0, megabytes=2.0), pytest.raises(ModelError, match="its index has"):
        inspect(book)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    book = package(tmp_path / "deal.xlsx")
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(book, "a") as target,
    ):
        target.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ModelError, match="is damaged"):
        inspect(book)


ENDLESS = [
    '<sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></sheetData>',
    '<sheetData><row r="1048576"><c/></row><row r="1"><c r="XFD1"/></row></sheetData>',
    '<sheetData><row r="1"><c r="&#88;FD1048576"/></row></sheetData>',
    '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    '<sheetData/><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
]


@pytest.mark.parametrize("inside", ENDLESS)
def test_a_few_cells_that_span_billions_are_refused(tmp_path: Path, inside: str) -> None:
    book = package(tmp_path / "bomb.xlsx", sheet=SHEET.format(inside))
    with bounded(), pytest.raises(ModelError, match=r"sheet1.xml .* more than can be read .*Ctrl\+End"):
        inspect(book)


def test_the_span_is_measured_whatever_the_encoding_and_the_prefix(tmp_path: Path) -> None:
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + SHEET.format(ENDLESS[0])
    sheet = (
        sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    book = package(tmp_path / "bomb.xlsx", sheet=sheet.encode("utf-16"))
    with pytest.raises(ModelError, match="more than can be read"):
        inspect(book)


def test_a_declared_size_alone_is_not_believed(tmp_path: Path) -> None:
    sheet = SHEET.format('<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"/></sheetData>')
    inspect(package(tmp_path / "deal.xlsx", sheet=sheet))


def test_millions_of_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_inspection, "MOST_CELLS", 10_000)
    book = package(tmp_path / "bomb.xlsx", sheet=SHEET.format("<row>" + "<c/>" * 10_001 + "</row>"))
    with pytest.raises(ModelError, match="more than 10,000 cells"):
        inspect(book)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/oddly.named"])
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "bomb.xlsx", **{part: bomb}))


@pytest.mark.parametrize("cell", ["", "A", "1", "ABCD1", "A1.5", "Ä1", "A-1"])
def test_an_impossible_address_is_damage(tmp_path: Path, cell: str) -> None:
    sheet = SHEET.format(f'<sheetData><row r="1"><c r="{cell}"/></row></sheetData>')
    with pytest.raises(ModelError, match="is damaged"):
        inspect(package(tmp_path / "deal.xlsx", sheet=sheet))


def test_pictures_and_macros_are_passed_over(tmp_path: Path) -> None:
    parts = {
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "xl/vbaProject.bin": inspection.OLE + bytes(99),
    }
    inspect(package(tmp_path / "deal.xlsm", **parts))


def test_a_real_workbook_is_measured_quickly(tmp_path: Path, workbook_of: Maker) -> None:
    book = tmp_path / "deal.xlsx"
    book.write_bytes(
        workbook_of({f"{column}{row}": row for column in ("A", "B", "AA") for row in range(1, 2_001)})
    )
    begun = time.perf_counter()
    inspect(book)
    assert time.perf_counter() - begun < 1.0
