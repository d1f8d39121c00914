"""The second opinion: LibreOffice computes what is stored, prints it, and leaves nothing running."""

from __future__ import annotations

import io
import os
import re
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from revshare.errors import ModelError
from revshare_workbooks import libreoffice
from revshare_workbooks.reading import Values, values
from revshare_workbooks.recalculate import recalculated

Maker = Callable[[Mapping[str, object]], bytes]


def lying(content: bytes) -> bytes:
    """Answer the workbook with 999 stored as the value of every formula."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb"(</f><v[^>]*>)[^<]*(</v>)", rb"\g<1>999\2", source.read(name)))
    return packed.getvalue()


@pytest.fixture(scope="module")
def opinions(
    finished_book: Path, tmp_path_factory: pytest.TempPathFactory, workbook_of: Maker
) -> dict[str, Values]:
    """Recalculate two workbooks at the same time: ours, and one whose stored value is a lie."""
    folder = tmp_path_factory.mktemp("odd näme's")
    lie = folder / "-a lie & more.xlsx"
    lie.write_bytes(lying(recalculated(workbook_of({"A1": 2, "A2": "=A1*21"})).content))
    with ThreadPoolExecutor(2) as pool:
        ours = pool.submit(libreoffice.recalculated_values, finished_book)
        theirs = pool.submit(libreoffice.hard_recalculate, lie, folder / "out.xlsx")
        return {"ours": ours.result(), "stored": values(lie), "computed": values(theirs.result())}


@pytest.mark.libreoffice
def test_it_computes_the_same_values_as_are_stored(opinions: dict[str, Values], finished_book: Path) -> None:
    stored = values(finished_book)
    assert opinions["ours"].keys() == stored.keys()
    for sheet, cells in stored.items():
        computed = opinions["ours"][sheet]
        assert computed.keys() == cells.keys()
        for cell, value in cells.items():
            assert computed[cell] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value)


@pytest.mark.libreoffice
def test_a_stored_lie_is_found_out(opinions: dict[str, Values]) -> None:
    assert opinions["stored"]["Lab"]["A2"] == 999
    assert opinions["computed"]["Lab"]["A2"] == 42


@pytest.mark.libreoffice
def test_a_workbook_is_printed(finished_book: Path, tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["deal.pdf"]


@pytest.mark.libreoffice
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_run_that_takes_too_long_is_ended_with_all_it_started(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(
        ModelError, match=r"took longer than 0.5 seconds on .*deal.xlsx; close other programs"
    ):
        libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf", patience=0.5)
    assert list(tmp_path.iterdir()) == []
    assert running(str(tmp_path)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_that_gives_no_result_is_reported_with_its_last_words(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "echo warning >&2; echo 'Error: source file could not be loaded' >&2")
    with pytest.raises(
        ModelError, match=r"could not convert .*deal.xlsx: Error: source file could not be loaded"
    ):
        libreoffice.hard_recalculate(finished_book, tmp_path / "out.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_that_hangs_is_ended(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "sleep 600 & sleep 600")
    begun = time.perf_counter()
    with pytest.raises(ModelError, match="took longer than"):
        libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf", patience=0.2)
    assert time.perf_counter() - begun < 8.0
    assert running("sleep\x00600") == []


def test_without_libreoffice_one_line_says_how_to_get_it(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "PLACES", ())
    assert not libreoffice.is_available()
    with pytest.raises(ModelError, match=r"^PDF needs LibreOffice, which was not found; install it from "):
        libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf")
    with pytest.raises(ModelError, match=r"^the independent recalculation needs LibreOffice"):
        libreoffice.recalculated_values(finished_book)


def test_it_is_found_where_installers_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("24.2", "25.8"):
        program = tmp_path / f"libreoffice{version}" / "program" / "soffice"
        program.parent.mkdir(parents=True)
        program.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "PLACES", (f"{tmp_path}/libreoffice*/program/soffice",))
    assert libreoffice.find() == tmp_path / "libreoffice25.8" / "program" / "soffice"


def test_an_unsafe_workbook_never_reaches_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: tmp_path / "soffice")
    (tmp_path / "deal.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ModelError, match="is not a workbook"):
        libreoffice.to_pdf(tmp_path / "deal.xlsx", tmp_path / "deal.pdf")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a shell script in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "find", lambda: program)


def running(words: str) -> list[str]:
    """Answer the command lines of running processes that hold these words."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if words in line and process.parent.name != str(os.getpid()):
            lines.append(line)
    return lines
