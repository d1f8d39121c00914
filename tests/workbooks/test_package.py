"""The same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from revshare_workbooks.package import reproducible


def disturbed(content: bytes) -> bytes:
    """The same workbook as another day, time zone and writer would have packed it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in reversed(source.namelist()):
            part = source.read(name)
            if name == "docProps/core.xml":
                part = part.replace(b'W3CDTF">20', b'W3CDTF">19')
            entry = zipfile.ZipInfo(name, date_time=(2031, 5, 6, 7, 8, 10))
            entry.create_system = 0
            target.writestr(entry, part)
    return packed.getvalue()


def test_day_writer_and_order_of_parts_leave_no_trace(model_content: bytes) -> None:
    other = disturbed(model_content)
    assert other != model_content
    assert reproducible(other, date(2026, 4, 30)) == reproducible(model_content, date(2026, 4, 30))


def test_packing_twice_changes_nothing(model_content: bytes) -> None:
    once = reproducible(model_content, date(2026, 4, 30))
    assert reproducible(once, date(2026, 4, 30)) == once


def test_the_document_says_the_date_of_its_data(model_content: bytes) -> None:
    book = load_workbook(io.BytesIO(reproducible(model_content, date(2026, 4, 30))))
    assert book.properties.created == datetime(2026, 4, 30, tzinfo=UTC).replace(tzinfo=None)
    assert book.properties.modified == book.properties.created


def test_every_other_part_is_untouched(model_content: bytes) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(model_content)) as before,
        zipfile.ZipFile(io.BytesIO(reproducible(model_content, date(2026, 4, 30)))) as after,
    ):
        assert set(before.namelist()) == set(after.namelist())
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["docProps/core.xml"]


def test_the_list_of_contents_stands_first_as_some_readers_ask(model_content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(reproducible(model_content, date(2026, 4, 30)))) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert package.testzip() is None
