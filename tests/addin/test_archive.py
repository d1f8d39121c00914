"""Zip files that are the same bytes for the same content."""

import io
import zipfile

from revshare_addin.archive import zipped


def test_every_file_is_in_it_and_text_is_utf_8() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped({"b.txt": "größer", "a/c.bin": b"\x00\x01"}))) as archive:
        assert archive.namelist() == ["a/c.bin", "b.txt"]
        assert archive.read("b.txt").decode("utf-8") == "größer"
        assert archive.read("a/c.bin") == b"\x00\x01"


def test_neither_the_clock_nor_the_order_changes_the_bytes() -> None:
    assert zipped({"a": "1", "b": "2"}) == zipped({"b": "2", "a": "1"})
